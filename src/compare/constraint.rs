//! What a person has decided about two places: a pin says that they belong together, a cut that they do
//! not. Every other link is found as without them.
//!
//! ```text
//! run    a: ───────────────────────────       pin   the two places are one link, by the rule "pin";
//!        b: ───────────────────────────             links that lie inside both go into it
//! cut    a:          ~~~~~~~~
//!        b:          ~~~~~~~~                  cut   a run keeps what lies before and behind; two
//! left   a: ────────          ─────────              sentences of which half is cut have no link
//! ```

use std::ops::Range;

use super::likeness::{Likeness, balance};
use super::matching::matches;
use super::passage::{Place, Relation, Rule, Why};
use super::reading::{Reading, WORD};
use super::runs::{Run, size};
use super::sentences::{FEWEST, Scored};
use super::settle::{Draft, Pair, relation, rounded};
use crate::document::DocId;
use crate::text::Span;

/// What a person says of two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// They say the same.
    Pin,
    /// They do not.
    Cut,
}

/// Two places of two documents and what a person says of them. Of two constraints on the same places the later counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// What is said.
    pub verdict: Verdict,
    /// A place of one document.
    pub a: Place,
    /// A place of another.
    pub b: Place,
}

/// The constraints on a pair of documents.
#[derive(Debug, Default)]
pub(super) struct Constraints {
    pins: Vec<(Span, Span)>,
    cuts: Vec<(Span, Span)>,
}

impl Constraints {
    /// Returns those of a list that are on two documents, in the order of these.
    pub(super) fn of(all: &[Constraint], one: DocId, other: DocId) -> Self {
        let mut found = Self::default();
        for constraint in all {
            let (a, b) = (constraint.a, constraint.b);
            let places = match (a.doc, b.doc) {
                both if both == (one, other) => (a.span, b.span),
                both if both == (other, one) => (b.span, a.span),
                _ => continue,
            };
            found.pins.retain(|known| *known != places);
            found.cuts.retain(|known| *known != places);
            match constraint.verdict {
                Verdict::Pin => found.pins.push(places),
                Verdict::Cut => found.cuts.push(places),
            }
        }
        found
    }

    /// Takes what is cut out of the runs; what is left of a run stays where it has four words.
    pub(super) fn cut_runs(&self, a: &Reading, b: &Reading, runs: Vec<Run>) -> Vec<Run> {
        if self.cuts.is_empty() {
            return runs;
        }
        let is_cut = |(x, y): &(u32, u32)| {
            let (x, y) = (a.words[*x as usize].span, b.words[*y as usize].span);
            let mut cuts = self.cuts.iter();
            cuts.any(|(in_a, in_b)| in_a.covers(x) && in_b.covers(y))
        };
        let mut left = Vec::with_capacity(runs.len());
        for run in runs {
            let cut: Vec<bool> = run.same.iter().map(is_cut).collect();
            if !cut.contains(&true) {
                left.push(run);
                continue;
            }
            let parts = parts(&run, &cut);
            left.extend(parts.filter(|part| size(a, part) >= FEWEST * WORD));
        }
        left
    }

    /// Leaves out pairs of sentences of which a cut covers half or more in both documents.
    pub(super) fn cut_sentences(&self, a: &Reading, b: &Reading, scored: &mut Vec<Scored>) {
        scored.retain(|pair| {
            let (x, y) = (&a.units[pair.a as usize], &b.units[pair.b as usize]);
            !self.is_cut(x.span, y.span)
        });
    }

    /// Leaves out links of which a cut covers half or more in both documents.
    pub(super) fn cut_drafts(&self, links: &mut Vec<Draft>) {
        links.retain(|link| !self.is_cut(link.a, link.b));
    }

    fn is_cut(&self, a: Span, b: Span) -> bool {
        let half = |cut: Span, span: Span| {
            let common = cut.common(span).map_or(0, Span::len);
            common > 0 && 2 * common >= cut.len().min(span.len())
        };
        let mut cuts = self.cuts.iter();
        cuts.any(|(in_a, in_b)| half(*in_a, a) && half(*in_b, b))
    }

    /// Puts the pinned places among the links of a pair, in order; links inside a pin go into it.
    pub(super) fn pin(&self, pair: &Pair<'_>, links: &mut Vec<Draft>) {
        for (a, b) in &self.pins {
            let Some(draft) = pinned(pair, *a, *b) else {
                continue;
            };
            links.retain(|link| !(draft.a.covers(link.a) && draft.b.covers(link.b)));
            links.push(draft);
        }
        links.sort_by_key(|link| (link.a, link.b));
    }
}

