//! Which terms are alike in writing: those whose letter trigrams are mostly the same.
//!
//! ```text
//! leader      lea ead ade der
//! leadership  lea ead ade der ers rsh shi hip      2 · 4 / (4 + 8) = .67: alike
//! ```
//! Of two terms that are alike one of the rarest trigrams of each must be the same, so only those are
//! looked up: the endings that all words have cost nothing.

use std::ops::{Range, RangeInclusive};
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::vocabulary::{Term, fold, on_grid};
use crate::text::{Interner, Span, WordId};

/// Terms are alike from this Dice coefficient of their letter trigrams on (`findings`: soft alignment).
const ALIKE: f64 = 0.5;

/// A term is held against at most so many others with a rare trigram of its own: words of a language have
/// a few hundred, and a list of made-up ones must not cost its square.
const HELD_AGAINST: RangeInclusive<usize> = 64..=512;

/// In vocabularies larger than any language has in a few megabytes a term is held against fewer, so that
/// all are held against about this many.
const HELD_IN_ALL: usize = 1 << 24;

/// For every term the terms alike to it; they are looked for once they are asked for.
#[derive(Debug, Default)]
pub(super) struct Alike {
    trigrams: Trigrams,
    holders: Holders,
    /// By term: what stands for it in every order of input.
    keys: Vec<u64>,
    /// By term: the terms alike to it, as far as they were asked for.
    lists: Vec<OnceLock<Vec<(Term, f32)>>>,
    /// A term is held against so many others at most.
    most: usize,
}

impl Alike {
    /// Makes ready to find out which terms are alike. Numbers are alike only to themselves: 2024 and 2025 say
    /// different things.
    pub(super) fn of(forms: &Interner) -> Self {
        let count = u32::try_from(forms.len()).unwrap_or(u32::MAX);
        let name = |term: Term| forms.word(WordId(term));
        let trigrams = Trigrams::of((0..count).map(name));
        // Numbers of terms depend on the order of input, their characters do not.
        let key = |term| name(term).chars().fold(0, fold);
        let keys: Vec<u64> = (0..count).map(key).collect();
        let with_any = (0..count).filter(|term| !trigrams.of_term(*term).is_empty());
        let order = in_order(with_any.map(|term| (keys[term as usize], term)));
        let held = HELD_IN_ALL / order.len().max(1);
        Self {
            holders: Holders::of(&trigrams, &order),
            trigrams,
            keys,
            lists: vec![OnceLock::new(); count as usize],
            most: held.clamp(*HELD_AGAINST.start(), *HELD_AGAINST.end()),
        }
    }

    /// Returns the terms alike to a term, itself first, then by likeness.
    pub(super) fn to(&self, term: Term) -> &[(Term, f32)] {
        let list = self.lists.get(term as usize);
        list.map_or(&[], |list| list.get_or_init(|| self.find(term)))
    }

    fn find(&self, term: Term) -> Vec<(Term, f32)> {
        let mut found = pulp::Arch::new().dispatch(Search { alike: self, term });
        found.retain(|(other, _)| *other != term);
        found.sort_by(|x, y| y.1.total_cmp(&x.1).then(self.key(x.0).cmp(&self.key(y.0))));
        found.insert(0, (term, 1.0));
        found
    }

    fn key(&self, term: Term) -> Option<u64> {
        self.keys.get(term as usize).copied()
    }

    /// Returns which terms are alike to one of these trigrams, and how much.
    #[inline(always)]
    fn likenesses(&self, own: &[u32], mut terms: Vec<Term>) -> Vec<(Term, f32)> {
        terms.sort_unstable();
        terms.dedup();
        let alike = |term: Term| {
            let other = self.trigrams.of_term(term);
            let dice = 2.0 * common(own, other) as f64 / (own.len() + other.len()) as f64;
            (dice >= ALIKE).then(|| (term, on_grid(dice)))
        };
        terms.into_iter().filter_map(alike).collect()
    }
}

/// Returns numbers in the order of what stands beside them; nothing is looked up while they are sorted.
fn in_order<K: Ord>(numbers: impl Iterator<Item = (K, u32)>) -> Vec<u32> {
    let mut numbers: Vec<(K, u32)> = numbers.collect();
    numbers.sort_unstable();
    numbers.into_iter().map(|(_, number)| number).collect()
}

