//! Files that changed are read again: the new version takes the place of the old one, and cursor, folds and drafts
//! find their places in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::action::Action;
use super::choices;
use super::column::{folds, plural};
use super::documents::{compare_anew, cursor_in_sight, forget_frames, put_in_place};
use super::frame::OpenFolds;
use super::message::{Effect, Reread};
use super::notes::Standing;
use super::state::{Mode, State};
use super::{resize, sift, step};
use crate::document::{Block, DocId, Document};
use crate::notes::{self, NoteId, Target};
use crate::text::Span;

/// Asks for all documents whose files have changed.
pub fn ask(state: &mut State) -> Vec<Effect> {
    state.loading += 1;
    state.say("reading all files again");
    vec![Effect::Reload]
}

/// Puts the documents that changed in the place of the old ones, and says what changed.
pub fn take(state: &mut State, reread: Vec<Reread>) -> Vec<Effect> {
    state.loading = state.loading.saturating_sub(1);
    let mut words = Vec::new();
    let mut changed = Vec::new();
    for Reread { doc, was, now } in reread {
        let present = state
            .set
            .get(doc)
            .filter(|d| state.set.is_open(doc) && d.sha256 == was);
        match (present, now) {
            (None, _) => {}
            (Some(present), Ok(document)) => {
                let blocks = plural(changed_blocks(present, &document), "block");
                words.push(format!("{doc} changed: {blocks}; reloaded"));
                changed.push((doc, document));
            }
            (Some(present), Err(why)) => {
                words.push(format!(
                    "{doc} {}: {why}; its text here is kept",
                    present.path
                ));
            }
        }
    }
    let before = state.notes.standings();
    let effects = if changed.is_empty() {
        Vec::new()
    } else {
        replace(state, changed)
    };
    words.extend(became(state, &before));
    if words.is_empty() {
        words.push("nothing changed".to_owned());
    }
    state.say(words.join("; "));
    effects
}

/// Returns in words what became of notes whose places were others before.
fn became(state: &State, before: &BTreeMap<NoteId, Standing>) -> Option<String> {
    let now = state.notes.standings();
    let count = |is: Standing| {
        let others = now
            .iter()
            .filter(|(note, now)| before.get(*note) != Some(now));
        others.filter(|(_, now)| **now == is).count()
    };
    let said = [
        (Standing::Lost, "lost its place", "lost their places"),
        (Standing::Moved, "moved", "moved"),
        (Standing::Stands, "stands again", "stand again"),
    ];
    let said = said.into_iter().filter_map(|(is, one, several)| {
        let notes = count(is);
        let verb = if notes == 1 { one } else { several };
        (notes > 0).then(|| format!("{} {verb}", plural(notes, "note")))
    });
    let said: Vec<String> = said.collect();
    let keys = state.keymap.keys_of(Action::NotesList).join(" or ");
    (!said.is_empty()).then(|| format!("{}: {keys}", said.join(", ")))
}

/// Returns how many blocks of two versions have no equal in the other, of the version that has more.
fn changed_blocks(old: &Document, new: &Document) -> usize {
    let words = |d: &Document, b: &Block| (b.kind, d.text.slice(b.span).to_owned());
    let all = |d: &Document| {
        let mut all: Vec<_> = d.blocks.iter().map(|b| words(d, b)).collect();
        all.sort_unstable();
        all
    };
    let (old, new) = (all(old), all(new));
    let without = |one: &[(_, _)], other: &[(_, _)]| {
        one.iter()
            .filter(|b| other.binary_search(b).is_err())
            .count()
    };
    without(&old, &new).max(without(&new, &old)).max(1)
}

/// Where a pane stood in the old version of its document.
struct Stood {
    pane: usize,
    row: i32,
    at: u32,
}

