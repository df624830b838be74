//! Which word of one sentence stands for which word of the other, and which outer clauses have no
//! counterpart.
//!
//! ```text
//! a: Officials, who asked not to be named, said [ the leaders met in the capital ]
//! b:                                           [ the leader held a meeting in the capital ]
//!    trimmed: covered less than .3 as well as the best clause
//! ```

use std::ops::Range;

use super::likeness::Rarity;
use super::reading::{NO_TERM, Reading, Word};
use super::vocabulary::Term;
use crate::text::{Span, Text, WordId};

/// An outer clause is trimmed where it is covered by less than this part of the best clause's cover. (Development
/// parts, at .3, .2 and .1: SPARK recall of near passages .894, .919, .921, of paraphrases .456, .473, .487, plagdet
/// .452, .455, .449, highlight .618, .616, .616; ECB+ highlight .688, .698, .710.)
const COVERED: f64 = 0.2;

/// A clause has at least this many words; shorter pieces stay with the clause before them.
const CLAUSE: usize = 5;

/// A word and its counterpart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    /// Index of the word in the first document.
    pub a: u32,
    /// And in the second.
    pub b: u32,
    /// How alike they are: 1 for the same word.
    pub likeness: f32,
}

/// Returns the counterparts of words of two sentences, at most one for each, in order of `a`: the same
/// words first, those beside other matches before those that stand alone.
pub(super) fn matches(
    (a, b): (&Reading, &Reading),
    xs: Range<usize>,
    ys: Range<usize>,
    rarity: &Rarity<'_>,
) -> Vec<Match> {
    let all = couples((a, b), xs.clone(), ys.clone(), rarity);
    let same =
        |x: usize, y: usize| xs.contains(&x) && ys.contains(&y) && a.words[x].id == b.words[y].id;
    let place = |at: usize, range: &Range<usize>| (at - range.start) as f64 / range.len() as f64;
    let rank = |&(x, y, likeness): &(usize, usize, f32)| {
        let beside =
            u32::from(same(x.wrapping_sub(1), y.wrapping_sub(1))) + u32::from(same(x + 1, y + 1));
        let apart = (place(x, &xs) - place(y, &ys)).abs();
        let as_it_is = if same(x, y) { 0.3 } else { 0.0 };
        f64::from(likeness) + as_it_is + 0.1 * f64::from(beside) - 0.05 * apart
    };
    let mut ranked: Vec<(f64, (usize, usize, f32))> = all.iter().map(|m| (rank(m), *m)).collect();
    ranked.sort_by(|m, n| {
        n.0.total_cmp(&m.0)
            .then((m.1.0, m.1.1).cmp(&(n.1.0, n.1.1)))
    });
    let (mut taken_a, mut taken_b) = (vec![false; xs.len()], vec![false; ys.len()]);
    let mut found = Vec::new();
    for (_, (x, y, likeness)) in ranked {
        let (one, other) = (x - xs.start, y - ys.start);
        if !taken_a[one] && !taken_b[other] {
            (taken_a[one], taken_b[other]) = (true, true);
            found.push(Match {
                a: Span::offset(x),
                b: Span::offset(y),
                likeness,
            });
        }
    }
    found.sort_by_key(|m| m.a);
    found
}

/// Returns the words that are alike and how much: 1 for the same, a little less for another form of the
/// same stem.
fn couples(
    (a, b): (&Reading, &Reading),
    xs: Range<usize>,
    ys: Range<usize>,
    rarity: &Rarity<'_>,
) -> Vec<(usize, usize, f32)> {
    let mut by_id: Vec<(WordId, usize)> = ys.clone().map(|y| (b.words[y].id, y)).collect();
    let mut by_term: Vec<(Term, usize)> = ys.map(|y| (b.words[y].term, y)).collect();
    by_id.sort_unstable();
    by_term.sort_unstable();
    let mut all = Vec::new();
    for x in xs {
        let word = &a.words[x];
        all.extend(equal(&by_id, word.id).map(|y| (x, y, 1.0)));
        if word.term == NO_TERM {
            continue;
        }
        for (term, likeness) in rarity.readings.vocabulary.alike(word.term) {
            let others = equal(&by_term, *term).filter(|y| b.words[*y].id != word.id);
            all.extend(others.map(|y| (x, y, likeness.min(0.95))));
        }
    }
    all
}

