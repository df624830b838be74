//! Lists and pages over the text: help, the explanation of a mark, documents, notes. The text beneath
//! never moves.

use super::action::Action;
use super::coverage::{self, Coverage};
use super::draft::Field;
use super::lines::Lines;
use super::state::{Mode, State};
use super::{annotate, document_list, focus, geometry, note_list, places};
use crate::app::message::Effect;
use crate::document::DocId;
use crate::notes::NoteId;

/// What a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The twelve keys to begin with.
    Sheet,
    /// All keys.
    Help,
    /// Why the mark under the cursor is there.
    Why,
    /// The documents.
    Documents,
    /// The report on a document, as lines of text.
    Report(DocId, String),
    /// Passages × documents.
    Coverage(Coverage),
    /// The notes on open documents, or some of them.
    Notes(Option<Vec<NoteId>>),
    /// A whole note, chosen in this list.
    Note(NoteId, Box<List>),
}

/// An open list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What it shows.
    pub kind: Kind,
    /// The chosen entry, or the first line seen where nothing can be chosen.
    pub at: usize,
    /// Where not empty: only lines with these words are shown.
    pub query: String,
}

impl List {
    fn of(kind: Kind) -> Self {
        Self::at(kind, 0)
    }

    /// Returns a list with the cursor on an entry.
    #[must_use]
    pub fn at(kind: Kind, at: usize) -> Self {
        let query = String::new();
        Self { kind, at, query }
    }

    /// Returns the action whose key opens such a list, and closes it again.
    #[must_use]
    pub fn opened_by(&self) -> Action {
        match self.kind {
            Kind::Sheet | Kind::Help => Action::Help,
            Kind::Why => Action::Why,
            Kind::Documents => Action::Documents,
            Kind::Report(..) => Action::Report,
            Kind::Coverage(_) => Action::Coverage,
            Kind::Notes(_) | Kind::Note(..) => Action::NotesList,
        }
    }

    /// Returns the list of some notes, to choose one.
    #[must_use]
    pub fn chosen_notes(notes: Vec<NoteId>) -> Self {
        Self::of(Kind::Notes(Some(notes)))
    }

    /// Returns whether an entry can be chosen, rather than only read.
    #[must_use]
    pub fn has_choice(&self) -> bool {
        matches!(
            self.kind,
            Kind::Documents | Kind::Notes(_) | Kind::Coverage(_)
        )
    }

    /// Returns the heading of the box.
    #[must_use]
    pub fn title(&self, state: &State) -> String {
        let fixed = match &self.kind {
            Kind::Coverage(table) => return table.title(state),
            Kind::Sheet => "Twelve keys to begin with",
            Kind::Help => "All keys",
            Kind::Why => "Why",
            Kind::Documents => "Documents",
            Kind::Report(..) => "Report on the document",
            Kind::Notes(Some(_)) => "Notes",
            Kind::Note(..) => "Note",
            Kind::Notes(None) => "Notes, and choices about documents",
        };
        fixed.to_owned()
    }

    /// Returns the hint at the foot of the box.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self.kind {
            Kind::Sheet => "? all keys   Esc back",
            Kind::Help | Kind::Why => "j k scroll   / find   Esc back",
            Kind::Documents => {
                "Enter reads it   w pane   < > order   gb base   i report   dd close   Esc"
            }
            Kind::Report(..) => "j k scroll   / find   i Esc back",
            Kind::Coverage(_) => {
                "h l column   s order   a not linked   Enter goes there   Esc back"
            }
            Kind::Notes(_) => {
                "Enter goes  / filter  i whole  e edit  t tag  dd delete  u undo  Esc"
            }
            Kind::Note(..) => {
                "j k scroll   e edit   t tag   R rate   gv words   gy gn   i Esc back"
            }
        }
    }
}

/// Shows only the lines of a list that hold what was typed.
pub fn search(state: &mut State, mut list: List, words: &str) {
    list.query = words.trim().to_owned();
    list.at = 0;
    if Lines::of(state, &list).is_empty() {
        state.say(format!("no line has \u{201c}{}\u{201d}", list.query));
        list.query.clear();
    }
    state.mode = Mode::List(list);
}

/// Opens a list.
pub fn open(state: &mut State, kind: Kind) {
    let mut list = List::of(kind);
    if list.kind == Kind::Documents {
        let here = state.focused().map(|p| p.doc);
        list.at = state.set.ids().position(|d| Some(d) == here).unwrap_or(0);
    }
    if list.kind == Kind::Notes(None) {
        list.at = note_list::visited(state, &list);
    }
    state.mode = Mode::List(list);
}

/// Shows the report on a document, if nothing else was begun meanwhile.
pub fn show_report(state: &mut State, doc: DocId, report: String) {
    let begun = !matches!(
        &state.mode,
        Mode::Read
            | Mode::List(List {
                kind: Kind::Documents,
                ..
            })
    );
    if !begun && state.areas.is_some() {
        open(state, Kind::Report(doc, report));
    }
}

