//! The log of notes under everything that happens to files: cut off, damaged, shared, killed, misnamed.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;
use variorum::notes::{Change, NoteId, NoteSet, Operation, OperationId, Standing, Target};
use variorum::store::notes::{Log, LogError, Mark};

/// The variable that makes this test binary a writer of its own.
const WRITER: &str = "VARIORUM_TEST_WRITER";

fn operation(name: &str) -> Operation {
    Operation {
        id: OperationId(name.to_owned()),
        at: "2025-09-05T10:00:00Z".parse().unwrap(),
        by: None,
        change: Change::Add {
            text: format!("What {name} says — “quoted”\nover two lines"),
            targets: vec![Target::default()],
            tags: vec!["tag".to_owned()],
            rating: None,
        },
    }
}

fn names(operations: &[Operation]) -> Vec<String> {
    operations.iter().map(|o| o.id.0.clone()).collect()
}

fn numbered(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("n{n}")).collect()
}

/// A folder with a log of `count` notes `n0`, `n1` and so on.
fn log_of(count: usize) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.jsonl");
    let mut log = Log::open(&path).unwrap();
    for name in numbered(count) {
        log.append(&operation(&name)).unwrap();
    }
    (folder, path)
}

fn read(path: &Path) -> (Vec<String>, Vec<usize>) {
    let out = Log::open(path).unwrap().read().unwrap();
    let lines = out.problems.iter().map(|p| p.line).collect();
    (names(&out.operations), lines)
}

fn append(path: &Path, name: &str) {
    Log::open(path).unwrap().append(&operation(name)).unwrap();
}

#[test]
fn what_was_appended_is_read_in_order() {
    let (_folder, path) = log_of(5);
    assert_eq!(read(&path), (numbered(5), vec![]));
    let out = Log::open(&path).unwrap().read().unwrap();
    assert_eq!(out.operations[3], operation("n3"));
}

#[test]
fn a_record_is_json_tab_checksum_line_end() {
    let (_folder, path) = log_of(1);
    let content = fs::read_to_string(path).unwrap();
    let (json, crc) = content.split_once('\t').unwrap();
    assert_eq!(crc, format!("{:08x}\n", crc32fast::hash(json.as_bytes())));
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!((&value["v"], &value["op"]), (&1.into(), &"note-add".into()));
}

#[test]
fn a_log_that_is_not_there_has_no_notes_and_reading_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/notes.jsonl");
    assert_eq!(read(&path), (vec![], vec![]));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    append(&path, "first");
    assert_eq!(read(&path), (vec!["first".to_owned()], vec![]));
}

#[test]
fn a_file_cut_off_anywhere_in_its_last_three_records_loses_only_what_was_cut() {
    let (_folder, path) = log_of(6);
    let whole = fs::read(&path).unwrap();
    let ends: Vec<usize> = whole
        .iter()
        .enumerate()
        .filter_map(|(at, b)| (*b == b'\n').then_some(at + 1))
        .collect();
    for cut in ends[2]..=whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        // A record that lacks nothing but its line end is whole.
        let kept = ends.iter().filter(|&&end| end - 1 <= cut).count();
        let torn =
            cut + 1 != ends[kept.min(5)] && !ends.contains(&cut) && !ends.contains(&(cut + 1));
        let (found, lines) = read(&path);
        assert_eq!(found, numbered(kept), "cut at {cut}");
        assert_eq!(
            lines,
            if torn { vec![kept + 1] } else { vec![] },
            "cut at {cut}"
        );
        append(&path, "new");
        let (found, lines) = read(&path);
        assert_eq!(found, [numbered(kept), vec!["new".to_owned()]].concat());
        assert_eq!(
            lines,
            if torn { vec![kept + 1] } else { vec![] },
            "cut at {cut}"
        );
        assert!(fs::read(&path).unwrap().starts_with(&whole[..cut]));
    }
}

/// A log of `count` short records, `n0` and so on, and its bytes.
fn short_log(count: usize) -> (TempDir, PathBuf, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.jsonl");
    let all: Vec<_> = numbered(count).iter().map(|name| short(name)).collect();
    Log::open(&path).unwrap().append_all(&all).unwrap();
    let bytes = fs::read(&path).unwrap();
    (folder, path, bytes)
}

