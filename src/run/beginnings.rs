//! The first frame of large texts: what stands at their beginnings is shown while the whole is being read.
//!
//! ```text
//! a.txt ┬ 32 KiB ── loaded ── first frame, 10 ms after the start
//!       └ all ───── loaded ── the reader, on the same words
//! ```
//! Blocks and folds of the beginning are those of the whole; lengths and shares are not known yet, and the frame
//! says so. What can be done meanwhile stands in `app::beginnings`.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use color_eyre::eyre::Result;

use super::inputs::{self, Loaded};
use super::side_by_side;
use super::taken::Taken;
use crate::app::geometry::Size;
use crate::app::settings::Settings;
use crate::app::state::State;
use crate::cli::Global;
use crate::document::{Document, DocumentSet};
use crate::load::{self, Limits};
use crate::store::read;

/// So much of a text is loaded for the first frame, in bytes: more than the largest window holds.
const BEGINNING: usize = 32 << 10;

/// Endings of the names of files whose beginnings say what the whole is.
const ENDINGS: [&str; 4] = ["txt", "text", "md", "markdown"];

/// Takes the terminal and lets a person read the beginnings of large texts while `whole` reads all of them, for a
/// window of some size; does nothing where the inputs are anything else.
///
/// # Errors
/// Where the terminal cannot be used, or the whole cannot be read.
pub(super) fn read<T: Send + 'static>(
    paths: &[PathBuf],
    global: &Global,
    settings: &Settings,
    whole: impl FnOnce(Size) -> T + Send + 'static,
) -> Result<Begun<T>> {
    let Some(Loaded { set, base, .. }) = beginnings(paths, global) else {
        return Ok(Begun::Not);
    };
    let mut taken = Taken::new(false)?;
    let size = taken.size();
    let mut state = State::new(Arc::new(set), size, settings.clone());
    state.beginnings = true;
    state.message = None;
    state.read_first(base);
    let whole = taken.read_beginnings(&mut state, move || whole(size))?;
    Ok(whole.map_or(Begun::Left, |whole| {
        Begun::Read(Box::new((taken, state, whole)))
    }))
}

/// What became of reading beginnings.
pub(super) enum Begun<T> {
    /// The inputs have none to be shown before the whole.
    Not,
    /// The reader was left.
    Left,
    /// The whole is there: the terminal, what was read so far, and the whole.
    Read(Box<(Taken, State, T)>),
}

/// Returns the beginnings of all inputs, where each is a text in a file, and they are large.
fn beginnings(paths: &[PathBuf], global: &Global) -> Option<Loaded> {
    let texts = paths.iter().all(|path| is_text(path));
    if !texts || !side_by_side::are_large(paths) {
        return None;
    }
    let placed = |path: &PathBuf| {
        let place = inputs::place(&path.to_string_lossy(), global);
        Some(Document {
            place,
            ..beginning(path)?
        })
    };
    let documents: Option<Vec<Document>> = paths.iter().map(placed).collect();
    let mut documents = documents?;
    inputs::name(&mut documents, global).ok()?;
    let set = DocumentSet::new(documents);
    let base = inputs::first(&set, global).ok()?;
    Some(Loaded {
        set,
        base,
        skipped: Vec::new(),
    })
}

fn is_text(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.iter().any(|text| ending.eq_ignore_ascii_case(text)))
}

/// Returns the document that the beginning of a file makes, where it makes just one.
fn beginning(path: &Path) -> Option<Document> {
    let head = read::beginning(path, BEGINNING)?;
    let whole_lines = head.iter().rposition(|byte| *byte == b'\n')?;
    let mut bytes = head.get(..=whole_lines)?;
    let mut found = Vec::new();
    let path = path.to_string_lossy();
    load::each(&path, &mut bytes, &Limits::default(), &mut |document| {
        found.push(document);
        ControlFlow::Continue(())
    });
    match found.pop() {
        Some(Ok(document)) if found.is_empty() => Some(document),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use std::io::Write;

    fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
        let mut file = tempfile::Builder::new()
            .suffix(name)
            .tempfile_in(folder)
            .unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.into_temp_path().keep().unwrap()
    }

    fn found(paths: &[PathBuf], options: &[&str]) -> Option<Loaded> {
        let arguments = ["variorum"].iter().chain(options);
        let cli = crate::cli::Cli::parse_from(arguments);
        beginnings(paths, &cli.global)
    }

    fn story(paragraphs: usize) -> String {
        let paragraph = |n: usize| {
            format!(
                "Boat{n} lay in port{n} for {n} days, as wave{n} and rain{n} came over pier{n}.\n\n"
            )
        };
        let body: String = (0..paragraphs).map(paragraph).collect();
        format!("Ferry stays in port\n\n{body}")
    }

    #[test]
    fn large_texts_have_beginnings_that_are_as_the_whole_begins() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (story(5_000), story(4_000));
        let paths = [
            file(folder.path(), ".txt", &one),
            file(folder.path(), ".md", &other),
        ];
        let loaded = found(&paths, &["--base", "B", "--outlet", "A=Ostwire"]).unwrap();
        let text = loaded.set.get(loaded.base).unwrap().text.as_str();
        assert!(other.starts_with(text) && text.len() > BEGINNING / 2);
        let first = loaded.set.iter().next().unwrap();
        assert_eq!(first.outlet_name(), "Ostwire");
    }

    #[test]
    fn the_first_rows_stay_where_they_are_when_the_whole_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let site = "Home\nNews\nSport\nWeather\nSign in\n\n";
        let texts = [story(3_000), format!("{site}{}", story(4_000))];
        let paths = texts.map(|text| file(folder.path(), ".txt", &text));
        let rows = |set: DocumentSet| {
            let size = crate::app::geometry::Size {
                width: 160,
                height: 50,
            };
            let state = State::new(Arc::new(set), size, Settings::default());
            let first = |doc| {
                let rows = state.columns[&doc].rows.iter().take(80);
                rows.map(|row| (row.kind, row.span)).collect::<Vec<_>>()
            };
            let panes = state.frame.panes.iter();
            panes
                .map(|pane| (pane.top, pane.cursor, first(pane.doc)))
                .collect::<Vec<_>>()
        };
        let (beginning, whole) = (found(&paths, &[]).unwrap(), all(&paths));
        let length = |set: &DocumentSet| set.get(beginning.base).unwrap().text.as_str().len();
        assert!(length(&beginning.set) < length(&whole));
        assert_eq!(rows(beginning.set), rows(whole));
    }

    fn all(paths: &[PathBuf]) -> DocumentSet {
        let cli = crate::cli::Cli::parse_from(["variorum"]);
        inputs::load_in_silence(paths, &cli.global).unwrap().set
    }

    #[test]
    fn nothing_is_shown_before_small_texts_and_what_is_no_text() {
        let folder = tempfile::tempdir().unwrap();
        let large = file(folder.path(), ".txt", &story(5_000));
        let small = file(folder.path(), ".txt", &story(5));
        let page = file(folder.path(), ".html", &story(5_000));
        let damaged = file(folder.path(), ".txt", &"\0".repeat(400_000));
        assert!(found(&[large.clone(), small.clone()], &[]).is_some());
        assert!(found(std::slice::from_ref(&small), &[]).is_none());
        assert!(found(&[large.clone(), page], &[]).is_none());
        assert!(found(&[large.clone(), damaged], &[]).is_none());
        assert!(found(&[large.clone(), folder.path().join("none.txt")], &[]).is_none());
        assert!(found(&[large], &["--base", "Q"]).is_none());
    }
}
