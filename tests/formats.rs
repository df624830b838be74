//! Every format in every wrapping, and what is broken, cut off or too large: named, and the rest done.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

mod desk;

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::ops::ControlFlow;
use std::process::Stdio;

use desk::{Desk, SAMPLE, Said, list, on_sample};
use flate2::Compression;
use flate2::write::GzEncoder;
use variorum::document::{BlockKind, Document};
use variorum::load::{self, Limits, LoadError};

const FERRY: &str = "The ferry between the two harbours will sail again in spring, both governments said on Monday.";
const HERRING: &str =
    "Fishermen may take nine thousand tonnes of herring a year from the bank in the sound.";

/// What an input gave: documents, and the words of errors, in order.
#[derive(Default)]
struct Given {
    documents: Vec<Document>,
    errors: Vec<String>,
}

fn read(path: &str, source: &mut dyn BufRead, limits: &Limits) -> Given {
    let mut given = Given::default();
    load::each(path, source, limits, &mut |result| {
        match result {
            Ok(document) => given.documents.push(document),
            Err(error) => given.errors.push(error.to_string()),
        }
        ControlFlow::Continue(())
    });
    given
}

fn given(path: &str, bytes: &[u8]) -> Given {
    read(path, &mut &bytes[..], &Limits::default())
}

fn within(path: &str, bytes: &[u8], limit: usize) -> Given {
    let limits = Limits {
        bytes: limit,
        ..Limits::default()
    };
    // Small pieces, as a pipe gives them.
    read(path, &mut BufReader::with_capacity(7, bytes), &limits)
}

impl Given {
    fn ids(&self) -> Vec<&str> {
        let ids = self.documents.iter().map(|d| d.source_id.as_deref());
        ids.map(|id| id.unwrap_or("-")).collect()
    }

    fn whole(self) -> Vec<Document> {
        assert!(self.errors.is_empty(), "{:?}", self.errors);
        self.documents
    }