fn short(name: &str) -> Operation {
    Operation {
        change: Change::Delete {
            note: NoteId(OperationId("x".to_owned())),
        },
        ..operation(name)
    }
}

#[test]
fn a_log_of_50_records_cut_off_anywhere_loses_none_of_the_records_before() {
    let (_folder, path, whole) = short_log(50);
    let mut kept = 0;
    for cut in 0..=whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        // A record that lacks nothing but its line end is whole.
        kept += usize::from(whole.get(cut) == Some(&b'\n'));
        let out = Log::open(&path).unwrap().read().unwrap();
        assert_eq!(out.operations.len(), kept, "cut at {cut}");
        let last = out.operations.last().map(|o| o.id.0.clone());
        assert_eq!(last, kept.checked_sub(1).map(|n| format!("n{n}")));
        assert!(out.problems.iter().all(|p| p.line == kept + 1));
    }
    assert_eq!(kept, 50);
}

#[test]
fn a_flipped_bit_of_a_log_of_20_records_loses_at_most_its_own_record_and_names_it() {
    let (_folder, path, whole) = short_log(20);
    let all = numbered(20);
    for at in 0..whole.len() {
        let line = 1 + whole[..at].iter().filter(|b| **b == b'\n').count();
        for bit in 0..8 {
            let mut damaged = whole.clone();
            damaged[at] ^= 1 << bit;
            fs::write(&path, &damaged).unwrap();
            let out = Log::open(&path).unwrap().read().unwrap();
            let found = names(&out.operations);
            let lost: Vec<&String> = all.iter().filter(|n| !found.contains(n)).collect();
            let own = format!("n{}", line - 1);
            assert!(
                lost.is_empty() || lost == [&own],
                "byte {at}, bit {bit}: {lost:?}"
            );
            if !lost.is_empty() {
                assert_eq!(out.problems[0].line, line, "byte {at}, bit {bit}");
            }
            for operation in &out.operations {
                assert_eq!(*operation, short(&operation.id.0));
            }
        }
    }
}

#[test]
fn what_is_damaged_stays_in_the_file_and_says_what_is_wrong() {
    let (_folder, path) = log_of(2);
    let whole = fs::read_to_string(&path).unwrap();
    let json = r#"{"v":1,"op":"undo","id":"u","at":"2025-09-05T10:00:00Z"}"#;
    let undo = format!("{json}\t{:08x}\n", crc32fast::hash(json.as_bytes()));
    let damaged = format!(
        "{}not ours\n\n{undo}\u{fffd}\n",
        whole.replacen("quoted", "misquoted", 1)
    );
    fs::write(&path, &damaged).unwrap();
    append(&path, "n9");
    let out = Log::open(&path).unwrap().read().unwrap();
    assert_eq!(names(&out.operations), ["n1", "n9"]);
    let said: Vec<_> = out
        .problems
        .iter()
        .map(|p| (p.line, p.what.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (1, "its checksum does not fit"),
            (3, "it has no checksum"),
            (5, "an operation \"undo\" without \"operation\""),
            (6, "it has no checksum"),
        ]
    );
    assert!(fs::read_to_string(&path).unwrap().starts_with(&damaged));
}

#[test]
fn operations_of_older_and_newer_programs_are_kept_word_for_word() {
    let (_folder, path) = log_of(1);
    let lines = [
        r#"{"v":0,"op":"note-add","id":"old","at":"2020-01-01T00:00:00Z","words":"x"}"#,
        r#"{"v":7, "op":"note-add","id":"new","at":"2031-01-01T00:00:00Z","text":{"html":"<p>"},"targets":"all"}"#,
        r#"{"v":1,"op":"seal","id":"seal","at":"2025-09-05T10:00:00Z","ends":[{"a":1}]}"#,
    ];
    let mut log = Log::open(&path).unwrap();
    for line in lines {
        log.append(&Operation::from_json(line).unwrap()).unwrap();
    }
    let content = fs::read_to_string(&path).unwrap();
    let kept: Vec<&str> = content
        .lines()
        .skip(1)
        .map(|l| l.split('\t').next().unwrap())
        .collect();
    assert_eq!(kept, lines);
    let out = log.read().unwrap();
    assert_eq!((out.operations.len(), out.problems.len()), (4, 0));
    let notes = NoteSet::new(out.operations);
    assert_eq!(
        (
            notes.len(),
            notes.last_undoable(|_| false).unwrap().0.as_str()
        ),
        (1, "n0")
    );
    assert!(
        notes
            .operations()
            .filter_map(|o| o.to_json().ok())
            .skip(1)
            .eq(lines)
    );
}

