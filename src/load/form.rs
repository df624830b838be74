//! Whether a stream of JSON holds a record a line, or values that go over lines as they like.

use std::io::{BufRead, Cursor};

use serde::de::IgnoredAny;

use super::input::failure;
use super::json::{LISTS, SMALL};
use super::kind::{self, Name};
use super::scan::{self, Held};
use super::{Limits, LoadError};

/// What a stream of JSON is, with the bytes that were read to tell.
pub(super) enum Form {
    /// A record a line.
    Lines(Cursor<Vec<u8>>),
    /// One value, or several.
    Values(Cursor<Vec<u8>>),
}

/// Tells by the first line, and where that is no whole record by the second.
pub(super) fn tell(
    name: &Name,
    source: &mut dyn BufRead,
    limits: &Limits,
) -> Result<Form, LoadError> {
    let mut bytes = Vec::new();
    let mut start = 0;
    let mut line = |bytes: &mut Vec<u8>| scan::line(source, limits.bytes, bytes).map_err(failure);
    let mut held = line(&mut bytes)?;
    while held == Held::Whole && bytes.get(start..).is_some_and(is_white) {
        start = bytes.len();
        held = line(&mut bytes)?;
    }
    let first = bytes.get(start..).unwrap_or_default().trim_ascii().to_vec();
    let parsed = serde_json::from_slice::<IgnoredAny>(&first);
    let by_lines = match parsed {
        _ if held == Held::TooLarge => name.is_lines() && !has_list(&first),
        Ok(_) => !first.starts_with(b"["),
        Err(_) if first.starts_with(b"[") || is_bare_bracket(&first) => false,
        Err(error) => {
            let behind = bytes.len();
            let _ = line(&mut bytes)?;
            let next = String::from_utf8_lossy(bytes.get(behind..).unwrap_or_default());
            let next = next.trim();
            if error.is_eof() && (next.starts_with('{') || next.is_empty()) {
                let inside = first.ends_with(b":") || scan::breaks_off_in_list(&first);
                !inside && (next.starts_with('{') || name.is_lines())
            } else {
                !error.is_eof() && (name.is_lines() || kind::is_object(next))
            }
        }
    };
    let bytes = Cursor::new(bytes);
    Ok(if by_lines {
        Form::Lines(bytes)
    } else {
        Form::Values(bytes)
    })
}

fn is_white(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

fn is_bare_bracket(line: &[u8]) -> bool {
    line == b"{"
}

/// Returns whether the beginning of an object names a list of articles.
fn has_list(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head.get(..SMALL).unwrap_or(head));
    LISTS.iter().any(|name| {
        let named = head.split_once(&format!("\"{name}\""));
        named.is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_lines(path: &str, text: &str) -> bool {
        let limits = Limits {
            bytes: 200,
            ..Limits::default()
        };
        let form = tell(&Name::of(path), &mut text.as_bytes(), &limits).unwrap();
        matches!(form, Form::Lines(_))
    }

    #[test]
    fn a_record_a_line_is_told_by_its_first_lines() {
        assert!(by_lines("a.json", "\n{\"a\": 1}\n{\"b\""));
        assert!(by_lines("-", "{\"a\": tru}\n{\"b\": 2}\n"));
        assert!(by_lines("-", "{\"a\": \"cut\n{\"b\": 2}\n"));
        assert!(by_lines("a.jsonl", "{\"a\": tru}\nnothing\n"));
        assert!(by_lines(
            "a.jsonl",
            &format!("{{\"a\": \"{}\"}}\n", "x".repeat(300))
        ));
    }

    #[test]
    fn values_that_go_over_lines_are_told_from_them() {
        assert!(!by_lines("a.jsonl", "{\n\"a\": 1\n}\n{\"b\": 2}"));
        assert!(!by_lines("a.json", "{\"a\":\n{\"b\": 1}}"));
        assert!(!by_lines("a.json", "{\"articles\": [\n{\"b\": 1}\n]}"));
        assert!(!by_lines("a.json", "[{\"a\": 1},\n{\"b\": 1}]"));
        assert!(!by_lines("a.json", "{\"a\": tru}\nnothing\n"));
        let list = format!("{{\"articles\": [{}]}}", "{},".repeat(300));
        assert!(!by_lines("a.jsonl", &list));
    }
}
