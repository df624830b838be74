//! Passages that lie within others say nothing that those do not: a clause is linked again by itself where its
//! sentence is.
//!
//! ```text
//! A  [ He offered [ full support for the port ], the agency said. ]     one passage of A, B and C;
//! B  [ He spoke of [ full support for the port ] ]                      that of the clause alone,
//! C  [ The President offered full support. ]                            in A and B, is left out
//! ```

use rustc_hash::FxHashMap;

use super::passage::{Member, Passage};
use crate::document::DocId;
use crate::text::Span;

/// Leaves out members that lie within another of the same document; that has the better relation of the two.
/// The members are in order.
pub(super) fn once_each(passage: &mut Passage) {
    let mut kept: Vec<Member> = Vec::with_capacity(passage.members.len());
    for member in passage.members.drain(..) {
        let same = kept.iter_mut().rev().find(|known| {
            known.place.doc == member.place.doc
                && (known.place.span.covers(member.place.span)
                    || member.place.span.covers(known.place.span))
        });
        match same {
            Some(known) => {
                known.relation = known.relation.min(member.relation);
                known.place.span = known.place.span.join(member.place.span);
            }
            None => kept.push(member),
        }
    }
    passage.members = kept;
}

/// Returns the passages that do not lie within another: of which each member lies within one of that.
pub(super) fn outermost(mut passages: Vec<Passage>) -> Vec<Passage> {
    // The larger first, so that of two within each other the first stays.
    let size = |passage: &Passage| {
        let spans = passage.members.iter().map(|member| member.place.span);
        (passage.members.len(), spans.map(Span::len).sum::<usize>())
    };
    passages.sort_by_cached_key(|passage| {
        let places: Vec<_> = passage.members.iter().map(|member| member.place).collect();
        (std::cmp::Reverse(size(passage)), places)
    });
    let standings = Standings::of(&passages);
    let numbered = passages.iter().enumerate();
    let within: Vec<bool> = numbered
        .map(|(number, passage)| standings.hold(passage, &passages[..number]))
        .collect();
    let mut within = within.into_iter();
    passages.retain(|_| within.next() == Some(false));
    passages
}

/// So many members of other passages that begin before one are looked at: where very many begin inside of one that is
/// very long, what lies within that may stay.
const LOOKED_AT: usize = 64;

/// Where the members of passages stand, by document: in order, with the numbers of their passages.
struct Standings(FxHashMap<DocId, Vec<(Span, usize)>>);

impl Standings {
    fn of(passages: &[Passage]) -> Self {
        let mut found: FxHashMap<DocId, Vec<(Span, usize)>> = FxHashMap::default();
        for (number, passage) in passages.iter().enumerate() {
            for member in &passage.members {
                let place = member.place;
                found
                    .entry(place.doc)
                    .or_default()
                    .push((place.span, number));
            }
        }
        found.values_mut().for_each(|spans| spans.sort_unstable());
        Self(found)
    }

    /// Returns whether a passage lies within one of some others, which are the first of all.
    fn hold(&self, passage: &Passage, others: &[Passage]) -> bool {
        let Some(first) = passage.members.first() else {
            return false;
        };
        let spans = self.0.get(&first.place.doc).map_or(&[][..], Vec::as_slice);
        let own = first.place.span;
        let behind = spans.partition_point(|(span, _)| span.start <= own.start);
        let near = spans.get(..behind).unwrap_or(&[]).iter().rev();
        near.take(LOOKED_AT)
            .filter(|(span, _)| span.covers(own))
            .filter_map(|(_, number)| others.get(*number))
            .any(|other| is_within(passage, other))
    }
}

/// Returns whether every member of a passage lies within one of another.
fn is_within(passage: &Passage, other: &Passage) -> bool {
    let covers = |large: &Member, small: &Member| {
        large.place.doc == small.place.doc && large.place.span.covers(small.place.span)
    };
    let held = |small: &Member| other.members.iter().any(|large| covers(large, small));
    passage.members.iter().all(held)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::passage::{Place, Relation};

    fn passage(members: &[(u16, usize, usize)]) -> Passage {
        let member = |(doc, start, end): &(u16, usize, usize)| Member {
            place: Place {
                doc: DocId(*doc),
                span: Span::new(*start, *end),
            },
            relation: Relation::Near,
        };
        Passage {
            members: members.iter().map(member).collect(),
        }
    }

    #[test]
    fn a_passage_of_a_clause_is_left_out_where_its_sentences_are_one() {
        let sentences = passage(&[(0, 0, 90), (1, 10, 80), (2, 0, 40)]);
        let clause = passage(&[(0, 20, 60), (1, 30, 70)]);
        assert_eq!(outermost(vec![clause, sentences.clone()]), [sentences]);
    }

    #[test]
    fn a_passage_that_reaches_a_document_of_its_own_stays() {
        let sentences = passage(&[(0, 0, 90), (1, 10, 80)]);
        let clause = passage(&[(0, 20, 60), (2, 30, 70)]);
        let other = passage(&[(0, 20, 60), (1, 30, 100)]);
        assert_eq!(outermost(vec![clause, other, sentences]).len(), 3);
    }

    #[test]
    fn a_clause_of_a_member_is_no_member_of_its_own() {
        let mut nested = passage(&[(0, 0, 90), (0, 20, 60), (1, 0, 40)]);
        nested.members[1].relation = Relation::Verbatim;
        once_each(&mut nested);
        assert_eq!(nested.members.len(), 2);
        assert_eq!(nested.members[0].relation, Relation::Verbatim);
        assert_eq!(nested.members[0].place.span, Span::new(0, 90));
    }
}
