//! What a person did. No clock and no new ids here: both come in from outside, so that replaying the same
//! operations always gives the same notes.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::choice::{Alike, Who};
use super::link::Verdict;
use super::revision::Revision;
use super::standing::Standing;
use super::target::{Source, Target};
use crate::document::BlockKind;

/// The name of an operation: an address that is its own, `urn:uuid:…`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperationId(pub String);

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a note: that of the operation that made it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NoteId(pub OperationId);

impl NoteId {
    /// Returns the first eight characters behind `urn:uuid:`, or of the last part of an address: enough for a person
    /// to tell notes apart.
    #[must_use]
    pub fn short(&self) -> &str {
        let full = self.0.0.as_str();
        let bare = full.strip_prefix("urn:uuid:").unwrap_or(full);
        let last = bare.trim_end_matches('/').rsplit('/').next();
        let bare = last.filter(|last| !last.is_empty()).unwrap_or(bare);
        let end = bare.char_indices().nth(8).map_or(bare.len(), |(at, _)| at);
        bare.get(..end).unwrap_or(bare)
    }
}

impl fmt::Display for NoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a person did, without name and time.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Wrote a note.
    Add {
        /// The words, Markdown.
        text: String,
        /// The places it is about.
        targets: Vec<Target>,
        /// Tags, in the order in which they were given.
        tags: Vec<String>,
        /// A rating in the person's own words.
        rating: Option<String>,
    },
    /// Changed the words of a note.
    Edit {
        /// Which note.
        note: NoteId,
        /// The new words.
        text: String,
    },
    /// Said something else of a note: where it stands, its tags, its rating.
    Revise {
        /// Which note.
        note: NoteId,
        /// What was said.
        revision: Revision,
    },
    /// Took a note away.
    Delete {
        /// Which note.
        note: NoteId,
    },
    /// Named the outlet of documents; an empty name takes names back.
    Name {
        /// Which documents.
        who: Who,
        /// The name.
        name: String,
    },
    /// Said that blocks of some kinds stay open, or folded.
    Fold {
        /// In which documents.
        who: Who,
        /// Which kinds.
        kinds: Vec<BlockKind>,
        /// Whether they stay open.
        open: bool,
    },
    /// Said what blocks are.
    Label {
        /// In which documents.
        who: Who,
        /// Which blocks.
        of: Alike,
        /// What they are.
        to: BlockKind,
    },
    /// Said of two places in two documents that they belong together, or that they do not.
    Link {
        /// Which of the two.
        verdict: Verdict,
        /// The two places.
        ends: Box<[Target; 2]>,
    },
    /// Said where the person stands with a conflict or a look.
    Stand {
        /// Where.
        standing: Standing,
        /// The two places.
        ends: Box<[Target; 2]>,
        /// Why, in the person's own words.
        text: String,
    },
    /// Said that a document is the newer version of another, in this order: notes of the first are of the second.
    Version(Box<[Source; 2]>),
    /// Took an operation back; to take back an undo is to redo.
    Undo {
        /// Which operation.
        operation: OperationId,
    },
    /// Something that a newer program wrote: kept as it stands, without effect here.
    Unknown {
        /// The whole line of JSON.
        json: String,
    },
}

impl Change {
    /// Returns the name of the operation in the log, and nothing for one that is not known here.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        match self {
            Self::Add { .. } => Some("note-add"),
            Self::Edit { .. } => Some("note-edit"),
            Self::Revise { revision, .. } => Some(revision.name()),
            Self::Delete { .. } => Some("note-delete"),
            Self::Name { .. } => Some("name"),
            Self::Fold { .. } => Some("fold"),
            Self::Label { .. } => Some("label"),
            Self::Link { verdict, .. } => Some(verdict.name()),
            Self::Stand { .. } => Some("conflict"),
            Self::Version(_) => Some("version"),
            Self::Undo { .. } => Some("undo"),
            Self::Unknown { .. } => None,
        }
    }

    /// Returns whether this takes another operation back.
    #[must_use]
    pub fn is_undo(&self) -> bool {
        matches!(self, Self::Undo { .. })
    }
}

/// What a person did, when, and under which name.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Its name.
    pub id: OperationId,
    /// When it was done.
    pub at: Timestamp,
    /// Who did it, where that is configured.
    pub by: Option<String>,
    /// What was done.
    pub change: Change,
}

/// Why a line is not an operation.
#[derive(Debug, thiserror::Error)]
pub enum OperationError {
    /// The line is not an object with the keys that every operation has.
    #[error("not an operation: {0}")]
    Json(#[from] serde_json::Error),
    /// A key that this operation needs is not there.
    #[error("an operation {op:?} without {key:?}")]
    Missing {
        /// The operation's name.
        op: String,
        /// The key.
        key: &'static str,
    },
    /// The time is not one.
    #[error("not a time: {0}")]
    Time(#[from] jiff::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_tells_notes_of_an_address_apart() {
        let short = |name: &str| NoteId(OperationId(name.to_owned())).short().to_owned();
        assert_eq!(short("https://hypothes.is/a/Qx7abcdefgh"), "Qx7abcde");
        assert_eq!(short("urn:uuid:12345678-9abc"), "12345678");
        assert_eq!(short("/"), "/");
    }
}
