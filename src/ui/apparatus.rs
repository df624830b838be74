//! The apparatus at the foot: its rule, then every document's wording of the place being read.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::action::Action;
use crate::app::foot::{Reading, readings};
use crate::app::found::{Found, found};
use crate::app::state::{Mode, State};
use crate::app::summary;
use crate::document::Document;
use crate::text::Span;
use crate::text::wrap::Ambiguous;

/// Returns the columns before the wordings, for siglum and relation: more than usual where a long relation would be cut
/// and there is room.
fn label(ambiguous: Ambiguous, width: u16, readings: &[Reading]) -> u16 {
    if width < 40 {
        return 12;
    }
    let usual = (width / 3).clamp(19, 23);
    let longest = readings.iter().map(|r| ambiguous.width(&r.relation)).max();
    let longest = u16::try_from(longest.unwrap_or(0)).unwrap_or(usual);
    (longest + 5).clamp(usual, (width / 3).max(usual))
}

/// Draws the apparatus.
pub fn draw(canvas: &mut Canvas, state: &State, area: Rect) {
    canvas.fill(area, Role::Foot);
    rule(canvas, state, Rect { height: 1, ..area });
    let inside = Rect::new(area.x, area.y + 1, area.width, area.height - 1);
    let Some((doc, stop)) = state.cursor() else {
        return;
    };
    if let Some(fold) = stop.fold {
        let folds = state.folds_of(doc);
        let label = folds.get(fold).map_or("", |f| f.label.as_str());
        let aside = if state.filter.is_some() {
            ""
        } else {
            "set aside in "
        };
        let why = format!(" {aside}{doc}: {label}. Enter opens it, K says why.");
        canvas.line(inside.x, inside.y, inside.right(), &why, Role::Foot);
        return;
    }
    let readings = readings(state);
    let chosen = match state.mode {
        Mode::Apparatus(at) => Some(at),
        _ => None,
    };
    let label = label(canvas.ambiguous, area.width, &readings);
    let width = usize::from(area.width.saturating_sub(label + 1)).max(8);
    let wrapped: Vec<Vec<Span>> = readings.iter().map(|r| rows(state, r, width)).collect();
    let wanted: Vec<usize> = wrapped.iter().map(|w| w.len().max(1)).collect();
    let room = usize::from(inside.height);
    // Where the wordings need the rows, the documents without one share theirs.
    let crowded = chosen.is_none() && wanted.iter().sum::<usize>() > room;
    let absent = if crowded {
        absent(&readings)
    } else {
        Vec::new()
    };
    let single = if crowded {
        readings.iter().filter(|r| r.wording.is_some()).count()
    } else {
        readings.len()
    };
    let wanted = wanted.get(..single).unwrap_or(&[]);
    let heights = share(
        wanted,
        room.saturating_sub(absent.len()).max(1),
        chosen.unwrap_or(0),
    );
    let mut y = inside.y;
    for ((nth, reading), height) in readings
        .iter()
        .enumerate()
        .zip(&heights)
        .filter(|(_, height)| **height > 0)
    {
        let at = Rect::new(area.x, y, area.width, u16::try_from(*height).unwrap_or(1));
        draw_reading(
            canvas,
            state,
            reading,
            wrapped.get(nth).map_or(&[], Vec::as_slice),
            (at, label),
            chosen == Some(nth),
        );
        y += at.height;
    }
    for words in absent
        .iter()
        .take(usize::from(inside.bottom().saturating_sub(y)))
    {
        canvas.line(inside.x, y, inside.right(), words, Role::Idle);
        y += 1;
    }
}

/// Returns a line for each reason why documents have no wording, with their sigla.
fn absent(readings: &[Reading]) -> Vec<String> {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for reading in readings.iter().filter(|r| r.wording.is_none()) {
        match groups
            .iter_mut()
            .find(|(relation, _)| *relation == reading.relation)
        {
            Some((_, sigla)) => sigla.push(reading.doc.siglum()),
            None => groups.push((&reading.relation, vec![reading.doc.siglum()])),
        }
    }
    groups
        .iter()
        .map(|(relation, sigla)| format!(" {}  {relation}", sigla.join(" ")))
        .collect()
}

fn rule(canvas: &mut Canvas, state: &State, area: Rect) {
    canvas.rule(area.x, area.y, area.right(), Role::Frame);
    let Some((doc, stop)) = state.cursor() else {
        return;
    };
    let number = state
        .columns
        .get(&doc)
        .map_or(0, |c| c.stop_index(stop.span.start))
        + 1;
    let known = if stop.fold.is_some() {
        Found::Unknown
    } else {
        found(state, doc, stop.span)
    };
    let found = match known.words(state.set.len()) {
        words if words.is_empty() => words,
        words => format!(" {} {words}", canvas.signs.dot),
    };
    canvas.line(
        area.x + 3,
        area.y,
        area.right(),
        &format!(" {doc}:{number}{found} "),
        Role::Relation,
    );
    let key = |a: Action| {
        state
            .keymap
            .keys_of(a)
            .into_iter()
            .next()
            .unwrap_or_default()
    };
    let hint = match state.mode {
        Mode::Apparatus(_) => " j k choose   Enter brings it into a pane   Esc back ".to_owned(),
        _ => format!(
            " {} next   {} back ",
            key(Action::NextPlace),
            key(Action::PreviousPlace)
        ),
    };
    let width = u16::try_from(canvas.ambiguous.width(&hint)).unwrap_or(0);
    if area.width > width + 34 {
        canvas.line(
            area.right() - width - 3,
            area.y,
            area.right(),
            &hint,
            Role::Frame,
        );
    }
}

