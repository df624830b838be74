//! How wide panes are: one zoomed to the whole window, one wider or narrower than the others, all even.

use super::column::Stop;
use super::geometry::Areas;
use super::resize::Kept;
use super::state::State;
use super::{focus, resize, step};
use crate::document::DocId;

/// What was shown before a pane was zoomed.
#[derive(Clone, Debug)]
pub struct Zoom {
    /// The frame.
    pub kept: Kept,
    /// Where the cursor was.
    pub cursor: Option<(DocId, Stop)>,
}

/// Shows the focused pane alone, or all panes again; where the cursor did not move they are as they were.
pub fn zoom(state: &mut State) {
    let Some(kept) = state.zoom.take() else {
        if state.seen().len() < 2 {
            state.say("there is one pane only: w shows more");
            return;
        }
        state.zoom = Some(Box::new(Zoom {
            kept: resize::keep(state),
            cursor: state.cursor(),
        }));
        focus::rearranged(state);
        state.say("one pane: the same key shows the others again");
        return;
    };
    let Zoom { kept, cursor } = *kept;
    if cursor == state.cursor() {
        resize::show(state, &kept);
    } else {
        focus::rearranged(state);
        step::follow(state, state.focused().map_or(0, |p| p.top), 0);
    }
}

/// Makes the focused pane so many columns wider, or narrower; the other panes share them.
pub fn widen(state: &mut State, by: i32) {
    let seen = state.seen();
    let Some(others) = i32::try_from(seen.len()).ok().filter(|n| *n > 1) else {
        state.say("there is one pane only: w shows more");
        return;
    };
    let (count, at) = (seen.len(), state.frame.focus - seen.start);
    let before = widths(state);
    let own = |nth: usize| {
        let last = nth + 1 == count || (nth + 2 == count && at + 1 == count);
        match nth == at {
            true => by,
            false => -(by / (others - 1)) - if last { by % (others - 1) } else { 0 },
        }
    };
    let mut extra = std::mem::take(&mut state.widths);
    extra.resize(count, 0);
    state.widths = extra
        .iter()
        .enumerate()
        .map(|(nth, extra)| extra + own(nth))
        .collect();
    focus::rearranged(state);
    let now = widths(state);
    // What there was no room for is not kept.
    state.widths = state.areas.as_ref().map(Areas::extra).unwrap_or_default();
    if now == before {
        state.say("no pane beside others has less than 32 columns");
    }
}

/// Makes all panes even.
pub fn even(state: &mut State) {
    if state.widths.iter().all(|extra| *extra == 0) {
        state.say("the panes are of even width already");
        return;
    }
    state.widths.clear();
    focus::rearranged(state);
}

fn widths(state: &State) -> Vec<i32> {
    let widths = state.areas.as_ref().map(Areas::text_widths);
    widths.iter().flatten().map(|w| i32::from(*w)).collect()
}
