//! What a line looks like by itself: its weight in words, whether it ends like a sentence, and its shape.

use crate::text::{Span, WordId, Words, mark, token};

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

/// The words of all lines of a text: read once, asked by every rule that compares lines.
#[derive(Debug, Default)]
pub struct LineWords {
    words: Words,
    /// Where the words of each line stand among all, those before and behind its core left out.
    places: Vec<(u32, u32)>,
}

impl LineWords {
    /// Returns a list without lines yet, for a text of so many bytes.
    #[must_use]
    pub fn of_size(bytes: usize) -> Self {
        Self {
            words: Words::of_size(bytes),
            places: Vec::new(),
        }
    }

    /// Returns the words of a line.
    #[must_use]
    pub fn of(&self, line: usize) -> &[WordId] {
        let (start, end) = self.places.get(line).copied().unwrap_or_default();
        self.words.ids(start as usize..end as usize)
    }

    /// Returns how many lines were read.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.places.len()
    }

    /// Returns the words of another text, in the numbers of this one.
    pub fn other(&mut self, text: &str) -> Vec<WordId> {
        self.words.other(text)
    }

    /// Returns the words of the whole text.
    #[must_use]
    pub fn into_words(self) -> Words {
        self.words
    }

    /// Takes in the next line and returns the weight of its core: the number of words, with a character of Han or
    /// kana as .6 and a word of Hangul as 1.6 words, about what they become in an English translation.
    fn add(&mut self, text: &str, line: Span, core: Span) -> f32 {
        let all = self.words.read(text, line);
        let places = if core == line {
            all
        } else {
            self.words.places(core)
        };
        self.places
            .push((Span::offset(places.start), Span::offset(places.end)));
        let weights = self.words.spans(places).iter();
        weights.map(|word| weight(text, *word)).sum()
    }
}

fn weight(text: &str, word: Span) -> f32 {
    let first = text.as_bytes().get(word.start as usize);
    if first.is_some_and(u8::is_ascii) {
        return 1.0;
    }
    match text.get(word.range()).and_then(|word| word.chars().next()) {
        Some(c) if token::is_unspaced(c) => 0.6,
        Some(c) if token::is_hangul(c) => 1.6,
        _ => 1.0,
    }
}

impl Line {
    /// Returns the facts of a stretch of text, of which `words_span` carries the words; those are added to
    /// the words of the lines before.
    pub fn new(text: &str, span: Span, words_span: Span, words: &mut LineWords) -> Self {
        let body = text.get(words_span.range()).unwrap_or("");
        let whole = text.get(span.range()).unwrap_or("");
        let words = words.add(text, span, words_span);
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

fn ends_like_sentence(body: &str) -> bool {
    let body = body.trim_end();
    let closed = body.ends_with([')', '）']);
    let opened = closed.then(|| body.rfind(['(', '（'])).flatten();
    let unsigned = match opened {
        Some(at) if body.len() - at < 48 => body.get(..at).unwrap_or("").trim_end(),
        _ => body,
    };
    [body, unsigned].iter().any(|part| {
        let last = part.trim_end_matches(|c: char| mark::is_closing(c) || c == '“' || c == ' ');
        last.ends_with(mark::is_mark) || last.ends_with([':', '：'])
    })
}

/// Returns the lines of a text with their words, one for each line break and one more.
#[cfg(test)]
pub(super) fn of_text(text: &str) -> (Vec<Line>, LineWords) {
    let mut at = 0;
    let (mut lines, mut words) = (Vec::new(), LineWords::default());
    for line in text.split('\n') {
        let span = Span::new(at, at + line.len());
        lines.push(Line::new(text, span, span, &mut words));
        at += line.len() + 1;
    }
    (lines, words)
}
