//! What the loader made of each input, as JSON for programs.

use serde::Serialize;

use super::skipped::{self, Named};
use crate::document::{Document, DocumentSet, Found, Skipped};
use crate::text::{Span, Text};

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
    /// Other places that disagree.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Fact<'a>>,
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
            also: f
                .also
                .iter()
                .filter_map(|other| Self::of(Some(other)))
                .collect(),
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
