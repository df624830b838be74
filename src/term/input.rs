//! What comes in from the terminal: its events made messages, its answer taken out of the keys.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};

use super::background::{Answers, Taken, Wait};
use super::{answered, awaits_background};
use crate::app::geometry::Size;
use crate::app::key::{Code, Key, Named};
use crate::app::message::Msg;
use crate::app::pointer::{Did, Pointer};

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
    pub fn message(&mut self) -> io::Result<Option<Msg>> {
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
                answered();
                Some(Msg::Background(colour.is_light()))
            }
        }
    }
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
