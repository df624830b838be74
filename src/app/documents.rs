//! Documents that are added or closed while the reader is open. What is being read stays on its row; what was
//! found out before no longer holds, and a comparison is asked for.

use std::sync::Arc;

use super::choices::{self, Loaded};
use super::column::{folds, plural};
use super::find::Query;
use super::message::Effect;
use super::state::State;
use super::summary::Facts;
use super::trail::Places;
use super::{coverage, focus, motion, pins, resize, sift};
use crate::compare::align::Alignment;
use crate::document::{DocId, Document, DocumentSet, Skipped};

/// The most documents of a set: every two are compared.
const MOST: usize = 100;

/// Asks for the documents of a path.
pub fn open(state: &mut State, path: &str) -> Vec<Effect> {
    state.loading += 1;
    state.say(format!("reading {path}"));
    vec![Effect::Open(path.to_owned())]
}

/// Adds documents at the end, but for those that are open already.
pub fn opened(state: &mut State, documents: Vec<Document>, skipped: &[Skipped]) -> Vec<Effect> {
    state.loading = state.loading.saturating_sub(1);
    let mut words = Vec::new();
    let mut added: Vec<Document> = Vec::new();
    for document in documents {
        let twin = state.set.iter().find(|d| d.sha256 == document.sha256);
        match twin {
            Some(twin) if twin.path == document.path => {
                words.push(format!("{} is open already, as {}", twin.path, twin.id));
            }
            _ if state.set.len() + added.len() >= MOST => {
                words.push(format!(
                    "{}: there are {MOST} documents, the most",
                    document.path
                ));
            }
            twin => {
                if let Some(twin) = twin {
                    words.push(format!(
                        "{} has the same bytes as {}",
                        document.path, twin.id
                    ));
                }
                added.push(document);
            }
        }
    }
    for Skipped { path, reason } in skipped {
        let line = format!("{path}: {reason}");
        words.push(format!("not read: {line}"));
        state.settings.skipped.push(line);
    }
    let first = state.set.slots();
    let effects = if added.is_empty() {
        Vec::new()
    } else {
        add(state, added)
    };
    let new: Vec<_> = state.set.ids().filter(|id| id.index() >= first).collect();
    if !new.is_empty() {
        let names: Vec<_> = new.iter().map(|id| id.siglum()).collect();
        let count = plural(new.len(), "article");
        words.insert(0, format!("{count} added: {}", names.join(" ")));
    }
    state.say(words.join("; "));
    effects
}

fn add(state: &mut State, added: Vec<Document>) -> Vec<Effect> {
    sift::end(state);
    let (first, at_start) = (state.set.slots(), is_at_start(state));
    Arc::make_mut(&mut state.set).extend(added);
    state.admit();
    compare_anew(state);
    choices::take_effect(state);
    for slot in first..state.set.slots() {
        choices::fold_as_chosen(state, DocId::at(slot), None);
    }
    focus::rearranged(state);
    if at_start {
        motion::start(state);
    }
    resize::remember(state);
    vec![Effect::Compare]
}

/// Returns whether the first screen is shown: then it is arranged anew, since the summary has more or fewer lines.
fn is_at_start(state: &State) -> bool {
    let summary = state.summary_height();
    state.focused().is_some_and(|pane| pane.top == -summary)
}

/// Closes a document; the others keep their sigla.
pub fn close(state: &mut State, doc: DocId) -> Vec<Effect> {
    if state.set.len() < 2 {
        state.say(format!("{doc} is the last document: q leaves"));
        return Vec::new();
    }
    if state
        .drafts
        .iter()
        .any(|d| d.places.iter().any(|place| place.doc == doc))
    {
        state.say(format!(
            "{doc} has a draft of a note: save it first, a on its place goes on with it"
        ));
        return Vec::new();
    }
    sift::end(state);
    state.widths.clear();
    let (next, at_start) = (state.set.neighbour(doc, true), is_at_start(state));
    Arc::make_mut(&mut state.set).close(doc);
    put_in_place(state, doc);
    state.marks.retain(|_, place| place.doc != doc);
    state.pin = state.pin.filter(|place| place.doc != doc);
    forget_frames(state);
    compare_anew(state);
    without_pane_of(state, doc, next);
    if at_start {
        motion::start(state);
    }
    resize::remember(state);
    let left = plural(state.set.len(), "article");
    state.say(format!(
        "{doc} is closed, {left} left; the others keep their letters"
    ));
    vec![Effect::Compare]
}

