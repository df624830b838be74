//! What the loader made of each input, as JSON for programs.

use std::io::{self, Write};

use serde::Serialize;

use super::skipped;
use crate::document::{Document, Found, Skipped, siglum};
use crate::text::{Span, Text};

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

fn entry(number: usize, document: &Document) -> Entry<'_> {
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
        id: number,
        siglum: siglum(number),
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

/// `variorum.documents/1`, one line of JSON, written document by document: there may be more than fit into memory.
#[derive(Debug)]
pub struct Json<W: Write> {
    out: W,
    count: usize,
}

impl<W: Write> Json<W> {
    /// Begins the report.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn begin(mut out: W) -> io::Result<Self> {
        out.write_all(br#"{"schema":"variorum.documents/1","documents":["#)?;
        Ok(Self { out, count: 0 })
    }

    /// Writes the next document.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn add(&mut self, document: &Document) -> io::Result<()> {
        if self.count > 0 {
            self.out.write_all(b",")?;
        }
        serde_json::to_writer(&mut self.out, &entry(self.count, document))?;
        self.count += 1;
        Ok(())
    }

    /// Ends the report with the inputs that gave no document, and what was applied of a notes file.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn end(mut self, skipped: &[Skipped], applied: &[String]) -> io::Result<()> {
        self.out.write_all(br#"],"skipped":"#)?;
        serde_json::to_writer(&mut self.out, &skipped::named(skipped))?;
        self.out.write_all(br#","applied":"#)?;
        serde_json::to_writer(&mut self.out, applied)?;
        self.out.write_all(b"}\n")?;
        self.out.flush()
    }
}
