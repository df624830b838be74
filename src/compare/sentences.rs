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

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use super::candidates::{Index, Search};
use super::likeness::{Likeness, Profile, Rarity, common, cosine};
use super::meaning::Centred;
use super::pairing;
use super::reading::{MANY, Reading, WORD};
use super::rivals::{Kinds, counterparts};
use super::runs::Run;
use super::work::Work;
use crate::text::Span;

/// Sentences under this many words never link by score: a name alone is wholly like itself.
pub(super) const FEWEST: u32 = 4;

/// Two sentences of less lexical likeness than this do not reach the threshold of a weak link in practice:
/// of 4,080 links by score on SPARK and ECB+ the least has .153, and the n-grams of none are alike by more
/// than .1 above its words.
const HOPELESS: f64 = 0.15;

/// Two sentences are alike by chance the sooner the more there are to choose from. Of two documents of more
/// than [`MANY`] sentences the threshold rises by this much for every e-fold more. (The rule of chance of
/// [`super::settle`] alone takes 23 % more work on a pair of 1 MB, and `idn_pan` falls: plagdet .498 to .486,
/// highlight .907 to .899.)
const CHANCE: f64 = 0.04;

/// The weighted n-grams of so many sentences are kept, about ten megabytes; of more they are made again for
/// each of the few sentences that each is held against.
const KEPT: usize = 4096;

/// In long documents a sentence of which runs hold this part has its counterpart.
const HELD: f64 = 0.75;

/// Two sentences, by number, and how alike they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scored {
    /// The sentence of the first document.
    pub a: u32,
    /// That of the second.
    pub b: u32,
    /// The scores.
    pub likeness: Likeness,
    /// Whether neither has a better counterpart by more than a fifth.
    pub first: bool,
}

/// What is asked of a search for sentences that say the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// What runs hold in long documents is not looked for again.
    pub runs: &'a [Run],
    /// The least score; in long documents it must be higher.
    pub floor: f64,
    /// The least score by words alone.
    pub by_words: f64,
    /// How near sentences are in meaning, where a model was asked.
    pub meaning: Option<&'a Centred>,
    /// What the sentences of both are part of.
    pub kinds: &'a Kinds,
}

/// Returns the pairs of sentences whose score is at least that asked for, in order.
pub(super) fn alike(
    (a, b): (&Reading, &Reading),
    rarity: &Rarity<'_>,
    Asked {
        runs,
        floor,
        by_words,
        meaning,
        kinds,
    }: Asked<'_>,
    work: &mut Work<'_>,
) -> Vec<Scored> {
    let least = floor + above_chance(a, b);
    let (held_a, held_b) = held(a, b, runs);
    let (ones, others) = (Distinct::of(a, &held_a), Distinct::of(b, &held_b));
    let index = Index::new(b, &others, rarity);
    let mut search = Search::new(a, &index, rarity);
    let mut characters = Characters::new(rarity, b, &others);
    let mut found = Vec::new();
    for (one, unit) in ones.samples().enumerate() {
        // Where the nearest pair of all is asked for, none is hopeless.
        let hopeless = if floor > 0.0 {
            HOPELESS * least / floor
        } else {
            0.0
        };
        let Some(candidates) = search.candidates(a, unit, hopeless, work) else {
            break;
        };
        if candidates.is_empty() {
            continue;
        }
        let profile = rarity.profile(&rarity.readings.grams_of(a, unit));
        characters.scatter(&profile, true);
        for (other, lexical) in candidates {
            if !work.spend(profile.entries.len() / 8 + 1) {
                break;
            }
            // The n-grams can do no more than be the same.
            if meaning.is_none() && 0.5 * lexical + 0.5 < least {
                continue;
            }
            let likeness = Likeness {
                lexical,
                characters: characters.cosine(&profile, other),
                meaning: meaning.and_then(|m| m.likeness(unit, others.sample(other))),
            };
            if likeness.score() >= least {
                pairing::each(ones.units(one), others.units(other), |a, b| {
                    found.push(Scored {
                        a,
                        b,
                        likeness,
                        first: true,
                    });
                });
            }
        }
        characters.scatter(&profile, false);
    }
    found.sort_by_key(|scored| (scored.a, scored.b));
    counterparts(found, kinds, meaning.map(|_| by_words))
}

