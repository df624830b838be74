//! Where variorum keeps what it keeps.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use sha2::{Digest, Sha256};

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

/// Returns the folder for what may be thrown away: inside a data folder that was named, else the platform's.
#[must_use]
pub fn cache_dir(given: Option<&Path>) -> Option<PathBuf> {
    let named = given.map(Path::to_owned);
    let named = named.or_else(|| {
        let value = env::var_os(DATA_DIR).filter(|named| !named.is_empty());
        value.map(PathBuf::from)
    });
    let platform = || {
        Some(
            ProjectDirs::from("", "", "variorum")?
                .cache_dir()
                .to_owned(),
        )
    };
    named.map(|data| data.join("cache")).or_else(platform)
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

/// Returns digits for where a file lies, the same by whichever path it is given: within the folder of the notes file
/// its place in that, so that a case can be moved with its notes, else its whole path. Notes that are handed on carry
/// them, so they are not the path itself. Nothing for what is no file, or is not there.
#[must_use]
pub fn place(file: &Path, notes: Option<&Path>) -> Option<String> {
    const DIGITS: usize = 16;
    let file = file.canonicalize().ok().filter(|file| file.is_file())?;
    let folder = notes.and_then(|notes| {
        let folder = std::path::absolute(notes).ok()?.parent()?.to_owned();
        folder.canonicalize().ok()
    });
    let inside = folder.and_then(|folder| file.strip_prefix(folder).ok());
    let seen = inside.unwrap_or(&file).to_string_lossy();
    let digits = Sha256::digest(seen.as_bytes())
        .iter()
        .fold(String::new(), |digits, byte| {
            digits + &format!("{byte:02x}")
        });
    digits.get(..DIGITS).map(str::to_owned)
}

/// Returns the files and folders whose paths begin with a path that is being typed, sorted, folders with `/`
/// behind; hidden ones only where that is typed.
#[must_use]
pub fn beginning(typed: &Path) -> Vec<String> {
    let shown = typed.to_string_lossy();
    let (folder, name) = shown.rsplit_once('/').unwrap_or(("", &shown));
    let before = shown.strip_suffix(name).unwrap_or_default();
    let inside = match (folder, before) {
        ("", "") => ".",
        ("", _) => "/",
        (folder, _) => folder,
    };
    let Ok(entries) = fs::read_dir(inside) else {
        return Vec::new();
    };
    let fits =
        |own: &str| own.starts_with(name) && (!own.starts_with('.') || name.starts_with('.'));
    let mut paths: Vec<String> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let own = path
                .file_name()?
                .to_str()
                .filter(|own| fits(own))?
                .to_owned();
            let slash = if path.is_dir() { "/" } else { "" };
            Some(format!("{before}{own}{slash}"))
        })
        .collect();
    paths.sort();
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_completed_by_what_lies_there() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["note.txt", "news/a.txt", ".news"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let found = |typed: &str| {
            let at = format!("{}/", folder.path().display());
            let found = beginning(Path::new(&format!("{at}{typed}")));
            found
                .into_iter()
                .map(|p| p.replace(&at, ""))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("n"), ["news/", "note.txt"]);
        assert_eq!(found("news/"), ["news/a.txt"]);
        assert_eq!(found(".n"), [".news"]);
        assert!(found("nowhere/x").is_empty());
    }

    #[test]
    fn a_file_has_one_place_by_every_path_and_keeps_it_when_its_case_is_moved() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["one/a.txt", "two/a.txt"] {
            fs::create_dir_all(at(name).parent().unwrap()).unwrap();
            fs::write(at(name), "x").unwrap();
        }
        let alone = |name: &str| place(&at(name), None);
        assert_eq!(alone("one/a.txt"), alone("two/../one/./a.txt"));
        assert_ne!(alone("one/a.txt"), alone("two/a.txt"));
        let beside = |case: &str| {
            place(
                &at(&format!("{case}/a.txt")),
                Some(&at(&format!("{case}/notes.jsonl"))),
            )
        };
        assert_eq!(beside("one"), beside("two"));
        assert_ne!(beside("one"), alone("one/a.txt"));
        assert_eq!((alone("one"), alone("one/b.txt")), (None, None));
    }

    #[test]
    fn what_may_be_thrown_away_lies_inside_a_data_folder_that_was_named() {
        let cache = cache_dir(Some(Path::new("case")));
        assert_eq!(cache.unwrap(), Path::new("case").join("cache"));
    }

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
