//! The lines of each list and page over the text, wrapped to the width of its box.

use super::action::{Action, Group, TAUGHT};
use super::command::Command;
use super::coverage::Coverage;
use super::list::{Kind, List};
use super::note_list::Entries;
use super::state::State;
use super::{document_list, explain, geometry, note_view};
use crate::text::Span;
use crate::text::wrap::Ambiguous;

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

/// The lines of a list: those of coverage and of notes are written only as far as they are seen.
pub enum Lines<'a> {
    /// All of them.
    Written(Vec<Line>),
    /// The rows of a matrix.
    Rows(&'a Coverage),
    /// The entries of the list of notes.
    Notes(Entries<'a>),
}

impl<'a> Lines<'a> {
    /// Returns the lines of a list.
    #[must_use]
    pub fn of(state: &'a State, list: &'a List) -> Self {
        match &list.kind {
            Kind::Coverage(table) => Self::Rows(table),
            Kind::Notes(_) => Self::Notes(Entries::of(state, list)),
            _ => Self::Written(written(state, list)),
        }
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Written(lines) => lines.len(),
            Self::Rows(table) => table.len(),
            Self::Notes(entries) => entries.len(),
        }
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the line that stays above the others.
    #[must_use]
    pub fn head(&self, state: &State) -> Option<Line> {
        match self {
            Self::Written(_) | Self::Notes(_) => None,
            Self::Rows(table) => Some(table.head(state)),
        }
    }

    /// Returns the heading of the box.
    #[must_use]
    pub fn title(&self, state: &State, list: &List) -> String {
        match self {
            Self::Notes(entries) if !list.query.is_empty() => {
                let all = match &list.kind {
                    Kind::Notes(Some(some)) => some.len(),
                    _ => state.notes.index().len(),
                };
                let query = &list.query;
                format!(
                    "Notes with \u{201c}{query}\u{201d}: {} of {all}",
                    entries.notes()
                )
            }
            _ => list.title(state),
        }
    }

    /// Returns so many of them.
    #[must_use]
    pub fn some(&self, state: &State, from: usize, most: usize) -> Vec<Line> {
        match self {
            Self::Written(lines) => lines.iter().skip(from).take(most).cloned().collect(),
            Self::Rows(table) => table.lines(state, from, most),
            Self::Notes(entries) => entries.lines(state, from, most),
        }
    }
}

/// Returns the lines of a list, those that are only read wrapped to the width of the box.
fn written(state: &State, list: &List) -> Vec<Line> {
    let lines = holding(entries(state, list), &list.query);
    if list.has_choice() {
        return lines;
    }
    let columns = geometry::page_columns(state.size);
    lines
        .iter()
        .flat_map(|line| wrapped(state.settings.ambiguous, line, columns))
        .collect()
}

/// Returns the lines that hold some words, with the headings above them.
fn holding(lines: Vec<Line>, words: &str) -> Vec<Line> {
    let lower = words.to_lowercase();
    if lower.is_empty() {
        return lines;
    }
    let mut held = Vec::new();
    let mut heading = None;
    for line in lines {
        let holds = line.text.to_lowercase().contains(&lower);
        if line.heading {
            heading = Some(line);
        } else if holds {
            held.extend(heading.take());
            held.push(line);
        }
    }
    held
}

fn wrapped(ambiguous: Ambiguous, line: &Line, width: usize) -> Vec<Line> {
    if ambiguous.width(&line.text) <= width {
        return vec![line.clone()];
    }
    let head = ambiguous.fit(&line.text, line.hang);
    let words = Span::new(head.len(), line.text.len());
    let rows = ambiguous.rows(&line.text, words, width.saturating_sub(line.hang).max(8));
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
        hang: key_columns(state) + 1,
        heading: false,
    };
    match &list.kind {
        Kind::Sheet => TAUGHT.iter().map(keys).collect(),
        Kind::Help => all_keys(state),
        Kind::Why => explain::lines(state),
        Kind::Documents => {
            // Some columns for the title, without which the last part would be cut.
            let columns = geometry::page_columns(state.size).saturating_sub(5);
            let documents = document_list::lines(state, columns).into_iter().map(plain);
            let skipped = state
                .settings
                .skipped
                .iter()
                .map(|s| plain(format!("not read: {s}")));
            documents.chain(skipped).collect()
        }
        Kind::Report(_, report) => report_lines(report),
        Kind::Coverage(_) => Vec::new(),
        Kind::Note(note, _) => note_view::lines(state, note),
        // These write their lines themselves.
        Kind::Notes(_) => Vec::new(),
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

/// Returns the columns of the keys in help.
fn key_columns(state: &State) -> usize {
    if geometry::page_columns(state.size) < 50 {
        12
    } else {
        22
    }
}

fn key_line(state: &State, action: Action) -> String {
    format!(
        "{:<1$} {2}",
        state.keymap.keys_of(action).join("  "),
        key_columns(state),
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
            hang: key_columns(state) + 1,
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
            "{:<1$} {2}",
            format!("{} {}", command.name(), command.arguments()),
            key_columns(state),
            command.help()
        ),
        hang: key_columns(state) + 1,
        heading: false,
    }));
    lines
}
