//! What the engine asks of a model of meaning, and how its answers count: for a sentence, a vector of length 1.
//!
//! ```text
//! score       .4 words + .4 characters + .2 meaning, meaning taken as .34 at least
//! thresholds  weak from .20, paraphrase from .26
//! meaning     cosine of the vectors, each less the mean of the sentences of the two documents, 0 to 1
//! ```
//! With a meaning of .34 these thresholds ask of the words what .17 and .24 ask without a model. So no meaning,
//! however low, takes a link away or makes it weaker: it only adds. Which links are verbatim or near is
//! for the words alone to say. Centring takes out what all sentences of one story have in common.

use std::fmt;
use std::sync::atomic::Ordering;

use super::reading::{Reading, Readings, WORD};
use super::sentences::FEWEST;
use super::settle::rounded;
use super::work::Options;
use super::{PARAPHRASE, WEAK};
use crate::document::{Document, DocumentSet};

/// A meaning below this one counts as this one: it never speaks against the words.
pub const LEAST: f64 = 0.34;

/// What the vector of a sentence costs of the budget, in steps.
const STEPS: u64 = 1_000_000;

/// The numbers that are added up side by side, so that a processor can add them at once.
const LANES: usize = 16;

/// Which model was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// Its name.
    pub name: String,
    /// SHA-256 of its vocabulary and weights, in hexadecimal.
    pub digest: String,
}

/// Gives sentences vectors that are near each other where they mean the same, whatever their words.
pub trait Meaning: fmt::Debug + Sync {
    /// Returns which model this is.
    fn model(&self) -> Model;

    /// Returns whether it understands a language (ISO 639-1), or may where it is not known.
    fn reads(&self, language: Option<&str>) -> bool;

    /// Returns a vector of length 1: the same for the same sentence, whatever was asked before.
    fn vector(&self, sentence: &str) -> Vec<f32>;
}

/// From which score on a pair of sentences is linked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// The same in other words.
    pub paraphrase: f32,
    /// Perhaps the same.
    pub weak: f32,
}

impl Thresholds {
    /// Those of words and characters.
    pub const WORDS: Self = Self {
        paraphrase: PARAPHRASE,
        weak: WEAK,
    };

    /// Those of words, characters and meaning (chosen on SPARK, development part).
    pub const MEANING: Self = Self {
        paraphrase: 0.26,
        weak: 0.2,
    };

    /// Returns those of a score, by whether meaning is part of it, where these are those of the words: who asks more
    /// or less of the words asks as much of them there.
    #[must_use]
    pub fn by(self, with_meaning: bool) -> Self {
        if !with_meaning {
            return self;
        }
        let shifted = |own: f32, words: f32, meaning: f32| {
            let exact = f64::from(meaning) + 0.8 * (f64::from(own) - f64::from(words));
            rounded(exact)
        };
        let (words, meaning) = (Self::WORDS, Self::MEANING);
        Self {
            paraphrase: shifted(self.paraphrase, words.paraphrase, meaning.paraphrase),
            weak: shifted(self.weak, words.weak, meaning.weak),
        }
    }

    /// Returns the least score that is kept. Scores have four decimals: what rounds to the threshold reaches it.
    pub(super) fn floor(self) -> f64 {
        f64::from(self.weak) - 0.000_05
    }
}

impl Default for Thresholds {
    fn default() -> Self {
        Self::WORDS
    }
}

/// The vectors of a set: for each document that takes part one for every sentence, empty for a short one.
#[derive(Debug, Default)]
pub(super) struct Vectors {
    documents: Vec<Option<Vec<Vec<f32>>>>,
    /// Whether the budget left meaning out.
    pub ended: bool,
}

