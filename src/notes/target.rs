//! A place that a note is about, told in so many ways that it can be found again: which document, which
//! words, what stood around them, where, and what the reader showed about it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::anchored::Lost;
use super::sketch::Pairs;
use crate::document::Document;
use crate::text::{Span, sanitize};

/// How many code points of context are kept on each side (as Hypothesis does, `client` `match-quote.ts`).
pub const CONTEXT: usize = 32;

/// What a note on no words is about.
pub const WHOLE: &str = "the whole article";

/// A place that a note is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The document.
    pub document: Source,
    /// The words, and what stood around them.
    pub quote: Quote,
    /// Where they stood.
    pub position: Position,
    /// What the reader showed about the place when the note was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Shown>,
    /// What another program told the place by, and is not understood here: kept as it came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub selectors: Vec<serde_json::Value>,
    /// Where it was found and a person said that it is not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rejected: Vec<Rejected>,
}

/// A place that is not the one sought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rejected {
    /// SHA-256 of the document's bytes, in hexadecimal.
    pub sha256: String,
    /// The words, and what stood around them.
    pub quote: Quote,
    /// Where they stood.
    pub position: Position,
}

impl Rejected {
    /// Returns the place of a target.
    #[must_use]
    pub fn of(target: &Target) -> Self {
        Self {
            sha256: target.document.sha256.clone(),
            quote: target.quote.clone(),
            position: target.position,
        }
    }

    /// Returns whether a target is at this place: in the same text there, in another where the same words stand
    /// behind or before the same.
    fn is_at(&self, target: &Target) -> bool {
        let (own, other) = (&self.quote, &target.quote);
        match self.sha256 == target.document.sha256 {
            true => self.position == target.position,
            false => {
                own.exact == other.exact
                    && (own.prefix == other.prefix || own.suffix == other.suffix)
            }
        }
    }
}

/// A document, told so that a copy, a later version and a list of notes without it can name it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Source {
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its address on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The path by which it was opened.
    pub path: String,
    /// Where its file lies, as digits ([`Document::place`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Its outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Its headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// A sample of its pairs of words, by which a newer version is known under another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sketch: Option<String>,
}

/// The words of a place and at most [`CONTEXT`] code points on each side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Quote {
    /// The words themselves.
    pub exact: String,
    /// What stood before them.
    #[serde(default)]
    pub prefix: String,
    /// What stood behind them.
    #[serde(default)]
    pub suffix: String,
}

/// A stretch of a text in code points, from `start` to before `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Position {
    /// The first code point.
    pub start: usize,
    /// The first code point behind it.
    pub end: usize,
}

/// What the reader showed about a place when the note was written, so that the note can be judged later
/// even if the engine has changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// The words that it was shown for, where the place has others now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The relation to the place it was read beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    /// Why, in the words of the reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The version of the program.
    pub version: String,
    /// The thresholds in force, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub thresholds: BTreeMap<String, f64>,
    /// The sources that the passage named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credits: Vec<String>,
}

impl Source {
    /// Returns what a note keeps of a document, but for its sketch.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let value =
            |found: &Option<crate::document::Found>| found.as_ref().map(|f| f.value.clone());
        Self {
            sha256: document.sha256.clone(),
            url: value(&document.url),
            path: document.path.clone(),
            place: document.place.clone(),
            outlet: value(&document.outlet),
            title: value(&document.title),
            date: value(&document.date),
            sketch: None,
        }
    }
}

impl Source {
    /// Returns whether it was opened by the path of a document, and not from another folder.
    #[must_use]
    pub fn is_at(&self, document: &Document) -> bool {
        let elsewhere = matches!((&self.place, &document.place), (Some(a), Some(b)) if a != b);
        self.path == document.path && !elsewhere
    }
}

impl Target {
    /// Returns the target that a span of a document makes.
    #[must_use]
    pub fn new(document: &Document, span: Span, shown: Option<Shown>) -> Self {
        let text = &document.text;
        let (start, end) = (text.char_of(span.start), text.char_of(span.end));
        let before = Span {
            start: text.byte_of(start.saturating_sub(CONTEXT)),
            end: span.start,
        };
        let behind = Span {
            start: span.end,
            end: text.byte_of(end + CONTEXT),
        };
        Self {
            document: Source::of(document),
            quote: Quote {
                exact: text.slice(span).to_owned(),
                prefix: text.slice(before).to_owned(),
                suffix: text.slice(behind).to_owned(),
            },
            position: Position { start, end },
            shown,
            selectors: Vec::new(),
            rejected: Vec::new(),
        }
    }

