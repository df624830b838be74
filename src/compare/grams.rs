//! The character n-grams of sentences: what stays the same where words change their form, and words in
//! scripts that write none apart.
//!
//! ```text
//! "the leader met" -> the he␣ e␣l ␣le lea ... , the␣ he␣l ... , the␣l he␣le ...
//! ```
//! N-grams are taken over the stems of a sentence with single spaces between them: of three to five
//! characters, and of two and three in scripts without spaces.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::vocabulary::fold;
use crate::text::token::is_unspaced;

/// No n-gram has more characters.
const LONGEST: usize = 5;

/// Numbers from here on are not those of n-grams that were learnt.
const UNKNOWN: u32 = 1 << 31;

/// Gives n-grams numbers, the same for the same characters.
#[derive(Debug, Default)]
pub(super) struct Grams {
    /// The keys of n-grams, and their numbers.
    numbers: HashTable<(u64, u32)>,
    /// By number: the stretch that held it last, and where it stands in what is returned for that.
    last: Vec<(u32, u32)>,
    stretches: u32,
}

impl Grams {
    /// Returns how many different n-grams there are.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Takes room for the n-grams of so many characters more: about as many are new as there are characters.
    pub(super) fn expect(&mut self, characters: usize) {
        self.numbers.reserve(characters, |known| hash(known.0));
        self.last.reserve(characters);
    }

    /// Returns the n-grams of a stretch of characters with how often each occurs, in order of appearance.
    pub(super) fn learn(&mut self, characters: &[char]) -> Vec<(u32, u32)> {
        let mut found: Vec<(u32, u32)> = Vec::with_capacity(characters.len() * 3);
        self.stretches += 1;
        each(characters, |key| {
            let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            let same = |known: &(u64, u32)| known.0 == key;
            let entry = self.numbers.entry(hash(key), same, |known| hash(known.0));
            let number = match entry {
                Entry::Occupied(known) => known.get().1,
                Entry::Vacant(free) => {
                    free.insert((key, next));
                    self.last.push((0, 0));
                    next
                }
            };
            let (stretch, place) = &mut self.last[number as usize];
            match found.get_mut(*place as usize) {
                Some((_, count)) if *stretch == self.stretches => *count += 1,
                _ => {
                    *place = u32::try_from(found.len()).unwrap_or(u32::MAX);
                    *stretch = self.stretches;
                    found.push((number, 1));
                }
            }
        });
        found.shrink_to_fit();
        found
    }

    /// Returns the same without learning and by rising number: n-grams that are not known have numbers from
    /// their characters, behind all others.
    pub(super) fn of(&self, characters: &[char]) -> Vec<(u32, u32)> {
        let mut found = Vec::with_capacity(characters.len() * 3);
        each(characters, |key| {
            found.push(self.number(key));
        });
        counted(found)
    }

    fn number(&self, key: u64) -> u32 {
        let known = self.numbers.find(hash(key), |known| known.0 == key);
        known.map_or_else(|| unknown(key), |known| known.1)
    }
}

/// Returns the hash of a key: its upper bits, which all of its characters have changed, count as the lower.
fn hash(key: u64) -> u64 {
    key.rotate_left(26)
}

fn unknown(key: u64) -> u32 {
    UNKNOWN | (key >> 32) as u32
}

/// Calls `take` with the key of every n-gram.
fn each(characters: &[char], mut take: impl FnMut(u64)) {
    if !characters.iter().any(unspaced) {
        return each_spaced(characters, take);
    }
    for start in 0..characters.len() {
        let (mut key, mut all, mut any) = (0, true, false);
        for (size, c) in (1..=LONGEST).zip(characters.iter().skip(start)) {
            key = fold(key, *c);
            let own = is_unspaced(*c);
            (all, any) = (all && own, any || own);
            if (all && (size == 2 || size == 3)) || (!any && size >= 3) {
                take(key);
            }
        }
    }
}

/// The same for scripts with spaces.
fn each_spaced(characters: &[char], mut take: impl FnMut(u64)) {
    for start in 0..characters.len() {
        let Some([a, b, c, rest @ ..]) = characters.get(start..) else {
            break;
        };
        let mut key = fold(fold(fold(0, *a), *b), *c);
        take(key);
        for next in rest.iter().take(LONGEST - 3) {
            key = fold(key, *next);
            take(key);
        }
    }
}

fn unspaced(c: &char) -> bool {
    is_unspaced(*c)
}

/// Returns how many n-grams so many characters have.
pub(super) fn count_in(characters: usize, spaced: bool) -> usize {
    let sizes = if spaced { 3..=LONGEST } else { 2..=3 };
    sizes
        .map(|size| (characters + 1).saturating_sub(size))
        .sum()
}

fn counted(mut found: Vec<u32>) -> Vec<(u32, u32)> {
    found.sort_unstable();
    let count = |same: &[u32]| (same[0], u32::try_from(same.len()).unwrap_or(u32::MAX));
    found.chunk_by(|x, y| x == y).map(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        let characters: Vec<char> = text.chars().collect();
        Grams::default().learn(&characters).len()
    }

    #[test]
    fn n_grams_have_three_to_five_characters() {
        assert_eq!(count("parade"), 4 + 3 + 2);
        assert_eq!(count("at"), 0);
    }

    #[test]
    fn scripts_without_spaces_have_shorter_ones() {
        assert_eq!(count("首脳会談"), 3 + 2);
    }

    #[test]
    fn the_same_n_gram_is_counted_once_with_its_number() {
        let characters: Vec<char> = "aaaa".chars().collect();
        let found = Grams::default().learn(&characters);
        assert_eq!(found.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [2, 1]);
    }
}
