//! Articles: one outlet's text with its header, its labelled blocks and its sentences, and the set of
//! those that are compared.

pub mod block;
mod body;
mod date;
pub mod header;
mod inline;
mod judged;
pub mod line;
pub mod outline;
mod phrase;
mod piece;
mod repeat;
pub mod shape;
mod title;

use std::fmt;

pub use block::{Block, BlockKind, Inline, InlineKind};
pub use header::Header;
pub use judged::{Judged, outline_page};
pub use outline::{Outline, outline};

use crate::text::{Span, Text};

/// The number of a document in its set, by order of input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocId(pub u16);

impl DocId {
    /// Returns the number as an index.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Returns the document of an index.
    #[must_use]
    pub fn at(index: usize) -> Self {
        Self(u16::try_from(index).unwrap_or(u16::MAX))
    }

    /// Returns the siglum: A to Z, then AA, AB and so on.
    #[must_use]
    pub fn siglum(self) -> String {
        siglum(self.index())
    }
}

/// Returns the siglum of the document of an index, which may stand beyond any set: A to Z, then AA, AB and so on.
#[must_use]
pub fn siglum(index: usize) -> String {
    let mut left = index + 1;
    let mut letters = Vec::new();
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters.iter().rev().collect()
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.siglum())
    }
}

/// A fact about a document, and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The fact, as one harmless line.
    pub value: String,
    /// The place it was read from, such as `json-ld` or `dateline`.
    pub from: &'static str,
    /// Other values that other places of the document state, where they disagree; at most one a place.
    pub also: Vec<Found>,
}

impl Found {
    /// Returns a fact that nothing disagrees with.
    #[must_use]
    pub fn new(value: String, from: &'static str) -> Self {
        Self {
            value,
            from,
            also: Vec::new(),
        }
    }
}

/// A sentence: its span and the block that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The bytes of the sentence, without white space around it.
    pub span: Span,
    /// Index of the block in [`Document::blocks`].
    pub block: u32,
}

/// One outlet's article. Unknown facts are `None`, never guesses.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Its place in the set.
    pub id: DocId,
    /// The path or name that was given, as one harmless line.
    pub path: String,
    /// The identifier that the input itself gives.
    pub source_id: Option<String>,
    /// SHA-256 of the bytes that were read, in hexadecimal.
    pub sha256: String,
    /// Name of the encoding that the bytes were read in.
    pub encoding: &'static str,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// The text that is shown and to which all spans refer.
    pub text: Text,
    /// Headline.
    pub title: Option<Found>,
    /// Publisher.
    pub outlet: Option<Found>,
    /// Date of publication, `YYYY-MM-DD`.
    pub date: Option<Found>,
    /// Address.
    pub url: Option<Found>,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// What each stretch of the text is; in order, without overlap, covering all that is not white space.
    pub blocks: Vec<Block>,
    /// Datelines, sign-offs and the like, inside blocks.
    pub inline: Vec<Inline>,
    /// Sentences of all blocks, in order.
    pub sentences: Vec<Sentence>,
}

impl Document {
    /// Returns the block that holds a byte, if one does.
    #[must_use]
    pub fn block_at(&self, at: u32) -> Option<&Block> {
        let next = self.blocks.partition_point(|b| b.span.start <= at);
        self.blocks
            .get(next.checked_sub(1)?)
            .filter(|b| b.span.holds(at))
    }

    /// Returns the name to show: the outlet, else the word for not known.
    #[must_use]
    pub fn outlet_name(&self) -> &str {
        self.outlet
            .as_ref()
            .map_or("unknown", |found| found.value.as_str())
    }
}

/// An input that gave no document, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The path that was given, as one harmless line.
    pub path: String,
    /// Why it was skipped, and what to do.
    pub reason: String,
}

/// The documents that are compared, in order of input.
#[derive(Clone, Debug, Default)]
pub struct DocumentSet {
    documents: Vec<Document>,
}

impl DocumentSet {
    /// Returns the set of these documents, numbered in the order given.
    #[must_use]
    pub fn new(mut documents: Vec<Document>) -> Self {
        for (index, document) in documents.iter_mut().enumerate() {
            document.id = DocId::at(index);
        }
        Self { documents }
    }

    /// Returns the document of a number; every `DocId` of a set has one.
    #[must_use]
    pub fn get(&self, id: DocId) -> Option<&Document> {
        self.documents.get(id.index())
    }

    /// Returns the documents in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Document> {
        self.documents.iter()
    }

    /// Returns the numbers of the documents in order.
    pub fn ids(&self) -> impl Iterator<Item = DocId> + use<> {
        (0..self.documents.len()).map(DocId::at)
    }

    /// Returns how many documents there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }
}

impl<'a> IntoIterator for &'a DocumentSet {
    type Item = &'a Document;
    type IntoIter = std::slice::Iter<'a, Document>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigla_go_on_after_z() {
        let sigla: Vec<_> = [0, 25, 26, 27, 51, 52, 702]
            .map(|i| DocId(i).siglum())
            .into();
        assert_eq!(sigla, ["A", "Z", "AA", "AB", "AZ", "BA", "AAA"]);
    }
}
