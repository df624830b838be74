//! What an input is: by its beginning where that tells, by the ending of its name where the name must say.

use serde::de::IgnoredAny;

/// How many characters of the beginning tell a page.
const HEAD: usize = 1024;

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Plain text.
    Plain,
    /// Markdown.
    Markdown,
    /// A page of HTML.
    Page,
    /// Articles as JSON: one, a list, or one a line.
    Json,
    /// A feed of RSS or Atom.
    Feed,
    /// An archive of pages or of their texts.
    Warc,
}

/// What is known of an input before it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// The last ending of its name, `.gz` taken off.
    ending: String,
    /// The encoding that a server stated.
    pub(super) charset: Option<String>,
    /// The address that it was fetched from.
    pub(super) address: Option<String>,
}

impl Name {
    /// Returns what a path says.
    pub(super) fn of(path: &str) -> Self {
        let lower = path.to_ascii_lowercase();
        let bare = lower.strip_suffix(".gz").unwrap_or(&lower);
        let file = bare.rsplit(['/', '\\']).next().unwrap_or("");
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        Self {
            ending: ending.to_owned(),
            ..Self::default()
        }
    }

    fn is_text(&self) -> bool {
        matches!(self.ending.as_str(), "txt" | "text")
    }

    fn is_markdown(&self) -> bool {
        matches!(self.ending.as_str(), "md" | "markdown")
    }

    fn is_json(&self) -> bool {
        self.ending == "json" || self.is_lines()
    }

    /// Returns whether the name says that every line is a record.
    pub(super) fn is_lines(&self) -> bool {
        matches!(self.ending.as_str(), "jsonl" | "ndjson")
    }
}

/// Returns what the input is; `head` is its beginning, decoded.
pub(super) fn of(name: &Name, head: &str) -> Kind {
    if name.is_text() {
        return Kind::Plain;
    }
    if head.starts_with("WARC/1.") || head.starts_with("WARC/0.") {
        return Kind::Warc;
    }
    if name.is_markdown() {
        return Kind::Markdown;
    }
    let body = bare(head);
    match body.chars().next() {
        Some('{' | '[') if name.is_json() || is_json(body) => Kind::Json,
        _ if name.is_json() => Kind::Json,
        Some('<') if is_feed(body) => Kind::Feed,
        Some('<') if is_page(body) => Kind::Page,
        Some('-' | '+') if is_front_matter(body) => Kind::Markdown,
        _ => Kind::Plain,
    }
}

/// Returns a text without the white space and marks of no width before it.
fn bare(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || is_unseen(c))
}

/// Returns whether a character has no width: byte order marks, joiners and the like.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}'
    )
}

/// Returns whether a text that begins with a bracket goes on as JSON of articles. A text may begin with
/// "[Update]"; and where the first of many lines is broken, another one tells.
fn is_json(body: &str) -> bool {
    let open = body.trim_start_matches('[').trim_start();
    if body.starts_with('[') {
        return open.starts_with('{') && begins_value(open);
    }
    begins_value(body) || body.lines().skip(1).any(is_object)
}

/// Returns whether a text begins with a value of JSON, or with as much of one as there is.
fn begins_value(text: &str) -> bool {
    let named = text
        .strip_prefix('{')
        .is_some_and(|rest| rest.trim_start().starts_with(['"', '}']));
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    named
        && values
            .next()
            .is_some_and(|value| value.map_or_else(|error| error.is_eof(), |_| true))
}

/// Returns whether a line is an object of JSON.
pub(super) fn is_object(line: &str) -> bool {
    line.trim_start().starts_with('{') && serde_json::from_str::<IgnoredAny>(line).is_ok()
}

/// Returns the name of the first element, behind declarations and comments.
fn root(body: &str) -> Option<&str> {
    let mut rest = body;
    loop {
        rest = bare(rest).strip_prefix('<')?;
        let end = if rest.starts_with("!--") {
            "-->"
        } else if rest.starts_with('!') && rest.find('[') < rest.find('>') && rest.contains('[') {
            // A document type with declarations of its own.
            "]>"
        } else if rest.starts_with(['?', '!']) {
            ">"
        } else {
            let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
            return rest.get(..length);
        };
        rest = rest.split_once(end)?.1;
    }
}

