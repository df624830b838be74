//! The stops of every document, their numbers, and which links and passages have words in them.

use super::passage::{Comparison, Link, Member};
use super::stops;
use crate::document::{DocId, Document, DocumentSet};
use crate::text::{Span, token};

/// Spans of one document with numbers, to find those that touch a place.
#[derive(Clone, Debug, Default)]
struct Index {
    /// Span, number, and the furthest end of this and all earlier spans, to end a search backwards.
    spans: Vec<(Span, usize, u32)>,
}

impl Index {
    fn add(&mut self, span: Span, number: usize) {
        self.spans.push((span, number, 0));
    }

    fn sort(&mut self) {
        self.spans.sort_unstable();
        let mut reach = 0;
        for (span, _, furthest) in &mut self.spans {
            reach = reach.max(span.end);
            *furthest = reach;
        }
    }

    /// Returns the spans that touch another, with their numbers, in order.
    fn touching(&self, span: Span) -> Vec<(Span, usize)> {
        let end = self.spans.partition_point(|(own, ..)| own.start < span.end);
        let before = self.spans.get(..end).unwrap_or(&[]).iter().rev();
        let near = before.take_while(|(.., reach)| *reach > span.start);
        let mut found: Vec<_> = near
            .filter(|(own, ..)| own.touches(span))
            .map(|(own, n, _)| (*own, *n))
            .collect();
        found.reverse();
        found
    }
}

/// The stops of every document and a way from each to its counterparts.
#[derive(Clone, Debug, Default)]
pub struct Alignment {
    stops: Vec<Vec<Span>>,
    /// The stops that have a number, in its order.
    numbered: Vec<Vec<Span>>,
    links: Vec<Index>,
    passages: Vec<Index>,
    /// For every link whose alignment is not in order of `b` too, the alignment in that order.
    turned: Vec<Option<Vec<(u32, u32)>>>,
    /// Where the words of each document begin.
    words: Vec<Vec<u32>>,
}

impl Alignment {
    /// Returns the stops of a set: its sentences, cut where linked places begin and end.
    #[must_use]
    pub fn new(set: &DocumentSet, comparison: Option<&Comparison>) -> Self {
        let mut links = vec![Index::default(); set.slots()];
        let mut passages = links.clone();
        let mut limits = vec![Vec::new(); set.slots()];
        for (number, link) in comparison.iter().flat_map(|c| c.links.iter().enumerate()) {
            for place in [link.a, link.b] {
                if let Some(index) = links.get_mut(place.doc.index()) {
                    index.add(place.span, number);
                }
            }
        }
        for (number, passage) in comparison
            .iter()
            .flat_map(|c| c.passages.iter().enumerate())
        {
            for Member { place, .. } in &passage.members {
                let doc = place.doc.index();
                if let (Some(index), Some(limits)) = (passages.get_mut(doc), limits.get_mut(doc)) {
                    index.add(place.span, number);
                    limits.extend([place.span.start, place.span.end]);
                }
            }
        }
        links.iter_mut().chain(&mut passages).for_each(Index::sort);
        let stops: Vec<_> = set
            .iter()
            .zip(limits)
            .map(|(document, limits)| stops::of(document, limits))
            .collect();
        let numbered = set.iter().zip(&stops);
        let numbered = numbered.map(|(document, stops)| stops::numbered(document, stops));
        let turned = comparison
            .iter()
            .flat_map(|c| &c.links)
            .map(turned)
            .collect();
        let begins = |d: &Document| {
            token::word_spans(d.text.as_str(), d.text.span())
                .map(|w| w.start)
                .collect()
        };
        let words = set.iter().map(begins).collect();
        Self {
            numbered: numbered.collect(),
            stops,
            links,
            passages,
            turned,
            words,
        }
    }

    /// Returns the stops of a document, in order; together they hold all that is not white space.
    #[must_use]
    pub fn stops(&self, doc: DocId) -> &[Span] {
        self.stops.get(doc.index()).map_or(&[], Vec::as_slice)
    }

    /// Returns the stop that holds a byte, else the one before it, else the first.
    #[must_use]
    pub fn stop_at(&self, doc: DocId, at: u32) -> Option<Span> {
        let stops = self.stops(doc);
        let next = stops.partition_point(|s| s.start <= at);
        stops.get(next.saturating_sub(1)).copied()
    }

    /// Returns the number of the stop that holds a byte, from 1: it counts all that is compared, whatever is shown. What
    /// is set aside has none.
    #[must_use]
    pub fn number_at(&self, doc: DocId, at: u32) -> Option<usize> {
        let numbered = self.numbered.get(doc.index())?;
        let number = numbered.partition_point(|s| s.start <= at);
        let stop = numbered.get(number.checked_sub(1)?)?;
        stop.holds(at).then_some(number)
    }

    /// Returns the stop of a number, else the last that has one.
    #[must_use]
    pub fn numbered(&self, doc: DocId, number: usize) -> Option<Span> {
        let numbered = self.numbered.get(doc.index())?;
        let stop = numbered.get(number.saturating_sub(1));
        stop.or(numbered.last()).copied()
    }

    /// Returns how many words begin in a span of a document.
    #[must_use]
    pub fn words_in(&self, doc: DocId, span: Span) -> usize {
        let words = self.words.get(doc.index()).map_or(&[][..], Vec::as_slice);
        words.partition_point(|&w| w < span.end)
            - words.partition_point(|&w| w < span.start).min(words.len())
    }

    /// Returns the links that have words in a span of a document, as indices in order of place.
    #[must_use]
    pub fn links_at(&self, doc: DocId, span: Span) -> Vec<usize> {
        let found = self
            .links
            .get(doc.index())
            .map_or_else(Vec::new, |index| index.touching(span));
        found.into_iter().map(|(_, link)| link).collect()
    }

    /// Returns the members of passages that have words in a span of a document, with the numbers of the passages.
    pub(super) fn passages_at(&self, doc: DocId, span: Span) -> Vec<(Span, usize)> {
        let index = self.passages.get(doc.index());
        index.map_or_else(Vec::new, |index| index.touching(span))
    }

    /// Returns the number of documents.
    pub(super) fn documents(&self) -> usize {
        self.stops.len()
    }

    /// Returns whether the words of a link stand in another order in its second document.
    pub(super) fn is_turned(&self, link: usize) -> bool {
        self.turned.get(link).is_some_and(Option::is_some)
    }

    /// Returns the aligned words of a link in the order of one of its documents, and which lie in a part of it.
    pub(super) fn order_of<'a>(
        &'a self,
        index: usize,
        link: &'a Link,
        doc: DocId,
        part: Span,
    ) -> Order<'a> {
        let forward = link.a.doc == doc;
        let turned = self.turned.get(index).and_then(Option::as_ref);
        let words = match turned {
            Some(turned) if !forward => turned,
            _ => &link.words,
        };
        let here = |&(a, b): &(u32, u32)| if forward { a } else { b };
        Order {
            words,
            from: words.partition_point(|w| here(w) < part.start),
            to: words.partition_point(|w| here(w) < part.end),
        }
    }
}

/// The aligned words of a link in the order of one of its documents; those of a part are `from..to`.
pub(super) struct Order<'a> {
    pub(super) words: &'a [(u32, u32)],
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Returns the alignment of a link in order of its `b`, where it is not in that order already.
fn turned(link: &Link) -> Option<Vec<(u32, u32)>> {
    if link.words.is_sorted_by_key(|&(_, b)| b) {
        return None;
    }
    let mut words = link.words.clone();
    words.sort_unstable_by_key(|&(_, b)| b);
    Some(words)
}
