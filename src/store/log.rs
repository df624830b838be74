//! The log of a run, for finding faults while the screen is taken: a line at a time, each with the time since the
//! start. It is added to, so that a file given by mistake is not lost.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Instant;

use crate::text::sanitize;

/// A log that is being written.
#[derive(Debug)]
pub struct Log {
    file: File,
    begun: Instant,
}

impl Log {
    /// Opens a log, and writes when it was and by which version.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).create(true).open(path)?;
        let mut log = Self {
            file,
            begun: Instant::now(),
        };
        let version = env!("CARGO_PKG_VERSION");
        let now = jiff::Timestamp::now();
        log.write(&format!("variorum {version} at {now:.0}"))?;
        Ok(log)
    }

    /// Writes a line. A log that is full or gone costs nothing else.
    pub fn line(&mut self, words: &str) {
        let _ = self.write(words);
    }

    fn write(&mut self, words: &str) -> io::Result<()> {
        let passed = self.begun.elapsed().as_secs_f64() * 1000.0;
        // In one piece, so that of two programs that write at once no line is torn.
        let line = format!("{passed:>12.3} ms  {}\n", sanitize::line(words));
        self.file.write_all(line.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_their_time_are_harmless_and_added_to_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("run.log");
        std::fs::write(&file, "before\n").unwrap();
        let mut log = Log::open(&file).unwrap();
        log.line("key j\u{1b}[2J\nkey k");
        let written = std::fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = written.lines().collect();
        assert_eq!(lines.len(), 3, "{written}");
        assert_eq!(lines[0], "before");
        assert!(lines[1].contains(" ms  variorum "), "{written}");
        assert!(lines[2].contains(" ms  key j") && !lines[2].contains('\u{1b}'));
    }

    #[test]
    fn a_file_that_cannot_be_written_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Log::open(folder.path()).is_err());
        assert!(Log::open(&folder.path().join("no/such.log")).is_err());
    }
}
