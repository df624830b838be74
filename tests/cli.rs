//! The command line: what it prints where, its exit status, and its words where something is wrong.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

mod desk;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Write;
use std::process::{Child, Stdio};

use desk::{Desk, SAMPLE, Said, list, on_sample};
use variorum::document::BlockKind;
use variorum::load::{Limits, load};
use variorum::notes::Change;
use variorum::notes::choice::{Alike, Who};
use variorum::run::scribe::operation;
use variorum::store::notes::Log;

const FERRY: &str = "Ferry to sail again in April\n\n\
    KARDIN, Oct. 9 (Northwire) -- The ferry between the two capitals will sail again in April, the port said.\n\
    The crossing will take three hours and 40 minutes, with two sailings a day from each port in summer.\n";
const COURIER: &str = "Ferries come back to the strait\n\n\
    The ferry between the two capitals will sail again in April, the port said on Thursday.\n\
    Nobody has sold a ticket for eleven years, and the clerk has kept the roll in her handbag.\n";
const CHEESE: &str = "Cheese makers count their wheels\n\n\
    Dairies in the hills have ripened more wheels than ever before, their guild told its members.\n\
    Buyers abroad pay well, although none of them can pronounce the name of the village.\n";
const FRENCH: &str = "Le bac reprendra la mer en avril\n\n\
    Le bac entre les deux capitales reprendra la mer en avril, a annoncé jeudi la direction du port.\n\
    La traversée durera trois heures et quarante minutes, avec deux départs par jour en été.\n";

#[track_caller]
fn has(text: &str, words: &str) {
    assert!(text.contains(words), "{words:?} not in:\n{text}");
}

