//! Which sentences of a document take part in the comparison, and where those inside of quotations begin.
//!
//! ```text
//! She wrote: "The ferry came late. Nobody waited."      one sentence, held against others as a whole;
//! ↑                                ↑                    a run is cut at the ends of both statements
//! ```

use memchr::memchr2;

use super::reading::Word;
use crate::document::{Document, Sentence};
use crate::text::{Span, statements};

/// Marks the words with which the statements of a sentence begin.
pub(super) fn mark_openings(document: &Document, sentence: Span, words: Option<&mut [Word]>) {
    let words = words.unwrap_or_default();
    if let Some(first) = words.first_mut() {
        first.opens = true;
    }
    if !may_quote(document.text.slice(sentence)) {
        return;
    }
    for statement in statements(document.text.as_str(), sentence) {
        let at = words.partition_point(|word| word.span.start < statement.start);
        if let Some(word) = words.get_mut(at) {
            word.opens = true;
        }
    }
}

/// Returns whether there may be a quotation in a sentence; most have none.
fn may_quote(sentence: &str) -> bool {
    !sentence.is_ascii() || memchr2(b'"', b'\'', sentence.as_bytes()).is_some()
}

/// Returns the sentences of the blocks that are compared; a block without sentences counts as one.
pub(super) fn sentences(document: &Document) -> Vec<Sentence> {
    let mut found = Vec::with_capacity(document.sentences.len());
    let mut at = 0;
    for (number, block) in (0..).zip(&document.blocks) {
        let from = at;
        while document
            .sentences
            .get(at)
            .is_some_and(|s| s.block <= number)
        {
            at += 1;
        }
        if !block.kind.is_compared() {
            continue;
        }
        if from == at {
            let span = block.span;
            found.push(Sentence {
                span,
                block: number,
            });
        }
        found.extend_from_slice(document.sentences.get(from..at).unwrap_or(&[]));
    }
    found
}
