//! Keys as plain values, with one notation everywhere: `j`, `G`, `ctrl-d`, `f7`, `shift-tab`, `space`.

use std::fmt;
use std::str::FromStr;

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A character as typed, so that shift is part of it.
    Char(char),
    /// A function key.
    F(u8),
    /// Any of the named keys below.
    Named(Named),
}

/// Keys that type no character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Named {
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

const NAMES: [(Named, &str); 13] = [
    (Named::Enter, "enter"),
    (Named::Esc, "esc"),
    (Named::Tab, "tab"),
    (Named::Backspace, "backspace"),
    (Named::Delete, "delete"),
    (Named::Up, "up"),
    (Named::Down, "down"),
    (Named::Left, "left"),
    (Named::Right, "right"),
    (Named::Home, "home"),
    (Named::End, "end"),
    (Named::PageUp, "page-up"),
    (Named::PageDown, "page-down"),
];

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether Control was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
    /// Whether Shift was held with a key that types no character.
    pub shift: bool,
}

impl Key {
    /// Returns a key without modifiers.
    #[must_use]
    pub fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// Returns the key of a character.
    #[must_use]
    pub fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// Returns the character that the key types, if it types one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

/// What is wrong with the name of a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no key named {0:?}; keys are written j, G, ctrl-d, f7, shift-tab, space, enter, page-up"
)]
pub struct NoSuchKey(pub String);

impl FromStr for Key {
    type Err = NoSuchKey;

    fn from_str(name: &str) -> Result<Self, NoSuchKey> {
        let mut key = Self::char(' ');
        let mut rest = name;
        loop {
            let modifier = ["ctrl-", "alt-", "shift-"]
                .iter()
                .find_map(|m| Some((*m, rest.strip_prefix(m)?)));
            let Some((modifier, left)) = modifier.filter(|(_, left)| !left.is_empty()) else {
                break;
            };
            match modifier {
                "ctrl-" => key.ctrl = true,
                "alt-" => key.alt = true,
                _ => key.shift = true,
            }
            rest = left;
        }
        key.code = code(rest).ok_or_else(|| NoSuchKey(name.to_owned()))?;
        Ok(key)
    }
}

fn code(name: &str) -> Option<Code> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return Some(Code::Char(c));
    }
    if name == "space" {
        return Some(Code::Char(' '));
    }
    if let Some(named) = NAMES.iter().find(|(_, n)| *n == name) {
        return Some(Code::Named(named.0));
    }
    let number = name.strip_prefix('f')?.parse().ok()?;
    (1..=24).contains(&number).then_some(Code::F(number))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [
            (self.ctrl, "ctrl-"),
            (self.alt, "alt-"),
            (self.shift, "shift-"),
        ] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.code {
            Code::Char(' ') => f.write_str("space"),
            Code::Char(c) => write!(f, "{c}"),
            Code::F(n) => write!(f, "f{n}"),
            Code::Named(named) => f.write_str(
                NAMES
                    .iter()
                    .find(|(n, _)| *n == named)
                    .map_or("", |(_, n)| n),
            ),
        }
    }
}

/// The longest sequence of names that is read, in bytes.
const LONGEST: usize = 40;

/// Returns the keys of a sequence such as `]c`, `g1`, `ctrl-d` or `ctrl-x u`: a name of one key, names set off by
/// blanks, else a key a character.
///
/// # Errors
/// Where the sequence is empty or holds a character that no key types.
pub fn sequence(written: &str) -> Result<Vec<Key>, NoSuchKey> {
    if let Ok(key) = written.parse() {
        return Ok(vec![key]);
    }
    if written.contains(char::is_whitespace) && written.len() <= LONGEST {
        return written.split_whitespace().map(str::parse).collect();
    }
    let plain =
        !written.is_empty() && !written.contains('-') && !written.contains(char::is_whitespace);
    let known = written.chars().count() <= 3;
    if plain && known {
        return Ok(written.chars().map(Key::char).collect());
    }
    Err(NoSuchKey(written.to_owned()))
}

/// Returns keys as a person writes them one after the other: `]c`, `ctrl-d`, `ctrl-x u`.
#[must_use]
pub fn written(keys: &[Key]) -> String {
    let names: Vec<String> = keys.iter().map(ToString::to_string).collect();
    let short = names.iter().all(|name| name.chars().count() == 1);
    names.join(if short { "" } else { " " })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back_as_the_same_key() {
        for name in [
            "j",
            "G",
            "-",
            "ctrl-d",
            "alt-x",
            "shift-tab",
            "shift-f7",
            "f12",
            "space",
            "page-up",
            "?",
            "ctrl-space",
        ] {
            assert_eq!(name.parse::<Key>().unwrap().to_string(), name);
        }
    }

    #[test]
    fn a_sequence_is_one_named_key_or_a_key_a_character() {
        assert_eq!(sequence("]c").unwrap(), [Key::char(']'), Key::char('c')]);
        assert_eq!(sequence("f7").unwrap().len(), 1);
        assert_eq!(sequence("g,").unwrap().len(), 2);
        assert!(sequence("").is_err() && sequence("hyper-x").is_err() && sequence("f99").is_ok());
        assert!("f99".parse::<Key>().is_err());
    }
}
