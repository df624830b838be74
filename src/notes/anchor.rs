//! Finds the place of a note again, also where the text has changed, or says that it is gone.
//!
//! In this order: the quote where it stood; the quote elsewhere, where what stands around it says so; the
//! most alike words above a floor and clear of the second best. Only the first two are said to be the place;
//! anything else is for a person to confirm. The order is that of Hypothesis (`client`, `html.ts` and
//! `match-quote.ts`), which has neither floor nor margin.

use std::cell::OnceCell;

use super::anchored::{Anchored, Lost};
use super::approximate;
use super::folded::Folded;
use super::target::{CONTEXT, Shown, Target};
use crate::document::{BlockKind, DocId, Document};
use crate::text::token::{is_unspaced, word_spans};
use crate::text::{Span, Text};

/// What stands around a place is held to be what stood around the quote from here on. Unrelated prose has
/// .2 to .4 by the same measure.
const SUPPORTED: f64 = 0.6;
/// One side alone supports a place from here on.
const ONE_SIDE: f64 = 0.8;
/// What stands around a place is the same but for a character or two from here on.
const SAME: f64 = 0.92;
/// By how much the best place must lead the second.
const MARGIN: f64 = 0.1;
/// Quotes of fewer words are found in too many places to be known by themselves.
const DISTINCT: f64 = 5.0;
/// Words are held to be the same, changed a little, from here on; with support from what stands around them
/// already from the lower value on. Unrelated sentences have .3 to .5.
const ALIKE: f64 = 0.75;
const RELATED: f64 = 0.6;
/// How many alike stretches are looked at.
const CANDIDATES: usize = 8;
/// How many code points stand around a quote.
const AROUND: f64 = 64.0;
/// The work that a search may cost: characters of the text times machine words of the quote.
const BUDGET: usize = 1 << 30;

/// Returns the target that a note on a span of a document keeps, with what the reader shows about it.
#[must_use]
pub fn target(document: &Document, span: Span, shown: Option<Shown>) -> Target {
    Target::new(document, span, shown).sketched(document)
}

/// Returns where a target stands in a document now.
#[must_use]
pub fn locate(target: &Target, document: &Document) -> Anchored {
    Finder::new(document).locate(target)
}

/// A document in which targets are sought; what a search needs is made once.
pub(super) struct Finder<'a> {
    document: &'a Document,
    folded: OnceCell<Folded>,
}

/// A place where the quote may stand now.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    span: Span,
    /// Likeness of the words, 0 to 1.
    words: f64,
    /// Length of the quote in code points.
    weight: f64,
    /// Likeness of what stands before and behind; `None` where nothing stood there.
    before: Option<f64>,
    behind: Option<f64>,
}

impl Candidate {
    /// Returns the mean likeness of what stands around it; half where nothing stood there.
    fn context(&self) -> f64 {
        match (self.before, self.behind) {
            (Some(a), Some(b)) => f64::midpoint(a, b),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => 0.5,
        }
    }

    fn is_supported(&self) -> bool {
        let side = |side: Option<f64>| side.is_some_and(|s| s >= ONE_SIDE);
        self.context() >= SUPPORTED || side(self.before) || side(self.behind)
    }

    /// Returns whether what stands on either side is at least so like.
    fn is_between(&self, floor: f64) -> bool {
        let side = |side: Option<f64>| side.is_none_or(|s| s >= floor);
        side(self.before) && side(self.behind)
    }

    /// Returns how like the place is with what stands around it, taken as one text, to rank places of one
    /// target: few words say little, what stands around them says more.
    fn rank(&self) -> f64 {
        let quote = self.weight;
        (self.words * quote + self.context() * AROUND) / (quote + AROUND)
    }
}

