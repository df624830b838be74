//! In step: how the focused pane scrolls to its cursor and how the others go along. The numbers of the
//! rules are those of the design, which the tests in `tests/in_step.rs` hold.

use std::collections::BTreeSet;

use super::column::Column;
use super::frame::{Band, Lock, Pane, Standing};
use super::ranking;
use super::scroll::{self, Bring};
use super::state::State;
use crate::compare::counterpart::Counterpart;
use crate::document::DocId;
use crate::text::Span;

/// Puts the cursor on a stop, scrolls, closes folds that were only visited, and brings the other panes along.
///
/// `direction` is that of a `j` or `k`, 0 for other keys.
pub fn go(state: &mut State, stop: Span, bring: Bring, direction: i32) {
    let Some((focus, before)) = state.focused().map(|p| (state.frame.focus, p.top)) else {
        return;
    };
    let Some(pane) = state.frame.panes.get_mut(focus) else {
        return;
    };
    let moved = pane.cursor != stop;
    pane.cursor = stop;
    let (doc, top) = (pane.doc, pane.top);
    let height = state.height();
    let Some(column) = state.columns.get(&doc) else {
        return;
    };
    let new = scroll::top_for(column, stop, top, height, bring);
    set_top(state, focus, new);
    if new != before {
        state.frame.above = focus;
    }
    close_visited(state, focus, stop);
    if moved {
        follow(state, before, direction);
    } else {
        scroll_along(state, before);
    }
}

/// Lets the other panes go along where the focused one was scrolled under its cursor: those whose
/// counterpart is on the anchor row, and those that go in parallel. The others stay (rule 12).
fn scroll_along(state: &mut State, top_before: i32) {
    let Some((top, lock)) = state.focused().map(|p| (p.top, p.lock)) else {
        return;
    };
    let focus = state.frame.focus;
    for index in state.seen().filter(|i| *i != focus) {
        let Some(pane) = state.frame.panes.get(index) else {
            continue;
        };
        let new = match (pane.standing, pane.lock) {
            _ if lock == Lock::Unlocked => pane.top,
            (_, Lock::Unlocked) => pane.top,
            (Standing::Banded(band), _) => banded_top(state, pane.doc, band.stop),
            (_, Lock::Here) => along(state, pane.doc, pane.top + top - top_before),
            _ if state.parallel => along(state, pane.doc, pane.top + top - top_before),
            _ => pane.top,
        };
        set_top(state, index, new);
    }
    refresh(state);
}

fn set_top(state: &mut State, index: usize, top: i32) {
    if let Some(pane) = state.frame.panes.get_mut(index) {
        pane.top = top;
    }
}

/// Closes folds of a pane that a jump opened and whose text the cursor has left; the stop keeps its row (rule 8).
fn close_visited(state: &mut State, index: usize, stop: Span) {
    let Some(pane) = state.frame.panes.get(index) else {
        return;
    };
    let (doc, top) = (pane.doc, pane.top);
    let folds = state.folds_cleaned(doc);
    let stays = |fold: &&usize| folds.get(**fold).is_some_and(|f| f.span.touches(stop));
    let Some(visited) = state.frame.open.get(doc.index()).map(|o| &o.visited) else {
        return;
    };
    let stay: BTreeSet<usize> = visited.iter().filter(stays).copied().collect();
    if stay == *visited {
        return;
    }
    if let Some(open) = state.frame.open.get_mut(doc.index()) {
        open.visited = stay;
    }
    let row = state.columns.get(&doc).map_or(0, |c| c.rows_of(stop).0) - top;
    state.lay_out();
    let new = state.columns.get(&doc).map_or(0, |c| c.rows_of(stop).0) - row;
    set_top(state, index, new);
}

/// Opens the fold that hides a place, until the cursor leaves it, and keeps the anchor row.
pub fn open_for(state: &mut State, doc: DocId, at: u32) {
    let Some(fold) = state.folds_of(doc).iter().position(|f| f.span.holds(at)) else {
        return;
    };
    let Some(open) = state.frame.open.get_mut(doc.index()) else {
        return;
    };
    if !open.kept.contains(&fold) {
        open.visited.insert(fold);
        relay(state, doc);
    }
}

