//! Pieces of a few words that stand in more than one line of a document.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use crate::text::{Span, WordId};

use super::line::LineWords;
use super::repeat::SHORTEST;

/// Words in a row that count as one piece of a passage.
const SHINGLE: usize = 5;
/// How many owners of one piece are looked at; pages that say one thing more often repeat a label.
const OWNERS: usize = 32;
/// Pairs of bits a word of the table that tells which pieces are worth keeping: few enough of them meet by chance.
const BITS: usize = 8;

/// The pieces that stand in more than one line.
#[derive(Default)]
pub(super) struct Pieces {
    /// For lines that have any, the shared pieces in order: the number of the group, and the word it begins at.
    pub(super) shared: FxHashMap<u32, Vec<(u32, u32)>>,
    /// The lines of all groups, group by group.
    owners: Vec<u32>,
    /// For each group its part of `owners`.
    groups: Vec<Span>,
}

impl Pieces {
    /// Finds the pieces of lines that are long enough, and the first with their words.
    pub(super) fn new(words: &LineWords, same: &[u32]) -> Self {
        let lines = (0u32..)
            .zip(same)
            .filter(|(at, first)| at == *first)
            .map(|(at, _)| (at, words.of(at as usize)))
            .filter(|(_, own)| own.len() >= SHORTEST);
        let mut all = again(lines);
        all.sort_unstable();
        let mut pieces = Self::default();
        for group in all.chunk_by(|a, b| a.0 == b.0) {
            pieces.add(group);
        }
        for shared in pieces.shared.values_mut() {
            shared.sort_unstable_by_key(|(_, place)| *place);
        }
        pieces
    }

    fn add(&mut self, group: &[(u64, u32, u32)]) {
        let start = self.owners.len();
        let mut last = None;
        for (_, line, _) in group {
            if last.replace(*line) != Some(*line) {
                self.owners.push(*line);
            }
        }
        if self.owners.len() - start < 2 {
            self.owners.truncate(start);
            return;
        }
        let number = Span::offset(self.groups.len());
        for (_, line, place) in group {
            self.shared.entry(*line).or_default().push((number, *place));
        }
        self.groups.push(Span::new(start, self.owners.len()));
    }

    /// Returns the first owners of a group other than `line` that are alive, at most as many as are looked at.
    ///
    /// The dead before them leave the group for good, so that all calls together pass over each only once.
    pub(super) fn alive(
        &mut self,
        group: u32,
        line: u32,
        is_alive: impl Fn(u32) -> bool,
    ) -> impl Iterator<Item = u32> {
        let mut none = Span::default();
        let span = self.groups.get_mut(group as usize).unwrap_or(&mut none);
        let owners = self.owners.get_mut(span.range()).unwrap_or(&mut []);
        let (mut seen, mut kept, mut others) = (0, 0, 0);
        while let Some(owner) = owners.get(seen).copied().filter(|_| others < OWNERS) {
            if is_alive(owner) {
                owners.swap(kept, seen);
                kept += 1;
                others += usize::from(owner != line);
            }
            seen += 1;
        }
        let dead = seen - kept;
        owners.copy_within(..kept, dead);
        span.start += Span::offset(dead);
        let found = owners.get(dead..seen).unwrap_or(&[]);
        found.iter().copied().filter(move |owner| *owner != line)
    }

    /// Lets another line with the same words stand for them.
    pub(super) fn rename(&mut self, from: u32, to: u32) {
        if from == to {
            return;
        }
        let Some(shared) = self.shared.remove(&from) else {
            return;
        };
        for (group, _) in &shared {
            let span = self
                .groups
                .get(*group as usize)
                .copied()
                .unwrap_or_default();
            let owners = self.owners.get_mut(span.range()).unwrap_or(&mut []);
            for owner in owners.iter_mut().filter(|owner| **owner == from) {
                *owner = to;
            }
        }
        self.shared.insert(to, shared);
    }
}

