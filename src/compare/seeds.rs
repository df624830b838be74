//! Where two documents have the same few words in a row: the seeds of shared runs, grown to the longest
//! stretch of the same words on both sides.
//!
//! ```text
//! a: … the talks in the old harbour town began …       seed: three words, here "talks in the"
//! b: … reported talks in the old harbour town …        grown: "talks in the old harbour town"
//! ```
//! A seed that stands often in both documents is paired standing by standing instead of all with all, so
//! the work grows with the length of the documents, however often they repeat themselves.

use std::collections::BTreeMap;

use super::pairing;
use super::reading::{Reading, WORD, Word};
use super::work::Work;
use crate::text::WordId;

/// A seed has this size: three words, six Han characters.
const SEED: u32 = 3 * WORD;

/// Seeds are sorted in at most so many parts, as a power of two: with more they would be strewn too far.
const PARTS: u32 = 13;

/// How far a stretch is grown past its seeds at most; chaining joins what is longer.
const GROWTH: usize = 24;

/// A stretch of the same words in both documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Index of the first word in the first document.
    pub a: usize,
    /// Index of the first word in the second.
    pub b: usize,
    /// How many words.
    pub len: usize,
}

/// A few words in a row: the first half of their hash, then the index of the first. What they are is looked up
/// where two agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seed(u64);

impl Seed {
    fn new(hash: u64, first: u32) -> Self {
        Self(hash & !u64::from(u32::MAX) | u64::from(first))
    }

    /// Returns what seeds of the same words have in common.
    fn hash(self) -> u32 {
        high(self.0)
    }

    fn first(self) -> u32 {
        low(self.0)
    }
}

/// The first words of two seeds of the same hash: how far apart they are on the way through both documents, then
/// the index of the one in the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Hit(u64);

impl Hit {
    fn new(a: u32, b: u32) -> Self {
        // From the least distance to the greatest: half of all numbers are below none.
        let diagonal = b.wrapping_sub(a) ^ 1 << 31;
        Self(u64::from(diagonal) << 32 | u64::from(a))
    }

    fn a(self) -> usize {
        low(self.0) as usize
    }

    fn b(self) -> usize {
        low(self.0).wrapping_add(high(self.0) ^ 1 << 31) as usize
    }
}

fn high(number: u64) -> u32 {
    (number >> u32::BITS) as u32
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the lower half is asked for"
)]
fn low(number: u64) -> u32 {
    number as u32
}

/// Returns the stretches of the same words, in order of the first document, then of the second.
pub(super) fn stretches(a: &Reading, b: &Reading, work: &mut Work<'_>) -> Vec<Stretch> {
    if !work.spend(a.words.len() + b.words.len()) {
        return Vec::new();
    }
    let mut hits = hits(a, b, work);
    hits.sort_unstable();
    let (a, b) = (&a.words, &b.words);
    let mut found: Vec<Stretch> = Vec::new();
    for (x, y) in hits.into_iter().map(|hit| (hit.a(), hit.b())) {
        if !ids(a, x).eq(ids(b, y)) {
            continue;
        }
        let len = ids(a, x).count();
        if let Some(last) = found.last_mut() {
            let same_way = last.b.wrapping_sub(last.a) == y.wrapping_sub(x);
            let one_block = a[last.a].block == a[x].block && b[last.b].block == b[y].block;
            if same_way && one_block && x <= last.a + last.len {
                last.len = last.len.max(x + len - last.a);
                continue;
            }
        }
        found.push(Stretch { a: x, b: y, len });
    }
    grow(a, b, &mut found);
    found.sort_unstable_by_key(|s| (s.a, s.b));
    found
}

/// Returns the places of seeds that both have; a word of one may be part of several. A few of them have nothing in
/// common but the hash.
fn hits(a: &Reading, b: &Reading, work: &mut Work<'_>) -> Vec<Hit> {
    let (ones, others) = (&a.seeds, &b.seeds);
    let mut hits = Vec::new();
    let mut rest = others.chunk_by(|x, y| x.hash() == y.hash()).peekable();
    for same in ones.chunk_by(|x, y| x.hash() == y.hash()) {
        let key = same[0].hash();
        while rest.next_if(|group| group[0].hash() < key).is_some() {}
        let Some(group) = rest.next_if(|group| group[0].hash() == key) else {
            continue;
        };
        let going_on = if pairing::is_seldom(same.len(), group.len()) {
            pair_up(same, group, &mut hits, work)
        } else {
            let (ones, others) = (by_words(&a.words, same), by_words(&b.words, group));
            ones.iter().all(|(words, ones)| {
                let others = others.get(words);
                others.is_none_or(|others| pair_up(ones, others, &mut hits, work))
            })
        };
        if !going_on {
            break;
        }
    }
    hits
}

/// Pairs seeds of one hash; returns whether the work goes on.
fn pair_up(ones: &[Seed], others: &[Seed], hits: &mut Vec<Hit>, work: &mut Work<'_>) -> bool {
    let goes_on = work.spend(pairing::count(ones.len(), others.len()));
    if goes_on {
        let hit = |one: Seed, other: Seed| hits.push(Hit::new(one.first(), other.first()));
        pairing::each(ones, others, hit);
    }
    goes_on
}

