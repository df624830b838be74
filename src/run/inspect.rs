//! `variorum inspect`: what the loader made of each input, document by document, however many there are.

use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;

use color_eyre::eyre::Result;

use super::applied::Applied;
use super::inputs::{each, status_of};
use super::output::written;
use crate::cli::{Format, Global, Inspect};
use crate::document::{Document, Skipped};
use crate::load::Limits;
use crate::report::documents::{Json, text};

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
            let mut number = 0;
            let add = |document: &Document| {
                out.write_all(text(number, document).as_bytes())?;
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
