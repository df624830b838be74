//! Plain text: lines, or the paragraphs of a text that was wrapped by hand, become blocks.

use crate::document::{Document, outline};
use crate::text::{Span, Text};

use super::{Limits, LoadError, assemble};

/// The widest line of a text wrapped by hand, in characters; wire services and mail wrap at 60 to 80.
const WIDEST: usize = 100;
/// The narrowest column that is taken for one; menus are narrower.
const NARROWEST: usize = 30;
/// Pairs of lines that must look wrapped before any are joined.
const PAIRS: usize = 3;

/// The most blocks that a text is cut into by its lines, about: as many as a page may have elements. A text of
/// more lines is data; each of its blocks would take more room than its words.
const BLOCKS: usize = 300_000;

/// Reads plain text.
///
/// # Errors
/// Refuses lines beyond the limit, and a text without a visible character.
pub fn read(raw: &str, limits: &Limits) -> Result<Document, LoadError> {
    let (text, spans) = lines(raw, limits)?;
    let outline = outline(&text, &spans);
    Ok(assemble(text, outline))
}

/// Returns the harmless text and its lines, or its paragraphs where it was wrapped by hand.
///
/// # Errors
/// As [`read`].
pub(super) fn lines(raw: &str, limits: &Limits) -> Result<(Text, Vec<Span>), LoadError> {
    check_lines(raw, limits)?;
    let text = Text::new(raw);
    let spans = paragraphs(text.as_str());
    if spans.is_empty() {
        return Err(LoadError::Empty);
    }
    Ok((text, spans))
}

/// Refuses a text with a line beyond the limit.
///
/// # Errors
/// Names the limit.
pub(super) fn check_lines(raw: &str, limits: &Limits) -> Result<(), LoadError> {
    let mut rest = raw.as_bytes();
    // Of all lines that end within the limit only the last end is looked for.
    while let Some(near) = rest.get(..=limits.line) {
        let Some(end) = near.iter().rposition(|b| matches!(b, b'\n' | b'\r')) else {
            return Err(LoadError::LongLine { limit: limits.line });
        };
        rest = rest.get(end + 1..).unwrap_or(&[]);
    }
    Ok(())
}

/// A line of the text, without the white space around it.
struct Row {
    span: Span,
    /// Width in characters, with the white space before it.
    width: usize,
    indented: bool,
    /// Whether an empty line stands before it.
    apart: bool,
}

/// Returns the paragraphs of a text: its lines, joined where they were wrapped by hand.
fn paragraphs(text: &str) -> Vec<Span> {
    if text.bytes().filter(|b| matches!(b, b'\n' | b'\r')).count() > BLOCKS {
        return stretches(text, text.len() / BLOCKS + 1);
    }
    let rows = rows(text);
    let joins: Vec<bool> = rows
        .windows(2)
        .map(|pair| is_wrapped(text, &rows, pair))
        .collect();
    let neighbours = rows
        .windows(2)
        .filter(|pair| pair.get(1).is_some_and(|r| !r.apart))
        .count();
    let joined = joins.iter().filter(|j| **j).count();
    // A list of short lines has a few pairs that look wrapped by chance; a wrapped text has mostly such.
    let wrapped = joined >= PAIRS && joined * 10 >= neighbours * 6;
    let mut spans: Vec<Span> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let goes_on = wrapped && at > 0 && joins.get(at - 1).copied().unwrap_or(false);
        match spans.last_mut() {
            Some(last) if goes_on => last.end = row.span.end,
            _ => spans.push(row.span),
        }
    }
    spans
}

/// Returns the lines of a text that has very many, neighbours joined until each stretch has `least` bytes.
fn stretches(text: &str, least: usize) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut at = 0;
    for line in text.split(['\n', '\r']) {
        let body = line.trim();
        if !body.is_empty() {
            let start = at + line.len() - line.trim_start().len();
            let span = Span::new(start, start + body.len());
            match spans.last_mut().filter(|last| last.len() < least) {
                Some(last) => last.end = span.end,
                None => spans.push(span),
            }
        }
        at += line.len() + 1;
    }
    spans
}

