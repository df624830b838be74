//! What each command does with the world.

mod applied;
mod compare;
pub mod inputs;
mod inspect;
pub mod meaning;
mod notes;
mod output;
pub mod reader;
mod sample;
pub mod scribe;
mod sources;
pub mod workers;

use std::env;
use std::io::{self, IsTerminal};
use std::sync::Arc;

use color_eyre::eyre::{Result, bail};

use crate::app::geometry::Size;
use crate::app::message::Msg;
use crate::app::results::Results;
use crate::app::state::{Settings, State};
use crate::app::update::update;
use crate::cli::{Cli, Colour, Command, Global};
use crate::store::paths;
use crate::ui::linear;
use crate::ui::theme::{NAMES, Theme};
pub use output::tell;

use inputs::{Loaded, load_all, status};
use meaning::Source;
use reader::Opening;
use scribe::Scribe;

/// Does what was typed and returns the exit status.
///
/// # Errors
/// Says what happened, to which file, and what to do.
pub fn run(cli: &Cli) -> Result<u8> {
    match &cli.command {
        Some(Command::Compare(options)) => compare::compare(options, &cli.global),
        Some(Command::Inspect(options)) => inspect::inspect(options, &cli.global),
        Some(Command::Notes(options)) => notes::notes(options, &cli.global),
        None => read(cli),
    }
}

fn read(cli: &Cli) -> Result<u8> {
    let global = &cli.global;
    let theme = theme(global)?;
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
    if global.linear || dumb || !io::stdout().is_terminal() {
        return print_linear(loaded, global);
    }
    let skipped = loaded
        .skipped
        .iter()
        .map(|s| format!("{}: {}", s.path, s.reason))
        .collect();
    let Loaded { set, base, .. } = loaded;
    let model = Source::of(global);
    let settings = Settings {
        ascii: global.ascii,
        skipped,
        model: model.is_some(),
    };
    let scribe = Scribe::new(notes_file(global));
    reader::open(Opening {
        set,
        base,
        settings,
        theme,
        budget: global.budget,
        scribe,
        model,
        sample: cli.paths.is_empty(),
    })
}

/// Returns where notes are kept, or why they cannot be.
fn notes_file(global: &Global) -> Result<std::path::PathBuf, String> {
    paths::notes_file(global.notes.as_deref(), global.data_dir.as_deref())
        .map_err(|error| error.to_string())
}

fn theme(global: &Global) -> Result<Theme> {
    let colourless = match global.color {
        Colour::Always => false,
        Colour::Never => true,
        Colour::Auto => env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()),
    };
    let name = global.theme.as_deref().unwrap_or("dark");
    match Theme::named(name) {
        Some(_) if colourless => Ok(Theme::colourless()),
        Some(theme) => Ok(theme),
        None => bail!(
            "--theme {name}: there is no such theme; there are {}",
            NAMES.join(", ")
        ),
    }
}

fn print_linear(loaded: Loaded, global: &Global) -> Result<u8> {
    let strict = status(&loaded, global.strict);
    let set = Arc::new(loaded.set);
    let size = Size {
        width: 80,
        height: 24,
    };
    let mut state = State::new(
        Arc::clone(&set),
        size,
        Settings {
            ascii: global.ascii,
            ..Settings::default()
        },
    );
    let comparison = compare::find(&set, global)?;
    let results = Results::new(&set, comparison);
    update(&mut state, Msg::Compared(Arc::new(results)));
    state.read_first(loaded.base);
    output::print(linear::page(&state).as_bytes())?;
    Ok(strict)
}