/// Runs with words on standard input, which come after `close` has closed what it wants to.
fn on_input(desk: &Desk, input: &str, arguments: &[&str], close: fn(&mut Child)) -> Said {
    let mut command = desk.command(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    close(&mut child);
    let mut stdin = child.stdin.take().unwrap();
    // The program need not read to the end.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    Said::of(child.wait_with_output().unwrap())
}

#[test]
fn a_notes_file_in_the_folder_of_a_case_is_no_article() {
    let desk = Desk::new(&[
        ("a.txt", "A ship came in at noon.\n"),
        ("b.txt", "A ship came in.\n"),
    ]);
    let add = [
        "--notes",
        "notes.jsonl",
        "notes",
        "add",
        "a.txt",
        "--quote",
        "ship",
        "--text",
        "x",
    ];
    desk.run(&add).expect(0, &[]);
    for command in ["compare", "inspect"] {
        desk.run(&["--strict", command, "."]).expect(0, &[]);
    }
}

#[test]
fn help_teaches_with_examples() {
    let desk = Desk::new(&[]);
    let help = desk.run(&["--help"]);
    help.expect(0, &[]);
    for words in [
        "Usage: variorum",
        "Examples:",
        "sample story",
        "variorum compare",
        "variorum inspect",
        "variorum notes",
        "? shows the keys",
        "q leaves",
    ] {
        has(&help.out, words);
    }
    for command in ["compare", "inspect", "notes"] {
        let help = desk.run(&[command, "--help"]);
        help.expect(0, &[]);
        has(&help.out, &format!("Usage: variorum {command}"));
    }
}

#[test]
fn the_version_is_that_of_the_crate() {
    let said = Desk::new(&[]).run(&["--version"]);
    said.expect(0, &[]);
    assert_eq!(
        said.out,
        format!("variorum {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn bad_usage_is_2_and_says_what_would_be_right() {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER)]);
    desk.run(&["--nonsense"])
        .expect(2, &["--nonsense", "--help"]);
    desk.run(&["compare"]).expect(2, &["<PATH>"]);
    desk.run(&["inspect"]).expect(2, &["<PATH>"]);
    desk.run(&["compare", "--format", "xml", "a.txt", "b.txt"])
        .expect(2, &["xml", "json", "text"]);
    desk.run(&["--theme", "pink", "a.txt"])
        .expect(2, &["pink", "dark", "light"]);
    desk.run(&["--base", "Z", "a.txt", "b.txt"])
        .expect(2, &["--base Z", "siglum"]);
    desk.run(&["--outlet", "c.txt=Courier", "a.txt"]).expect(
        2,
        &["--outlet c.txt=Courier", "no document has the path c.txt"],
    );
    desk.run(&["--outlet", "Courier", "a.txt"])
        .expect(2, &["--outlet Courier", "PATH=NAME"]);
}

#[test]
fn every_command_refuses_a_configuration_or_theme_that_is_wrong() {
    let desk = Desk::new(&[
        ("a.txt", FERRY),
        ("b.txt", COURIER),
        ("bad.toml", "colour = 1\n"),
    ]);
    for command in [&["compare", "a.txt", "b.txt"][..], &["inspect", "a.txt"]] {
        let with = |option: [&'static str; 2]| desk.run(&[command, &option].concat());
        with(["--config", "gone.toml"]).expect(2, &["gone.toml", "there is no such file"]);
        with(["--config", "bad.toml"]).expect(2, &["bad.toml", "colour"]);
        with(["--theme", "pink"]).expect(2, &["pink"]);
        assert_eq!(desk.run(command).status, 0, "{command:?}");
    }
}

#[test]
fn keys_are_those_that_hold_now() {
    let desk = Desk::new(&[("config.toml", "[keys]\nhelp = [\"f2\"]\n")]);
    let row = |said: &Said, name: &str| {
        let found = said
            .out
            .lines()
            .find(|line| line.contains(&format!(" {name} ")));
        found.unwrap_or_default().trim_start().to_owned()
    };
    let usual = desk.run(&["keys"]);
    assert!(
        row(&usual, "next-stop").starts_with("j down "),
        "{}",
        usual.out
    );
    assert!(row(&usual, "help").starts_with('?'));
    let own = desk.run(&["keys", "--config", "config.toml"]);
    assert!(row(&own, "help").starts_with("f2 "), "{}", own.out);
}

#[test]
fn shells_and_man_are_served() {
    let desk = Desk::new(&[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let said = desk.run(&["completions", shell]);
        assert!(said.status == 0 && said.out.contains("inspect") && said.out.contains("strict"));
    }
    desk.run(&["completions", "smoke-signals"])
        .expect(2, &["smoke-signals", "bash"]);
    let page = desk.run(&["man"]);
    assert!(
        page.out.contains(".TH variorum 1") && page.out.contains("data\\-dir"),
        "{}",
        page.out
    );
}

#[test]
fn without_a_path_the_sample_story_is_printed_where_no_terminal_is() {
    let said = Desk::new(&[]).run::<&str>(&[]);
    said.expect(0, &[]);
    for words in [
        "Northwire",
        "The Strait Courier",
        "E ",
        "Velmora",
        "only here",
    ] {
        has(&said.out, words);
    }
    let raw = |c: char| c.is_control() && c != '\n';
    assert!(!said.out.contains(raw), "linear text has only lines");
}

#[test]
fn linear_text_numbers_the_stops_of_every_document_and_says_where_each_is_found() {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER)]);
    let said = desk.run(&["a.txt", "b.txt"]);
    said.expect(0, &[]);
    let line = |words: &str| said.out.lines().find(|l| l.contains(words)).unwrap();
    assert!(line("The crossing").starts_with("A:"));
    has(line("The crossing"), ", only here: ");
    assert!(line("on Thursday").starts_with("B:"));
    has(line("on Thursday"), ", in 2 of 2, ");
    assert_eq!(desk.run(&["--linear", "a.txt", "b.txt"]).out, said.out);
}

#[test]
fn linear_text_begins_with_the_base() {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER)]);
    let first = |arguments: &[&str]| {
        let said = desk.run(arguments);
        said.expect(0, &[]);
        let stop = said
            .out
            .lines()
            .find(|l| l.starts_with("A:") || l.starts_with("B:"));
        stop.unwrap().to_owned()
    };
    assert!(first(&["a.txt", "b.txt"]).starts_with("A:1"));
    assert!(first(&["--base", "B", "a.txt", "b.txt"]).starts_with("B:1"));
    assert!(first(&["--base", "b.txt", "a.txt", "b.txt"]).starts_with("B:1"));
}

