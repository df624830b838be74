//! `variorum PATH...`: the reader, or linear text.

use std::env;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;

use color_eyre::eyre::{Result, bail};

use super::applied::Applied;
use super::beginnings::{self, Begun};
use super::inputs::{self, Loaded, load_all, load_in_silence, status};
use super::left::Places;
use super::live::Live;
use super::meaning::Source;
use super::reader::{self, Opening};
use super::scribe::Scribe;
use super::taken::Taken;
use super::{compare, output, settings};
use crate::app::beginnings::read_on;
use crate::app::geometry::Size;
use crate::app::message::Msg;
use crate::app::results::Results;
use crate::app::settings::Settings;
use crate::app::state::State;
use crate::app::update::update;
use crate::cli::{Cli, Global};
use crate::document::Skipped;
use crate::store::log::Log;
use crate::store::paths;
use crate::ui::linear;

/// Opens the reader on what was typed, or prints linear text where there is no terminal to read in.
///
/// # Errors
/// Where there is nothing to read, or the terminal cannot be used.
pub(super) fn read(cli: &Cli, log: Option<Log>) -> Result<u8> {
    let global = &cli.global;
    let chosen = settings::of(global)?;
    let screen = chosen.screen(global)?;
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    let linear = global.linear || dumb;
    if !io::stdout().is_terminal() || (linear && !io::stdin().is_terminal()) {
        return print_linear(readable(load_all(&cli.paths, global)?, global)?, global);
    }
    let model = Source::at(chosen.model.clone(), global);
    let settings = Settings {
        model: model.is_some(),
        ..screen
    };
    let places = Places::of(global.data_dir.as_deref()).filter(|_| !cli.paths.is_empty());
    let opening = Opening {
        clipboard: chosen.clipboard.clone(),
        live: Live::new(global.clone(), chosen),
        budget: global.budget,
        scribe: Scribe::new(notes_file(global)),
        log,
        model,
        sample: cli.paths.is_empty(),
        places: places.clone(),
    };
    // The sample always begins at the beginning, and so does what was asked for in words.
    let places = places.filter(|_| !cli.fresh && global.base.is_none());
    let whole = {
        let (paths, global) = (cli.paths.clone(), global.clone());
        let (settings, places) = (settings.clone(), places.clone());
        move |size| whole(&paths, &global, settings, places, size)
    };
    // Lines are only added to, so they begin with the whole.
    let paths = if linear { &[] } else { cli.paths.as_slice() };
    match beginnings::read(paths, global, &settings, whole)? {
        Begun::Left => Ok(0),
        Begun::Not => {
            let loaded = readable(load_all(&cli.paths, global)?, global)?;
            let taken = Taken::new(linear)?;
            let state = first(loaded, settings, places, taken.size());
            reader::open(taken, state, opening)
        }
        Begun::Read(read) => {
            let (taken, beginnings, whole) = *read;
            let (state, skipped) = whole?;
            let end = match state {
                Ok(whole) => reader::open(taken, read_on(beginnings, whole), opening),
                Err(error) => {
                    drop(taken);
                    Err(error)
                }
            };
            skipped.iter().for_each(inputs::tell_skipped);
            end
        }
    }
}

/// The reader of whole texts, or why there is nothing to read; and what was skipped.
type Whole = (Result<State>, Vec<Skipped>);

/// Reads whole texts while their beginnings are read: what is said now would stand on the screen.
fn whole(
    paths: &[PathBuf],
    global: &Global,
    settings: Settings,
    places: Option<Places>,
    size: Size,
) -> Result<Whole> {
    let loaded = load_in_silence(paths, global)?;
    let skipped = loaded.skipped.clone();
    let state = readable(loaded, global).map(|loaded| first(loaded, settings, places, size));
    Ok((state, skipped))
}

/// Returns a reader of what was loaded, where it was left or at its beginning.
fn first(loaded: Loaded, settings: Settings, places: Option<Places>, size: Size) -> State {
    let Loaded { set, base, skipped } = loaded;
    let skipped = skipped
        .iter()
        .map(|s| format!("{}: {}", s.path, s.reason))
        .collect();
    let mut state = State::new(
        Arc::new(set),
        size,
        Settings {
            skipped,
            ..settings
        },
    );
    state.read_first(base);
    if let Some(places) = places {
        places.bring_back(&mut state);
    }
    state
}

/// Returns what was loaded where that is enough to go on.
///
/// # Errors
/// Where there is nothing, or with `--strict` not everything.
fn readable(loaded: Loaded, global: &Global) -> Result<Loaded> {
    if loaded.set.is_empty() {
        bail!("there is nothing to read; variorum --help shows what can be given");
    }
    if status(&loaded, global.strict) != 0 {
        bail!(
            "with --strict all inputs must be readable, and {} are not",
            loaded.skipped.len()
        );
    }
    Ok(loaded)
}

/// Returns where notes are kept, or why they cannot be.
fn notes_file(global: &Global) -> Result<PathBuf, String> {
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
