//! Notes: places in documents, a person's words, and the operations that make and change them. What the
//! notes are is what replaying the operations gives; files belong to `store`, clock and new ids to `run`.

pub mod anchor;
pub mod anchored;
mod approximate;
pub mod choice;
pub mod exchange;
mod folded;
mod line;
pub mod link;
pub mod operation;
pub mod place;
pub mod revision;
#[cfg(test)]
pub(crate) mod sample;
mod sketch;
pub mod standing;
pub mod target;
pub mod version;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

pub use anchor::{locate, target};
pub use anchored::{Anchored, Lost};
pub use operation::{Change, NoteId, Operation, OperationError, OperationId};
pub use place::{Placed, Placement, Placer, belongs, place};
pub use revision::Revision;
pub use standing::Standing;
pub use target::{Position, Quote, Rejected, Shown, Source, Target};

use crate::text::sanitize;

/// A note as it stands now. Its words may be drawn: hostile characters are made harmless.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Its name.
    pub id: NoteId,
    /// When it was written first.
    pub at: Timestamp,
    /// Who wrote it, where that is known.
    pub by: Option<String>,
    /// The words, Markdown.
    pub text: String,
    /// Tags, in the order in which they were given.
    pub tags: Vec<String>,
    /// A rating in the person's own words.
    pub rating: Option<String>,
    /// The places it is about.
    pub targets: Vec<Target>,
}

/// All notes, and the operations that made them.
///
/// An operation counts unless an undo that counts takes it back; so the result does not depend on which of
/// two windows was heard first, and a redo is an undo of an undo.
#[derive(Clone, Debug, Default)]
pub struct NoteSet {
    history: Vec<Entry>,
    index: FxHashMap<OperationId, usize>,
    /// For every note, in order of making, its operations and what they come to.
    notes: Vec<Sheet>,
    sheets: FxHashMap<NoteId, usize>,
    /// Operations about notes that were not read yet: of two that were saved in turn, the first may have been
    /// retried and stand behind the second.
    early: FxHashMap<NoteId, Vec<usize>>,
}

/// An operation, and how many undos that count take it back.
#[derive(Clone, Debug)]
struct Entry {
    operation: Operation,
    /// The operation that it takes back.
    takes_back: Option<usize>,
    /// The note that it makes or changes.
    sheet: Option<usize>,
    undone: u32,
}

/// The operations of one note, in order, and the note that they make, if it lives.
#[derive(Clone, Debug, Default)]
struct Sheet {
    operations: Vec<usize>,
    note: Option<Note>,
}

impl NoteSet {
    /// Returns the notes that replaying these operations gives.
    #[must_use]
    pub fn new(operations: impl IntoIterator<Item = Operation>) -> Self {
        let mut notes = Self::default();
        for operation in operations {
            notes.apply(operation);
        }
        notes
    }

    /// Lets an operation take effect, and returns whether it is new: one that was read before changes nothing,
    /// and one about something that never was read has no effect.
    pub fn apply(&mut self, operation: Operation) -> bool {
        if self.index.contains_key(&operation.id) {
            return false;
        }
        let at = self.history.len();
        self.index.insert(operation.id.clone(), at);
        let takes_back = match &operation.change {
            Change::Undo { operation } => self.index.get(operation).copied().filter(|&of| of < at),
            _ => None,
        };
        let sheet = self.sheet_of(&operation, at);
        self.history.push(Entry {
            operation,
            takes_back,
            sheet,
            undone: 0,
        });
        if let Some(sheet) = sheet {
            self.replay(sheet);
        }
        self.take_back(takes_back, true);
        true
    }

    /// Returns the sheet on which an operation stands, and puts it there.
    fn sheet_of(&mut self, operation: &Operation, at: usize) -> Option<usize> {
        match &operation.change {
            Change::Add { .. } => {
                let sheet = self.notes.len();
                let note = NoteId(operation.id.clone());
                let mut operations = vec![at];
                for early in self.early.remove(&note).unwrap_or_default() {
                    self.history[early].sheet = Some(sheet);
                    operations.push(early);
                }
                let note_of = Sheet {
                    operations,
                    note: None,
                };
                self.notes.push(note_of);
                self.sheets.insert(note, sheet);
                Some(sheet)
            }
            Change::Edit { note, .. } | Change::Revise { note, .. } | Change::Delete { note } => {
                let sheet = self.sheets.get(note).copied();
                match sheet.and_then(|sheet| self.notes.get_mut(sheet)) {
                    Some(sheet) => sheet.operations.push(at),
                    None => self.early.entry(note.clone()).or_default().push(at),
                }
                sheet
            }
            _ => None,
        }
    }

