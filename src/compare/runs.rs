//! Shared runs of words in any order: stretches of the same words, chained over small edits.
//!
//! ```text
//! a: … will firmly support the plan of the city council to rebuild the bridge this year …
//! b: … will support the new plan of the council to rebuild the bridge this year …
//!      ────          ──────── ─── ── ───     ───────────── one run: 13 words of 15 and 14
//! ```
//! A run goes on over sentence ends but stays inside one block of each document, and has eight words, or five that
//! are rare in the two documents, or is whole sentences.

use std::borrow::Cow;
use std::ops::Range;

use super::chains::Chains;
use super::likeness::Rarity;
use super::pieces::cut;
use super::reading::{MANY, Reading, WORD};
use super::seeds::Stretch;
use super::sentences::FEWEST;
use super::work::Work;
use crate::text::{Span, WordId};

/// A run of this many words is a link by itself (longest shared run of 8: 9 % of the pairs of sentences
/// that say the same, 0.2 % of the others).
pub(super) const LONG: u32 = 8;

/// A shorter run of this many words is one where they are rare.
const RARE: f64 = 5.0;

/// Words are rare where together they weigh as much as so many that stand once in each document: a phrase that was
/// quoted or taken over, not one that everybody uses. (Development parts, sentence F1 and plagdet: SPARK .4971 to
/// .4966 and .457 to .454, where of 13 new links 11 were true by eye; ECB+ .574 to .576 and .525; `idn_pan` .779 to
/// .790 and .528 to .533.)
const RARITY: f64 = 3.0;

/// In long documents a stretch of no more words than this makes no run where they are common,
const SHORT: usize = 3;

/// that is, together weigh less than so many that stand once in each document. (A pair of 1 MB of English news with
/// 10 % edits: about 8 % of the time saved, recall .980 to .978; `idn_pan`, development part: plagdet .525 to .526.)
const UNCOMMON: f64 = 2.0;

/// At the edge of a sentence this many words of difference are taken along: "on Monday" for "on Tuesday".
const EDGE: usize = 3;

/// A run is grown over at most this many small differences at either end.
const GROWTHS: usize = 24;

/// At most this many runs lie over one place.
const DEEPEST: usize = 32;

/// A run: where it lies in both documents, and which words are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Indices of its words in the first document.
    pub a: Range<usize>,
    /// And in the second.
    pub b: Range<usize>,
    /// The words that are the same, by index, rising in both.
    pub same: Vec<(u32, u32)>,
}

/// The runs of two documents, in order.
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// Those that are links by themselves.
    pub long: Vec<Run>,
    /// Shorter ones of rare words, over places of their own: links where no better one is.
    pub rare: Vec<Run>,
}

/// Returns the runs that stretches of the same words in two documents make.
pub(super) fn shared(
    a: &Reading,
    b: &Reading,
    stretches: &[Stretch],
    rarity: &Rarity<'_>,
    work: &mut Work<'_>,
) -> Runs {
    let stretches = uncommon(a, b, stretches, rarity);
    let chains = Chains::new(a, b, &stretches, work);
    let mut kept = Kept::new(a.words.len());
    let (mut found, mut rare) = (Runs::default(), Vec::new());
    for last in chains.best_first() {
        let members = chains.take(last, &mut kept.used);
        if members.is_empty() || !work.spend(members.len()) {
            continue;
        }
        let mut run = joined(a, b, &members);
        grow(a, b, &mut run, Way::Back);
        grow(a, b, &mut run, Way::Forth);
        if size(a, &run) >= LONG * WORD || is_whole(a, b, &run) {
            kept.add(a, b, run, &mut found.long);
        } else if is_rare(a, b, &run, rarity) {
            rare.push(run);
        }
    }
    for run in rare {
        kept.add(a, b, run, &mut found.rare);
    }
    for runs in [&mut found.long, &mut found.rare] {
        runs.sort_by_key(|run| (run.a.start, run.b.start, run.a.end, run.b.end));
    }
    found
}

