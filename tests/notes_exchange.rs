//! `variorum notes export`, `import` and `check` on a desk of articles that change, move and come in copies.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

#[expect(dead_code, reason = "other tests use the rest")]
mod desk;

use std::fs;

use desk::Desk;
use variorum::notes::{Change, NoteId};
use variorum::run::scribe::operation;
use variorum::store::notes::Log;

const FERRY: &str = include_str!("data/notes/ferry.txt");
const QUOTES: [&str; 3] = [
    "The strike had lasted nine days.",
    "Two shops on Hesta closed on the sixth day because they had nothing left to sell.",
    "He promised that every ticket of the past nine days would be paid back within three weeks.",
];

/// A desk with the article and three notes on it.
fn noted() -> Desk {
    let desk = Desk::new(&[("ferry.txt", FERRY)]);
    for quote in QUOTES {
        let add = ["notes", "add", "ferry.txt", "--quote", quote];
        let add = [&add[..], &["--text", "Who says so?", "--tag", "check"]].concat();
        desk.run(&add).expect(0, &[]);
    }
    desk
}

fn exported(desk: &Desk, format: &str) -> String {
    let said = desk.run(&["notes", "export", "--format", format]);
    said.expect(0, &[]);
    said.out
}

#[test]
fn what_is_exported_as_json_ld_comes_back_the_same_into_another_file_and_only_once() {
    let desk = noted();
    let json = exported(&desk, "jsonld");
    fs::write(desk.path("notes.jsonld"), &json).unwrap();
    let other = ["--notes", "other.jsonl", "notes"];
    let import = [&other[..], &["import", "notes.jsonld"]].concat();
    let said = desk.run(&import);
    said.expect(0, &[]);
    assert_eq!(said.out, "3 notes taken in, 0 were there already\n");
    assert_eq!(
        desk.run(&import).out,
        "0 notes taken in, 3 were there already\n"
    );
    let again = desk.run(&[&other[..], &["export", "--format", "jsonld"]].concat());
    assert_eq!(again.out, json);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["@context"], "http://www.w3.org/ns/anno.jsonld");
    let target = &value["items"][0]["target"];
    assert_eq!(target["source"], "ferry.txt");
    assert_eq!(target["selector"][0]["exact"], QUOTES[0]);
}

#[test]
fn every_form_names_the_words_and_a_path_limits_it_to_its_notes() {
    let desk = noted();
    for format in ["markdown", "csv", "claimreview"] {
        let text = exported(&desk, format);
        for quote in QUOTES {
            assert!(text.contains(quote), "{format}: {text}");
        }
        assert_eq!(text, exported(&desk, format));
    }
    fs::write(desk.path("other.txt"), "A ship came in at noon.\n").unwrap();
    let other = desk.run(&["notes", "export", "--format", "csv", "other.txt"]);
    assert_eq!(other.expect(0, &[]).out.lines().count(), 1);
}

#[test]
fn a_check_tells_what_stands_what_moved_and_what_is_gone() {
    let desk = noted();
    let said = desk.run(&["notes", "check", "--exit-code"]);
    assert_eq!(
        said.expect(0, &[]).out,
        "places: 3 stand, 0 moved, 0 orphans, 0 on documents that are not here\n"
    );
    let edited = FERRY.replace(QUOTES[0], "").replace(
        "Two shops on Hesta closed",
        "Both shops on Hesta had closed",
    );
    fs::write(desk.path("ferry.txt"), edited).unwrap();
    let said = desk.run(&["notes", "check", "--exit-code"]);
    said.expect(1, &[]);
    let (counts, rest) = said.out.split_once('\n').unwrap();
    assert_eq!(
        counts,
        "places: 1 stand, 1 moved, 1 orphan, 0 on documents that are not here"
    );
    assert!(rest.starts_with("orphan ") && rest.contains("its words are gone"));
    assert!(
        rest.contains("now “Both shops on Hesta had closed on"),
        "{rest}"
    );
    desk.run(&["notes", "check"]).expect(0, &[]);
    let json = desk.run(&["notes", "check", "--format", "json"]).json();
    assert_eq!((&json["stand"], &json["orphans"]), (&1.into(), &1.into()));
    assert_eq!(json["places"][0]["state"], "orphan");
}

