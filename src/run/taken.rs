//! The terminal while the reader has it: what comes in from keys and signals, and the first texts on it.

use std::io;
use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use color_eyre::eyre::{Result, WrapErr, eyre};

use super::listening::{self, Turn};
use super::stage::{self, Stage};
use crate::app::beginnings;
use crate::app::geometry::Size;
use crate::app::message::{Effect, Msg};
use crate::app::state::State;
use crate::app::update::update;

/// The terminal, taken for the reader, and what signals and keys send.
pub(super) struct Taken {
    pub(super) stage: Box<dyn Stage>,
    size: Size,
    pub(super) sender: Sender<Msg>,
    pub(super) inbox: Receiver<Msg>,
    pub(super) signals: signal_hook::iterator::Handle,
    /// Whether keys are read already.
    listening: bool,
    turn: Turn,
    /// What came in and waits for a state that can do it.
    pub(super) waiting: Vec<Msg>,
}

impl Taken {
    /// Takes the terminal, as a screen or for lines.
    ///
    /// # Errors
    /// Where it cannot be used; it is given back first.
    pub(super) fn new(linear: bool) -> Result<Self> {
        let (sender, inbox) = channel();
        // Before the terminal is taken, so that no signal ends the program without giving it back.
        let turn = Turn::default();
        let signals = listening::to_signals(&sender, turn.clone())?;
        let taken = stage::take(linear, turn.clone());
        let why = "the terminal cannot be used; --linear into a pipe prints plain text instead";
        let (stage, size) = taken.wrap_err(why)?;
        Ok(Self {
            stage,
            size,
            sender,
            inbox,
            signals,
            listening: false,
            turn,
            waiting: Vec::new(),
        })
    }

    /// Returns the size of the window when it was taken.
    pub(super) fn size(&self) -> Size {
        self.size
    }

    /// Shows a state, and reads keys from then on.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub(super) fn show(&mut self, state: &State) -> io::Result<()> {
        self.stage.show(state)?;
        if !std::mem::replace(&mut self.listening, true) {
            listening::to_keys(self.sender.clone(), self.turn.clone());
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
                        Effect::Repaint => self.stage.repaint(),
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
