//! How like two articles are as wholes, told by a few numbers that a note keeps of its article: a sample of its pairs
//! of words (Broder, "On the resemblance and containment of documents", 1997). So a newer version is known under
//! another name, when the older one is not at hand.

use std::fmt::Write as _;

use rustc_hash::FxHashSet;

use super::folded::Folded;
use crate::document::Document;
use crate::text::Span;
use crate::text::token::word_spans;

/// How many numbers a sketch has: with 24 a likeness is told to a tenth or so.
const KEPT: usize = 24;
/// The greatest number, and how many digits a number has: they differ as far as they have to.
const MOST: u32 = 0x00ff_ffff;
const DIGITS: usize = 6;
/// How many bytes of an article are looked at: a note is written without a wait in the longest too.
const READ: usize = 64 << 10;
/// How many words of a quotation are looked for at first.
const FIRST: usize = 6;

/// The pairs of words of an article.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs(FxHashSet<u32>);

/// The least of the numbers of an article's pairs of words, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sketch(Vec<u32>);

impl Pairs {
    /// Returns the pairs of what is the article in a document; of all of it where nothing says what that is.
    pub(super) fn of(document: &Document) -> Self {
        let mut pairs = Self::default();
        let whole = document.blocks.is_empty().then(|| document.text.span());
        let own = document.blocks.iter().filter(|b| b.kind.is_article());
        let (mut rest, mut before) = (READ, None);
        for span in own.map(|block| block.span).chain(whole) {
            let words = document.text.slice(span);
            // Up to the boundary of a character.
            let cut = (0..4).find_map(|back| words.get(..rest.checked_sub(back)?));
            let words = if words.len() <= rest {
                words
            } else {
                cut.unwrap_or("")
            };
            rest -= words.len();
            pairs.take(words, &mut before);
        }
        pairs
    }

    fn take(&mut self, words: &str, before: &mut Option<u32>) {
        for word in numbers(words) {
            self.0.extend(before.map(|before| pair(before, word)));
            *before = Some(word);
        }
    }

    /// Returns the sketch of the article.
    pub(super) fn sketch(&self) -> Sketch {
        let mut least: Vec<u32> = self.0.iter().copied().collect();
        least.sort_unstable();
        least.truncate(KEPT);
        Sketch(least)
    }

    /// Returns whether words may stand in the article; where not, they surely do not.
    pub(super) fn may_hold(&self, words: &str) -> bool {
        let first: Vec<u32> = numbers(words).take(FIRST).collect();
        let mut pairs = first.windows(2);
        pairs.all(|two| matches!(two, [a, b] if self.0.contains(&pair(*a, *b))))
    }
}

impl Sketch {
    /// Returns the sketch that a note keeps, where it can be read.
    pub(super) fn read(digits: &str) -> Option<Self> {
        let number = |at: usize| u32::from_str_radix(digits.get(at..at + DIGITS)?, 16).ok();
        let numbers: Option<Vec<u32>> = (0..digits.len()).step_by(DIGITS).map(number).collect();
        let numbers = numbers.filter(|all| !all.is_empty() && all.len() <= KEPT)?;
        numbers.is_sorted().then_some(Self(numbers))
    }

    /// Returns the digits that a note keeps.
    pub(super) fn digits(&self) -> String {
        let mut digits = String::with_capacity(DIGITS * self.0.len());
        for number in &self.0 {
            let _ = write!(digits, "{number:06x}");
        }
        digits
    }

    /// Returns about how many pairs the article has: the least numbers are the closer together the more there are.
    pub(super) fn pairs(&self) -> f64 {
        let count = self.0.len();
        match self.0.last() {
            Some(last) if count == KEPT => {
                (count - 1) as f64 * f64::from(MOST) / f64::from(*last).max(1.0)
            }
            _ => count as f64,
        }
    }

    /// Returns which share of the pairs of two articles, taken together, both have; an estimate.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let mut all: Vec<u32> = self.0.iter().chain(&other.0).copied().collect();
        all.sort_unstable();
        all.dedup();
        all.truncate(KEPT);
        let both = |n: &&u32| self.0.binary_search(n).is_ok() && other.0.binary_search(n).is_ok();
        let shared = all.iter().filter(both).count();
        shared as f64 / all.len().max(1) as f64
    }
}

/// Returns a number for each word, the same for words that are the same but for case and composition.
fn numbers(words: &str) -> impl Iterator<Item = u32> + '_ {
    let spans = word_spans(words, Span::new(0, words.len()));
    spans.map(|span| {
        let word = words.get(span.range()).unwrap_or("");
        let mut hasher = crc32fast::Hasher::new();
        for c in Folded::new(word).chars {
            hasher.update(&u32::from(c).to_le_bytes());
        }
        hasher.finalize()
    })
}

/// Returns a number for two words that follow each other, scattered so that the least numbers are a fair sample (the
/// last steps of MurmurHash3). Notes keep such numbers: they must stay the same.
fn pair(first: u32, second: u32) -> u32 {
    let mut n = first.rotate_left(16).wrapping_mul(0x9e37_79b1) ^ second;
    n = (n ^ (n >> 16)).wrapping_mul(0x85eb_ca6b);
    n = (n ^ (n >> 13)).wrapping_mul(0xc2b2_ae35);
    (n ^ (n >> 16)) & MOST
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::sample::document;
    use proptest::prelude::*;

    fn pairs(text: &str) -> Pairs {
        Pairs::of(&document("", text))
    }

    /// So many words, of which every `step`th is another.
    fn words(count: usize, step: usize) -> String {
        let word = |n: usize| {
            if n % step == step - 1 {
                format!("other{n} ")
            } else {
                format!("word{n} ")
            }
        };
        (0..count).map(word).collect()
    }

    #[test]
    fn likeness_is_about_the_share_of_pairs_in_common() {
        let whole = pairs(&words(400, 1000)).sketch();
        assert_eq!(whole.likeness(&whole), 1.0);
        assert!((250.0..600.0).contains(&whole.pairs()), "{}", whole.pairs());
        assert_eq!(pairs("one two three").sketch().pairs(), 2.0);
        let some = whole.likeness(&pairs(&words(400, 20)).sketch());
        assert!((0.6..1.0).contains(&some), "{some}");
        let other: String = (0..400).map(|n| format!("thing{n} ")).collect();
        assert_eq!(whole.likeness(&pairs(&other).sketch()), 0.0);
    }

    #[test]
    fn the_numbers_of_an_article_stay_the_same_for_logs_that_have_them() {
        assert_eq!(
            pairs("Eine Brücke, zwei Brücken.").sketch().digits(),
            "1080068b6c46ef4109"
        );
        assert_eq!(
            pairs("EINE BRU\u{308}CKE, zwei brücken").sketch(),
            pairs("Eine Brücke zwei Brücken").sketch()
        );
    }

    #[test]
    fn words_that_do_not_stand_there_are_not_looked_for() {
        let pairs = pairs("The bridge was closed at noon. Nobody was hurt.");
        assert!(pairs.may_hold("closed at noon. Nobody was hurt"));
        assert!(!pairs.may_hold("closed at night"));
    }

    proptest! {
        #[test]
        fn a_sketch_is_read_as_it_was_written_and_anything_else_is_none(text in "\\PC{0,80}", digits in "[0-9a-g\u{e9}]{0,40}") {
            let sketch = pairs(&text).sketch();
            let read = Sketch::read(&sketch.digits());
            prop_assert_eq!(read, (!sketch.0.is_empty()).then_some(sketch));
            if let Some(read) = Sketch::read(&digits) {
                prop_assert_eq!(read.digits(), digits);
            }
        }
    }
}
