//! Stories of notes: what becomes of them after they were written, through the real loop and a real log.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

#[expect(dead_code, reason = "other tests use the rest")]
mod common;
#[expect(dead_code, reason = "other tests use the rest")]
mod story;

use common::{documents, sample};
use story::{Ending, story, story_in, story_with};
use tempfile::TempDir;
use variorum::document::DocumentSet;
use variorum::notes::{Anchored, Lost};
use variorum::run::scribe::Scribe;

const HARBOUR: &str = "The harbour reopens\n\nThe harbour office opened on Monday after a long repair of its roof. \
    Ships had waited for nine days outside the breakwater.\n\nThe mayor thanked the engineers and promised \
    that no crew would be sent away.\n";

const FERRY: &str = "Ferries sail again\n\nThe first ferry left at dawn with forty cars on board. \
    Ships had waited for nine days, the port says.\n";

/// The harbour article, some of its words exchanged, beside another.
fn harbour(from: &str, to: &str) -> DocumentSet {
    let text = HARBOUR.replace(from, to);
    assert!(from.is_empty() || text != HARBOUR);
    documents(&[
        ("harbour.txt", text.as_bytes()),
        ("ferry.txt", FERRY.as_bytes()),
    ])
}

/// Tells a story of the harbour as it was first.
fn first(folder: &TempDir, keys: &str) -> Ending {
    story_in(folder.path(), harbour("", ""), keys)
}

/// Tells a story of the harbour after the sentence of the first note was changed a little.
fn edited(folder: &TempDir, keys: &str) -> Ending {
    let set = harbour(
        "opened on Monday after a long",
        "reopened on Monday after long",
    );
    story_in(folder.path(), set, keys)
}

/// Returns where the first target of the first note stands.
fn standing(end: &Ending) -> Anchored {
    let note = end.state.notes.set.iter().next().unwrap();
    end.state.notes.places_of(note)[0].unwrap().1
}

const WRITE: &str = "/ \"harbour office\" enter a \"which roof?\" ctrl-s";

#[test]
fn a_moved_note_asks_and_is_confirmed_undone_and_confirmed_again_also_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let written = first(&folder, WRITE);
    let note = written.state.notes.set.iter().next().unwrap().clone();
    let asked = edited(&folder, "]a");
    assert!(
        asked.says("note moved, gy confirms gn rejects: which roof?"),
        "{}",
        asked.text()
    );
    assert!(matches!(standing(&asked), Anchored::Moved(_)));
    assert!(edited(&folder, "A").says("A  moved, gy gn  which roof?"));

    let confirmed = edited(&folder, "]a gy");
    assert!(
        confirmed.says("saved: other words for a note; u takes it back"),
        "{}",
        confirmed.text()
    );
    assert!(matches!(standing(&confirmed), Anchored::At(_)));
    let now = confirmed.state.notes.set.iter().next().unwrap();
    assert!(
        now.targets[0]
            .quote
            .exact
            .starts_with("The harbour office reopened")
    );
    assert_eq!(
        now.targets[0].shown, note.targets[0].shown,
        "what was shown is kept"
    );
    assert!(edited(&folder, "]a gy").says("nothing to confirm"));

    let undone = edited(&folder, "u");
    assert!(
        matches!(standing(&undone), Anchored::Moved(_)),
        "undo after a restart"
    );
    assert!(matches!(
        standing(&edited(&folder, "ctrl-r")),
        Anchored::At(_)
    ));
    assert!(matches!(standing(&edited(&folder, "")), Anchored::At(_)));
}

