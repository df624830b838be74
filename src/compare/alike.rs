//! Which terms are alike in writing: those whose letter trigrams are mostly the same.
//!
//! ```text
//! leader      lea ead ade der
//! leadership  lea ead ade der ers rsh shi hip      2 · 4 / (4 + 8) = .67: alike
//! ```
//! Of two terms that are alike one of the rarest trigrams of each must be the same, so only those are
//! looked up: the endings that all words have cost nothing.

use std::ops::{Range, RangeInclusive};

use rustc_hash::FxHashMap;

use super::vocabulary::{Term, fold, on_grid};
use crate::text::{Interner, WordId};

/// Terms are alike from this Dice coefficient of their letter trigrams on (`findings`: soft alignment).
const ALIKE: f64 = 0.5;

/// A term is held against at most so many others with a rare trigram of its own: words of a language have
/// a few hundred, and a list of made-up ones must not cost its square.
const HELD_AGAINST: RangeInclusive<usize> = 64..=512;

/// In vocabularies larger than any language has in a few megabytes a term is held against fewer, so that
/// all are held against about this many.
const HELD_IN_ALL: usize = 1 << 24;

/// For every term the terms alike to it.
#[derive(Debug, Default)]
pub(super) struct Alike {
    /// By term, then by likeness.
    lists: Vec<(Term, f32)>,
    /// Where the list of each term ends.
    ends: Vec<u32>,
}

impl Alike {
    /// Finds out which terms are alike. Numbers are alike only to themselves: 2024 and 2025 say different
    /// things.
    pub(super) fn of(forms: &Interner) -> Self {
        let count = u32::try_from(forms.len()).unwrap_or(u32::MAX);
        let name = |term: Term| forms.word(WordId(term));
        let trigrams = Trigrams::of((0..count).map(name));
        // Numbers of terms depend on the order of input, their characters do not.
        let key = |term| name(term).chars().fold(0, fold);
        let keys: Vec<u64> = (0..count).map(key).collect();
        let length = |term: Term| trigrams.of_term(term).len();
        let with_any = (0..count).filter(|term| length(*term) > 0);
        let order = in_order(with_any.map(|t| ((length(t), keys[t as usize]), t)));
        let search = Pairs {
            trigrams: &trigrams,
            order: &order,
        };
        let mut made = Self::gathered(&pulp::Arch::new().dispatch(search), count);
        made.sort(&keys);
        made
    }

    /// Puts every list in order: the term itself, then by likeness, then by key.
    fn sort(&mut self, keys: &[u64]) {
        let by_key = in_order(keys.iter().copied().zip(0..));
        let mut ranks = vec![0_u32; keys.len()];
        for (rank, term) in (0..).zip(&by_key) {
            ranks[*term as usize] = rank;
        }
        // Likeness is not negative, so that its bits rise with it.
        let mut packed: Vec<u64> = Vec::new();
        for term in (0..).take(keys.len()) {
            let list = self.list_mut(term);
            if list.len() < 2 {
                continue;
            }
            packed.clear();
            packed.extend(list.iter().filter(|(other, _)| *other != term).map(
                |(other, likeness)| {
                    u64::from(!likeness.to_bits()) << 32 | u64::from(ranks[*other as usize])
                },
            ));
            packed.sort_unstable();
            let others = packed.iter().map(|packed| {
                let (bits, rank) = ((packed >> 32) as u32, *packed as u32);
                (by_key[rank as usize], f32::from_bits(!bits))
            });
            let all = std::iter::once((term, 1.0)).chain(others);
            list.iter_mut()
                .zip(all)
                .for_each(|(place, entry)| *place = entry);
        }
    }

    /// Gives every term a list of itself and of the terms found alike to it, in any order.
    fn gathered(found: &[(Term, Term, f32)], count: u32) -> Self {
        let mut ends: Vec<u32> = vec![1; count as usize];
        for (term, _, _) in found {
            ends[*term as usize] += 1;
        }
        let mut end = 0;
        // Where each list begins, and behind the last entry that was put there in the end.
        for place in &mut ends {
            (*place, end) = (end, end + *place);
        }
        let mut lists = vec![(0, 0.0); end as usize];
        let themselves = (0..count).map(|term| (term, term, 1.0));
        for (term, other, likeness) in themselves.chain(found.iter().copied()) {
            let place = &mut ends[term as usize];
            lists[*place as usize] = (other, likeness);
            *place += 1;
        }
        Self { lists, ends }
    }

    fn list_mut(&mut self, term: Term) -> &mut [(Term, f32)] {
        let range = range(&self.ends, term);
        self.lists.get_mut(range).unwrap_or(&mut [])
    }