/// Returns the stretches of which runs are made: of long documents those of as few words as a seed, such as "one of
/// the", only where they are uncommon; else two texts of a megabyte have thirty times as many as they share passages.
fn uncommon<'s>(
    a: &Reading,
    b: &Reading,
    stretches: &'s [Stretch],
    rarity: &Rarity<'_>,
) -> Cow<'s, [Stretch]> {
    if a.units.len().max(b.units.len()) <= MANY {
        return Cow::Borrowed(stretches);
    }
    let least = UNCOMMON * rarity.once_in_each;
    let weight = |stretch: &Stretch| rarity.total(a, stretch.a..stretch.a + stretch.len);
    let keeps = |stretch: &&Stretch| stretch.len > SHORT || weight(stretch) >= least;
    Cow::Owned(stretches.iter().filter(keeps).copied().collect())
}

/// Returns whether a run has enough words, and rare ones. What is set aside in either document does not count, and a
/// character of a script without spaces counts as the part of a word that it is.
fn is_rare(a: &Reading, b: &Reading, run: &Run, rarity: &Rarity<'_>) -> bool {
    let (mut count, mut weight) = (0.0, 0.0);
    for (x, y) in &run.same {
        let (one, other) = (&a.words[*x as usize], &b.words[*y as usize]);
        let part = f64::from(one.size.min(other.size)) / f64::from(WORD);
        count += part;
        weight += part * f64::from(rarity.term(one.term));
    }
    // Of few sentences nobody can tell what is rare.
    count >= RARE && weight >= RARITY * rarity.once_in_each.max(1.0)
}

/// Returns whether a run is whole sentences of the same words in both, of at least as many words as a
/// sentence must have to link.
fn is_whole(a: &Reading, b: &Reading, run: &Run) -> bool {
    let edges = |reading: &Reading, words: &Range<usize>| {
        let unit = |at: usize| &reading.units[reading.words[at].unit as usize];
        let first = unit(words.start).first as usize == words.start;
        first && unit(words.end - 1).end as usize == words.end
    };
    let exact = run.same.len() == run.a.len() && run.same.len() == run.b.len();
    exact && size(a, run) >= FEWEST * WORD && edges(a, &run.a) && edges(b, &run.b)
}

/// Returns the size of the words that are the same.
pub(super) fn size(a: &Reading, run: &Run) -> u32 {
    let sizes = run
        .same
        .iter()
        .map(|(x, _)| u32::from(a.words[*x as usize].size));
    sizes.sum()
}

/// Makes one run of stretches that follow each other, with the words that are the same in the gaps.
fn joined(a: &Reading, b: &Reading, members: &[Stretch]) -> Run {
    let mut same: Vec<(u32, u32)> = Vec::new();
    let mut end: Option<(usize, usize)> = None;
    for stretch in members {
        let (mut x, mut y) = (stretch.a, stretch.b);
        let stop = stretch.a + stretch.len;
        if let Some((end_a, end_b)) = end {
            let over = end_a.saturating_sub(x).max(end_b.saturating_sub(y));
            (x, y) = (x + over, y + over);
            common(a, b, end_a..x, end_b..y, &mut same);
        }
        same.extend(
            (x..stop)
                .zip(y..)
                .map(|(x, y)| (Span::offset(x), Span::offset(y))),
        );
        end = Some((stop, stop + stretch.b - stretch.a));
    }
    let (first, last) = (same.first().copied(), same.last().copied());
    let (from, to) = (first.unwrap_or_default(), last.unwrap_or_default());
    Run {
        a: from.0 as usize..to.0 as usize + 1,
        b: from.1 as usize..to.1 as usize + 1,
        same,
    }
}

