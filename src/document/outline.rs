//! From lines to labelled blocks: each line of plain text gets one kind and a reason in plain words.

use std::ops::Range;

use crate::text::{Span, Text, Words, sanitize};

use super::block::{Block, BlockKind, Inline};
use super::header::{self, Header};
use super::inline::{self, Peeled};
use super::line::{Line, LineWords};
use super::repeat::{Repeats, repeats};
use super::shape::Shape;
use super::{body, title};

/// What a text was found to consist of.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The blocks, one for each span that was given.
    pub blocks: Vec<Block>,
    /// Marked stretches inside the blocks.
    pub inline: Vec<Inline>,
    /// What is known of the article.
    pub header: Header,
    /// The words of the text.
    pub words: Words,
}

/// The facts on which the labels rest.
struct Facts {
    lines: Vec<Line>,
    peeled: Vec<Peeled>,
    repeats: Repeats,
    run: Option<Range<usize>>,
    title: Option<usize>,
    /// Whether each line is one of a card.
    cards: Vec<bool>,
}

/// Returns the lines of a text, their words, and what was peeled off each.
pub(super) fn read_lines(content: &str, spans: &[Span]) -> (Vec<Peeled>, Vec<Line>, LineWords) {
    let peeled: Vec<Peeled> = spans
        .iter()
        .map(|span| inline::peel(content, *span))
        .collect();
    let mut words = LineWords::of_size(content.len());
    let cores = spans.iter().zip(&peeled);
    let lines = cores
        .map(|(span, peeled)| Line::new(content, *span, peeled.core, &mut words))
        .collect();
    (peeled, lines, words)
}

/// Labels the lines (or wrapped paragraphs) of a plain text.
#[must_use]
pub fn outline(text: &Text, spans: &[Span]) -> Outline {
    let content = text.as_str();
    let (mut peeled, lines, words) = read_lines(content, spans);
    let repeats = repeats(&lines, &words);
    let run = body::run(&lines, |at| !repeats.of(at).is_empty());
    let title = title::find(content, &lines, &words, &peeled, &repeats, run.as_ref());
    if let Some(first) = run.as_ref().and_then(|run| peeled.get_mut(run.start)) {
        first.mark_town(content);
    }
    let run = run.map(|run| {
        if title.is_some() {
            run
        } else {
            opened(&lines, run)
        }
    });
    let facts = Facts {
        cards: cards(&lines),
        lines,
        peeled,
        repeats,
        run,
        title,
    };
    let mut blocks = facts.labels();
    mark_copies(&mut blocks, &facts.repeats, facts.title);
    let title = facts.title.and_then(|at| facts.peeled.get(at));
    let title = title.map(|p| sanitize::line(text.slice(p.core)).trim().to_owned());
    let run = facts.run.clone().unwrap_or(0..facts.lines.len());
    let header = header::of_plain(
        content,
        title.as_deref(),
        &facts.lines,
        &facts.peeled,
        &blocks,
        run,
    );
    let inline = facts.peeled.into_iter().flat_map(|p| p.inline).collect();
    Outline {
        words: words.into_words(),
        blocks,
        inline,
        header,
    }
}

/// Without a title above, the short sentences before the run open the article rather than a menu.
fn opened(lines: &[Line], run: Range<usize>) -> Range<usize> {
    let before = lines.get(..run.start).unwrap_or(&[]).iter().rev();
    let short = before
        .take_while(|line| body::is_short_sentence(line))
        .count();
    run.start - short..run.end
}

/// Tells for each line whether it is of several short lines in a row, one of them a date, a caption or a word of
/// the site: a card.
fn cards(lines: &[Line]) -> Vec<bool> {
    let short = |line: &Line| !line.is_prose() && !line.ends;
    let groups = lines.chunk_by(|a, b| short(a) && short(b));
    let cards = groups.flat_map(|group| {
        let card = group.len() >= 3 && group.iter().any(|line| line.shape != Shape::Open);
        std::iter::repeat_n(card, group.len())
    });
    cards.collect()
}

impl Facts {
    fn labels(&self) -> Vec<Block> {
        (0..self.lines.len())
            .zip(&self.lines)
            .map(|(at, line)| {
                let (kind, reason) = self.label(at, line);
                Block {
                    span: line.span,
                    kind,
                    reason: reason.into(),
                    of: Vec::new(),
                }
            })
            .collect()
    }