impl<'a> Finder<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            document,
            folded: OnceCell::new(),
        }
    }

    pub(super) fn doc(&self) -> DocId {
        self.document.id
    }

    pub(super) fn locate(&self, target: &Target) -> Anchored {
        if target.is_whole() {
            return Anchored::At(self.head());
        }
        if !target.is_quoted() {
            return Anchored::Orphan(Lost::Unquoted);
        }
        let text = &self.document.text;
        let home = Span {
            start: text.byte_of(target.position.start),
            end: text.byte_of(target.position.end),
        };
        let same = target.document.sha256 == self.document.sha256;
        if same && text.slice(home) == target.quote.exact {
            return Anchored::At(home);
        }
        let around = Around::new(target);
        let found = self.exact(target, &around, home).or_else(|nearer| {
            let found = self.approximate(target, &around, home);
            // Where the very words stand, that says more than that nothing is like them.
            found.map_err(|lost| nearer.unwrap_or(lost))
        });
        match found {
            Ok(found) if is_rejected(target, self.document, found) => {
                Anchored::Orphan(Lost::Rejected)
            }
            Ok(found) => found,
            Err(lost) => Anchored::Orphan(lost),
        }
    }

    /// Returns where a note on the whole document is shown: at its title, else where it begins.
    fn head(&self) -> Span {
        let blocks = self.document.blocks.iter();
        let title = blocks
            .filter(|block| block.kind == BlockKind::Title)
            .map(|block| block.span);
        let first = self
            .document
            .sentences
            .first()
            .map(|sentence| sentence.span);
        title.chain(first).next().unwrap_or_default()
    }

    /// Returns the place among those where the quote stands word for word, if what stands around one says so;
    /// where it stands and nothing says so, why none was taken.
    fn exact(
        &self,
        target: &Target,
        around: &Around,
        home: Span,
    ) -> Result<Anchored, Option<Lost>> {
        let exact = target.quote.exact.as_str();
        let places: Vec<Candidate> = self
            .document
            .text
            .as_str()
            .match_indices(exact)
            .map(|(at, _)| self.candidate(Span::new(at, at + exact.len()), 1.0, around))
            .collect();
        let best = places
            .iter()
            .map(Candidate::context)
            .max_by(f64::total_cmp)
            .ok_or(None)?;
        let alike: Vec<&Candidate> = places
            .iter()
            .filter(|place| best - place.context() < MARGIN)
            .collect();
        if let Some(place) = alike.iter().find(|place| place.span == home) {
            let sure = place.is_supported() || around.distinct;
            return sure
                .then_some(Anchored::At(home))
                .ok_or(Some(Lost::Elsewhere));
        }
        let nearest = alike
            .iter()
            .min_by_key(|place| place.span.start.abs_diff(home.start))
            .ok_or(None)?;
        let sure = alike.len() == 1 && (around.distinct || nearest.is_between(SUPPORTED));
        match nearest.is_supported() {
            true if sure => Ok(Anchored::At(nearest.span)),
            true => Ok(Anchored::Moved(nearest.span)),
            false if alike.len() > 1 => Err(Some(Lost::Alike)),
            false => Err(Some(Lost::Elsewhere)),
        }
    }

    /// Returns the place whose words and surroundings are most like the target's, above a floor and clear of
    /// the second best.
    fn approximate(&self, target: &Target, around: &Around, home: Span) -> Result<Anchored, Lost> {
        let folded = self
            .folded
            .get_or_init(|| Folded::new(self.document.text.as_str()));
        let quote = Folded::new(target.quote.exact.trim()).chars;
        if quote.is_empty() {
            return Err(Lost::Gone);
        }
        if folded.len().saturating_mul(quote.len().div_ceil(64)) > BUDGET {
            return Err(Lost::Long);
        }
        let mut places = self.alike(folded, &quote, around);
        places.extend(self.between(folded, &quote, around));
        places.sort_by(|a, b| {
            let far = |place: &Candidate| place.span.start.abs_diff(home.start);
            b.rank().total_cmp(&a.rank()).then(far(a).cmp(&far(b)))
        });
        let best = places.first().ok_or(Lost::Gone)?;
        if !is_enough(best, around.distinct) {
            return Err(Lost::Gone);
        }
        let clear = places
            .iter()
            .filter(|other| !other.span.touches(best.span))
            .all(|other| best.rank() - other.rank() >= MARGIN);
        clear
            .then_some(Anchored::Moved(best.span))
            .ok_or(Lost::Alike)
    }

    /// Returns the places whose words are most like the quote's.
    fn alike(&self, folded: &Folded, quote: &[char], around: &Around) -> Vec<Candidate> {
        let limit = quote.len() * 9 / 20;
        approximate::search(quote, &folded.chars, limit, CANDIDATES)
            .iter()
            .map(|found| {
                let words = approximate::likeness(found.distance, quote.len());
                let span = whole_words(&self.document.text, folded.span(found.start, found.end));
                self.candidate(span, words, around)
            })
            .collect()
    }

    /// Returns the places between what stood before and what stood behind the quote, whatever the words are.
    fn between(&self, folded: &Folded, quote: &[char], around: &Around) -> Vec<Candidate> {
        let (Some(before), Some(behind)) = (&around.before, &around.behind) else {
            return Vec::new();
        };
        let find =
            |words: &[char]| approximate::search(words, &folded.chars, words.len() / 4, CANDIDATES);
        let behind = find(behind);
        let mut places = Vec::new();
        for before in find(before) {
            let reach = before.end..=before.end + 2 * quote.len() + CONTEXT;
            let next = behind.iter().filter(|b| reach.contains(&b.start));
            let Some(end) = next.map(|b| b.start).min() else {
                continue;
            };
            let span = folded.span(before.end, end);
            // Where few words were exchanged it was for as many; otherwise they were taken out and others
            // moved up.
            let count = |span: Span| word_spans(self.document.text.as_str(), span).count();
            if !span.is_empty() && (around.distinct || count(span) == around.words) {
                let words = approximate::whole(quote, &folded.chars[before.end..end]);
                places.push(self.candidate(span, words, around));
            }
        }
        places
    }

    fn candidate(&self, span: Span, words: f64, around: &Around) -> Candidate {
        let text = &self.document.text;
        let (start, end) = (text.char_of(span.start), text.char_of(span.end));
        // Twice the context, so that a few words put in do not push it out of sight.
        let before = Span {
            start: text.byte_of(start.saturating_sub(2 * CONTEXT)),
            end: span.start,
        };
        let behind = Span {
            start: span.end,
            end: text.byte_of(end + 2 * CONTEXT),
        };
        let (before, behind) = (
            Folded::new(text.slice(before)),
            Folded::new(text.slice(behind)),
        );
        Candidate {
            span,
            words,
            weight: around.length,
            before: around.before.as_ref().map(|prefix| {
                approximate::beginning(prefix.iter().rev().copied(), before.chars.iter().rev())
            }),
            behind: around
                .behind
                .as_ref()
                .map(|suffix| approximate::beginning(suffix.iter().copied(), behind.chars.iter())),
        }
    }
}