    /// Returns the target with a sketch of its document.
    #[must_use]
    pub fn sketched(mut self, document: &Document) -> Self {
        let digits = Pairs::of(document).sketch().digits();
        self.document.sketch = (!digits.is_empty()).then_some(digits);
        self
    }

    /// Returns this target as it stands at a span of a document: what was shown when the note was written, and
    /// where it is not, are kept.
    #[must_use]
    pub fn moved_to(&self, document: &Document, span: Span) -> Self {
        let mut moved = Self {
            rejected: self.rejected.clone(),
            ..Self::new(document, span, self.shown.clone()).sketched(document)
        };
        if let Some(shown) = moved.shown.as_mut().filter(|shown| shown.words.is_none()) {
            let other = moved.quote.exact != self.quote.exact;
            shown.words = other.then(|| self.quote.exact.clone());
        }
        moved
    }

    /// Returns this target as a person confirms it at a span of a document: one on the whole stays on the whole.
    #[must_use]
    pub fn confirmed_at(&self, document: &Document, span: Span) -> Self {
        let moved = self.moved_to(document, span);
        match self.is_whole() {
            true => Self {
                document: moved.document,
                ..self.clone()
            },
            false => moved,
        }
    }

    /// Returns whether two targets are of the same words at the same place of the same text.
    #[must_use]
    pub fn is_same_place(&self, other: &Self) -> bool {
        self.document.sha256 == other.document.sha256
            && self.position == other.position
            && self.quote == other.quote
    }

    /// Returns whether a person said that it is not at this place of a document.
    #[must_use]
    pub fn is_rejected_at(&self, document: &Document, span: Span) -> bool {
        if self.rejected.is_empty() {
            return false;
        }
        let found = Self::new(document, span, None);
        self.rejected.iter().any(|place| place.is_at(&found))
    }

    /// Returns why the target stands nowhere in its document.
    #[must_use]
    pub fn why_lost(&self, lost: Lost) -> String {
        self.unplaceable()
            .unwrap_or_else(|| lost.words().to_owned())
    }

    /// Returns whether it is about words of its document.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        !self.quote.exact.trim().is_empty()
    }

    /// Returns whether it is about its document as a whole: nothing tells a place in it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.is_quoted() && self.selectors.is_empty() && self.position == Position::default()
    }

    /// Returns its words as a list shows them, in quotation marks; or that it is about the whole.
    #[must_use]
    pub fn in_words(&self, short: impl Fn(&str) -> String) -> String {
        match self.is_whole() {
            true => WHOLE.to_owned(),
            false => format!("\u{201c}{}\u{201d}", short(&self.quote.exact)),
        }
    }

    /// Returns why the target can have no place in any text, if so: it comes from another program and has no
    /// quotation.
    #[must_use]
    pub fn unplaceable(&self) -> Option<String> {
        if self.is_quoted() || self.is_whole() {
            return None;
        }
        let kinds = self.selectors.iter();
        let kinds: Vec<&str> = kinds.filter_map(|s| s["type"].as_str()).collect();
        if self.selectors.is_empty() {
            return Some("it has no quotation, only a position".to_owned());
        }
        let kinds = sanitize::line(&kinds.join(", ")).into_owned();
        Some(format!(
            "it has no quotation, only what is not understood here: {kinds}"
        ))
    }

    /// Makes everything that will be drawn harmless; a file of notes is as little trusted as an article.
    pub(super) fn sanitize(&mut self) {
        // Nearly all is harmless, and stays as it is without a copy.
        let line = |value: &mut String| {
            if let Cow::Owned(harmless) = sanitize::line(value) {
                *value = harmless;
            }
        };
        let source = &mut self.document;
        line(&mut source.sha256);
        line(&mut source.path);
        let rest = [
            &mut source.url,
            &mut source.place,
            &mut source.outlet,
            &mut source.title,
            &mut source.date,
            &mut source.sketch,
        ];
        rest.into_iter().flatten().for_each(line);
        let quote = &mut self.quote;
        for words in [&mut quote.exact, &mut quote.prefix, &mut quote.suffix] {
            *words = sanitize::text(words);
        }
        for place in &mut self.rejected {
            line(&mut place.sha256);
            let quote = &mut place.quote;
            for words in [&mut quote.exact, &mut quote.prefix, &mut quote.suffix] {
                *words = sanitize::text(words);
            }
        }
        let Some(shown) = &mut self.shown else { return };
        line(&mut shown.version);
        [&mut shown.relation, &mut shown.why]
            .into_iter()
            .flatten()
            .for_each(line);
        shown.credits.iter_mut().for_each(line);
    }
}
