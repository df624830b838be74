//! Markdown: the text is the file, one character for one; what is markup rather than words is marked inside it.
//!
//! Labels and sentences are found on a copy in which blanks stand for the markup, so that all offsets agree.

use std::ops::Range;

use serde_json::Value;

use crate::document::{
    Block, BlockKind, Document, Found, Header, Inline, InlineKind, Judged, Sentence, outline_page,
};
use crate::text::{Span, Text};

use super::front;
use super::markup::{self, Leaf, Words};
use super::{Limits, LoadError, assemble, fields, plain};

/// A stretch of whole lines.
struct Part {
    span: Span,
    /// What it is a paragraph or an item of; `None` for lines of markup alone.
    leaf: Option<Leaf>,
}

/// Reads Markdown.
///
/// # Errors
/// As plain text.
pub(super) fn read(raw: &str, limits: &Limits) -> Result<Document, LoadError> {
    plain::check_lines(raw, limits)?;
    let text = Text::new(raw);
    let content = text.as_str();
    let start = content.len() - content.trim_start_matches('\u{feff}').len();
    let front = front::of(content.get(start..).unwrap_or(""));
    let from = start + front.as_ref().map_or(0, |front| front.length);
    let words = markup::read(content, from);
    // A byte order mark is part of the first line, and of the block of facts.
    let facts_end = front.as_ref().map_or(0, |_| from);
    let parts = parts(content, facts_end, &words);
    let bare = bare(content, &words.shown);
    let facts = front.map(|front| front.facts);
    let header = facts.as_ref().map(stated);
    let mut document = labelled(Text::new(&bare), &parts, header);
    document.inline.extend(marks(content, &parts, &words.shown));
    document.inline.sort_by_key(|inline| inline.span.start);
    document.sentences = whole_sentences(content, &document);
    document.language = facts
        .as_ref()
        .and_then(fields::language)
        .or(document.language);
    document.text = text;
    Ok(document)
}

/// Returns what the block of facts states.
fn stated(facts: &Value) -> Header {
    let mut header = fields::header(facts);
    let found = [
        &mut header.title,
        &mut header.outlet,
        &mut header.date,
        &mut header.url,
    ];
    for fact in found.into_iter().flatten() {
        let name = |fact: &mut Found| fact.from = "front matter";
        fact.also.iter_mut().for_each(name);
        name(fact);
    }
    header
}

/// Returns the stretches of lines that belong together; the block of facts ends at `facts_end`.
fn parts(content: &str, facts_end: usize, words: &Words) -> Vec<Part> {
    let mut parts = Vec::new();
    let facts = content.get(..facts_end).unwrap_or("").trim_end();
    if !facts.is_empty() {
        let span = Span::new(0, facts.len());
        parts.push(Part { span, leaf: None });
    }
    let mut last = None;
    for (line, leaf) in &words.lines {
        let span = Span::new(line.start, line.end);
        match parts.last_mut() {
            Some(part) if last == Some(*leaf) => part.span.end = span.end,
            _ => parts.push(Part {
                span,
                leaf: leaf.and_then(|at| words.leaves.get(at).copied()),
            }),
        }
        last = Some(*leaf);
    }
    parts
}

/// Returns the text with blanks for all that is not shown, byte for byte.
fn bare(content: &str, shown: &[Range<usize>]) -> String {
    let mut bare = String::with_capacity(content.len());
    let blank = |part: &str, into: &mut String| {
        for c in part.chars() {
            if c.is_whitespace() {
                into.push(c);
            } else {
                into.extend(std::iter::repeat_n(' ', c.len_utf8()));
            }
        }
    };
    let mut at = 0;
    for range in shown {
        let from = range.start.max(at);
        blank(content.get(at..from).unwrap_or(""), &mut bare);
        bare.push_str(content.get(from..range.end).unwrap_or(""));
        at = range.end.max(from);
    }
    blank(content.get(at..).unwrap_or(""), &mut bare);
    bare
}

/// Labels the parts as those of a page that holds the article alone.
fn labelled(bare: Text, parts: &[Part], header: Option<Header>) -> Document {
    let judged: Vec<Judged> = parts.iter().map(|part| judged(&bare, part)).collect();
    let title = header.as_ref().and_then(|h| h.title.clone());
    let mut outline = outline_page(&bare, &judged, title.as_ref().map(|t| t.value.as_str()));
    for (block, part) in outline.blocks.iter_mut().zip(parts) {
        block.span = part.span;
        relabel(block, part, bare.slice(part.span));
    }
    if let Some(header) = header {
        let title = header.title.or(outline.header.title.take());
        outline.header = Header { title, ..header };
    }
    assemble(bare, outline)
}

