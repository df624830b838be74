//! Words, and nothing of news: an owned string made harmless, spans into it, sentences, tokens, rows.

mod abbreviation;
pub mod intern;
pub mod letter;
pub mod mark;
pub mod phrases;
pub mod sanitize;
pub mod sentence;
pub mod span;
mod stop;
pub mod token;
mod words;
pub mod wrap;

pub use intern::{Interner, WordId};
pub use phrases::Phrases;
pub use sentence::{sentences, statements};
pub use span::Span;
pub use token::{Token, tokens};
pub use words::Words;

use std::sync::Arc;

/// How many bytes lie between two entries of the index from bytes to code points.
const STRIDE: usize = 256;

/// An owned string that may be drawn: sanitised one for one, with a fast way from bytes (used inside)
/// to code points (used in JSON) and back.
#[derive(Clone, Debug, Default)]
pub struct Text {
    content: String,
    /// Code points before byte `i * STRIDE`; empty where every character is one byte.
    index: Vec<u32>,
    /// Its words, as far as they were read.
    words: Arc<Words>,
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.content == other.content
    }
}

impl Eq for Text {}

impl Text {
    /// Returns the text with every character that must not reach a terminal replaced by exactly one other.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        let content = sanitize::text(raw);
        let index = if content.is_ascii() {
            Vec::new()
        } else {
            Self::count(&content)
        };
        Self {
            content,
            index,
            words: Arc::default(),
        }
    }

    /// Returns the text with its words, which were read from it.
    #[must_use]
    pub fn with_words(self, words: Words) -> Self {
        Self {
            words: Arc::new(words.complete()),
            ..self
        }
    }

    /// Returns the words of the text, as far as they were read.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    fn count(content: &str) -> Vec<u32> {
        let mut index = Vec::with_capacity(content.len() / STRIDE + 2);
        let mut seen = 0;
        for (at, byte) in content.bytes().enumerate() {
            if at % STRIDE == 0 {
                index.push(seen);
            }
            seen += u32::from(byte & 0xC0 != 0x80);
        }
        index
    }

    /// Returns the whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// Returns the span of the whole text.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(0, self.content.len())
    }

    /// Returns the text of a span, and the empty string for a span that is not one of this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.content.get(span.range()).unwrap_or("")
    }

    /// Returns how many code points stand before the byte offset `byte` (at most the length).
    #[must_use]
    pub fn char_of(&self, byte: u32) -> usize {
        let byte = (byte as usize).min(self.content.len());
        let Some(&seen) = self.index.get(byte / STRIDE) else {
            return if self.index.is_empty() {
                byte
            } else {
                self.chars()
            };
        };
        let from = byte / STRIDE * STRIDE;
        let rest = &self.content.as_bytes()[from..byte];
        seen as usize + rest.iter().filter(|b| *b & 0xC0 != 0x80).count()
    }

    /// Returns the byte offset of the code point number `at`, the length where there are fewer.
    #[must_use]
    pub fn byte_of(&self, at: usize) -> u32 {
        if self.index.is_empty() {
            return Span::offset(at.min(self.content.len()));
        }
        let entry = self
            .index
            .partition_point(|&seen| seen as usize <= at)
            .saturating_sub(1);
        let mut seen = self.index[entry] as usize;
        let from = entry * STRIDE;
        for (i, byte) in self.content.as_bytes()[from..].iter().enumerate() {
            if byte & 0xC0 != 0x80 {
                if seen == at {
                    return Span::offset(from + i);
                }
                seen += 1;
            }
        }
        Span::offset(self.content.len())
    }

    /// Returns the number of code points.
    #[must_use]
    pub fn chars(&self) -> usize {
        if self.index.is_empty() {
            return self.content.len();
        }
        self.content.bytes().filter(|b| b & 0xC0 != 0x80).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_go_from_bytes_to_code_points_and_back() {
        let text = Text::new(&"é한x\n".repeat(300));
        for (at, (byte, _)) in text.as_str().char_indices().enumerate() {
            assert_eq!(text.char_of(Span::offset(byte)), at);
            assert_eq!(text.byte_of(at) as usize, byte);
        }
        assert_eq!(text.char_of(u32::MAX), text.chars());
        assert_eq!(text.byte_of(usize::MAX) as usize, text.as_str().len());
    }

    #[test]
    fn a_text_of_single_bytes_needs_no_index() {
        let text = Text::new("plain");
        assert_eq!((text.char_of(3), text.byte_of(3), text.chars()), (3, 3, 5));
        assert_eq!((text.char_of(9), text.byte_of(9)), (5, 5));
    }

    #[test]
    fn a_span_that_cuts_a_character_gives_nothing_rather_than_a_panic() {
        let text = Text::new("é");
        assert_eq!(text.slice(Span::new(0, 1)), "");
        assert_eq!(text.slice(Span::new(0, 2)), "é");
    }
}
