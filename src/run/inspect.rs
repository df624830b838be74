//! `variorum inspect`: what the loader made of each input, document by document, however many there are.

use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;

use color_eyre::eyre::Result;

use super::applied::Applied;
use super::inputs::{each, status_of};
use super::output::written;
use crate::cli::{Colour, Format, Global, Inspect};
use crate::document::{Document, Skipped};
use crate::load::Limits;
use crate::report::documents::Json;
use crate::report::inspection;
use crate::term;

/// Prints the report and returns the exit status.
///
/// # Errors
/// Says what could not be written.
pub(super) fn inspect(options: &Inspect, global: &Global) -> Result<u8> {
    let mut applied = Applied::of(global)?;
    let out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match options.format {
        Format::Text => {
            let mut out = out;
            let look = look(global);
            let mut number = 0;
            let add = |document: &Document| {
                out.write_all(inspection::text(number, document, look).as_bytes())?;
                number += 1;
                // A person reads along, also while a slow input goes on.
                out.flush()
            };
            let status = stream(options, global, &mut applied, add, |_| Ok(()))?;
            let lines = applied.lines.iter();
            let lines: String = lines.map(|line| format!("applied  {line}\n")).collect();
            written(out.write_all(lines.as_bytes()).and_then(|()| out.flush()))?;
            Ok(status)
        }
        Format::Json => match Json::begin(out) {
            Ok(mut json) => {
                let mut skipped = Vec::new();
                let leave_out = |input| {
                    skipped.push(input);
                    Ok(())
                };
                let add = |document: &Document| json.add(document);
                let status = stream(options, global, &mut applied, add, leave_out);
                written(json.end(&skipped, &applied.lines))?;
                status
            }
            Err(error) => written(Err(error)).map(|()| 0),
        },
    }
}

/// Writes every document with `add` and notes every skipped input with `leave_out`, until the end or until
/// the result cannot be written any more.
fn stream(
    options: &Inspect,
    global: &Global,
    applied: &mut Applied,
    mut add: impl FnMut(&Document) -> io::Result<()>,
    mut leave_out: impl FnMut(Skipped) -> io::Result<()>,
) -> Result<u8> {
    let (mut documents, mut skipped) = (0, 0);
    let mut result = Ok(());
    each(&options.paths, global, &Limits::default(), &mut |found| {
        result = match found {
            Ok(mut document) => {
                applied.apply(documents, &mut document);
                documents += 1;
                add(&document)
            }
            Err(input) => {
                skipped += 1;
                leave_out(input)
            }
        };
        if result.is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })?;
    written(result)?;
    Ok(status_of(documents, skipped, global.strict))
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
