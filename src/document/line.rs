//! What a line looks like by itself: its weight in words, whether it ends like a sentence, and its shape.

use crate::text::{Span, mark, token};

use super::shape::{Shape, shape};

/// A line (or a paragraph wrapped over several lines) with the facts that decide what it is.
#[derive(Clone, Debug)]
pub struct Line {
    /// The bytes, without the white space around them.
    pub span: Span,
    /// The bytes that carry words: without the date before and the marks of the agency.
    pub words_span: Span,
    /// Words; characters of scripts without spaces and words of Hangul are counted at their worth.
    pub words: f32,
    /// Whether it ends like a sentence.
    pub ends: bool,
    /// What its shape alone says.
    pub shape: Shape,
}

impl Line {
    /// Returns the facts of a stretch of text, of which `words_span` carries the words.
    #[must_use]
    pub fn new(text: &str, span: Span, words_span: Span) -> Self {
        let body = text.get(words_span.range()).unwrap_or("");
        let whole = text.get(span.range()).unwrap_or("");
        let words = weight(text, words_span);
        Self {
            span,
            words_span,
            words,
            ends: ends_like_sentence(body),
            shape: shape(whole, words),
        }
    }

    /// Returns whether this is a passage of prose: sentences rather than a label.
    #[must_use]
    pub fn is_prose(&self) -> bool {
        self.shape == Shape::Open && ((self.ends && self.words >= 8.0) || self.words >= 40.0)
    }
}

/// Returns the number of words, with a character of Han or kana as .6 and a word of Hangul as 1.6 words:
/// about what they become in an English translation.
fn weight(text: &str, span: Span) -> f32 {
    token::word_spans(text, span)
        .filter_map(|word| text.get(word.range())?.chars().next())
        .map(|first| match first {
            c if token::is_unspaced(c) => 0.6,
            '\u{ac00}'..='\u{d7a3}' => 1.6,
            _ => 1.0,
        })
        .sum()
}

fn ends_like_sentence(body: &str) -> bool {
    let body = body.trim_end();
    let unsigned = match body.rfind(['(', '（']) {
        Some(at) if body.ends_with([')', '）']) && body.len() - at < 48 => {
            body.get(..at).unwrap_or("").trim_end()
        }
        _ => body,
    };
    [body, unsigned].iter().any(|part| {
        let last = part.trim_end_matches(|c: char| mark::is_closing(c) || c == '“' || c == ' ');
        last.ends_with(mark::is_mark) || last.ends_with([':', '：'])
    })
}
