//! The diff engine: a document set in, a comparison out.
//!
//! ```text
//! documents ─ reading ─┬─ seeds ─ runs ─┬─ settle ─ order ─┬─ groups, coverage ─ comparison
//!        └─ meaning ───┴─ sentences ────┘   a pair at a time └ over the set
//! ```
//! The stages up to `settle` are functions of a pair of documents and of nothing else, so a third document
//! never takes a link away from two others. A pair is always taken in the order of the texts, so the
//! order of input does not matter either.

pub mod align;
mod alike;
mod candidates;
mod captions;
mod chains;
mod comparing;
pub mod constraint;
pub mod counterpart;
mod coverage;
pub mod difference;
mod event;
mod frames;
mod grams;
mod groups;
mod likeness;
mod matching;
pub mod meaning;
mod names;
pub mod nearest;
mod order;
mod pairing;
mod pairs;
pub mod passage;
mod pieces;
mod reading;
mod reuse;
mod rivals;
mod runs;
#[cfg(test)]
mod sample;
mod seeds;
mod sentences;
mod settle;
mod spelling;
mod standing;
mod statements;
mod stops;
mod telling;
mod through;
mod two;
mod vocabulary;
mod within;
mod work;

pub use comparing::{Compared, Comparing, Couple};
pub use work::{Options, Stage};

use crate::document::DocumentSet;
use passage::Comparison;

/// From this score on two sentences say the same in other words (chosen on SPARK, development part).
pub const PARAPHRASE: f32 = 0.24;

/// From this score on they perhaps do, for a person to judge (chosen on SPARK, development part).
pub const WEAK: f32 = 0.17;

/// Below this cosine of their words two documents may be about different events: a warning, never a filter.
/// (`tests/eval/same_event.py` on the development parts: 36 % of the 198 pairs of ECB+ from two events that look
/// alike are below, 4 % of its 393 pairs from one event, 9 % of the 95 of SPARK.)
pub const DOUBTFUL: f32 = 0.27;

/// Returns what the documents of a set share, and what only one has.
#[must_use]
pub fn compare(set: &DocumentSet, options: &Options<'_>) -> Comparison {
    compare_in_stages(set, options, &mut |_| ())
}

/// Does the same, and says after each stage that it is done; the stages of a pair come again with every pair.
pub fn compare_in_stages(
    set: &DocumentSet,
    options: &Options<'_>,
    done: &mut dyn FnMut(Stage),
) -> Comparison {
    let comparing = Comparing::new(set, *options);
    done(Stage::Reading);
    let pairs = comparing.pairs().into_iter();
    let compared = pairs
        .map(|pair| comparing.pair_in_stages(pair, done))
        .collect();
    comparing.whole_in_stages(compared, done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocId;

    #[test]
    fn what_is_known_after_each_pair_grows_to_the_whole() {
        let set = sample::texts(&[
            "Forty drivers slept in the old school hall. The road is open again.",
            "The mayor said that forty drivers slept in the old school hall. Nobody was hurt in the long storm.",
            "The road is open again. Nobody was hurt in the long storm.",
        ]);
        let comparing = Comparing::new(&set, Options::default());
        let pairs = comparing.pairs().into_iter();
        let compared: Vec<Compared> = pairs.map(|pair| comparing.pair(pair)).collect();
        let known = [1, 2].map(|count| comparing.known(&compared[..count]));
        let whole = comparing.whole(compared);
        assert_eq!(whole, compare(&set, &Options::default()));
        let pairs: Vec<usize> = known.iter().map(|c| c.pairs.len()).collect();
        assert_eq!(pairs, [1, 2]);
        assert!(
            known
                .iter()
                .all(|c| c.unfinished && c.shares.is_empty() && c.only.is_empty())
        );
        for link in known.iter().flat_map(|c| &c.links) {
            assert!(whole.links.contains(link));
        }
        let knows = |at: usize, a: u16, b: u16| known[at].knows(DocId(a), DocId(b));
        assert!(knows(0, 1, 0) && !knows(0, 0, 2) && knows(1, 0, 2) && !knows(1, 1, 2));
        assert!(!whole.unfinished && whole.knows(DocId(1), DocId(2)));
        assert!(whole.links.len() > known[1].links.len() && known[0].is_comparable(DocId(2)));
    }
}
