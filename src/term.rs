//! The terminal: taken and given back, its events read and made messages, a frame put on it.

mod background;

use std::collections::VecDeque;
use std::io::{self, BufWriter, Stdout, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind,
    KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
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
use crate::app::key::{Code, Key, Named};
use crate::app::message::Msg;
use crate::app::pointer::{Did, Pointer};
use background::{Answers, Taken, Wait};

/// Returns the columns of the terminal, where there is one that says.
#[must_use]
pub fn columns() -> Option<usize> {
    let (columns, _) = crossterm::terminal::size().ok()?;
    Some(usize::from(columns)).filter(|columns| *columns > 0)
}

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
        give_back_on_panic(thread::current().id());
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

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut out = io::stdout();
    queue!(out, EnterAlternateScreen, EnableBracketedPaste)?;
    out.flush()
}

/// Gives the terminal back; there is nobody left to tell where that fails.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
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
fn give_back_on_panic(drawing: ThreadId) {
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

/// What comes in from the terminal.
#[derive(Debug, Default)]
pub struct Input {
    answers: Answers,
    /// Read, but not handed on yet.
    ready: VecDeque<Msg>,
    /// Lone escapes since the terminal was asked.
    escapes: u32,
}

impl Input {
    /// Waits for the next event and returns its message; `None` for events that mean nothing here.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn next(&mut self) -> io::Result<Option<Msg>> {
        if self.ready.is_empty() {
            if let Some(bound) = self.bound()
                && !event::poll(bound)?
            {
                self.escapes += 1;
                let keys = self.answers.give_up();
                self.ready.extend(keys.into_iter().map(Msg::Key));
            } else {
                return self.read();
            }
        }
        Ok(self.ready.pop_front())
    }

    /// Returns for how long a key may be held back that may begin an answer.
    fn bound(&self) -> Option<Duration> {
        // A terminal that answers nothing is not to be slow with escapes for ever.
        const ENOUGH: u32 = 3;
        match self.answers.wait() {
            Wait::Forever => None,
            Wait::Short if self.escapes >= ENOUGH => Some(Duration::ZERO),
            Wait::Short => Some(Duration::from_millis(30)),
            Wait::Long => Some(Duration::from_secs(1)),
        }
    }

    fn read(&mut self) -> io::Result<Option<Msg>> {
        Ok(match event::read()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                key_of(key).and_then(|key| self.key(key))
            }
            Event::Paste(words) => Some(Msg::Paste(words)),
            Event::Mouse(event) => pointer_of(event).map(Msg::Pointer),
            Event::Resize(width, height) => Some(Msg::Resize(Size { width, height })),
            _ => None,
        })
    }

    /// Returns the key, unless it is part of the terminal's answer.
    fn key(&mut self, key: Key) -> Option<Msg> {
        if !awaits_background() {
            return Some(Msg::Key(key));
        }
        match self.answers.take(key) {
            Taken::Keys(keys) => {
                self.ready.extend(keys.into_iter().map(Msg::Key));
                self.ready.pop_front()
            }
            Taken::Held => None,
            Taken::Answer(colour) => {
                ASKED.store(false, Ordering::SeqCst);
                Some(Msg::Background(colour.is_light()))
            }
        }
    }
}

/// Returns whether the terminal was asked for its background and has not answered.
#[must_use]
pub fn awaits_background() -> bool {
    ASKED.load(Ordering::SeqCst)
}

fn pointer_of(event: MouseEvent) -> Option<Pointer> {
    let did = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Did::Click,
        MouseEventKind::ScrollUp => Did::WheelUp,
        MouseEventKind::ScrollDown => Did::WheelDown,
        _ => return None,
    };
    Some(Pointer {
        x: event.column,
        y: event.row,
        did,
    })
}

fn key_of(event: KeyEvent) -> Option<Key> {
    let code = match event.code {
        // Some terminals report Shift with the small letter.
        KeyCode::Char(c) if event.modifiers.contains(KeyModifiers::SHIFT) => Code::Char(upper(c)),
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::F(n) => Code::F(n),
        other => Code::Named(named(other)?),
    };
    let has = |modifier| event.modifiers.contains(modifier);
    let shift = event.code == KeyCode::BackTab
        || (has(KeyModifiers::SHIFT) && !matches!(code, Code::Char(_)));
    Some(Key {
        code,
        ctrl: has(KeyModifiers::CONTROL),
        alt: has(KeyModifiers::ALT),
        shift,
    })
}

fn upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn named(code: KeyCode) -> Option<Named> {
    Some(match code {
        KeyCode::Enter => Named::Enter,
        KeyCode::Esc => Named::Esc,
        KeyCode::Tab | KeyCode::BackTab => Named::Tab,
        KeyCode::Backspace => Named::Backspace,
        KeyCode::Delete => Named::Delete,
        KeyCode::Up => Named::Up,
        KeyCode::Down => Named::Down,
        KeyCode::Left => Named::Left,
        KeyCode::Right => Named::Right,
        KeyCode::Home => Named::Home,
        KeyCode::End => Named::End,
        KeyCode::PageUp => Named::PageUp,
        KeyCode::PageDown => Named::PageDown,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(code: KeyCode, modifiers: KeyModifiers) -> String {
        key_of(KeyEvent::new(code, modifiers)).map_or_else(String::new, |k| k.to_string())
    }

    #[test]
    fn terminal_events_become_keys_in_the_one_notation() {
        assert_eq!(read(KeyCode::BackTab, KeyModifiers::SHIFT), "shift-tab");
        assert_eq!(read(KeyCode::Char('d'), KeyModifiers::CONTROL), "ctrl-d");
        assert_eq!(read(KeyCode::Char('g'), KeyModifiers::SHIFT), "G");
        assert_eq!(read(KeyCode::Char('?'), KeyModifiers::SHIFT), "?");
        assert_eq!(read(KeyCode::F(7), KeyModifiers::SHIFT), "shift-f7");
        assert_eq!(read(KeyCode::CapsLock, KeyModifiers::NONE), "");
    }
}
