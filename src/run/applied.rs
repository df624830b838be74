//! What a notes file that was given says of documents, for the commands without the reader: names and labels are
//! applied, and told with the result. Without `--notes` nothing is.

use color_eyre::eyre::Result;

use crate::app::pins;
use crate::cli::Global;
use crate::compare::constraint::Constraint;
use crate::document::{Document, DocumentSet, siglum};
use crate::notes::{Change, NoteSet, choice};
use crate::store::notes::Log;

/// The choices of a notes file that was given, and what was applied of them.
#[derive(Debug, Default)]
pub(super) struct Applied {
    choices: Vec<Change>,
    /// A line for every choice and document, in order of the documents.
    pub(super) lines: Vec<String>,
}

impl Applied {
    /// Returns the choices of the notes file of `--notes`, and none without it.
    ///
    /// # Errors
    /// Where the file cannot be read or is no log of notes.
    pub(super) fn of(global: &Global) -> Result<Self> {
        let Some(file) = &global.notes else {
            return Ok(Self::default());
        };
        let notes = NoteSet::new(Log::open(file)?.read()?.operations);
        Ok(Self {
            choices: notes.choices().map(|o| o.change.clone()).collect(),
            lines: Vec::new(),
        })
    }

    /// Applies names and labels to the document of a number.
    pub(super) fn apply(&mut self, number: usize, document: &mut Document) {
        for words in choice::apply(&self.choices, document) {
            let line = format!("{} {}: {words}", siglum(number), document.path);
            self.lines.push(line);
        }
    }

    /// Returns the pins and cuts on documents of a set.
    pub(super) fn constraints(&mut self, set: &DocumentSet) -> Vec<Constraint> {
        let mut found = Vec::new();
        for choice in &self.choices {
            if let Some(constraint) = pins::constraint(choice, set) {
                found.push(constraint);
                self.lines.extend(choice.choice_in_words());
            }
        }
        found
    }

    /// Applies names and labels to all documents of a set.
    pub(super) fn over(&mut self, set: DocumentSet) -> DocumentSet {
        if self.choices.is_empty() {
            return set;
        }
        let mut documents: Vec<Document> = set.iter().cloned().collect();
        for (number, document) in documents.iter_mut().enumerate() {
            self.apply(number, document);
        }
        DocumentSet::new(documents)
    }
}
