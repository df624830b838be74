//! Which pane is read: focus, documents that have no pane, the number of panes, locks (rules 11 and 12).

use super::found::{Found, found};
use super::frame::{Lock, Standing};
use super::ranking;
use super::scroll::Bring;
use super::state::{Mode, State};
use super::step;
use super::{jump, resize};
use crate::document::DocId;
use crate::text::Span;

/// Moves the focus to the next pane (`forward`) or the previous; with one pane shows the next document in it.
pub fn next(state: &mut State, forward: bool, count: usize) {
    if state.set.len() < 2 {
        state.say("one article only: there is no other to go to");
        return;
    }
    for _ in 0..count.clamp(1, state.set.len()) {
        one(state, forward);
    }
}

fn one(state: &mut State, forward: bool) {
    if let Some((direction, kept)) = state.tabbed.pop() {
        if direction != forward {
            resize::show(state, &kept);
            return;
        }
        state.tabbed.push((direction, kept));
    }
    let left = resize::keep(state);
    let seen = state.seen();
    if seen.len() > 1 {
        let at = state.frame.focus - seen.start;
        let step = if forward { 1 } else { seen.len() - 1 };
        pane(state, seen.start + (at + step) % seen.len());
    } else if let Some(here) = state.focused().map(|p| p.doc) {
        in_place(state, state.set.neighbour(here, forward));
    }
    state.tabbed.push((forward, left));
}

/// Focuses a pane that is seen; nothing scrolls (rule 12).
pub fn pane(state: &mut State, index: usize) {
    let Some((left, anchor)) = state
        .cursor()
        .map(|(doc, stop)| ((doc, stop.span), state.anchor()))
    else {
        return;
    };
    let Some((doc, cursor)) = state
        .frame
        .panes
        .get(index)
        .map(|p| (p.doc, covering(state, index, anchor)))
    else {
        return;
    };
    state.frame.focus = index;
    state.frame.recent.retain(|&p| p != index);
    state.frame.recent.push(index);
    if let Some(pane) = state.frame.panes.get_mut(index) {
        pane.cursor = cursor;
        pane.standing = Standing::Here;
    }
    remember_pair(state, (doc, cursor), left);
    step::refresh(state);
}

/// The pair just left counts as the chosen counterpart (rule 12).
fn remember_pair(state: &mut State, (doc, stop): (DocId, Span), (other, left): (DocId, Span)) {
    if ranking::ranked(state, doc, stop, other)
        .iter()
        .any(|c| c.stop.start == left.start)
    {
        state.chosen.insert((doc, stop.start, other), left.start);
    }
}

/// Returns the stop on which the cursor of a pane lands: its band, else the stop that covers the anchor
/// row, else the nearest.
fn covering(state: &State, index: usize, anchor: i32) -> Span {
    let Some(pane) = state.frame.panes.get(index) else {
        return Span::default();
    };
    if let Standing::Banded(band) = pane.standing {
        return band.stop;
    }
    let Some(column) = state.columns.get(&pane.doc) else {
        return pane.cursor;
    };
    let in_sight = |span: Span| {
        let (first, last) = column.rows_of(span);
        first < pane.top + state.height() && last >= pane.top
    };
    if pane.lock == Lock::Unlocked && in_sight(pane.cursor) {
        return pane.cursor;
    }
    let row = pane.top + anchor.clamp(0, state.height() - 1);
    let distance = |span: Span| {
        let (first, last) = column.rows_of(span);
        (first - row).max(row - last).max(0)
    };
    let near = usize::try_from(row.clamp(0, (column.height() - 1).max(0))).unwrap_or(0);
    let here = column.stop_index(column.rows.get(near).map_or(0, |r| r.span.start));
    let around = column
        .stops
        .get(here.saturating_sub(1)..(here + 2).min(column.stops.len()))
        .unwrap_or(&[]);
    around
        .iter()
        .map(|s| s.span)
        .min_by_key(|s| (!in_sight(*s), distance(*s), s.start))
        .unwrap_or(pane.cursor)
}

