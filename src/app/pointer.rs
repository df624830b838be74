//! What the mouse does, where it is switched on: the wheel scrolls what is under the pointer, a click puts focus
//! and cursor there.
//!
//! ```text
//! wheel over the focused pane    as Ctrl-E and Ctrl-Y, three rows at once
//! wheel over another pane        that pane alone; the next key that moves the cursor brings it along again
//! wheel over a list              three lines
//! click on a stop                focus and cursor; Ctrl-O goes back
//! ```

use super::action::Action;
use super::column::Stop;
use super::message::Effect;
use super::motion::{self, Page};
use super::scroll::Bring;
use super::state::{Mode, State};
use super::{act, focus, jump, resize, step};

/// What was done with the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// The first button was pressed.
    Click,
    /// The wheel was turned towards the beginning.
    WheelUp,
    /// The wheel was turned towards the end.
    WheelDown,
}

/// Something done with the mouse, and the cell under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// Column of the window.
    pub x: u16,
    /// Row of the window.
    pub y: u16,
    /// What was done.
    pub did: Did,
}

/// Rows that a notch of the wheel scrolls.
const NOTCH: usize = 3;

/// Does what the mouse asks. Words that are being typed, and questions, are left to the keys.
pub fn point(state: &mut State, pointer: Pointer) -> Vec<Effect> {
    if !state.settings.mouse || state.areas.is_none() {
        return Vec::new();
    }
    let mut effects = Vec::new();
    match (&state.mode, pointer.did) {
        (Mode::List(_) | Mode::Apparatus(_), Did::WheelUp) => {
            effects = act::act(state, Action::ListUp, Some(NOTCH), false);
        }
        (Mode::List(_) | Mode::Apparatus(_), Did::WheelDown) => {
            effects = act::act(state, Action::ListDown, Some(NOTCH), false);
        }
        (Mode::Read, did) => read(state, pointer, did),
        _ => return Vec::new(),
    }
    state.typed.clear();
    state.count = None;
    state.touched = true;
    resize::remember(state);
    effects
}

fn read(state: &mut State, pointer: Pointer, did: Did) {
    let Some((index, y)) = pane_at(state, pointer) else {
        return;
    };
    state.message = None;
    state.tabbed.clear();
    for pane in &mut state.frame.panes {
        pane.moved = None;
    }
    let direction = match did {
        Did::Click => return click(state, index, y, pointer.x),
        Did::WheelUp => -1,
        Did::WheelDown => 1,
    };
    if index == state.frame.focus {
        motion::scroll(state, Page::Row, direction, NOTCH);
    } else {
        step::scroll_alone(state, index, direction * i32::try_from(NOTCH).unwrap_or(1));
    }
}

/// Returns the pane under the pointer, and the row in it.
fn pane_at(state: &State, pointer: Pointer) -> Option<(usize, i32)> {
    let areas = state.areas.as_ref()?;
    let nth = areas.pane_at(pointer.x, pointer.y)?;
    let index = state.seen().nth(nth)?;
    let top = areas.panes.get(nth)?.y;
    Some((index, i32::from(pointer.y) - i32::from(top)))
}

fn click(state: &mut State, index: usize, y: i32, x: u16) {
    let Some(stop) = stop_at(state, index, y, x) else {
        return;
    };
    let here = |state: &State| state.cursor().map(|(doc, stop)| (doc, stop.span));
    let before = here(state);
    jump::leave(state);
    if index != state.frame.focus {
        focus::pane(state, index);
    }
    step::go(state, stop.span, Bring::Least, 0);
    if here(state) == before {
        state.back.pop();
    }
}

/// Returns the stop that is drawn on a cell of a pane; none where the row is blank.
fn stop_at(state: &State, index: usize, y: i32, x: u16) -> Option<Stop> {
    let areas = state.areas.as_ref()?;
    let area = areas.panes.get(index.checked_sub(state.frame.first)?)?;
    let pane = state.frame.panes.get(index)?;
    let column = state.columns.get(&pane.doc)?;
    let row = column.rows.get(usize::try_from(pane.top + y).ok()?)?;
    let text = state.set.get(pane.doc)?.text.slice(row.span);
    let before = usize::from(x.saturating_sub(area.x + areas.gutter));
    let words = state.settings.ambiguous.fit(text, before);
    let within = u32::try_from(words.len()).ok()?;
    let last = row.span.end.saturating_sub(1).max(row.span.start);
    (!row.span.is_empty()).then(|| column.stop_at((row.span.start + within).min(last)))?
}