    fn label(&self, at: usize, line: &Line) -> (BlockKind, &'static str) {
        if self.title == Some(at) {
            return (BlockKind::Title, "shape: short line before the body");
        }
        let Some(run) = &self.run else {
            return line
                .shape
                .verdict()
                .unwrap_or((BlockKind::Body, "no longer prose: all is shown"));
        };
        if let Some(verdict) = line.shape.verdict() {
            return verdict;
        }
        if run.contains(&at) {
            return self.label_inside(at, line);
        }
        if at < run.start {
            return self.label_before(at, line);
        }
        (BlockKind::Boilerplate, "place: after the article")
    }

    fn label_inside(&self, at: usize, line: &Line) -> (BlockKind, &'static str) {
        if line.is_prose() {
            return (BlockKind::Body, "prose in the longest run");
        }
        if line.ends {
            return (BlockKind::Body, "short sentence between prose");
        }
        if self.cards.get(at) == Some(&true) {
            return (BlockKind::Boilerplate, "place: card inside the article");
        }
        if line.words <= 12.0 {
            return (BlockKind::Heading, "shape: short line between prose");
        }
        (BlockKind::Body, "between prose: kept when unsure")
    }

    fn label_before(&self, at: usize, line: &Line) -> (BlockKind, &'static str) {
        let Some(title) = self.title.filter(|title| at > *title) else {
            return (BlockKind::Boilerplate, "place: before the article");
        };
        let open = |i: &usize| self.lines.get(*i).is_some_and(|l| l.shape == Shape::Open);
        let first = (title + 1..at).filter(open).count() == 0;
        match line.words {
            8.0..=40.0 if first => (BlockKind::Title, "place: line below the headline"),
            0.0..=25.0 => (BlockKind::Metadata, "place: between title and body"),
            _ => (BlockKind::Boilerplate, "place: between title and body"),
        }
    }
}

/// Turns copies of title, body, heading or caption into duplicates that point at what they repeat.
pub(super) fn mark_copies(blocks: &mut [Block], repeats: &Repeats, title: Option<usize>) {
    let same = &repeats.same;
    let same_title = |at: usize| {
        let title = title?;
        (at != title && same.get(at) == same.get(title)).then_some(vec![u32::try_from(title).ok()?])
    };
    let kinds: Vec<BlockKind> = blocks.iter().map(|b| b.kind).collect();
    let counts = |of: &u32| kinds.get(*of as usize).is_some_and(|k| k.is_compared());
    for (at, block) in blocks.iter_mut().enumerate() {
        let of = same_title(at).unwrap_or_else(|| repeats.of(at).to_vec());
        if of.is_empty() || !of.iter().any(counts) {
            continue;
        }
        block.reason = match of.as_slice() {
            [one] if same.get(at) == same.get(*one as usize) => "repeat: the same words".into(),
            [_] => "repeat: the words stand in another block".into(),
            _ => format!("repeat: {} blocks in one", of.len()).into(),
        };
        block.kind = BlockKind::Duplicate;
        block.of = of;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Several short lines around a short line, one of them a date, a caption or a word of the site.
    fn is_card(lines: &[Line], at: usize) -> bool {
        let short = |i: &usize| lines.get(*i).is_some_and(|l| !l.is_prose() && !l.ends);
        let before = (0..at).rev().take_while(short).count();
        let after = (at + 1..lines.len()).take_while(short).count();
        let mut group = at - before..at + after + 1;
        short(&at) && group.len() >= 3 && group.any(|i| lines[i].shape != Shape::Open)
    }

    const LINES: [&str; 5] = [
        "Sea",
        "Ships at anchor",
        "3 October 2025",
        "Subscribe",
        "The ferry between the two harbours will sail again in spring, both governments said.",
    ];

    proptest! {
        #[test]
        fn a_card_is_what_stands_around_a_short_line(
            picks in prop::collection::vec(prop::sample::select(LINES.to_vec()), 0..30),
        ) {
            let mut words = LineWords::default();
            let line = |text: &&str| {
                let span = Span::new(0, text.len());
                Line::new(text, span, span, &mut words)
            };
            let lines: Vec<Line> = picks.iter().map(line).collect();
            let expected: Vec<bool> = (0..lines.len()).map(|at| is_card(&lines, at)).collect();
            prop_assert_eq!(cards(&lines), expected);
        }
    }
}
