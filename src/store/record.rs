//! One line of the log: JSON, TAB, CRC-32 in eight hexadecimal digits, LF; and what can still be read where
//! bytes of it are damaged.

use memchr::memchr;

use crate::notes::{Operation, OperationError};

/// How many digits the checksum has.
const DIGITS: usize = 8;

/// How every record begins.
const BEGINNING: &[u8] = b"{\"v\":";

/// Returns the bytes of a record with its line end.
pub(super) fn encode(operation: &Operation) -> Result<Vec<u8>, OperationError> {
    Ok(of_json(&operation.to_json()?))
}

/// Returns the bytes of a record of JSON.
pub(super) fn of_json(json: &str) -> Vec<u8> {
    let crc = crc32fast::hash(json.as_bytes());
    format!("{json}\t{crc:08x}\n").into_bytes()
}

/// What a line holds.
#[derive(Debug, Default)]
pub(super) struct Line<'a> {
    pub(super) records: Vec<Record<'a>>,
    /// What is wrong with it, if something is.
    pub(super) damage: Option<String>,
}

/// An operation, and the JSON that said it, which may hold keys that are not known here.
#[derive(Debug)]
pub(super) struct Record<'a> {
    pub(super) operation: Operation,
    pub(super) json: &'a str,
}

/// Returns the operations of a line (without its line end).
///
/// JSON has no raw tab in it, so every tab ends one record; where a line end was damaged two records stand on
/// one line, and both are read. The checksum keeps anything damaged from being taken for what a person wrote.
pub(super) fn decode(line: &[u8]) -> Line<'_> {
    let mut found = Line::default();
    let mut rest = line;
    while !rest.is_empty() {
        let Some(tab) = memchr(b'\t', rest) else {
            found.damaged("it has no checksum");
            break;
        };
        let (json, behind) = (&rest[..tab], &rest[tab + 1..]);
        let crc = &behind[..behind.len().min(DIGITS)];
        if checksum(crc) == Some(crc32fast::hash(json)) {
            found.read(json);
        } else {
            found.damaged("its checksum does not fit");
        }
        let behind = &behind[crc.len()..];
        if !behind.is_empty() {
            found.damaged("its end is damaged");
        }
        rest = behind.get(1..).unwrap_or_default();
    }
    found
}

impl<'a> Line<'a> {
    fn read(&mut self, json: &'a [u8]) {
        let Ok(json) = std::str::from_utf8(json) else {
            self.damaged("it is not UTF-8");
            return;
        };
        match Operation::from_json(json) {
            Ok(operation) => self.records.push(Record { operation, json }),
            Err(error) => self.damaged(&error.to_string()),
        }
    }

    /// Notes the first thing that is wrong; what follows from it is of no interest.
    fn damaged(&mut self, what: &str) {
        self.damage.get_or_insert_with(|| what.to_owned());
    }
}

fn checksum(digits: &[u8]) -> Option<u32> {
    if digits.len() != DIGITS || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Returns whether a file that begins with these bytes is a log of ours and nothing else.
pub(super) fn is_surely_log(head: &[u8]) -> bool {
    let Some(rest) = head.strip_prefix(BEGINNING) else {
        return false;
    };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits > 0
        && rest
            .get(digits..)
            .is_some_and(|rest| rest.starts_with(b",\"op\":\""))
}

/// Returns whether bytes look like a log of ours, also where a part of them is damaged: a line that begins or
/// ends as ours do.
pub(super) fn is_log(bytes: &[u8]) -> bool {
    // Nothing yet, or a first record of which only a few bytes came to the disk.
    if bytes.iter().all(u8::is_ascii_whitespace) || BEGINNING.starts_with(bytes) {
        return true;
    }
    bytes.split(|&byte| byte == b'\n').any(|line| {
        let end = line.len().saturating_sub(DIGITS);
        let (json, crc) = (&line[..end], &line[end..]);
        line.starts_with(BEGINNING) || (json.ends_with(b"\t") && checksum(crc).is_some())
    })
}
