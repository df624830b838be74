//! The notes that are known, and where they stand in the documents that are open.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::note_index::Index;

use crate::document::{DocId, DocumentSet};
use crate::notes::anchored::{Anchored, Lost};
use crate::notes::place::{Placed, Placement, Placer};
use crate::notes::version::Newer;
use crate::notes::{Change, Note, NoteId, NoteSet, Operation, OperationId};
use crate::text::Span;

/// A place of a note in a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The note.
    pub note: NoteId,
    /// Which of its targets stands there.
    pub target: usize,
    /// Whether that is not certain: a person confirms or rejects it.
    pub moved: bool,
}

/// The notes of the log, their places, and what could not be saved.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// All notes of the log.
    pub set: NoteSet,
    placer: Placer,
    placement: Placement,
    /// Made when a list asks for it.
    index: OnceLock<Index>,
    /// For every document where its notes stand, in order of the text.
    places: Vec<Vec<(Span, Spot)>>,
    spans: Vec<Vec<Span>>,
    count: usize,
    /// Operations that other windows wrote meanwhile: `u` leaves them alone.
    pub foreign: BTreeSet<OperationId>,
    /// The last change, of which it was said that it is of a document that is not open: `u` goes past it.
    pub passed: Option<OperationId>,
    /// The place of a note that was lost and for which other words are sought: `L` takes those under the cursor.
    pub sought: Option<(NoteId, usize)>,
    /// The choices about documents that count, in the order in which they were made.
    pub choices: Vec<Change>,
    /// Operations that could not be saved: they take effect, and are offered to the disk again.
    pub unsaved: Vec<Operation>,
}

impl Notes {
    /// Takes operations in and finds the places of all notes anew; returns whether there was anything new.
    pub fn take(
        &mut self,
        operations: impl IntoIterator<Item = Operation>,
        documents: &DocumentSet,
    ) -> bool {
        let mut news = false;
        for operation in operations {
            news |= self.set.apply(operation);
        }
        if news {
            self.renew(documents);
        }
        news
    }

    fn renew(&mut self, documents: &DocumentSet) {
        self.choices = self.set.choices().map(|o| o.change.clone()).collect();
        self.place(documents);
    }

    /// Lets an operation take effect that the disk does not have, and keeps it to be offered again.
    pub fn keep_unsaved(&mut self, operation: Operation, documents: &DocumentSet) {
        self.take([operation.clone()], documents);
        self.unsaved.push(operation);
    }

    /// Forgets the last operation that the disk does not have.
    pub fn drop_unsaved(&mut self, documents: &DocumentSet) {
        if let Some(operation) = self.unsaved.pop() {
            self.set.forget(&operation.id);
            self.renew(documents);
        }
    }

    /// Returns whether the disk lacks a note, or its last words.
    #[must_use]
    pub fn is_unsaved(&self, note: &NoteId) -> bool {
        self.unsaved
            .iter()
            .any(|operation| match &operation.change {
                Change::Edit { note: of, .. } | Change::Revise { note: of, .. } => of == note,
                _ => operation.id == note.0,
            })
    }

    /// Finds the places of all notes in the documents as they are now; those that are known stay.
    pub fn place(&mut self, documents: &DocumentSet) {
        self.placement = self.placer.place(&self.set, documents);
        self.index = OnceLock::new();
        self.places = vec![Vec::new(); documents.slots()];
        for placed in &self.placement.placed {
            if let (Some(own), Some(span)) = (
                self.places.get_mut(placed.doc.index()),
                placed.anchored.span(),
            ) {
                let spot = Spot {
                    note: placed.note.clone(),
                    target: placed.target,
                    moved: matches!(placed.anchored, Anchored::Moved(_)),
                };
                own.push((span, spot));
            }
        }
        self.places.iter_mut().for_each(|own| own.sort_unstable());
        self.spans = self
            .places
            .iter()
            .map(|own| own.iter().map(|(span, _)| *span).collect())
            .collect();
        self.count = self
            .placement
            .placed
            .chunk_by(|a, b| a.note == b.note)
            .count();
    }

    /// Returns where notes stand in a document, in order of the text.
    #[must_use]
    pub fn spans_in(&self, doc: DocId) -> &[Span] {
        self.spans.get(doc.index()).map_or(&[], Vec::as_slice)
    }

    /// Returns the places of notes that touch a span of a document, in order of the text.
    pub fn spots(&self, doc: DocId, span: Span) -> impl Iterator<Item = (Span, &Spot)> {
        let own = self.places.get(doc.index()).map_or(&[][..], Vec::as_slice);
        let before = own
            .get(..own.partition_point(|(s, _)| s.start < span.end))
            .unwrap_or(&[]);
        let touching = before.iter().filter(move |(s, _)| s.touches(span));
        touching.map(|(span, spot)| (*span, spot))
    }

