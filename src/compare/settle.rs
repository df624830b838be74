//! One relation for every pair of spans, where runs and sentences overlap.
//!
//! ```text
//! words alone decide                  same words in the same order, nothing else      verbatim
//!                                     a run, or .6 of the words of both in order      near
//! words and n-grams                   score from .24, with a model from .26, and      paraphrase
//!                                     .8 of the best that each of the two sentences has
//!                                     score from .17, with a model from .20           weak
//! ```
//! A pair of sentences whose matched words lie in runs is left out, unless it is nearly the same in words as a
//! whole: then it takes up the runs, which stop short of its ends; runs of the very same words stay. Short runs
//! of rare words are added last, where no strong link touches them.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::captions;
use super::frames::Framed;
use super::likeness::{Rarity, balance};
use super::matching::{in_order, matches, trimmed};
use super::meaning::Thresholds;
use super::pairs::Pairs;
use super::passage::{Relation, Rule, Why};
use super::reading::{Reading, WORD, Word};
use super::reuse;
use super::runs::{Run, Runs};
use super::sentences::{FEWEST, Scored};
use super::spelling::in_common;
use super::telling::{TOLD, telling};
use super::work::Work;
use crate::document::Document;
use crate::text::Span;

/// Sentences with this part of the words of both in the same order say nearly the same (matched words of
/// the shorter from .6 on: 12 % of the pairs that say the same, none of 3,427 others).
pub(super) const NEAR: f64 = 0.6;

/// A pair of sentences that are not nearly the same is left out where runs hold this part of what is matched
/// in it. (With those nearly the same left out too, recall of near passages is .894 instead of .899 on SPARK,
/// .869 instead of .887 on ECB+; where runs of the very same words grow as well, .903 and .893, but a quotation
/// given word for word is then no longer called the same words.)
const IN_RUNS: f64 = 0.75;

/// A pair of sentences stands on at least this many matched words.
const MATCHED: usize = 3;

/// The logarithm of the number of pairs of sentences, 33 by 33, from which on words shared by chance count.
const ORDINARY: f64 = 7.0;

/// A link by score stands on matched words whose rarities sum to this many times the logarithm of the
/// number of pairs of sentences above [`ORDINARY`]: the more pairs, the more of them share a few words by
/// chance. (With the rule of [`super::reuse`], on `idn_pan`, development part: 2,674 links become 100,
/// highlight F1 rises from .43 to .89, plagdet from .08 to .49; SPARK .621 to .617, ECB+ as before.)
const CHANCE: f64 = 6.0;

/// And on at least this many of them outside of frames of attribution, unless all of it is the same. (SPARK,
/// development part: precision of sentences .479 to .483, of strong ones .534 to .548, recall .519 to .509;
/// most links that it takes away lie outside of the annotated sentences.)
const SAID: usize = 2;

/// What settling knows of a pair of documents.
pub(super) struct Pair<'a> {
    /// The first document.
    pub a: (&'a Document, &'a Reading),
    /// The second.
    pub b: (&'a Document, &'a Reading),
    /// How rare their words are.
    pub rarity: &'a Rarity<'a>,
    /// From which scores on sentences are linked by words.
    pub thresholds: Thresholds,
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
    /// Whether it stands on no more words than sentences of so many share by chance.
    pub by_chance: bool,
    /// Why it is there.
    pub why: Why,
    /// Starts of words and of their counterparts.
    pub words: Vec<(u32, u32)>,
}

