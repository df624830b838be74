//! Where the article runs: the stretch of lines that holds the most prose for the fewest other lines.

use std::ops::Range;

use super::line::Line;
use super::shape::Shape;

/// What a line between two passages of prose costs, in words: so much prose must follow to go on past it.
/// Five is a little better on saved pages (.948 against .946), but loses a last paragraph behind a card.
const OTHER: f32 = 3.0;
/// What a line costs that by its shape or words belongs to the site.
const SITE: f32 = 7.0;
/// What a heading costs behind which no article goes on.
const REST: f32 = 40.0;
/// What the heading of readers' comments costs: hardly any article goes on behind it.
const REPLIES: f32 = 200.0;
/// What prose is worth behind such a heading: readers write more than a short article holds. The heading
/// may also stand above the article; then all that follows is worth as little, and the article still wins.
const REPLY: f32 = 0.2;
/// Words after which a line of prose weighs no more: one giant line must not outweigh an article.
const MOST: f32 = 90.0;
/// Words that a line of prose must have before it speaks for the article.
const LEAST: f32 = 6.0;

/// Returns what a line adds to the run that holds it; negative where it speaks against.
fn value(line: &Line) -> f32 {
    match line.shape {
        Shape::Open if line.is_prose() => (line.words - LEAST).clamp(1.0, MOST),
        Shape::Open if line.ends => 0.0,
        Shape::Open | Shape::Caption => -OTHER,
        Shape::Agency | Shape::Ornament => -1.0,
        Shape::Rest => -REST,
        Shape::Replies => -REPLIES,
        _ => -SITE,
    }
}

/// Returns the lines of the body run: the stretch with the greatest sum of values, without the other
/// lines at its ends. Lines for which `skip` holds (copies of others) count nothing.
pub(super) fn run(lines: &[Line], skip: impl Fn(usize) -> bool) -> Option<Range<usize>> {
    let mut best: Option<(f32, Range<usize>)> = None;
    let (mut sum, mut start) = (0.0_f32, 0);
    let mut worth = 1.0;
    for (at, line) in lines.iter().enumerate() {
        if sum <= 0.0 {
            (sum, start) = (0.0, at);
        }
        if line.shape == Shape::Replies {
            worth = REPLY;
        }
        let value = if skip(at) { 0.0 } else { value(line) };
        sum += if value > 0.0 { value * worth } else { value };
        let prose = line.is_prose() && !skip(at);
        if prose && best.as_ref().is_none_or(|(most, _)| sum > *most) {
            best = Some((sum, start..at + 1));
        }
    }
    let (_, range) = best?;
    let first = range
        .clone()
        .find(|at| !skip(*at) && lines.get(*at).is_some_and(Line::is_prose))?;
    let last = range.end + closing(lines.get(range.end..).unwrap_or(&[]));
    Some(first..last)
}

/// Returns how many of these lines are short sentences that close the article: "He agreed."
fn closing(lines: &[Line]) -> usize {
    lines
        .iter()
        .take_while(|line| is_short_sentence(line))
        .count()
}

/// Returns whether a line is a sentence, though a short one.
pub(super) fn is_short_sentence(line: &Line) -> bool {
    line.shape == Shape::Open && line.ends && line.words >= 2.0
}

#[cfg(test)]
mod tests {
    use super::super::line::of_text;
    use super::*;

    fn found(text: &str) -> Option<Range<usize>> {
        run(&of_text(text).0, |_| false)
    }

    const PROSE: &str = "The ferry between the two harbours will sail again in spring, both governments said on Monday.";

    #[test]
    fn the_body_goes_on_after_a_card_and_ends_with_a_short_sentence() {
        let text = format!(
            "Home\nSea\n{PROSE}\n{PROSE}\nSea\nShips at anchor\n{PROSE}\nNobody waved.\nContact"
        );
        assert_eq!(found(&text), Some(2..8));
    }

    #[test]
    fn what_readers_wrote_is_no_body_even_where_it_is_longer() {
        let replies = format!("\n{PROSE}").repeat(9);
        assert_eq!(
            found(&format!("{PROSE}\n{PROSE}\n9 comments{replies}")),
            Some(0..2)
        );
    }

    #[test]
    fn short_lines_alone_are_no_body() {
        assert_eq!(found("Home\nSea\nContact"), None);
    }
}
