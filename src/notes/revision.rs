//! What a person says of a note after it was written, besides its words: where it stands, its tags, its rating.

use super::Note;
use super::target::{Rejected, Target};
use crate::text::sanitize;

/// What is said of a note.
#[derive(Clone, Debug, PartialEq)]
pub enum Revision {
    /// Its place is another: the one it had, and the one it has. A moved place is confirmed so, and a span resized.
    Move(Box<[Target; 2]>),
    /// A place of it is not where it was found: the place it has, and where it was found.
    Reject(Box<[Target; 2]>),
    /// It is about these places too.
    Places(Vec<Target>),
    /// It has these tags and no others.
    Tags(Vec<String>),
    /// It is rated with these words; none take the rating back.
    Rating(String),
}

impl Revision {
    /// Returns the name of the operation in the log.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Move(_) => "note-move",
            Self::Reject(_) => "note-reject",
            Self::Places(_) => "note-places",
            Self::Tags(_) => "note-tags",
            Self::Rating(_) => "note-rating",
        }
    }

    /// Lets it take effect on a note. Where the place it is about was changed meanwhile it has none.
    pub(super) fn apply(&self, note: &mut Note) {
        match self {
            Self::Move(ends) => {
                let [was, now] = ends.as_ref();
                if let Some(place) = place(note, was) {
                    *place = harmless(now);
                }
            }
            Self::Reject(ends) => {
                let [was, found] = ends.as_ref();
                if let Some(place) = place(note, was) {
                    place.rejected.push(Rejected::of(&harmless(found)));
                }
            }
            Self::Places(targets) => {
                for target in targets.iter().map(harmless) {
                    if !note.targets.iter().any(|own| own.is_same_place(&target)) {
                        note.targets.push(target);
                    }
                }
            }
            Self::Tags(tags) => note.tags = cleaned(tags),
            Self::Rating(words) => note.rating = rating(words),
        }
    }

    /// Returns what was said, in words, as the status line names it.
    #[must_use]
    pub fn in_words(&self) -> String {
        let words = match self {
            Self::Move(ends) => {
                let [was, now] = ends.as_ref();
                match was.quote.exact == now.quote.exact {
                    true => "the place of a note confirmed".to_owned(),
                    false => "other words for a note".to_owned(),
                }
            }
            Self::Reject(_) => "the place of a note rejected".to_owned(),
            Self::Places(targets) if targets.len() == 1 => "one place more for a note".to_owned(),
            Self::Places(targets) => format!("{} places more for a note", targets.len()),
            Self::Tags(tags) if tags.is_empty() => "no tags for a note".to_owned(),
            Self::Tags(tags) => format!("the tags {}", tags.join(", ")),
            Self::Rating(words) if words.trim().is_empty() => "no rating for a note".to_owned(),
            Self::Rating(words) => format!("the rating \u{201c}{}\u{201d}", words.trim()),
        };
        sanitize::line(&words).into_owned()
    }
}

/// Returns the place of a note that an operation is about.
fn place<'a>(note: &'a mut Note, was: &Target) -> Option<&'a mut Target> {
    let was = harmless(was);
    note.targets.iter_mut().find(|own| own.is_same_place(&was))
}

fn harmless(target: &Target) -> Target {
    let mut target = target.clone();
    target.sanitize();
    target
}

/// Returns tags as one harmless line each.
pub(super) fn cleaned(tags: &[String]) -> Vec<String> {
    let line = |tag: &String| sanitize::line(tag).into_owned();
    tags.iter().map(line).collect()
}

/// Returns a rating as one harmless line, and none where there are no words.
#[must_use]
pub fn rating(words: &str) -> Option<String> {
    let words = words.trim();
    (!words.is_empty()).then(|| sanitize::line(words).into_owned())
}

