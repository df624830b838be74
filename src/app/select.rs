//! A selection of words in the focused pane: it begins as the stop under the cursor.

use unicode_segmentation::UnicodeSegmentation;

use super::action::Action;
use super::column::RowKind;
use super::state::{Mode, State};
use crate::document::DocId;
use crate::text::{Span, token};

/// Selected words: the end that moves, and the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The document.
    pub doc: DocId,
    /// The end that stays, in bytes.
    pub fixed: u32,
    /// The end that moves, in bytes.
    pub moving: u32,
    /// The pane's top before, for the way back.
    pub top: i32,
}

impl Selection {
    /// Returns the selected span.
    #[must_use]
    pub fn span(self) -> Span {
        Span {
            start: self.fixed.min(self.moving),
            end: self.fixed.max(self.moving),
        }
    }
}

/// Begins a selection with the stop under the cursor.
pub fn begin(state: &mut State) {
    let (Some((doc, stop)), Some(top)) = (state.cursor(), state.focused().map(|p| p.top)) else {
        return;
    };
    if stop.fold.is_some() {
        state.say("open the fold first: zo");
        return;
    }
    state.resizing = None;
    state.mode = Mode::Select(Selection {
        doc,
        fixed: stop.span.start,
        moving: stop.span.end,
        top,
    });
}

/// Leaves the selection; the pane is where it was.
pub fn end(state: &mut State, selection: Selection) {
    state.mode = Mode::Read;
    state.resizing = None;
    let focus = state.frame.focus;
    if let Some(pane) = state.frame.panes.get_mut(focus) {
        pane.top = selection.top;
    }
}

/// Moves the end of a selection, so many times.
pub fn act(state: &mut State, selection: Selection, action: Action, times: usize) {
    state.mode = Mode::Select(selection);
    for _ in 0..times {
        let Mode::Select(before) = state.mode else {
            return;
        };
        step(state, before, action);
        if matches!(state.mode, Mode::Select(after) if after == before) {
            state.say("the selection goes no further: a fold or the end of the text is here");
            return;
        }
    }
}

fn step(state: &mut State, mut selection: Selection, action: Action) {
    let Some(document) = state.set.get(selection.doc) else {
        return;
    };
    let text = document.text.as_str();
    let at = selection.moving;
    let next = match action {
        Action::SelectRight => cluster(text, at, true),
        Action::SelectLeft => cluster(text, at, false),
        Action::SelectWord => words(text, at, |w| w.start > at).map(|w| w.start),
        Action::SelectWordEnd => words(text, at, |w| w.end > at).map(|w| w.end),
        Action::SelectBack => word_before(text, at).map(|w| w.start),
        Action::SelectDown => stop(state, selection, true),
        Action::SelectUp => stop(state, selection, false),
        Action::SelectOther => {
            state.say("the other end moves now");
            std::mem::swap(&mut selection.fixed, &mut selection.moving);
            Some(selection.moving)
        }
        _ => return,
    };
    let bounds = article(state, selection);
    if let Some(next) = next.filter(|n| bounds.start <= *n && *n <= bounds.end) {
        selection.moving = next;
    }
    state.mode = Mode::Select(selection);
    reveal(state, selection.moving);
}

/// Returns the stretch of text, unbroken by a closed fold, in which the selection lies.
fn article(state: &State, selection: Selection) -> Span {
    let Some(column) = state.columns.get(&selection.doc) else {
        return selection.span();
    };
    let index = column.stop_index(
        selection
            .fixed
            .saturating_sub(u32::from(selection.fixed > selection.moving)),
    );
    let before = column
        .stops
        .get(..index)
        .unwrap_or(&[])
        .iter()
        .rev()
        .take_while(|s| s.fold.is_none())
        .last();
    let from = column.stops.get(index..).unwrap_or(&[]);
    let after = from.iter().take_while(|s| s.fold.is_none()).last();
    let own = selection.span();
    Span {
        start: before.map_or_else(
            || from.first().map_or(own.start, |s| s.span.start),
            |s| s.span.start,
        ),
        end: after.map_or(own.end, |s| s.span.end),
    }
}

/// Returns where the next character ends, or the one before begins. A line end has no column, so it goes with a
/// character beside it.
fn cluster(text: &str, at: u32, forward: bool) -> Option<u32> {
    let (before, after) = text.split_at_checked(at as usize)?;
    if forward {
        let seen = after.trim_start();
        let blanks = after.len() - seen.len();
        let ends = after.get(..blanks).is_some_and(|b| b.contains('\n'));
        let skipped = if ends { blanks } else { 0 };
        let next = after.get(skipped..)?.graphemes(true).next()?;
        return Some(at + Span::offset(skipped + next.len()));
    }
    let last = before.graphemes(true).next_back()?;
    let left = before.get(..before.len() - last.len())?;
    let seen = left.trim_end();
    let ends = left.get(seen.len()..).is_some_and(|b| b.contains('\n'));
    Some(Span::offset(if ends { seen.len() } else { left.len() }))
}

/// How far a word is looked for, in bytes.
const NEAR: usize = 4096;

/// Returns the first word from the one at `at` on that is wanted.
fn words(text: &str, at: u32, wanted: impl Fn(&Span) -> bool) -> Option<Span> {
    let from = boundary(text, (at as usize).saturating_sub(NEAR));
    let to = boundary(text, text.len().min(at as usize + NEAR));
    token::word_spans(text, Span::new(from, to)).find(wanted)
}

/// Returns the last word that begins before `at`.
fn word_before(text: &str, at: u32) -> Option<Span> {
    let from = boundary(text, (at as usize).saturating_sub(NEAR));
    token::word_spans(text, Span::new(from, at as usize)).last()
}

fn boundary(text: &str, mut byte: usize) -> usize {
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

fn stop(state: &State, selection: Selection, forward: bool) -> Option<u32> {
    let column = state.columns.get(&selection.doc)?;
    let at = selection.moving;
    if forward {
        let next = column.stops.partition_point(|s| s.span.end <= at);
        return column.stops.get(next).map(|s| s.span.end);
    }
    let before = column
        .stops
        .partition_point(|s| s.span.start < at)
        .checked_sub(1)?;
    column.stops.get(before).map(|s| s.span.start)
}

/// Scrolls the focused pane just so far that the moving end is seen.
fn reveal(state: &mut State, at: u32) {
    let height = state.height();
    let focus = state.frame.focus;
    let Some((pane, column, _)) = state.reading() else {
        return;
    };
    let row = i32::try_from(column.row_of(at.saturating_sub(1))).unwrap_or(0);
    let top = pane.top.clamp(row - height + 1, row);
    let text = column
        .rows
        .get(column.row_of(at))
        .is_some_and(|r| r.kind == RowKind::Text);
    if let (true, Some(pane)) = (text, state.frame.panes.get_mut(focus)) {
        pane.top = top;
    }
}
