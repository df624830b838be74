//! A pane: its rows, the band, the words that differ, hits and the selection; gutter and strip beside them.

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::GraphemeCursor;

use super::canvas::Canvas;
use super::theme::Role;
use super::{gutter, strip};
use crate::app::column::{Column, Row, RowKind};
use crate::app::foot::differing;
use crate::app::frame::{Pane, Standing};
use crate::app::geometry::STRIP;
use crate::app::state::{Mode, State};
use crate::document::{BlockKind, Document, InlineKind};
use crate::text::Span;

/// A stretch of text to be drawn in a role; later ones lie over earlier ones.
type Mark = (Span, Role);

/// Draws a pane.
pub fn draw(canvas: &mut Canvas, state: &State, index: usize, area: Rect) {
    let Some(pane) = state.frame.panes.get(index) else {
        return;
    };
    let (Some(column), Some(document)) = (state.columns.get(&pane.doc), state.set.get(pane.doc))
    else {
        return;
    };
    let marks = marks(state, index, pane, column, area.height);
    let idle = matches!(pane.standing, Standing::NotHere | Standing::OtherLanguage);
    for y in 0..area.height {
        let Some((number, row)) = shown(column, pane, y) else {
            continue;
        };
        let at = Rect::new(area.x, area.y + y, area.width, 1);
        if state.settings.gutter {
            gutter::draw(canvas, state, column, number, at);
        }
        draw_row(canvas, document, column, row, &marks, at, idle, state);
    }
    strip::draw(canvas, state, index, column, area);
}

/// Returns the row of the column on a screen row of the pane.
fn shown<'a>(column: &'a Column, pane: &Pane, y: u16) -> Option<(usize, &'a Row)> {
    let number = usize::try_from(pane.top + i32::from(y)).ok()?;
    Some((number, column.rows.get(number)?))
}

/// Returns the stretches that are drawn in a role of their own.
fn marks(state: &State, index: usize, pane: &Pane, column: &Column, height: u16) -> Vec<Mark> {
    let first = usize::try_from(pane.top.max(0)).unwrap_or(0);
    let window = column
        .rows
        .get(first..column.rows.len().min(first + usize::from(height)))
        .unwrap_or(&[]);
    let ends = window
        .iter()
        .map(|r| r.span)
        // A row between paragraphs stands nowhere.
        .filter(|span| !span.is_empty())
        .reduce(Span::join)
        .unwrap_or_default();
    let mut marks = Vec::new();
    if let Some(document) = state.set.get(pane.doc) {
        let aside = |kind| {
            matches!(
                kind,
                InlineKind::Date | InlineKind::Signoff | InlineKind::Update | InlineKind::Markup
            )
        };
        let inline = document.marked_near(ends).iter();
        let inline = inline.filter(|i| !column.original && i.span.touches(ends) && aside(i.kind));
        marks.extend(inline.map(|i| (i.span, Role::Aside)));
    }
    if index == state.frame.focus {
        marks.push((pane.cursor, Role::Band));
        marks.extend(
            differing_here(state, index)
                .into_iter()
                .map(|s| (s, Role::Differs)),
        );
    } else if let Standing::Banded(band) = pane.standing {
        marks.push((band.stop, Role::Answer));
        if let Some((doc, stop)) = state.cursor().filter(|_| !band.folded)
            && let (Some(from), Some(to)) = (state.set.get(doc), state.set.get(pane.doc))
        {
            let words = differing(from, stop.span, to, band.wording);
            marks.extend(words.into_iter().map(|s| (s, Role::Differs)));
        }
    }
    let hits = state
        .query
        .as_ref()
        .map(|q| q.hits_in(pane.doc))
        .unwrap_or(&[]);
    let (from, to) = (
        hits.partition_point(|h| h.end <= ends.start),
        hits.partition_point(|h| h.start < ends.end),
    );
    marks.extend(
        hits.get(from..to)
            .unwrap_or(&[])
            .iter()
            .map(|h| (*h, Role::Hit)),
    );
    if let Mode::Select(selection) = &state.mode
        && selection.doc == pane.doc
    {
        marks.push((selection.span(), Role::Selection));
    }
    marks
}