/// Adds the longest common order of the words of two short stretches.
fn common(
    a: &Reading,
    b: &Reading,
    xs: Range<usize>,
    ys: Range<usize>,
    same: &mut Vec<(u32, u32)>,
) {
    let (m, n) = (xs.len(), ys.len());
    if m == 0 || n == 0 {
        return;
    }
    let equal = |x: usize, y: usize| a.words[xs.start + x].id == b.words[ys.start + y].id;
    let mut longest = vec![0_u16; (m + 1) * (n + 1)];
    let cell = |x: usize, y: usize| x * (n + 1) + y;
    for x in (0..m).rev() {
        for y in (0..n).rev() {
            longest[cell(x, y)] = if equal(x, y) {
                longest[cell(x + 1, y + 1)] + 1
            } else {
                longest[cell(x + 1, y)].max(longest[cell(x, y + 1)])
            };
        }
    }
    let (mut x, mut y) = (0, 0);
    while x < m && y < n {
        if equal(x, y) {
            same.push((Span::offset(xs.start + x), Span::offset(ys.start + y)));
            (x, y) = (x + 1, y + 1);
        } else if longest[cell(x + 1, y)] >= longest[cell(x, y + 1)] {
            x += 1;
        } else {
            y += 1;
        }
    }
}

/// A direction of growth.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    Forth,
}

impl Way {
    /// Returns the index `steps` outside a range, where there is one.
    fn outside(self, range: &Range<usize>, steps: usize) -> Option<usize> {
        match self {
            Self::Back => range.start.checked_sub(1 + steps),
            Self::Forth => Some(range.end + steps),
        }
    }

    fn widen(self, range: &mut Range<usize>, steps: usize) {
        match self {
            Self::Back => range.start -= steps,
            Self::Forth => range.end += steps,
        }
    }
}

/// Grows a run over small differences behind which more words are the same than differ: those are too
/// short to be seeds.
fn grow(a: &Reading, b: &Reading, run: &mut Run, way: Way) {
    let mut more: Vec<(u32, u32)> = Vec::new();
    for _ in 0..GROWTHS {
        let Some((over_a, over_b, len)) = next_match(a, b, run, way) else {
            break;
        };
        for step in 0..len {
            let x = way.outside(&run.a, over_a + step).map_or(0, Span::offset);
            let y = way.outside(&run.b, over_b + step).map_or(0, Span::offset);
            more.push((x, y));
        }
        way.widen(&mut run.a, over_a + len);
        way.widen(&mut run.b, over_b + len);
    }
    if way == Way::Back {
        more.reverse();
        run.same.splice(0..0, more);
    } else {
        run.same.append(&mut more);
    }
}

/// The words next to a run, the nearest first, as far as its block goes.
type Outside = [Option<WordId>; 2 * EDGE + 1];

/// Returns how many words to step over in each document, and how many are the same behind them.
fn next_match(a: &Reading, b: &Reading, run: &Run, way: Way) -> Option<(usize, usize, usize)> {
    let (xs, ys) = (outside(a, &run.a, way), outside(b, &run.b, way));
    let equal = |x: usize, y: usize| xs[x].is_some() && xs[x] == ys[y];
    for gap in 0..=EDGE {
        let along = (0..gap).flat_map(|less| [(gap, less), (less, gap)]);
        for (x, y) in along.chain([(gap, gap)]) {
            if (0..=gap).all(|more| equal(x + more, y + more)) {
                return Some((x, y, gap + 1));
            }
        }
    }
    None
}

fn outside(reading: &Reading, range: &Range<usize>, way: Way) -> Outside {
    let block = reading.words[range.start].block;
    let word = |steps| reading.words.get(way.outside(range, steps)?);
    std::array::from_fn(|steps| {
        let word = word(steps).filter(|word| word.block == block);
        word.map(|word| word.id)
    })
}