    /// Returns the terms alike to a term, itself first, then by likeness.
    pub(super) fn to(&self, term: Term) -> &[(Term, f32)] {
        slice(&self.lists, &self.ends, term)
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
struct Pairs<'a> {
    trigrams: &'a Trigrams,
    order: &'a [Term],
}

impl pulp::NullaryFnOnce for Pairs<'_> {
    type Output = Vec<(Term, Term, f32)>;

    #[inline(always)]
    fn call(self) -> Self::Output {
        pairs(self.trigrams, self.order)
    }
}

/// A bit for every trigram of a term, to see soon that two terms have little in common.
type Sign = u128;

/// A term where it is looked up by one of its trigrams, with all that tells most others apart beside it.
#[derive(Clone, Copy)]
struct Holder {
    sign: Sign,
    term: Term,
    trigrams: u32,
}

/// By trigram the terms that were seen so far.
struct Holders {
    all: Vec<Holder>,
    /// Where the list of each trigram begins, and where the next term is put.
    lists: Vec<(u32, u32)>,
}

impl Holders {
    /// Takes room for the terms of all.
    fn of(trigrams: &Trigrams, order: &[Term]) -> Self {
        let mut lists = vec![(0, 0); trigrams.count];
        for term in order {
            for trigram in looked_up(trigrams.of_term(*term)) {
                lists[*trigram as usize].1 += 1;
            }
        }
        let mut end = 0;
        for list in &mut lists {
            let start = end;
            end += list.1;
            *list = (start, start);
        }
        let none = Holder {
            sign: 0,
            term: 0,
            trigrams: 0,
        };
        Self {
            all: vec![none; end as usize],
            lists,
        }
    }

    #[inline(always)]
    fn of_trigram(&self, trigram: u32) -> &[Holder] {
        let (start, end) = self.lists[trigram as usize];
        &self.all[start as usize..end as usize]
    }

    #[inline(always)]
    fn push(&mut self, trigram: u32, holder: Holder) {
        let end = &mut self.lists[trigram as usize].1;
        self.all[*end as usize] = holder;
        *end += 1;
    }
}

/// Returns the trigrams of a term by which terms that come later find it: those have no fewer trigrams, so half of
/// these must be the same.
#[inline(always)]
fn looked_up(own: &[u32]) -> &[u32] {
    let rare = own.len() - own.len().div_ceil(2) + 1;
    &own[..rare.min(own.len())]
}

/// Returns the terms that are alike, both ways. `order` rises with the number of trigrams.
#[inline(always)]
fn pairs(trigrams: &Trigrams, order: &[Term]) -> Vec<(Term, Term, f32)> {
    let mut holders = Holders::of(trigrams, order);
    let mut seen = vec![Term::MAX; trigrams.ends.len()];
    let mut found = Vec::new();
    let most = (HELD_IN_ALL / order.len().max(1)).clamp(*HELD_AGAINST.start(), *HELD_AGAINST.end());
    for &term in order {
        let own = trigrams.of_term(term);
        let mut left = most;
        // An other term of n <= len has at least a third as many trigrams, so a third must be the same.
        let rare = own.len() - own.len().div_ceil(3) + 1;
        let sign = trigrams.sign(term);
        let twice = own.len() - sign.count_ones() as usize;
        for trigram in own.iter().take(rare) {
            for holder in holders.of_trigram(*trigram) {
                let most_common = (sign & holder.sign).count_ones() as usize + twice;
                let all = own.len() + holder.trigrams as usize;
                if 4 * most_common < all || left == 0 || seen[holder.term as usize] == term {
                    continue;
                }
                seen[holder.term as usize] = term;
                left -= 1;
                let same = common(own, trigrams.of_term(holder.term));
                let dice = 2.0 * same as f64 / all as f64;
                if dice >= ALIKE {
                    let likeness = on_grid(dice);
                    found.extend([(term, holder.term, likeness), (holder.term, term, likeness)]);
                }
            }
            if left == 0 {
                break;
            }
        }
        let holder = Holder {
            sign,
            term,
            trigrams: u32::try_from(own.len()).unwrap_or(u32::MAX),
        };
        looked_up(own).iter().for_each(|t| holders.push(*t, holder));
    }
    found
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

    fn sign(&self, term: Term) -> Sign {
        let bits = self.of_term(term).iter().map(|t| 1 << (t % Sign::BITS));
        bits.fold(0, |sign, bit: Sign| sign | bit)
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
        assert!(alike.lists.len() <= 2 * words.len() * HELD_AGAINST.end());
    }
}
