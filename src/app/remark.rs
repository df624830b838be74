//! Tags and rating of a note, typed into the line at the foot, with those that were used before to complete them.

use std::collections::BTreeSet;

use super::action::Action;
use super::annotate::{self, Draft, chosen, hand_over, is_busy};
use super::command;
use super::draft::Field;
use super::list::List;
use super::message::Effect;
use super::state::{Mode, State};
use crate::notes::{Change, Note, NoteId, Revision, revision};

/// What is said of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Its tags, commas between them.
    Tags,
    /// Its rating.
    Rating,
}

/// Whose tags or rating they are.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Of {
    Note(NoteId),
    /// The draft left last.
    Draft,
}

/// What is shown afterwards.
#[derive(Clone, Debug)]
enum Back {
    Reading,
    List(List),
    /// The field of the draft left last.
    Writing,
}

/// Tags or a rating being typed.
#[derive(Clone, Debug)]
pub struct Remark {
    /// Which of the two.
    pub about: About,
    /// What is typed.
    pub field: Field,
    of: Of,
    back: Back,
}

impl Remark {
    /// Returns what stands before the words in the line.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self.about {
            About::Tags => " tags: ",
            About::Rating => " rating: ",
        }
    }
}

/// Begins with the draft left at the cursor, else with the note there; where there are several a list offers them.
pub fn here(state: &mut State, about: About) {
    let Some((doc, stop)) = state.cursor() else {
        return;
    };
    let at = |draft: &Draft| draft.note.is_none() && draft.is_at(doc, stop.span);
    if let Some(draft) = annotate::taken(state, at) {
        of_draft(state, draft, about, Back::Reading);
        return;
    }
    let key = match about {
        About::Tags => "t tags one",
        About::Rating => "R rates one",
    };
    if let Some(note) = chosen(state, key) {
        of_note(state, note, about, Back::Reading);
    }
}

/// Begins with a note of a list.
pub fn listed(state: &mut State, list: List, note: NoteId, about: About) {
    of_note(state, note, about, Back::List(list));
}

/// Begins with the note being written; afterwards its field is open again.
pub fn written(state: &mut State, draft: Draft, about: About) {
    let note = draft.note.clone();
    let note = note.filter(|note| state.notes.set.get(note).is_some());
    match note {
        Some(note) => {
            state.drafts.push(draft);
            of_note(state, note, about, Back::Writing);
        }
        None => of_draft(state, draft, about, Back::Writing),
    }
}

fn of_draft(state: &mut State, draft: Draft, about: About, back: Back) {
    let words = words(about, &draft.tags, draft.rating.as_deref());
    state.drafts.push(draft);
    begin(state, about, &words, Of::Draft, back);
}

fn of_note(state: &mut State, id: NoteId, about: About, back: Back) {
    let Some(note) = state.notes.set.get(&id) else {
        return;
    };
    let words = words(about, &note.tags, note.rating.as_deref());
    begin(state, about, &words, Of::Note(id), back);
}

fn words(about: About, tags: &[String], rating: Option<&str>) -> String {
    match about {
        About::Tags if tags.is_empty() => String::new(),
        // The next one can be typed at once.
        About::Tags => format!("{}, ", tags.join(", ")),
        About::Rating => rating.unwrap_or_default().to_owned(),
    }
}

fn begin(state: &mut State, about: About, words: &str, of: Of, back: Back) {
    let field = Field::of(words);
    state.mode = Mode::Remark(Remark {
        about,
        field,
        of,
        back,
    });
}

/// Does what a key says while tags or a rating are typed; `insert` types the key itself.
pub fn act(
    state: &mut State,
    mut remark: Remark,
    action: Option<Action>,
    insert: impl FnOnce(&mut Field),
) -> Vec<Effect> {
    match action {
        Some(Action::TypeEnter | Action::TypeSave) => return enter(state, remark),
        Some(Action::TypeLeave) => {
            go_back(state, remark.back);
            return Vec::new();
        }
        Some(Action::TypeComplete) => complete(state, &mut remark),
        _ => insert(&mut remark.field),
    }
    state.mode = Mode::Remark(remark);
    Vec::new()
}

