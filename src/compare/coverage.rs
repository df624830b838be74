//! What of each document is in links of which relation, and what is only there.
//!
//! ```text
//! Talks began on Monday in the capital. Farmers are waiting for rain.
//! ──────── verbatim ──────  weak         ─────────── only ──────────
//! ```
//! Marks and spaces go with the word before them; datelines and credits too, where no link has them.

use std::cmp::Reverse;

use super::passage::{Link, Place, Relation, Share};
use super::reading::{Reading, Word};
use crate::document::{DocId, Document};
use crate::text::Span;

/// What the links say of one document.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    /// Stretches of words with no strong link, in order.
    pub only: Vec<Place>,
    /// Shares of the characters that are not white space.
    pub share: Share,
}

/// Returns the coverage of a document by the links to documents that can be compared with it; with no such
/// document nothing is said to be only here.
pub(super) fn coverage(
    document: &Document,
    reading: &Reading,
    links: &[&Link],
    comparable: bool,
) -> Coverage {
    let best = best_relations(document.id, reading, links);
    let only = if comparable {
        only_here(document.id, reading, &best)
    } else {
        Vec::new()
    };
    Coverage {
        only,
        share: share(document, reading, &best),
    }
}

/// Returns the best relation of the links over every word.
fn best_relations(doc: DocId, reading: &Reading, links: &[&Link]) -> Vec<Option<Relation>> {
    let mut spans: Vec<(Relation, Span)> = links
        .iter()
        .flat_map(|link| [link.a, link.b].map(|place| (place, link.relation)))
        .filter(|(place, _)| place.doc == doc)
        .map(|(place, relation)| (relation, place.span))
        .collect();
    // The weakest first, so that the better ones stand in the end; those of one relation in order, so that a word is
    // looked at once for each relation.
    spans.sort_unstable_by_key(|(relation, span)| (Reverse(*relation), *span));
    let mut best = vec![None; reading.words.len()];
    for spans in spans.chunk_by(|x, y| x.0 == y.0) {
        let mut at = 0;
        for (relation, span) in spans {
            at = word_from(&reading.words, at, span.start);
            let behind = reading.words.get(at..).unwrap_or(&[]).iter();
            let inside = behind.take_while(|word| word.span.end <= span.end);
            let end = at + inside.count();
            best.get_mut(at..end)
                .unwrap_or_default()
                .fill(Some(*relation));
            at = end;
        }
    }
    best
}

/// Returns the index of the first word from `at` on that begins at a byte or behind it. It is near, so the steps to it
/// double.
fn word_from(words: &[Word], at: usize, byte: u32) -> usize {
    let rest = words.get(at..).unwrap_or(&[]);
    let before = |word: &Word| word.span.start < byte;
    let mut reach = 1;
    while rest.get(reach - 1).is_some_and(before) {
        reach *= 2;
    }
    let near = rest.get(reach / 2..reach.min(rest.len())).unwrap_or(&[]);
    at + reach / 2 + near.partition_point(before)
}

fn is_strong(relation: Option<Relation>) -> bool {
    relation.is_some_and(Relation::is_strong)
}

fn only_here(doc: DocId, reading: &Reading, best: &[Option<Relation>]) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    let mut open: Option<u32> = None;
    for (word, relation) in reading.words.iter().zip(best) {
        if is_strong(*relation) {
            open = None;
        } else if word.size > 0 {
            match found.last_mut().filter(|_| open == Some(word.block)) {
                Some(last) => last.span.end = word.span.end,
                None => found.push(Place {
                    doc,
                    span: word.span,
                }),
            }
            open = Some(word.block);
        }
    }
    found
}

fn share(document: &Document, reading: &Reading, best: &[Option<Relation>]) -> Share {
    let mut share = Share::default();
    let mut at = 0;
    for (number, block) in (0_u32..).zip(&document.blocks) {
        let from = at;
        while reading
            .words
            .get(at)
            .is_some_and(|word| word.block <= number)
        {
            at += 1;
        }
        let words = reading.words.get(from..at).unwrap_or(&[]);
        let counted = |start, end| characters(document, Span { start, end });
        if words.is_empty() {
            share.folded += counted(block.span.start, block.span.end);
            continue;
        }
        let (mut start, mut end) = (block.span.start, block.span.start);
        let of_word = |index: usize| best.get(from + index).copied().flatten();
        let first = words
            .iter()
            .enumerate()
            .find(|(i, w)| w.size > 0 || of_word(*i).is_some());
        let mut relation = first.and_then(|(index, _)| of_word(index));
        for (index, word) in words.iter().enumerate() {
            let own = of_word(index);
            if (word.size > 0 || own.is_some()) && own != relation {
                *part(&mut share, relation) += counted(start, end);
                (start, relation) = (end, own);
            }
            end = words
                .get(index + 1)
                .map_or(block.span.end, |w| w.span.start);
        }
        *part(&mut share, relation) += counted(start, end);
    }
    divided(share)
}

