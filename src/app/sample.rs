//! Small documents for the tests of this module.

use crate::document::{Block, BlockKind, Document, DocumentSet, Sentence};
use crate::text::{Span, Text};

/// Returns a document of these blocks, a line each, with a sentence at every full stop and space.
pub(crate) fn article(blocks: &[(BlockKind, &str)]) -> Document {
    let mut document = Document::default();
    let mut text = String::new();
    for (index, (kind, words)) in blocks.iter().enumerate() {
        let start = text.len();
        text.push_str(words);
        let span = Span::new(start, text.len());
        document.blocks.push(Block {
            span,
            kind: *kind,
            reason: "test".into(),
            of: Vec::new(),
        });
        let mut from = start;
        for part in words.split_inclusive(". ") {
            let end = from + part.trim_end().len();
            document.sentences.push(Sentence {
                span: Span::new(from, end),
                block: Span::offset(index),
            });
            from += part.len();
        }
        text.push('\n');
    }
    document.text = Text::new(&text);
    document
}

/// Returns the set of these documents.
pub(crate) fn set(documents: Vec<Document>) -> DocumentSet {
    DocumentSet::new(documents)
}
