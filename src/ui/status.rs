//! The line at the foot: what is being asked or said, else the trail and the notes.

use ratatui::layout::{Position, Rect};

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::annotate;
use crate::app::column::plural;
use crate::app::draft::Field;
use crate::app::filter::HINT;
use crate::app::hint;
use crate::app::key::written;
use crate::app::marks;
use crate::app::note_view;
use crate::app::pins;
use crate::app::remark;
use crate::app::results::awaits_meaning;
use crate::app::state::{Mode, State};
use crate::app::trail;
use crate::text::Span;

/// Draws the line; returns where the terminal's cursor stands while something is typed into it.
pub fn draw(canvas: &mut Canvas, state: &State, area: Rect) -> Option<Position> {
    canvas.fill(area, Role::Status);
    let right = format!("{} ", plural(state.notes.count(), "note"));
    let room = usize::from(area.width).saturating_sub(right.len() + 2);
    let left = match &state.mode {
        Mode::Find(field) => return Some(typed(canvas, area, " find: ", field, "")),
        Mode::FindInList(_, field) => return Some(typed(canvas, area, " lines with: ", field, "")),
        Mode::Filter(field) => return Some(typed(canvas, area, " filter: ", field, HINT)),
        Mode::Command(prompt) => {
            return Some(typed(canvas, area, " :", &prompt.field, &prompt.hint()));
        }
        Mode::Remark(remark) => {
            let hint = remark::hint(state, remark);
            return Some(typed(canvas, area, remark.label(), &remark.field, &hint));
        }
        Mode::Leave => question(state),
        Mode::Letter(wanted) => format!(" {}", marks::hint(state, *wanted)),
        _ => String::new(),
    };
    let (words, role) = match (&state.message, state.typed.is_empty()) {
        _ if !left.is_empty() => (left, Role::Message),
        (_, false) => (following(state), Role::Message),
        (Some(message), _) => (format!(" {message}"), Role::Message),
        (None, _) => (resting(state), Role::Status),
    };
    let end = canvas.line(area.x, area.y, area.right(), &words, role);
    if usize::from(end - area.x) <= room && !state.notes.is_empty() {
        let at = area.right() - u16::try_from(right.len()).unwrap_or(0);
        canvas.line(at, area.y, area.right(), &right, Role::Status);
    }
    None
}

/// The rows that a message may take.
const MOST: usize = 3;

/// Draws a message that is longer than the line once more, over the last rows above the line too: it is gone with the
/// next key. Drawn behind everything else, so that nothing covers it.
pub fn long_message(canvas: &mut Canvas, state: &State, area: Rect) {
    let lines = matches!(
        state.mode,
        Mode::Find(_)
            | Mode::FindInList(..)
            | Mode::Filter(_)
            | Mode::Command(_)
            | Mode::Remark(_)
            | Mode::Leave
            | Mode::Letter(_)
    );
    let Some(message) = state
        .message
        .as_ref()
        .filter(|_| !lines && state.typed.is_empty())
    else {
        return;
    };
    let columns = usize::from(area.width).saturating_sub(2).max(1);
    let all = Span::new(0, message.len());
    let rows = canvas.ambiguous.rows(message, all, columns);
    let most = usize::from(area.bottom() / 4).clamp(1, MOST);
    let count = rows.len().min(most);
    if count < 2 {
        return;
    }
    let top = area.bottom() - u16::try_from(count).unwrap_or(1);
    for (nth, (y, row)) in (top..area.bottom()).zip(&rows).enumerate() {
        // What is beyond the last row is drawn behind it, and cut.
        let end = if nth + 1 == count { all.end } else { row.end };
        let words = message.get(row.start as usize..end as usize).unwrap_or("");
        let line = Rect::new(area.x, y, area.width, 1);
        canvas.fill(line, Role::Status);
        canvas.line(
            line.x,
            y,
            line.right(),
            &format!(" {}", words.trim_end()),
            Role::Message,
        );
    }
}

