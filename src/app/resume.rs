//! Where a person left off: panes, places, folds and trail of a set, as plain data that goes to the disk and comes
//! back. Documents are told by their bytes, so that neither paths nor the order of the inputs matter.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::frame::{Lock, OpenFolds, Pane, Standing};
use super::state::State;
use super::trail::Trail;
use super::{documents, resize, step};
use crate::document::{DocId, DocumentSet};
use crate::text::Span;

/// The form of what is kept; what was written in another is left alone.
const SCHEMA: &str = "variorum.place/1";

/// Where a set was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    schema: String,
    documents: Vec<Book>,
    panes: Vec<Leaf>,
    /// Indices of panes.
    focus: usize,
    first: usize,
    above: usize,
    lead: i32,
    pane_choice: Option<usize>,
    apparatus: Option<bool>,
    /// Index of the document read first.
    base: usize,
    weak: bool,
    trail: Kind,
}

/// A document and its folds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Book {
    sha256: String,
    /// Where the open folds begin.
    open: BTreeSet<u32>,
    original: bool,
}

/// A pane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Leaf {
    /// Index of its document.
    document: usize,
    /// The bytes where the stop of its cursor begins and ends.
    at: u32,
    end: u32,
    /// The row of the pane on which that stop begins.
    row: i32,
    /// How it goes with the others.
    lock: Step,
}

/// As [`Lock`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Step {
    Linked,
    Unlocked,
    Here,
}

/// As [`Trail`], of what does not go with the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Only,
    Shared,
    Notes,
}

/// Returns the bytes of the open documents as their SHA-256, sorted: the same for the same set in any order.
#[must_use]
pub fn hashes(set: &DocumentSet) -> Vec<&str> {
    let mut all: Vec<&str> = set.iter().map(|d| d.sha256.as_str()).collect();
    all.sort_unstable();
    all
}

impl Left {
    /// Returns where the set is left now.
    #[must_use]
    pub fn of(state: &State) -> Self {
        let ids: Vec<DocId> = state.set.ids().collect();
        let number = |doc: DocId| ids.iter().position(|id| *id == doc);
        let book = |id: &DocId| Book {
            sha256: state
                .set
                .get(*id)
                .map_or_else(String::new, |d| d.sha256.clone()),
            open: open_folds(state, *id),
            original: state.is_original(*id),
        };
        let leaf = |pane: &Pane| {
            let column = state.columns.get(&pane.doc)?;
            Some(Leaf {
                document: number(pane.doc)?,
                at: pane.cursor.start,
                end: pane.cursor.end,
                row: column.rows_of(pane.cursor).0 - pane.top,
                lock: match pane.lock {
                    Lock::Linked => Step::Linked,
                    Lock::Unlocked => Step::Unlocked,
                    Lock::Here => Step::Here,
                },
            })
        };
        let frame = &state.frame;
        Self {
            schema: SCHEMA.to_owned(),
            documents: ids.iter().map(book).collect(),
            panes: frame.panes.iter().filter_map(leaf).collect(),
            focus: frame.focus,
            first: frame.first,
            above: frame.above,
            lead: frame.lead,
            pane_choice: state.pane_choice,
            apparatus: state.apparatus_choice,
            base: number(state.base()).unwrap_or(0),
            weak: state.weak,
            trail: match state.trail {
                Trail::Shared => Kind::Shared,
                Trail::Notes => Kind::Notes,
                Trail::Only | Trail::Hits => Kind::Only,
            },
        }
    }

    /// Brings a reader that has just opened the same set back to where it was left; returns whether it is the same.
    pub fn bring_back(&self, state: &mut State) -> bool {
        let known = self.documents_in(&state.set);
        let same = known.is_some_and(|ids| self.put_back(state, &ids));
        if same {
            // What is read from the log of notes meanwhile arranges nothing anew.
            state.resumed = true;
            state.say("where you left off; gg goes to the beginning, --fresh begins there");
        }
        same
    }

    /// Takes over where the beginnings of the same documents, in the same order, are being read.
    pub(super) fn go_on(&self, state: &mut State) {
        let ids: Vec<DocId> = state.set.ids().collect();
        if ids.len() == self.documents.len() {
            self.put_back(state, &ids);
        }
    }

