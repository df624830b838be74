//! Passages given twice inside one document: which line repeats which, and which copy is the better one.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use crate::text::{Interner, WordId, tokens};

use super::line::Line;

/// Words in a row that count as one piece of a passage.
const SHINGLE: usize = 5;
/// Part of a line's words that stands in others before it is a collapsed copy of them (measured on real pages).
const COVERED: f32 = 0.8;
/// Part of a line's words that stands in one other line before it repeats that line: captions of two
/// pictures of one event differ in few words.
const CONTAINED: f32 = 0.85;
/// Part of a line's words that a collapsed copy of it holds.
const COLLAPSED: f32 = 0.6;
/// The shortest line, in tokens, that can be a copy without being the same word for word.
const SHORTEST: usize = 12;
/// How many owners of one piece are looked at; pages that say one thing more often repeat a label.
const OWNERS: usize = 32;
/// Lines on each side whose prose speaks for a copy.
const NEIGHBOURS: usize = 3;

/// Which lines repeat which.
#[derive(Debug)]
pub(super) struct Repeats {
    /// For each line those that say the same in better form; empty for a line that stands for itself.
    pub(super) of: Vec<Vec<u32>>,
    /// For each line the first one with the same words.
    pub(super) same: Vec<u32>,
}

/// Finds the repeats among lines: word for word, a line inside another, a line collapsed from several.
pub(super) fn repeats(text: &str, lines: &[Line]) -> Repeats {
    let mut words = Interner::default();
    let tokens: Vec<Vec<WordId>> = lines
        .iter()
        .map(|line| {
            tokens(text, line.words_span, &mut words)
                .iter()
                .map(|t| t.word)
                .collect()
        })
        .collect();
    let same = same_words(&tokens);
    let mut search = Search {
        lines,
        of: vec![Vec::new(); lines.len()],
        pieces: Pieces::new(&tokens, &same),
    };
    search.drop_same(&tokens, &same);
    // A collapsed copy given twice shows itself only when one of the two is gone.
    for _ in 0..3 {
        if !(search.drop_collapsed() | search.drop_contained()) {
            break;
        }
    }
    Repeats {
        of: search.of,
        same,
    }
}

fn same_words(tokens: &[Vec<WordId>]) -> Vec<u32> {
    let mut first: FxHashMap<&[WordId], u32> = FxHashMap::default();
    (0u32..)
        .zip(tokens)
        .map(|(at, line)| {
            if line.is_empty() {
                at
            } else {
                *first.entry(line).or_insert(at)
            }
        })
        .collect()
}

/// The pieces that stand in more than one line.
struct Pieces {
    /// Words of each line that takes part.
    total: Vec<usize>,
    /// For each line its shared pieces in order: the number of the group, and the word it begins at.
    shared: Vec<Vec<(u32, u32)>>,
    /// The lines of each group.
    groups: Vec<Vec<u32>>,
}

impl Pieces {
    fn new(tokens: &[Vec<WordId>], same: &[u32]) -> Self {
        let mut all: Vec<(u64, u32, u32)> = Vec::new();
        let mut total = vec![0; tokens.len()];
        for ((at, line), first) in (0u32..).zip(tokens).zip(same) {
            if line.len() < SHORTEST || *first != at {
                continue;
            }
            total[at as usize] = line.len();
            let places = (0u32..).zip(line.windows(SHINGLE));
            all.extend(places.map(|(place, piece)| (hash(piece), at, place)));
        }
        all.sort_unstable();
        let mut pieces = Self {
            total,
            shared: vec![Vec::new(); tokens.len()],
            groups: Vec::new(),
        };
        for group in all.chunk_by(|a, b| a.0 == b.0) {
            pieces.add(group);
        }
        for shared in &mut pieces.shared {
            shared.sort_unstable_by_key(|(_, place)| *place);
        }
        pieces
    }

    fn add(&mut self, group: &[(u64, u32, u32)]) {
        let mut owners: Vec<u32> = group.iter().map(|(_, line, _)| *line).collect();
        owners.dedup();
        if owners.len() < 2 {
            return;
        }
        let number = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        for (_, line, place) in group {
            self.shared[*line as usize].push((number, *place));
        }
        self.groups.push(owners);
    }
}

/// Words covered by pieces that overlap; pieces come in order of place.
#[derive(Clone, Copy, Default)]
struct Covered {
    words: usize,
    end: usize,
    /// Stretches without a gap.
    runs: usize,
}

