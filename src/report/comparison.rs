//! The comparison as JSON, `variorum.comparison/1`: offsets in code points, scores with four decimals, the
//! same bytes for the same input. Lists that are not computed yet are `null`.
//!
//! ```text
//! {"schema":"variorum.comparison/1", ..., "links":[{"a":{"doc":0,"start":120,"end":260}, ...}], ...}
//! ```

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::skipped::{self, Named};
use crate::compare::meaning;
use crate::compare::nearest;
use crate::compare::passage::{self, Place};
use crate::document::{Document, DocumentSet, Found, Skipped};
use crate::text::Span;

/// Writes a comparison as one JSON object and a line feed. `skipped` are the inputs that
/// gave no document, `applied` what was taken from a notes file that was given.
///
/// # Errors
/// Where the writer fails.
pub fn json(
    set: &DocumentSet,
    comparison: &passage::Comparison,
    skipped: &[Skipped],
    applied: &[String],
    out: &mut dyn Write,
) -> io::Result<()> {
    let report = Comparison {
        applied,
        ..Comparison::of(set, comparison, skipped)
    };
    serde_json::to_writer(&mut *out, &report)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Comparison<'a> {
    schema: &'static str,
    applied: &'a [String],
    partial: bool,
    engine: Engine<'a>,
    pairs: Vec<Pair>,
    documents: Vec<Entry<'a>>,
    links: Vec<Link>,
    passages: Vec<Passage>,
    only: Vec<Stretch>,
    conflicts: Option<()>,
    looks: Option<()>,
    quotes: Option<()>,
    skipped: Vec<Named<'a>>,
}

#[derive(Serialize)]
struct Engine<'a> {
    version: &'static str,
    model: Option<Model<'a>>,
    thresholds: Thresholds,
    /// With a model: the thresholds of pairs that it does not read, whose links have no meaning.
    #[serde(skip_serializing_if = "Option::is_none")]
    thresholds_without_model: Option<Thresholds>,
}

#[derive(Serialize)]
struct Model<'a> {
    name: &'a str,
    digest: &'a str,
}

#[derive(Serialize)]
struct Thresholds {
    paraphrase: f64,
    weak: f64,
}

#[derive(Serialize)]
struct Pair {
    a: usize,
    b: usize,
    comparable: bool,
    cosine: f64,
    doubtful: bool,
    /// Null where enough links were found.
    nearest: Option<Nearest>,
}

/// What was tried between two documents with few or no links.
#[derive(Serialize)]
struct Nearest {
    sentences: [u32; 2],
    run: u32,
    a: Option<Stretch>,
    b: Option<Stretch>,
    score: Option<f64>,
    words: String,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: usize,
    siglum: String,
    path: &'a str,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    date: Option<&'a str>,
    url: Option<&'a str>,
    sha256: &'a str,
    length: usize,
    share: Share,
}

/// The shares in the order of [`passage::Share::parts`].
struct Share([f64; 6]);

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = ["verbatim", "near", "paraphrase", "weak", "only", "folded"];
        serializer.collect_map(names.iter().zip(&self.0))
    }
}