    fn one(self) -> Document {
        let mut all = self.whole();
        assert_eq!(all.len(), 1);
        all.remove(0)
    }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn record(id: &str, words: &str) -> String {
    format!("{{\"id\": \"{id}\", \"title\": \"On {id}\", \"text\": \"{words}\"}}")
}

#[test]
fn a_broken_line_among_good_ones_is_named_and_the_rest_is_done() {
    let lines = format!(
        "\u{feff}{}\r\n\r\n{{\"id\": \"b\", \"text\": tru}}\r\n{{\"id\": \"c\"}}\r\n[1]\r\n{}",
        record("a", FERRY),
        record("e", HERRING)
    );
    for path in ["a.jsonl", "a.ndjson", "a.json", "-"] {
        let given = given(path, lines.as_bytes());
        assert_eq!(given.ids(), ["a", "e"], "{path}");
        assert_eq!(given.errors.len(), 3, "{:?}", given.errors);
        assert!(given.errors[0].starts_with("line 3: is not JSON: "));
        assert!(given.errors[1].starts_with("line 4: holds no words of an article"));
        assert!(given.errors[1].contains("text, body, maintext"));
        assert!(given.errors[2].starts_with("line 5: is no article"));
    }
}

#[test]
fn a_first_line_that_is_broken_costs_no_other() {
    for first in [
        "{\"id\": \"a\", \"text\": tru}",
        "{\"id\": \"a\", \"text\": \"cut o",
        "nothing",
    ] {
        let lines = format!("{first}\n{}\n", record("b", FERRY));
        let given = given("a.jsonl", lines.as_bytes());
        assert_eq!(given.ids(), ["b"], "{first}");
        assert!(
            given.errors[0].starts_with("line 1: "),
            "{:?}",
            given.errors
        );
    }
}

#[test]
fn two_records_with_the_same_words_are_two_documents() {
    let lines = format!("{}\n{}\n", record("a", FERRY), record("b", FERRY));
    let documents = given("a.jsonl", lines.as_bytes()).whole();
    assert_ne!(documents[0].sha256, documents[1].sha256);
    assert_eq!(documents[0].path, documents[1].path);
    let alone = given("b.jsonl", record("a", FERRY).as_bytes()).one();
    assert_eq!(
        alone.sha256, documents[0].sha256,
        "the end of the line is no part of the record"
    );
}

#[test]
fn lists_and_what_stands_around_them_are_gone_through() {
    let two = format!("{},\n{}", record("a", FERRY), record("b", HERRING));
    for text in [
        format!("[{two}]"),
        format!(" [\n\n{two}\n]\n"),
        format!("{{\"status\": \"ok\", \"articles\": [{two}], \"total\": 2}}"),
        format!("{{\"articles\": [\n{two}\n]}}"),
        format!("{{\"data\": {{\"results\": [{two}]}}}}"),
        format!(
            "{{\"@context\": \"https://schema.org\", \"@graph\": [{{\"@type\": \"WebSite\"}}, {two}]}}"
        ),
        format!(
            "{}\n\n{}",
            record("a", FERRY).replace(", \"", ",\n\""),
            record("b", HERRING).replace(", \"", ",\n\"")
        ),
    ] {
        let given = given("-", text.as_bytes());
        assert!(given.errors.is_empty(), "{text} {:?}", given.errors);
        assert_eq!(given.ids(), ["a", "b"], "{text}");
    }
}

#[test]
fn a_broken_member_of_a_list_is_named_by_its_number() {
    let text = format!(
        "[{}, {{\"id\": \"b\" \"text\": 1}}, 7, {}]",
        record("a", FERRY),
        record("d", HERRING)
    );
    let broken = given("a.json", text.as_bytes());
    assert_eq!(broken.ids(), ["a", "d"]);
    assert!(broken.errors[0].starts_with("article 2: is not JSON"));
    assert!(broken.errors[1].starts_with("article 3: is no article"));
    let cut = given("a.json", &text.as_bytes()[..text.len() - 9]);
    assert_eq!(cut.ids(), ["a"]);
    assert!(cut.errors[2].starts_with("article 4: is not whole JSON: it ends early"));
}

#[test]
fn a_json_feed_names_the_outlet_of_its_items() {
    let feed = format!(
        "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{{\"id\": \"1\", \"content_html\": \
         \"<p>{FERRY}</p><p>{HERRING}</p>\", \"title\": \"Ferry sails\", \"url\": \"https://a.example/1\", \
         \"date_published\": \"2025-10-03T08:00:00Z\"}}], \"title\": \"Ostwire\"}}"
    );
    let document = given("-", feed.as_bytes()).one();
    let outlet = document.outlet.unwrap();
    assert_eq!(
        (outlet.value.as_str(), outlet.from),
        ("Ostwire", "feed title")
    );
    assert_eq!(document.date.unwrap().value, "2025-10-03");
    assert_eq!(
        document.text.as_str(),
        format!("Ferry sails\n{FERRY}\n{HERRING}")
    );
}

#[test]
fn the_reasons_name_the_fields() {
    let document = given("a.json", record("a", FERRY).as_bytes()).one();
    let reasons: Vec<_> = document
        .blocks
        .iter()
        .map(|b| (b.kind, b.reason.as_ref()))
        .collect();
    assert_eq!(
        reasons,
        [
            (BlockKind::Title, "field: title"),
            (BlockKind::Body, "field: text")
        ]
    );
}

#[test]
fn what_is_too_large_is_read_over_and_a_list_may_be_larger_than_any_limit() {
    let large = record("x", &"word ".repeat(200));
    let lines = format!(
        "{}\n{large}\n{}\n",
        record("a", FERRY),
        record("b", HERRING)
    );
    let by_line = within("-", lines.as_bytes(), 400);
    assert_eq!(by_line.ids(), ["a", "b"]);
    assert!(by_line.errors[0].starts_with("line 2: is larger than the limit"));
    let members: Vec<String> = (0..9).map(|n| record(&n.to_string(), FERRY)).collect();
    let around = format!(
        "{{\"count\": 9, \"articles\": [{large}, {}]}}",
        members.join(", ")
    );
    let in_list = within("a.json", around.as_bytes(), 400);
    assert_eq!(in_list.ids().len(), 9, "{:?}", in_list.errors);
    assert!(in_list.errors[0].starts_with("article 1: is larger than the limit"));
    let alone = within("a.json", large.as_bytes(), 400);
    assert!(alone.errors[0].starts_with("is larger than the limit"));
}

#[test]
fn reading_ends_where_it_is_asked_to() {
    let lines = format!("{}\n", record("a", FERRY)).repeat(50);
    let list = format!("[{}]", vec![record("a", FERRY); 50].join(","));
    for bytes in [lines, list] {
        let mut count = 0;
        load::each("-", &mut bytes.as_bytes(), &Limits::default(), &mut |_| {
            count += 1;
            ControlFlow::Break(())
        });
        assert_eq!(count, 1);
    }
}

/// Inputs of every format, each with how many documents it holds.
fn every_format() -> Vec<(&'static str, String, usize)> {
    vec![
        ("a.txt", format!("Ferry sails\n\n{FERRY}\n"), 1),
        ("a.md", format!("# Ferry sails\n\n{FERRY}\n"), 1),
        (
            "a.html",
            format!("<!doctype html><h1>Ferry sails</h1><p>{FERRY}</p>"),
            1,
        ),
        ("a.json", record("a", FERRY), 1),
        (
            "a.jsonl",
            format!("{}\n{}\n", record("a", FERRY), record("b", HERRING)),
            2,
        ),
    ]
}

#[test]
fn every_format_is_read_packed_too_and_is_the_same_document() {
    for (path, text, count) in every_format() {
        let plain = given(path, text.as_bytes()).whole();
        assert_eq!(plain.len(), count, "{path}");
        for name in [format!("{path}.gz"), path.to_owned()] {
            let unpacked = given(&name, &packed(text.as_bytes())).whole();
            assert_eq!(unpacked.len(), count, "{name}");
            assert_eq!(unpacked[0].text, plain[0].text);
            assert_eq!(unpacked[0].sha256, plain[0].sha256);
        }
        let (one, two) = text.split_at(text.len() / 2);
        let members = [packed(one.as_bytes()), packed(two.as_bytes())].concat();
        assert_eq!(
            given(path, &members).whole().len(),
            count,
            "{path} in two members"
        );
    }
}

#[test]
fn a_packed_file_that_is_cut_off_or_damaged_is_named() {
    let lines: String = (0..400)
        .map(|n| record(&n.to_string(), &format!("{FERRY} No. {}", n * 7919 % 401)) + "\n")
        .collect();
    let whole = packed(lines.as_bytes());
    let cut = given("a.jsonl.gz", &whole[..whole.len() / 2]);
    assert!(
        cut.documents.len() > 20,
        "{} {:?}",
        cut.documents.len(),
        cut.errors
    );
    assert_eq!(cut.errors.len(), 1);
    assert!(cut.errors[0].contains("ends early"), "{:?}", cut.errors);
    let mut damaged = whole.clone();
    for byte in &mut damaged[whole.len() / 2..whole.len() / 2 + 64] {
        *byte ^= 0x55;
    }
    let damaged = given("a.jsonl.gz", &damaged);
    assert!(
        damaged.errors.last().unwrap().contains("damaged"),
        "{:?}",
        damaged.errors.last()
    );
    for (path, text, _) in every_format() {
        let whole = packed(text.as_bytes());
        let cut = given(path, &whole[..whole.len() - 12]);
        assert!(
            cut.documents.len() <= 1,
            "{path}: half a text is no document"
        );
        assert!(
            cut.errors[0].contains("ends early"),
            "{path} {:?}",
            cut.errors
        );
    }
    let twice = given("a.txt.gz.gz", &packed(&packed(FERRY.as_bytes())));
    assert!(twice.errors[0].contains("packed twice"));
}

#[test]
fn json_of_blank_lines_alone_ends() {
    for text in ["\n", "\n\n", " \r\n", "\u{feff}\n"] {
        for path in ["a.json", "a.jsonl"] {
            let given = given(path, text.as_bytes());
            assert!(
                given.documents.is_empty() && given.errors.len() == 1,
                "{text:?}"
            );
        }
    }
}

#[test]
fn a_packed_file_that_is_damaged_from_the_start_is_not_called_empty() {
    let whole = packed(record("a", FERRY).as_bytes());
    for (bytes, reason) in [
        (&whole[..12], "ends early"),
        (&[0x1f, 0x8b, 8, 0, 7, 7, 7, 7, 7, 7, 7, 7], "damaged"),
    ] {
        let given = given("a.jsonl.gz", bytes);
        assert!(given.documents.is_empty() && given.errors.len() == 1);
        assert!(given.errors[0].contains(reason), "{:?}", given.errors);
    }
}

#[test]
fn a_packed_file_that_unpacks_without_end_is_stopped() {
    let megabyte = packed(&[b'a'; 1 << 20]);
    for path in ["a.txt.gz", "a.jsonl.gz"] {
        let stopped = given(path, &megabyte.repeat(18));
        let last = stopped.errors.last().unwrap();
        assert!(last.contains("more than 200 times its size"), "{last}");
        assert!(stopped.documents.is_empty());
    }
    let limits = Limits {
        expansion: 2000,
        bytes: 1 << 20,
        ..Limits::default()
    };
    let twice = megabyte.repeat(2);
    let large = read("a.txt.gz", &mut twice.as_slice(), &limits);
    assert!(
        large.errors[0].contains("limit of 1 MiB"),
        "{:?}",
        large.errors
    );
}

#[test]
fn utf_16_without_a_mark_is_read_in_every_format() {
    for (path, text, count) in every_format() {
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, encoding) in [(little, "UTF-16LE"), (big, "UTF-16BE")] {
            let documents = given(path, &bytes).whole();
            assert_eq!(documents.len(), count, "{path}");
            assert_eq!(documents[0].encoding, encoding);
            assert!(documents[0].text.as_str().contains(FERRY), "{path}");
        }
    }
}

