//! The apparatus at the foot: its rule, then every document's wording of the place being read.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::canvas::Canvas;
use super::share::Plan;
use super::theme::Role;
use crate::app::action::Action;
use crate::app::foot::{Reading, readings};
use crate::app::found::{Found, found};
use crate::app::state::{Mode, State};
use crate::app::{jump, summary};
use crate::document::{DocId, Document};
use crate::text::Span;

/// Returns the columns before the wordings, for siglum and relation: the same at every stop, so that nothing jumps
/// sideways.
fn label(width: u16) -> u16 {
    match width {
        0..40 => 12,
        40..100 => LABEL,
        _ => LABEL + COUNT,
    }
}

/// Room for the longest relation and two blanks; what is said behind the relation goes into the next row.
const LABEL: u16 = 20;

/// Room for a blank and how many counterparts there are, where a row has it.
const COUNT: u16 = 4;

/// Draws the apparatus.
pub fn draw(canvas: &mut Canvas, state: &State, area: Rect) {
    canvas.fill(area, Role::Foot);
    let inside = Rect::new(area.x, area.y + 1, area.width, area.height - 1);
    let Some((doc, stop)) = state.cursor() else {
        rule(canvas, state, area, (&[], ""));
        return;
    };
    if let Some(fold) = stop.fold {
        rule(canvas, state, area, (&[], ""));
        folded(canvas, state, doc, fold, inside);
        return;
    }
    let readings = readings(state);
    let chosen = match state.mode {
        Mode::Apparatus(at) => Some(at),
        _ => None,
    };
    let label = label(area.width);
    let wrapped: Vec<Wrapped> = readings
        .iter()
        .map(|reading| Wrapped::new(canvas, state, reading, (area.width, label)))
        .collect();
    let wanted: Vec<usize> = wrapped.iter().map(Wrapped::height).collect();
    let plan = Plan::new(&readings, &wanted, usize::from(inside.height), chosen);
    rule(canvas, state, area, (&readings, &plan.left_out));
    let mut y = inside.y;
    for (nth, ((reading, wrapped), height)) in
        readings.iter().zip(&wrapped).zip(&plan.heights).enumerate()
    {
        let height = u16::try_from(*height).unwrap_or(1);
        if height > 0 {
            let at = Rect::new(area.x, y, area.width, height);
            let chosen = chosen == Some(nth);
            draw_reading(canvas, state, reading, wrapped, (at, label), chosen);
        }
        y += height;
    }
    for words in &plan.absent {
        let words = format!(" {words}");
        canvas.line(inside.x, y, inside.right(), &words, Role::Idle);
        y += 1;
    }
}

/// Says that the place under the cursor is a fold, and why.
fn folded(canvas: &mut Canvas, state: &State, doc: DocId, fold: usize, at: Rect) {
    let folds = state.folds_of(doc);
    let label = folds.get(fold).map_or("", |f| f.label.as_str());
    let aside = if state.filter.is_some() {
        ""
    } else {
        "set aside in "
    };
    let why = format!(" {aside}{doc}: {label}. Enter opens it, K says why.");
    canvas.line(at.x, at.y, at.right(), &why, Role::Foot);
}

/// A reading in rows.
struct Wrapped {
    /// The rows of its wording.
    rows: Vec<Span>,
    /// The rows of its relation.
    label: Vec<Span>,
    /// Whether the wording begins inside a sentence, and whether it ends inside one.
    inside: (bool, bool),
}

impl Wrapped {
    fn new(canvas: &Canvas, state: &State, reading: &Reading, (width, label): (u16, u16)) -> Self {
        let own = &reading.relation;
        let whole = Span::new(0, own.len());
        let room = usize::from(label.saturating_sub(SIGLUM + 2));
        let label_rows = if label < LABEL {
            vec![whole]
        } else {
            canvas.ambiguous.rows(own, whole, room)
        };
        let found = reading.wording.zip(state.set.get(reading.doc));
        let Some((wording, document)) = found else {
            return Self {
                rows: Vec::new(),
                label: label_rows,
                inside: (false, false),
            };
        };
        let inside = inside_sentence(document, wording);
        let sign = canvas.ambiguous.width(canvas.signs.more) + 1;
        let signs = sign * (usize::from(inside.0) + usize::from(inside.1));
        let room = usize::from(width.saturating_sub(label + 1)).saturating_sub(signs);
        let text = document.text.as_str();
        Self {
            rows: canvas.ambiguous.rows(text, wording, room.max(8)),
            label: label_rows,
            inside,
        }
    }

    fn height(&self) -> usize {
        self.rows.len().max(self.label.len()).max(1)
    }
}

/// Columns of the siglum, with the blanks around it.
const SIGLUM: u16 = 4;

/// Returns whether a wording begins behind the first word of a sentence, and whether it ends before the last.
fn inside_sentence(document: &Document, wording: Span) -> (bool, bool) {
    let sentence = |at: u32| {
        let next = document.sentences.partition_point(|s| s.span.start <= at);
        let own = document.sentences.get(next.checked_sub(1)?)?.span;
        own.holds(at).then_some(own)
    };
    let words = |start: u32, end: u32| {
        let between = document.text.slice(Span { start, end });
        start < end && between.contains(char::is_alphanumeric)
    };
    let before = sentence(wording.start).is_some_and(|s| words(s.start, wording.start));
    let last = wording.end.saturating_sub(1);
    let behind = sentence(last).is_some_and(|s| words(wording.end, s.end));
    (before, behind)
}

