//! The terms of a set: stems of words, and pairs of characters in scripts without spaces; and which terms
//! are alike in writing.
//!
//! ```text
//! "leaders" -> leader    alike: lead .67, leadership .62
//! "会談"     -> 会談       one term for two neighbouring characters
//! ```

use rustc_hash::FxHashMap;

use crate::text::Interner;

/// The number of a term; equal terms of one set have equal numbers.
pub(super) type Term = u32;

/// Sums of products of weights are exact in any order where weights are multiples of this: the same pair
/// has the same score whatever else is in the set and whichever of the two comes first.
const GRID: f64 = 4096.0;

/// Terms are alike from this Dice coefficient of their letter trigrams on (`findings`: soft alignment).
const ALIKE: f64 = 0.5;

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
    alike: Vec<Vec<(Term, f32)>>,
}

impl Vocabulary {
    /// Returns the number of a term.
    pub(super) fn term(&mut self, form: &str) -> Term {
        self.forms.intern(form).0
    }

    /// Finds out which terms are alike, once all are known.
    pub(super) fn complete(&mut self) {
        let forms: Vec<Vec<char>> = (0..self.len())
            .map(|term| self.form(term).chars().collect())
            .collect();
        self.alike = alike(&forms, |term| self.form(term));
    }

    /// Returns the terms alike to a term, itself first, then by likeness.
    pub(super) fn alike(&self, term: Term) -> &[(Term, f32)] {
        self.alike.get(term as usize).map_or(&[], |v| v)
    }

    /// Returns how alike two terms are, 0 to 1.
    pub(super) fn likeness(&self, one: Term, other: Term) -> f32 {
        let found = self.alike(one).iter().find(|(term, _)| *term == other);
        found.map_or(0.0, |(_, likeness)| *likeness)
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

/// Returns for every term the terms whose letter trigrams are alike. Numbers are alike only to themselves:
/// 2024 and 2025 say different things.
fn alike<'a>(forms: &[Vec<char>], name: impl Fn(Term) -> &'a str) -> Vec<Vec<(Term, f32)>> {
    let trigrams: Vec<Vec<u64>> = forms.iter().map(|form| trigrams(form)).collect();
    let mut holders: FxHashMap<u64, Vec<Term>> = FxHashMap::default();
    for (term, keys) in (0..).zip(&trigrams) {
        for key in keys {
            holders.entry(*key).or_default().push(term);
        }
    }
    let mut shared = vec![0_u32; forms.len()];
    let mut found = Vec::with_capacity(forms.len());
    for (term, keys) in (0..).zip(&trigrams) {
        let mut touched = Vec::new();
        for other in keys.iter().filter_map(|key| holders.get(key)).flatten() {
            if *other != term && shared[*other as usize] == 0 {
                touched.push(*other);
            }
            shared[*other as usize] += 1;
        }
        shared[term as usize] = 0;
        let mut list = Vec::with_capacity(1);
        for other in touched {
            let common = std::mem::take(&mut shared[other as usize]);
            let sizes = keys.len() + trigrams[other as usize].len();
            let dice = 2.0 * f64::from(common) / sizes.max(1) as f64;
            if dice >= ALIKE {
                list.push((other, on_grid(dice)));
            }
        }
        list.sort_by(|x, y| y.1.total_cmp(&x.1).then_with(|| name(x.0).cmp(name(y.0))));
        list.insert(0, (term, 1.0));
        found.push(list);
    }
    found
}

fn trigrams(form: &[char]) -> Vec<u64> {
    if form.first().is_none_or(|c| c.is_numeric()) {
        return Vec::new();
    }
    let mut keys: Vec<u64> = form.windows(3).map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Returns a key for a few characters, the same in every run.
pub(super) fn key(gram: &[char]) -> u64 {
    gram.iter().fold(gram.len() as u64, |hash, c| {
        (hash.rotate_left(21) ^ u64::from(u32::from(*c))).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    })
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
        assert!(vocabulary.likeness(terms[0], terms[1]) > 0.5);
        assert_eq!(vocabulary.likeness(terms[0], terms[2]), 0.0);
        assert_eq!(vocabulary.likeness(terms[3], terms[4]), 0.0);
        assert_eq!(vocabulary.likeness(terms[2], terms[2]), 1.0);
    }
}
