//! Normal forms become numbers, once per document set.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// The number of a normal form; equal words of one set have equal numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(pub u32);

/// Maps normal forms to numbers in order of first appearance. All forms stand in one string, so that a new
/// word costs no allocation of its own.
#[derive(Clone, Debug, Default)]
pub struct Interner {
    ids: HashTable<WordId>,
    forms: String,
    /// Where each form ends in `forms`.
    ends: Vec<usize>,
}

/// A normal form has about so many bytes.
const BYTES_A_FORM: usize = 8;

/// Returns how many different forms may be expected, about, among so many words: they grow with the root of
/// those (Heaps' law; 28 to 49 times the root was measured on texts of 7 thousand to 1.1 million words).
pub(super) fn forms_among(words: usize) -> usize {
    (32 * words.isqrt()).min(words)
}

impl Interner {
    /// Returns an interner with room for so many different forms.
    #[must_use]
    pub fn of_size(forms: usize) -> Self {
        Self {
            ids: HashTable::with_capacity(forms),
            forms: String::with_capacity(forms * BYTES_A_FORM),
            ends: Vec::with_capacity(forms),
        }
    }

    /// Returns the number of a normal form, a new one where it was not seen before.
    pub fn intern(&mut self, word: &str) -> WordId {
        let Self { ids, forms, ends } = self;
        let hash = |word: &str| FxBuildHasher.hash_one(word);
        let own = hash(word);
        if let Some(id) = ids.find(own, |id| form(forms, ends, *id) == word) {
            return *id;
        }
        let id = WordId(u32::try_from(ends.len()).unwrap_or(u32::MAX));
        forms.push_str(word);
        ends.push(forms.len());
        ids.insert_unique(own, id, |id| hash(form(forms, ends, *id)));
        id
    }

    /// Returns the normal form of a number.
    #[must_use]
    pub fn word(&self, id: WordId) -> &str {
        form(&self.forms, &self.ends, id)
    }

    /// Returns how many different normal forms there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns whether nothing was interned yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

fn form<'a>(forms: &'a str, ends: &[usize], id: WordId) -> &'a str {
    let at = id.0 as usize;
    let start = at.checked_sub(1).and_then(|before| ends.get(before));
    let end = ends.get(at).copied().unwrap_or(0);
    forms.get(start.copied().unwrap_or(0)..end).unwrap_or("")
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
        assert_eq!((words.word(a), words.word(WordId(2))), ("talks", ""));
    }
}
