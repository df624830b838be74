//! Where words that were changed stand now: approximate search and edit distance on folded characters.
//!
//! The bit-vector method of G. Myers, "A fast bit-vector algorithm for approximate string matching based on
//! dynamic programming", J. ACM 46(3), 1999, in the form for words of several machine words of H. Hyyrö,
//! "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", Nordic J. Computing 10, 2003.

use rustc_hash::FxHashMap;

/// A pattern made ready: for every character the rows in which it stands, 64 rows a word.
struct Pattern {
    rows: FxHashMap<char, Vec<u64>>,
    none: Vec<u64>,
    length: usize,
}

/// One column of the table of distances, kept as differences from row to row.
struct Column {
    up: Vec<u64>,
    down: Vec<u64>,
    /// The distance in the last row.
    distance: usize,
}

impl Pattern {
    fn new(pattern: impl ExactSizeIterator<Item = char>) -> Self {
        let length = pattern.len();
        let none = vec![0; length.div_ceil(64)];
        let mut rows: FxHashMap<char, Vec<u64>> = FxHashMap::default();
        for (row, c) in pattern.enumerate() {
            let words = rows.entry(c).or_insert_with(|| none.clone());
            words[row / 64] |= 1 << (row % 64);
        }
        Self { rows, none, length }
    }

    fn first_column(&self) -> Column {
        Column {
            up: vec![u64::MAX; self.none.len()],
            down: vec![0; self.none.len()],
            distance: self.length,
        }
    }

    /// Moves the column on by one character of the text. `top` is the difference in the row above the first:
    /// 0 where a match may begin anywhere, 1 where it begins at the first character.
    fn step(&self, column: &mut Column, c: char, top: i32) {
        let equal = self.rows.get(&c).unwrap_or(&self.none);
        let last = equal.len() - 1;
        let mut carry = top;
        for (word, &equal) in equal.iter().enumerate() {
            let lowest = if word == last {
                1 << ((self.length - 1) % 64)
            } else {
                1 << 63
            };
            let (up, down) = (&mut column.up[word], &mut column.down[word]);
            carry = advance(up, down, equal, carry, lowest);
        }
        match carry {
            1 => column.distance += 1,
            -1 => column.distance -= 1,
            _ => {}
        }
    }
}

/// Moves 64 rows on by one character; returns the difference in the row of the bit `lowest`.
fn advance(up: &mut u64, down: &mut u64, equal: u64, carry: i32, lowest: u64) -> i32 {
    let borrowed = u64::from(carry < 0);
    let vertical = equal | *down;
    let equal = equal | borrowed;
    let horizontal = ((equal & *up).wrapping_add(*up) ^ *up) | equal;
    let more = *down | !(horizontal | *up);
    let less = *up & horizontal;
    let out = i32::from(more & lowest != 0) - i32::from(less & lowest != 0);
    let more = (more << 1) | u64::from(carry > 0);
    let less = (less << 1) | borrowed;
    *up = less | !(vertical | more);
    *down = more & vertical;
    out
}

/// A stretch of the text that is like the pattern: folded characters `start..end`, and its edit distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) distance: usize,
}

/// Returns the best stretches of `text` within `limit` edits of `pattern`, the best first, at most `most`, no
/// two of which overlap.
pub(super) fn search(pattern: &[char], text: &[char], limit: usize, most: usize) -> Vec<Match> {
    if pattern.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (end, distance) in ends(pattern, text, limit) {
        let start = start_of(pattern, text, end, distance);
        let overlaps = |m: &Match| start < m.end && m.start < end;
        if !found.iter().any(overlaps) {
            found.push(Match {
                start,
                end,
                distance,
            });
        }
        if found.len() == most {
            break;
        }
    }
    found
}

/// Returns where matches end, one a valley of the distance, the nearest first, then in order of the text.
fn ends(pattern: &[char], text: &[char], limit: usize) -> Vec<(usize, usize)> {
    let ready = Pattern::new(pattern.iter().copied());
    let mut column = ready.first_column();
    let mut valleys: Vec<(usize, usize)> = Vec::new();
    // While it falls, the lowest so far; a valley is closed once the distance has climbed back by a third
    // of the pattern or gone over the limit.
    let mut low: Option<(usize, usize)> = None;
    let climb = pattern.len() / 3;
    for (at, &c) in text.iter().enumerate() {
        ready.step(&mut column, c, 0);
        let distance = column.distance;
        match low {
            Some((_, lowest)) if distance > limit || distance > lowest + climb => {
                valleys.extend(low.take());
            }
            Some((_, lowest)) if distance >= lowest => {}
            _ if distance <= limit => low = Some((at + 1, distance)),
            _ => {}
        }
    }
    valleys.extend(low);
    valleys.sort_by_key(|&(end, distance)| (distance, end));
    valleys
}

