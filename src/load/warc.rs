//! Archives of web pages (WARC) and of their texts (WET): a record at a time, in bounded memory.
//!
//! The stated length of a record is believed where a record or the end stands behind it; elsewhere reading
//! goes on at the next line that can begin a record, and the record whose length is wrong is named.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use crate::document::{Document, Found, header};

use super::http::{self, Form, Sent};
use super::input::{failure, refuse};
use super::{Limits, LoadError, Take, decode, digest, html, meta, plain};

/// The longest line that is looked at as a whole; a header that is longer is cut.
const LINE: u64 = 8 << 10;
/// The most bytes of a record's head.
const HEAD: usize = 64 << 10;
/// How many times the largest document may be read again because of wrong lengths; behind that, every line
/// that can begin a record is taken for one, so that no file is read in squared time.
const AGAIN: usize = 16;

/// Gives the pages and texts of an archive, one by one; what can be no article is passed over.
pub(super) fn read(source: &mut dyn BufRead, limits: &Limits, take: &mut Take<'_>) {
    let mut records = Records::new(source, limits);
    let mut given = false;
    loop {
        let record = match records.next() {
            Ok(Some(Ok(head))) => article(&head, &records.content, limits).transpose(),
            Ok(Some(Err(error))) => Some(Err(error)),
            Ok(None) => break,
            Err(error) => {
                let _ = take(Err(LoadError::Record {
                    place: format!("behind record {}", records.number),
                    error: Box::new(failure(error)),
                }));
                return;
            }
        };
        let Some(record) = record else { continue };
        given = true;
        if take(record.map_err(|error| records.name(error))).is_break() {
            return;
        }
    }
    if !given {
        let _ = take(Err(LoadError::Broken(format!(
            "holds no article: none of its {} records is a page of HTML or a plain text",
            records.number
        ))));
    }
}

/// Returns the document of a record, `None` where it is no article.
fn article(head: &Head, content: &[u8], limits: &Limits) -> Result<Option<Document>, LoadError> {
    let Some(sent) = sent(head, content, limits)? else {
        return Ok(None);
    };
    refuse(&sent.bytes)?;
    let page = sent.form == Form::Page;
    let decoded = decode::decode_sent(&sent.bytes, page, sent.charset.as_deref());
    let mut document = match sent.form {
        Form::Page => html::read(&decoded.text, limits)?,
        Form::Text => plain::read(&decoded.text, limits)?,
    };
    document.sha256 = digest(&sent.bytes);
    document.encoding = decoded.encoding;
    document.source_id = head.get("warc-record-id").and_then(identifier);
    if let Some(target) = head.target().and_then(|t| header::found(t, "warc target")) {
        document.date = document.date.or_else(|| meta::day_of_address(&target));
        document.url = Some(with_other(target, document.url));
    }
    Ok(Some(document))
}

fn sent<'a>(
    head: &Head,
    content: &'a [u8],
    limits: &Limits,
) -> Result<Option<Sent<'a>>, LoadError> {
    let kind = head.get("content-type").unwrap_or_default();
    let record = head.get("warc-type").unwrap_or_default();
    match record.to_ascii_lowercase().as_str() {
        "response" if kind.is_empty() || kind.starts_with("application/http") => {
            http::response(content, limits)
        }
        "resource" => Ok(Sent::of(kind, Cow::Borrowed(content))),
        "conversion" if kind.is_empty() => Ok(Sent::of("text/plain", Cow::Borrowed(content))),
        "conversion" => Ok(Sent::of(kind, Cow::Borrowed(content))),
        _ => Ok(None),
    }
}

fn identifier(stated: &str) -> Option<String> {
    let bare = stated.trim_start_matches('<').trim_end_matches('>');
    header::found(bare, "warc record").map(|found| found.value)
}

/// Puts beside the address that was fetched what the page says instead.
fn with_other(mut target: Found, other: Option<Found>) -> Found {
    if let Some(mut other) = other.filter(|other| other.value != target.value) {
        let further = std::mem::take(&mut other.also);
        target.also.push(other);
        target.also.extend(further);
    }
    target
}

/// The named fields of a record.
#[derive(Debug, Default)]
struct Head {
    fields: Vec<(String, String)>,
}

impl Head {
    /// Takes in a line; one that begins with a space goes on with the field before it.
    fn line(&mut self, line: &str) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = self.fields.last_mut() {
                *value = format!("{value} {}", line.trim()).trim().to_owned();
            }
        } else if let Some((name, value)) = line.split_once(':') {
            let name = name.trim().to_ascii_lowercase();
            self.fields.push((name, value.trim().to_owned()));
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        fields.find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Returns the address that was fetched; some programs write it in angle brackets.
    fn target(&self) -> Option<&str> {
        let target = self.get("warc-target-uri")?;
        let bare = target.trim_start_matches('<').trim_end_matches('>');
        Some(bare).filter(|target| meta::is_address(target))
    }

    fn length(&self) -> Option<u64> {
        self.get("content-length")?.parse().ok()
    }
}