/// Returns the part of a list that belongs to a number.
fn slice<'a, T>(all: &'a [T], ends: &[u32], number: u32) -> &'a [T] {
    all.get(range(ends, number)).unwrap_or(&[])
}

fn range(ends: &[u32], number: u32) -> Range<usize> {
    let at = number as usize;
    let start = at.checked_sub(1).and_then(|before| ends.get(before));
    let end = ends.get(at).copied().unwrap_or(0);
    start.copied().unwrap_or(0) as usize..end as usize
}

/// A search with the instructions that the processor has: there is one that counts bits.
struct Search<'a> {
    alike: &'a Alike,
    term: Term,
}

impl pulp::NullaryFnOnce for Search<'_> {
    type Output = Vec<(Term, f32)>;

    /// Returns the terms alike to one, in any order.
    #[inline(always)]
    fn call(self) -> Self::Output {
        let Alike {
            trigrams, holders, ..
        } = self.alike;
        let own = trigrams.of_term(self.term);
        let sign = sign(own);
        let twice = own.len() - sign.count_ones() as usize;
        let may_be = |holder: &&Holder| {
            let most_common = (sign & holder.sign).count_ones() as usize + twice;
            4 * most_common >= own.len() + holder.trigrams as usize
        };
        let mut near: Vec<Term> = Vec::new();
        for trigram in rarest(own) {
            let left = self.alike.most.saturating_sub(near.len());
            let held = holders.of_trigram(*trigram).iter().filter(may_be);
            near.extend(held.take(left).map(|holder| holder.term));
        }
        self.alike.likenesses(own, near)
    }
}

/// A bit for every trigram of a term, to see soon that two terms have little in common.
#[inline(always)]
fn sign(trigrams: &[u32]) -> u64 {
    let bits = trigrams.iter().map(|trigram| 1 << (trigram % u64::BITS));
    bits.fold(0, |sign, bit: u64| sign | bit)
}

/// Returns the rarest trigrams of a term. Two terms that are alike have a third of the trigrams of the longer in
/// common, so one of these must be the same.
#[inline(always)]
fn rarest(own: &[u32]) -> &[u32] {
    let count = own.len() - own.len().div_ceil(3) + 1;
    own.get(..count).unwrap_or(own)
}

/// A term where it is looked up by one of its trigrams, with what tells most others apart beside it.
#[derive(Clone, Copy, Debug, Default)]
struct Holder {
    sign: u64,
    term: Term,
    trigrams: u32,
}

/// By trigram the terms of which it is one of the rarest.
#[derive(Debug, Default)]
struct Holders {
    all: Vec<Holder>,
    /// Where the list of each trigram ends.
    ends: Vec<u32>,
}

impl Holders {
    /// Every list has the terms in their order.
    fn of(trigrams: &Trigrams, terms: &[Term]) -> Self {
        let mut ends = vec![0_u32; trigrams.count];
        let of_term = |term: &Term| rarest(trigrams.of_term(*term));
        for trigram in terms.iter().flat_map(of_term) {
            ends[*trigram as usize] += 1;
        }
        let mut end = 0;
        // Where each list begins, and behind the last term that was put there in the end.
        for place in &mut ends {
            (*place, end) = (end, end + *place);
        }
        let mut all = vec![Holder::default(); end as usize];
        for &term in terms {
            let own = trigrams.of_term(term);
            let holder = Holder {
                sign: sign(own),
                term,
                trigrams: Span::offset(own.len()),
            };
            for trigram in rarest(own) {
                let place = &mut ends[*trigram as usize];
                all[*place as usize] = holder;
                *place += 1;
            }
        }
        Self { all, ends }
    }

    #[inline(always)]
    fn of_trigram(&self, trigram: u32) -> &[Holder] {
        slice(&self.all, &self.ends, trigram)
    }
}

/// Returns how many numbers two rising lists have in common.
fn common(one: &[u32], other: &[u32]) -> usize {
    let (mut x, mut y, mut count) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(x), other.get(y)) {
        count += usize::from(a == b);
        x += usize::from(a <= b);
        y += usize::from(b <= a);
    }
    count
}