#[test]
fn a_missing_file_is_named_and_there_is_nothing_to_read() {
    let desk = Desk::new(&[]);
    let words = [
        "gone.txt: there is no such file",
        "nothing to read",
        "--help",
    ];
    desk.run(&["gone.txt"]).expect(2, &words);
    let said = desk.run(&["inspect", "--format", "json", "gone.txt"]);
    said.expect(2, &["gone.txt"]);
    assert_eq!(said.json()["skipped"][0]["path"], "gone.txt");
    desk.run(&["compare", "gone.txt", "gone.txt"]).expect(
        2,
        &["gone.txt", "at least two documents, and 0 could be read"],
    );
}

#[test]
fn a_folder_is_read_and_one_without_articles_is_named() {
    let desk = Desk::new(&[]);
    fs::create_dir(desk.path("empty")).unwrap();
    desk.run(&["empty"])
        .expect(2, &["empty: holds no articles", ".txt", ".html"]);
    fs::create_dir(desk.path("full")).unwrap();
    for (name, text) in [
        ("b.txt", COURIER),
        ("a.txt", FERRY),
        (".hidden.txt", CHEESE),
    ] {
        fs::write(desk.path("full").join(name), text).unwrap();
    }
    let said = desk.run(&["inspect", "--format", "json", "full"]);
    said.expect(0, &[]);
    let report = said.json();
    let paths: Vec<_> = list(&report["documents"])
        .iter()
        .map(|d| &d["path"])
        .collect();
    assert_eq!(paths, ["full/a.txt", "full/b.txt"]);
}

#[test]
fn what_is_no_article_is_refused_with_the_reason() {
    let desk = Desk::new(&[
        ("empty.txt", ""),
        ("blank.txt", " \n\n\t\n"),
        ("zeros.bin", "\0\0\0\0"),
        ("print.txt", "%PDF-1.7\n"),
    ]);
    for (file, reason) in [
        ("empty.txt", "is empty"),
        ("blank.txt", "is empty"),
        ("zeros.bin", "is not text"),
        ("print.txt", "is a PDF file"),
    ] {
        let told = format!("variorum: {file}: {reason}");
        desk.run(&[file]).expect(2, &[&told]);
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused_with_the_limit_named() {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER)]);
    let words = FERRY.repeat((33 << 20) / FERRY.len() + 1);
    let mut huge = File::create(desk.path("huge.txt")).unwrap();
    huge.write_all(words.as_bytes()).unwrap();
    // What the hole behind the words holds is never read: it would take far too long.
    huge.set_len(1 << 40).unwrap();
    desk.run(&["huge.txt"])
        .expect(2, &["huge.txt: is larger than the limit of 32 MiB"]);
    let said = desk.run(&["compare", "--format", "json", "a.txt", "huge.txt", "b.txt"]);
    said.expect(0, &["huge.txt: is larger than the limit of 32 MiB"]);
    assert_eq!(list(&said.json()["documents"]).len(), 2);
}

#[test]
fn standard_input_beyond_the_limit_is_refused_too() {
    let desk = Desk::new(&[]);
    let much = FERRY.repeat((33 << 20) / FERRY.len() + 1);
    on_input(&desk, &much, &["inspect", "-"], |_| {})
        .expect(2, &["-: is larger than the limit of 32 MiB"]);
}

