//! Which of the sentences that are alike are each other's counterparts.
//!
//! ```text
//! a1 ─ .70 ─ b1        both kept, and "in other words" from the threshold on
//! a1 ─ .60 ─ b2        kept as well: it is over .8 of the best that each of them has
//! a1 ─ .30 ─ b3        "perhaps": a1 has a better one
//! a2 ─ .45 ─ b3        now both have a much better one: a1 ─ b3 is left out
//! ```
//! Only counterparts of one kind are rivals: a headline and a caption say again what the body says, so that a
//! sentence may be linked to a sentence, a headline and a caption.

use rustc_hash::FxHashMap;

use super::likeness::Likeness;
use super::reading::Reading;
use super::sentences::Scored;
use crate::document::{BlockKind, Document};

/// A counterpart is much better where the score is below this part of its score. Two sentences that both
/// have one do not link (measured on SPARK and ECB+ from .65 to 1: precision rises by three to six points,
/// recall falls by none to four).
const RIVAL: f64 = 0.75;

/// Two sentences are a second choice where their score is below this part of the best that one of them has: for a
/// strong link a counterpart is better sooner. (SPARK, development part, at .7, .8, .9 and 1: precision of strong links
/// .578, .599, .595, .602 where it is .558 without, recall .333, .329, .309, .290 where it is .347: of the 51 pairs of
/// sentences that are weak at .8, ten are in the gold. To keep those strong of whose words half or more have no better
/// counterpart brings back fifteen, four of them in the gold.)
const SECOND: f64 = 0.8;

/// Sentences of this lexical likeness link whatever else is like them: one may be given twice.
const CERTAIN: f64 = 0.6;

/// What a sentence is part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// A title or heading.
    Title,
    /// The words of a picture.
    Caption,
    /// All else.
    #[default]
    Body,
}

impl Kind {
    /// Returns what the place of a document is part of.
    pub(super) fn at(document: &Document, at: u32) -> Self {
        match document.block_at(at).map(|block| block.kind) {
            Some(BlockKind::Title | BlockKind::Heading) => Self::Title,
            Some(BlockKind::Caption) => Self::Caption,
            _ => Self::Body,
        }
    }
}

/// What the sentences of two documents are part of; unknown, all are of the body.
#[derive(Debug, Default)]
pub(super) struct Kinds {
    a: Vec<Kind>,
    b: Vec<Kind>,
}

impl Kinds {
    /// Returns those of two documents.
    pub(super) fn of(a: (&Document, &Reading), b: (&Document, &Reading)) -> Self {
        let of = |(document, reading): (&Document, &Reading)| {
            let units = reading.units.iter();
            units
                .map(|unit| Kind::at(document, unit.span.start))
                .collect()
        };
        Self { a: of(a), b: of(b) }
    }

    fn of_pair(&self, scored: &Scored) -> (Kind, Kind) {
        let of = |kinds: &[Kind], unit: u32| kinds.get(unit as usize).copied().unwrap_or_default();
        (of(&self.a, scored.a), of(&self.b, scored.b))
    }
}

/// Returns the pairs that are not much worse than what both their sentences have besides, in order; they are `first`
/// where they are hardly worse than the best that each of the two has. Where meaning is part of the score, `by_words` is
/// the least score of the words alone.
pub(super) fn counterparts(
    found: Vec<Scored>,
    kinds: &Kinds,
    by_words: Option<f64>,
) -> Vec<Scored> {
    let Some(floor) = by_words else {
        return chosen(found, kinds, Likeness::score);
    };
    // What holds by words alone is not lost to a pair that is nearer in meaning.
    let by_words = found
        .iter()
        .filter(|scored| scored.likeness.of_words() >= floor);
    let mut held = chosen(by_words.copied().collect(), kinds, Likeness::of_words);
    held.extend(chosen(found, kinds, Likeness::score));
    held.sort_by_key(|scored| (scored.a, scored.b, !scored.first));
    held.dedup_by_key(|scored| (scored.a, scored.b));
    held
}