/// Returns the pieces that may stand in several places, with line and place: all that do, and a few more.
///
/// Most pieces of a text stand in it once; a table of bits tells those before anything is sorted.
fn again<'a>(lines: impl Iterator<Item = (u32, &'a [WordId])> + Clone) -> Vec<(u64, u32, u32)> {
    let words: usize = lines.clone().map(|(_, own)| own.len()).sum();
    let size = (words * BITS).next_power_of_two().max(64);
    // Those seen once and those seen twice, side by side: one look for both.
    let mut seen = vec![[0u64; 2]; size / 64];
    let place = |hash: u64| (hash as usize % size / 64, 1u64 << (hash % 64));
    for (_, own) in lines.clone() {
        for piece in own.windows(SHINGLE) {
            let (at, bit) = place(hash(piece));
            if let Some([once, twice]) = seen.get_mut(at) {
                *twice |= *once & bit;
                *once |= bit;
            }
        }
    }
    let mut found = Vec::new();
    for (line, own) in lines {
        for (start, piece) in (0u32..).zip(own.windows(SHINGLE)) {
            let hash = hash(piece);
            let (at, bit) = place(hash);
            if seen.get(at).is_some_and(|[_, twice]| twice & bit != 0) {
                found.push((hash, line, start));
            }
        }
    }
    found
}

fn hash(piece: &[WordId]) -> u64 {
    let mut hasher = FxHasher::default();
    piece.iter().for_each(|word| hasher.write_u32(word.0));
    hasher.finish()
}

/// Words covered by pieces that overlap; pieces come in order of place.
#[derive(Clone, Copy, Default)]
pub(super) struct Covered {
    pub(super) words: usize,
    end: usize,
    /// Stretches without a gap.
    pub(super) runs: usize,
}

impl Covered {
    pub(super) fn add(&mut self, place: u32) {
        let (start, end) = (place as usize, place as usize + SHINGLE);
        self.words += end - start.max(self.end);
        self.runs += usize::from(self.runs == 0 || start > self.end);
        self.end = end;
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::Line;
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn read(lines: &[Vec<u8>]) -> LineWords {
        let mut words = LineWords::default();
        for line in lines {
            let text = line.iter().map(u8::to_string).collect::<Vec<_>>().join(" ");
            let span = Span::new(0, text.len());
            Line::new(&text, span, span, &mut words);
        }
        words
    }

    /// The lines in which each piece stands, by its words.
    fn owners(lines: &[Vec<u8>]) -> BTreeMap<&[u8], BTreeSet<u32>> {
        let mut owners: BTreeMap<&[u8], BTreeSet<u32>> = BTreeMap::new();
        for (at, line) in (0u32..).zip(lines).filter(|(_, l)| l.len() >= SHORTEST) {
            for piece in line.windows(SHINGLE) {
                owners.entry(piece).or_default().insert(at);
            }
        }
        owners
    }

    proptest! {
        #[test]
        fn each_line_knows_which_living_lines_share_which_piece(
            lines in prop::collection::vec(prop::collection::vec(0u8..3, 0..24), 0..50),
            dead in prop::collection::btree_set(0u32..50, 0..40),
        ) {
            let words = read(&lines);
            let same: Vec<u32> = (0u32..).take(lines.len()).collect();
            let mut pieces = Pieces::new(&words, &same);
            let shared = pieces.shared.clone();
            let owners = owners(&lines);
            for (at, line) in (0u32..).zip(&lines).filter(|(_, l)| l.len() >= SHORTEST) {
                let mut found = BTreeMap::new();
                for (group, place) in shared.get(&at).into_iter().flatten() {
                    let alive = pieces.alive(*group, at, |line| !dead.contains(&line));
                    found.insert(*place as usize, alive.collect::<Vec<u32>>());
                }
                for (place, piece) in line.windows(SHINGLE).enumerate() {
                    let others = owners[piece].iter().copied().filter(|o| *o != at);
                    let living = others.filter(|o| !dead.contains(o)).take(OWNERS);
                    prop_assert_eq!(found.remove(&place).unwrap_or_default(), living.collect::<Vec<u32>>());
                }
                prop_assert!(found.is_empty());
            }
        }
    }
}
