//! Files, folders, pipes and standard input become streams of bytes; what cannot be opened is named, with the
//! reason and what to do.

use std::fs::{self, File, FileType, Metadata};
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::record;
use crate::text::sanitize;

/// How deep folders are searched for articles.
const DEPTH: usize = 8;
/// Endings of the files that are taken from a folder, each also with `.gz` behind it; a file that is named
/// itself is always tried.
const ENDINGS: [&str; 15] = [
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "json", "jsonl", "ndjson", "xml",
    "rss", "atom", "warc", "wet",
];
/// Bytes by which a file of notes is known.
const HEAD: usize = 128;
/// Bytes that are read at once.
const BUFFER: usize = 64 << 10;

/// Returns whether what a path names gives its bytes only once, as a pipe does.
#[must_use]
pub fn is_read_once(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| is_pipe(about.file_type()))
}

/// What takes the inputs one by one, and may ask to stop: the path that was given, or found in a folder, not yet
/// harmless, and its bytes as a stream, or why there are none.
pub type Visit<'a> = dyn FnMut(&str, Result<&mut dyn BufRead, String>) -> ControlFlow<()> + 'a;

/// Opens files, folders (sorted, hidden files left out), named pipes and standard input (`-`), one after the
/// other. Nothing is read from them here.
pub fn each(paths: &[PathBuf], visit: &mut Visit<'_>) {
    for path in paths {
        let flow = if path.as_os_str() == "-" {
            visit("-", Ok(&mut io::stdin().lock()))
        } else {
            named(path, visit)
        };
        if flow.is_break() {
            break;
        }
    }
}

/// Returns the bytes of what a path names, where that is a file.
#[must_use]
pub fn file_size(path: &Path) -> Option<u64> {
    let about = about(path).ok().filter(fs::Metadata::is_file);
    about.map(|about| about.len())
}

/// Returns the first bytes of a file, at most so many, where it can be read.
#[must_use]
pub fn beginning(path: &Path, bytes: usize) -> Option<Vec<u8>> {
    let mut head = Vec::with_capacity(bytes);
    let limit = u64::try_from(bytes).unwrap_or(u64::MAX);
    File::open(path)
        .ok()?
        .take(limit)
        .read_to_end(&mut head)
        .ok()?;
    Some(head)
}

/// Opens what a person named: there a pipe is meant to be read.
fn named(path: &Path, visit: &mut Visit<'_>) -> ControlFlow<()> {
    match about(path) {
        Ok(about) if about.is_dir() => folder(path, visit),
        Ok(about) if about.is_file() || is_pipe(about.file_type()) => open(path, visit),
        Ok(_) => refuse(
            path,
            "is not a file (a socket or device); give a file, or - for standard input".to_owned(),
            visit,
        ),
        Err(reason) => refuse(path, reason, visit),
    }
}

fn open(path: &Path, visit: &mut Visit<'_>) -> ControlFlow<()> {
    match File::open(path) {
        Ok(file) => {
            let mut source = BufReader::with_capacity(BUFFER, file);
            visit(&path.to_string_lossy(), Ok(&mut source))
        }
        Err(error) => refuse(path, failure(&error), visit),
    }
}

fn refuse(path: &Path, reason: String, visit: &mut Visit<'_>) -> ControlFlow<()> {
    visit(&path.to_string_lossy(), Err(reason))
}

#[cfg(unix)]
fn is_pipe(kind: FileType) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&kind)
}

