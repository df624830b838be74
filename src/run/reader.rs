//! The reader's loop: draw, wait for messages, update, perform effects. Files, the clock and the
//! workers are reached from here only.

use std::io;
use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use color_eyre::eyre::{Result, WrapErr, eyre};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::clipboard::Clipboard;
use super::inputs::in_numbers;
use super::left::Places;
use super::live::Live;
use super::meaning::Source;
use super::output::tell;
use super::scribe::{Scribe, operation};
use super::workers::Workers;
use crate::app::beginnings;
use crate::app::geometry::{self, Size};
use crate::app::message::{Effect, Msg};
use crate::app::state::State;
use crate::app::told;
use crate::app::update::update;
use crate::notes::Operation;
use crate::report::inspection;
use crate::store::log::Log;
use crate::term::{self, Input, Screen};
use crate::ui;
use crate::ui::theme::Theme;

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

/// The terminal, taken for the reader, and what signals and keys send.
pub struct Taken {
    stage: Terminal,
    sender: Sender<Msg>,
    inbox: Receiver<Msg>,
    signals: signal_hook::iterator::Handle,
    /// Whether keys are read already.
    listening: bool,
    /// What came in and waits for a state that can do it.
    waiting: Vec<Msg>,
}

impl Taken {
    /// Takes the terminal.
    ///
    /// # Errors
    /// Where it cannot be used; it is given back first.
    pub fn new() -> Result<Self> {
        let (sender, inbox) = channel();
        // Before the terminal is taken, so that no signal ends the program without giving it back.
        let signals = listen_to_signals(&sender)?;
        let screen = Screen::take()
            .wrap_err("the terminal cannot be used; --linear prints plain text instead")?;
        Ok(Self {
            stage: Terminal::new(screen),
            sender,
            inbox,
            signals,
            listening: false,
            waiting: Vec::new(),
        })
    }

    /// Returns the size of the window.
    ///
    /// # Errors
    /// Where the terminal does not say.
    pub fn size(&self) -> io::Result<Size> {
        self.stage.screen.size()
    }

    /// Shows a state, and reads keys from then on.
    fn show(&mut self, state: &State) -> io::Result<()> {
        self.stage.show(state)?;
        if !std::mem::replace(&mut self.listening, true) {
            listen_to_keys(self.sender.clone());
        }
        Ok(())
    }

    /// Lets a person read the beginnings of texts until `whole` has read them; returns nothing where the reader is
    /// left before. What asks for more than beginnings waits.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub(super) fn read_beginnings<T: Send + 'static>(
        &mut self,
        state: &mut State,
        whole: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Option<T>> {
        self.show(state)?;
        let answers = self.sender.clone();
        let worker = thread::spawn(move || {
            let whole = catch_unwind(AssertUnwindSafe(whole));
            // Where nobody receives it any more, the reader was left meanwhile.
            let _ = answers.send(Msg::Whole);
            whole
        });
        while let Ok(first) = self.inbox.recv() {
            for message in iter::once(first).chain(self.inbox.try_iter()) {
                if matches!(message, Msg::Whole) {
                    let whole = worker.join().ok().and_then(Result::ok);
                    let why = "the texts could not be read: an error of the program";
                    return whole.map(Some).ok_or_else(|| eyre!(why));
                }
                if beginnings::waits(state, &message, !self.waiting.is_empty()) {
                    self.waiting.push(message);
                    continue;
                }
                for effect in update(state, message) {
                    match effect {
                        Effect::Quit => return Ok(None),
                        Effect::Suspend => {
                            let size = self.stage.stop()?;
                            update(state, Msg::Resize(size));
                        }
                        // Beginnings ask for nothing else.
                        _ => {}
                    }
                }
            }
            self.stage.show(state)?;
        }
        Ok(None)
    }
}

/// The place where frames appear: the terminal, or what stands in for it in tests.
pub trait Stage {
    /// Shows the state.
    ///
    /// # Errors
    /// Where the terminal is gone.
    fn show(&mut self, state: &State) -> io::Result<()>;

    /// Hands words to the terminal's clipboard; returns what to say of it.
    ///
    /// # Errors
    /// Where the terminal is gone.
    fn copy(&mut self, text: &str) -> io::Result<String>;

    /// Gives the terminal back until the shell continues the program; returns the size afterwards.
    ///
    /// # Errors
    /// Where the terminal is gone.
    fn stop(&mut self) -> io::Result<Size>;
}

/// Opens the reader on a state and returns the exit status when it is left.
///
/// # Errors
/// Where the terminal cannot be used; it is given back first.
pub fn open(mut taken: Taken, mut state: State, opening: Opening) -> Result<u8> {
    taken.show(&state)?;
    let Taken {
        mut stage,
        sender,
        inbox,
        signals,
        waiting,
        ..
    } = taken;
    let scribe = opening.scribe.start(sender.clone());
    let workers = Workers::new(scribe, sender);
    let workers = workers
        .with_budget(opening.budget)
        .with_sample(opening.sample);
    let workers = workers.with_clipboard(opening.clipboard);
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
    let end = match apply(waiting, &mut state, &mut stage, &mut workers) {
        Ok(true) => run(state, &inbox, &mut stage, &mut workers),
        other => other.map(|_| state),
    };
    wait_for_an_answer(stage.asked);
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

struct Terminal {
    screen: Screen,
    /// The theme, and its number, once there was a frame.
    theme: Option<(usize, Theme)>,
    /// Whether the mouse is taken.
    mouse: bool,
    /// When the terminal was asked for its background.
    asked: Option<Instant>,
}

impl Terminal {
    fn new(screen: Screen) -> Self {
        Self {
            screen,
            theme: None,
            mouse: false,
            asked: None,
        }
    }
}

/// Returns the theme that is on.
fn theme(state: &State) -> Theme {
    let name = state.settings.themes.get(state.theme);
    name.and_then(|name| Theme::named(name))
        .unwrap_or_else(Theme::colourless)
}

impl Stage for Terminal {
    fn show(&mut self, state: &State) -> io::Result<()> {
        let known = self.theme.take().filter(|(on, _)| *on == state.theme);
        let (_, theme) = self
            .theme
            .insert(known.unwrap_or_else(|| (state.theme, theme(state))));
        if self.mouse != state.settings.mouse {
            self.mouse = state.settings.mouse;
            self.screen.take_mouse(self.mouse)?;
        }
        self.screen.draw(|buffer| ui::view(state, theme, buffer))?;
        // Only now, so that the first paint waits for nothing.
        if state.settings.auto && self.asked.is_none() {
            self.asked = Some(Instant::now());
            self.screen.ask_background()?;
        }
        Ok(())
    }

    fn copy(&mut self, text: &str) -> io::Result<String> {
        self.screen.copy(text)
    }

    fn stop(&mut self) -> io::Result<Size> {
        self.screen.give_back_while(|| {
            // Cannot fail for this signal; if it did, the reader would just go on.
            let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
        })?;
        self.screen.size()
    }
}

/// Waits a moment for an answer that is on its way where a reader is left at once: it would go to the shell.
fn wait_for_an_answer(asked: Option<Instant>) {
    const ON_ITS_WAY: Duration = Duration::from_millis(300);
    while term::awaits_background() && asked.is_some_and(|asked| asked.elapsed() < ON_ITS_WAY) {
        thread::sleep(Duration::from_millis(2));
    }
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