/// The records of an archive.
struct Records<'a> {
    stream: Stream<'a>,
    limits: &'a Limits,
    /// The content of the record that was read last.
    content: Vec<u8>,
    /// The number of that record, from 1.
    number: usize,
    /// Whether the first line of the next record was read.
    begun: bool,
    /// Bytes that were read again because of wrong lengths.
    again: usize,
}

impl<'a> Records<'a> {
    fn new(source: &'a mut dyn BufRead, limits: &'a Limits) -> Self {
        Self {
            stream: Stream::new(source),
            limits,
            content: Vec::new(),
            number: 0,
            begun: false,
            again: 0,
        }
    }

    /// Names the record that was read last in an error.
    fn name(&self, error: LoadError) -> LoadError {
        LoadError::Record {
            place: format!("record {}", self.number),
            error: Box::new(error),
        }
    }

    /// Reads the next record: its head, and its content into `content`; `None` at the end.
    fn next(&mut self) -> io::Result<Option<Result<Head, LoadError>>> {
        self.content.clear();
        if !self.begun {
            self.scan(u64::MAX, 0)?;
        }
        if !self.begun {
            return Ok(None);
        }
        self.begun = false;
        self.number += 1;
        let Some(head) = self.head()? else {
            return Ok(Some(Err(broken("has a head that is broken or too long"))));
        };
        let read = self.read_content(&head)?;
        Ok(Some(read.map(|()| head)))
    }

    fn head(&mut self) -> io::Result<Option<Head>> {
        let mut head = Head::default();
        let (mut line, mut size) = (Vec::new(), 0);
        while size < HEAD {
            self.stream.line(LINE, &mut line)?;
            size += line.len();
            if is_beginning(&line) {
                self.begun = true;
                return Ok(None);
            }
            match line.trim_ascii_end() {
                [] if line.is_empty() => return Ok(None),
                [] => return Ok(Some(head)),
                words => head.line(&String::from_utf8_lossy(words)),
            }
        }
        Ok(None)
    }

    fn read_content(&mut self, head: &Head) -> io::Result<Result<(), LoadError>> {
        let Some(length) = head.length() else {
            self.scan(u64::MAX, 0)?;
            return Ok(Err(broken("does not state its length as a number")));
        };
        let limit = self.limits.bytes;
        let large = length > limit as u64;
        let believed = self.again <= limit.saturating_mul(AGAIN);
        let whole = if large || !believed {
            self.scan(length, if large { HEAD } else { limit })?
        } else {
            let source = self.stream.by_ref();
            source.take(length).read_to_end(&mut self.content)? as u64 == length
        };
        if whole && self.ends_here()? {
            // A film is passed over like any other record that is no article.
            let article = large && !matches!(sent(head, &self.content, self.limits), Ok(None));
            return Ok(if article {
                Err(LoadError::TooLarge { limit })
            } else {
                Ok(())
            });
        }
        if !self.begun {
            self.go_back();
        }
        Ok(Err(broken(&format!(
            "states a length of {length} bytes that its content does not have"
        ))))
    }

    /// Returns whether the next record or the end stands here; line ends between are skipped.
    fn ends_here(&mut self) -> io::Result<bool> {
        if self.begun {
            return Ok(true);
        }
        let (mut line, mut passed) = (Vec::new(), Vec::new());
        while passed.len() < HEAD {
            self.stream.line(LINE, &mut line)?;
            if line.is_empty() {
                return Ok(true);
            }
            if is_beginning(&line) {
                self.begun = true;
                return Ok(true);
            }
            passed.append(&mut line);
            if !passed.trim_ascii().is_empty() {
                // The first of them may be the end of a line that began in the content.
                self.stream.give_back(&passed);
                return Ok(false);
            }
        }
        // Nothing but line ends for so long: what was before them is over.
        Ok(true)
    }

    /// Gives back what stands behind the first line of the content that can begin a record.
    fn go_back(&mut self) {
        let mut at = 0;
        for line in self.content.split_inclusive(|b| *b == b'\n') {
            if is_beginning(line) {
                let rest = self.content.get(at..).unwrap_or_default();
                self.again += rest.len();
                self.stream.give_back(rest);
                return;
            }
            at += line.len();
        }
    }

