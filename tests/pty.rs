//! The program in a pseudo-terminal: it opens, follows the window, stops and goes on, and gives the terminal
//! back however it ends; what a file holds never steers the terminal.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

mod terminal;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, exit};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::process::Signal;
use tempfile::TempDir;
use variorum::app::message::Msg;
use variorum::app::settings::Settings;
use variorum::app::state::{Mode, State};
use variorum::document::DocumentSet;
use variorum::load::{Limits, load};
use variorum::run::reader;
use variorum::run::stage::Stage;
use variorum::run::workers::Workers;
use variorum::term::{Input, Screen};
use variorum::ui::painter::Painter;
use variorum::ui::theme::{Role, Theme};

use terminal::{Session, in_a_terminal, variorum};

/// The variable that makes this test binary a reader that fails.
const CHILD: &str = "VARIORUM_TEST_CHILD";

fn temp() -> TempDir {
    tempfile::tempdir().unwrap()
}

const FERRY: &str = "Ferry to sail again in April\n\n\
    KARDIN, Oct. 9 (Northwire) -- The ferry between the two capitals will sail again in April, the port said.\n\
    The crossing will take three hours and 40 minutes, with two sailings a day from each port in summer.\n";
const COURIER: &str = "Ferries come back to the strait\n\n\
    The ferry between the two capitals will sail again in April, the port said on Thursday.\n\
    Nobody has sold a ticket for eleven years, and the clerk has kept the roll.\n";

/// Writes articles into a folder and returns their paths.
fn articles(folder: &Path, files: &[(&str, &str)]) -> Vec<PathBuf> {
    let write = |(name, text): &(&str, &str)| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path
    };
    files.iter().map(write).collect()
}

/// The reader on the sample story, its comparison done.
fn sample(home: &TempDir) -> Session {
    let session = Session::open::<OsString>(home.path(), &[]);
    session.wait_for_the_reader();
    session
}

/// The reader on two articles, with a configuration; returns its file too.
fn configured(home: &TempDir, toml: &str) -> (Session, PathBuf) {
    let files = [("a.txt", FERRY), ("b.txt", COURIER), ("mine.toml", toml)];
    let mut arguments = articles(home.path(), &files);
    let config = arguments.pop().unwrap();
    arguments.extend(["--config".into(), config.clone()]);
    (Session::open(home.path(), &arguments), config)
}

#[test]
fn without_a_path_the_sample_story_opens_and_q_leaves() {
    let home = temp();
    let mut session = sample(&home);
    session.wait_for("5 articles");
    session.wait_for("Northwire");
    session.wait_for("Verrek");
    assert!(session.is_taken());
    session.type_keys("q");
    let left = session.end();
    assert!(left.status.success(), "{}", left.status);
    left.assert_given_back();
    let words = left.screen.contents();
    assert!(!words.contains("Verrek"), "left on the screen:\n{words}");
}

#[test]
fn the_files_that_are_named_open_side_by_side() {
    let home = temp();
    let paths = articles(home.path(), &[("a.txt", FERRY), ("b.txt", COURIER)]);
    let mut session = Session::open(home.path(), &paths);
    session.wait_for_the_reader();
    session.wait_for("2 articles");
    session.wait_for("Ferry to sail again in April");
    session.wait_for("Ferries come back to the strait");
    session.type_keys("q");
    let left = session.end();
    assert!(left.status.success(), "{}", left.status);
    left.assert_given_back();
}

#[test]
fn keys_typed_while_large_texts_are_read_are_done_then() {
    let home = temp();
    let paragraph = |n: usize| format!("Boat{n} lay in port{n} as wave{n} ran over pier{n}.\n\n");
    let story = |end: &str| {
        let body: String = (0..5_000).map(paragraph).collect();
        format!("Ferry to sail again in April\n\n{body}{end} was the last to leave.\n")
    };
    let (one, other) = (story("The pilot"), story("The mayor"));
    let paths = articles(home.path(), &[("a.txt", &one), ("b.txt", &other)]);
    let mut session = Session::open(home.path(), &paths);
    session.type_keys("G");
    session.wait_for("Ferry to sail again in April");
    session.wait_for("The pilot was the last to leave.");
    session.type_keys("q");
    let left = session.end();
    assert!(left.status.success(), "{}", left.status);
    left.assert_given_back();
}

#[test]
fn a_large_text_that_goes_beyond_a_limit_is_told_after_the_terminal_is_given_back() {
    let home = temp();
    let paths = articles(home.path(), &[("a.txt", &FERRY.repeat(2_000))]);
    let file = fs::OpenOptions::new().append(true).open(&paths[0]).unwrap();
    file.set_len(40 << 20).unwrap();
    let left = Session::open(home.path(), &paths).end();
    assert_eq!(left.status.exit_code(), 2, "{}", left.status);
    left.assert_given_back();
    let words = left.screen.contents();
    assert!(words.contains("a.txt") && words.contains("32"), "{words}");
}

