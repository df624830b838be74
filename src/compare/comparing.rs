//! A comparison in steps: the set is read, its pairs are compared, and what they share is put together.
//!
//! ```text
//! new: A, B, C are read ─ pair: A B, A C, B C ─ whole: passages of all, what is only in one
//!                         in any order, side by side
//! ```
//! A pair depends on its two documents alone, so that neither the order nor the number of threads makes a difference.

use super::meaning::{Meaning, Vectors};
use super::passage::{Comparison, Link, Pair, Rule};
use super::reading::{self, Readings};
use super::two::Two;
use super::work::{Options, Stage};
use super::{coverage, groups};
use crate::document::{Document, DocumentSet};

/// A set whose words are read, so that its pairs can be compared.
#[derive(Debug)]
pub struct Comparing<'a> {
    set: &'a DocumentSet,
    options: Options<'a>,
    readings: Readings,
    vectors: Vectors,
    /// By document: its place in an order that depends on the documents alone.
    rank: Vec<usize>,
}

/// Two documents of a set that are to be compared.
#[derive(Clone, Copy, Debug)]
pub struct Couple<'a> {
    a: &'a Document,
    b: &'a Document,
}

/// What is known of a pair of documents.
#[derive(Clone, Debug)]
pub struct Compared {
    pair: Pair,
    links: Vec<Link>,
    /// Whether the budget or the caller ended the search.
    ended: bool,
}

impl<'a> Comparing<'a> {
    /// Reads the words of a set.
    #[must_use]
    pub fn new(set: &'a DocumentSet, options: Options<'a>) -> Self {
        let readings = reading::read(set);
        let vectors = Vectors::of(set, &readings, &options);
        Self {
            set,
            options,
            readings,
            vectors,
            rank: ranks(set),
        }
    }

    /// Returns the open documents two by two, as they are to be compared, in order.
    #[must_use]
    pub fn pairs(&self) -> Vec<Couple<'a>> {
        let set = self.set;
        let open = || set.ids().filter_map(|id| set.get(id));
        let behind = |a: &'a Document| open().filter(|b| b.id > a.id).map(move |b| Couple { a, b });
        open().flat_map(behind).collect()
    }

    /// Compares two documents of the set.
    #[must_use]
    pub fn pair(&self, pair: Couple<'_>) -> Compared {
        self.pair_in_stages(pair, &mut |_| ())
    }

    pub(super) fn pair_in_stages(
        &self,
        Couple { a, b }: Couple<'_>,
        done: &mut dyn FnMut(Stage),
    ) -> Compared {
        let count = self.set.len();
        let mut work = self.options.share(count * count.saturating_sub(1) / 2);
        let two = Two {
            a,
            b,
            readings: &self.readings,
            vectors: &self.vectors,
            thresholds: self.options.thresholds,
            swapped: self.rank[a.id.index()] > self.rank[b.id.index()],
        };
        let (pair, links) = two.compare(self.options.constraints, &mut work, done);
        Compared {
            pair,
            links,
            ended: work.ended(),
        }
    }

    /// Returns what is known when some pairs are compared, the first ones in order; to make it takes as long as there
    /// are links.
    #[must_use]
    pub fn known(&self, compared: &[Compared]) -> Comparison {
        Comparison {
            unfinished: true,
            ..self.grouped(compared.to_vec())
        }
    }

    /// Returns the comparison of the set; the pairs are those of [`Self::pairs`], in their order.
    #[must_use]
    pub fn whole(&self, compared: Vec<Compared>) -> Comparison {
        self.whole_in_stages(compared, &mut |_| ())
    }

    pub(super) fn whole_in_stages(
        &self,
        compared: Vec<Compared>,
        done: &mut dyn FnMut(Stage),
    ) -> Comparison {
        let mut comparison = self.grouped(compared);
        done(Stage::Groups);
        cover(self.set, &self.readings, &mut comparison);
        done(Stage::Coverage);
        comparison
    }

    /// Returns a comparison with its links in order and the passages that they make.
    fn grouped(&self, compared: Vec<Compared>) -> Comparison {
        let mut comparison = Comparison {
            model: self.options.meaning.map(Meaning::model),
            by_words: self.options.thresholds,
            partial: self.vectors.ended,
            ..Comparison::default()
        };
        for Compared { pair, links, ended } in compared {
            comparison.pairs.push(pair);
            comparison.links.extend(links);
            comparison.partial |= ended;
        }
        comparison.links.sort_by_key(|link| (link.a, link.b));
        comparison.passages = groups::passages(&comparison.links, &self.rank);
        comparison
    }
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