impl Pair<'_> {
    /// Returns the links of the pair, in order.
    pub(super) fn settle(
        &self,
        Runs { long, rare }: &Runs,
        scored: &[Scored],
        work: &mut Work<'_>,
    ) -> Vec<Draft> {
        let runs: Vec<&Run> = long.iter().filter(|run| self.says(run)).collect();
        let in_runs = self.weight_in_runs(&runs);
        let of_runs: Vec<Draft> = runs.iter().map(|run| self.run(run)).collect();
        let held = Held::of(&of_runs);
        let mut links: Vec<Draft> = Vec::new();
        for sentence in scored {
            let cost = self.a.1.units[sentence.a as usize].words().len()
                * self.b.1.units[sentence.b as usize].words().len();
            if !work.spend(cost) {
                break;
            }
            let known = in_runs.get(&(sentence.a, sentence.b)).copied();
            links.extend(self.sentence(*sentence, known.unwrap_or(0.0), &held));
        }
        let by_words = links.iter().filter(|link| link.relation <= Relation::Near);
        let taken_up = Pairs::of(by_words.map(|link| (link.a, link.b)));
        let left = of_runs.into_iter();
        links.extend(left.filter(|run| !taken_up.hold(run.a, run.b)));
        self.add_rare(rare, &mut links);
        let links = captions::without_strays((self.a.0, self.b.0), links, self.thresholds);
        let mut links = reuse::join((self.a.1, self.b.1), links, work);
        links.retain(|link| !link.by_chance);
        links.sort_by_key(|link| (link.a, link.b));
        links
    }

    /// Adds the short runs of rare words that tell something and over which no strong link is.
    fn add_rare(&self, rare: &[Run], links: &mut Vec<Draft>) {
        let stays = |link: &&Draft| link.relation.is_strong() && !link.by_chance;
        let strong = links.iter().filter(stays).map(|link| (link.a, link.b));
        let strong = Pairs::of(strong);
        let says = |run: &&Run| self.says(run) && self.tells(&self.starts(run));
        let rare = rare.iter().filter(says).map(|run| self.run(run));
        links.extend(rare.filter(|run| !strong.touch(run.a, run.b)));
    }

    /// Returns whether a run says more than who spoke: it does where it is whole sentences.
    fn says(&self, run: &Run) -> bool {
        let (a, b) = (self.a.1, self.b.1);
        let units = |reading: &Reading, words: &Range<usize>| {
            let unit = |at: usize| reading.words.get(at).map_or(0, |word| word.unit);
            (unit(words.start), unit(words.end.saturating_sub(1)))
        };
        let (one, other) = (units(a, &run.a), units(b, &run.b));
        if one.0 != one.1 || other.0 != other.1 {
            return true;
        }
        let opens = |reading: &Reading, at: usize| reading.words.get(at).is_none_or(|w| w.opens);
        let edges = |reading: &Reading, words: &Range<usize>| {
            opens(reading, words.start) && opens(reading, words.end)
        };
        let whole = edges(a, &run.a) && edges(b, &run.b);
        let exact = run.same.len() == run.a.len() && run.same.len() == run.b.len();
        let starts = self.starts(run);
        (whole && exact) || (self.outside(&starts, (one.0, other.0)) >= SAID && self.tells(&starts))
    }

    /// Returns whether pairs of words are more than names.
    fn tells(&self, words: &[(u32, u32)]) -> bool {
        let texts = (self.a.0.text.as_str(), self.b.0.text.as_str());
        telling(texts, words) >= TOLD
    }

    /// Returns where the words of a run that are the same begin.
    fn starts(&self, run: &Run) -> Vec<(u32, u32)> {
        let (a, b) = (self.a.1, self.b.1);
        let start = |reading: &Reading, at: u32| reading.words[at as usize].span.start;
        let same = run.same.iter();
        same.map(|(x, y)| (start(a, *x), start(b, *y))).collect()
    }

    /// Returns how many matched words of two sentences stand outside of frames in both.
    fn outside(&self, words: &[(u32, u32)], (one, other): (u32, u32)) -> usize {
        let (a, b) = (Framed::of(self.a, one), Framed::of(self.b, other));
        let free = words.iter().filter(|(x, y)| !a.holds(*x) && !b.holds(*y));
        free.count()
    }

    /// Returns the weight of words that two sentences of so many may share by chance.
    fn chance(&self) -> f64 {
        let pairs = self.a.1.units.len() * self.b.1.units.len();
        CHANCE * ((pairs as f64).ln() - ORDINARY)
    }

    /// Returns for pairs of sentences the weight of their words that runs match.
    fn weight_in_runs(&self, runs: &[&Run]) -> FxHashMap<(u32, u32), f64> {
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
        let all = run.same.len() == run.a.len() && run.same.len() == run.b.len();
        let (xs, ys) = (&a.words[run.a.clone()], &b.words[run.b.clone()]);
        let characters = if all && same_terms(xs, ys) {
            1.0
        } else {
            in_common(self.rarity.readings, (a, b), run)
        };
        Draft {
            a: a.span(run.a.clone()),
            b: b.span(run.b.clone()),
            relation: if all {
                Relation::Verbatim
            } else {
                Relation::Near
            },
            score: rounded(0.5 * lexical + 0.5 * characters),
            moved: false,
            by_chance: false,
            why: Why {
                rule: Rule::Run,
                words: Span::offset(run.same.len()),
                lexical: rounded(lexical),
                characters: rounded(characters),
                parts: 1,
                meaning: None,
            },
            words: self.starts(run),
        }
    }

    fn sentence(&self, scored: Scored, in_runs: f64, held: &Held) -> Option<Draft> {
        let (a, b) = (self.a.1, self.b.1);
        let matched = self.matched(scored);
        let (xs, ys) = (matched.a.clone(), matched.b.clone());
        if matched.words.len() < MATCHED {
            return None;
        }
        let (one, other) = (a.span(xs.clone()), b.span(ys.clone()));
        let by_runs = in_runs > 0.0 && in_runs >= IN_RUNS * matched.weight;
        // No more words are the same in order than have a counterpart.
        let too_few = 2.0 * (matched.words.len() as f64) < NEAR * (xs.len() + ys.len()) as f64;
        if by_runs && (too_few || !held.may_grow(one, other)) {
            return None;
        }
        let outside = self.outside(&matched.words, (scored.a, scored.b));
        let score = scored.likeness.score();
        let from = self
            .thresholds
            .by(scored.likeness.meaning.is_some())
            .paraphrase;
        let paraphrase = scored.first && rounded(score) >= from;
        let relation = relation(&a.words[xs], &b.words[ys], paraphrase);
        if relation > Relation::Verbatim && outside < SAID {
            return None;
        }
        if by_runs && relation > Relation::Near {
            return None;
        }
        Some(Draft {
            relation,
            a: one,
            b: other,
            score: rounded(score),
            moved: false,
            by_chance: relation > Relation::Near && matched.weight < self.chance(),
            why: Why {
                rule: Rule::Sentence,
                words: Span::offset(matched.words.len()),
                lexical: rounded(scored.likeness.lexical),
                characters: rounded(scored.likeness.characters),
                parts: 1,
                meaning: scored.likeness.meaning.map(rounded),
            },
            words: matched.words,
        })
    }

    /// Matches the words of two sentences and trims their outer clauses.
    fn matched(&self, scored: Scored) -> Matched {
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
        let xs = trimmed(&self.a.0.text, a, xs, &cover_a, self.rarity);
        let ys = trimmed(&self.b.0.text, b, ys, &cover_b, self.rarity);
        let start = |reading: &Reading, at: u32| reading.words[at as usize].span.start;
        let inside = found
            .iter()
            .filter(|m| xs.contains(&(m.a as usize)) && ys.contains(&(m.b as usize)));
        let words = inside.map(|m| (start(a, m.a), start(b, m.b))).collect();
        Matched {
            a: xs,
            b: ys,
            words,
            weight,
        }
    }
}