/// Goes to a document: to its pane, else it takes the place of the focused one, its counterpart on the anchor row.
pub fn document(state: &mut State, doc: DocId) {
    if !state.set.is_open(doc) {
        let count = state.set.len();
        state.say(match state.set.get(doc) {
            Some(_) => format!("document {doc} was closed: o lists the {count} that are open"),
            None => format!("there is no document {doc}: the set has {count}"),
        });
        return;
    }
    match state
        .seen()
        .find(|&i| state.frame.panes.get(i).is_some_and(|p| p.doc == doc))
    {
        Some(index) if index == state.frame.focus => {
            state.say(format!("{doc} is the one you read"));
        }
        Some(index) => pane(state, index),
        None => {
            jump::leave(state);
            in_place(state, doc);
        }
    }
}

/// Shows a document to go to a place of it: its pane is focused, or it takes the place of the focused one.
pub fn show_document(state: &mut State, doc: DocId) {
    match state
        .seen()
        .find(|&i| state.frame.panes.get(i).is_some_and(|p| p.doc == doc))
    {
        Some(index) if index == state.frame.focus => {}
        Some(index) => pane(state, index),
        None => in_place(state, doc),
    }
}

/// Shows a document in the focused pane, its counterpart of the place under the cursor on the anchor row.
fn in_place(state: &mut State, doc: DocId) {
    let focus = state.frame.focus;
    let Some((from, stop)) = state.cursor() else {
        return;
    };
    let anchor = state.anchor();
    show(state, focus, doc);
    let answer = state
        .frame
        .panes
        .get(focus)
        .and_then(|p| ranking::best(state, from, stop.span, p));
    let kept = state
        .frame
        .panes
        .get(focus)
        .map(|p| p.cursor)
        .unwrap_or_default();
    let at = answer.map_or(kept.start, |c| c.stop.start);
    let Some(target) = state.columns.get(&doc).and_then(|c| c.stop_at(at)) else {
        return;
    };
    if let Some(pane) = state.frame.panes.get_mut(focus) {
        pane.cursor = target.span;
    }
    remember_pair(state, (doc, target.span), (from, stop.span));
    step::hold_cursor_at(state, anchor.clamp(0, state.height() - 1));
    let known = state.comparison.as_ref();
    if answer.is_none() && known.is_some_and(|c| c.knows(from, doc)) {
        state.say(format!(
            "{doc} has nothing that answers the place you came from"
        ));
    }
    step::refresh(state);
}

/// Puts a document into a pane; where another pane holds it unseen, the two change places.
pub(super) fn show(state: &mut State, index: usize, doc: DocId) {
    let other = state.frame.panes.iter().position(|p| p.doc == doc);
    if let Some(other) = other {
        state.frame.panes.swap(index, other);
    } else {
        let cursor = state.alignment.stop_at(doc, 0).unwrap_or_default();
        if let Some(pane) = state.frame.panes.get_mut(index) {
            (pane.doc, pane.cursor, pane.top) = (doc, cursor, 0);
            (pane.lock, pane.standing, pane.moved) = (Lock::Linked, Standing::Here, None);
        }
    }
    state.lay_out();
}

/// Shows a document in the focused pane, whatever was there, its cursor at its first stop.
pub fn show_alone(state: &mut State, doc: DocId) {
    let focus = state.frame.focus;
    show(state, focus, doc);
}

/// Brings a document into the pane that was focused longest ago, other than the focused one; with one
/// pane into that one. One that has a pane is gone to.
pub fn bring(state: &mut State, doc: DocId) {
    let seen = state.seen();
    if seen
        .clone()
        .any(|i| state.frame.panes.get(i).is_some_and(|p| p.doc == doc))
    {
        document(state, doc);
        return;
    }
    jump::leave(state);
    let oldest = state
        .frame
        .recent
        .iter()
        .copied()
        .find(|i| *i != state.frame.focus && seen.contains(i));
    match oldest {
        Some(index) => {
            show(state, index, doc);
            step::bring(state, index);
            step::refresh(state);
        }
        None => in_place(state, doc),
    }
}