#[test]
fn a_folder_a_dangling_link_and_an_article_are_refused_and_left_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let error = Log::open(folder.path()).unwrap_err();
    assert!(matches!(error, LogError::NotAFile { .. }));
    assert!(
        error
            .to_string()
            .contains(&*folder.path().to_string_lossy())
    );

    let article = folder.path().join("article.txt");
    fs::write(&article, "A ship came in.\n").unwrap();
    let mut log = Log::open(&article).unwrap();
    assert!(matches!(log.read(), Err(LogError::NotALog { .. })));
    assert!(matches!(
        log.append(&operation("a")),
        Err(LogError::NotALog { .. })
    ));
    assert_eq!(fs::read_to_string(&article).unwrap(), "A ship came in.\n");
    let beside = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(beside, 1, "no lock is left beside it");
}

#[cfg(unix)]
#[test]
fn two_ways_to_one_file_have_one_lock_and_a_link_to_nothing_is_named() {
    use std::os::unix::fs::symlink;
    let (folder, path) = log_of(1);
    let link = folder.path().join("link.jsonl");
    symlink(&path, &link).unwrap();
    append(&link, "by link");
    assert_eq!(read(&path).0, ["n0", "by link"]);
    assert!(!folder.path().join("link.jsonl.lock").exists());

    let dangling = folder.path().join("dangling");
    symlink(folder.path().join("gone"), &dangling).unwrap();
    let error = Log::open(&dangling).unwrap_err();
    assert!(matches!(error, LogError::Dangling { .. }));
    assert!(error.to_string().contains("dangling") && error.to_string().contains("gone"));
}

#[cfg(unix)]
#[test]
fn where_nothing_may_be_written_the_error_names_the_file_and_what_to_do() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = log_of(1);
    fs::remove_file(folder.path().join("notes.jsonl.lock")).unwrap();
    let allow =
        |mode| fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
    allow(0o555);
    // The administrator may write everywhere; then there is nothing to see here.
    if fs::write(folder.path().join("probe"), "").is_err() {
        let mut log = Log::open(&path).unwrap();
        let error = log.append(&operation("n1")).unwrap_err();
        assert!(matches!(error, LogError::Denied { .. }));
        assert!(error.to_string().contains("notes.jsonl") && error.to_string().contains("--notes"));
        assert_eq!(read(&path), (numbered(1), vec![]));
    }
    allow(0o755);
    // A folder where the lock should be stops everybody, the administrator too.
    let _ = fs::remove_file(folder.path().join("notes.jsonl.lock"));
    fs::create_dir(folder.path().join("notes.jsonl.lock")).unwrap();
    let error = Log::open(&path)
        .unwrap()
        .append(&operation("n1"))
        .unwrap_err();
    assert!(error.to_string().contains("notes.jsonl.lock"), "{error}");
    assert_eq!(read(&path).0, numbered(1));
}

