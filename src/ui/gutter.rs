//! The gutter, two cells and a space: in how many documents a stop is found, and the gravest of its marks.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::column::{Column, RowKind, Stop};
use crate::app::found::{Found, found};
use crate::app::state::State;
use crate::document::DocId;

/// Draws the gutter of a row.
pub fn draw(canvas: &mut Canvas, state: &State, column: &Column, row: usize, at: Rect) {
    if column
        .rows
        .get(row)
        .is_some_and(|r| matches!(r.kind, RowKind::Closed(_)))
    {
        let hidden = column.rows.get(row).map(|r| r.span).unwrap_or_default();
        let noted = state.notes.at(column.doc, hidden).next().is_some();
        let (sign, role) = if noted {
            ("*", Role::Note)
        } else {
            ("f", Role::Gutter)
        };
        let style = canvas.style(role);
        canvas.write(at.x + 1, at.y, at.x + 2, sign, style);
        return;
    }
    let begun = || column.stops_in(row);
    let signs = begun().filter_map(|stop| sign(state, column.doc, *stop));
    // Of several stops that begin in a row the rarest is signed: it is what a reader looks for.
    if let Some((_, count)) = signs.min() {
        let role = if count == '1' {
            Role::Only
        } else {
            Role::Gutter
        };
        let style = canvas.style(role);
        canvas.write(at.x, at.y, at.x + 1, count.encode_utf8(&mut [0; 4]), style);
    }
    if begun().any(|s| state.notes.at(column.doc, s.span).next().is_some()) {
        let style = canvas.style(Role::Note);
        canvas.write(at.x + 1, at.y, at.x + 2, "*", style);
    } else if column.original && is_set_aside(state, column, row) {
        let style = canvas.style(Role::Gutter);
        canvas.write(at.x + 1, at.y, at.x + 2, "f", style);
    }
}

/// Returns whether a row is of a block that is folded where the article is shown cleaned.
fn is_set_aside(state: &State, column: &Column, row: usize) -> bool {
    let text = column.rows.get(row).filter(|r| r.kind == RowKind::Text);
    let document = state.set.get(column.doc);
    let block = text.and_then(|r| document?.block_at(r.span.start));
    block.is_some_and(|b| !b.kind.is_article())
}

/// Returns the number of documents that have a stop, and its sign; none until it is known, and none for what
/// is not compared.
fn sign(state: &State, doc: DocId, stop: Stop) -> Option<(usize, char)> {
    match found(state, doc, stop.span) {
        Found::In(count) => {
            let digit = u32::try_from(count)
                .ok()
                .and_then(|n| char::from_digit(n, 10));
            Some((count, digit.unwrap_or('+')))
        }
        Found::OtherLanguage => Some((usize::MAX, '~')),
        Found::Unknown | Found::Aside(_) | Found::TooShort => None,
    }
}
