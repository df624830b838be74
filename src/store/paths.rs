//! Where variorum keeps what it keeps.

use std::env;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The variable that names the data folder.
pub const DATA_DIR: &str = "VARIORUM_DATA_DIR";

/// The name of the notes file in the data folder.
const NOTES: &str = "notes.jsonl";

/// There is no place to keep anything.
#[derive(Debug, thiserror::Error)]
#[error(
    "no data folder is known on this system: name one with --data-dir or {DATA_DIR}, or a file with --notes"
)]
pub struct NoDataDir;

/// Returns the data folder: the one given, else that of the environment, else the platform's. It need not exist.
///
/// # Errors
/// Where none is given and the platform has none, for example without a home folder.
pub fn data_dir(given: Option<&Path>) -> Result<PathBuf, NoDataDir> {
    if let Some(given) = given {
        return Ok(given.to_owned());
    }
    if let Some(named) = env::var_os(DATA_DIR).filter(|named| !named.is_empty()) {
        return Ok(named.into());
    }
    let platform = ProjectDirs::from("", "", "variorum").ok_or(NoDataDir)?;
    Ok(platform.data_dir().to_owned())
}

/// Returns the notes file: the one given with `--notes`, else that in the data folder. It need not exist.
///
/// # Errors
/// As [`data_dir`].
pub fn notes_file(notes: Option<&Path>, data: Option<&Path>) -> Result<PathBuf, NoDataDir> {
    match notes {
        Some(notes) => Ok(notes.to_owned()),
        None => Ok(data_dir(data)?.join(NOTES)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_named_wins_over_a_folder_and_that_over_the_platform() {
        let (file, folder) = (Path::new("case/notes.jsonl"), Path::new("data"));
        assert_eq!(notes_file(Some(file), Some(folder)).unwrap(), file);
        assert_eq!(
            notes_file(None, Some(folder)).unwrap(),
            folder.join("notes.jsonl")
        );
    }
}