fn replace(state: &mut State, changed: Vec<(DocId, Document)>) -> Vec<Effect> {
    sift::end(state);
    let mut stood = Vec::new();
    for (doc, document) in changed {
        let Some(old) = state.set.get(doc).cloned() else {
            continue;
        };
        stood.extend(standing(state, &old, &document));
        reopen_folds(state, &old, &document);
        find_drafts_again(state, &old, &document);
        find_marks_again(state, &old, &document);
        // The words that were marked for a pin may be others now.
        state.pin = state.pin.filter(|place| place.doc != doc);
        take_over(state, doc, document);
    }
    forget_frames(state);
    compare_anew(state);
    choices::take_effect(state);
    state.lay_out();
    for Stood { pane, row, at } in stood {
        let Some(pane) = state.frame.panes.get_mut(pane) else {
            continue;
        };
        if let Some(column) = state.columns.get(&pane.doc) {
            pane.cursor = column.stop_at(at).map_or(pane.cursor, |s| s.span);
            pane.top = column.rows_of(pane.cursor).0 - row;
        }
    }
    step::refresh(state);
    if !cursor_in_sight(state) {
        step::hold_cursor_at(state, 0);
    }
    resize::remember(state);
    vec![Effect::Compare]
}

/// Returns where the pane of a document will stand in its new version.
fn standing(state: &State, old: &Document, new: &Document) -> Option<Stood> {
    let index = state.frame.panes.iter().position(|p| p.doc == old.id)?;
    let pane = state.frame.panes.get(index)?;
    let row = state
        .columns
        .get(&old.id)
        .map_or(0, |c| c.rows_of(pane.cursor).0)
        - pane.top;
    let stop = state.alignment.stop_at(old.id, pane.cursor.start);
    let at = again(old, new, stop.unwrap_or(pane.cursor));
    Some(Stood {
        pane: index,
        row,
        at,
    })
}

/// Returns where a place of the old version is in the new one: its words, else as far down.
fn again(old: &Document, new: &Document, span: Span) -> u32 {
    let target = Target::new(old, span, None);
    if let Some(found) = notes::locate(&target, new).span() {
        return found.start;
    }
    let (at, all) = (old.text.char_of(span.start), old.text.chars().max(1));
    let place = u64::try_from(at).unwrap_or(0) * u64::try_from(new.text.chars()).unwrap_or(0);
    let place = place / u64::try_from(all).unwrap_or(1);
    new.text.byte_of(usize::try_from(place).unwrap_or(0))
}

/// Opens the folds of the new version that hold the beginning of one that was open.
fn reopen_folds(state: &mut State, old: &Document, new: &Document) {
    let doc = old.id.index();
    let before = state.folds.get(doc).map_or(&[][..], Vec::as_slice);
    let Some(open) = state.frame.open.get(doc) else {
        return;
    };
    let beginning = |fold: &usize| {
        let fold = before.get(*fold)?;
        let first = old.blocks.iter().find(|b| fold.span.covers(b.span))?;
        Some(again(old, new, first.span))
    };
    let now = folds(new);
    let holding = |at: u32| now.iter().position(|f| f.span.holds(at));
    let kept = open
        .kept
        .iter()
        .filter_map(|f| holding(beginning(f)?))
        .collect();
    let open = OpenFolds {
        kept,
        visited: BTreeSet::new(),
        original: open.original,
    };
    if let Some(place) = state.frame.open.get_mut(doc) {
        *place = open;
    }
}

fn find_marks_again(state: &mut State, old: &Document, new: &Document) {
    for place in state.marks.values_mut().filter(|p| p.doc == old.id) {
        let start = again(old, new, place.span);
        place.span = Span { start, end: start };
    }
}

fn find_drafts_again(state: &mut State, old: &Document, new: &Document) {
    if matches!(&state.mode, Mode::Select(selection) if selection.doc == old.id) {
        state.mode = Mode::Read;
    }
    let open = match &mut state.mode {
        Mode::Write(draft) => Some(draft),
        _ => None,
    };
    let places = state.drafts.iter_mut().chain(open);
    let places = places.flat_map(|draft| &mut draft.places);
    for place in places.filter(|place| place.doc == old.id) {
        let start = again(old, new, place.span);
        let end = Span::new(start as usize, start as usize + place.span.len());
        let found = notes::locate(&Target::new(old, place.span, None), new).span();
        place.span = found.unwrap_or_else(|| end.common(new.text.span()).unwrap_or_default());
    }
}

/// Puts the new version of a document in its place, with a name that was given in words.
fn take_over(state: &mut State, doc: DocId, mut document: Document) {
    let name = state
        .loaded
        .get(doc.index())
        .map(|l| l.outlet_for(&document));
    document.outlet = name.unwrap_or_default();
    document.id = doc;
    Arc::make_mut(&mut state.set).replace(doc, document);
    put_in_place(state, doc);
}
