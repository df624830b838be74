//! Results onto standard output; a reader that has closed it ends the program quietly.

use std::io::{self, Write};

use color_eyre::eyre::{Result, WrapErr};

use crate::cli::Global;
use crate::text::sanitize;

/// Writes a result to standard output.
///
/// # Errors
/// Where it cannot be written for another reason than a closed pipe.
pub(super) fn print(result: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    written(out.write_all(result).and_then(|()| out.flush()))
}

/// Returns what became of writing to standard output, where a closed pipe is no error.
///
/// # Errors
/// Any other.
pub(super) fn written(result: io::Result<()>) -> Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.wrap_err("standard output could not be written"),
    }
}

/// Says what is being done, where that was asked for.
pub(super) fn say(global: &Global, message: impl FnOnce() -> String) {
    if global.verbose {
        tell(&message());
    }
}

/// Says something to the person, on standard error; nothing is lost where nobody listens.
pub fn tell(message: &str) {
    let _ = writeln!(io::stderr(), "variorum: {}", sanitize::line(message));
}