#[test]
fn what_shows_nothing_is_empty() {
    for bytes in ["", " \r\n\t", "\u{feff}", "\u{200b}\u{feff}\n\u{200d}"] {
        for path in ["a.txt", "a.md", "a", "a.json"] {
            let errors = given(path, bytes.as_bytes()).errors;
            assert_eq!(errors.len(), 1, "{path} {bytes:?}");
        }
        assert_eq!(
            load::load("a.txt", bytes.as_bytes(), &Limits::default()).unwrap_err(),
            LoadError::Empty
        );
    }
    assert_eq!(
        load::load("a.md", b"\xff\xfe", &Limits::default()).unwrap_err(),
        LoadError::Empty
    );
}

/// A source that fails after some bytes, as a disk or a connection may.
struct Failing<'a>(&'a [u8]);

impl Read for Failing<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into)? {
            0 => Err(io::Error::other("the disk\u{1b}[2J is gone")),
            read => Ok(read),
        }
    }
}

#[test]
fn what_was_read_before_a_failure_counts() {
    let lines = format!("{}\n{}\n{{\"id", record("a", FERRY), record("b", HERRING));
    let mut source = BufReader::new(Failing(lines.as_bytes()));
    let given = read("a.jsonl", &mut source, &Limits::default());
    assert_eq!(given.ids(), ["a", "b"]);
    assert!(given.errors[0].contains("cannot be read: the disk"));
    assert!(!given.errors[0].contains('\u{1b}'));
    let mut source = BufReader::new(Failing(FERRY.as_bytes()));
    let given = read("a.txt", &mut source, &Limits::default());
    assert!(given.documents.is_empty() && given.errors.len() == 1);
}

