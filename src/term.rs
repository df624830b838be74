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
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, queue};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Cell;
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
    out: CrosstermBackend<BufWriter<Stdout>>,
}

impl Screen {
    /// Takes the terminal: raw mode, the alternate screen, bracketed paste. It is given back when the
    /// screen is dropped, and before the message of a panic on this thread is printed.
    ///
    /// # Errors
    /// Where standard input or output is no terminal, or does not answer.
    pub fn take() -> io::Result<Self> {
        give_back_on_panic();
        if let Err(error) = enter() {
            give_back();
            return Err(error);
        }
        Ok(Self {
            out: CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout())),
        })
    }

    /// Returns the size of the window.
    ///
    /// # Errors
    /// Where the terminal does not say.
    pub fn size(&self) -> io::Result<Size> {
        let size = self.out.size()?;
        Ok(Size {
            width: size.width,
            height: size.height,
        })
    }

    /// Changes cells, each with its column and row, of a window that is emptied before where `anew`; then the
    /// terminal's cursor stands at `at`, or is hidden. All in one synchronised update, and in one write.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn change<'a>(
        &mut self,
        anew: bool,
        cells: impl Iterator<Item = (u16, u16, &'a Cell)>,
        at: Option<Position>,
    ) -> io::Result<()> {
        queue!(self.out, BeginSynchronizedUpdate)?;
        if anew {
            queue!(self.out, Clear(ClearType::All))?;
        }
        self.out.draw(cells)?;
        match at {
            Some(at) => queue!(self.out, cursor::MoveTo(at.x, at.y), cursor::Show)?,
            None => queue!(self.out, cursor::Hide)?,
        }
        queue!(self.out, EndSynchronizedUpdate)?;
        io::Write::flush(&mut self.out)
    }

    /// Takes the wheel and clicks of the mouse, or leaves them to the terminal.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn take_mouse(&mut self, on: bool) -> io::Result<()> {
        MOUSE.store(on, Ordering::SeqCst);
        let out = &mut self.out;
        queue!(out, Print(if on { MOUSE_ON } else { MOUSE_OFF }))?;
        io::Write::flush(out)
    }

    /// Asks the terminal for its background; the answer, if there is one, comes as a message.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn ask_background(&mut self) -> io::Result<()> {
        ASKED.store(true, Ordering::SeqCst);
        let out = &mut self.out;
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
        crossterm::execute!(self.out, clipboard)?;
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