#[test]
fn a_window_sees_what_another_appends_and_that_the_file_was_replaced() {
    let (_folder, path) = log_of(2);
    let log = Log::open(&path).unwrap();
    let first = log.read().unwrap();
    append(&path, "other");
    let next = log.read_since(&first.end).unwrap();
    assert_eq!(
        (names(&next.operations), next.anew),
        (vec!["other".to_owned()], false)
    );
    assert!(log.read_since(&next.end).unwrap().operations.is_empty());

    // Half a line is left for the next time.
    let whole = fs::read(&path).unwrap();
    append(&path, "half");
    let all = fs::read(&path).unwrap();
    fs::write(&path, &all[..whole.len() + 20]).unwrap();
    let half = log.read_since(&next.end).unwrap();
    assert_eq!(
        (half.operations.len(), half.problems.len(), half.anew),
        (0, 0, false)
    );
    fs::write(&path, &all).unwrap();
    assert_eq!(
        names(&log.read_since(&half.end).unwrap().operations),
        ["half"]
    );

    fs::remove_file(&path).unwrap();
    append(&path, "replaced");
    let anew = log.read_since(&next.end).unwrap();
    assert_eq!(
        (names(&anew.operations), anew.anew),
        (vec!["replaced".to_owned()], true)
    );
    assert_eq!(
        log.read_since(&Mark::default()).unwrap().operations.len(),
        1
    );
}

#[test]
fn two_threads_with_300_notes_each_lose_nothing() {
    let (_folder, path) = log_of(0);
    thread::scope(|scope| {
        for writer in ["a", "b"] {
            let path = &path;
            scope.spawn(move || {
                let mut log = Log::open(path).unwrap();
                for n in 0..300 {
                    log.append(&operation(&format!("{writer}{n}"))).unwrap();
                }
            });
        }
    });
    all_there(&path, &["a", "b"], 300);
}

#[test]
fn two_and_four_processes_with_300_notes_each_lose_nothing() {
    for names in [&["a", "b"][..], &["a", "b", "c", "d"]] {
        let (_folder, path) = log_of(0);
        let mut writers: Vec<Child> = names.iter().map(|n| writer(&path, n, 300)).collect();
        for writer in &mut writers {
            let acknowledged = lines_of(writer).count();
            assert!(writer.wait().unwrap().success());
            assert_eq!(acknowledged, 300);
        }
        all_there(&path, names, 300);
    }
}

fn all_there(path: &Path, writers: &[&str], each: usize) {
    let (found, problems) = read(path);
    assert_eq!((found.len(), problems), (writers.len() * each, vec![]));
    for writer in writers {
        let own: Vec<&String> = found
            .iter()
            .filter(|name| name.starts_with(writer))
            .collect();
        let expected: Vec<String> = (0..each).map(|n| format!("{writer}{n}")).collect();
        assert!(own.into_iter().eq(&expected));
    }
}

#[test]
fn what_a_writer_acknowledged_before_one_of_200_kills_is_there() {
    let (_folder, path) = log_of(0);
    let mut acknowledged = BTreeSet::new();
    let mut dice = 2025_u64;
    for round in 0..200 {
        let mut writer = writer(&path, &format!("r{round}-"), usize::MAX);
        let mut lines = lines_of(&mut writer);
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        // After some lines and a part of the next: at another moment of its work each time.
        acknowledged.extend(lines.by_ref().take((dice >> 60) as usize % 3));
        thread::sleep(Duration::from_micros((dice >> 40) % 4000));
        writer.kill().unwrap();
        acknowledged.extend(lines);
        writer.wait().unwrap();
    }
    let out = Log::open(&path).unwrap().read().unwrap();
    let found: BTreeSet<String> = names(&out.operations).into_iter().collect();
    let lost: Vec<_> = acknowledged.difference(&found).collect();
    assert!(lost.is_empty() && acknowledged.len() >= 100, "{lost:?}");
    // A line may be torn by a kill; whatever else is wrong would be an acknowledged record.
    assert!(out.problems.len() <= 200, "{:?}", out.problems);
}