#[test]
fn a_line_beyond_the_limit_is_answered_in_every_format() {
    let long = "word ".repeat(Limits::default().line / 5 + 1);
    for (path, text) in [
        ("a.txt", long.clone()),
        ("a.md", long.clone()),
        (
            "a.jsonl",
            format!("{}\n{}\n", record("a", &long), record("b", FERRY)),
        ),
    ] {
        let given = given(path, text.as_bytes());
        assert!(
            given.errors[0].contains("has a line longer than"),
            "{path} {:?}",
            given.errors
        );
        assert_eq!(given.documents.len(), usize::from(path == "a.jsonl"));
    }
}

#[test]
fn markdown_that_nests_without_end_is_answered() {
    for sign in [
        ">", "- ", "[", "*", "`", "![", "<", "_a", "#", "|", "[a](", "1. ",
    ] {
        let text = format!("{}{FERRY}\n", sign.repeat(2_000));
        let given = given("a.md", text.as_bytes());
        assert_eq!(given.documents.len() + given.errors.len(), 1, "{sign}");
    }
}

#[test]
fn inspect_lists_every_article_of_a_stream_with_what_was_left_out() {
    let lines = format!("{}\n{{\n{}\n", record("a", FERRY), record("c", HERRING));
    let desk = Desk::new(&[("a.jsonl", &lines)]);
    let said = desk.run(&["inspect", "--format", "json", "a.jsonl"]);
    said.expect(0, &["a.jsonl: line 2: is not JSON"]);
    let report = said.json();
    let ids: Vec<_> = list(&report["documents"])
        .iter()
        .map(|d| d["source_id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["a", "c"]);
    assert_eq!(report["documents"][1]["siglum"], "B");
    assert_eq!(report["skipped"][0]["path"], "a.jsonl");
    assert!(
        report["skipped"][0]["reason"]
            .as_str()
            .unwrap()
            .starts_with("line 2: ")
    );
    let strict = desk.run(&["inspect", "--strict", "a.jsonl"]);
    strict.expect(2, &["line 2"]);
    assert!(strict.out.contains("A  a.jsonl  a\n"), "{}", strict.out);
}

#[test]
fn articles_of_a_stream_are_named_by_path_siglum_or_identifier() {
    let lines = format!(
        "{}\n{}\n{}\n",
        record("n1", FERRY),
        record("n2", HERRING),
        record("n3", FERRY)
    );
    let desk = Desk::new(&[("a.jsonl", &lines), ("b.txt", HERRING)]);
    let outlets = |arguments: &[&str]| -> Vec<String> {
        let said = desk.run(
            &[
                &["inspect", "--format", "json", "a.jsonl", "b.txt"],
                arguments,
            ]
            .concat(),
        );
        said.expect(0, &[]);
        let report = said.json();
        let outlets = list(&report["documents"])
            .iter()
            .map(|d| d["outlet"]["value"].as_str().unwrap_or("-"));
        outlets.map(str::to_owned).collect()
    };
    assert_eq!(
        outlets(&["--outlet", "a.jsonl=Ostwire"]),
        ["Ostwire", "Ostwire", "Ostwire", "-"]
    );
    assert_eq!(
        outlets(&["--outlet", "n2=Ostwire", "--outlet", "D=Northwire"]),
        ["-", "Ostwire", "-", "Northwire"]
    );
    let first = |base: &str| -> String {
        let said = desk.run(&["--linear", "--base", base, "a.jsonl", "b.txt"]);
        said.expect(0, &[]);
        let line = said.out.lines().find(|l| l.contains(":1, "));
        let (siglum, _) = line.unwrap().split_once(':').unwrap();
        siglum.to_owned()
    };
    assert_eq!(first("a.jsonl"), "A");
    assert_eq!(first("n3"), "C");
    assert_eq!(first("b.txt"), "D");
}

#[test]
fn more_articles_than_can_be_compared_are_said_and_inspect_lists_them_all() {
    let most = Limits::default().documents;
    let lines: String = (0..most + 20)
        .map(|n| record(&format!("n{n}"), FERRY) + "\n")
        .collect();
    let desk = Desk::new(&[("a.jsonl", &lines), ("b.txt", HERRING)]);
    let beyond = format!("a.jsonl: goes beyond the limit of {most} articles");
    let said = desk.run(&["notes", "list", "a.jsonl", "b.txt"]);
    said.expect(0, &[&beyond, "variorum inspect"]);
    let strict = ["--strict", "notes", "list", "a.jsonl", "b.txt"];
    desk.run(&strict).expect(2, &[&beyond]);
    let said = desk.run(&["inspect", "--format", "json", "a.jsonl", "b.txt"]);
    said.expect(0, &[]);
    assert_eq!(list(&said.json()["documents"]).len(), most + 21);
}

#[test]
fn a_reader_that_goes_away_ends_a_long_list_quietly() {
    let lines: String = (0..3000)
        .map(|n| record(&n.to_string(), FERRY) + "\n")
        .collect();
    let desk = Desk::new(&[("a.jsonl", &lines)]);
    for format in ["text", "json"] {
        let mut command = desk.command(&["inspect", "--format", format, "a.jsonl"]);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 20];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        Said::of(child.wait_with_output().unwrap()).expect(0, &[]);
    }
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_read_where_it_is_named_and_left_out_in_a_folder() {
    let desk = Desk::new(&[]);
    fs::create_dir(desk.path("case")).unwrap();
    fs::write(desk.path("case/a.txt"), FERRY).unwrap();
    let made =
        |path: &str| rustix::fs::mkfifoat(rustix::fs::CWD, desk.path(path), rustix::fs::Mode::RWXU);
    made("case/b.txt").unwrap();
    made("pipe").unwrap();
    let said = desk.run(&["inspect", "case"]);
    said.expect(0, &["case/b.txt: is not a file", "name it itself"]);
    let pipe = desk.path("pipe");
    let lines = format!("{}\n{}\n", record("a", FERRY), record("b", HERRING));
    let writer = std::thread::spawn(move || fs::write(pipe, packed(lines.as_bytes())));
    let said = desk.run(&["inspect", "--format", "json", "pipe"]);
    said.expect(0, &[]);
    assert_eq!(list(&said.json()["documents"]).len(), 2);
    writer.join().unwrap().unwrap();
}

#[test]
fn a_folder_gives_the_articles_of_every_format() {
    let desk = Desk::new(&[]);
    for (path, text, _) in every_format() {
        fs::write(desk.path(path), &text).unwrap();
        fs::write(desk.path(&format!("{path}.gz")), packed(text.as_bytes())).unwrap();
    }
    fs::write(desk.path("picture.png"), "no article").unwrap();
    let said = desk.run(&["inspect", "--format", "json", "."]);
    said.expect(0, &[]);
    let count: usize = every_format().iter().map(|(_, _, count)| 2 * count).sum();
    assert_eq!(list(&said.json()["documents"]).len(), count);
}

#[test]
fn the_sample_story_packed_compares_as_it_does_unpacked() {
    let desk = Desk::sample();
    let mut arguments = vec![
        "compare".to_owned(),
        "--format".to_owned(),
        "json".to_owned(),
    ];
    for name in SAMPLE {
        let bytes = fs::read(desk.path(name)).unwrap();
        fs::write(desk.path(&format!("{name}.gz")), packed(&bytes)).unwrap();
        arguments.push(format!("{name}.gz"));
    }
    let unpacked = desk.run(&on_sample(&["compare", "--format", "json"]));
    let packed = desk.run(&arguments);
    packed.expect(0, &[]);
    assert_eq!(packed.json()["links"], unpacked.json()["links"]);
}

#[test]
fn markup_between_the_words_parts_no_words_that_agree() {
    let marked = FERRY
        .replace(
            "two harbours",
            "[two harbours](https://ostwire.example/map)",
        )
        .replace("spring", "**spring**");
    let desk = Desk::new(&[("a.txt", FERRY), ("b.md", &marked), ("c.txt", HERRING)]);
    let said = desk.run(&["compare", "--format", "json", "a.txt", "b.md", "c.txt"]);
    said.expect(0, &[]);
    let comparison = said.json();
    let link = &list(&comparison["links"])[0];
    assert_eq!(
        link["a"]["end"].as_u64(),
        Some(FERRY.chars().count() as u64)
    );
    assert_eq!(
        link["b"]["end"].as_u64(),
        Some(marked.chars().count() as u64)
    );
    let only: Vec<_> = list(&comparison["only"])
        .iter()
        .map(|o| o["doc"].as_u64())
        .collect();
    assert_eq!(only, [Some(2)]);
}