    /// Puts panes, folds and trail of the documents `ids` back; returns whether what is kept makes sense.
    fn put_back(&self, state: &mut State, ids: &[DocId]) -> bool {
        let panes: Option<Vec<Pane>> = self.panes.iter().map(|leaf| leaf.pane(ids)).collect();
        let known = |panes: &Vec<Pane>| {
            let docs: BTreeSet<DocId> = panes.iter().map(|p| p.doc).collect();
            docs.len() == panes.len() && self.focus < panes.len() && self.above < panes.len()
        };
        let Some(panes) = panes.filter(known) else {
            return false;
        };
        for (book, id) in self.documents.iter().zip(ids) {
            book.unfold(state, *id);
        }
        state.pane_choice = self
            .pane_choice
            .map(|count| count.clamp(1, 9))
            .or(state.pane_choice);
        state.apparatus_choice = self.apparatus;
        state.chosen_base = ids.get(self.base).copied().unwrap_or_default();
        state.weak = self.weak;
        state.trail = match self.trail {
            Kind::Only => Trail::Only,
            Kind::Shared => Trail::Shared,
            Kind::Notes => Trail::Notes,
        };
        state.frame.recent = (0..panes.len()).filter(|at| *at != self.focus).collect();
        state.frame.recent.push(self.focus);
        state.frame.panes = panes;
        state.frame.focus = self.focus;
        state.frame.first = self.first.min(self.focus);
        state.frame.above = self.above;
        state.arrange();
        self.put_in_rows(state);
        true
    }

    /// Returns the documents of a set in the order of those that are kept; nothing where it is another set.
    fn documents_in(&self, set: &DocumentSet) -> Option<Vec<DocId>> {
        if self.schema != SCHEMA || set.len() != self.documents.len() {
            return None;
        }
        let mut left: Vec<DocId> = set.ids().collect();
        let mut found = Vec::with_capacity(left.len());
        for book in &self.documents {
            let own = |id: &DocId| set.get(*id).is_some_and(|d| d.sha256 == book.sha256);
            let at = left.iter().position(own)?;
            found.push(left.remove(at));
        }
        Some(found)
    }

    /// Puts every pane where it was; in a window of another size the cursor stays in sight.
    fn put_in_rows(&self, state: &mut State) {
        let height = state.height();
        state.frame.lead = self.lead.clamp(0, height / 4);
        for (index, leaf) in self.panes.iter().enumerate() {
            let Some(pane) = state.frame.panes.get_mut(index) else {
                continue;
            };
            let Some(column) = state.columns.get(&pane.doc) else {
                continue;
            };
            let stop = column.stop_at(leaf.at).map_or(pane.cursor, |s| s.span);
            let text = state.set.get(pane.doc).map_or("", |d| d.text.as_str());
            pane.cursor = leaf.part_of(stop, text);
            let far = column.height().saturating_add(height);
            pane.top = column.rows_of(pane.cursor).0 - leaf.row.clamp(-far, far);
        }
        if !documents::cursor_in_sight(state) {
            step::hold_cursor_at(state, height / 3);
        }
        step::refresh(state);
        resize::remember(state);
        state.touched = true;
    }
}

impl Leaf {
    /// Returns the stop of the cursor as it was left: it was cut by links, which are found again later.
    fn part_of(&self, stop: Span, text: &str) -> Span {
        let (start, end) = (self.at, self.end);
        let is_whole = start < end && text.get(start as usize..end as usize).is_some();
        let left = Span { start, end };
        if is_whole && stop.covers(left) {
            left
        } else {
            stop
        }
    }

    fn pane(&self, ids: &[DocId]) -> Option<Pane> {
        Some(Pane {
            doc: *ids.get(self.document)?,
            top: 0,
            cursor: Span::default(),
            lock: match self.lock {
                Step::Linked => Lock::Linked,
                Step::Unlocked => Lock::Unlocked,
                Step::Here => Lock::Here,
            },
            standing: Standing::Waiting,
            moved: None,
        })
    }
}

impl Book {
    fn unfold(&self, state: &mut State, doc: DocId) {
        let folds = state.folds.get(doc.index()).map_or(&[][..], Vec::as_slice);
        let all = folds.iter().enumerate();
        let kept = all.filter(|(_, fold)| self.open.contains(&fold.span.start));
        let open = OpenFolds {
            kept: kept.map(|(at, _)| at).collect(),
            visited: BTreeSet::new(),
            original: self.original,
        };
        if let Some(place) = state.frame.open.get_mut(doc.index()) {
            *place = open;
        }
    }
}

/// Returns where the open folds of a document begin.
fn open_folds(state: &State, doc: DocId) -> BTreeSet<u32> {
    let (Some(open), Some(folds)) = (
        state.frame.open.get(doc.index()),
        state.folds.get(doc.index()),
    ) else {
        return BTreeSet::new();
    };
    let all = open.all().into_iter();
    all.filter_map(|at| folds.get(at).map(|fold| fold.span.start))
        .collect()
}
