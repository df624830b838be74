//! The person's own editor, for the words of a note.

use std::process::Command;

use crate::store::scratch::Scratch;

/// Which editor is used: a command of the shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor(String);

impl Editor {
    /// Returns this editor.
    #[must_use]
    pub fn new(command: &str) -> Self {
        Self(command.to_owned())
    }

    /// Returns the one that the environment names.
    #[must_use]
    pub fn of_environment() -> Option<Self> {
        let named = |name| std::env::var(name).ok();
        let mut given = ["VISUAL", "EDITOR"].into_iter().filter_map(named);
        let command = given.find(|command| !command.trim().is_empty())?;
        Some(Self(command))
    }

    /// Lets a person change words, and returns what they became.
    ///
    /// # Errors
    /// Where the editor cannot be started, ends with an error, or leaves no text: what was written is kept in a
    /// file then, and the error names it.
    pub fn edit(&self, words: &str) -> Result<String, String> {
        let file = Scratch::new(words).map_err(|error| format!("no file to edit: {error}"))?;
        // As git does it, so that the command may have options of its own.
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{} \"$@\"", self.0), &self.0]);
        command.arg(file.path());
        let ended = command.status();
        let name = &self.0;
        let why = match ended {
            Ok(status) if status.success() => match file.read() {
                Ok(words) => return Ok(words),
                Err(error) => format!("{name} left no text: {error}"),
            },
            Ok(status) => format!("{name} ended with an error ({status})"),
            Err(error) => format!("{name} could not be started: {error}"),
        };
        let same = file.read().is_ok_and(|now| now == words) || !file.path().exists();
        Err(match same {
            true => why,
            false => format!("{why}; what it wrote is in {}", file.keep().display()),
        })
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_the_editor_wrote_comes_back_and_its_file_goes() {
        let editor = Editor::new("printf '%s' \"$1\" >> \"$1\"; true");
        let path = editor.edit("한\n").unwrap();
        let path = path.strip_prefix("한\n").unwrap();
        assert!(
            path.ends_with(".md") && !std::path::Path::new(path).exists(),
            "{path}"
        );
    }

    #[test]
    fn an_editor_that_fails_says_so_and_what_it_wrote_is_kept() {
        let error = |command: &str| Editor::new(command).edit("mine").unwrap_err();
        assert!(error("false").ends_with("ended with an error (exit status: 1)"));
        assert!(error("no-such-editor").contains("no-such-editor ended with an error"));
        assert!(error("rm").contains("left no text"));
        let kept = error("f() { printf more >> \"$1\"; exit 3; }; f");
        let (_, path) = kept.split_once("what it wrote is in ").unwrap();
        let written = crate::store::read_text(std::path::Path::new(path));
        assert_eq!(written.unwrap(), "minemore");
        assert!(Command::new("rm").arg(path).status().unwrap().success());
    }
}