/// The different letter trigrams of every term, the rarest first.
#[derive(Debug, Default)]
struct Trigrams {
    all: Vec<u32>,
    ends: Vec<u32>,
    count: usize,
}

impl Trigrams {
    fn of<'a>(forms: impl Iterator<Item = &'a str>) -> Self {
        let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
        let mut keys: Vec<u64> = Vec::new();
        let mut holders: Vec<u32> = Vec::new();
        let mut made = Self {
            all: Vec::new(),
            ends: Vec::new(),
            count: 0,
        };
        let mut letters: Vec<char> = Vec::new();
        for form in forms {
            letters.clear();
            letters.extend(
                form.chars()
                    .take_while(|_| !form.starts_with(char::is_numeric)),
            );
            let from = made.all.len();
            for trigram in letters.windows(3) {
                let key = trigram.iter().fold(0, |key, c| fold(key, *c));
                let next = u32::try_from(keys.len()).unwrap_or(u32::MAX);
                let number = *numbers.entry(key).or_insert(next);
                if number == next {
                    keys.push(key);
                    holders.push(0);
                }
                if !made.all[from..].contains(&number) {
                    made.all.push(number);
                    holders[number as usize] += 1;
                }
            }
            made.ends
                .push(u32::try_from(made.all.len()).unwrap_or(u32::MAX));
        }
        made.count = keys.len();
        made.rank(&keys, &holders);
        made
    }

    /// Numbers the trigrams anew, the rarest first, and sorts those of every term.
    fn rank(&mut self, keys: &[u64], holders: &[u32]) {
        let rarities = holders.iter().zip(keys);
        let order = in_order(rarities.zip(0..));
        let mut ranks = vec![0; keys.len()];
        for (rank, trigram) in (0..).zip(order) {
            ranks[trigram as usize] = rank;
        }
        let mut start = 0;
        for end in &self.ends {
            let own = &mut self.all[start..*end as usize];
            own.iter_mut().for_each(|t| *t = ranks[*t as usize]);
            own.sort_unstable();
            start = *end as usize;
        }
    }

    fn of_term(&self, term: Term) -> &[u32] {
        slice(&self.all, &self.ends, term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn interned(words: &[String]) -> Interner {
        let mut forms = Interner::default();
        words.iter().for_each(|word| {
            forms.intern(word);
        });
        forms
    }

    /// What the definition says, every term against every other.
    fn slow(one: &str, other: &str) -> f64 {
        let trigrams = |form: &str| {
            let letters: Vec<char> = form.chars().collect();
            let mut found: Vec<Vec<char>> = letters.windows(3).map(<[char]>::to_vec).collect();
            found.sort();
            found.dedup();
            found
        };
        let (one, other) = (trigrams(one), trigrams(other));
        let common = one.iter().filter(|t| other.contains(t)).count();
        2.0 * common as f64 / (one.len() + other.len()).max(1) as f64
    }

    proptest! {
        #[test]
        fn terms_are_alike_as_the_definition_says(words in prop::collection::btree_set("[ab]{1,9}", 1..40)) {
            let words: Vec<String> = words.into_iter().collect();
            let alike = Alike::of(&interned(&words));
            for (one, name) in (0..).zip(&words) {
                let mut found: Vec<Term> = alike.to(one).iter().map(|a| a.0).collect();
                prop_assert_eq!(found.first(), Some(&one));
                found.sort_unstable();
                let numbered = (0..).zip(&words);
                let is_alike = |(other, form): &(Term, &String)| *other == one || slow(name, form) >= ALIKE;
                let expected: Vec<Term> = numbered.filter(is_alike).map(|w| w.0).collect();
                prop_assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn made_up_words_with_one_beginning_do_not_cost_their_square() {
        let words: Vec<String> = (0..1_500)
            .map(|n| format!("commonbeginning{}", "x".repeat(n % 7) + &n.to_string()))
            .collect();
        let alike = Alike::of(&interned(&words));
        for term in 0..1_500 {
            assert!(alike.to(term).len() <= 1 + HELD_AGAINST.end());
        }
    }
}