/// Returns tags without white space around them, empty ones and repeats.
#[must_use]
pub fn distinct<'a>(given: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in given {
        let tag = sanitize::line(tag.trim()).into_owned();
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::sample::document;
    use crate::notes::{Change, NoteId, NoteSet, Operation, OperationId, Shown};
    use crate::text::Span;
    use proptest::prelude::*;

    const TEXT: &str = "The bridge was closed at noon. Nobody was hurt, the police said.";

    fn target(start: usize, end: usize) -> Target {
        let shown = Shown {
            why: Some("a reason".to_owned()),
            ..Shown::default()
        };
        Target::new(&document("a.txt", TEXT), Span::new(start, end), Some(shown))
    }

    fn id(number: usize) -> OperationId {
        OperationId(number.to_string())
    }

    fn operation(number: usize, change: Change) -> Operation {
        Operation {
            id: id(number),
            at: jiff::Timestamp::UNIX_EPOCH,
            by: None,
            change,
        }
    }

    /// A note on the first sentence, and what is said of it.
    fn told(revisions: Vec<Revision>) -> NoteSet {
        let add = Change::Add {
            text: "a".to_owned(),
            targets: vec![target(0, 30)],
            tags: vec!["first".to_owned()],
            rating: None,
        };
        let note = || NoteId(id(0));
        let revise = |revision| Change::Revise {
            note: note(),
            revision,
        };
        let changes = std::iter::once(add).chain(revisions.into_iter().map(revise));
        NoteSet::new(
            changes
                .enumerate()
                .map(|(at, change)| operation(at, change)),
        )
    }

    fn note(notes: &NoteSet) -> &Note {
        notes.get(&NoteId(id(0))).unwrap()
    }

    #[test]
    fn a_place_moves_only_from_where_it_is_and_keeps_what_was_shown() {
        let to = |from: &Target, start, end| {
            let now = from.moved_to(&document("a.txt", TEXT), Span::new(start, end));
            Revision::Move(Box::new([from.clone(), now]))
        };
        let first = target(0, 30);
        let notes = told(vec![to(&first, 31, 44), to(&first, 4, 10)]);
        let place = &note(&notes).targets[0];
        assert_eq!(place.quote.exact, "Nobody was hu");
        let why = |t: &Target| t.shown.as_ref().unwrap().why.clone();
        assert_eq!(why(place), why(&first));
        let words = place.shown.as_ref().unwrap().words.as_deref();
        assert_eq!(words, Some(first.quote.exact.as_str()));
    }

    #[test]
    fn places_are_added_once() {
        let notes = told(vec![
            Revision::Places(vec![target(31, 44), target(0, 30)]),
            Revision::Places(vec![target(31, 44)]),
        ]);
        assert_eq!(note(&notes).targets.len(), 2);
    }

    #[test]
    fn a_later_rating_and_later_tags_replace_those_before_and_are_harmless() {
        let notes = told(vec![
            Revision::Rating("wrong".to_owned()),
            Revision::Rating(" half\u{1b} right ".to_owned()),
            Revision::Tags(vec!["x\ny".to_owned()]),
        ]);
        assert_eq!(note(&notes).rating.as_deref(), Some("half\u{241b} right"));
        assert_eq!(note(&notes).tags, ["x y"]);
        let notes = told(vec![
            Revision::Rating("x".to_owned()),
            Revision::Rating("  ".to_owned()),
        ]);
        assert_eq!(note(&notes).rating, None);
    }

    fn revision() -> impl Strategy<Value = Revision> {
        let targets = || (0..60_usize, 1..5_usize).prop_map(|(at, length)| target(at, at + length));
        let pair = || {
            (prop::bool::ANY, targets(), targets())
                .prop_map(|(own, a, b)| Box::new([if own { target(0, 30) } else { a }, b]))
        };
        prop_oneof![
            pair().prop_map(Revision::Move),
            pair().prop_map(Revision::Reject),
            prop::collection::vec(targets(), 0..3).prop_map(Revision::Places),
            prop::collection::vec("\\PC{0,6}", 0..3).prop_map(Revision::Tags),
            "\\PC{0,8}".prop_map(Revision::Rating),
        ]
    }

    proptest! {
        #[test]
        fn every_revision_is_taken_back_done_again_and_kept(revisions in prop::collection::vec(revision(), 1..8)) {
            let mut notes = told(Vec::new());
            let mut steps = vec![note(&notes).clone()];
            for (at, revision) in revisions.iter().enumerate() {
                let change = Change::Revise { note: NoteId(id(0)), revision: revision.clone() };
                let operation = operation(at + 1, change);
                let line = operation.to_json().unwrap();
                prop_assert!(!line.contains(['\n', '\t']));
                let read = Operation::from_json(&line).unwrap();
                prop_assert_eq!(&read, &operation);
                notes.apply(read);
                steps.push(note(&notes).clone());
            }
            let mut next = revisions.len() + 1;
            for step in steps.iter().rev().skip(1) {
                let operation = notes.last_undoable(|_| false).unwrap();
                notes.apply(self::operation(next, Change::Undo { operation }));
                next += 1;
                prop_assert_eq!(note(&notes), step);
            }
            for step in steps.iter().skip(1) {
                let operation = notes.last_redoable().unwrap();
                notes.apply(self::operation(next, Change::Undo { operation }));
                next += 1;
                prop_assert_eq!(note(&notes), step);
            }
        }
    }
}