/// Appends to a log of the desk what somebody did.
fn log_on(desk: &Desk, file: &str, change: Change) {
    let mut log = Log::open(&desk.path(file)).unwrap();
    log.append(&operation(change)).unwrap();
}

fn first_note(desk: &Desk, file: &str) -> NoteId {
    let read = Log::open(&desk.path(file)).unwrap().read().unwrap();
    NoteId(read.operations[0].id.clone())
}

#[test]
fn two_wordings_of_one_note_are_both_named_and_deletions_counted() {
    let desk = noted();
    fs::copy(desk.path("data/notes.jsonl"), desk.path("theirs.jsonl")).unwrap();
    let note = first_note(&desk, "theirs.jsonl");
    let edit = |text: &str| Change::Edit {
        note: note.clone(),
        text: text.to_owned(),
    };
    log_on(&desk, "data/notes.jsonl", edit("Our words."));
    log_on(&desk, "theirs.jsonl", edit("Their words."));
    let other = Log::open(&desk.path("theirs.jsonl"))
        .unwrap()
        .read()
        .unwrap();
    let deleted = NoteId(other.operations[1].id.clone());
    log_on(
        &desk,
        "theirs.jsonl",
        Change::Delete {
            note: deleted.clone(),
        },
    );
    let said = desk.run(&["notes", "import", "theirs.jsonl"]);
    said.expect(
        0,
        &[
            &format!("note {} was changed in both files", note.short()),
            "“Their words. #check” now, before the import “Our words. #check”",
            &format!("1 note deleted by it: {}", deleted.short()),
        ],
    );
    assert_eq!(said.out, "2 operations taken in, 3 were there already\n");
    desk.run(&["notes", "import", "theirs.jsonl"])
        .expect(0, &[]);
}

#[test]
fn an_annotation_of_a_known_note_with_other_words_is_an_edit_and_an_older_one_is_not() {
    let desk = noted();
    let old = exported(&desk, "jsonld");
    fs::write(desk.path("old.json"), &old).unwrap();
    let new = old.replacen("Who says so?", "The port says so.", 1);
    fs::write(desk.path("new.json"), &new).unwrap();
    let said = desk.run(&["notes", "import", "new.json"]);
    said.expect(
        0,
        &["“The port says so. #check” now", "“Who says so? #check”"],
    );
    assert_eq!(
        said.out,
        "0 notes taken in, 1 note changed, 2 were there already\n"
    );
    assert!(exported(&desk, "markdown").contains("The port says so."));
    for file in ["new.json", "old.json"] {
        let said = desk.run(&["notes", "import", file]);
        assert_eq!(
            said.expect(0, &[]).out,
            "0 notes taken in, 3 were there already\n"
        );
    }
}

#[test]
fn notes_of_a_file_whose_text_is_another_are_its_orphans_in_every_list() {
    let desk = noted();
    fs::write(desk.path("ferry.txt"), "Bread\n\nBread rose by a third.\n").unwrap();
    let listed = desk.run(&["notes", "list", "ferry.txt"]);
    let orphans = listed
        .expect(0, &[])
        .out
        .matches("orphan: its words are gone");
    assert_eq!(orphans.count(), 3, "{}", listed.out);
    let exported = desk.run(&["notes", "export", "--format", "csv", "ferry.txt"]);
    assert_eq!(exported.expect(0, &[]).out.lines().count(), 4);
}

