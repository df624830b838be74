//! What of a Markdown file is shown as words, and to which paragraph, heading or item each line belongs.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A paragraph, a heading, an item of a list, a row of a table and the like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Leaf {
    /// Level of the heading, 0 for none.
    pub(super) heading: u8,
    /// Whether it stands in a quotation.
    pub(super) quoted: bool,
    /// Whether it is an item of a list.
    pub(super) item: bool,
    /// Whether it holds a picture and no other words than those for it.
    pub(super) picture: bool,
    /// Bytes of words.
    pub(super) words: usize,
    /// Bytes of words that are links.
    pub(super) linked: usize,
}

/// The words of a Markdown text.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// What lines may belong to, in order.
    pub(super) leaves: Vec<Leaf>,
    /// Lines without the white space around them, with the leaf that each belongs to; blank ones are left out.
    pub(super) lines: Vec<(Range<usize>, Option<usize>)>,
    /// The bytes that are shown as words, in order.
    pub(super) shown: Vec<Range<usize>>,
}

/// Reads a text from a byte on; what stands before is not Markdown.
pub(super) fn read(text: &str, from: usize) -> Words {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let body = text.get(from..).unwrap_or("");
    let mut walk = Walk::new(text, from);
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        walk.event(&event, range.start + from..range.end + from);
    }
    let mut words = walk.words;
    words.shown.retain(|range| !range.is_empty());
    words.shown.sort_by_key(|range| range.start);
    words
}

struct Walk<'a> {
    text: &'a str,
    words: Words,
    /// The leaf that words belong to.
    leaf: Option<usize>,
    quotations: usize,
    items: usize,
    links: usize,
    pictures: usize,
    /// The words for pictures, which are shown only where no others are.
    instead: Vec<Range<usize>>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str, from: usize) -> Self {
        let mut lines = Vec::new();
        let mut at = 0;
        let end = if text.contains('\n') { '\n' } else { '\r' };
        for line in text.split_inclusive(end) {
            let body = line.trim();
            let before = line.len() - line.trim_start().len();
            if !body.is_empty() && at + line.len() > from {
                lines.push((at + before..at + before + body.len(), None));
            }
            at += line.len();
        }
        Self {
            text,
            words: Words {
                lines,
                ..Words::default()
            },
            leaf: None,
            quotations: 0,
            items: 0,
            links: 0,
            pictures: 0,
            instead: Vec::new(),
        }
    }

    fn event(&mut self, event: &Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            Event::Text(_) if self.pictures > 0 => self.instead.push(range),
            Event::Text(_) => self.show(range),
            Event::Code(_) => {
                let slice = self.text.get(range.clone()).unwrap_or("");
                let marks = slice.len() - slice.trim_start_matches('`').len();
                self.show(range.start + marks..range.end.saturating_sub(marks));
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.open(range, *level as u8),
            Tag::Paragraph
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::TableHead
            | Tag::TableRow => self.open(range, 0),
            Tag::Item => {
                self.items += 1;
                self.open(range.start..range.start, 0);
            }
            Tag::BlockQuote(_) => self.quotations += 1,
            Tag::Link { .. } => self.links += 1,
            Tag::Image { .. } => self.pictures += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => self.close(),
            TagEnd::Item => {
                self.items = self.items.saturating_sub(1);
                self.close();
                self.leaf = None;
            }
            TagEnd::List(_) if self.items > 0 => self.open(range.end..range.end, 0),
            TagEnd::HtmlBlock => {
                let block = self.text.get(range.clone()).unwrap_or("");
                for words in between_tags(block) {
                    self.show(range.start + words.start..range.start + words.end);
                }
            }
            TagEnd::BlockQuote(_) => self.quotations = self.quotations.saturating_sub(1),
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            TagEnd::Image => self.pictures = self.pictures.saturating_sub(1),
            _ => {}
        }
    }

    /// Begins a leaf, to which all lines of a range belong.
    fn open(&mut self, range: Range<usize>, heading: u8) {
        let leaf = self.words.leaves.len();
        self.words.leaves.push(Leaf {
            heading,
            quoted: self.quotations > 0,
            item: self.items > 0,
            ..Leaf::default()
        });
        self.leaf = Some(leaf);
        self.claim(&range);
    }

    fn claim(&mut self, range: &Range<usize>) {
        let first = self
            .words
            .lines
            .partition_point(|(line, _)| line.end <= range.start);
        let lines = self.words.lines.iter_mut().skip(first);
        for (_, leaf) in lines.take_while(|(line, _)| line.start < range.end) {
            *leaf = self.leaf;
        }
    }

    fn show(&mut self, range: Range<usize>) {
        self.claim(&range);
        if let Some(leaf) = self.leaf.and_then(|leaf| self.words.leaves.get_mut(leaf)) {
            leaf.words += range.len();
            if self.links > 0 {
                leaf.linked += range.len();
            }
        }
        self.words.shown.push(range);
    }

    /// Ends a leaf: where it has no words, those for its pictures stand for them.
    fn close(&mut self) {
        let instead = std::mem::take(&mut self.instead);
        let leaf = self.leaf.and_then(|leaf| self.words.leaves.get_mut(leaf));
        if let Some(leaf) = leaf.filter(|leaf| leaf.words == 0 && !instead.is_empty()) {
            leaf.picture = true;
            self.words.shown.extend(instead);
        }
    }
}

