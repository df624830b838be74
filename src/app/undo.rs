//! Taking operations back and doing them again: those on open documents, also of earlier days, and never one that
//! another window wrote.

use super::annotate::{hand_over, is_busy};
use super::message::Effect;
use super::state::State;
use crate::document::Document;
use crate::notes::link::source_in_words;
use crate::notes::{Change, NoteId, Operation, OperationId, Target, belongs};

/// Takes the last operation back; first one that could not be saved, which only memory has.
pub fn undo(state: &mut State) -> Vec<Effect> {
    if is_busy(state) {
        return Vec::new();
    }
    if let Some(operation) = state.notes.unsaved.last().cloned() {
        let documents = state.set.clone();
        state.notes.drop_unsaved(&documents);
        let words = match &operation.change {
            Change::Add { text, .. } | Change::Edit { text, .. } => {
                format!("note \u{201c}{text}\u{201d}")
            }
            Change::Revise { revision, .. } => format!("change ({})", revision.in_words()),
            other => format!("choice {}", other.choice_in_words().unwrap_or_default()),
        };
        state.say(format!("the unsaved {words} was dropped"));
        return super::choices::take_effect(state);
    }
    let foreign = |id: &OperationId| state.notes.foreign.contains(id);
    let Some(last) = state.notes.set.last_undoable(foreign) else {
        state.say("there is nothing to undo");
        return Vec::new();
    };
    if is_here(state, &last) {
        return hand_over(state, Change::Undo { operation: last });
    }
    let skipped = |id: &OperationId| foreign(id) || !is_here(state, id);
    let here = state.notes.set.last_undoable(skipped);
    if let Some(operation) = here
        .clone()
        .filter(|_| state.notes.passed.as_ref() == Some(&last))
    {
        return hand_over(state, Change::Undo { operation });
    }
    let more = match here {
        Some(_) => ": once more takes back the last one here",
        None => "",
    };
    let elsewhere = elsewhere(state, &last);
    state.say(format!(
        "the last change is {elsewhere}, which is not open{more}"
    ));
    state.notes.passed = Some(last);
    Vec::new()
}

/// Does again what was undone last.
pub fn redo(state: &mut State) -> Vec<Effect> {
    if is_busy(state) {
        return Vec::new();
    }
    let Some(operation) = state.notes.set.last_redoable() else {
        state.say("there is nothing to redo");
        return Vec::new();
    };
    let elsewhere = match done(state, &operation) {
        Some(first) if !is_here(state, &first.id) => Some(elsewhere(state, &first.id)),
        _ => None,
    };
    if let Some(elsewhere) = elsewhere {
        state.say(format!(
            "what was taken back last is {elsewhere}, which is not open"
        ));
        return Vec::new();
    }
    hand_over(state, Change::Undo { operation })
}

/// Returns the operation that an undo, or an undo of undos, is about in the end.
pub(super) fn done<'a>(state: &'a State, id: &OperationId) -> Option<&'a Operation> {
    let mut at = state.notes.set.operation(id)?;
    // An undo that counts for anything comes behind what it takes back, so this ends.
    for _ in 0..state.notes.set.operations().count() {
        match &at.change {
            Change::Undo { operation } => at = state.notes.set.operation(operation)?,
            _ => break,
        }
    }
    Some(at)
}

/// Returns whether an operation is about an open document.
fn is_here(state: &State, id: &OperationId) -> bool {
    let Some(operation) = state.notes.set.operation(id) else {
        return false;
    };
    let mut open = state.set.iter();
    if operation.change.is_choice() {
        return open.any(|document| operation.change.is_about(document));
    }
    let targets = targets(state, operation);
    let live = note_of(operation);
    let live = state.notes.set.get(&live);
    if live.is_some_and(|note| state.notes.places_of(note).iter().any(Option::is_some)) {
        return true;
    }
    let of_any = |document: &Document| targets.iter().any(|target| belongs(target, document));
    open.any(of_any)
}

/// Returns the note that an operation is about.
fn note_of(operation: &Operation) -> NoteId {
    match &operation.change {
        Change::Edit { note, .. } | Change::Revise { note, .. } | Change::Delete { note } => {
            note.clone()
        }
        _ => NoteId(operation.id.clone()),
    }
}

/// Returns the places of the note that an operation is about: those that it has, else those that it had first.
fn targets<'a>(state: &'a State, operation: &'a Operation) -> &'a [Target] {
    let note = note_of(operation);
    if let Some(live) = state.notes.set.get(&note) {
        return &live.targets;
    }
    match state
        .notes
        .set
        .operation(&note.0)
        .map(|first| &first.change)
    {
        Some(Change::Add { targets, .. }) => targets,
        _ => &[],
    }
}

/// Returns in words which document an operation is about that is not open.
fn elsewhere(state: &State, id: &OperationId) -> String {
    let operation = state.notes.set.operation(id);
    let name = operation.and_then(|operation| match &operation.change {
        Change::Link { ends, .. } | Change::Stand { ends, .. } => {
            ends.first().map(|end| source_in_words(&end.document))
        }
        Change::Version(both) => both.last().map(source_in_words),
        change => match change.who() {
            Some(who) => Some(who.words()),
            None => {
                let first = targets(state, operation).first();
                first.map(|target| source_in_words(&target.document))
            }
        },
    });
    format!("of {}", name.unwrap_or_else(|| "a document".to_owned()))
}
