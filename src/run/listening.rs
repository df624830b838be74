//! The threads that wait for keys and signals. While another program has the terminal the one leaves its keys
//! alone, and the other its signals.

use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use signal_hook::iterator::{Handle, Signals};
use signal_hook::{flag, low_level};

use crate::app::message::Msg;
use crate::term::Input;

/// Who has the terminal: the reader, or another program for a while.
#[derive(Clone, Debug, Default)]
pub(super) struct Turn {
    held: Arc<(Mutex<Held>, Condvar)>,
}

#[derive(Debug, Default)]
struct Held {
    /// Whether another program has the terminal.
    lent: bool,
    /// Whether the thread that reads keys waits for its return.
    waiting: bool,
}

/// How long it is waited for the thread that reads keys; it is gone where the terminal is.
const PATIENCE: Duration = Duration::from_secs(2);

impl Turn {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets another program have the terminal while it works.
    pub(super) fn lend(&self, work: impl FnOnce()) {
        let mut held = self.held();
        held.lent = true;
        // The thread waits inside a read for a key: a change of the window's size wakes it.
        let _ = low_level::raise(SIGWINCH);
        let waits = self
            .held
            .1
            .wait_timeout_while(held, PATIENCE, |held| !held.waiting);
        drop(waits);
        work();
        self.held().lent = false;
        self.held.1.notify_all();
    }

    /// Waits until the terminal is the reader's.
    fn wait(&self) {
        let mut held = self.held();
        while held.lent {
            held.waiting = true;
            self.held.1.notify_all();
            held = self
                .held
                .1
                .wait(held)
                .unwrap_or_else(PoisonError::into_inner);
        }
        held.waiting = false;
    }

    fn is_lent(&self) -> bool {
        self.held().lent
    }
}

/// Sends what is typed, until the terminal is gone.
pub(super) fn to_keys(sender: Sender<Msg>, turn: Turn) {
    thread::spawn(move || {
        let mut input = Input::default();
        loop {
            turn.wait();
            let message = match input.message() {
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

/// Lets a write beyond the size that files may have fail like any other, so that it is told and nothing is lost,
/// instead of ending the program. Handled rather than ignored: other programs started from here have their own way.
///
/// # Errors
/// Where the signal cannot be handled.
pub(super) fn outlive_full_files() -> io::Result<()> {
    flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false))).map(|_| ())
}

/// Sends what signals ask for.
///
/// # Errors
/// Where they cannot be listened to.
pub(super) fn to_signals(sender: &Sender<Msg>, turn: Turn) -> io::Result<Handle> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP])?;
    let handle = signals.handle();
    let sender = sender.clone();
    thread::spawn(move || {
        for signal in signals.forever() {
            let message = match (signal, turn.is_lent()) {
                // Ctrl-C and Ctrl-Z are for the program that has the terminal; both stop together.
                (SIGINT, true) => continue,
                (SIGTSTP, true) => {
                    let _ = low_level::emulate_default_handler(SIGTSTP);
                    continue;
                }
                (SIGTSTP, false) => Msg::Stop,
                _ => Msg::Terminate,
            };
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    Ok(handle)
}