#[derive(Serialize)]
struct Stretch {
    doc: usize,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Link {
    a: Stretch,
    b: Stretch,
    relation: &'static str,
    score: f64,
    moved: bool,
    why: Why,
}

#[derive(Serialize)]
struct Why {
    rule: &'static str,
    words: u32,
    lexical: f64,
    characters: f64,
    meaning: Option<f64>,
    parts: u32,
}

#[derive(Serialize)]
struct Passage {
    id: usize,
    members: Vec<Member>,
    credits: Option<()>,
}

#[derive(Serialize)]
struct Member {
    #[serde(flatten)]
    place: Stretch,
    relation: &'static str,
}

impl<'a> Comparison<'a> {
    fn of(set: &'a DocumentSet, found: &'a passage::Comparison, skipped: &'a [Skipped]) -> Self {
        let stretch = |place: &Place| Stretch::of(set, *place);
        let shares = found.shares.iter().copied();
        let shares = shares.chain(std::iter::repeat(passage::Share::default()));
        let passages = found.passages.iter().enumerate();
        Self {
            schema: "variorum.comparison/1",
            applied: &[],
            partial: found.partial,
            engine: Engine::of(found),
            pairs: found
                .pairs
                .iter()
                .map(|p| Pair::of(set, found, p))
                .collect(),
            documents: set
                .iter()
                .zip(shares)
                .map(|(d, s)| Entry::of(d, s))
                .collect(),
            links: found.links.iter().map(|link| Link::of(set, link)).collect(),
            passages: passages
                .map(|(id, passage)| Passage::of(set, id, passage))
                .collect(),
            only: found.only.iter().map(stretch).collect(),
            conflicts: None,
            looks: None,
            quotes: None,
            skipped: skipped::named(skipped),
        }
    }
}

impl<'a> Engine<'a> {
    fn of(found: &'a passage::Comparison) -> Self {
        let model = found.model.as_ref();
        let without = || Thresholds::of(found.by_words);
        Self {
            version: env!("CARGO_PKG_VERSION"),
            model: model.map(|model| Model {
                name: &model.name,
                digest: &model.digest,
            }),
            thresholds: Thresholds::of(found.thresholds()),
            thresholds_without_model: model.map(|_| without()),
        }
    }
}

impl Thresholds {
    fn of(used: meaning::Thresholds) -> Self {
        Self {
            paraphrase: decimal(used.paraphrase),
            weak: decimal(used.weak),
        }
    }
}

impl Pair {
    fn of(set: &DocumentSet, found: &passage::Comparison, pair: &passage::Pair) -> Self {
        Self {
            a: pair.a.index(),
            b: pair.b.index(),
            comparable: pair.comparable,
            cosine: decimal(pair.cosine),
            doubtful: pair.doubtful,
            nearest: pair
                .nearest
                .map(|nearest| Nearest::of(set, nearest, found.by_words)),
        }
    }
}

impl Nearest {
    fn of(set: &DocumentSet, nearest: nearest::Nearest, from: meaning::Thresholds) -> Self {
        let (a, b, score) = match nearest.likest {
            Some((a, b, score)) => (Some(a), Some(b), Some(score)),
            None => (None, None, None),
        };
        let stretch = |place: Option<Place>| place.map(|place| Stretch::of(set, place));
        Self {
            sentences: [nearest.ones, nearest.others],
            run: nearest.run,
            a: stretch(a),
            b: stretch(b),
            score: score.map(decimal),
            words: nearest.words(from),
        }
    }
}

impl<'a> Entry<'a> {
    fn of(document: &'a Document, share: passage::Share) -> Self {
        let value = |found: &'a Option<Found>| found.as_ref().map(|found| found.value.as_str());
        Self {
            id: document.id.index(),
            siglum: document.id.siglum(),
            path: &document.path,
            outlet: value(&document.outlet),
            title: value(&document.title),
            date: value(&document.date),
            url: value(&document.url),
            sha256: &document.sha256,
            length: document.text.chars(),
            share: Share::of(share),
        }
    }
}

impl Share {
    /// Rounds shares to four decimals so that their sum stays 1: what is left over goes to those that lost most.
    fn of(share: passage::Share) -> Self {
        let parts = share.parts();
        let mut whole = parts.map(|part| (part * 10_000.0).floor());
        let lost = |at: usize| parts[at] * 10_000.0 - (parts[at] * 10_000.0).floor();
        let mut order = [0, 1, 2, 3, 4, 5];
        order.sort_by(|x, y| lost(*y).total_cmp(&lost(*x)));
        let left = parts.iter().sum::<f64>() * 10_000.0 - whole.iter().sum::<f64>();
        for (_, at) in (0..)
            .zip(order)
            .take_while(|(n, _)| f64::from(*n) + 0.5 < left)
        {
            whole[at] += 1.0;
        }
        Self(whole.map(|part| part / 10_000.0))
    }
}

impl Stretch {
    fn of(set: &DocumentSet, place: Place) -> Self {
        let Span { start, end } = place.span;
        let text = set.get(place.doc).map(|document| &document.text);
        let char_of = |byte| text.map_or(0, |text| text.char_of(byte));
        Self {
            doc: place.doc.index(),
            start: char_of(start),
            end: char_of(end),
        }
    }
}

impl Link {
    fn of(set: &DocumentSet, link: &passage::Link) -> Self {
        Self {
            a: Stretch::of(set, link.a),
            b: Stretch::of(set, link.b),
            relation: link.relation.name(),
            score: decimal(link.score),
            moved: link.moved,
            why: Why {
                rule: link.why.rule.name(),
                words: link.why.words,
                lexical: decimal(link.why.lexical),
                characters: decimal(link.why.characters),
                meaning: link.why.meaning.map(decimal),
                parts: link.why.parts,
            },
        }
    }
}

impl Passage {
    fn of(set: &DocumentSet, id: usize, passage: &passage::Passage) -> Self {
        let members = passage.members.iter().map(|member| Member {
            place: Stretch::of(set, member.place),
            relation: member.relation.name(),
        });
        Self {
            id,
            members: members.collect(),
            credits: None,
        }
    }
}

fn decimal(score: f32) -> f64 {
    four(f64::from(score))
}

fn four(score: f64) -> f64 {
    (score * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shares_of_four_decimals_still_sum_to_one(counts in prop::array::uniform6(0_u32..10_000), own in 1_u32..10_000) {
            let sum = f64::from(counts.iter().sum::<u32>() + own);
            let part = |at: usize| f64::from(counts[at]) / sum;
            let exact = passage::Share {
                verbatim: part(0) + f64::from(own) / sum,
                near: part(1),
                paraphrase: part(2),
                weak: part(3),
                only: part(4),
                folded: part(5),
            };
            let Share(rounded) = Share::of(exact);
            prop_assert!((rounded.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            let near = |(one, other): (&f64, f64)| (one - other).abs() < 1.1e-4;
            prop_assert!(rounded.iter().zip(exact.parts()).all(near));
        }
    }
}
