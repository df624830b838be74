//! The reader as lines that are only ever added to: for screen readers and terminals that can do no more. What
//! changed since the last line is said, and nothing twice.
//!
//! ```text
//! A:5, in 3 of 5, nearly E, in other words D: KARDIN, Oct. 9 …        a stop, when the cursor came to it
//! find: ferry                                                         what is being typed
//! this is the end of A                                                a word to the person
//! ```

use crate::app::annotate::Draft;
use crate::app::draft::Field;
use crate::app::explain;
use crate::app::foot::readings;
use crate::app::lines::Lines;
use crate::app::list::List;
use crate::app::marks;
use crate::app::note_view;
use crate::app::state::{Mode, State};
use crate::app::summary;
use crate::document::DocId;
use crate::text::wrap::Ambiguous;
use crate::text::{Span, sanitize};

use super::linear;

/// What was said last.
#[derive(Clone, Debug, Default)]
pub struct Said {
    begun: bool,
    compared: bool,
    place: Option<(DocId, Span)>,
    message: Option<String>,
    /// What the person was doing: its heading, and its last line.
    doing: Option<(String, String)>,
    /// Whether the last line can be gone on with: words are being typed in it.
    open: bool,
    /// Columns of a line, and how wide the characters are in them.
    columns: (usize, Ambiguous),
}

/// Returns what is to be added to what was said, and remembers it.
pub fn more(state: &State, said: &mut Said) -> String {
    let mut out = String::new();
    // A row less wide than the window breaks on no terminal by itself.
    let columns = usize::from(state.size.width.saturating_sub(1));
    said.columns = (columns, state.settings.ambiguous);
    if !said.begun {
        said.begun = true;
        for line in explain::documents(state, usize::MAX) {
            add(&mut out, said, &line);
        }
        add(&mut out, said, "? says the keys, j goes on, q leaves");
    }
    let back = doing(state, said, &mut out);
    place(state, said, back, &mut out);
    if state.message.is_some() && state.message != said.message {
        let words = state.message.clone().unwrap_or_default();
        add(&mut out, said, &words);
    }
    said.message.clone_from(&state.message);
    out
}

/// Returns what ends a line that was being typed.
pub fn close(said: &mut Said) -> &'static str {
    if std::mem::take(&mut said.open) {
        "\n"
    } else {
        ""
    }
}

/// Adds a line, in rows that break between words, behind the end of one that was being typed.
fn add(out: &mut String, said: &mut Said, line: &str) {
    if std::mem::take(&mut said.open) {
        out.push('\n');
    }
    out.push_str(&wrapped(said, &sanitize::line(line)));
    out.push('\n');
}

/// Returns a line in rows that break between words.
fn wrapped(said: &Said, line: &str) -> String {
    let (columns, ambiguous) = said.columns;
    if ambiguous.width(line) <= columns {
        return line.to_owned();
    }
    let rows = ambiguous.rows(line, Span::new(0, line.len()), columns.max(8));
    let words = rows.iter().map(|row| line.get(row.range()).unwrap_or(""));
    words.collect::<Vec<_>>().join("\n")
}

/// Says where the cursor is, where that is another place, or where something else was over the text.
fn place(state: &State, said: &mut Said, back: bool, out: &mut String) {
    let compared = state.comparison.is_some() && !state.comparing;
    let newly = compared && !said.compared;
    said.compared = compared;
    let here = state.cursor().map(|(doc, stop)| (doc, stop.span));
    if !matches!(state.mode, Mode::Read) {
        return;
    }
    if newly && state.set.len() > 1 {
        let only = |doc: DocId| format!("{doc} {}", summary::only(state, doc));
        let shares: Vec<String> = state.set.ids().map(only).collect();
        let words = format!("the articles are compared: {}", shares.join(", "));
        add(out, said, &words);
    }
    if back || newly || here != said.place {
        said.place = here;
        let line = linear::stop(state);
        add(out, said, &line);
    }
}

