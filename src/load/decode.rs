//! Bytes become characters, and the encoding is told; whether they are a page of HTML is told by their beginning.

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

/// Returns whether the bytes begin with the byte order mark of UTF-16, in which NUL bytes are usual.
#[must_use]
pub fn has_wide_mark(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")
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
    let encoding = if bytes.starts_with(b"\xff\xfe") {
        UTF_16LE
    } else if bytes.starts_with(b"\xfe\xff") {
        UTF_16BE
    } else if !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() {
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
    let encoding = Encoding::for_label(&label)?;
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

/// Returns whether undecoded bytes may be a page, so that a statement of the encoding counts.
#[must_use]
pub fn looks_like_page(path: &str, bytes: &[u8]) -> bool {
    let head = bytes.get(..META).unwrap_or(bytes);
    is_page(path, &String::from_utf8_lossy(head))
}

/// Returns whether a text is a page of HTML: by its beginning, never where the name ends in `.txt`.
#[must_use]
pub fn is_page(path: &str, text: &str) -> bool {
    let named_text = path
        .rsplit('.')
        .next()
        .is_some_and(|end| end.eq_ignore_ascii_case("txt"));
    let body = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if named_text || !body.starts_with('<') {
        return false;
    }
    let head: String = body
        .chars()
        .take(META)
        .collect::<String>()
        .to_ascii_lowercase();
    let opens = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<article",
        "<main",
        "<div",
        "<p>",
        "<p ",
        "<h1",
        "<section",
    ];
    let inside = [
        "<html", "<head", "<body", "<meta", "<title", "<div", "<p>", "<p ",
    ];
    opens.iter().any(|tag| head.starts_with(tag)) || inside.iter().any(|tag| head.contains(tag))
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
    fn a_page_is_told_by_its_beginning_and_never_by_txt() {
        assert!(is_page("a", "\n<!DOCTYPE html><p>x"));
        assert!(is_page("a.htm", "<!-- saved --><div>x</div>"));
        assert!(!is_page("a.txt", "<!DOCTYPE html><p>x"));
        assert!(!is_page("a.html", "The <p> element"));
    }
}