/// Returns whether a person said that a target is not where it was found.
fn is_rejected(target: &Target, document: &Document, found: Anchored) -> bool {
    let span = found.span();
    span.is_some_and(|span| target.is_rejected_at(document, span))
}

/// What stood around the quote, folded; `None` where nothing but white space did.
struct Around {
    /// Length of the quote in code points.
    length: f64,
    /// How many words it has, and whether they are enough to be known by themselves.
    words: usize,
    distinct: bool,
    before: Option<Vec<char>>,
    behind: Option<Vec<char>>,
}

impl Around {
    fn new(target: &Target) -> Self {
        let folded = |words: &str| {
            let chars = Folded::new(words).chars;
            chars.iter().any(|c| *c != ' ').then_some(chars)
        };
        Self {
            length: target.quote.exact.chars().count() as f64,
            words: word_spans(&target.quote.exact, Span::new(0, target.quote.exact.len())).count(),
            distinct: is_distinct(&target.quote.exact),
            before: folded(&target.quote.prefix),
            behind: folded(&target.quote.suffix),
        }
    }
}

/// Returns whether a place is enough like the target's to be offered for confirmation. Many words must be
/// alike themselves; a few may be others, but then what stands on both sides of them must be the same.
fn is_enough(place: &Candidate, distinct: bool) -> bool {
    if distinct {
        return place.words >= ALIKE || (place.words >= RELATED && place.context() >= SUPPORTED);
    }
    let floor = if place.words >= RELATED {
        SUPPORTED
    } else {
        SAME
    };
    let side = |side: Option<f64>| side.is_none_or(|s| s >= floor);
    side(place.before) && side(place.behind)
}

