//! Jumps: to a place of any document, to a stop by its number, back and forward again.

use super::scroll::Bring;
use super::state::State;
use super::{resize, step};
use crate::compare::passage::Place;

/// Jumps to the stop of the focused document that holds a byte; a fold that hides it opens.
pub fn to(state: &mut State, at: u32) {
    let Some(doc) = state.focused().map(|p| p.doc) else {
        return;
    };
    step::open_for(state, doc, at);
    let Some(stop) = state.columns.get(&doc).and_then(|c| c.stop_at(at)) else {
        return;
    };
    step::go(state, stop.span, Bring::Jump, 0);
}

/// Jumps to a place of any document; Ctrl-O comes back.
pub fn visit(state: &mut State, place: Place) {
    leave(state);
    super::focus::show_document(state, place.doc);
    to(state, place.span.start);
    step::refresh(state);
}

/// Keeps the present frame for Ctrl-O.
pub fn leave(state: &mut State) {
    const MOST: usize = 100;
    if state.back.len() == MOST {
        state.back.remove(0);
    }
    let kept = resize::keep(state);
    state.back.push(kept);
    state.forward.clear();
}

/// Goes back to the frame before the last jump, or forward again.
pub fn travel(state: &mut State, back: bool, times: usize) {
    for _ in 0..times {
        if !travel_once(state, back) {
            return;
        }
    }
}

fn travel_once(state: &mut State, back: bool) -> bool {
    let now = resize::keep(state);
    let (from, to) = if back {
        (&mut state.back, &mut state.forward)
    } else {
        (&mut state.forward, &mut state.back)
    };
    let Some(kept) = from.pop() else {
        state.say(if back {
            "no jump to go back from"
        } else {
            "no jump to go forward to"
        });
        return false;
    };
    to.push(now);
    resize::show(state, &kept);
    true
}

/// Goes so many per cent into the focused document, by its rows.
pub fn per_cent(state: &mut State, count: Option<usize>) {
    let Some(count) = count else {
        state.say("how far? Type a number first: 50g% goes to the middle");
        return;
    };
    let target = state.reading().and_then(|(_, column, _)| {
        let row = column.rows.len().saturating_sub(1) * count.min(100) / 100;
        column.stop_at(column.rows.get(row)?.span.start)
    });
    if let Some(stop) = target {
        leave(state);
        step::go(state, stop.span, Bring::Jump, 0);
        state.say(format!("{} per cent", count.min(100)));
    }
}

/// Goes to the stop of a number, as the apparatus shows it, else to the last; a fold that hides it opens.
pub fn stop_number(state: &mut State, number: usize) {
    let Some(doc) = state.focused().map(|p| p.doc) else {
        return;
    };
    match state.alignment.numbered(doc, number) {
        Some(stop) => {
            leave(state);
            to(state, stop.start);
        }
        None => state.say(format!(
            "nothing in {doc} is compared, so that no stop has a number"
        )),
    }
}

/// Returns the name of the place under the cursor: `C:4`, or `C` where what is set aside has no number.
#[must_use]
pub fn name(state: &State) -> String {
    let Some((doc, stop)) = state.cursor() else {
        return String::new();
    };
    let number = state.alignment.number_at(doc, stop.span.start);
    match number.filter(|_| stop.fold.is_none()) {
        Some(number) => format!("{doc}:{number}"),
        None => doc.siglum(),
    }
}
