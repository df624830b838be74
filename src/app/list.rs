//! Lists and pages over the text: help, the explanation of a mark, documents, notes. The text beneath
//! never moves.

use super::action::{Action, Group, TAUGHT};
use super::command::Command;
use super::state::{Mode, State};
use super::{annotate, explain, focus, geometry, note_list};
use crate::app::message::Effect;
use crate::document::DocId;
use crate::notes::NoteId;
use crate::text::{Span, wrap};

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
    /// The notes on open documents, or some of them.
    Notes(Option<Vec<NoteId>>),
}

/// An open list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What it shows.
    pub kind: Kind,
    /// The chosen entry, or the first line seen where nothing can be chosen.
    pub at: usize,
}

/// A line of a list: what it says, and whether it is a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The words.
    pub text: String,
    /// Columns that the rows after the first are moved in where the words do not fit one.
    pub hang: usize,
    /// Headings cannot be chosen.
    pub heading: bool,
}

impl List {
    fn of(kind: Kind) -> Self {
        Self { kind, at: 0 }
    }

    /// Returns the list of some notes, to choose one.
    #[must_use]
    pub fn chosen_notes(notes: Vec<NoteId>) -> Self {
        Self::of(Kind::Notes(Some(notes)))
    }

    /// Returns whether an entry can be chosen, rather than only read.
    #[must_use]
    pub fn has_choice(&self) -> bool {
        matches!(self.kind, Kind::Documents | Kind::Notes(_))
    }

    /// Returns the heading of the box.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match &self.kind {
            Kind::Sheet => "Twelve keys to begin with",
            Kind::Help => "All keys",
            Kind::Why => "Why",
            Kind::Documents => "Documents",
            Kind::Report(..) => "Report on the document",
            Kind::Notes(Some(_)) => "Notes",
            Kind::Notes(None) => "Notes, and choices about documents",
        }
    }

    /// Returns the hint at the foot of the box.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self.kind {
            Kind::Sheet => "? all keys   Esc back",
            Kind::Help | Kind::Why => "j k scroll   Esc back",
            Kind::Documents => "Enter reads it   i report   Esc back",
            Kind::Report(..) => "j k scroll   i Esc back",
            Kind::Notes(_) => "Enter goes there   e edit   dd delete   u undo   Esc back",
        }
    }
}