#[test]
fn a_file_under_another_path_is_known_and_one_that_is_gone_is_told() {
    let desk = noted();
    fs::rename(desk.path("ferry.txt"), desk.path("moved.txt")).unwrap();
    let counts = |arguments: &[&str]| {
        let said = desk.run(&[&["notes", "check", "--exit-code"], arguments].concat());
        said.expect(0, &[]);
        said.out.lines().next().unwrap().to_owned()
    };
    let gone = desk.run(&["notes", "check", "--exit-code"]);
    gone.expect(1, &["ferry.txt is not there", "3 places not checked"]);
    assert_eq!(
        gone.out.lines().next(),
        Some("places: 0 stand, 0 moved, 0 orphans, 3 on documents that are not here")
    );
    desk.run(&["notes", "check"]).expect(0, &["is not there"]);
    fs::write(desk.path("other.txt"), "Bread rose by a third.\n").unwrap();
    desk.run(&["notes", "check", "--exit-code", "other.txt"])
        .expect(0, &["nothing was checked"]);
    let stand = "places: 3 stand, 0 moved, 0 orphans, 0 on documents that are not here";
    assert_eq!(counts(&["moved.txt"]), stand);
    // Of two copies one has the notes, whichever comes first.
    fs::copy(desk.path("moved.txt"), desk.path("copy.txt")).unwrap();
    assert_eq!(counts(&["copy.txt", "moved.txt"]), stand);
    assert_eq!(counts(&["moved.txt", "copy.txt"]), stand);
    // An edited version beside a copy that still exists does not take them.
    fs::write(
        desk.path("ferry.txt"),
        FERRY.replace("nine days", "ten days"),
    )
    .unwrap();
    assert_eq!(counts(&["ferry.txt", "copy.txt"]), stand);
}

#[test]
fn a_check_tells_what_came_in_place_of_a_file_and_looks_beside_the_notes_file() {
    let desk = noted();
    let check = ["notes", "check", "--exit-code"];
    fs::write(desk.path("ferry.txt"), "").unwrap();
    desk.run(&check).expect(1, &["3 places not checked"]);
    fs::remove_file(desk.path("ferry.txt")).unwrap();
    fs::create_dir(desk.path("ferry.txt")).unwrap();
    desk.run(&check)
        .expect(1, &["ferry.txt is a folder; 3 places"]);
    fs::create_dir(desk.path("case")).unwrap();
    fs::write(desk.path("case/ferry.txt"), FERRY).unwrap();
    fs::copy(desk.path("data/notes.jsonl"), desk.path("case/notes.jsonl")).unwrap();
    let beside = [&["--notes", "case/notes.jsonl"][..], &check].concat();
    let said = desk.run(&beside);
    assert!(said.expect(0, &[]).out.starts_with("places: 3 stand"));
    let without = QUOTES
        .iter()
        .fold(FERRY.to_owned(), |text, quote| text.replace(quote, ""));
    fs::write(desk.path("case/ferry.txt"), without).unwrap();
    let said = desk.run(&beside);
    assert!(said.expect(1, &[]).out.contains("3 orphans"));
    // In the folder of the case it may as well be another article of that name.
    fs::write(desk.path("case/ferry.txt"), "Bread rose by a third.\n").unwrap();
    desk.run(&beside)
        .expect(1, &["ferry.txt holds another article, or none; 3 places"]);
}

#[test]
fn annotations_told_in_unknown_ways_are_orphans_with_the_reason() {
    let desk = Desk::new(&[("ferry.txt", FERRY)]);
    let json = r#"{"type":"Annotation","id":"urn:uuid:1","bodyValue":"x","created":"2025-01-01T00:00:00Z",
        "target":{"source":"ferry.txt","selector":{"type":"SvgSelector","value":"<svg/>"}}}"#;
    fs::write(desk.path("one.json"), json).unwrap();
    desk.run(&["notes", "import", "one.json"]).expect(0, &[]);
    let said = desk.run(&["notes", "check", "--exit-code"]);
    said.expect(1, &[]);
    assert!(
        said.out.contains("not understood here: SvgSelector"),
        "{}",
        said.out
    );
    assert!(exported(&desk, "jsonld").contains("<svg/>"));
}

