//! A desk with articles on it: the program is run there, and what it says is kept.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder of articles in which the program is run.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
}

impl Desk {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Self { folder };
        for (name, text) in files {
            fs::write(desk.path(name), text).unwrap();
        }
        desk
    }

    /// The sample story as five files.
    pub(crate) fn sample() -> Self {
        let desk = Self::new(&[]);
        let story = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample");
        for name in SAMPLE {
            fs::copy(story.join(name), desk.path(name)).unwrap();
        }
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_variorum"));
        command.args(arguments).current_dir(self.folder.path());
        command.env("VARIORUM_DATA_DIR", self.path("data"));
        command.env("RUST_BACKTRACE", "0").env_remove("NO_COLOR");
        command.stdin(Stdio::null());
        command
    }

    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Said {
        Said::of(self.command(arguments).output().unwrap())
    }
}

pub(crate) const SAMPLE: [&str; 5] = [
    "1-wire.txt",
    "2-agency.txt",
    "3-rewrite.txt",
    "4-report.txt",
    "5-page.html",
];

/// What the program said.
pub(crate) struct Said {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    pub(crate) fn of(output: Output) -> Self {
        let Some(status) = output.status.code() else {
            panic!("ended by a signal: {output:?}");
        };
        Self {
            status,
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Fails where the status is another, or standard error holds other than these words.
    #[track_caller]
    pub(crate) fn expect(&self, status: i32, told: &[&str]) -> &Self {
        assert_eq!(self.status, status, "{}{}", self.out, self.err);
        for words in told {
            assert!(self.err.contains(words), "{words:?} not in: {}", self.err);
        }
        if told.is_empty() {
            assert_eq!(self.err, "");
        }
        self
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

pub(crate) fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

/// Returns arguments with the files of the sample story behind them.
pub(crate) fn on_sample(arguments: &[&'static str]) -> Vec<&'static str> {
    [arguments, &SAMPLE].concat()
}
