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
    for (at, pair) in (1..).zip(run.same.windows(2)) {
        let &[last, next] = pair else { continue };
        if let (Some(x), Some(y)) = (end(a, last.0, next.0), end(b, last.1, next.1)) {
            add(a, piece(run, from..at, (x, y), pieces.last()), &mut pieces);
            from = at;
        }
    }
    let rest = from..run.same.len();
    let last = piece(run, rest, (run.a.end, run.b.end), pieces.last());
    add(a, last, &mut pieces);
    pieces
}

/// Returns the index behind the sentence of a word, where it ends before another word.
fn end(reading: &Reading, word: u32, before: u32) -> Option<usize> {
    let mut behind = word as usize + 1..=before as usize;
    behind.find(|at| reading.words.get(*at).is_some_and(|word| word.opens))
}

/// Returns the part of a run with these of its same words, up to its ends in both documents; differing words go with
/// their sentence.
fn piece(run: &Run, part: Range<usize>, ends: (usize, usize), before: Option<&Run>) -> Run {
    let start = before.map_or((run.a.start, run.b.start), |last| (last.a.end, last.b.end));
    Run {
        a: start.0..ends.0,
        b: start.1..ends.1,
        same: run.same.get(part).unwrap_or(&[]).to_vec(),
    }
}

fn add(a: &Reading, piece: Run, pieces: &mut Vec<Run>) {
    match pieces.last_mut() {
        Some(last) if belongs(a, last, &piece) => append(last, piece),
        _ => pieces.push(piece),
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
