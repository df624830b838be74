//! What a notes file and a configuration that were given say, for the commands without the reader: names, labels and
//! thresholds are applied, and told with the result. Without `--notes` and `--config` nothing is.

use color_eyre::eyre::{Result, bail};

use super::output::say;
use super::settings;
use crate::app::pins;
use crate::cli::Global;
use crate::compare::constraint::Constraint;
use crate::compare::meaning::Thresholds;
use crate::document::{Document, DocumentSet, siglum};
use crate::notes::{Change, NoteSet, choice};
use crate::store::notes::Log;

/// The choices of a notes file that was given, and what was applied of them.
#[derive(Debug, Default)]
pub(super) struct Applied {
    choices: Vec<Change>,
    /// From which scores on sentences are linked by words.
    pub(super) thresholds: Thresholds,
    /// A line for every threshold, choice and document, in order of the documents.
    pub(super) lines: Vec<String>,
}

impl Applied {
    /// Returns the choices of the notes file of `--notes` and the thresholds of `--config`, and none without them.
    ///
    /// # Errors
    /// Where the one is not there, cannot be read or is no log of notes, or the other is wrong.
    pub(super) fn of(global: &Global) -> Result<Self> {
        let mut applied = Self::default();
        if global.config.is_some() {
            let settings = settings::of(global)?;
            applied.thresholds = settings.screen.thresholds;
            applied.lines = settings.thresholds_in_words();
        }
        if let Some(file) = &global.notes {
            let log = Log::open(file)?;
            if !log.path().exists() {
                bail!(
                    "--notes {}: there is no such file; check the path, or leave the option out",
                    file.display()
                );
            }
            let operations = log.read()?.operations;
            say(global, || {
                format!("{}: {} operations", file.display(), operations.len())
            });
            let notes = NoteSet::new(operations);
            applied.choices = notes.choices().map(|o| o.change.clone()).collect();
        }
        Ok(applied)
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
