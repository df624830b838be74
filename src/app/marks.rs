//! Marks: places that a letter names for as long as the reader is open, and the way back before the last jump.

use super::action::{Action, Scope};
use super::key::Key;
use super::keymap::Meaning;
use super::state::{Mode, State};
use super::{jump, resize};
use crate::compare::passage::Place;

/// What the letter that is typed next is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The name of a mark on the place under the cursor.
    Set,
    /// The name of a mark to go to.
    Go,
}

/// Waits for a letter.
pub fn ask(state: &mut State, wanted: Wanted) {
    state.mode = Mode::Letter(wanted);
}

/// Returns what the status line says while a letter is awaited.
#[must_use]
pub fn hint(state: &State, wanted: Wanted) -> String {
    match wanted {
        Wanted::Set => "mark this place: type a letter; Esc leaves".to_owned(),
        Wanted::Go => {
            let before = state.keymap.keys_of(Action::GoToMark).join(" or ");
            let known = named(state);
            format!("go to mark: {known}{before} before the last jump; Esc leaves")
        }
    }
}

/// Returns the marks with the documents that they are in.
fn named(state: &State) -> String {
    let marks = state.marks.iter();
    marks
        .map(|(letter, place)| format!("{letter} in {}   ", place.doc))
        .collect()
}

/// Sets a mark, or goes to one.
pub fn letter(state: &mut State, wanted: Wanted, key: Key) {
    let again = state.keymap.meaning(Scope::Reader, &[key]) == Meaning::Action(Action::GoToMark);
    match (wanted, key.typed().filter(|c| c.is_alphanumeric())) {
        (Wanted::Go, _) if again => before_last_jump(state),
        (Wanted::Set, Some(letter)) => set(state, letter),
        (Wanted::Go, Some(letter)) => go(state, letter),
        (_, None) => state.say("a letter names a mark: m a sets a, ' a goes there"),
    }
}

fn set(state: &mut State, letter: char) {
    let Some((doc, stop)) = state.cursor() else {
        return;
    };
    let span = stop.span;
    state.marks.insert(letter, Place { doc, span });
    let keys = state.keymap.keys_of(Action::GoToMark);
    let key = keys.first().map_or("", String::as_str);
    state.say(format!(
        "mark {letter} is set in {doc}: {key} {letter} goes there"
    ));
}

fn go(state: &mut State, letter: char) {
    match state.marks.get(&letter).copied() {
        Some(place) => jump::visit(state, place),
        None if state.marks.is_empty() => {
            state.say("there are no marks yet: m and a letter sets one");
        }
        None => {
            let known = named(state);
            state.say(format!(
                "there is no mark {letter}, but {}",
                known.trim_end()
            ));
        }
    }
}

/// Goes back before the last jump; the same key again comes forth.
fn before_last_jump(state: &mut State) {
    let Some(kept) = state.back.last().cloned() else {
        state.say("no jump to go back from");
        return;
    };
    jump::leave(state);
    resize::show(state, &kept);
}
