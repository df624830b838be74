//! The words of a text, cut and numbered once: where each stands, and the number of its normal form.
//!
//! ```text
//! The ferry sailed. The ferry       spans 0..3 4..9 10..16 18..21 22..27
//!                                   words 0    1    2      0      1
//! ```
//! Most words of a text stand in it again and in the same letters, so those are known before they are brought
//! into normal form.

use std::hash::{BuildHasher, Hasher};
use std::ops::Range;

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHasher};

use super::intern::forms_among;
use super::token::{normal_form, word_spans};
use super::{Interner, Span, Token, WordId};

/// A word and the space behind it take about so many bytes: room for no fewer is taken at once.
const BYTES_A_WORD: usize = 6;

/// The words of stretches of one text, in numbers of their own.
#[derive(Clone, Debug, Default)]
pub struct Words {
    spans: Vec<Span>,
    ids: Vec<WordId>,
    forms: Interner,
    /// What was read, in order, and the place of its first word.
    stretches: Vec<(Span, u32)>,
    seen: HashTable<Seen>,
}

/// A word as it is written: where it stood first.
#[derive(Clone, Copy, Debug)]
struct Seen {
    key: Key,
    start: u32,
    word: WordId,
}

/// What tells words as they are written apart. Most are so short that they stand in their key, and need not be
/// looked up in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key([u64; 2]);

impl Key {
    /// So many bytes fit, with their number behind them.
    const BYTES: usize = size_of::<Self>() - 1;

    fn of(word: &[u8]) -> Self {
        if word.len() > Self::BYTES {
            let mut hasher = FxHasher::default();
            hasher.write(word);
            return Self([hasher.finish(), (word.len() as u64) << 8 | 0xFF]);
        }
        let size = word.len() as u64;
        let Some((head, tail)) = word.split_first_chunk() else {
            return Self([packed(word), size]);
        };
        Self([u64::from_le_bytes(*head), packed(tail) << 8 | size])
    }

    /// Returns whether words with this key are the same.
    fn is_exact(self) -> bool {
        self.0[1] & 0xFF <= Self::BYTES as u64
    }

    fn hash(self) -> u64 {
        FxBuildHasher.hash_one(self.0)
    }
}

/// Returns at most seven bytes as a number, the first one lowest.
fn packed(bytes: &[u8]) -> u64 {
    let bytes = bytes.iter().rev();
    bytes.fold(0, |number, byte| number << 8 | u64::from(*byte))
}

impl Words {
    /// Returns a list without words yet, for a text of so many bytes.
    #[must_use]
    pub fn of_size(bytes: usize) -> Self {
        let count = bytes / BYTES_A_WORD;
        Self {
            spans: Vec::with_capacity(count),
            ids: Vec::with_capacity(count),
            forms: Interner::of_size(forms_among(count)),
            seen: HashTable::with_capacity(forms_among(count)),
            ..Self::default()
        }
    }

    /// Returns how many words were read.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Returns whether no word was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Reads the words of the next stretch of a text, which stands behind all that were read before. Returns the
    /// places of its words in the list of all.
    pub fn read(&mut self, text: &str, stretch: Span) -> Range<usize> {
        let first = self.ids.len();
        for span in word_spans(text, stretch) {
            let word = self.number(text, span);
            self.spans.push(span);
            self.ids.push(word);
        }
        self.stretches.push((stretch, Span::offset(first)));
        first..self.ids.len()
    }

    /// Returns the words of some other text in the numbers of this one.
    pub fn other(&mut self, text: &str) -> Vec<WordId> {
        let words = super::tokens(text, Span::new(0, text.len()), &mut self.forms);
        words.iter().map(|token| token.word).collect()
    }

    fn number(&mut self, text: &str, span: Span) -> WordId {
        let Self { forms, seen, .. } = self;
        let written = |start: u32| {
            let start = start as usize;
            text.as_bytes().get(start..start + span.len())
        };
        let word = written(span.start).unwrap_or(&[]);
        let key = Key::of(word);
        let same =
            |seen: &Seen| seen.key == key && (key.is_exact() || written(seen.start) == Some(word));
        if let Some(seen) = seen.find(key.hash(), same) {
            return seen.word;
        }
        let mut form = String::with_capacity(word.len());
        normal_form(text.get(span.range()).unwrap_or(""), &mut form);
        let word = forms.intern(&form);
        let start = span.start;
        let new = Seen { key, start, word };
        seen.insert_unique(key.hash(), new, |seen| seen.key.hash());
        word
    }

    /// Says that no more will be read.
    #[must_use]
    pub fn complete(self) -> Self {
        Self {
            seen: HashTable::new(),
            ..self
        }
    }

    /// Returns the places of the words that lie wholly in a span, in the list of all.
    #[must_use]
    pub fn places(&self, span: Span) -> Range<usize> {
        self.places_after(self.stretch(span).map_or(0, |stretch| stretch.1), span)
    }

    /// Returns the last stretch that begins no later than a span.
    fn stretch(&self, span: Span) -> Option<(Span, u32)> {
        let next = self
            .stretches
            .partition_point(|known| known.0.start <= span.start);
        self.stretches.get(next.checked_sub(1)?).copied()
    }

