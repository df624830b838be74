//! Passages given twice inside one document: which line repeats which, and which copy is the better one.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::text::{Span, WordId};

use super::line::{Line, LineWords};
use super::piece::{Covered, Pieces};

/// Part of a line's words that stands in others before it is a collapsed copy of them (measured on real pages).
const COVERED: f32 = 0.8;
/// Part of a line's words that stands in one other line before it repeats that line: captions of two
/// pictures of one event differ in few words.
const CONTAINED: f32 = 0.85;
/// Part of a line's words that a collapsed copy of it holds.
const COLLAPSED: f32 = 0.6;
/// The shortest line, in tokens, that can be a copy without being the same word for word.
pub(super) const SHORTEST: usize = 12;
/// Lines on each side whose prose speaks for a copy.
const NEIGHBOURS: usize = 3;

/// Which lines repeat which.
#[derive(Debug)]
pub(super) struct Repeats {
    /// For lines that repeat others, those that say the same in better form.
    of: FxHashMap<u32, Vec<u32>>,
    /// For each line the first one with the same words.
    pub(super) same: Vec<u32>,
}

impl Repeats {
    /// Returns the lines that say the same in better form; none for a line that stands for itself.
    pub(super) fn of(&self, line: usize) -> &[u32] {
        self.of.get(&Span::offset(line)).map_or(&[], Vec::as_slice)
    }
}

/// Finds the repeats among lines: word for word, a line inside another, a line collapsed from several.
pub(super) fn repeats(lines: &[Line], words: &LineWords) -> Repeats {
    let same = same_words(words);
    let mut search = Search {
        lines,
        words,
        of: FxHashMap::default(),
        pieces: Pieces::new(words, &same),
        held: vec![Covered::default(); lines.len()],
    };
    search.drop_same(&same);
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

fn same_words(words: &LineWords) -> Vec<u32> {
    let mut first: FxHashMap<&[WordId], u32> = FxHashMap::default();
    (0..words.lines())
        .map(|line| match (Span::offset(line), words.of(line)) {
            (at, []) => at,
            (at, own) => *first.entry(own).or_insert(at),
        })
        .collect()
}

struct Search<'a> {
    lines: &'a [Line],
    words: &'a LineWords,
    of: FxHashMap<u32, Vec<u32>>,
    pieces: Pieces,
    /// By line: what it holds of the line looked at, empty between two looks.
    held: Vec<Covered>,
}