/// Takes the pane of a closed document away; where it was the only one the next document is shown.
fn without_pane_of(state: &mut State, doc: DocId, next: DocId) {
    let Some(index) = state.frame.panes.iter().position(|p| p.doc == doc) else {
        focus::rearranged(state);
        return;
    };
    if state.seen().len() == 1 && index == state.frame.focus {
        focus::show_alone(state, next);
        state.frame.panes.retain(|p| p.doc != doc);
        focus::rearranged(state);
        motion::start(state);
        return;
    }
    remove_pane(state, index);
    if state.cursor().is_none() || !cursor_in_sight(state) {
        motion::start(state);
    }
}

/// Takes a pane away; the focus goes to the next one.
pub(super) fn remove_pane(state: &mut State, index: usize) {
    let frame = &mut state.frame;
    frame.panes.remove(index);
    let last = frame.panes.len() - 1;
    let shifted = |at: usize| if at > index { at - 1 } else { at.min(last) };
    (frame.first, frame.focus) = (shifted(frame.first), shifted(frame.focus));
    frame.above = shifted(frame.above);
    frame.recent.retain(|at| *at != index);
    frame.recent.iter_mut().for_each(|at| *at = shifted(*at));
    let focus = frame.focus;
    frame.recent.retain(|at| *at != focus);
    frame.recent.push(focus);
    focus::rearranged(state);
}

/// Makes a document the base.
pub fn make_base(state: &mut State, doc: DocId) {
    if doc == state.base() {
        state.say(format!("{doc} is the base already"));
        return;
    }
    state.chosen_base = doc;
    state.say(format!(
        "{doc} is the base now: first in the summary, and coverage (M) goes by it"
    ));
}

/// Returns whether a row of the stop under the cursor is seen.
pub(super) fn cursor_in_sight(state: &State) -> bool {
    state.reading().is_some_and(|(pane, column, _)| {
        let (first, last) = column.rows_of(pane.cursor);
        first < pane.top + state.height() && last >= pane.top
    })
}

/// Reckons anew what is kept of one document.
pub(super) fn put_in_place(state: &mut State, doc: DocId) {
    let Some(document) = state.set.get(doc) else {
        return;
    };
    let at = doc.index();
    if let Some(place) = state.folds.get_mut(at) {
        *place = folds(document);
    }
    if let Some(place) = state.loaded.get_mut(at) {
        *place = Loaded::of(document);
    }
    if let Some(place) = state.facts.get_mut(at) {
        *place = Facts::of(document);
    }
    state.columns.remove(&doc);
    state
        .chosen
        .retain(|(from, _, to), _| *from != doc && *to != doc);
}

/// Frames before jumps are of texts that are no more.
pub(super) fn forget_frames(state: &mut State) {
    state.back.clear();
    state.forward.clear();
    state.tabbed.clear();
    state.zoom = None;
}

/// Leaves what was found out about the documents before, and reckons what needs no comparison.
pub(super) fn compare_anew(state: &mut State) {
    let documents: &DocumentSet = &state.set;
    state.alignment = Arc::new(Alignment::new(documents, None));
    state.comparison = None;
    state.comparing = true;
    state.places = Places::default();
    if let Some(query) = &mut state.query {
        *query = Query::new(&query.words, documents);
    }
    state.notes.place(documents);
    pins::renew(state);
    state.restop();
    coverage::renew(state);
}

/// Shows the report on the focused document when it is there.
pub fn report(state: &State) -> Vec<Effect> {
    state
        .focused()
        .map(|p| Effect::Report(p.doc))
        .into_iter()
        .collect()
}
