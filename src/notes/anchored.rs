//! What became of the place of a note: it stands, it moved, or it is gone, and why.

use crate::text::Span;

/// Where a target stands in a document now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchored {
    /// The quote stands there, and so does what stood around it.
    At(Span),
    /// Most likely there; for a person to confirm.
    Moved(Span),
    /// Nowhere, and why.
    Orphan(Lost),
}

/// Why a target stands nowhere in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// It has no quotation: the target itself says more.
    Unquoted,
    /// Nothing in the document is like its words.
    Gone,
    /// Several places are alike, and none is clearly its own.
    Alike,
    /// The same few words stand there, but not among what stood around them.
    Elsewhere,
    /// A person said that it is not where it was found.
    Rejected,
    /// Document and quotation are too long to be searched for likeness.
    Long,
}

impl Lost {
    /// The word for what has no place, in lists.
    pub const NAME: &str = "orphan";

    /// Returns the reason in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Unquoted => "it has no quotation",
            Self::Gone => "its words are gone",
            Self::Alike => "several places are alike, and none is clearly its own",
            Self::Elsewhere => "its words stand there, but not among what stood around them",
            Self::Rejected => "you said that it is not where its words were found",
            Self::Long => {
                "its words are gone, and the text is too long to look for words like them"
            }
        }
    }
}

impl Anchored {
    /// Returns the span, if there is one.
    #[must_use]
    pub fn span(self) -> Option<Span> {
        match self {
            Self::At(span) | Self::Moved(span) => Some(span),
            Self::Orphan(_) => None,
        }
    }

    /// Returns the same place as one that a person is to confirm.
    #[must_use]
    pub fn doubted(self) -> Self {
        match self {
            Self::At(span) => Self::Moved(span),
            other => other,
        }
    }

    /// Returns the word for it in lists.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::At(_) => "at",
            Self::Moved(_) => "moved",
            Self::Orphan(_) => Lost::NAME,
        }
    }
}