/// Lays a document out again after its folds changed; the first row of its pane's cursor stays where it was.
pub fn relay(state: &mut State, doc: DocId) {
    let Some(index) = state.frame.panes.iter().position(|p| p.doc == doc) else {
        state.columns.remove(&doc);
        return;
    };
    let Some((top, cursor)) = state.frame.panes.get(index).map(|p| (p.top, p.cursor)) else {
        return;
    };
    let row = state.columns.get(&doc).map_or(0, |c| c.rows_of(cursor).0) - top;
    state.columns.remove(&doc);
    state.lay_out();
    let Some(column) = state.columns.get(&doc) else {
        return;
    };
    let stop = column.stop_at(cursor.start).map_or(cursor, |s| s.span);
    let (first, last) = column.rows_of(stop);
    // A long stop that had begun above the window may have become one row.
    let new = if row + last - first < 0 {
        first
    } else {
        first - row
    };
    if let Some(pane) = state.frame.panes.get_mut(index) {
        (pane.cursor, pane.top) = (stop, new);
    }
}

/// Scrolls a pane that is not read by itself, inside its text; the others stay.
pub fn scroll_alone(state: &mut State, index: usize, rows: i32) {
    let Some((doc, top)) = state.frame.panes.get(index).map(|p| (p.doc, p.top)) else {
        return;
    };
    let new = along(state, doc, top + rows);
    // Where it stands before the beginning already, it goes no further.
    let new = if rows < 0 { new.min(top) } else { new.max(top) };
    set_top(state, index, new);
    refresh(state);
}

/// Brings every other pane to the place under the cursor (rules 3 to 8).
pub fn follow(state: &mut State, top_before: i32, direction: i32) {
    let Some(focused) = state.focused() else {
        return;
    };
    let (scrolled, unlocked) = (focused.top - top_before, focused.lock == Lock::Unlocked);
    for index in state.seen() {
        if index == state.frame.focus {
            set_standing(state, index, Standing::Here);
        } else if !unlocked
            && state
                .frame
                .panes
                .get(index)
                .is_some_and(|p| p.lock != Lock::Unlocked)
        {
            bring_along(state, index, scrolled, direction);
        } else {
            let standing = standing_still(state, index);
            set_standing(state, index, standing);
        }
    }
    release(state);
}

/// Ends that the focused pane is locked here, where it has come to a linked stop (rule 11).
fn release(state: &mut State) {
    let banded = |p: &Pane| matches!(p.standing, Standing::Banded(_));
    let linked = state.frame.panes.iter().any(banded);
    let pane = state.frame.panes.get_mut(state.frame.focus);
    if let Some(pane) = pane.filter(|pane| linked && pane.lock == Lock::Here) {
        pane.lock = Lock::Linked;
    }
}

fn set_standing(state: &mut State, index: usize, standing: Standing) {
    if let Some(pane) = state.frame.panes.get_mut(index) {
        pane.standing = standing;
    }
}

fn bring_along(state: &mut State, index: usize, scrolled: i32, direction: i32) {
    let Some((doc, before, lock)) = state.frame.panes.get(index).map(|p| (p.doc, p.top, p.lock))
    else {
        return;
    };
    let standing = answer(state, index);
    set_standing(state, index, standing);
    let Standing::Banded(band) = standing else {
        if lock == Lock::Here || state.parallel {
            set_top(state, index, along(state, doc, before + scrolled));
        }
        return;
    };
    close_visited(state, index, band.stop);
    let top = banded_top(state, doc, band.stop);
    let height = state.height();
    if let Some(pane) = state.frame.panes.get_mut(index) {
        let moved = top - before;
        pane.top = top;
        pane.cursor = band.stop;
        pane.lock = Lock::Linked;
        pane.moved = (moved.abs() > height || moved * direction < 0).then_some(moved);
    }
}

/// Keeps a pane that goes along in parallel inside its text.
fn along(state: &State, doc: DocId, top: i32) -> i32 {
    let rows = state.columns.get(&doc).map_or(0, Column::height);
    top.clamp(-state.summary_height(), (rows - 1).max(0))
}

/// Returns the top at which a counterpart's first row stands on the anchor row; where that row is above
/// the window the counterpart goes along until its own end is seen (rules 3 and 7).
fn banded_top(state: &State, doc: DocId, stop: Span) -> i32 {
    let anchor = state.anchor();
    let (first, last) = state.columns.get(&doc).map_or((0, 0), |c| c.rows_of(stop));
    if anchor >= 0 {
        return first - anchor;
    }
    first + (-anchor).min((last - first + 1 - state.height()).max(0))
}

