//! Where copied words go: the terminal's clipboard, a file, or a command that takes them.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::store;

/// Where copied words go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Clipboard {
    /// To the terminal, which has the clipboard also of a machine far away (OSC 52).
    #[default]
    Terminal,
    /// To the end of a file.
    File(PathBuf),
    /// To the standard input of a command of the shell.
    Command(String),
}

impl Clipboard {
    /// Reads the setting `copy`: `terminal`, `file:PATH` or `command:WORDS`.
    #[must_use]
    pub fn of_setting(written: &str) -> Option<Self> {
        let named = |kind: &str| {
            written
                .strip_prefix(kind)
                .filter(|rest| !rest.trim().is_empty())
        };
        match written {
            "terminal" => Some(Self::Terminal),
            _ => named("file:")
                .map(|path| Self::File(super::sources::from_home(path)))
                .or_else(|| named("command:").map(|words| Self::Command(words.trim().to_owned()))),
        }
    }

    /// Puts words where they go, unless that is the terminal; returns what to say of it.
    #[must_use]
    pub fn take(&self, text: &str) -> String {
        match self {
            Self::Terminal => String::new(),
            Self::File(file) => match store::append(file, text.as_bytes()) {
                Ok(()) => format!("copied to the end of {}", file.display()),
                Err(error) => format!("{}: not copied: {error}", file.display()),
            },
            Self::Command(words) => match hand_over(words, text) {
                Ok(()) => format!("copied with {words}"),
                Err(why) => format!("not copied: {words}: {why}"),
            },
        }
    }
}

/// Runs a command of the shell with words on its standard input and waits for its end.
fn hand_over(words: &str, text: &str) -> Result<(), String> {
    let (shell, flag) = if cfg!(windows) {
        ("cmd", "/C")
    } else {
        ("sh", "-c")
    };
    let mut command = Command::new(shell);
    command.args([flag, words]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    // A command that does not read to the end says so by its status, not by a broken pipe.
    let given = child
        .stdin
        .take()
        .map(|mut stdin| stdin.write_all(text.as_bytes()));
    let output = child
        .wait_with_output()
        .map_err(|error| error.to_string())?;
    match (output.status.success(), given) {
        (true, _) => Ok(()),
        (false, _) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let line = said.lines().next().unwrap_or_default().to_owned();
            Err(format!("it ended with {} {line}", output.status)
                .trim()
                .to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_names_where_words_go() {
        let read = Clipboard::of_setting;
        assert_eq!(read("terminal"), Some(Clipboard::Terminal));
        assert_eq!(
            read("file:/tmp/q.txt"),
            Some(Clipboard::File("/tmp/q.txt".into()))
        );
        assert_eq!(
            read("command: wl-copy"),
            Some(Clipboard::Command("wl-copy".to_owned()))
        );
        assert_eq!(
            (read("file:"), read("clip"), read("command: ")),
            (None, None, None)
        );
    }
}
