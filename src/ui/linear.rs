//! The comparison as numbered plain text, a stop a line: for screen readers, dumb terminals and logs.

use std::fmt::Write as _;

use crate::app::foot::readings;
use crate::app::found::found;
use crate::app::state::State;
use crate::app::{explain, focus, jump, summary};
use crate::document::DocId;
use crate::text::sanitize;

/// Returns the comparison of a set as linear text: what each document is, then the base stop by stop.
#[must_use]
pub fn page(state: &State, applied: &[String]) -> String {
    let mut page = String::new();
    for line in applied {
        let _ = writeln!(page, "applied: {}", sanitize::line(line));
    }
    for line in explain::documents(state, usize::MAX) {
        let _ = writeln!(page, "{line}");
    }
    let base = state.focused().map(|pane| pane.doc);
    let others = state.set.ids().filter(|doc| Some(*doc) != base);
    for doc in base.into_iter().chain(others) {
        document(state, doc, &mut page);
    }
    if let Some(message) = &state.message {
        let _ = writeln!(page, "\n{message}");
    }
    page
}

fn document(state: &State, doc: DocId, page: &mut String) {
    let mut at = state.clone();
    focus::show_alone(&mut at, doc);
    let row = summary::row(state, doc);
    let _ = writeln!(
        page,
        "\n{} {}, {}, {}, {}",
        row.siglum, row.outlet, row.date, row.words, row.only
    );
    let stops = at
        .columns
        .get(&doc)
        .map(|c| c.stops.clone())
        .unwrap_or_default();
    for found in stops {
        if let Some(pane) = at.frame.panes.get_mut(at.frame.focus) {
            pane.cursor = found.span;
        }
        let _ = writeln!(page, "{}", stop(&at));
    }
}

/// Returns the stop under the cursor in a line: its number, where it is found, its words.
pub(super) fn stop(state: &State) -> String {
    let Some((doc, stop)) = state.cursor() else {
        return String::new();
    };
    let name = jump::name(state);
    if let Some(fold) = stop.fold {
        let folds = state.folds_of(doc);
        let label = folds.get(fold).map_or("", |f| f.label.as_str());
        return format!("{name}, set aside: {label}");
    }
    let text = state.set.get(doc).map_or("", |d| d.text.slice(stop.span));
    format!("{name}{}: {}", standing(state), one_line(text))
}

/// Returns words in one harmless line.
pub(super) fn one_line(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    sanitize::line(&words).into_owned()
}

/// Returns in how many documents the place is found, and where in which words.
fn standing(state: &State) -> String {
    let Some((doc, stop)) = state.cursor() else {
        return String::new();
    };
    let mut words = match found(state, doc, stop.span).words(state.set.len()) {
        words if words.is_empty() => return words,
        words => format!(", {words}"),
    };
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for reading in readings(state)
        .into_iter()
        .skip(1)
        .filter(|r| r.wording.is_some())
    {
        // Each by itself: "through C B" would sound like a list of two.
        let through = reading.relation.starts_with("through ");
        if through {
            let _ = write!(words, ", {} {}", reading.doc, reading.relation);
            continue;
        }
        match groups
            .iter_mut()
            .find(|(relation, _)| *relation == reading.relation)
        {
            Some((_, sigla)) => sigla.push(reading.doc.siglum()),
            None => groups.push((reading.relation, vec![reading.doc.siglum()])),
        }
    }
    for (relation, sigla) in groups {
        let _ = write!(words, ", {relation} {}", sigla.join(" "));
    }
    words
}
