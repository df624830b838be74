//! Stops, where the reader's cursor can stand: sentences, cut where linked places begin and end.
//!
//! ```text
//! sentence  The mayor said on Friday, “the bridge will not be closed again”, and left the hall early.
//! linked                              ^------------------------------------^
//! stops     The mayor said on Friday, | “the bridge … again”, | and left the hall early.
//! ```

use crate::document::{Document, InlineKind};
use crate::text::{Span, statements, token};

/// Pieces of a sentence under this many words stay with their neighbour.
const LEAST_WORDS: usize = 4;

/// Returns the stops of a document; `limits` are the bytes where members of passages begin and end.
pub(super) fn of(document: &Document, mut limits: Vec<u32>) -> Vec<Span> {
    limits.sort_unstable();
    limits.dedup();
    limits.retain(|limit| !behind_dateline(document, *limit));
    let text = document.text.as_str();
    spoken(document)
        .into_iter()
        .flat_map(|sentence| cut(text, sentence, &limits))
        .collect()
}

/// Returns the sentences of a document. A sign that stands alone, such as a quotation mark before a line end, is no
/// place to stand: it goes with the sentence before it, else with the one behind it, in its block.
fn spoken(document: &Document) -> Vec<Span> {
    let has_words = |span: Span| document.text.slice(span).contains(char::is_alphanumeric);
    let mut found: Vec<(Span, u32)> = Vec::new();
    for sentence in &document.sentences {
        let last = found
            .last_mut()
            .filter(|(_, block)| *block == sentence.block);
        match last {
            Some((own, _)) if !has_words(*own) || !has_words(sentence.span) => {
                *own = own.join(sentence.span);
            }
            _ => found.push((sentence.span, sentence.block)),
        }
    }
    found.into_iter().map(|(span, _)| span).collect()
}

/// Returns the stops that are numbered: those of what is compared.
pub(super) fn numbered(document: &Document, stops: &[Span]) -> Vec<Span> {
    let compared = |stop: &&Span| {
        document
            .block_at(stop.start)
            .is_none_or(|b| b.kind.is_compared())
    };
    stops.iter().filter(compared).copied().collect()
}

/// Returns whether a limit would part a dateline, or another mark of the wire, from the words it opens.
fn behind_dateline(document: &Document, limit: u32) -> bool {
    let next = document.inline.partition_point(|i| i.span.start < limit);
    let before = next.checked_sub(1).and_then(|at| document.inline.get(at));
    before
        .filter(|i| i.kind != InlineKind::Signoff)
        .is_some_and(|i| {
            let between = Span {
                start: i.span.end.min(limit),
                end: limit,
            };
            !document.text.slice(between).contains(char::is_alphanumeric)
        })
}

/// Returns the pieces of a sentence between the limits of passages, none of them under [`LEAST_WORDS`] words.
/// A limit inside a clause does not cut: half a phrase is no place to stand. One between the sentences of a quotation
/// does.
fn cut(text: &str, sentence: Span, limits: &[u32]) -> Vec<Span> {
    let from = limits.partition_point(|&l| l <= sentence.start);
    let to = limits.partition_point(|&l| l < sentence.end);
    let inner = limits.get(from..to).unwrap_or(&[]);
    if inner.is_empty() {
        return vec![sentence];
    }
    let words: Vec<u32> = token::word_spans(text, sentence).map(|w| w.start).collect();
    let count =
        |a: u32, b: u32| words.partition_point(|&w| w < b) - words.partition_point(|&w| w < a);
    let from = |byte: u32| words.get(words.partition_point(|&w| w < byte)).copied();
    let statements = statements(text, sentence).into_iter().skip(1);
    let openings: Vec<u32> = statements.filter_map(|s| from(s.start)).collect();
    let mut pieces = Vec::new();
    let mut start = sentence.start;
    for &limit in inner {
        // A limit behind a word belongs to the next one, so that signs stay with the word before them.
        let at = from(limit).unwrap_or(sentence.end);
        let long_enough = count(start, at) >= LEAST_WORDS && count(at, sentence.end) >= LEAST_WORDS;
        let opens = || openings.contains(&at);
        if long_enough && (divides(text, sentence.start, at) || opens()) {
            let opening = opening_signs(text, start, at);
            pieces.push(Span {
                start,
                end: opening,
            });
            start = opening;
        }
    }
    pieces.push(Span {
        start,
        end: sentence.end,
    });
    pieces
        .iter()
        .map(|p| trim(text, *p))
        .filter(|p| !p.is_empty())
        .collect()
}

