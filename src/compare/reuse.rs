//! Passages taken over into long documents: links that stand close together in both are one link.
//!
//! ```text
//! a: … [ S1 S2 S3 S4 S5 S6 ] …      a passage of a book, sentence by sentence in other words,
//! b: …   [ T2 T1 T3 T5 T6 ] …       with a sentence left out and two that changed places: one link
//! ```
//! A reader of long documents asks which passage went where, not which of a thousand sentences: so links of
//! paraphrase or better that follow each other closely, in any order, are one link over sentence ends and
//! blocks, where they cover enough of it. Articles of ordinary length keep a link for every sentence, and
//! so does a document that is as a whole a version of the other. (On `idn_pan`, development part: plagdet
//! .18 to .49, passages found in 1.4 pieces instead of 11.)

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::pairs::Pairs;
use super::passage::{Relation, Rule, Why};
use super::reading::{Reading, WORD, Word};
use super::settle::{Draft, NEAR, rounded};
use super::work::Work;
use crate::text::Span;

/// From this product of the numbers of their sentences on two documents are long: 55 by 55. Nine in ten
/// pairs of SPARK and all of ECB+ are under it.
const LONG: usize = 3_000;

/// Links of one passage are at most this many words apart, in both documents.
const APART: u32 = 60;

/// Where both have nearly the same words, what lies between is not retold but new, and they are at most this
/// many words apart. (A pair of 1 MB with 5 % edits: precision .970 to .993; at 40 words .984. `idn_pan`: plagdet
/// .528 to .505, highlight as before.)
const NEW: u32 = 30;

/// A passage is made of at least this many links.
const FEWEST: usize = 3;

/// A passage has at least this many words in both documents.
const SHORTEST: u32 = 40;

/// The links of a passage cover at least this part of it in both documents.
const COVERED: f64 = 0.4;

/// A passage is at most this part of one of the documents; what is more is a version of the whole.
const PART: f64 = 0.34;

/// Two documents in the measure of a reader: how many words lie before each place.
struct Rulers<'a> {
    a: Ruler<'a>,
    b: Ruler<'a>,
}

/// How many words lie before each word of a document, in quarters.
struct Ruler<'a> {
    reading: &'a Reading,
    before: Vec<u32>,
    /// By every 2^[`STEP`] bytes: the first word that begins there or behind.
    steps: Vec<u32>,
}

/// About ten words.
const STEP: u32 = 6;

/// A span in words, in quarters.
type Stretch = Range<u32>;

impl<'a> Ruler<'a> {
    fn new(reading: &'a Reading) -> Self {
        let mut before = Vec::with_capacity(reading.words.len() + 1);
        let mut steps = Vec::new();
        let mut sum = 0;
        before.push(sum);
        for (at, word) in (0..).zip(&reading.words) {
            sum += u32::from(word.size);
            before.push(sum);
            let behind = (word.span.start >> STEP) as usize + 1;
            steps.resize(behind.max(steps.len()), at);
        }
        Self {
            reading,
            before,
            steps,
        }
    }

    fn stretch(&self, span: Span) -> Stretch {
        let at = |byte: u32| self.before.get(self.index(byte)).copied().unwrap_or(0);
        at(span.start)..at(span.end)
    }

    /// Returns how much of the document some spans take.
    fn extent(&self, mut spans: Vec<Span>) -> Option<Extent> {
        let span = spans.iter().copied().reduce(Span::join)?;
        spans.sort_unstable();
        let (mut covered, mut reached) = (0, 0);
        for stretch in spans.iter().map(|span| self.stretch(*span)) {
            covered += stretch.end.saturating_sub(stretch.start.max(reached));
            reached = reached.max(stretch.end);
        }
        let whole = self.stretch(span);
        Some(Extent {
            span,
            covered,
            whole: whole.end - whole.start,
            document: self.before.last().copied().unwrap_or(0),
        })
    }

