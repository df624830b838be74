//! `variorum inspect`: what the loader made of each input.

use color_eyre::eyre::{Result, WrapErr};

use super::inputs::{load_all, status};
use super::output::print;
use crate::cli::{Format, Global, Inspect};
use crate::report::documents;

/// Prints the report and returns the exit status.
///
/// # Errors
/// Says what could not be written.
pub(super) fn inspect(options: &Inspect, global: &Global) -> Result<u8> {
    let loaded = load_all(&options.paths, global)?;
    let out = match options.format {
        Format::Text => documents::text(&loaded.set, &[]),
        Format::Json => documents::json(&loaded.set, &loaded.skipped)
            .wrap_err("the report could not be written as JSON")?,
    };
    print(out.as_bytes())?;
    Ok(status(&loaded, global.strict))
}
