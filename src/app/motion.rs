//! Moving the cursor of the focused pane: stop by stop, by pages, to the ends, forth and back.

use super::column::Column;
use super::frame::{Lock, Pane, Standing};
use super::ranking;
use super::scroll::Bring;
use super::state::State;
use super::step;
use crate::document::{BlockKind, Document};
use crate::text::Span;

/// How far a page goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// One row.
    Row,
    /// Half a pane.
    Half,
    /// A pane but two rows, which stay for the eye.
    Full,
}

/// Goes `count` stops on (`direction` 1) or back (-1); one at a time inside a stop taller than the window a
/// windowful (rule 7). With a count the panes follow once, at the end.
pub fn stop(state: &mut State, direction: i32, count: usize) {
    if count > 1 {
        many_stops(state, direction, count);
    } else {
        one_stop(state, direction);
    }
}

fn many_stops(state: &mut State, direction: i32, count: usize) {
    let Some((pane, column, _)) = state.reading() else {
        return;
    };
    let here = column.stop_index(pane.cursor.start);
    let last = column.stops.len().saturating_sub(1);
    let index = if direction > 0 {
        (here + count).min(last)
    } else {
        here.saturating_sub(count)
    };
    if let Some(target) = column.stops.get(index).map(|s| s.span) {
        step::go(state, target, Bring::Jump, direction);
    }
}

fn one_stop(state: &mut State, direction: i32) {
    let Some((pane, column, _)) = state.reading() else {
        return;
    };
    let height = state.height();
    let (first, last) = column.rows_of(pane.cursor);
    let page = (height - 1).max(1);
    let tall = last - first + 1 > height;
    if tall && direction > 0 && pane.top + height <= last {
        let (cursor, top) = (pane.cursor, pane.top + page);
        step::go(state, cursor, Bring::Top(top), direction);
        return;
    }
    if tall && direction < 0 && pane.top > first && pane.top <= last {
        let (cursor, top) = (pane.cursor, (pane.top - page).max(first));
        step::go(state, cursor, Bring::Top(top), direction);
        return;
    }
    let here = column.stop_index(pane.cursor.start);
    let next = if direction > 0 {
        here.checked_add(1)
    } else {
        here.checked_sub(1)
    };
    let Some(target) = next.and_then(|i| column.stops.get(i)).map(|s| s.span) else {
        let side = if direction > 0 { "end" } else { "beginning" };
        let doc = pane.doc;
        state.say(format!("this is the {side} of {doc}"));
        return;
    };
    let (first, last) = column.rows_of(target);
    let enters_at_end = direction < 0 && last - first + 1 > height;
    let bring = if enters_at_end {
        Bring::Top(last - height + 1)
    } else {
        Bring::Least
    };
    step::go(state, target, bring, direction);
}

/// Goes to the next or previous place where a sentence or paragraph begins.
pub fn to_boundary(state: &mut State, direction: i32, count: usize, paragraphs: bool) {
    let Some((pane, column, document)) = state.reading() else {
        return;
    };
    let mut target = pane.cursor;
    let mut index = column.stop_index(pane.cursor.start);
    let mut left = count.max(1);
    while left > 0 {
        let next = if direction > 0 {
            index.checked_add(1)
        } else {
            index.checked_sub(1)
        };
        let Some((at, stop)) = next.and_then(|i| Some((i, column.stops.get(i)?))) else {
            break;
        };
        index = at;
        if begins(document, stop.span, paragraphs) || stop.fold.is_some() {
            target = stop.span;
            left -= 1;
        }
    }
    if target == pane.cursor {
        let (doc, side) = (pane.doc, if direction > 0 { "after" } else { "before" });
        state.say(format!("nothing {side} this in {doc}"));
        return;
    }
    step::go(state, target, Bring::Least, direction);
}

fn begins(document: &Document, stop: Span, paragraphs: bool) -> bool {
    if paragraphs {
        return document
            .block_at(stop.start)
            .is_some_and(|b| b.span.start == stop.start);
    }
    document
        .sentences
        .binary_search_by_key(&stop.start, |s| s.span.start)
        .is_ok()
}

