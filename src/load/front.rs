//! The block of facts at the head of a Markdown file, between lines of `---` (YAML) or `+++` (TOML).
//!
//! Only what articles state there is read: names with a value, or with a list. Such blocks are written by hand, and
//! `title: Ferry talks: a deal` is usual in them and an error in YAML; a parser would lose the whole block.

use serde_json::{Map, Value};

/// Facts, and where the block ends, behind its last line.
pub(super) struct Front {
    /// The facts by name.
    pub(super) facts: Value,
    /// The bytes of the block.
    pub(super) length: usize,
}

/// Returns the block at the beginning of a text, if there is one that ends.
pub(super) fn of(text: &str) -> Option<Front> {
    if !super::kind::is_front_matter(text) {
        return None;
    }
    let mut lines = text.split_inclusive('\n');
    let fence = lines.next()?;
    let sign = if fence.starts_with('-') { ':' } else { '=' };
    let mut facts = Facts::default();
    let mut length = fence.len();
    for line in lines {
        length += line.len();
        let bare = line.trim_end();
        if bare == fence.trim_end() || (sign == ':' && bare == "...") {
            let facts = Value::Object(facts.known);
            return Some(Front { facts, length });
        }
        facts.line(bare, sign);
    }
    None
}

#[derive(Default)]
struct Facts {
    known: Map<String, Value>,
    /// The name that the lines below it may go on with.
    open: Option<String>,
}

impl Facts {
    fn line(&mut self, line: &str, sign: char) {
        let body = line.trim();
        if body.is_empty() || body.starts_with('#') {
            return;
        }
        if line.starts_with(char::is_whitespace) || body.starts_with("- ") {
            return self.go_on(body);
        }
        self.open = None;
        let Some((name, value)) = line.split_once(sign) else {
            return;
        };
        let (name, value) = (unquoted(name).to_owned(), value.trim());
        let value = match value {
            "" | "|" | ">" | "|-" | ">-" => {
                self.open = Some(name.clone());
                Value::Null
            }
            _ => read(value),
        };
        self.known.entry(name).or_insert(value);
    }

    /// Adds an entry of a list, or a line of a text that goes over several.
    fn go_on(&mut self, body: &str) {
        let Some(value) = self.open.as_ref().and_then(|name| self.known.get_mut(name)) else {
            return;
        };
        let entry = body.strip_prefix("- ");
        match (value, entry) {
            (value @ Value::Null, Some(entry)) => *value = Value::Array(vec![read(entry.trim())]),
            (Value::Array(entries), Some(entry)) => entries.push(read(entry.trim())),
            (value @ Value::Null, None) => *value = Value::String(unquoted(body).to_owned()),
            (Value::String(text), None) => {
                text.push(' ');
                text.push_str(body);
            }
            _ => {}
        }
    }
}

fn read(value: &str) -> Value {
    let list = value.strip_prefix('[').and_then(|v| v.strip_suffix(']'));
    let text = |value: &str| Value::String(unquoted(value).to_owned());
    match list {
        Some(entries) => entries.split(',').map(text).collect(),
        None => text(value),
    }
}

/// Returns a value without the quotation marks around it, or without the comment behind it.
fn unquoted(value: &str) -> &str {
    let value = value.trim();
    for mark in ['"', '\''] {
        let inside = value.strip_prefix(mark);
        if let Some((inside, _)) = inside.and_then(|rest| rest.rsplit_once(mark)) {
            return inside;
        }
    }
    value
        .split_once(" #")
        .map_or(value, |(value, _)| value.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn facts_are_read_as_people_write_them() {
        let front = of("---\ntitle: Ferry talks: a deal # new\ndate: 2025-10-03\nauthors:\n  - Ona Brill\n  - 'Tam Reed'\n\
            tags: [sea, \"ports\"]\nsummary: >\n  It sailed\n  again.\nurl: https://a.example/#b\n---\nText").unwrap();
        assert_eq!(
            front.facts,
            json!({
                "title": "Ferry talks: a deal", "date": "2025-10-03", "authors": ["Ona Brill", "Tam Reed"],
                "tags": ["sea", "ports"], "summary": "It sailed again.", "url": "https://a.example/#b"
            })
        );
        let front =
            of("+++\r\n\"title\" = \"Ferry = boat\"\r\ndate = 2025-10-03T08:00:00Z\r\n+++\r\n")
                .unwrap();
        assert_eq!(
            front.facts,
            json!({"title": "Ferry = boat", "date": "2025-10-03T08:00:00Z"})
        );
    }

    #[test]
    fn a_rule_between_paragraphs_opens_no_block() {
        assert!(of("---\nThe ferry sailed.\n---\n").is_none());
        assert!(of("---\ntitle: x\nno end").is_none());
    }
}
