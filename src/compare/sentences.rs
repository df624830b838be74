//! Sentences that say the same in other words: candidates by an inverted index of terms, scored by words
//! and character n-grams.
//!
//! ```text
//! "The two leaders held talks in the capital on Monday."
//! "Monday's talks between the leaders took place in the capital."      .41: in other words
//! "The capital expects rain on Monday."                                .12: no link
//! ```
//! Sentences of the same words are scored once; where one stands often in both documents, its first
//! standing is paired with the first, the second with the second, so that repeats stay cheap.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::likeness::{Likeness, Profile, Rarity, balance, cosine};
use super::meaning::{Centred, Thresholds};
use super::reading::{NO_TERM, Reading, WORD};
use super::vocabulary::Term;
use super::work::Work;

/// Sentences under this many words never link by score: a name alone is wholly like itself.
pub(super) const FEWEST: u32 = 4;

/// Two sentences of less lexical likeness than this do not reach the threshold of a weak link in practice:
/// on SPARK and ECB+ no pair that did was under .14.
const HOPELESS: f64 = 0.12;

/// Two sentences that both have a better counterpart do not link below this part of the lesser of their
/// best scores (measured on SPARK and ECB+ from .65 to 1: precision rises by three to six points, recall
/// falls by none to four).
const RIVAL: f64 = 0.75;

/// Sentences of this lexical likeness link whatever else is like them: one may be given twice.
const CERTAIN: f64 = 0.6;

/// How many candidates a sentence has at most, the best by terms.
const CANDIDATES: usize = 64;

/// Up to this product of their numbers every standing of a sentence links to every standing of another.
const ALL_PAIRS: usize = 64;

/// Two sentences, by number, and how alike they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scored {
    /// The sentence of the first document.
    pub a: u32,
    /// That of the second.
    pub b: u32,
    /// The scores.
    pub likeness: Likeness,
}

/// Returns the pairs of sentences whose score reaches the threshold of a weak link, in order.
pub(super) fn alike(
    (a, b): (&Reading, &Reading),
    rarity: &Rarity<'_>,
    meaning: Option<&Centred>,
    work: &mut Work<'_>,
) -> Vec<Scored> {
    let (ones, others) = (Distinct::of(a), Distinct::of(b));
    let index = Index::new(b, &others, rarity);
    let profiles: Vec<Profile> = others
        .samples()
        .map(|unit| rarity.profile(&b.units[unit].grams))
        .collect();
    let mut search = Search::new(&index, rarity);
    let mut dense = vec![0.0_f32; rarity.gram_count()];
    let floor = Thresholds::of(meaning.is_some()).floor();
    let mut found = Vec::new();
    for (one, unit) in ones.samples().enumerate() {
        let Some(candidates) = search.candidates(a, a.units[unit].words(), work) else {
            break;
        };
        if candidates.is_empty() {
            continue;
        }
        let profile = rarity.profile(&a.units[unit].grams);
        scatter(&profile, &mut dense, true);
        for (other, lexical) in candidates {
            let against = &profiles[other];
            if !work.spend(against.entries.len() / 8 + 1) {
                break;
            }
            let characters = cosine(product(against, &dense), profile.length, against.length);
            let likeness = Likeness {
                lexical,
                characters,
                meaning: meaning.and_then(|m| m.likeness(unit, others.sample(other))),
            };
            if likeness.score() >= floor {
                pair_up(&ones.units[one], &others.units[other], likeness, &mut found);
            }
        }
        scatter(&profile, &mut dense, false);
    }
    found.sort_by_key(|scored| (scored.a, scored.b));
    if meaning.is_none() {
        return without_rivals(found, Likeness::score);
    }
    // What holds by words alone is not lost to a pair that is nearer in meaning.
    let floor = Thresholds::WORDS.floor();
    let by_words = found
        .iter()
        .filter(|scored| scored.likeness.of_words() >= floor);
    let mut held = without_rivals(by_words.copied().collect(), Likeness::of_words);
    held.extend(without_rivals(found, Likeness::score));
    held.sort_by_key(|scored| (scored.a, scored.b));
    held.dedup_by_key(|scored| (scored.a, scored.b));
    held
}

/// Leaves out pairs both of whose sentences have a much better counterpart.
fn without_rivals(mut found: Vec<Scored>, score: impl Fn(Likeness) -> f64) -> Vec<Scored> {
    let (mut best_a, mut best_b) = (FxHashMap::default(), FxHashMap::default());
    for scored in &found {
        let score = score(scored.likeness);
        let keep_best = |best: &mut f64| *best = best.max(score);
        keep_best(best_a.entry(scored.a).or_insert(0.0));
        keep_best(best_b.entry(scored.b).or_insert(0.0));
    }
    let best = |known: &FxHashMap<u32, f64>, unit| known.get(&unit).copied().unwrap_or(0.0);
    found.retain(|scored| {
        let least = best(&best_a, scored.a).min(best(&best_b, scored.b));
        scored.likeness.lexical >= CERTAIN || score(scored.likeness) >= RIVAL * least
    });
    found
}

