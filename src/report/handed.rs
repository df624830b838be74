//! What is handed over: notes, what a person made of conflicts and looks, and, with documents at hand, what became of
//! each place in them.

use serde_json::{Value, json};

use super::notes::{Here, Places, position};
use crate::notes::exchange::States;
use crate::notes::{Anchored, Change, Note, NoteSet, Operation, Standing, Target};

/// Notes and conflicts to hand over.
pub struct Handed<'a> {
    /// The notes.
    pub notes: Vec<&'a Note>,
    /// What a person made of conflicts and looks.
    pub conflicts: Vec<&'a Operation>,
    places: Places<'a>,
}

/// What became of a place.
pub(super) struct Became<'a> {
    /// The word for it in lists.
    pub state: &'static str,
    /// The words that stand there now.
    pub now: Option<&'a str>,
    /// Why it has no place.
    pub why: Option<String>,
}

impl<'a> Handed<'a> {
    /// Returns what is handed over of `all` notes: those chosen, and the conflicts in force; with documents at hand
    /// those about one of them.
    #[must_use]
    pub fn new(notes: Vec<&'a Note>, all: &'a NoteSet, here: Option<Here<'a>>) -> Self {
        let about = |choice: &&Operation| {
            let mut documents = here.into_iter().flat_map(|here| here.set.iter());
            here.is_none() || documents.any(|document| choice.change.is_about(document))
        };
        let choices = all.choices_in_force().into_iter();
        let stands = |choice: &&Operation| matches!(choice.change, Change::Stand { .. });
        Self {
            notes,
            conflicts: choices.filter(stands).filter(about).collect(),
            places: here.map(Here::places).unwrap_or_default(),
        }
    }

    /// Returns what became of a place of a note; nothing where its document is not at hand.
    pub(super) fn became(&self, note: &Note, number: usize) -> Option<Became<'a>> {
        let (document, anchored) = *self.places.get(&(&note.id, number))?;
        let target = note.targets.get(number)?;
        let now = anchored.span().map(|span| document.text.slice(span));
        Some(Became {
            state: anchored.name(),
            now: now.filter(|_| !target.is_whole()),
            why: match anchored {
                Anchored::Orphan(lost) => Some(target.why_lost(lost)),
                _ => None,
            },
        })
    }

    /// Returns what became of each place, for annotations.
    #[must_use]
    pub fn states(&self) -> States<'a> {
        let states = self.places.iter().map(|(place, (document, anchored))| {
            let now = anchored.span().map(|span| position(document, span));
            let state = json!({
                "state": anchored.name(),
                "start": now.map(|now| now.start),
                "end": now.map(|now| now.end),
            });
            (*place, state)
        });
        states.collect()
    }
}

/// What a person made of a conflict: where they stand, the two places, and why.
pub(super) fn stand(choice: &Operation) -> Option<(Standing, &[Target; 2], &str)> {
    match &choice.change {
        Change::Stand {
            standing,
            ends,
            text,
        } => Some((*standing, ends, text)),
        _ => None,
    }
}

/// Returns what became of a place, for a draft.
pub(super) fn value(became: &Became) -> Value {
    json!({"state": became.state, "now": became.now, "why": became.why})
}
