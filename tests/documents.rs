//! Documents named, labelled, opened, closed and read again from within the reader: keys in, screen and files out.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

#[expect(dead_code, reason = "other tests use the rest")]
mod common;
#[expect(dead_code, reason = "other tests use the rest")]
mod story;

use std::fs;

use common::{documents, frame, press, rows, sample, sample_reader};
use proptest::prelude::*;
use story::{Ending, story, story_in, story_with};
use tempfile::TempDir;
use variorum::app::message::{Effect, Msg};
use variorum::app::state::Mode;
use variorum::app::update::update;
use variorum::document::{BY_OPTION, Block, DocId, DocumentSet, Found};
use variorum::run::scribe::Scribe;
use variorum::ui::theme::Theme;

fn said(end: &Ending) -> &str {
    end.state.message.as_deref().unwrap_or("")
}

#[test]
fn a_command_is_typed_after_a_colon_and_its_line_helps() {
    let end = story(": \"na\"");
    assert!(matches!(end.state.mode, Mode::Command(_)));
    assert!(
        end.says("> name ") && end.says("Name the outlet"),
        "{}",
        end.text()
    );
    assert!(story(": \"fold\"").says("fold-close"));
    assert!(story(": \"nmae A x\" enter").says("the nearest is name"));
    assert_eq!(story(": \"next\" enter").stop(), story("j").stop());
    assert!(story(": \"name Z x\" enter").says("there is no document Z, but A B C D E"));
    assert!(story(": \"quit now\" enter").says("quit takes no other words"));
    assert!(matches!(story(": \"x\" esc").state.mode, Mode::Read));
    assert!(matches!(story(": backspace").state.mode, Mode::Read));
}

#[test]
fn every_action_can_be_called_by_name() {
    assert_eq!(story(": \"next-stop\" enter").stop(), story("j").stop());
    assert_eq!(story(": \"end\" enter").stop(), story("G").stop());
    assert!(matches!(
        story(": \"docu\" tab enter").state.mode,
        Mode::Read
    ));
    assert!(matches!(
        story(": \"documents\" enter").state.mode,
        Mode::List(_)
    ));
}

#[test]
fn tab_completes_and_up_brings_earlier_commands_back() {
    let line = |keys: &str| match story(keys).state.mode {
        Mode::Command(prompt) => prompt.field.text().to_owned(),
        other => format!("{other:?}"),
    };
    assert_eq!(line(": \"lab\" tab"), "label ");
    assert_eq!(line(": \"label cap\" tab"), "label caption");
    assert_eq!(line(": \"next\" tab"), "next-");
    assert_eq!(line(": \"end\" enter : \"start\" enter : up up"), "end");
    assert_eq!(line(": \"end\" enter : \"sta\" up down"), "sta");
    assert_eq!(line(": \"no such\" tab"), "no such");
}

#[test]
fn a_named_outlet_is_shown_at_once_kept_and_taken_back() {
    let folder = TempDir::new().unwrap();
    let set = || documents(&[("a.txt", FERRY.as_bytes()), ("b.txt", COURIER.as_bytes())]);
    let told = |keys: &str| story_in(folder.path(), set(), keys);
    let end = told(": \"name b Harbour Post\" enter");
    assert!(end.says("B Harbour Post"), "{}", end.text());
    assert!(
        said(&end).contains("remembered, u takes it back: b.txt: named Harbour Post"),
        "{}",
        said(&end)
    );
    assert!(told("").says("B Harbour Post"), "at the next start too");
    assert!(told("A").says("choice  b.txt: named Harbour Post"));
    let undone = told("u");
    assert!(
        !undone.says("Harbour Post ─") && said(&undone).contains("taken back"),
        "{}",
        undone.text()
    );
    assert!(told("ctrl-r").says("B Harbour Post"));
    assert!(!told(": \"name B\" enter").says("B Harbour Post"));
    assert!(said(&told(": \"name B\" enter")).contains("no name of yours"));
}

#[test]
fn a_fold_opened_by_a_person_is_open_at_the_next_start_and_one_visited_is_not() {
    let folder = TempDir::new().unwrap();
    let open = |keys: &str| {
        story_in(folder.path(), sample(), keys).state.frame.open[0]
            .all()
            .len()
    };
    assert_eq!(open("k enter"), 1);
    assert_eq!(open(""), 0, "a visit is not remembered");
    assert_eq!(open("k zo"), 1);
    let all = open("");
    assert!(all > 1, "those of the same kinds are open too");
    assert_eq!(open("u"), 0, "undo closes them");
    assert_eq!(open("ctrl-r"), all);
    assert_eq!(open("k zc"), all - 1);
    assert_eq!(open(""), 0);
}

