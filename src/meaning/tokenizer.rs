//! Words into the pieces that a model knows, as BERT's uncased models do it.
//!
//! ```text
//! "Café-goers, 北京!"  ->  cafe - go ##ers , 北 京 !
//! ```
//! Control characters go, letters are lower case without accents, marks and Han characters stand alone; then the
//! longest piece from the left that the vocabulary has, again and again.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// Words of more characters than this are not looked up.
const LONGEST_WORD: usize = 100;

/// The pieces that a model knows.
#[derive(Debug)]
pub(super) struct Tokenizer {
    numbers: FxHashMap<String, u32>,
    first: u32,
    last: u32,
    unknown: u32,
    most: usize,
}

impl Tokenizer {
    /// Returns the tokenizer of a vocabulary, `None` where that lacks the pieces for the first and last place and for
    /// unknown words. `most` pieces are taken of a sentence.
    pub(super) fn new(vocabulary: Vec<String>, most: usize) -> Option<Self> {
        let numbers: FxHashMap<String, u32> = vocabulary.into_iter().zip(0..).collect();
        let number = |piece: &str| numbers.get(piece).copied();
        Some(Self {
            first: number("[CLS]")?,
            last: number("[SEP]")?,
            unknown: number("[UNK]")?,
            most,
            numbers,
        })
    }

    /// Returns the pieces of a sentence, with the first and the last.
    pub(super) fn pieces(&self, sentence: &str) -> Vec<u32> {
        let mut pieces = vec![self.first];
        for word in words(sentence) {
            if pieces.len() >= self.most {
                break;
            }
            self.add(&word, &mut pieces);
        }
        pieces.truncate(self.most.saturating_sub(1));
        pieces.push(self.last);
        pieces
    }

    fn add(&self, word: &str, pieces: &mut Vec<u32>) {
        let before = pieces.len();
        let short = word.chars().nth(LONGEST_WORD).is_none();
        let mut rest = word;
        let mut key = String::new();
        while short && !rest.is_empty() {
            key.clear();
            key.push_str(if rest.len() == word.len() { "" } else { "##" });
            let Some((piece, length)) = self.longest(rest, &mut key) else {
                break;
            };
            pieces.push(piece);
            rest = rest.get(length..).unwrap_or("");
        }
        if !rest.is_empty() {
            pieces.truncate(before);
            pieces.push(self.unknown);
        }
    }

    /// Returns the longest known piece at the beginning of a word, and its length; `key` holds what stands before.
    fn longest(&self, word: &str, key: &mut String) -> Option<(u32, usize)> {
        let before = key.len();
        key.push_str(word);
        while key.len() > before {
            if let Some(number) = self.numbers.get(key.as_str()) {
                return Some((*number, key.len() - before));
            }
            key.pop();
        }
        None
    }
}

/// Returns the words of a sentence, each mark and Han character one of its own.
fn words(sentence: &str) -> Vec<String> {
    let spaced: String = sentence.chars().filter(|c| !is_dropped(*c)).collect();
    let plain = spaced.nfd().filter(|c| !is_accent(*c));
    let mut words = Vec::new();
    let mut word = String::new();
    for c in plain.flat_map(char::to_lowercase) {
        let alone = is_mark(c) || is_han(c);
        if (alone || c.is_whitespace()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if alone {
            words.push(c.to_string());
        } else if !c.is_whitespace() {
            word.push(c);
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn is_dropped(c: char) -> bool {
    let space = matches!(c, '\t' | '\n' | '\r');
    let other = c.general_category_group() == GeneralCategoryGroup::Other;
    c == char::REPLACEMENT_CHARACTER || other && !space
}

fn is_accent(c: char) -> bool {
    !c.is_ascii() && c.general_category() == GeneralCategory::NonspacingMark
}

fn is_mark(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    c.general_category_group() == GeneralCategoryGroup::Punctuation
}

/// The blocks of Han characters that such models know as such.
fn is_han(c: char) -> bool {
    matches!(
        c,
        '\u{4e00}'..='\u{9fff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{20000}'..='\u{2a6df}'
            | '\u{2a700}'..='\u{2ceaf}'
            | '\u{f900}'..='\u{faff}'
            | '\u{2f800}'..='\u{2fa1f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KNOWN: [&str; 14] = [
        "[UNK]", "[CLS]", "[SEP]", "cafe", "-", "go", "##ers", ",", "北", "京", "!", "##e", "g",
        "un",
    ];

    fn tokenizer(most: usize) -> Tokenizer {
        Tokenizer::new(KNOWN.map(str::to_owned).to_vec(), most).unwrap()
    }

    fn pieces(sentence: &str) -> String {
        let found = tokenizer(64).pieces(sentence);
        let names: Vec<_> = found.iter().map(|piece| KNOWN[*piece as usize]).collect();
        names.join(" ")
    }

    #[test]
    fn accents_marks_and_han_are_cut_as_the_model_was_taught() {
        assert_eq!(
            pieces("Café-goers, 北京!"),
            "[CLS] cafe - go ##ers , 北 京 ! [SEP]"
        );
        assert_eq!(pieces("CAFE\u{301}"), "[CLS] cafe [SEP]");
        assert_eq!(pieces("go\u{200b}ers\u{0}"), "[CLS] go ##ers [SEP]");
        assert_eq!(pieces(" \t\n"), "[CLS] [SEP]");
    }

    #[test]
    fn a_word_with_a_part_that_is_not_known_is_unknown_as_a_whole() {
        assert_eq!(pieces("gox go"), "[CLS] [UNK] go [SEP]");
        assert_eq!(pieces("日 ✓"), "[CLS] [UNK] [UNK] [SEP]");
    }

    #[test]
    fn the_longest_piece_is_taken_and_very_long_words_are_not_looked_up() {
        assert_eq!(pieces("ge"), "[CLS] g ##e [SEP]");
        let long = |count: usize| pieces(&format!("g{}", "e".repeat(count)));
        assert!(long(99).contains("##e") && !long(99).contains("[UNK]"));
        assert_eq!(long(100), "[CLS] [UNK] [SEP]");
    }

    #[test]
    fn a_long_sentence_ends_with_the_last_piece_all_the_same() {
        let found = tokenizer(5).pieces("go go go go go go");
        assert_eq!(found, [1, 5, 5, 5, 2]);
    }

    #[test]
    fn a_vocabulary_without_the_pieces_that_every_sentence_needs_is_none() {
        assert!(Tokenizer::new(vec!["[CLS]".to_owned()], 8).is_none());
    }

    proptest! {
        #[test]
        fn any_sentence_has_pieces_within_the_limit(sentence in "\\PC{0,80}|.{0,40}") {
            let found = tokenizer(16).pieces(&sentence);
            prop_assert!((2..=16).contains(&found.len()));
            prop_assert!(found.iter().all(|piece| (*piece as usize) < KNOWN.len()));
        }
    }
}
