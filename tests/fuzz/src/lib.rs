//! What holds for every document, whatever bytes it was made of.

use std::ops::ControlFlow;

use variorum::document::Document;
use variorum::load::{Limits, each};
use variorum::text::Span;

/// Loads bytes as a file of this name, and fails where a document breaks a promise.
pub fn load(path: &str, bytes: &[u8]) {
    let mut source = bytes;
    each(path, &mut source, &Limits::default(), &mut |result| {
        match result {
            Ok(document) => holds(&document),
            Err(error) => harmless(&error.to_string()),
        }
        ControlFlow::Continue(())
    });
}

/// Holds what is promised of every document.
fn holds(document: &Document) {
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
        assert!(
            is_white(text, end, block.span.start),
            "text before block {at} is lost"
        );
        assert!(!block.reason.is_empty(), "block {at} has no reason");
        end = block.span.end;
    }
    assert!(
        is_white(text, end, document.text.span().end),
        "text behind the last block is lost"
    );
    for sentence in &document.sentences {
        let block = &document.blocks[sentence.block as usize];
        assert!(
            block.span.covers(sentence.span),
            "{sentence:?} leaves its block"
        );
        assert!(
            text.get(sentence.span.range()).is_some(),
            "{sentence:?} cuts a character"
        );
    }
    let mut pairs = document.sentences.windows(2);
    assert!(
        pairs.all(|w| w[0].span.end <= w[1].span.start),
        "sentences stand in order"
    );
    for inline in &document.inline {
        let inside = document.blocks.iter().any(|b| b.span.covers(inline.span));
        assert!(inside, "{inline:?} lies in no block");
    }
    facts(document);
}

/// Facts and names are single harmless lines.
fn facts(document: &Document) {
    let facts = [
        &document.title,
        &document.outlet,
        &document.date,
        &document.url,
    ];
    let facts = facts.into_iter().flatten();
    let values = facts.flat_map(|fact| fact.also.iter().chain([fact]).map(|f| f.value.as_str()));
    let lines = [
        document.path.as_str(),
        document.source_id.as_deref().unwrap_or_default(),
    ];
    for line in values
        .chain(lines)
        .chain(document.authors.iter().map(String::as_str))
    {
        harmless(line);
        assert!(!line.contains(['\n', '\r', '\t']), "{line:?} is no line");
    }
    assert_eq!(document.sha256.len(), 64);
    assert!(!document.encoding.is_empty());
}

/// No character that steers a terminal is left.
pub fn harmless(text: &str) {
    let hostile = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            || ('\u{202a}'..='\u{202e}').contains(&c)
    };
    let found = text.chars().find(|c| hostile(*c));
    assert_eq!(found, None, "in {text:?}");
}

fn is_white(text: &str, start: u32, end: u32) -> bool {
    let part = text.get(Span { start, end }.range());
    part.is_some_and(|part| part.chars().all(char::is_whitespace))
}
