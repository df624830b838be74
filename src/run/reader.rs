//! The reader's loop: draw, wait for messages, update, perform effects. Files, the clock and the
//! workers are reached from here only.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Instant;

use color_eyre::eyre::{Result, WrapErr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::clipboard::Clipboard;
use super::inputs::in_numbers;
use super::left::Places;
use super::live::Live;
use super::meaning::Source;
use super::output::tell;
use super::scribe::{Scribe, operation};
use super::stage::{self, Stage};
use super::workers::Workers;
use crate::app::geometry;
use crate::app::message::{Effect, Msg};
use crate::app::settings::Settings;
use crate::app::state::State;
use crate::app::told;
use crate::app::update::update;
use crate::document::{DocId, DocumentSet};
use crate::notes::Operation;
use crate::report::inspection;
use crate::store::log::Log;
use crate::term::Input;

/// What the reader is opened with.
pub struct Opening {
    /// The documents.
    pub set: DocumentSet,
    /// The document to read first.
    pub base: DocId,
    /// Signs and words for the screen.
    pub settings: Settings,
    /// Where copied words go.
    pub clipboard: Clipboard,
    /// Steps that the comparison may take, where they were given.
    pub budget: Option<u64>,
    /// Where the notes are kept.
    pub scribe: Scribe,
    /// The model of meaning, where one was asked for.
    pub model: Option<Source>,
    /// Whether it is shown as lines that are only added to.
    pub linear: bool,
    /// Whether the documents are the sample story.
    pub sample: bool,
    /// Where the log of the run goes.
    pub log: Option<Log>,
    /// The configuration, to be read again.
    pub live: Live,
    /// Where it is kept where sets were left, and whether this one begins anew.
    pub places: Option<(Places, bool)>,
}

/// Opens the reader in the terminal and returns the exit status.
///
/// # Errors
/// Where the terminal cannot be used; it is given back first.
pub fn open(opening: Opening) -> Result<u8> {
    let (sender, inbox) = channel();
    // Before the terminal is taken, so that no signal ends the program without giving it back.
    let signals = listen_to_signals(&sender)?;
    let taken = stage::take(opening.linear);
    let why = "the terminal cannot be used; --linear into a pipe prints plain text instead";
    let (mut stage, size) = taken.wrap_err(why)?;
    let Opening {
        set,
        base,
        settings,
        clipboard,
        budget,
        scribe,
        model,
        sample,
        places,
        log,
        live,
        linear: _,
    } = opening;
    let mut state = State::new(Arc::new(set), size, settings);
    state.read_first(base);
    if let Some((places, false)) = &places {
        places.bring_back(&mut state);
    }
    stage.show(&state)?;
    listen_to_keys(sender.clone());
    let scribe = scribe.start(sender.clone());
    let workers = Workers::new(scribe, sender);
    let workers = workers.with_budget(budget).with_sample(sample);
    let mut workers = workers.with_clipboard(clipboard).with_model(model);
    workers.configure_by(live);
    workers.log_to(log);
    for document in state.set.iter() {
        workers.log(|| in_numbers(&document.id.siglum(), document));
    }
    workers.compare(
        Arc::clone(&state.set),
        Vec::new(),
        state.settings.thresholds,
    );
    let end = run(state, &inbox, stage.as_mut(), &mut workers);
    stage.end();
    drop(stage);
    signals.close();
    let end = end?;
    if let Some(Err(error)) = places.map(|(places, _)| places.keep(&end)) {
        tell(&format!("where you left off could not be kept: {error}"));
    }
    Ok(0)
}

/// Runs the loop until the reader is left; `workers` do what takes time.
///
/// # Errors
/// Where the terminal is gone.
pub fn run(
    mut state: State,
    inbox: &Receiver<Msg>,
    stage: &mut dyn Stage,
    workers: &mut Workers,
) -> io::Result<State> {
    show(&state, stage, workers)?;
    // All waiting messages are applied before one draw, so that keys never queue behind frames.
    while let Ok(first) = inbox.recv() {
        for message in std::iter::once(first).chain(inbox.try_iter()) {
            workers.log(|| told::message(&state, &message));
            for effect in update(&mut state, message) {
                if !perform(effect, &mut state, stage, workers)? {
                    return Ok(state);
                }
            }
        }
        show(&state, stage, workers)?;
    }
    Ok(state)
}

/// Shows the state; the log says how long that took.
fn show(state: &State, stage: &mut dyn Stage, workers: &mut Workers) -> io::Result<()> {
    let begun = Instant::now();
    stage.show(state)?;
    workers.log(|| format!("drawn in {:.3} ms", begun.elapsed().as_secs_f64() * 1000.0));
    Ok(())
}

/// Performs an effect; returns false at the end.
fn perform(
    effect: Effect,
    state: &mut State,
    stage: &mut dyn Stage,
    workers: &mut Workers,
) -> io::Result<bool> {
    workers.log(|| format!("asked: {}", told::effect(&effect)));
    match effect {
        Effect::Quit => return Ok(false),
        Effect::Append(change) => {
            let by = state.settings.name.clone();
            let operation = Operation {
                by,
                ..operation(change)
            };
            return save(operation, state, stage, workers);
        }
        Effect::AppendAgain(operation) => return save(operation, state, stage, workers),
        Effect::Compare => {
            let thresholds = state.settings.thresholds;
            workers.compare(
                Arc::clone(&state.set),
                state.constraints.clone(),
                thresholds,
            );
        }
        Effect::Open(path) => workers.open(path),
        Effect::Reload => workers.reload(Arc::clone(&state.set)),
        Effect::Configure => {
            let read = workers.configure();
            for effect in update(state, Msg::Configured(read)) {
                if !perform(effect, state, stage, workers)? {
                    return Ok(false);
                }
            }
        }
        Effect::Complete(typed) => workers.complete(typed),
        Effect::Report(doc) => {
            let document = state.set.get(doc);
            let look = inspection::Look {
                columns: geometry::page_columns(state.size),
                colour: false,
            };
            let report = document.map(|d| inspection::text(doc.index(), d, look));
            update(state, Msg::Report(doc, report.unwrap_or_default()));
        }
        Effect::Copy(text) => {
            if let Some(text) = workers.copy(text) {
                let said = stage.copy(&text)?;
                update(state, Msg::Copied(said));
            }
        }
        Effect::Suspend => {
            let size = stage.stop()?;
            update(state, Msg::Resize(size));
        }
    }
    Ok(true)
}

/// Hands an operation to the writer of notes. Where that is gone the answer is given here: someone who leaves
/// waits for it.
fn save(
    operation: Operation,
    state: &mut State,
    stage: &mut dyn Stage,
    workers: &mut Workers,
) -> io::Result<bool> {
    let Err(operation) = workers.save(operation) else {
        return Ok(true);
    };
    let why = "the writer of notes is gone".to_owned();
    for effect in update(state, Msg::Saved(Err((*operation, why)))) {
        if !perform(effect, state, stage, workers)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn listen_to_keys(sender: Sender<Msg>) {
    thread::spawn(move || {
        let mut input = Input::default();
        loop {
            let message = match input.next() {
                Ok(Some(message)) => message,
                Ok(None) => continue,
                Err(_) => Msg::Terminate,
            };
            let last = matches!(message, Msg::Terminate);
            if sender.send(message).is_err() || last {
                return;
            }
        }
    });
}

fn listen_to_signals(sender: &Sender<Msg>) -> io::Result<signal_hook::iterator::Handle> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP])?;
    let handle = signals.handle();
    let sender = sender.clone();
    thread::spawn(move || {
        for signal in signals.forever() {
            let message = if signal == SIGTSTP {
                Msg::Stop
            } else {
                Msg::Terminate
            };
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    Ok(handle)
}
