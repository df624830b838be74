//! Which sentences of one document a sentence of the other is worth holding against, by an inverted index of
//! terms.
//!
//! ```text
//! ferry  ─ 4, 17          "The ferry reached the harbour at ten."
//! harbour─ 4, 9, 17       4 and 17 have most in common with it, 9 little;
//! the    ─ 1, 2, 3, …     a word of very many sentences is no reason to look at one
//! ```
//! In short documents words alike in writing count as well; in long ones only the very same words lead to a
//! sentence, and the few that are found are then held against each other by all their words. (On pairs of
//! .4 to 10 MB the links are the same, with an eighth to a quarter of the work saved.)

use super::likeness::{Rarity, balance};
use super::reading::{MANY, NO_TERM, Reading};
use super::sentences::Distinct;
use super::vocabulary::Term;
use super::work::Work;

/// How many candidates a sentence has at most, the best by terms.
const CANDIDATES: usize = 64;

/// And in a long document, where most of what is a little alike is so by chance.
const CANDIDATES_OF_MANY: usize = 8;

/// A term of at most this many sentences is always looked up.
const RARE: usize = 16;

/// The sentences of the second document by term.
pub(super) struct Index<'a> {
    reading: &'a Reading,
    sentences: &'a Distinct,
    /// By term: sentence and how often it holds the term.
    standings: Vec<(u32, f32)>,
    /// Where the standings of each term begin.
    starts: Vec<u32>,
    totals: Vec<f64>,
    /// Terms of more sentences than this are no reason to look at a sentence: the fewer the longer the
    /// document is, so that the look-ups for one sentence do not grow with it.
    most: usize,
}

impl<'a> Index<'a> {
    pub(super) fn new(reading: &'a Reading, sentences: &'a Distinct, rarity: &Rarity<'_>) -> Self {
        let mut found: Vec<(Term, u32, f32)> = Vec::new();
        let mut totals = Vec::new();
        let mut terms = Vec::new();
        for (number, unit) in (0..).zip(sentences.samples()) {
            totals.push(rarity.total(reading, reading.units[unit].words()));
            count_terms(reading, unit, &mut terms);
            found.extend(terms.iter().map(|(term, count)| (*term, number, *count)));
        }
        let mut starts = vec![0; rarity.readings.vocabulary.len() as usize + 1];
        found
            .iter()
            .for_each(|(term, ..)| starts[*term as usize] += 1);
        let mut next = 0;
        for start in &mut starts {
            next += std::mem::replace(start, next);
        }
        let mut free = starts.clone();
        let mut standings = vec![(0, 0.0); found.len()];
        for (term, number, count) in found {
            let at = &mut free[term as usize];
            standings[*at as usize] = (number, count);
            *at += 1;
        }
        let parts = totals.len() / (MANY / 2 + 1) + 1;
        let most = (4 * MANY / parts.saturating_pow(3)).max(RARE);
        Self {
            reading,
            sentences,
            standings,
            starts,
            totals,
            most,
        }
    }

    fn holders(&self, term: Term) -> &[(u32, f32)] {
        let bound = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        let range = bound(term as usize)..bound(term as usize + 1);
        self.standings.get(range).unwrap_or(&[])
    }
}

/// What a sentence and one of the index have in common.
#[derive(Clone, Copy, Debug, Default)]
struct Matched {
    /// Weight of the words of the sentence that are matched in that of the index.
    forth: f64,
    /// And the reverse.
    back: f64,
    /// The word that was matched last.
    last: u32,
}

/// Finds the candidates of one sentence after another.
pub(super) struct Search<'a> {
    index: &'a Index<'a>,
    rarity: &'a Rarity<'a>,
    /// By sentence of the index: what is matched there.
    matched: Vec<Matched>,
    now: u32,
    /// By term: how alike the likest word of this sentence is.
    best: Vec<f32>,
    terms: Vec<(Term, f32)>,
    touched: Vec<u32>,
    /// Whether one of the documents is long.
    many: bool,
    /// How many candidates a sentence has at most.
    at_most: usize,
}