    /// Returns the same of a span that begins no earlier than the word at a place.
    fn places_after(&self, first: u32, span: Span) -> Range<usize> {
        let from = first as usize;
        let rest = self.spans.get(from..).unwrap_or(&[]);
        let start = from + near(rest, |word| word.start < span.start);
        let rest = self.spans.get(start..).unwrap_or(&[]);
        start..start + near(rest, |word| word.end <= span.end)
    }

    /// Returns the words of a span with their numbers, as if it were read by itself; `None` where that is not known:
    /// it was not read, or a word lies over its edge. `text` is that which was read.
    pub fn within(&self, text: &str, span: Span) -> Option<impl Iterator<Item = Token> + '_> {
        let (stretch, first) = self.stretch(span)?;
        let places = self.places_after(first, span);
        let before = places
            .start
            .checked_sub(1)
            .and_then(|at| self.spans.get(at));
        let behind = self.spans.get(places.end);
        let cut = before.is_some_and(|word| word.end > span.start)
            || behind.is_some_and(|word| word.start < span.end);
        let last = self.spans(places.clone()).last();
        let at_end = last.is_some_and(|word| word.end == span.end && ends_in_sign(text, *word));
        if cut || at_end || !stretch.covers(span) {
            return None;
        }
        let spans = self.spans.get(places.clone())?.iter();
        let words = spans.zip(self.ids.get(places)?);
        Some(words.map(|(span, word)| Token {
            span: *span,
            word: *word,
        }))
    }

    /// Returns where the word at a place stands.
    #[must_use]
    pub fn spans(&self, places: Range<usize>) -> &[Span] {
        self.spans.get(places).unwrap_or(&[])
    }

    /// Returns the numbers of the words at some places.
    #[must_use]
    pub fn ids(&self, places: Range<usize>) -> &[WordId] {
        self.ids.get(places).unwrap_or(&[])
    }

    /// Returns what the numbers stand for.
    #[must_use]
    pub fn forms(&self) -> &Interner {
        &self.forms
    }
}

/// Returns how many words at the head of a list are as asked; no other words are. Few are looked at if few are.
fn near(words: &[Span], asked: impl Fn(&Span) -> bool) -> usize {
    let mut reach = 32;
    while words.get(reach).is_some_and(&asked) {
        reach *= 2;
    }
    words.get(..reach).unwrap_or(words).partition_point(asked)
}

/// Returns whether a word ends with a sign, which belongs to it only for what stands behind.
fn ends_in_sign(text: &str, word: Span) -> bool {
    let last = text.get(word.range()).and_then(|word| word.chars().last());
    last.is_some_and(|c| matches!(c, '\'' | '\u{2019}' | '\u{02bc}' | '.' | ',' | ':'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens;
    use proptest::prelude::*;

    const PIECES: [&str; 14] = [
        "Ferry",
        "ferry",
        "U.S",
        ".",
        " ",
        ", ",
        "’s",
        "'",
        "2",
        "\u{301}",
        "習",
        "서울",
        "\n",
        "ＦＥＲＲＹ",
    ];

    proptest! {
        #[test]
        fn a_span_has_the_words_that_it_has_by_itself(
            pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..40),
            cuts in (0_usize..40, 0_usize..40),
        ) {
            let text = pieces.concat();
            let mut words = Words::default();
            let mut at = 0;
            for line in text.split('\n') {
                words.read(&text, Span::new(at, at + line.len()));
                at += line.len() + 1;
            }
            let words = words.complete();
            let place = |cut: usize| pieces.iter().take(cut).map(|piece| piece.len()).sum::<usize>();
            let span = Span::new(place(cuts.0.min(cuts.1)), place(cuts.0.max(cuts.1)));
            let mut forms = Interner::default();
            let alone = tokens(&text, span, &mut forms);
            let alone: Vec<_> = alone.iter().map(|t| (t.span, forms.word(t.word))).collect();
            if let Some(found) = words.within(&text, span) {
                let found: Vec<_> = found.map(|t| (t.span, words.forms().word(t.word))).collect();
                prop_assert_eq!(found, alone);
            } else {
                let whole = text.split('\n').any(|line| line.len() == span.len());
                let line = text.get(span.range()).is_some_and(|own| !own.contains('\n'));
                let edges = span.start == 0 || text.as_bytes()[span.start as usize - 1] == b'\n';
                let end = text.as_bytes().get(span.end as usize);
                prop_assert!(!(whole && line && edges && matches!(end, None | Some(b'\n'))));
            }
        }
    }

    #[test]
    fn a_sign_that_holds_a_word_to_the_next_is_no_part_of_it_alone() {
        let text = "Ferry'習";
        let mut words = Words::default();
        words.read(text, Span::new(0, text.len()));
        assert!(words.within(text, Span::new(0, 6)).is_none());
        assert_eq!(
            words.within(text, Span::new(0, 9)).map(Iterator::count),
            Some(2)
        );
    }

    #[test]
    fn what_was_not_read_is_not_known() {
        let text = "One two.\nThree four.";
        let mut words = Words::default();
        words.read(text, Span::new(0, 8));
        assert_eq!(
            words.within(text, Span::new(4, 8)).map(Iterator::count),
            Some(1)
        );
        assert!(words.within(text, Span::new(9, 14)).is_none());
        assert!(words.within(text, Span::new(5, 8)).is_none());
        assert!(Words::default().within("", Span::new(0, 0)).is_none());
    }
}