#[test]
fn a_fold_that_is_remembered_leaves_the_start_at_the_title() {
    let folder = TempDir::new().unwrap();
    let before = story_in(folder.path(), sample(), "k zo");
    assert!(
        said(&before).contains("duplicate stay open"),
        "{}",
        said(&before)
    );
    let after = story_in(folder.path(), sample(), "");
    assert!(after.stop().starts_with("(2nd LD) Velmora"));
    assert!(after.says("reopen ferry line, share"), "{}", after.text());
}

fn blocks_of_a(end: &Ending) -> &[Block] {
    &end.state.set.get(DocId(0)).unwrap().blocks
}

#[test]
fn a_label_is_kept_for_what_is_like_it_and_compared_anew() {
    let folder = TempDir::new().unwrap();
    let told = |keys: &str| story_in(folder.path(), sample(), keys);
    let kinds = |end: &Ending| -> Vec<&'static str> {
        blocks_of_a(end).iter().map(|b| b.kind.name()).collect()
    };
    let loaded = kinds(&told(""));
    let first = told("k zo : \"label caption\" enter");
    assert_ne!(kinds(&first), loaded, "{}", said(&first));
    assert!(
        said(&first).contains("remembered, 4 blocks here, u takes it back"),
        "{}",
        said(&first)
    );
    assert_eq!(kinds(&told("")), kinds(&first), "at the next start too");
    assert!(!told("").state.comparing);
    assert!(told("A").says("is caption"));
    assert_eq!(kinds(&told("u")), loaded);
    assert!(story("k : \"label body\" enter").says("zo opens the fold"));
    assert!(story("j : \"label duplicate\" enter").says("there is no kind of block"));
    assert!(story("j : \"label b\" enter").says("may be several"));
}

#[test]
fn a_label_in_the_article_is_for_those_words_alone() {
    let end = story(": \"label heading\" enter");
    let changed = |end: &Ending| {
        blocks_of_a(end)
            .iter()
            .filter(|b| b.reason.starts_with("your label"))
            .count()
    };
    assert_eq!(changed(&end), 1, "{}", said(&end));
    assert_eq!(changed(&story("j j j : \"label caption\" enter")), 1);
}

#[test]
fn a_choice_is_taken_back_from_the_list() {
    let end = story(": \"name A Other Wire\" enter A j dd esc");
    assert!(!end.says("A Other Wire"), "{}", end.text());
    assert!(story(": \"name A Other Wire\" enter A j enter").says("has no place in the text"));
}

#[test]
fn the_report_is_shown_over_the_text_and_closed() {
    let end = story("i");
    assert!(
        end.says("Report on the document") && end.says("1-wire.txt"),
        "{}",
        end.text()
    );
    assert!(matches!(story("i i").state.mode, Mode::Read));
    assert!(matches!(story("i q").state.mode, Mode::Read));
    assert!(story("o j i").says("2-agency.txt"));
    assert_ne!(story("i ctrl-d").screen, end.screen);
}

#[test]
fn the_original_shows_everything_and_c_brings_the_frame_back() {
    for keys in ["j k", "k", "j j j j", "G", "k zo j"] {
        let before = story(keys);
        let original = story(&format!("{keys} c"));
        assert!(original.says("original"), "{}", original.text());
        assert!(!original.screen.iter().any(|row| row.contains("set aside:")));
        assert_eq!(
            original.state.anchor(),
            before.state.anchor(),
            "after {keys}"
        );
        let again = story(&format!("{keys} c c"));
        assert_eq!(again.stop(), before.stop(), "after {keys}");
        assert_eq!(again.state.anchor(), before.state.anchor(), "after {keys}");
    }
    let inside = story("k c j");
    let back = story("k c j c");
    assert_eq!(
        back.stop(),
        inside.stop(),
        "the fold that holds the cursor is open"
    );
    assert!(story("c zo").says("the original has no folds"));
}

const FERRY: &str = "Ferry to sail again in April\n\n\
    KARDIN, Oct. 9 (Northwire) -- The ferry between the two capitals will sail again in April, the port said.\n\
    The crossing will take three hours and 40 minutes, with two sailings a day from each port in summer.\n\
    Tickets will be sold at the old custom house from the first of March, the harbour office added.\n";