fn scatter(profile: &Profile, dense: &mut [f32], fill: bool) {
    for (gram, weight) in &profile.entries {
        dense[*gram as usize] = if fill { *weight } else { 0.0 };
    }
}

fn product(profile: &Profile, dense: &[f32]) -> f64 {
    let parts = profile.entries.iter();
    parts
        .map(|(gram, weight)| f64::from(*weight) * f64::from(dense[*gram as usize]))
        .sum()
}

fn pair_up(ones: &[u32], others: &[u32], likeness: Likeness, found: &mut Vec<Scored>) {
    let mut add = |a: u32, b: u32| found.push(Scored { a, b, likeness });
    if ones.len() * others.len() <= ALL_PAIRS {
        ones.iter()
            .for_each(|a| others.iter().for_each(|b| add(*a, *b)));
        return;
    }
    let (last_a, last_b) = (ones.len() - 1, others.len() - 1);
    for rank in 0..=last_a.max(last_b) {
        add(ones[rank.min(last_a)], others[rank.min(last_b)]);
    }
}

/// The different sentences of a document, each with all its standings.
struct Distinct {
    units: Vec<Vec<u32>>,
}

impl Distinct {
    fn of(reading: &Reading) -> Self {
        let mut seen: FxHashMap<Vec<Term>, usize> = FxHashMap::default();
        let mut units: Vec<Vec<u32>> = Vec::new();
        for (number, unit) in (0..).zip(&reading.units) {
            if unit.size < FEWEST * WORD {
                continue;
            }
            let words = reading.words[unit.words()].iter();
            let terms: Vec<Term> = words.map(|word| word.term).collect();
            let next = units.len();
            match *seen.entry(terms).or_insert(next) {
                known if known < next => units[known].push(number),
                _ => units.push(vec![number]),
            }
        }
        Self { units }
    }

    fn sample(&self, number: usize) -> usize {
        self.units
            .get(number)
            .and_then(|same| same.first())
            .map_or(usize::MAX, |unit| *unit as usize)
    }

    fn samples(&self) -> impl Iterator<Item = usize> + '_ {
        self.units.iter().map(|same| same[0] as usize)
    }
}

/// The sentences of the second document by term.
struct Index {
    /// By term: sentence and how often it holds the term.
    standings: FxHashMap<Term, Vec<(u32, f32)>>,
    totals: Vec<f64>,
    /// Terms of more sentences than this are no reason to look at a sentence.
    most: usize,
}

impl Index {
    fn new(reading: &Reading, sentences: &Distinct, rarity: &Rarity<'_>) -> Self {
        let mut standings: FxHashMap<Term, Vec<(u32, f32)>> = FxHashMap::default();
        let mut totals = Vec::new();
        for (number, unit) in sentences.samples().enumerate() {
            let words = reading.units[unit].words();
            totals.push(rarity.total(reading, words.clone()));
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            for word in reading.words[words].iter().filter(|w| w.term != NO_TERM) {
                let list = standings.entry(word.term).or_default();
                match list.last_mut() {
                    Some((last, count)) if *last == number => *count += 1.0,
                    _ => list.push((number, 1.0)),
                }
            }
        }
        let most = (4_000_000 / totals.len().max(1)).max(32);
        Self {
            standings,
            totals,
            most,
        }
    }
}

/// Finds the candidates of one sentence after another.
struct Search<'a> {
    index: &'a Index,
    rarity: &'a Rarity<'a>,
    /// By sentence of the index: weight of the words of this sentence matched there, and the reverse.
    forth: Vec<f64>,
    back: Vec<f64>,
    /// By sentence of the index: the word that was matched there last.
    stamp: Vec<u32>,
    now: u32,
}

impl<'a> Search<'a> {
    fn new(index: &'a Index, rarity: &'a Rarity<'a>) -> Self {
        let count = index.totals.len();
        Self {
            index,
            rarity,
            forth: vec![0.0; count],
            back: vec![0.0; count],
            stamp: vec![0; count],
            now: 0,
        }
    }

