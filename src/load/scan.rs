//! Where values of JSON and lines end in a stream: found without parsing, so that nothing is held that is too large.

use std::io::{self, BufRead, Read};

/// How a value or a line was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// All of it.
    Whole,
    /// As much as the limit allows; the rest is still in the source.
    TooLarge,
    /// As much as there is: the source ends inside it.
    Cut,
}

/// Where a value ends, while its bytes go by.
#[derive(Debug, Default)]
pub(super) struct Ends {
    depth: u32,
    quoted: bool,
    escaped: bool,
    begun: bool,
    done: bool,
}

impl Ends {
    /// Returns how many of these bytes belong to the value, where it ends among them.
    fn among(&mut self, bytes: &[u8]) -> Option<usize> {
        let end = self.find(bytes);
        self.done |= end.is_some();
        end
    }

    fn find(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, byte) in bytes.iter().enumerate() {
            if self.quoted {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.quoted = false,
                    _ => continue,
                }
                if !self.quoted && self.depth == 0 {
                    return Some(at + 1);
                }
                continue;
            }
            match byte {
                b'"' => self.quoted = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth > 1 => self.depth -= 1,
                b'}' | b']' if self.depth == 1 => return Some(at + 1),
                b'}' | b']' | b',' | b':' | b' ' | b'\t' | b'\r' | b'\n'
                    if self.depth == 0 && self.begun =>
                {
                    return Some(at);
                }
                _ => {}
            }
            self.begun = true;
        }
        None
    }
}

/// Skips white space, and returns the byte that stands behind it without taking it.
pub(super) fn peek(source: &mut dyn BufRead) -> io::Result<Option<u8>> {
    loop {
        let bytes = source.fill_buf()?;
        let white = bytes
            .iter()
            .position(|b| !b.is_ascii_whitespace())
            .unwrap_or(bytes.len());
        let next = bytes.get(white).copied();
        let ended = bytes.is_empty();
        source.consume(white);
        if next.is_some() || ended {
            return Ok(next);
        }
    }
}

/// Takes the next byte if it is this one, behind white space.
pub(super) fn accept(source: &mut dyn BufRead, byte: u8) -> io::Result<bool> {
    let found = peek(source)? == Some(byte);
    if found {
        source.consume(1);
    }
    Ok(found)
}

/// Reads a value on, at most to `limit` bytes; the source stands at its beginning, or where it was left.
pub(super) fn value(
    source: &mut dyn BufRead,
    ends: &mut Ends,
    limit: usize,
    into: &mut Vec<u8>,
) -> io::Result<Held> {
    loop {
        let bytes = source.fill_buf()?;
        if bytes.is_empty() {
            let scalar = ends.begun && ends.depth == 0 && !ends.quoted;
            return Ok(if scalar { Held::Whole } else { Held::Cut });
        }
        let end = ends.among(bytes);
        let taken = end.unwrap_or(bytes.len());
        into.extend(bytes.iter().take(taken));
        source.consume(taken);
        if into.len() > limit {
            return Ok(Held::TooLarge);
        }
        if end.is_some() {
            return Ok(Held::Whole);
        }
    }
}

/// Reads over the rest of a value without holding it.
pub(super) fn skip(source: &mut dyn BufRead, ends: &mut Ends) -> io::Result<()> {
    while !ends.done {
        let bytes = source.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        let taken = ends.among(bytes).unwrap_or(bytes.len());
        source.consume(taken);
    }
    Ok(())
}

/// Reads a line with its end, at most to `limit` bytes; nothing is held at the end of the source.
pub(super) fn line(source: &mut dyn BufRead, limit: usize, into: &mut Vec<u8>) -> io::Result<Held> {
    let room = (limit as u64 + 1).saturating_sub(into.len() as u64);
    let read = source.take(room).read_until(b'\n', into)?;
    Ok(match into.last() {
        _ if into.len() > limit => Held::TooLarge,
        // What stands in `into` from before is no line of the end.
        _ if read == 0 => Held::Cut,
        Some(b'\n') => Held::Whole,
        _ => Held::Cut,
    })
}

/// Reads over the rest of a line without holding it.
pub(super) fn skip_line(source: &mut dyn BufRead) -> io::Result<()> {
    source.skip_until(b'\n').map(|_| ())
}

/// Returns whether a text breaks off inside a list, rather than inside an object or a string.
pub(super) fn breaks_off_in_list(text: &[u8]) -> bool {
    let mut open = Vec::new();
    let (mut quoted, mut escaped) = (false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => open.push(*byte),
            b'}' | b']' if !quoted => _ = open.pop(),
            _ => {}
        }
    }
    !quoted && open.last() == Some(&b'[')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn values(text: &str, limit: usize) -> Vec<(String, Held)> {
        let mut source = BufReader::with_capacity(3, text.as_bytes());
        let mut found = Vec::new();
        while peek(&mut source).unwrap().is_some() {
            let (mut ends, mut held) = (Ends::default(), Vec::new());
            let how = value(&mut source, &mut ends, limit, &mut held).unwrap();
            if how == Held::TooLarge {
                skip(&mut source, &mut ends).unwrap();
                held.truncate(limit);
            }
            found.push((String::from_utf8(held).unwrap(), how));
            accept(&mut source, b',').unwrap();
        }
        found
    }

    #[test]
    fn a_value_ends_where_its_brackets_do() {
        let whole = |text: &str| (text.to_owned(), Held::Whole);
        assert_eq!(
            values(
                "{\"a\": \"}\\\"]\"} [1, {\"b\": []}], \"x,\\\\\" , 12,true",
                99
            ),
            [
                whole("{\"a\": \"}\\\"]\"}"),
                whole("[1, {\"b\": []}]"),
                whole("\"x,\\\\\""),
                whole("12"),
                whole("true"),
            ]
        );
    }

    #[test]
    fn a_value_that_is_too_large_is_read_over() {
        let found = values("{\"a\": \"xxxxxxxxxxxxxxxxxxxxx\"}, 7, {\"b\"", 12);
        assert_eq!(found[0].1, Held::TooLarge);
        assert_eq!(found[1], ("7".to_owned(), Held::Whole));
        assert_eq!(found[2].1, Held::Cut);
        let at_once = values("{\"a\":1},{\"b\":2}", 6);
        assert_eq!(at_once.len(), 2, "{at_once:?}");
    }

    #[test]
    fn a_line_breaks_off_in_a_list_or_elsewhere() {
        assert!(breaks_off_in_list(b"{\"articles\": [ {\"a\": \"[\"},"));
        assert!(!breaks_off_in_list(b"{\"a\": [1], \"b\": "));
        assert!(!breaks_off_in_list(b"{\"a\": \"[broken"));
    }
}
