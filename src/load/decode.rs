//! Bytes become characters, and the encoding is told.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far into a page its own statement of the encoding is looked for.
const META: usize = 1024;

/// Characters, and the encoding they were read in.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// The characters; a byte order mark stays.
    pub text: Cow<'a, str>,
    /// Name of the encoding.
    pub encoding: &'static str,
}

/// Bytes that tell whether a text without a byte order mark is UTF-16.
const PATTERN: usize = 8192;

/// Returns which UTF-16 the bytes are in, if they are: by their byte order mark, else by where NUL bytes stand
/// (every character of ASCII brings one, always on the same side).
#[must_use]
pub fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.starts_with(b"\xff\xfe") {
        return Some(UTF_16LE);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Some(UTF_16BE);
    }
    let head = bytes.get(..PATTERN).unwrap_or(bytes);
    let nuls = |side: usize| {
        head.iter()
            .skip(side)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (encoding, count) = match (nuls(0), nuls(1)) {
        (0, low) if low > 0 => (UTF_16LE, low),
        (high, 0) if high > 0 => (UTF_16BE, high),
        _ => return None,
    };
    let even = head.get(..head.len() / 2 * 2).unwrap_or(head);
    let (text, errors) = encoding.decode_without_bom_handling(even);
    let is_word = |c: &char| c.is_alphanumeric() || c.is_whitespace();
    let characters = text.chars().count();
    let words = text.chars().filter(is_word).count();
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    // Where few characters are ASCII, the bytes must be no text in any other way.
    let few = |t: &str| 10 * t.chars().filter(|c| control(*c)).count() < t.len();
    let otherwise = std::str::from_utf8(even).is_ok_and(few);
    let plausible = count * 4 >= characters * 3 || (!otherwise && characters >= 16);
    (plausible && !errors && !text.contains(control) && words * 10 >= characters * 7)
        .then_some(encoding)
}

/// Returns the characters of the beginning of a file, which may end inside one of them.
#[must_use]
pub fn beginning(head: &[u8]) -> Cow<'_, str> {
    match wide(head) {
        Some(encoding) => encoding.decode_without_bom_handling(head).0,
        None => String::from_utf8_lossy(head),
    }
}

/// Decodes: byte order mark, then the page's own statement, then strict UTF-8, then what the bytes look like.
///
/// Bytes that are UTF-8 and not only ASCII are UTF-8 whatever the page states: that does not happen by
/// chance, and pages saved from a browser keep the statement of their old encoding.
#[must_use]
pub fn decode(bytes: &[u8], page: bool) -> Decoded<'_> {
    decode_sent(bytes, page, None)
}

/// Decodes as [`decode`] does; the label that a server stated counts before the page's own statement.
#[must_use]
pub fn decode_sent<'a>(bytes: &'a [u8], page: bool, label: Option<&str>) -> Decoded<'a> {
    let encoding = if let Some(wide) = wide(bytes) {
        wide
    } else if bytes.starts_with(b"\xef\xbb\xbf") || is_utf8(bytes) {
        UTF_8
    } else if let Some(labelled) = label.and_then(|label| labelled(label, bytes)) {
        labelled
    } else if let Some(stated) = stated(bytes).filter(|_| page) {
        stated
    } else if bytes.is_ascii() {
        UTF_8
    } else {
        detected(bytes)
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        text,
        encoding: encoding.name(),
    }
}

/// Returns whether bytes are UTF-8 and not only ASCII, or were before some were damaged or cut off: in no other
/// encoding of letters do most of what is not ASCII make characters of UTF-8.
fn is_utf8(bytes: &[u8]) -> bool {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return !text.is_ascii();
    }
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 0 && whole >= 2 * broken
}