    /// Returns the sentences with the most in common and the lexical likeness to each, by number; `None`
    /// where the work ended.
    fn candidates(
        &mut self,
        a: &Reading,
        words: Range<usize>,
        work: &mut Work<'_>,
    ) -> Option<Vec<(usize, f64)>> {
        let total = self.rarity.total(a, words.clone());
        let mut terms: Vec<(Term, f32)> = Vec::with_capacity(words.len());
        let mut touched: Vec<u32> = Vec::new();
        let mut best: FxHashMap<Term, f32> = FxHashMap::default();
        count_terms(a, words, &mut terms);
        for (term, count) in terms {
            let weight = f64::from(self.rarity.term(term)) * f64::from(count);
            self.now += 1;
            for (other, likeness) in self.rarity.readings.vocabulary.alike(term) {
                let Some(list) = self.index.standings.get(other) else {
                    continue;
                };
                let known = best.entry(*other).or_insert(0.0);
                let better = (*likeness - *known).max(0.0);
                *known = known.max(*likeness);
                if list.len() > self.index.most {
                    continue;
                }
                if !work.spend(list.len()) {
                    return None;
                }
                let back = f64::from(better) * f64::from(self.rarity.term(*other));
                let forth = weight * f64::from(*likeness);
                self.walk(list, forth, back, &mut touched);
            }
        }
        Some(self.collect(total, touched))
    }

    fn walk(&mut self, list: &[(u32, f32)], forth: f64, back: f64, touched: &mut Vec<u32>) {
        for (sentence, count) in list {
            let at = *sentence as usize;
            if self.forth[at] == 0.0 && self.back[at] == 0.0 {
                touched.push(*sentence);
            }
            if self.stamp[at] != self.now {
                self.stamp[at] = self.now;
                self.forth[at] += forth;
            }
            self.back[at] += back * f64::from(*count);
        }
    }

    fn collect(&mut self, total: f64, touched: Vec<u32>) -> Vec<(usize, f64)> {
        let mut found = Vec::new();
        for sentence in touched {
            let at = sentence as usize;
            let forth = std::mem::take(&mut self.forth[at]);
            let back = std::mem::take(&mut self.back[at]);
            let lexical = balance(forth, total, back, self.index.totals[at]);
            if lexical >= HOPELESS {
                found.push((at, lexical));
            }
        }
        found.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        found.truncate(CANDIDATES);
        found.sort_by_key(|(at, _)| *at);
        found
    }
}

fn count_terms(a: &Reading, words: Range<usize>, terms: &mut Vec<(Term, f32)>) {
    let found = a.words[words].iter().map(|word| word.term);
    let mut sorted: Vec<Term> = found.filter(|term| *term != NO_TERM).collect();
    sorted.sort_unstable();
    for same in sorted.chunk_by(|x, y| x == y) {
        terms.push((same[0], same.len() as f32));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::reading::read;
    use crate::compare::sample::texts;
    use crate::compare::work::Options;

    fn scores(a: &str, b: &str) -> Vec<(u32, u32, f64)> {
        let readings = read(&texts(&[a, b]));
        let pair = (&readings.documents[0], &readings.documents[1]);
        let rarity = Rarity::new(&readings, pair.0, pair.1);
        let mut work = Options::default().share(1);
        let found = alike(pair, &rarity, None, &mut work);
        found
            .iter()
            .map(|s| (s.a, s.b, s.likeness.score()))
            .collect()
    }

    #[test]
    fn the_same_in_other_words_scores_above_the_same_topic() {
        let found = scores(
            "The two leaders held talks in the capital on Monday. Farmers fear a dry summer.",
            "Monday's talks between the leaders took place in the capital. Schools open late because of a strike.",
        );
        assert_eq!(
            found.iter().map(|f| (f.0, f.1)).collect::<Vec<_>>(),
            [(0, 0)]
        );
    }

    #[test]
    fn a_sentence_under_four_words_never_links() {
        assert!(scores("Prime minister Anders.", "Prime minister Anders.").is_empty());
    }

    #[test]
    fn the_same_words_score_one() {
        let text = "Snow closed the mountain pass overnight.";
        let found = scores(text, text);
        assert_eq!(found.len(), 1);
        assert!(found[0].2 > 0.999);
    }

    #[test]
    fn a_pair_whose_sentences_have_better_counterparts_makes_no_link() {
        let found = scores(
            "Snow closed the mountain pass overnight. Snow will fall on the mountain road.",
            "Snow closed the mountain pass overnight. Snow will fall on the mountain road.",
        );
        let pairs: Vec<_> = found.iter().map(|f| (f.0, f.1)).collect();
        assert_eq!(pairs, [(0, 0), (1, 1)]);
    }

    #[test]
    fn a_sentence_repeated_in_both_is_paired_standing_by_standing() {
        let often = "Snow closed the mountain pass. ".repeat(200);
        let found = scores(&often, &often);
        assert_eq!(found.len(), 200);
        assert!(found.iter().all(|f| f.0 == f.1));
    }
}