/// Takes the last few words up to the edges of the sentences along, where both have only a few.
fn take_edges(a: &Reading, b: &Reading, run: &mut Run) {
    let unit_a = &a.units[a.words[run.a.start].unit as usize];
    let unit_b = &b.units[b.words[run.b.start].unit as usize];
    let before_a = run.a.start - unit_a.first as usize;
    let before_b = run.b.start - unit_b.first as usize;
    if before_a <= EDGE && before_b <= EDGE {
        let (xs, ys) = (
            run.a.start - before_a..run.a.start,
            run.b.start - before_b..run.b.start,
        );
        let mut same = Vec::new();
        common(a, b, xs, ys, &mut same);
        run.same.splice(0..0, same);
        (run.a.start, run.b.start) = (run.a.start - before_a, run.b.start - before_b);
    }
    let unit_a = &a.units[a.words[run.a.end - 1].unit as usize];
    let unit_b = &b.units[b.words[run.b.end - 1].unit as usize];
    let (end_a, end_b) = (unit_a.end as usize, unit_b.end as usize);
    if end_a - run.a.end <= EDGE && end_b - run.b.end <= EDGE {
        common(a, b, run.a.end..end_a, run.b.end..end_b, &mut run.same);
        (run.a.end, run.b.end) = (end_a, end_b);
    }
}

/// Where a run lies in both documents.
type Ranges = (Range<usize>, Range<usize>);

/// The runs that were kept, to leave out later ones over the same place of both documents.
struct Kept {
    used: Vec<bool>,
    /// By part of the first document: the runs over it.
    parts: Vec<Vec<Ranges>>,
}

impl Kept {
    const PART: usize = 64;

    /// For a first document of so many words.
    fn new(words: usize) -> Self {
        Self {
            used: Vec::new(),
            parts: vec![Vec::new(); words / Self::PART + 1],
        }
    }

    /// Adds a run to others, cut where it is edited, if it is kept.
    fn add(&mut self, a: &Reading, b: &Reading, mut run: Run, runs: &mut Vec<Run>) {
        if self.keep(&run) {
            take_edges(a, b, &mut run);
            runs.extend(cut(a, b, &run));
        }
    }

