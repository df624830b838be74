//! Writing, changing, deleting and undoing notes; what is asked of the disk leaves as an effect.

use super::action::Action;
use super::draft::Field;
use super::list::List;
use super::message::Effect;
use super::places::Opened;
use super::select::Selection;
use super::shown;
use super::state::{Mode, State};
use crate::document::DocId;
use crate::notes::anchor;
use crate::notes::target::Target;
use crate::notes::{Anchored, Change, NoteId};
use crate::text::Span;

/// A note being written.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its words.
    pub field: Field,
    /// The note it changes, and none where it is new.
    pub note: Option<NoteId>,
    /// The places it is about, the first one first.
    pub places: Vec<DraftPlace>,
    /// Its tags, where it is new.
    pub tags: Vec<String>,
    /// Its rating, where it is new.
    pub rating: Option<String>,
    /// What the field held when it was opened.
    before: String,
}

/// A place that a note being written is about.
#[derive(Clone, Debug)]
pub struct DraftPlace {
    /// The document.
    pub doc: DocId,
    /// The words.
    pub span: Span,
    /// The place as the note will keep it.
    pub target: Target,
}

impl Draft {
    /// Returns whether there is something that would be lost.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        let words = !self.field.is_blank() && self.field.text() != self.before;
        words || !self.tags.is_empty() || self.rating.is_some()
    }

    /// Returns whether it has a place there.
    #[must_use]
    pub fn is_at(&self, doc: DocId, span: Span) -> bool {
        let there = |place: &DraftPlace| place.doc == doc && place.span.touches(span);
        self.places.iter().any(there)
    }

    fn is_empty(&self) -> bool {
        self.field.is_blank() && self.tags.is_empty() && self.rating.is_none()
    }
}

/// Opens the field for a note on the selection, else on the stop under the cursor; a draft left there goes on.
pub fn add(state: &mut State, selection: Option<Selection>) {
    let Some(place) = place_here(state, selection) else {
        return;
    };
    let own = |d: &Draft| d.is_at(place.doc, place.span) && d.note.is_none();
    if let Some(draft) = taken(state, own) {
        state.mode = Mode::Write(draft);
        return;
    }
    state.mode = Mode::Write(Draft {
        field: Field::default(),
        note: None,
        places: vec![place],
        tags: Vec::new(),
        rating: None,
        before: String::new(),
    });
}

/// Returns the selection, else the stop under the cursor, as the place of a note; says so where there is none.
pub(super) fn place_here(state: &mut State, selection: Option<Selection>) -> Option<DraftPlace> {
    let (doc, stop) = state.cursor()?;
    if stop.fold.is_some() && selection.is_none() {
        state.say("open the fold first: zo");
        return None;
    }
    let (doc, span) = selection.map_or((doc, stop.span), |s| (s.doc, s.span()));
    let document = state.set.get(doc)?;
    let span = trimmed(document.text.slice(span), span);
    if span.is_empty() {
        state.say("nothing is selected");
        return None;
    }
    let target = anchor::target(document, span, Some(shown::of(state, doc, span)));
    Some(DraftPlace { doc, span, target })
}

/// Takes a kept draft out.
pub(super) fn taken(state: &mut State, which: impl Fn(&Draft) -> bool) -> Option<Draft> {
    let at = state.drafts.iter().position(which)?;
    Some(state.drafts.remove(at))
}

