//! The passages that coverage has as rows: which, in which order, and who has them.

use std::cmp::Reverse;
use std::sync::Arc;

use super::found;
use super::state::State;
use crate::compare::passage::{Comparison, Member, Passage, Place, Relation};
use crate::document::DocId;
use crate::text::Span;

/// In which order the passages stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// That of the base, then what the base lacks.
    Base,
    /// What most documents have first.
    Count,
}

/// Returns the passages that are rows, in order.
#[must_use]
pub(super) fn rows(state: &State, doc: DocId, order: Order, absent: bool) -> Arc<[usize]> {
    let Some(comparison) = state.comparison.as_deref() else {
        return Arc::new([]);
    };
    let base = state.base();
    let place = |passage: &Passage| {
        let lead: Option<Place> = lead(passage, base).map(|m| m.place);
        lead.map(|p| (p.doc != base, p))
    };
    let passages = comparison.passages.iter().enumerate();
    let mut rows: Vec<_> = passages
        .map(|(row, passage)| (documents(state, passage), place(passage), row, passage))
        .filter(|(count, ..)| *count > 1)
        .filter(|(.., passage)| !absent || lacks_alone(state, passage, doc))
        .map(|(count, place, row, _)| (count, place, row))
        .collect();
    match order {
        Order::Base => rows.sort_by_key(|(_, place, row)| (*place, *row)),
        Order::Count => rows.sort_by_key(|(count, place, row)| (Reverse(*count), *place, *row)),
    }
    rows.into_iter().map(|(.., row)| row).collect()
}

/// Returns whether all other documents that were compared with one have a passage, in which no link to that one was
/// found: there it may stand in words that were not recognised.
fn lacks_alone(state: &State, passage: &Passage, doc: DocId) -> bool {
    let has = |other: &DocId| relation(state, passage, *other).is_some();
    let (others, _) = found::compared(state, doc);
    others.len() > 1 && !has(&doc) && others.iter().all(has)
}

/// Returns how a document has a passage: the best relation of its members.
#[must_use]
pub(super) fn relation(state: &State, passage: &Passage, doc: DocId) -> Option<Relation> {
    let own = passage.members.iter().filter(|m| m.place.doc == doc);
    let shown = own
        .map(|m| m.relation)
        .filter(|r| state.weak || r.is_strong());
    shown.min()
}

/// Returns how many documents have a passage.
#[must_use]
pub(super) fn documents(state: &State, passage: &Passage) -> usize {
    let mut docs: Vec<DocId> = passage
        .members
        .iter()
        .filter(|m| state.weak || m.relation.is_strong())
        .map(|m| m.place.doc)
        .collect();
    docs.dedup();
    docs.len()
}

/// Returns the row of a stop, else that of the last passage before it.
#[must_use]
pub(super) fn row_at(comparison: &Comparison, rows: &[usize], doc: DocId, stop: Span) -> usize {
    let own = |row: &usize| {
        let members = comparison.passages.get(*row).map(|p| p.members.iter());
        let spans = members.into_iter().flatten().filter(|m| m.place.doc == doc);
        spans.map(|m| m.place.span).collect::<Vec<_>>()
    };
    let here = |row: &usize| own(row).iter().any(|span| span.touches(stop));
    let before = |(at, row): (usize, &usize)| {
        let starts = own(row).into_iter().map(|span| span.start);
        Some((starts.filter(|start| *start < stop.start).max()?, at))
    };
    let last = || rows.iter().enumerate().filter_map(before).max();
    let here = rows.iter().position(here);
    here.or_else(|| last().map(|(_, at)| at)).unwrap_or(0)
}

/// Returns the member whose words stand for a passage: the base's, else that of the first document.
#[must_use]
pub(super) fn lead(passage: &Passage, base: DocId) -> Option<&Member> {
    let own = passage.members.iter().find(|m| m.place.doc == base);
    own.or(passage.members.first())
}
