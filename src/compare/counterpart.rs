//! The counterparts of a stop in the other documents.
//!
//! ```text
//! A  … the ferry will sail in April …      stop of A
//! B  … in April the ferry will sail …      its counterpart: a link between the two
//! C  … sailing begins in April …           its counterpart through B: B and C are linked there,
//!                                          and all three are members of one passage
//! ```
//! A stop leads to the stop in which the words aligned to its own begin, and back from there: of two stops
//! either both are counterparts of each other or neither is, whichever of them is read.

use super::align::{Alignment, Order};
use super::passage::{Comparison, Link, Place, Relation, Rule};
use crate::document::DocId;
use crate::text::Span;

/// A part of a linked place needs so many aligned words to lead to a stop of another document, and half of its
/// own words or of the link's: the likeness of a sentence is not that of each of its clauses.
const LEAST_ALIGNED: usize = 3;

/// A stop of another document that a link, or two through a third document, joins to a stop.
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
    /// Index of the link, that of the stop asked for where the relation goes through a third document.
    pub link: usize,
    /// The document through which the two are linked where they have no link of their own.
    pub through: Option<DocId>,
    /// Whether a person pinned the two together.
    pub pinned: bool,
    /// Whether the aligned words begin in it; else its own begin in the stop asked for.
    pub begins: bool,
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

    /// Returns whether it is as good as another, but for where it stands.
    #[must_use]
    pub fn is_as_good_as(&self, other: &Self) -> bool {
        self.rank() == other.rank() && self.score.total_cmp(&other.score).is_eq()
    }

    /// Returns what counts before and after the score: the lesser, the better.
    fn rank(&self) -> ((bool, bool, Relation), bool) {
        let kind = (self.through.is_some(), !self.pinned, self.relation);
        (kind, !self.begins)
    }

    fn order(&self, other: &Self) -> std::cmp::Ordering {
        let (own, others) = (self.rank(), other.rank());
        let by_score = other.score.total_cmp(&self.score);
        own.0
            .cmp(&others.0)
            .then(by_score)
            .then(own.1.cmp(&others.1))
            .then(self.stop.cmp(&other.stop))
    }
}

/// A link of a stop, and where it leads.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    pub(super) index: usize,
    pub(super) link: &'a Link,
    pub(super) to: DocId,
    pub(super) wording: Span,
}

