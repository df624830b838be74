//! A note whose words were changed is found where it most likely stands: a person confirms that place, or rejects
//! it.

use super::annotate::{hand_over, is_busy};
use super::message::Effect;
use super::state::State;
use crate::document::DocId;
use crate::notes::{Anchored, Change, NoteId, Revision, Target};
use crate::text::Span;

/// What a person says of a place where a note was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The note stands there.
    Confirm,
    /// It does not.
    Reject,
}

/// Answers for the note under the cursor; says so where there is nothing to answer.
pub fn here(state: &mut State, answer: Answer) -> Vec<Effect> {
    if is_busy(state) {
        return Vec::new();
    }
    let Some((doc, stop)) = state.cursor() else {
        return Vec::new();
    };
    let spots = state.notes.spots(doc, stop.span);
    let spots: Vec<_> = spots.map(|(span, spot)| (span, spot.clone())).collect();
    match spots.iter().find(|(_, spot)| spot.moved) {
        Some((span, spot)) => say(state, &spot.note, spot.target, (doc, *span), answer),
        None if spots.is_empty() => {
            state.say("no note on this place: ]a goes to the next one");
            Vec::new()
        }
        None => {
            state.say(stands(answer));
            Vec::new()
        }
    }
}

/// Answers for a note of a list: for the first of its places that asks for an answer.
pub fn one(state: &mut State, id: &NoteId, answer: Answer) -> Vec<Effect> {
    if is_busy(state) {
        return Vec::new();
    }
    let Some(note) = state.notes.set.get(id) else {
        return Vec::new();
    };
    let places = state.notes.places_of(note);
    let moved = places.iter().enumerate().find_map(|(at, place)| {
        let (doc, anchored) = (*place)?;
        match anchored {
            Anchored::Moved(span) => Some((at, (doc, span))),
            _ => None,
        }
    });
    let found = places.iter().flatten().any(|(_, a)| a.span().is_some());
    match moved {
        Some((at, place)) => say(state, id, at, place, answer),
        None if found => {
            state.say(stands(answer));
            Vec::new()
        }
        None => {
            state.say("this note has no place here to confirm or reject: i says why");
            Vec::new()
        }
    }
}

fn stands(answer: Answer) -> &'static str {
    match answer {
        Answer::Confirm => "this note stands where it was written: there is nothing to confirm",
        Answer::Reject => {
            "this note stands where it was written: dd deletes it, gv chooses other words"
        }
    }
}

fn say(
    state: &mut State,
    id: &NoteId,
    target: usize,
    place: (DocId, Span),
    answer: Answer,
) -> Vec<Effect> {
    let Some(ends) = ends(state, id, target, place) else {
        return Vec::new();
    };
    let revision = match answer {
        Answer::Confirm => Revision::Move(ends),
        Answer::Reject => Revision::Reject(ends),
    };
    let note = id.clone();
    hand_over(state, Change::Revise { note, revision })
}

/// Returns a target of a note, and the same at another place.
pub(super) fn ends(
    state: &State,
    id: &NoteId,
    target: usize,
    (doc, span): (DocId, Span),
) -> Option<Box<[Target; 2]>> {
    let was = state.notes.set.get(id)?.targets.get(target)?;
    let now = was.moved_to(state.set.get(doc)?, span);
    Some(Box::new([was.clone(), now]))
}