/// Returns what belongs to a key in a sorted list.
fn equal<K: Copy + Ord>(sorted: &[(K, usize)], key: K) -> impl Iterator<Item = usize> {
    let start = sorted.partition_point(|(known, _)| *known < key);
    let rest = sorted.get(start..).unwrap_or(&[]).iter();
    rest.take_while(move |(known, _)| *known == key)
        .map(|(_, place)| *place)
}

/// Returns how many words two stretches have in common in the same order.
pub(super) fn in_order(a: &[Word], b: &[Word]) -> usize {
    let mut row = vec![0_usize; b.len() + 1];
    for one in a {
        let mut corner = 0;
        for (at, other) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if one.id == other.id {
                corner + 1
            } else {
                above.max(row[at])
            };
            corner = above;
        }
    }
    row[b.len()]
}

/// Returns the words that are left of a sentence when its outer clauses without counterpart are trimmed.
/// `cover` says for every word of the sentence how well it is matched, 0 to 1.
pub(super) fn trimmed(
    text: &Text,
    reading: &Reading,
    words: Range<usize>,
    cover: &[f32],
    rarity: &Rarity<'_>,
) -> Range<usize> {
    let clauses = clauses(text, reading, words.clone());
    let covered: Vec<f64> = clauses
        .iter()
        .map(|clause| {
            let matched: f64 = clause
                .clone()
                .map(|at| {
                    let weight = rarity.term(reading.words[at].term);
                    f64::from(weight) * f64::from(cover[at - words.start])
                })
                .sum();
            matched / rarity.total(reading, clause.clone()).max(f64::MIN_POSITIVE)
        })
        .collect();
    let least = COVERED * covered.iter().copied().fold(0.0, f64::max);
    let first = covered.iter().position(|c| *c >= least).unwrap_or(0);
    let last = covered.iter().rposition(|c| *c >= least).unwrap_or(0);
    match (clauses.get(first), clauses.get(last)) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => words,
    }
}

/// Cuts a sentence at commas, semicolons, colons, dashes, quotation marks and brackets.
fn clauses(text: &Text, reading: &Reading, words: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = words.start;
    for at in words.clone().skip(1) {
        let between = Span {
            start: reading.words[at - 1].span.end,
            end: reading.words[at].span.start,
        };
        let long = at - start >= CLAUSE && words.end - at >= CLAUSE;
        if long && cuts(text.slice(between)) {
            found.push(start..at);
            start = at;
        }
    }
    found.push(start..words.end);
    found
}

/// Returns whether what stands between two words divides clauses.
pub(super) fn cuts(between: &str) -> bool {
    let sign = |c: char| {
        matches!(
            c,
            ',' | ';' | ':' | '–' | '—' | '"' | '“' | '”' | '„' | '«' | '»'
        ) || matches!(
            c,
            '(' | ')' | '[' | ']' | '、' | '，' | '。' | '；' | '：' | '「' | '」' | '،'
        )
    };
    between.contains(sign) || between.contains(" -") || between.contains("- ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::reading::{Readings, read};
    use crate::compare::sample::texts;

    fn pair(readings: &Readings) -> (&Reading, &Reading) {
        (&readings.documents[0], &readings.documents[1])
    }

    #[test]
    fn the_same_words_match_before_words_alike() {
        let readings = read(&texts(&[
            "the leaders met the leader",
            "the leader met leaders",
        ]));
        let (a, b) = pair(&readings);
        let rarity = Rarity::new(&readings, a, b);
        let found = matches((a, b), 0..5, 0..4, &rarity);
        let places: Vec<_> = found.iter().map(|m| (m.a, m.b)).collect();
        assert_eq!(places, [(1, 3), (2, 2), (3, 0), (4, 1)]);
    }

    #[test]
    fn words_in_another_order_count_once() {
        let readings = read(&texts(&["red green blue white", "blue white red green"]));
        let (a, b) = pair(&readings);
        assert_eq!(in_order(&a.words, &b.words), 2);
    }

    #[test]
    fn an_outer_clause_without_counterpart_is_trimmed() {
        let set = texts(&[
            "Officials who asked not to be named said: the leaders met in the capital",
            "the leaders met in the capital",
        ]);
        let readings = read(&set);
        let (a, b) = pair(&readings);
        let rarity = Rarity::new(&readings, a, b);
        let cover: Vec<f32> = (0..14).map(|at| if at < 8 { 0.0 } else { 1.0 }).collect();
        let text = &set.get(crate::document::DocId(0)).unwrap().text;
        assert_eq!(trimmed(text, a, 0..14, &cover, &rarity), 8..14);
    }
}
