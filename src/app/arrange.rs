//! Areas, panes and columns in accord with the size of the window and with what a person chose.

use super::column::{Column, Fold};
use super::frame::{Lock, OpenFolds, Pane, Standing};
use super::geometry;
use super::state::State;
use crate::document::DocId;

impl State {
    /// Brings areas, panes and columns into accord with the size and what the person chose.
    pub fn arrange(&mut self) {
        self.areas = geometry::areas(
            self.size,
            self.set.len(),
            self.zoom.as_ref().map(|_| 1).or(self.pane_choice),
            self.apparatus_choice,
            self.settings.gutter,
        );
        if let Some(areas) = &mut self.areas {
            areas.spread(&self.widths);
        }
        let wanted = self.areas.as_ref().map_or(1, |a| a.panes.len());
        while self.frame.panes.len() < wanted {
            let Some(doc) = self
                .set
                .ids()
                .find(|d| self.frame.panes.iter().all(|p| p.doc != *d))
            else {
                break;
            };
            let cursor = self.alignment.stop_at(doc, 0).unwrap_or_default();
            let (lock, standing) = (Lock::Linked, Standing::Waiting);
            self.frame.recent.insert(0, self.frame.panes.len());
            self.frame.panes.push(Pane {
                doc,
                top: 0,
                cursor,
                lock,
                standing,
                moved: None,
            });
        }
        let (last, focus) = (
            self.frame.panes.len().saturating_sub(wanted),
            self.frame.focus,
        );
        self.frame.first = self
            .frame
            .first
            .min(focus)
            .max((focus + 1).saturating_sub(wanted))
            .min(last);
        self.lay_out();
    }

    /// Lays out the documents whose column is missing or no longer right.
    pub fn lay_out(&mut self) {
        let Some(areas) = &self.areas else { return };
        for (index, pane) in self.frame.panes.iter().enumerate() {
            let width = areas.text_width(index.checked_sub(self.frame.first));
            let width = (width, self.settings.ambiguous);
            let Some(document) = self.set.get(pane.doc) else {
                continue;
            };
            let open = self
                .frame
                .open
                .get(pane.doc.index())
                .map(OpenFolds::all)
                .unwrap_or_default();
            let fits = |c: &Column| {
                (c.width, c.ambiguous) == width
                    && c.open == open
                    && c.original == self.is_original(pane.doc)
            };
            if !self.columns.get(&pane.doc).is_some_and(fits) {
                let folds = self.folds_of(pane.doc);
                let mut column = Column::new(document, folds, &open, &self.alignment, width);
                column.original = self.is_original(pane.doc);
                self.columns.insert(pane.doc, column);
            }
        }
    }

    /// Returns the folds of a document as it is shown: none in the original.
    #[must_use]
    pub fn folds_of(&self, doc: DocId) -> &[Fold] {
        if self.is_original(doc) {
            return &[];
        }
        self.folds_cleaned(doc)
    }

    /// Returns the folds of a document where it is not shown as the original: those of the filter in force, else
    /// what is not the article.
    #[must_use]
    pub fn folds_cleaned(&self, doc: DocId) -> &[Fold] {
        match &self.filter {
            Some(filter) => filter.folds_in(doc),
            None => self.folds.get(doc.index()).map_or(&[], Vec::as_slice),
        }
    }

    /// Cuts the stops of all columns anew, which moves no row.
    pub fn restop(&mut self) {
        let mut columns = std::mem::take(&mut self.columns);
        for column in columns.values_mut() {
            column.restop(self.folds_of(column.doc), &self.alignment);
        }
        self.columns = columns;
    }

    /// Returns whether the original of a document is shown.
    #[must_use]
    pub fn is_original(&self, doc: DocId) -> bool {
        self.frame.open.get(doc.index()).is_some_and(|o| o.original)
    }
}
