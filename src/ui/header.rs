//! The line at the top and the titles of the panes; cells drop where room is short.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::action::Action;
use crate::app::column::plural;
use crate::app::found::{Found, found};
use crate::app::frame::{Lock, Pane, Standing};
use crate::app::state::State;
use crate::app::{explain, pins, summary};

/// Draws the line at the top: what is read, how many articles, where help is.
pub fn draw(canvas: &mut Canvas, state: &State, area: Rect) {
    canvas.fill(area, Role::Header);
    let hint = match &state.filter {
        Some(_) => {
            let keys = state.keymap.keys_of(Action::ShowAll);
            format!("{} all ", keys.first().map_or("", String::as_str))
        }
        None => "? keys ".to_owned(),
    };
    let room = usize::from(area.width).saturating_sub(hint.len() + 1);
    let articles = plural(state.set.len(), "article");
    let title = state
        .set
        .iter()
        .find_map(|d| d.title.as_ref())
        .map_or("", |t| t.value.as_str());
    let title = explain::short_by(
        canvas.ambiguous,
        title,
        room.saturating_sub(articles.len() + 5).min(72),
    );
    let doing = match state.comparing && state.set.len() > 1 {
        _ if state.loading > 0 || state.beginnings => "   reading ..",
        true => "   comparing ..",
        false => "",
    };
    let words = match &state.filter {
        Some(filter) => format!(" {}{doing}", filter.standing(state)),
        None => format!(
            " {title}{}{articles}{doing}",
            if title.is_empty() { "" } else { "   " }
        ),
    };
    let end = canvas.line(area.x, area.y, area.right(), &words, Role::Header);
    if usize::from(end) <= room {
        let at = area.right() - u16::try_from(hint.len()).unwrap_or(0);
        canvas.line(at, area.y, area.right(), &hint, Role::Header);
    }
}

/// Draws the title of a pane.
pub fn title(canvas: &mut Canvas, state: &State, index: usize, area: Rect) {
    let Some(pane) = state.frame.panes.get(index) else {
        return;
    };
    let focused = index == state.frame.focus;
    let role = if focused {
        Role::Title
    } else {
        Role::OtherTitle
    };
    canvas.fill(area, Role::Frame);
    let (left, right) = cells(canvas, state, pane, usize::from(area.width));
    canvas.rule(area.x, area.y, area.right(), Role::Frame);
    canvas.line(area.x, area.y, area.right(), &left, role);
    let width = u16::try_from(canvas.ambiguous.width(&right)).unwrap_or(0);
    if width > 0 {
        canvas.line(
            area.right().saturating_sub(width),
            area.y,
            area.right(),
            &right,
            role,
        );
    }
}

/// Returns what stands at the left and at the right of a title. Siglum and standing always; the rest goes
/// in this order where room is short: date, share, outlet.
fn cells(canvas: &Canvas, state: &State, pane: &Pane, width: usize) -> (String, String) {
    let document = state.set.get(pane.doc);
    let siglum = pane.doc.siglum();
    let outlet = summary::called(state, pane.doc);
    let share = summary::only(state, pane.doc);
    let date = document
        .and_then(|d| d.date.as_ref())
        .map_or_else(String::new, |d| summary::day(&d.value, false));
    let line = canvas.signs.line;
    let tells_little = state
        .cursor()
        .is_some_and(|(doc, stop)| found(state, doc, stop.span) == Found::TooShort);
    let of = (state.is_original(pane.doc), tells_little);
    for drop in 0..5 {
        let standing = standing(canvas, pane, of, drop == 4);
        let name = if drop < 3 && !outlet.is_empty() {
            format!(" {outlet}")
        } else {
            String::new()
        };
        let left = format!(
            " {siglum}{name}{} ",
            if standing.is_empty() {
                String::new()
            } else {
                format!(" {line} {standing}")
            }
        );
        let mut parts = Vec::new();
        if drop < 2 {
            parts.push(share.clone());
        }
        if drop < 1 && !date.is_empty() {
            parts.push(date.clone());
        }
        let right = if parts.is_empty() {
            String::new()
        } else {
            format!(" {} ", parts.join(&format!(" {line} ")))
        };
        if drop == 4 || canvas.ambiguous.width(&left) + canvas.ambiguous.width(&right) + 2 <= width
        {
            return (left, right);
        }
    }
    (siglum, String::new())
}

/// Returns what a title says about the document and the place under the cursor; `short` without the relation where there is more to say.
fn standing(
    canvas: &Canvas,
    pane: &Pane,
    (original, tells_little): (bool, bool),
    short: bool,
) -> String {
    let signs = canvas.signs;
    let mut words: Vec<String> = Vec::new();
    if original {
        words.push("original".to_owned());
    }
    match pane.lock {
        Lock::Unlocked => words.push("unlocked".to_owned()),
        Lock::Here => words.push("locked here".to_owned()),
        Lock::Linked => {}
    }
    match pane.standing {
        Standing::Waiting => words.push("..".to_owned()),
        Standing::Here => words.push("here".to_owned()),
        Standing::Banded(band) => {
            if !(short && (band.of > 1 || pane.moved.is_some())) {
                words.push(pins::words(band.relation, band.through, band.pinned));
            }
            if band.of > 1 {
                words.push(format!("{}/{}", band.nth + 1, band.of));
            }
            if band.folded && !short {
                words.push("folded".to_owned());
            }
        }
        Standing::Elsewhere(below) => {
            words.push(if below { "further down" } else { "further up" }.to_owned());
        }
        Standing::NotHere if tells_little => words.push("too short to tell".to_owned()),
        Standing::NotHere => words.push(format!("{} not here", signs.dash)),
        Standing::OtherLanguage => words.push("other language".to_owned()),
        Standing::Nothing => {}
    }
    if let Some(moved) = pane.moved {
        let sign = if moved < 0 { signs.up } else { signs.down };
        words.push(format!(
            "{sign} {}",
            plural(usize::try_from(moved.abs()).unwrap_or(0), "row")
        ));
    }
    words.join(&format!(" {} ", signs.line))
}