/// Returns the stretches of a run whose words are not cut.
fn parts<'a>(run: &'a Run, cut: &'a [bool]) -> impl Iterator<Item = Run> + 'a {
    let stretches = cut.chunk_by(|x, y| x == y).scan(0, |at, chunk| {
        let start = *at;
        *at += chunk.len();
        Some((start..*at, chunk.first() == Some(&true)))
    });
    let kept = stretches.filter(|(_, is_cut)| !is_cut);
    kept.filter_map(|(range, _)| {
        let same = run.same.get(range.clone())?.to_vec();
        let (first, last) = (*same.first()?, *same.last()?);
        let edge = |outer: usize, own: u32, at_edge: bool| {
            if at_edge { outer } else { own as usize }
        };
        let (begins, ends) = (range.start == 0, range.end == run.same.len());
        Some(Run {
            a: edge(run.a.start, first.0, begins)..edge(run.a.end, last.0 + 1, ends),
            b: edge(run.b.start, first.1, begins)..edge(run.b.end, last.1 + 1, ends),
            same,
        })
    })
}

/// Returns the link of two pinned places; none where one has no word.
fn pinned(pair: &Pair<'_>, a: Span, b: Span) -> Option<Draft> {
    let (one, other) = (pair.a.1, pair.b.1);
    let (xs, ys) = (words(one, a), words(other, b));
    if xs.is_empty() || ys.is_empty() {
        return None;
    }
    let found = matches((one, other), xs.clone(), ys.clone(), pair.rarity);
    let weights = found.iter().map(|m| {
        let term = one.words[m.a as usize].term;
        f64::from(pair.rarity.term(term)) * f64::from(m.likeness)
    });
    let matched: f64 = weights.sum();
    let lexical = balance(
        matched,
        pair.rarity.total(one, xs.clone()),
        matched,
        pair.rarity.total(other, ys.clone()),
    );
    let stretches = (&one.words[xs.clone()], &other.words[ys.clone()]);
    let likeness = Likeness {
        lexical,
        characters: pair.rarity.characters(stretches.0, stretches.1),
        meaning: None,
    };
    let by_words = relation(stretches.0, stretches.1, false);
    Some(Draft {
        a,
        b,
        relation: by_words.min(Relation::Paraphrase),
        score: rounded(likeness.score()),
        moved: false,
        by_chance: false,
        why: Why {
            rule: Rule::Pin,
            words: Span::offset(found.len()),
            lexical: rounded(likeness.lexical),
            characters: rounded(likeness.characters),
            parts: 1,
            meaning: None,
        },
        words: found.iter().map(|m| starts(pair, m.a, m.b)).collect(),
    })
}

fn starts(pair: &Pair<'_>, x: u32, y: u32) -> (u32, u32) {
    let start = |reading: &Reading, at: u32| reading.words[at as usize].span.start;
    (start(pair.a.1, x), start(pair.b.1, y))
}

