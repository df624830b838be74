//! In how many documents a place is found, or why that cannot be said: one answer for gutter, apparatus,
//! explanation and linear text.

use super::state::State;
use crate::compare::align::Alignment;
use crate::compare::passage::Comparison;
use crate::document::{BlockKind, DocId, DocumentSet};
use crate::text::Span;

/// Words under this many never link by their likeness, so that nothing is claimed of them.
const LEAST_WORDS: usize = 4;

/// What is known of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Still comparing, or there is nothing to compare with.
    Unknown,
    /// Set aside, so not compared.
    Aside(BlockKind),
    /// All other documents are in another language.
    OtherLanguage,
    /// Too few words to tell.
    TooShort,
    /// In so many documents, this one among them.
    In(usize),
}

/// Returns what is known of a place of a document.
#[must_use]
pub fn found(state: &State, doc: DocId, span: Span) -> Found {
    of(
        &state.set,
        state.comparison.as_deref(),
        &state.alignment,
        (doc, span),
    )
}

/// Returns what a comparison of a set, if it is there, knows of a place.
#[must_use]
pub fn of(
    set: &DocumentSet,
    comparison: Option<&Comparison>,
    alignment: &Alignment,
    (doc, span): (DocId, Span),
) -> Found {
    let block = set.get(doc).and_then(|d| d.block_at(span.start));
    if let Some(kind) = block.map(|b| b.kind).filter(|k| !k.is_compared()) {
        return Found::Aside(kind);
    }
    let Some(comparison) = comparison.filter(|_| set.len() > 1) else {
        return Found::Unknown;
    };
    // A document that is not yet compared with all others may be found in more of them.
    if set
        .ids()
        .any(|other| other != doc && !comparison.knows(doc, other))
    {
        return Found::Unknown;
    }
    match alignment.found_in(comparison, doc, span).len() {
        1 if !comparison.is_comparable(doc) => Found::OtherLanguage,
        // A search that was ended early has not looked everywhere.
        1 if comparison.partial => Found::Unknown,
        1 if alignment.words_in(doc, span) < LEAST_WORDS => Found::TooShort,
        count => Found::In(count),
    }
}

/// Returns the other documents that were compared with one, and those that were not: another language, or not yet.
#[must_use]
pub fn compared(state: &State, doc: DocId) -> (Vec<DocId>, Vec<DocId>) {
    let known = state.comparison.as_deref();
    let others = state.set.ids().filter(|other| *other != doc);
    others.partition(|other| known.is_some_and(|c| c.compares(doc, *other)))
}

impl Found {
    /// Returns the words for it.
    #[must_use]
    pub fn words(self, all: usize) -> String {
        match self {
            Self::Unknown => String::new(),
            Self::Aside(kind) => format!("{}: set aside, not compared", kind.words()),
            Self::OtherLanguage => "other language: not compared".to_owned(),
            Self::TooShort => "too short to tell".to_owned(),
            Self::In(1) => "only here".to_owned(),
            Self::In(count) => format!("in {count} of {all}"),
        }
    }
}