impl Alignment {
    /// Returns the counterparts of a stop in another document: what a person pinned first, then the nearest
    /// relation, then by score, then by place. Weak links count only where `weak` is set. Where the two documents have
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
        let asked = Asked {
            comparison,
            doc,
            stop,
            weak,
        };
        let mut found = self.direct(asked, Some(other));
        let mut found: Vec<Counterpart> = found.drain(..).map(|(_, c)| c).collect();
        let is_linked = !found.is_empty();
        self.add_through(&mut found, asked, other, is_linked);
        found.sort_by(Counterpart::order);
        found
    }

    /// Returns the documents in which a stop is found, its own among them, in order.
    #[must_use]
    pub fn found_in(&self, comparison: &Comparison, doc: DocId, stop: Span) -> Vec<DocId> {
        let asked = Asked {
            comparison,
            doc,
            stop,
            weak: false,
        };
        let direct = self.direct(asked, None);
        let mut found: Vec<DocId> = direct.iter().map(|(to, _)| *to).chain([doc]).collect();
        let documents = (0..self.documents()).map(DocId::at);
        let others: Vec<DocId> = documents.filter(|d| !found.contains(d)).collect();
        for other in others {
            let mut ways = Vec::new();
            self.add_through(&mut ways, asked, other, false);
            found.extend(ways.first().map(|_| other));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns the counterparts by a link of their own, with their documents: all, or those in one document.
    pub(super) fn direct(
        &self,
        asked: Asked<'_>,
        other: Option<DocId>,
    ) -> Vec<(DocId, Counterpart)> {
        let mut found = Vec::new();
        for (index, link) in self.links_of(asked) {
            let (_, there) = sides(link, asked.doc);
            if other.is_some_and(|other| other != there.doc) {
                continue;
            }
            let to = there.doc;
            let forward = self.aligned(index, link, asked.doc, asked.stop);
            let forward = forward.map(|(_, wording)| (self.stop_or(to, wording), wording));
            let back = self.leading_back(index, link, asked);
            let back = back
                .into_iter()
                .filter(|(stop, _)| forward.is_none_or(|f| f.0 != *stop));
            let ways = forward
                .into_iter()
                .map(|f| (f, true))
                .chain(back.map(|b| (b, false)));
            for ((stop, wording), begins) in ways {
                let new = Counterpart {
                    stop,
                    wording,
                    relation: link.relation,
                    score: link.score,
                    link: index,
                    through: None,
                    pinned: link.why.rule == Rule::Pin,
                    begins,
                };
                add(&mut found, to, new);
            }
        }
        found
    }

    /// Returns the stops on the other side of a link whose words there begin in the stop, with those of their words
    /// that are aligned to it.
    fn leading_back(&self, index: usize, link: &Link, asked: Asked<'_>) -> Vec<(Span, Span)> {
        let (_, there) = sides(link, asked.doc);
        let words = self.words_of(index, link, asked.doc, asked.stop);
        let starts = words.iter().map(|word| there_of(link, asked.doc, *word));
        let stops = self.stops_of(there.doc, starts.clone().chain([there.span.start]));
        let leads = |stop: &Span| {
            let back = self.aligned(index, link, there.doc, *stop);
            back.is_some_and(|(_, wording)| self.begins_in(asked.doc, asked.stop, wording))
        };
        let wording = |stop: Span| {
            let own = starts.clone().filter(|at| stop.holds(*at));
            let start = own.min().unwrap_or(stop.start);
            Span {
                start,
                end: stop.end,
            }
        };
        stops
            .into_iter()
            .filter(leads)
            .map(|stop| (stop, wording(stop)))
            .collect()
    }

    /// Returns the ways from a place by one link.
    pub(super) fn ways<'a>(&self, asked: Asked<'a>) -> impl Iterator<Item = Way<'a>> {
        self.links_of(asked)
            .into_iter()
            .filter_map(move |(index, link)| {
                let (to, wording) = self.aligned(index, link, asked.doc, asked.stop)?;
                Some(Way {
                    index,
                    link,
                    to,
                    wording,
                })
            })
    }

    pub(super) fn links_of<'a>(&self, asked: Asked<'a>) -> Vec<(usize, &'a Link)> {
        let links = self.links_at(asked.doc, asked.stop).into_iter();
        let known = links.filter_map(|index| Some((index, asked.comparison.links.get(index)?)));
        known
            .filter(|(_, link)| asked.weak || link.relation.is_strong())
            .collect()
    }

    /// Returns the other document of a link and the words there that are aligned to a part of this one's:
    /// the whole other side where the part covers this side, else from the first to the last aligned word.
    pub(super) fn aligned(
        &self,
        index: usize,
        link: &Link,
        doc: DocId,
        part: Span,
    ) -> Option<(DocId, Span)> {
        let (own, other) = sides(link, doc);
        if part.covers(own.span) {
            return Some((other.doc, other.span));
        }
        let Order { words, from, to } = self.order_of(index, link, doc, part);
        let there = |word: &(u32, u32)| there_of(link, doc, *word);
        let enough = |aligned: &&[(u32, u32)]| {
            let half = self.words_in(doc, part).min(words.len());
            aligned.len() >= LEAST_ALIGNED && aligned.len() * 2 >= half
        };
        let inside = words.get(from..to).filter(enough)?;
        let start = inside.iter().map(there).min()?;
        let last = inside.iter().map(there).max()?;
        // Up to the next aligned word, or to the end of the link: the words between have no other home.
        let next = words.get(to).map(there).filter(|&next| next > last);
        let end = next.unwrap_or(other.span.end);
        Some((other.doc, Span { start, end }))
    }

    /// Returns the aligned words of a link in a part of a document.
    pub(super) fn words_of<'a>(
        &'a self,
        index: usize,
        link: &'a Link,
        doc: DocId,
        part: Span,
    ) -> &'a [(u32, u32)] {
        let Order { words, from, to } = self.order_of(index, link, doc, part);
        words.get(from..to).unwrap_or(&[])
    }

    /// Returns the stops that hold these bytes, in order.
    pub(super) fn stops_of(&self, doc: DocId, at: impl Iterator<Item = u32>) -> Vec<Span> {
        let mut stops: Vec<Span> = at.filter_map(|at| self.stop_at(doc, at)).collect();
        stops.sort_unstable();
        stops.dedup();
        stops
    }

    /// Returns the stop in which a wording begins.
    pub(super) fn stop_or(&self, doc: DocId, wording: Span) -> Span {
        self.stop_at(doc, wording.start).unwrap_or(wording)
    }

    /// Returns whether a wording begins in a stop.
    pub(super) fn begins_in(&self, doc: DocId, stop: Span, wording: Span) -> bool {
        stop.holds(wording.start) || self.stop_at(doc, wording.start) == Some(stop)
    }
}

