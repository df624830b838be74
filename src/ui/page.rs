//! Boxes over the text: lists, help, explanations, and the field for a note. The text beneath never moves.

use ratatui::layout::{Position, Rect};

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::annotate::Draft;
use crate::app::command::Called;
use crate::app::geometry;
use crate::app::lines::{Line, Lines};
use crate::app::list::List;
use crate::app::note_view;
use crate::app::prompt::Prompt;
use crate::app::state::State;
use crate::text::wrap::Ambiguous;

/// Draws a list.
pub fn list(canvas: &mut Canvas, state: &State, list: &List, area: Rect) {
    let lines = Lines::of(state, list);
    let head = lines.head(state);
    let above = u16::from(head.is_some());
    let (width, height) = geometry::page(state.size, lines.len() + usize::from(above));
    let frame = centred(area, width, height);
    boxed(canvas, frame, &lines.title(state, list), list.hint());
    let room = usize::from(height.saturating_sub(2 + above));
    let chosen = list.has_choice().then_some(list.at);
    let last = lines.len().saturating_sub(room);
    let from = match chosen {
        Some(at) => (at + 1).saturating_sub(room),
        None => list.at.min(last),
    };
    let mut y = frame.y + 1;
    if let Some(head) = &head {
        draw_line(canvas, frame, y, head, false);
        y += 1;
    }
    for (nth, line) in lines.some(state, from, room).iter().enumerate() {
        draw_line(canvas, frame, y, line, chosen == Some(from + nth));
        y += 1;
    }
}

/// Draws a line of a list in its box.
fn draw_line(canvas: &mut Canvas, frame: Rect, y: u16, line: &Line, chosen: bool) {
    let role = match (chosen, line.heading) {
        (true, _) => Role::Chosen,
        (_, true) => Role::PageHeading,
        _ => Role::Page,
    };
    let row = Rect::new(frame.x + 1, y, frame.width.saturating_sub(2), 1);
    canvas.fill(row, if chosen { Role::Chosen } else { Role::Page });
    let right = row.right().saturating_sub(1);
    canvas.line(row.x + 1, y, right, &line.text, role);
}

/// Draws the names that fit what is typed after `:`, above the line in which it is typed.
pub fn offers(canvas: &mut Canvas, state: &State, prompt: &Prompt, area: Rect) {
    const MOST: u16 = 8;
    let matches = prompt.matches();
    let count = u16::try_from(matches.len()).unwrap_or(MOST);
    let height = count.min(MOST).min(area.height / 2);
    let room = usize::from(height);
    let from = (prompt.chosen + 1).saturating_sub(room);
    let frame = Rect::new(area.x, area.bottom() - height, area.width, height);
    canvas.fill(frame, Role::Page);
    let rows = (frame.y..frame.bottom()).zip(matches.iter().enumerate().skip(from));
    for (y, (nth, called)) in rows {
        let keys = match called {
            Called::Action(action) => state.keymap.keys_of(*action).join("  "),
            Called::Command(command) => command.arguments().to_owned(),
        };
        let sign = if nth == prompt.chosen { ">" } else { " " };
        let text = format!("{sign} {:<20} {keys:<14} {}", called.name(), called.help());
        let (hang, heading) = (0, false);
        let line = Line {
            text,
            hang,
            heading,
        };
        draw_line(canvas, frame, y, &line, nth == prompt.chosen);
    }
}

fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect::new(
        area.x + (area.width - width) / 2,
        area.y + (area.height - height) / 2,
        width,
        height,
    )
}

