//! What the loader made of each input: as JSON for programs, as text for people.

use std::fmt::Write as _;

use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::skipped::{self, Named};
use crate::document::{Document, DocumentSet, Found, Skipped};
use crate::text::{Span, Text, token};

/// The columns of the report that a person reads.
const WIDTH: usize = 100;

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    applied: [(); 0],
    documents: Vec<Entry<'a>>,
    skipped: Vec<Named<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: usize,
    siglum: String,
    path: &'a str,
    source_id: Option<&'a str>,
    sha256: &'a str,
    encoding: &'static str,
    language: Option<&'a str>,
    text: &'a str,
    title: Option<Fact<'a>>,
    outlet: Option<Fact<'a>>,
    date: Option<Fact<'a>>,
    url: Option<Fact<'a>>,
    authors: &'a [String],
    /// Not computed yet.
    credits: Option<()>,
    blocks: Vec<BlockEntry<'a>>,
    inline: Vec<InlineEntry>,
    sentences: Vec<SentenceEntry>,
    /// Not computed yet.
    quotes: Option<()>,
}

#[derive(Serialize)]
struct Fact<'a> {
    value: &'a str,
    from: &'static str,
}

#[derive(Serialize)]
struct BlockEntry<'a> {
    start: usize,
    end: usize,
    kind: &'static str,
    reason: &'a str,
    #[serde(skip_serializing_if = "<[u32]>::is_empty")]
    of: &'a [u32],
}

#[derive(Serialize)]
struct InlineEntry {
    start: usize,
    end: usize,
    kind: &'static str,
}

#[derive(Serialize)]
struct SentenceEntry {
    start: usize,
    end: usize,
    block: u32,
}

impl<'a> Fact<'a> {
    fn of(found: Option<&'a Found>) -> Option<Self> {
        found.map(|f| Self {
            value: &f.value,
            from: f.from,
        })
    }
}

fn points(text: &Text, span: Span) -> (usize, usize) {
    (text.char_of(span.start), text.char_of(span.end))
}

fn entry(document: &Document) -> Entry<'_> {
    let text = &document.text;
    let blocks = document.blocks.iter().map(|block| {
        let (start, end) = points(text, block.span);
        BlockEntry {
            start,
            end,
            kind: block.kind.name(),
            reason: &block.reason,
            of: &block.of,
        }
    });
    let inline = document.inline.iter().map(|inline| {
        let (start, end) = points(text, inline.span);
        InlineEntry {
            start,
            end,
            kind: inline.kind.name(),
        }
    });
    let sentences = document.sentences.iter().map(|sentence| {
        let (start, end) = points(text, sentence.span);
        SentenceEntry {
            start,
            end,
            block: sentence.block,
        }
    });
    Entry {
        id: document.id.index(),
        siglum: document.id.siglum(),
        path: &document.path,
        source_id: document.source_id.as_deref(),
        sha256: &document.sha256,
        encoding: document.encoding,
        language: document.language.as_deref(),
        text: text.as_str(),
        title: Fact::of(document.title.as_ref()),
        outlet: Fact::of(document.outlet.as_ref()),
        date: Fact::of(document.date.as_ref()),
        url: Fact::of(document.url.as_ref()),
        authors: &document.authors,
        credits: None,
        blocks: blocks.collect(),
        inline: inline.collect(),
        sentences: sentences.collect(),
        quotes: None,
    }
}

/// Returns `variorum.documents/1`, one line of JSON.
///
/// # Errors
/// Passes on what the serializer says.
pub fn json(set: &DocumentSet, skipped: &[Skipped]) -> serde_json::Result<String> {
    let report = Report {
        schema: "variorum.documents/1",
        applied: [],
        documents: set.iter().map(entry).collect(),
        skipped: skipped::named(skipped),
    };
    let mut out = serde_json::to_string(&report)?;
    out.push('\n');
    Ok(out)
}

/// Returns the report for people: the facts of each document with where they were found, then its blocks.
#[must_use]
pub fn text(set: &DocumentSet, skipped: &[Skipped]) -> String {
    let mut out = String::new();
    for document in set {
        out.push_str(&one(document));
        out.push('\n');
    }
    for skipped in skipped {
        let _ = writeln!(out, "skipped  {}: {}", skipped.path, skipped.reason);
    }
    out
}

/// Returns the report on one document for people.
#[must_use]
pub fn one(document: &Document) -> String {
    let mut out = String::new();
    head(&mut out, document);
    blocks(&mut out, document);
    out
}

fn head(out: &mut String, document: &Document) {
    let _ = writeln!(out, "{}  {}", document.id, document.path);
    let facts = [
        ("title", &document.title),
        ("outlet", &document.outlet),
        ("date", &document.date),
        ("address", &document.url),
    ];
    for (name, found) in facts {
        match found {
            Some(f) => _ = writeln!(out, "   {name:<9}{}  [{}]", f.value, f.from),
            None => _ = writeln!(out, "   {name:<9}unknown"),
        }
    }
    if !document.authors.is_empty() {
        let _ = writeln!(out, "   {:<9}{}", "by", document.authors.join(", "));
    }
    let language = document.language.as_deref().unwrap_or("unknown");
    let _ = writeln!(out, "   {:<9}{language}, {}", "language", document.encoding);
    let compared = document.blocks.iter().filter(|b| b.kind.is_compared());
    let article: usize = compared.map(|b| words(document, b.span)).sum();
    let all = words(document, document.text.span());
    let _ = writeln!(
        out,
        "   {:<9}{} blocks, {} sentences; {article} of {all} words are compared\n",
        "holds",
        document.blocks.len(),
        document.sentences.len(),
    );
}

fn words(document: &Document, span: Span) -> usize {
    token::word_spans(document.text.as_str(), span).count()
}

/// Writes the blocks, those of one kind and reason together under one heading.
fn blocks(out: &mut String, document: &Document) {
    let mut last = ("", "");
    for (at, block) in document.blocks.iter().enumerate() {
        let of: Vec<String> = block.of.iter().map(|i| (i + 1).to_string()).collect();
        let label = (block.kind.name(), block.reason.as_str());
        if label != last {
            let _ = writeln!(out, "   {} ({})", label.0.to_uppercase(), label.1);
            last = label;
        }
        let count = words(document, block.span);
        let pointer = if of.is_empty() {
            String::new()
        } else {
            format!("  = {}", of.join(" "))
        };
        let room = WIDTH.saturating_sub(16 + pointer.len());
        let shown = first_words(document.text.slice(block.span), room);
        let _ = writeln!(
            out,
            "   {:>4} {:>5}  {shown}{pointer}",
            at + 1,
            format!("{count}w")
        );
    }
}

/// Returns as much of a text as fits into `room` columns, as one line.
fn first_words(text: &str, room: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.width() <= room {
        return line;
    }
    let mut shown = String::new();
    let mut used = 0;
    for c in line.chars() {
        used += c.width().unwrap_or(0);
        if used >= room {
            break;
        }
        shown.push(c);
    }
    shown.push('…');
    shown
}
