//! Files, folders and standard input become bytes; what was skipped is named, with the reason and what to do.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::document::Skipped;
use crate::load::{Limits, LoadError};
use crate::text::sanitize;

/// How deep folders are searched for articles.
const DEPTH: usize = 8;
/// Endings of the files that are taken from a folder; a file that is named itself is always tried.
const ENDINGS: [&str; 5] = ["txt", "text", "html", "htm", "xhtml"];

/// The bytes of one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The path that was given, or found in a folder; `-` for standard input. Not yet harmless.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// What was read, in the order in which it was named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// What could be read.
    pub documents: Vec<Input>,
    /// What could not.
    pub skipped: Vec<Skipped>,
}

/// Reads files, folders (sorted, hidden files left out) and standard input (`-`).
#[must_use]
pub fn read(paths: &[PathBuf], limits: &Limits) -> Inputs {
    let mut inputs = Inputs::default();
    for path in paths {
        let result = if path.as_os_str() == "-" {
            bytes_of(io::stdin().lock(), limits).map(|bytes| inputs.add(path, bytes))
        } else {
            one(path, limits, &mut inputs)
        };
        if let Err(reason) = result {
            inputs.skip(path, reason);
        }
    }
    inputs
}

impl Inputs {
    fn add(&mut self, path: &Path, bytes: Vec<u8>) {
        let path = path.to_string_lossy().into_owned();
        self.documents.push(Input { path, bytes });
    }

    fn skip(&mut self, path: &Path, reason: String) {
        let path = sanitize::line(&path.to_string_lossy()).into_owned();
        self.skipped.push(Skipped { path, reason });
    }
}

fn one(path: &Path, limits: &Limits, inputs: &mut Inputs) -> Result<(), String> {
    let about = about(path)?;
    if about.is_dir() {
        return folder(path, limits, inputs);
    }
    let bytes = file(path, &about, limits)?;
    inputs.add(path, bytes);
    Ok(())
}

/// Returns what the system knows of a path, through links.
fn about(path: &Path) -> Result<Metadata, String> {
    fs::metadata(path).map_err(|error| {
        let link = fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink());
        match error.kind() {
            io::ErrorKind::NotFound if link => {
                "is a link to nothing; name the file itself".to_owned()
            }
            io::ErrorKind::PermissionDenied => failure(&error),
            _ if link => "is a link that leads back to itself; name the file itself".to_owned(),
            _ => failure(&error),
        }
    })
}

/// Says in plain words why the system refused.
fn failure(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder; check the path".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read; check its permissions".to_owned(),
        _ => format!("cannot be read: {}", sanitize::line(&error.to_string())),
    }
}

fn too_large(limits: &Limits) -> String {
    LoadError::TooLarge {
        limit: limits.bytes,
    }
    .to_string()
}

fn file(path: &Path, about: &Metadata, limits: &Limits) -> Result<Vec<u8>, String> {
    if !about.is_file() {
        return Err(
            "is not a file (a pipe, socket or device); to read a pipe, give - and redirect it"
                .to_owned(),
        );
    }
    if about.len() > limits.bytes as u64 {
        return Err(too_large(limits));
    }
    let file = File::open(path).map_err(|e| failure(&e))?;
    bytes_of(file, limits)
}

/// Reads to the end, but never much more than the limit: a file may grow, and a stream tells no size.
fn bytes_of(source: impl Read, limits: &Limits) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let bound = limits.bytes as u64 + 1;
    source
        .take(bound)
        .read_to_end(&mut bytes)
        .map_err(|e| failure(&e))?;
    if bytes.len() > limits.bytes {
        return Err(too_large(limits));
    }
    Ok(bytes)
}