    /// Forgets an operation that was never saved, as if it had not been done.
    pub fn forget(&mut self, id: &OperationId) {
        let history = std::mem::take(self).history.into_iter();
        let kept = history.filter(|entry| entry.operation.id != *id);
        *self = Self::new(kept.map(|entry| entry.operation));
    }

    /// Returns whether an operation was read before.
    #[must_use]
    pub fn knows(&self, id: &OperationId) -> bool {
        self.index.contains_key(id)
    }

    /// Returns an operation that was read.
    #[must_use]
    pub fn operation(&self, id: &OperationId) -> Option<&Operation> {
        let at = *self.index.get(id)?;
        self.history.get(at).map(|entry| &entry.operation)
    }

    /// Follows an undo along the chain of what it takes back: an operation that stops counting lets go of
    /// what it took back itself. Chains go strictly back in the history, so they end.
    fn take_back(&mut self, mut of: Option<usize>, mut undo: bool) {
        while let Some(at) = of {
            let entry = &mut self.history[at];
            let counted = entry.undone == 0;
            entry.undone = if undo {
                entry.undone + 1
            } else {
                entry.undone.saturating_sub(1)
            };
            if counted == (entry.undone == 0) {
                return;
            }
            let (sheet, next) = (entry.sheet, entry.takes_back);
            if let Some(sheet) = sheet {
                self.replay(sheet);
            }
            of = next;
            undo = !undo;
        }
    }

    /// Makes one note anew from its operations.
    fn replay(&mut self, sheet: usize) {
        let mut note = None;
        for &at in &self.notes[sheet].operations {
            let entry = &self.history[at];
            if entry.undone > 0 {
                continue;
            }
            let operation = &entry.operation;
            match &operation.change {
                Change::Add { .. } => note = made(operation),
                Change::Edit { text, .. } => {
                    if let Some(note) = &mut note {
                        note.text = sanitize::text(text);
                    }
                }
                Change::Revise { revision, .. } => {
                    if let Some(note) = &mut note {
                        revision.apply(note);
                    }
                }
                Change::Delete { .. } => note = None,
                _ => {}
            }
        }
        self.notes[sheet].note = note;
    }

    /// Returns the notes that live, in order of making.
    pub fn iter(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter_map(|sheet| sheet.note.as_ref())
    }

    /// Returns a note that lives.
    #[must_use]
    pub fn get(&self, id: &NoteId) -> Option<&Note> {
        let sheet = *self.sheets.get(id)?;
        self.notes.get(sheet)?.note.as_ref()
    }

    /// Returns how many notes live.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Returns whether no note lives.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Returns all operations in the order in which they were applied.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.history.iter().map(|entry| &entry.operation)
    }

    /// Returns the choices that count, in the order in which they were made.
    pub fn choices(&self) -> impl Iterator<Item = &Operation> {
        let counting = self.history.iter().filter(|entry| entry.undone == 0);
        counting
            .map(|entry| &entry.operation)
            .filter(|operation| operation.change.is_choice())
    }

    /// Returns the choices that are in force: those that no later one replaces.
    #[must_use]
    pub fn choices_in_force(&self) -> Vec<&Operation> {
        let mut kept: Vec<&Operation> = Vec::new();
        let all: Vec<_> = self.choices().collect();
        for choice in all.into_iter().rev() {
            // What replaces a choice that is replaced itself replaces all that this one did.
            if !kept
                .iter()
                .any(|later| choice.change.is_replaced_by(&later.change))
            {
                kept.push(choice);
            }
        }
        kept.reverse();
        kept
    }

    /// Returns the last operation that counts and that a person can take back: neither an undo, nor something
    /// that is not understood here, nor one to `skip`.
    #[must_use]
    pub fn last_undoable(&self, skip: impl Fn(&OperationId) -> bool) -> Option<OperationId> {
        let last = self.history.iter().rev().find(|entry| {
            let change = &entry.operation.change;
            let own = (entry.sheet.is_some() && !change.is_undo()) || change.is_choice();
            entry.undone == 0 && own && !skip(&entry.operation.id)
        })?;
        Some(last.operation.id.clone())
    }

    /// Returns the last undo that counts, if nothing else was done since; to take it back is to redo.
    #[must_use]
    pub fn last_redoable(&self) -> Option<OperationId> {
        for entry in self.history.iter().rev() {
            let redo = entry
                .takes_back
                .is_some_and(|of| self.history[of].operation.change.is_undo());
            match (&entry.operation.change, entry.takes_back) {
                (Change::Undo { .. }, Some(_)) if entry.undone == 0 && !redo => {
                    return Some(entry.operation.id.clone());
                }
                (Change::Undo { .. } | Change::Unknown { .. }, _) => {}
                _ => return None,
            }
        }
        None
    }
}

