//! The list of notes, with the choices about documents below them.

use super::action::Action;
use super::confirm::{self, Answer};
use super::explain;
use super::lines::Line;
use super::list::{Kind, List};
use super::message::Effect;
use super::remark::{self, About};
use super::state::{Mode, State};
use super::{annotate, geometry, jump, note_view, respan, undo, versions};
use crate::compare::passage::Place;
use crate::notes::link;
use crate::notes::{Anchored, Change, Lost, NoteId, Operation, OperationId};

/// What a line of the list is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    Note(NoteId),
    Choice(OperationId),
    /// Words that nothing can be done with.
    Said,
}

/// Returns the entries of a list with their lines: notes, orphans first; how many are elsewhere; where all are
/// listed, the choices that are in force.
fn entries(state: &State, list: &List) -> Vec<(Entry, String)> {
    let Kind::Notes(some) = &list.kind else {
        return Vec::new();
    };
    let words = Words::new(&list.query);
    let columns = geometry::page_columns(state.size);
    let (listed, _) = state.notes.listed();
    let mut entries: Vec<_> = listed
        .into_iter()
        .filter(|own| some.as_ref().is_none_or(|some| some.contains(&own.note.id)))
        .filter(|own| {
            let searched = note_view::searched(own.note, own.moved > 0, own.anchored);
            words.fit(&searched, &own.note.tags)
        })
        .map(|own| {
            let note = own.note;
            let unsaved = state.notes.is_unsaved(&note.id);
            let mark = if unsaved { "NOT SAVED  " } else { "" };
            let columns = columns.saturating_sub(mark.len());
            let line = note_view::entry(&own, columns);
            (Entry::Note(note.id.clone()), format!("{mark}{line}"))
        })
        .collect();
    if entries.is_empty() {
        let none = match list.query.as_str() {
            "" => "no notes on these documents: a writes one".to_owned(),
            query => format!("no note here has \u{201c}{query}\u{201d}: Esc shows all"),
        };
        entries.push((Entry::Said, none));
    }
    if some.is_none() {
        let said = versions::said(state)
            .into_iter()
            .filter(|line| words.fit(line, &[]));
        entries.extend(said.map(|line| (Entry::Said, format!("({line})"))));
        entries.extend(elsewhere(state, &words).map(|line| (Entry::Said, line)));
        entries.extend(choices(state, &words));
    }
    entries
}

/// Returns the line that counts the notes on documents that are not open.
fn elsewhere(state: &State, words: &Words) -> Option<String> {
    let lost = Anchored::Orphan(Lost::Gone);
    let all = state.notes.elsewhere();
    let count = all
        .filter(|note| words.fit(&note_view::searched(note, false, lost), &note.tags))
        .count();
    (count > 0).then(|| format!("({count} more on documents that are not open)"))
}

fn choices(state: &State, words: &Words) -> Vec<(Entry, String)> {
    let choices = state.notes.set.choices_in_force().into_iter();
    let line = |choice: &Operation| {
        let said = choice.change.choice_in_words().unwrap_or_default();
        let entry = Entry::Choice(choice.id.clone());
        words
            .fit(&said, &[])
            .then(|| (entry, format!("choice  {}", explain::short(&said, 90))))
    };
    choices.filter_map(line).collect()
}

/// What a list is filtered by: words, and beginnings of tags behind `#`; all must be there.
struct Words(Vec<String>);

impl Words {
    fn new(query: &str) -> Self {
        let words = query.split_whitespace();
        Self(words.map(str::to_lowercase).collect())
    }

    fn fit(&self, text: &str, tags: &[String]) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let text = text.to_lowercase();
        let tagged = |start: &str| {
            let mut tags = tags.iter().map(|tag| tag.to_lowercase());
            tags.any(|tag| tag.starts_with(start))
        };
        let fits = |word: &String| match word.strip_prefix('#') {
            Some(start) => tagged(start),
            None => text.contains(word.as_str()),
        };
        self.0.iter().all(fits)
    }
}

/// Returns how many notes a list shows, and how many it would without its filter.
#[must_use]
pub fn counts(state: &State, list: &List) -> (usize, usize) {
    let count = |list: &List| {
        let entries = entries(state, list).into_iter();
        entries.filter(|(e, _)| matches!(e, Entry::Note(_))).count()
    };
    let all = List {
        query: String::new(),
        ..list.clone()
    };
    (count(list), count(&all))
}

/// Returns the lines of a list.
#[must_use]
pub fn lines(state: &State, list: &List) -> Vec<Line> {
    let plain = |(_, text): (Entry, String)| Line {
        text,
        hang: 0,
        heading: false,
    };
    entries(state, list).into_iter().map(plain).collect()
}

fn entry_at(state: &State, list: &List) -> Option<Entry> {
    let entry = entries(state, list).into_iter().nth(list.at);
    entry.map(|(entry, _)| entry)
}

/// Returns the note that the chosen entry is.
#[must_use]
pub fn note_at(state: &State, list: &List) -> Option<NoteId> {
    match entry_at(state, list) {
        Some(Entry::Note(note)) => Some(note),
        _ => None,
    }
}

/// Returns the choice that the chosen entry is.
#[must_use]
pub fn choice_at(state: &State, list: &List) -> Option<OperationId> {
    match entry_at(state, list) {
        Some(Entry::Choice(choice)) => Some(choice),
        _ => None,
    }
}

/// Returns the entry of the note that was visited last, so that Enter goes to its next place; else the first.
#[must_use]
pub fn visited(state: &State, list: &List) -> usize {
    let visited = state.open_note.as_ref().filter(|open| open.place.is_some());
    let is_it = |entry: &Entry| matches!((entry, visited), (Entry::Note(id), Some(open)) if *id == open.note);
    let at = entries(state, list)
        .iter()
        .position(|(entry, _)| is_it(entry));
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
