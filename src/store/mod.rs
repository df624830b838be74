//! Disk and network: paths, inputs, pages by their URL, the notes log.

pub mod cache;
pub mod fetch;
mod folder;
pub mod notes;
pub mod paths;
mod public;
pub mod read;
mod record;
#[cfg(feature = "fetch")]
mod web;

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