/// Says what is done over the text; returns whether that has just ended.
fn doing(state: &State, said: &mut Said, out: &mut String) -> bool {
    let before = said.doing.take();
    let (heading, line) = match &state.mode {
        Mode::Read => return before.is_some(),
        Mode::Select(selection) => {
            let document = state.set.get(selection.doc);
            let words = document.map_or("", |d| d.text.slice(selection.span()));
            ("selecting".to_owned(), linear::one_line(words))
        }
        Mode::Find(field) => return typed(said, before.as_ref(), out, "find", field),
        Mode::Filter(field) => return typed(said, before.as_ref(), out, "filter", field),
        Mode::FindInList(_, field) => {
            return typed(said, before.as_ref(), out, "find in the list", field);
        }
        Mode::Remark(remark) => {
            let heading = remark.label().trim().trim_end_matches(':');
            return typed(said, before.as_ref(), out, heading, &remark.field);
        }
        Mode::Command(prompt) => {
            return typed(said, before.as_ref(), out, "command", &prompt.field);
        }
        Mode::Write(draft) => {
            let heading = note(state, draft);
            return typed(said, before.as_ref(), out, &heading, &draft.field);
        }
        Mode::List(list) => return listed(state, said, before, out, list),
        Mode::Apparatus(at) => ("choose a document".to_owned(), reading(state, *at)),
        Mode::Letter(wanted) => (marks::hint(state, *wanted), String::new()),
        Mode::Leave => (
            "a note is not saved: s saves and leaves, q leaves without, Esc stays".to_owned(),
            String::new(),
        ),
    };
    say_doing(said, before, out, heading, line)
}

/// Says a heading where it is new, and a line where that is.
fn say_doing(
    said: &mut Said,
    before: Option<(String, String)>,
    out: &mut String,
    heading: String,
    line: String,
) -> bool {
    let (old_heading, old_line) = before.unwrap_or_default();
    if heading != old_heading {
        add(out, said, &heading);
    }
    if !line.is_empty() && (line != old_line || heading != old_heading) {
        add(out, said, &line);
    }
    said.doing = Some((heading, line));
    false
}

fn note(state: &State, draft: &Draft) -> String {
    let title = note_view::title(state, draft, 84);
    format!("{title}; ctrl-s saves, ctrl-t tags, Esc keeps the draft")
}

/// Goes on with the line that is being typed where letters were added, else says it anew.
fn typed(
    said: &mut Said,
    before: Option<&(String, String)>,
    out: &mut String,
    heading: &str,
    field: &Field,
) -> bool {
    let text = sanitize::text(field.text());
    let more = before.and_then(|(old_heading, old)| {
        (old_heading == heading && said.open).then(|| text.strip_prefix(old.as_str()))?
    });
    if let Some(more) = more {
        out.push_str(more);
    } else {
        if std::mem::take(&mut said.open) {
            out.push('\n');
        }
        out.push_str(&wrapped(said, &format!("{}:", sanitize::line(heading))));
        out.push_str(&format!(" {text}"));
        said.open = true;
    }
    said.doing = Some((heading.to_owned(), text));
    false
}

/// Says a page as a whole, of a list to choose from the chosen line.
fn listed(
    state: &State,
    said: &mut Said,
    before: Option<(String, String)>,
    out: &mut String,
    list: &List,
) -> bool {
    let lines = Lines::of(state, list);
    let heading = format!("{} ({})", lines.title(state, list), list.hint().trim());
    if list.has_choice() {
        let chosen = lines.some(state, list.at, 1);
        let words = chosen.first().map_or("nothing", |line| line.text.trim());
        let line = format!("{} of {}: {words}", list.at + 1, lines.len());
        // What the signs of a table mean, and whose its columns are.
        let head = lines.head(state).map(|head| head.text);
        let heading = head.map_or(heading.clone(), |head| {
            format!("{heading}: {}", head.trim())
        });
        return say_doing(said, before, out, heading, line);
    }
    let new = before.is_none_or(|(old, _)| old != heading);
    if new {
        add(out, said, &heading);
        for line in lines.some(state, 0, lines.len()) {
            add(out, said, line.text.trim_end());
        }
    }
    said.doing = Some((heading, String::new()));
    false
}

/// Returns the wording of one document at the place under the cursor.
fn reading(state: &State, at: usize) -> String {
    let readings = readings(state);
    let Some(reading) = readings.get(at) else {
        return String::new();
    };
    let wording = reading.wording.and_then(|span| {
        let document = state.set.get(reading.doc)?;
        Some(linear::one_line(document.text.slice(span)))
    });
    let (doc, relation) = (reading.doc, &reading.relation);
    wording.map_or_else(
        || format!("{doc}, {relation}"),
        |words| format!("{doc}, {relation}: {words}"),
    )
}
