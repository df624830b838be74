//! A file for a moment: words that another program is to change. Nobody else can read it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// A file that goes when it is dropped, unless it is kept.
pub struct Scratch {
    path: PathBuf,
    kept: bool,
}

impl Scratch {
    /// Returns a new file with these words, in the folder for temporary files.
    ///
    /// # Errors
    /// Where it cannot be made or written.
    pub fn new(words: &str) -> io::Result<Self> {
        let name = format!("variorum-note-{}.md", Uuid::new_v4().simple());
        let path = std::env::temp_dir().join(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path)?;
        let scratch = Self { path, kept: false };
        file.write_all(words.as_bytes())?;
        Ok(scratch)
    }

    /// Returns where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the words that it holds now.
    ///
    /// # Errors
    /// Where it is gone or no text.
    pub fn read(&self) -> io::Result<String> {
        super::read_text(&self.path)
    }

    /// Leaves it where it is; returns the place.
    #[must_use]
    pub fn keep(mut self) -> PathBuf {
        self.kept = true;
        self.path.clone()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !self.kept {
            // It may be gone already.
            let _ = fs::remove_file(&self.path);
        }
    }
}
