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
    if let Some(count) = signed(column, row).and_then(|stop| sign(state, column.doc, stop)) {
        let role = if count == '1' {
            Role::Only
        } else {
            Role::Gutter
        };
        let style = canvas.style(role);
        canvas.write(at.x, at.y, at.x + 1, count.encode_utf8(&mut [0; 4]), style);
    }
    let mut begun = column.stops_in(row);
    if begun.any(|s| state.notes.at(column.doc, s.span).next().is_some()) {
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

/// Returns the stop whose sign stands before a row: that of the row's first words where no earlier row has it, else
/// the first that lies in this row alone.
fn signed(column: &Column, row: usize) -> Option<Stop> {
    let text = column.rows.get(row).filter(|r| r.kind == RowKind::Text)?;
    let first = column.stop_at(text.span.start)?;
    let earlier = column.rows.get(..row)?.iter().rev();
    let mut earlier = earlier.take_while(|r| r.span.start >= first.span.start);
    if !earlier.any(|r| r.kind == RowKind::Text) {
        return Some(first);
    }
    let whole = |stop: &&Stop| stop.span.end <= text.span.end;
    column.stops_in(row).find(whole).copied()
}

/// Returns the sign for the number of documents that have a stop; none until it is known, and none for what is not
/// compared.
fn sign(state: &State, doc: DocId, stop: Stop) -> Option<char> {
    match found(state, doc, stop.span) {
        Found::In(count) => {
            let digit = u32::try_from(count)
                .ok()
                .and_then(|n| char::from_digit(n, 10));
            Some(digit.unwrap_or('+'))
        }
        Found::OtherLanguage => Some('~'),
        Found::Unknown | Found::Aside(_) | Found::TooShort => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::signed;
    use crate::app::column::Column;
    use crate::app::sample::{article, set};
    use crate::compare::align::Alignment;
    use crate::document::BlockKind;
    use crate::text::wrap::Ambiguous;

    /// Returns the rows of a text, each with the beginning of the stop that is signed before it.
    fn rows(words: &str, width: u16) -> Vec<(String, String)> {
        let document = article(&[(BlockKind::Body, words)]);
        let alignment = Alignment::new(&set(vec![document.clone()]), None);
        let none = BTreeSet::new();
        let column = Column::new(
            &document,
            &[],
            &none,
            &alignment,
            (width, Ambiguous::Narrow),
        );
        let beginning = |row| {
            let stop = signed(&column, row)?;
            document.text.slice(stop.span).split(' ').next()
        };
        (0..column.rows.len())
            .map(|row| {
                let words = document.text.slice(column.rows[row].span);
                (words.to_owned(), beginning(row).unwrap_or("").to_owned())
            })
            .collect()
    }

    fn pairs(rows: &[(String, String)]) -> Vec<(&str, &str)> {
        rows.iter().map(|(row, sign)| (&**row, &**sign)).collect()
    }

    #[test]
    fn the_sign_is_that_of_the_first_words_of_the_row() {
        let rows = rows("The ferry will sail again in spring. Few had hoped so.", 21);
        assert_eq!(
            pairs(&rows),
            [
                ("The ferry will sail", "The"),
                ("again in spring. Few", ""),
                ("had hoped so.", "Few"),
            ]
        );
    }

    #[test]
    fn a_stop_inside_a_row_is_signed_where_the_first_words_have_their_sign_already() {
        let rows = rows("The ferry will sail again. It rained. All went home.", 21);
        assert_eq!(
            pairs(&rows),
            [
                ("The ferry will sail", "The"),
                ("again. It rained. All", "It"),
                ("went home.", "All"),
            ]
        );
    }
}
