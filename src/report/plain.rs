//! The comparison as plain text that a person likes to read: the documents with their shares, passage by
//! passage who has it in which words, and what only one has. No colour, no more than 100 columns.
//!
//! ```text
//! 1. In 3 of 5 documents
//!    A  same words      Snow closed the mountain pass overnight.  [3f2ab91c0d]
//!    B  same words      Snow closed the mountain pass overnight.  [98c1b0aa72]
//!    D  in other words  The pass was shut by snow in the night.   [07de5f1c43]
//! ```

use std::io::{self, Write};

use sha2::{Digest, Sha256};
use unicode_width::UnicodeWidthStr;

use crate::compare::passage::{Comparison, Passage, Place, Share};
use crate::document::{Document, DocumentSet, Skipped};
use crate::text::sanitize;

/// The width of a line, in columns.
const WIDTH: usize = 100;

/// Writes a comparison as text. `skipped` are paths and reasons of inputs that could not be read, `applied` what was taken from
/// a notes file that was given.
///
/// # Errors
/// Where the writer fails.
pub fn text(
    set: &DocumentSet,
    comparison: &Comparison,
    skipped: &[Skipped],
    applied: &[String],
    out: &mut dyn Write,
) -> io::Result<()> {
    documents(set, comparison, out)?;
    warnings(comparison, out)?;
    shared(set, comparison, out)?;
    only(set, comparison, out)?;
    for Skipped { path, reason } in skipped {
        let line = format!("Not read: {path}: {reason}");
        writeln!(out, "{}", sanitize::line(&line))?;
    }
    for line in applied {
        writeln!(out, "Applied: {}", sanitize::line(line))?;
    }
    Ok(())
}

/// Returns the key of a place: the same whatever else was compared.
#[must_use]
pub fn key(document: &Document, place: Place) -> String {
    let text = &document.text;
    let (start, end) = (text.char_of(place.span.start), text.char_of(place.span.end));
    key_of(&document.sha256, start, end)
}

