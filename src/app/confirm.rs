//! A note whose words were changed is found where it most likely stands: a person confirms that place, or rejects
//! it.

use super::action::Action;
use super::annotate::{hand_over, is_busy};
use super::message::Effect;
use super::places;
use super::state::{Mode, State};
use crate::document::DocId;
use crate::notes::{Anchored, Change, Note, NoteId, Revision, Target};
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
            let others = spots.iter().find_map(|(_, spot)| {
                let note = state.notes.set.get(&spot.note)?;
                let (at, _) = moved(&state.notes.places_of(note)).next()?;
                Some((at + 1, note.targets.len()))
            });
            state.say(match others {
                Some((at, all)) => {
                    let keys = state.keymap.keys_of(Action::NextNotePlace).join(" or ");
                    format!("this place stands, place {at} of {all} moved: {keys} goes there")
                }
                None => stands(answer).to_owned(),
            });
            Vec::new()
        }
    }
}

/// Answers for a note of a list: for the first of its places that asks for an answer. Where that one is not seen it
/// is gone to first; `whole` says that all places are seen.
pub fn one(state: &mut State, id: &NoteId, answer: Answer, whole: bool) -> Vec<Effect> {
    if is_busy(state) {
        return Vec::new();
    }
    let Some(note) = state.notes.set.get(id) else {
        return Vec::new();
    };
    let places = state.notes.places_of(note);
    let mut moved = moved(&places);
    let found = places.iter().flatten().any(|(_, a)| a.span().is_some());
    let lost = places.iter().flatten().any(|(_, a)| a.span().is_none());
    match (moved.next(), moved.next()) {
        (Some((at, place)), None) if whole || !lost => say(state, id, at, place, answer),
        (Some((at, place)), _) if whole => say(state, id, at, place, answer),
        (Some((at, _)), _) => {
            state.mode = Mode::Read;
            places::go_to(state, id, at);
            Vec::new()
        }
        (None, _) if found => {
            state.say(stands(answer));
            Vec::new()
        }
        (None, _) => {
            state.say("this note has no place here to confirm or reject: i says why");
            Vec::new()
        }
    }
}

/// Returns which targets moved, and where to.
fn moved(places: &[Option<(DocId, Anchored)>]) -> impl Iterator<Item = (usize, (DocId, Span))> {
    places.iter().enumerate().filter_map(|(at, place)| {
        let (doc, anchored) = (*place)?;
        match anchored {
            Anchored::Moved(span) => Some((at, (doc, span))),
            _ => None,
        }
    })
}

/// Returns which place of a note a revision was about, where it has several.
#[must_use]
pub fn place_in_words(note: &Note, revision: &Revision) -> Option<String> {
    let (Revision::Move(ends) | Revision::Reject(ends)) = revision else {
        return None;
    };
    let mut own = note.targets.iter();
    let at = own.position(|own| ends.iter().any(|end| own.is_same_place(end)))?;
    let all = note.targets.len();
    (all > 1).then(|| format!("place {} of {all}, ", at + 1))
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
    let Some(mut ends) = ends(state, id, target, place) else {
        return Vec::new();
    };
    if let ([was, now], Some(document)) = (ends.as_mut(), state.set.get(place.0)) {
        *now = was.confirmed_at(document, place.1);
    }
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