#[test]
fn a_compaction_keeps_every_operation_once_and_moves_damaged_lines_aside() {
    let (folder, path) = log_of(3);
    let whole = fs::read_to_string(&path).unwrap();
    let first = whole.lines().next().unwrap();
    let extra =
        r#"{"v":1,"op":"note-delete","id":"d","at":"2025-09-05T10:00:00Z","note":"x","later":[1]}"#;
    let extra = format!("{extra}\t{:08x}", crc32fast::hash(extra.as_bytes()));
    fs::write(&path, format!("{whole}{first}\nnot ours\n{extra}\n")).unwrap();
    let window = Log::open(&path).unwrap();
    let seen = window.read().unwrap().end;

    let done = Log::open(&path).unwrap().compact().unwrap();
    assert_eq!((done.kept, done.repeated, done.damaged.len()), (4, 1, 1));
    assert_eq!(done.damaged[0].line, 5);
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        format!("{whole}{extra}\n")
    );
    assert_eq!(fs::read_to_string(&done.aside).unwrap(), "not ours\n");
    assert!(!folder.path().join("notes.jsonl.new").exists());

    // Another window notices that the file was replaced, and goes on writing into the new one.
    let again = window.read_since(&seen).unwrap();
    assert_eq!((again.operations.len(), again.anew), (4, true));
    let mut window = window;
    window.append(&operation("after")).unwrap();
    assert_eq!(read(&path).0, ["n0", "n1", "n2", "d", "after"]);
    let nothing = Log::open(&path).unwrap().compact().unwrap();
    assert_eq!(
        (nothing.kept, nothing.repeated, nothing.damaged.len()),
        (5, 0, 0)
    );
}

#[test]
fn writers_lose_nothing_while_the_file_is_compacted_again_and_again() {
    let (_folder, path) = log_of(0);
    let mut writers = ["a", "b"].map(|name| writer(&path, name, 100));
    let mut compacter = Log::open(&path).unwrap();
    for round in 0..40 {
        // The same record again, so that there is something to leave out every time.
        compacter.append_all(&vec![operation("twice"); 2]).unwrap();
        let done = compacter.compact().unwrap();
        assert!(
            done.repeated >= 1 && done.damaged.is_empty(),
            "round {round}"
        );
    }
    for writer in &mut writers {
        assert_eq!(lines_of(writer).count(), 100);
        assert!(writer.wait().unwrap().success());
    }
    let (mut found, problems) = read(&path);
    found.retain(|name| name != "twice");
    assert_eq!((found.len(), problems), (200, vec![]));
}

#[test]
fn two_files_are_merged_word_for_word_and_only_once() {
    let (_folder, path) = log_of(3);
    let (_other, from) = log_of(5);
    let line = r#"{"v":9,"op":"map","id":"m","at":"2031-01-01T00:00:00Z","x":{}}"#;
    let mut other = Log::open(&from).unwrap();
    other.append(&Operation::from_json(line).unwrap()).unwrap();
    variorum::store::append(&from, b"torn").unwrap();
    let before = fs::read(&from).unwrap();
    let mut log = Log::open(&path).unwrap();
    let merged = log.merge(&other).unwrap();
    assert_eq!((merged.added, merged.known), (3, 3));
    assert_eq!(merged.problems[0].line, 7);
    assert_eq!(log.merge(&other).unwrap().added, 0);
    assert_eq!(read(&path).0, ["n0", "n1", "n2", "n3", "n4", "m"]);
    assert!(fs::read_to_string(&path).unwrap().contains(line));
    assert_eq!(fs::read(&from).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn where_there_is_no_room_nothing_acknowledged_is_lost_and_it_goes_on_after() {
    let (folder, path) = log_of(0);
    let lines = |limit: &str| -> Vec<String> {
        let order = format!("{limit}-\n100\n{}", path.display());
        let shell = format!(
            "trap '' XFSZ; ulimit -f {limit}; exec \"$0\" --exact writes_when_asked_to --nocapture"
        );
        let output = Command::new("sh")
            .args(["-c", &shell])
            .arg(env::current_exe().unwrap())
            .env(WRITER, order)
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .map(str::to_owned)
            .collect()
    };
    let saved = |lines: &[String]| -> Vec<String> {
        lines
            .iter()
            .filter_map(|line| Some(line.strip_prefix("saved ")?.to_owned()))
            .collect()
    };
    let full = lines("16");
    let error = full
        .iter()
        .find(|line| line.starts_with("failed "))
        .unwrap();
    assert!(
        error.contains("not saved") && error.contains("notes.jsonl"),
        "{error}"
    );
    let first = saved(&full);
    assert!(!first.is_empty() && first.len() < 100);
    assert_eq!(read(&path), (first.clone(), vec![]));

    let second = saved(&lines("unlimited"));
    assert_eq!(second.len(), 100);
    assert_eq!(read(&path), ([first, second].concat(), vec![]));
    drop(folder);
}

/// Starts this test binary again as a program that appends notes and says so of each.
fn writer(path: &Path, name: &str, count: usize) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "writes_when_asked_to", "--nocapture"])
        .env(WRITER, format!("{name}\n{count}\n{}", path.display()))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn lines_of(writer: &mut Child) -> impl Iterator<Item = String> + use<> {
    let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    lines
        .map_while(Result::ok)
        .filter_map(|line| Some(line.strip_prefix("saved ")?.to_owned()))
}

