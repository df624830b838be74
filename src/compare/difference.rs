//! The words that differ inside a link.
//!
//! ```text
//! from: will support  the plan of the city council
//! to:   will back     the plan of a  council
//!            ────                ─            spans of `to`, whole words, crumbs of agreement merged
//! ```

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::text::{Interner, Span, Text, WordId, tokens};

/// Two texts of more words than this are compared word by word in pieces, so that the work stays bounded.
const PIECE: usize = 1_000;

/// This many common words between two differences are a crumb, where each is short.
const CRUMB: usize = 1;

/// A word of at most this many characters says little between two differences: "of", "the".
const SHORT: usize = 3;

/// Returns the spans of `to` whose words differ from those of `from`: whole words, in order.
///
/// The two are compared in order, as a reader compares them; a short common word between two differences
/// counts as different too.
#[must_use]
pub fn differing(from: &Text, from_span: Span, to: &Text, to_span: Span) -> Vec<Span> {
    let mut words = Interner::default();
    let old = tokens(from.as_str(), from_span, &mut words);
    let new = tokens(to.as_str(), to_span, &mut words);
    let ids = |tokens: &[crate::text::Token]| tokens.iter().map(|t| t.word).collect::<Vec<_>>();
    let (old, spans) = (ids(&old), new.iter().map(|t| t.span).collect::<Vec<_>>());
    let mut differs = different(&old, &ids(&new));
    merge_crumbs(&mut differs, &spans, to);
    let mut found: Vec<Span> = Vec::new();
    let mut open = false;
    for (span, differs) in spans.iter().zip(&differs) {
        match found.last_mut().filter(|_| open && *differs) {
            Some(last) => last.end = span.end,
            None if *differs => found.push(*span),
            None => {}
        }
        open = *differs;
    }
    found
}

/// Returns for every word of `new` whether it is not one of the words in common.
fn different(old: &[WordId], new: &[WordId]) -> Vec<bool> {
    let mut differs = vec![true; new.len()];
    let pieces = old.len().max(new.len()).div_ceil(PIECE).max(1);
    let cut = |len: usize, piece: usize| len * piece / pieces;
    for piece in 0..pieces {
        let old_part = cut(old.len(), piece)..cut(old.len(), piece + 1);
        let start = cut(new.len(), piece);
        let new_part = start..cut(new.len(), piece + 1);
        let (Some(old), Some(new)) = (old.get(old_part), new.get(new_part)) else {
            continue;
        };
        for op in capture_diff_slices(Algorithm::Myers, old, new) {
            if let DiffOp::Equal { new_index, len, .. } = op {
                let equal = start + new_index..start + new_index + len;
                differs.get_mut(equal).unwrap_or(&mut []).fill(false);
            }
        }
    }
    differs
}

/// Marks single short words between two differences as different.
fn merge_crumbs(differs: &mut [bool], spans: &[Span], text: &Text) {
    let short = |span: &Span| text.slice(*span).chars().count() <= SHORT;
    let crumbs: Vec<usize> = (CRUMB..differs.len().saturating_sub(CRUMB))
        .filter(|at| !differs[*at] && differs[at - 1] && differs[at + 1])
        .filter(|at| spans.get(*at).is_some_and(short))
        .collect();
    crumbs.iter().for_each(|at| differs[*at] = true);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(from: &str, to: &str) -> Vec<String> {
        let (from, to) = (Text::new(from), Text::new(to));
        let found = differing(&from, from.span(), &to, to.span());
        found
            .iter()
            .map(|span| to.slice(*span).to_owned())
            .collect()
    }

    #[test]
    fn the_same_words_do_not_differ_whatever_the_marks() {
        assert!(
            words(
                "“The council’s plan,” he said.",
                "The council's PLAN - he said"
            )
            .is_empty()
        );
    }

    #[test]
    fn whole_words_differ() {
        assert_eq!(
            words("will support the plan", "will supports the plan"),
            ["supports"]
        );
    }

    #[test]
    fn a_crumb_between_two_differences_is_merged() {
        assert_eq!(
            words("the end of an era", "the start of our era"),
            ["start of our"]
        );
        assert_eq!(
            words("red council house", "blue council home"),
            ["blue", "home"]
        );
    }

    #[test]
    fn all_of_a_text_differs_from_nothing() {
        assert_eq!(words("", "one two"), ["one two"]);
        assert!(words("one two", "").is_empty());
    }

    #[test]
    fn huge_texts_without_a_common_word_are_compared_in_pieces() {
        let (from, to) = ("left ".repeat(40_000), "right ".repeat(40_000));
        assert_eq!(words(&from, &to).len(), 1);
    }
}