/// Returns the note that an operation makes, with everything in it made harmless.
fn made(operation: &Operation) -> Option<Note> {
    let Change::Add {
        text,
        targets,
        tags,
        rating,
    } = &operation.change
    else {
        return None;
    };
    let mut targets = targets.clone();
    targets.iter_mut().for_each(Target::sanitize);
    Some(Note {
        id: NoteId(operation.id.clone()),
        at: operation.at,
        by: operation
            .by
            .as_ref()
            .map(|by| sanitize::line(by).into_owned()),
        text: sanitize::text(text),
        tags: revision::cleaned(tags),
        rating: rating.as_deref().and_then(revision::rating),
        targets,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn operation(id: usize, change: Change) -> Operation {
        Operation {
            id: OperationId(id.to_string()),
            at: Timestamp::UNIX_EPOCH,
            by: None,
            change,
        }
    }

    fn add(text: &str) -> Change {
        Change::Add {
            text: text.to_owned(),
            targets: Vec::new(),
            tags: Vec::new(),
            rating: None,
        }
    }

    fn note(id: usize) -> NoteId {
        NoteId(OperationId(id.to_string()))
    }

    fn undo(id: usize) -> Change {
        Change::Undo {
            operation: OperationId(id.to_string()),
        }
    }

    fn set(changes: impl IntoIterator<Item = Change>) -> NoteSet {
        let numbered = changes.into_iter().enumerate();
        NoteSet::new(numbered.map(|(id, change)| operation(id, change)))
    }

    fn texts(notes: &NoteSet) -> Vec<&str> {
        notes.iter().map(|note| note.text.as_str()).collect()
    }

    #[test]
    fn a_deleted_note_comes_back_with_its_last_words() {
        let edit = |text: &str| Change::Edit {
            note: note(0),
            text: text.to_owned(),
        };
        let delete = Change::Delete { note: note(0) };
        let mut notes = set([add("a"), add("b"), edit("c"), delete]);
        assert_eq!(texts(&notes), ["b"]);
        assert_eq!(
            notes.last_undoable(|_| false),
            Some(OperationId("3".to_owned()))
        );
        notes.apply(operation(4, undo(3)));
        assert_eq!(texts(&notes), ["c", "b"]);
        notes.apply(operation(5, undo(2)));
        assert_eq!(texts(&notes), ["a", "b"]);
        assert_eq!(
            notes.last_undoable(|_| false),
            Some(OperationId("1".to_owned()))
        );
    }

    #[test]
    fn redo_goes_as_far_as_undo_went_and_not_past_something_new() {
        let mut notes = set([add("a"), add("b"), undo(1), undo(0)]);
        assert!(notes.is_empty());
        let redo = |notes: &mut NoteSet, id| {
            let Some(operation) = notes.last_redoable() else {
                return false;
            };
            notes.apply(self::operation(id, Change::Undo { operation }))
        };
        assert!(redo(&mut notes, 4));
        assert_eq!(texts(&notes), ["a"]);
        assert!(redo(&mut notes, 5));
        assert_eq!(texts(&notes), ["a", "b"]);
        assert!(!redo(&mut notes, 6));
        notes.apply(operation(7, undo(1)));
        notes.apply(operation(8, add("c")));
        assert_eq!(notes.last_redoable(), None);
    }

    #[test]
    fn what_two_windows_both_undo_is_undone_once() {
        let mut notes = set([add("a"), undo(0), undo(0)]);
        assert!(notes.is_empty());
        assert_eq!(notes.last_undoable(|_| false), None);
        notes.apply(operation(3, undo(2)));
        assert!(notes.is_empty());
        notes.apply(operation(4, undo(1)));
        assert_eq!(texts(&notes), ["a"]);
    }

    #[test]
    fn a_note_that_was_saved_after_its_own_edit_has_the_words_of_the_edit() {
        let edit = |note| Change::Edit {
            note,
            text: "b".to_owned(),
        };
        let mut notes = set([edit(note(1)), add("a")]);
        assert_eq!(texts(&notes), ["b"]);
        notes.apply(operation(2, undo(0)));
        assert_eq!(texts(&notes), ["a"]);
    }

    #[test]
    fn what_is_forgotten_was_never_done() {
        let mut notes = set([add("a"), add("b"), undo(0)]);
        notes.forget(&OperationId("2".to_owned()));
        assert_eq!(texts(&notes), ["a", "b"]);
        notes.forget(&OperationId("0".to_owned()));
        assert_eq!(texts(&notes), ["b"]);
        assert!(notes.knows(&OperationId("1".to_owned())));
        assert!(!notes.knows(&OperationId("0".to_owned())));
    }

    #[test]
    fn operations_about_what_was_never_read_have_no_effect() {
        let delete = Change::Delete { note: note(9) };
        let notes = set([undo(0), undo(7), delete, add("a")]);
        assert_eq!(texts(&notes), ["a"]);
        assert_eq!(notes.operations().count(), 4);
    }

    #[test]
    fn a_choice_is_taken_back_and_made_again_like_a_note() {
        let name = |name: &str| Change::Name {
            who: choice::Who::Host("example.org".to_owned()),
            name: name.to_owned(),
        };
        let mut notes = set([name("One"), add("a"), name("Two")]);
        let names = |notes: &NoteSet| -> Vec<String> {
            let all = notes.choices_in_force().into_iter();
            all.filter_map(|o| o.change.choice_in_words()).collect()
        };
        assert_eq!(names(&notes), ["example.org: named Two"]);
        let last = notes.last_undoable(|_| false).unwrap();
        notes.apply(operation(3, Change::Undo { operation: last }));
        assert_eq!(names(&notes), ["example.org: named One"]);
        let redo = notes.last_redoable().unwrap();
        notes.apply(operation(4, Change::Undo { operation: redo }));
        assert_eq!(names(&notes), ["example.org: named Two"]);
        assert_eq!(texts(&notes), ["a"]);
    }

    #[test]
    fn a_note_of_an_untrusted_file_may_be_drawn() {
        let notes = set([Change::Add {
            text: "a\u{1b}[2J\nb".to_owned(),
            targets: vec![Target::default()],
            tags: vec!["x\ny".to_owned()],
            rating: None,
        }]);
        let note = notes.iter().next().unwrap();
        assert_eq!(
            (note.text.as_str(), note.tags[0].as_str()),
            ("a\u{241b}[2J\nb", "x y")
        );
    }

    /// Anything that a person can do, about one of the operations before it.
    fn changes() -> impl Strategy<Value = Vec<Change>> {
        let one = (0..4_u8, any::<prop::sample::Index>(), "[a-c]{1,2}");
        prop::collection::vec(one, 1..40).prop_map(|raw| {
            let make = |(at, (kind, of, text)): (usize, (u8, prop::sample::Index, String))| {
                let of = of.index(at.max(1));
                match kind {
                    0 => add(&text),
                    1 => Change::Edit {
                        note: note(of),
                        text,
                    },
                    2 => Change::Delete { note: note(of) },
                    _ => undo(of),
                }
            };
            raw.into_iter().enumerate().map(make).collect()
        })
    }

    /// The rule said plainly, from the end: an operation counts unless one that counts takes it back.
    fn plain(changes: &[Change]) -> Vec<String> {
        let mut gone = vec![false; changes.len()];
        for (at, change) in changes.iter().enumerate().rev() {
            if let Change::Undo { operation } = change {
                let of: usize = operation.0.parse().unwrap();
                if !gone[at] && of < at {
                    gone[of] = true;
                }
            }
        }
        let mut notes: std::collections::BTreeMap<usize, (usize, String)> = Default::default();
        for (at, change) in changes.iter().enumerate().filter(|(at, _)| !gone[*at]) {
            match change {
                Change::Add { text, .. } => {
                    notes.insert(at, (at, text.clone()));
                }
                Change::Edit { note, text } => {
                    if let Some(found) = notes.get_mut(&note.0.0.parse().unwrap()) {
                        found.1.clone_from(text);
                    }
                }
                Change::Delete { note } => {
                    notes.remove(&note.0.0.parse().unwrap());
                }
                _ => {}
            }
        }
        notes.into_values().map(|(_, text)| text).collect()
    }

    proptest! {
        #[test]
        fn the_notes_are_those_of_the_rule_said_plainly(changes in changes()) {
            let notes = set(changes.clone());
            prop_assert_eq!(texts(&notes), plain(&changes));
        }

        #[test]
        fn reading_twice_is_reading_once(changes in changes()) {
            let once = set(changes.clone());
            let mut twice = set(changes.clone());
            for (id, change) in changes.into_iter().enumerate() {
                prop_assert!(!twice.apply(operation(id, change)));
            }
            prop_assert_eq!(texts(&twice), texts(&once));
        }

        #[test]
        fn undo_restores_and_redo_restores_that(changes in changes()) {
            let mut notes = set(changes.clone());
            let before: Vec<Note> = notes.iter().cloned().collect();
            let mut id = changes.len();
            let mut steps = vec![before];
            while let Some(of) = notes.last_undoable(|_| false) {
                notes.apply(operation(id, Change::Undo { operation: of }));
                id += 1;
                steps.push(notes.iter().cloned().collect());
            }
            prop_assert!(notes.is_empty());
            for step in steps.iter().rev().skip(1) {
                let of = notes.last_redoable();
                prop_assert!(of.is_some());
                if let Some(operation) = of {
                    notes.apply(self::operation(id, Change::Undo { operation }));
                    id += 1;
                }
                prop_assert_eq!(&notes.iter().cloned().collect::<Vec<_>>(), step);
            }
        }
    }
}
