//! Frames kept and shown again, at the same size or another: for resizes, which are all reckoned from the
//! frame at the last key (rule 10), for Ctrl-O and for S-Tab.

use super::column::{Column, RowKind};
use super::frame::Frame;
use super::geometry::{Areas, Size};
use super::state::State;
use super::step;
use crate::text::wrap::Ambiguous;

/// A pane's top as a place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TopPlace {
    /// So many blank rows stand above the first row.
    Above(i32),
    /// The row that shows this byte, so many rows above it.
    Text(u32, i32),
}

/// A frame, and where it stood in the text.
#[derive(Clone, Debug)]
pub struct Kept {
    frame: Frame,
    tops: Vec<TopPlace>,
    anchor: i32,
    height: i32,
    widths: Option<Vec<u16>>,
    ambiguous: Option<Ambiguous>,
    sifted: u32,
}

impl Kept {
    /// Returns whether the rows of the panes were cut alike in both.
    #[must_use]
    pub fn same_size(&self, other: &Self) -> bool {
        (&self.widths, self.ambiguous, self.height)
            == (&other.widths, other.ambiguous, other.height)
    }

    /// Returns the frame, for what has to hold in it when it is shown again.
    pub fn frame_mut(&mut self) -> &mut Frame {
        &mut self.frame
    }
}

/// Returns the frame as it is now, to be shown again.
#[must_use]
pub fn keep(state: &State) -> Kept {
    let top = |p: &super::frame::Pane| {
        state
            .columns
            .get(&p.doc)
            .map_or(TopPlace::Above(0), |c| place(c, p.top))
    };
    let widths = state.areas.as_ref().map(Areas::text_widths);
    let tops = state.frame.panes.iter().map(top).collect();
    Kept {
        frame: state.frame.clone(),
        tops,
        anchor: state.anchor(),
        height: state.height(),
        widths,
        ambiguous: ambiguous(state),
        sifted: state.sifted,
    }
}

/// Returns how wide ambiguous characters are in the rows as they are cut now.
fn ambiguous(state: &State) -> Option<Ambiguous> {
    let column = state.columns.get(&state.focused()?.doc)?;
    Some(column.ambiguous)
}

/// Shows a kept frame: as it was where the panes have the same size, else text and anchor row stay as far
/// as there is room.
pub fn show(state: &mut State, kept: &Kept) {
    state.frame = kept.frame.clone();
    state.arrange();
    let widths = state.areas.as_ref().map(Areas::text_widths);
    let rows = widths == kept.widths && ambiguous(state) == kept.ambiguous;
    let same = rows && state.height() == kept.height;
    let sifted = state.sifted != kept.sifted;
    if sifted {
        stand_on_stops(state);
    }
    if state.areas.is_some() && (!same || sifted) {
        reckon(state, kept);
        if kept.anchor >= 0 {
            let height = state.height();
            let rows = state.reading().map_or(1, |(pane, column, _)| {
                let (first, last) = column.rows_of(pane.cursor);
                last - first + 1
            });
            // The whole stop stays in sight where it fits.
            let lowest = match height - rows {
                room @ 0.. => room,
                _ => height - 1,
            };
            let row = kept.anchor * height / kept.height.max(1);
            step::hold_cursor_at(state, row.min(lowest));
        }
    }
    step::settle(state, kept.tops.len());
}

/// Puts every pane's cursor on the stop that holds it now, after other places were folded away.
fn stand_on_stops(state: &mut State) {
    for pane in &mut state.frame.panes {
        let column = state.columns.get(&pane.doc);
        let stop = column.and_then(|c| c.stop_at(pane.cursor.start));
        pane.cursor = stop.map_or(pane.cursor, |s| s.span);
    }
}

/// Puts every pane's top at the place in the text where it was.
pub fn reckon(state: &mut State, kept: &Kept) {
    // In a lower window a pane that began far down does not lose sight of its text.
    let highest = 1 - state.height();
    for (pane, place) in state.frame.panes.iter_mut().zip(&kept.tops) {
        let top = state.columns.get(&pane.doc).map_or(0, |c| row(c, *place));
        pane.top = top.max(highest);
    }
}

/// Keeps the frame as it is now, to reckon later resizes from it.
pub fn remember(state: &mut State) {
    state.settled = Some(keep(state));
}

/// Makes the window another size.
pub fn resize(state: &mut State, size: Size) {
    state.size = size;
    if state
        .settled
        .as_ref()
        .is_some_and(|kept| kept.widths.is_none())
    {
        state.arrange();
        super::motion::start(state);
        remember(state);
    } else if let Some(settled) = state.settled.take() {
        show(state, &settled);
        state.settled = Some(settled);
    }
}

fn place(column: &Column, top: i32) -> TopPlace {
    let Ok(from) = usize::try_from(top) else {
        return TopPlace::Above(-top);
    };
    let rows = column.rows.iter().enumerate();
    let shown = |(_, r): &(usize, &super::column::Row)| {
        matches!(r.kind, RowKind::Text | RowKind::Closed(_))
    };
    match rows
        .clone()
        .skip(from)
        .find(shown)
        .or_else(|| rows.clone().next_back())
    {
        Some((index, row)) => {
            TopPlace::Text(row.span.start, i32::try_from(index).unwrap_or(0) - top)
        }
        None => TopPlace::Above(0),
    }
}

fn row(column: &Column, place: TopPlace) -> i32 {
    match place {
        TopPlace::Above(rows) => -rows,
        TopPlace::Text(at, above) => i32::try_from(column.row_of(at)).unwrap_or(0) - above,
    }
}
