//! Where the reader is shown: on the screen of the terminal, or as lines that are only added to.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use signal_hook::consts::SIGTSTP;

use super::listening::Turn;
use crate::app::geometry::Size;
use crate::app::state::State;
use crate::term::{self, Lines, Screen};
use crate::ui::painter::Painter;
use crate::ui::spoken::{self, Said};
use crate::ui::theme::Theme;

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

    /// Gives the terminal to another program while it works; returns the size afterwards.
    ///
    /// # Errors
    /// Where the terminal is gone.
    fn lend(&mut self, work: &mut dyn FnMut()) -> io::Result<Size>;

    /// Gives the terminal back until the shell continues the program; returns the size afterwards.
    ///
    /// # Errors
    /// Where the terminal is gone.
    fn stop(&mut self) -> io::Result<Size>;

    /// Forgets what is shown: another program may have written over it, or the window was resized.
    fn repaint(&mut self) {}

    /// Ends the showing, before the terminal is given back.
    fn end(&mut self) {}
}

/// Returns the terminal that the reader is shown in, with its size: a screen, or lines where `linear`.
///
/// # Errors
/// Where it cannot be used.
pub(super) fn take(linear: bool, turn: Turn) -> io::Result<(Box<dyn Stage>, Size)> {
    if linear {
        let lines = Lines::take()?;
        let size = lines.size();
        let said = Said::default();
        return Ok((Box::new(Roll { lines, said, turn }), size));
    }
    let screen = Screen::take()?;
    let size = screen.size()?;
    let terminal = Terminal {
        screen,
        painter: Painter::default(),
        theme: Theme::colourless(),
        on: None,
        mouse: false,
        asked: None,
        turn,
    };
    Ok((Box::new(terminal), size))
}

/// The reader as lines that are only added to.
struct Roll {
    lines: Lines,
    said: Said,
    turn: Turn,
}

impl Stage for Roll {
    fn show(&mut self, state: &State) -> io::Result<()> {
        match spoken::more(state, &mut self.said) {
            words if words.is_empty() => Ok(()),
            words => self.lines.add(&words),
        }
    }

    fn copy(&mut self, _: &str) -> io::Result<String> {
        Ok("not copied: set `copy` in the configuration to a file or a command".to_owned())
    }

    fn lend(&mut self, work: &mut dyn FnMut()) -> io::Result<Size> {
        self.lines.give_back_while(|| self.turn.lend(work))?;
        Ok(self.lines.size())
    }

    fn stop(&mut self) -> io::Result<Size> {
        self.lines.give_back_while(stopped)?;
        Ok(self.lines.size())
    }

    fn end(&mut self) {
        // The shell goes on in a line of its own; there is nobody left to tell where that fails.
        let _ = self.lines.add(spoken::close(&mut self.said));
    }
}

/// Stops the process until the shell continues it.
fn stopped() {
    // Cannot fail for this signal; if it did, the reader would just go on.
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}

struct Terminal {
    screen: Screen,
    painter: Painter,
    /// The theme, and its number.
    theme: Theme,
    on: Option<usize>,
    /// Whether the mouse is taken.
    mouse: bool,
    /// When the terminal was asked for its background.
    asked: Option<Instant>,
    turn: Turn,
}

/// Returns the theme that is on.
fn theme(state: &State) -> Theme {
    let name = state.settings.themes.get(state.theme);
    name.and_then(|name| Theme::named(name))
        .unwrap_or_else(Theme::colourless)
}

impl Stage for Terminal {
    fn show(&mut self, state: &State) -> io::Result<()> {
        if self.on != Some(state.theme) {
            (self.on, self.theme) = (Some(state.theme), theme(state));
        }
        if self.mouse != state.settings.mouse {
            self.mouse = state.settings.mouse;
            self.screen.take_mouse(self.mouse)?;
        }
        let anew = self.painter.begins_anew(state.size);
        let cursor = self.painter.draw(state, &self.theme);
        self.screen.change(anew, self.painter.changes(), cursor)?;
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

    fn lend(&mut self, work: &mut dyn FnMut()) -> io::Result<Size> {
        self.painter.forget();
        self.screen.give_back_while(|| self.turn.lend(work))?;
        self.screen.size()
    }

    fn stop(&mut self) -> io::Result<Size> {
        self.painter.forget();
        self.screen.give_back_while(stopped)?;
        self.screen.size()
    }

    fn repaint(&mut self) {
        self.painter.forget();
    }

    fn end(&mut self) {
        wait_for_an_answer(self.asked);
    }
}

/// Waits a moment for an answer that is on its way where a reader is left at once: it would go to the shell.
fn wait_for_an_answer(asked: Option<Instant>) {
    const ON_ITS_WAY: Duration = Duration::from_millis(300);
    while term::awaits_background() && asked.is_some_and(|asked| asked.elapsed() < ON_ITS_WAY) {
        thread::sleep(Duration::from_millis(2));
    }
}