    /// Returns the index of the first word that begins at a byte or behind it.
    fn index(&self, byte: u32) -> usize {
        let words = &self.reading.words;
        let Some(from) = self.steps.get((byte >> STEP) as usize) else {
            return words.len();
        };
        let near = words.iter().skip(*from as usize);
        *from as usize + near.take_while(|w| w.span.start < byte).count()
    }

    fn word(&self, byte: u32) -> Option<&Word> {
        self.reading.words.get(self.index(byte))
    }

    fn words(&self, span: Span) -> Range<usize> {
        self.index(span.start)..self.index(span.end)
    }
}

/// Joins the links of passages taken over, where the documents are long. The links are in any order.
pub(super) fn join(
    (a, b): (&Reading, &Reading),
    links: Vec<Draft>,
    work: &mut Work<'_>,
) -> Vec<Draft> {
    if a.units.len() * b.units.len() < LONG {
        return links;
    }
    let rulers = Rulers {
        a: Ruler::new(a),
        b: Ruler::new(b),
    };
    let groups = groups(&links, &rulers, work);
    let joined: Vec<Draft> = groups
        .iter()
        .filter_map(|group| rulers.passage(&links, group))
        .collect();
    let taken = Pairs::of(joined.iter().map(|link| (link.a, link.b)));
    let left = links.into_iter();
    let mut left: Vec<Draft> = left.filter(|link| !taken.touch(link.a, link.b)).collect();
    left.extend(joined);
    left
}

/// Returns the groups of strong links of which each stands close to another, in both documents.
fn groups(links: &[Draft], rulers: &Rulers<'_>, work: &mut Work<'_>) -> Vec<Vec<usize>> {
    let strong = (0..links.len()).filter(|at| links[*at].relation.is_strong());
    let mut placed: Vec<(Stretch, Stretch, usize)> = strong
        .map(|at| {
            let link = &links[at];
            (rulers.a.stretch(link.a), rulers.b.stretch(link.b), at)
        })
        .collect();
    placed.sort_by_key(|(a, b, at)| (a.start, b.start, *at));
    let mut group_of = Forest::new(placed.len());
    let by_words = |at: usize| links[at].relation <= Relation::Near;
    for (one, (a, b, at)) in placed.iter().enumerate() {
        let reach = a.end + APART * WORD;
        let behind = placed.get(one + 1..).unwrap_or(&[]);
        for (other, (x, y, next)) in
            (one + 1..).zip(behind.iter().take_while(|p| p.0.start <= reach))
        {
            if !work.spend(1) {
                return Vec::new();
            }
            let new = by_words(*at) && by_words(*next);
            let apart = if new { NEW } else { APART } * WORD;
            if x.start <= a.end + apart && y.start <= b.end + apart && b.start <= y.end + apart {
                group_of.join(one, other);
            }
        }
    }
    let mut groups = vec![Vec::new(); placed.len()];
    for (place, (_, _, at)) in placed.iter().enumerate() {
        groups[group_of.root(place)].push(*at);
    }
    groups.retain(|group| group.len() >= FEWEST);
    groups
}

