//! Filters put in force and ended: what does not answer is folded away, the anchor row is kept.

use super::column::Column;
use super::draft::Field;
use super::filter::Filter;
use super::frame::{OpenFolds, Pane, Standing};
use super::state::{Mode, State};
use super::step;
use crate::text::Span;

/// Asks for a filter; the one in force can be changed.
pub fn ask(state: &mut State) {
    let words = state.filter.as_ref().map_or("", |f| f.words.as_str());
    state.mode = Mode::Filter(Field::of(words));
}

/// Puts the filter of a line in force; an empty line shows all.
pub fn apply(state: &mut State, line: &str) {
    state.mode = Mode::Read;
    if line.trim().is_empty() {
        show_all(state);
        return;
    }
    let filter = Filter::new(state, line);
    take(state, filter);
}

/// Keeps only the stops with a search hit.
pub fn only_hits(state: &mut State) {
    let filter = Filter::hits(state);
    take(state, filter);
}

fn take(state: &mut State, filter: Result<Filter, String>) {
    match filter {
        Ok(filter) => {
            put_in_force(state, Some(filter));
            recount(state);
            let key = state
                .keymap
                .keys_of(super::action::Action::ShowAll)
                .join(" or ");
            state.say(format!(
                "what does not answer is folded away: {key} shows all"
            ));
        }
        Err(why) => state.say(why),
    }
}

/// Ends the filter, and says so.
pub fn show_all(state: &mut State) {
    if state.filter.is_none() {
        state.say("nothing is hidden: f sets a filter");
        return;
    }
    end(state);
    state.say("the filter is off: all is shown");
}

/// Ends the filter, where one is in force.
pub fn end(state: &mut State) {
    if state.filter.is_some() {
        put_in_force(state, None);
    }
}

/// Counts the search hits that the filter hides.
pub fn recount(state: &mut State) {
    let Some(filter) = &state.filter else {
        return;
    };
    let hidden = state.query.as_ref().map_or(0, |query| {
        let of = |doc| {
            let folds = filter.folds_in(doc).iter();
            folds
                .map(|f| query.hits_in_span(doc, f.span))
                .sum::<usize>()
        };
        state.set.ids().map(of).sum()
    });
    if let Some(filter) = &mut state.filter {
        filter.hits = hidden;
    }
}

/// Lays all documents out with another filter, or none; the cursor's stop, else the nearest that is shown, keeps
/// its row.
fn put_in_force(state: &mut State, filter: Option<Filter>) {
    let rows: Vec<i32> = state
        .frame
        .panes
        .iter()
        .map(|p| row(state, p.cursor, p.doc, p.top))
        .collect();
    swap_folds(state, filter);
    state.columns.clear();
    state.lay_out();
    let focus = state.frame.focus;
    for (index, row) in rows.into_iter().enumerate() {
        let Some(pane) = state.frame.panes.get_mut(index) else {
            continue;
        };
        let Some(column) = state.columns.get(&pane.doc) else {
            continue;
        };
        pane.cursor = if index == focus {
            nearest_shown(column, pane.cursor)
        } else {
            column
                .stop_at(pane.cursor.start)
                .map_or(pane.cursor, |s| s.span)
        };
        pane.top = column.rows_of(pane.cursor).0 - row;
    }
    step::hold_cursor_at(state, state.anchor().clamp(0, state.height() - 1));
    let top = state.focused().map_or(0, |p| p.top);
    step::follow(state, top, 0);
    leave_no_gap(state);
}

/// Moves panes that nothing holds on the anchor row up to their first row, where no summary stands above it.
fn leave_no_gap(state: &mut State) {
    let least = state.focused().map_or(0, |p| p.top).min(0);
    for index in state.seen() {
        let free = |p: &&mut Pane| !matches!(p.standing, Standing::Banded(_));
        if index != state.frame.focus
            && let Some(pane) = state.frame.panes.get_mut(index).filter(free)
        {
            pane.top = pane.top.max(least);
        }
    }
    step::refresh(state);
}

/// Returns the screen row of the first row of a stop.
fn row(state: &State, cursor: Span, doc: crate::document::DocId, top: i32) -> i32 {
    state.columns.get(&doc).map_or(0, |c| c.rows_of(cursor).0) - top
}

/// Returns the stop that holds a place where it is shown, else the next that is, else the one before.
fn nearest_shown(column: &Column, cursor: Span) -> Span {
    let at = column.stop_index(cursor.start);
    let after = column.stops.get(at..).unwrap_or(&[]).iter();
    let before = column.stops.get(..at).unwrap_or(&[]).iter().rev();
    let shown = after.chain(before).find(|s| s.fold.is_none());
    let held = column.stop_at(cursor.start);
    shown.copied().or(held).map_or(cursor, |s| s.span)
}

/// Puts the folds of a filter in the place of those before, in earlier frames too, whose open folds are of no use now.
fn swap_folds(state: &mut State, filter: Option<Filter>) {
    let before = state.filter.take().map(|f| f.open);
    let aside = before.unwrap_or_else(|| state.frame.open.clone());
    let mut open = match filter {
        None => aside,
        Some(mut filter) => {
            filter.open = aside;
            state.filter = Some(filter);
            vec![OpenFolds::default(); state.folds.len()]
        }
    };
    open.resize_with(state.folds.len(), OpenFolds::default);
    for (new, now) in open.iter_mut().zip(&state.frame.open) {
        new.original = now.original;
    }
    for frame in state.past_frames() {
        frame.open.clone_from(&open);
    }
    state.tabbed.clear();
    state.frame.open = open;
    state.sifted += 1;
}