#[test]
fn one_article_alone_is_printed_and_has_nothing_to_compare_with() {
    let desk = Desk::new(&[("a.txt", FERRY)]);
    let said = desk.run(&["a.txt"]);
    said.expect(0, &[]);
    has(
        &said.out,
        "one article only: there is nothing to compare it with",
    );
    has(&said.out, "The crossing will take three hours");
    desk.run(&["compare", "a.txt"])
        .expect(2, &["at least two documents, and 1 could be read"]);
}

#[test]
fn articles_that_share_nothing_are_said_to_and_why() {
    let desk = Desk::new(&[("a.txt", FERRY), ("c.txt", CHEESE), ("f.txt", FRENCH)]);
    let said = desk.run(&["a.txt", "c.txt"]);
    said.expect(0, &[]);
    has(&said.out, "these articles share no passage");
    has(&said.out, "they may be about different events");
    has(&said.out, "The crossing will take three hours");
    let said = desk.run(&["compare", "a.txt", "c.txt"]);
    said.expect(0, &[]);
    has(&said.out, "no passage in common");
    let said = desk.run(&["a.txt", "f.txt"]);
    said.expect(0, &[]);
    has(&said.out, "the articles are in different languages");
}

#[test]
fn one_bad_file_among_five_is_named_and_the_others_are_compared() {
    let desk = Desk::sample();
    fs::write(desk.path("3-rewrite.txt"), "\0\0\0").unwrap();
    let said = desk.run(&on_sample(&["compare", "--format", "json"]));
    said.expect(0, &["variorum: 3-rewrite.txt: is not text"]);
    let report = said.json();
    assert_eq!(list(&report["documents"]).len(), 4);
    assert!(!list(&report["links"]).is_empty());
    let skipped = list(&report["skipped"]);
    assert_eq!(skipped.len(), 1);
    assert_eq!(skipped[0]["path"], "3-rewrite.txt");
    has(skipped[0]["reason"].as_str().unwrap(), "is not text");
    let strict = desk.run(&on_sample(&["compare", "--format", "json", "--strict"]));
    strict.expect(2, &["3-rewrite.txt"]);
    assert_eq!(strict.out, said.out, "the result is the same");
    let said = desk.run(&on_sample(&["inspect", "--format", "json"]));
    said.expect(0, &["3-rewrite.txt"]);
    assert_eq!(said.json()["skipped"], report["skipped"]);
    let mut reader = desk.run(&SAMPLE);
    reader.expect(0, &["3-rewrite.txt"]);
    has(&reader.out, "Northwire");
    reader = desk.run(&on_sample(&["--strict"]));
    reader.expect(2, &["3-rewrite.txt"]);
}

#[test]
fn exit_code_1_says_that_something_is_only_here_and_only_where_it_was_asked_for() {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER), ("same.txt", FERRY)]);
    desk.run(&["compare", "a.txt", "b.txt"]).expect(0, &[]);
    desk.run(&["compare", "--exit-code", "a.txt", "b.txt"])
        .expect(1, &[]);
    desk.run(&["compare", "--exit-code", "a.txt", "same.txt"])
        .expect(0, &[]);
    desk.run(&[
        "compare",
        "--exit-code",
        "--strict",
        "a.txt",
        "b.txt",
        "gone.txt",
    ])
    .expect(2, &["gone.txt"]);
}

#[test]
fn a_notes_file_that_was_given_must_be_there() {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER)]);
    for command in ["compare", "inspect"] {
        let said = desk.run(&[command, "--notes", "gone.jsonl", "a.txt", "b.txt"]);
        said.expect(2, &["--notes gone.jsonl", "no such file"]);
    }
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let desk = Desk::new(&[("a.txt", FERRY)]);
    for arguments in [
        &["inspect", "-"][..],
        &["compare", "a.txt", "-"],
        &["a.txt", "-"],
    ] {
        // It cannot have written anything before the end of its input.
        on_input(&desk, COURIER, arguments, |child| drop(child.stdout.take())).expect(0, &[]);
    }
}

