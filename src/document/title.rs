//! The headline of a plain text.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::text::{Span, WordId};

use super::inline::Peeled;
use super::line::{Line, LineWords};
use super::repeat::Repeats;
use super::shape::Shape;

/// The most words that a title has.
const LONGEST: f32 = 25.0;
/// How many lines before the body are looked at.
const REACH: usize = 400;

/// Returns which line is the title: before the body, short, without a final stop; the words of the body,
/// a repeat, the mark of a version and nearness speak for it.
pub(super) fn find(
    text: &str,
    lines: &[Line],
    words: &LineWords,
    peeled: &[Peeled],
    repeats: &Repeats,
    run: Option<&Range<usize>>,
) -> Option<usize> {
    let run = run?;
    let body = run.clone().take(40);
    let of_body: FxHashSet<WordId> = body.flat_map(|at| words.of(at)).copied().collect();
    let before: Vec<usize> = (run.start.saturating_sub(REACH)..run.start).collect();
    let candidates = before
        .iter()
        .copied()
        .filter(|at| lines.get(*at).is_some_and(|line| is_candidate(text, line)));
    let scored = candidates.map(|at| {
        let line = &lines[at];
        let own = words.of(at);
        let known = own.iter().filter(|word| of_body.contains(word)).count();
        let shared = known as f32 / own.len().max(1) as f32;
        let again = before
            .iter()
            .filter(|other| **other != at && repeats.same.get(**other) == repeats.same.get(at))
            .count();
        let named = before
            .iter()
            .any(|other| *other < at && begins(text, line.words_span, &lines[*other]));
        let marked = peeled.get(at).is_some_and(|p| !p.inline.is_empty());
        let between = lines
            .get(at + 1..run.start)
            .map_or(0, |l| l.iter().filter(|l| l.shape == Shape::Open).count());
        let score = 4.0 * shared
            + if again > 0 { 1.5 } else { 0.0 }
            + if named { 3.0 } else { 0.0 }
            + if marked { 2.0 } else { 0.0 }
            + if line.words >= 5.0 { 1.5 } else { 0.0 }
            + 2.0 / (1.0 + between as f32);
        (at, score)
    });
    let best = scored.max_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))?;
    (best.1 >= 4.0).then_some(best.0)
}

fn is_candidate(text: &str, line: &Line) -> bool {
    let body = text.get(line.words_span.range()).unwrap_or("");
    let stopped = body.ends_with(['.', '。', ':', ';', ',']) && !body.ends_with("..");
    line.shape == Shape::Open && (2.0..=LONGEST).contains(&line.words) && !stopped
}

/// Returns whether another line is this title followed by the name of the site.
fn begins(text: &str, title: Span, other: &Line) -> bool {
    let title = text.get(title.range()).unwrap_or("");
    let longer = text.get(other.words_span.range()).unwrap_or("");
    longer.strip_prefix(title).is_some_and(|rest| {
        rest.trim_start()
            .starts_with(['|', '-', '–', '—', '•', '·', ':', '»', '«', '_'])
    })
}