const COURIER: &str = "Ferries come back to the strait\n\n\
    The ferry between the two capitals will sail again in April, the port said on Thursday.\n\
    Nobody has sold a ticket for eleven years, and the clerk has kept the roll in a drawer of the desk.\n";
const STORM: &str = "Storm closes the strait\n\n\
    A storm closed the strait on Friday, and no ferry sailed from either of the two capitals.\n\
    The port said that the ferry will not sail again before the wind has turned to the south.\n";

/// Articles in a folder of their own.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn set(&self, names: &[&str]) -> DocumentSet {
        let read = |name: &&str| {
            (
                self.path(name),
                fs::read(self.folder.path().join(name)).unwrap(),
            )
        };
        let files: Vec<_> = names.iter().map(read).collect();
        let files: Vec<_> = files
            .iter()
            .map(|(p, b)| (p.as_str(), b.as_slice()))
            .collect();
        documents(&files)
    }

    fn story(&self, names: &[&str], keys: &str) -> Ending {
        story_in(TempDir::new().unwrap().path(), self.set(names), keys)
    }
}

#[test]
fn a_file_is_opened_at_the_end_and_compared() {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER), ("c.txt", STORM)]);
    let path = desk.path("c.txt");
    let end = desk.story(&["a.txt", "b.txt"], &format!(": \"open {path}\" enter"));
    assert!(
        end.says("3 articles") && end.says("1 article added: C"),
        "{}",
        end.text()
    );
    assert_eq!(end.state.comparison.as_ref().unwrap().pairs.len(), 3);
    assert!(
        end.says("Storm closes the strait"),
        "there is a pane for it"
    );
    let twice = desk.story(
        &["a.txt", "b.txt"],
        &format!(": \"open {}\" enter", desk.path("a.txt")),
    );
    assert!(twice.says("2 articles") && said(&twice).contains("is open already, as A"));
    let gone = desk.story(&["a.txt", "b.txt"], ": \"open no/such.txt\" enter");
    assert!(
        said(&gone).contains("not read: no/such.txt"),
        "{}",
        said(&gone)
    );
    let input = desk.story(&["a.txt", "b.txt"], ": \"open -\" enter");
    assert!(said(&input).contains("standard input"));
}

#[test]
fn a_copy_under_another_name_is_told() {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER), ("c.txt", FERRY)]);
    let path = desk.path("c.txt");
    let end = desk.story(&["a.txt", "b.txt"], &format!(": \"open {path}\" enter"));
    assert!(
        end.says("3 articles") && said(&end).contains("has the same bytes as A"),
        "{}",
        said(&end)
    );
}

#[test]
fn a_path_is_completed_as_far_as_the_disk_knows() {
    let line = |state: &variorum::app::state::State| match &state.mode {
        Mode::Command(prompt) => prompt.field.text().to_owned(),
        other => format!("{other:?}"),
    };
    let mut state = sample_reader(80, 24);
    let asked = press(&mut state, ": \"open ne\" tab");
    assert_eq!(asked, [Effect::Complete("ne".to_owned())]);
    let paths = ["news/a.txt", "news/b.txt"].map(str::to_owned).to_vec();
    update(&mut state, Msg::Completed("ne".to_owned(), paths.clone()));
    assert_eq!(line(&state), "open news/");
    assert!(
        rows(&frame(&state, &Theme::of_roles()))
            .last()
            .unwrap()
            .contains("a.txt  b.txt")
    );
    press(&mut state, "\"x\"");
    update(&mut state, Msg::Completed("ne".to_owned(), paths));
    assert_eq!(
        line(&state),
        "open news/x",
        "an answer that comes late changes nothing"
    );
}

#[test]
fn a_name_that_cannot_be_saved_is_shown_all_the_same_and_asked_for_at_the_end() {
    let nowhere = || Scribe::new(Err("there is no data folder".to_owned()));
    let end = story_with(nowhere(), sample(), ": \"name A Other Wire\" enter");
    assert!(
        end.says("A Other Wire") && end.says("NOT saved"),
        "{}",
        end.text()
    );
    let asked = story_with(nowhere(), sample(), ": \"name A Other Wire\" enter q");
    assert!(asked.says("not saved: 1 change"), "{}", asked.text());
    let dropped = story_with(nowhere(), sample(), ": \"name A Other Wire\" enter u");
    assert!(!dropped.says("A Other Wire ─"), "{}", dropped.text());
}

