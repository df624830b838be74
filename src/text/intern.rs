//! Normal forms become numbers, once per document set.

use rustc_hash::FxHashMap;

/// The number of a normal form; equal words of one set have equal numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(pub u32);

/// Maps normal forms to numbers in order of first appearance.
#[derive(Debug, Default)]
pub struct Interner {
    ids: FxHashMap<Box<str>, WordId>,
    words: Vec<Box<str>>,
}

impl Interner {
    /// Returns the number of a normal form, a new one where it was not seen before.
    pub fn intern(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = WordId(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        self.ids.insert(word.into(), id);
        self.words.push(word.into());
        id
    }

    /// Returns the normal form of a number.
    #[must_use]
    pub fn word(&self, id: WordId) -> &str {
        self.words.get(id.0 as usize).map_or("", |w| w)
    }

    /// Returns how many different normal forms there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns whether nothing was interned yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_word_has_the_same_number() {
        let mut words = Interner::default();
        let (a, b) = (words.intern("talks"), words.intern("sea"));
        assert_eq!(words.intern("talks"), a);
        assert_ne!(a, b);
        assert_eq!((words.word(b), words.len()), ("sea", 2));
    }
}
