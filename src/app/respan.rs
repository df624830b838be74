//! Other words for a note: its own are selected, and what is selected in the end becomes its place.

use super::annotate::{self, hand_over, is_busy};
use super::confirm;
use super::message::Effect;
use super::places;
use super::select::Selection;
use super::state::{Mode, State};
use crate::document::DocId;
use crate::notes::{Anchored, Change, NoteId, Revision};
use crate::text::Span;

/// Selects the words of the note under the cursor; where there are several notes a list offers them.
pub fn here(state: &mut State) {
    if is_busy(state) {
        return;
    }
    if let Some(note) = annotate::chosen(state, "gv selects the words of one") {
        begin(state, note);
    }
}

/// Goes to a note of a list and selects its words.
pub fn listed(state: &mut State, note: NoteId) {
    if is_busy(state) {
        return;
    }
    state.open_note = None;
    state.mode = Mode::Read;
    if let Some((target, doc)) = lost(state, &note) {
        super::focus::show_document(state, doc);
        state.notes.sought = Some((note, target));
        state.say("the words of this place are gone: go to others, or select them (v), and L makes them its place");
        return;
    }
    places::visit(state, &note);
    if under_cursor(state, &note).is_some() {
        begin(state, note);
    }
}

/// Returns the first place of a note that is lost, and in which document.
fn lost(state: &State, note: &NoteId) -> Option<(usize, DocId)> {
    let places = state.notes.places_of(state.notes.set.get(note)?);
    places
        .iter()
        .enumerate()
        .find_map(|(at, place)| match place {
            Some((doc, Anchored::Orphan(_))) => Some((at, *doc)),
            _ => None,
        })
}

/// Returns which target of a note stands under the cursor, and where.
fn under_cursor(state: &State, note: &NoteId) -> Option<(usize, DocId, Span)> {
    let (doc, stop) = state.cursor()?;
    let mut spots = state.notes.spots(doc, stop.span);
    let (span, spot) = spots.find(|(_, spot)| spot.note == *note)?;
    Some((spot.target, doc, span))
}

fn begin(state: &mut State, note: NoteId) {
    let fold = state.cursor().and_then(|(_, stop)| stop.fold);
    if fold.is_some() {
        state.say("open the fold first: zo");
        return;
    }
    let place = under_cursor(state, &note);
    let (Some((target, doc, span)), Some(top)) = (place, state.focused().map(|p| p.top)) else {
        return;
    };
    state.message = None;
    state.resizing = Some((note, target));
    state.mode = Mode::Select(Selection {
        doc,
        fixed: span.start,
        moving: span.end,
        top,
    });
}

/// Makes what is selected the place of the note.
pub fn set(state: &mut State, note: NoteId, target: usize, selection: Selection) -> Vec<Effect> {
    let span = selection.span();
    take(state, note, target, (selection.doc, span))
}

/// Makes words the place of the note.
pub(super) fn take(
    state: &mut State,
    note: NoteId,
    target: usize,
    (doc, span): (DocId, Span),
) -> Vec<Effect> {
    let Some(document) = state.set.get(doc) else {
        return Vec::new();
    };
    let span = annotate::trimmed(document.text.slice(span), span);
    if span.is_empty() {
        state.say("nothing is selected: the note keeps its words");
        return Vec::new();
    }
    let Some(ends) = confirm::ends(state, &note, target, (doc, span)) else {
        state.say("this note was changed meanwhile: once more");
        return Vec::new();
    };
    let [was, now] = ends.as_ref();
    if was.is_same_place(now) {
        state.say("the same words: nothing was changed");
        return Vec::new();
    }
    let revision = Revision::Move(ends);
    hand_over(state, Change::Revise { note, revision })
}