/// Elsewhere pipes have no names among files.
#[cfg(not(unix))]
fn is_pipe(_: FileType) -> bool {
    false
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

fn folder(path: &Path, visit: &mut Visit<'_>) -> ControlFlow<()> {
    let mut search = Search::default();
    if let Err(error) = search.folder(path, 0) {
        return refuse(path, failure(&error), visit);
    }
    // Notes lie beside a case, and are no article.
    let is_log =
        |path: &Path| beginning(path, HEAD).is_some_and(|head| record::is_surely_log(&head));
    search
        .found
        .retain(|(path, refused)| refused.is_some() || !path.is_file() || !is_log(path));
    if search.found.is_empty() {
        let endings = ENDINGS.map(|e| format!(".{e}")).join(", ");
        let reason = format!(
            "holds no articles (files ending in {endings}, also with .gz); give another folder or the files themselves"
        );
        return refuse(path, reason, visit);
    }
    for (path, refused) in search.found {
        let flow = match refused.map_or_else(|| about(&path), Err) {
            Ok(about) if about.is_file() => open(&path, visit),
            Ok(_) => refuse(
                &path,
                "is not a file (a pipe, socket or device); name it itself to read a pipe"
                    .to_owned(),
                visit,
            ),
            Err(reason) => refuse(&path, reason, visit),
        };
        if flow.is_break() {
            return flow;
        }
    }
    ControlFlow::Continue(())
}

/// A search for the articles of a folder and its folders, sorted.
#[derive(Default)]
struct Search {
    /// The folders being searched, so that a link back to one of them is not followed.
    open: Vec<PathBuf>,
    /// What was found, with the reason where it is refused.
    found: Vec<(PathBuf, Option<String>)>,
}

impl Search {
    fn folder(&mut self, path: &Path, depth: usize) -> io::Result<()> {
        let real = fs::canonicalize(path)?;
        if self.open.contains(&real) {
            return Ok(());
        }
        if depth > DEPTH {
            let reason = format!("lies more than {DEPTH} folders deep; name it itself to read it");
            self.found.push((path.to_owned(), Some(reason)));
            return Ok(());
        }
        let mut entries: Vec<PathBuf> = fs::read_dir(path)?
            .filter_map(|e| Some(e.ok()?.path()))
            .collect();
        entries.sort();
        self.open.push(real);
        for entry in entries.into_iter().filter(|e| !is_hidden(e)) {
            if entry.is_dir() {
                if let Err(error) = self.folder(&entry, depth + 1) {
                    self.found.push((entry, Some(failure(&error))));
                }
            } else if is_article(&entry) {
                self.found.push((entry, None));
            }
        }
        self.open.pop();
        Ok(())
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

fn is_article(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    let bare = name.strip_suffix(".gz").unwrap_or(&name);
    bare.rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads all inputs: the bytes of each, or why there are none.
    fn read(paths: &[PathBuf]) -> Vec<(String, Result<String, String>)> {
        let mut all = Vec::new();
        each(paths, &mut |path, source| {
            let bytes = source.map(|source| {
                let mut text = String::new();
                source.read_to_string(&mut text).unwrap();
                text
            });
            all.push((path.to_owned(), bytes));
            ControlFlow::Continue(())
        });
        all
    }

    fn contents(all: &[(String, Result<String, String>)]) -> Vec<&str> {
        let read = all.iter().filter_map(|(_, bytes)| bytes.as_deref().ok());
        read.collect()
    }

    fn reasons(all: &[(String, Result<String, String>)]) -> Vec<&str> {
        let refused = all.iter().filter_map(|(_, bytes)| bytes.as_ref().err());
        refused.map(String::as_str).collect()
    }

    #[test]
    fn a_folder_gives_its_articles_sorted_and_without_hidden_files() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "b.txt",
            "a.HTML",
            "d.jsonl.gz",
            "e.md",
            ".hidden.txt",
            "picture.png",
            "picture.gz",
            "sub/c.warc",
            "sub/.d/e.txt",
        ] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        let all = read(&[folder.path().to_owned()]);
        assert_eq!(
            contents(&all),
            ["a.HTML", "b.txt", "d.jsonl.gz", "e.md", "sub/c.warc"]
        );
        assert!(reasons(&all).is_empty());
    }

    #[test]
    fn a_file_of_notes_in_a_folder_is_no_article_unless_it_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let (notes, article) = (
            folder.path().join("notes.jsonl"),
            folder.path().join("a.json"),
        );
        fs::write(&article, "{\"v\":1,\"title\":\"x\",\"op\":\"y\"}").unwrap();
        fs::write(
            &notes,
            "{\"v\":1,\"op\":\"note-add\",\"id\":\"a\"}\t00000000\n",
        )
        .unwrap();
        let all = read(&[folder.path().to_owned()]);
        assert_eq!((contents(&all).len(), reasons(&all).len()), (1, 0));
        fs::remove_file(article).unwrap();
        assert!(reasons(&read(&[folder.path().to_owned()]))[0].contains("holds no articles"));
        assert_eq!(contents(&read(&[notes])).len(), 1);
    }

    #[test]
    fn one_bad_path_does_not_cost_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let good = folder.path().join("a.txt");
        fs::write(&good, "x").unwrap();
        fs::create_dir(folder.path().join("empty")).unwrap();
        let paths = [
            folder.path().join("missing"),
            good,
            folder.path().join("empty"),
        ];
        let all = read(&paths);
        assert_eq!(contents(&all), ["x"]);
        assert!(reasons(&all)[0].contains("no such file"));
        assert!(reasons(&all)[1].contains("holds no articles"));
    }

    #[test]
    fn nothing_is_opened_behind_what_asked_to_stop() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.txt", "b.txt"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        let mut count = 0;
        let paths = [folder.path().to_owned(), folder.path().join("b.txt")];
        each(&paths, &mut |_, _| {
            count += 1;
            ControlFlow::Break(())
        });
        assert_eq!(count, 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_back_to_a_folder_being_read_ends() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "x").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
        std::os::unix::fs::symlink("self", folder.path().join("self")).unwrap();
        let all = read(&[folder.path().to_owned(), folder.path().join("self")]);
        assert_eq!(contents(&all), ["x"]);
        assert!(reasons(&all)[0].contains("leads back to itself"), "{all:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_refused_at_once() {
        let all = read(&[PathBuf::from("/dev/zero")]);
        assert!(reasons(&all)[0].contains("not a file"));
    }
}
