//! Two documents of a set: from the seeds that they share to the links between them.
//!
//! ```text
//! seeds ─ runs ─┬─────────────┬─ settle ─ names ─ pins ─ order ─ nearest
//!               └─ sentences ─┘  links    of other   of the     why nothing
//!                                         languages  reader
//! ```

use super::constraint::{Constraint, Constraints};
use super::event::document_cosine;
use super::likeness::Rarity;
use super::meaning::{Thresholds, Vectors};
use super::passage::{Link, Pair, Place};
use super::reading::{Reading, Readings};
use super::rivals::Kinds;
use super::runs::{self, Run};
use super::sentences::{self, Scored};
use super::settle::{self, Draft, rounded};
use super::work::{Stage, Work};
use super::{DOUBTFUL, names, nearest, order, seeds};
use crate::document::{DocId, Document};

/// Two documents and what is known of their set.
pub(super) struct Two<'a> {
    /// The document of the lower number.
    pub a: &'a Document,
    /// The other.
    pub b: &'a Document,
    /// The words of all.
    pub readings: &'a Readings,
    /// What they mean, where a model was asked.
    pub vectors: &'a Vectors,
    /// From which scores on sentences are linked by words.
    pub thresholds: Thresholds,
    /// Whether `b` is taken first, so that the order of input makes no difference.
    pub swapped: bool,
}

impl Two<'_> {
    /// Returns what is said of the two as a whole, and their links. `done` is told of every stage.
    pub(super) fn compare(
        &self,
        said: &[Constraint],
        work: &mut Work<'_>,
        done: &mut dyn FnMut(Stage),
    ) -> (Pair, Vec<Link>) {
        let (one, other) = self.in_order();
        let both = (self.reading(one), self.reading(other));
        let rarity = Rarity::new(self.readings, both.0, both.1);
        let mut pair = self.pair();
        let constraints = Constraints::of(said, one.id, other.id);
        let stretches = seeds::stretches(both.0, both.1, work);
        done(Stage::Seeds);
        let mut runs = runs::shared(both.0, both.1, &stretches, &rarity, work);
        if !pair.comparable {
            // Names are looked for sentence by sentence.
            runs.rare.clear();
        }
        for runs in [&mut runs.long, &mut runs.rare] {
            *runs = constraints.cut_runs(both.0, both.1, std::mem::take(runs));
        }
        done(Stage::Runs);
        let mut scored = if pair.comparable {
            self.sentences(&rarity, &runs.long, work)
        } else {
            Vec::new()
        };
        constraints.cut_sentences(both.0, both.1, &mut scored);
        done(Stage::Sentences);
        let settling = settle::Pair {
            a: (one, both.0),
            b: (other, both.1),
            rarity: &rarity,
            thresholds: self.thresholds,
        };
        let mut drafts = settling.settle(&runs, &scored, work);
        if !pair.comparable {
            add_named(&settling, &mut drafts, work);
            constraints.cut_drafts(&mut drafts);
        }
        constraints.pin(&settling, &mut drafts);
        order::mark(&mut drafts);
        if pair.comparable && nearest::is_few(&drafts, both.0, both.1) && !work.ended() {
            let place = |document: &Document| (document.id, self.reading(document));
            let found = nearest::nearest(place(self.a), place(self.b), &rarity, work);
            pair.nearest = Some(found);
        }
        let links = drafts.into_iter();
        let links = links.map(|draft| link(draft, (one.id, other.id)));
        let links = links.collect();
        done(Stage::Settle);
        (pair, links)
    }

    /// Returns the two in an order that depends on their texts alone.
    fn in_order(&self) -> (&Document, &Document) {
        if self.swapped {
            (self.b, self.a)
        } else {
            (self.a, self.b)
        }
    }

    fn reading(&self, document: &Document) -> &Reading {
        &self.readings.documents[document.id.index()]
    }

    /// Returns what can be said before any link is known.
    fn pair(&self) -> Pair {
        let (one, other) = self.in_order();
        let cosine = rounded(document_cosine(self.reading(one), self.reading(other)));
        Pair {
            a: self.a.id,
            b: self.b.id,
            comparable: comparable(self.a, self.b),
            cosine,
            doubtful: cosine < DOUBTFUL,
            nearest: None,
        }
    }

    fn sentences(&self, rarity: &Rarity<'_>, runs: &[Run], work: &mut Work<'_>) -> Vec<Scored> {
        let (one, other) = self.in_order();
        let meaning = self.vectors.pair(one.id.index(), other.id.index());
        let asked = sentences::Asked {
            runs,
            floor: self.thresholds.by(meaning.is_some()).floor(),
            by_words: self.thresholds.floor(),
            meaning: meaning.as_ref(),
            kinds: &Kinds::of((one, self.reading(one)), (other, self.reading(other))),
        };
        let both = (self.reading(one), self.reading(other));
        sentences::alike(both, rarity, asked, work)
    }
}

/// Adds the links of names and numbers between two languages, where no other link lies inside of them.
fn add_named(settling: &settle::Pair<'_>, drafts: &mut Vec<Draft>, work: &mut Work<'_>) {
    let mut named = names::links(settling, work);
    named.retain(|link| {
        let within = |run: &Draft| link.a.covers(run.a) && link.b.covers(run.b);
        !drafts.iter().any(within)
    });
    drafts.extend(named);
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