/// Returns whether a sign that parts clauses stands between the word at `at` and the one before it: a comma, a dash
/// or a quotation mark, but not the bracket of an abbreviation or of an insertion.
fn divides(text: &str, start: u32, at: u32) -> bool {
    let before = text.get(start as usize..at as usize).unwrap_or("");
    let between = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    before.get(between.len()..).unwrap_or("").chars().any(|c| {
        !c.is_whitespace() && !matches!(c, '-' | '\'' | '\u{2019}' | '.' | '(' | ')' | '[' | ']')
    })
}

/// Returns where the signs that open the word at `at` begin, such as a quotation mark before it.
fn opening_signs(text: &str, start: u32, at: u32) -> u32 {
    let before = text.get(start as usize..at as usize).unwrap_or("");
    Span::offset(
        start as usize
            + before
                .trim_end_matches(['"', '“', '‘', '\'', '(', '[', '«', '「', '『'])
                .len(),
    )
}

fn trim(text: &str, span: Span) -> Span {
    let part = text.get(span.range()).unwrap_or("");
    let start = part.len() - part.trim_start().len();
    Span::new(
        span.start as usize + start,
        span.start as usize + part.trim_end().len().max(start),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Inline, Sentence};
    use crate::text::Text;

    fn stops(text: &str, linked: &str) -> Vec<String> {
        let whole = Span::new(0, text.len());
        let start = text.find(linked).unwrap();
        let limits = vec![Span::offset(start), Span::offset(start + linked.len())];
        let dateline = text.find(" -- ").map(|end| Inline {
            span: Span::new(0, end + 3),
            kind: InlineKind::Dateline,
        });
        let document = Document {
            sentences: vec![Sentence {
                span: whole,
                block: 0,
            }],
            inline: dateline.into_iter().collect(),
            text: Text::new(text),
            ..Document::default()
        };
        of(&document, limits)
            .iter()
            .map(|s| document.text.slice(*s).to_owned())
            .collect()
    }

    #[test]
    fn a_sentence_is_cut_where_a_linked_clause_begins_and_ends() {
        let text = "The mayor said on Friday, “the bridge will not be closed again”, and left the hall early.";
        assert_eq!(
            stops(text, "the bridge will not be closed again"),
            [
                "The mayor said on Friday,",
                "“the bridge will not be closed again”,",
                "and left the hall early."
            ]
        );
    }

    #[test]
    fn pieces_under_four_words_stay_with_their_neighbour() {
        let text = "He said, the bridge will not be closed again, he added.";
        assert_eq!(stops(text, "the bridge will not be closed again"), [text]);
    }

    #[test]
    fn a_link_that_ends_between_sentences_of_a_quotation_cuts_there() {
        let text = "She wrote: \"Rain fell all day long. The old bridge will be rebuilt. Nobody was hurt at all.\"";
        assert_eq!(
            stops(text, "The old bridge will be rebuilt."),
            [
                "She wrote: \"Rain fell all day long.",
                "The old bridge will be rebuilt.",
                "Nobody was hurt at all.\""
            ]
        );
        assert_eq!(stops(text, "Rain fell all day"), [text]);
    }

    #[test]
    fn half_a_phrase_is_no_place_to_stand() {
        let text = "They met for the first time at the old custom house by the river on Thursday afternoon.";
        assert_eq!(stops(text, "at the old custom house by the river"), [text]);
    }

    #[test]
    fn words_inserted_in_brackets_stay_in_their_clause() {
        let text = "They stand by the [People's Republic of the Coast] to defend all that is theirs today.";
        assert_eq!(stops(text, "[People's Republic of the Coast]"), [text]);
    }

    #[test]
    fn a_sign_alone_is_no_place_to_stand() {
        let text = "\u{201c} It is true. \u{201d} So they said.";
        let ends = [3, 15, 19, text.len()];
        let starts = [0, 4, 16, 20];
        let sentences = starts.iter().zip(ends).map(|(start, end)| Sentence {
            span: Span::new(*start, end),
            block: 0,
        });
        let document = Document {
            sentences: sentences.collect(),
            text: Text::new(text),
            ..Document::default()
        };
        let stops = of(&document, Vec::new());
        let words: Vec<&str> = stops.iter().map(|s| document.text.slice(*s)).collect();
        assert_eq!(words, ["\u{201c} It is true. \u{201d}", "So they said."]);
    }

    #[test]
    fn a_dateline_stays_with_the_words_it_opens() {
        let text =
            "NEW HARBOUR TOWN, Oct. 9 (Northwire) -- The ferry will sail again in April next year.";
        assert_eq!(
            stops(text, "The ferry will sail again in April next year."),
            [text]
        );
    }
}