/// Runs the program on a notes file; returns its status, what it printed and what it said.
fn variorum(notes: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_variorum"))
        .arg("notes")
        .args(arguments)
        .arg("--notes")
        .arg(notes)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn a_note_added_on_the_command_line_is_listed_and_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let (article, notes) = (
        folder.path().join("ferry.txt"),
        folder.path().join("notes.jsonl"),
    );
    let text = include_str!("data/notes/ferry.txt");
    fs::write(&article, text).unwrap();
    let path = article.to_str().unwrap();
    let quote = "The strike had lasted nine days.";

    let add = [
        "add", path, "--quote", quote, "--text", "Eight?", "--tag", "number",
    ];
    let (status, id, said) = variorum(&notes, &add);
    assert_eq!((status, said.as_str()), (0, ""));
    assert!(id.starts_with("urn:uuid:") && id.ends_with('\n'), "{id}");
    assert_eq!(read(&notes).0, [id.trim_end()]);

    let (status, list, _) = variorum(&notes, &["list", path]);
    assert_eq!(status, 0);
    let short = id.get(9..17).unwrap();
    assert!(
        list.starts_with(short) && list.contains(quote) && list.contains("Eight?\n  tags: number")
    );

    fs::write(
        &article,
        text.replace("The strike had lasted", "In the end it had lasted"),
    )
    .unwrap();
    let json = variorum(&notes, &["list", path, "--format", "json"]).1;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let now = &json["notes"][0]["targets"][0]["now"];
    assert_eq!(
        (&now["state"], &now["exact"]),
        (
            &"moved".into(),
            &"In the end it had lasted nine days.".into()
        )
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_is_told_by_every_command_that_writes() {
    let folder = tempfile::tempdir().unwrap();
    let (article, notes) = (
        folder.path().join("ferry.txt"),
        folder.path().join("notes.jsonl"),
    );
    fs::write(&article, "The first ferry left at dawn.\n").unwrap();
    let long = "word ".repeat(3000);
    let add = |limit: &str| {
        let shell = format!("ulimit -f {limit}; exec \"$0\" \"$@\"");
        let output = Command::new("sh")
            .args(["-c", &shell, env!("CARGO_BIN_EXE_variorum"), "notes", "add"])
            .arg(&article)
            .args(["--quote", "left at dawn", "--text", &long, "--notes"])
            .arg(&notes)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said)
    };
    let (status, said) = add("8");
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("not saved"), "{said}");
    assert_eq!(fs::read(&notes).unwrap_or_default(), b"");
    assert_eq!(add("unlimited"), (Some(0), String::new()));
}

#[test]
fn a_quotation_that_is_not_there_or_not_alone_is_refused_and_nothing_is_added() {
    let folder = tempfile::tempdir().unwrap();
    let (article, notes) = (
        folder.path().join("ferry.txt"),
        folder.path().join("notes.jsonl"),
    );
    fs::write(&article, include_str!("data/notes/ferry.txt")).unwrap();
    let path = article.to_str().unwrap();
    let add = |quote: &str, more: &[&str]| {
        let all = [&["add", path, "--quote", quote, "--text", "x"], more].concat();
        let (status, printed, said) = variorum(&notes, &all);
        (status, printed.is_empty(), said)
    };
    let (status, silent, said) = add("The strike lasted for ever.", &[]);
    assert!(
        status == 2 && silent && said.contains("is not in"),
        "{said}"
    );
    let (status, silent, said) = add("nine days", &[]);
    assert!(
        status == 2 && silent && said.contains("--nth 1 to 3"),
        "{said}"
    );
    let (status, silent, said) = add("nine days", &["--nth", "4"]);
    assert!(
        status == 2 && silent && said.contains("from 1 to 3"),
        "{said}"
    );
    assert!(!notes.exists());
    assert_eq!(add("nine days", &["--nth", "2"]).0, 0);
    assert_eq!(read(&notes).0.len(), 1);
}

