//! The counterparts of a stop through a third document: two links that meet there, inside one passage.
//!
//! ```text
//! A  … the ferry will sail in April …          stop of A
//! B  … in April the ferry will sail …          linked with A and with C, in the same words
//! C  … sailing begins in April …               through B, where A and C have no link of their own
//! ```

use super::align::{Alignment, Order};
use super::counterpart::{Asked, Counterpart, add, sides, there_of};
use super::passage::{Link, Member};
use crate::document::DocId;
use crate::text::Span;

impl Alignment {
    /// Adds the counterparts through a third document: where the stop has no link to the other document, those to
    /// which it leads; and the stops without a link that lead to it.
    pub(super) fn add_through(
        &self,
        found: &mut Vec<Counterpart>,
        asked: Asked<'_>,
        other: DocId,
        is_linked: bool,
    ) {
        if self.members_in(asked, other).next().is_none() {
            return;
        }
        let mut all = Vec::new();
        if !is_linked {
            for (_, new) in self.through(asked, other) {
                add(&mut all, other, new);
            }
        }
        for stop in self.two_links_away(asked, other) {
            let back = Asked {
                doc: other,
                stop,
                ..asked
            };
            if !self.direct(back, Some(asked.doc)).is_empty() {
                continue;
            }
            let ways = self.through(back, asked.doc);
            for (next, way) in ways.into_iter().filter(|(_, way)| way.stop == asked.stop) {
                let new = Counterpart {
                    stop,
                    wording: stop,
                    link: next,
                    pinned: false,
                    begins: false,
                    ..way
                };
                add(&mut all, other, new);
            }
        }
        found.extend(all.into_iter().map(|(_, c)| c));
    }

    /// Returns the ways through a third document, each with the index of its second link: a link of the stop, and a
    /// link of the words it leads to, into a member of one of the stop's passages.
    fn through(&self, asked: Asked<'_>, other: DocId) -> Vec<(usize, Counterpart)> {
        let members: Vec<Span> = self
            .members(asked)
            .filter(|m| m.place.doc == other)
            .map(|m| m.place.span)
            .collect();
        let mut found = Vec::new();
        if members.is_empty() {
            return found;
        }
        for way in self.ways(asked) {
            let middle = Asked {
                doc: way.to,
                stop: way.wording,
                weak: false,
                ..asked
            };
            for next in self.ways(middle).filter(|next| next.to == other) {
                let stop = self.stop_or(other, next.wording);
                if members.iter().any(|m| m.touches(stop)) {
                    let new = Counterpart {
                        stop,
                        wording: next.wording,
                        relation: way.link.relation.max(next.link.relation),
                        score: way.link.score.min(next.link.score),
                        link: way.index,
                        through: Some(way.to),
                        pinned: false,
                        begins: true,
                    };
                    found.push((next.index, new));
                }
            }
        }
        found
    }

    /// Returns the stops of another document that two links may lead from to a stop, for [`Self::through`] to judge.
    fn two_links_away(&self, asked: Asked<'_>, other: DocId) -> Vec<Span> {
        let mut found = Vec::new();
        for (index, link) in self.links_of(Asked {
            weak: false,
            ..asked
        }) {
            let (own, middle) = sides(link, asked.doc);
            let words = self.words_of(index, link, asked.doc, asked.stop);
            let opens = self
                .begins_in(asked.doc, asked.stop, own.span)
                .then_some(middle.span.start);
            let places = words
                .iter()
                .map(|w| there_of(link, asked.doc, *w))
                .chain(opens);
            let (Some(start), Some(end)) = (places.clone().min(), places.max()) else {
                continue;
            };
            let between = Span {
                start,
                end: end + 1,
            };
            let stop = Asked {
                doc: middle.doc,
                stop: between,
                ..asked
            };
            for (index, link) in self.links_of(stop) {
                let (_, there) = sides(link, middle.doc);
                if there.doc == other {
                    let words = self.words_around(index, link, middle.doc, between);
                    let starts = words.iter().map(|w| there_of(link, middle.doc, *w));
                    found.extend(self.stops_of(other, starts.chain([there.span.start])));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns the members of the passages to which a stop belongs: those with at least half of the
    /// shorter of the two in common.
    fn members<'a>(&self, asked: Asked<'a>) -> impl Iterator<Item = &'a Member> {
        let touching = self.passages_at(asked.doc, asked.stop).into_iter();
        let own = touching.filter(move |(span, _)| {
            span.common(asked.stop)
                .is_some_and(|c| c.len() * 2 >= span.len().min(asked.stop.len()))
        });
        own.filter_map(move |(_, number)| asked.comparison.passages.get(number))
            .flat_map(|p| &p.members)
    }

    /// Returns the members in another document of all passages that have words in a stop.
    fn members_in<'a>(&self, asked: Asked<'a>, other: DocId) -> impl Iterator<Item = &'a Member> {
        let touching = self.passages_at(asked.doc, asked.stop).into_iter();
        let passages =
            touching.filter_map(move |(_, number)| asked.comparison.passages.get(number));
        passages
            .flat_map(|p| &p.members)
            .filter(move |m| m.place.doc == other)
    }

    /// Returns the aligned words of a link in a part of a document and the one before; all where they change order.
    fn words_around<'a>(
        &'a self,
        index: usize,
        link: &'a Link,
        doc: DocId,
        part: Span,
    ) -> &'a [(u32, u32)] {
        let Order { words, from, to } = self.order_of(index, link, doc, part);
        if self.is_turned(index) {
            return words;
        }
        words.get(from.saturating_sub(1)..to).unwrap_or(&[])
    }
}
