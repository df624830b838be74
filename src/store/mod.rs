//! Disk and network: paths, inputs, pages by their URL, the notes log.

pub mod cache;
pub mod config;
pub mod fetch;
mod folder;
pub mod log;
pub mod notes;
pub mod paths;
mod public;
pub mod read;
mod record;
pub mod scratch;
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

/// Writes a result to a file that is not there yet.
///
/// # Errors
/// Where there is one, or it cannot be made or written; of what could not be written whole nothing is left.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    let written = io::Write::write_all(&mut file, bytes);
    if written.is_err() {
        // The failure to write is the one to tell.
        let _ = fs::remove_file(path);
    }
    written
}

/// Returns a file as text.
///
/// # Errors
/// Where the file cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    let text = fs::read_to_string(path)?;
    let bare = text.strip_prefix('\u{feff}').map(str::to_owned);
    Ok(bare.unwrap_or(text))
}

/// Adds words to the end of a file, which is made where it is not there.
///
/// # Errors
/// Where the file cannot be made or written.
pub fn append(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)?;
    io::Write::write_all(&mut file, bytes)
}
