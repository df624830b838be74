//! What a server sent: the kind and the encoding that it stated, and the bytes without their transport.
//!
//! Crawlers often keep the head of a response but store its body unpacked; so the body is believed before
//! the head: what does not begin like a packed body is taken as it is.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use httparse::{Header, ParserConfig, Status};

use super::kind::{self, Kind, Name};
use super::{Limits, LoadError, decode};

/// Bytes that tell whether a body is packed.
const SNIFFED: usize = 8 << 10;
/// The version of HTTP that is parsed.
const VERSION: &[u8] = b"HTTP/1.1";
/// The most header lines of a response.
const HEADERS: usize = 256;
/// The most bytes of the head of a response.
const HEAD: usize = 64 << 10;

/// A media type as a header writes it, as in `text/html; charset=utf-8`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaType {
    /// Type and subtype in lower case.
    pub name: String,
    /// The encoding, where it is stated.
    pub charset: Option<String>,
}

impl MediaType {
    /// Reads the value of a `Content-Type` header.
    #[must_use]
    pub fn parse(value: &str) -> Self {
        let mut parts = value.split(';');
        let name = parts.next().unwrap_or("").trim().to_ascii_lowercase();
        let charset = parts.find_map(|part| {
            let (key, value) = part.split_once('=')?;
            let value = value.trim().trim_matches(['"', '\'']);
            (key.trim().eq_ignore_ascii_case("charset") && !value.is_empty())
                .then(|| value.to_owned())
        });
        Self { name, charset }
    }
}

/// What an article can be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A page of HTML.
    Page,
    /// Plain text.
    Text,
}

/// Bytes that may be an article, with what was stated about them.
#[derive(Debug)]
pub(super) struct Sent<'a> {
    /// Page or text.
    pub(super) form: Form,
    /// The encoding that was stated.
    pub(super) charset: Option<String>,
    /// The bytes.
    pub(super) bytes: Cow<'a, [u8]>,
}

impl<'a> Sent<'a> {
    /// Returns bytes of a stated type, `None` where they can be no article.
    pub(super) fn of(stated: &str, bytes: Cow<'a, [u8]>) -> Option<Self> {
        let MediaType { name, charset } = MediaType::parse(stated);
        let form = match name.as_str() {
            "text/html" | "application/xhtml+xml" => Form::Page,
            "text/plain" => Form::Text,
            "" if begins_page(&bytes) => Form::Page,
            _ => return None,
        };
        let empty = bytes.iter().all(u8::is_ascii_whitespace);
        (!empty).then_some(Self {
            form,
            charset,
            bytes,
        })
    }
}

fn begins_page(bytes: &[u8]) -> bool {
    let head = bytes.get(..SNIFFED).unwrap_or(bytes);
    kind::of(&Name::default(), &decode::beginning(head)) == Kind::Page
}

/// Reads a whole response; `None` where it is no success, or neither a page nor a text.
///
/// # Errors
/// Says what is broken in it, or that a limit is passed.
pub(super) fn response<'a>(
    message: &'a [u8],
    limits: &Limits,
) -> Result<Option<Sent<'a>>, LoadError> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let mut lenient = ParserConfig::default();
    lenient
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .allow_multiple_spaces_in_response_status_delimiters(true)
        .ignore_invalid_headers_in_responses(true);
    let unreadable = || {
        LoadError::Broken(
            "holds no HTTP response that can be read; save the page itself".to_owned(),
        )
    };
    let (head, stated) = as_version_1(message).ok_or_else(unreadable)?;
    let Ok(Status::Complete(length)) = lenient.parse_response(&mut response, &head) else {
        return Err(unreadable());
    };
    let kind = value(response.headers, "content-type").unwrap_or_default();
    let article = response.code == Some(200) && may_be_article(&kind);
    let behind = (length + stated).saturating_sub(VERSION.len());
    let body = message.get(behind..).filter(|body| !body.is_empty());
    let (true, Some(body)) = (article, body) else {
        return Ok(None);
    };
    let bytes = unpacked(response.headers, body, limits)?;
    Ok(Sent::of(&kind, bytes))
}