#[test]
fn a_page_note_of_hypothesis_is_a_note_on_the_article_and_comes_back_the_same() {
    let desk = Desk::new(&[("ferry.txt", FERRY)]);
    let json = r#"{"annotations":[{"id":"Ab1","created":"2025-01-02T03:04:05+00:00","user":"acct:ann@hypothes.is",
        "uri":"ferry.txt","text":"Who counts?","tags":[],"target":[{"source":"ferry.txt"}]}]}"#;
    fs::write(desk.path("page.json"), json).unwrap();
    desk.run(&["notes", "import", "page.json"]).expect(0, &[]);
    let listed = desk.run(&["notes", "list", "ferry.txt"]);
    listed.expect(0, &[]);
    assert!(
        listed
            .out
            .contains("A ferry.txt\n    the whole article\n  Who counts?"),
        "{}",
        listed.out
    );
    let checked = desk.run(&["notes", "check", "--exit-code"]);
    assert!(
        checked
            .expect(0, &[])
            .out
            .starts_with("places: 1 stand, 0 moved, 0 orphans")
    );
    let markdown = exported(&desk, "markdown");
    assert!(
        markdown.contains("(the whole article)") && !markdown.contains("Orphan"),
        "{markdown}"
    );
    assert_eq!(exported(&desk, "claimreview"), "[]\n");
    let json = exported(&desk, "jsonld");
    fs::write(desk.path("notes.jsonld"), &json).unwrap();
    let other = ["--notes", "other.jsonl", "notes"];
    desk.run(&[&other[..], &["import", "notes.jsonld"]].concat())
        .expect(0, &[]);
    let again = desk.run(&[&other[..], &["export", "--format", "jsonld"]].concat());
    assert_eq!(again.out, json);
}

#[test]
fn what_cannot_be_taken_in_is_named_and_nothing_is_added() {
    let desk = noted();
    let before = fs::read(desk.path("data/notes.jsonl")).unwrap();
    fs::write(desk.path("half.json"), "{\"items\": [").unwrap();
    fs::write(desk.path("other.json"), "{\"a\": 1}").unwrap();
    fs::write(desk.path("binary"), [0xff, 0xfe, 0, 1]).unwrap();
    fs::create_dir(desk.path("folder")).unwrap();
    for (file, why) in [
        ("half.json", "it is not JSON"),
        ("other.json", "no annotations are in it"),
        ("ferry.txt", "it is not JSON"),
        ("binary", "binary"),
        ("folder", "is not a file"),
        ("gone", "is not there"),
    ] {
        let said = desk.run(&["notes", "import", file]);
        said.expect(2, &[file, why]);
        assert_eq!(said.out, "");
    }
    assert_eq!(fs::read(desk.path("data/notes.jsonl")).unwrap(), before);
}

#[test]
fn a_notes_file_of_another_program_a_folder_and_one_from_the_future_are_told_by_every_command() {
    let desk = noted();
    fs::create_dir(desk.path("folder")).unwrap();
    for command in [
        &["list"][..],
        &["export", "--format", "csv"],
        &["check"],
        &["compact"],
    ] {
        for (file, why) in [
            ("ferry.txt", "is no notes file"),
            ("folder", "is not a file"),
        ] {
            let arguments = [&["--notes", file, "notes"], command].concat();
            desk.run(&arguments).expect(2, &[why]);
        }
    }
    assert_eq!(fs::read_to_string(desk.path("ferry.txt")).unwrap(), FERRY);
    let json = r#"{"v":9,"op":"note-add","id":"x","at":"2040-01-01T00:00:00Z","text":{"html":""}}"#;
    let line = format!("{json}\t{:08x}\n", crc32fast::hash(json.as_bytes()));
    fs::write(desk.path("future.jsonl"), &line).unwrap();
    for command in [&["list"][..], &["export", "--format", "csv"], &["check"]] {
        let arguments = [&["--notes", "future.jsonl", "notes"], command].concat();
        desk.run(&arguments)
            .expect(0, &["of another version of variorum"]);
    }
    assert_eq!(fs::read_to_string(desk.path("future.jsonl")).unwrap(), line);
}

#[test]
fn a_rating_goes_out_in_every_form_and_comes_back() {
    let desk = Desk::new(&[("ferry.txt", FERRY)]);
    let add = [
        "notes",
        "add",
        "ferry.txt",
        "--quote",
        QUOTES[0],
        "--text",
        "x",
    ];
    let add = [&add[..], &["--rating", " Half\tright "]].concat();
    desk.run(&add).expect(0, &[]);
    for format in ["jsonld", "markdown", "csv", "claimreview"] {
        let text = exported(&desk, format);
        assert!(text.contains("Half right"), "{format}: {text}");
    }
    let drafts: serde_json::Value = serde_json::from_str(&exported(&desk, "claimreview")).unwrap();
    assert_eq!(drafts[0]["reviewRating"]["alternateName"], "Half right");
    let json = exported(&desk, "jsonld");
    fs::write(desk.path("notes.jsonld"), &json).unwrap();
    let other = ["--notes", "other.jsonl", "notes"];
    desk.run(&[&other[..], &["import", "notes.jsonld"]].concat())
        .expect(0, &[]);
    let listed = desk.run(&[&other[..], &["list"]].concat());
    assert!(
        listed.out.contains("  rating: Half right\n"),
        "{}",
        listed.out
    );
}