fn chosen(mut found: Vec<Scored>, kinds: &Kinds, score: fn(Likeness) -> f64) -> Vec<Scored> {
    let (mut best_a, mut best_b) = (FxHashMap::default(), FxHashMap::default());
    for scored in &found {
        let score = score(scored.likeness);
        let (one, other) = kinds.of_pair(scored);
        let keep_best = |best: &mut f64| *best = best.max(score);
        keep_best(best_a.entry((scored.a, other)).or_insert(0.0));
        keep_best(best_b.entry((scored.b, one)).or_insert(0.0));
    }
    found.retain_mut(|scored| {
        let (one, other) = kinds.of_pair(scored);
        let best = |known: &FxHashMap<(u32, Kind), f64>, key| known.get(&key).copied();
        let a = best(&best_a, (scored.a, other)).unwrap_or(0.0);
        let b = best(&best_b, (scored.b, one)).unwrap_or(0.0);
        let certain = scored.likeness.lexical >= CERTAIN;
        let score = score(scored.likeness);
        scored.first = certain || score >= SECOND * a.max(b);
        certain || score >= RIVAL * a.min(b)
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least score by words alone.
    const WEAK: f64 = 0.169_95;

    fn scored(a: u32, b: u32, score: f64) -> Scored {
        Scored {
            a,
            b,
            likeness: Likeness {
                lexical: score,
                characters: score,
                meaning: None,
            },
            first: true,
        }
    }

    fn kept(found: &[Scored], kinds: &Kinds) -> Vec<(u32, u32, bool)> {
        let kept = counterparts(found.to_vec(), kinds, None);
        kept.iter().map(|s| (s.a, s.b, s.first)).collect()
    }

    #[test]
    fn a_pair_whose_sentences_both_have_better_counterparts_is_left_out() {
        let found = [scored(0, 0, 0.5), scored(0, 1, 0.3), scored(1, 1, 0.5)];
        let all = Kinds::default();
        assert_eq!(kept(&found, &all), [(0, 0, true), (1, 1, true)]);
    }

    #[test]
    fn a_pair_much_worse_than_the_best_of_either_is_a_second_choice() {
        let all = Kinds::default();
        let nearly_as_good = [scored(0, 0, 0.5), scored(0, 1, 0.41)];
        assert_eq!(kept(&nearly_as_good, &all), [(0, 0, true), (0, 1, true)]);
        let best_of_one = [scored(0, 0, 0.5), scored(0, 1, 0.3)];
        assert_eq!(kept(&best_of_one, &all), [(0, 0, true), (0, 1, false)]);
        let of_neither = [scored(0, 0, 0.5), scored(0, 1, 0.3), scored(1, 1, 0.35)];
        let expected = [(0, 0, true), (0, 1, false), (1, 1, true)];
        assert_eq!(kept(&of_neither, &all), expected);
    }

    #[test]
    fn sentences_that_are_certainly_the_same_have_no_rivals() {
        let found = [scored(0, 0, 1.0), scored(0, 1, 0.7)];
        let all = Kinds::default();
        assert_eq!(kept(&found, &all), [(0, 0, true), (0, 1, true)]);
    }

    #[test]
    fn a_headline_is_no_rival_of_a_sentence() {
        let kinds = Kinds {
            a: vec![Kind::Title, Kind::Body],
            b: vec![Kind::Title, Kind::Body],
        };
        let found = [scored(0, 0, 0.5), scored(0, 1, 0.3), scored(1, 1, 0.5)];
        let expected = [(0, 0, true), (0, 1, true), (1, 1, true)];
        assert_eq!(kept(&found, &kinds), expected);
    }

    #[test]
    fn a_pair_first_by_words_stays_so_whatever_a_model_says() {
        let meant = |a, b, score, meaning| Scored {
            likeness: Likeness {
                meaning: Some(meaning),
                ..scored(a, b, score).likeness
            },
            ..scored(a, b, score)
        };
        let found = vec![
            meant(0, 0, 0.3, 0.4),
            meant(0, 1, 0.29, 1.0),
            meant(1, 0, 0.29, 1.0),
        ];
        let kept = counterparts(found, &Kinds::default(), Some(WEAK));
        assert!(kept.len() == 3 && kept.iter().all(|scored| scored.first));
    }
}