impl<'a> Search<'a> {
    /// Searches for sentences of the document `a`.
    pub(super) fn new(a: &Reading, index: &'a Index<'a>, rarity: &'a Rarity<'a>) -> Self {
        let count = index.totals.len();
        let many = a.units.len().max(index.reading.units.len()) > MANY;
        Self {
            index,
            rarity,
            matched: vec![Matched::default(); count],
            now: 0,
            best: vec![0.0; rarity.readings.vocabulary.len() as usize],
            terms: Vec::new(),
            touched: Vec::new(),
            many,
            at_most: if many { CANDIDATES_OF_MANY } else { CANDIDATES },
        }
    }

    /// Returns the sentences with the most in common and the lexical likeness to each, by number, where it
    /// is at least `least`; `None` where the work ended.
    pub(super) fn candidates(
        &mut self,
        a: &Reading,
        unit: usize,
        least: f64,
        work: &mut Work<'_>,
    ) -> Option<Vec<(usize, f64)>> {
        count_terms(a, unit, &mut self.terms);
        let going_on = if self.many {
            self.look_up_same(work)
        } else {
            self.look_up(work)
        };
        let total = self.rarity.total(a, a.units[unit].words());
        let mut found = self.collect(total, least);
        if self.many && !found.is_empty() {
            self.know_likest();
            for (at, lexical) in &mut found {
                *lexical = self.lexical(total, *at);
            }
        }
        if !self.many || !found.is_empty() {
            self.forget_likest();
        }
        going_on.then_some(found)
    }

    /// Walks the standings of the terms of the sentence that few sentences hold.
    fn look_up_same(&mut self, work: &mut Work<'_>) -> bool {
        for at in 0..self.terms.len() {
            let (term, count) = self.terms[at];
            let list = self.index.holders(term);
            if list.len() > self.index.most {
                continue;
            }
            if !work.spend(list.len() + 1) {
                return false;
            }
            let weight = f64::from(self.rarity.term(term));
            self.now += 1;
            self.walk(list, weight * f64::from(count), weight);
        }
        true
    }

    /// Walks the standings of all terms alike to those of the sentence.
    fn look_up(&mut self, work: &mut Work<'_>) -> bool {
        for at in 0..self.terms.len() {
            let (term, count) = self.terms[at];
            let weight = f64::from(self.rarity.term(term)) * f64::from(count);
            self.now += 1;
            for (other, likeness) in self.rarity.readings.vocabulary.alike(term) {
                let list = self.index.holders(*other);
                if list.is_empty() {
                    continue;
                }
                let known = &mut self.best[*other as usize];
                let better = (*likeness - *known).max(0.0);
                *known = known.max(*likeness);
                if !work.spend(list.len()) {
                    return false;
                }
                let back = f64::from(better) * f64::from(self.rarity.term(*other));
                self.walk(list, weight * f64::from(*likeness), back);
            }
        }
        true
    }

    /// Learns for every term how alike the likest word of the sentence is.
    fn know_likest(&mut self) {
        for (term, _) in &self.terms {
            for (other, likeness) in self.rarity.readings.vocabulary.alike(*term) {
                let known = &mut self.best[*other as usize];
                *known = known.max(*likeness);
            }
        }
    }

    fn forget_likest(&mut self) {
        for (term, _) in &self.terms {
            for (other, _) in self.rarity.readings.vocabulary.alike(*term) {
                self.best[*other as usize] = 0.0;
            }
        }
    }

    fn walk(&mut self, list: &[(u32, f32)], forth: f64, back: f64) {
        for (sentence, count) in list {
            let at = *sentence as usize;
            let matched = &mut self.matched[at];
            if (matched.forth, matched.back) == (0.0, 0.0) {
                self.touched.push(*sentence);
            }
            if matched.last != self.now {
                matched.last = self.now;
                matched.forth += forth;
            }
            matched.back += back * f64::from(*count);
        }
    }

    fn collect(&mut self, total: f64, least: f64) -> Vec<(usize, f64)> {
        let mut found = Vec::new();
        for sentence in std::mem::take(&mut self.touched) {
            let at = sentence as usize;
            let matched = &mut self.matched[at];
            let forth = std::mem::take(&mut matched.forth);
            let back = std::mem::take(&mut matched.back);
            // A harmonic mean is no more than twice either part.
            if 2.1 * forth < least * total {
                continue;
            }
            let lexical = balance(forth, total, back, self.index.totals[at]);
            if lexical >= least {
                found.push((at, lexical));
            }
        }
        found.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        found.truncate(self.at_most);
        found.sort_by_key(|(at, _)| *at);
        found
    }