impl Vectors {
    /// Returns the vectors of the documents whose language the model understands, where two of them do.
    ///
    /// They cost nothing of what the words may spend; a budget that does not hold them all leaves them out, so that
    /// what the words find is the same.
    pub(super) fn of(set: &DocumentSet, readings: &Readings, options: &Options<'_>) -> Self {
        let none = Self::default();
        let Some(meaning) = options.meaning else {
            return none;
        };
        let understood = |document: &Document| meaning.reads(document.language.as_deref());
        let long = |reading: &Reading| {
            reading
                .units
                .iter()
                .filter(|unit| is_long(unit.size))
                .count()
        };
        let taking_part = || {
            let both = set.iter().zip(&readings.documents);
            both.filter(|(document, _)| understood(document))
        };
        let sentences: usize = taking_part().map(|(_, reading)| long(reading)).sum();
        let cost = u64::try_from(sentences).map_or(u64::MAX, |count| count.saturating_mul(STEPS));
        if taking_part().count() < 2 {
            return none;
        }
        if options.budget.is_some_and(|budget| budget < cost) {
            return Self {
                ended: true,
                ..none
            };
        }
        let mut vectors = Self::default();
        for (document, reading) in set.iter().zip(&readings.documents) {
            let own = understood(document).then(|| of_document(document, reading, options));
            vectors.documents.push(own.flatten());
        }
        vectors
    }

    /// Returns the meanings of a pair of documents, where both take part.
    pub(super) fn pair(&self, a: usize, b: usize) -> Option<Centred> {
        let own = |index: usize| self.documents.get(index)?.as_deref();
        Some(Centred::of(own(a)?, own(b)?))
    }
}

fn is_long(size: u32) -> bool {
    size >= FEWEST * WORD
}

/// Returns the vectors of a document, `None` where the caller ended the work.
fn of_document(
    document: &Document,
    reading: &Reading,
    options: &Options<'_>,
) -> Option<Vec<Vec<f32>>> {
    let cancelled = || {
        options
            .cancel
            .is_some_and(|flag| flag.load(Ordering::Relaxed))
    };
    let vector = |unit: &super::reading::Unit| {
        if cancelled() {
            return None;
        }
        let sentence = document.text.slice(unit.span);
        let long = is_long(unit.size).then_some(sentence);
        Some(long.map_or_else(Vec::new, |text| {
            options.meaning.map_or_else(Vec::new, |m| m.vector(text))
        }))
    };
    reading.units.iter().map(vector).collect()
}

/// The vectors of two documents, less their mean, of length 1.
#[derive(Debug)]
pub(super) struct Centred {
    a: Vec<Vec<f32>>,
    b: Vec<Vec<f32>>,
}

impl Centred {
    fn of(a: &[Vec<f32>], b: &[Vec<f32>]) -> Self {
        let all = || a.iter().chain(b).filter(|vector| !vector.is_empty());
        let count = all().count().max(1) as f64;
        let mut mean = vec![0.0_f64; all().next().map_or(0, Vec::len)];
        for vector in all() {
            let sums = mean.iter_mut().zip(vector);
            sums.for_each(|(sum, value)| *sum += f64::from(*value));
        }
        mean.iter_mut().for_each(|sum| *sum /= count);
        let centred = |vectors: &[Vec<f32>]| vectors.iter().map(|v| less(v, &mean)).collect();
        Self {
            a: centred(a),
            b: centred(b),
        }
    }

    /// Returns how near a sentence of the first document is to one of the second, 0 to 1.
    pub(super) fn likeness(&self, a: usize, b: usize) -> Option<f64> {
        let (one, other) = (self.a.get(a)?, self.b.get(b)?);
        let known = !one.is_empty() && !other.is_empty();
        known.then(|| f64::from(dot(one, other)).clamp(0.0, 1.0))
    }
}

/// Returns a vector less the mean, of length 1.
#[expect(
    clippy::cast_possible_truncation,
    reason = "single precision is enough for a cosine"
)]
fn less(vector: &[f32], mean: &[f64]) -> Vec<f32> {
    let own: Vec<f64> = vector
        .iter()
        .zip(mean)
        .map(|(value, mean)| f64::from(*value) - mean)
        .collect();
    let length = own.iter().map(|value| value * value).sum::<f64>().sqrt();
    // Where all sentences are one, nothing is left to compare.
    let scale = if length > 1e-6 { 1.0 / length } else { 0.0 };
    own.iter().map(|value| (value * scale) as f32).collect()
}

