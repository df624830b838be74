//! `variorum notes export`, `check` and `compact`: notes handed over and looked after.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use color_eyre::eyre::{Result, WrapErr};

use super::inputs::{self, load_all, status};
use super::notes::{open, read_log, tell_newer};
use super::output::{print, tell};
use crate::app::column::plural;
use crate::cli::{CheckNotes, ExportFormat, ExportNotes, Format, Global};
use crate::document::{Document, DocumentSet};
use crate::load::Limits;
use crate::notes::exchange::json_ld;
use crate::notes::{self, Note, NoteSet};
use crate::report::check::Check;
use crate::report::handed::Handed;
use crate::report::notes::Here;
use crate::report::{claims, exports};
use crate::store::fetch;

/// Writes notes for other programs and people: all, or those with a place in the documents given.
pub(super) fn export(options: &ExportNotes, global: &Global) -> Result<u8> {
    let notes = read_log(global)?;
    let mut code = 0;
    let all = notes.iter().collect();
    let text = if options.paths.is_empty() {
        in_format(options.format, &Handed::new(all, &notes, None))?
    } else {
        let loaded = load_all(&options.paths, global)?;
        let placement = notes::place(&notes, &loaded.set);
        tell_newer(&placement, &loaded.set, global);
        code = status(&loaded, global.strict);
        let here = Here {
            set: &loaded.set,
            placement: &placement,
        };
        let elsewhere: BTreeSet<_> = placement.elsewhere.iter().collect();
        let mut chosen: Vec<&Note> = all;
        chosen.retain(|note| !elsewhere.contains(&note.id));
        in_format(options.format, &Handed::new(chosen, &notes, Some(here)))?
    };
    print(text.as_bytes())?;
    Ok(code)
}

/// Returns what is handed over in the form of another program, or for people.
///
/// # Errors
/// Where they cannot be written as JSON.
pub(super) fn in_format(format: ExportFormat, handed: &Handed) -> Result<String> {
    let failed = "the notes could not be written as JSON";
    Ok(match format {
        ExportFormat::Jsonld => {
            let notes = handed.notes.iter().copied();
            json_ld(notes, &handed.conflicts, &handed.states()).wrap_err(failed)?
        }
        ExportFormat::Markdown => exports::markdown(handed),
        ExportFormat::Csv => exports::csv(handed),
        ExportFormat::Claimreview => claims::drafts(handed).wrap_err(failed)?,
    })
}

/// Seeks every note in the files as they are now.
pub(super) fn check(options: &CheckNotes, global: &Global) -> Result<u8> {
    let notes = read_log(global)?;
    let all = options.paths.is_empty();
    let log = open(global)?;
    let beside = log.path().parent().unwrap_or_else(|| Path::new(""));
    let named: BTreeMap<PathBuf, String> = match all {
        true => files_of(&notes, beside),
        false => BTreeMap::new(),
    };
    let paths: Vec<PathBuf> = match all {
        true => named.keys().cloned().collect(),
        false => options.paths.clone(),
    };
    let (mut documents, mut unread): (Vec<Document>, usize) = (Vec::new(), 0);
    if !paths.is_empty() {
        inputs::each(&paths, global, &Limits::default(), &mut |result| {
            match result {
                Ok(mut document) => {
                    // As the notes name it, whether it stood here or beside the notes file.
                    if let Some(path) = named.get(Path::new(&document.path)) {
                        document.path.clone_from(path);
                    }
                    documents.push(document);
                }
                Err(_) => unread += 1,
            }
            ControlFlow::Continue(())
        })?;
    }
    let set = DocumentSet::new(documents);
    let placement = notes::place(&notes, &set);
    let here = Here {
        set: &set,
        placement: &placement,
    };
    let check = Check::new(&notes, here);
    let text = match options.format {
        Format::Text => check.text(),
        Format::Json => check
            .json()
            .wrap_err("the check could not be written as JSON")?,
    };
    print(text.as_bytes())?;
    tell_newer(&placement, &set, global);
    let asked = |path: &str| {
        all || options
            .paths
            .iter()
            .any(|own| Path::new(path).starts_with(own))
    };
    let opened: BTreeSet<&str> = named.values().map(String::as_str).collect();
    let missing = tell_missing(&check, asked, &opened);
    let failed = unread > 0 && (global.strict || set.is_empty() && !all);
    let lost = check.has_orphans() || missing;
    Ok(match (failed, options.exit_code && lost) {
        (true, _) => 2,
        (false, lost) => u8::from(lost),
    })
}

/// Says which documents that were asked for have no text here, and returns whether there is one; says so too where
/// nothing at all was checked. `opened` are paths whose file was read, from here or beside the notes.
fn tell_missing(check: &Check, asked: impl Fn(&str) -> bool, opened: &BTreeSet<&str>) -> bool {
    let mut missing = false;
    for (path, count) in check.elsewhere() {
        if !asked(path) {
            continue;
        }
        missing = true;
        let file = Path::new(path);
        let why = match (fetch::is_address(path), file.is_dir(), file.exists()) {
            _ if opened.contains(path) => "holds another article, or none",
            (true, ..) => "is an address, which is never opened: give its file",
            (_, true, _) => "is a folder",
            (_, _, true) => "holds another article, or none",
            (_, _, false) => "is not there: give the file under its new path",
        };
        let count = plural(count, "place");
        tell(&format!("{path} {why}; {count} not checked"));
    }
    if check.is_idle() && !missing {
        tell("nothing was checked: no note is on these documents");
    }
    missing
}

/// Returns the files that notes name and that are there, seen from here or from the folder of the notes file, each
/// with its path as the notes have it. Addresses on the web are never opened because a notes file says so, nor pipes
/// and devices.
fn files_of(notes: &NoteSet, beside: &Path) -> BTreeMap<PathBuf, String> {
    let targets = notes.iter().flat_map(|note| &note.targets);
    let paths: BTreeSet<&str> = targets.map(|t| t.document.path.as_str()).collect();
    let mut files = BTreeMap::new();
    for path in paths.into_iter().filter(|path| !fetch::is_address(path)) {
        let found = [PathBuf::from(path), beside.join(path)].into_iter();
        let mut seen = BTreeSet::new();
        for file in found.filter(|file| file.is_file()) {
            if seen.insert(file.canonicalize().unwrap_or_else(|_| file.clone())) {
                files.insert(file, path.to_owned());
            }
        }
    }
    files
}

/// Writes the log anew.
pub(super) fn compact(global: &Global) -> Result<u8> {
    let done = open(global)?.compact()?;
    for problem in &done.damaged {
        let (aside, line) = (done.aside.display(), problem.line);
        tell(&format!("line {line} is in {aside} now: {}", problem.what));
    }
    let kept = plural(done.kept, "operation");
    let repeated = plural(done.repeated, "repeat");
    print(format!("{kept} kept, {repeated} left out\n").as_bytes())?;
    Ok(0)
}
