//! The frame being read: panes, focus and folds, as plain data that can be kept and brought back.

use std::collections::BTreeSet;

use crate::compare::passage::Relation;
use crate::document::DocId;
use crate::text::Span;

/// How a pane goes with the focused one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lock {
    /// Its counterpart stands on the anchor row.
    #[default]
    Linked,
    /// It stays where it is.
    Unlocked,
    /// It goes along row for row until the next linked stop.
    Here,
}

/// The counterpart that a pane shows on the anchor row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The stop that is banded: the counterpart, or the closed fold that hides it.
    pub stop: Span,
    /// The words that answer the stop under the cursor.
    pub wording: Span,
    /// How alike they are.
    pub relation: Relation,
    /// The document over which the two are linked, where they have no link of their own.
    pub through: Option<DocId>,
    /// Whether a person pinned the two.
    pub pinned: bool,
    /// Which of the several counterparts this is, from 0.
    pub nth: usize,
    /// How many there are.
    pub of: usize,
    /// Whether it lies inside a closed fold.
    pub folded: bool,
}

/// What a pane's title says about the place under the cursor.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Standing {
    /// Not compared yet.
    #[default]
    Waiting,
    /// The focused pane.
    Here,
    /// The counterpart is on the anchor row.
    Banded(Band),
    /// There is a counterpart, but the pane was not moved to it; true where it lies further down.
    Elsewhere(bool),
    /// The document has nothing that answers.
    NotHere,
    /// The two languages are not compared.
    OtherLanguage,
    /// There is only one document, or the place under the cursor is a fold.
    Nothing,
}

/// A pane: a document, the row at its top, and a cursor of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Pane {
    /// The document shown.
    pub doc: DocId,
    /// Row of the column in the pane's first row; below 0 where blank rows stand above the text.
    pub top: i32,
    /// The stop where its cursor is, or was last.
    pub cursor: Span,
    /// How it goes with the focused pane.
    pub lock: Lock,
    /// What its title says.
    pub standing: Standing,
    /// By how many rows its top moved at the last key, where that is worth saying.
    pub moved: Option<i32>,
}

/// The open folds of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenFolds {
    /// Opened by a person, for as long as they like.
    pub kept: BTreeSet<usize>,
    /// Opened by a jump, until the cursor leaves.
    pub visited: BTreeSet<usize>,
    /// Whether the original is shown: everything open, nothing dimmed.
    pub original: bool,
}

/// What Ctrl-O brings back: panes, focus and folds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// The panes; more than are seen where the window is narrow.
    pub panes: Vec<Pane>,
    /// Index of the first pane that is seen.
    pub first: usize,
    /// Index of the focused pane.
    pub focus: usize,
    /// Index of the pane above whose text the summary stands: the one that was scrolled last.
    pub above: usize,
    /// Blank rows between the summary and the focused pane's text: there the other panes show what they have
    /// above their title.
    pub lead: i32,
    /// Per document.
    pub open: Vec<OpenFolds>,
    /// Panes in the order in which they were last focused, the focused one last.
    pub recent: Vec<usize>,
}

impl OpenFolds {
    /// Returns all open folds.
    #[must_use]
    pub fn all(&self) -> BTreeSet<usize> {
        self.kept.union(&self.visited).copied().collect()
    }
}
