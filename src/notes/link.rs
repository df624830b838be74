//! What a person says of two places in two documents: a pin says that they belong together, a cut that they do
//! not. Each place is told as that of a note is, so that it is found again in a copy or a later version.

use super::target::{Source, Target};
use super::{Anchored, Change, belongs, locate};
use crate::document::{DocId, DocumentSet};
use crate::text::{Span, sanitize};

/// What is said of two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They belong together.
    Pin,
    /// They do not.
    Cut,
}

impl Verdict {
    /// Returns the name of the operation in the log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Cut => "cut",
        }
    }
}

/// A place in a document of a set.
pub type Found = (DocId, Span);

/// Returns the two places of a pin or a cut in a set, where both are there and stand where they stood, or where
/// what stood around them still does: a place that would have to be confirmed says nothing of its words.
#[must_use]
pub fn places(change: &Change, set: &DocumentSet) -> Option<(Verdict, [Found; 2])> {
    let Change::Link { verdict, ends } = change else {
        return None;
    };
    let [one, other] = both(ends, set)?;
    (one.0 != other.0).then_some((*verdict, [one, other]))
}

/// Returns where two places are in a set, if both stand where they stood or where what stood around them does.
#[must_use]
pub fn both(ends: &[Target; 2], set: &DocumentSet) -> Option<[Found; 2]> {
    let [one, other] = ends;
    Some([found(one, set)?, found(other, set)?])
}

/// Returns what is said of two places, and nothing of fewer or more.
pub(super) fn link(verdict: Verdict, ends: Vec<Target>) -> Option<Change> {
    let ends = pair(ends)?;
    Some(Change::Link { verdict, ends })
}

/// Returns two places, and nothing of fewer or more.
pub(super) fn pair(ends: Vec<Target>) -> Option<Box<[Target; 2]>> {
    Some(Box::new(<[Target; 2]>::try_from(ends).ok()?))
}

fn found(target: &Target, set: &DocumentSet) -> Option<Found> {
    let source = &target.document;
    let own = set.iter().filter(|document| belongs(target, document));
    // The same bytes under the same path first, as with notes.
    let mut own: Vec<_> = own.collect();
    own.sort_by_key(|d| (d.sha256 != source.sha256, d.path != source.path, d.id));
    own.into_iter()
        .find_map(|document| match locate(target, document) {
            Anchored::At(span) => Some((document.id, span)),
            _ => None,
        })
}

/// Returns whether two pairs are of the same places, in whichever order.
pub(super) fn same_places(a: &[Target; 2], b: &[Target; 2]) -> bool {
    let same = Target::is_same_place;
    let [first, second] = a;
    let [third, fourth] = b;
    same(first, third) && same(second, fourth) || same(first, fourth) && same(second, third)
}

/// Returns what is said, in words.
pub(super) fn in_words(verdict: Verdict, ends: &[Target; 2]) -> String {
    let [one, other] = ends;
    let (one, other) = (place_in_words(one), place_in_words(other));
    match verdict {
        Verdict::Pin => format!("pinned: {one} with {other}"),
        Verdict::Cut => format!("cut: {one} from {other}"),
    }
}

/// Returns a place in words: the outlet, else the file, and the first words of the quotation.
pub(super) fn place_in_words(end: &Target) -> String {
    let name = source_in_words(&end.document);
    format!("{name} {}", end.in_words(beginning))
}

/// Returns a document in words: the outlet, else the file.
#[must_use]
pub fn source_in_words(source: &Source) -> String {
    match &source.outlet {
        Some(outlet) => sanitize::line(outlet).into_owned(),
        None => file_in_words(source),
    }
}

/// Returns the name of a document's file, else its address.
#[must_use]
pub fn file_in_words(source: &Source) -> String {
    // The folders of a path say less than the words that they would leave no room for.
    let file = source.path.rsplit(['/', '\\']).next();
    let file = file.filter(|file| !file.is_empty());
    let name = file.or(source.url.as_deref()).unwrap_or_default();
    sanitize::line(name).into_owned()
}

/// Returns the first words of a quotation.
fn beginning(quote: &str) -> String {
    const MOST: usize = 24;
    let line: Vec<&str> = quote.split_whitespace().collect();
    let line = line.join(" ");
    match line.char_indices().nth(MOST) {
        None => line,
        Some((end, _)) => format!("{}\u{2026}", line.get(..end).unwrap_or("").trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::sample::document;

    const A: &str = "The bridge was closed at noon. Nobody was hurt, the police said.";
    const B: &str = "Police reported no injuries. Cars were sent round by the old ferry.";

    fn pin(ends: [Target; 2]) -> Change {
        let verdict = Verdict::Pin;
        let ends = Box::new(ends);
        Change::Link { verdict, ends }
    }

    fn ends() -> [Target; 2] {
        [(A, 31, 64), (B, 0, 28)].map(|(text, start, end)| {
            crate::notes::target(&document("case/x.txt", text), Span { start, end }, None)
        })
    }

    #[test]
    fn the_places_of_a_pin_are_found_in_any_order_of_the_documents_and_after_an_edit() {
        let set = DocumentSet::new(vec![document("b.txt", B), document("a.txt", A)]);
        let (one, other) = (Span { start: 31, end: 64 }, Span { start: 0, end: 28 });
        assert_eq!(
            places(&pin(ends()), &set),
            Some((Verdict::Pin, [(DocId(1), one), (DocId(0), other)]))
        );
        let edited = format!("Updated. {A}");
        let set = DocumentSet::new(vec![document("b.txt", B), document("x.txt", &edited)]);
        let found = places(&pin(ends()), &set).unwrap().1;
        assert_eq!(found[0], (DocId(1), Span { start: 40, end: 73 }));
    }

    #[test]
    fn a_pin_without_one_of_its_places_or_with_both_in_one_document_says_nothing() {
        let alone = DocumentSet::new(vec![document("a.txt", A)]);
        assert_eq!(places(&pin(ends()), &alone), None);
        let both = DocumentSet::new(vec![document("a.txt", A), document("b.txt", B)]);
        let [one, _] = ends();
        assert_eq!(places(&pin([one.clone(), one]), &both), None);
        let gone = document("x.txt", "The bridge was closed at noon.");
        let set = DocumentSet::new(vec![gone, document("b.txt", B)]);
        assert_eq!(places(&pin(ends()), &set), None);
    }

    #[test]
    fn a_later_word_on_the_same_places_takes_the_place_of_the_earlier() {
        let [one, other] = ends();
        let cut = Change::Link {
            verdict: Verdict::Cut,
            ends: Box::new([other, one.clone()]),
        };
        assert!(pin(ends()).is_replaced_by(&cut));
        assert!(!pin([one.clone(), one]).is_replaced_by(&cut));
        assert_eq!(
            cut.choice_in_words().unwrap(),
            "cut: x.txt \u{201c}Police reported no injur\u{2026}\u{201d} from x.txt \u{201c}Nobody was hurt, the pol\u{2026}\u{201d}"
        );
    }
}