#[test]
fn a_closed_standard_error_costs_nothing() {
    let desk = Desk::new(&[("a.txt", FERRY)]);
    let arguments = ["compare", "--format", "json", "a.txt", "gone.txt", "-"];
    let said = on_input(&desk, COURIER, &arguments, |child| {
        drop(child.stderr.take());
    });
    said.expect(0, &[]);
    assert_eq!(list(&said.json()["documents"]).len(), 2);
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_ends_with_an_error_also_help() {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER)]);
    for arguments in [&["--help"][..], &["compare", "a.txt", "b.txt"], &["keys"]] {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let mut command = desk.command(arguments);
        let status = command.stdout(full).status().unwrap();
        assert_eq!(status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn standard_input_is_an_article_like_any_other() {
    let desk = Desk::new(&[("a.txt", FERRY)]);
    let said = on_input(
        &desk,
        COURIER,
        &["compare", "--format", "json", "a.txt", "-"],
        |_| {},
    );
    said.expect(0, &[]);
    assert_eq!(said.json()["documents"][1]["path"], "-");
    assert!(!list(&said.json()["links"]).is_empty());
}

#[test]
fn names_and_words_with_escapes_are_harmless_in_every_output() {
    const HOSTILE: &str = "\x1b[31m\x1b]0;owned\x07\u{9b}2J\u{202e}";
    let desk = Desk::new(&[("b.txt", COURIER)]);
    let name = |tail: &str| format!("{}{tail}", HOSTILE.replace(']', ""));
    let (a, page, gone) = (name("a.txt"), name("p.html"), name("gone"));
    fs::write(
        desk.path(&a),
        format!("Title {HOSTILE} here\n\n{FERRY}And {HOSTILE} said so.\n"),
    )
    .unwrap();
    fs::write(
        desk.path(&page),
        format!("<title>T {HOSTILE}</title><meta name=author content='{HOSTILE}'><p>{COURIER}{HOSTILE}</p>"),
    )
    .unwrap();
    let outlet = format!("{a}=Outlet {HOSTILE}");
    let files = ["--outlet", &outlet, "--base", &a, &a, &page, "b.txt", &gone];
    for command in [
        &[][..],
        &["compare"],
        &["compare", "--format", "json"],
        &["inspect"],
        &["inspect", "--format", "json"],
    ] {
        let said = desk.run(&[command, &files].concat());
        said.expect(0, &["\u{241b}[31m"]);
        has(&said.out, "\u{241b}[31m");
        harmless(&said);
    }
    // In complaints about arguments as well.
    for arguments in [
        &["--base", HOSTILE, "b.txt"][..],
        &["--outlet", HOSTILE, "b.txt"],
        &["--outlet", &outlet, "b.txt"],
        &["--theme", HOSTILE, "b.txt"],
        &[&format!("--{HOSTILE}")],
        &["compare", "--format", HOSTILE, "b.txt"],
    ] {
        let said = desk.run(arguments);
        assert_eq!(said.status, 2, "{}", said.err);
        has(&said.err, "2J");
        harmless(&said);
    }
}

#[track_caller]
fn harmless(said: &Said) {
    for text in [&said.out, &said.err] {
        let hostile =
            |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
        let found = text
            .find(hostile)
            .map(|at| text.get(at.saturating_sub(20)..));
        assert_eq!(found, None);
    }
}

#[test]
fn an_outlet_that_is_named_replaces_the_one_that_was_found() {
    let desk = Desk::sample();
    let rules = [
        "--outlet",
        "1-wire.txt=Reuters=AP",
        "--outlet",
        "2-agency.txt= VTA ",
    ];
    let said = desk.run(&on_sample(
        &[&["inspect", "--format", "json"], &rules[..]].concat(),
    ));
    // The last sign of equality parts path and name, so that a path may hold one.
    said.expect(2, &["no document has the path 1-wire.txt=Reuters"]);
    let rules = [
        "--outlet",
        "1-wire.txt=Wire",
        "--outlet",
        "2-agency.txt= VTA ",
    ];
    let said = desk.run(&on_sample(
        &[&["inspect", "--format", "json"], &rules[..]].concat(),
    ));
    said.expect(0, &[]);
    let outlets: Vec<_> = list(&said.json()["documents"])
        .iter()
        .map(|document| document["outlet"].clone())
        .collect();
    assert_eq!(outlets[0]["value"], "Wire");
    assert_eq!(outlets[0]["from"], "--outlet");
    assert_eq!(outlets[1]["value"], "VTA");
    assert_eq!(outlets[4]["value"], "The Strait Courier");
}

#[test]
fn a_report_can_be_written_to_a_file_and_standard_output_stays_empty() {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER)]);
    let printed = desk.run(&["compare", "a.txt", "b.txt"]);
    let said = desk.run(&["compare", "--output", "report.txt", "a.txt", "b.txt"]);
    said.expect(0, &[]);
    assert_eq!(said.out, "");
    assert_eq!(
        fs::read_to_string(desk.path("report.txt")).unwrap(),
        printed.out
    );
    desk.run(&["compare", "--output", "no/such/folder", "a.txt", "b.txt"])
        .expect(2, &["no/such/folder: could not be written"]);
}

