//! `variorum inspect`: what the loader made of each input.

use std::env;
use std::io::{self, IsTerminal};

use color_eyre::eyre::{Result, WrapErr};

use super::inputs::{load_all, status};
use super::output::print;
use crate::cli::{Colour, Format, Global, Inspect};
use crate::report::{documents, inspection};
use crate::term;

/// Prints the report and returns the exit status.
///
/// # Errors
/// Says what could not be written.
pub(super) fn inspect(options: &Inspect, global: &Global) -> Result<u8> {
    let loaded = load_all(&options.paths, global)?;
    let out = match options.format {
        Format::Text => inspection::text(&loaded.set, look(global)),
        Format::Json => documents::json(&loaded.set, &loaded.skipped)
            .wrap_err("the report could not be written as JSON")?,
    };
    print(out.as_bytes())?;
    Ok(status(&loaded, global.strict))
}

/// The columns of a report that goes to no terminal.
const COLUMNS: usize = 100;

/// Returns how the report is drawn: as wide as the terminal, dimmed where colour is wanted.
fn look(global: &Global) -> inspection::Look {
    let terminal = io::stdout().is_terminal();
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    inspection::Look {
        columns: term::columns().filter(|_| terminal).unwrap_or(COLUMNS),
        colour: match global.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => terminal && !dumb && !set("NO_COLOR"),
        },
    }
}
