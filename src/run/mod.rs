//! What each command does with the world.

mod applied;
mod beginnings;
pub mod clipboard;
mod compare;
mod comparing;
pub mod defaults;
pub mod editor;
mod exchange;
mod import;
pub mod inputs;
mod inspect;
pub mod left;
mod listening;
pub mod live;
mod manual;
pub mod meaning;
mod notes;
mod output;
mod read;
pub mod reader;
mod sample;
pub mod scribe;
pub mod settings;
pub mod sheet;
mod side_by_side;
mod sources;
pub mod stage;
mod taken;
pub mod workers;

use color_eyre::eyre::{Result, WrapErr};

use crate::cli::{Cli, Command, Global};
use crate::store::log::Log;
pub use output::tell;

/// Does what was typed and returns the exit status.
///
/// # Errors
/// Says what happened, to which file, and what to do.
pub fn run(cli: &Cli) -> Result<u8> {
    listening::outlive_full_files()?;
    settings::check(&cli.global)?;
    let log = log(&cli.global)?;
    match &cli.command {
        Some(Command::Compare(options)) => compare::compare(options, &cli.global),
        Some(Command::Inspect(options)) => inspect::inspect(options, &cli.global),
        Some(Command::Notes(options)) => notes::notes(options, &cli.global),
        Some(Command::Config) => {
            output::print(settings::of(&cli.global)?.report().as_bytes())?;
            Ok(0)
        }
        Some(Command::Keys) => {
            let keymap = settings::of(&cli.global)?.screen.keymap;
            output::print(manual::keys(&keymap).as_bytes())?;
            Ok(0)
        }
        Some(Command::Completions { shell }) => {
            output::print(&manual::completions(*shell))?;
            Ok(0)
        }
        Some(Command::Man) => {
            output::print(&manual::page()?)?;
            Ok(0)
        }
        None => read::read(cli, log),
    }
}

/// Opens the log that was asked for.
fn log(global: &Global) -> Result<Option<Log>> {
    let Some(file) = &global.log else {
        return Ok(None);
    };
    let log = Log::open(file);
    let why = || format!("--log {}: the file cannot be written", file.display());
    log.map(Some).wrap_err_with(why)
}
