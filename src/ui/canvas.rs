//! Words onto cells: the one place that writes a text into the buffer, by display width.

use std::borrow::Cow;
use std::num::NonZero;

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::theme::{Role, Theme};
use crate::app::settings::Settings;
use crate::text::sanitize;
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

/// A buffer with the theme and the signs to draw with.
pub struct Canvas<'a> {
    /// Where the cells are.
    pub buffer: &'a mut Buffer,
    /// Roles to styles.
    pub theme: &'a Theme,
    /// The signs around the text.
    pub signs: Signs,
    /// How wide ambiguous characters are.
    pub ambiguous: Ambiguous,
    ascii: bool,
}

impl<'a> Canvas<'a> {
    /// Returns a canvas over a buffer.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme, settings: &Settings) -> Self {
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
            buffer,
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
        let mut blank = Cell::EMPTY;
        blank.set_style(self.style(role));
        let (area, width) = (
            area.intersection(self.buffer.area),
            usize::from(self.buffer.area.width),
        );
        for y in area.top()..area.bottom() {
            let row = usize::from(y - self.buffer.area.y) * width;
            let (from, to) = (
                row + usize::from(area.x - self.buffer.area.x),
                row + usize::from(area.right()),
            );
            if let Some(cells) = self.buffer.content.get_mut(from..to) {
                cells.fill(blank.clone());
            }
            // Half of a wide character does not stay behind.
            let before = area
                .x
                .checked_sub(1)
                .and_then(|x| self.buffer.cell_mut((x, y)));
            if let Some(cell) = before.filter(|c| self.ambiguous.width(c.symbol()) > 1) {
                cell.set_symbol(" ");
            }
        }
    }

    /// Writes words from `x` to before `right`; returns the column behind them. The last line of defence:
    /// what could steer the terminal is not written, whoever let it through.
    pub fn write(&mut self, x: u16, y: u16, right: u16, words: &str, style: Style) -> u16 {
        let mut at = x;
        let mut rest = words;
        while at < right
            && let Some(cluster) = first_cluster(rest)
        {
            rest = rest.get(cluster.len()..).unwrap_or("");
            let width = u16::try_from(self.ambiguous.cluster(cluster)).unwrap_or(0);
            if width == 0 {
                continue;
            }
            if at + width > right {
                break;
            }
            let hostile = cluster.contains(|c| sanitize::stand_in(c).is_some() || c == '\t');
            self.put(at, y, if hostile { " " } else { cluster }, style);
            for behind in at + 1..at + width {
                self.put(behind, y, " ", style);
            }
            self.takes(at, y, width);
            at += width;
        }
        at
    }

    /// Says that a cluster takes more columns than its table says, so that nothing is written onto its second half.
    fn takes(&mut self, x: u16, y: u16, width: u16) {
        if self.ambiguous == Ambiguous::Wide
            && let Some(cell) = self.buffer.cell_mut((x, y))
            && let Some(width) = NonZero::new(width).filter(|width| width.get() > 1)
        {
            cell.set_diff_option(CellDiffOption::ForcedWidth(width));
        }
    }

    fn put(&mut self, x: u16, y: u16, symbol: &str, style: Style) {
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_symbol(symbol).set_style(style);
        }
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
        let (line, style) = (self.signs.line, self.style(role));
        for x in x..right {
            self.put(x, y, line, style);
        }
    }
}

/// Returns what a person sees as the first character of a text; a letter before another letter of ASCII needs
/// no table.
fn first_cluster(text: &str) -> Option<&str> {
    match text.as_bytes() {
        [] => None,
        [b' '..0x7f] | [b' '..0x7f, ..0x7f, ..] => text.get(..1),
        _ => text.graphemes(true).next(),
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
