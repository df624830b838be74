//! `variorum notes export`, `import`, `check` and `compact`: notes handed over, taken in and looked after.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use color_eyre::eyre::{Result, WrapErr, bail, eyre};
use jiff::Timestamp;

use super::inputs::{self, load_all, status};
use super::notes::{open, read_log, tell_damage};
use super::output::{print, tell};
use crate::cli::{CheckNotes, ExportFormat, ExportNotes, Format, Global};
use crate::document::{Document, DocumentSet};
use crate::load::Limits;
use crate::notes::exchange::{self, json_ld};
use crate::notes::{self, Note, NoteSet, OperationId};
use crate::report::check::Check;
use crate::report::notes::Here;
use crate::report::{claims, exports};
use crate::store::fetch;
use crate::store::notes::{Log, LogError};

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

/// Takes in another log, or annotations of other programs.
pub(super) fn import(file: &Path, global: &Global) -> Result<u8> {
    let mut log = open(global)?;
    let other = Log::open(file)?;
    if !other.path().exists() {
        bail!("{} is not there", file.display());
    }
    if other.path() == log.path() {
        bail!("{} is the notes file itself", file.display());
    }
    match log.merge(&other) {
        Ok(merged) => {
            tell_damage(&other, &merged.problems);
            let (added, known) = (merged.added, merged.known);
            let said = format!("{added} operations taken in, {known} were there already\n");
            print(said.as_bytes())?;
            Ok(0)
        }
        Err(LogError::NotALog { path }) if path == other.path() => {
            import_annotations(&path, &mut log)
        }
        Err(error) => Err(error.into()),
    }
}

fn import_annotations(file: &Path, log: &mut Log) -> Result<u8> {
    let path = file.display();
    let text = crate::store::read_text(file).wrap_err_with(|| format!("{path}"))?;
    let imported = exchange::read(&text, Timestamp::now()).map_err(|error| {
        eyre!(
            "{path}: {error}; a notes file, W3C annotations or an export of Hypothesis can be taken in"
        )
    })?;
    for (number, why) in &imported.problems {
        tell(&format!("{path}: annotation {number} was left out: {why}"));
    }
    let known = NoteSet::new(log.read()?.operations);
    let mut operations = imported.operations;
    let all = operations.len();
    let mut seen: BTreeSet<OperationId> = BTreeSet::new();
    operations.retain(|o| !known.knows(&o.id) && seen.insert(o.id.clone()));
    log.append_all(&operations)?;
    let added = operations.len();
    let rest = all - added;
    print(format!("{added} notes taken in, {rest} were there already\n").as_bytes())?;
    let nothing = all == 0 && !imported.problems.is_empty();
    Ok(if nothing { 2 } else { 0 })
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
    let (kept, repeated) = (done.kept, done.repeated);
    print(format!("{kept} operations kept, {repeated} repeats left out\n").as_bytes())?;
    Ok(0)
}
