//! What each stretch of a document is, and why. Nothing is deleted: what is not the article is labelled.

use std::borrow::Cow;

use crate::text::Span;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockKind {
    /// The headline.
    Title,
    /// Prose of the article.
    Body,
    /// A heading inside the article.
    Heading,
    /// The words of a picture.
    Caption,
    /// Date, agency marks, addresses and the like.
    Metadata,
    /// Menus, share bars, footers: what belongs to the site.
    Boilerplate,
    /// A repeat of other blocks of the same document.
    Duplicate,
}

impl BlockKind {
    /// All kinds, in the order of the contract.
    pub const ALL: [Self; 7] = [
        Self::Title,
        Self::Body,
        Self::Heading,
        Self::Caption,
        Self::Metadata,
        Self::Boilerplate,
        Self::Duplicate,
    ];

    /// Returns the name used in JSON and in commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Body => "body",
            Self::Heading => "heading",
            Self::Caption => "caption",
            Self::Metadata => "metadata",
            Self::Boilerplate => "boilerplate",
            Self::Duplicate => "duplicate",
        }
    }

    /// Returns what the kind is called where a person reads of it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Metadata => "about the text",
            Self::Boilerplate => "site text",
            Self::Duplicate => "repeat",
            compared => compared.name(),
        }
    }

    /// Returns the kind of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Returns whether words of this kind are compared: all that the outlet itself wrote about the event, once.
    #[must_use]
    pub fn is_compared(self) -> bool {
        matches!(
            self,
            Self::Title | Self::Body | Self::Heading | Self::Caption
        )
    }

    /// Returns whether the reader shows blocks of this kind open at the start.
    #[must_use]
    pub fn is_article(self) -> bool {
        matches!(self, Self::Title | Self::Body | Self::Heading)
    }
}

/// A labelled stretch of whole lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The bytes, from the first to the last character that is not white space.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// Why it is held to be that, in a few words.
    pub reason: Cow<'static, str>,
    /// For a duplicate the indices of the blocks it repeats, before or after it.
    pub of: Vec<u32>,
}

/// What a marked stretch inside a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InlineKind {
    /// A date put before the text by whoever saved it.
    Date,
    /// Place, day and agency at the head of a story.
    Dateline,
    /// The agency's mark at the end.
    Signoff,
    /// The name of a photographer or agency.
    Credit,
    /// The mark of a later version.
    Update,
    /// Markup of the file format.
    Markup,
}

impl InlineKind {
    /// Returns the name used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Dateline => "dateline",
            Self::Signoff => "signoff",
            Self::Credit => "credit",
            Self::Update => "update",
            Self::Markup => "markup",
        }
    }
}

/// A marked stretch inside a block; it does not cut sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inline {
    /// The bytes.
    pub span: Span,
    /// What it is.
    pub kind: InlineKind,
}