/// Opens the help: the sheet the first time, then all keys.
pub fn help(state: &mut State) {
    let kind = if state.sheet_seen {
        Kind::Help
    } else {
        Kind::Sheet
    };
    state.sheet_seen = true;
    open(state, kind);
}

/// Returns where a key that moves in a list leads, which may be behind its end.
fn moved(at: usize, action: Action, times: usize, half: usize) -> Option<usize> {
    Some(match action {
        Action::ListDown => at.saturating_add(times),
        Action::ListUp => at.saturating_sub(times),
        Action::ListPageDown => at.saturating_add(half.saturating_mul(times)),
        Action::ListPageUp => at.saturating_sub(half.saturating_mul(times)),
        Action::ListStart => 0,
        Action::ListEnd => usize::MAX,
        _ => return None,
    })
}

/// Does what a key of a list says, so many times.
pub fn act(state: &mut State, mut list: List, action: Action, times: usize) -> Vec<Effect> {
    let all = Lines::of(state, &list).len();
    let room = usize::from(geometry::page(state.size, all).1.saturating_sub(2));
    let last = if list.has_choice() {
        all.saturating_sub(1)
    } else {
        all.saturating_sub(room)
    };
    let half = usize::try_from(state.height() / 2).unwrap_or(1).max(1);
    if let Some(at) = moved(list.at, action, times, half) {
        let at = at.min(last);
        if at == list.at {
            state.say(match (at, last) {
                (_, 0) => "this is all there is",
                (0, _) => "this is the beginning",
                _ => "this is the end",
            });
        }
        list.at = at;
        state.mode = Mode::List(list);
        return Vec::new();
    }
    list.at = match action {
        Action::ListMore if list.kind == Kind::Sheet => {
            state.mode = Mode::List(List::of(Kind::Help));
            return Vec::new();
        }
        Action::ListClose if matches!(list.kind, Kind::Note(..)) => return report(state, list),
        Action::ListClose if matches!(list.kind, Kind::Notes(_)) && !list.query.is_empty() => {
            list.query.clear();
            0
        }
        Action::ListClose | Action::ListMore => {
            state.mode = Mode::Read;
            return Vec::new();
        }
        Action::ListSearch if matches!(list.kind, Kind::Notes(_)) => {
            let field = Field::of(&list.query);
            state.mode = Mode::FindInList(list, field);
            return Vec::new();
        }
        Action::ListSearch if list.has_choice() => {
            state.say("/ finds words in the help, in notes and in pages to read");
            list.at
        }
        Action::ListSearch => {
            state.mode = Mode::FindInList(list, Field::default());
            return Vec::new();
        }
        Action::ListChoose => return choose(state, &list),
        Action::ListReport => return report(state, list),
        Action::ListLeft | Action::ListRight | Action::ListOrder | Action::ListAbsent => {
            coverage::act(state, list, action, times);
            return Vec::new();
        }
        action if document_list::takes(&list, action) => {
            if list.kind == Kind::Documents {
                return document_list::act(state, list, action);
            }
            state.say("this key is for the list of documents: o opens it");
            list.at
        }
        Action::ListEdit
        | Action::ListDelete
        | Action::ListUndo
        | Action::ListRedo
        | Action::ListTags
        | Action::ListRating
        | Action::ListWords
        | Action::ListSave
        | Action::ListConfirm
        | Action::ListReject => {
            return note_list::act(state, list, action);
        }
        _ => list.at,
    }
    .min(last);
    state.mode = Mode::List(list);
    Vec::new()
}

fn choose(state: &mut State, list: &List) -> Vec<Effect> {
    state.mode = Mode::Read;
    match &list.kind {
        Kind::Documents => {
            let doc = state.set.ids().nth(list.at);
            if let Some(doc) = doc {
                focus::document(state, doc);
            }
        }
        Kind::Coverage(_) => coverage::choose(state, list),
        Kind::Notes(None) if note_list::choice_at(state, list).is_some() => {
            note_list::visit_choice(state, list);
        }
        Kind::Notes(Some(_)) => {
            if let Some(note) = note_list::note_at(state, list) {
                annotate::open(state, note);
            }
        }
        Kind::Notes(None) => {
            if let Some(note) = note_list::note_at(state, list) {
                places::visit(state, &note);
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Closes the report, or asks for that on the chosen document; shows a note whole, or closes it.
fn report(state: &mut State, list: List) -> Vec<Effect> {
    match &list.kind {
        Kind::Note(_, from) => {
            state.mode = Mode::List(List::clone(from));
            Vec::new()
        }
        Kind::Notes(_) => {
            note_list::show(state, list);
            Vec::new()
        }
        Kind::Report(..) => {
            state.mode = Mode::Read;
            Vec::new()
        }
        Kind::Documents => {
            let doc = state.set.ids().nth(list.at);
            state.mode = Mode::List(list);
            doc.map(Effect::Report).into_iter().collect()
        }
        _ => {
            state.say("this key is for the list of documents: o opens it");
            state.mode = Mode::List(list);
            Vec::new()
        }
    }
}
