//! One relation for every pair of spans, where runs and sentences overlap.
//!
//! ```text
//! words alone decide                  same words in the same order, nothing else      verbatim
//!                                     a run, or .6 of the words of both in order      near
//! words and n-grams                   score from .24, with a model from .26           paraphrase
//!                                     score from .17, with a model from .20           weak
//! ```
//! A pair of sentences whose matched words lie in runs adds nothing and is left out; a run inside a pair
//! of sentences that is itself nearly the same in words is taken up in it.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::likeness::{Rarity, balance};
use super::matching::{in_order, matches, trimmed};
use super::meaning::Thresholds;
use super::passage::{Relation, Rule, Why};
use super::reading::{Reading, WORD, Word};
use super::runs::Run;
use super::sentences::{FEWEST, Scored};
use super::work::Work;
use crate::document::Document;
use crate::text::Span;

/// Sentences with this part of the words of both in the same order say nearly the same (matched words of
/// the shorter from .6 on: 12 % of the pairs that say the same, none of 3,427 others).
const NEAR: f64 = 0.6;

/// A pair of sentences is left out where runs hold this part of what is matched in it.
const IN_RUNS: f64 = 0.75;

/// A pair of sentences stands on at least this many matched words.
const MATCHED: usize = 3;

/// What settling knows of a pair of documents.
pub(super) struct Pair<'a> {
    /// The first document.
    pub a: (&'a Document, &'a Reading),
    /// The second.
    pub b: (&'a Document, &'a Reading),
    /// How rare their words are.
    pub rarity: &'a Rarity<'a>,
}

/// A link of a pair that is not yet placed in its set.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    /// The bytes in the first document.
    pub a: Span,
    /// And in the second.
    pub b: Span,
    /// How alike they are.
    pub relation: Relation,
    /// 0 to 1.
    pub score: f32,
    /// Whether it lies off the common order.
    pub moved: bool,
    /// Why it is there.
    pub why: Why,
    /// Starts of words and of their counterparts.
    pub words: Vec<(u32, u32)>,
}

impl Pair<'_> {
    /// Returns the links of the pair, in order.
    pub(super) fn settle(
        &self,
        runs: &[Run],
        scored: &[Scored],
        work: &mut Work<'_>,
    ) -> Vec<Draft> {
        let in_runs = self.weight_in_runs(runs);
        let mut links: Vec<Draft> = Vec::new();
        for sentence in scored {
            let cost = self.a.1.units[sentence.a as usize].words().len()
                * self.b.1.units[sentence.b as usize].words().len();
            if !work.spend(cost) {
                break;
            }
            let known = in_runs.get(&(sentence.a, sentence.b)).copied();
            links.extend(self.sentence(*sentence, known.unwrap_or(0.0)));
        }
        let taken_up = Inside::of(&links);
        let left = runs.iter().map(|run| self.run(run));
        let left: Vec<Draft> = left.filter(|run| !taken_up.holds(run)).collect();
        links.extend(left);
        links.sort_by_key(|link| (link.a, link.b));
        links
    }

    /// Returns for pairs of sentences the weight of their words that runs match.
    fn weight_in_runs(&self, runs: &[Run]) -> FxHashMap<(u32, u32), f64> {
        let mut weights = FxHashMap::default();
        for (x, y) in runs.iter().flat_map(|run| &run.same) {
            let (one, other) = (&self.a.1.words[*x as usize], &self.b.1.words[*y as usize]);
            let weight = f64::from(self.rarity.term(one.term));
            *weights.entry((one.unit, other.unit)).or_insert(0.0) += weight;
        }
        weights
    }

    fn run(&self, run: &Run) -> Draft {
        let (a, b) = (self.a.1, self.b.1);
        let weight = |(x, _): &(u32, u32)| f64::from(self.rarity.term(a.words[*x as usize].term));
        let matched: f64 = run.same.iter().map(weight).sum();
        let total =
            |reading: &Reading, words: &Range<usize>| self.rarity.total(reading, words.clone());
        let lexical = balance(matched, total(a, &run.a), matched, total(b, &run.b));
        let profile = |reading: &Reading, words: &Range<usize>| {
            let grams = self.rarity.readings.grams(&reading.words[words.clone()]);
            self.rarity.profile(&grams)
        };
        let characters = profile(a, &run.a).cosine(&profile(b, &run.b));
        let all = run.same.len() == run.a.len() && run.same.len() == run.b.len();
        let start = |(x, y): &(u32, u32)| {
            (
                a.words[*x as usize].span.start,
                b.words[*y as usize].span.start,
            )
        };
        Draft {
            a: span(a, run.a.clone()),
            b: span(b, run.b.clone()),
            relation: if all {
                Relation::Verbatim
            } else {
                Relation::Near
            },
            score: rounded(0.5 * lexical + 0.5 * characters),
            moved: false,
            why: Why {
                rule: Rule::Run,
                words: Span::offset(run.same.len()),
                lexical: rounded(lexical),
                characters: rounded(characters),
                meaning: None,
            },
            words: run.same.iter().map(start).collect(),
        }
    }

    fn sentence(&self, scored: Scored, in_runs: f64) -> Option<Draft> {
        let (a, b) = (self.a.1, self.b.1);
        let xs = a.units[scored.a as usize].words();
        let ys = b.units[scored.b as usize].words();
        let found = matches((a, b), xs.clone(), ys.clone(), self.rarity);
        let mut cover_a = vec![0.0_f32; xs.len()];
        let mut cover_b = vec![0.0_f32; ys.len()];
        let mut weight = 0.0;
        for m in &found {
            let (x, y) = (m.a as usize, m.b as usize);
            weight += f64::from(self.rarity.term(a.words[x].term)) * f64::from(m.likeness);
            cover_a[x - xs.start] = m.likeness;
            cover_b[y - ys.start] = m.likeness;
        }
        if in_runs > 0.0 && in_runs >= IN_RUNS * weight {
            return None;
        }
        let xs = trimmed(&self.a.0.text, a, xs, &cover_a, self.rarity);
        let ys = trimmed(&self.b.0.text, b, ys, &cover_b, self.rarity);
        let inside = |m: &&super::matching::Match| {
            xs.contains(&(m.a as usize)) && ys.contains(&(m.b as usize))
        };
        let words: Vec<(u32, u32)> = found
            .iter()
            .filter(inside)
            .map(|m| {
                (
                    a.words[m.a as usize].span.start,
                    b.words[m.b as usize].span.start,
                )
            })
            .collect();
        if words.len() < MATCHED {
            return None;
        }
        let score = scored.likeness.score();
        let from = Thresholds::of(scored.likeness.meaning.is_some()).paraphrase;
        let paraphrase = rounded(score) >= from;
        Some(Draft {
            relation: relation(&a.words[xs.clone()], &b.words[ys.clone()], paraphrase),
            a: span(a, xs),
            b: span(b, ys),
            score: rounded(score),
            moved: false,
            why: Why {
                rule: Rule::Sentence,
                words: Span::offset(words.len()),
                lexical: rounded(scored.likeness.lexical),
                characters: rounded(scored.likeness.characters),
                meaning: scored.likeness.meaning.map(rounded),
            },
            words,
        })
    }
}