    /// Reads on until a line that begins a record, the end, or so many bytes, and keeps the first of them;
    /// returns whether it was all bytes.
    fn scan(&mut self, length: u64, keep: usize) -> io::Result<bool> {
        let (mut left, mut fresh, mut line) = (length, true, Vec::new());
        while left > 0 {
            self.stream.line(left.min(LINE), &mut line)?;
            if line.is_empty() {
                return Ok(false);
            }
            if fresh && is_beginning(&line) {
                self.begun = true;
                return Ok(false);
            }
            fresh = line.ends_with(b"\n");
            left -= line.len() as u64;
            if self.content.len() < keep {
                self.content.extend(&line);
            }
        }
        Ok(true)
    }
}

fn broken(what: &str) -> LoadError {
    LoadError::Broken(format!(
        "{what}; the archive was changed or cut off: get it again, or make it anew"
    ))
}

/// Returns whether a line begins a record, as in `WARC/1.0`.
fn is_beginning(line: &[u8]) -> bool {
    let Some(version) = line.strip_prefix(b"WARC/") else {
        return false;
    };
    let version = version.trim_ascii_end();
    let figures = |b: &u8| b.is_ascii_digit() || *b == b'.';
    line.ends_with(b"\n")
        && version.first().is_some_and(u8::is_ascii_digit)
        && version.len() <= 8
        && version.iter().all(figures)
}

/// A stream to which bytes can be given back.
struct Stream<'a> {
    source: &'a mut dyn BufRead,
    returned: Vec<u8>,
    at: usize,
}

impl<'a> Stream<'a> {
    fn new(source: &'a mut dyn BufRead) -> Self {
        Self {
            source,
            returned: Vec::new(),
            at: 0,
        }
    }

    /// Reads a line with its end, or as much of it as the bound allows; nothing at the end.
    fn line(&mut self, bound: u64, line: &mut Vec<u8>) -> io::Result<()> {
        line.clear();
        self.take(bound).read_until(b'\n', line).map(|_| ())
    }

    /// Gives back bytes that were just read.
    fn give_back(&mut self, bytes: &[u8]) {
        // What was read from the given back bytes still stands there; so a step back costs no copy of the rest.
        if self.at >= bytes.len() && self.at < self.returned.len() {
            self.at -= bytes.len();
            return;
        }
        let unread = self.returned.split_off(self.at.min(self.returned.len()));
        self.returned = [bytes, &unread].concat();
        self.at = 0;
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut available = self.fill_buf()?;
        let read = available.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Stream<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.returned.get(self.at..) {
            Some(returned) if !returned.is_empty() => Ok(returned),
            _ => self.source.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.at < self.returned.len() {
            self.at += amount;
        } else {
            self.source.consume(amount);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record with so many bytes of content, made while it is read.
    struct Endless {
        head: &'static [u8],
        left: usize,
    }

    impl Read for Endless {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            if !self.head.is_empty() {
                return self.head.read(into);
            }
            let length = into.len().min(self.left);
            into[..length].fill(b'x');
            self.left -= length;
            Ok(length)
        }
    }

    #[test]
    fn a_record_over_the_limit_is_read_past_and_not_held() {
        let head = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 9000000\r\n\r\n";
        let mut source = io::BufReader::new(Endless {
            head,
            left: 9_000_000,
        });
        let limits = Limits {
            bytes: 1 << 20,
            ..Limits::default()
        };
        let mut records = Records::new(&mut source, &limits);
        let error = records.next().unwrap().unwrap().unwrap_err();
        assert_eq!(error, LoadError::TooLarge { limit: 1 << 20 });
        assert!(records.content.capacity() < 1 << 20);
        assert!(records.next().unwrap().is_none());
    }

    #[test]
    fn only_a_version_alone_on_its_line_begins_a_record() {
        for line in ["WARC/1.0\r\n", "WARC/1.1\n", "WARC/0.18 \r\n"] {
            assert!(is_beginning(line.as_bytes()), "{line}");
        }
        for line in [
            "WARC/1.0",
            "WARC/1.0 is a format\n",
            "WARC/\n",
            " WARC/1.0\n",
        ] {
            assert!(!is_beginning(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn bytes_given_back_are_read_again_in_order() {
        let mut source: &[u8] = b"one\ntwo\nthree\nfour\n";
        let mut stream = Stream::new(&mut source);
        let (mut line, mut all) = (Vec::new(), Vec::new());
        stream.line(LINE, &mut line).unwrap();
        let first = line.clone();
        stream.line(LINE, &mut line).unwrap();
        stream.give_back(&line);
        stream.give_back(&first);
        stream.line(LINE, &mut line).unwrap();
        stream.give_back(&line);
        stream.read_to_end(&mut all).unwrap();
        assert_eq!(all, b"one\ntwo\nthree\nfour\n");
    }
}
