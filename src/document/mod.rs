//! Articles: one outlet's text with its header, its labelled blocks and its sentences, and the set of
//! those that are compared.

pub mod agree;
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

use std::collections::BTreeSet;
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

    /// Returns the document of a siglum, in capitals or small letters.
    #[must_use]
    pub fn of_siglum(siglum: &str) -> Option<Self> {
        let mut number = 0_usize;
        for letter in siglum.bytes() {
            let value = letter
                .to_ascii_uppercase()
                .checked_sub(b'A')
                .filter(|v| *v < 26)?;
            number = number
                .checked_mul(26)?
                .checked_add(usize::from(value) + 1)?;
        }
        let index = number.checked_sub(1)?;
        u16::try_from(index).ok().map(Self)
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

/// Where an outlet comes from that was given with the option `--outlet`.
pub const BY_OPTION: &str = "--outlet";

/// Where an outlet comes from that a person named in the reader.
pub const BY_NAME: &str = "your name";

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
    /// Where the file lies, as digits: files that are given by the same path from different folders differ in it.
    pub place: Option<String>,
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

    /// Returns the sentences of the blocks that are compared, in order; a block without sentences counts as one.
    #[must_use]
    pub fn compared_sentences(&self) -> Vec<Sentence> {
        let mut found = Vec::with_capacity(self.sentences.len());
        let mut at = 0;
        for (number, block) in (0..).zip(&self.blocks) {
            let rest = self.sentences.get(at..).unwrap_or(&[]);
            let own = rest.iter().take_while(|s| s.block <= number).count();
            at += own;
            if !block.kind.is_compared() {
                continue;
            }
            if own == 0 {
                let span = block.span;
                found.push(Sentence {
                    span,
                    block: number,
                });
            }
            found.extend_from_slice(rest.get(..own).unwrap_or(&[]));
        }
        found
    }

    /// Returns the datelines, credits and other marked stretches that may touch a span; no others do.
    #[must_use]
    pub fn marked_near(&self, span: Span) -> &[Inline] {
        let end = self.inline.partition_point(|i| i.span.start < span.end);
        let start = self.inline.partition_point(|i| i.span.start <= span.start);
        // One that begins before the span may reach into it, and one that lies in that.
        let near = self.inline.get(start.saturating_sub(2)..end.max(start));
        near.unwrap_or(&[])
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

/// The documents that are compared, in order of input. A document that was closed leaves its number unused, so
/// that the others keep theirs.
#[derive(Clone, Debug, Default)]
pub struct DocumentSet {
    documents: Vec<Document>,
    closed: BTreeSet<DocId>,
    version: u32,
}

impl DocumentSet {
    /// Returns the set of these documents, numbered in the order given.
    #[must_use]
    pub fn new(documents: Vec<Document>) -> Self {
        let mut set = Self::default();
        set.extend(documents);
        Self { version: 0, ..set }
    }

    /// Returns the document of a number; every `DocId` of a set has one, that of a closed document an empty one.
    #[must_use]
    pub fn get(&self, id: DocId) -> Option<&Document> {
        self.documents.get(id.index())
    }

    /// Returns the document at every number in order, empty ones for those that were closed.
    pub fn iter(&self) -> std::slice::Iter<'_, Document> {
        self.documents.iter()
    }

    /// Returns the numbers of the open documents in order.
    pub fn ids(&self) -> impl Iterator<Item = DocId> {
        let all = (0..self.documents.len()).map(DocId::at);
        all.filter(|id| !self.closed.contains(id))
    }

    /// Returns how many documents are open.
    #[must_use]
    pub fn len(&self) -> usize {
        self.documents.len() - self.closed.len()
    }

    /// Returns how many numbers were given out, those of closed documents too.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.documents.len()
    }

    /// Returns whether no document is open.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whether there is an open document of this number.
    #[must_use]
    pub fn is_open(&self, id: DocId) -> bool {
        id.index() < self.documents.len() && !self.closed.contains(&id)
    }

    /// Returns the open document that follows another (`forward`) or stands before it, round and round.
    #[must_use]
    pub fn neighbour(&self, id: DocId, forward: bool) -> DocId {
        let ids: Vec<DocId> = self.ids().collect();
        let before = ids.partition_point(|other| *other < id);
        let behind = ids.partition_point(|other| *other <= id);
        let found = if forward {
            ids.get(behind).or(ids.first())
        } else {
            before
                .checked_sub(1)
                .and_then(|at| ids.get(at))
                .or(ids.last())
        };
        found.copied().unwrap_or(id)
    }

    /// Returns the number of changes since the set was made: what was found out about an earlier version no
    /// longer holds.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Adds documents at the end.
    pub fn extend(&mut self, documents: Vec<Document>) {
        for document in documents {
            let id = DocId::at(self.documents.len());
            self.documents.push(Document { id, ..document });
        }
        self.version += 1;
    }

    /// Puts another document under a number, as after its file has changed.
    pub fn replace(&mut self, id: DocId, document: Document) {
        if let Some(place) = self.documents.get_mut(id.index()) {
            *place = Document { id, ..document };
            self.version += 1;
        }
    }

    /// Closes a document: nothing of it stays but where it came from.
    pub fn close(&mut self, id: DocId) {
        let Some(place) = self.documents.get_mut(id.index()) else {
            return;
        };
        *place = Document {
            id,
            path: std::mem::take(&mut place.path),
            source_id: place.source_id.take(),
            ..Document::default()
        };
        self.closed.insert(id);
        self.version += 1;
    }

    /// Gives the blocks of a document other labels.
    pub fn label(&mut self, id: DocId, blocks: Vec<Block>) {
        if let Some(document) = self.documents.get_mut(id.index()) {
            document.blocks = blocks;
            self.version += 1;
        }
    }

    /// Gives a document another name of its outlet; what was found out about the texts goes on to hold.
    pub fn name(&mut self, id: DocId, outlet: Option<Found>) {
        if let Some(document) = self.documents.get_mut(id.index()) {
            document.outlet = outlet;
        }
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
    fn a_siglum_is_read_back_as_the_document_it_names() {
        for id in [0, 1, 25, 26, 701, 702, 9000].map(DocId) {
            assert_eq!(DocId::of_siglum(&id.siglum()), Some(id));
        }
        assert_eq!(DocId::of_siglum("ab"), Some(DocId(27)));
        for none in ["", "1", "A1", "Ä", "ZZZZZZZZZZZZZZZZZZ"] {
            assert_eq!(DocId::of_siglum(none), None, "{none}");
        }
    }

    #[test]
    fn a_closed_document_leaves_the_others_their_numbers() {
        let document = |path: &str| Document {
            path: path.to_owned(),
            text: Text::new("words"),
            ..Document::default()
        };
        let mut set = DocumentSet::new(["a", "b", "c"].map(document).into());
        set.close(DocId(1));
        set.close(DocId(1));
        set.extend(vec![document("d")]);
        assert_eq!(set.ids().collect::<Vec<_>>(), [0, 2, 3].map(DocId));
        assert_eq!((set.len(), set.slots()), (3, 4));
        assert_eq!(set.get(DocId(1)).map(|d| d.text.as_str()), Some(""));
        let around = |id| {
            [
                set.neighbour(DocId(id), true),
                set.neighbour(DocId(id), false),
            ]
        };
        assert_eq!(around(0), [2, 3].map(DocId));
        assert_eq!(around(1), [2, 0].map(DocId));
        assert_eq!(around(3), [0, 2].map(DocId));
    }

    #[test]
    fn sigla_go_on_after_z() {
        let sigla: Vec<_> = [0, 25, 26, 27, 51, 52, 702]
            .map(|i| DocId(i).siglum())
            .into();
        assert_eq!(sigla, ["A", "Z", "AA", "AB", "AZ", "BA", "AAA"]);
    }
}
