//! The terminal as a roll of lines: keys one by one, words only ever added, and not a single control sequence.

use std::io::{self, Write as _};
use std::sync::atomic::Ordering;

use super::{ONLY_KEYS, give_back, give_back_on_panic, take_keys};
use crate::app::geometry::Size;

/// The terminal while the reader adds lines to it.
#[derive(Debug)]
pub struct Lines(());

impl Lines {
    /// Takes the keys. They are given back when this is dropped, and before the message of a panic on this thread.
    ///
    /// # Errors
    /// Where standard input is no terminal.
    pub fn take() -> io::Result<Self> {
        ONLY_KEYS.store(true, Ordering::SeqCst);
        give_back_on_panic();
        take_keys()?;
        Ok(Self(()))
    }

    /// Returns the size of the window, or a common one where the terminal does not say.
    #[must_use]
    pub fn size(&self) -> Size {
        let (width, height) = crossterm::terminal::size().unwrap_or_default();
        let known = width > 0 && height > 0;
        let (width, height) = if known { (width, height) } else { (80, 24) };
        Size { width, height }
    }

    /// Adds words.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn add(&mut self, words: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        // In this mode the terminal itself does not go back to the beginning of a line.
        out.write_all(words.replace('\n', "\r\n").as_bytes())?;
        out.flush()
    }

    /// Gives the keys back, lets `stopped` run, and takes them again.
    ///
    /// # Errors
    /// Where they cannot be taken again.
    pub fn give_back_while(&mut self, stopped: impl FnOnce()) -> io::Result<()> {
        give_back();
        stopped();
        take_keys()
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        give_back();
    }
}