#[test]
fn the_option_wins_over_a_name() {
    let mut named: Vec<_> = sample().iter().cloned().collect();
    named[0].outlet = Some(Found::new("By Option".to_owned(), BY_OPTION));
    let set = DocumentSet::new(named);
    let folder = TempDir::new().unwrap();
    let end = story_in(folder.path(), set, ": \"name A Other\" enter");
    assert!(
        end.says("A By Option") && said(&end).contains("--outlet wins"),
        "{}",
        said(&end)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_line_typed_as_a_command_is_done_or_told_about(line in "(name|label|close|next|)[ ]?\\PC{0,24}") {
        let mut state = sample_reader(80, 24);
        press(&mut state, ":");
        update(&mut state, Msg::Paste(line));
        frame(&state, &Theme::of_roles());
        press(&mut state, "tab");
        frame(&state, &Theme::of_roles());
        press(&mut state, "enter");
        frame(&state, &Theme::of_roles());
        let still_typing = matches!(state.mode, Mode::Command(_));
        prop_assert!(!still_typing || state.message.is_some(), "the line stays, and nothing says why");
        prop_assert!(state.cursor().is_some());
    }
}

#[test]
fn a_closed_document_is_gone_and_the_others_keep_their_letters() {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER), ("c.txt", STORM)]);
    let three = |keys: &str| desk.story(&["a.txt", "b.txt", "c.txt"], keys);
    let end = three(": \"close b\" enter");
    assert!(
        end.says("2 articles") && !end.says("Ferries come back"),
        "{}",
        end.text()
    );
    let shown: Vec<_> = end
        .state
        .frame
        .panes
        .iter()
        .map(|p| p.doc.siglum())
        .collect();
    assert_eq!(shown, ["A", "C"]);
    let pairs = &end.state.comparison.as_ref().unwrap().pairs;
    assert_eq!(pairs.len(), 1, "the closed one is not counted");
    assert!(three(": \"close B\" enter g2").says("document B was closed"));
    assert!(three(": \"close A\" enter j").says("C "));
    let last = three(": \"close A\" enter : \"close B\" enter : \"close C\" enter");
    assert!(
        said(&last).contains("the last document") && last.says("1 article"),
        "{}",
        last.text()
    );
    let draft = three("a \"half\" esc : \"close A\" enter");
    assert!(said(&draft).contains("has a draft"), "{}", said(&draft));
    let again = three(&format!(
        ": \"close B\" enter : \"open {}\" enter",
        desk.path("b.txt")
    ));
    assert!(
        again.says("1 article added: D") && again.says("3 articles"),
        "{}",
        again.text()
    );
}

#[test]
fn in_one_pane_the_next_document_takes_the_place_of_a_closed_one() {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER), ("c.txt", STORM)]);
    let end = desk.story(&["a.txt", "b.txt", "c.txt"], "1w g2 : \"close B\" enter");
    assert_eq!(
        end.state.focused().unwrap().doc.siglum(),
        "C",
        "{}",
        end.text()
    );
    assert!(end.says("Storm closes the strait"));
}

/// A story in which a file changes between two halves: the state goes on.
fn with_change(before: &str, file: &str, text: &str, after: &str) -> (Ending, Ending) {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER)]);
    let notes = TempDir::new().unwrap();
    let first = story_in(notes.path(), desk.set(&["a.txt", "b.txt"]), before);
    fs::write(desk.folder.path().join(file), text).unwrap();
    let second = story::go_on(notes.path(), first.state.clone(), after);
    (first, second)
}

#[test]
fn a_file_that_changed_is_read_again_and_the_cursor_keeps_its_words() {
    let edited = FERRY.replace(
        "KARDIN, Oct. 9",
        "The port opened its books to the press on Wednesday, for the first time in a year.\nKARDIN, Oct. 9",
    );
    let (before, after) = with_change("G", "a.txt", &edited, "gr");
    assert!(
        said(&after).contains("A changed: 1 block; reloaded"),
        "{}",
        said(&after)
    );
    assert_eq!(after.stop(), before.stop());
    assert_eq!(after.state.anchor(), before.state.anchor());
    assert!(
        after.says("for the first time in a year."),
        "{}",
        after.text()
    );
    let (_, same) = with_change("j", "a.txt", FERRY, "gr");
    assert!(said(&same).contains("nothing changed"));
}

