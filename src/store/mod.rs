//! Disk: paths, inputs, the notes log.

mod folder;
pub mod notes;
pub mod paths;
pub mod read;
mod record;

use std::fs;
use std::io;
use std::path::Path;

/// Writes a result to a file.
///
/// # Errors
/// Where the file cannot be made or written.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(path, bytes)
}