    /// Keeps a run unless one that was kept before lies over half of it in both documents.
    fn keep(&mut self, run: &Run) -> bool {
        let half_over = |one: &Range<usize>, other: &Range<usize>| {
            let common = one
                .end
                .min(other.end)
                .saturating_sub(one.start.max(other.start));
            2 * common > one.len()
        };
        let parts = run.a.start / Self::PART..=(run.a.end - 1) / Self::PART;
        for part in parts.clone() {
            let known = self.parts.get(part).map_or(&[][..], |v| v);
            let over = |k: &Ranges| half_over(&run.a, &k.0) && half_over(&run.b, &k.1);
            if known.len() >= DEEPEST || known.iter().any(over) {
                return false;
            }
        }
        for known in self.parts.get_mut(parts).into_iter().flatten() {
            known.push((run.a.clone(), run.b.clone()));
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::reading::read;
    use crate::compare::sample::texts;
    use crate::compare::seeds::stretches;
    use crate::compare::work::Options;

    fn all(a: &str, b: &str) -> Runs {
        let readings = read(&texts(&[a, b]));
        let mut work = Options::default().share(1);
        let (a, b) = (&readings.documents[0], &readings.documents[1]);
        let stretches = stretches(a, b, &mut work);
        let rarity = Rarity::new(&readings, a, b);
        shared(a, b, &stretches, &rarity, &mut work)
    }

    fn runs(a: &str, b: &str) -> Vec<Run> {
        all(a, b).long
    }

    #[test]
    fn a_run_goes_over_small_edits_as_one() {
        let found = runs(
            "She will firmly support the plan of the city council to rebuild the old bridge this year.",
            "She will support the new plan of the council to rebuild the old bridge next year.",
        );
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].a.clone(), found[0].b.clone()), (0..17, 0..16));
        assert_eq!(found[0].same.len(), 14);
        let dropped = ["firmly", "city", "this"];
        assert_eq!(found[0].a.len() - found[0].same.len(), dropped.len());
    }

    #[test]
    fn an_edited_sentence_inside_a_run_is_a_link_of_its_own() {
        let found = runs(
            "Rain fell all day. The old bridge will be rebuilt this year. Nobody in town was hurt.",
            "Rain fell all day. The old bridge will be rebuilt next year. Nobody in town was hurt.",
        );
        let parts: Vec<_> = found.iter().map(|r| (r.a.clone(), r.same.len())).collect();
        assert_eq!(parts, [(0..4, 4), (4..12, 7), (12..17, 5)]);
    }

    #[test]
    fn an_edited_sentence_inside_a_quotation_is_a_link_of_its_own() {
        let said =
            "Rain fell all day. The old bridge will be rebuilt this year. Nobody in town was hurt.";
        let found = runs(
            &format!("On Monday the mayor of the town said: \"{said}\""),
            &format!(
                "Later he told all of us: \"{}\"",
                said.replace("this", "next")
            ),
        );
        let parts: Vec<_> = found.iter().map(|r| (r.a.len(), r.same.len())).collect();
        assert_eq!(parts, [(4, 4), (8, 7), (5, 5)]);
    }

    #[test]
    fn a_run_goes_on_over_the_end_of_a_sentence() {
        let text = "The river rose fast. Nobody was hurt in the valley.";
        assert_eq!(runs(text, text).len(), 1);
    }

    #[test]
    fn a_run_stays_inside_a_block() {
        let found = runs(
            "the river rose fast and nobody was hurt there\nin the valley they waited for the boats to come",
            "the river rose fast and nobody was hurt there in the valley they waited for the boats to come",
        );
        let ranges: Vec<_> = found.iter().map(|run| run.a.clone()).collect();
        assert_eq!(ranges, [0..9, 9..19]);
    }

    #[test]
    fn seven_words_are_a_run_only_where_they_are_whole_sentences() {
        let seven = "one two three four five six seven";
        assert!(runs(&format!("{seven} eight"), &format!("{seven} nine ten")).is_empty());
        assert_eq!(runs(seven, seven).len(), 1);
    }

    /// Two documents that share some words, with sentences around them that make these rare.
    fn amid_others(shared: &str) -> Runs {
        let around = "The mayor spoke of the harbour. The harbour is old, said the mayor. Nobody asked the mayor. ";
        let one = format!("{around}Yesterday {shared} again.");
        let other = format!("Tomorrow {shared} instead. {around}");
        let mut found = all(&one, &other);
        let own = |run: &Run| run.a.start > 15;
        found.long.retain(own);
        found.rare.retain(own);
        found
    }

    #[test]
    fn five_words_are_a_run_where_they_are_rare() {
        let found = amid_others("shocked and profoundly saddened neighbours");
        assert_eq!((found.long.len(), found.rare.len()), (0, 1));
        assert_eq!(found.rare[0].same.len(), 5);
        let found = amid_others("the mayor of the harbour");
        assert_eq!((found.long.len(), found.rare.len()), (0, 0));
        let found = amid_others("shocked and profoundly saddened");
        assert_eq!((found.long.len(), found.rare.len()), (0, 0));
    }

    #[test]
    fn a_name_of_many_characters_that_stands_often_is_no_run_of_rare_words() {
        let found = |said: &str| {
            let one = format!(
                "{said}と述べた。雨が降った。朝鮮民主主義人民共和国は黙った。港は静かだ。船が来た。"
            );
            let other = format!("朝鮮民主主義人民共和国が報じた。\n畑は乾く。\n{said}に言及。");
            all(&one, &other).rare.len()
        };
        assert_eq!(found("朝鮮民主主義人民共和国"), 0);
        // And the name, which stands once in each now.
        assert_eq!(found("伝統的友好関係揺るぎな"), 2);
    }

    #[test]
    fn moved_runs_are_found() {
        let (one, other) = (
            "The council will rebuild the old bridge this year.",
            "Farmers in the valley waited for rain all summer.",
        );
        let found = runs(&format!("{one}\n{other}"), &format!("{other}\n{one}"));
        assert_eq!(found.len(), 2);
        assert!(found[0].b.start > found[1].b.start);
    }

    #[test]
    fn a_repeat_inside_one_document_makes_no_pile_of_runs() {
        let often = "rain fell on the quiet coast all day. ".repeat(500);
        assert_eq!(runs(&often, &often).len(), 1);
    }
}
