//! One input: its beginning tells what it is, then it is unpacked, decoded, and handed to the reader of its kind.

use std::io::{self, BufRead, BufReader, Read};

use crate::document::{Document, Found, header};
use crate::text::sanitize;

use super::gzip::{self, Unpacked};
use super::http::MediaType;
use super::kind::{self, Kind, Name};
use super::{Limits, LoadError, Take, decode, digest, feed, html, json, markdown, plain, warc};

/// Bytes at the beginning by which an input is told.
const SNIFFED: u64 = 64 << 10;
/// Bytes at the beginning in which a NUL tells that it is not text.
const CLEAN: usize = 8 << 10;

/// Hands on the documents of one input, one by one, until its end or until `take` asks to stop; what
/// cannot be read is handed on as an error in its place. A container is never held whole.
pub fn each(path: &str, source: &mut dyn BufRead, limits: &Limits, take: &mut Take<'_>) {
    each_named(path, &Name::of(path), source, limits, take);
}

/// What a server stated of an input that was fetched from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Its media type, with its encoding.
    pub media: MediaType,
    /// The address that it came from in the end.
    pub address: String,
}

/// Hands on the documents of an input that was fetched, as [`each`] does; `path` is the address that was given.
pub fn each_sent(
    path: &str,
    stated: &Stated,
    source: &mut dyn BufRead,
    limits: &Limits,
    take: &mut Take<'_>,
) {
    let page = matches!(
        stated.media.name.as_str(),
        "text/html" | "application/xhtml+xml"
    );
    let bare = stated.address.split(['?', '#']).next().unwrap_or("");
    // A page about "notes.md" is a page.
    let mut name = Name::of(if page { ".html" } else { bare });
    name.charset.clone_from(&stated.media.charset);
    name.address = Some(stated.address.clone());
    each_named(path, &name, source, limits, take);
}

fn each_named(
    path: &str,
    name: &Name,
    source: &mut dyn BufRead,
    limits: &Limits,
    take: &mut Take<'_>,
) {
    let harmless = sanitize::line(path);
    let mut placed = |result: Result<Document, LoadError>| {
        take(result.map(|document| Document {
            path: harmless.clone().into_owned(),
            ..document
        }))
    };
    let opened = open(name, source, limits, &mut placed, false);
    if let Err(error) = opened {
        let _ = placed(Err(error));
    }
}

/// Turns an error of reading into one that names what is wrong.
pub(super) fn failure(error: io::Error) -> LoadError {
    let text = sanitize::line(&error.to_string()).into_owned();
    match error.downcast::<LoadError>() {
        Ok(own) => own,
        Err(_) => LoadError::Broken(format!("cannot be read: {text}")),
    }
}

fn open(
    name: &Name,
    source: &mut dyn BufRead,
    limits: &Limits,
    take: &mut Take<'_>,
    unpacked: bool,
) -> Result<(), LoadError> {
    let mut head = Vec::new();
    let mut failed = source.take(SNIFFED).read_to_end(&mut head).err();
    if let Some(error) = failed.take_if(|_| head.is_empty()) {
        return Err(failure(error));
    }
    let mut whole = head.as_slice().chain(Rest { failed, source });
    if gzip::is_packed(&head) {
        if unpacked {
            let what = "is packed twice; unpack it once first";
            return Err(LoadError::Broken(what.to_owned()));
        }
        let mut inner = BufReader::new(Unpacked::new(whole, limits));
        return open(name, &mut inner, limits, take, true);
    }
    read(name, &head, &mut whole, limits, take)
}

/// What stands behind the beginning: where reading that failed, the failure comes first.
struct Rest<'a> {
    failed: Option<io::Error>,
    source: &'a mut dyn BufRead,
}

impl Read for Rest<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.source.read(into),
        }
    }
}

impl BufRead for Rest<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.source.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        self.source.consume(amount);
    }
}

fn read(
    name: &Name,
    head: &[u8],
    source: &mut dyn BufRead,
    limits: &Limits,
    take: &mut Take<'_>,
) -> Result<(), LoadError> {
    // An archive may hold pictures, whose NUL bytes must not pass for those of UTF-16.
    let beginning = if head.starts_with(b"WARC/") {
        String::from_utf8_lossy(head)
    } else {
        decode::beginning(head)
    };
    let kind = kind::of(name, &beginning);
    if kind == Kind::Warc {
        warc::read(source, limits, take);
        return Ok(());
    }
    refuse(head)?;
    if kind == Kind::Json && decode::wide(head).is_none() {
        return json::read(name, source, limits, take);
    }
    let bytes = all(source, limits)?;
    let page = matches!(kind, Kind::Page | Kind::Feed);
    let decoded = decode::decode_sent(&bytes, page, name.charset.as_deref());
    let text = &decoded.text;
    if text
        .chars()
        .all(|c| c.is_whitespace() || kind::is_unseen(c))
    {
        return Err(LoadError::Empty);
    }
    let mut encoded = |result: Result<Document, LoadError>| {
        take(result.map(|mut document| {
            document.encoding = decoded.encoding;
            if document.sha256.is_empty() {
                document.sha256 = digest(document.text.as_str().as_bytes());
            }
            document
        }))
    };
    let document = match kind {
        Kind::Json => return json::read(name, &mut text.as_bytes(), limits, &mut encoded),
        Kind::Feed => {
            feed::read(text, limits, &mut encoded);
            return Ok(());
        }
        Kind::Page => html::read(text, limits)?,
        Kind::Markdown => markdown::read(text, limits)?,
        Kind::Plain | Kind::Warc => plain::read(text, limits)?,
    };
    let sha256 = digest(&bytes);
    let fetched = name.address.as_deref();
    let fetched = fetched.and_then(|address| header::found(address, "fetched address"));
    let url = with_fetched(document.url, fetched);
    let _ = encoded(Ok(Document {
        sha256,
        url,
        ..document
    }));
    Ok(())
}

/// Puts the address that was fetched beside the one that the document states, or in its place where it states none.
fn with_fetched(stated: Option<Found>, fetched: Option<Found>) -> Option<Found> {
    let Some(mut stated) = stated else {
        return fetched;
    };
    let other = fetched.filter(|fetched| fetched.value != stated.value);
    stated.also.extend(other);
    Some(stated)
}

/// Reads to the end, but never more than the limit: a file may grow, and a stream tells no size.
fn all(source: &mut dyn BufRead, limits: &Limits) -> Result<Vec<u8>, LoadError> {
    let mut bytes = Vec::new();
    let bound = limits.bytes as u64 + 1;
    source
        .take(bound)
        .read_to_end(&mut bytes)
        .map_err(failure)?;
    if bytes.len() > limits.bytes {
        return Err(LoadError::TooLarge {
            limit: limits.bytes,
        });
    }
    Ok(bytes)
}

/// Refuses what its beginning tells to be no text.
pub(super) fn refuse(head: &[u8]) -> Result<(), LoadError> {
    if head.is_empty() {
        return Err(LoadError::Empty);
    }
    let signatures: [(&[u8], &'static str); 3] = [
        (b"%PDF-", "PDF"),
        (b"PK\x03\x04", "ZIP (or office)"),
        (b"{\\rtf", "RTF"),
    ];
    if let Some((_, name)) = signatures
        .iter()
        .find(|(signature, _)| head.starts_with(signature))
    {
        return Err(LoadError::Format(name));
    }
    if head.iter().take(CLEAN).any(|b| *b == 0) && decode::wide(head).is_none() {
        return Err(LoadError::Binary);
    }
    Ok(())
}