impl Rulers<'_> {
    /// Returns one link for a group of links, where it is a passage.
    fn passage(&self, links: &[Draft], group: &[usize]) -> Option<Draft> {
        let members = self.without_rivals(group.iter().filter_map(|at| links.get(*at)).collect());
        if members.len() < FEWEST {
            return None;
        }
        let (in_a, in_b): (Vec<Span>, Vec<Span>) = members.iter().map(|m| (m.a, m.b)).unzip();
        let (a, b) = (self.a.extent(in_a)?, self.b.extent(in_b)?);
        let is_part = a.is_part() || b.is_part();
        if !is_part || !a.is_filled() || !b.is_filled() {
            return None;
        }
        let words = alignment(&members);
        let by_words = members.iter().filter(|m| m.relation <= Relation::Near);
        let in_order = by_words.flat_map(|member| &member.words);
        let same = in_order.filter(|(x, y)| self.same(*x, *y)).count();
        let all = self.a.words(a.span).len() + self.b.words(b.span).len();
        let relation = if 2 * same >= all && words.is_sorted_by_key(|(_, y)| *y) {
            Relation::Verbatim
        } else if 2.0 * same as f64 >= NEAR * all as f64 {
            Relation::Near
        } else {
            Relation::Paraphrase
        };
        let (score, why) = mean(&members, words.len());
        Some(Draft {
            a: a.span,
            b: b.span,
            relation,
            score,
            moved: false,
            by_chance: false,
            why,
            words,
        })
    }

    /// Leaves out links over places that better ones have taken, so that a place has one counterpart; the
    /// best come first.
    fn without_rivals<'d>(&self, mut members: Vec<&'d Draft>) -> Vec<&'d Draft> {
        members.sort_by(|x, y| {
            let better = x.relation.cmp(&y.relation);
            let better = better.then(y.score.total_cmp(&x.score));
            better.then((x.a, x.b).cmp(&(y.a, y.b)))
        });
        let (mut taken_a, mut taken_b) = (FxHashSet::default(), FxHashSet::default());
        members.retain(|link| {
            let (xs, ys) = (self.a.words(link.a), self.b.words(link.b));
            let free = |words: &Range<usize>, taken: &FxHashSet<usize>| {
                let free = words.clone().filter(|at| !taken.contains(at)).count();
                2 * free >= words.len()
            };
            let keeps = free(&xs, &taken_a) && free(&ys, &taken_b);
            if keeps {
                taken_a.extend(xs);
                taken_b.extend(ys);
            }
            keeps
        });
        members
    }

    /// Returns whether the words that begin at two places are the same.
    fn same(&self, x: u32, y: u32) -> bool {
        match (self.a.word(x), self.b.word(y)) {
            (Some(one), Some(other)) => one.id == other.id,
            _ => false,
        }
    }
}

/// How much of a document a group of links takes, in quarters of a word.
struct Extent {
    span: Span,
    covered: u32,
    whole: u32,
    document: u32,
}

impl Extent {
    fn is_part(&self) -> bool {
        f64::from(self.whole) <= PART * f64::from(self.document)
    }

    fn is_filled(&self) -> bool {
        let filled = f64::from(self.covered) >= COVERED * f64::from(self.whole);
        self.whole >= SHORTEST * WORD && filled
    }
}

/// Returns the words of all members with their counterparts, one for each, in order. The best members
/// come first.
fn alignment(members: &[&Draft]) -> Vec<(u32, u32)> {
    let (mut taken_a, mut taken_b) = (FxHashSet::default(), FxHashSet::default());
    let mut words = Vec::new();
    for (x, y) in members.iter().flat_map(|member| &member.words) {
        if !taken_a.contains(x) && !taken_b.contains(y) {
            taken_a.insert(*x);
            taken_b.insert(*y);
            words.push((*x, *y));
        }
    }
    words.sort_unstable();
    words
}

/// Returns the mean of the scores of the members, each by its words.
fn mean(members: &[&Draft], words: usize) -> (f32, Why) {
    let weight = |member: &Draft| f64::from(member.why.words);
    let total: f64 = members.iter().map(|m| weight(m)).sum();
    let mean = |score: fn(&Draft) -> f32| {
        let sum: f64 = members
            .iter()
            .map(|m| weight(m) * f64::from(score(m)))
            .sum();
        rounded(sum / total.max(1.0))
    };
    let from_runs = members.iter().filter(|m| m.why.rule == Rule::Run);
    let in_runs: f64 = from_runs.map(|m| weight(m)).sum();
    let known: Vec<f64> = members
        .iter()
        .filter_map(|m| m.why.meaning.map(f64::from))
        .collect();
    let meaning = known.iter().sum::<f64>() / known.len().max(1) as f64;
    let why = Why {
        rule: if 2.0 * in_runs >= total {
            Rule::Run
        } else {
            Rule::Sentence
        },
        words: Span::offset(words),
        lexical: mean(|m| m.why.lexical),
        characters: mean(|m| m.why.characters),
        parts: Span::offset(members.len()),
        meaning: (!known.is_empty()).then(|| rounded(meaning)),
    };
    (mean(|m| m.score), why)
}

