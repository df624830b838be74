//! Files that may be thrown away at any time, and large files that are read whole.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;
use std::process;

/// Returns the bytes of a file.
///
/// # Errors
/// Where it cannot be read, or has more than `most` bytes.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = most.saturating_add(1);
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::other(format!("has more than {most} bytes")));
    }
    Ok(bytes)
}

/// Puts a file in the place of another one, whole or not at all, and makes its folder where there is none.
///
/// # Errors
/// Where it cannot be written; what was there stays.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}", process::id()));
    let beside = path.with_file_name(name);
    let done = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if done.is_err() {
        // Where it was not made there is nothing to remove.
        let _ = fs::remove_file(&beside);
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/vectors");
        for words in ["one", "another"] {
            replace(&path, words.as_bytes()).unwrap();
            assert_eq!(read(&path, 100).unwrap(), words.as_bytes());
        }
        assert_eq!(fs::read_dir(folder.path().join("new")).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_is_too_large_or_a_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vectors");
        replace(&path, b"four").unwrap();
        assert!(read(&path, 3).is_err() && read(&path, 4).is_ok());
        assert!(replace(folder.path(), b"x").is_err());
        assert_eq!(read(&path, 4).unwrap(), b"four");
    }
}
