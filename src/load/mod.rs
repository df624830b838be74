//! Bytes become documents: kind by content, limits, language; no files and no network.
//!
//! One format a file. What a stretch of text is, `document` decides.

mod article;
mod bound;
pub mod decode;
mod feed;
mod fields;
mod form;
mod front;
mod gzip;
mod holder;
mod html;
mod http;
mod input;
mod json;
mod json_ld;
mod kind;
mod language;
mod markdown;
mod markup;
mod meta;
mod own_time;
mod page;
pub mod plain;
mod scan;
mod stated;
mod style;
mod warc;
mod xml;

pub use http::MediaType;
pub use input::{Stated, each, each_sent};

use std::ops::ControlFlow;

use sha2::{Digest, Sha256};

use crate::document::{Document, Outline, Sentence};
use crate::text::{Span, Text, sentences};

/// How much a document may hold; what goes beyond is refused with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a document.
    pub bytes: usize,
    /// Bytes of a line of plain text.
    pub line: usize,
    /// Elements of a page.
    pub elements: usize,
    /// How deep the elements of a page may be nested.
    pub depth: usize,
    /// How many times its size a packed file may unpack to, beyond the first 16 MiB.
    pub expansion: usize,
    /// Documents of a comparison; a list of what inputs hold has no end.
    pub documents: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 32 << 20,
            line: 1 << 20,
            elements: 300_000,
            depth: 512,
            expansion: 200,
            documents: 100,
        }
    }
}

/// Why bytes did not become a document; the message says what to do and leaves the path to the caller.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// No byte, or nothing but white space.
    #[error("is empty; there is nothing to read")]
    Empty,
    /// NUL bytes near the beginning.
    #[error(
        "is not text (it holds NUL bytes); give a text file, a page, or articles as JSON, feed or WARC"
    )]
    Binary,
    /// A format that is not text.
    #[error("is a {0} file, which cannot be read; save its text as .txt or .html")]
    Format(&'static str),
    /// More bytes than the limit.
    #[error("is larger than the limit of {} for a document; split it, or cut away what is not the article", size(*.limit))]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// A line beyond the limit.
    #[error("has a line longer than the limit of {} for a line; break it into paragraphs", size(*.limit))]
    LongLine {
        /// The limit in bytes.
        limit: usize,
    },
    /// A page of too many elements.
    #[error(
        "has more than the limit of {limit} HTML elements; save the article alone, or its text as .txt"
    )]
    TooManyElements {
        /// The limit.
        limit: usize,
    },
    /// A page nested too deeply.
    #[error(
        "nests HTML elements deeper than the limit of {limit}; save the article alone, or its text as .txt"
    )]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// A page without words.
    #[error(
        "shows no text; if scripts of the page draw it, save the page from a browser or its text as .txt"
    )]
    NoText,
    /// A file that is not what its beginning says; the words say what is wrong and what to do.
    #[error("{0}")]
    Broken(String),
    /// One record of a container that holds others.
    #[error("{place}: {error}")]
    Record {
        /// Which one, as in "line 12".
        place: String,
        /// What is wrong with it.
        error: Box<LoadError>,
    },
}

/// What takes the documents of an input one by one, and may ask to stop.
pub type Take<'a> = dyn FnMut(Result<Document, LoadError>) -> ControlFlow<()> + 'a;

/// Returns a number of bytes in the largest unit that divides it, as in "32 MiB".
fn size(bytes: usize) -> String {
    match bytes {
        b if b >= 1 << 20 && b % (1 << 20) == 0 => format!("{} MiB", b >> 20),
        b if b >= 1 << 10 && b % (1 << 10) == 0 => format!("{} KiB", b >> 10),
        b => format!("{b} bytes"),
    }
}

/// Turns the bytes of one input into its documents.
///
/// # Errors
/// Says why the bytes hold no document, or what is wrong with the first that cannot be read.
pub fn load(path: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Document>, LoadError> {
    let mut documents = Ok(Vec::new());
    let mut source = bytes;
    each(path, &mut source, limits, &mut |result| {
        match (result, &mut documents) {
            (Ok(document), Ok(all)) => all.push(document),
            (Err(error), _) => documents = Err(error),
            (Ok(_), Err(_)) => {}
        }
        if documents.is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    documents
}

/// Returns SHA-256 of bytes in hexadecimal.
fn digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|b| format!("{b:02x}")).collect()
}

/// Puts text and outline together: sentences of every block, language of what is compared.
fn assemble(text: Text, outline: Outline) -> Document {
    let Outline {
        blocks,
        inline,
        header,
        words,
    } = outline;
    let mut found = Vec::new();
    for (block, at) in blocks.iter().zip(0u32..) {
        let spans: Vec<Span> = sentences(text.as_str(), block.span);
        found.extend(spans.into_iter().map(|span| Sentence { span, block: at }));
    }
    Document {
        language: language::of(&text, &blocks),
        title: header.title,
        outlet: header.outlet,
        date: header.date,
        url: header.url,
        authors: header.authors,
        sentences: found,
        blocks,
        inline,
        text: text.with_words(words),
        ..Document::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(bytes: &[u8]) -> LoadError {
        load("a.txt", bytes, &Limits::default()).unwrap_err()
    }

    #[test]
    fn what_is_not_text_is_refused_with_what_to_do() {
        assert_eq!(error(b""), LoadError::Empty);
        assert_eq!(error(b" \n\t"), LoadError::Empty);
        assert_eq!(error(b"ab\0cd"), LoadError::Binary);
        assert_eq!(error(b"%PDF-1.7 x"), LoadError::Format("PDF"));
    }

    #[test]
    fn a_limit_is_named_in_the_message() {
        let limits = Limits {
            bytes: 10 << 20,
            line: 2048,
            ..Limits::default()
        };
        let large = load("a.txt", &vec![b'a'; (10 << 20) + 1], &limits).unwrap_err();
        assert!(large.to_string().contains("limit of 10 MiB"), "{large}");
        let long = load("a.txt", &[b'a'; 4096], &limits).unwrap_err();
        assert!(long.to_string().contains("limit of 2 KiB"), "{long}");
    }

    #[test]
    fn the_digest_is_of_the_bytes_that_were_given() {
        let document = load("a.txt", b"abc", &Limits::default()).unwrap().remove(0);
        assert_eq!(
            document.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(document.encoding, "UTF-8");
    }

    #[test]
    fn hostile_characters_are_made_harmless_in_text_and_path() {
        let document = load("a\x1b[2J.txt", b"Red \x1b[31malert", &Limits::default())
            .unwrap()
            .remove(0);
        assert!(!document.text.as_str().contains('\x1b') && !document.path.contains('\x1b'));
    }
}
