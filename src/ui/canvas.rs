//! What the parts of the window draw with: a display list, roles and signs.

use std::borrow::Cow;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::display_list::DisplayList;
use super::theme::{Role, Theme};
use crate::app::settings::Settings;
use crate::text::wrap::Ambiguous;

/// The signs around the text.
#[derive(Clone, Copy, Debug)]
pub struct Signs {
    /// A horizontal line.
    pub line: &'static str,
    /// A vertical line between panes.
    pub bar: &'static str,
    /// Upwards.
    pub up: &'static str,
    /// Downwards.
    pub down: &'static str,
    /// Words left out.
    pub more: &'static str,
    /// Between parts of a line.
    pub dot: &'static str,
    /// A dash before words.
    pub dash: &'static str,
    /// A closed and an open fold.
    pub fold: (&'static str, &'static str),
    /// A place in the strip.
    pub place: &'static str,
    /// The part of the strip that the window shows.
    pub window: &'static str,
    /// The four corners of a box, clockwise from the upper left.
    pub corners: [&'static str; 4],
}

const UNICODE: Signs = Signs {
    line: "─",
    bar: "│",
    up: "↑",
    down: "↓",
    more: "…",
    dot: "·",
    dash: "–",
    fold: ("▸", "▾"),
    place: "•",
    window: "┃",
    corners: ["┌", "┐", "┘", "└"],
};

const ASCII: Signs = Signs {
    line: "-",
    bar: "|",
    up: "^",
    down: "v",
    more: "...",
    dot: "-",
    dash: "-",
    fold: ("+", "-"),
    place: ":",
    window: "#",
    corners: ["+", "+", "+", "+"],
};

impl Signs {
    /// Returns the signs without those that are lines: blanks set things apart.
    fn without_lines(self) -> Self {
        Self {
            line: " ",
            bar: " ",
            window: ":",
            corners: [" "; 4],
            ..self
        }
    }
}

/// A display list with the theme and the signs to draw with.
pub struct Canvas<'a> {
    list: &'a mut DisplayList,
    /// Roles to styles.
    pub theme: &'a Theme,
    /// The signs around the text.
    pub signs: Signs,
    /// How wide ambiguous characters are.
    pub ambiguous: Ambiguous,
    ascii: bool,
}

impl<'a> Canvas<'a> {
    /// Returns a canvas over a list.
    pub fn new(list: &'a mut DisplayList, theme: &'a Theme, settings: &Settings) -> Self {
        let ambiguous = settings.ambiguous;
        // The typographic signs are ambiguous themselves, and a line of them would be twice as long.
        let ascii = settings.ascii || ambiguous == Ambiguous::Wide;
        let signs = if ascii { ASCII } else { UNICODE };
        let signs = if settings.frames {
            signs
        } else {
            signs.without_lines()
        };
        Self {
            list,
            theme,
            signs,
            ambiguous,
            ascii,
        }
    }

    /// Returns the style of a role.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// Fills an area with blanks of a role.
    pub fn fill(&mut self, area: Rect, role: Role) {
        self.list.fill(area, self.theme.style(role));
    }

    /// Writes words from `x` to before `right`; returns the column behind them.
    pub fn write(&mut self, x: u16, y: u16, right: u16, words: &str, style: Style) -> u16 {
        self.list.write(x, y, right, words, style)
    }

    /// Lays a style over what stands from `x` to before `right`.
    pub fn restyle(&mut self, x: u16, y: u16, right: u16, style: Style) {
        self.list.restyle(x, y, right, style);
    }

    /// Writes words in a role, with the sign for what is left out where they do not fit; returns the column behind them.
    pub fn line(&mut self, x: u16, y: u16, right: u16, words: &str, role: Role) -> u16 {
        let plain = if self.ascii {
            plain(words)
        } else {
            Cow::Borrowed(words)
        };
        let words = plain.as_ref();
        let room = usize::from(right.saturating_sub(x));
        let style = self.style(role);
        if self.ambiguous.width(words) <= room {
            return self.write(x, y, right, words, style);
        }
        let more = self.signs.more;
        let fitting = self
            .ambiguous
            .fit(words, room.saturating_sub(self.ambiguous.width(more)));
        let at = self.write(x, y, right, fitting, style);
        self.write(at, y, right, more, style)
    }

    /// Draws a horizontal line from `x` to before `right`.
    pub fn rule(&mut self, x: u16, y: u16, right: u16, role: Role) {
        let style = self.style(role);
        self.list.repeat(x, y, right, self.signs.line, style);
    }
}

/// Returns our own words with ASCII signs in place of typographic ones.
fn plain(words: &str) -> Cow<'_, str> {
    if words.is_ascii() {
        return Cow::Borrowed(words);
    }
    let sign = |c: char| match c {
        '\u{2026}' => "...".to_owned(),
        '\u{201c}' | '\u{201d}' => "\"".to_owned(),
        '\u{2018}' | '\u{2019}' => "'".to_owned(),
        '\u{2013}' | '\u{2014}' | '\u{b7}' => "-".to_owned(),
        c => c.to_string(),
    };
    Cow::Owned(words.chars().map(sign).collect())
}
