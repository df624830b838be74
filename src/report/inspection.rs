//! What the loader made of each input, as a person reads it: the facts with their places, then every block with its
//! label and the reason. The article is given in full, a line each of what was set aside.

use std::fmt::Write as _;

use crate::document::{Block, Document, Found, siglum};
use crate::text::wrap::Ambiguous;
use crate::text::{Span, Text, token};

/// How the report is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Columns to stay within.
    pub columns: usize,
    /// Whether what is set aside may be dimmed; words say it as well.
    pub colour: bool,
}

/// The fewest columns in which the report can be read.
const NARROWEST: usize = 30;
/// Columns before a fact.
const FACT: usize = 13;
/// Columns before the words of a block: its number and its size.
const BLOCK: usize = 14;

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const PLAIN: &str = "\x1b[0m";

/// Returns the report on one document, by its number.
#[must_use]
pub fn text(number: usize, document: &Document, look: Look) -> String {
    let columns = look.columns.max(NARROWEST);
    let mut page = Page {
        out: String::new(),
        look: Look { columns, ..look },
    };
    page.head(number, document);
    page.blocks(document);
    page.out.push('\n');
    page.out
}

struct Page {
    out: String,
    look: Look,
}

impl Page {
    /// Writes a line in a style; the style never goes over the end of the line.
    fn line(&mut self, style: &str, line: &str) {
        let line = line.trim_end();
        let _ = if self.look.colour && !style.is_empty() && !line.is_empty() {
            writeln!(self.out, "{style}{line}{PLAIN}")
        } else {
            writeln!(self.out, "{line}")
        };
    }

    /// Writes words behind a label, the rows below it hanging under the first.
    fn hanging(&mut self, style: &str, label: &str, indent: usize, words: &str) {
        let text = Text::new(words);
        let rows = Ambiguous::Narrow.rows(text.as_str(), text.span(), self.look.columns - indent);
        let mut label = format!(
            "{label}{}",
            " ".repeat(indent.saturating_sub(Ambiguous::Narrow.width(label)))
        );
        for row in rows {
            self.line(style, &format!("{label}{}", text.slice(row)));
            label = " ".repeat(indent);
        }
        if !label.trim().is_empty() {
            self.line(style, &label);
        }
    }

    fn head(&mut self, number: usize, document: &Document) {
        let id = document.source_id.as_deref().unwrap_or("");
        let name = format!("{}  {}  {id}", siglum(number), document.path);
        self.line(BOLD, &name);
        let facts = [
            ("title", &document.title),
            ("outlet", &document.outlet),
            ("date", &document.date),
            ("address", &document.url),
        ];
        for (name, found) in facts {
            let fact = found
                .as_ref()
                .map_or_else(|| "unknown".to_owned(), with_places);
            self.hanging("", &format!("   {name}"), FACT, &fact);
        }
        if !document.authors.is_empty() {
            self.hanging("", "   by", FACT, &document.authors.join(", "));
        }
        let language = document.language.as_deref().unwrap_or("unknown");
        let language = format!("{language}, read as {}", document.encoding);
        self.hanging("", "   language", FACT, &language);
        self.hanging("", "   words", FACT, &counts(document));
    }

    fn blocks(&mut self, document: &Document) {
        let mut last = None;
        for (at, block) in document.blocks.iter().enumerate() {
            let aside = !block.kind.is_compared();
            let style = if aside { DIM } else { "" };
            let label = (block.kind, &*block.reason);
            if last != Some(label) {
                self.line("", "");
                self.line(if aside { DIM } else { BOLD }, &heading(block));
                last = Some(label);
            }
            let number = format!(
                "{:>6} {:>5}",
                at + 1,
                format!("{}w", words(document, block.span))
            );
            let whole = one_line(document.text.slice(block.span));
            if aside {
                let shown = self.cut(&whole, &pointer(block));
                self.hanging(style, &number, BLOCK, &shown);
            } else {
                self.hanging(style, &number, BLOCK, &whole);
            }
        }
    }

    /// Returns as much of a line as leaves room for what stands behind it on the same row.
    fn cut(&self, line: &str, behind: &str) -> String {
        let room = self
            .look
            .columns
            .saturating_sub(BLOCK + Ambiguous::Narrow.width(behind));
        if Ambiguous::Narrow.width(line) <= room {
            return format!("{line}{behind}");
        }
        let shown = Ambiguous::Narrow.fit(line, room.saturating_sub(1));
        format!("{}…{behind}", shown.trim_end())
    }
}

fn with_places(found: &Found) -> String {
    let mut fact = format!("{} ({})", found.value, found.from);
    for other in &found.also {
        let _ = write!(fact, "; also {} ({})", other.value, other.from);
    }
    fact
}