/// Scrolls the focused pane; the cursor keeps its stop while any row of it is seen, then takes the
/// nearest in sight (rule 1).
pub fn scroll(state: &mut State, page: Page, direction: i32, count: usize) {
    let height = state.height();
    let summary = state.summary_height();
    let Some((pane, column, _)) = state.reading() else {
        return;
    };
    let one = match page {
        Page::Row => 1,
        Page::Half => (height / 2).max(1),
        Page::Full => (height - 2).max(1),
    };
    let rows = one.saturating_mul(i32::try_from(count.max(1)).unwrap_or(i32::MAX));
    let least = (-summary).min(pane.top);
    let most = (column.height() - height).max(pane.top).max(least);
    let top = pane
        .top
        .saturating_add(rows.saturating_mul(direction))
        .clamp(least, most);
    if top == pane.top && page != Page::Row {
        let edge = if direction > 0 {
            column.stops.last()
        } else {
            column.stops.first()
        };
        let target = edge.map_or(pane.cursor, |s| s.span);
        step::go(state, target, Bring::Least, 0);
        return;
    }
    // In a very low window all rows in sight may be blank: then on to the next that has a stop.
    let tops = (0..height + 2).map(|more| (top + more * direction).clamp(least, most));
    let seen = tops
        .filter_map(|top| Some((top, in_sight(column, pane, top, height)?)))
        .next();
    if let Some((top, cursor)) = seen {
        step::go(state, cursor, Bring::Top(top), 0);
    }
}

/// Returns the cursor's stop while a row of it is seen at `top`, else the nearest one in sight.
fn in_sight(column: &Column, pane: &Pane, top: i32, height: i32) -> Option<Span> {
    let (first, last) = column.rows_of(pane.cursor);
    if first < top + height && last >= top {
        return Some(pane.cursor);
    }
    let seen = |s: &&super::column::Stop| {
        let (first, last) = column.rows_of(s.span);
        first < top + height && last >= top
    };
    let row = |i: i32| usize::try_from(i).ok().and_then(|i| column.rows.get(i));
    let nearest = if last < top {
        let from = column.stop_index(row(top).map_or(0, |r| r.span.start));
        let below = column.stops.get(from..).unwrap_or(&[]);
        let begun = below
            .iter()
            .find(|s| column.rows_of(s.span).0 >= top)
            .filter(|s| seen(s));
        begun.or_else(|| below.iter().find(seen))
    } else {
        let end = row((top + height - 1).min(column.height() - 1)).map_or(0, |r| r.span.end);
        let above = column
            .stops
            .get(..=column.stop_index(end.saturating_sub(1)))
            .unwrap_or(&[]);
        above.iter().rev().find(seen)
    };
    nearest.map(|s| s.span)
}

/// Goes to the beginning: every pane shows its own title, or the first stop of its body, on the same
/// row, the summary above (rule 9).
pub fn start(state: &mut State) {
    state.frame.lead = lead(state);
    state.frame.above = state.frame.focus;
    let summary = state.summary_height();
    let Some((pane, column, document)) = state.reading() else {
        return;
    };
    let stop = beginning(column, document, pane.cursor);
    let (doc, alone) = (pane.doc, pane.lock == Lock::Unlocked);
    let height = state.height();
    let top = (-summary).max(column.rows_of(stop).0 - height + 1);
    step::go(state, stop, Bring::Top(top), 0);
    let linked = |p: &Pane| p.doc != doc && p.lock != Lock::Unlocked;
    for index in state.seen().filter(|_| !alone) {
        if state.frame.panes.get(index).is_some_and(linked) {
            show_beginning(state, index);
        }
    }
    step::refresh(state);
}

