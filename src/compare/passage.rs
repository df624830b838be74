//! What a comparison says: links between two documents, passages over all of them, and what has none.

use super::meaning::{Model, Thresholds};
use super::nearest::Nearest;
use crate::document::DocId;
use crate::text::Span;

/// How alike two linked spans are, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// The same words.
    Verbatim,
    /// Nearly the same words.
    Near,
    /// The same said in other words.
    Paraphrase,
    /// Perhaps the same: for a person to judge. In the JSON always, on the screen only when asked for.
    Weak,
}

impl Relation {
    /// Returns the name used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Near => "near",
            Self::Paraphrase => "paraphrase",
            Self::Weak => "weak",
        }
    }

    /// Returns the words shown to a person.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Verbatim => "same words",
            Self::Near => "nearly",
            Self::Paraphrase => "in other words",
            Self::Weak => "perhaps",
        }
    }

    /// Returns whether the two certainly say the same: paraphrase or better.
    #[must_use]
    pub fn is_strong(self) -> bool {
        self < Self::Weak
    }
}

/// A span of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The document.
    pub doc: DocId,
    /// The bytes in its text.
    pub span: Span,
}

/// The rule by which a link was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// A shared run of words.
    Run,
    /// The likeness of two sentences.
    Sentence,
    /// Names and numbers that two languages write alike.
    Names,
    /// A person pinned the two places.
    Pin,
}

impl Rule {
    /// Returns the name used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Sentence | Self::Names => "sentence",
            Self::Pin => "pin",
        }
    }
}

/// Why a link is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Why {
    /// The rule that made it.
    pub rule: Rule,
    /// Words of the two spans that were matched to each other.
    pub words: u32,
    /// Soft word alignment, 0 to 1.
    pub lexical: f32,
    /// Cosine of character 3-5-grams, 0 to 1.
    pub characters: f32,
    /// How many links close together in two long documents were joined to this one; 1 for most.
    pub parts: u32,
    /// What a model says of their meaning, 0 to 1, where it was asked.
    pub meaning: Option<f32>,
}

/// Two spans of two documents that say the same; `a.doc` is less than `b.doc`.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The place in the document of the lower number.
    pub a: Place,
    /// The place in the other.
    pub b: Place,
    /// How alike they are.
    pub relation: Relation,
    /// 0 to 1.
    pub score: f32,
    /// Whether it lies off the longest common order of the strong links of its two documents.
    pub moved: bool,
    /// Why it is there.
    pub why: Why,
    /// Word alignment: byte offsets of words in `a` and of the words in `b` aligned to them, in order of `a`.
    pub words: Vec<(u32, u32)>,
}

/// A span that belongs to a passage, and its best link into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Where it stands.
    pub place: Place,
    /// The best relation of its links to other members.
    pub relation: Relation,
}

/// Linked spans over all documents, in order of document and place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The spans.
    pub members: Vec<Member>,
}

/// Two documents, and whether comparing them makes sense.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The document of the lower number.
    pub a: DocId,
    /// The other.
    pub b: DocId,
    /// False where the languages differ.
    pub comparable: bool,
    /// Cosine of the two documents' words, 0 to 1.
    pub cosine: f32,
    /// True where the two may be about different events.
    pub doubtful: bool,
    /// Where few or no links were found: what was tried, and what came nearest.
    pub nearest: Option<Nearest>,
}

/// Shares of a document's characters that are not white space; they sum to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    /// In a link of the same words.
    pub verbatim: f64,
    /// In a link of nearly the same words, and no better one.
    pub near: f64,
    /// In a link of other words, and no better one.
    pub paraphrase: f64,
    /// In a weak link only.
    pub weak: f64,
    /// In no link.
    pub only: f64,
    /// Set aside: metadata, boilerplate and repeats.
    pub folded: f64,
}

impl Share {
    /// Returns the shares in the order in which they are declared.
    #[must_use]
    pub fn parts(self) -> [f64; 6] {
        [
            self.verbatim,
            self.near,
            self.paraphrase,
            self.weak,
            self.only,
            self.folded,
        ]
    }

    /// Returns the shares that [`Share::parts`] gives back.
    #[must_use]
    pub fn of_parts(parts: [f64; 6]) -> Self {
        let [verbatim, near, paraphrase, weak, only, folded] = parts;
        Self {
            verbatim,
            near,
            paraphrase,
            weak,
            only,
            folded,
        }
    }
}

impl Comparison {
    /// Returns what is said of two documents, in either order.
    #[must_use]
    pub fn pair(&self, one: DocId, other: DocId) -> Option<&Pair> {
        let (a, b) = (one.min(other), one.max(other));
        self.pairs.iter().find(|p| p.a == a && p.b == b)
    }

    /// Returns the thresholds of the scores of sentences: with a model those of documents that it reads.
    #[must_use]
    pub fn thresholds(&self) -> Thresholds {
        self.by_words.by(self.model.is_some())
    }

    /// Returns whether two documents can be compared: true unless their languages are known to differ.
    #[must_use]
    pub fn comparable(&self, one: DocId, other: DocId) -> bool {
        self.pair(one, other).is_none_or(|pair| pair.comparable)
    }

    /// Returns whether two documents were compared.
    #[must_use]
    pub fn knows(&self, one: DocId, other: DocId) -> bool {
        !self.unfinished || self.pair(one, other).is_some()
    }

    /// Returns whether two documents were compared and can be.
    #[must_use]
    pub fn compares(&self, one: DocId, other: DocId) -> bool {
        self.knows(one, other) && self.comparable(one, other)
    }

    /// Returns whether a document can be compared with any other.
    #[must_use]
    pub fn is_comparable(&self, doc: DocId) -> bool {
        let mut own = self
            .pairs
            .iter()
            .filter(|p| p.a == doc || p.b == doc)
            .peekable();
        self.unfinished || own.peek().is_none() || own.any(|p| p.comparable)
    }
}

impl Share {
    /// Returns which part of the article itself, without what is set aside, is only in this document, 0 to 1.
    #[must_use]
    pub fn only_of_article(&self) -> f64 {
        self.of_article(self.only + self.weak)
    }

    /// Returns which part of the article itself has a weak link and no better one, 0 to 1.
    #[must_use]
    pub fn perhaps_of_article(&self) -> f64 {
        self.of_article(self.weak)
    }

    /// Returns what a part of the whole text is of the article itself.
    #[must_use]
    pub fn of_article(&self, part: f64) -> f64 {
        let article = 1.0 - self.folded;
        if article > 0.0 { part / article } else { 0.0 }
    }
}

/// What a comparison of a set found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Every two documents, in order.
    pub pairs: Vec<Pair>,
    /// In order of `a`, then `b`.
    pub links: Vec<Link>,
    /// In order of their first member.
    pub passages: Vec<Passage>,
    /// Stretches of compared blocks with no strong link to any comparable document, in order.
    pub only: Vec<Place>,
    /// One for every document.
    pub shares: Vec<Share>,
    /// Whether a budget ended the search.
    pub partial: bool,
    /// Whether pairs of documents are still to be compared: what is only in one, and the shares, are not known then.
    pub unfinished: bool,
    /// The model of meaning, where one was asked.
    pub model: Option<Model>,
    /// From which scores on sentences were linked by words.
    pub by_words: Thresholds,
}
