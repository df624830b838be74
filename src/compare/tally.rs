//! How often each character n-gram occurs in two stretches that are held against each other. What both say in
//! the same words is looked at once.
//!
//! ```text
//! a: leader met in the capital           counted for both: what begins in "leader met" and "capital",
//! b: leader met near the capital         for either: what begins in the last few letters before a difference
//! ```

use rustc_hash::FxHashMap;

use super::grams::{Grams, LONGEST};
use super::reading::{WORD, Word};
use super::vocabulary::Vocabulary;
use crate::text::Interner;

/// A stretch of words as characters.
pub(super) struct Spelt<'a> {
    /// The words.
    pub words: &'a [Word],
    /// Their characters.
    pub characters: Vec<char>,
    /// Where the characters of each word end.
    pub ends: Vec<usize>,
}

impl<'a> Spelt<'a> {
    /// Returns the stems of words with single spaces between them, and none between characters of scripts
    /// without spaces.
    pub(super) fn of(words: &'a [Word], forms: &Interner, vocabulary: &Vocabulary) -> Self {
        let mut characters = Vec::with_capacity(words.len() * 8);
        let mut ends = Vec::with_capacity(words.len());
        for word in words {
            if word.size > 0 && u32::from(word.size) < WORD {
                characters.extend(forms.word(word.id).chars());
            } else if word.size > 0 {
                if !characters.is_empty() {
                    characters.push(' ');
                }
                characters.extend(vocabulary.form(word.term).chars());
            }
            ends.push(characters.len());
        }
        Self {
            words,
            characters,
            ends,
        }
    }

    fn end(&self, word: usize) -> usize {
        self.ends.get(word).copied().unwrap_or(0)
    }

    fn start(&self, word: usize) -> usize {
        word.checked_sub(1).map_or(0, |before| self.end(before))
    }
}

/// Counts the n-grams of two stretches; `same` are words that they have in common, rising in both.
pub(super) fn count(
    grams: &Grams,
    (a, b): (&Spelt<'_>, &Spelt<'_>),
    same: &[(usize, usize)],
    tally: &mut Tally,
) {
    let alike = |(x, y): &&(usize, usize)| match (a.words.get(*x), b.words.get(*y)) {
        (Some(one), Some(other)) => {
            (one.id, one.term, one.size) == (other.id, other.term, other.size)
        }
        _ => false,
    };
    let same: Vec<(usize, usize)> = same.iter().filter(alike).copied().collect();
    let mut at = (0, 0);
    for block in same.chunk_by(|one, next| (one.0 + 1, one.1 + 1) == *next) {
        let (Some(first), Some(last)) = (block.first(), block.last()) else {
            continue;
        };
        let (end_a, end_b) = (a.end(last.0), b.end(last.1));
        // Before the first word of a stretch there is no space.
        let length = (end_a - a.start(first.0)).min(end_b - b.start(first.1));
        let (start_a, start_b) = (end_a - length, end_b - length);
        let shared = length.saturating_sub(LONGEST - 1);
        grams.tally(&a.characters, at.0..start_a, [1, 0], tally);
        grams.tally(&b.characters, at.1..start_b, [0, 1], tally);
        at = (start_a + shared, start_b + shared);
        grams.tally(&a.characters, start_a..at.0, [1, 1], tally);
    }
    grams.tally(&a.characters, at.0..a.characters.len(), [1, 0], tally);
    grams.tally(&b.characters, at.1..b.characters.len(), [0, 1], tally);
}

/// How often each n-gram occurs in two stretches that are held against each other.
#[derive(Debug)]
pub(super) struct Tally {
    /// By number: how often in each, of n-grams that were learnt.
    learnt: Vec<[u32; 2]>,
    /// Those of them that occur.
    met: Vec<u32>,
    /// The same of all others.
    others: FxHashMap<u32, [u32; 2]>,
}

impl Tally {
    /// Returns an empty tally for so many n-grams that were learnt.
    pub(super) fn new(learnt: usize) -> Self {
        Self {
            learnt: vec![[0; 2]; learnt],
            met: Vec::new(),
            others: FxHashMap::default(),
        }
    }

    /// Counts an n-gram.
    #[inline]
    pub(super) fn add(&mut self, number: u32, times: [u32; 2]) {
        let counts = match self.learnt.get_mut(number as usize) {
            Some(counts) => {
                if *counts == [0, 0] {
                    self.met.push(number);
                }
                counts
            }
            None => self.others.entry(number).or_default(),
        };
        counts[0] += times[0];
        counts[1] += times[1];
    }

    /// Gives every n-gram that occurs, with how often in each stretch, and is empty then.
    pub(super) fn drain(&mut self, mut take: impl FnMut(u32, [u32; 2])) {
        for number in self.met.drain(..) {
            take(number, std::mem::take(&mut self.learnt[number as usize]));
        }
        for (number, counts) in self.others.drain() {
            take(number, counts);
        }
    }
}
