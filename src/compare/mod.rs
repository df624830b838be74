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
mod coverage;
pub mod difference;
mod grams;
mod groups;
mod likeness;
mod matching;
pub mod meaning;
mod order;
pub mod passage;
mod pieces;
mod reading;
mod runs;
#[cfg(test)]
mod sample;
mod seeds;
mod sentences;
mod settle;
mod stops;
mod vocabulary;
mod work;

pub use work::Options;

use crate::document::{DocId, Document, DocumentSet};
use likeness::{Rarity, document_cosine};
use meaning::{Meaning, Vectors};
use passage::{Comparison, Link, Pair, Place, Rule};
use reading::Readings;
use settle::{Draft, rounded};
use work::Work;

/// From this score on two sentences say the same in other words (chosen on SPARK, development part).
pub const PARAPHRASE: f32 = 0.24;

/// From this score on they perhaps do, for a person to judge (chosen on SPARK, development part).
pub const WEAK: f32 = 0.17;

/// Below this cosine of their words two documents may be about different events: a warning, never a filter
/// (ECB+, development part: 31 % of the pairs with no event in common are below, 8 % of the others).
pub const DOUBTFUL: f32 = 0.15;

/// Returns what the documents of a set share, and what only one has.
#[must_use]
pub fn compare(set: &DocumentSet, options: &Options<'_>) -> Comparison {
    let readings = reading::read(set);
    let vectors = Vectors::of(set, &readings, options);
    let rank = ranks(set);
    let mut comparison = Comparison {
        model: options.meaning.map(Meaning::model),
        partial: vectors.ended,
        ..Comparison::default()
    };
    let count = set.len();
    let open = || set.ids().filter_map(|id| set.get(id));
    for a in open() {
        for b in open().filter(|b| b.id > a.id) {
            let mut work = options.share(count * count.saturating_sub(1) / 2);
            let (pair, links) = compare_pair((&readings, &vectors), &rank, a, b, &mut work);
            comparison.pairs.push(pair);
            comparison.links.extend(links);
            comparison.partial |= work.ended();
        }
    }
    comparison.links.sort_by_key(|link| (link.a, link.b));
    comparison.passages = groups::passages(&comparison.links, &rank);
    cover(set, &readings, &mut comparison);
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

/// Compares two documents of a set; `a` has the lower number.
fn compare_pair(
    (readings, vectors): (&Readings, &Vectors),
    rank: &[usize],
    a: &Document,
    b: &Document,
    work: &mut Work<'_>,
) -> (Pair, Vec<Link>) {
    let swapped = rank[a.id.index()] > rank[b.id.index()];
    let (one, other) = if swapped { (b, a) } else { (a, b) };
    let reading = |document: &Document| &readings.documents[document.id.index()];
    let both = (reading(one), reading(other));
    let rarity = Rarity::new(readings, both.0, both.1);
    let cosine = rounded(document_cosine(&rarity, both.0, both.1));
    let pair = Pair {
        a: a.id,
        b: b.id,
        comparable: comparable(a, b),
        cosine,
        doubtful: cosine < DOUBTFUL,
    };
    let runs = runs::shared(both.0, both.1, work);
    let scored = if pair.comparable {
        let meaning = vectors.pair(one.id.index(), other.id.index());
        sentences::alike(both, &rarity, meaning.as_ref(), work)
    } else {
        Vec::new()
    };
    let settling = settle::Pair {
        a: (one, both.0),
        b: (other, both.1),
        rarity: &rarity,
    };
    let mut drafts = settling.settle(&runs, &scored, work);
    order::mark(&mut drafts);
    let places = (one.id, other.id);
    let links = drafts
        .into_iter()
        .map(|draft| link(draft, places))
        .collect();
    (pair, links)
}

/// Languages that are equal or not known can be compared.
fn comparable(a: &Document, b: &Document) -> bool {
    match (&a.language, &b.language) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// Places a link of a pair in its set, the document of the lower number first.
fn link(draft: Draft, (one, other): (DocId, DocId)) -> Link {
    let first = Place {
        doc: one,
        span: draft.a,
    };
    let second = Place {
        doc: other,
        span: draft.b,
    };
    let swapped = other < one;
    let mut words = draft.words;
    if swapped {
        words.iter_mut().for_each(|(x, y)| std::mem::swap(x, y));
    }
    words.sort_unstable();
    let (a, b) = if swapped {
        (second, first)
    } else {
        (first, second)
    };
    Link {
        a,
        b,
        relation: draft.relation,
        score: draft.score,
        moved: draft.moved,
        why: draft.why,
        words,
    }
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