#[test]
fn the_document_named_as_base_is_read_first() {
    let home = temp();
    let paths = articles(home.path(), &[("a.txt", FERRY), ("b.txt", COURIER)]);
    let arguments = [
        "--base".into(),
        "B".into(),
        paths[0].clone(),
        paths[1].clone(),
    ];
    let mut command = variorum();
    command.args(arguments);
    let mut session = Session::start(command, home.path(), 60, 20);
    session.wait_for_the_reader();
    // A window of 60 columns has one pane.
    session.wait_for("Ferries come back to the strait");
    session.wait_for("Nobody has sold a ticket");
    session.type_keys("q");
    session.end().assert_given_back();
}

#[test]
fn the_configuration_is_read_again_and_a_wrong_one_changes_nothing() {
    let home = temp();
    let (mut session, config) = configured(&home, "panes = 1\n");
    session.wait_for_the_reader();
    session.type_keys("gR");
    session.wait_for("nothing changed");
    fs::write(&config, "panes = 2\n\nweak = maybe\n").unwrap();
    session.type_keys("gR");
    session.wait_for("the settings before hold");
    session.wait_for("mine.toml:3");
    assert!(!session.words().contains("Ferries come back to the strait"));
    fs::write(&config, "panes = 2\n[keys]\nquit = [\"Z\"]\n").unwrap();
    session.type_keys("gR");
    session.wait_for("panes = 2");
    session.wait_for("keys.quit");
    session.wait_for("Ferries come back to the strait");
    session.type_keys("Z");
    assert!(session.end().status.success());
}

#[test]
fn the_mouse_is_taken_where_that_is_set_and_given_back() {
    let home = temp();
    let (mut session, config) = configured(&home, "panes = 2\n");
    session.wait_for_the_reader();
    let mode = |screen: &vt100::Screen| screen.mouse_protocol_mode();
    assert_eq!(mode(&session.screen()), vt100::MouseProtocolMode::None);
    fs::write(&config, "panes = 2\nmouse = true\n").unwrap();
    session.type_keys("gR");
    session.wait_for("mouse = true");
    session.wait_until("the mouse is taken", |screen| {
        mode(screen) == vt100::MouseProtocolMode::PressRelease
    });
    // A click into the second pane.
    let rows = session.words();
    let row = rows
        .lines()
        .position(|l| l.contains("Nobody has sold"))
        .unwrap()
        + 1;
    session.type_keys(&format!("\x1b[<0;70;{row}M\x1b[<0;70;{row}m"));
    session.wait_for("B:3");
    session.type_keys("q");
    let left = session.end();
    left.assert_given_back();
    assert_eq!(mode(&left.screen), vt100::MouseProtocolMode::None);
}

/// Waits until the text is drawn on the background of a theme.
fn wait_for_the_theme(session: &Session, name: &str) {
    let ground = Theme::named(name).unwrap().style(Role::Text).bg;
    session.wait_until(name, |screen| {
        let cell = screen.cell(5, 60).map(vt100::Cell::bgcolor);
        match (cell, ground) {
            (Some(vt100::Color::Idx(own)), Some(ratatui::style::Color::Indexed(wanted))) => {
                own == wanted
            }
            _ => false,
        }
    });
}

/// The question for the background.
const BACKGROUND: &str = "\x1b]11;?";

