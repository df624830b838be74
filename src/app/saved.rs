//! What the log of notes says takes effect: what was read from it, and the answers to what was handed over.

use super::action::Action;
use super::column::plural;
use super::message::Effect;
use super::places::Opened;
use super::state::State;
use super::undo::done;
use super::{choices, confirm, versions};
use crate::notes::{Change, NoteId, Operation, OperationId};

/// Takes operations that were read from the log; those that come after the start are of other windows.
pub fn read(state: &mut State, operations: Vec<Operation>) -> Vec<Effect> {
    let first = !std::mem::replace(&mut state.notes_read, true);
    if !first {
        let news = operations.iter().map(|o| &o.id);
        let news: Vec<_> = news
            .filter(|id| !state.notes.set.knows(id))
            .cloned()
            .collect();
        state.notes.foreign.extend(news);
    }
    let documents = state.set.clone();
    let news = state.notes.take(operations, &documents);
    if first {
        let said = lost(state).into_iter().chain(versions::at_start(state));
        for words in said.collect::<Vec<_>>() {
            state.say_too(words);
        }
    }
    match (news, first) {
        (false, _) => Vec::new(),
        (true, true) if state.notes.choices.is_empty() => Vec::new(),
        (true, true) => choices::at_start(state),
        (true, false) => choices::take_effect(state),
    }
}

/// Returns what is said at the start where a note has lost a place.
fn lost(state: &State) -> Option<String> {
    let (listed, _) = state.notes.listed();
    let lost = listed.iter().filter(|own| own.anchored.span().is_none());
    let lost = lost.count();
    let their = if lost == 1 {
        "its place"
    } else {
        "their place"
    };
    let keys = state.keymap.keys_of(Action::NotesList).join(" or ");
    let notes = plural(listed.len(), "note");
    (lost > 0).then(|| format!("{notes}, {lost} without {their}: {keys}"))
}

/// Takes the answer of the disk.
pub fn answered(state: &mut State, answer: Result<Operation, (Operation, String)>) -> Vec<Effect> {
    state.unanswered = state.unanswered.saturating_sub(1);
    match answer {
        Ok(operation) => {
            let change = operation.change.clone();
            opened(state, &operation);
            let documents = state.set.clone();
            state.notes.take([operation], &documents);
            let effects = choices::take_effect(state);
            let word = match &change {
                Change::Add { .. } | Change::Edit { .. } => "saved".to_owned(),
                Change::Revise { note, revision } => {
                    let note = state.notes.set.get(note);
                    let place = note.and_then(|note| confirm::place_in_words(note, revision));
                    let place = place.unwrap_or_default();
                    format!("saved: {place}{}; u takes it back", revision.in_words())
                }
                Change::Delete { .. } => "deleted: u brings it back".to_owned(),
                Change::Undo { operation } => {
                    fold_again(state, operation);
                    taken_back(state, operation)
                }
                Change::Unknown { .. } => "kept".to_owned(),
                choice => choices::answer(state, choice),
            };
            state.say(word);
            effects
        }
        Err((operation, why)) => {
            let is_kept = !matches!(
                operation.change,
                Change::Delete { .. } | Change::Undo { .. } | Change::Fold { .. }
            );
            if is_kept {
                let documents = state.set.clone();
                state.notes.keep_unsaved(operation, &documents);
            }
            let effects = choices::take_effect(state);
            let keys = state.keymap.keys_of(Action::SaveAgain).join(" or ");
            state.say(match is_kept {
                true => format!("NOT saved, {keys} tries again: {why}"),
                false => format!("NOT done: {why}"),
            });
            effects
        }
    }
}

/// Remembers the note that was written or added to last: L adds to it.
fn opened(state: &mut State, operation: &Operation) {
    let note = match &operation.change {
        Change::Add { .. } => NoteId(operation.id.clone()),
        Change::Edit { note, .. } => note.clone(),
        _ => return,
    };
    state.open_note = Some(Opened { note, place: None });
}

/// Opens and closes folds as the choices say now that one about them was taken back or made again.
fn fold_again(state: &mut State, id: &OperationId) {
    let Some(Change::Fold { who, kinds, .. }) = done(state, id).map(|o| o.change.clone()) else {
        return;
    };
    let own: Vec<_> = state
        .set
        .iter()
        .filter(|d| who.is(d))
        .map(|d| d.id)
        .collect();
    for doc in own {
        choices::fold_as_chosen(state, doc, Some(&kinds));
    }
    super::step::refresh(state);
}

/// Returns what was undone, or done again, in words.
fn taken_back(state: &State, id: &OperationId) -> String {
    match state.notes.set.operation(id).map(|o| &o.change) {
        Some(Change::Undo { operation }) => {
            format!("done again: {}; u takes it back", named(state, operation))
        }
        _ => {
            let keys = state.keymap.keys_of(Action::Redo).join(" or ");
            format!("taken back: {}; {keys} does it again", named(state, id))
        }
    }
}

/// Returns what an operation was, in words.
fn named(state: &State, id: &OperationId) -> String {
    let words = |text: &str| super::explain::short(text, 32);
    match state.notes.set.operation(id).map(|o| &o.change) {
        Some(Change::Add { text, .. }) => format!("the note \u{201c}{}\u{201d}", words(text)),
        Some(Change::Edit { text, .. }) => format!("the change to \u{201c}{}\u{201d}", words(text)),
        Some(Change::Revise { revision, .. }) => revision.in_words(),
        Some(Change::Delete { .. }) => "a deletion".to_owned(),
        Some(choice) if choice.is_choice() => choice.choice_in_words().unwrap_or_default(),
        _ => "the last operation".to_owned(),
    }
}
