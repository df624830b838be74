//! The reader's loop: draw, wait for messages, update, perform effects. Files, the clock and the
//! workers are reached from here only.

use std::io;
use std::iter;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Instant;

use color_eyre::eyre::Result;

use super::clipboard::Clipboard;
use super::editor::Editor;
use super::inputs::in_numbers;
use super::left::Places;
use super::live::Live;
use super::meaning::Source;
use super::output::tell;
use super::scribe::{Scribe, operation};
use super::sheet::Sheet;
use super::stage::Stage;
use super::taken::Taken;
use super::workers::Workers;
use crate::app::geometry;
use crate::app::message::{Effect, Msg};
use crate::app::state::State;
use crate::app::told;
use crate::app::update::update;
use crate::notes::Operation;
use crate::report::inspection;
use crate::store::log::Log;

/// What the reader is opened with, besides the documents.
pub struct Opening {
    /// Where copied words go.
    pub clipboard: Clipboard,
    /// Steps that the comparison may take, where they were given.
    pub budget: Option<u64>,
    /// Where the notes are kept.
    pub scribe: Scribe,
    /// The model of meaning, where one was asked for.
    pub model: Option<Source>,
    /// Whether the documents are the sample story.
    pub sample: bool,
    /// Where the log of the run goes.
    pub log: Option<Log>,
    /// The configuration, to be read again.
    pub live: Live,
    /// Where it is kept where sets were left.
    pub places: Option<Places>,
}

/// Opens the reader on a state and returns the exit status when it is left.
///
/// # Errors
/// Where the terminal is gone.
pub(super) fn open(mut taken: Taken, mut state: State, opening: Opening) -> Result<u8> {
    taken.show(&state)?;
    let Taken {
        mut stage,
        sender,
        inbox,
        signals,
        waiting,
        ..
    } = taken;
    let notes_file = opening.scribe.file();
    let scribe = opening.scribe.start(sender.clone());
    let workers = Workers::new(scribe, sender);
    let workers = workers
        .with_budget(opening.budget)
        .with_sample(opening.sample)
        .with_notes_file(notes_file);
    let workers = workers.with_clipboard(opening.clipboard);
    let workers = workers.with_editor(Editor::of_environment());
    let mut workers = workers.with_model(opening.model);
    workers.configure_by(opening.live);
    workers.log_to(opening.log);
    for document in state.set.iter() {
        workers.log(|| in_numbers(&document.id.siglum(), document));
    }
    workers.compare(
        Arc::clone(&state.set),
        Vec::new(),
        state.settings.thresholds,
    );
    let shown = stage.as_mut();
    let end = match apply(waiting, &mut state, shown, &mut workers) {
        Ok(true) => run(state, &inbox, shown, &mut workers),
        other => other.map(|_| state),
    };
    stage.end();
    drop(stage);
    signals.close();
    let end = end?;
    if let Some(Err(error)) = opening.places.map(|places| places.keep(&end)) {
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
        let messages = iter::once(first).chain(inbox.try_iter());
        if !apply(messages, &mut state, stage, workers)? {
            break;
        }
        show(&state, stage, workers)?;
    }
    Ok(state)
}

/// Applies messages and performs what they ask for; returns false at the end.
fn apply(
    messages: impl IntoIterator<Item = Msg>,
    state: &mut State,
    stage: &mut dyn Stage,
    workers: &mut Workers,
) -> io::Result<bool> {
    for message in messages {
        workers.log(|| told::message(state, &message));
        for effect in update(state, message) {
            if !perform(effect, state, stage, workers)? {
                return Ok(false);
            }
        }
    }
    Ok(true)
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
        Effect::Export(export) => {
            let sheet = Sheet::of(state, &export);
            workers.export(export, sheet);
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
        Effect::Edit(words) => edit(&words, state, stage, workers)?,
        Effect::Repaint => stage.repaint(),
        Effect::Suspend => {
            let size = stage.stop()?;
            update(state, Msg::Resize(size));
        }
    }
    Ok(true)
}

/// Lets a person write in the editor.
fn edit(
    words: &str,
    state: &mut State,
    stage: &mut dyn Stage,
    workers: &Workers,
) -> io::Result<()> {
    let Some(editor) = workers.editor() else {
        let why = "no editor is named: set VISUAL or EDITOR".to_owned();
        update(state, Msg::Edited(Err(why)));
        return Ok(());
    };
    let mut written = Err("the editor was not started".to_owned());
    let size = stage.lend(&mut || written = editor.edit(words))?;
    update(state, Msg::Resize(size));
    update(state, Msg::Edited(written));
    Ok(())
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