#[test]
fn notes_find_their_place_in_the_new_version_and_names_stay() {
    let edited = FERRY
        .replace("40 minutes", "45 minutes")
        .replace("KARDIN", "More.\nKARDIN");
    let (before, after) = with_change(
        "G a \"who sells them?\" ctrl-s : \"name A Other Wire\" enter",
        "a.txt",
        &edited,
        "gr gg ]a",
    );
    assert_eq!(after.stop(), before.stop());
    assert!(after.says("A Other Wire"), "{}", after.text());
}

#[test]
fn a_draft_goes_with_its_words() {
    let edited = FERRY.replace("KARDIN", "More of it came later.\nKARDIN");
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER)]);
    let first = desk.story(&["a.txt", "b.txt"], "G a \"half a th\" esc");
    fs::write(desk.folder.path().join("a.txt"), edited).unwrap();
    let other_log = TempDir::new().unwrap();
    let after = story::go_on(other_log.path(), first.state, "gr a \"ought\" ctrl-s");
    assert_eq!(after.notes(), ["half a thought"]);
    let note = after.state.notes.set.iter().next().unwrap();
    let quote = &note.targets[0].quote.exact;
    assert!(quote.starts_with("Tickets will be sold"), "{quote}");
}

#[test]
fn a_file_that_is_gone_keeps_its_text_and_is_named() {
    let desk = Desk::new(&[("a.txt", FERRY), ("b.txt", COURIER)]);
    let set = desk.set(&["a.txt", "b.txt"]);
    fs::remove_file(desk.folder.path().join("b.txt")).unwrap();
    let end = story_in(TempDir::new().unwrap().path(), set, "gr");
    assert!(
        said(&end).contains("B ") && said(&end).contains("its text here is kept"),
        "{}",
        said(&end)
    );
    assert!(end.says("Ferries come back"));
    let piped = documents(&[("-", FERRY.as_bytes()), ("b.txt", COURIER.as_bytes())]);
    let end = story_in(TempDir::new().unwrap().path(), piped, "gr");
    assert!(
        said(&end).contains("standard input cannot be read twice"),
        "{}",
        said(&end)
    );
}

#[test]
fn the_list_of_documents_shows_hides_orders_and_closes() {
    let panes = |keys: &str| {
        let mut state = common::sample_reader(120, 40);
        common::press(&mut state, keys);
        let docs = state.seen().map(|at| state.frame.panes[at].doc.siglum());
        (docs.collect::<String>(), state)
    };
    assert_eq!(panes("").0, "ABC");
    let (shown, state) = panes("j j o w");
    assert_eq!(shown, "BC");
    assert!(state.message.unwrap().contains("A has no pane now"));
    let (shown, state) = panes("j j o j w esc");
    assert_eq!(shown, "AC");
    assert_eq!(state.focused().unwrap().doc.siglum(), "A");
    assert_eq!(
        panes("o j w j j w").0,
        "ACD",
        "there is room for a third again"
    );
    assert_eq!(
        panes("o j j j w").0,
        "ABD",
        "the one focused longest ago makes room"
    );
    assert_eq!(panes("o >").0, "BAC");
    assert_eq!(panes("o > > >").0, "BCA");
    assert_eq!(panes("o j <").0, "BAC");
    let (_, state) = panes("o j j g b");
    assert_eq!(state.base().siglum(), "C");
    let (shown, state) = panes("o j dd");
    assert_eq!(shown, "ACD");
    assert_eq!(state.set.len(), 4);
    let (_, state) = panes("? w");
    assert!(state.message.unwrap().contains("o opens it"));
}

#[test]
fn panes_that_change_places_keep_their_rows() {
    let rows = |keys: &str| {
        let mut state = common::sample_reader(120, 40);
        common::press(&mut state, keys);
        let first = |at: usize| {
            let pane = &state.frame.panes[at];
            let column = &state.columns[&pane.doc];
            let row = usize::try_from(pane.top).unwrap_or(0);
            (pane.doc, column.rows.get(row).map(|row| row.span.start))
        };
        let mut rows: Vec<_> = state.seen().map(first).collect();
        rows.sort_unstable();
        rows
    };
    assert_eq!(rows("]r j j ctrl-d"), rows("]r j j ctrl-d o > esc"));
}