/// Returns the standing of a pane that is brought to its counterpart.
fn answer(state: &State, index: usize) -> Standing {
    let Some(pane) = state.frame.panes.get(index) else {
        return Standing::Nothing;
    };
    let Some((doc, stop)) = state.cursor() else {
        return Standing::Nothing;
    };
    let known = state.comparison.as_ref();
    let Some(comparison) = known.filter(|c| c.knows(doc, pane.doc)) else {
        return Standing::Waiting;
    };
    if stop.fold.is_some() {
        return Standing::Nothing;
    }
    let found = ranking::ranked(state, doc, stop.span, pane.doc);
    let Some((nth, counterpart)) = ranking::pick(state, doc, stop.span, pane, &found) else {
        let comparable = comparison.comparable(doc, pane.doc);
        return if comparable {
            Standing::NotHere
        } else {
            Standing::OtherLanguage
        };
    };
    Standing::Banded(band(state, pane.doc, counterpart, nth, found.len()))
}

fn band(state: &State, doc: DocId, counterpart: Counterpart, nth: usize, of: usize) -> Band {
    let shown = state
        .columns
        .get(&doc)
        .and_then(|c| c.stop_at(counterpart.stop.start));
    let folded = shown.is_some_and(|s| s.fold.is_some());
    Band {
        stop: shown.map_or(counterpart.stop, |s| s.span),
        wording: counterpart.reading(),
        relation: counterpart.relation,
        through: counterpart.through,
        pinned: counterpart.pinned,
        nth,
        of,
        folded,
    }
}

/// Brings one pane to the place under the cursor.
pub fn bring(state: &mut State, index: usize) {
    bring_along(state, index, 0, 0);
}

/// After panes changed their number or size: bands stand on the anchor row again, panes that are new (from
/// `before` on) are brought to it, and the others stay (rules 10 and 12).
pub fn settle(state: &mut State, before: usize) {
    align_banded(state);
    for index in state.seen().filter(|i| *i >= before) {
        bring(state, index);
        let banded = |p: &Pane| matches!(p.standing, Standing::Banded(_));
        if !state.frame.panes.get(index).is_some_and(banded) {
            super::motion::show_beginning(state, index);
        }
    }
    refresh(state);
}

/// Returns the standing of a pane that is not moved: banded only where its counterpart happens to stand
/// on the anchor row (rules 9 and 12).
fn standing_still(state: &State, index: usize) -> Standing {
    let standing = answer(state, index);
    let Standing::Banded(band) = standing else {
        return standing;
    };
    let Some(pane) = state.frame.panes.get(index) else {
        return standing;
    };
    let first = state
        .columns
        .get(&pane.doc)
        .map_or(0, |c| c.rows_of(band.stop).0);
    if pane.top == banded_top(state, pane.doc, band.stop) {
        return standing;
    }
    Standing::Elsewhere(first - pane.top > state.anchor())
}

/// Says anew how each pane stands to the place under the cursor, and moves nothing.
pub fn refresh(state: &mut State) {
    for index in state.seen() {
        let here = index == state.frame.focus;
        let standing = if here {
            Standing::Here
        } else {
            standing_still(state, index)
        };
        set_standing(state, index, standing);
        if let (Standing::Banded(band), Some(pane)) = (standing, state.frame.panes.get_mut(index)) {
            pane.cursor = band.stop;
        }
    }
}

/// Puts the first row of the cursor's stop on a screen row, without any other pane.
pub fn hold_cursor_at(state: &mut State, row: i32) {
    let Some(new) = state
        .reading()
        .map(|(pane, column, _)| column.rows_of(pane.cursor).0 - row)
    else {
        return;
    };
    set_top(state, state.frame.focus, new);
}

/// Puts the counterparts of banded panes on the anchor row again, after a change of size.
pub fn align_banded(state: &mut State) {
    for index in 0..state.frame.panes.len() {
        let Some(pane) = state.frame.panes.get(index) else {
            continue;
        };
        if let (Standing::Banded(band), true) = (pane.standing, index != state.frame.focus) {
            let top = banded_top(state, pane.doc, band.stop);
            set_top(state, index, top);
        }
    }
}
