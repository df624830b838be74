//! The picture in the README, drawn from a real frame of the sample story.
//!
//! `UPDATE=1 cargo test --test picture` draws `assets/screen.svg` anew.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

#[expect(dead_code, reason = "other tests use the rest")]
mod common;

use std::fmt::Write as _;
use std::{env, fs};

use common::{frame, press, sample_reader};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use variorum::ui::theme::Theme;

/// Width and height of a cell, in the units of the picture.
const CELL: (usize, usize) = (9, 19);
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/screen.svg");

/// Returns one of the 256 colours of terminals as `#rrggbb`, by the cube and the grey ramp of xterm.
fn colour(colour: Color, usual: &str) -> String {
    let Color::Indexed(n) = colour else {
        return usual.to_owned();
    };
    let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
    let (r, g, b) = match n {
        232.. => (8 + 10 * (n - 232), 8 + 10 * (n - 232), 8 + 10 * (n - 232)),
        16..=231 => (
            level((n - 16) / 36),
            level((n - 16) / 6 % 6),
            level((n - 16) % 6),
        ),
        _ => return usual.to_owned(),
    };
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Returns the runs of cells of a row that look alike: column, cells, words and one of the cells.
fn runs(buffer: &Buffer, y: u16) -> Vec<(usize, usize, String, Cell)> {
    let mut runs: Vec<(usize, usize, String, Cell)> = Vec::new();
    for x in 0..buffer.area.width {
        let cell = buffer.cell((x, y)).unwrap();
        match runs.last_mut() {
            Some((_, width, words, first)) if first.style() == cell.style() => {
                *width += 1;
                words.push_str(cell.symbol());
            }
            _ => runs.push((usize::from(x), 1, cell.symbol().to_owned(), cell.clone())),
        }
    }
    runs
}

fn svg(buffer: &Buffer) -> String {
    let (width, height) = (
        usize::from(buffer.area.width) * CELL.0,
        usize::from(buffer.area.height) * CELL.1,
    );
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"15\" shape-rendering=\"crispEdges\">\n"
    );
    for y in 0..buffer.area.height {
        for (x, cells, words, cell) in runs(buffer, y) {
            let (left, top) = (x * CELL.0, usize::from(y) * CELL.1);
            let (wide, ground) = (cells * CELL.0, colour(cell.bg, "#1c1c1c"));
            let _ = writeln!(
                picture,
                "<rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{}\" fill=\"{ground}\"/>",
                CELL.1
            );
            if words.trim().is_empty() {
                continue;
            }
            let mut look = String::new();
            for (modifier, attribute) in [
                (Modifier::BOLD, " font-weight=\"bold\""),
                (Modifier::ITALIC, " font-style=\"italic\""),
            ] {
                look.push_str(if cell.modifier.contains(modifier) {
                    attribute
                } else {
                    ""
                });
            }
            if cell.modifier.contains(Modifier::UNDERLINED) {
                let (line, stroke) = (top + 17, colour(cell.underline_color, "#d0d0d0"));
                let _ = writeln!(
                    picture,
                    "<rect x=\"{left}\" y=\"{line}\" width=\"{wide}\" height=\"1\" fill=\"{stroke}\"/>"
                );
            }
            let base = top + 14;
            let fill = colour(cell.fg, "#d0d0d0");
            let _ = writeln!(
                picture,
                "<text x=\"{left}\" y=\"{base}\" fill=\"{fill}\" textLength=\"{wide}\" xml:space=\"preserve\"{look}>{}</text>",
                escaped(&words)
            );
        }
    }
    picture + "</svg>\n"
}

#[test]
fn the_picture_in_the_readme_is_a_real_frame() {
    let mut state = sample_reader(120, 40);
    press(&mut state, "j j j j j j");
    let drawn = svg(&frame(&state, &Theme::named("dark").unwrap()));
    if env::var_os("UPDATE").is_some() {
        fs::write(FILE, &drawn).unwrap();
    }
    let kept = fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        kept == drawn,
        "assets/screen.svg is of another frame: UPDATE=1 cargo test --test picture draws it anew"
    );
}