/// Returns the product of two vectors, added up in an order that depends on their length alone.
#[must_use]
pub fn dot(one: &[f32], other: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let (ones, others) = (one.chunks_exact(LANES), other.chunks_exact(LANES));
    let rest: f32 = ones
        .remainder()
        .iter()
        .zip(others.remainder())
        .map(|(x, y)| x * y)
        .sum();
    for (xs, ys) in ones.zip(others) {
        for ((lane, x), y) in lanes.iter_mut().zip(xs).zip(ys) {
            *lane += x * y;
        }
    }
    lanes.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::compare;
    use crate::compare::passage::{Comparison, Relation};
    use crate::compare::sample::texts;

    /// Knows only whether a sentence speaks of snow.
    #[derive(Debug)]
    struct Snow;

    impl Meaning for Snow {
        fn model(&self) -> Model {
            Model {
                name: "snow".to_owned(),
                digest: "00".to_owned(),
            }
        }

        fn reads(&self, language: Option<&str>) -> bool {
            language.is_none_or(|language| language == "en")
        }

        fn vector(&self, sentence: &str) -> Vec<f32> {
            let snow = ["Snow", "snow", "drifts"]
                .iter()
                .any(|word| sentence.contains(word));
            if snow { vec![1.0, 0.0] } else { vec![0.0, 1.0] }
        }
    }

    const A: &str = "Snow closed the high pass road for the night. The council met about the budget of the town.";
    const B: &str =
        "Drivers on the road over the pass were stopped by drifts. Schools open late in the town.";

    fn with(set: &DocumentSet, options: Options<'_>) -> Comparison {
        let meaning: Option<&dyn Meaning> = Some(&Snow);
        compare(set, &Options { meaning, ..options })
    }

    #[test]
    fn a_sentence_of_few_shared_words_links_by_its_meaning() {
        let set = texts(&[A, B]);
        let plain = compare(&set, &Options::default());
        assert!(plain.links.iter().all(|link| !link.relation.is_strong()));
        assert!(plain.model.is_none());
        let found = with(&set, Options::default());
        let link = &found.links[0];
        assert_eq!(link.relation, Relation::Paraphrase);
        assert_eq!(link.why.meaning, Some(1.0));
        let words = 0.5 * link.why.lexical + 0.5 * link.why.characters;
        assert!((link.score - (0.8 * words + 0.2)).abs() < 0.001);
        assert_eq!(found.model.as_ref().map(|m| m.name.as_str()), Some("snow"));
        assert_eq!(found.thresholds(), Thresholds::MEANING);
    }

    #[test]
    fn documents_of_a_language_that_it_does_not_read_are_compared_by_words() {
        let mut documents: Vec<Document> = texts(&[A, B]).iter().cloned().collect();
        for document in &mut documents {
            document.language = Some("fi".to_owned());
        }
        let set = DocumentSet::new(documents);
        let found = with(&set, Options::default());
        assert_eq!(found.links, compare(&set, &Options::default()).links);
    }

    #[test]
    fn a_budget_without_room_for_meaning_leaves_the_words_as_they_were() {
        let set = texts(&[A, B]);
        let options = Options {
            budget: Some(STEPS),
            ..Options::default()
        };
        let found = with(&set, options);
        assert!(found.partial);
        assert_eq!(found.links, compare(&set, &options).links);
    }

    #[test]
    fn who_asks_more_of_the_words_asks_as_much_of_them_beside_a_meaning() {
        let usual = Thresholds::WORDS;
        assert_eq!(usual.by(false), usual);
        assert_eq!(usual.by(true), Thresholds::MEANING);
        let strict = Thresholds {
            paraphrase: 0.34,
            weak: 0.17,
        };
        assert_eq!(strict.by(true).paraphrase, 0.34);
        assert_eq!(strict.by(true).weak, Thresholds::MEANING.weak);
    }

    #[test]
    fn at_the_least_meaning_the_thresholds_are_those_of_the_words() {
        for (words, meaning) in [
            (PARAPHRASE, Thresholds::MEANING.paraphrase),
            (WEAK, Thresholds::MEANING.weak),
        ] {
            let score = 0.8 * f64::from(words) + 0.2 * LEAST;
            assert!(score >= f64::from(meaning) - 0.000_05, "{words}");
        }
    }

    #[test]
    fn vectors_of_one_direction_are_centred_away() {
        let same = vec![vec![1.0, 0.0], vec![1.0, 0.0]];
        let centred = Centred::of(&same, &same);
        assert_eq!(centred.likeness(0, 1), Some(0.0));
    }

    #[test]
    fn a_product_is_that_of_all_numbers() {
        let one: Vec<f32> = (0..37_u8).map(f32::from).collect();
        let slow: f32 = one.iter().map(|x| x * 2.0).sum();
        assert_eq!(dot(&one, &[2.0; 37]), slow);
    }
}
