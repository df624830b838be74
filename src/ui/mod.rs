//! State in, frame out: which parts are drawn, and in which order. Nothing here changes the state.

pub mod apparatus;
pub mod canvas;
pub mod display_list;
pub mod gutter;
pub mod header;
pub mod linear;
pub mod page;
pub mod painter;
mod palette;
pub mod pane;
mod share;
pub mod spoken;
pub mod status;
pub mod strip;
pub mod summary;
pub mod theme;

use ratatui::layout::{Position, Rect};

use crate::app::geometry::{Areas, LEAST};
use crate::app::list::List;
use crate::app::state::{Mode, State};
use crate::text::Span;
use canvas::Canvas;
use display_list::DisplayList;
use theme::{Role, Theme};

/// Draws the whole window; returns where the terminal's own cursor stands.
pub fn view(state: &State, theme: &Theme, list: &mut DisplayList) -> Option<Position> {
    list.begin(state.size, state.settings.ambiguous);
    let window = Rect::new(0, 0, state.size.width, state.size.height);
    let mut canvas = Canvas::new(list, theme, &state.settings);
    let Some(areas) = &state.areas else {
        too_small(&mut canvas, window);
        return None;
    };
    canvas.fill(window, Role::Text);
    header::draw(&mut canvas, state, areas.header);
    panes(&mut canvas, state, areas);
    if let Some(area) = areas.apparatus {
        apparatus::draw(&mut canvas, state, area);
    }
    let typing = status::draw(&mut canvas, state, areas.status);
    let cursor = over(&mut canvas, state, areas, typing);
    status::long_message(&mut canvas, state, areas.status);
    cursor
}

/// Draws what lies over the text; returns where the terminal's own cursor stands, in a line that is typed at `typing`.
fn over(
    canvas: &mut Canvas,
    state: &State,
    areas: &Areas,
    typing: Option<Position>,
) -> Option<Position> {
    let window = Rect::new(0, 0, state.size.width, state.size.height);
    let body = Rect::new(0, 1, window.width, window.height - 2);
    match &state.mode {
        Mode::List(list) => {
            page::list(canvas, state, list, body);
            None
        }
        Mode::Write(draft) => page::note(canvas, state, draft, body),
        Mode::FindInList(list, field) => {
            let shown = List {
                query: field.text().trim().to_owned(),
                ..list.clone()
            };
            page::list(canvas, state, &shown, body);
            typing
        }
        Mode::Command(prompt) => {
            page::offers(canvas, state, prompt, body);
            typing
        }
        Mode::Find(_) | Mode::Filter(_) | Mode::Remark(_) => typing,
        _ => cursor(state, areas),
    }
}

fn panes(canvas: &mut Canvas, state: &State, areas: &Areas) {
    for (area, index) in areas.panes.iter().zip(state.seen()) {
        header::title(
            canvas,
            state,
            index,
            Rect::new(area.x, area.y - areas.titles, area.width, 1),
        );
        pane::draw(canvas, state, index, *area);
    }
    let Some(first) = areas.panes.first() else {
        return;
    };
    for area in areas.panes.iter().skip(1) {
        let style = canvas.style(Role::Frame);
        for y in area.y - areas.titles..area.bottom() {
            let bar = canvas.signs.bar;
            canvas.write(area.x - 1, y, area.x, bar, style);
        }
    }
    summary::draw(
        canvas,
        state,
        Rect {
            x: 0,
            width: areas.header.width,
            ..*first
        },
    );
}

fn too_small(canvas: &mut Canvas, window: Rect) {
    canvas.fill(window, Role::Text);
    let words = format!("window too small: {}x{} needed", LEAST.0, LEAST.1);
    let rows = canvas
        .ambiguous
        .rows(&words, Span::new(0, words.len()), usize::from(window.width));
    for (y, row) in (window.top()..window.bottom()).zip(rows) {
        canvas.line(
            window.x,
            y,
            window.right(),
            words.get(row.range()).unwrap_or(""),
            Role::Text,
        );
    }
}

/// Returns the cell of the first visible character of the cursor's stop; screen readers follow it.
fn cursor(state: &State, areas: &Areas) -> Option<Position> {
    let (pane, column, document) = state.reading()?;
    let area = areas.panes.get(state.frame.focus - state.seen().start)?;
    // While words are selected it stands at the end that moves.
    let start = match &state.mode {
        Mode::Select(s) => s.moving - u32::from(s.moving > s.fixed),
        _ => pane.cursor.start,
    };
    let first = i32::try_from(column.row_of(start)).ok()?;
    let shown = first.max(pane.top.max(0));
    let row = column.rows.get(usize::try_from(shown).ok()?)?;
    let y = u16::try_from(shown - pane.top)
        .ok()
        .filter(|y| *y < area.height)?;
    let before = if shown == first && start > row.span.start {
        let behind = text_boundary(document.text.as_str(), start);
        state.settings.ambiguous.width(document.text.slice(Span {
            start: row.span.start,
            end: behind,
        }))
    } else {
        0
    };
    let x = area.x + areas.gutter + u16::try_from(before).ok()?;
    Some(Position::new(x.min(area.right() - 1), area.y + y))
}

/// Returns the beginning of the character that a byte belongs to.
fn text_boundary(text: &str, mut byte: u32) -> u32 {
    while byte > 0 && !text.is_char_boundary(byte as usize) {
        byte -= 1;
    }
    byte
}