/// What counterparts are asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) comparison: &'a Comparison,
    pub(super) doc: DocId,
    pub(super) stop: Span,
    pub(super) weak: bool,
}

/// Returns the place of a link in a document, and that in the other.
pub(super) fn sides(link: &Link, doc: DocId) -> (Place, Place) {
    if link.a.doc == doc {
        (link.a, link.b)
    } else {
        (link.b, link.a)
    }
}

/// Returns where the word aligned to a word of a document begins in the other.
pub(super) fn there_of(link: &Link, doc: DocId, (a, b): (u32, u32)) -> u32 {
    if link.a.doc == doc { b } else { a }
}

/// Adds a counterpart; of two in the same stop the nearer one stays.
pub(super) fn add(found: &mut Vec<(DocId, Counterpart)>, to: DocId, new: Counterpart) {
    match found
        .iter_mut()
        .find(|(doc, old)| *doc == to && old.stop == new.stop)
    {
        Some((_, old)) if new.order(old).is_lt() => *old = new,
        Some(_) => {}
        None => found.push((to, new)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::passage::{Member, Passage, Why};
    use crate::document::{Document, DocumentSet, Sentence};
    use crate::text::{Text, token};
    use proptest::array::uniform4;
    use proptest::collection::vec;
    use proptest::prelude::*;

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

    /// A set of three documents with links and passages by these numbers.
    fn random(
        sentences: &[Vec<usize>],
        drawn: &[(usize, [usize; 4], bool, bool)],
    ) -> (DocumentSet, Comparison) {
        let text = |lengths: &Vec<usize>| -> String {
            let said = lengths.iter().map(|n| vec!["ab"; *n].join(", ") + ". ");
            said.collect()
        };
        let set = DocumentSet::new(sentences.iter().map(|s| document(&text(s))).collect());
        let words = |doc: usize| -> Vec<Span> {
            let text = &set.get(DocId::at(doc)).unwrap().text;
            token::word_spans(text.as_str(), text.span()).collect()
        };
        let mut links = Vec::new();
        let mut passages: Vec<Vec<Place>> = Vec::new();
        for (pair, [at, length, other_at, other_length], turned, weak) in drawn {
            let (a, b) = [(0, 1), (0, 2), (1, 2)][pair % 3];
            let part = |doc: usize, at: usize, length: usize| {
                let words = words(doc);
                let from = at % words.len();
                words[from..(from + 3 + length % 12).min(words.len())].to_vec()
            };
            let (own, others) = (part(a, *at, *length), part(b, *other_at, *other_length));
            let place = |doc: usize, words: &[Span]| Place {
                doc: DocId::at(doc),
                span: words[0].join(words[words.len() - 1]),
            };
            let mut starts: Vec<u32> = others.iter().map(|w| w.start).collect();
            let middle = starts.len() / 2;
            if *turned {
                starts.rotate_left(middle);
            }
            let (a, b) = (place(a, &own), place(b, &others));
            let mut link = link(a, b, &[]);
            link.words = own.iter().map(|w| w.start).zip(starts).collect();
            if *weak {
                link.relation = Relation::Weak;
            }
            links.push(link);
            match passages.last_mut().filter(|_| at % 2 == 0) {
                Some(last) => last.extend([a, b]),
                None => passages.push(vec![a, b]),
            }
        }
        (set, comparison(links, passages))
    }

    proptest! {
        #[test]
        fn of_two_stops_both_are_counterparts_of_each_other_or_neither_is(
            sentences in vec(vec(3_usize..12, 1..5), 3),
            drawn in vec((0_usize..3, uniform4(0_usize..60), any::<bool>(), any::<bool>()), 1..8),
            weak in any::<bool>(),
        ) {
            let (set, comparison) = random(&sentences, &drawn);
            let alignment = Alignment::new(&set, Some(&comparison));
            let answers = |doc, stop, other| alignment.counterparts(&comparison, doc, stop, other, weak);
            for doc in set.ids() {
                for stop in alignment.stops(doc) {
                    let found = alignment.found_in(&comparison, doc, *stop);
                    for other in set.ids().filter(|other| *other != doc) {
                        let own = answers(doc, *stop, other);
                        prop_assert!(weak || own.is_empty() != found.contains(&other));
                        for answer in own {
                            let back = answers(other, answer.stop, doc);
                            let returns = back.iter().any(|b| b.stop == *stop);
                            prop_assert!(returns, "{stop:?} of {doc}: {answer:?} in {other}: {back:?}");
                        }
                    }
                }
            }
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
    fn what_a_person_pinned_comes_before_every_other_counterpart() {
        let twice = format!("{RUN} {RUN}");
        let set = DocumentSet::new(vec![document(RUN), document(&twice)]);
        let own = place(&set, 0, RUN);
        let first = place(&set, 1, RUN);
        let shift = Span::offset(RUN.len() + 1);
        let mut second = first;
        second.span = Span {
            start: first.span.start + shift,
            end: first.span.end + shift,
        };
        let words = run_words();
        let best = Link {
            relation: Relation::Verbatim,
            score: 1.0,
            ..link(own, first, &words)
        };
        let mut said = link(own, second, &words);
        (said.relation, said.score, said.why.rule) = (Relation::Paraphrase, 0.2, Rule::Pin);
        let comparison = comparison(vec![best, said], Vec::new());
        let alignment = Alignment::new(&set, Some(&comparison));
        let stop = alignment.stops(DocId(0))[0];
        let found = alignment.counterparts(&comparison, DocId(0), stop, DocId(1), false);
        let found: Vec<_> = found.iter().map(|c| (c.stop.start, c.pinned)).collect();
        assert_eq!(found, [(shift, true), (0, false)]);
    }

    #[test]
    fn weak_links_count_only_where_they_are_asked_for() {
        let set = DocumentSet::new(vec![document(RUN), document(RUN)]);
        let (a, b) = (place(&set, 0, RUN), place(&set, 1, RUN));
        let mut weak = link(a, b, &run_words());
        weak.relation = Relation::Weak;
        let comparison = comparison(vec![weak], Vec::new());
        let alignment = Alignment::new(&set, Some(&comparison));
        let stop = alignment.stops(DocId(0))[0];
        let found = |weak| {
            alignment
                .counterparts(&comparison, DocId(0), stop, DocId(1), weak)
                .len()
        };
        assert_eq!((found(false), found(true)), (0, 1));
        assert_eq!(alignment.found_in(&comparison, DocId(0), stop), [DocId(0)]);
    }
}
