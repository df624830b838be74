//! What each command does with the world.

mod applied;
pub mod clipboard;
mod compare;
pub mod defaults;
mod exchange;
pub mod inputs;
mod inspect;
pub mod left;
pub mod live;
mod manual;
pub mod meaning;
mod notes;
mod output;
pub mod reader;
mod sample;
pub mod scribe;
pub mod settings;
mod side_by_side;
mod sources;
pub mod stage;
pub mod workers;

use std::env;
use std::io::{self, IsTerminal};
use std::sync::Arc;

use color_eyre::eyre::{Result, WrapErr, bail};

use crate::app::geometry::Size;
use crate::app::message::Msg;
use crate::app::results::Results;
use crate::app::settings::Settings;
use crate::app::state::State;
use crate::app::update::update;
use crate::cli::{Cli, Command, Global};
use crate::store::log::Log;
use crate::store::paths;
use crate::ui::linear;
pub use output::tell;

use applied::Applied;
use inputs::{Loaded, load_all, status};
use left::Places;
use live::Live;
use meaning::Source;
use reader::Opening;
use scribe::Scribe;

/// Does what was typed and returns the exit status.
///
/// # Errors
/// Says what happened, to which file, and what to do.
pub fn run(cli: &Cli) -> Result<u8> {
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
        None => read(cli, log),
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

fn read(cli: &Cli, log: Option<Log>) -> Result<u8> {
    let global = &cli.global;
    let chosen = settings::of(global)?;
    let screen = chosen.screen(global)?;
    let loaded = load_all(&cli.paths, global)?;
    if loaded.set.is_empty() {
        bail!("there is nothing to read; variorum --help shows what can be given");
    }
    if status(&loaded, global.strict) != 0 {
        bail!(
            "with --strict all inputs must be readable, and {} are not",
            loaded.skipped.len()
        );
    }
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    let linear = global.linear || dumb;
    if !io::stdout().is_terminal() || (linear && !io::stdin().is_terminal()) {
        return print_linear(loaded, global);
    }
    let skipped = loaded
        .skipped
        .iter()
        .map(|s| format!("{}: {}", s.path, s.reason))
        .collect();
    let Loaded { set, base, .. } = loaded;
    let model = Source::at(chosen.model.clone(), global);
    let settings = Settings {
        skipped,
        model: model.is_some(),
        ..screen
    };
    // The sample always begins at the beginning, and so does what was asked for in words.
    let anew = cli.fresh || global.base.is_some();
    let places = Places::of(global.data_dir.as_deref()).map(|places| (places, anew));
    let places = places.filter(|_| !cli.paths.is_empty());
    let scribe = Scribe::new(notes_file(global));
    reader::open(Opening {
        set,
        base,
        settings,
        clipboard: chosen.clipboard.clone(),
        live: Live::new(global.clone(), chosen),
        budget: global.budget,
        scribe,
        log,
        linear,
        model,
        sample: cli.paths.is_empty(),
        places,
    })
}

/// Returns where notes are kept, or why they cannot be.
fn notes_file(global: &Global) -> Result<std::path::PathBuf, String> {
    paths::notes_file(global.notes.as_deref(), global.data_dir.as_deref())
        .map_err(|error| error.to_string())
}

fn print_linear(loaded: Loaded, global: &Global) -> Result<u8> {
    let strict = status(&loaded, global.strict);
    let mut applied = Applied::of(global)?;
    let set = Arc::new(applied.over(loaded.set));
    let constraints = applied.constraints(&set);
    let thresholds = applied.thresholds;
    let size = Size {
        width: 80,
        height: 24,
    };
    let mut state = State::new(
        Arc::clone(&set),
        size,
        Settings {
            ascii: global.ascii,
            thresholds,
            ..Settings::default()
        },
    );
    let comparison = compare::find(&set, global, &constraints, thresholds)?;
    let results = Results::new(&set, comparison).by(constraints.clone());
    state.constraints = constraints;
    update(&mut state, Msg::Compared(Arc::new(results)));
    state.read_first(loaded.base);
    output::print(linear::page(&state, &applied.lines).as_bytes())?;
    Ok(strict)
}
