//! Where the sentences inside of quotations begin and end.
//!
//! ```text
//! She wrote: "The ferry came late. Nobody waited."      one sentence, held against others as a whole;
//! ↑                                ↑                    a run is cut at the ends of both statements
//! ```

use memchr::memchr2;

use super::reading::Word;
use crate::document::Document;
use crate::text::{Span, statements};

/// Marks the words of a sentence with which its statements begin, and returns the statements where there are several.
pub(super) fn mark_openings(document: &Document, sentence: Span, words: &mut [Word]) -> Vec<Span> {
    if let Some(first) = words.first_mut() {
        first.opens = true;
    }
    if !may_quote(document.text.slice(sentence)) {
        return Vec::new();
    }
    let found = statements(document.text.as_str(), sentence);
    for statement in &found {
        let at = words.partition_point(|word| word.span.start < statement.start);
        if let Some(word) = words.get_mut(at) {
            word.opens = true;
        }
    }
    if found.len() > 1 { found } else { Vec::new() }
}

/// Returns whether there may be a quotation in a sentence; most have none.
fn may_quote(sentence: &str) -> bool {
    !sentence.is_ascii() || memchr2(b'"', b'\'', sentence.as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use crate::compare::reading::read;
    use crate::compare::sample::{document, set};
    use crate::document::Sentence;

    /// Returns the words with which statements begin, where the whole text is one sentence.
    fn openings(text: &str) -> Vec<String> {
        let mut whole = document(text);
        whole.sentences = vec![Sentence {
            span: whole.text.span(),
            block: 0,
        }];
        let read = read(&set(vec![whole]));
        let words = read.documents[0].words.iter().filter(|word| word.opens);
        words
            .map(|word| text.get(word.span.range()).unwrap().to_owned())
            .collect()
    }

    #[test]
    fn a_quotation_of_several_sentences_has_several_openings_in_any_quotation_marks() {
        assert_eq!(
            openings("She wrote: \"The ferry came late. Nobody waited.\""),
            ["She", "Nobody"]
        );
        assert_eq!(
            openings("She wrote: “The ferry came late. Nobody waited.”"),
            ["She", "Nobody"]
        );
        assert_eq!(
            openings("彼女は「船は来ない。港は暗い。」と書いた。"),
            ["彼", "港"]
        );
        assert_eq!(openings("The ferry of the U.S. Navy came late"), ["The"]);
    }
}