    /// Returns the notes that touch a span of a document, each once.
    pub fn at(&self, doc: DocId, span: Span) -> impl Iterator<Item = &Note> {
        let mut seen = BTreeSet::new();
        let spots = self.spots(doc, span).map(|(_, spot)| &spot.note);
        let once = spots.filter(move |note| seen.insert(*note));
        once.filter_map(|note| self.set.get(note))
    }

    /// Returns where each target of a note stands in the open documents, in order; nothing for one that is of
    /// another document.
    #[must_use]
    pub fn places_of(&self, note: &Note) -> Vec<Option<(DocId, Anchored)>> {
        let own = self.placement.placed.iter().filter(|p| p.note == note.id);
        let mut places = vec![None; note.targets.len()];
        for placed in own {
            if let Some(place) = places.get_mut(placed.target) {
                *place = Some((placed.doc, placed.anchored));
            }
        }
        places
    }

    /// Returns whether there is no note on the documents that are open.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Returns how many notes there are on the documents that are open.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Returns what became of every note on open documents: of its places that which most asks for an answer.
    #[must_use]
    pub fn standings(&self) -> BTreeMap<NoteId, Standing> {
        let mut all: BTreeMap<NoteId, Standing> = BTreeMap::new();
        for placed in &self.placement.placed {
            let now = Standing::of(placed.anchored);
            let worst = all.entry(placed.note.clone()).or_insert(now);
            *worst = now.min(*worst);
        }
        all
    }

    /// Returns the notes in the order of their list, with the words by which they are found there.
    #[must_use]
    pub fn index(&self) -> &Index {
        self.index
            .get_or_init(|| Index::new(self.listed().0.into_iter(), self.elsewhere()))
    }

    /// Returns the documents that are, or may be, newer versions of those that are not open.
    #[must_use]
    pub fn newer(&self) -> &[Newer] {
        &self.placement.newer
    }

    /// Returns the notes none of whose places is in an open document.
    pub fn elsewhere(&self) -> impl Iterator<Item = &Note> {
        let ids = self.placement.elsewhere.iter();
        ids.filter_map(|id| self.set.get(id))
    }

    /// Returns the notes on open documents, orphans first, then by document and place; and how many are of other
    /// documents.
    #[must_use]
    pub fn listed(&self) -> (Vec<Listed<'_>>, usize) {
        let notes = self.placement.placed.chunk_by(|a, b| a.note == b.note);
        let mut listed: Vec<(&Placed, Listed<'_>)> = notes
            .filter_map(|own| {
                let worst = own
                    .iter()
                    .min_by_key(|p| (Standing::of(p.anchored), p.target))?;
                let listed = Listed {
                    note: self.set.get(&worst.note)?,
                    doc: worst.doc,
                    target: worst.target,
                    anchored: worst.anchored,
                    moved: own
                        .iter()
                        .filter(|p| Standing::of(p.anchored) == Standing::Moved)
                        .count(),
                };
                Some((own.first()?, listed))
            })
            .collect();
        listed.sort_by_key(|(first, listed)| {
            let found = listed.anchored.span().is_some();
            (found, first.doc, first.anchored.span())
        });
        let listed = listed.into_iter().map(|(_, listed)| listed).collect();
        (listed, self.placement.elsewhere.len())
    }
}

/// A note on open documents, with the place of it that most asks for an answer.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// The note.
    pub note: &'a Note,
    /// The document of that place.
    pub doc: DocId,
    /// Which of its targets that is.
    pub target: usize,
    /// What became of it.
    pub anchored: Anchored,
    /// How many of its places moved.
    pub moved: usize,
}

impl<'a> Listed<'a> {
    /// Returns a note on documents that are not open.
    pub(super) fn elsewhere(note: &'a Note) -> Self {
        Self {
            note,
            doc: DocId::default(),
            target: 0,
            anchored: Anchored::Orphan(Lost::Gone),
            moved: 0,
        }
    }
}

/// What became of a place, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is nowhere.
    Lost,
    /// It is for a person to confirm.
    Moved,
    /// It stands.
    Stands,
}

impl Standing {
    fn of(anchored: Anchored) -> Self {
        match anchored {
            Anchored::Orphan(_) => Self::Lost,
            Anchored::Moved(_) => Self::Moved,
            Anchored::At(_) => Self::Stands,
        }
    }
}