/// Returns whether words are many enough to be known by themselves; in scripts without spaces a character is
/// about half a word.
pub(super) fn is_distinct(words: &str) -> bool {
    let weight = |span: Span| {
        let first = words.get(span.range()).and_then(|word| word.chars().next());
        if first.is_some_and(is_unspaced) {
            0.5
        } else {
            1.0
        }
    };
    let all = Span::new(0, words.len());
    word_spans(words, all).map(weight).sum::<f64>() >= DISTINCT
}

/// Returns the span with words that it cuts taken in whole.
fn whole_words(text: &Text, span: Span) -> Span {
    let content = text.as_str();
    let inside = |at: u32| {
        let (before, behind) = content.split_at_checked(at as usize)?;
        let (a, b) = (before.chars().next_back()?, behind.chars().next()?);
        let joined = a.is_alphanumeric() && b.is_alphanumeric();
        (joined && !is_unspaced(a) && !is_unspaced(b)).then_some((a, b))
    };
    let (mut start, mut end) = (span.start, span.end);
    while let Some((before, _)) = inside(start) {
        start -= Span::offset(before.len_utf8());
    }
    while let Some((_, behind)) = inside(end) {
        end += Span::offset(behind.len_utf8());
    }
    Span { start, end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::{Position, sample};

    const TEXT: &str = "The harbour office opened on Monday after a long repair. Ships had waited for nine days.\n\n\
        The mayor said that “no crew will be sent away”, and thanked the engineers.\n\
        Nine ships left on Tuesday. The mayor said that repairs would go on – until the spring.\n";

    fn document(text: &str) -> Document {
        sample::document("", text)
    }

    fn span(text: &str, words: &str) -> Span {
        let at = text.find(words).unwrap();
        Span::new(at, at + words.len())
    }

    /// Where a note on `words` of [`TEXT`] stands after the text has become `now`.
    fn moved(words: &str, now: &str) -> Anchored {
        let before = document(TEXT);
        locate(&target(&before, span(TEXT, words), None), &document(now))
    }

    #[test]
    fn a_target_counts_in_code_points_and_keeps_what_stands_around() {
        let target = target(&document(TEXT), span(TEXT, "no crew"), None);
        assert_eq!(
            target.position.start,
            TEXT.split("no crew").next().unwrap().chars().count()
        );
        assert_eq!(target.quote.prefix.chars().count(), CONTEXT);
        assert!(target.quote.prefix.ends_with("said that “"));
        assert!(target.quote.suffix.starts_with(" will be sent away”"));
    }

    #[test]
    fn in_the_same_text_every_place_is_where_it_was() {
        for words in ["The", "mayor said that", "– until", TEXT] {
            assert_eq!(moved(words, TEXT), Anchored::At(span(TEXT, words)));
        }
    }

    #[test]
    fn a_quote_that_stands_elsewhere_is_known_by_what_stands_around_it() {
        let now = format!("Corrected on Friday.\n{TEXT}");
        let second = now.rfind("The mayor said that").unwrap();
        let target = target(
            &document(TEXT),
            Span::new(
                TEXT.rfind("The mayor said that").unwrap(),
                TEXT.rfind(" repairs").unwrap(),
            ),
            None,
        );
        assert_eq!(
            locate(&target, &document(&now)),
            Anchored::At(Span::new(second, second + "The mayor said that".len()))
        );
    }

    #[test]
    fn a_quote_stays_where_it_stands_whatever_stands_around_it() {
        let words = "Ships had waited for nine days.";
        let now = TEXT
            .replace("after a long repair", "beyond a high fence")
            .replace("The mayor said that “no", "Our crane sang them “so");
        assert_eq!(moved(words, &now), Anchored::At(span(&now, words)));
    }

    #[test]
    fn changed_words_are_offered_for_confirmation() {
        let now = TEXT.replace(
            "opened on Monday after a long",
            "reopened on Monday after long",
        );
        assert_eq!(
            moved(
                "The harbour office opened on Monday after a long repair.",
                &now
            ),
            Anchored::Moved(span(
                &now,
                "The harbour office reopened on Monday after long repair."
            ))
        );
    }

    #[test]
    fn other_quotation_marks_and_dashes_are_the_same_words() {
        let now = TEXT
            .replace(['“', '”'], "\"")
            .replace('–', "—")
            .replace("\n\n", "\n");
        for (was, is) in [
            (
                "“no crew will be sent away”",
                "\"no crew will be sent away\"",
            ),
            ("go on – until", "go on — until"),
        ] {
            assert_eq!(moved(was, &now), Anchored::Moved(span(&now, is)));
        }
    }

    #[test]
    fn a_deleted_sentence_leaves_an_orphan() {
        for words in [
            "The mayor said that “no crew will be sent away”, and thanked the engineers.",
            "Nine ships left on Tuesday.",
            "Ships had waited for nine days.",
            "The mayor said that repairs would go on – until the spring.",
        ] {
            assert_eq!(
                moved(words, &TEXT.replace(words, "")),
                Anchored::Orphan(Lost::Gone),
                "{words}"
            );
        }
        assert_eq!(
            moved("Monday", &TEXT.replace("on Monday ", "")),
            Anchored::Orphan(Lost::Gone)
        );
        assert_eq!(moved("The mayor", ""), Anchored::Orphan(Lost::Gone));
    }

    #[test]
    fn a_rejected_place_is_not_offered_again_and_another_is() {
        let now = TEXT.replace("opened on Monday", "reopened on Monday");
        let words = "The harbour office opened on Monday after a long repair.";
        let mut target = target(&document(TEXT), span(TEXT, words), None);
        let Anchored::Moved(found) = locate(&target, &document(&now)) else {
            panic!("it moved");
        };
        let found = Target::new(&document(&now), found, None);
        target.rejected.push(super::super::Rejected::of(&found));
        let lost = Anchored::Orphan(Lost::Rejected);
        assert_eq!(locate(&target, &document(&now)), lost);
        let later = format!("Corrected on Friday.\n{now}");
        assert_eq!(
            locate(&target, &document(&later)),
            lost,
            "the same place of a later version"
        );
        let home = Anchored::At(span(TEXT, words));
        assert_eq!(locate(&target, &document(TEXT)), home);
        let other = TEXT.replace("after a long repair", "after long repairs");
        let other = locate(&target, &document(&other));
        assert!(matches!(other, Anchored::Moved(_)), "{other:?}");
    }

    #[test]
    fn an_orphan_says_why() {
        let lost = |words: &str, now: &str| match moved(words, now) {
            Anchored::Orphan(lost) => lost,
            found => panic!("{found:?}"),
        };
        assert_eq!(lost("The mayor", "Nothing is left."), Lost::Gone);
        let elsewhere = "A crane sang of ships and steel. Nine ships sank in a storm long ago.";
        assert_eq!(lost("Nine", elsewhere), Lost::Elsewhere);
        let twice = "A crane sang: Nine. A bridge fell: Nine. A storm came.";
        assert_eq!(lost("Nine", twice), Lost::Alike);
        let only_a_position = Target {
            position: Position { start: 3, end: 7 },
            ..Target::default()
        };
        let empty = locate(&only_a_position, &document(TEXT));
        assert_eq!(empty, Anchored::Orphan(Lost::Unquoted));
    }

    #[test]
    fn a_number_that_was_changed_is_found_between_what_stands_around_it() {
        let now = TEXT.replace("nine days", "eleven days");
        assert_eq!(moved("nine", &now), Anchored::Moved(span(&now, "eleven")));
    }

    #[test]
    fn a_copy_of_the_same_words_is_not_taken_without_asking() {
        let copy = "Nine ships left on Tuesday, said the office. ".repeat(2);
        let target = target(&document(&copy), Span::new(0, 27), None);
        assert!(matches!(
            locate(&target, &document(&format!("New: {}", copy.repeat(3)))),
            Anchored::Moved(_)
        ));
    }
}
