//! The terms of a set: stems of words, and pairs of characters in scripts without spaces; and which terms
//! are alike in writing.
//!
//! ```text
//! "leaders" -> leader    alike: lead .67, leadership .62
//! "会談"     -> 会談       one term for two neighbouring characters
//! ```

use super::alike::Alike;
use crate::text::Interner;

/// The number of a term; equal terms of one set have equal numbers.
pub(super) type Term = u32;

/// Sums of products of weights are exact in any order where weights are multiples of this: the same pair
/// has the same score whatever else is in the set and whichever of the two comes first.
const GRID: f64 = 4096.0;

/// Returns a weight put on the grid on which sums are exact.
#[expect(
    clippy::cast_possible_truncation,
    reason = "weights are small and on a coarse grid"
)]
pub(super) fn on_grid(weight: f64) -> f32 {
    ((weight * GRID).round() / GRID) as f32
}

/// The terms of a set of documents.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    forms: Interner,
    alike: Alike,
}

impl Vocabulary {
    /// Returns a vocabulary with room for so many terms.
    pub(super) fn of_size(terms: usize) -> Self {
        Self {
            forms: Interner::of_size(terms),
            ..Self::default()
        }
    }

    /// Returns the number of a term.
    pub(super) fn term(&mut self, form: &str) -> Term {
        self.forms.intern(form).0
    }

    /// Finds out which terms are alike, once all are known.
    pub(super) fn complete(&mut self) {
        self.alike = Alike::of(&self.forms);
    }

    /// Returns the terms alike to a term, itself first, then by likeness.
    pub(super) fn alike(&self, term: Term) -> &[(Term, f32)] {
        self.alike.to(term)
    }

    /// Returns how many terms there are.
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.forms.len()).unwrap_or(u32::MAX)
    }

    /// Returns the characters of a term.
    pub(super) fn form(&self, term: Term) -> &str {
        self.forms.word(crate::text::WordId(term))
    }
}

/// Returns the stem of a word in normal form: possessive, plural, past and `-ing` endings of English
/// words cut, all other words as they are. Light, so that a reader can still see why two words match.
pub(super) fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word);
    let word = word.strip_suffix('\'').unwrap_or(word);
    if word.len() < 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let mut stem = without_plural(word);
    for ending in ["ing", "ed", "ly"] {
        let Some(rest) = stem.strip_suffix(ending) else {
            continue;
        };
        if rest.len() >= 3 && rest.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
            stem = without_double(rest);
            break;
        }
    }
    if stem.len() > 4 && stem.ends_with('e') {
        stem.pop();
    }
    stem
}

fn without_plural(word: &str) -> String {
    if let Some(rest) = word.strip_suffix("ies").filter(|rest| rest.len() > 1) {
        return format!("{rest}y");
    }
    let hissing = ["sses", "shes", "ches", "xes", "zes"];
    if hissing.iter().any(|ending| word.ends_with(ending)) {
        return word.strip_suffix("es").unwrap_or(word).to_owned();
    }
    let keeps = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    let rest = word.strip_suffix('s').filter(|_| !keeps);
    rest.unwrap_or(word).to_owned()
}

fn without_double(rest: &str) -> String {
    let bytes = rest.as_bytes();
    let double = bytes.len() > 3
        && bytes.last() == bytes.get(bytes.len() - 2)
        && !rest.ends_with(['l', 's', 'z', 'e', 'o']);
    let end = if double { rest.len() - 1 } else { rest.len() };
    rest.get(..end).unwrap_or(rest).to_owned()
}

/// Returns the key of some characters and one more, the same in every run.
#[inline]
pub(super) fn fold(key: u64, c: char) -> u64 {
    (key.rotate_left(21) ^ u64::from(u32::from(c))).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(words: &[&str]) -> (Vocabulary, Vec<Term>) {
        let mut vocabulary = Vocabulary::default();
        let terms = words.iter().map(|w| vocabulary.term(&stem(w))).collect();
        vocabulary.complete();
        (vocabulary, terms)
    }

    fn likeness(vocabulary: &Vocabulary, one: Term, other: Term) -> f32 {
        let found = vocabulary
            .alike(one)
            .iter()
            .find(|(term, _)| *term == other);
        found.map_or(0.0, |(_, likeness)| *likeness)
    }

    #[test]
    fn endings_are_cut_lightly() {
        let cut = [
            "leader's",
            "parties",
            "boxes",
            "planned",
            "talking",
            "news",
            "announced",
            "crisis",
        ];
        let stems: Vec<_> = cut.iter().map(|w| stem(w)).collect();
        assert_eq!(
            stems,
            [
                "leader", "party", "box", "plan", "talk", "new", "announc", "crisis"
            ]
        );
        assert_eq!(stem("announce"), "announc");
    }

    #[test]
    fn words_of_one_family_are_alike_and_numbers_are_not() {
        let (vocabulary, terms) = vocabulary(&["leader", "leadership", "parade", "2024", "2025"]);
        assert!(likeness(&vocabulary, terms[0], terms[1]) > 0.5);
        assert_eq!(likeness(&vocabulary, terms[0], terms[2]), 0.0);
        assert_eq!(likeness(&vocabulary, terms[3], terms[4]), 0.0);
        assert_eq!(likeness(&vocabulary, terms[2], terms[2]), 1.0);
    }
}