#[test]
fn a_budget_that_runs_out_is_said_to() {
    let desk = Desk::sample();
    let said = desk.run(&on_sample(&[
        "compare", "--format", "json", "--budget", "1",
    ]));
    said.expect(0, &[]);
    assert_eq!(said.json()["partial"], true);
}

#[test]
fn headless_commands_write_nothing_of_their_own() {
    let desk = Desk::sample();
    let before: BTreeSet<_> = names(&desk);
    for command in [&["compare"][..], &["inspect"], &[]] {
        desk.run(&on_sample(command)).expect(0, &[]);
    }
    assert_eq!(names(&desk), before, "not even a folder for notes");
}

fn names(desk: &Desk) -> BTreeSet<OsString> {
    let entries = fs::read_dir(desk.folder.path()).unwrap();
    entries.map(|entry| entry.unwrap().file_name()).collect()
}

#[test]
fn what_a_notes_file_says_of_documents_is_applied_only_where_it_is_given_and_is_told() {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER)]);
    let bytes = fs::read(desk.path("b.txt")).unwrap();
    let documents = load("b.txt", &bytes, &Limits::default()).unwrap();
    let label = documents[0].blocks.last().unwrap();
    let who = Who::by_address(&documents[0]);
    let of = Alike::to(&documents[0], label, false);
    let name = "Harbour Post".to_owned();
    let to = BlockKind::Boilerplate;
    for file in ["data/notes.jsonl", "case.jsonl"] {
        fs::create_dir_all(desk.path("data")).unwrap();
        let mut log = Log::open(&desk.path(file)).unwrap();
        let (who, name, of) = (who.clone(), name.clone(), of.clone());
        let label = Change::Label {
            who: Who::Outlet(name.clone()),
            of,
            to,
        };
        log.append(&operation(Change::Name { who, name })).unwrap();
        log.append(&operation(label)).unwrap();
    }
    let json = |arguments: &[&str]| -> serde_json::Value {
        serde_json::from_str(&desk.run(arguments).out).unwrap()
    };
    let told = serde_json::json!([
        "B b.txt: named Harbour Post",
        "B b.txt: 1 block of body labelled boilerplate"
    ]);
    for command in ["inspect", "compare"] {
        let plain = json(&[command, "--format", "json", "a.txt", "b.txt"]);
        assert_eq!(plain["applied"], serde_json::json!([]), "{command}");
        assert!(plain["documents"][1]["outlet"].is_null(), "{command}");
        let given = json(&[
            command,
            "--notes",
            "case.jsonl",
            "--format",
            "json",
            "a.txt",
            "b.txt",
        ]);
        assert_eq!(given["applied"], told, "{command}");
        assert!(
            given["documents"][1]["outlet"]
                .to_string()
                .contains("Harbour Post")
        );
        let text = desk.run(&[command, "--notes", "case.jsonl", "a.txt", "b.txt"]);
        has(&text.out, "named Harbour Post");
    }
    let linear = desk.run(&["--linear", "--notes", "case.jsonl", "a.txt", "b.txt"]);
    has(&linear.out, "applied: B b.txt: named Harbour Post\n");
    has(&linear.out, "\nB Harbour Post, ");
    let linear = desk.run(&["--linear", "a.txt", "b.txt"]);
    assert!(!linear.out.contains("applied") && !linear.out.contains("Harbour Post"));
    let listed = desk.run(&["notes", "list"]);
    has(&listed.out, "b.txt: named Harbour Post");
}

