//! The counterparts of each stop in the other documents.
//!
//! ```text
//! A  … the ferry will sail in April …      stop of A
//! B  … in April the ferry will sail …      its counterpart: a link between the two
//! C  … sailing begins in April …           its counterpart through B: B and C are linked there,
//!                                          and all three are members of one passage
//! ```

use super::passage::{Comparison, Link, Member, Relation};
use super::stops;
use crate::document::{DocId, Document, DocumentSet};
use crate::text::{Span, token};

/// A part of a linked place needs so many aligned words to have a counterpart of its own, and half of its
/// own words or of the link's: the likeness of a sentence is not that of each of its clauses.
const LEAST_ALIGNED: usize = 3;

/// A stop of another document in which the words aligned to a stop's own begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counterpart {
    /// The stop, as a span of its document.
    pub stop: Span,
    /// The words aligned to the stop, as a span of the same document.
    pub wording: Span,
    /// How alike the two are.
    pub relation: Relation,
    /// The score of the link, 0 to 1.
    pub score: f32,
    /// Index of the link, the first of the two where the relation goes through a third document.
    pub link: usize,
    /// The document through which the two are linked where they have no link of their own.
    pub through: Option<DocId>,
}

impl Counterpart {
    /// Returns the words to read beside the stop: the whole of the counterpart where the aligned words lie in
    /// it, so that nothing of a sentence passes for agreed.
    #[must_use]
    pub fn reading(&self) -> Span {
        if self.stop.covers(self.wording) {
            self.stop
        } else {
            self.wording
        }
    }
}

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

    /// Returns the counterparts of a stop in another document, the nearest relation first, then by
    /// score, then by place. Weak links count only where `weak` is set. Where the two documents have
    /// no link at this stop, the members of the stop's passages are returned, with the document
    /// through which they hang together.
    #[must_use]
    pub fn counterparts(
        &self,
        comparison: &Comparison,
        doc: DocId,
        stop: Span,
        other: DocId,
        weak: bool,
    ) -> Vec<Counterpart> {
        if doc == other {
            return Vec::new();
        }
        let mut found = Vec::new();
        let direct = self.direct(comparison, doc, stop, weak);
        for &(index, link, to, wording) in direct.iter().filter(|d| d.2 == other) {
            let new = Counterpart {
                stop: self.stop_at(to, wording.start).unwrap_or(wording),
                wording,
                relation: link.relation,
                score: link.score,
                link: index,
                through: None,
            };
            add(&mut found, new);
        }
        if found.is_empty() {
            self.add_through(&mut found, comparison, (doc, stop), other, &direct);
        }
        found.sort_by(|x, y| {
            let by_score = y.score.total_cmp(&x.score);
            x.relation
                .cmp(&y.relation)
                .then(by_score)
                .then(x.stop.cmp(&y.stop))
        });
        found
    }

    /// Returns the documents in which a stop is found, its own among them, in order.
    #[must_use]
    pub fn found_in(&self, comparison: &Comparison, doc: DocId, stop: Span) -> Vec<DocId> {
        let direct = self.direct(comparison, doc, stop, false);
        let mut found: Vec<DocId> = direct.iter().map(|d| d.2).chain([doc]).collect();
        if !direct.is_empty() && found.len() <= self.stops.len() {
            let documents = (0..self.stops.len()).map(DocId::at);
            let others: Vec<DocId> = documents.filter(|d| !found.contains(d)).collect();
            for other in others {
                let mut ways = Vec::new();
                self.add_through(&mut ways, comparison, (doc, stop), other, &direct);
                found.extend(ways.first().map(|_| other));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns the links of a stop, with the document each leads to and the words there.
    fn direct<'a>(
        &self,
        comparison: &'a Comparison,
        doc: DocId,
        stop: Span,
        weak: bool,
    ) -> Vec<Direct<'a>> {
        let links = self.links_at(doc, stop).into_iter();
        let known = links.filter_map(|index| Some((index, comparison.links.get(index)?)));
        let usable = known.filter(|(_, link)| weak || link.relation.is_strong());
        let aligned = usable.filter_map(|(index, link)| {
            let (to, wording) = self.aligned(index, link, doc, stop)?;
            Some((index, link, to, wording))
        });
        aligned.collect()
    }

    /// Returns the members of the passages to which a stop belongs: those with at least half of the
    /// shorter of the two in common.
    fn members<'a>(
        &self,
        comparison: &'a Comparison,
        doc: DocId,
        stop: Span,
    ) -> impl Iterator<Item = &'a Member> {
        let touching = self
            .passages
            .get(doc.index())
            .map_or_else(Vec::new, |index| index.touching(stop));
        let own = touching.into_iter().filter(move |(span, _)| {
            span.common(stop)
                .is_some_and(|c| c.len() * 2 >= span.len().min(stop.len()))
        });
        own.filter_map(|(_, number)| comparison.passages.get(number))
            .flat_map(|p| &p.members)
    }

    /// Adds the ways through a third document: a link of the stop, and a link of the words it leads to,
    /// into a member of one of the stop's passages.
    fn add_through(
        &self,
        found: &mut Vec<Counterpart>,
        comparison: &Comparison,
        (doc, stop): (DocId, Span),
        other: DocId,
        direct: &[Direct],
    ) {
        let members = self
            .members(comparison, doc, stop)
            .filter(|m| m.place.doc == other);
        let members: Vec<Span> = members.map(|m| m.place.span).collect();
        if members.is_empty() {
            return;
        }
        for &(index, link, middle, between) in direct {
            for (_, next, to, wording) in self.direct(comparison, middle, between, false) {
                if to == other && members.iter().any(|m| m.touches(wording)) {
                    let new = Counterpart {
                        stop: self.stop_at(other, wording.start).unwrap_or(wording),
                        wording,
                        relation: link.relation.max(next.relation),
                        score: link.score.min(next.score),
                        link: index,
                        through: Some(middle),
                    };
                    add(found, new);
                }
            }
        }
    }

    /// Returns the other document of a link and the words there that are aligned to a part of this one's:
    /// the whole other side where the part covers this side, else from the first to the last aligned word.
    fn aligned(&self, index: usize, link: &Link, doc: DocId, part: Span) -> Option<(DocId, Span)> {
        let forward = link.a.doc == doc;
        let (own, other) = if forward {
            (link.a, link.b)
        } else {
            (link.b, link.a)
        };
        if part.covers(own.span) {
            return Some((other.doc, other.span));
        }
        let turned = self.turned.get(index).and_then(Option::as_ref);
        let words = if forward {
            &link.words
        } else {
            turned.unwrap_or(&link.words)
        };
        let here = |&(a, b): &(u32, u32)| if forward { a } else { b };
        let there = |&(a, b): &(u32, u32)| if forward { b } else { a };
        let from = words.partition_point(|w| here(w) < part.start);
        let to = words.partition_point(|w| here(w) < part.end);
        let enough = |aligned: &&[(u32, u32)]| {
            let half = self.words_in(doc, part).min(words.len());
            aligned.len() >= LEAST_ALIGNED && aligned.len() * 2 >= half
        };
        let inside = words.get(from..to).filter(enough)?;
        let start = inside.iter().map(there).min()?;
        let last = inside.iter().map(there).max()?;
        // Up to the next aligned word, or to the end of the link: the words between have no other home.
        let next = words.get(to).map(there).filter(|&next| next > last);
        Some((
            other.doc,
            Span {
                start,
                end: next.unwrap_or(other.span.end),
            },
        ))
    }
}