#[test]
fn the_terminal_is_asked_for_its_background_after_the_first_paint_and_the_theme_follows() {
    let home = temp();
    let mut session = Session::open::<OsString>(home.path(), &[]);
    let asked = session.wait_until_written(BACKGROUND);
    assert!(session.wait_until_written("? keys") < asked);
    session.type_keys("\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\");
    wait_for_the_theme(&session, "light");
    session.wait_for_the_reader();
    assert!(!session.words().contains("does nothing here"));
    // A choice of one's own stays.
    session.type_keys("T");
    wait_for_the_theme(&session, "safe-dark");
    session.type_keys("q");
    session.end().assert_given_back();
}

#[test]
fn a_terminal_that_answers_nothing_has_the_dark_theme_and_every_key() {
    let home = temp();
    let mut session = sample(&home);
    session.wait_until_written(BACKGROUND);
    wait_for_the_theme(&session, "dark");
    for _ in 0..4 {
        session.type_keys("K");
        session.wait_for("Esc back");
        session.type_keys("\x1b");
        session.wait_until("an escape closes the list", |screen| {
            !screen.contents().contains("Esc back")
        });
    }
    session.type_keys("]r");
    session.wait_for("trail: shared");
    session.type_keys("q");
    session.end().assert_given_back();
}

#[test]
fn an_answer_that_is_late_in_pieces_or_broken_never_arrives_as_keys() {
    let home = temp();
    let mut session = sample(&home);
    session.wait_until_written(BACKGROUND);
    // Cut off inside, then whole, in pieces between which the reader is idle.
    session.type_keys("/port\x1b]11;rgb:ff");
    session.wait_for("find: port");
    session.type_keys("\x07al");
    session.wait_for("find: portal");
    session.type_keys("\x1b]11;rgb:ffff/");
    session.type_keys("ffff/ffff");
    session.type_keys("\x1b\\");
    wait_for_the_theme(&session, "light");
    session.wait_for("find: portal");
    session.type_keys("\rq");
    session.end().assert_given_back();
}

#[test]
fn a_theme_that_was_chosen_is_not_asked_for() {
    let home = temp();
    let mut session = Session::open(home.path(), &["--theme", "light"]);
    session.wait_for_the_reader();
    session.type_keys("q");
    let left = session.end();
    assert!(!left.wrote(BACKGROUND));
}

#[test]
fn the_log_has_keys_messages_and_effects_with_times_and_no_words_of_notes() {
    let home = temp();
    let paths = articles(home.path(), &[("a.txt", FERRY), ("b.txt", COURIER)]);
    let log = home.path().join("run.log");
    let arguments = [
        "--log".into(),
        log.clone(),
        paths[0].clone(),
        paths[1].clone(),
    ];
    let mut session = Session::open(home.path(), &arguments);
    session.wait_for_the_reader();
    session.type_keys("javerysecret\x13");
    session.wait_for("saved");
    session.type_keys("q");
    assert!(session.end().status.success());
    let log = fs::read_to_string(log).unwrap();
    let has = |words: &str| {
        log.lines()
            .any(|line| line.ends_with(words) && line.contains(" ms  "))
    };
    for words in [
        "key j",
        "key a",
        "key ctrl-s",
        "key, typed",
        "append to the log of notes",
        "key q",
        "asked: end",
    ] {
        assert!(has(words), "{words:?} not in:\n{log}");
    }
    assert!(
        log.contains("compared: 1 pairs") && log.contains("drawn in "),
        "{log}"
    );
    assert!(
        log.contains("saved urn:uuid:") && log.contains("a.txt: "),
        "{log}"
    );
    assert!(!log.contains("very") && !log.contains("ferry"), "{log}");
}

#[test]
fn a_log_that_cannot_be_written_is_told_before_the_screen_is_taken() {
    let home = temp();
    let file = home.path().join("no").join("run.log");
    let session = Session::open(home.path(), &["--log".into(), file]);
    let left = session.end();
    assert_eq!(left.status.exit_code(), 2);
    assert!(left.wrote("the file cannot be written") && !left.wrote("\x1b[?1049h"));
}

#[test]
fn a_note_keeps_the_name_that_the_configuration_gives() {
    let home = temp();
    let files = [("a.txt", FERRY), ("mine.toml", "name = \"Desk\"\n")];
    let paths = articles(home.path(), &files);
    let notes = home.path().join("case.jsonl");
    let arguments = [
        "--config".into(),
        paths[1].clone(),
        "--notes".into(),
        notes.clone(),
        paths[0].clone(),
    ];
    let mut session = Session::open(home.path(), &arguments);
    session.wait_for_the_reader();
    session.type_keys("aseen\x13");
    session.wait_for("saved");
    session.type_keys("q");
    assert!(session.end().status.success());
    let log = fs::read_to_string(notes).unwrap();
    assert!(log.contains("\"by\":\"Desk\""), "{log}");
}

#[test]
fn the_same_files_open_where_they_were_left_unless_asked_to_begin_anew() {
    let home = temp();
    let mut paths = articles(home.path(), &[("a.txt", FERRY), ("b.txt", COURIER)]);
    let mut session = Session::open(home.path(), &paths);
    session.wait_for_the_reader();
    session.type_keys("]r\x03");
    assert!(session.end().status.success());
    paths.reverse();
    let mut session = Session::open(home.path(), &paths);
    session.wait_for_the_reader();
    session.wait_for("where you left off");
    session.type_keys("jk");
    session.wait_for("trail: shared");
    session.type_keys("q");
    assert!(session.end().status.success());
    paths.push("--fresh".into());
    let mut session = Session::open(home.path(), &paths);
    session.wait_for_the_reader();
    session.wait_for("trail: only here");
    session.type_keys("q");
    assert!(session.end().status.success());
}

#[test]
fn a_file_is_opened_from_within_and_read_again_after_it_changed() {
    let home = temp();
    let paths = articles(home.path(), &[("a.txt", FERRY), ("b.txt", COURIER)]);
    let mut session = Session::open(home.path(), &paths[..1]);
    session.wait_for("one article only");
    let typed = paths[1].to_str().unwrap().strip_suffix(".txt").unwrap();
    session.type_keys(&format!(":open {typed}\t"));
    session.wait_until("the completed path", |screen| {
        let words: String = screen.contents().split_whitespace().collect();
        words.contains("b.txt")
    });
    session.type_keys("\r");
    session.wait_for("1 article added: B");
    session.wait_for("Ferries come back to the strait");
    session.wait_for_the_reader();
    session.type_keys("gr");
    session.wait_for("nothing changed");
    fs::write(&paths[1], COURIER.replace("eleven", "fourteen")).unwrap();
    session.type_keys("gr");
    session.wait_for("B changed: 1 block; reloaded");
    session.wait_for("fourteen");
    session.wait_for_the_reader();
    session.type_keys(":close A\r");
    session.wait_for("A is closed, 1 article left");
    session.type_keys("q");
    let left = session.end();
    assert!(left.status.success(), "{}", left.status);
    left.assert_given_back();
}

#[test]
fn one_article_alone_opens_and_says_that_there_is_nothing_to_compare() {
    let home = temp();
    let paths = articles(home.path(), &[("a.txt", FERRY)]);
    let mut session = Session::open(home.path(), &paths);
    session.wait_for("one article only: there is nothing to compare it with");
    session.wait_for("three hours and 40 minutes");
    session.type_keys("q");
    assert!(session.end().status.success());
}

/// Returns whether any cell of the screen is coloured.
fn is_coloured(session: &Session) -> bool {
    let screen = session.screen();
    let (rows, columns) = screen.size();
    (0..rows.get()).any(|row| {
        let mut cells = (0..columns.get()).filter_map(|column| screen.cell(row, column));
        cells.any(|cell| {
            cell.fgcolor() != vt100::Color::Default || cell.bgcolor() != vt100::Color::Default
        })
    })
}

#[test]
fn no_color_in_the_environment_leaves_the_terminal_its_own_colours() {
    let home = temp();
    let mut session = sample(&home);
    assert!(is_coloured(&session), "there are colours to leave out");
    session.type_keys("q");
    session.end().assert_given_back();
    let mut command = variorum();
    command.env("NO_COLOR", "1");
    let mut session = Session::start(command, home.path(), 120, 40);
    session.wait_for_the_reader();
    session.type_keys("jj.K");
    session.wait_for("Esc back");
    assert!(!is_coloured(&session));
    session.type_keys("qq");
    session.end().assert_given_back();
}

#[test]
fn as_lines_the_reader_takes_the_same_keys_and_writes_no_sequence() {
    let home = temp();
    let paths = articles(home.path(), &[("a.txt", FERRY), ("b.txt", COURIER)]);
    let mut asked = variorum();
    asked.arg("--linear");
    asked.args(&paths);
    let mut dumb = variorum();
    dumb.env("TERM", "dumb");
    dumb.args(&paths);
    for command in [asked, dumb] {
        // Each begins at the beginning.
        let home = temp();
        let mut session = Session::start(command, home.path(), 120, 40);
        session.wait_for("the articles are compared");
        session.wait_for("A:1, in 2 of 2, in other words B: Ferry to sail again");
        session.type_keys("j");
        session.wait_for("A:2, in 2 of 2");
        session.type_keys("as");
        session.wait_for("draft: s");
        session.type_keys("een\x13");
        session.wait_for("saved");
        assert!(
            fs::read_to_string(home.path().join("notes.jsonl"))
                .unwrap()
                .contains("seen")
        );
        session.type_keys("?");
        session.wait_for("Twelve keys");
        session.type_keys("\x1b");
        // First, after the note, and after the keys.
        session.wait_until("the place again", |screen| {
            screen.contents().matches("A:2, in 2 of 2").count() == 3
        });
        session.type_keys("q");
        let left = session.end();
        assert!(left.status.success(), "{}", left.status);
        assert!(!left.wrote("\x1b"), "no sequence of any kind");
        assert_eq!(left.modes_after, left.modes_before);
    }
}

#[test]
fn as_lines_the_keys_are_given_back_while_stopped_and_after_a_signal() {
    let home = temp();
    let paths = articles(home.path(), &[("a.txt", FERRY)]);
    let mut command = variorum();
    command.arg("--linear");
    command.args(&paths);
    let mut session = Session::start(command, home.path(), 120, 40);
    session.wait_for("nothing to compare it with");
    session.type_keys("\x1a");
    session.wait_until_stopped();
    session.wait_until_given_back();
    session.signal(Signal::CONT);
    session.type_keys("j");
    session.wait_for("A:2");
    session.signal(Signal::TERM);
    let left = session.end();
    assert_eq!(left.modes_after, left.modes_before);
}

#[test]
fn an_input_that_cannot_be_read_is_named_and_the_others_open() {
    let home = temp();
    let mut paths = articles(home.path(), &[("a.txt", FERRY), ("b.txt", COURIER)]);
    paths.push("gone.txt".into());
    let mut session = Session::open(home.path(), &paths);
    session.wait_for_the_reader();
    session.wait_for("not read: gone.txt");
    session.wait_for("2 articles");
    session.type_keys("q");
    assert!(session.end().status.success());
}

#[test]
fn what_another_program_wrote_over_the_screen_is_gone_with_a_key() {
    let home = temp();
    let mut session = sample(&home);
    let first = session.words();
    session.write_over("\x1b[7;9Ha message to all: the machine goes down");
    session.wait_for("goes down");
    session.type_keys("\x0c");
    session.wait_until("the first screen again", |screen| {
        screen.contents() == first
    });
    session.type_keys("q");
    session.end().assert_given_back();
}

#[test]
fn the_screen_follows_the_window_and_says_when_it_is_too_small() {
    let home = temp();
    let mut session = sample(&home);
    let first = session.words();
    session.resize(70, 24);
    session.wait_until("a screen of 70 columns and 24 rows", |screen| {
        let rows: Vec<_> = screen.rows(0, 70).collect();
        rows[0].trim_end().ends_with("? keys") && rows[23].contains("trail:")
    });
    session.resize(40, 3);
    session.wait_for("window too small");
    session.resize(120, 40);
    session.wait_until("the first screen again", |screen| {
        screen.contents() == first
    });
    session.type_keys("q");
    session.end().assert_given_back();
}

/// Stops the reader, and lets it go on in a window of another size and then of the same.
fn assert_stops_and_goes_on(stop: impl Fn(&mut Session)) {
    let home = temp();
    let mut session = sample(&home);
    let first = session.words();
    for _ in 0..2 {
        stop(&mut session);
        session.wait_until_stopped();
        session.wait_until_given_back();
        session.signal(Signal::CONT);
        session.wait_until("the reader's screen, drawn again", |screen| {
            screen.alternate_screen() && screen.contents() == first
        });
        assert!(session.is_taken());
    }
    stop(&mut session);
    session.wait_until_stopped();
    session.resize(70, 24);
    session.signal(Signal::CONT);
    session.wait_until("the reader's screen in the new size", |screen| {
        let rows: Vec<_> = screen.rows(0, 70).collect();
        rows[0].trim_end().ends_with("? keys") && rows[23].contains("trail:")
    });
    session.type_keys("q");
    let left = session.end();
    assert!(left.status.success(), "{}", left.status);
    left.assert_given_back();
}

#[test]
fn ctrl_z_stops_the_reader_and_a_signal_to_continue_draws_it_again() {
    assert_stops_and_goes_on(|session| session.type_keys("\x1a"));
}

#[test]
fn a_stop_from_outside_gives_the_terminal_back_too() {
    assert_stops_and_goes_on(|session| session.signal(Signal::TSTP));
}

/// Ends the reader by a signal.
fn assert_given_back_after(signal: Signal) {
    let home = temp();
    let session = sample(&home);
    assert!(session.is_taken());
    session.signal(signal);
    let left = session.end();
    assert_eq!(left.status.signal(), None, "it ended by itself");
    left.assert_given_back();
}

#[test]
fn the_terminal_is_given_back_after_sigterm() {
    assert_given_back_after(Signal::TERM);
}

#[test]
fn the_terminal_is_given_back_after_sighup() {
    assert_given_back_after(Signal::HUP);
}

#[test]
fn the_terminal_is_given_back_after_sigint() {
    assert_given_back_after(Signal::INT);
}

#[test]
fn ctrl_c_leaves() {
    let home = temp();
    let mut session = sample(&home);
    session.type_keys("\x03");
    let left = session.end();
    assert!(left.status.success(), "{}", left.status);
    left.assert_given_back();
}

#[test]
fn ctrl_c_asks_about_a_draft_and_leaves_the_second_time() {
    let home = temp();
    let mut session = sample(&home);
    session.type_keys("a");
    session.type_keys("half a thought");
    session.wait_for("half a thought");
    session.type_keys("\x03");
    session.wait_for("the draft is kept");
    session.type_keys("\x03");
    session.wait_for("not saved: 1 note");
    session.type_keys("\x03");
    let left = session.end();
    assert!(left.status.success(), "{}", left.status);
    left.assert_given_back();
}

/// A reader that has handed a note over to a disk that does not answer, as long as the file is kept.
fn unanswered(home: &TempDir) -> (Session, fs::File) {
    let lock = fs::File::create(home.path().join("notes.jsonl.lock")).unwrap();
    lock.lock().unwrap();
    let mut session = sample(home);
    session.type_keys("athe disk is away\x13");
    session.wait_for("saving");
    (session, lock)
}

#[test]
fn leaving_waits_for_the_disk() {
    let home = temp();
    let (mut session, lock) = unanswered(&home);
    session.type_keys("q");
    session.wait_for("waiting for the disk");
    assert!(session.is_taken());
    drop(lock);
    assert!(session.end().status.success());
    let log = fs::read_to_string(home.path().join("notes.jsonl")).unwrap();
    assert!(log.contains("the disk is away"));
}

#[test]
fn who_leaves_while_a_note_is_saved_stays_where_that_fails() {
    let home = temp();
    let (mut session, lock) = unanswered(&home);
    session.type_keys("q");
    session.wait_for("waiting for the disk");
    let log = home.path().join("notes.jsonl");
    fs::write(&log, "something else than notes\n").unwrap();
    drop(lock);
    session.wait_for("NOT saved");
    session.type_keys("q");
    session.wait_for("not saved: 1 note");
    fs::remove_file(&log).unwrap();
    session.type_keys("s");
    assert!(session.end().status.success());
    assert!(
        fs::read_to_string(&log)
            .unwrap()
            .contains("the disk is away")
    );
}

#[test]
fn the_new_words_of_a_note_are_kept_where_they_could_not_be_saved() {
    let home = temp();
    let log = home.path().join("notes.jsonl");
    let mut session = sample(&home);
    session.type_keys("afirst words\x13");
    session.wait_for("1 note");
    let kept = fs::read_to_string(&log).unwrap();
    fs::write(&log, "something else than notes\n").unwrap();
    session.type_keys("e");
    session.wait_for("first words");
    session.type_keys(" and second thoughts\x13");
    session.wait_for("NOT saved");
    session.type_keys("q");
    session.wait_for("not saved: 1 note");
    fs::write(&log, &kept).unwrap();
    session.type_keys("s");
    assert!(session.end().status.success());
    let saved = fs::read_to_string(&log).unwrap();
    assert!(saved.starts_with(&kept) && saved.contains("first words and second thoughts"));
}

#[test]
fn a_note_beyond_the_size_that_files_may_have_is_not_saved_and_is_once_there_is_room() {
    let home = temp();
    let log = home.path().join("notes.jsonl");
    let article = articles(home.path(), &[("ferry.txt", FERRY)]).remove(0);
    let added = Command::new(env!("CARGO_BIN_EXE_variorum"))
        .args([
            "notes",
            "add",
            "--quote",
            "sail again in April, the",
            "--text",
        ])
        .arg("long words ".repeat(1000))
        .arg(article)
        .env("VARIORUM_DATA_DIR", home.path())
        .output()
        .unwrap();
    assert!(added.status.success(), "{added:?}");
    let kept = fs::read(&log).unwrap();

    // Eight blocks of 512 or of 1024 bytes, as the shell has it.
    let limit = CommandBuilder::from_argv(
        [
            "sh",
            "-c",
            "ulimit -f 8; exec \"$0\"",
            env!("CARGO_BIN_EXE_variorum"),
        ]
        .map(OsString::from)
        .to_vec(),
    );
    let mut session = Session::start(in_a_terminal(limit), home.path(), 120, 40);
    session.wait_for_the_reader();
    session.type_keys("asecond thoughts\x13");
    session.wait_for("NOT saved");
    assert_eq!(fs::read(&log).unwrap(), kept);
    fs::remove_file(&log).unwrap();
    session.type_keys("\x13");
    session.wait_until("the note is saved", |screen| {
        !screen.contents().contains("NOT saved")
    });
    session.type_keys("q");
    let left = session.end();
    assert!(left.status.success(), "{}", left.status);
    left.assert_given_back();
    let saved = fs::read_to_string(&log).unwrap();
    assert!(saved.contains("second thoughts"));
}

#[test]
fn ctrl_c_twice_leaves_although_the_disk_does_not_answer() {
    let home = temp();
    let (mut session, _lock) = unanswered(&home);
    session.type_keys("\x03");
    session.wait_for("waiting for the disk");
    session.type_keys("\x03");
    let left = session.end();
    assert!(left.status.success(), "{}", left.status);
    left.assert_given_back();
}

#[test]
fn a_signal_waits_for_the_disk_too() {
    let home = temp();
    let (session, lock) = unanswered(&home);
    session.signal(Signal::TERM);
    session.wait_for("waiting for the disk");
    drop(lock);
    let left = session.end();
    assert_eq!(left.status.signal(), None, "it ended by itself");
    left.assert_given_back();
    let log = fs::read_to_string(home.path().join("notes.jsonl")).unwrap();
    assert!(log.contains("the disk is away"));
}

#[test]
fn a_second_signal_ends_a_reader_whose_disk_does_not_answer() {
    let home = temp();
    let (session, _lock) = unanswered(&home);
    session.signal(Signal::TERM);
    session.wait_for("waiting for the disk");
    session.signal(Signal::TERM);
    let left = session.end();
    assert_eq!(left.status.signal(), None, "it ended by itself");
    left.assert_given_back();
}

#[test]
fn the_reader_ends_when_its_window_is_closed() {
    let home = temp();
    let window = native_pty_system()
        .openpty(PtySize {
            rows: 40,
            cols: 120,
            ..PtySize::default()
        })
        .unwrap();
    let mut command = variorum();
    command.env("VARIORUM_DATA_DIR", home.path());
    let mut child = window.slave.spawn_command(command).unwrap();
    drop(window.slave);
    let mut killer = child.clone_killer();
    let (sender, end) = channel();
    let watch = thread::spawn(move || {
        // Ends the reads and the wait below, should the reader not do so itself.
        let ended: Result<(), _> = end.recv_timeout(Duration::from_secs(60));
        if ended.is_err() {
            let _ = killer.kill();
        }
        ended.is_ok()
    });
    let mut output = window.master.try_clone_reader().unwrap();
    let (mut raw, mut bytes) = (Vec::new(), [0; 4096]);
    while !String::from_utf8_lossy(&raw).contains("articles") {
        let count = output.read(&mut bytes).unwrap();
        assert!(count > 0, "it ended before the window was closed");
        raw.extend_from_slice(&bytes[..count]);
    }
    drop(output);
    drop(window.master);
    let status = child.wait().unwrap();
    let _ = sender.send(());
    assert!(
        watch.join().unwrap(),
        "it went on without a window: {status}"
    );
    assert_eq!(status.signal(), None, "it ended by itself");
}

/// A stage on the terminal that fails while the help is shown.
struct Failing {
    screen: Screen,
    painter: Painter,
    fail: fn() -> io::Result<()>,
}

impl Stage for Failing {
    fn show(&mut self, state: &State) -> io::Result<()> {
        let theme = Theme::colourless();
        let cursor = self.painter.draw(state, &theme);
        self.screen.change(false, self.painter.changes(), cursor)?;
        match state.mode {
            Mode::List(_) => (self.fail)(),
            _ => Ok(()),
        }
    }

    fn copy(&mut self, text: &str) -> io::Result<String> {
        self.screen.copy(text)
    }

    fn lend(&mut self, work: &mut dyn FnMut()) -> io::Result<variorum::app::geometry::Size> {
        work();
        self.stop()
    }

    fn stop(&mut self) -> io::Result<variorum::app::geometry::Size> {
        self.screen.size()
    }
}

/// Returns whether this test was started by itself in a pseudo-terminal.
fn is_child() -> bool {
    env::var_os(CHILD).is_some()
}

/// The life of such a child: a reader on the real terminal that fails when the help is opened.
fn fails(fail: fn() -> io::Result<()>) {
    color_eyre::install().unwrap();
    let screen = Screen::take().unwrap();
    let size = screen.size().unwrap();
    let painter = Painter::default();
    let mut stage = Failing {
        screen,
        painter,
        fail,
    };
    let documents = [FERRY, COURIER].map(|text| load("a.txt", text.as_bytes(), &Limits::default()));
    let set = DocumentSet::new(documents.into_iter().flat_map(Result::unwrap).collect());
    let state = State::new(Arc::new(set), size, Settings::default());
    let (sender, inbox) = channel();
    let keys = sender.clone();
    thread::spawn(move || listen(&keys));
    let (scribe, _changes) = channel();
    let mut workers = Workers::new(scribe, sender);
    let end = catch_unwind(AssertUnwindSafe(|| {
        reader::run(state, &inbox, &mut stage, &mut workers)
    }));
    drop(stage);
    match end {
        Ok(Ok(_)) => exit(0),
        Ok(Err(error)) => {
            eprintln!("variorum: {error}");
            exit(2);
        }
        // The hook has told it.
        Err(_) => exit(101),
    }
}

fn listen(sender: &Sender<Msg>) {
    let mut input = Input::default();
    while let Ok(message) = input.message() {
        if message.is_some_and(|message| sender.send(message).is_err()) {
            return;
        }
    }
}

/// Starts a test of this binary anew in a pseudo-terminal.
fn child(home: &TempDir, test: &str) -> Session {
    let mut command = in_a_terminal(CommandBuilder::new(env::current_exe().unwrap()));
    command.args(["--exact", test, "--nocapture"]);
    command.env(CHILD, "1");
    let session = Session::start(command, home.path(), 100, 30);
    session.wait_until("the reader", |screen| {
        screen.alternate_screen() && screen.contents().contains("? keys")
    });
    assert!(session.is_taken());
    session
}

/// Fails where words were not written to the shell's screen, or lie where the shell writes next.
fn assert_told(left: &terminal::Left, words: &str) {
    let told = left.position(words);
    assert!(told.is_some(), "not told:\n{}", left.screen.contents());
    assert!(
        told > left.position("\x1b[?1049h"),
        "told on the reader's screen, which is gone"
    );
    let rows: Vec<_> = left.screen.rows(0, 100).collect();
    let row = rows.iter().position(|row| row.contains(words));
    assert!(row.is_some(), "overwritten:\n{}", left.screen.contents());
    assert!(
        row < Some(usize::from(left.screen.cursor_position().0)),
        "the shell will write over it:\n{}",
        left.screen.contents()
    );
}

#[test]
fn the_terminal_is_given_back_after_a_panic_and_the_panic_is_told() {
    if is_child() {
        fails(|| panic!("the drawing broke"));
    }
    let home = temp();
    let test = "the_terminal_is_given_back_after_a_panic_and_the_panic_is_told";
    let mut session = child(&home, test);
    session.type_keys("?");
    let left = session.end();
    assert!(!left.status.success(), "{}", left.status);
    left.assert_given_back();
    assert_told(&left, "the drawing broke");
}

#[test]
fn the_terminal_is_given_back_after_an_error_and_the_error_is_told() {
    if is_child() {
        fails(|| Err(io::Error::other("the terminal would not draw")));
    }
    let home = temp();
    let test = "the_terminal_is_given_back_after_an_error_and_the_error_is_told";
    let mut session = child(&home, test);
    session.type_keys("?");
    let left = session.end();
    assert_eq!(left.status.exit_code(), 2);
    left.assert_given_back();
    assert_told(&left, "variorum: the terminal would not draw");
}

#[test]
fn a_panic_of_a_worker_prints_nothing_over_the_screen() {
    if is_child() {
        fails(|| {
            let worker = thread::spawn(|| panic!("a worker broke"));
            assert!(worker.join().is_err(), "the worker panics");
            Ok(())
        });
    }
    let home = temp();
    let test = "a_panic_of_a_worker_prints_nothing_over_the_screen";
    let mut session = child(&home, test);
    session.type_keys("?");
    session.wait_for("keys to begin with");
    session.type_keys("\x1b");
    session.wait_until("the reader without the list", |screen| {
        !screen.contents().contains("keys to begin with")
    });
    session.type_keys("q");
    let left = session.end();
    assert!(left.status.success(), "{}", left.status);
    left.assert_given_back();
    assert!(!left.wrote("a worker broke"), "{}", left.screen.contents());
    assert!(!left.wrote("panicked"), "{}", left.screen.contents());
}

#[test]
fn a_note_survives_a_kill_after_it_was_said_to_be_saved() {
    let home = temp();
    let mut session = sample(&home);
    session.type_keys("a");
    session.type_keys("ask the port about the buoys");
    session.wait_for("ask the port about the buoys");
    session.type_keys("\x13");
    session.wait_until("the word of the disk", |screen| {
        let rows: Vec<_> = screen.rows(0, 120).collect();
        rows[39].split_whitespace().next() == Some("saved")
    });
    session.signal(Signal::KILL);
    let left = session.end();
    assert!(left.status.signal().is_some(), "{}", left.status);

    let mut session = sample(&home);
    session.wait_for("1 note");
    session.wait_until("the sign of the note", |screen| {
        let mut gutters = screen.rows(0, 3);
        gutters.any(|gutter| gutter.contains('*'))
    });
    session.type_keys("A");
    session.wait_for("ask the port about the buoys");
    session.type_keys("qq");
    session.end().assert_given_back();
}

#[test]
fn notes_go_to_the_file_that_was_named_and_nowhere_else() {
    let home = temp();
    let data = temp();
    let file = home.path().join("case.jsonl");
    let arguments = ["--notes".into(), file.clone()];
    let mut session = Session::open(data.path(), &arguments);
    session.wait_for_the_reader();
    session.type_keys("abeside the case\x13");
    session.wait_for("1 note");
    session.type_keys("q");
    assert!(session.end().status.success());
    assert!(
        fs::read_to_string(&file)
            .unwrap()
            .contains("beside the case")
    );
    assert_eq!(fs::read_dir(data.path()).unwrap().count(), 0);
}

/// Words that would steer a terminal or disguise a text: a colour, a title, a report of the cursor, C1 forms of
/// the same, overrides and isolates of direction.
const HOSTILE: &str =
    "\x1b[7777m\x1b]0;owned\x07\x1b[6n\u{9b}2J\u{90}x\u{9c}\u{202e}desrever\u{2066}\x08\x0e\x7f";

/// Fails where something was written that is not text or one of the few sequences that the reader draws with.
fn assert_harmless(raw: &[u8]) {
    let text = std::str::from_utf8(raw).unwrap();
    // The one question that is asked.
    let text = text.replacen("\x1b]11;?\x07", "", 1);
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\x1b' => {
                assert_eq!(rest.next(), Some('['), "a sequence that is no CSI");
                let part: String = rest
                    .by_ref()
                    .take_while(|c| !matches!(c, '\x40'..='\x7e'))
                    .collect();
                assert!(!part.contains("7777"), "a sequence of the file: {part:?}");
                let plain = |c: char| c.is_ascii_digit() || matches!(c, ';' | ':' | '?');
                assert!(part.chars().all(plain), "{part:?}");
            }
            '\r' | '\n' => {}
            '\0'..='\x1f' | '\x7f'..='\u{9f}' => panic!("a raw control character: {c:?}"),
            '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => {
                panic!("a raw sign of direction: {c:?}")
            }
            _ => {}
        }
    }
    assert!(
        !text.contains("\x1b[6n"),
        "the terminal is asked for nothing"
    );
}

