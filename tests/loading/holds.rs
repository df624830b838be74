//! What holds for every document, whatever bytes it was made of: shared by the tests and the fuzz targets.

use std::collections::BTreeSet;

use variorum::document::{BlockKind, Document};
use variorum::report::inspection::{self, Look};
use variorum::text::Span;

/// Holds what is promised of every document.
pub(crate) fn holds(document: &Document) {
    let text = document.text.as_str();
    harmless(text);
    let mut end = 0;
    for (at, block) in document.blocks.iter().enumerate() {
        assert!(
            block.span.start >= end,
            "block {at} begins inside the one before"
        );
        assert!(
            text.get(block.span.range()).is_some(),
            "block {at} cuts a character"
        );
        assert!(!block.reason.is_empty(), "block {at} has no reason");
        assert!(
            is_white(text, end, block.span.start),
            "text before block {at} is lost"
        );
        assert_eq!(
            block.kind == BlockKind::Duplicate,
            !block.of.is_empty(),
            "block {at}"
        );
        let points = |of: &u32| (*of as usize) < document.blocks.len() && *of as usize != at;
        assert!(block.of.iter().all(points), "block {at} repeats nothing");
        end = block.span.end;
    }
    let behind = is_white(text, end, document.text.span().end);
    assert!(behind, "text behind the last block is lost");
    for inline in &document.inline {
        let inside = document.blocks.iter().any(|b| b.span.covers(inline.span));
        let whole = text.get(inline.span.range()).is_some();
        assert!(inside && whole, "{inline:?} lies in no block");
    }
    sentences_hold(document);
    facts_hold(document);
    report_holds(document);
}

/// A fact is one harmless line, and no place beside it says the same or is named twice.
fn facts_hold(document: &Document) {
    let facts = [
        &document.title,
        &document.outlet,
        &document.date,
        &document.url,
    ];
    for fact in facts.into_iter().flatten() {
        let places: Vec<&str> = std::iter::once(fact)
            .chain(&fact.also)
            .map(|f| f.from)
            .collect();
        let mut once = places.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), places.len(), "{fact:?}");
        for other in std::iter::once(fact).chain(&fact.also) {
            line_holds(&other.value);
            assert!(!other.value.is_empty(), "{fact:?}");
            assert!(
                other.also.is_empty() || std::ptr::eq(other, fact),
                "{fact:?}"
            );
        }
        assert!(
            fact.also.iter().all(|other| other.value != fact.value),
            "{fact:?}"
        );
    }
    let names = [Some(&document.path), document.source_id.as_ref()];
    let names = names.into_iter().flatten().chain(&document.authors);
    names.for_each(|name| line_holds(name));
    assert_eq!(document.sha256.len(), 64);
    assert!(!document.encoding.is_empty());
}

fn line_holds(line: &str) {
    harmless(line);
    assert!(!line.contains(['\n', '\r', '\t']), "{line:?} is no line");
}

/// The report names every block, and no control character gets into it.
fn report_holds(document: &Document) {
    let look = Look {
        columns: 60,
        colour: false,
    };
    let report = inspection::text(0, document, look);
    let numbers = report
        .lines()
        .filter_map(|line| line.get(..7)?.strip_suffix(' ')?.trim_start().parse().ok());
    let numbers: BTreeSet<usize> = numbers.collect();
    assert!(
        (1..=document.blocks.len()).all(|at| numbers.contains(&at)),
        "{report}"
    );
    assert!(
        !report.contains(|c: char| c.is_control() && c != '\n'),
        "{report:?}"
    );
}

fn sentences_hold(document: &Document) {
    let text = document.text.as_str();
    for (at, block) in document.blocks.iter().enumerate() {
        let mut end = block.span.start;
        for sentence in document.sentences.iter().filter(|s| s.block as usize == at) {
            let part = text.get(sentence.span.range()).unwrap_or_default();
            assert!(!part.is_empty() && part == part.trim(), "{part:?}");
            assert!(sentence.span.start >= end && is_white(text, end, sentence.span.start));
            end = sentence.span.end;
        }
        assert!(
            end <= block.span.end && is_white(text, end, block.span.end),
            "block {at}"
        );
    }
    let mut pairs = document.sentences.windows(2);
    assert!(
        pairs.all(|w| w[0].span.end <= w[1].span.start),
        "sentences stand in order"
    );
}

fn is_white(text: &str, start: u32, end: u32) -> bool {
    let part = text.get(Span { start, end }.range());
    part.is_some_and(|part| part.chars().all(char::is_whitespace))
}

/// No character that steers a terminal is left.
pub(crate) fn harmless(text: &str) {
    let hostile = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            || ('\u{202a}'..='\u{202e}').contains(&c)
    };
    let found = text.chars().find(|c| hostile(*c));
    assert_eq!(found, None, "in {text:?}");
}