    /// Returns the lexical likeness by all terms, those of many sentences too.
    fn lexical(&self, total: f64, at: usize) -> f64 {
        let index = self.index;
        let unit = index.sentences.sample(at);
        let words = &index.reading.words[index.reading.units[unit].words()];
        let back: f64 = words
            .iter()
            .filter(|word| word.term != NO_TERM)
            .map(|word| {
                f64::from(self.best[word.term as usize]) * f64::from(self.rarity.term(word.term))
            })
            .sum();
        let vocabulary = &self.rarity.readings.vocabulary;
        let holds = |term: Term| words.iter().any(|word| word.term == term);
        let forth: f64 = self
            .terms
            .iter()
            .map(|(term, count)| {
                let likest = vocabulary
                    .alike(*term)
                    .iter()
                    .find(|(other, _)| holds(*other));
                let likeness = likest.map_or(0.0, |(_, likeness)| *likeness);
                f64::from(self.rarity.term(*term)) * f64::from(*count) * f64::from(likeness)
            })
            .sum();
        balance(forth, total, back, index.totals[at])
    }
}

/// Counts the terms of a sentence.
fn count_terms(reading: &Reading, unit: usize, terms: &mut Vec<(Term, f32)>) {
    let words = reading.words[reading.units[unit].words()].iter();
    terms.clear();
    terms.extend(words.filter(|w| w.term != NO_TERM).map(|w| (w.term, 1.0)));
    terms.sort_unstable_by_key(|(term, _)| *term);
    terms.dedup_by(|next, known| {
        let same = next.0 == known.0;
        known.1 += if same { next.1 } else { 0.0 };
        same
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::reading::read;
    use crate::compare::sample::texts;
    use crate::compare::work::Options;
    use proptest::prelude::*;

    fn story() -> impl Strategy<Value = String> {
        const WORDS: [&str; 8] = [
            "ferry", "ferries", "harbour", "harbours", "the", "sailed", "sailing", "rain",
        ];
        let sentence = prop::collection::vec(prop::sample::select(&WORDS[..]), 4..9);
        let line = sentence.prop_map(|words| words.join(" ") + ".");
        prop::collection::vec(line, 1..8).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #[test]
        fn a_sentence_looked_up_by_some_terms_is_scored_by_all(one in story(), other in story()) {
            let readings = read(&texts(&[&one, &other]));
            let (a, b) = (&readings.documents[0], &readings.documents[1]);
            let rarity = Rarity::new(&readings, a, b);
            let others = Distinct::of(b, &[]);
            let index = Index::new(b, &others, &rarity);
            let mut search = Search::new(a, &index, &rarity);
            let mut work = Options::default().share(1);
            for unit in 0..a.units.len() {
                count_terms(a, unit, &mut search.terms);
                prop_assert!(search.look_up(&mut work));
                let total = rarity.total(a, a.units[unit].words());
                for (at, walked) in search.collect(total, 0.0) {
                    prop_assert!((search.lexical(total, at) - walked).abs() < 1e-12);
                }
                search.best.fill(0.0);
            }
        }
    }

    #[test]
    fn a_word_of_very_many_sentences_is_no_reason_to_look_at_one() {
        let lines = |count: usize| {
            (0..count)
                .map(|n| format!("common talk {n}th today."))
                .collect::<Vec<_>>()
                .join("\n")
        };
        let found = |count: usize| {
            let text = lines(count);
            let readings = read(&texts(&[&text, &text]));
            let (a, b) = (&readings.documents[0], &readings.documents[1]);
            let rarity = Rarity::new(&readings, a, b);
            let others = Distinct::of(b, &[]);
            let index = Index::new(b, &others, &rarity);
            let mut work = Options::default().share(1);
            Search::new(a, &index, &rarity)
                .candidates(a, 7, 0.0, &mut work)
                .map(|c| c.len())
        };
        assert_eq!(found(50), Some(50));
        assert!(found(3_000).is_some_and(|count| count < 20));
    }
}