/// Groups of numbers, joined two by two.
struct Forest {
    parents: Vec<usize>,
}

impl Forest {
    fn new(count: usize) -> Self {
        Self {
            parents: (0..count).collect(),
        }
    }

    /// Returns the number that stands for the group.
    fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other)] = one.min(other);
    }
}

#[cfg(test)]
mod tests {
    use crate::compare::passage::{Link, Relation};
    use crate::compare::sample::texts;
    use crate::compare::{Options, compare};

    /// Sentences that have nothing in common, enough to make a document long.
    fn filler(from: usize, count: usize) -> Vec<String> {
        let word = |n: usize| -> String {
            let mut seed = (n as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let mut letter = || {
                seed = seed.rotate_left(17).wrapping_mul(0xD134_2543_DE82_EF95);
                char::from(b'a' + u8::try_from(seed >> 40 & 15).unwrap())
            };
            (0..8).map(|_| letter()).collect()
        };
        let sentence = |at: usize| {
            let words: Vec<String> = (0..6).map(|n| word(from + 6 * at + n)).collect();
            format!("{}.", words.join(" "))
        };
        (0..count).map(sentence).collect()
    }

    const PASSAGE: [&str; 5] = [
        "Snow closed the mountain pass for the whole night and most of the morning.",
        "Forty drivers slept in the school hall while volunteers brought soup and blankets.",
        "A plough from the valley reached the first cars shortly before noon.",
        "The road authority wants to build a second gallery below the summit.",
        "Nobody was hurt, but three lorries slid into the ditch near the old chapel.",
    ];

    const RETOLD: [&str; 5] = [
        "All night and most of the morning the mountain pass stayed closed by snow.",
        "Volunteers brought blankets and soup to the school hall, where forty drivers slept.",
        "Shortly before noon the first cars were reached by a plough from the valley.",
        "Three lorries slid into the ditch near the chapel, but nobody was hurt.",
        "Below the summit the road authority would build a second gallery.",
    ];

    fn links(around: usize) -> Vec<Link> {
        let text = |from: usize, passage: &[&str]| {
            let mut all = filler(from, around);
            all.extend(passage.iter().map(|s| (*s).to_owned()));
            all.extend(filler(from + 6 * around, around));
            all.join(" ")
        };
        let set = texts(&[&text(0, &PASSAGE), &text(5000, &RETOLD)]);
        compare(&set, &Options::default()).links
    }

    #[test]
    fn a_passage_retold_in_a_long_document_is_one_link() {
        let found = links(60);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].relation, found[0].why.parts),
            (Relation::Paraphrase, 5)
        );
        let parts = PASSAGE.join(" ").len();
        assert_eq!(found[0].a.span.len(), parts);
    }

    #[test]
    fn articles_of_ordinary_length_keep_a_link_for_every_sentence() {
        let found = links(20);
        assert_eq!(found.len(), 5);
        assert!(found.iter().all(|link| link.why.parts == 1));
    }

    #[test]
    fn a_version_of_the_whole_document_is_not_one_passage() {
        let mut all = filler(0, 130);
        let one = all.join(" ");
        for at in (0..130).step_by(2) {
            all[at] = all[at].replacen(' ', " neu ", 1);
        }
        let set = texts(&[&one, &all.join(" ")]);
        let found = compare(&set, &Options::default()).links;
        assert!(found.len() > 100 && found.iter().all(|link| link.why.parts == 1));
    }

    #[test]
    fn what_is_new_between_the_same_words_parts_two_passages() {
        let text = |from: usize, between: usize| {
            let mut all = filler(from, 60);
            for (at, sentence) in PASSAGE.iter().enumerate() {
                all.push((*sentence).to_owned());
                all.extend(filler(from + 400 + 50 * at, between));
            }
            all.extend(filler(from + 700, 60));
            all.join(" ")
        };
        let found = |between: usize| {
            let set = texts(&[&text(0, between), &text(5000, between)]);
            compare(&set, &Options::default()).links.len()
        };
        assert_eq!((found(2), found(7)), (1, 5));
    }
}