/// Returns which documents have no more than a weak link to a place that is only here, so that the two are read together.
fn perhaps(known: Found, readings: &[Reading]) -> String {
    let weak = |r: &&Reading| r.relation.starts_with("perhaps");
    let sigla: Vec<String> = readings
        .iter()
        .filter(weak)
        .map(|r| r.doc.siglum())
        .collect();
    if known != Found::In(1) || sigla.is_empty() {
        return String::new();
    }
    format!(", perhaps in {}", sigla.join(" "))
}

/// Draws the line above: the place, in how many documents it is found, and what has no row, else the keys.
fn rule(canvas: &mut Canvas, state: &State, area: Rect, (readings, left_out): (&[Reading], &str)) {
    canvas.rule(area.x, area.y, area.right(), Role::Frame);
    let Some((doc, stop)) = state.cursor() else {
        return;
    };
    let name = jump::name(state);
    let known = if stop.fold.is_some() {
        Found::Unknown
    } else {
        found(state, doc, stop.span)
    };
    let found = match known.words(state.set.len()) {
        words if words.is_empty() => words,
        words => format!(" {} {words}{}", canvas.signs.dot, perhaps(known, readings)),
    };
    let end = canvas.line(
        area.x + 3,
        area.y,
        area.right(),
        &format!(" {name}{found} "),
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
    let columns = |words: &str| u16::try_from(canvas.ambiguous.width(words)).unwrap_or(u16::MAX);
    let fits = area.width > columns(&hint).saturating_add(34);
    let choosing = matches!(state.mode, Mode::Apparatus(_));
    let (words, role) = if left_out.is_empty() || choosing && fits {
        (if fits { hint } else { String::new() }, Role::Frame)
    } else {
        (format!(" {left_out} "), Role::Relation)
    };
    let from = area
        .right()
        .saturating_sub(columns(&words).saturating_add(3));
    canvas.line(from.max(end + 1), area.y, area.right(), &words, role);
}

/// Draws a reading: siglum and relation, and its wording beside them, or the outlet where there is none.
fn draw_reading(
    canvas: &mut Canvas,
    state: &State,
    reading: &Reading,
    wrapped: &Wrapped,
    (at, label): (Rect, u16),
    chosen: bool,
) {
    let Some(document) = state.set.get(reading.doc) else {
        return;
    };
    if chosen {
        canvas.fill(at, Role::Chosen);
    }
    let over = |role| if chosen { Role::Chosen } else { role };
    let role = over(if reading.wording.is_some() {
        Role::Relation
    } else {
        Role::Idle
    });
    let siglum = format!(" {:<2}", reading.doc.siglum());
    let style = canvas.style(role);
    canvas.write(at.x, at.y, at.right(), &siglum, style);
    relation(canvas, reading, wrapped, (at, label), role);
    let base = canvas.style(over(Role::Foot));
    let (rows, more) = (&wrapped.rows, canvas.signs.more);
    let height = usize::from(at.height);
    for (nth, (y, row)) in (at.y..at.bottom()).zip(rows).enumerate() {
        let mut x = at.x + label;
        if nth == 0 && wrapped.inside.0 {
            x = canvas.write(x, y, at.right(), &format!("{more} "), base);
        }
        let x = wording(canvas, document, reading, *row, (x, y, at.right()), base);
        let left_out = nth + 1 == height && rows.len() > height;
        if left_out {
            let columns = u16::try_from(canvas.ambiguous.width(more)).unwrap_or(1);
            let x = x.min(at.right().saturating_sub(columns));
            canvas.write(x, y, at.right(), more, base);
        } else if nth + 1 == rows.len() && wrapped.inside.1 {
            canvas.write(x, y, at.right(), &format!(" {more}"), base);
        }
    }
    if rows.is_empty() {
        // In brackets, so that a name is not taken for a wording.
        let outlet = format!("({})", summary::called(state, reading.doc));
        canvas.line(at.x + label, at.y, at.right(), &outlet, over(Role::Idle));
    }
}

/// Writes the rows of a relation, the last one with all that has no row of its own.
fn relation(
    canvas: &mut Canvas,
    reading: &Reading,
    wrapped: &Wrapped,
    (at, label): (Rect, u16),
    role: Role,
) {
    for (y, row) in (at.y..at.bottom()).zip(&wrapped.label) {
        let end = if y + 1 == at.bottom() {
            reading.relation.len()
        } else {
            row.end as usize
        };
        let words = reading.relation.get(row.start as usize..end).unwrap_or("");
        let right = at.x + label - 1;
        let room = usize::from(right - at.x - SIGLUM);
        // How many there are says more than the first of the words.
        let short = words
            .strip_prefix("in ")
            .filter(|_| canvas.ambiguous.width(words) > room);
        canvas.line(at.x + SIGLUM, y, right, short.unwrap_or(words), role);
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
    use super::inside_sentence;
    use crate::app::sample::article;
    use crate::document::BlockKind;
    use crate::text::Span;

    #[test]
    fn a_wording_inside_a_sentence_is_told_from_a_whole_one() {
        let words = "\"The ferry sails,\" she said, \"in spring\". All cheered.";
        let document = article(&[(BlockKind::Body, words)]);
        let cut = |part: &str| {
            let start = words.find(part).unwrap();
            inside_sentence(&document, Span::new(start, start + part.len()))
        };
        assert_eq!(cut(words), (false, false));
        assert_eq!(cut("The ferry sails"), (false, true));
        assert_eq!(cut("she said"), (true, true));
        assert_eq!(cut("in spring"), (true, false));
        assert_eq!(cut("All cheered"), (false, false));
    }
}
