//! The summary: a block of full width above the first row of the focused pane's text, scrolling with it.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::column::RowKind;
use crate::app::state::State;
use crate::app::summary::{aligned, row};

/// Draws the rows of the summary that are in sight, unless words of another pane stand there: prose is never
/// painted over.
pub fn draw(canvas: &mut Canvas, state: &State, area: Rect) {
    let height = state.summary_height();
    let above = if state.seen().contains(&state.frame.above) {
        state.frame.above
    } else {
        state.frame.focus
    };
    let Some(top) = state.frame.panes.get(above).map(|p| p.top) else {
        return;
    };
    if top >= 0 || height == 0 {
        return;
    }
    let documents = state.base_first().into_iter();
    let rows: Vec<_> = documents.map(|d| row(state, d)).collect();
    let (lines, left_out) = fitting(rows.len(), height, state.frame.lead.max(1));
    let shown = lines + usize::from(left_out > 0);
    // Screen row y shows row top + y of the column; the summary's rows are -height..0.
    let line_at = |y: u16| {
        usize::try_from(top + i32::from(y) + height)
            .ok()
            .filter(|line| *line < shown && height > 0)
    };
    let in_sight: Vec<(u16, usize)> = (0..area.height)
        .filter_map(|y| Some((y, line_at(y)?)))
        .collect();
    if in_sight.iter().any(|(y, _)| has_words(state, above, *y)) {
        return;
    }
    for (y, line) in in_sight {
        let at = Rect::new(area.x, area.y + y, area.width, 1);
        let text = match rows.get(line).filter(|_| line < lines) {
            Some(line) => {
                let room = usize::from(at.width).saturating_sub(2);
                format!(" {}", aligned(state.settings.ambiguous, room, &rows, line))
            }
            None => format!(" and {left_out} more: o lists all"),
        };
        canvas.fill(at, Role::Summary);
        canvas.line(at.x, at.y, at.right(), &text, Role::Summary);
    }
}

/// Returns whether a pane other than the one below the summary has words, or a fold, on a screen row.
fn has_words(state: &State, above: usize, y: u16) -> bool {
    let others = state.seen().filter(|i| *i != above);
    others.filter_map(|i| state.frame.panes.get(i)).any(|pane| {
        let row = usize::try_from(pane.top + i32::from(y)).ok();
        let column = state.columns.get(&pane.doc);
        row.and_then(|row| column?.rows.get(row))
            .is_some_and(|r| r.kind != RowKind::Blank)
    })
}

/// Returns how many documents have a line, and how many are only counted.
fn fitting(documents: usize, height: i32, blank: i32) -> (usize, usize) {
    let room = usize::try_from(height - blank).unwrap_or(0);
    if documents <= room {
        (documents, 0)
    } else {
        (room.saturating_sub(1), documents + 1 - room.max(1))
    }
}