fn heading(block: &Block) -> String {
    let name = block.kind.words();
    if block.kind.is_compared() {
        format!("   {}  {}", name.to_uppercase(), block.reason)
    } else {
        format!("   set aside as {name}  {}", block.reason)
    }
}

/// The blocks that a duplicate repeats, by the numbers that stand before them.
fn pointer(block: &Block) -> String {
    let of: Vec<String> = block.of.iter().map(|at| (at + 1).to_string()).collect();
    match of.len() {
        0 => String::new(),
        1..=6 => format!("  = {}", of.join(" ")),
        _ => format!(
            "  = {} and {} more",
            of.get(..5).unwrap_or(&of).join(" "),
            of.len() - 5
        ),
    }
}

fn counts(document: &Document) -> String {
    let of = |compared: bool| {
        let blocks = document
            .blocks
            .iter()
            .filter(|b| b.kind.is_compared() == compared);
        let counted = blocks.map(|b| words(document, b.span));
        counted.fold((0, 0), |(blocks, words), more| (blocks + 1, words + more))
    };
    let ((article, in_article), (aside, in_aside)) = (of(true), of(false));
    format!(
        "{in_article} in the article ({}, {}), {in_aside} set aside ({})",
        counted(article, "block"),
        counted(sentences(document), "sentence"),
        counted(aside, "block")
    )
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn sentences(document: &Document) -> usize {
    let compared = |block: u32| {
        document
            .blocks
            .get(block as usize)
            .is_some_and(|b| b.kind.is_compared())
    };
    document
        .sentences
        .iter()
        .filter(|s| compared(s.block))
        .count()
}

fn words(document: &Document, span: Span) -> usize {
    token::word_spans(document.text.as_str(), span).count()
}

fn one_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>();
    words.join(" ").replace('\u{feff}', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;

    fn document() -> Document {
        let lines = [
            (BlockKind::Boilerplate, "Home"),
            (BlockKind::Title, "Ferry sails again"),
            (
                BlockKind::Body,
                "The ferry between the two harbours will sail again in spring, both governments said.",
            ),
            (
                BlockKind::Duplicate,
                "The ferry between the two harbours will sail again in spring, both governments said.",
            ),
        ];
        let (mut text, mut blocks) = (String::new(), Vec::new());
        for (kind, line) in lines {
            let start = text.len();
            text.push_str(line);
            blocks.push(Block {
                span: Span::new(start, text.len()),
                kind,
                reason: "test".into(),
                of: if kind == BlockKind::Duplicate {
                    vec![2]
                } else {
                    Vec::new()
                },
            });
            text.push('\n');
        }
        let mut outlet = Found::new("Ostwire".to_owned(), "dateline");
        outlet
            .also
            .push(Found::new("The Herald".to_owned(), "rights notice"));
        Document {
            path: "a.txt".to_owned(),
            encoding: "UTF-8",
            text: Text::new(&text),
            outlet: Some(outlet),
            blocks,
            ..Document::default()
        }
    }

    fn report(columns: usize, colour: bool) -> String {
        text(0, &document(), Look { columns, colour })
    }

    #[test]
    fn facts_name_their_places_and_what_disagrees() {
        let report = report(100, false);
        assert!(
            report.contains("   outlet    Ostwire (dateline); also The Herald (rights notice)\n"),
            "{report}"
        );
        assert!(report.contains("   title     unknown\n"));
        assert!(
            report.contains(
                "   words     17 in the article (2 blocks, 0 sentences), 15 set aside (2 blocks)\n"
            ),
            "{report}"
        );
    }

    #[test]
    fn the_article_is_given_in_full_and_the_rest_a_line_each() {
        let report = report(60, false);
        assert!(
            report
                .lines()
                .all(|line| Ambiguous::Narrow.width(line) <= 60),
            "{report}"
        );
        let joined = one_line(&report);
        assert!(
            joined
                .contains("will sail again in spring, both governments said. set aside as repeat"),
            "{report}"
        );
        assert!(report.contains("…  = 3\n"), "{report}");
        assert!(
            report.contains("   set aside as site text  test\n"),
            "{report}"
        );
    }

    #[test]
    fn colour_adds_nothing_but_style() {
        let plain = report(70, true)
            .replace(BOLD, "")
            .replace(DIM, "")
            .replace(PLAIN, "");
        assert_eq!(plain, report(70, false));
        assert!(report(70, true).contains(&format!("{DIM}     1    1w  Home{PLAIN}\n")));
        assert!(!report(70, false).contains('\x1b'));
    }
}