/// What is matched of two sentences.
struct Matched {
    /// The words that are left of the first, by index.
    a: Range<usize>,
    /// And of the second.
    b: Range<usize>,
    /// Starts of words that are left and of their counterparts.
    words: Vec<(u32, u32)>,
    /// The rarities of all matched words of the sentences, summed.
    weight: f64,
}

/// Where runs lie.
struct Held {
    verbatim: Pairs,
    near: Pairs,
}

impl Held {
    fn of(runs: &[Draft]) -> Self {
        let of = |relation: Relation| {
            let known = runs.iter().filter(|run| run.relation == relation);
            Pairs::of(known.map(|run| (run.a, run.b)))
        };
        Self {
            verbatim: of(Relation::Verbatim),
            near: of(Relation::Near),
        }
    }

    /// Returns whether the runs in a pair of spans may grow to the whole of it.
    fn may_grow(&self, a: Span, b: Span) -> bool {
        self.near.lie_within(a, b) && !self.verbatim.touch(a, b)
    }
}

/// Returns whether words that are the same also count for the same, with none set aside.
fn same_terms(a: &[Word], b: &[Word]) -> bool {
    let same = |(x, y): (&Word, &Word)| x.term == y.term && x.size == y.size;
    a.iter().zip(b).all(same) && a.iter().any(|word| u32::from(word.size) >= WORD)
}