/// Returns the head of a message with the version that the parser knows: crawlers write `HTTP/2` too, with
/// the same lines. Also returns the length of the version in the message.
fn as_version_1(message: &[u8]) -> Option<(Vec<u8>, usize)> {
    let head = message.get(..HEAD).unwrap_or(message);
    let stated = head.iter().position(|b| *b == b' ')?;
    let known = head.starts_with(b"HTTP/") && (b"HTTP/1".len()..=VERSION.len()).contains(&stated);
    let rest = head.get(stated..).filter(|_| known)?;
    Some(([VERSION, rest].concat(), stated))
}

/// Spares pictures and scripts from being unpacked.
fn may_be_article(kind: &str) -> bool {
    Sent::of(kind, Cow::Borrowed(b"<html")).is_some()
}

/// Returns the values of a header, joined as the standard says; `None` where there is none.
fn value(headers: &[Header<'_>], name: &str) -> Option<String> {
    let of_name = headers.iter().filter(|h| h.name.eq_ignore_ascii_case(name));
    let values: Vec<_> = of_name.map(|h| String::from_utf8_lossy(h.value)).collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// Returns the body without chunks and without compression.
fn unpacked<'a>(
    headers: &[Header<'_>],
    body: &'a [u8],
    limits: &Limits,
) -> Result<Cow<'a, [u8]>, LoadError> {
    let names = |header| {
        value(headers, header)
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    let mut bytes = Cow::Borrowed(body);
    if names("transfer-encoding").contains("chunked") && begins_chunked(body) {
        bytes = Cow::Owned(joined(body)?);
    }
    // The last coding was applied last.
    for coding in names("content-encoding").rsplit(',').map(str::trim) {
        let plain = match coding {
            "gzip" | "x-gzip" if bytes.starts_with(b"\x1f\x8b") => {
                expanded(MultiGzDecoder::new(&*bytes), limits)?
            }
            "deflate" if begins_zlib(&bytes) => expanded(ZlibDecoder::new(&*bytes), limits)?,
            "deflate" if !is_readable(&bytes) => expanded(DeflateDecoder::new(&*bytes), limits)?,
            "" | "identity" | "gzip" | "x-gzip" | "deflate" => continue,
            _ if is_readable(&bytes) => continue,
            _ => return Err(unknown(coding)),
        };
        bytes = Cow::Owned(plain);
    }
    Ok(bytes)
}

fn unknown(coding: &str) -> LoadError {
    let name = crate::text::sanitize::line(coding).into_owned();
    LoadError::Broken(format!(
        "is compressed as \"{name}\", which cannot be read; save the page itself"
    ))
}

/// Returns whether bytes are characters as they stand: nothing packed is UTF-8 for long.
fn is_readable(bytes: &[u8]) -> bool {
    let head = bytes.get(..SNIFFED).unwrap_or(bytes);
    let whole = match std::str::from_utf8(head) {
        Ok(_) => true,
        // A character may be cut at the end.
        Err(error) => error.error_len().is_none(),
    };
    whole && !head.contains(&0)
}

/// A zlib head: deflate, and a check that makes its two bytes a multiple of 31.
fn begins_zlib(bytes: &[u8]) -> bool {
    let [first, second, ..] = bytes else {
        return false;
    };
    first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0
}

fn expanded(source: impl Read, limits: &Limits) -> Result<Vec<u8>, LoadError> {
    let mut bytes = Vec::new();
    let bound = limits.bytes as u64 + 1;
    if source.take(bound).read_to_end(&mut bytes).is_err() {
        return Err(LoadError::Broken(
            "is compressed, and cut off or damaged; save the page itself".to_owned(),
        ));
    }
    if bytes.len() > limits.bytes {
        return Err(LoadError::TooLarge {
            limit: limits.bytes,
        });
    }
    Ok(bytes)
}

fn begins_chunked(body: &[u8]) -> bool {
    matches!(httparse::parse_chunk_size(body), Ok(Status::Complete(_)))
}

/// Joins the chunks of a body.
fn joined(body: &[u8]) -> Result<Vec<u8>, LoadError> {
    let broken = || {
        LoadError::Broken(
            "is cut off between two chunks of its body; save the page itself".to_owned(),
        )
    };
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let Ok(Status::Complete((head, size))) = httparse::parse_chunk_size(rest) else {
            return Err(broken());
        };
        if size == 0 {
            return Ok(bytes);
        }
        let end = usize::try_from(size).ok().and_then(|s| s.checked_add(head));
        let end = end.ok_or_else(broken)?;
        bytes.extend(rest.get(head..end).ok_or_else(broken)?);
        rest = rest.get(end..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").unwrap_or(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::read::{DeflateEncoder, GzEncoder, ZlibEncoder};

    const PAGE: &[u8] = b"<html><body><p>The ferry sails again.</p></body></html>";

    fn read(head: &str, body: &[u8]) -> Result<Option<Vec<u8>>, LoadError> {
        let message = [b"HTTP/1.1 ", head.as_bytes(), b"\r\n\r\n", body].concat();
        let limits = Limits {
            bytes: 1 << 16,
            ..Limits::default()
        };
        response(&message, &limits).map(|sent| Some(sent?.bytes.into_owned()))
    }

    fn packed(mut encoder: impl Read) -> Vec<u8> {
        let mut bytes = Vec::new();
        encoder.read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_media_type_is_read_with_its_charset() {
        let parsed = MediaType::parse("Text/HTML ; Boundary=x; Charset=\"Shift_JIS\"");
        assert_eq!(parsed.name, "text/html");
        assert_eq!(parsed.charset.as_deref(), Some("Shift_JIS"));
        assert_eq!(MediaType::parse("text/html; charset=").charset, None);
    }

    #[test]
    fn bodies_are_unpacked_as_their_head_says() {
        let html = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: ";
        let level = Compression::fast;
        for (name, body) in [
            ("gzip", packed(GzEncoder::new(PAGE, level()))),
            ("deflate", packed(ZlibEncoder::new(PAGE, level()))),
            ("deflate", packed(DeflateEncoder::new(PAGE, level()))),
            ("identity", PAGE.to_vec()),
        ] {
            assert_eq!(
                read(&format!("{html}{name}"), &body),
                Ok(Some(PAGE.to_vec()))
            );
        }
    }

    #[test]
    fn chunks_are_joined_and_a_body_that_has_none_is_taken_as_it_is() {
        let head = "200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html";
        let chunked = [
            b"10;x=y\r\n",
            &PAGE[..16],
            b"\r\n",
            b"27\r\n",
            &PAGE[16..],
            b"\r\n0\r\n\r\n",
        ];
        assert_eq!(read(head, &chunked.concat()), Ok(Some(PAGE.to_vec())));
        assert_eq!(read(head, PAGE), Ok(Some(PAGE.to_vec())));
        let cut = read(head, &chunked[..4].concat()).unwrap_err();
        assert!(cut.to_string().contains("cut off"), "{cut}");
    }

    #[test]
    fn an_unpacked_body_is_read_whatever_compression_its_head_states() {
        for name in ["gzip", "br", "zstd", "deflate"] {
            let head = format!("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {name}");
            assert_eq!(read(&head, PAGE), Ok(Some(PAGE.to_vec())), "{name}");
        }
        let head = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br";
        let unknown = read(head, b"\x1b\xff\x00\x9c").unwrap_err();
        assert!(unknown.to_string().contains("\"br\""), "{unknown}");
    }

    #[test]
    fn what_expands_beyond_the_limit_is_refused() {
        let bomb = packed(GzEncoder::new(
            &vec![b' '; 1 << 20][..],
            Compression::best(),
        ));
        let head = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip";
        assert_eq!(
            read(head, &bomb),
            Err(LoadError::TooLarge { limit: 1 << 16 })
        );
        let page = packed(GzEncoder::new(PAGE, Compression::best()));
        let cut = read(head, &page[..page.len() / 2]).unwrap_err();
        assert!(cut.to_string().contains("cut off or damaged"), "{cut}");
    }

    #[test]
    fn what_is_no_article_is_passed_over() {
        for head in [
            "404 Not Found\r\nContent-Type: text/html",
            "301 Moved\r\nContent-Type: text/html",
            "200 OK\r\nContent-Type: image/png",
            "200 OK\r\nContent-Type: text/css",
            "200 OK\r\nContent-Type: application/pdf\r\nContent-Encoding: br",
        ] {
            assert_eq!(read(head, PAGE), Ok(None), "{head}");
        }
        assert_eq!(read("200 OK\r\nContent-Type: text/html", b""), Ok(None));
        assert_eq!(read("200 OK", PAGE), Ok(Some(PAGE.to_vec())));
    }
}