/// Shows the beginning of a pane's document on the anchor row.
pub fn show_beginning(state: &mut State, index: usize) {
    let anchor = state.anchor();
    let Some(pane) = state.frame.panes.get_mut(index) else {
        return;
    };
    let (Some(column), Some(document)) = (state.columns.get(&pane.doc), state.set.get(pane.doc))
    else {
        return;
    };
    let stop = beginning(column, document, pane.cursor);
    pane.cursor = stop;
    pane.top = column.rows_of(stop).0 - anchor;
    pane.moved = None;
}

/// Returns how many rows other panes have above their title beyond those of the focused one, a quarter of
/// the pane at most.
fn lead(state: &State) -> i32 {
    let above = |index: usize| {
        let pane = state.frame.panes.get(index)?;
        let (column, document) = (state.columns.get(&pane.doc)?, state.set.get(pane.doc)?);
        Some(column.rows_of(beginning(column, document, pane.cursor)).0)
    };
    let own = above(state.frame.focus).unwrap_or(0);
    let most = state.seen().filter_map(above).max().unwrap_or(0);
    (most - own).clamp(0, state.height() / 4)
}

/// Returns the stop of the title, else the first of the body, else the first of all.
fn beginning(column: &Column, document: &Document, present: Span) -> Span {
    let of = |kind| document.blocks.iter().find(|b| b.kind == kind);
    let block = of(BlockKind::Title).or_else(|| of(BlockKind::Body));
    let stop = column.stop_at(block.map_or(0, |b| b.span.start));
    stop.map_or(present, |s| s.span)
}

/// Goes to the last stop.
pub fn end(state: &mut State) {
    let Some((_, column, _)) = state.reading() else {
        return;
    };
    let Some(last) = column.stops.last().map(|s| s.span) else {
        return;
    };
    let height = state.height();
    let rows = column.rows_of(last);
    let tall = rows.1 - rows.0 + 1 > height;
    let bring = if tall {
        Bring::Top(rows.1 - height + 1)
    } else {
        Bring::Top((column.height() - height).max(0).min(rows.0))
    };
    super::jump::leave(state);
    step::go(state, last, bring, 0);
}

/// Where `zt`, `zz` and `zb` put the cursor's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// The first row of the pane.
    Top,
    /// The middle.
    Middle,
    /// So that the whole stop is just seen.
    Bottom,
}

/// Puts the cursor's row somewhere in the pane.
pub fn put_cursor(state: &mut State, put: Put) {
    let height = state.height();
    let Some((pane, column, _)) = state.reading() else {
        return;
    };
    let (first, last) = column.rows_of(pane.cursor);
    let row = match put {
        Put::Top => 0,
        Put::Middle => height / 2,
        Put::Bottom => (height - 1 - (last - first)).max(0),
    };
    let cursor = pane.cursor;
    step::go(state, cursor, Bring::At(row), 0);
}

/// Shows the next of several counterparts in the first pane that has several; past its last, in the
/// next such pane (rule 5).
pub fn next_counterpart(state: &mut State) {
    let Some((doc, stop)) = state.cursor() else {
        return;
    };
    let several: Vec<(usize, usize, usize)> = state
        .seen()
        .filter(|&i| i != state.frame.focus)
        .filter_map(|i| match state.frame.panes.get(i)?.standing {
            Standing::Banded(band) if band.of > 1 => Some((i, band.nth, band.of)),
            _ => None,
        })
        .collect();
    let unfinished = several
        .iter()
        .find(|(_, nth, of)| nth + 1 < *of)
        .or(several.first());
    let Some(&(index, nth, _)) = unfinished else {
        state.say("no pane has a second counterpart of this place");
        return;
    };
    // Past the last of all it begins again in the first pane.
    let past_all = several.iter().all(|(_, nth, of)| nth + 1 == *of);
    let nth = if past_all { 0 } else { nth + 1 };
    let Some(other) = state.frame.panes.get(index).map(|p| p.doc) else {
        return;
    };
    if let Some(choice) = ranking::ranked(state, doc, stop.span, other).get(nth) {
        state
            .chosen
            .insert((doc, stop.span.start, other), choice.stop.start);
    }
    step::bring(state, index);
}