/// Draws a field in the line, its end where it is long, and behind it what helps to go on; returns where the
/// terminal's cursor stands.
fn typed(canvas: &mut Canvas, area: Rect, before: &str, field: &Field, hint: &str) -> Position {
    let head = u16::try_from(canvas.ambiguous.width(before))
        .unwrap_or(0)
        .min(area.width);
    let room = usize::from(area.width - head).saturating_sub(1);
    let (left, right) = field
        .text()
        .split_at_checked(field.cursor())
        .unwrap_or((field.text(), ""));
    // What is left of the cursor is shown from so far on that the cursor is in sight.
    let cut = left
        .char_indices()
        .map(|(at, _)| at)
        .chain([left.len()])
        .find(|at| canvas.ambiguous.width(left.get(*at..).unwrap_or("")) <= room);
    let left = left.get(cut.unwrap_or(0)..).unwrap_or("");
    let x = canvas.line(area.x, area.y, area.right(), before, Role::Message);
    let style = canvas.style(Role::Message);
    let cursor = canvas.write(x, area.y, area.right(), left, style);
    let end = canvas.write(cursor, area.y, area.right(), right, style);
    if !hint.is_empty() && end + 6 < area.right() {
        canvas.line(end + 3, area.y, area.right(), hint, Role::Status);
    }
    Position::new(cursor.min(area.right() - 1), area.y)
}

fn question(state: &State) -> String {
    let count = state.drafts.len() + state.notes.unsaved.len();
    let mut unsaved = state.notes.unsaved.iter();
    let choices = unsaved.any(|operation| operation.change.is_choice());
    let noun = if choices { "change" } else { "note" };
    let what = format!("not saved: {}", plural(count, noun));
    format!(" s saves and leaves   q leaves without   Esc stays   {what}")
}

/// Returns the keys typed so far and what may follow.
fn following(state: &State) -> String {
    let scope = match state.mode {
        Mode::Select(_) => crate::app::action::Scope::Select,
        Mode::List(_) | Mode::Apparatus(_) => crate::app::action::Scope::List,
        Mode::Write(_) => crate::app::action::Scope::Typing,
        _ => crate::app::action::Scope::Reader,
    };
    let keys = written(&state.typed);
    let next = hint::following(state, scope, &state.typed);
    let named: Vec<_> = next
        .iter()
        .map(|(key, action)| format!("{key} {}", action.name()))
        .collect();
    let long = format!(" {keys} …  {}", named.join("   "));
    if state.settings.ambiguous.width(&long) <= usize::from(state.size.width) {
        return long;
    }
    let bare: Vec<_> = next.iter().map(|(key, _)| key.as_str()).collect();
    format!(" {keys} …  {}   (? says what they do)", bare.join(" "))
}

fn resting(state: &State) -> String {
    let count = state.count.map_or_else(String::new, |c| format!("   {c}"));
    let doing = match state.mode {
        Mode::Select(_) if state.resizing.is_some() => {
            "words of the note: h l w b e j k move the end, o the other end, Enter takes them, Esc leaves   "
        }
        Mode::Select(_) => {
            "selecting: h l w b e j k move the end, o the other end, a writes a note, Esc leaves   "
        }
        _ => "",
    };
    if let (Mode::Read, Some(hint)) = (&state.mode, pins::hint(state)) {
        return format!(" {hint}{count}");
    }
    let unsaved = annotate::unsaved(state).map_or_else(String::new, |words| format!(" {words}  "));
    if let (Mode::Read, Some(note)) = (&state.mode, note_view::under_cursor(state)) {
        return format!("{unsaved} {note}");
    }
    let trail = if doing.is_empty() {
        format!("trail: {}", trail::standing(state))
    } else {
        String::new()
    };
    let weak = if state.weak {
        "   weak links shown"
    } else {
        ""
    };
    let going = if state.parallel {
        "   revisions: unlinked panes go along"
    } else {
        ""
    };
    let meaning = if awaits_meaning(state) {
        "   links by meaning may follow"
    } else {
        ""
    };
    format!("{unsaved} {doing}{trail}{weak}{going}{meaning}{count}")
}
