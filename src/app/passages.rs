//! The passages that coverage has as rows: which, in which order, and who has them. Passages that have their words at
//! one place of the base, else of the first document, are one row: a person reads there what that place has elsewhere.

use std::cmp::Reverse;
use std::sync::Arc;

use super::found;
use super::state::State;
use crate::compare::passage::{Member, Passage, Place, Relation};
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
pub(super) fn rows(state: &State, doc: DocId, order: Order, absent: bool) -> Arc<[Passage]> {
    let Some(comparison) = state.comparison.as_deref() else {
        return Arc::new([]);
    };
    let mut rows = of_places(&comparison.passages, state.base());
    rows.retain(|row| documents(state, row) > 1);
    rows.retain(|row| !absent || lacks_alone(state, row, doc));
    if order == Order::Count {
        rows.sort_by_cached_key(|row| Reverse(documents(state, row)));
    }
    rows.into()
}

/// Returns the passages by the places of their leading words, those of the base first; those that lead from one place
/// are joined.
fn of_places(passages: &[Passage], base: DocId) -> Vec<Passage> {
    let place = |passage: &Passage| lead(passage, base).map(|member| member.place);
    let mut sorted: Vec<&Passage> = passages.iter().collect();
    sorted.sort_by_key(|passage| place(passage).map(|p| (p.doc != base, p)));
    let mut rows: Vec<Passage> = Vec::with_capacity(sorted.len());
    for passage in sorted {
        let here = place(passage);
        let same = |row: &&mut Passage| match (place(row), here) {
            (Some(known), Some(here)) => is_one(known, here),
            _ => false,
        };
        match rows.last_mut().filter(same) {
            Some(row) => {
                row.members.extend(&passage.members);
                row.members.sort_by_key(|member| member.place);
            }
            None => rows.push(passage.clone()),
        }
    }
    rows
}

/// Returns whether two places have half of the smaller in common.
fn is_one(one: Place, other: Place) -> bool {
    let common = one.span.common(other.span).map_or(0, Span::len);
    one.doc == other.doc && 2 * common >= one.span.len().min(other.span.len())
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
pub(super) fn row_at(rows: &[Passage], doc: DocId, stop: Span) -> usize {
    let own = |row: &Passage| {
        let members = row.members.iter().filter(|m| m.place.doc == doc);
        members.map(|m| m.place.span).collect::<Vec<_>>()
    };
    let here = |row: &Passage| own(row).iter().any(|span| span.touches(stop));
    let before = |(at, row): (usize, &Passage)| {
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
