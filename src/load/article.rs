//! One article as a record of a container states it (JSON, feed, archive of pages): made a document like any other.

use crate::document::{BlockKind, Document, Header, Judged, outline_page};
use crate::text::Span;

use super::{Limits, LoadError, assemble, html, plain};

/// The reasons that a page would be given, where a record states the same in a field.
const BY_HEADING: &str = "element: heading with the title of the page";
const BY_EXTRACTOR: &str = "extractor: the article";

/// What a record states of one article.
#[derive(Debug, Default)]
pub(super) struct Article {
    /// The identifier that the record gives.
    pub(super) source_id: Option<String>,
    /// Title, outlet, date, address and authors, each with the name of its field.
    pub(super) header: Header,
    /// ISO 639-1 code that the record states.
    pub(super) language: Option<String>,
    /// The words.
    pub(super) body: Body,
}

/// The words of an article.
#[derive(Debug)]
pub(super) enum Body {
    /// Plain text.
    Text(String),
    /// A fragment of HTML.
    Markup(String),
}

impl Default for Body {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Article {
    /// Makes the document: its text is the title, then the body; the reasons of its blocks name the field
    /// that has the words.
    ///
    /// # Errors
    /// Refuses what has no words, and what passes a limit.
    pub(super) fn document(self, field: &str, limits: &Limits) -> Result<Document, LoadError> {
        let title = self.header.title.as_ref().map(|t| t.value.clone());
        let mut document = match self.body {
            Body::Text(body) => of_text(title.as_deref(), &body, limits)?,
            Body::Markup(body) => html::read_fragment(title.as_deref(), &body, limits)?,
        };
        let named = self.header.title.as_ref().map_or("title", |t| t.from);
        for block in &mut document.blocks {
            match (block.kind, block.reason.as_ref()) {
                (BlockKind::Title, BY_HEADING) => block.reason = format!("field: {named}").into(),
                (BlockKind::Body, BY_EXTRACTOR) => block.reason = format!("field: {field}").into(),
                _ => {}
            }
        }
        document.source_id = self.source_id;
        document.title = self.header.title;
        document.outlet = self.header.outlet;
        document.date = self.header.date;
        document.url = self.header.url;
        document.authors = self.header.authors;
        document.language = self.language.or(document.language);
        Ok(document)
    }
}

fn of_text(title: Option<&str>, body: &str, limits: &Limits) -> Result<Document, LoadError> {
    // The empty line keeps the title from being joined to a body that was wrapped by hand.
    let raw = title.map_or_else(|| body.to_owned(), |title| format!("{title}\n\n{body}"));
    let (text, spans) = plain::lines(&raw, limits)?;
    let part = |(at, span): (usize, &Span)| Judged {
        span: *span,
        kept: Some(true),
        heading: u8::from(at == 0 && title.is_some()),
        ..Judged::default()
    };
    let parts: Vec<Judged> = spans.iter().enumerate().map(part).collect();
    let outline = outline_page(&text, &parts, title);
    Ok(assemble(text, outline))
}
