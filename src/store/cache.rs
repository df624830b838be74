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

/// Removes the oldest files of a folder beyond so many.
///
/// # Errors
/// Where the folder cannot be read or a file not be removed.
pub fn keep_newest(folder: &Path, most: usize) -> io::Result<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        files.push((entry.metadata()?.modified()?, entry.path()));
    }
    files.sort();
    let beyond = files.len().saturating_sub(most);
    files
        .into_iter()
        .take(beyond)
        .try_for_each(|(_, file)| fs::remove_file(file))
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
    fn the_newest_files_of_a_folder_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        for (age, name) in [(1, "a"), (3, "b"), (2, "c")] {
            let path = folder.path().join(name);
            replace(&path, b"x").unwrap();
            let file = File::options().append(true).open(path).unwrap();
            let then = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1000 - age);
            file.set_modified(then).unwrap();
        }
        keep_newest(folder.path(), 2).unwrap();
        let left = fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<_> = left.map(|f| f.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["a", "c"]);
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