/// Returns the key of a place by the bytes of its document and its code points.
pub(super) fn key_of(sha256: &str, start: usize, end: usize) -> String {
    let name = format!("{sha256}:{start}-{end}");
    let digest = Sha256::digest(name.as_bytes());
    digest
        .iter()
        .take(5)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn documents(set: &DocumentSet, found: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    let passages = found.passages.len();
    writeln!(
        out,
        "{} documents, {} shared\n",
        set.len(),
        counted(passages, "passage")
    )?;
    for (document, share) in set.iter().zip(&found.shares) {
        let siglum = document.id.siglum();
        let date = document.date.as_ref().map_or("date unknown", |d| &d.value);
        let outlet = document
            .outlet
            .as_ref()
            .map_or("outlet unknown", |o| &o.value);
        writeln!(out, "{siglum}  {outlet}, {date}  {}", document.path)?;
        if let Some(title) = &document.title {
            writeln!(out, "   {}", title.value)?;
        }
        let share = if found.is_comparable(document.id) {
            share_in_words(share)
        } else {
            "in another language than all others: not compared in full".to_owned()
        };
        writeln!(out, "   {share}\n")?;
    }
    Ok(())
}

fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// Returns the shares of a document as a phrase, those that are nothing left out: of the article itself, as
/// on the screen, and what of the whole text is set aside.
fn share_in_words(share: &Share) -> String {
    let parts = [
        (share.of_article(share.verbatim), "same words"),
        (share.of_article(share.near), "nearly the same"),
        (share.of_article(share.paraphrase), "in other words"),
        (share.only_of_article(), "only here"),
        (share.perhaps_of_article(), "perhaps elsewhere too"),
        (share.folded, "of the whole text set aside"),
    ];
    let named = parts.iter().filter(|(part, _)| *part >= 0.005);
    let phrases: Vec<String> = named
        .map(|(part, name)| format!("{:.0} % {name}", part * 100.0))
        .collect();
    phrases.join(", ")
}

fn warnings(found: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    let mut any = false;
    for pair in &found.pairs {
        let (a, b) = (pair.a, pair.b);
        let mut say = |words: &str| {
            any = true;
            folded(&format!("{a} and {b} "), words.split_whitespace(), out)
        };
        if !pair.comparable {
            say("are in different languages: only names, numbers and words quoted are compared.")?;
        } else if pair.doubtful {
            say("may be about different events: they have few words in common.")?;
        }
        if let Some(nearest) = pair.nearest {
            say(&format!("share little. {}", nearest.words(found.by_words)))?;
        }
    }
    if found.partial {
        writeln!(
            out,
            "The search ended early, at its budget: there may be more links."
        )?;
    }
    if any || found.partial {
        writeln!(out)?;
    }
    Ok(())
}

fn shared(set: &DocumentSet, found: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    if found.passages.is_empty() {
        return writeln!(out, "The documents have no passage in common.\n");
    }
    writeln!(out, "SHARED PASSAGES\n")?;
    for (number, passage) in (1..).zip(&found.passages) {
        let documents = documents_of(passage);
        writeln!(out, "{number}. In {documents} of {}", set.len())?;
        for member in &passage.members {
            let name = format!(
                "   {:<3}{:<16}",
                member.place.doc.siglum(),
                member.relation.words()
            );
            quoted(set, member.place, &name, out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn documents_of(passage: &Passage) -> usize {
    let mut documents: Vec<_> = passage.members.iter().map(|m| m.place.doc).collect();
    documents.dedup();
    documents.len()
}

fn only(set: &DocumentSet, found: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    for document in set {
        let places: Vec<_> = found.only.iter().filter(|p| p.doc == document.id).collect();
        if places.is_empty() {
            continue;
        }
        let siglum = document.id.siglum();
        writeln!(out, "ONLY IN {siglum}\n")?;
        for place in places {
            quoted(set, *place, "   ", out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Writes the words of a place after a name, folded into lines, with its key.
fn quoted(set: &DocumentSet, place: Place, name: &str, out: &mut dyn Write) -> io::Result<()> {
    let Some(document) = set.get(place.doc) else {
        return Ok(());
    };
    let key = format!("[{}]", key(document, place));
    let words = document.text.slice(place.span).split_whitespace();
    folded(name, words.chain([key.as_str()]), out)
}

/// Writes words after a name, folded into lines.
fn folded<'a>(
    name: &str,
    words: impl Iterator<Item = &'a str>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut column = name.width();
    write!(out, "{name}")?;
    for (index, word) in words.enumerate() {
        let width = word.width();
        if index > 0 && column + 1 + width > WIDTH {
            write!(out, "\n{:1$}", "", name.width())?;
            column = name.width();
        } else if index > 0 {
            write!(out, " ")?;
            column += 1;
        }
        write!(out, "{}", sanitize::line(word))?;
        column += width;
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Options, compare};
    use crate::document::{Block, BlockKind, Sentence};
    use crate::text::{Span, Text};

    fn document(path: &str, line: &str) -> Document {
        let text = Text::new(line);
        let span = text.span();
        Document {
            path: path.to_owned(),
            blocks: vec![Block {
                span,
                kind: BlockKind::Body,
                reason: "".into(),
                of: Vec::new(),
            }],
            sentences: vec![Sentence { span, block: 0 }],
            text,
            ..Document::default()
        }
    }

    fn written(lines: &[&str]) -> String {
        let documents = lines.iter().map(|line| document("a.txt", line)).collect();
        let set = DocumentSet::new(documents);
        let found = compare(&set, &Options::default());
        let mut out = Vec::new();
        let skipped = [Skipped {
            path: "b.bin".to_owned(),
            reason: "not a text".to_owned(),
        }];
        text(
            &set,
            &found,
            &skipped,
            &["A a.txt: named Post".to_owned()],
            &mut out,
        )
        .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_report_says_who_has_what_and_what_was_not_read() {
        let snow = "Snow closed the mountain pass overnight.";
        let report = written(&[snow, snow, "Dogs bark at the moon tonight."]);
        assert!(report.contains("1. In 2 of 3"));
        assert!(report.contains("   B  same words      Snow closed"));
        assert!(report.contains("ONLY IN C"));
        assert!(report.contains("A  outlet unknown, date unknown  a.txt\n   100 % same words"));
        assert!(report.contains("Not read: b.bin: not a text"));
        assert!(report.contains("Applied: A a.txt: named Post"));
    }

    #[test]
    fn lines_are_folded() {
        let long = "word by word the story goes on ".repeat(20);
        let report = written(&[&long, &long]);
        assert!(report.lines().all(|line| line.width() <= WIDTH));
    }

    #[test]
    fn nothing_in_common_is_said() {
        let report = written(&["Snow closed the mountain pass.", "Dogs bark at night."]);
        assert!(report.contains("no passage in common"));
        assert!(report.contains("A and B share little. 1 sentence was held against 1."));
    }

    #[test]
    fn a_key_depends_on_the_document_and_the_place_alone() {
        let one = document("a.txt", "é snow");
        let place = Place {
            doc: one.id,
            span: Span::new(3, 7),
        };
        assert_eq!(key(&one, place), key(&one, place));
        assert_eq!(key(&one, place).len(), 10);
    }
}