fn enter(state: &mut State, remark: Remark) -> Vec<Effect> {
    let Remark {
        about,
        field,
        of,
        back,
    } = remark;
    let typed = field.text();
    let effects = match of {
        Of::Draft => {
            if let Some(draft) = state.drafts.last_mut() {
                match about {
                    About::Tags => draft.tags = revision::distinct(typed.split(',')),
                    About::Rating => draft.rating = revision::rating(typed),
                }
            }
            Vec::new()
        }
        Of::Note(note) => say(state, note, about, typed),
    };
    go_back(state, back);
    effects
}

fn go_back(state: &mut State, back: Back) {
    state.mode = match back {
        Back::Reading => Mode::Read,
        Back::List(list) => Mode::List(list),
        Back::Writing => state.drafts.pop().map_or(Mode::Read, Mode::Write),
    };
}

/// Says tags or a rating of a note; says so where nothing would change.
pub fn say(state: &mut State, id: NoteId, about: About, typed: &str) -> Vec<Effect> {
    if is_busy(state) {
        return Vec::new();
    }
    let Some(note) = state.notes.set.get(&id) else {
        state.say("this note was deleted meanwhile: u brings it back");
        return Vec::new();
    };
    let revision = match about {
        About::Tags => {
            let tags = revision::distinct(typed.split(','));
            (tags != note.tags).then_some(Revision::Tags(tags))
        }
        About::Rating => {
            let rating = revision::rating(typed);
            let words = rating.clone().unwrap_or_default();
            (rating != note.rating).then_some(Revision::Rating(words))
        }
    };
    let Some(revision) = revision else {
        state.say("nothing was changed");
        return Vec::new();
    };
    let note = id;
    hand_over(state, Change::Revise { note, revision })
}

/// Completes the tag, or the rating, being typed as far as those that were used begin alike.
fn complete(state: &State, remark: &mut Remark) {
    let typed = remark.field.text();
    let (before, last) = last(remark.about, typed);
    let fitting = fitting(state, remark.about, last);
    let [only] = fitting.as_slice() else {
        let common = command::common(&fitting, last);
        // The letters of what was used before stand for those that were typed.
        if common.chars().count() >= last.chars().count() {
            remark.field = Field::of(&format!("{before}{common}"));
        }
        return;
    };
    let behind = if remark.about == About::Tags {
        ", "
    } else {
        ""
    };
    remark.field = Field::of(&format!("{before}{only}{behind}"));
}

/// Returns the tag being typed and what stands before it; of a rating the whole.
fn last(about: About, typed: &str) -> (&str, &str) {
    let at = match about {
        About::Tags => typed.rfind(',').map_or(0, |at| at + 1),
        About::Rating => 0,
    };
    let (before, last) = typed.split_at_checked(at).unwrap_or(("", typed));
    let blanks = last.len() - last.trim_start().len();
    typed
        .split_at_checked(before.len() + blanks)
        .unwrap_or((before, last))
}

/// Returns what was used before and begins as what is typed, in order of the alphabet.
fn fitting(state: &State, about: About, typed: &str) -> Vec<String> {
    let lower = typed.to_lowercase();
    let of_note = |note: &'_ Note| match about {
        About::Tags => note.tags.clone(),
        About::Rating => note.rating.iter().cloned().collect(),
    };
    let used: BTreeSet<String> = state.notes.set.iter().flat_map(of_note).collect();
    let begins = |one: &String| one.to_lowercase().starts_with(&lower);
    used.into_iter().filter(begins).collect()
}

/// Returns what helps to go on: what was used before and fits, else what to type.
#[must_use]
pub fn hint(state: &State, remark: &Remark) -> String {
    const MOST: usize = 8;
    let (_, last) = last(remark.about, remark.field.text());
    let mut used = fitting(state, remark.about, last);
    used.truncate(MOST);
    match (remark.about, used.is_empty()) {
        (_, false) => format!("Tab: {}", used.join("  ")),
        (About::Tags, true) => "commas between tags; Enter sets them, Esc leaves".to_owned(),
        (About::Rating, true) => "in your own words; Enter sets it, Esc leaves".to_owned(),
    }
}
