//! The places of a note: more of them are added with L, and one after the other is visited.

use super::action::Action;
use super::annotate::{self, hand_over, is_busy, place_here};
use super::explain::short;
use super::jump;
use super::message::Effect;
use super::note_view;
use super::respan;
use super::select::Selection;
use super::state::State;
use crate::compare::passage::Place;
use crate::document::DocId;
use crate::notes::{Anchored, Change, Note, NoteId, Revision};

/// The note that was written, opened or visited last: L adds to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Which note.
    pub note: NoteId,
    /// Which of its places was visited last, if one was.
    pub place: Option<usize>,
}

/// Adds the selection, else the stop under the cursor, to the draft left last, else to the note that was written,
/// opened or visited last.
pub fn add(state: &mut State, selection: Option<Selection>) -> Vec<Effect> {
    if let Some((note, target)) = state.notes.sought.clone() {
        if is_busy(state) {
            return Vec::new();
        }
        let place = place_here(state, selection);
        return place.map_or_else(Vec::new, |place| {
            respan::take(state, note, target, (place.doc, place.span))
        });
    }
    if state
        .drafts
        .last()
        .is_some_and(|draft| draft.note.is_none())
    {
        add_to_draft(state, selection);
        return Vec::new();
    }
    let drafted = state.drafts.last().and_then(|draft| draft.note.clone());
    let opened = state.open_note.as_ref().map(|opened| opened.note.clone());
    let note = drafted.or(opened).and_then(|id| state.notes.set.get(&id));
    let Some(note) = note.cloned() else {
        state.say("L adds this place to a note: write one first (a), leave a draft with Esc, or go to one from A");
        return Vec::new();
    };
    if is_busy(state) {
        return Vec::new();
    }
    let Some(place) = place_here(state, selection) else {
        return Vec::new();
    };
    if note
        .targets
        .iter()
        .any(|own| own.is_same_place(&place.target))
    {
        state.say(format!("{} has this place already", named(&note)));
        return Vec::new();
    }
    let revision = Revision::Places(vec![place.target]);
    let note = note.id;
    hand_over(state, Change::Revise { note, revision })
}

/// Adds a place to the draft left last; one that it has is taken out again, but for its last.
fn add_to_draft(state: &mut State, selection: Option<Selection>) {
    let Some(place) = place_here(state, selection) else {
        return;
    };
    let Some(draft) = state.drafts.last_mut() else {
        return;
    };
    let same = |own: &annotate::DraftPlace| own.target.is_same_place(&place.target);
    let did = match draft.places.iter().position(same) {
        Some(_) if draft.places.len() == 1 => "this is the only place of the draft",
        Some(at) => {
            draft.places.remove(at);
            "this place is no longer of the draft"
        }
        None => {
            draft.places.push(place);
            "added to the draft"
        }
    };
    let count = super::column::plural(draft.places.len(), "place");
    let words = short(draft.field.text(), 32);
    state.say(format!(
        "{did} \u{201c}{words}\u{201d}, {count}: a on one of them goes on with it"
    ));
}

fn named(note: &Note) -> String {
    format!("the note \u{201c}{}\u{201d}", short(&note.text, 32))
}

/// Goes to the first place of a note; when it was the last one visited, to its next.
pub fn visit(state: &mut State, id: &NoteId) {
    state.notes.sought = None;
    let opened = state.open_note.as_ref().filter(|opened| opened.note == *id);
    let after = opened.and_then(|opened| opened.place);
    go(state, id, after);
}

/// Goes to the next place of the note under the cursor, else of the one visited last.
pub fn next(state: &mut State) {
    let Some((doc, stop)) = state.cursor() else {
        return;
    };
    let opened = state.open_note.clone();
    let spots: Vec<_> = state
        .notes
        .spots(doc, stop.span)
        .map(|(_, s)| s.clone())
        .collect();
    let of_opened = |note: &NoteId| opened.as_ref().is_some_and(|opened| opened.note == *note);
    let spot = spots
        .iter()
        .find(|spot| of_opened(&spot.note))
        .or(spots.first());
    match (spot, opened) {
        (Some(spot), _) => go(state, &spot.note, Some(spot.target)),
        (None, Some(opened)) => go(state, &opened.note, opened.place),
        (None, None) => state.say("no note on this place: ]a goes to the next one"),
    }
}

/// Goes to the place of a note behind one of them, after the last to the first.
fn go(state: &mut State, id: &NoteId, after: Option<usize>) {
    let Some(note) = state.notes.set.get(id).cloned() else {
        state.say("this note was deleted: u brings it back");
        return;
    };
    let places = state.notes.places_of(&note);
    let found = |place: &Option<(DocId, Anchored)>| place.is_some_and(|(_, a)| a.span().is_some());
    let there: Vec<usize> = (0..places.len())
        .filter(|at| places.get(*at).is_some_and(found))
        .collect();
    let next = there
        .iter()
        .find(|at| after.is_none_or(|after| **at > after));
    let Some(&at) = next.or(there.first()) else {
        let why = gone(&note, &places);
        state.say(format!("nowhere to go: {why}"));
        return;
    };
    go_to(state, id, at);
    if note.targets.len() == 1 && after.is_some() {
        state.say("this note has one place only: L adds another");
    }
}

/// Goes to one of the places of a note and says what became of it and of the others.
pub(super) fn go_to(state: &mut State, id: &NoteId, at: usize) {
    let Some(note) = state.notes.set.get(id).cloned() else {
        return;
    };
    let places = state.notes.places_of(&note);
    let Some(Some((doc, anchored))) = places.get(at).copied() else {
        return;
    };
    let Some(span) = anchored.span() else {
        return;
    };
    jump::visit(state, Place { doc, span });
    state.open_note = Some(Opened {
        note: id.clone(),
        place: Some(at),
    });
    let all = note.targets.len();
    if all > 1 {
        let moved = matches!(anchored, Anchored::Moved(_));
        let asked = match moved {
            true => format!(" moved, {}", note_view::question(state)),
            false => String::new(),
        };
        let keys = state.keymap.keys_of(Action::NextNotePlace).join(" or ");
        let (named, others) = (named(&note), others(&places, at));
        state.say(format!(
            "place {} of {all}{asked} of {named}: {keys} goes to the next{others}",
            at + 1
        ));
    }
}

/// Returns what became of the other places of a note, where one does not simply stand.
fn others(places: &[Option<(DocId, Anchored)>], at: usize) -> String {
    let count = |which: fn(&Option<(DocId, Anchored)>) -> bool| {
        let others = places.iter().enumerate().filter(|(own, _)| *own != at);
        others.filter(|(_, place)| which(place)).count()
    };
    let lost = count(|place| matches!(place, Some((_, Anchored::Orphan(_)))));
    let moved = count(|place| matches!(place, Some((_, Anchored::Moved(_)))));
    let closed = count(Option::is_none);
    let said: Vec<String> = [(lost, "lost"), (moved, "moved"), (closed, "not open")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    match said.is_empty() {
        true => String::new(),
        false => format!(" ({}: i in A says more)", said.join(", ")),
    }
}

/// Returns why none of the places of a note can be gone to.
fn gone(note: &Note, places: &[Option<(DocId, Anchored)>]) -> String {
    let orphan = note
        .targets
        .iter()
        .zip(places)
        .find_map(|(target, place)| match place {
            Some((_, Anchored::Orphan(lost))) => Some(target.why_lost(*lost)),
            _ => None,
        });
    orphan.unwrap_or_else(|| "its document is not open".to_owned())
}