/// Returns the relation of two stretches of words; `paraphrase` says whether their score reaches that.
fn relation(a: &[Word], b: &[Word], paraphrase: bool) -> Relation {
    let same = in_order(a, b);
    let size = |words: &[Word]| words.iter().map(|w| u32::from(w.size)).sum::<u32>();
    let long = size(a) >= FEWEST * WORD && size(b) >= FEWEST * WORD;
    if long && same == a.len() && same == b.len() {
        Relation::Verbatim
    } else if long && 2.0 * same as f64 >= NEAR * (a.len() + b.len()) as f64 {
        Relation::Near
    } else if paraphrase {
        Relation::Paraphrase
    } else {
        Relation::Weak
    }
}

/// Returns the bytes of a stretch of words, with the marks at the edges of sentences that it reaches.
fn span(reading: &Reading, words: Range<usize>) -> Span {
    let (Some(first), Some(last)) = (
        reading.words.get(words.start),
        reading.words.get(words.end.saturating_sub(1)),
    ) else {
        return Span::default();
    };
    let (before, behind) = (
        &reading.units[first.unit as usize],
        &reading.units[last.unit as usize],
    );
    let at_start = before.first as usize == words.start;
    let at_end = behind.end as usize == words.end;
    Span {
        start: if at_start {
            before.span.start
        } else {
            first.span.start
        },
        end: if at_end {
            behind.span.end
        } else {
            last.span.end
        },
    }
}

/// Returns a score as it is reported: with four decimals.
#[expect(
    clippy::cast_possible_truncation,
    reason = "scores lie between 0 and 1"
)]
pub(super) fn rounded(score: f64) -> f32 {
    ((score * 10_000.0).round() / 10_000.0) as f32
}

/// The links of sentences that are alike by words alone, to find the runs inside them.
struct Inside {
    /// Sorted by their start in the first document, with the farthest end up to here.
    spans: Vec<(Span, Span)>,
    longest: usize,
}

impl Inside {
    fn of(links: &[Draft]) -> Self {
        let alike = links.iter().filter(|link| link.relation <= Relation::Near);
        let mut spans: Vec<(Span, Span)> = alike.map(|link| (link.a, link.b)).collect();
        spans.sort_unstable();
        let longest = spans.iter().map(|(a, _)| a.len()).max().unwrap_or(0);
        Self { spans, longest }
    }

    fn holds(&self, run: &Draft) -> bool {
        let from = (run.a.end as usize).saturating_sub(self.longest);
        let first = self
            .spans
            .partition_point(|(a, _)| (a.start as usize) < from);
        let near = self.spans.get(first..).unwrap_or(&[]).iter();
        let mut near = near.take_while(|(a, _)| a.start <= run.a.start);
        near.any(|(a, b)| a.covers(run.a) && b.covers(run.b))
    }
}