/// Returns where a match that ends at `end` begins: the pattern read backwards from there.
fn start_of(pattern: &[char], text: &[char], end: usize, distance: usize) -> usize {
    let ready = Pattern::new(pattern.iter().rev().copied());
    let mut column = ready.first_column();
    let (mut best, mut start) = (usize::MAX, end);
    let reach = (pattern.len() + distance).min(end);
    for (taken, &c) in text[end - reach..end].iter().rev().enumerate() {
        ready.step(&mut column, c, 1);
        if column.distance < best {
            (best, start) = (column.distance, end - taken - 1);
        }
    }
    start
}

/// Returns how like `pattern` the beginning of `text` is, from 0 to 1; how long a beginning is free.
pub(super) fn beginning<'a>(
    pattern: impl ExactSizeIterator<Item = char>,
    text: impl Iterator<Item = &'a char>,
) -> f64 {
    let ready = Pattern::new(pattern);
    if ready.length == 0 {
        return 0.0;
    }
    let mut column = ready.first_column();
    let mut best = column.distance;
    for &c in text.take(ready.length * 2) {
        ready.step(&mut column, c, 1);
        best = best.min(column.distance);
    }
    likeness(best, ready.length)
}

/// Returns how like `pattern` the whole of `text` is, from 0 to 1.
pub(super) fn whole(pattern: &[char], text: &[char]) -> f64 {
    if pattern.is_empty() {
        return 0.0;
    }
    let ready = Pattern::new(pattern.iter().copied());
    let mut column = ready.first_column();
    for &c in text {
        ready.step(&mut column, c, 1);
    }
    likeness(column.distance, pattern.len().max(text.len()))
}

/// Returns 1 for no edit, 0 for as many as there are characters.
pub(super) fn likeness(distance: usize, length: usize) -> f64 {
    1.0 - distance.min(length) as f64 / length.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    /// The table of Sellers, row by row: the plain method that the bit vectors must agree with.
    fn plain(pattern: &[char], text: &[char], top: usize) -> Vec<usize> {
        let mut column: Vec<usize> = (0..=pattern.len()).collect();
        let mut last = Vec::new();
        for &c in text {
            let mut diagonal = column[0];
            column[0] += top;
            for (row, &p) in pattern.iter().enumerate() {
                let edit = diagonal + usize::from(p != c);
                diagonal = column[row + 1];
                column[row + 1] = edit.min(diagonal + 1).min(column[row] + 1);
            }
            last.push(column[pattern.len()]);
        }
        last
    }

    proptest! {
        #[test]
        fn bit_vectors_agree_with_the_plain_table(
            pattern in "[ab]{1,150}", text in "[abc]{0,300}", top in 0_i32..2,
        ) {
            let (pattern, text) = (chars(&pattern), chars(&text));
            let ready = Pattern::new(pattern.iter().copied());
            let mut column = ready.first_column();
            let mut last = Vec::new();
            for &c in &text {
                ready.step(&mut column, c, top);
                last.push(column.distance);
            }
            prop_assert_eq!(last, plain(&pattern, &text, usize::try_from(top).unwrap()));
        }
    }

    #[test]
    fn the_best_stretch_comes_first_with_its_limits() {
        let text = chars("one cat sat here. two cats sat there. a dog");
        let found = search(&chars("two cats sit"), &text, 5, 5);
        let words: String = text[found[0].start..found[0].end].iter().collect();
        assert_eq!((words.as_str(), found[0].distance), ("two cats sat", 1));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_beginning_is_judged_by_its_own_length() {
        let like = |a: &str, b: &str| beginning(chars(a).into_iter(), chars(b).iter());
        assert!((like("abcd", "abcdefgh") - 1.0).abs() < 1e-9);
        assert!((like("abcd", "abxdefgh") - 0.75).abs() < 1e-9);
        assert!(like("abcd", "").abs() < 1e-9);
    }
}