/// Returns the relation of two stretches of words; `paraphrase` says whether their score reaches that.
pub(super) fn relation(a: &[Word], b: &[Word], paraphrase: bool) -> Relation {
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

/// Returns a score as it is reported: with four decimals.
#[expect(
    clippy::cast_possible_truncation,
    reason = "scores lie between 0 and 1"
)]
pub(super) fn rounded(score: f64) -> f32 {
    ((score * 10_000.0).round() / 10_000.0) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::likeness::Likeness;
    use crate::compare::passage::Link;
    use crate::compare::reading::read;
    use crate::compare::sample::texts;
    use crate::compare::{Options, compare};
    use crate::document::DocId;

    fn links(one: &str, other: &str) -> Vec<Link> {
        compare(&texts(&[one, other]), &Options::default()).links
    }

    #[test]
    fn sentences_nearly_the_same_are_linked_as_a_whole_and_take_up_their_run() {
        let one = "Cold and tired but in good spirits forty drivers slept in the old school hall while the storm went on.";
        let other = "Until the plough came on Sunday forty drivers slept in the village school hall while the storm went on.";
        let found = links(one, other);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].relation, found[0].why.rule),
            (Relation::Near, Rule::Sentence)
        );
        assert_eq!(found[0].a.span.len(), one.len());
    }

    #[test]
    fn a_run_in_sentences_that_part_otherwise_stays_a_run() {
        let found = links(
            "Forty drivers slept in the old school hall that night, and the mayor thanked all who had \
             brought soup and blankets up the hill by tractor.",
            "Nobody knows yet why forty drivers slept in the old school hall that night although buses \
             could have taken them down to the valley.",
        );
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].relation, found[0].why.rule),
            (Relation::Verbatim, Rule::Run)
        );
    }

    #[test]
    fn a_string_of_names_in_sentences_that_part_otherwise_is_no_link() {
        let name = "the Secretary General of the Harbour Union of the Free Ports of Velmora";
        let one = format!(
            "Nobody on the quay could say on Monday evening why {name} had left so soon, without a word to the \
             crews who waited."
        );
        let found = links(
            &one,
            &format!(
                "A letter from {name} asks the owners to pay for twelve more ferries before winter storms come."
            ),
        );
        assert!(
            found.iter().all(|link| !link.relation.is_strong()),
            "{found:?}"
        );
        let found = links(
            &one,
            &format!(
                "Winter storms kept twelve ferries in port, and {name} had left so soon that none was told."
            ),
        );
        assert_eq!(found[0].relation, Relation::Verbatim);
    }

    #[test]
    fn a_run_over_the_end_of_a_sentence_stays_one_link() {
        let text = "Forty drivers slept in the school hall. Nobody was hurt in the storm.";
        let other = format!("{text} The road is open.");
        let found = links(text, &other);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].a.span.len(), text.len());
    }

    #[test]
    fn every_statement_of_a_quotation_is_linked_with_its_full_stop() {
        let one = "The mayor told the crews on the quay: \"Nobody in the little town was hurt by falling trees. The river \
                   rose fast all day across the lower valley. It is up to us all. The old bridge will be rebuilt this \
                   year.\"";
        let other = one
            .replace(
                "The mayor told the crews on the quay",
                "Later she said to all of us",
            )
            .replace(
                "fast all day across the lower",
                "fast all night across the upper",
            )
            .replace("this year", "next year");
        let found = compare(&texts(&[one, &other]), &Options::default());
        let parts = found.links.iter().map(|link| {
            let words = one.get(link.a.span.range()).unwrap();
            (link.relation, words.split_whitespace().next_back().unwrap())
        });
        let expected = [
            (Relation::Verbatim, "trees."),
            (Relation::Near, "valley."),
            (Relation::Verbatim, "all."),
            (Relation::Near, "year.\""),
        ];
        assert_eq!(parts.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_run_of_the_very_same_words_stays_verbatim() {
        let found = links(
            "Cold and tired but in good spirits forty drivers slept in the old school hall while the storm went on.",
            "Until the plough came on Sunday forty drivers slept in the old school hall while the storm went on.",
        );
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].relation, Relation::Verbatim);
    }

    #[test]
    fn a_second_choice_of_both_is_weak_however_it_scores() {
        let set = texts(&[
            "Snow closed the mountain pass above the village all night.",
            "The village waits for the plough to clear the mountain pass of snow.",
        ]);
        let readings = read(&set);
        let (a, b) = (&readings.documents[0], &readings.documents[1]);
        let pair = Pair {
            a: (set.get(DocId(0)).unwrap(), a),
            b: (set.get(DocId(1)).unwrap(), b),
            rarity: &Rarity::new(&readings, a, b),
            thresholds: Thresholds::WORDS,
        };
        let relation = |first: bool| {
            let likeness = Likeness {
                lexical: 0.4,
                characters: 0.4,
                meaning: None,
            };
            let scored = Scored {
                a: 0,
                b: 0,
                likeness,
                first,
            };
            let mut work = Options::default().share(1);
            pair.settle(&Runs::default(), &[scored], &mut work)[0].relation
        };
        assert_eq!(
            (relation(true), relation(false)),
            (Relation::Paraphrase, Relation::Weak)
        );
    }
}