/// Returns seeds of one hash by their words: how often one stands must not hang on what else is in the set, and
/// numbers of words, and with them hashes, do.
fn by_words(words: &[Word], seeds: &[Seed]) -> BTreeMap<Vec<WordId>, Vec<Seed>> {
    let mut found: BTreeMap<_, Vec<Seed>> = BTreeMap::new();
    for seed in seeds {
        let own = ids(words, seed.first() as usize).collect();
        found.entry(own).or_default().push(*seed);
    }
    found
}

/// Returns the words of the seed at a place.
fn ids(words: &[Word], first: usize) -> impl Iterator<Item = WordId> {
    let words = words.get(first..).unwrap_or(&[]).iter();
    let mut size = 0;
    let within = move |word: &&Word| {
        let within = size < SEED;
        size += u32::from(word.size);
        within
    };
    words.take_while(within).map(|word| word.id)
}

/// Returns the seeds of a document, sorted.
pub(super) fn seeds(words: &[Word]) -> Vec<Seed> {
    let mut found = Vec::with_capacity(words.len());
    for (start, first) in (0_u32..).zip(words) {
        let (mut hash, mut size) = (0_u64, 0_u32);
        for word in words.iter().skip(start as usize).take(SEED as usize) {
            if word.block != first.block {
                break;
            }
            hash =
                (hash.rotate_left(23) ^ u64::from(word.id.0)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            size += u32::from(word.size);
            if size >= SEED {
                found.push(Seed::new(hash, start));
                break;
            }
        }
    }
    sorted(&found)
}

/// Returns seeds in order. Hashes fall anywhere alike, so by their first bits they are put where they belong, but
/// for a few.
fn sorted(seeds: &[Seed]) -> Vec<Seed> {
    let bits = seeds.len().max(2).ilog2().min(PARTS);
    let part = |seed: &Seed| (seed.0 >> (u64::BITS - bits)) as usize;
    let mut starts = vec![0_u32; (1 << bits) + 1];
    seeds.iter().for_each(|seed| starts[part(seed) + 1] += 1);
    let mut next = 0;
    for start in &mut starts {
        next += *start;
        *start = next;
    }
    let mut found = vec![Seed::default(); seeds.len()];
    for seed in seeds {
        let place = &mut starts[part(seed)];
        found[*place as usize] = *seed;
        *place += 1;
    }
    // Now each start is the end of its part.
    let mut start = 0;
    for end in starts {
        found[start..end as usize].sort_unstable();
        start = end as usize;
    }
    found
}

/// Grows every stretch over the same words before and behind it, as far as its block goes.
fn grow(a: &[Word], b: &[Word], found: &mut [Stretch]) {
    let same = |x: usize, y: usize, near_x: usize, near_y: usize| {
        let (Some(one), Some(other)) = (a.get(x), b.get(y)) else {
            return false;
        };
        one.id == other.id && one.block == a[near_x].block && other.block == b[near_y].block
    };
    for stretch in found {
        for _ in 0..GROWTH {
            let (x, y) = (stretch.a.wrapping_sub(1), stretch.b.wrapping_sub(1));
            if !same(x, y, stretch.a, stretch.b) {
                break;
            }
            (stretch.a, stretch.b, stretch.len) = (x, y, stretch.len + 1);
        }
        for _ in 0..GROWTH {
            if !same(
                stretch.a + stretch.len,
                stretch.b + stretch.len,
                stretch.a,
                stretch.b,
            ) {
                break;
            }
            stretch.len += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::reading::read;
    use crate::compare::sample::texts;
    use crate::compare::work::Options;

    fn found(a: &str, b: &str) -> Vec<Stretch> {
        let readings = read(&texts(&[a, b]));
        let mut work = Options::default().share(1);
        stretches(&readings.documents[0], &readings.documents[1], &mut work)
    }

    #[test]
    fn the_same_words_are_found_in_another_order() {
        let found = found(
            "Rain fell on the coast. The old harbour town slept.",
            "The old harbour town slept. Rain fell on the coast.",
        );
        let (one, other) = (
            Stretch { a: 0, b: 5, len: 5 },
            Stretch { a: 5, b: 0, len: 5 },
        );
        assert_eq!(found, [one, other]);
    }

    #[test]
    fn a_stretch_does_not_go_over_the_end_of_a_block() {
        let found = found(
            "one two three\nfour five six",
            "one two three four five six",
        );
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn han_characters_need_six_for_a_seed() {
        assert_eq!(found("両首脳は北京で", "両首脳は北京に").len(), 1);
        assert!(found("両首脳はパリで", "両首脳は北京に").is_empty());
    }

    #[test]
    fn a_sentence_repeated_without_end_costs_no_more_than_its_length() {
        let words = 5 * 2000;
        let often = "rain fell on the coast. ".repeat(2000);
        let readings = read(&texts(&[&often, &often]));
        let options = Options {
            budget: Some(words * 8),
            ..Options::default()
        };
        let mut work = options.share(1);
        let found = stretches(&readings.documents[0], &readings.documents[1], &mut work);
        assert!(!work.ended());
        assert!(found.len() < 20);
    }
}