fn is_feed(body: &str) -> bool {
    root(body).is_some_and(|name| {
        ["rss", "feed", "rdf:rdf"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
            || name.ends_with(":feed")
    })
}

/// Returns whether a text that begins with `<` is a page of HTML.
fn is_page(body: &str) -> bool {
    let head: String = body
        .chars()
        .take(HEAD)
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

/// Returns whether a text begins with a block of facts between lines of `---` or `+++`, as Markdown may.
pub(super) fn is_front_matter(body: &str) -> bool {
    let mut lines = body.lines().map(str::trim_end);
    let fence = lines.next().unwrap_or("");
    let sign = match fence {
        "---" => ':',
        "+++" => '=',
        _ => return false,
    };
    let mut named = lines.skip_while(|line| line.trim().is_empty() || line.starts_with('#'));
    let first = named.next().and_then(|line| line.split_once(sign));
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.' | '"');
    first.is_some_and(|(key, _)| !key.is_empty() && key.chars().all(is_key))
        && named.any(|line| line == fence || (sign == ':' && line == "..."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(path: &str, head: &str) -> Kind {
        of(&Name::of(path), head)
    }

    #[test]
    fn a_page_is_told_by_its_beginning() {
        assert_eq!(kind("a", "\n<!DOCTYPE HTML><title>x</title>"), Kind::Page);
        assert_eq!(kind("a.html", "<?xml version=\"1.0\"?><html>"), Kind::Page);
        assert_eq!(kind("a.html", "Plain words < more"), Kind::Plain);
        assert_eq!(kind("a", "<see below>\nwords"), Kind::Plain);
    }

    #[test]
    fn a_txt_file_is_always_plain_text() {
        for head in [
            "<html><p>x</p></html>",
            "{\"text\": \"x\"}",
            "---\ntitle: x\n---\n",
            "WARC/1.0\r\n",
            "<rss>",
        ] {
            assert_eq!(kind("a.txt", head), Kind::Plain, "{head}");
            assert_eq!(kind("dir.json/A.TXT.gz", head), Kind::Plain, "{head}");
        }
    }

    #[test]
    fn json_is_told_from_a_text_that_begins_with_a_bracket() {
        assert_eq!(kind("-", "\u{feff} {\"title\": \"Fer"), Kind::Json);
        assert_eq!(kind("-", "[\n {\"title\": \"Ferry\"}, "), Kind::Json);
        assert_eq!(
            kind("-", "{\"title\": Ferry}\n{\"title\": \"Ferry\"}\n"),
            Kind::Json
        );
        for text in [
            "[Update] The ferry sailed.",
            "{see below} The ferry",
            "[1] {\"a\":1}",
            "{\"Ferry\" sails}",
            "[{brackets}] in a text",
        ] {
            assert_eq!(kind("-", text), Kind::Plain, "{text}");
            assert_eq!(kind("a.jsonl.gz", text), Kind::Json, "{text}");
        }
    }

    #[test]
    fn a_feed_is_told_by_its_first_element() {
        let declared = "<?xml version=\"1.0\"?>\n<!-- one > two -->\n<rss version=\"2.0\">";
        assert_eq!(kind("a.xml", declared), Kind::Feed);
        assert_eq!(
            kind("-", "<feed xmlns=\"http://www.w3.org/2005/Atom\">"),
            Kind::Feed
        );
        assert_eq!(kind("-", "<html><p>the <rss> element</p>"), Kind::Page);
    }

    #[test]
    fn markdown_is_told_by_its_ending_or_its_front_matter() {
        assert_eq!(kind("a.md", "Ferry sails"), Kind::Markdown);
        assert_eq!(kind("a.MARKDOWN.gz", "{\"a\": 1}"), Kind::Markdown);
        assert_eq!(
            kind("a", "---\r\ntitle: Ferry\r\n---\r\nIt"),
            Kind::Markdown
        );
        assert_eq!(kind("a", "+++\ntitle = \"Ferry\"\n+++\n"), Kind::Markdown);
        assert_eq!(kind("a", "---\nThe ferry sailed.\n---\n"), Kind::Plain);
        assert_eq!(kind("a", "---\ntitle: Ferry\n"), Kind::Plain);
    }
}
