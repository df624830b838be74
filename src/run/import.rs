//! `variorum notes import`: the notes of another log, or annotations of other programs, taken in. What clashes is
//! named with both wordings: nothing is overwritten without a word.

use std::collections::BTreeSet;
use std::path::Path;

use color_eyre::eyre::{Result, WrapErr, bail, eyre};
use jiff::Timestamp;

use super::notes::{open, tell_damage};
use super::output::{print, tell};
use super::scribe::operation;
use crate::app::column::plural;
use crate::app::note_view::told;
use crate::cli::Global;
use crate::notes::{
    Change, Note, NoteId, NoteSet, Operation, OperationId, Revision, exchange, revision,
};
use crate::store::notes::{Log, LogError};
use crate::text::sanitize;

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
    let before = log.read()?.operations;
    match log.merge(&other) {
        Ok(merged) => {
            tell_damage(&other, &merged.problems);
            let added = plural(merged.added, "operation");
            let said = format!("{added} taken in, {} were there already\n", merged.known);
            print(said.as_bytes())?;
            let theirs = other.read()?.operations;
            tell_clashes(before, &theirs, &NoteSet::new(log.read()?.operations));
            Ok(0)
        }
        Err(LogError::NotALog { path }) if path == other.path() => {
            annotations(&path, &mut log, &NoteSet::new(before))
        }
        Err(error) => Err(error.into()),
    }
}

/// Says of which notes both logs say something else, with both wordings, and how many notes another log deleted.
fn tell_clashes(ours: Vec<Operation>, theirs: &[Operation], after: &NoteSet) {
    let known: BTreeSet<&OperationId> = theirs.iter().map(|o| &o.id).collect();
    let own = ours.iter().filter(|o| !known.contains(&o.id));
    let own: BTreeSet<NoteId> = own.filter_map(reworded).cloned().collect();
    let before = NoteSet::new(ours);
    let news = theirs.iter().filter(|o| !before.knows(&o.id));
    let news: BTreeSet<&NoteId> = news.filter_map(reworded).collect();
    for note in before
        .iter()
        .filter(|n| own.contains(&n.id) && news.contains(&n.id))
    {
        if let Some(now) = after.get(&note.id).filter(|now| told(now) != told(note)) {
            tell_changed("was changed in both files", note, now);
        }
    }
    let gone: Vec<&str> = before
        .iter()
        .filter(|note| after.get(&note.id).is_none())
        .map(|note| note.id.short())
        .collect();
    if !gone.is_empty() {
        let count = plural(gone.len(), "note");
        tell(&format!("{count} deleted by it: {}", gone.join(", ")));
    }
}

/// Says that a note has other words now, with both wordings.
fn tell_changed(how: &str, before: &Note, now: &Note) {
    tell(&format!(
        "note {} {how}: it says \u{201c}{}\u{201d} now, before the import \u{201c}{}\u{201d}; \
         u takes back what was taken in, the last first, and e edits it",
        now.id.short(),
        told(now),
        told(before)
    ));
}

/// Returns the note of which an operation says other words, tags or another rating.
fn reworded(operation: &Operation) -> Option<&NoteId> {
    match &operation.change {
        Change::Edit { note, .. }
        | Change::Revise {
            note,
            revision: Revision::Tags(_) | Revision::Rating(_),
        } => Some(note),
        _ => None,
    }
}

fn annotations(file: &Path, log: &mut Log, known: &NoteSet) -> Result<u8> {
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
    let all = imported.operations.len();
    let mut seen: BTreeSet<OperationId> = BTreeSet::new();
    let (mut new, mut edits) = (Vec::new(), Vec::new());
    for operation in imported.operations {
        if known.knows(&operation.id) {
            edits.extend(edits_of(&operation, known));
        } else if seen.insert(operation.id.clone()) {
            new.push(operation);
        }
    }
    let (added, edited) = (new.len(), edits.len());
    new.extend(edits);
    log.append_all(&new)?;
    let mut after = known.clone();
    for operation in new.iter().skip(added).cloned() {
        after.apply(operation);
    }
    let changed: BTreeSet<&NoteId> = new.iter().skip(added).filter_map(reworded).collect();
    for id in &changed {
        if let (Some(before), Some(now)) = (known.get(id), after.get(id)) {
            tell_changed("was there and was changed", before, now);
        }
    }
    let rest = all - added - changed.len().min(edited);
    let changed = match changed.len() {
        0 => String::new(),
        count => format!("{} changed, ", plural(count, "note")),
    };
    let added = plural(added, "note");
    print(format!("{added} taken in, {changed}{rest} were there already\n").as_bytes())?;
    let nothing = all == 0 && !imported.problems.is_empty();
    Ok(if nothing { 2 } else { 0 })
}

/// Returns what an annotation says of a note that is there and that the note never said: its words, tags and rating.
/// An older wording is no news.
fn edits_of(annotation: &Operation, known: &NoteSet) -> Vec<Operation> {
    let note = NoteId(annotation.id.clone());
    let (
        Some(own),
        Change::Add {
            text, tags, rating, ..
        },
    ) = (known.get(&note), &annotation.change)
    else {
        return Vec::new();
    };
    let said = Said::of(&note, known);
    let mut changes = Vec::new();
    let text = sanitize::text(text);
    if text != own.text && !said.texts.contains(&text) {
        let note = note.clone();
        changes.push(Change::Edit { note, text });
    }
    let tags = revision::distinct(tags.iter().map(String::as_str));
    if tags != own.tags && !said.tags.contains(&tags) {
        changes.push(Change::Revise {
            note: note.clone(),
            revision: Revision::Tags(tags),
        });
    }
    let rating = rating.as_deref().and_then(revision::rating);
    if rating != own.rating && !said.ratings.contains(&rating) {
        let revision = Revision::Rating(rating.unwrap_or_default());
        changes.push(Change::Revise { note, revision });
    }
    let by = &annotation.by;
    let done = changes.into_iter().map(|change| Operation {
        by: by.clone(),
        ..operation(change)
    });
    done.collect()
}

/// All that a note ever said.
#[derive(Default)]
struct Said {
    texts: Vec<String>,
    tags: Vec<Vec<String>>,
    ratings: Vec<Option<String>>,
}

impl Said {
    fn of(id: &NoteId, known: &NoteSet) -> Self {
        let mut said = Self::default();
        for operation in known.operations() {
            match &operation.change {
                Change::Add {
                    text, tags, rating, ..
                } if operation.id == id.0 => {
                    said.texts.push(sanitize::text(text));
                    said.tags
                        .push(revision::distinct(tags.iter().map(String::as_str)));
                    said.ratings
                        .push(rating.as_deref().and_then(revision::rating));
                }
                Change::Edit { note, text } if note == id => said.texts.push(sanitize::text(text)),
                Change::Revise { note, revision } if note == id => match revision {
                    Revision::Tags(tags) => {
                        said.tags
                            .push(revision::distinct(tags.iter().map(String::as_str)));
                    }
                    Revision::Rating(words) => said.ratings.push(revision::rating(words)),
                    _ => {}
                },
                _ => {}
            }
        }
        said
    }
}