/// Opens the fold under the cursor; else goes to the counterpart in the next pane that has one.
pub fn counterpart(state: &mut State) {
    let Some((doc, stop)) = state.cursor() else {
        return;
    };
    if stop.fold.is_some() {
        jump::leave(state);
        step::open_for(state, doc, stop.span.start);
        let first = state
            .columns
            .get(&doc)
            .and_then(|c| c.stop_at(stop.span.start))
            .map(|s| s.span);
        step::go(state, first.unwrap_or(stop.span), Bring::Least, 0);
        return;
    }
    let seen = state.seen();
    let order =
        (1..seen.len()).map(|i| seen.start + (state.frame.focus - seen.start + i) % seen.len());
    for index in order {
        match state.frame.panes.get(index).map(|p| (p.standing, p.doc)) {
            Some((Standing::Banded(band), other)) => {
                jump::leave(state);
                pane(state, index);
                unfold(state, other, band.wording.start);
                return;
            }
            Some((Standing::Elsewhere(_), other)) => {
                jump::leave(state);
                let found = state
                    .frame
                    .panes
                    .get(index)
                    .and_then(|p| ranking::best(state, doc, stop.span, p));
                step::bring(state, index);
                pane(state, index);
                if let Some(found) = found {
                    unfold(state, other, found.wording.start);
                }
                return;
            }
            _ => {}
        }
    }
    without_pane(state, doc, stop.span);
}

/// Opens the closed fold under the cursor that hides a place, and goes to the place.
fn unfold(state: &mut State, doc: DocId, at: u32) {
    if state.cursor().is_some_and(|(_, stop)| stop.fold.is_some()) {
        step::open_for(state, doc, at);
        jump::to(state, at);
    }
}

/// Goes to the first document without a pane that has a counterpart, else says that there is none.
fn without_pane(state: &mut State, doc: DocId, stop: Span) {
    if state.comparison.as_ref().is_none_or(|c| c.unfinished) {
        state.say("still comparing: counterparts are not known yet");
        return;
    }
    let others: Vec<_> = state.set.ids().filter(|d| *d != doc).collect();
    let mut after = others
        .iter()
        .copied()
        .filter(|d| *d > doc)
        .chain(others.iter().copied().filter(|d| *d < doc));
    match after.find(|d| !ranking::ranked(state, doc, stop, *d).is_empty()) {
        Some(other) => {
            let at = ranking::ranked(state, doc, stop, other)
                .first()
                .map_or(0, |c| c.wording.start);
            document(state, other);
            unfold(state, other, at);
        }
        None if found(state, doc, stop) == Found::TooShort => {
            state.say("too short to tell: so few words are not linked by their likeness");
        }
        None => state.say(format!(
            "only here: no link from this place of {doc} was found"
        )),
    }
}

/// Shows one pane more, and after as many as there is room for, one again.
pub fn pane_count(state: &mut State, count: Option<usize>) {
    state.zoom = None;
    let (most, _) = super::geometry::pane_counts(state.size.width, state.set.len());
    let now = state.seen().len();
    if most < 2 {
        let why = if state.set.len() < 2 {
            "there is one article only"
        } else {
            "a second pane needs 65 columns"
        };
        state.say(why);
        return;
    }
    let wanted = count.unwrap_or(if now < most { now + 1 } else { 1 });
    if wanted > most {
        state.say(format!(
            "there is room, or need, for {most} panes: each has at least 32 columns"
        ));
    }
    state.pane_choice = Some(wanted.clamp(1, most));
    rearranged(state);
}

/// Opens or closes the apparatus; the anchor row is kept unless it is covered.
pub fn apparatus(state: &mut State) {
    let open = state.areas.as_ref().is_some_and(|a| a.apparatus.is_some());
    state.apparatus_choice = Some(!open);
    rearranged(state);
    if !open && state.areas.as_ref().is_some_and(|a| a.apparatus.is_none()) {
        state.say("the window is too low for the apparatus: it needs 9 rows");
    }
}

/// Arranges the panes anew after their number or size may have changed; the anchor row is kept.
pub fn rearranged(state: &mut State) {
    let (anchor, before) = (state.anchor(), state.frame.panes.len());
    let kept = resize::keep(state);
    state.arrange();
    if !resize::keep(state).same_size(&kept) {
        resize::reckon(state, &kept);
        step::hold_cursor_at(state, anchor.clamp(0, (state.height() - 1).max(0)));
    }
    step::settle(state, before);
}

/// Moves into the apparatus, opening it where it is closed.
pub fn into_apparatus(state: &mut State) {
    if super::foot::readings(state).len() < 2 {
        state.say("the apparatus has no other document to choose here");
        return;
    }
    if state.areas.as_ref().is_some_and(|a| a.apparatus.is_none()) {
        apparatus(state);
    }
    if state.areas.as_ref().is_some_and(|a| a.apparatus.is_some()) {
        // The first row is the document being read.
        state.mode = Mode::Apparatus(usize::from(state.set.len() > 1));
    }
}