impl Covered {
    fn add(&mut self, place: u32) {
        let (start, end) = (place as usize, place as usize + SHINGLE);
        self.words += end - start.max(self.end);
        self.runs += usize::from(self.runs == 0 || start > self.end);
        self.end = end;
    }
}

fn hash(piece: &[WordId]) -> u64 {
    let mut hasher = FxHasher::default();
    piece.hash(&mut hasher);
    hasher.finish()
}

struct Search<'a> {
    lines: &'a [Line],
    of: Vec<Vec<u32>>,
    pieces: Pieces,
}

/// How much of a line stands elsewhere.
struct Cover {
    /// Part of its words that stand in other lines.
    all: f32,
    /// The other lines with what they hold of it, most first.
    owners: Vec<(u32, Covered)>,
}

impl Search<'_> {
    fn is_alive(&self, line: u32) -> bool {
        self.of.get(line as usize).is_some_and(Vec::is_empty)
    }

    /// How much the lines around speak for this copy: prose beside it, and a dateline of its own.
    fn form(&self, line: u32) -> usize {
        let at = line as usize;
        let near = self
            .lines
            .get(at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS + 1).min(self.lines.len()));
        let prose = near.map_or(0, |near| near.iter().filter(|l| l.is_prose()).count());
        let dateline = self
            .lines
            .get(at)
            .is_some_and(|l| l.words_span.start > l.span.start);
        2 * prose + usize::from(dateline)
    }

    /// Of lines with the same words keeps the one in the best surroundings, the first where all are equal.
    fn drop_same(&mut self, tokens: &[Vec<WordId>], same: &[u32]) {
        let mut copies: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (at, first) in (0u32..).zip(same) {
            if tokens.get(at as usize).is_some_and(|t| t.len() >= SHORTEST) {
                copies.entry(*first).or_default().push(at);
            }
        }
        for group in copies.into_values().filter(|g| g.len() > 1) {
            let best = group
                .iter()
                .copied()
                .max_by_key(|at| (self.form(*at), std::cmp::Reverse(*at)));
            let Some(best) = best else { continue };
            for line in group.iter().copied().filter(|line| *line != best) {
                self.of[line as usize] = vec![best];
            }
            self.pieces.rename(group[0], best);
        }
    }

    fn cover(&self, line: u32) -> Cover {
        let at = line as usize;
        let mut counts: FxHashMap<u32, Covered> = FxHashMap::default();
        let mut all = Covered::default();
        for (group, place) in &self.pieces.shared[at] {
            let owners = self.pieces.groups[*group as usize].iter().copied();
            let mut held = false;
            for owner in owners
                .filter(|o| *o != line && self.is_alive(*o))
                .take(OWNERS)
            {
                counts.entry(owner).or_default().add(*place);
                held = true;
            }
            if held {
                all.add(*place);
            }
        }
        let mut owners: Vec<(u32, Covered)> = counts.into_iter().collect();
        owners.sort_unstable_by_key(|(owner, count)| (std::cmp::Reverse(count.words), *owner));
        Cover {
            all: self.part(line, all.words),
            owners,
        }
    }

    fn part(&self, line: u32, words: usize) -> f32 {
        let total = self
            .pieces
            .total
            .get(line as usize)
            .copied()
            .unwrap_or(0)
            .max(1);
        words as f32 / total as f32
    }

    fn alive_by_length(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0u32..)
            .zip(&self.pieces.shared)
            .filter(|(line, shared)| !shared.is_empty() && self.is_alive(*line))
            .map(|(line, _)| line)
            .collect();
        order.sort_by_key(|line| std::cmp::Reverse(self.pieces.total[*line as usize]));
        order
    }

    /// Drops lines that say in one what several others say: the worse formed copy, wherever it stands.
    fn drop_collapsed(&mut self) -> bool {
        let mut dropped = false;
        for line in self.alive_by_length() {
            let cover = self.cover(line);
            let Some((_, most)) = cover.owners.first() else {
                continue;
            };
            if cover.all < COVERED || self.part(line, most.words) >= CONTAINED {
                continue;
            }
            // What was collapsed stands in the line nearly whole; captions that share phrases do not.
            let whole =
                |(owner, held): &&(u32, Covered)| self.part(*owner, held.words) >= COLLAPSED;
            let mut of: Vec<u32> = cover.owners.iter().filter(whole).map(|(o, _)| *o).collect();
            of.sort_unstable();
            if of.len() >= 2 {
                self.of[line as usize] = of;
                dropped = true;
            }
        }
        dropped
    }

    /// Drops lines that stand inside one other line; of two that cover each other, the worse formed.
    fn drop_contained(&mut self) -> bool {
        let mut dropped = false;
        for line in self.alive_by_length().into_iter().rev() {
            let cover = self.cover(line);
            let Some((owner, held)) = cover.owners.first().copied() else {
                continue;
            };
            // With a gap inside, a figure or a name may differ: that is another statement, not a copy.
            let copied = self.part(line, held.words) >= CONTAINED && held.runs == 1;
            if !self.is_alive(line) || !copied {
                continue;
            }
            let mutual = self.part(owner, held.words) >= CONTAINED;
            let better = |at: u32| (self.form(at), std::cmp::Reverse(at));
            let (loser, winner) = if mutual && better(line) > better(owner) {
                (owner, line)
            } else {
                (line, owner)
            };
            self.of[loser as usize] = vec![winner];
            dropped = true;
        }
        dropped
    }
}

