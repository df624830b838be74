//! What a person made of a conflict or a look: of two places that cannot both hold, or that are to be read together.
//! It is kept by the two places, so that it is known again whatever finds them.

use super::link::place_in_words;
use super::target::Target;

/// Where a person stands with a conflict or a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is still to be looked into.
    Open,
    /// It was looked at.
    Seen,
    /// It has an explanation.
    Explained,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Seen, Self::Explained];

    /// Returns its name in the log and in lists.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Seen => "seen",
            Self::Explained => "explained",
        }
    }

    /// Returns the one of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// Returns what is said of two places, in words.
pub(super) fn in_words(standing: Standing, ends: &[Target; 2], why: &str) -> String {
    let [one, other] = ends;
    let (one, other) = (place_in_words(one), place_in_words(other));
    let why = match why.trim() {
        "" => String::new(),
        why => format!(": {why}"),
    };
    format!("{}: {one} against {other}{why}", standing.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::sample::document;
    use crate::notes::{Change, NoteSet, Operation, OperationId};
    use crate::text::Span;

    #[test]
    fn the_last_standing_of_two_places_holds_and_undo_brings_back_the_one_before() {
        let end = |path, text: &str| Target::new(&document(path, text), Span::new(0, 4), None);
        let (one, other) = (end("a.txt", "Nine ships"), end("b.txt", "Eight ships"));
        let stand = |id: u8, ends: [&Target; 2], standing, text: &str| Operation {
            id: OperationId(id.to_string()),
            at: jiff::Timestamp::UNIX_EPOCH,
            by: None,
            change: Change::Stand {
                standing,
                ends: Box::new(ends.map(Clone::clone)),
                text: text.to_owned(),
            },
        };
        let mut notes = NoteSet::new([
            stand(0, [&one, &other], Standing::Seen, ""),
            stand(1, [&one, &one], Standing::Open, ""),
            stand(
                2,
                [&other, &one],
                Standing::Explained,
                "one\u{1b} came back",
            ),
        ]);
        let told = |notes: &NoteSet| -> Vec<String> {
            let choices = notes.choices_in_force().into_iter();
            choices.filter_map(|o| o.change.choice_in_words()).collect()
        };
        assert_eq!(
            told(&notes),
            [
                "open: a.txt “Nine” against a.txt “Nine”",
                "explained: b.txt “Eigh” against a.txt “Nine”: one\u{241b} came back",
            ]
        );
        let operation = notes.last_undoable(|_| false).unwrap();
        notes.apply(Operation {
            id: OperationId("3".to_owned()),
            ..stand(3, [&one, &other], Standing::Open, "")
        });
        assert_eq!(told(&notes).len(), 2, "a state is replaced, not added");
        assert_eq!(operation, OperationId("2".to_owned()));
        for undone in [3, 2] {
            let undo = Change::Undo {
                operation: OperationId(undone.to_string()),
            };
            let id = OperationId(format!("undo {undone}"));
            notes.apply(Operation {
                id,
                at: jiff::Timestamp::UNIX_EPOCH,
                by: None,
                change: undo,
            });
        }
        assert_eq!(told(&notes)[0], "seen: a.txt “Nine” against b.txt “Eigh”");
    }

    #[test]
    fn every_standing_has_a_name_of_its_own() {
        for one in Standing::ALL {
            assert_eq!(Standing::named(one.name()), Some(one));
        }
        assert_eq!(Standing::named("solved"), None);
    }
}
