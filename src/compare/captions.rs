//! Captions: a caption links to captions, and to the text of an article only where nothing better holds.
//!
//! ```text
//! a: The ferry returned on Monday.    ─ same words ─     b: The ferry returned on Monday.
//! a: [picture] The ferry returns.     ─ same words ─     b: [picture] The ferry returns.
//!              across                 ─ left out ─
//! ```
//! The words of a picture say again what the text says. A strong link across is left out where both its ends
//! have one of their own kind that is as strong, so that nothing becomes "only here" that stands in the other
//! document; a weak one, which says no more than "perhaps", where one end has. (SPARK, development part: two
//! false pairs of sentences fewer, none that holds.)

use super::meaning::Thresholds;
use super::pairs::Pairs;
use super::passage::Relation;
use super::rivals::Kind;
use super::settle::Draft;
use crate::document::Document;

const RELATIONS: [Relation; 4] = [
    Relation::Verbatim,
    Relation::Near,
    Relation::Paraphrase,
    Relation::Weak,
];

/// Links of one relation between captions or between texts, to be found by either end.
struct Level {
    relation: Relation,
    by_a: Pairs,
    by_b: Pairs,
}

impl Level {
    fn of(relation: Relation, links: &[Draft], across: &[bool], from: Thresholds) -> Self {
        let own = links.iter().zip(across).filter(|(_, across)| !**across);
        let own = own.filter(|(link, _)| link.relation == relation && holds_by_words(link, from));
        let spans: Vec<_> = own.map(|(link, _)| (link.a, link.b)).collect();
        Self {
            relation,
            by_b: Pairs::of(spans.iter().map(|(a, b)| (*b, *a))),
            by_a: Pairs::of(spans.into_iter()),
        }
    }
}

/// Leaves out the links of a caption to a text where something better holds. The links are in any order.
pub(super) fn without_strays(
    (a, b): (&Document, &Document),
    mut links: Vec<Draft>,
    from: Thresholds,
) -> Vec<Draft> {
    let is_caption = |document: &Document, at: u32| Kind::at(document, at) == Kind::Caption;
    let across = |link: &Draft| is_caption(a, link.a.start) != is_caption(b, link.b.start);
    let across: Vec<bool> = links.iter().map(across).collect();
    if !across.contains(&true) {
        return links;
    }
    let levels = RELATIONS.map(|relation| Level::of(relation, &links, &across, from));
    let mut across = across.into_iter();
    links.retain(|link| across.next() != Some(true) || !is_stray(link, &levels));
    links
}

/// Returns whether the ends of a link across have links of their own kind that are as strong.
fn is_stray(link: &Draft, levels: &[Level]) -> bool {
    let as_strong = levels.iter().filter(|l| l.relation <= link.relation);
    let (mut one, mut other) = (false, false);
    for level in as_strong {
        one |= level.by_a.take(link.a);
        other |= level.by_b.take(link.b);
    }
    (one && other) || (!link.relation.is_strong() && (one || other))
}

/// Returns whether the words alone make a link what it is: no model takes a link away.
fn holds_by_words(link: &Draft, from: Thresholds) -> bool {
    let words = 0.5 * (link.why.lexical + link.why.characters);
    let least = match link.relation {
        Relation::Paraphrase => from.paraphrase,
        Relation::Weak => from.weak,
        Relation::Verbatim | Relation::Near => 0.0,
    };
    link.why.meaning.is_none() || words >= least
}

#[cfg(test)]
mod tests {
    use crate::compare::passage::Relation;
    use crate::compare::sample::{document, set};
    use crate::compare::{Options, compare};
    use crate::document::{BlockKind, Document};
    use crate::text::Span;

    /// A document whose lines that begin with `[` are captions.
    fn pictured(text: &str) -> Document {
        let mut made = document(text);
        for at in 0..made.blocks.len() {
            if made.text.slice(made.blocks[at].span).starts_with('[') {
                made.blocks[at].kind = BlockKind::Caption;
            }
        }
        made
    }

    /// The linked wordings of two documents.
    fn links(one: &str, other: &str) -> Vec<(String, String, Relation)> {
        let documents = set(vec![pictured(one), pictured(other)]);
        let found = compare(&documents, &Options::default());
        let words = |doc, span: Span| documents.get(doc).unwrap().text.slice(span).to_owned();
        let wordings = found.links.iter();
        wordings
            .map(|l| {
                (
                    words(l.a.doc, l.a.span),
                    words(l.b.doc, l.b.span),
                    l.relation,
                )
            })
            .collect()
    }

    const TEXT: &str = "The white ferry returned to the old harbour on Monday.";
    const PICTURE: &str = "[The white ferry returned to the old harbour on Monday.]";
    const REST: &str = "Farmers fear a dry summer without any rain.";

    fn across(found: &[(String, String, Relation)]) -> usize {
        let caption = |words: &str| words.contains('[') || words.contains(']');
        let across = found.iter();
        across.filter(|l| caption(&l.0) != caption(&l.1)).count()
    }

    #[test]
    fn a_caption_and_a_text_with_counterparts_of_their_own_are_not_linked() {
        let both = format!("{TEXT}\n{PICTURE}\n{REST}");
        let found = links(&both, &format!("{both}\nSchools open late."));
        assert_eq!((found.len(), across(&found)), (3, 0), "{found:?}");
    }

    #[test]
    fn a_caption_that_alone_says_what_a_text_says_is_linked_to_it() {
        let found = links(
            &format!("{PICTURE}\n{REST}"),
            &format!("{TEXT}\nSchools open late."),
        );
        assert_eq!(across(&found), 1, "{found:?}");
    }

    #[test]
    fn a_caption_with_no_caption_to_link_to_keeps_the_text() {
        let found = links(
            &format!("{TEXT}\n{PICTURE}\n{REST}"),
            &format!("{TEXT}\nSchools open late."),
        );
        assert_eq!((found.len(), across(&found)), (2, 1), "{found:?}");
    }
}
