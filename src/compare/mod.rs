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

pub use work::{Options, Stage};

use crate::document::{Document, DocumentSet};
use meaning::{Meaning, Vectors};
use passage::{Comparison, Link, Pair, Rule};
use reading::Readings;
use two::Two;

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
    compare_by_pairs(set, options, done, &mut |_| ())
}

/// Does the same, and offers after every pair but the last what is known by then; to make it takes as long as there
/// are links.
pub fn compare_by_pairs(
    set: &DocumentSet,
    options: &Options<'_>,
    done: &mut dyn FnMut(Stage),
    offer: &mut dyn FnMut(&dyn Fn() -> Comparison),
) -> Comparison {
    let readings = reading::read(set);
    done(Stage::Reading);
    let vectors = Vectors::of(set, &readings, options);
    let rank = ranks(set);
    let mut comparison = Comparison {
        model: options.meaning.map(Meaning::model),
        by_words: options.thresholds,
        partial: vectors.ended,
        ..Comparison::default()
    };
    let count = set.len();
    let pairs = count * count.saturating_sub(1) / 2;
    let open = || set.ids().filter_map(|id| set.get(id));
    for a in open() {
        for b in open().filter(|b| b.id > a.id) {
            let mut work = options.share(pairs);
            let two = Two {
                a,
                b,
                readings: &readings,
                vectors: &vectors,
                thresholds: options.thresholds,
                swapped: rank[a.id.index()] > rank[b.id.index()],
            };
            let (pair, links) = two.compare(options.constraints, &mut work, done);
            comparison.pairs.push(pair);
            comparison.links.extend(links);
            comparison.partial |= work.ended();
            if comparison.pairs.len() < pairs {
                offer(&|| Comparison {
                    unfinished: true,
                    ..grouped(comparison.clone(), &rank)
                });
            }
        }
    }
    let mut comparison = grouped(comparison, &rank);
    done(Stage::Groups);
    cover(set, &readings, &mut comparison);
    done(Stage::Coverage);
    comparison
}

/// Returns a comparison with its links in order and the passages that they make.
fn grouped(mut comparison: Comparison, rank: &[usize]) -> Comparison {
    comparison.links.sort_by_key(|link| (link.a, link.b));
    comparison.passages = groups::passages(&comparison.links, rank);
    comparison
}

/// Returns for every document its place in an order that depends on the documents alone.
fn ranks(set: &DocumentSet) -> Vec<usize> {
    let mut order: Vec<&Document> = set.iter().collect();
    let key = |document: &Document| (document.sha256.clone(), document.path.clone());
    order.sort_by(|x, y| {
        let by_text = x.text.as_str().cmp(y.text.as_str());
        by_text.then_with(|| key(x).cmp(&key(y)))
    });
    let mut ranks = vec![0; order.len()];
    for (rank, document) in order.iter().enumerate() {
        if let Some(place) = ranks.get_mut(document.id.index()) {
            *place = rank;
        }
    }
    ranks
}

/// Works out what is only in one document, and the shares of all.
fn cover(set: &DocumentSet, readings: &Readings, comparison: &mut Comparison) {
    for (document, reading) in set.iter().zip(&readings.documents) {
        let partners: Vec<&Pair> = comparison
            .pairs
            .iter()
            .filter(|pair| pair.a == document.id || pair.b == document.id)
            .collect();
        let can = |link: &Link| {
            link.why.rule == Rule::Run || {
                let both = (link.a.doc, link.b.doc);
                partners
                    .iter()
                    .any(|pair| (pair.a, pair.b) == both && pair.comparable)
            }
        };
        let own = comparison
            .links
            .iter()
            .filter(|link| link.a.doc == document.id || link.b.doc == document.id);
        let links: Vec<&Link> = own.filter(|link| can(link)).collect();
        let comparable = partners.iter().any(|pair| pair.comparable);
        let coverage = coverage::coverage(document, reading, &links, comparable);
        comparison.only.extend(coverage.only);
        comparison.shares.push(coverage.share);
    }
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
        let mut known = Vec::new();
        let whole = compare_by_pairs(&set, &Options::default(), &mut |_| (), &mut |offer| {
            known.push(offer());
        });
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