fn rows(text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let (mut at, mut apart) = (0, false);
    let end = if text.contains('\n') { '\n' } else { '\r' };
    for line in text.split(end) {
        let body = line.trim();
        if body.is_empty() {
            apart = true;
        } else {
            let before = line.len() - line.trim_start().len();
            let span = Span::new(at + before, at + before + body.len());
            let width = line.trim_end().chars().count();
            rows.push(Row {
                span,
                width,
                indented: before > 0,
                apart,
            });
            apart = false;
        }
        at += line.len() + 1;
    }
    rows
}

/// Returns whether the second line goes on with the first: its first word had no room on the first.
fn is_wrapped(text: &str, rows: &[Row], pair: &[Row]) -> bool {
    let [first, second] = pair else {
        return false;
    };
    if second.apart || (second.indented && !first.indented) || first.width > WIDEST {
        return false;
    }
    let body = text.get(second.span.range()).unwrap_or("");
    let word = body
        .split_whitespace()
        .next()
        .map_or(0, |w| w.chars().count());
    let width = widest_near(rows, first.span);
    width >= NARROWEST
        && first.width + 1 + word > width
        && first.width * 10 >= width * 6
        && second.width <= WIDEST
}

/// Returns the width of the column in which a line stands: of the widest line nearby.
fn widest_near(rows: &[Row], span: Span) -> usize {
    let at = rows.partition_point(|row| row.span.start < span.start);
    let near = rows
        .get(at.saturating_sub(8)..(at + 9).min(rows.len()))
        .unwrap_or(&[]);
    near.iter().map(|row| row.width).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        paragraphs(text)
            .iter()
            .map(|s| text.get(s.range()).unwrap())
            .collect()
    }

    const WRAPPED: &str = "The ferry between the two harbours will sail again in spring,\n\
        both governments said on Monday, eleven years after the last of\n\
        them left with half of its cabins empty and its band on the quay.\n\
        It was raining.\n\n\
        Fishermen may take up to nine thousand tonnes of herring a year\n\
        from the bank, which both had claimed as their own for a decade.\n";

    #[test]
    fn lines_wrapped_by_hand_are_joined_to_paragraphs() {
        let found = cut(WRAPPED);
        assert_eq!(found.len(), 2, "{found:#?}");
        assert!(found[0].starts_with("The ferry") && found[0].ends_with("raining."));
    }

    #[test]
    fn a_line_a_paragraph_stays_a_line_a_paragraph() {
        let long = "The ferry between the two harbours will sail again in spring. ".repeat(4);
        assert_eq!(cut(&format!("{long}\n{long}\nShort.\n{long}")).len(), 4);
    }

    #[test]
    fn a_flood_of_short_lines_is_joined_to_blocks_that_lose_nothing() {
        let text = "x\n".repeat(BLOCKS) + "\n  y  \n";
        let spans = paragraphs(&text);
        assert!(
            spans.len() <= BLOCKS && spans.len() > BLOCKS / 2,
            "{}",
            spans.len()
        );
        let mut end = 0;
        for span in &spans {
            assert!(
                text.get(end..span.start as usize)
                    .unwrap()
                    .trim()
                    .is_empty()
            );
            end = span.end as usize;
        }
        assert_eq!(text.get(end..), Some("  \n"));
    }

    #[test]
    fn a_menu_is_not_a_wrapped_text() {
        assert_eq!(
            cut("Home\nWorld news\nBusiness\nSport\nWeather\nLetters").len(),
            6
        );
    }

    #[test]
    fn carriage_returns_end_lines_too() {
        assert_eq!(cut("One\r\nTwo\r\n"), ["One", "Two"]);
        assert_eq!(cut("One\rTwo"), ["One", "Two"]);
    }
}