/// Draws a frame with a heading and a hint.
fn boxed(canvas: &mut Canvas, frame: Rect, title: &str, hint: &str) {
    canvas.fill(frame, Role::Page);
    if frame.height < 2 || frame.width < 4 {
        return;
    }
    let (signs, style) = (canvas.signs, canvas.style(Role::Page));
    let (left, right, top, foot) = (frame.x, frame.right() - 1, frame.y, frame.bottom() - 1);
    canvas.rule(left, top, right, Role::Page);
    canvas.rule(left, foot, right, Role::Page);
    for y in top..=foot {
        canvas.write(left, y, left + 1, signs.bar, style);
        canvas.write(right, y, right + 1, signs.bar, style);
    }
    for ((x, y), corner) in [(left, top), (right, top), (right, foot), (left, foot)]
        .into_iter()
        .zip(signs.corners)
    {
        canvas.write(x, y, x + 1, corner, style);
    }
    canvas.line(
        left + 2,
        top,
        right - 1,
        &format!(" {title} "),
        Role::PageHeading,
    );
    canvas.line(left + 2, foot, right - 1, &format!(" {hint} "), Role::Page);
}

/// Draws the field for a note; returns where the terminal's cursor stands.
pub fn note(canvas: &mut Canvas, state: &State, draft: &Draft, area: Rect) -> Option<Position> {
    let height = (area.height / 3).clamp(3, 12).min(area.height);
    let frame = Rect::new(area.x, area.bottom() - height, area.width, height);
    let title = note_view::title(state, draft, usize::from(area.width));
    boxed(
        canvas,
        frame,
        &title,
        "ctrl-s saves   ctrl-t tags   ctrl-x ctrl-e editor   Esc keeps the draft",
    );
    let inner = Rect::new(
        frame.x + 2,
        frame.y + 1,
        frame.width.saturating_sub(4),
        frame.height.saturating_sub(2),
    );
    let (rows, cursor) = field_rows(
        canvas.ambiguous,
        draft.field.text(),
        draft.field.cursor(),
        usize::from(inner.width),
    );
    let from = (cursor.1 + 1).saturating_sub(usize::from(inner.height));
    let style = canvas.style(Role::Page);
    for (y, row) in (inner.y..inner.bottom()).zip(rows.iter().skip(from)) {
        canvas.write(inner.x, y, inner.right(), row, style);
    }
    let (x, y) = (
        u16::try_from(cursor.0).ok()?,
        u16::try_from(cursor.1 - from).ok()?,
    );
    Some(Position::new(
        (inner.x + x).min(inner.right().saturating_sub(1)),
        inner.y + y,
    ))
}

/// Returns the rows of a field, and column and row of its cursor. Blanks at row ends are kept, so that
/// the cursor is where the person types.
fn field_rows(
    ambiguous: Ambiguous,
    text: &str,
    cursor: usize,
    width: usize,
) -> (Vec<String>, (usize, usize)) {
    let mut rows = Vec::new();
    let mut place = (0, 0);
    let mut offset = 0;
    for line in text.split('\n') {
        let mut rest = line;
        loop {
            let part = broken(ambiguous, rest, width);
            let end = offset + part.len();
            if (offset..=end).contains(&cursor) {
                place = (
                    ambiguous.width(part.get(..cursor - offset).unwrap_or("")),
                    rows.len(),
                );
            }
            rows.push(part.to_owned());
            offset = end;
            rest = rest.get(part.len()..).unwrap_or("");
            if rest.is_empty() {
                break;
            }
        }
        offset += 1;
    }
    (rows, place)
}

/// Returns the beginning of a line that fits, broken behind a blank where there is one.
fn broken(ambiguous: Ambiguous, line: &str, width: usize) -> &str {
    let part = ambiguous.fit(line, width.max(2));
    if part.len() == line.len() {
        return part;
    }
    let blank = part.rfind(' ').map(|at| at + 1).filter(|at| *at > 1);
    blank.and_then(|at| part.get(..at)).unwrap_or(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_of_a_field_is_where_the_next_letter_goes() {
        assert_eq!(
            field_rows(Ambiguous::Narrow, "", 0, 10),
            (vec![String::new()], (0, 0))
        );
        assert_eq!(field_rows(Ambiguous::Narrow, "ab\n", 3, 10).1, (0, 1));
        assert_eq!(
            field_rows(Ambiguous::Narrow, "one two three", 13, 8),
            (vec!["one two ".to_owned(), "three".to_owned()], (5, 1))
        );
        assert_eq!(field_rows(Ambiguous::Narrow, "한국어", 9, 4).1, (2, 1));
    }
}
