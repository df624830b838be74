//! Documents for the tests of this module: a line is a body block, a sentence ends at a full stop.

use crate::document::{Block, BlockKind, Document, DocumentSet, Sentence};
use crate::text::{Span, Text};

/// Returns a document whose lines are body blocks.
pub(super) fn document(raw: &str) -> Document {
    let text = Text::new(raw);
    let mut made = Document {
        path: format!("{}.txt", raw.len()),
        ..Document::default()
    };
    let mut at = 0;
    for line in text.as_str().split_inclusive('\n') {
        let lead = line.len() - line.trim_start().len();
        let span = Span::new(at + lead, at + line.trim_end().len().max(lead));
        at += line.len();
        if span.is_empty() {
            continue;
        }
        let block = Span::offset(made.blocks.len());
        let mut from = span.start as usize;
        for piece in text.slice(span).split_inclusive(". ") {
            let end = from + piece.trim_end().len();
            made.sentences.push(Sentence {
                span: Span::new(from, end),
                block,
            });
            from += piece.len();
        }
        made.blocks.push(Block {
            span,
            kind: BlockKind::Body,
            reason: "".into(),
            of: Vec::new(),
        });
    }
    made.text = text;
    made
}

/// Returns the set of these documents.
pub(super) fn set(documents: Vec<Document>) -> DocumentSet {
    DocumentSet::new(documents)
}

/// Returns the set of documents with these texts.
pub(super) fn texts(texts: &[&str]) -> DocumentSet {
    set(texts.iter().map(|text| document(text)).collect())
}