/// Returns a span without the white space at its ends.
pub(super) fn trimmed(words: &str, span: Span) -> Span {
    let start = span.start as usize + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

/// Saves the draft: it leaves as an effect, and the note appears when the disk has it.
pub fn save(state: &mut State, draft: Draft) -> Vec<Effect> {
    if draft.is_empty() {
        state.say("an empty note is not saved: type words, or leave with Esc");
        state.mode = Mode::Write(draft);
        return Vec::new();
    }
    let present = draft
        .note
        .as_ref()
        .and_then(|note| state.notes.set.get(note));
    if let Some(changed) = present
        .map(|n| n.text.clone())
        .filter(|text| *text != draft.before)
    {
        let words = super::explain::short(&changed, 40);
        state.say(format!("changed meanwhile, to \u{201c}{words}\u{201d}: ctrl-s once more puts yours in its place"));
        state.mode = Mode::Write(Draft {
            before: changed,
            ..draft
        });
        return Vec::new();
    }
    state.mode = Mode::Read;
    let change = change(state, draft);
    hand_over(state, change)
}

/// Returns what a draft comes to; where the note it changes was deleted meanwhile, a new note.
fn change(state: &State, draft: Draft) -> Change {
    let text = draft.field.text().to_owned();
    match draft
        .note
        .filter(|note| state.notes.set.get(note).is_some())
    {
        Some(note) => Change::Edit { note, text },
        None => Change::Add {
            text,
            targets: draft.places.into_iter().map(|p| p.target).collect(),
            tags: draft.tags,
            rating: draft.rating,
        },
    }
}

/// Saves whatever words are at hand, before the program has to end: the open field, kept drafts, and what
/// could not be saved before.
pub fn save_all(state: &mut State) -> Vec<Effect> {
    let mut effects = retry(state);
    let mut drafts = std::mem::take(&mut state.drafts);
    match std::mem::take(&mut state.mode) {
        Mode::Write(draft) => drafts.push(draft),
        mode => state.mode = mode,
    }
    for draft in drafts.into_iter().filter(Draft::is_changed) {
        let change = change(state, draft);
        effects.extend(hand_over(state, change));
    }
    effects
}

/// Hands a change over to be saved, behind those that could not be saved before.
pub fn hand_over(state: &mut State, change: Change) -> Vec<Effect> {
    state.notes.sought = None;
    let mut effects = retry(state);
    state.unanswered += 1;
    state.say("saving");
    effects.push(Effect::Append(change));
    effects
}

/// Hands the operations that could not be saved over once more, each under the name that it has: should the
/// disk have one of them after all, it stays one.
pub fn retry(state: &mut State) -> Vec<Effect> {
    let unsaved = std::mem::take(&mut state.notes.unsaved);
    state.unanswered += unsaved.len();
    unsaved.into_iter().map(Effect::AppendAgain).collect()
}

/// Takes the words that a person wrote in the editor; where it failed the field holds what it held.
pub fn edited(state: &mut State, words: Result<String, String>) {
    let Mode::Write(draft) = &mut state.mode else {
        return;
    };
    let said = match words {
        Ok(words) => {
            let before = draft.field.text().to_owned();
            draft.field.replace(words.trim_end_matches('\n'));
            match draft.field.text() == before {
                true => "nothing was changed in the editor".to_owned(),
                false => "taken from the editor; ctrl-s saves, ctrl-x u takes it back".to_owned(),
            }
        }
        Err(why) => format!("the note is as it was: {why}"),
    };
    state.say(said);
}

/// Tries again to save what could not be saved, when a person asks; says so where there is nothing.
pub fn save_again(state: &mut State) -> Vec<Effect> {
    let effects = retry(state);
    state.say(match (effects.is_empty(), state.drafts.is_empty()) {
        (false, _) => "saving",
        (true, false) => {
            "a draft is not saved: a or e on its place goes on with it, ctrl-s there saves it"
        }
        (true, true) => "everything is saved",
    });
    effects
}

/// Returns what is not saved and the key that tries again, for the status line.
#[must_use]
pub fn unsaved(state: &State) -> Option<String> {
    let count = state.notes.unsaved.len();
    let changes = super::column::plural(count, "change");
    let keys = state.keymap.keys_of(Action::SaveAgain).join(" or ");
    (count > 0).then(|| format!("NOT saved: {changes}, {keys} tries again"))
}

/// Leaves the field and keeps its words for later; what was not changed is no draft.
pub fn leave(state: &mut State, draft: Draft) {
    state.mode = Mode::Read;
    if draft.is_changed() {
        let (key, more) = match draft.note {
            Some(_) => ("e", ""),
            None => ("a", ", L adds another place"),
        };
        state.drafts.push(draft);
        state.say(format!(
            "the draft is kept until you leave, not saved: {key} on its place goes on with it{more}"
        ));
    }
}

/// Returns whether the disk still owes an answer, and says so: until then nobody knows what would be changed.
pub(super) fn is_busy(state: &mut State) -> bool {
    let busy = state.unanswered > 0;
    if busy {
        state.say("still saving the last change: once more in a moment");
    }
    busy
}

/// Opens the note under the cursor for editing; where there are several a list offers them.
pub fn edit(state: &mut State) {
    if is_busy(state) {
        return;
    }
    if let Some(note) = chosen(state, "Enter or e edits one") {
        open(state, note);
    }
}

/// Deletes the note under the cursor; where there are several a list offers them.
pub fn delete(state: &mut State) -> Vec<Effect> {
    if is_busy(state) {
        return Vec::new();
    }
    let note = chosen(state, "dd deletes one");
    note.map_or_else(Vec::new, |note| delete_one(state, note))
}

/// Returns the note under the cursor. Where there is none it is said, where there are several a list offers them
/// with the key that goes on there.
pub(super) fn chosen(state: &mut State, key: &str) -> Option<NoteId> {
    match under_cursor(state).as_slice() {
        [] => state.say("no note on this place: a writes one, ]a goes to the next, A lists all"),
        [one] => return Some(one.clone()),
        several => {
            let notes = several.to_vec();
            state.say(format!("several notes here: {key}"));
            state.mode = Mode::List(List::chosen_notes(notes));
        }
    }
    None
}

/// Deletes a note; `u` brings it back.
pub fn delete_one(state: &mut State, note: NoteId) -> Vec<Effect> {
    if is_busy(state) {
        return Vec::new();
    }
    hand_over(state, Change::Delete { note })
}

/// Opens a note for editing.
pub fn open(state: &mut State, note: NoteId) {
    if let Some(draft) = taken(state, |d| d.note.as_ref() == Some(&note)) {
        state.mode = Mode::Write(draft);
        return;
    }
    let Some(found) = state.notes.set.get(&note) else {
        return;
    };
    let places = state.notes.places_of(found).into_iter();
    let places = found.targets.iter().zip(places);
    let here = |(target, place): (&Target, Option<(DocId, Anchored)>)| {
        let (doc, anchored) = place?;
        Some(DraftPlace {
            doc,
            span: anchored.span().unwrap_or_default(),
            target: target.clone(),
        })
    };
    let draft = Draft {
        field: Field::of(&found.text),
        places: places.filter_map(here).collect(),
        tags: Vec::new(),
        rating: None,
        before: found.text.clone(),
        note: Some(note.clone()),
    };
    state.open_note = Some(Opened { note, place: None });
    state.mode = Mode::Write(draft);
}

fn under_cursor(state: &State) -> Vec<NoteId> {
    let Some((doc, stop)) = state.cursor() else {
        return Vec::new();
    };
    let notes = state.notes.at(doc, stop.span);
    notes.map(|note| note.id.clone()).collect()
}
