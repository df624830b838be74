//! Arguments in, exit code out.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use variorum::cli::Cli;
use variorum::run::{run, tell};
use variorum::text::sanitize;

fn main() -> ExitCode {
    if let Err(error) = color_eyre::install() {
        tell(&error.to_string());
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    match run(&cli) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            tell(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Prints help, or what is wrong with the arguments: a file name among them may hold anything. Nothing is lost
/// where nobody listens.
fn usage(error: &clap::Error) -> ExitCode {
    let words = error.render().to_string();
    let harmless = sanitize::text(&words);
    if harmless == words {
        let _ = error.print();
    } else {
        let _ = io::stderr().write_all(harmless.as_bytes());
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}
