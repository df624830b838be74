//! Stories of notes: what becomes of them after they were written, through the real loop and a real log.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

#[expect(dead_code, reason = "other tests use the rest")]
mod common;
#[expect(dead_code, reason = "other tests use the rest")]
mod story;

use common::{documents, sample};
use story::{Ending, story, story_edited, story_in, story_with};
use tempfile::TempDir;
use variorum::app::message::{Msg, Reread};
use variorum::app::state::{Mode, State};
use variorum::app::update::update;
use variorum::document::{DocId, DocumentSet};
use variorum::notes::{Anchored, Change, Lost, Note, Standing, anchor};
use variorum::run::scribe::{Scribe, operation};
use variorum::store::notes::Log;
use variorum::text::Span;

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
    let why = |note: &Note| note.targets[0].shown.clone().unwrap().why;
    assert_eq!(why(now), why(&note), "what was shown is kept");
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
fn in_the_page_of_a_whole_note_its_keys_are_live() {
    let folder = TempDir::new().unwrap();
    first(&folder, WRITE);
    let end = edited(&folder, "A i gy");
    assert!(matches!(standing(&end), Anchored::At(_)));
    assert!(
        end.says("Place 1 of 1") && !end.says("moved, gy"),
        "{}",
        end.text()
    );
    let rated = edited(&folder, "A i R \"half\" enter");
    assert!(
        rated.says("  rating: half"),
        "the page is shown again: {}",
        rated.text()
    );
    let gone = edited(&folder, "A i dd");
    assert!(
        gone.says("this note was deleted: u brings it back"),
        "{}",
        gone.text()
    );
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
    let opened = story_in(folder.path(), gone(), "");
    assert!(
        opened.says("2 notes, 1 without its place: A"),
        "{}",
        opened.text()
    );
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
fn a_note_of_several_places_goes_by_the_worst_and_answers_name_the_place() {
    let folder = TempDir::new().unwrap();
    let three = "/ \"thanked the\" enter a \"three\" ctrl-s / \"harbour office\" enter L g2 / \"forty cars\" enter L";
    first(&folder, three);
    let moved = "A (place 2 of 3)  moved, gy gn  three";
    let listed = edited(&folder, "A");
    assert!(listed.says(moved), "{}", listed.text());
    let filtered = edited(&folder, "A / \"moved\" enter");
    assert!(filtered.says(moved), "{}", filtered.text());
    let visited = edited(&folder, "A enter");
    assert!(
        visited.says("place 1 of 3 of the note") && visited.says("(1 moved: i in A"),
        "{}",
        visited.text()
    );
    let other = edited(&folder, "A enter gy");
    assert!(
        other.says("this place stands, place 2 of 3 moved: ga goes there"),
        "{}",
        other.text()
    );
    let asked = edited(&folder, "A enter ga");
    assert!(
        asked.says("place 2 of 3 moved, gy confirms gn rejects of the note"),
        "{}",
        asked.text()
    );
    let rejected = edited(&folder, "A enter ga gn");
    assert!(
        rejected.says("saved: place 2 of 3, the place of a note rejected"),
        "{}",
        rejected.text()
    );
    let lost = edited(&folder, "A / \"orphan\" enter");
    assert!(
        lost.says("A (place 2 of 3)  ORPHAN  three"),
        "{}",
        lost.text()
    );
    edited(&folder, "u");
    let confirmed = edited(&folder, "A gy");
    assert!(
        confirmed.says("saved: place 2 of 3, other words for a note"),
        "{}",
        confirmed.text()
    );
    // What is not seen is gone to first.
    let gone = documents(&[
        (
            "harbour.txt",
            HARBOUR
                .replace(
                    "opened on Monday after a long",
                    "reopened on Monday after long",
                )
                .as_bytes(),
        ),
        (
            "ferry.txt",
            b"Ferries sail again\n\nShips had waited for nine days.\n",
        ),
    ]);
    edited(&folder, "u");
    let shown = story_in(folder.path(), gone, "A gy");
    assert!(
        shown.says("place 2 of 3 moved, gy confirms gn rejects") && !shown.says("saved"),
        "{}",
        shown.text()
    );
}

#[test]
fn words_chosen_for_a_note_keep_what_was_shown_for_the_old_ones_and_an_orphan_gets_a_place_again() {
    let folder = TempDir::new().unwrap();
    first(&folder, WRITE);
    let chosen = edited(&folder, "]a gv enter");
    let shown = note(&chosen).targets[0].shown.clone().unwrap();
    let old = "The harbour office opened on Monday after a long repair of its roof.";
    assert_eq!(shown.words.as_deref(), Some(old));
    let again = edited(&folder, "gg ]a gv ctrl-e h enter");
    let shown = note(&again).targets[0].shown.clone().unwrap();
    assert_eq!(shown.words.as_deref(), Some(old), "the first words stay");

    let other = || {
        documents(&[
            (
                "harbour.txt",
                b"The harbour reopens\n\nNobody was hurt on the quay.\n",
            ),
            ("ferry.txt", FERRY.as_bytes()),
        ])
    };
    let asked = story_in(folder.path(), other(), "A gv");
    assert!(asked.says("L makes them its place"), "{}", asked.text());
    let placed = story_in(folder.path(), other(), "A gv / \"Nobody\" enter L");
    assert!(matches!(standing(&placed), Anchored::At(_)));
    assert_eq!(quotes(&placed), ["Nobody was hurt on the quay."]);
    let back = story_in(folder.path(), other(), "u");
    assert!(matches!(standing(&back), Anchored::Orphan(_)));
}

#[test]
fn undo_goes_over_what_is_open_and_names_what_is_not() {
    let folder = TempDir::new().unwrap();
    let told = |name: &str, text: &str, keys: &str| {
        let set = documents(&[(name, text.as_bytes()), ("mill.txt", b"The mill stands.\n")]);
        story_in(folder.path(), set, keys)
    };
    told("ferry.txt", FERRY, "a \"ours\" ctrl-s");
    told("harbour.txt", HARBOUR, "a \"the other case\" ctrl-s");
    let asked = told("ferry.txt", FERRY, "u");
    assert_eq!(asked.state.notes.set.len(), 2);
    assert!(
        asked.says("the last change is of harbour.txt, which is not open"),
        "{}",
        asked.text()
    );
    let again = told("ferry.txt", FERRY, "u u");
    assert!(again.says("taken back: the note \u{201c}ours\u{201d}"));
    assert_eq!(again.state.notes.set.len(), 1);
    let redone = told("harbour.txt", HARBOUR, "ctrl-r");
    assert_eq!(redone.state.notes.set.len(), 1);
    assert!(
        redone.says("what was taken back last is of ferry.txt, which is not open"),
        "{}",
        redone.text()
    );
    let deleted = told("harbour.txt", HARBOUR, "dd");
    assert!(deleted.state.notes.set.is_empty());
    let other = told("ferry.txt", FERRY, "u");
    assert!(other.says("the last change is of harbour.txt"));
    assert!(other.state.notes.set.is_empty());
    assert_eq!(told("harbour.txt", HARBOUR, "u").state.notes.set.len(), 1);
}

/// An article without title or address beside another, and what becomes of its note.
fn untitled(text: &str) -> DocumentSet {
    documents(&[("a.txt", text.as_bytes()), ("ferry.txt", FERRY.as_bytes())])
}

#[test]
fn a_note_of_an_open_file_is_never_called_one_of_a_document_that_is_not_open() {
    let folder = TempDir::new().unwrap();
    let text = "the crane fell on the quay at noon and nobody was hurt, the port said in the evening.\n\n\
        the ship sailed a day later with half of its load.\n";
    story_in(
        folder.path(),
        untitled(text),
        "/ \"crane fell\" enter a \"which crane?\" ctrl-s / \"first ferry\" enter L",
    );
    let other = "bread rose by a third within a year, and the bakers of the town say why.\n";
    let opened = story_in(folder.path(), untitled(other), "");
    let foot = opened.screen[37..].join(" ");
    assert!(
        foot.contains("share no passage") && foot.contains("1 without its place: A"),
        "{}",
        opened.text()
    );
    let listed = story_in(folder.path(), untitled(other), "A");
    assert!(
        listed.says("ORPHAN") && !listed.says("not open"),
        "{}",
        listed.text()
    );
    let whole = story_in(folder.path(), untitled(other), "A i");
    assert!(
        whole.says("ORPHAN, its words are gone") && !whole.says("not open"),
        "{}",
        whole.text()
    );
    let changed = text.replace(
        "fell on the quay at noon",
        "came down on the quay near noon",
    );
    let rejected = story_in(folder.path(), untitled(&changed), "]a gn A");
    assert!(
        rejected.says("ORPHAN") && !rejected.says("not open"),
        "{}",
        rejected.text()
    );
}

#[test]
fn reading_a_changed_file_again_says_which_notes_lost_their_place_or_moved() {
    let folder = TempDir::new().unwrap();
    let write = format!("{WRITE} / \"thanked the engineers\" enter a \"all of them?\" ctrl-s");
    let mut state = first(&folder, &write).state;
    let reread = |state: &mut State, from: &str, to: &str| {
        let was = state.set.get(DocId(0)).unwrap().sha256.clone();
        let now = harbour(from, to).get(DocId(0)).cloned();
        let doc = DocId(0);
        let now = now.ok_or_else(String::new);
        update(state, Msg::Reloaded(vec![Reread { doc, was, now }]));
        state.message.clone().unwrap()
    };
    let gone = "The harbour office opened on Monday after a long repair of its roof. ";
    let said = reread(&mut state, gone, "");
    assert!(
        said.ends_with("reloaded; 1 note lost its place: A"),
        "{said}"
    );
    let said = reread(
        &mut state,
        "thanked the engineers and promised",
        "thanked engineers, and promised",
    );
    assert!(
        said.ends_with("1 note moved, 1 note stands again: A"),
        "{said}"
    );
    let said = reread(&mut state, "Ships had waited", "Some ships had waited");
    assert!(said.ends_with("1 note stands again: A"), "{said}");
}

const STRIKE: &str = include_str!("data/notes/ferry.txt");

/// An article under another name, a few of its words others, beside one of the same event.
fn under(name: &str, text: &str) -> DocumentSet {
    documents(&[(name, text.as_bytes()), ("ferry.txt", FERRY.as_bytes())])
}

#[test]
fn a_newer_version_under_another_name_is_said_confirmed_as_a_whole_and_undone() {
    let folder = TempDir::new().unwrap();
    let write = "/ \"lasted nine days\" enter a \"who counts?\" ctrl-s";
    story_in(folder.path(), under("old.txt", STRIKE), write);
    let text = STRIKE
        .replace("Ferry strike ends", "Ships sail again, strike ends")
        .replace("late on Thursday", "on Thursday night")
        .replace("Two shops", "Three shops");
    let tell = |keys: &str| story_in(folder.path(), under("new.txt", &text), keys);
    let opened = tell("");
    let said = "A is taken for a newer version of old.txt, 1 place of notes moved";
    assert!(opened.says(said), "{}", opened.text());
    assert!(matches!(standing(&opened), Anchored::Moved(_)));
    assert!(tell("A").says(said));
    let adopted = tell(": \"adopt\" enter");
    assert!(
        adopted.says("new.txt is a newer version of old.txt"),
        "{}",
        adopted.text()
    );
    assert!(matches!(standing(&adopted), Anchored::At(_)));
    let again = tell("A");
    assert!(
        again.says("choice  new.txt is a newer version of old.txt") && !again.says("taken for")
    );
    assert!(matches!(standing(&tell("u")), Anchored::Moved(_)));
    let none = tell(": \"adopt B\" enter");
    assert!(
        none.says("no notes here are on an older version of B"),
        "{}",
        none.text()
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

/// Returns the first note of an ending.
fn note(end: &Ending) -> &Note {
    end.state.notes.set.iter().next().unwrap()
}

fn quotes(end: &Ending) -> Vec<&str> {
    let targets = note(end).targets.iter();
    targets.map(|target| target.quote.exact.as_str()).collect()
}

#[test]
fn a_draft_left_with_esc_takes_more_places_in_other_documents_too() {
    // What is left with Esc is saved when the story ends.
    let new = || TempDir::new().unwrap();
    let folder = new();
    let left = first(&new(), "/ \"harbour office\" enter a \"both\" esc");
    assert!(left.says("L adds another place"), "{}", left.text());
    let keys = "/ \"harbour office\" enter a \"both\" esc g2 / \"ferry left\" enter L";
    let added = first(&new(), keys);
    assert!(
        added.says("added to the draft “both”, 2 places"),
        "{}",
        added.text()
    );
    let out = first(&new(), &format!("{keys} L"));
    assert!(
        out.says("no longer of the draft “both”, 1 place"),
        "{}",
        out.text()
    );
    let only = first(&new(), "a \"both\" esc L");
    assert!(only.says("the only place"), "{}", only.text());

    let saved = first(&folder, &format!("{keys} a \" of them\" ctrl-s"));
    assert_eq!(saved.notes(), ["both of them"]);
    assert_eq!(quotes(&saved).len(), 2);
    assert!(quotes(&saved)[1].starts_with("The first ferry left"));
    assert!(
        quotes(&first(&folder, "")).len() == 2,
        "also after a restart"
    );
    let listed = first(&folder, "A");
    assert!(
        listed.says("A (2 places)  both of them"),
        "{}",
        listed.text()
    );
}

#[test]
fn enter_in_the_list_goes_from_place_to_place_and_so_does_ga() {
    let folder = TempDir::new().unwrap();
    let keys = "/ \"harbour office\" enter a \"both\" esc / \"ferry left\" enter L a ctrl-s";
    first(&folder, keys);
    let first_place = first(&folder, "A enter");
    assert!(first_place.stop().starts_with("The harbour office"));
    assert!(
        first_place.says("place 1 of 2 of the note “both”: ga goes to the next"),
        "{}",
        first_place.text()
    );
    assert!(
        first(&folder, "A enter A enter")
            .stop()
            .starts_with("The first ferry")
    );
    assert!(
        first(&folder, "A enter A enter A enter")
            .stop()
            .starts_with("The harbour office")
    );
    assert!(
        first(&folder, "A enter ga")
            .stop()
            .starts_with("The first ferry")
    );
    assert!(
        first(&folder, "A enter ga ga")
            .stop()
            .starts_with("The harbour office")
    );
    assert!(
        first(&folder, "A enter ga ctrl-o")
            .stop()
            .starts_with("The harbour office")
    );
    assert!(story("ga").says("no note on this place"));
    assert!(story("a \"x\" ctrl-s ga").says("one place only: L adds another"));
    let ferry = documents(&[("ferry.txt", FERRY.as_bytes())]);
    let half = story_in(folder.path(), ferry, "A enter");
    assert!(
        half.says("place 2 of 2") && half.says("1 not open: i in A says more"),
        "{}",
        half.text()
    );
    let ferry = documents(&[("ferry.txt", FERRY.as_bytes())]);
    let whole = story_in(folder.path(), ferry, "A i");
    assert!(
        whole.says("its document is not open, :open harbour.txt"),
        "{}",
        whole.text()
    );
}

#[test]
fn a_saved_note_takes_a_place_which_undo_takes_out_again_also_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let added = first(
        &folder,
        "/ \"harbour office\" enter a \"both\" ctrl-s / \"ferry left\" enter L",
    );
    assert!(
        added.says("saved: one place more for a note"),
        "{}",
        added.text()
    );
    assert_eq!(quotes(&added).len(), 2);
    assert!(first(&folder, "A enter L").says("has this place already"));
    assert_eq!(quotes(&first(&folder, "u")).len(), 1);
    assert_eq!(quotes(&first(&folder, "ctrl-r")).len(), 2);
    let words = first(&folder, "A enter / \"waited\" enter v b b L");
    assert_eq!(quotes(&words).len(), 3, "{}", words.text());
    assert!(story("L").says("L adds this place to a note"));
}

#[test]
fn tags_are_typed_completed_shown_and_undone() {
    let folder = TempDir::new().unwrap();
    let tagged = first(
        &folder,
        "a \"one\" ctrl-s t \"number, police ,number\" enter",
    );
    assert_eq!(note(&tagged).tags, ["number", "police"]);
    assert!(
        tagged.says("saved: the tags number, police"),
        "{}",
        tagged.text()
    );
    let shown = first(&folder, "j k");
    assert!(shown.says("note: one #number #police"), "{}", shown.text());
    assert!(first(&folder, "A").says("one #number #police"));
    assert_eq!(note(&first(&folder, "u")).tags, Vec::<String>::new());
    assert_eq!(note(&first(&folder, "ctrl-r")).tags, ["number", "police"]);

    let offered = first(&folder, "]a t \"n\"");
    assert!(
        offered.says("tags: number, police, n   Tab: number"),
        "{}",
        offered.text()
    );
    let second = first(&folder, "G a \"two\" ctrl-s t \"po\" tab \"new\" enter");
    let tags: Vec<_> = second
        .state
        .notes
        .set
        .iter()
        .map(|n| n.tags.clone())
        .collect();
    assert_eq!(tags[1], ["police", "new"]);
    assert!(first(&folder, "]a t enter").says("nothing was changed"));
    let none = first(&folder, "t ctrl-u enter");
    assert_eq!(note(&none).tags, Vec::<String>::new());
    let listed = first(&folder, "A t \"listed\" enter");
    assert!(
        matches!(listed.state.mode, Mode::List(_)) && listed.says("#listed"),
        "{}",
        listed.text()
    );
    assert!(story("t").says("no note on this place"));
}

#[test]
fn a_draft_has_tags_and_a_rating_of_its_own() {
    let folder = TempDir::new().unwrap();
    let open = first(&TempDir::new().unwrap(), "a \"one\" ctrl-t \"check\" enter");
    assert!(
        open.says("Note on A: “") && open.says("#check"),
        "{}",
        open.text()
    );
    let end = first(
        &folder,
        "a \"one\" ctrl-t \"check\" enter \" two\" esc R \"half right\" enter a ctrl-s",
    );
    assert_eq!(end.notes(), ["one two"]);
    assert_eq!(
        (note(&end).tags.as_slice(), note(&end).rating.as_deref()),
        (&["check".to_owned()][..], Some("half right"))
    );
    let only = story("a ctrl-t \"check\" enter ctrl-s");
    assert_eq!(note(&only).tags, ["check"], "a tag is enough for a note");
    let asked = story("a ctrl-t \"check\" enter esc q");
    assert!(asked.says("not saved: 1 note"), "{}", asked.text());
    let edited = first(&folder, "]a e ctrl-t \"more\" enter \"!\" ctrl-s");
    assert_eq!(
        (edited.notes(), note(&edited).tags.len()),
        (vec!["one two!".to_owned()], 2)
    );
}

#[test]
fn a_note_is_rated_in_a_persons_own_words() {
    let folder = TempDir::new().unwrap();
    let rated = first(&folder, "a \"one\" ctrl-s R \"Half right\" enter");
    assert_eq!(note(&rated).rating.as_deref(), Some("Half right"));
    assert!(first(&folder, "j k").says("note: one [Half right]"));
    assert!(first(&folder, "A i").says("rating: Half right"));
    assert_eq!(note(&first(&folder, "u")).rating, None);
    assert_eq!(
        note(&first(&folder, "ctrl-r")).rating.as_deref(),
        Some("Half right")
    );
    let command = first(&folder, "]a : \"rate mostly wrong\" enter");
    assert_eq!(note(&command).rating.as_deref(), Some("mostly wrong"));
    assert_eq!(note(&first(&folder, "]a : \"rate \" enter")).rating, None);
    let again = first(&folder, "u G a \"two\" ctrl-s R \"mo\" tab enter");
    let ratings: Vec<_> = again
        .state
        .notes
        .set
        .iter()
        .filter_map(|n| n.rating.clone())
        .collect();
    assert_eq!(ratings, ["mostly wrong", "mostly wrong"]);
}

#[test]
fn the_words_of_a_note_are_selected_anew() {
    let folder = TempDir::new().unwrap();
    first(&folder, WRITE);
    let asked = first(&folder, "]a gv");
    assert!(
        asked.says("words of the note: h l w b e j k"),
        "{}",
        asked.text()
    );
    let smaller = first(&folder, "]a gv b b b enter");
    let words = quotes(&smaller)[0].to_owned();
    assert!(
        HARBOUR.contains(&words) && !words.ends_with("roof."),
        "{words}"
    );
    assert!(
        smaller.says("saved: other words for a note"),
        "{}",
        smaller.text()
    );
    assert_eq!(quotes(&first(&folder, "]a")), [words.as_str()]);
    assert!(quotes(&first(&folder, "u"))[0].ends_with("roof."));
    assert_eq!(quotes(&first(&folder, "ctrl-r")), [words.as_str()]);
    assert!(first(&folder, "]a gv enter").says("the same words: nothing was changed"));
    let left = first(&folder, "]a gv b b esc v");
    assert!(
        left.says("selecting: h l"),
        "after Esc v selects for a new note"
    );
    let listed = first(&folder, "A gv b b b enter");
    assert!(quotes(&listed)[0].len() < words.len(), "{}", listed.text());
    assert!(story("gv").says("no note on this place"));
    let moved = edited(&folder, "]a gv e e enter");
    assert!(
        matches!(standing(&moved), Anchored::At(_)),
        "taking words settles where a moved note stands"
    );
}

#[test]
fn several_notes_on_one_place_offer_a_choice_to_tag_rate_and_select() {
    let two = "a \"first\" ctrl-s a \"second\" ctrl-s";
    for (key, said) in [
        ("t", "t tags one"),
        ("R", "R rates one"),
        ("gv", "gv selects the words of one"),
    ] {
        let end = story(&format!("{two} {key}"));
        assert!(
            end.says(said) && matches!(end.state.mode, Mode::List(_)),
            "{}",
            end.text()
        );
    }
    let end = story(&format!("{two} t j t \"x\" enter"));
    let tags: Vec<_> = end.state.notes.set.iter().map(|n| n.tags.len()).collect();
    assert_eq!(tags, [0, 1]);
}

#[test]
fn what_a_person_made_of_a_conflict_is_listed_with_the_choices_gone_to_and_undone() {
    let set = || harbour("", "");
    let folder = TempDir::new().unwrap();
    let end = |doc: usize, words: &str| {
        let set = set();
        let document = set.iter().nth(doc).unwrap();
        let at = document.text.as_str().find(words).unwrap();
        anchor::target(document, Span::new(at, at + words.len()), None)
    };
    let stand = Change::Stand {
        standing: Standing::Explained,
        ends: Box::new([end(0, "nine days outside"), end(1, "nine days, the port")]),
        text: "two counts".to_owned(),
    };
    Log::open(&folder.path().join("notes.jsonl"))
        .unwrap()
        .append(&operation(stand))
        .unwrap();
    let listed = first(&folder, "A");
    assert!(
        listed.says("choice  explained: harbour.txt “nine days outside” against ferry.txt"),
        "{}",
        listed.text()
    );
    let visited = first(&folder, "A j enter");
    assert!(
        visited.stop().contains("nine days outside"),
        "{}",
        visited.text()
    );
    let undone = first(&folder, "u A");
    assert!(!undone.says("choice  explained"), "{}", undone.text());
    assert!(first(&folder, "ctrl-r A").says("choice  explained"));
}

#[cfg(unix)]
#[test]
fn a_note_is_written_in_the_editor_and_one_that_fails_loses_nothing() {
    let added = "f() { printf ' and more\\n' >> \"$1\"; }; f";
    let end = story_edited(added, sample(), "a \"mine\" ctrl-x ctrl-e ctrl-s");
    assert_eq!(end.notes(), ["mine and more"]);
    let open = story_edited(added, sample(), "a \"mine\" ctrl-x ctrl-e");
    assert!(open.says("taken from the editor"), "{}", open.text());
    let undone = story_edited(added, sample(), "a \"mine\" ctrl-x ctrl-e ctrl-x u ctrl-s");
    assert_eq!(undone.notes(), ["mine"]);
    let failed = story_edited("false", sample(), "a \"mine\" ctrl-x ctrl-e");
    assert!(
        failed.says("the note is as it was: false ended with an error"),
        "{}",
        failed.text()
    );
    let kept = story_edited("false", sample(), "a \"mine\" ctrl-x ctrl-e ctrl-s");
    assert_eq!(kept.notes(), ["mine"]);
    let same = story_edited("true", sample(), "a \"mine\" ctrl-x ctrl-e");
    assert!(same.says("nothing was changed in the editor"));
    assert!(story("a \"x\" ctrl-x ctrl-e").says("no editor is named: set VISUAL or EDITOR"));
}

#[test]
fn what_was_typed_is_taken_back_and_typed_again() {
    let end = story("a \"one two\" ctrl-x u ctrl-s");
    assert_eq!(end.notes(), ["one "]);
    assert_eq!(
        story("a \"one two\" ctrl-x u ctrl-r ctrl-s").notes(),
        ["one two"]
    );
    let begun = story("a \"one\" ctrl-x");
    assert!(
        begun.says("ctrl-x …  ctrl-e editor") && begun.says("u type-undo"),
        "{}",
        begun.text()
    );
    let other = story("a \"one\" ctrl-x z ctrl-s");
    assert_eq!(other.notes(), ["one"]);
    assert!(story("a \"one\" ctrl-x z").says("ctrl-x z is no key while typing"));
}

#[test]
fn pasted_words_and_wide_characters_are_taken_as_they_are() {
    let mut state = story("a \"한\"").state;
    update(&mut state, Msg::Paste("국어\r\nzwei \u{1b}[31m".to_owned()));
    let Mode::Write(draft) = &state.mode else {
        panic!("the field is open");
    };
    assert_eq!(draft.field.text(), "한국어\nzwei \u{241b}[31m");
}

#[test]
fn the_list_is_filtered_by_words_tags_and_state() {
    let folder = TempDir::new().unwrap();
    first(&folder, WRITE);
    first(
        &folder,
        "G a \"Who promised?\" ctrl-s t \"people, numbers\" enter",
    );
    first(
        &folder,
        "/ \"ferry left\" enter a \"forty, says who\" ctrl-s t \"numbers\" enter",
    );
    let shown = |words: &str, more: &str| edited(&folder, &format!("A / \"{words}\" enter {more}"));
    let tagged = shown("#num", "");
    assert!(
        tagged.says("Notes with “#num”: 2 of 3"),
        "{}",
        tagged.text()
    );
    assert!(
        tagged.says("Who promised?") && tagged.says("forty, says") && !tagged.says("  which roof?")
    );
    assert!(shown("moved", "").says("1 of 3") && shown("moved", "").says("which roof?"));
    assert!(
        shown("crew", "").says("Who promised?"),
        "words of the quotation count"
    );
    assert!(shown("FERRY #numbers", "").says("1 of 3"));
    assert!(
        shown("#num", "j enter")
            .stop()
            .starts_with("The first ferry")
    );
    assert!(shown("moved", "gy").says("no note here has “moved”: Esc shows all"));
    edited(&folder, "u");
    assert!(shown("zeppelin", "").says("no note here has “zeppelin”"));
    let all = shown("zeppelin", "esc");
    assert!(
        all.says("Notes, and choices") && all.says("Who promised?"),
        "Esc ends the filter first"
    );
    let whole = shown("#people", "i esc");
    assert!(
        whole.says("Notes with “#people”: 1 of 3"),
        "the filter is kept"
    );
    let typing = edited(&folder, "A / \"people\"");
    assert!(
        typing.says("lines with: people") && !typing.says("forty, says"),
        "{}",
        typing.text()
    );
    let alone = story_in(
        folder.path(),
        documents(&[("ferry.txt", FERRY.as_bytes())]),
        "A / \"roof\" enter",
    );
    assert!(
        alone.says("1 more on documents that are not open"),
        "{}",
        alone.text()
    );
}