/// Returns what stands between the tags of HTML, without comments, scripts and styles.
fn between_tags(html: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = html.get(at..).filter(|rest| !rest.is_empty()) {
        let open = rest.find('<').unwrap_or(rest.len());
        let is_tag = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?');
        let tag = rest.get(open + 1..).unwrap_or("");
        if open > 0 || !tag.starts_with(is_tag) {
            let end = if open > 0 { open } else { 1 };
            found.push(at..at + end);
            at += end;
            continue;
        }
        let lower = tag.get(..6).unwrap_or(tag).to_ascii_lowercase();
        let close = match lower.as_str() {
            _ if tag.starts_with("!--") => "-->",
            "script" => "</script>",
            "style " | "style>" => "</style>",
            _ => ">",
        };
        at += rest.find(close).map_or(rest.len(), |end| end + close.len());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let words = read(text, 0);
        let parts = words
            .shown
            .iter()
            .map(|range| text.get(range.clone()).unwrap().trim());
        parts
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("|")
    }

    #[test]
    fn markup_is_told_from_words() {
        assert_eq!(shown("# Ferry *sails*"), "Ferry|sails");
        assert_eq!(shown("Ferry\n====="), "Ferry");
        assert_eq!(
            shown("See [the port](https://a.example \"Port\") now"),
            "See|the port|now"
        );
        assert_eq!(
            shown("See [the port][p].\n\n[p]: https://a.example\n"),
            "See|the port|."
        );
        assert_eq!(shown("> Quoted\n> twice"), "Quoted|twice");
        assert_eq!(shown("1. One\n2. Two\n   - Three"), "One|Two|Three");
        assert_eq!(shown("```text\nSix bells\n```"), "Six bells");
        assert_eq!(
            shown("A `tide` <b>rose</b> <!-- or fell -->"),
            "A|tide|rose"
        );
        assert_eq!(
            shown("| Port | Ships |\n|---|---|\n| Halm | 3 |"),
            "Port|Ships|Halm|3"
        );
        assert_eq!(
            shown("<div class=a>\nWords <!-- unseen -->\n<script>x()</script>\n</div>"),
            "Words"
        );
    }

    #[test]
    fn words_for_a_picture_are_shown_where_no_others_are() {
        assert_eq!(shown("![The quay](a.jpg)"), "The quay");
        assert_eq!(
            shown("At noon ![The quay](a.jpg) it rained"),
            "At noon|it rained"
        );
        assert!(read("![The quay](a.jpg)", 0).leaves[0].picture);
    }
}