#[test]
fn what_a_file_holds_or_is_named_never_steers_the_terminal() {
    let home = temp();
    let folder = temp();
    let name = |tail: &str| format!("{}{tail}", HOSTILE.replace(']', ""));
    let body =
        format!("The port {HOSTILE} said\n\n{FERRY}And {HOSTILE} at the end, it {HOSTILE} said.\n");
    let page = format!(
        "<html><head><title>Page {HOSTILE}</title><meta property=\"og:site_name\" content=\"Site {HOSTILE}\">\
         </head><body><article><h1>Page {HOSTILE} said</h1><p>{body}</p></article></body></html>"
    );
    let (text, html, gone) = (
        name("a.txt"),
        name("b.html"),
        folder.path().join(name("gone")),
    );
    let mut paths = articles(folder.path(), &[(&text, &body), (&html, &page)]);
    let rule = format!("{}=Outlet {HOSTILE}", paths[0].display());
    paths.push(gone);
    let mut command = variorum();
    command.arg("--outlet");
    command.arg(rule);
    command.args(paths);
    let mut session = Session::start(command, home.path(), 200, 50);
    session.wait_for_the_reader();
    session.wait_for("\u{241b}[7777m");
    session.wait_for("not read");
    // Lists over the text, opened and closed.
    session.type_keys("jj.zRoqKqppAq");
    // What is pasted into a field is as foreign as a file.
    session.type_keys("/\x1b[200~pasted \u{1b}[7777m\u{202e}\u{9b}\x1b[201~");
    session.wait_for("find: pasted");
    session.type_keys("\r");
    session.type_keys("a\x1b[200~noted \u{1b}[7777m\u{202e}\u{9b}\x1b[201~");
    session.wait_for("noted ");
    session.type_keys("\x13");
    session.wait_for("1 note");
    session.type_keys("A");
    session.wait_for("noted ");
    session.type_keys("qq");
    let left = session.end();
    assert!(left.status.success(), "{}", left.status);
    left.assert_given_back();
    assert_harmless(&left.raw);
}

#[test]
fn the_editor_has_the_terminal_and_its_keys_until_it_ends() {
    let home = temp();
    let mut command = variorum();
    let editor = "f() { printf 'write here: '; read line; printf ' %s' \"$line\" >> \"$1\"; }; f";
    command.env("VISUAL", editor);
    let mut session = Session::start(command, home.path(), 100, 30);
    session.wait_for_the_reader();
    session.type_keys("amine");
    session.wait_for("mine");
    session.type_keys("\x18\x05");
    session.wait_for("write here:");
    session.type_keys("and q there\r");
    session.wait_for("mine and q there");
    session.wait_for("taken from the editor");
    session.type_keys("!");
    session.wait_for("mine and q there!");
    session.type_keys("\x13");
    session.wait_for("saved");
    session.type_keys("q");
    let left = session.end();
    left.assert_given_back();
}