fn folder(path: &Path, limits: &Limits, inputs: &mut Inputs) -> Result<(), String> {
    let mut files = Vec::new();
    let mut open = Vec::new();
    search(path, 0, &mut open, &mut files, inputs).map_err(|e| failure(&e))?;
    if files.is_empty() {
        let endings = ENDINGS.map(|e| format!(".{e}")).join(", ");
        return Err(format!(
            "holds no articles (files ending in {endings}); give another folder or the files themselves"
        ));
    }
    for path in files {
        let read = about(&path).and_then(|about| file(&path, &about, limits));
        match read {
            Ok(bytes) => inputs.add(&path, bytes),
            Err(reason) => inputs.skip(&path, reason),
        }
    }
    Ok(())
}

/// Collects the articles of a folder and its folders, sorted; `open` are the folders being searched, so
/// that a link back to one of them is not followed.
fn search(
    path: &Path,
    depth: usize,
    open: &mut Vec<PathBuf>,
    files: &mut Vec<PathBuf>,
    inputs: &mut Inputs,
) -> io::Result<()> {
    let real = fs::canonicalize(path)?;
    if open.contains(&real) {
        return Ok(());
    }
    if depth > DEPTH {
        inputs.skip(
            path,
            format!("lies more than {DEPTH} folders deep; name it itself to read it"),
        );
        return Ok(());
    }
    let mut entries: Vec<PathBuf> = fs::read_dir(path)?
        .filter_map(|e| Some(e.ok()?.path()))
        .collect();
    entries.sort();
    open.push(real);
    for entry in entries.iter().filter(|e| !is_hidden(e)) {
        if entry.is_dir() {
            if let Err(error) = search(entry, depth + 1, open, files, inputs) {
                inputs.skip(entry, failure(&error));
            }
        } else if is_article(entry) {
            files.push(entry.clone());
        }
    }
    open.pop();
    Ok(())
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

fn is_article(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    ending.is_some_and(|e| ENDINGS.contains(&e.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(inputs: &Inputs) -> Vec<&str> {
        inputs.skipped.iter().map(|s| s.reason.as_str()).collect()
    }

    #[test]
    fn a_folder_gives_its_articles_sorted_and_without_hidden_files() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "b.txt",
            "a.HTML",
            ".hidden.txt",
            "picture.png",
            "sub/c.txt",
            "sub/.d/e.txt",
        ] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        let inputs = read(&[folder.path().to_owned()], &Limits::default());
        let names: Vec<&[u8]> = inputs
            .documents
            .iter()
            .map(|d| d.bytes.as_slice())
            .collect();
        assert_eq!(names, [&b"a.HTML"[..], b"b.txt", b"sub/c.txt"]);
        assert!(inputs.skipped.is_empty());
    }

    #[test]
    fn one_bad_path_does_not_cost_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let good = folder.path().join("a.txt");
        fs::write(&good, "x").unwrap();
        fs::create_dir(folder.path().join("empty")).unwrap();
        let paths = [
            folder.path().join("missing\x1b[2J"),
            good,
            folder.path().join("empty"),
        ];
        let inputs = read(&paths, &Limits::default());
        assert_eq!(inputs.documents.len(), 1);
        assert!(!inputs.skipped[0].path.contains('\x1b'));
        assert!(reasons(&inputs)[0].contains("no such file"));
        assert!(reasons(&inputs)[1].contains("holds no articles"));
    }

    #[test]
    fn a_file_over_the_limit_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        // A file with a hole: it has a size but nothing to read.
        File::create(&path).unwrap().set_len(1 << 40).unwrap();
        let inputs = read(&[path], &Limits::default());
        assert!(reasons(&inputs)[0].contains("limit of 32 MiB"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_back_to_a_folder_being_read_ends() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "x").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
        std::os::unix::fs::symlink("self", folder.path().join("self")).unwrap();
        let inputs = read(
            &[folder.path().to_owned(), folder.path().join("self")],
            &Limits::default(),
        );
        assert_eq!(inputs.documents.len(), 1);
        assert!(
            reasons(&inputs)[0].contains("leads back to itself"),
            "{inputs:?}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_refused_at_once() {
        let inputs = read(&[PathBuf::from("/dev/zero")], &Limits::default());
        assert!(reasons(&inputs)[0].contains("not a file"));
    }
}