fn judged(bare: &Text, part: &Part) -> Judged {
    let leaf = part.leaf.unwrap_or_default();
    let words = bare.slice(part.span);
    let before = words.len() - words.trim_start().len();
    let start = part.span.start as usize + before;
    Judged {
        span: Span::new(start, start + words.trim().len()),
        kept: Some(true),
        heading: leaf.heading,
        caption: leaf.picture,
        quoted: leaf.quoted,
        item: leaf.item,
        linked: leaf.linked as f32 / leaf.words.max(1) as f32,
        ..Judged::default()
    }
}

fn relabel(block: &mut Block, part: &Part, words: &str) {
    let (kind, reason) = match (part.leaf, block.kind) {
        _ if words.trim().is_empty() => (BlockKind::Metadata, "markup: shows no words"),
        (Some(Leaf { heading: 1.., .. }), BlockKind::Title) => {
            (BlockKind::Title, "markup: heading")
        }
        (_, BlockKind::Heading) => (BlockKind::Heading, "markup: heading"),
        (_, BlockKind::Caption) => (BlockKind::Caption, "markup: words for a picture"),
        (_, BlockKind::Body) => (BlockKind::Body, "markup: text"),
        _ => return,
    };
    block.kind = kind;
    block.reason = reason.into();
}

/// Returns the stretches of markup of every line, beside the words.
fn marks(content: &str, parts: &[Part], shown: &[Range<usize>]) -> Vec<Inline> {
    let mut marks = Vec::new();
    let mut next = 0;
    for part in parts {
        let mut at = part.span.start as usize;
        let end = part.span.end as usize;
        while at < end {
            while shown.get(next).is_some_and(|range| range.end <= at) {
                next += 1;
            }
            let words = shown.get(next).filter(|range| range.start < end);
            let stop = words.map_or(end, |range| range.start.max(at));
            add_marks(content, at..stop, &mut marks);
            at = words.map_or(end, |range| range.end).max(stop);
        }
    }
    marks
}

fn add_marks(content: &str, range: Range<usize>, marks: &mut Vec<Inline>) {
    let mut at = range.start;
    for line in content
        .get(range)
        .unwrap_or("")
        .split_inclusive(['\n', '\r'])
    {
        let body = line.trim();
        let start = at + line.len() - line.trim_start().len();
        if !body.is_empty() {
            marks.push(Inline {
                span: Span::new(start, start + body.len()),
                kind: InlineKind::Markup,
            });
        }
        at += line.len();
    }
}

