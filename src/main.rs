//! Arguments in, exit code out.

use std::io::{self, Write};
use std::panic::catch_unwind;
use std::process::ExitCode;

use clap::Parser;
use variorum::cli::Cli;
use variorum::run::{run, tell};
use variorum::text::sanitize;

/// The exit status of bad usage, of nothing to read, and of an error of the program.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    if let Err(error) = color_eyre::install() {
        tell(&error.to_string());
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    // A panic was told by the hook that color-eyre installed.
    match catch_unwind(|| run(&cli)) {
        Ok(Ok(status)) => ExitCode::from(status),
        Ok(Err(error)) => {
            tell(&format!("{error:#}"));
            ExitCode::from(FAILED)
        }
        Err(_) => ExitCode::from(FAILED),
    }
}

/// Prints help, or what is wrong with the arguments: a file name among them may hold anything. Help that cannot be
/// written fails, except where nobody listens any more.
fn usage(error: &clap::Error) -> ExitCode {
    let words = error.render().to_string();
    let harmless = sanitize::text(&words);
    let printed = if harmless == words {
        error.print().and_then(|()| io::stdout().flush())
    } else {
        io::stderr().write_all(harmless.as_bytes())
    };
    match printed {
        Err(failure) if failure.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(FAILED),
        _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(FAILED)),
    }
}
