//! `variorum notes list` and `add`: the notes without the reader.

use color_eyre::eyre::{Result, WrapErr, bail};

use super::inputs::{load_all, status};
use super::output::{print, tell};
use super::scribe::operation;
use super::{exchange, import};
use crate::app::column::plural;
use crate::cli::{AddNote, Format, Global, ListNotes, Notes, NotesCommand};
use crate::document::{Document, DocumentSet};
use crate::notes::{self, Change, NoteSet, Operation, Placement, Shown, Target, revision};
use crate::report::notes::{self as report, Here};
use crate::store::notes::{Log, Problem, ReadOut};
use crate::store::paths;
use crate::text::{Span, sanitize};

/// Does what was asked and returns the exit status.
///
/// # Errors
/// Says what could not be read, found or written.
pub(super) fn notes(options: &Notes, global: &Global) -> Result<u8> {
    match &options.command {
        NotesCommand::List(options) => list(options, global),
        NotesCommand::Add(options) => add(options, global),
        NotesCommand::Import(options) => import::import(&options.file, global),
        NotesCommand::Export(options) => exchange::export(options, global),
        NotesCommand::Check(options) => exchange::check(options, global),
        NotesCommand::Compact => exchange::compact(global),
    }
}

pub(super) fn open(global: &Global) -> Result<Log> {
    let file = paths::notes_file(global.notes.as_deref(), global.data_dir.as_deref())?;
    Ok(Log::open(&file)?)
}

/// Returns the notes of the log, and says what in it could not be read.
pub(super) fn read_log(global: &Global) -> Result<NoteSet> {
    let log = open(global)?;
    let read = log.read()?;
    tell_problems(&log, &read);
    let notes = NoteSet::new(read.operations);
    let empty = notes.is_empty() && notes.choices().next().is_none();
    if empty && !global.quiet {
        tell(&format!("no notes in {}", log.path().display()));
    }
    Ok(notes)
}

/// Prints the notes: all, or those of the documents given.
fn list(options: &ListNotes, global: &Global) -> Result<u8> {
    let notes = read_log(global)?;
    if options.paths.is_empty() {
        print(render(&notes, None, options.format)?.as_bytes())?;
        return Ok(0);
    }
    let loaded = load_all(&options.paths, global)?;
    let placement = notes::place(&notes, &loaded.set);
    let here = Here {
        set: &loaded.set,
        placement: &placement,
    };
    print(render(&notes, Some(here), options.format)?.as_bytes())?;
    tell_newer(&placement, &loaded.set, global);
    match placement.elsewhere.len() {
        _ if global.quiet => {}
        0 => {}
        1 => tell("1 note is on another document"),
        others => tell(&format!("{others} notes are on other documents")),
    }
    Ok(status(&loaded, global.strict))
}

/// Says which documents are, or may be, newer versions of those that notes were written on.
pub(super) fn tell_newer(placement: &Placement, set: &DocumentSet, global: &Global) {
    for newer in placement.newer.iter().filter(|_| !global.quiet) {
        let Some(document) = set.get(newer.doc) else {
            continue;
        };
        let (path, was) = (&document.path, &newer.was.path);
        let places = plural(newer.places, "place");
        let words = match newer.sure {
            true => format!(
                "is taken for a newer version of {was}: {places} of notes to be confirmed there"
            ),
            false => format!(
                "may be a newer version of {was}, with {places} of notes: :adopt in the reader says that it is"
            ),
        };
        tell(&format!("{path} {words}"));
    }
}

fn render(notes: &NoteSet, here: Option<Here>, format: Format) -> Result<String> {
    match format {
        Format::Text => Ok(report::text(notes, here)),
        Format::Json => report::json(notes, here).wrap_err("the list could not be written as JSON"),
    }
}

/// Adds a note and prints its name once the disk has it; on an error nothing was added.
fn add(options: &AddNote, global: &Global) -> Result<u8> {
    if options.text.trim().is_empty() && options.tags.is_empty() {
        bail!("a note needs words or a tag: give --text or --tag");
    }
    let loaded = load_all(std::slice::from_ref(&options.path), global)?;
    if loaded.set.is_empty() {
        return Ok(2);
    }
    let (document, span) = choose(&loaded.set, options)?;
    let shown = Shown {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        ..Shown::default()
    };
    let operation = operation(Change::Add {
        text: options.text.trim_end().to_owned(),
        targets: vec![notes::target(document, span, Some(shown))],
        tags: revision::distinct(options.tags.iter().map(String::as_str)),
        rating: options.rating.as_deref().and_then(revision::rating),
    });
    open(global)?.append(&operation)?;
    print(format!("{}\n", operation.id).as_bytes())?;
    Ok(0)
}

/// Returns the occurrence of the quotation that was asked for; the only one where none was.
fn choose<'a>(documents: &'a DocumentSet, options: &AddNote) -> Result<(&'a Document, Span)> {
    let quote = sanitize::text(&options.quote);
    let path = options.path.display().to_string();
    let path = sanitize::line(&path);
    if quote.trim().is_empty() {
        bail!("a note needs words of the document: --quote is empty");
    }
    let places: Vec<(&Document, Span)> = documents
        .iter()
        .flat_map(|document| {
            let found = document.text.as_str().match_indices(quote.as_str());
            found.map(move |(at, words)| (document, Span::new(at, at + words.len())))
        })
        .collect();
    let count = places.len();
    match (options.nth, count) {
        (_, 0) => bail!("the quotation is not in {path}{}", hint(documents, &quote)),
        (None, 2..) => {
            bail!("the quotation stands {count} times in {path}: say which with --nth 1 to {count}")
        }
        (nth, _) => {
            let place = nth
                .unwrap_or(1)
                .checked_sub(1)
                .and_then(|at| places.get(at));
            let Some(&place) = place else {
                bail!("the quotation stands {count} times in {path}: --nth goes from 1 to {count}");
            };
            Ok(place)
        }
    }
}

/// Returns the words that were perhaps meant: the same with other quotation marks, dashes or line ends.
fn hint(documents: &DocumentSet, quote: &str) -> String {
    let mut target = Target::default();
    quote.clone_into(&mut target.quote.exact);
    let meant = documents.iter().find_map(|document| {
        let span = notes::locate(&target, document).span()?;
        Some(document.text.slice(span))
    });
    match meant {
        Some(words) => format!("; perhaps this is meant: {words}"),
        None => "; it must stand there word for word".to_owned(),
    }
}

/// Says which lines of a log could not be read; they stay there.
pub(super) fn tell_damage(log: &Log, problems: &[Problem]) {
    let path = log.path().display();
    for problem in problems {
        tell(&format!(
            "{path}: line {} could not be read and is left as it is: {}",
            problem.line, problem.what
        ));
    }
}

/// Says what in the log could not be read or is not understood; it stays there.
fn tell_problems(log: &Log, read: &ReadOut) {
    tell_damage(log, &read.problems);
    let path = log.path().display();
    let unknown = |operation: &&Operation| operation.change.name().is_none();
    match read.operations.iter().filter(unknown).count() {
        0 => {}
        1 => tell(&format!(
            "{path}: 1 entry is of another version of variorum; it is kept and not shown"
        )),
        count => tell(&format!(
            "{path}: {count} entries are of another version of variorum; they are kept and not shown"
        )),
    }
}
