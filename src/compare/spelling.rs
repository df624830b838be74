//! Words as the characters whose n-grams are counted, and what part of them two stretches have in common where
//! it is known which words are the same.
//!
//! ```text
//! a: leader met in the capital           in common: "leader met", "the capital"
//! b: leader met near the capital         n-grams of those / those of all, .77
//! ```

use super::grams::count_in;
use super::reading::{Reading, Readings, WORD, Word};
use super::runs::Run;
use super::vocabulary::Vocabulary;
use crate::text::Interner;

/// Returns what stands for a word: its stem, or the one character of a script without spaces; nothing for
/// what is set aside.
pub(super) fn form<'a>(word: &Word, forms: &'a Interner, vocabulary: &'a Vocabulary) -> &'a str {
    match u32::from(word.size) {
        0 => "",
        size if size < WORD => forms.word(word.id),
        _ => vocabulary.form(word.term),
    }
}

/// Returns the characters of words with single spaces between them, and none between characters of scripts
/// without spaces.
pub(super) fn characters(words: &[Word], forms: &Interner, vocabulary: &Vocabulary) -> Vec<char> {
    let mut characters = Vec::with_capacity(words.len() * 8);
    for word in words {
        if u32::from(word.size) >= WORD && !characters.is_empty() {
            characters.push(' ');
        }
        characters.extend(form(word, forms, vocabulary).chars());
    }
    characters
}

/// Returns what part of the n-grams of two stretches lie in words that a run holds for the same, next to each
/// other in both: shared by the geometric mean of all, as the cosine of their counts would be.
///
/// (The cosine of weighted n-grams took a sixth of the work on a pair of 1 MB.)
pub(super) fn in_common(readings: &Readings, (a, b): (&Reading, &Reading), run: &Run) -> f64 {
    let (xs, ys) = (&a.words[run.a.clone()], &b.words[run.b.clone()]);
    let spaced = xs
        .iter()
        .chain(ys)
        .all(|word| u32::from(word.size) >= WORD || word.size == 0);
    let count = |words: &[Word]| count_in(length(readings, words), spaced);
    let same = |(x, y): &&(u32, u32)| {
        let (one, other) = (&a.words[*x as usize], &b.words[*y as usize]);
        (one.term, one.size) == (other.term, other.size)
    };
    let same: Vec<(u32, u32)> = run.same.iter().filter(same).copied().collect();
    let blocks = same.chunk_by(|one, next| (one.0 + 1, one.1 + 1) == *next);
    let shared: usize = blocks
        .filter_map(|block| {
            let (first, last) = (block.first()?, block.last()?);
            a.words.get(first.0 as usize..=last.0 as usize)
        })
        .map(count)
        .sum();
    let all = count(xs) as f64 * count(ys) as f64;
    if all > 0.0 {
        (shared as f64 / all.sqrt()).min(1.0)
    } else {
        0.0
    }
}

/// Returns how many characters words have, with spaces between them.
fn length(readings: &Readings, words: &[Word]) -> usize {
    let spaces = words
        .iter()
        .filter(|word| u32::from(word.size) >= WORD)
        .count();
    let letters: usize = words
        .iter()
        .map(|word| readings.form(word).chars().count())
        .sum();
    letters + spaces.saturating_sub(1)
}