/// Returns the words of the stop under the cursor that a banded pane words otherwise.
fn differing_here(state: &State, focus: usize) -> Vec<Span> {
    let Some((doc, stop)) = state.cursor() else {
        return Vec::new();
    };
    let Some(here) = state.set.get(doc) else {
        return Vec::new();
    };
    let mut words = Vec::new();
    for index in state.seen().filter(|i| *i != focus) {
        let Some(pane) = state.frame.panes.get(index) else {
            continue;
        };
        if let (Standing::Banded(band), Some(other)) = (pane.standing, state.set.get(pane.doc)) {
            words.extend(differing(other, band.wording, here, stop.span));
        }
    }
    words
}

#[expect(clippy::too_many_arguments, reason = "all that a row is drawn from")]
fn draw_row(
    canvas: &mut Canvas,
    document: &Document,
    column: &Column,
    row: &Row,
    marks: &[Mark],
    at: Rect,
    idle: bool,
    state: &State,
) {
    let gutter = state.areas.as_ref().map_or(0, |areas| areas.gutter);
    let (x, right) = (at.x + gutter, at.right() - STRIP);
    match row.kind {
        RowKind::Blank => {}
        RowKind::Closed(fold) | RowKind::Open(fold) => {
            let open = matches!(row.kind, RowKind::Open(_));
            let folds = state.folds_of(column.doc);
            let label = usize::try_from(fold)
                .ok()
                .and_then(|f| folds.get(f))
                .map_or("", |f| f.label.as_str());
            let sign = if open {
                canvas.signs.fold.1
            } else {
                canvas.signs.fold.0
            };
            let band = marks.iter().any(|(span, role)| {
                matches!(role, Role::Band | Role::Answer) && !open && span.covers(row.span)
            });
            let end = canvas.line(x, at.y, right, &format!("{sign} {label}"), Role::Fold);
            if band {
                let style = canvas.style(Role::Fold).patch(canvas.style(Role::Band));
                canvas.restyle(x, at.y, end, style);
            }
        }
        RowKind::Text => {
            let base = canvas.style(base(document, row.span, idle, column.original));
            paint(canvas, document, row.span, base, marks, (x, at.y, right));
        }
    }
}

fn base(document: &Document, row: Span, idle: bool, original: bool) -> Role {
    match document.block_at(row.start).map(|b| b.kind) {
        _ if original => Role::Text,
        _ if idle => Role::Idle,
        Some(BlockKind::Title | BlockKind::Heading) => Role::Heading,
        Some(kind) if !kind.is_article() => Role::Aside,
        _ => Role::Text,
    }
}

/// Writes a row, cut where marks begin and end.
fn paint(
    canvas: &mut Canvas,
    document: &Document,
    row: Span,
    base: Style,
    marks: &[Mark],
    to: (u16, u16, u16),
) {
    let (mut x, y, right) = to;
    let own: Vec<Mark> = marks
        .iter()
        .filter_map(|(span, role)| Some((span.common(row)?, *role)))
        .collect();
    let mut cuts: Vec<u32> = own
        .iter()
        .flat_map(|(s, _)| [s.start, s.end])
        .chain([row.start, row.end])
        .collect();
    let text = document.text.slice(row);
    cuts.iter_mut()
        .for_each(|cut| *cut = row.start + behind_cluster(text, *cut - row.start));
    cuts.sort_unstable();
    cuts.dedup();
    for piece in cuts.windows(2) {
        let [start, end] = piece else { continue };
        let span = Span {
            start: *start,
            end: *end,
        };
        let over = own.iter().filter(|(s, _)| s.covers(span));
        let style = over.fold(base, |style, (_, role)| style.patch(canvas.style(*role)));
        x = canvas.write(x, y, right, document.text.slice(span), style);
    }
}

/// Returns the next place at or behind `at` that does not cut what a person sees as one character.
fn behind_cluster(text: &str, at: u32) -> u32 {
    let boundary = |offset: usize| {
        GraphemeCursor::new(offset, text.len(), true)
            .is_boundary(text, 0)
            .unwrap_or(true)
    };
    let mut offset = at as usize;
    while offset < text.len() && !boundary(offset) {
        offset += text
            .get(offset..)
            .and_then(|t| t.chars().next())
            .map_or(1, char::len_utf8);
    }
    Span::offset(offset)
}
