//! What kept the log of notes from being read or written, and what to do about it.

use std::io;
use std::path::PathBuf;

use crate::notes::OperationError;

/// What kept the log from being read or written.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The path is a folder, a device or the like.
    #[error("{path} is not a file: name another one with --notes")]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// The path is a link to nothing.
    #[error(
        "{path} is a link to {to}, which is not there: make it, or name another file with --notes"
    )]
    Dangling {
        /// The link.
        path: PathBuf,
        /// Where it leads.
        to: PathBuf,
    },
    /// The file holds something else than notes.
    #[error(
        "{path} is no notes file of variorum, and is left as it is: name another one with --notes"
    )]
    NotALog {
        /// The path.
        path: PathBuf,
    },
    /// The file could not be read.
    #[error("{path} could not be read: {why}")]
    Read {
        /// The path.
        path: PathBuf,
        /// Why.
        why: io::Error,
    },
    /// The file, its folder or its lock may not be written.
    #[error(
        "the note was not saved: {path} cannot be written ({why}); check the folder and its permissions, or name another file with --notes"
    )]
    Denied {
        /// The path.
        path: PathBuf,
        /// Why.
        why: io::Error,
    },
    /// Writing failed; the file was cut back to what it was.
    #[error(
        "the note was not saved: writing {path} failed ({why}); make room or name another file with --notes, then save again"
    )]
    Write {
        /// The path.
        path: PathBuf,
        /// Why.
        why: io::Error,
    },
    /// The operation cannot be put into words.
    #[error("the note was not saved: {0}")]
    Operation(#[from] OperationError),
}
