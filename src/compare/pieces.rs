//! A run cut at the ends of its edited sentences, those inside of quotations among them.
//!
//! ```text
//! a: Rain fell all day. The bridge will be rebuilt this year. Nobody was hurt. Trains run again.
//! b: Rain fell all day. The bridge will be rebuilt next year. Nobody was hurt. Trains run again.
//!    ─── same words ─── ───────────── nearly ──────────────── ─────────── same words ──────────
//! ```

use std::ops::Range;

use super::reading::{Reading, WORD};
use super::runs::{Run, size};
use super::sentences::FEWEST;

/// Cuts a run at the ends of its edited sentences: sentences of the same words in a row are one link, and
/// an edited one is a link of its own, so that a word changed on the way does not make all of it near.
pub(super) fn cut(a: &Reading, b: &Reading, run: &Run) -> Vec<Run> {
    let mut pieces: Vec<Run> = Vec::new();
    let mut from = 0;
    for at in 1..=run.same.len() {
        let ends = match (run.same.get(at - 1), run.same.get(at)) {
            (Some(last), Some(next)) => {
                ends(a, last.0, next.0).is_some() && ends(b, last.1, next.1).is_some()
            }
            _ => true,
        };
        if !ends {
            continue;
        }
        let piece = piece((a, b), run, from..at, pieces.last());
        from = at;
        match pieces.last_mut() {
            Some(last) if belongs(a, last, &piece) => append(last, piece),
            _ => pieces.push(piece),
        }
    }
    pieces
}

/// Returns the index behind the sentence of a word, where it ends before another word.
fn ends(reading: &Reading, word: u32, before: u32) -> Option<usize> {
    let mut behind = word as usize + 1..=before as usize;
    behind.find(|at| reading.words.get(*at).is_some_and(|word| word.opens))
}

/// Returns the part of a run with these of its same words; differing words go with their sentence.
fn piece((a, b): (&Reading, &Reading), run: &Run, part: Range<usize>, before: Option<&Run>) -> Run {
    let same = run.same.get(part.clone()).unwrap_or(&[]).to_vec();
    let edge = |reading: &Reading, last: u32, next: Option<u32>, end: usize| match next {
        Some(next) => ends(reading, last, next).unwrap_or(next as usize),
        None => end,
    };
    let next = run.same.get(part.end);
    let last = same.last().copied().unwrap_or_default();
    let start = before.map_or((run.a.start, run.b.start), |last| (last.a.end, last.b.end));
    Run {
        a: start.0..edge(a, last.0, next.map(|n| n.0), run.a.end),
        b: start.1..edge(b, last.1, next.map(|n| n.1), run.b.end),
        same,
    }
}

/// Returns whether the next piece goes on in the same link: both are the same words, or one is too short
/// to stand alone.
fn belongs(a: &Reading, last: &Run, next: &Run) -> bool {
    let exact = |run: &Run| run.same.len() == run.a.len() && run.same.len() == run.b.len();
    let short = |run: &Run| size(a, run) < FEWEST * WORD;
    (exact(last) && exact(next)) || short(last) || short(next)
}

fn append(last: &mut Run, mut next: Run) {
    last.a.end = next.a.end;
    last.b.end = next.b.end;
    last.same.append(&mut next.same);
}
