//! `variorum notes export`, `check` and `compact`: notes handed over and looked after.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::PathBuf;

use color_eyre::eyre::{Result, WrapErr};

use super::inputs::{self, load_all, status};
use super::notes::{open, read_log};
use super::output::{print, tell};
use crate::app::column::plural;
use crate::cli::{CheckNotes, ExportFormat, ExportNotes, Format, Global};
use crate::document::{Document, DocumentSet};
use crate::load::Limits;
use crate::notes::exchange::json_ld;
use crate::notes::{self, Note, NoteSet};
use crate::report::check::Check;
use crate::report::notes::Here;
use crate::report::{claims, exports};
use crate::store::fetch;

/// Writes notes for other programs and people: all, or those with a place in the documents given.
pub(super) fn export(options: &ExportNotes, global: &Global) -> Result<u8> {
    let notes = read_log(global)?;
    let mut code = 0;
    let mut chosen: Vec<&Note> = notes.iter().collect();
    if !options.paths.is_empty() {
        let loaded = load_all(&options.paths, global)?;
        let elsewhere = notes::place(&notes, &loaded.set).elsewhere;
        let elsewhere: BTreeSet<_> = elsewhere.into_iter().collect();
        chosen.retain(|note| !elsewhere.contains(&note.id));
        code = status(&loaded, global.strict);
    }
    print(in_format(options.format, chosen, &notes)?.as_bytes())?;
    Ok(code)
}

/// Returns notes in the form of another program, or for people; `all` are those of the log.
///
/// # Errors
/// Where they cannot be written as JSON.
pub(super) fn in_format(format: ExportFormat, chosen: Vec<&Note>, all: &NoteSet) -> Result<String> {
    let failed = "the notes could not be written as JSON";
    Ok(match format {
        ExportFormat::Jsonld => json_ld(chosen).wrap_err(failed)?,
        ExportFormat::Markdown => exports::markdown(chosen, &all.choices_in_force()),
        ExportFormat::Csv => exports::csv(chosen),
        ExportFormat::Claimreview => claims::drafts(chosen).wrap_err(failed)?,
    })
}

/// Seeks every note in the files as they are now.
pub(super) fn check(options: &CheckNotes, global: &Global) -> Result<u8> {
    let notes = read_log(global)?;
    let named = options.paths.is_empty().then(|| files_of(&notes));
    let paths = named.as_ref().unwrap_or(&options.paths);
    let (mut documents, mut unread): (Vec<Document>, usize) = (Vec::new(), 0);
    if !paths.is_empty() {
        inputs::each(paths, global, &Limits::default(), &mut |result| {
            match result {
                Ok(document) => documents.push(document),
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
    let failed = unread > 0 && (global.strict || set.is_empty());
    Ok(match (failed, options.exit_code && check.has_orphans()) {
        (true, _) => 2,
        (false, orphans) => u8::from(orphans),
    })
}

/// Returns the files that notes name and that are there. Addresses on the web are never opened because a notes
/// file says so, nor pipes and devices.
fn files_of(notes: &NoteSet) -> Vec<PathBuf> {
    let targets = notes.iter().flat_map(|note| &note.targets);
    let paths: BTreeSet<&str> = targets.map(|t| t.document.path.as_str()).collect();
    let paths = paths.into_iter().filter(|path| !fetch::is_address(path));
    paths
        .map(PathBuf::from)
        .filter(|path| path.is_file())
        .collect()
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
