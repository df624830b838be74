//! The apparatus at the foot: every document's wording of the place under the cursor.

use super::action::Action;
use super::found::{Found, found};
use super::state::State;
use crate::compare::counterpart::Counterpart;
use crate::compare::difference;
use crate::compare::passage::Relation;
use crate::document::{BlockKind, DocId, Document};
use crate::text::Span;

/// Longest wording, in bytes, whose differing words are looked for; longer ones are shown plain.
const MOST: usize = 20_000;

/// What a document has for the place under the cursor.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The document.
    pub doc: DocId,
    /// In words: `here`, `same words`, `through D`, `not here`, `perhaps` where a weak link is hidden, `other language`.
    pub relation: String,
    /// The wording, as a span of the document.
    pub wording: Option<Span>,
    /// Words of the wording that differ from the stop under the cursor.
    pub differing: Vec<Span>,
}

/// Returns the documents in the order of the apparatus: the one being read, those that have the place, the others.
#[must_use]
pub fn order(state: &State) -> Vec<DocId> {
    readings(state).into_iter().map(|r| r.doc).collect()
}

/// Returns what every document has for the place under the cursor, in the order of the apparatus.
#[must_use]
pub fn readings(state: &State) -> Vec<Reading> {
    let Some((doc, stop)) = state.cursor() else {
        return Vec::new();
    };
    if stop.fold.is_some() {
        return Vec::new();
    }
    let mut all = vec![Reading {
        doc,
        relation: "here".to_owned(),
        wording: Some(stop.span),
        differing: Vec::new(),
    }];
    if matches!(found(state, doc, stop.span), Found::Aside(_)) {
        return all;
    }
    let others = state.set.ids().filter(|d| *d != doc);
    let mut readings: Vec<(Option<Relation>, Reading)> = others
        .map(|other| reading(state, doc, stop.span, other))
        .collect();
    readings.sort_by_key(|(relation, r)| (relation.is_none(), *relation, r.doc));
    all.extend(readings.into_iter().map(|(_, r)| r));
    all
}

fn reading(state: &State, doc: DocId, stop: Span, other: DocId) -> (Option<Relation>, Reading) {
    let none = |relation: &str| Reading {
        doc: other,
        relation: relation.to_owned(),
        wording: None,
        differing: Vec::new(),
    };
    let known = state.comparison.as_ref();
    let Some(comparison) = known.filter(|c| c.knows(doc, other)) else {
        return (None, none(".."));
    };
    let shown = super::ranking::ranked(state, doc, stop, other);
    let Some(answer) = best(state, (doc, stop), other, &shown) else {
        if super::pins::is_cut(state, doc, stop, other) {
            return (None, none("you cut it"));
        }
        if !comparison.comparable(doc, other) {
            return (None, none("other language"));
        }
        let weak = state
            .alignment
            .counterparts(comparison, doc, stop, other, true);
        let perhaps = weak.iter().any(|found| found.through.is_none());
        let keys = state.keymap.keys_of(Action::WeakLinks);
        let words = match keys.first().filter(|_| perhaps) {
            Some(key) => format!("perhaps ({key})"),
            None if found(state, doc, stop) == Found::TooShort => "too short".to_owned(),
            None => "not here".to_owned(),
        };
        return (None, none(&words));
    };
    let relation = super::pins::words(answer.relation, answer.through, answer.pinned);
    let several = if shown.len() > 1 {
        format!(" ({})", shown.len())
    } else {
        String::new()
    };
    let (Some(from), Some(to)) = (state.set.get(doc), state.set.get(other)) else {
        return (None, none("not here"));
    };
    let caption = to
        .block_at(answer.wording.start)
        .is_some_and(|b| b.kind == BlockKind::Caption);
    let several = if caption {
        format!("{several} caption")
    } else {
        several
    };
    let differing = differing(from, stop, to, answer.reading());
    let reading = Reading {
        doc: other,
        relation: relation + &several,
        wording: Some(answer.reading()),
        differing,
    };
    (Some(answer.relation), reading)
}

/// Returns what a document has for a stop of another: what a person chose, else the best.
#[must_use]
pub fn answer(state: &State, doc: DocId, stop: Span, other: DocId) -> Option<Counterpart> {
    let shown = super::ranking::ranked(state, doc, stop, other);
    best(state, (doc, stop), other, &shown)
}

fn best(
    state: &State,
    (doc, stop): (DocId, Span),
    other: DocId,
    shown: &[Counterpart],
) -> Option<Counterpart> {
    let chosen = state.chosen.get(&(doc, stop.start, other));
    let chosen = chosen.and_then(|at| shown.iter().find(|c| c.stop.start == *at));
    chosen.or(shown.first()).copied()
}

/// Returns the words of a wording that differ from another's.
#[must_use]
pub fn differing(from: &Document, own: Span, to: &Document, wording: Span) -> Vec<Span> {
    if own.len().max(wording.len()) > MOST {
        return Vec::new();
    }
    difference::differing(&from.text, own, &to.text, wording)
}
