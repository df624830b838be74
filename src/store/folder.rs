//! Folders: made where they are missing, and synced, so that a new file in them will be found after a crash.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Makes a folder where it is missing; returns whether it was.
pub(super) fn make(folder: &Path) -> io::Result<bool> {
    if folder.is_dir() {
        return Ok(false);
    }
    fs::create_dir_all(folder)?;
    Ok(true)
}

/// Makes sure that a folder and those above it are on the disk, so that a new file in it will be found.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    sync_one(folder)?;
    // Folders above may not be readable; that they hold this one is their owner's matter.
    for above in folder.ancestors().skip(1).take(2) {
        if !above.as_os_str().is_empty() {
            let _ = sync_one(above);
        }
    }
    Ok(())
}

#[cfg(unix)]
fn sync_one(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some file systems keep folders in another way and refuse; there is nothing more to be done there.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        done => done,
    }
}

/// Elsewhere folders cannot be opened as files.
#[cfg(not(unix))]
fn sync_one(_: &Path) -> io::Result<()> {
    Ok(())
}