/// Returns by how much the threshold of two long documents is higher.
fn above_chance(a: &Reading, b: &Reading) -> f64 {
    let choices = a.units.len().max(b.units.len()).max(MANY);
    CHANCE * (choices as f64 / MANY as f64).ln()
}

/// Returns for the sentences of both documents whether runs hold them; only in long documents that ends
/// the search for other counterparts.
fn held(a: &Reading, b: &Reading, runs: &[Run]) -> (Vec<bool>, Vec<bool>) {
    if a.units.len().max(b.units.len()) <= MANY {
        return (Vec::new(), Vec::new());
    }
    let of = |reading: &Reading, words: &mut dyn Iterator<Item = u32>| {
        let mut sizes = vec![0; reading.units.len()];
        for at in words {
            let word = &reading.words[at as usize];
            sizes[word.unit as usize] += u32::from(word.size);
        }
        let parts = sizes.iter().zip(&reading.units);
        parts
            .map(|(size, unit)| f64::from(*size) >= HELD * f64::from(unit.size))
            .collect()
    };
    let same = || runs.iter().flat_map(|run| &run.same);
    (
        of(a, &mut same().map(|word| word.0)),
        of(b, &mut same().map(|word| word.1)),
    )
}

/// The n-grams of the sentences of the second document, held against one sentence after another of the first.
struct Characters<'a> {
    rarity: &'a Rarity<'a>,
    b: &'a Reading,
    others: &'a Distinct,
    /// By sentence: its weighted n-grams, where the document is so short that they can be kept.
    kept: Vec<Option<Profile>>,
    /// By n-gram that is known: its weight in the sentence of the first document.
    dense: Vec<f32>,
}

impl<'a> Characters<'a> {
    fn new(rarity: &'a Rarity<'a>, b: &'a Reading, others: &'a Distinct) -> Self {
        let few = others.len() <= KEPT;
        Self {
            rarity,
            b,
            others,
            kept: std::iter::repeat_with(|| None)
                .take(if few { others.len() } else { 0 })
                .collect(),
            dense: vec![0.0; rarity.gram_count()],
        }
    }

    fn scatter(&mut self, profile: &Profile, fill: bool) {
        for (gram, weight) in &profile.entries {
            let Some(place) = self.dense.get_mut(*gram as usize) else {
                break;
            };
            *place = if fill { *weight } else { 0.0 };
        }
    }

    /// Returns the cosine of a profile that is scattered and that of a sentence of the second document.
    fn cosine(&mut self, profile: &Profile, other: usize) -> f64 {
        let unit = self.others.sample(other);
        let make = || {
            let rarity = self.rarity;
            rarity.profile(&rarity.readings.grams_of(self.b, unit))
        };
        match self.kept.get_mut(other) {
            Some(kept) => product(kept.get_or_insert_with(make), profile, &self.dense),
            None => product(&make(), profile, &self.dense),
        }
    }
}

/// Returns the cosine of two profiles, the second of which is scattered; n-grams that nobody learnt stand
/// at the end of both.
fn product(profile: &Profile, scattered: &Profile, dense: &[f32]) -> f64 {
    let learnt = |profile: &Profile| {
        let known = |entry: &(u32, f32)| (entry.0 as usize) < dense.len();
        profile.entries.partition_point(known)
    };
    let (known, rest) = profile.entries.split_at(learnt(profile));
    let product = known.iter().map(|(gram, weight)| {
        f64::from(*weight) * f64::from(dense.get(*gram as usize).copied().unwrap_or(0.0))
    });
    let mut sum = product.sum::<f64>();
    if !rest.is_empty() {
        let other = scattered.entries.get(learnt(scattered)..).unwrap_or(&[]);
        sum += common(rest, other);
    }
    cosine(sum, profile.length, scattered.length)
}