/// Returns the encoding of a label; UTF-16 only where the bytes hold the NUL of its ASCII characters.
fn labelled(label: &str, bytes: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    (!wide || bytes.contains(&0)).then_some(encoding)
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// Returns the encoding that a page states in a `meta` element or an XML declaration.
fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..META).unwrap_or(bytes).to_ascii_lowercase();
    let at = ["charset=", "encoding="]
        .iter()
        .find_map(|key| Some(find(&head, key.as_bytes())? + key.len()))?;
    let rest = head.get(at..)?;
    let label: Vec<u8> = rest
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
        .collect();
    let encoding = Encoding::for_label_no_replacement(&label)?;
    // A statement that could be read was not in UTF-16.
    Some(if encoding == UTF_16BE || encoding == UTF_16LE {
        UTF_8
    } else {
        encoding
    })
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], page: bool) -> (String, &'static str) {
        let found = decode(bytes, page);
        (found.text.into_owned(), found.encoding)
    }

    #[test]
    fn a_byte_order_mark_decides_and_stays() {
        assert_eq!(
            decoded(b"\xef\xbb\xbfFerry", false),
            ("\u{feff}Ferry".to_owned(), "UTF-8")
        );
        assert_eq!(
            decoded(b"\xff\xfeF\0e\0", false),
            ("\u{feff}Fe".to_owned(), "UTF-16LE")
        );
        assert_eq!(
            decoded(b"\xfe\xff\0F\0e", false),
            ("\u{feff}Fe".to_owned(), "UTF-16BE")
        );
    }

    #[test]
    fn a_damaged_byte_or_a_cut_end_leaves_utf_8_what_it_is() {
        for text in [
            "Паром вышел в море.",
            "渡轮将恢复航行。",
            "Die Fähre fährt über den Sund.",
        ] {
            let damaged = [text.as_bytes(), b" \xff 1"].concat();
            let marked = [b"\xef\xbb\xbf", &damaged[..]].concat();
            let cut = [text.as_bytes(), "ü".as_bytes().get(..1).unwrap()].concat();
            assert_eq!(
                decoded(&damaged, false),
                (format!("{text} \u{fffd} 1"), "UTF-8")
            );
            assert_eq!(
                decoded(&marked, true),
                (format!("\u{feff}{text} \u{fffd} 1"), "UTF-8")
            );
            assert_eq!(decoded(&cut, false), (format!("{text}\u{fffd}"), "UTF-8"));
        }
    }

    #[test]
    fn a_page_states_its_encoding_and_a_text_does_not() {
        let page = b"<meta charset=\"windows-1251\">\xcf\xe0\xf0\xee\xec";
        assert_eq!(
            decoded(page, true),
            (
                "<meta charset=\"windows-1251\">Паром".to_owned(),
                "windows-1251"
            )
        );
        assert_eq!(
            decoded("<meta charset=latin1>Fähre".as_bytes(), true).1,
            "UTF-8"
        );
        assert_eq!(decoded("Fähre".as_bytes(), false).1, "UTF-8");
    }

    #[test]
    fn what_a_server_states_counts_before_what_the_page_states() {
        let page = b"<meta charset=\"windows-1252\">\xcf\xe0\xf0\xee\xec";
        let sent = |label| decode_sent(page, true, Some(label));
        assert!(sent("windows-1251").text.ends_with("Паром"));
        for label in ["unheard-of", "utf-16", "iso-2022-kr"] {
            assert_eq!(sent(label).encoding, "windows-1252", "{label}");
        }
        let utf8 = "Fähre".as_bytes();
        assert_eq!(decode_sent(utf8, false, Some("latin1")).encoding, "UTF-8");
        let wide = decode_sent(b"F\0e\0", false, Some("utf-16le"));
        assert_eq!((wide.text.as_ref(), wide.encoding), ("Fe", "UTF-16LE"));
    }

    #[test]
    fn what_states_nothing_is_detected() {
        let bytes = b"Die F\xe4hre f\xe4hrt \xfcber den Sund und kehrt sp\xe4ter zur\xfcck.";
        assert_eq!(
            decoded(bytes, false).0,
            "Die Fähre fährt über den Sund und kehrt später zurück."
        );
    }

    #[test]
    fn utf_16_without_a_byte_order_mark_is_told_by_its_nul_bytes() {
        for text in [
            "The ferry sails.",
            "Паром вышел в море в понедельник утром.",
            "两国政府表示，渡轮将恢复航行。\n船票已经售罄。\n",
        ] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(decoded(&little, false), (text.to_owned(), "UTF-16LE"));
            assert_eq!(decoded(&big, false), (text.to_owned(), "UTF-16BE"));
        }
    }

    #[test]
    fn other_bytes_with_nuls_are_not_taken_for_utf_16() {
        assert_eq!(wide(b"ab\0cd"), None);
        assert_eq!(wide(b"The ferry\0 sails on Monday."), None);
        assert_eq!(wide(b"The ferry\0 sails on \x07Monday morning."), None);
        assert_eq!(
            wide(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0"),
            None
        );
        assert_eq!(wide(b"\x01\0\x02\0\x03\0\x04\0"), None);
    }
}
