//! What can be done in the list of documents: show one in a pane or take its pane away, change the order of the
//! panes, choose the base, close one.

use super::action::Action;
use super::list::{Kind, List};
use super::message::Effect;
use super::state::{Mode, State};
use super::{documents, explain, focus, geometry, resize, step};
use crate::document::DocId;

/// Does what a key of the list says to the chosen document; the list stays open.
pub fn act(state: &mut State, mut list: List, action: Action) -> Vec<Effect> {
    let chosen = state.set.ids().nth(list.at);
    let effects = match (action, chosen) {
        (_, None) => Vec::new(),
        (Action::ListPane, Some(doc)) => {
            show_or_hide(state, doc);
            Vec::new()
        }
        (Action::ListBase, Some(doc)) => {
            documents::make_base(state, doc);
            Vec::new()
        }
        (Action::ListEarlier, Some(doc)) => {
            shift(state, doc, false);
            Vec::new()
        }
        (Action::ListLater, Some(doc)) => {
            shift(state, doc, true);
            Vec::new()
        }
        (Action::ListDelete, Some(doc)) => documents::close(state, doc),
        _ => {
            state.say("this key is for notes: A lists them");
            Vec::new()
        }
    };
    list.at = list.at.min(state.set.len().saturating_sub(1));
    state.mode = Mode::List(list);
    effects
}

/// Returns whether a key is for this list, where it is open.
#[must_use]
pub fn takes(list: &List, action: Action) -> bool {
    let own = matches!(
        action,
        Action::ListPane | Action::ListBase | Action::ListEarlier | Action::ListLater
    );
    own || (list.kind == Kind::Documents && action == Action::ListDelete)
}

/// Returns the index of the pane of a document that is seen.
fn pane_of(state: &State, doc: DocId) -> Option<usize> {
    let mut seen = state.seen();
    seen.find(|at| state.frame.panes.get(*at).is_some_and(|p| p.doc == doc))
}

fn show_or_hide(state: &mut State, doc: DocId) {
    let count = state.seen().len();
    match pane_of(state, doc) {
        Some(_) if count == 1 => state.say(format!("{doc} has the only pane: w shows more")),
        Some(index) => {
            state.zoom = None;
            state.pane_choice = Some(count - 1);
            documents::remove_pane(state, index);
            if !documents::cursor_in_sight(state) {
                step::hold_cursor_at(state, state.height() / 3);
            }
            state.say(format!("{doc} has no pane now; g and its number shows it"));
        }
        None => show(state, doc, count),
    }
    resize::remember(state);
}

/// Gives a document a pane of its own where there is room, else the one that was focused longest ago.
fn show(state: &mut State, doc: DocId, count: usize) {
    let (most, _) = geometry::pane_counts(state.size.width, state.set.len());
    if count >= most {
        focus::bring(state, doc);
        return;
    }
    state.zoom = None;
    state.pane_choice = Some(count + 1);
    let before: Vec<DocId> = state.frame.panes.iter().map(|pane| pane.doc).collect();
    let known = |at: usize| before.get(at).copied();
    let seen_before: Vec<DocId> = state.seen().filter_map(known).collect();
    focus::rearranged(state);
    let doc_of = |at: &usize| state.frame.panes.get(*at).map(|pane| pane.doc);
    let new = |at: &usize| doc_of(at).is_some_and(|own| !seen_before.contains(&own));
    if let Some(index) = state.seen().find(new) {
        focus::show(state, index, doc);
        step::bring(state, index);
        step::refresh(state);
    }
}

/// Moves the pane of a document one to the right (`later`), or to the left; what stands in the panes keeps its rows.
fn shift(state: &mut State, doc: DocId, later: bool) {
    let seen = state.seen();
    let Some(from) = pane_of(state, doc) else {
        state.say(format!("{doc} has no pane: w gives it one"));
        return;
    };
    let to = if later {
        Some(from + 1).filter(|at| *at < seen.end)
    } else {
        from.checked_sub(1).filter(|at| *at >= seen.start)
    };
    let Some(to) = to else {
        let end = if later { "last" } else { "first" };
        state.say(format!("the pane of {doc} is the {end} one"));
        return;
    };
    let rows = [from, to].map(|at| cursor_row(state, at));
    let frame = &mut state.frame;
    frame.panes.swap(from, to);
    let swapped = |at: usize| match at {
        at if at == from => to,
        at if at == to => from,
        at => at,
    };
    (frame.focus, frame.above) = (swapped(frame.focus), swapped(frame.above));
    frame.recent.iter_mut().for_each(|at| *at = swapped(*at));
    state.lay_out();
    for (at, row) in [to, from].into_iter().zip(rows) {
        let now = cursor_row(state, at);
        if let Some(pane) = state.frame.panes.get_mut(at) {
            pane.top += now - row;
        }
    }
    step::refresh(state);
    resize::remember(state);
}

/// Returns the row of a pane on which its cursor stands.
fn cursor_row(state: &State, at: usize) -> i32 {
    let pane = state.frame.panes.get(at);
    pane.map_or(0, |pane| {
        let column = state.columns.get(&pane.doc);
        column.map_or(0, |column| column.rows_of(pane.cursor).0 - pane.top)
    })
}

/// Returns the lines of the list: the number of its pane and whether it is the base before what is said of a document.
#[must_use]
pub fn lines(state: &State, columns: usize) -> Vec<String> {
    const BEFORE: usize = 7;
    let first = state.seen().start;
    let said = explain::documents(state, columns.saturating_sub(BEFORE));
    let line = |(doc, said): (DocId, String)| {
        let at = pane_of(state, doc).map(|at| at - first + 1);
        let pane = at.map_or_else(|| "-".to_owned(), |at| at.to_string());
        let base = if doc == state.base() { "base" } else { "" };
        format!("{pane} {base:4} {said}")
    };
    state.set.ids().zip(said).map(line).collect()
}