#[test]
fn pins_and_cuts_of_a_notes_file_that_is_given_hold_and_are_told() {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER)]);
    let target = |path: &str, block: usize| {
        let bytes = fs::read(desk.path(path)).unwrap();
        let documents = load(path, &bytes, &Limits::default()).unwrap();
        variorum::notes::target(&documents[0], documents[0].blocks[block].span, None)
    };
    let pin = Change::Link {
        verdict: variorum::notes::link::Verdict::Pin,
        ends: Box::new([target("a.txt", 0), target("b.txt", 0)]),
    };
    let mut log = Log::open(&desk.path("case.jsonl")).unwrap();
    log.append(&operation(pin)).unwrap();
    let json = |arguments: &[&str]| -> serde_json::Value {
        serde_json::from_str(&desk.run(arguments).out).unwrap()
    };
    let pinned = |found: &serde_json::Value| {
        let links = found["links"].as_array().unwrap();
        links.iter().any(|link| link["why"]["rule"] == "pin")
    };
    let plain = json(&["compare", "--format", "json", "a.txt", "b.txt"]);
    assert!(!pinned(&plain) && plain["applied"] == serde_json::json!([]));
    let options = ["--notes", "case.jsonl", "--format", "json"];
    let given = json(&[&["compare"], &options[..], &["b.txt", "a.txt"]].concat());
    assert!(pinned(&given));
    has(&given["applied"][0].to_string(), "pinned: Northwire");
    let linear = |options: &[&str]| desk.run(&[&["--linear", "a.txt", "b.txt"], options].concat());
    has(&linear(&options[..2]).out, "applied: pinned: Northwire");
    let first = |said: &Said| {
        said.out
            .lines()
            .find(|l| l.starts_with("A:1"))
            .map(str::to_owned)
    };
    assert_ne!(first(&linear(&options[..2])), first(&linear(&[])));
}

#[test]
fn verbose_says_what_is_done_on_standard_error_and_changes_no_result() {
    let desk = Desk::new(&[("a.txt", "The ferry sails.\n"), ("b.txt", "It rained.\n")]);
    let plain = desk.run(&["compare", "a.txt", "b.txt"]);
    let told = desk.run(&["compare", "-v", "a.txt", "b.txt"]);
    assert_eq!((plain.err.as_str(), plain.out), ("", told.out));
    for words in [
        "A a.txt: 17 characters",
        "B b.txt: ",
        "comparing 2 documents",
        "compared: 0 links",
    ] {
        assert!(told.err.contains(words), "{words:?} not in {}", told.err);
    }
    desk.run(&["compare", "-v", "-q", "a.txt", "b.txt"])
        .expect(2, &["cannot be used with"]);
}

#[test]
fn linear_text_goes_by_thresholds_that_are_given_and_tells_them() {
    let desk = Desk::new(&[
        ("a.txt", FERRY),
        ("b.txt", COURIER),
        ("mine.toml", "weak-score = 0.2\n"),
    ]);
    let plain = desk.run(&["--linear", "a.txt", "b.txt"]);
    let given = desk.run(&["--linear", "--config", "mine.toml", "a.txt", "b.txt"]);
    let told = "applied: mine.toml:1: weak-score = 0.2\n";
    assert_eq!(given.out, format!("{told}{}", plain.out));
}