fn rows(state: &State, reading: &Reading, width: usize) -> Vec<Span> {
    let text = state.set.get(reading.doc).map_or("", |d| d.text.as_str());
    reading
        .wording
        .map_or_else(Vec::new, |w| state.settings.ambiguous.rows(text, w, width))
}

/// Shares rows out: one to every reading from the chosen one on, then the others, then more to those that need them.
fn share(wanted: &[usize], room: usize, chosen: usize) -> Vec<usize> {
    let mut heights = vec![0; wanted.len()];
    let mut left = room;
    let first = (chosen + 1).saturating_sub(room.max(1));
    for height in heights.iter_mut().skip(first) {
        if left > 0 {
            *height = 1;
            left -= 1;
        }
    }
    while left > 0 {
        let needy = heights
            .iter_mut()
            .zip(wanted)
            .filter(|(h, w)| **h > 0 && **h < **w)
            .min_by_key(|(h, _)| **h);
        let Some((height, _)) = needy else { break };
        *height += 1;
        left -= 1;
    }
    heights
}

fn draw_reading(
    canvas: &mut Canvas,
    state: &State,
    reading: &Reading,
    rows: &[Span],
    (at, label): (Rect, u16),
    chosen: bool,
) {
    let Some(document) = state.set.get(reading.doc) else {
        return;
    };
    if chosen {
        canvas.fill(at, Role::Chosen);
    }
    let over = |canvas: &Canvas, role: Role| {
        if chosen {
            canvas.style(Role::Chosen)
        } else {
            canvas.style(role)
        }
    };
    let present = reading.wording.is_some();
    let (siglum, relation) = (
        format!(" {:<2}", reading.doc.siglum()),
        reading.relation.as_str(),
    );
    let role = if present { Role::Relation } else { Role::Idle };
    let style = over(canvas, role);
    let x = canvas.write(at.x, at.y, at.right(), &siglum, style);
    let role = if chosen { Role::Chosen } else { role };
    canvas.line(x + 1, at.y, at.x + label - 1, relation, role);
    let base = over(canvas, Role::Foot);
    let shown = rows.iter().take(usize::from(at.height));
    for (y, row) in (at.y..).zip(shown) {
        let last = y + 1 == at.bottom() && rows.len() > usize::from(at.height);
        let x = wording(
            canvas,
            document,
            reading,
            *row,
            (at.x + label, y, at.right()),
            base,
        );
        if last {
            let more = canvas.signs.more;
            let x = x.min(
                at.right()
                    .saturating_sub(u16::try_from(canvas.ambiguous.width(more)).unwrap_or(1)),
            );
            canvas.write(x, y, at.right(), more, base);
        }
    }
    if rows.is_empty() && reading.doc != state.cursor().map_or(reading.doc, |(d, _)| d) {
        let outlet = summary::called(state, reading.doc);
        canvas.line(
            at.x + label,
            at.y,
            at.right(),
            &outlet,
            if chosen { Role::Chosen } else { Role::Idle },
        );
    }
}

fn wording(
    canvas: &mut Canvas,
    document: &Document,
    reading: &Reading,
    row: Span,
    to: (u16, u16, u16),
    base: Style,
) -> u16 {
    let (mut x, y, right) = to;
    let differs = base.patch(canvas.style(Role::Differs));
    let mut at = row.start;
    for word in reading.differing.iter().filter_map(|d| d.common(row)) {
        let before = Span {
            start: at,
            end: word.start,
        };
        x = canvas.write(x, y, right, document.text.slice(before), base);
        x = canvas.write(x, y, right, document.text.slice(word), differs);
        at = word.end;
    }
    canvas.write(
        x,
        y,
        right,
        document.text.slice(Span {
            start: at,
            end: row.end,
        }),
        base,
    )
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn every_reading_has_a_row_before_any_has_two() {
        assert_eq!(share(&[3, 1, 5], 7, 0), [3, 1, 3]);
        assert_eq!(share(&[3, 3, 3], 2, 0), [1, 1, 0]);
        assert_eq!(share(&[3, 3, 3], 2, 2), [0, 1, 1]);
        assert_eq!(share(&[1, 1], 9, 0), [1, 1]);
    }
}