impl Pieces {
    /// Lets another line with the same words stand for them.
    fn rename(&mut self, from: u32, to: u32) {
        if from == to {
            return;
        }
        let shared = std::mem::take(&mut self.shared[from as usize]);
        for (group, _) in &shared {
            for owner in self.groups[*group as usize]
                .iter_mut()
                .filter(|o| **o == from)
            {
                *owner = to;
            }
        }
        self.shared[to as usize] = shared;
        self.total[to as usize] = self.total[from as usize];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    const FIRST: &str = "The ferry between the two harbours will sail again in spring, both governments said on Monday.";
    const SECOND: &str =
        "Fishermen from the northern shore may take up to nine thousand tonnes of herring a year.";
    const THIRD: &str =
        "Nobody in the old customs house could say when the last ticket had been sold there.";

    fn of(text: &str) -> Vec<Vec<u32>> {
        let mut at = 0;
        let mut lines = Vec::new();
        for line in text.split('\n') {
            let span = Span::new(at, at + line.len());
            lines.push(Line::new(text, span, span));
            at += line.len() + 1;
        }
        repeats(text, &lines).of
    }

    #[test]
    fn a_body_collapsed_into_one_line_repeats_the_good_copy_wherever_it_stands() {
        let collapsed = format!("{FIRST} {SECOND} {THIRD}");
        assert_eq!(
            of(&format!("{collapsed}\nMenu\n{FIRST}\n{SECOND}\n{THIRD}"))[0],
            [2, 3, 4]
        );
        assert_eq!(
            of(&format!("{FIRST}\n{SECOND}\n{THIRD}\n{collapsed}"))[3],
            [0, 1, 2]
        );
    }

    #[test]
    fn a_collapsed_copy_cut_short_is_still_a_copy() {
        let collapsed = format!("{FIRST} {SECOND} Nobody in the old customs");
        let found = of(&format!("{collapsed}\n{FIRST}\n{SECOND}\n{THIRD}"));
        assert_eq!(found[0], [1, 2]);
    }

    #[test]
    fn of_two_equal_lines_the_one_among_prose_is_kept() {
        let found = of(&format!(
            "{FIRST}\nMenu\nShare\nTags\n{FIRST}\n{SECOND}\n{THIRD}"
        ));
        assert_eq!(found[0], [4]);
        assert!(found[4].is_empty());
    }

    #[test]
    fn a_passage_inside_another_line_repeats_it() {
        let found = of(&format!(
            "{FIRST}\nHALM (Ostwire) - {FIRST} Rain fell on the quay all day long."
        ));
        assert_eq!(found, [vec![1], vec![]]);
    }

    #[test]
    fn captions_that_differ_in_a_word_inside_are_two_captions() {
        let other = FIRST.replace("spring", "winter");
        assert!(of(&format!("{FIRST}\n{other}")).iter().all(Vec::is_empty));
    }

    #[test]
    fn different_lines_repeat_nothing() {
        assert!(
            of(&format!("{FIRST}\n{SECOND}\n{THIRD}"))
                .iter()
                .all(Vec::is_empty)
        );
    }
}