/// Opens a list.
pub fn open(state: &mut State, kind: Kind) {
    let mut list = List::of(kind);
    if list.kind == Kind::Documents {
        let here = state.focused().map(|p| p.doc);
        list.at = state.set.ids().position(|d| Some(d) == here).unwrap_or(0);
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

/// Returns the lines of a list, those that are only read wrapped to the width of the box.
#[must_use]
pub fn lines(state: &State, list: &List) -> Vec<Line> {
    let lines = entries(state, list);
    if list.has_choice() {
        return lines;
    }
    let columns = geometry::page_columns(state.size);
    lines
        .iter()
        .flat_map(|line| wrapped(line, columns))
        .collect()
}

fn wrapped(line: &Line, width: usize) -> Vec<Line> {
    if wrap::width(&line.text) <= width {
        return vec![line.clone()];
    }
    let head = wrap::fit(&line.text, line.hang);
    let words = Span::new(head.len(), line.text.len());
    let rows = wrap::rows(&line.text, words, width.saturating_sub(line.hang).max(8));
    let margin = " ".repeat(line.hang);
    let text = |(nth, row): (usize, &Span)| {
        let before = if nth == 0 { head } else { &margin };
        format!("{before}{}", line.text.get(row.range()).unwrap_or(""))
    };
    let row = |text| Line {
        text,
        ..line.clone()
    };
    rows.iter().enumerate().map(text).map(row).collect()
}

fn entries(state: &State, list: &List) -> Vec<Line> {
    let plain = |text: String| Line {
        text,
        hang: 0,
        heading: false,
    };
    let keys = |action: &Action| Line {
        text: key_line(state, *action),
        hang: KEYS,
        heading: false,
    };
    match &list.kind {
        Kind::Sheet => TAUGHT.iter().map(keys).collect(),
        Kind::Help => all_keys(state),
        Kind::Why => explain::lines(state),
        Kind::Documents => {
            let documents = explain::documents(state).into_iter().map(plain);
            let skipped = state
                .settings
                .skipped
                .iter()
                .map(|s| plain(format!("not read: {s}")));
            documents.chain(skipped).collect()
        }
        Kind::Report(_, report) => report_lines(report),
        Kind::Notes(_) => {
            let notes = note_list::note_lines(state, list).into_iter();
            notes
                .map(plain)
                .chain(note_list::choice_lines(state, list))
                .collect()
        }
    }
}

fn report_lines(report: &str) -> Vec<Line> {
    let line = |words: &str| {
        // The rest of a long line goes under the last of its columns, which are set off by blanks.
        let column = |at: &usize| words.get(..*at).is_some_and(|w| w.ends_with("  "));
        let hang = (0..=MOST_HANG.min(words.len())).rev().find(column);
        Line {
            text: words.to_owned(),
            hang: hang.unwrap_or(0),
            heading: !words.starts_with(' '),
        }
    };
    report.trim_end().lines().map(line).collect()
}

/// The most columns that the rest of a long line of a report is moved in.
const MOST_HANG: usize = 16;

/// Columns of the keys in help.
const KEYS: usize = 23;

fn key_line(state: &State, action: Action) -> String {
    format!(
        "{:<22} {}",
        state.keymap.keys_of(action).join("  "),
        action.help()
    )
}

fn all_keys(state: &State) -> Vec<Line> {
    let mut lines = Vec::new();
    for group in Group::ALL {
        lines.push(Line {
            text: group.title().to_owned(),
            hang: 0,
            heading: true,
        });
        let own = Action::ALL.iter().filter(|a| a.group() == group);
        lines.extend(own.map(|a| Line {
            text: key_line(state, *a),
            hang: KEYS,
            heading: false,
        }));
    }
    let colon = state.keymap.keys_of(Action::Command);
    lines.push(Line {
        text: format!("Commands, typed after {}", colon.join(" or ")),
        hang: 0,
        heading: true,
    });
    lines.extend(Command::ALL.iter().map(|command| Line {
        text: format!(
            "{:<22} {}",
            format!("{} {}", command.name(), command.arguments()),
            command.help()
        ),
        hang: KEYS,
        heading: false,
    }));
    lines
}

/// Does what a key of a list says.
pub fn act(state: &mut State, mut list: List, action: Action) -> Vec<Effect> {
    let all = lines(state, &list).len();
    let room = usize::from(geometry::page(state.size, all).1.saturating_sub(2));
    let last = if list.has_choice() {
        all.saturating_sub(1)
    } else {
        all.saturating_sub(room)
    };
    let half = usize::try_from(state.height() / 2).unwrap_or(1).max(1);
    list.at = match action {
        Action::ListDown => list.at + 1,
        Action::ListUp => list.at.saturating_sub(1),
        Action::ListPageDown => list.at + half,
        Action::ListPageUp => list.at.saturating_sub(half),
        Action::ListStart => 0,
        Action::ListEnd => last,
        Action::ListMore if list.kind == Kind::Sheet => {
            state.mode = Mode::List(List::of(Kind::Help));
            return Vec::new();
        }
        Action::ListClose | Action::ListMore => {
            state.mode = Mode::Read;
            return Vec::new();
        }
        Action::ListChoose => return choose(state, &list),
        Action::ListReport => return report(state, list),
        Action::ListEdit | Action::ListDelete | Action::ListUndo => {
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
        Kind::Notes(None) if note_list::choice_at(state, list).is_some() => {
            state.say("a choice about documents has no place in the text: dd takes it back");
            state.mode = Mode::List(list.clone());
        }
        Kind::Notes(Some(_)) => {
            if let Some(note) = note_list::notes(state, list).get(list.at) {
                annotate::open(state, note.clone());
            }
        }
        Kind::Notes(None) => {
            if let Some(note) = note_list::notes(state, list).get(list.at) {
                annotate::visit(state, note);
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Closes the report, or asks for that on the chosen document.
fn report(state: &mut State, list: List) -> Vec<Effect> {
    match &list.kind {
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
