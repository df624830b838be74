//! The list of notes, with the choices about documents below them.

use super::action::Action;
use super::confirm::{self, Answer};
use super::explain;
use super::lines::Line;
use super::list::{Kind, List};
use super::message::Effect;
use super::remark::{self, About};
use super::state::{Mode, State};
use super::{annotate, geometry, jump, note_view, respan};
use crate::compare::passage::Place;
use crate::notes::link;
use crate::notes::{Change, NoteId, Operation, OperationId};

/// Returns the notes that a list shows, in its order.
#[must_use]
pub fn notes(state: &State, list: &List) -> Vec<NoteId> {
    let Kind::Notes(some) = &list.kind else {
        return Vec::new();
    };
    let (listed, _) = state.notes.listed();
    let ids = listed.into_iter().map(|(n, ..)| n.id.clone());
    ids.filter(|id| some.as_ref().is_none_or(|some| some.contains(id)))
        .collect()
}

/// Returns the entry of the note that was visited last, so that Enter goes to its next place; else the first.
#[must_use]
pub fn visited(state: &State, list: &List) -> usize {
    let visited = state.open_note.as_ref().filter(|open| open.place.is_some());
    let at = visited.and_then(|open| notes(state, list).iter().position(|id| *id == open.note));
    at.unwrap_or(0)
}

/// Returns the lines of the notes that a list shows.
#[must_use]
pub fn note_lines(state: &State, list: &List) -> Vec<String> {
    let (listed, elsewhere) = state.notes.listed();
    let shown = notes(state, list);
    let columns = geometry::page_columns(state.size);
    let mut lines: Vec<String> = listed
        .into_iter()
        .filter(|(n, ..)| shown.contains(&n.id))
        .map(|(note, doc, anchored)| {
            let unsaved = state.notes.is_unsaved(&note.id);
            let mark = if unsaved { "NOT SAVED  " } else { "" };
            let columns = columns.saturating_sub(mark.len());
            format!("{mark}{}", note_view::entry(note, doc, anchored, columns))
        })
        .collect();
    if lines.is_empty() {
        lines.push("no notes on these documents: a writes one".to_owned());
    }
    if elsewhere > 0 {
        lines.push(format!("({elsewhere} more on documents that are not open)"));
    }
    lines
}

/// Returns the lines of the choices that are in force, which stand below the notes where all are listed.
#[must_use]
pub fn choice_lines(state: &State, list: &List) -> Vec<Line> {
    if list.kind != Kind::Notes(None) {
        return Vec::new();
    }
    let choices = state.notes.set.choices_in_force();
    let line = |operation: &&Operation| {
        let words = operation.change.choice_in_words().unwrap_or_default();
        Line {
            text: format!("choice  {}", explain::short(&words, 90)),
            hang: 0,
            heading: false,
        }
    };
    choices.iter().map(line).collect()
}

/// Returns the choice that an entry of the list of notes is.
#[must_use]
pub fn choice_at(state: &State, list: &List) -> Option<OperationId> {
    let lines = note_lines(state, list).len();
    let at = list.at.checked_sub(lines)?;
    let choices = state.notes.set.choices_in_force();
    choices
        .get(at)
        .filter(|_| list.kind == Kind::Notes(None))
        .map(|o| o.id.clone())
}

/// Goes to the first place of the pin, cut or conflict that an entry is; says so where it is a choice without a place.
pub fn visit_choice(state: &mut State, list: &List) {
    let id = choice_at(state, list);
    let choices = state.notes.set.choices_in_force();
    let choice = choices.iter().find(|o| Some(&o.id) == id.as_ref());
    let Some(choice) = choice.map(|o| o.change.clone()) else {
        return;
    };
    match &choice {
        Change::Link { ends, .. } | Change::Stand { ends, .. } => {
            if let Some([(doc, span), _]) = link::both(ends, &state.set) {
                jump::visit(state, Place { doc, span });
                return;
            }
            state.say("its two places are not in these documents: dd takes it back");
        }
        _ => state.say("a choice about documents has no place in the text: dd takes it back"),
    }
    state.mode = Mode::List(list.clone());
}

/// Shows the note that an entry is, whole.
pub fn show(state: &mut State, list: List) {
    let note = notes(state, &list).get(list.at).cloned();
    let kind = note.map(|note| Kind::Note(note, list.at));
    if kind.is_none() {
        state.say("there is no note to show");
    }
    let list = kind.map_or(list, |kind| List::at(kind, 0));
    state.mode = Mode::List(list);
}

/// Edits or deletes the note, or takes back the choice, that an entry is.
pub fn act(state: &mut State, list: List, action: Action) -> Vec<Effect> {
    let Kind::Notes(_) = list.kind else {
        state.say("this key is for the list of notes: A opens it");
        state.mode = Mode::List(list);
        return Vec::new();
    };
    let note = notes(state, &list).get(list.at).cloned();
    let choice = choice_at(state, &list);
    state.mode = Mode::List(list);
    match (action, note) {
        (Action::ListDelete, None) if choice.is_some() => {
            let undo = choice.map(|operation| Change::Undo { operation });
            undo.map_or_else(Vec::new, |undo| annotate::hand_over(state, undo))
        }
        (Action::ListUndo, _) => annotate::undo(state),
        (Action::ListRedo, _) => annotate::redo(state),
        (Action::ListSave, _) => annotate::save_again(state),
        (Action::ListTags | Action::ListRating, Some(note)) => {
            let about = match action {
                Action::ListTags => About::Tags,
                _ => About::Rating,
            };
            if let Mode::List(list) = state.mode.clone() {
                remark::listed(state, list, note, about);
            }
            Vec::new()
        }
        (Action::ListWords, Some(note)) => {
            respan::listed(state, note);
            Vec::new()
        }
        (Action::ListConfirm, Some(note)) => confirm::one(state, &note, Answer::Confirm),
        (Action::ListReject, Some(note)) => confirm::one(state, &note, Answer::Reject),
        (Action::ListEdit, Some(note)) => {
            annotate::open(state, note);
            Vec::new()
        }
        (Action::ListDelete, Some(note)) => annotate::delete_one(state, note),
        _ => {
            state.say("there is no note to choose");
            Vec::new()
        }
    }
}
