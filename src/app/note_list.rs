//! The list of notes, with the choices about documents below them.

use super::action::Action;
use super::confirm::{self, Answer};
use super::explain;
use super::lines::Line;
use super::list::{Kind, List};
use super::message::Effect;
use super::note_index::{Row, Words};
use super::notes::Listed;
use super::remark::{self, About};
use super::state::{Mode, State};
use super::{annotate, geometry, jump, note_view, respan, undo, versions};
use crate::compare::passage::Place;
use crate::notes::link;
use crate::notes::{Change, NoteId, Operation, OperationId};

/// What a line of the list is.
#[derive(Debug)]
enum Entry<'a> {
    Note(&'a Row),
    Other(&'a Other),
}

/// What a line below the notes is.
#[derive(Debug)]
enum Other {
    Choice(OperationId, String),
    /// Words that nothing can be done with.
    Said(String),
}

/// The entries of a list: notes, orphans first; what is said of newer versions, and how many notes are elsewhere; where
/// all are listed, the choices that are in force. Lines are written only as far as they are seen.
#[derive(Default)]
pub struct Entries<'a> {
    rows: Vec<&'a Row>,
    others: Vec<Other>,
}

impl<'a> Entries<'a> {
    /// Returns the entries of a list.
    #[must_use]
    pub fn of(state: &'a State, list: &List) -> Self {
        let Kind::Notes(some) = &list.kind else {
            return Self::default();
        };
        let words = Words::new(&list.query);
        let index = state.notes.index();
        let mut rows = index.rows(&words);
        if let Some(some) = some {
            rows.retain(|row| some.contains(&row.note));
        }
        let mut others = Vec::new();
        if rows.is_empty() {
            others.push(Other::Said(match list.query.as_str() {
                "" => "no notes on these documents: a writes one".to_owned(),
                query => format!("no note here has \u{201c}{query}\u{201d}: Esc shows all"),
            }));
        }
        if some.is_none() {
            let said = versions::said(state).into_iter();
            let said = said.filter(|line| words.fit(line));
            others.extend(said.map(|line| Other::Said(format!("({line})"))));
            let elsewhere = index.elsewhere(&words);
            if elsewhere > 0 {
                let line = format!("({elsewhere} more on documents that are not open)");
                others.push(Other::Said(line));
            }
            others.extend(choices(state, &words));
        }
        Self { rows, others }
    }

    fn get(&self, at: usize) -> Option<Entry<'_>> {
        let other = || self.others.get(at.checked_sub(self.rows.len())?);
        match self.rows.get(at) {
            Some(row) => Some(Entry::Note(row)),
            None => other().map(Entry::Other),
        }
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len() + self.others.len()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns how many of them are notes.
    #[must_use]
    pub fn notes(&self) -> usize {
        self.rows.len()
    }

    /// Returns so many lines.
    #[must_use]
    pub fn lines(&self, state: &State, from: usize, most: usize) -> Vec<Line> {
        let plain = |entry: Entry| Line {
            text: entry.text(state),
            hang: 0,
            heading: false,
        };
        let seen = (from..from.saturating_add(most)).map_while(|at| self.get(at));
        seen.map(plain).collect()
    }
}

impl Entry<'_> {
    fn text(&self, state: &State) -> String {
        let row = match self {
            Self::Note(row) => row,
            Self::Other(Other::Choice(_, line) | Other::Said(line)) => return line.clone(),
        };
        let Some(note) = state.notes.set.get(&row.note) else {
            return String::new();
        };
        let unsaved = state.notes.is_unsaved(&row.note);
        let mark = if unsaved { "NOT SAVED  " } else { "" };
        let columns = geometry::page_columns(state.size).saturating_sub(mark.len());
        let listed = Listed {
            note,
            doc: row.doc,
            target: row.target,
            anchored: row.anchored,
            moved: row.moved,
        };
        format!("{mark}{}", note_view::entry(&listed, columns))
    }
}

fn choices(state: &State, words: &Words) -> Vec<Other> {
    if state.notes.choices.is_empty() {
        return Vec::new();
    }
    let choices = state.notes.set.choices_in_force().into_iter();
    let line = |choice: &Operation| {
        let said = choice.change.choice_in_words().unwrap_or_default();
        let line = format!("choice  {}", explain::short(&said, 90));
        words
            .fit(&said)
            .then(|| Other::Choice(choice.id.clone(), line))
    };
    choices.filter_map(line).collect()
}

/// Returns the note that the chosen entry is.
#[must_use]
pub fn note_at(state: &State, list: &List) -> Option<NoteId> {
    match Entries::of(state, list).get(list.at) {
        Some(Entry::Note(row)) => Some(row.note.clone()),
        _ => None,
    }
}

/// Returns the choice that the chosen entry is.
#[must_use]
pub fn choice_at(state: &State, list: &List) -> Option<OperationId> {
    match Entries::of(state, list).get(list.at) {
        Some(Entry::Other(Other::Choice(choice, _))) => Some(choice.clone()),
        _ => None,
    }
}

/// Returns the entry of the note that was visited last, so that Enter goes to its next place; else the first.
#[must_use]
pub fn visited(state: &State, list: &List) -> usize {
    let visited = state.open_note.as_ref().filter(|open| open.place.is_some());
    let is_it = |row: &Row| visited.is_some_and(|open| row.note == open.note);
    let entries = Entries::of(state, list);
    let at = entries.rows.iter().position(|row| is_it(row));
    at.unwrap_or(0)
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
    let list = match note_at(state, &list) {
        Some(note) => List::at(Kind::Note(note, Box::new(list)), 0),
        None => {
            state.say("there is no note to show");
            list
        }
    };
    state.mode = Mode::List(list);
}

/// Edits or deletes the note, or takes back the choice, that an entry is.
pub fn act(state: &mut State, list: List, action: Action) -> Vec<Effect> {
    let note = match &list.kind {
        Kind::Notes(_) => note_at(state, &list),
        Kind::Note(note, _) => Some(note.clone()),
        _ => {
            state.say("this key is for the list of notes: A opens it");
            state.mode = Mode::List(list);
            return Vec::new();
        }
    };
    let choice = choice_at(state, &list);
    let whole = matches!(list.kind, Kind::Note(..));
    state.mode = Mode::List(list);
    match (action, note) {
        (Action::ListDelete, None) if choice.is_some() => {
            let undo = choice.map(|operation| Change::Undo { operation });
            undo.map_or_else(Vec::new, |undo| annotate::hand_over(state, undo))
        }
        (Action::ListUndo, _) => undo::undo(state),
        (Action::ListRedo, _) => undo::redo(state),
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
        (Action::ListConfirm, Some(note)) => confirm::one(state, &note, Answer::Confirm, whole),
        (Action::ListReject, Some(note)) => confirm::one(state, &note, Answer::Reject, whole),
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