/// Returns whether the copies of the next line stand right behind those of this one: then they are copies of one
/// passage, and stay together.
fn goes_on(one: &(u32, Vec<u32>), next: &(u32, Vec<u32>)) -> bool {
    let behind = one.1.iter().map(|line| line + 1);
    next.0 == one.0 + 1 && behind.eq(next.1.iter().copied())
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
        !self.of.contains_key(&line)
    }

    /// How much the lines around speak for this copy: prose beside it, and a dateline of its own.
    fn form(&self, line: u32) -> usize {
        self.form_of(line, 1)
    }

    /// The same for a copy of several lines in a row.
    fn form_of(&self, first: u32, count: u32) -> usize {
        let (from, end) = (first as usize, (first + count) as usize);
        let lines = |range: Range<usize>| self.lines.get(range).unwrap_or(&[]).iter();
        let near = from.saturating_sub(NEIGHBOURS)..(end + NEIGHBOURS).min(self.lines.len());
        let prose = lines(near).filter(|l| l.is_prose()).count();
        let own = lines(from..end);
        let datelines = own.filter(|l| l.words_span.start > l.span.start).count();
        2 * prose + datelines
    }

    /// Of lines with the same words keeps the one in the best surroundings, the first where all are equal.
    fn drop_same(&mut self, same: &[u32]) {
        let mut copies: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (at, first) in (0u32..).zip(same).filter(|(at, first)| at != *first) {
            if self.words.of(at as usize).len() >= SHORTEST {
                copies.entry(*first).or_default().push(at);
            }
        }
        let mut copies: Vec<(u32, Vec<u32>)> = copies.into_iter().collect();
        copies.sort_unstable();
        for stretch in copies.chunk_by(goes_on) {
            let Some((first, others)) = stretch.first() else {
                continue;
            };
            let count = Span::offset(stretch.len());
            let (mut best, mut form) = (0, self.form_of(*first, count));
            for (number, line) in (1..).zip(others) {
                let own = self.form_of(*line, count);
                if own > form {
                    (best, form) = (number, own);
                }
            }
            for (first, others) in stretch {
                self.keep_copy(*first, others, best);
            }
        }
    }

    /// Keeps one of the lines with the same words: the first, or one of the others by number from 1.
    fn keep_copy(&mut self, first: u32, others: &[u32], best: usize) {
        let copies = || std::iter::once(first).chain(others.iter().copied());
        let best = copies().nth(best).unwrap_or(first);
        for line in copies().filter(|line| *line != best) {
            self.of.insert(line, vec![best]);
        }
        self.pieces.rename(first, best);
    }

    fn cover(&mut self, line: u32) -> Cover {
        let mut touched: Vec<u32> = Vec::new();
        let mut all = Covered::default();
        let shared = self.pieces.shared.remove(&line).unwrap_or_default();
        for (group, place) in &shared {
            let mut is_held = false;
            let alive = |owner| !self.of.contains_key(&owner);
            for owner in self.pieces.alive(*group, line, alive) {
                let Some(held) = self.held.get_mut(owner as usize) else {
                    continue;
                };
                if held.words == 0 {
                    touched.push(owner);
                }
                held.add(*place);
                is_held = true;
            }
            if is_held {
                all.add(*place);
            }
        }
        self.pieces.shared.insert(line, shared);
        let mut take = |owner: u32| {
            let held = self.held.get_mut(owner as usize).map(std::mem::take);
            (owner, held.unwrap_or_default())
        };
        let mut owners: Vec<(u32, Covered)> = touched.into_iter().map(&mut take).collect();
        owners.sort_unstable_by_key(|(owner, count)| (std::cmp::Reverse(count.words), *owner));
        Cover {
            all: self.part(line, all.words),
            owners,
        }
    }

    fn part(&self, line: u32, words: usize) -> f32 {
        words as f32 / self.words.of(line as usize).len().max(1) as f32
    }

    /// Returns the lines that stand for themselves and of which enough stands elsewhere, longest first.
    fn alive_by_length(&self) -> Vec<u32> {
        let shared = self.pieces.shared.iter();
        let mut order: Vec<u32> = shared
            .filter(|(line, shared)| {
                let mut all = Covered::default();
                shared.iter().for_each(|(_, place)| all.add(*place));
                self.is_alive(**line) && self.part(**line, all.words) >= COVERED.min(CONTAINED)
            })
            .map(|(line, _)| *line)
            .collect();
        order.sort_unstable_by_key(|line| {
            (
                std::cmp::Reverse(self.words.of(*line as usize).len()),
                *line,
            )
        });
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
                self.of.insert(line, of);
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
            self.of.insert(loser, vec![winner]);
            dropped = true;
        }
        dropped
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::of_text;
    use super::*;

    const FIRST: &str = "The ferry between the two harbours will sail again in spring, both governments said on Monday.";
    const SECOND: &str =
        "Fishermen from the northern shore may take up to nine thousand tonnes of herring a year.";
    const THIRD: &str =
        "Nobody in the old customs house could say when the last ticket had been sold there.";

    fn of(text: &str) -> Vec<Vec<u32>> {
        let (lines, words) = of_text(text);
        let found = repeats(&lines, &words);
        (0..lines.len()).map(|at| found.of(at).to_vec()).collect()
    }

    #[test]
    fn of_a_text_given_twice_one_copy_is_kept_whole() {
        let all = [
            FIRST,
            SECOND,
            THIRD,
            "Bakers on the quay open an hour earlier since the first ship came in at dawn last week.",
            "Two clerks sell tickets from a window that had been boarded up for eleven long winters.",
            "Children of both towns drew the new timetable in chalk on the stones of the old pier.",
            "Rain is expected for the second crossing, and the captain has asked all to bring coats.",
        ];
        let found = of(&format!("Ferries return\n{0}\n{0}", all.join("\n")));
        let count = all.len();
        assert!(found.iter().take(count + 1).all(Vec::is_empty), "{found:?}");
        let repeats: Vec<Vec<u32>> = (1..).take(count).map(|line| vec![line]).collect();
        assert_eq!(found.get(count + 1..), Some(&repeats[..]));
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