#[test]
fn a_rejected_place_leaves_an_orphan_that_says_why_and_does_not_come_back() {
    let folder = TempDir::new().unwrap();
    first(&folder, WRITE);
    let rejected = edited(&folder, "]a gn");
    assert_eq!(standing(&rejected), Anchored::Orphan(Lost::Rejected));
    assert_eq!(
        standing(&edited(&folder, "")),
        Anchored::Orphan(Lost::Rejected)
    );
    let listed = edited(&folder, "A");
    assert!(
        listed.says("ORPHAN  which roof?  \u{2014} you said that it is not where"),
        "{}",
        listed.text()
    );
    let whole = edited(&folder, "A i");
    assert!(
        whole.says("A harbour.txt: ORPHAN, you said that it is not where its words were found")
            || whole.says("ORPHAN, you said that it is not where its words were found"),
        "{}",
        whole.text()
    );
    assert!(edited(&folder, "A gn").says("no place here to confirm or reject"));
    assert!(matches!(
        standing(&edited(&folder, "u")),
        Anchored::Moved(_)
    ));
    assert_eq!(
        standing(&edited(&folder, "ctrl-r")),
        Anchored::Orphan(Lost::Rejected)
    );
    assert!(
        matches!(standing(&first(&folder, "")), Anchored::At(_)),
        "the old version still has it"
    );
}

#[test]
fn in_the_list_a_moved_note_is_answered_too() {
    let folder = TempDir::new().unwrap();
    first(&folder, WRITE);
    let end = edited(&folder, "A gy");
    assert!(matches!(standing(&end), Anchored::At(_)));
    assert!(!end.says("moved, gy gn"), "{}", end.text());
}

#[test]
fn gy_and_gn_say_why_they_have_no_effect() {
    assert!(story("gy").says("no note on this place"));
    assert!(story("a \"x\" ctrl-s gy").says("nothing to confirm"));
    assert!(story("a \"x\" ctrl-s gn").says("stands where it was written"));
}

#[test]
fn an_orphan_says_in_the_list_and_in_the_whole_note_why() {
    let folder = TempDir::new().unwrap();
    // A second note that still stands says that it is the same article.
    first(&folder, "G a \"promised when?\" ctrl-s");
    first(&folder, WRITE);
    let gone = || {
        let text = HARBOUR.replace(
            "The harbour office opened on Monday after a long repair of its roof. ",
            "",
        );
        documents(&[
            ("harbour.txt", text.as_bytes()),
            ("ferry.txt", FERRY.as_bytes()),
        ])
    };
    let listed = story_in(folder.path(), gone(), "A");
    assert!(
        listed.says("A  ORPHAN  which roof?  \u{2014} its words are gone: "),
        "{}",
        listed.text()
    );
    let whole = story_in(folder.path(), gone(), "A i");
    assert!(
        whole.says("ORPHAN, its words are gone") && whole.says("Place 1 of 1"),
        "{}",
        whole.text()
    );
    let back = story_in(folder.path(), gone(), "A i i");
    assert!(back.says("Notes, and choices"), "i goes back to the list");
    let elsewhere = documents(&[("ferry.txt", FERRY.as_bytes())]);
    let elsewhere = story_in(folder.path(), elsewhere, "A");
    assert!(
        elsewhere.says("2 more on documents that are not open"),
        "{}",
        elsewhere.text()
    );
}

#[test]
fn what_could_not_be_saved_is_told_with_the_key_that_tries_again() {
    let nowhere = || Scribe::new(Err("there is no data folder".to_owned()));
    let end = story_with(nowhere(), sample(), "a \"keep me\" ctrl-s");
    assert!(
        end.says("NOT saved, ctrl-s tries again: there is no data folder"),
        "{}",
        end.text()
    );
    let later = story_with(nowhere(), sample(), "a \"keep me\" ctrl-s j");
    assert!(
        later.says("NOT saved: 1 change, ctrl-s tries again"),
        "{}",
        later.text()
    );
    let again = story_with(nowhere(), sample(), "a \"keep me\" ctrl-s j ctrl-s");
    assert!(again.says("NOT saved, ctrl-s tries again") && again.state.notes.unsaved.len() == 1);
    assert!(story("a \"kept\" ctrl-s ctrl-s").says("everything is saved"));

    let folder = TempDir::new().unwrap();
    let mut state = end.state;
    let first = state.notes.set.iter().next().unwrap().id.clone();
    state.terminated = false;
    let saved = story::go_on(folder.path(), state, "ctrl-s");
    assert!(
        saved.state.notes.unsaved.is_empty() && !saved.says("NOT saved"),
        "{}",
        saved.text()
    );
    let kept = story_in(folder.path(), sample(), "");
    assert_eq!(
        kept.state.notes.set.iter().next().unwrap().id,
        first,
        "under its own name"
    );
}
