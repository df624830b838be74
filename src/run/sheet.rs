//! What a reader writes into a file: the comparison, or the notes on the open documents.

use std::collections::BTreeSet;
use std::sync::Arc;

use color_eyre::eyre::{Result, WrapErr, eyre};

use super::exchange;
use super::sources::from_home;
use crate::app::column::plural;
use crate::app::export::{self, Export, Form};
use crate::app::state::State;
use crate::cli::ExportFormat;
use crate::compare::passage::Comparison;
use crate::document::DocumentSet;
use crate::notes::{self, Note, NoteId, NoteSet};
use crate::report::handed::Handed;
use crate::report::notes::Here;
use crate::report::{comparison, plain};
use crate::store;
use crate::text::sanitize;

/// What is written, taken from the reader so that no key waits for it.
pub struct Sheet {
    set: Arc<DocumentSet>,
    comparison: Option<Arc<Comparison>>,
    applied: Vec<String>,
    notes: NoteSet,
    chosen: Vec<Note>,
}

impl Sheet {
    /// Takes what an export needs.
    #[must_use]
    pub fn of(state: &State, export: &Export) -> Self {
        let needs_notes = !export.form.is_comparison();
        let (listed, _) = state.notes.listed();
        let mut chosen: Vec<Note> = Vec::new();
        if needs_notes {
            let listed: BTreeSet<&NoteId> = listed.iter().map(|own| &own.note.id).collect();
            let here = |note: &&Note| listed.contains(&note.id);
            chosen.extend(state.notes.set.iter().filter(here).cloned());
        }
        Self {
            set: Arc::clone(&state.set),
            comparison: state.comparison.clone(),
            applied: export::applied(state),
            notes: if needs_notes {
                state.notes.set.clone()
            } else {
                NoteSet::default()
            },
            chosen,
        }
    }

    /// Writes the file and says what became of it.
    #[must_use]
    pub fn write(&self, export: &Export) -> String {
        let name = sanitize::line(&export.path).into_owned();
        let path = from_home(&export.path);
        let written = self.bytes(export.form).and_then(|bytes| {
            let written = if export.replace {
                store::write(&path, &bytes)
            } else {
                store::write_new(&path, &bytes)
            };
            written.map_err(|error| match error.kind() {
                std::io::ErrorKind::AlreadyExists => {
                    eyre!("there already, ! before its name replaces it")
                }
                _ => eyre!("could not be written, {error}"),
            })
        });
        match written {
            Ok(()) if export.form.is_comparison() => format!("the comparison is in {name}"),
            Ok(()) => {
                let count = plural(self.chosen.len(), "note");
                format!("{count} on these articles in {name}")
            }
            Err(why) => format!("{why:#}: {name}"),
        }
    }

    fn bytes(&self, form: Form) -> Result<Vec<u8>> {
        let format = match form {
            Form::Text | Form::Json => return self.compared(form),
            Form::Markdown => ExportFormat::Markdown,
            Form::Csv => ExportFormat::Csv,
            Form::JsonLd => ExportFormat::Jsonld,
            Form::Claims => ExportFormat::Claimreview,
        };
        let placement = notes::place(&self.notes, &self.set);
        let here = Here {
            set: &self.set,
            placement: &placement,
        };
        let handed = Handed::new(self.chosen.iter().collect(), &self.notes, Some(here));
        exchange::in_format(format, &handed).map(String::into_bytes)
    }

    fn compared(&self, form: Form) -> Result<Vec<u8>> {
        let found = self.comparison.as_ref();
        let found = found.ok_or_else(|| eyre!("waits for the comparison"))?;
        let mut out = Vec::new();
        match form {
            Form::Json => comparison::json(&self.set, found, &[], &self.applied, &mut out),
            _ => plain::text(&self.set, found, &[], &self.applied, &mut out),
        }
        .wrap_err("could not be made")?;
        Ok(out)
    }
}
