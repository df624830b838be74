//! What the loader made of each input: as JSON for programs, as text for people.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::skipped;
use crate::document::{Document, Found, Skipped, siglum};
use crate::text::{Span, Text, token};

/// The columns of the report that a person reads.
const WIDTH: usize = 100;

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
        out.write_all(br#"{"schema":"variorum.documents/1","applied":[],"documents":["#)?;
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

    /// Ends the report with the inputs that gave no document.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn end(mut self, skipped: &[Skipped]) -> io::Result<()> {
        self.out.write_all(br#"],"skipped":"#)?;
        serde_json::to_writer(&mut self.out, &skipped::named(skipped))?;
        self.out.write_all(b"}\n")?;
        self.out.flush()
    }
}

/// Returns the report on one document for people, by its number: its facts with where they were found, then
/// its blocks.
#[must_use]
pub fn text(number: usize, document: &Document) -> String {
    let mut out = String::new();
    head(&mut out, number, document);
    blocks(&mut out, document);
    out.push('\n');
    out
}

fn head(out: &mut String, number: usize, document: &Document) {
    let _ = write!(out, "{}  {}", siglum(number), document.path);
    match &document.source_id {
        Some(id) => _ = writeln!(out, "  {id}"),
        None => out.push('\n'),
    }
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
        let label = (block.kind.name(), &*block.reason);
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