/// The writer of the tests above; does nothing when it is run as a test.
#[test]
fn writes_when_asked_to() {
    let Ok(order) = env::var(WRITER) else { return };
    let [name, count, path] = order.splitn(3, '\n').collect::<Vec<_>>()[..] else {
        panic!("{order:?}")
    };
    let mut log = Log::open(Path::new(path)).unwrap();
    println!();
    for n in 0..count.parse::<usize>().unwrap() {
        let operation = operation(&format!("{name}{n}"));
        match log.append(&operation) {
            Ok(()) => println!("saved {}", operation.id),
            Err(error) => println!("failed {error}"),
        }
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn the_notes_of_another_file_are_taken_in_once_and_damage_is_moved_aside_when_asked() {
    let (folder, notes) = log_of(2);
    let (_other, from) = log_of(3);
    let from = from.to_str().unwrap();
    let (status, out, said) = variorum(&notes, &["import", from]);
    assert_eq!((status, said.as_str()), (0, ""));
    assert_eq!(out, "1 operation taken in, 2 were there already\n");
    let own = notes.to_str().unwrap().to_owned();
    for (file, why) in [
        (own.as_str(), "is the notes file itself"),
        ("gone", "is not there"),
    ] {
        let (status, out, said) = variorum(&notes, &["import", file]);
        assert!(
            status == 2 && out.is_empty() && said.contains(why),
            "{said}"
        );
    }
    variorum::store::append(&notes, b"torn\n").unwrap();
    assert!(variorum(&notes, &["list"]).2.contains("line 4 could not"));
    let (status, out, said) = variorum(&notes, &["compact"]);
    assert_eq!(
        (status, out.as_str()),
        (0, "3 operations kept, 0 repeats left out\n")
    );
    assert!(
        said.contains("line 4 is in") && said.contains("notes.jsonl.damaged"),
        "{said}"
    );
    assert_eq!(variorum(&notes, &["list"]).2, "");
    drop(folder);
}

#[test]
fn what_a_person_made_of_a_conflict_is_kept_listed_and_exported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.jsonl");
    let end = |path: &str, exact: &str| {
        let mut target = Target::default();
        path.clone_into(&mut target.document.path);
        exact.clone_into(&mut target.quote.exact);
        target
    };
    let stand = |name: &str, standing, text: &str| Operation {
        change: Change::Stand {
            standing,
            ends: Box::new([end("a.txt", "nine ships"), end("b.txt", "eight ships")]),
            text: text.to_owned(),
        },
        ..operation(name)
    };
    let mut log = Log::open(&path).unwrap();
    for operation in [
        stand("1", Standing::Seen, ""),
        stand("2", Standing::Explained, "one came back"),
    ] {
        log.append(&operation).unwrap();
    }
    let said = "explained: a.txt “nine ships” against b.txt “eight ships”: one came back";
    let (status, list, _) = variorum(&path, &["list"]);
    assert!(
        status == 0 && list.contains(said) && !list.contains("seen"),
        "{list}"
    );
    let (_, json, _) = variorum(&path, &["list", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&json["choices"][0]["op"], &json["choices"][0]["words"]),
        (&"conflict".into(), &said.into())
    );
    let (_, page, _) = variorum(&path, &["export", "--format", "markdown"]);
    assert!(
        page.contains("## Conflicts and looks") && page.contains("one came back"),
        "{page}"
    );
    let undo = Change::Undo {
        operation: OperationId("2".to_owned()),
    };
    log.append(&Operation {
        change: undo,
        ..operation("3")
    })
    .unwrap();
    let (_, list, _) = variorum(&path, &["list"]);
    assert!(
        list.contains("seen: a.txt") && !list.contains("explained"),
        "{list}"
    );
}