/// The different sentences of a document, each with all its standings.
pub(super) struct Distinct {
    /// The sentences, kind by kind.
    units: Vec<u32>,
    /// By kind: where its sentences begin; at last, where all end.
    starts: Vec<u32>,
}

impl Distinct {
    /// Leaves out the sentences that are `held` and those too short to link.
    pub(super) fn of(reading: &Reading, held: &[bool]) -> Self {
        let terms = |unit: u32| {
            let words = &reading.words[reading.units[unit as usize].words()];
            words.iter().map(|word| word.term)
        };
        let hash = |unit: u32| {
            let mut hasher = FxHasher::default();
            terms(unit).for_each(|term| hasher.write_u32(term));
            hasher.finish()
        };
        let mut samples: HashTable<(u32, u32)> = HashTable::new();
        let mut kinds: Vec<(u32, u32)> = Vec::new();
        for (number, unit) in (0_u32..).zip(&reading.units) {
            let is_held = held.get(number as usize) == Some(&true);
            if is_held || unit.size < FEWEST * WORD {
                continue;
            }
            let own = hash(number);
            let same = |known: &(u32, u32)| terms(known.1).eq(terms(number));
            let known = samples.find(own, same).map(|known| known.0);
            let kind = known.unwrap_or_else(|| {
                let next = Span::offset(samples.len());
                samples.insert_unique(own, (next, number), |known| hash(known.1));
                next
            });
            kinds.push((kind, number));
        }
        kinds.sort_unstable();
        let groups = kinds.chunk_by(|one, next| one.0 == next.0);
        let ends = groups.scan(0, |end, same| {
            *end += Span::offset(same.len());
            Some(*end)
        });
        Self {
            starts: std::iter::once(0).chain(ends).collect(),
            units: kinds.into_iter().map(|(_, unit)| unit).collect(),
        }
    }

    /// Returns how many kinds of sentences there are.
    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns all sentences of a kind.
    fn units(&self, kind: usize) -> &[u32] {
        &self.units[self.starts[kind] as usize..self.starts[kind + 1] as usize]
    }

    /// Returns one sentence of each kind.
    pub(super) fn samples(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).map(|kind| self.sample(kind))
    }

    /// Returns a sentence of a kind.
    pub(super) fn sample(&self, kind: usize) -> usize {
        self.units[self.starts[kind] as usize] as usize
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
        let asked = Asked {
            runs: &[],
            floor: 0.17,
            by_words: 0.17,
            meaning: None,
            kinds: &Kinds::default(),
        };
        let found = alike(pair, &rarity, asked, &mut work);
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

    #[test]
    fn the_threshold_rises_in_long_documents_alone() {
        let choices = |count: usize| {
            let text = "Snow closed the mountain pass. ".repeat(count);
            let readings = read(&texts(&[&text, "Rain."]));
            above_chance(&readings.documents[0], &readings.documents[1])
        };
        assert_eq!(choices(MANY), 0.0);
        assert!((choices(3 * MANY) - CHANCE * 3_f64.ln()).abs() < 1e-9);
    }

    #[test]
    fn what_runs_hold_is_left_out_in_long_documents_alone() {
        let of = |count: usize| {
            let text = "Snow closed the mountain pass. ".repeat(count);
            let readings = read(&texts(&[&text, &text]));
            let (a, b) = (&readings.documents[0], &readings.documents[1]);
            let same = (0..5).map(|at| (at, at)).collect();
            let run = Run {
                a: 0..5,
                b: 0..5,
                same,
            };
            Distinct::of(a, &held(a, b, &[run]).0).units
        };
        assert_eq!(of(3), [0, 1, 2]);
        assert_eq!(of(MANY + 2).first(), Some(&1));
    }
}