/// The article with another title and a few other words.
fn newer() -> String {
    FERRY
        .replace("Ferry strike ends after nine days", "Ships to sail again")
        .replace("late on Thursday", "on Thursday night")
        .replace("Two shops on Hesta closed", "Three shops on Hesta closed")
}

#[test]
fn a_newer_version_under_another_name_and_title_has_the_notes_for_a_person_to_confirm() {
    let desk = noted();
    fs::remove_file(desk.path("ferry.txt")).unwrap();
    fs::write(desk.path("ships.txt"), newer()).unwrap();
    let said = "ships.txt is taken for a newer version of ferry.txt: 3 places of notes";
    let listed = desk.run(&["notes", "list", "ships.txt"]);
    listed.expect(0, &[said]);
    assert_eq!(listed.out.matches("moved: confirm it").count(), 3);
    let checked = desk.run(&["notes", "check", "ships.txt"]);
    let counts = "places: 0 stand, 3 moved, 0 orphans, 0 on documents that are not here";
    assert!(checked.expect(0, &[said]).out.starts_with(counts));
}

#[test]
fn an_article_that_prints_a_sentence_of_another_gets_none_of_its_notes() {
    let desk = noted();
    let other = format!(
        "Islands wait\n\nThe shelves are bare on Hesta, where half of the people have cousins on board. {} The \
         baker has flour for two days.\n",
        QUOTES[0]
    );
    fs::write(desk.path("other.txt"), other).unwrap();
    let listed = desk.run(&["notes", "list", "other.txt"]);
    listed.expect(0, &["3 notes are on other documents"]);
    assert_eq!(listed.out, "");
}

#[test]
fn two_cases_with_the_same_file_names_share_a_notes_file_and_a_case_is_moved_with_its_own() {
    let desk = Desk::new(&[]);
    let bread = "Bread dearer\n\nBread rose by a third within a year, and the bakers say why.\n";
    for (case, text) in [("one", FERRY), ("two", bread)] {
        fs::create_dir(desk.path(case)).unwrap();
        fs::write(desk.path(case).join("a.txt"), text).unwrap();
    }
    let run = |case: &str, notes: Option<&str>, arguments: &[&str]| {
        let notes = notes
            .map(|notes| vec!["--notes", notes])
            .unwrap_or_default();
        let mut command = desk.command(&[&notes[..], &["notes"], arguments].concat());
        desk::Said::of(command.current_dir(desk.path(case)).output().unwrap())
    };
    let add = ["add", "a.txt", "--text", "x", "--quote"];
    run("one", None, &[&add[..], &[QUOTES[0]]].concat()).expect(0, &[]);
    run(
        "two",
        None,
        &[&add[..], &["Bread rose by a third"]].concat(),
    )
    .expect(0, &[]);
    for case in ["one", "two"] {
        let listed = run(case, None, &["list", "a.txt"]);
        listed.expect(0, &["1 note is on another document"]);
        assert!(!listed.out.contains("orphan"), "{}", listed.out);
    }
    // The file beside a case tells places from its own folder.
    run(
        "two",
        Some("notes.jsonl"),
        &[&add[..], &["the bakers say why"]].concat(),
    )
    .expect(0, &[]);
    fs::rename(desk.path("two"), desk.path("three")).unwrap();
    fs::write(desk.path("three/a.txt"), "Ships\n\nShips sail again.\n").unwrap();
    let listed = run("three", Some("notes.jsonl"), &["list", "a.txt"]);
    assert!(
        listed.expect(0, &[]).out.contains("orphan"),
        "{}",
        listed.out
    );
}
