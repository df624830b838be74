//! The terminal: taken and given back, a frame put on it; in `input` its events made messages, in `lines` lines
//! added to it.

mod background;
mod input;
mod lines;

use std::io::{self, BufWriter, Stdout, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::Print;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::geometry::Size;

/// Returns the columns of the terminal, where there is one that says.
#[must_use]
pub fn columns() -> Option<usize> {
    let (columns, _) = crossterm::terminal::size().ok()?;
    Some(usize::from(columns)).filter(|columns| *columns > 0)
}

pub use input::Input;
pub use lines::Lines;

/// The most bytes that are copied: terminals give up between 74,994 (xterm) and a million.
const LONGEST_COPY: usize = 74_994 / 4 * 3;

/// The terminal while the reader has it.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

impl Screen {
    /// Takes the terminal: raw mode, the alternate screen, bracketed paste. It is given back when the
    /// screen is dropped, and before the message of a panic on this thread is printed.
    ///
    /// # Errors
    /// Where standard input or output is no terminal, or does not answer.
    pub fn take() -> io::Result<Self> {
        give_back_on_panic();
        match enter().and_then(|()| terminal()) {
            Ok(terminal) => Ok(Self { terminal }),
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }

    /// Returns the size of the window.
    ///
    /// # Errors
    /// Where the terminal does not say.
    pub fn size(&self) -> io::Result<Size> {
        let size = self.terminal.size()?;
        Ok(Size {
            width: size.width,
            height: size.height,
        })
    }

    /// Draws a frame in one synchronised update; `view` returns where the terminal's cursor stands.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn draw(&mut self, view: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| {
            if let Some(position) = view(frame.buffer_mut()) {
                frame.set_cursor_position(position);
            }
        })?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        io::Write::flush(self.terminal.backend_mut())
    }

    /// Takes the wheel and clicks of the mouse, or leaves them to the terminal.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn take_mouse(&mut self, on: bool) -> io::Result<()> {
        MOUSE.store(on, Ordering::SeqCst);
        let out = self.terminal.backend_mut();
        queue!(out, Print(if on { MOUSE_ON } else { MOUSE_OFF }))?;
        io::Write::flush(out)
    }

    /// Asks the terminal for its background; the answer, if there is one, comes as a message.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn ask_background(&mut self) -> io::Result<()> {
        ASKED.store(true, Ordering::SeqCst);
        let out = self.terminal.backend_mut();
        queue!(out, Print(background::QUESTION))?;
        io::Write::flush(out)
    }

    /// Hands words to the terminal's clipboard (OSC 52); returns what to say of it, for the terminal does not answer.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn copy(&mut self, text: &str) -> io::Result<String> {
        if text.len() > LONGEST_COPY {
            return Ok(format!(
                "{} bytes are more than terminals take: set `copy` in the configuration to a file or a command",
                text.len()
            ));
        }
        let clipboard = CopyToClipboard::to_clipboard_from(text);
        crossterm::execute!(self.terminal.backend_mut(), clipboard)?;
        Ok("copied, if this terminal takes it; else set `copy` in the configuration".to_owned())
    }

    /// Gives the terminal back, lets `stopped` run, and takes it again.
    ///
    /// # Errors
    /// Where the terminal cannot be taken again.
    pub fn give_back_while(&mut self, stopped: impl FnOnce()) -> io::Result<()> {
        give_back();
        stopped();
        let mouse = MOUSE.load(Ordering::SeqCst);
        enter()?;
        // A terminal that knows of no frame draws all of the next one. Clearing this one would ask where the
        // cursor is, and the answer would go to the thread that reads the keys.
        self.terminal = terminal()?;
        if mouse {
            self.take_mouse(true)?;
        }
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn terminal() -> io::Result<Terminal<CrosstermBackend<BufWriter<Stdout>>>> {
    let out = BufWriter::with_capacity(1 << 16, io::stdout());
    Terminal::new(CrosstermBackend::new(out))
}

/// Whether the terminal is the reader's. To give it back twice would put the shell's cursor back to where it
/// was when the terminal was taken, onto what was written since: the message of a panic.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the terminal was asked for its background and has not answered.
static ASKED: AtomicBool = AtomicBool::new(false);

/// Whether the mouse is the reader's.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// Asks for clicks and the wheel in the notation without limits. Moves of the pointer are not asked for.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// Whether only the keys are the reader's: there is no other screen to leave.
static ONLY_KEYS: AtomicBool = AtomicBool::new(false);

fn take_keys() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    Ok(())
}

fn enter() -> io::Result<()> {
    take_keys()?;
    let mut out = io::stdout();
    queue!(out, EnterAlternateScreen, EnableBracketedPaste)?;
    out.flush()
}

/// Gives the terminal back; there is nobody left to tell where that fails.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    if ONLY_KEYS.load(Ordering::SeqCst) {
        let _ = disable_raw_mode();
        return;
    }
    let mut out = io::stdout();
    if MOUSE.load(Ordering::SeqCst) {
        let _ = queue!(out, Print(MOUSE_OFF));
    }
    let _ = queue!(
        out,
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// The panic of a worker becomes a message; only the thread that draws gives the terminal back and is heard.
fn give_back_on_panic() {
    let drawing: ThreadId = thread::current().id();
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if thread::current().id() == drawing {
                give_back();
                report(info);
            }
        }));
    });
}

/// Returns whether the terminal was asked for its background and has not answered.
#[must_use]
pub fn awaits_background() -> bool {
    ASKED.load(Ordering::SeqCst)
}

/// Remembers that the terminal has answered.
fn answered() {
    ASKED.store(false, Ordering::SeqCst);
}