/// Returns the sentences, each with the markup at its ends, so that every character lies in one.
fn whole_sentences(content: &str, document: &Document) -> Vec<Sentence> {
    let mut whole: Vec<Sentence> = Vec::new();
    let mut found = document.sentences.iter().peekable();
    for (block, number) in document.blocks.iter().zip(0u32..) {
        let first = whole.len();
        let mut start = block.span.start;
        while let Some(sentence) = found.next_if(|sentence| sentence.block == number) {
            let before = Span {
                start,
                end: sentence.span.start,
            };
            let gap = content.get(before.range()).unwrap_or("");
            // Markup behind a sentence belongs to it as far as no blank divides them.
            let close = gap.find(char::is_whitespace).unwrap_or(gap.len());
            let close = if whole.len() == first { 0 } else { close };
            let rest = gap.get(close..).unwrap_or("");
            let open = close + rest.len() - rest.trim_start().len();
            if let Some(last) = whole.get_mut(first..).and_then(<[Sentence]>::last_mut) {
                last.span.end = start + Span::offset(close);
            }
            whole.push(Sentence {
                span: Span {
                    start: start + Span::offset(open),
                    end: sentence.span.end,
                },
                block: number,
            });
            start = sentence.span.end;
        }
        match whole.get_mut(first..).and_then(<[Sentence]>::last_mut) {
            Some(last) => last.span.end = block.span.end,
            None => whole.push(Sentence {
                span: block.span,
                block: number,
            }),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "---\ntitle: Ferry sails: again\nsource: Ostwire\ndate: 2025-10-03\nauthor: By Ona Brill\n\
        lang: en-GB\nurl: https://ostwire.example/ferry\n---\n# Ferry sails: *again*\n\n\
        ![The ferry at the quay.](quay.jpg)\n\n\
        The **ferry** between the two [harbours](https://ostwire.example/map) will sail again in spring,\n\
        both governments said on Monday. *Nobody waved.* The band played on the quay all day.\n\n\
        ## What the fishermen say\n\n\
        > “We had nine thousand tonnes of herring a year from the bank”, one of them said.\n\n\
        - The crossing takes three hours and forty minutes in calm weather, the port said.\n\
        - It sails twice a day.\n\n---\n\n[map]: https://ostwire.example/map\n";

    fn document(raw: &str) -> Document {
        read(raw, &Limits::default()).unwrap()
    }

    fn of_kind(document: &Document, kind: BlockKind) -> Vec<&str> {
        let blocks = document.blocks.iter().filter(|b| b.kind == kind);
        blocks.map(|b| document.text.slice(b.span)).collect()
    }

    #[test]
    fn the_text_is_the_file_and_the_front_matter_states_the_facts() {
        let document = document(ARTICLE);
        assert_eq!(document.text.as_str(), ARTICLE);
        let fact = |found: &Option<Found>| found.clone().map(|f| (f.value, f.from)).unwrap();
        let front = |value: &str| (value.to_owned(), "front matter");
        assert_eq!(fact(&document.title), front("Ferry sails: again"));
        assert_eq!(fact(&document.outlet), front("Ostwire"));
        assert_eq!(fact(&document.date), front("2025-10-03"));
        assert_eq!(fact(&document.url), front("https://ostwire.example/ferry"));
        assert_eq!(document.authors, ["Ona Brill"]);
        assert_eq!(document.language.as_deref(), Some("en"));
    }

    #[test]
    fn blocks_are_whole_lines_with_their_labels() {
        let document = document(ARTICLE);
        assert_eq!(
            of_kind(&document, BlockKind::Title),
            ["# Ferry sails: *again*"]
        );
        assert_eq!(
            of_kind(&document, BlockKind::Heading),
            ["## What the fishermen say"]
        );
        assert_eq!(
            of_kind(&document, BlockKind::Caption),
            ["![The ferry at the quay.](quay.jpg)"]
        );
        let body = of_kind(&document, BlockKind::Body);
        assert_eq!(body.len(), 4, "{body:#?}");
        assert!(body[1].starts_with("> “We had") && body[3].starts_with("- It sails"));
        let facts = of_kind(&document, BlockKind::Metadata);
        assert!(facts[0].starts_with("---\ntitle") && facts[0].ends_with("---"));
        assert_eq!(facts[1..], ["---\n\n[map]: https://ostwire.example/map"]);
    }

    #[test]
    fn markup_is_marked_and_sentences_are_those_of_the_words() {
        let document = document(ARTICLE);
        let marked: Vec<&str> = document
            .inline
            .iter()
            .filter(|i| i.kind == InlineKind::Markup)
            .map(|i| document.text.slice(i.span))
            .collect();
        for mark in ["#", "**", "](https://ostwire.example/map)", ">", "-", "["] {
            assert!(marked.contains(&mark), "{mark} {marked:?}");
        }
        let sentences: Vec<&str> = document
            .sentences
            .iter()
            .map(|s| document.text.slice(s.span))
            .collect();
        assert!(sentences.contains(&"*Nobody waved.*"), "{sentences:#?}");
        assert!(sentences.contains(&"The band played on the quay all day."));
    }

    #[test]
    fn a_byte_order_mark_costs_no_line() {
        let alone = document("\u{feff}# Ferry sails\n\nIt sailed on Monday, the port said.\n");
        assert_eq!(of_kind(&alone, BlockKind::Title), ["\u{feff}# Ferry sails"]);
        let facts = document(&format!("\u{feff}{ARTICLE}"));
        assert_eq!(facts.blocks.len(), document(ARTICLE).blocks.len());
        assert_eq!(facts.blocks[0].span.start, 0);
        assert_eq!(facts.outlet.unwrap().value, "Ostwire");
    }

    #[test]
    fn a_title_without_front_matter_is_its_heading() {
        let document =
            document("Ferry sails\n===========\n\nIt sailed on Monday, the port said.\n");
        let title = document.title.unwrap();
        assert_eq!(
            (title.value.as_str(), title.from),
            ("Ferry sails", "heading")
        );
    }
}
