//! The strip at the right of the focused pane: the whole document in one column, with the window, what
//! is only here, hits and notes.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::column::Column;
use crate::app::state::State;
use crate::app::trail::{self, Trail};
use crate::text::Span;

/// What the strip marks, the gravest last.
const MARKS: [(Trail, Role); 3] = [
    (Trail::Only, Role::Only),
    (Trail::Hits, Role::Message),
    (Trail::Notes, Role::Note),
];

/// Draws the strip of a pane, of the focused one only.
pub fn draw(canvas: &mut Canvas, state: &State, index: usize, column: &Column, area: Rect) {
    if state.beginnings || index != state.frame.focus || column.height() <= i32::from(area.height) {
        return;
    }
    let Some(top) = state.frame.panes.get(index).map(|p| p.top) else {
        return;
    };
    let cell = |row: i32| {
        u16::try_from(i64::from(row) * i64::from(area.height) / i64::from(column.height()))
            .unwrap_or(0)
    };
    let (first, last) = (
        cell(top.max(0)),
        cell((top + i32::from(area.height) - 1).clamp(0, column.height() - 1)),
    );
    let x = area.right() - 1;
    for y in 0..area.height {
        let seen = (first..=last).contains(&y);
        let (sign, role) = if seen {
            (canvas.signs.window, Role::StripWindow)
        } else {
            (" ", Role::Strip)
        };
        let style = canvas.style(role);
        canvas.write(x, area.y + y, x + 1, sign, style);
    }
    for (kind, role) in MARKS {
        let sign = match kind {
            Trail::Hits => "/",
            Trail::Notes => "*",
            Trail::Only | Trail::Shared => canvas.signs.place,
        };
        let places = trail::places(state, kind, column.doc);
        for y in (0..area.height).filter(|y| holds_any(column, places, *y, area.height)) {
            let seen = (first..=last).contains(&y);
            let mut style = canvas.style(role);
            if let (true, Some(ground)) = (seen, canvas.style(Role::StripWindow).bg) {
                style = style.bg(ground);
            }
            canvas.write(x, area.y + y, x + 1, sign, style);
        }
    }
}

/// Returns whether a place begins in the part of the document that a cell of the strip stands for.
fn holds_any(column: &Column, places: &[Span], y: u16, height: u16) -> bool {
    let row = |y: u16| usize::from(y) * column.rows.len() / usize::from(height);
    let byte = |row: usize| column.rows.get(row).map_or(u32::MAX, |r| r.span.start);
    let (from, to) = (byte(row(y)), byte(row(y + 1).max(row(y) + 1)));
    let next = places.partition_point(|p| p.start < from);
    places.get(next).is_some_and(|p| p.start < to)
}
