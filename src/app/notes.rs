//! The notes that are known, and where they stand in the documents that are open.

use std::collections::BTreeSet;

use crate::document::{DocId, DocumentSet};
use crate::notes::anchor::Anchored;
use crate::notes::place::{Placement, Placer};
use crate::notes::{Change, Note, NoteId, NoteSet, Operation, OperationId};
use crate::text::Span;

/// The notes of the log, their places, and what could not be saved.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// All notes of the log.
    pub set: NoteSet,
    placer: Placer,
    placement: Placement,
    /// For every document where its notes stand, in order of the text.
    places: Vec<Vec<(Span, NoteId)>>,
    spans: Vec<Vec<Span>>,
    count: usize,
    /// Operations that other windows wrote meanwhile: `u` leaves them alone.
    pub foreign: BTreeSet<OperationId>,
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
                Change::Edit { note: edited, .. } => edited == note,
                _ => operation.id == note.0,
            })
    }

    /// Finds the places of all notes in the documents as they are now; those that are known stay.
    pub fn place(&mut self, documents: &DocumentSet) {
        self.placement = self.placer.place(&self.set, documents);
        self.places = vec![Vec::new(); documents.slots()];
        for placed in &self.placement.placed {
            if let (Some(own), Some(span)) = (
                self.places.get_mut(placed.doc.index()),
                placed.anchored.span(),
            ) {
                own.push((span, placed.note.clone()));
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

    /// Returns the notes that touch a span of a document.
    pub fn at(&self, doc: DocId, span: Span) -> impl Iterator<Item = &Note> {
        let own = self.places.get(doc.index()).map_or(&[][..], Vec::as_slice);
        let before = own
            .get(..own.partition_point(|(s, _)| s.start < span.end))
            .unwrap_or(&[]);
        before
            .iter()
            .filter(move |(s, _)| s.touches(span))
            .filter_map(|(_, note)| self.set.get(note))
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

    /// Returns the notes on open documents with their first place, orphans first, then by document and place;
    /// and how many are of other documents.
    #[must_use]
    pub fn listed(&self) -> (Vec<(&Note, DocId, Anchored)>, usize) {
        let firsts = self
            .placement
            .placed
            .chunk_by(|a, b| a.note == b.note)
            .filter_map(|of_one| of_one.first());
        let mut listed: Vec<_> = firsts
            .filter_map(|p| Some((self.set.get(&p.note)?, p.doc, p.anchored)))
            .collect();
        listed.sort_by_key(|(_, doc, anchored)| (anchored.span().is_some(), *doc, anchored.span()));
        (listed, self.placement.elsewhere.len())
    }
}
