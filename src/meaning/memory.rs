//! The vectors of sentences that were met before, by the hash of their text: in memory, and as bytes for a file that
//! may be thrown away at any time.
//!
//! ```text
//! "variorum-vectors"  version  digest of the model  width  count | key, vector, the oldest first … | CRC-32
//! ```

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

/// The first bytes of the file, and its version.
const MAGIC: &[u8] = b"variorum-vectors\x01";

/// The most vectors that are kept: of MiniLM 13 MB.
const MOST: usize = 16_384;

/// A vector's numbers are kept as steps of this part of one.
const STEPS: f32 = 32_767.0;

/// A hash of a sentence.
type Key = [u8; 16];

/// Vectors by sentence.
#[derive(Debug)]
pub(super) struct Memory {
    digest: String,
    width: usize,
    known: FxHashMap<Key, Known>,
    now: u64,
    changed: bool,
}

#[derive(Debug)]
struct Known {
    used: u64,
    steps: Vec<i16>,
}

/// Returns the key of a sentence.
pub(super) fn key(sentence: &str) -> Key {
    let hash = Sha256::digest(sentence.as_bytes());
    hash.first_chunk().copied().unwrap_or_default()
}

/// Returns a vector in the steps in which it is kept.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the numbers of a vector of length 1 lie between -1 and 1"
)]
pub(super) fn steps(vector: &[f32]) -> Vec<i16> {
    let step = |value: &f32| (value * STEPS).round() as i16;
    vector.iter().map(step).collect()
}

/// Returns the vector of steps.
pub(super) fn vector(steps: &[i16]) -> Vec<f32> {
    steps.iter().map(|step| f32::from(*step) / STEPS).collect()
}

impl Memory {
    /// Returns an empty memory for the vectors of a model.
    pub(super) fn new(digest: &str, width: usize) -> Self {
        Self {
            digest: digest.to_owned(),
            width,
            known: FxHashMap::default(),
            now: 0,
            changed: false,
        }
    }

    /// Returns the steps of a sentence that was met.
    pub(super) fn get(&mut self, key: &Key) -> Option<Vec<i16>> {
        self.now += 1;
        let known = self.known.get_mut(key)?;
        known.used = self.now;
        Some(known.steps.clone())
    }

    /// Keeps the steps of a sentence; where there are too many, the quarter that was not used for longest goes.
    pub(super) fn keep(&mut self, key: Key, steps: Vec<i16>) {
        self.now += 1;
        self.changed = true;
        let used = self.now;
        self.known.insert(key, Known { used, steps });
        if self.known.len() > MOST {
            let mut uses: Vec<u64> = self.known.values().map(|known| known.used).collect();
            uses.sort_unstable();
            let from = uses.get(MOST / 4).copied().unwrap_or(0);
            self.known.retain(|_, known| known.used > from);
        }
    }

    /// Returns the bytes for a file, `None` where nothing was kept since they were read.
    pub(super) fn bytes(&mut self) -> Option<Vec<u8>> {
        if !std::mem::take(&mut self.changed) {
            return None;
        }
        let mut bytes = self.head();
        let mut by_use: Vec<_> = self.known.iter().collect();
        by_use.sort_unstable_by_key(|(key, known)| (known.used, **key));
        for (key, known) in by_use {
            bytes.extend_from_slice(key);
            known
                .steps
                .iter()
                .for_each(|step| bytes.extend(step.to_le_bytes()));
        }
        let sum = crc32fast::hash(&bytes);
        bytes.extend(sum.to_le_bytes());
        Some(bytes)
    }

    /// Takes in the bytes of a file. What is damaged, or of another model, counts as nothing.
    pub(super) fn remember(&mut self, bytes: &[u8]) {
        let entry = size_of::<Key>() + 2 * self.width;
        let head = self.head();
        let Some((content, sum)) = bytes.split_last_chunk() else {
            return;
        };
        let Some(entries) = content.strip_prefix(head.as_slice()) else {
            return;
        };
        let whole = entries.len().is_multiple_of(entry) && entries.len() / entry <= MOST;
        if !whole || crc32fast::hash(content) != u32::from_le_bytes(*sum) {
            return;
        }
        for entry in entries.chunks_exact(entry) {
            let Some((key, steps)) = entry.split_first_chunk() else {
                continue;
            };
            let steps = steps.as_chunks().0.iter();
            let steps = steps.map(|two| i16::from_le_bytes(*two)).collect();
            self.now += 1;
            let used = self.now;
            self.known.entry(*key).or_insert(Known { used, steps });
        }
    }

    fn head(&self) -> Vec<u8> {
        let width = u32::try_from(self.width).unwrap_or(u32::MAX);
        [MAGIC, self.digest.as_bytes(), &width.to_le_bytes()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn filled(sentences: usize) -> Memory {
        let mut memory = Memory::new("ab", 2);
        for number in 0..sentences {
            memory.keep(key(&number.to_string()), vec![1, -2]);
        }
        memory
    }

    #[test]
    fn what_was_kept_is_remembered_from_its_bytes() {
        let bytes = filled(3).bytes().unwrap();
        let mut again = Memory::new("ab", 2);
        again.remember(&bytes);
        assert_eq!(again.get(&key("1")), Some(vec![1, -2]));
        assert_eq!(again.get(&key("7")), None);
        assert_eq!(again.bytes(), None);
    }

    #[test]
    fn bytes_of_another_model_or_cut_off_count_as_nothing() {
        let bytes = filled(3).bytes().unwrap();
        let short = &bytes[..bytes.len() - 20];
        for (mut memory, bytes) in [
            (Memory::new("cd", 2), bytes.as_slice()),
            (Memory::new("ab", 3), &bytes),
            (Memory::new("ab", 2), short),
            (Memory::new("ab", 2), &[]),
        ] {
            memory.remember(bytes);
            assert_eq!(memory.get(&key("1")), None);
        }
    }

    #[test]
    fn a_full_memory_loses_what_was_not_used_for_longest() {
        let mut memory = filled(MOST);
        assert!(memory.get(&key("0")).is_some());
        memory.keep(key("new"), vec![3, 4]);
        assert!(memory.known.len() <= MOST);
        assert!(memory.get(&key("0")).is_some() && memory.get(&key("new")).is_some());
        assert!(memory.get(&key("1")).is_none());
    }

    proptest! {
        #[test]
        fn any_change_of_the_bytes_counts_as_nothing(at in 0_usize..1000, to: u8) {
            let mut bytes = filled(4).bytes().unwrap();
            let at = at % bytes.len();
            prop_assume!(bytes[at] != to);
            bytes[at] = to;
            let mut memory = Memory::new("ab", 2);
            memory.remember(&bytes);
            prop_assert_eq!(memory.get(&key("1")), None);
        }

        #[test]
        fn a_vector_is_kept_to_four_digits(values in prop::collection::vec(-1.0_f32..=1.0, 0..40)) {
            for (value, kept) in values.iter().zip(vector(&steps(&values))) {
                prop_assert!((value - kept).abs() < 2e-5);
            }
        }
    }
}