/// Returns the indices of the words inside a span.
fn words(reading: &Reading, span: Span) -> Range<usize> {
    let from = reading.words.partition_point(|w| w.span.start < span.start);
    let end = reading.words.partition_point(|w| w.span.end <= span.end);
    from..end.max(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::passage::Comparison;
    use crate::compare::sample::texts;
    use crate::compare::{Options, compare};
    use proptest::prelude::*;

    const A: &str = "Rain fell on the old harbour town all day. The council met in the evening. Nobody in the valley was hurt by the flood.";
    const B: &str = "Rain fell on the old harbour town all day. The council met in the evening. Nobody in the valley was hurt by the flood.";

    fn place(doc: u16, text: &str, words: &str) -> Place {
        let start = text.find(words).unwrap();
        Place {
            doc: DocId(doc),
            span: Span::new(start, start + words.len()),
        }
    }

    fn with(a: &str, b: &str, constraints: &[Constraint]) -> Comparison {
        let options = Options {
            constraints,
            ..Options::default()
        };
        compare(&texts(&[a, b]), &options)
    }

    fn said(verdict: Verdict, one: &str, other: &str, b: &str) -> Constraint {
        Constraint {
            verdict,
            a: place(0, A, one),
            b: place(1, b, other),
        }
    }

    #[test]
    fn a_cut_inside_a_run_leaves_what_is_before_and_behind() {
        let middle = "The council met in the evening.";
        let cut = said(Verdict::Cut, middle, middle, B);
        assert_eq!(with(A, B, &[]).links.len(), 1);
        let left = with(A, B, &[cut]);
        let ends: Vec<_> = left.links.iter().map(|link| link.a.span).collect();
        let before = A.find(" The council").unwrap();
        let behind = A.find("Nobody").unwrap();
        assert_eq!(ends, [Span::new(0, before), Span::new(behind, A.len())]);
        let only: Vec<_> = left.only.iter().map(|place| place.doc).collect();
        assert_eq!(only, [DocId(0), DocId(1)], "what is cut is only here");
    }

    #[test]
    fn a_cut_of_two_sentences_in_other_words_ends_their_link() {
        let other = "All day the old harbour town had rain falling on it. Dogs bark.";
        assert_eq!(with(A, other, &[]).links.len(), 1);
        let cut = said(
            Verdict::Cut,
            "Rain fell on the old harbour town all day.",
            "All day the old harbour town had rain falling on it.",
            other,
        );
        assert!(with(A, other, &[cut]).links.is_empty());
    }

    #[test]
    fn a_pin_links_what_has_no_word_in_common_and_stays_off_the_rest() {
        let other = "It poured down there without end. Dogs bark at night in the hills.";
        assert!(with(A, other, &[]).links.is_empty());
        let pin = said(
            Verdict::Pin,
            "Rain fell on the old harbour town all day.",
            "It poured down there without end.",
            other,
        );
        let found = with(A, other, &[pin]);
        assert_eq!(found.links.len(), 1);
        let link = &found.links[0];
        assert_eq!(
            (link.relation, link.why.rule),
            (Relation::Paraphrase, Rule::Pin)
        );
        assert_eq!(found.passages.len(), 1);
    }

    #[test]
    fn of_two_constraints_on_the_same_places_the_later_counts() {
        let words = "The council met in the evening.";
        let both = [Verdict::Cut, Verdict::Pin].map(|v| said(v, words, words, B));
        let pinned = with(A, B, &both);
        assert!(pinned.links.iter().any(|link| link.why.rule == Rule::Pin));
        let swapped = [both[1], both[0]];
        assert!(
            with(A, B, &swapped)
                .links
                .iter()
                .all(|l| l.why.rule != Rule::Pin)
        );
    }

    fn text() -> impl Strategy<Value = String> {
        let sentence = prop::collection::vec("[a-e]{1,3}", 1..9)
            .prop_map(|words| format!("{}.", words.join(" ")));
        prop::collection::vec(sentence, 1..6).prop_map(|sentences| sentences.join(" "))
    }

    fn span(text: &str, (start, len): (usize, usize)) -> Span {
        let start = start % text.len();
        Span::new(start, (start + 1 + len).min(text.len()))
    }

    proptest! {
        #[test]
        fn any_constraints_hold_and_touch_no_other_document(
            (a, b, c) in (text(), text(), text()),
            said in prop::collection::vec((any::<bool>(), (0..99usize, 0..60usize), (0..99usize, 0..60usize)), 0..5),
        ) {
            let said: Vec<Constraint> = said
                .into_iter()
                .map(|(pin, one, other)| Constraint {
                    verdict: if pin { Verdict::Pin } else { Verdict::Cut },
                    a: Place { doc: DocId(0), span: span(&a, one) },
                    b: Place { doc: DocId(1), span: span(&b, other) },
                })
                .collect();
            let set = texts(&[&a, &b, &c]);
            let found = compare(&set, &Options { constraints: &said, ..Options::default() });
            let free = compare(&set, &Options::default());
            let others = |found: &Comparison| -> Vec<_> {
                let links = found.links.iter().filter(|link| link.b.doc == DocId(2));
                links.cloned().collect()
            };
            prop_assert_eq!(others(&found), others(&free));
            let pinned = |link: &&crate::compare::passage::Link| link.why.rule == Rule::Pin;
            for link in found.links.iter().filter(pinned) {
                let is_said = |c: &Constraint| (c.a, c.b) == (link.a, link.b) && c.verdict == Verdict::Pin;
                prop_assert!(said.iter().any(is_said));
            }
            for link in found.links.iter().filter(|link| !pinned(link)) {
                for (x, y) in link.words.iter().filter(|_| link.why.rule == Rule::Run) {
                    let both = |c: &Constraint| c.a.span.holds(*x) && c.b.span.holds(*y);
                    let whole = said.iter().filter(|c| c.verdict == Verdict::Cut && both(c));
                    let later = |cut: &Constraint| {
                        said.iter().any(|c| c.verdict == Verdict::Pin && (c.a, c.b) == (cut.a, cut.b))
                    };
                    let word = |text: &str, at: u32| {
                        let rest = text.get(at as usize..).unwrap_or("");
                        let len = rest.find([' ', '.']).unwrap_or(rest.len());
                        Span::new(at as usize, at as usize + len)
                    };
                    let left: Vec<_> = whole
                        .filter(|cut| cut.a.span.covers(word(&a, *x)) && cut.b.span.covers(word(&b, *y)))
                        .filter(|cut| !later(cut))
                        .collect();
                    prop_assert!(left.is_empty(), "{left:?} did not cut {x} and {y}");
                }
            }
        }
    }

    #[test]
    fn a_constraint_may_name_its_documents_in_either_order() {
        let words = "The council met in the evening.";
        let cut = said(Verdict::Cut, words, words, B);
        let turned = Constraint {
            a: cut.b,
            b: cut.a,
            ..cut
        };
        assert_eq!(with(A, B, &[turned]).links, with(A, B, &[cut]).links);
    }
}