/// A link of a stop, with the document it leads to and the words there.
type Direct<'a> = (usize, &'a Link, DocId, Span);

/// Returns the alignment of a link in order of its `b`, where it is not in that order already.
fn turned(link: &Link) -> Option<Vec<(u32, u32)>> {
    if link.words.is_sorted_by_key(|&(_, b)| b) {
        return None;
    }
    let mut words = link.words.clone();
    words.sort_unstable_by_key(|&(_, b)| b);
    Some(words)
}

/// Adds a counterpart; of two that begin in the same stop the nearer one stays.
fn add(found: &mut Vec<Counterpart>, new: Counterpart) {
    let nearness = |c: &Counterpart| (c.relation, -c.score);
    match found.iter_mut().find(|old| old.stop == new.stop) {
        Some(old) if nearness(&new) < nearness(old) => *old = new,
        Some(_) => {}
        None => found.push(new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::passage::{Passage, Place, Rule, Why};
    use crate::document::Sentence;
    use crate::text::Text;

    fn document(text: &str) -> Document {
        let sentences = text.split_inclusive(". ").scan(0, |at, part| {
            let span = Span::new(*at, *at + part.trim_end().len());
            *at += part.len();
            Some(Sentence { span, block: 0 })
        });
        Document {
            sentences: sentences.collect(),
            text: Text::new(text),
            ..Document::default()
        }
    }

    fn place(set: &DocumentSet, doc: u16, words: &str) -> Place {
        let text = set.get(DocId(doc)).unwrap().text.as_str();
        let start = text.find(words).unwrap();
        Place {
            doc: DocId(doc),
            span: Span::new(start, start + words.len()),
        }
    }

    /// Links two places whose words are the same, in order.
    fn link(a: Place, b: Place, words: &[(&str, u32)]) -> Link {
        let mut at = 0;
        let offsets = words.iter().map(|(word, shift)| {
            let here = at;
            at += Span::offset(word.len() + 1);
            (a.span.start + here, b.span.start + here + shift)
        });
        let why = Why {
            rule: Rule::Run,
            words: 8,
            lexical: 1.0,
            characters: 1.0,
            parts: 1,
            meaning: None,
        };
        Link {
            a,
            b,
            relation: Relation::Near,
            score: 0.9,
            moved: false,
            why,
            words: offsets.collect(),
        }
    }

    fn comparison(links: Vec<Link>, passages: Vec<Vec<Place>>) -> Comparison {
        let member = |place| Member {
            place,
            relation: Relation::Near,
        };
        let passage = |places: Vec<Place>| Passage {
            members: places.into_iter().map(member).collect(),
        };
        Comparison {
            links,
            passages: passages.into_iter().map(passage).collect(),
            ..Comparison::default()
        }
    }

    const RUN: &str = "one two three four five. six seven eight nine ten.";

    fn run_words() -> Vec<(&'static str, u32)> {
        [
            "one", "two", "three", "four", "five.", "six", "seven", "eight", "nine", "ten.",
        ]
        .map(|w| (w, 0))
        .into()
    }

    #[test]
    fn inside_a_long_run_the_counterpart_is_where_the_aligned_words_begin() {
        let set = DocumentSet::new(vec![
            document(RUN),
            document(&format!("Something before it. {RUN}")),
        ]);
        let (a, b) = (place(&set, 0, RUN), place(&set, 1, RUN));
        let comparison = comparison(vec![link(a, b, &run_words())], vec![vec![a, b]]);
        let alignment = Alignment::new(&set, Some(&comparison));
        let second = alignment.stops(DocId(0))[1];
        let found = alignment.counterparts(&comparison, DocId(0), second, DocId(1), false);
        assert_eq!(found.len(), 1);
        assert_eq!(
            set.get(DocId(1)).unwrap().text.slice(found[0].stop),
            "six seven eight nine ten."
        );
        let back = alignment.counterparts(&comparison, DocId(1), found[0].stop, DocId(0), false);
        assert_eq!(back[0].stop, second, "and back");
    }

    #[test]
    fn a_member_of_the_passage_without_a_link_of_its_own_is_reached_through_a_third() {
        let set = DocumentSet::new(vec![document(RUN), document(RUN), document(RUN)]);
        let all: Vec<Place> = (0..3).map(|d| place(&set, d, RUN)).collect();
        let words = run_words();
        let links = vec![link(all[0], all[1], &words), link(all[1], all[2], &words)];
        let alone = comparison(
            links.clone(),
            vec![vec![all[0], all[1]], vec![all[1], all[2]]],
        );
        let joined = comparison(links, vec![all.clone()]);
        let stop = Alignment::new(&set, Some(&joined)).stops(DocId(0))[0];
        let reach = |c: &Comparison| {
            let alignment = Alignment::new(&set, Some(c));
            let found = alignment.counterparts(c, DocId(0), stop, DocId(2), false);
            (
                found.first().and_then(|f| f.through),
                alignment.found_in(c, DocId(0), stop).len(),
            )
        };
        assert_eq!(reach(&joined), (Some(DocId(1)), 3));
        assert_eq!(reach(&alone), (None, 2), "strangers are not chained");
    }

    #[test]
    fn weak_links_count_only_where_they_are_asked_for() {
        let set = DocumentSet::new(vec![document(RUN), document(RUN)]);
        let (a, b) = (place(&set, 0, RUN), place(&set, 1, RUN));
        let mut weak = link(a, b, &run_words());
        weak.relation = Relation::Weak;
        let comparison = comparison(vec![weak], Vec::new());
        let alignment = Alignment::new(&set, Some(&comparison));
        let found = |weak| {
            alignment
                .counterparts(&comparison, DocId(0), a.span, DocId(1), weak)
                .len()
        };
        assert_eq!((found(false), found(true)), (0, 1));
        assert_eq!(
            alignment.found_in(&comparison, DocId(0), a.span),
            [DocId(0)]
        );
    }
}