fn part(share: &mut Share, relation: Option<Relation>) -> &mut f64 {
    match relation {
        Some(Relation::Verbatim) => &mut share.verbatim,
        Some(Relation::Near) => &mut share.near,
        Some(Relation::Paraphrase) => &mut share.paraphrase,
        Some(Relation::Weak) => &mut share.weak,
        None => &mut share.only,
    }
}

/// Returns the number of characters of a span that are not white space.
fn characters(document: &Document, span: Span) -> f64 {
    let text = document.text.slice(span);
    let count = if text.is_ascii() {
        let is_space = |b: &u8| matches!(b, b'\t'..=b'\r' | b' ');
        // Few at a time, so that many bytes are counted in one step.
        let pieces = text.as_bytes().chunks(usize::from(u8::MAX));
        let in_piece = |piece: &[u8]| piece.iter().map(|b| u8::from(!is_space(b))).sum::<u8>();
        pieces.map(|piece| usize::from(in_piece(piece))).sum()
    } else {
        text.chars().filter(|c| !c.is_whitespace()).count()
    };
    count as f64
}

/// Returns counts as parts of their sum.
fn divided(share: Share) -> Share {
    let counts = share.parts();
    let all = counts.iter().sum::<f64>();
    if all <= 0.0 {
        return Share {
            folded: 1.0,
            ..Share::default()
        };
    }
    Share::of_parts(counts.map(|count| count / all))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::passage::{Rule, Why};
    use crate::compare::reading::read;
    use crate::compare::sample::{document, set, texts};
    use crate::compare::{Options, compare};
    use crate::document::BlockKind;
    use std::ops::Range;

    #[test]
    fn of_links_over_one_word_the_best_counts_wherever_they_begin() {
        let words: Vec<String> = (0..90).map(|n| format!("word{n}")).collect();
        let made = document(&words.join(" "));
        let readings = read(&set(vec![made]));
        let reading = &readings.documents[0];
        let link = |relation, words: Range<usize>| {
            let span = reading.span(words);
            let place = |doc| Place {
                doc: DocId(doc),
                span,
            };
            let why = Why {
                rule: Rule::Run,
                words: 1,
                lexical: 1.0,
                characters: 1.0,
                parts: 1,
                meaning: None,
            };
            Link {
                a: place(0),
                b: place(1),
                relation,
                score: 1.0,
                moved: false,
                why,
                words: Vec::new(),
            }
        };
        let links = [
            link(Relation::Near, 4..20),
            link(Relation::Weak, 2..60),
            link(Relation::Verbatim, 6..9),
            link(Relation::Near, 5..7),
            link(Relation::Verbatim, 80..81),
            link(Relation::Paraphrase, 10..30),
        ];
        let links: Vec<&Link> = links.iter().collect();
        let best = best_relations(DocId(0), reading, &links);
        let parts: Vec<_> = best
            .chunk_by(|x, y| x == y)
            .map(|part| (part[0], part.len()))
            .collect();
        let expected = [
            (None, 2),
            (Some(Relation::Weak), 2),
            (Some(Relation::Near), 2),
            (Some(Relation::Verbatim), 3),
            (Some(Relation::Near), 11),
            (Some(Relation::Paraphrase), 10),
            (Some(Relation::Weak), 30),
            (None, 20),
            (Some(Relation::Verbatim), 1),
            (None, 9),
        ];
        assert_eq!(parts, expected);
    }

    #[test]
    fn what_only_one_has_is_listed_from_word_to_word() {
        let text = "Snow closed the mountain pass overnight. “Farmers wait for rain”, they said.";
        let set = texts(&[text, "Snow closed the mountain pass overnight."]);
        let found = compare(&set, &Options::default());
        let only: Vec<_> = found.only.iter().map(|p| (p.doc, p.span)).collect();
        let start = "Snow closed the mountain pass overnight. “".len();
        assert_eq!(only, [(DocId(0), Span::new(start, text.len() - 1))]);
        assert!(found.shares[1].verbatim > 0.999);
        assert!(found.shares[0].only > 0.4);
    }

    #[test]
    fn shares_sum_to_one_and_name_what_is_set_aside() {
        let mut one = document("Home News Sport\nSnow closed the mountain pass. ***\n***");
        one.blocks[0].kind = BlockKind::Boilerplate;
        let found = compare(
            &set(vec![one, document("Dogs bark at night.")]),
            &Options::default(),
        );
        for share in &found.shares {
            let parts = [share.verbatim, share.near, share.paraphrase, share.weak];
            let sum: f64 = parts.iter().sum::<f64>() + share.only + share.folded;
            assert!((sum - 1.0).abs() < 1e-9);
        }
        assert!(found.shares[0].folded > 0.3);
    }

    #[test]
    fn with_nothing_to_compare_nothing_is_only_here() {
        let mut german = document("Der Schnee hat den Pass geschlossen.");
        german.language = Some("de".to_owned());
        let mut english = document("Snow closed the mountain pass.");
        english.language = Some("en".to_owned());
        let found = compare(&set(vec![german, english]), &Options::default());
        assert!(found.only.is_empty());
        assert!(!found.pairs[0].comparable);
    }
}
