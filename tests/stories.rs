//! Keys in, state and screen out, through the real loop and a real notes log in a temporary folder.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

#[expect(dead_code, reason = "other tests use the rest")]
mod common;
#[expect(dead_code, reason = "other tests use the rest")]
mod story;

use std::sync::Arc;

use common::{documents, frame, press, sample, typed};
use proptest::prelude::*;
use story::{story, story_in, story_with};
use tempfile::TempDir;
use variorum::app::action::{Action, Group, Scope};
use variorum::app::annotate;
use variorum::app::explain;
use variorum::app::found::{Found, found};
use variorum::app::frame::Standing;
use variorum::app::geometry::Size;
use variorum::app::key::sequence;
use variorum::app::message::{Effect, Msg};
use variorum::app::ranking;
use variorum::app::settings::Settings;
use variorum::app::state::{Mode, State};
use variorum::app::trail::standing;
use variorum::app::update::update;
use variorum::document::BlockKind;
use variorum::notes::Change;
use variorum::run::scribe::{Scribe, operation};
use variorum::ui::theme::{NAMES, Theme};

#[test]
fn a_note_is_written_saved_and_there_at_the_next_start() {
    let folder = TempDir::new().unwrap();
    let end = story_in(
        folder.path(),
        sample(),
        ". . a \"Who told the Courier?\" ctrl-s",
    );
    assert!(
        end.says("saved") && end.says("1 note"),
        "{}",
        end.screen.join("\n")
    );
    let again = story_in(folder.path(), sample(), "]a");
    assert_eq!(again.notes(), ["Who told the Courier?"]);
    assert_eq!(again.stop(), end.stop(), "]a goes to the place of the note");
    let listed = story_in(folder.path(), sample(), "A");
    assert!(listed.says("Who told the Courier?"));
}

#[test]
fn a_note_of_several_lines_in_any_script_keeps_them() {
    let folder = TempDir::new().unwrap();
    story_in(
        folder.path(),
        sample(),
        "a \"erste Zeile, 둘째 줄\" enter \"third\" ctrl-s",
    );
    let again = story_in(folder.path(), sample(), "");
    assert_eq!(again.notes(), ["erste Zeile, 둘째 줄\nthird"]);
}

#[test]
fn a_note_is_edited_deleted_and_brought_back_also_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let told = |keys: &str| story_in(folder.path(), sample(), keys).notes();
    assert_eq!(
        told("j j j j a \"one\" ctrl-s e \" two\" ctrl-s"),
        ["one two"]
    );
    assert_eq!(told("]a dd"), Vec::<String>::new());
    assert_eq!(told("u"), ["one two"]);
    assert_eq!(told("u"), ["one"]);
    assert_eq!(told("u"), Vec::<String>::new());
    assert!(story_in(folder.path(), sample(), "u").says("nothing to undo"));
}

#[test]
fn a_note_on_selected_words_is_about_those_words() {
    let end = story("/ \"fleet review\" enter v b b b a \"count them\" ctrl-s");
    let note = end.state.notes.set.iter().next().unwrap();
    let whole = end.stop();
    let quote = &note.targets[0].quote.exact;
    assert!(
        whole.starts_with(quote.as_str()) && quote.len() < whole.len(),
        "{quote} of {whole}"
    );
}

#[test]
fn several_notes_on_one_place_offer_a_choice() {
    let end = story("a \"first\" ctrl-s a \"second\" ctrl-s dd j dd esc");
    assert_eq!(end.notes().len(), 1);
    let asked = story("a \"first\" ctrl-s a \"second\" ctrl-s e");
    assert!(asked.says("several notes here") && matches!(asked.state.mode, Mode::List(_)));
}

#[test]
fn a_draft_left_with_esc_goes_on_where_it_was() {
    let end = story("a \"half a th\" esc j k a \"ought\" ctrl-s");
    assert_eq!(end.notes(), ["half a thought"]);
}

#[test]
fn leaving_with_an_unsaved_draft_asks() {
    let asked = story("a \"unsaved\" esc q");
    assert!(
        asked.says("s saves and leaves"),
        "{}",
        asked.screen.join("\n")
    );
    assert_eq!(story("a \"unsaved\" esc q s").notes(), ["unsaved"]);
    let stays = story("a \"unsaved\" esc q esc j");
    assert!(stays.state.drafts.len() == 1 && stays.left == 0);
    assert!(
        story("a \"unsaved\" esc q q j").left > 0,
        "the second q leaves"
    );
}

#[test]
fn a_note_that_cannot_be_saved_is_said_kept_and_asked_for_at_the_end() {
    let nowhere = || Scribe::new(Err("there is no data folder".to_owned()));
    let end = story_with(nowhere(), sample(), "a \"keep me\" ctrl-s");
    assert!(
        end.says("NOT saved") && end.says("no data folder"),
        "{}",
        end.screen.join("\n")
    );
    assert_eq!(end.state.notes.unsaved.len(), 1);
    let listed = story_with(nowhere(), sample(), "a \"keep me\" ctrl-s A");
    assert!(
        listed.says("NOT SAVED  A  keep me"),
        "{}",
        listed.screen.join("\n")
    );
    let asked = story_with(nowhere(), sample(), "a \"keep me\" ctrl-s q");
    assert!(asked.says("not saved: 1 note"));
    let dropped = story_with(nowhere(), sample(), "a \"keep me\" ctrl-s u");
    assert!(dropped.state.notes.set.is_empty() && dropped.state.notes.unsaved.is_empty());
}

#[test]
fn a_note_that_cannot_be_saved_is_tried_again_under_its_own_name_before_the_next() {
    let nowhere = Scribe::new(Err("there is no data folder".to_owned()));
    let mut state = story_with(nowhere, sample(), "a \"keep me\" ctrl-s").state;
    let first = state.notes.set.iter().next().unwrap().id.clone();
    let delete = Change::Delete {
        note: first.clone(),
    };
    let effects = annotate::hand_over(&mut state, delete.clone());
    let [Effect::AppendAgain(again), Effect::Append(next)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((&again.id, next), (&first.0, &delete));
    update(&mut state, Msg::Saved(Ok(again.clone())));
    assert_eq!((state.notes.set.len(), state.notes.unsaved.len()), (1, 0));
}

#[test]
fn trails_walk_what_is_only_here_what_is_shared_and_hits() {
    let first = story(".");
    assert!(
        first.says("trail: only here "),
        "{}",
        first.screen.join(
            "
"
        )
    );
    assert_eq!(story(". . ,").stop(), first.stop());
    let shared = story("]r");
    assert!(shared.says("trail: shared"));
    let (doc, stop) = shared.state.cursor().unwrap();
    let found =
        shared
            .state
            .alignment
            .found_in(shared.state.comparison.as_ref().unwrap(), doc, stop.span);
    assert!(found.len() > 1);
    assert_eq!(
        story("]r ]r ctrl-o").stop(),
        shared.stop(),
        "Ctrl-O goes back over the last jump"
    );
    assert_eq!(story("]r ]r ctrl-o g,").stop(), story("]r ]r").stop());
}

#[test]
fn the_counter_of_a_trail_counts_the_places_that_it_walks() {
    for (document, trail) in (1..=5).flat_map(|n| [(n, "u"), (n, "r")]) {
        let mut state = common::sample_reader(120, 40);
        press(&mut state, &format!("g{document} ]{trail} 99,"));
        let mut counted = 0;
        let all = loop {
            let said = standing(&state);
            let (_, numbers) = said.rsplit_once(' ').unwrap();
            let (at, all) = numbers.split_once('/').unwrap();
            let (first, last) = at.split_once('-').unwrap_or((at, at));
            assert_eq!(first.parse(), Ok(counted + 1), "{said}");
            counted = last.parse::<usize>().unwrap();
            state.message = None;
            press(&mut state, ".");
            if state.message.is_some() {
                break all.to_owned();
            }
        };
        assert_eq!(counted.to_string(), all);
    }
}

#[test]
fn the_counter_of_what_is_only_here_names_a_place_only_on_one() {
    let mut state = common::sample_reader(120, 40);
    press(&mut state, "zR gg");
    let mut told = [0, 0];
    for _ in 0..40 {
        let (doc, stop) = state.cursor().unwrap();
        let on_one = found(&state, doc, stop.span) == Found::In(1);
        assert_eq!(
            standing(&state).contains('/'),
            on_one,
            "{}",
            standing(&state)
        );
        told[usize::from(on_one)] += 1;
        press(&mut state, "j");
    }
    assert!(told[0] > 2 && told[1] > 2, "{told:?}");
}

#[test]
fn a_closed_fold_says_how_many_places_it_hides() {
    let mut state = common::sample_reader(120, 40);
    press(&mut state, "f \"words<12\" enter gg");
    let says = |state: &mut State| {
        press(state, "j");
        standing(state).contains(" in this fold")
    };
    assert!((0..20).any(|_| says(&mut state)), "{}", standing(&state));
    let all = state.cursor().unwrap().1;
    assert!(all.fold.is_some(), "on a fold");
}

#[test]
fn a_trail_that_cannot_be_walked_is_not_taken() {
    assert!(story("]a").says("there are no notes yet"));
    assert_eq!(story("]a .").stop(), story(".").stop());
}

#[test]
fn the_end_of_a_trail_is_said() {
    assert!(story("G .").says("none after this"));
    assert!(story("99k [u").says("none before this"));
}

#[test]
fn a_search_goes_through_all_documents() {
    let end = story("/ \"lawyer\" enter");
    assert!(end.stop().contains("lawyer"));
    assert_eq!(
        end.state.focused().unwrap().doc.siglum(),
        "C",
        "only C has it"
    );
    assert!(story("/ \"zeppelin\" enter").says("no hit"));
    assert!(story("n").says("nothing was searched for"));
    assert!(story("/ \"ferry\" enter / \"zeppelin\" enter n").says("no hit for “zeppelin”"));
    let all = story("/ \"ferry\" enter n n n n n n n n n n n n n n n n n n");
    assert!(all.stop().to_lowercase().contains("ferry"));
}

#[test]
fn enter_goes_to_the_counterpart_and_ctrl_o_comes_back() {
    let end = story("]r ]r enter");
    assert_ne!(end.state.focused().unwrap().doc.siglum(), "A");
    assert_eq!(story("]r ]r enter ctrl-o").stop(), story("]r ]r").stop());
}

#[test]
fn the_apparatus_brings_a_document_into_a_pane() {
    let before = story("]r");
    let shown = |s: &State| {
        s.frame
            .panes
            .iter()
            .map(|p| p.doc.siglum())
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(&before.state), ["A", "B", "C"]);
    let orders = variorum::app::foot::order(&before.state);
    let nth = orders.iter().position(|d| d.siglum() == "E").unwrap();
    let down = "j ".repeat(nth - 1);
    let end = story(&format!("]r B {down} enter"));
    assert!(
        shown(&end.state).contains(&"E".to_owned()),
        "{:?}",
        shown(&end.state)
    );
    assert_eq!(
        end.state.focused().unwrap().doc.siglum(),
        "A",
        "the focus stays"
    );
}

#[test]
fn folds_open_and_close() {
    let open = |keys: &str| story(keys).state.frame.open[0].all().len();
    assert_eq!(open("k enter"), 1);
    assert_eq!(open("k enter G"), 0, "a visit ends");
    assert_eq!(open("k zo G"), 1, "a person's choice stays");
    assert!(open("zR") > 1);
    assert_eq!(open("zR zM"), 0);
    assert!(story("zo").says("no fold under the cursor") || open("zo") == 1);
}

#[test]
fn an_unlocked_pane_moves_alone() {
    let end = story("s j j j j j j");
    let tops = |s: &State| s.frame.panes[1..].iter().map(|p| p.top).collect::<Vec<_>>();
    assert_eq!(tops(&end.state), tops(&story("").state));
    assert!(end.says("unlocked"));
    assert!(!story("s j j s").says("unlocked"));
}

#[test]
fn a_key_without_effect_says_why() {
    assert!(story("Z").says("does nothing here"));
    assert!(story("z z").says("?"));
    assert!(story("] Q").says("] goes on with "));
    assert!(story("ctrl-o").says("no jump to go back from"));
    assert!(story("G j").says("this is the end of A"));
    assert!(story("e").says("no note on this place"));
    assert!(story("esc").says("q ends the program"));
    assert!(story("g9").says("there is no document I"));
}

#[test]
fn counts_repeat_a_key() {
    assert_eq!(story("5j").stop(), story("j j j j j").stop());
    assert_eq!(story("j j j 2k").stop(), story("j").stop());
}

#[test]
fn every_action_of_the_reader_can_be_done_without_a_panic_at_any_size() {
    let set = Arc::new(sample());
    let Msg::Compared(results) = common::compared(&set) else {
        unreachable!()
    };
    for (width, height) in [(120, 40), (40, 12), (20, 5), (10, 3)] {
        for first in Action::ALL {
            let mut state = State::new(
                Arc::clone(&set),
                Size { width, height },
                Settings::default(),
            );
            update(&mut state, Msg::Compared(Arc::clone(&results)));
            for scope in [Scope::Reader, Scope::Select, Scope::List, Scope::Typing] {
                for action in Action::ALL.iter().filter(|a| a.group().scope() == scope) {
                    for keys in [first, action] {
                        for key in keys
                            .default_keys()
                            .iter()
                            .take(1)
                            .flat_map(|k| sequence(k).unwrap())
                        {
                            update(&mut state, Msg::Key(key));
                        }
                    }
                }
            }
            frame(&state, &Theme::of_roles());
        }
    }
}

#[test]
fn a_key_after_a_beginning_that_is_none_names_all_that_are() {
    let mut state = common::sample_reader(120, 40);
    press(&mut state, "g s");
    let said = state.message.clone().unwrap();
    assert!(said.starts_with("gs is no key: g goes on with "), "{said}");
    let keys: Vec<&str> = said.split(' ').collect();
    assert!(
        ["5", "R", "g", "w", "y"]
            .iter()
            .all(|key| keys.contains(key)),
        "{said}"
    );
    assert!(!keys.contains(&"6"), "five documents are open: {said}");
}

#[test]
fn what_is_not_looked_for_is_not_said_to_be_absent() {
    for key in ["] x", "[ x", "] q", "[ q", "F", "Q"] {
        let mut state = common::sample_reader(120, 40);
        press(&mut state, key);
        let said = state.message.clone().unwrap();
        assert!(
            said.ends_with("are not looked for yet: there may be some"),
            "{said}"
        );
    }
}

/// Returns whether a key is answered: by an effect, words, another mode or another picture.
fn answers(before: &State, keys: &str) -> bool {
    let mut after = before.clone();
    after.message = None;
    let effects = press(&mut after, keys);
    !effects.is_empty()
        || after.message.is_some()
        || std::mem::discriminant(&after.mode) != std::mem::discriminant(&before.mode)
        || frame(&after, &Theme::of_roles()) != frame(before, &Theme::of_roles())
}

#[test]
fn every_action_of_the_table_has_an_effect_or_says_why_not() {
    let reader = |keys: &str| {
        let mut state = common::sample_reader(120, 40);
        press(&mut state, keys);
        state.message = None;
        state
    };
    let open = |scope: Scope| match scope {
        Scope::Reader => &["", "99k", "G", "zR j", "/ \"ferry\" enter"][..],
        Scope::Select => &["j v", "j v w w", "G v"],
        Scope::List => &[
            "M", "M G", "o", "o j", "?", "? ?", "? ? G", "K", "]r B", "]r B j",
        ],
        Scope::Typing => &[],
    };
    let mut silent = Vec::new();
    for action in Action::ALL {
        let key = action.default_keys()[0];
        let places = open(action.group().scope()).iter();
        let unanswered = places.filter(|keys| !answers(&reader(keys), key));
        silent.extend(unanswered.map(|keys| format!("{} after {keys:?}", action.name())));
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
    let written = [
        "a \"two words\" enter \"more\" left",
        ": \"gr\" left",
        "a \"one\" ctrl-w",
        "a \"one\" ctrl-x u",
    ];
    for action in Action::ALL.iter().filter(|a| a.group() == Group::Typing) {
        let key = action.default_keys()[0];
        let typed = |before: State| {
            let mut after = before.clone();
            press(&mut after, key);
            answers(&before, key) || format!("{:?}", after.mode) != format!("{:?}", before.mode)
        };
        let somewhere = written.iter().any(|keys| typed(reader(keys)));
        assert!(somewhere, "{} while typing", action.name());
    }
}

#[test]
fn one_article_alone_reads_well_and_says_that_there_is_nothing_to_compare() {
    let text = "A bell rings\n\nThe bell of the harbour rang at noon. Nobody knew why it did.\n";
    let one = || documents(&[("one.txt", text.as_bytes())]);
    let folder = TempDir::new().unwrap();
    assert!(story_in(folder.path(), one(), "").says("nothing to compare it with"));
    assert!(story_in(folder.path(), one(), ".").says("nothing to compare with"));
    assert!(story_in(folder.path(), one(), "tab").says("one article only"));
}

#[test]
fn articles_that_share_nothing_say_so_and_why() {
    let a =
        "Bread prices rise\n\nFlour became dearer in every market town over the summer months.\n";
    let b =
        "Comet seen at last\n\nAstronomers in the south photographed a faint tail before dawn.\n";
    let set = documents(&[("a.txt", a.as_bytes()), ("b.txt", b.as_bytes())]);
    let end = story_in(TempDir::new().unwrap().path(), set, "");
    assert!(end.says("share no passage"), "{}", end.screen.join("\n"));
}

#[test]
fn drafts_of_several_places_are_all_kept_and_all_saved() {
    let end = story("j j j j a \"one\" ctrl-s e \" more\" esc j j a \"two\" esc q s");
    let mut notes = end.notes();
    notes.sort();
    assert_eq!(notes, ["one more", "two"]);
    let unchanged = story("j j j j a \"one\" ctrl-s e esc q j");
    assert!(
        unchanged.left > 0,
        "a note opened and left as it was is no draft"
    );
}

#[test]
fn words_at_hand_are_saved_when_the_program_has_to_end() {
    // The last key of a story is followed by what a signal sends.
    let folder = TempDir::new().unwrap();
    story_in(
        folder.path(),
        sample(),
        "j j j j a \"kept draft\" esc j a \"open field\"",
    );
    let mut notes = story_in(folder.path(), sample(), "").notes();
    notes.sort();
    assert_eq!(notes, ["kept draft", "open field"]);
}

#[test]
fn what_was_undone_can_be_done_again() {
    let folder = TempDir::new().unwrap();
    let told = |keys: &str| story_in(folder.path(), sample(), keys).notes();
    assert_eq!(told("j j j j a \"one\" ctrl-s u"), Vec::<String>::new());
    assert_eq!(told("ctrl-r"), ["one"]);
    assert!(story_in(folder.path(), sample(), "ctrl-r").says("nothing to redo"));
}

#[test]
fn nothing_is_claimed_of_what_is_not_compared() {
    let end = story("k zo");
    let (doc, stop) = end.state.cursor().unwrap();
    assert!(matches!(found(&end.state, doc, stop.span), Found::Aside(_)));
    assert!(
        end.says("set aside, not compared") && !end.says("only here ─"),
        "{}",
        end.screen.join("\n")
    );
}

#[test]
fn a_selection_goes_word_by_word_at_both_ends() {
    let quote = |keys: &str| {
        let end = story(&format!("/ \"fleet review\" enter v {keys} a \"x\" ctrl-s"));
        let note = end.state.notes.set.iter().next().unwrap();
        note.targets[0].quote.exact.clone()
    };
    let whole = quote("");
    let words = |text: &str| text.split_whitespace().count();
    assert_eq!(words(&quote("b b b b")) + 2, words(&quote("b b b b w w")));
    assert_eq!(
        words(&quote("o w w")) + 2,
        words(&whole),
        "the other end moves too"
    );
    assert!(whole.ends_with(&quote("o w w")));
}

#[test]
fn what_another_window_wrote_is_seen_and_not_taken_back() {
    let set = Arc::new(sample());
    let size = Size {
        width: 120,
        height: 40,
    };
    let mut state = State::new(Arc::clone(&set), size, Settings::default());
    update(&mut state, Msg::Notes(Vec::new(), None));
    let (doc, stop) = state.cursor().unwrap();
    let target = variorum::notes::anchor::target(set.get(doc).unwrap(), stop.span, None);
    let change = Change::Add {
        text: "theirs".to_owned(),
        targets: vec![target],
        tags: Vec::new(),
        rating: None,
    };
    update(&mut state, Msg::Notes(vec![operation(change)], None));
    assert_eq!(state.notes.count(), 1);
    for key in typed("u") {
        assert!(update(&mut state, Msg::Key(key)).is_empty());
    }
    assert!(
        state
            .message
            .as_deref()
            .is_some_and(|m| m.contains("nothing to undo"))
    );
}

#[test]
fn an_edit_does_not_silently_replace_what_was_changed_meanwhile() {
    let folder = TempDir::new().unwrap();
    let mut state = story_in(
        folder.path(),
        sample(),
        "j j j j a \"one\" ctrl-s e \" mine\"",
    )
    .state;
    let note = state.notes.set.iter().next().unwrap().id.clone();
    let change = Change::Edit {
        note,
        text: "one theirs".to_owned(),
    };
    update(&mut state, Msg::Notes(vec![operation(change)], None));
    let save = || Msg::Key("ctrl-s".parse().unwrap());
    assert!(update(&mut state, save()).is_empty());
    assert!(
        state
            .message
            .as_deref()
            .is_some_and(|m| m.contains("one theirs"))
    );
    assert_eq!(update(&mut state, save()).len(), 1, "once more saves it");
}

#[test]
fn capital_t_takes_the_next_theme_and_says_its_name() {
    let size = Size {
        width: 100,
        height: 30,
    };
    let settings = Settings {
        themes: NAMES.to_vec(),
        ..Settings::default()
    };
    let mut state = State::new(Arc::new(sample()), size, settings);
    press(&mut state, "T");
    assert_eq!(state.theme, 1);
    let said = state.message.clone().unwrap_or_default();
    assert!(said.contains("theme light"), "{said}");
    press(&mut state, "6 T");
    assert_eq!(state.theme, 0, "behind the last comes the first");
}

#[test]
fn words_are_copied_with_where_they_stand() {
    let end = story(". y");
    let words = end.stop();
    let [copied] = end.copied.as_slice() else {
        panic!("{:?}", end.copied);
    };
    assert!(
        copied.starts_with(&format!("\u{201c}{words}\u{201d}\n\u{2014} Northwire, ")),
        "{copied}"
    );
    assert!(copied.trim_end().ends_with("1-wire.txt [A]"), "{copied}");
    assert!(end.says("copied"));
    let all = story("]r Y").copied.concat();
    assert!(all.contains("[A]") && all.contains("[D]"), "{all}");
    let selected = story(". v h y").copied.concat();
    assert!(
        !selected.contains(&words) && selected.contains(words.get(..20).unwrap()),
        "{selected}"
    );
}

#[test]
fn the_comparison_and_the_notes_are_written_into_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let read = |name: &str| std::fs::read_to_string(path(name)).unwrap();
    let written = |before: &str, mark: &str, name: &str| {
        let file = path(name);
        story_in(
            folder.path(),
            sample(),
            &format!("{before} x \"{mark}{}\" enter", file.display()),
        )
    };
    let end = written("", "", "talks.txt");
    assert!(end.says("the comparison is in"), "{}", end.text());
    assert!(read("talks.txt").contains("Northwire"));
    let end = written(":\"name A Deskwire\" enter", "", "talks.json");
    assert!(end.says("the comparison is in"), "{}", end.text());
    let json: serde_json::Value = serde_json::from_str(&read("talks.json")).unwrap();
    assert_eq!(json["schema"], "variorum.comparison/1");
    assert!(json["applied"].to_string().contains("Deskwire"));

    let end = written("", "", "notes.md");
    assert!(end.says("no notes on these articles"), "{}", end.text());
    let end = written(". a \"typo\" ctrl-s", "", "notes.md");
    assert!(end.says("1 note on these articles in"), "{}", end.text());
    assert!(read("notes.md").contains("typo"));
    for (name, part) in [
        ("notes.csv", "typo"),
        ("notes.jsonld", "Annotation"),
        ("notes.claims.json", "ClaimReview"),
    ] {
        assert!(written("", "", name).says("1 note"));
        assert!(read(name).contains(part), "{name}");
    }

    std::fs::write(path("notes.md"), "mine").unwrap();
    let end = written("", "", "notes.md");
    assert!(
        end.says("there already, ! before its name replaces it"),
        "{}",
        end.text()
    );
    assert_eq!(read("notes.md"), "mine");
    assert!(written("", "!", "notes.md").says("1 note"));
    assert!(read("notes.md").contains("typo"));
    let end = written("", "", "none/notes.md");
    assert!(end.says("could not be written"), "{}", end.text());
    let end = written("", "", "notes.pdf");
    assert!(end.says("end it in .txt or .json"), "{}", end.text());
}

#[test]
fn coverage_lists_the_passages_and_enter_goes_to_one() {
    let end = story("M");
    assert!(end.says("Coverage in the order of A: "));
    assert!(end.says("[A]") && end.says("same"), "{}", end.text());
    let there = story("M j j l enter");
    let comparison = there.state.comparison.as_ref().unwrap();
    let (doc, stop) = there.state.cursor().unwrap();
    let member = |p: &variorum::compare::passage::Passage| {
        p.members
            .iter()
            .any(|m| m.place.doc == doc && m.place.span.touches(stop.span))
    };
    assert!(comparison.passages.iter().any(member), "{}", there.stop());
    assert_eq!(story("M j j l enter ctrl-o").stop(), story("").stop());
    for close in ["esc", "q", "M"] {
        assert!(matches!(
            story(&format!("M {close}")).state.mode,
            Mode::Read
        ));
    }
}

#[test]
fn coverage_is_sorted_by_how_many_have_it_and_tells_what_one_leaves_out() {
    let counts = |end: &story::Ending| {
        let rows = end.screen.iter().filter_map(|row| {
            let cells = ["same", "nearly", "other", "-"];
            let ends = |part: &&str| cells.iter().any(|c| part.ends_with(c));
            let words = row.split('│').map(str::trim).find(ends)?;
            words.split(' ').next()?.parse::<usize>().ok()
        });
        rows.collect::<Vec<_>>()
    };
    let sorted = counts(&story("M s"));
    assert!(
        sorted.len() > 5 && sorted.is_sorted_by(|a, b| a >= b),
        "{sorted:?}"
    );
    assert!(!counts(&story("M")).is_sorted_by(|a, b| a >= b));
    let absent = story("M l l l l a");
    assert!(
        absent.says("Linked in all others, no link found in E"),
        "{}",
        absent.text()
    );
    assert!(counts(&absent).iter().all(|n| *n == 4), "{}", absent.text());
}

#[test]
fn coverage_claims_no_more_than_that_no_link_was_found_in_what_was_compared() {
    let both =
        "The old ferry will sail again in April next year, said the harbour master on Friday.";
    let first = format!("{both}\n\nBread became dearer in all the towns of the coast.\n");
    let last = "A faint comet was seen by the astronomers of the south in the hours before dawn, and \
                they say that it will be seen again from all the islands in the first week of the year.\n";
    let german =
        "Der Hafenmeister hat am Freitag gesagt, dass die alte F\u{e4}hre wieder f\u{e4}hrt.\n";
    let set = || {
        documents(&[
            ("a.txt", first.as_bytes()),
            ("b.txt", both.as_bytes()),
            ("c.txt", last.as_bytes()),
            ("d.txt", german.as_bytes()),
        ])
    };
    let told = |keys| story_in(TempDir::new().unwrap().path(), set(), keys);
    let absent = told("M l l a");
    let title = "Linked in A B, no link found in C: 1 passage";
    assert!(absent.says(title), "{}", absent.text());
    let there = told("M l l a enter");
    assert!(
        there.says("no link to it was found in C: this is A"),
        "{}",
        there.text()
    );
    let other = told("M l l l a");
    assert!(other.says("D is in another language"), "{}", other.text());
    let nothing = told("M a");
    let says = "what is linked in B C is linked in A too; D not compared with it";
    assert!(nothing.says(says), "{}", nothing.text());
}

#[test]
fn coverage_opens_at_the_passage_under_the_cursor_else_at_the_last_before() {
    let chosen = |keys: &str| {
        let end = story(keys);
        let Mode::List(list) = end.state.mode else {
            panic!("{keys}")
        };
        list.at
    };
    assert_eq!(chosen("g2 gg M"), 0, "nothing of B is before its title");
    let (shared, after) = (chosen("9]r M"), chosen("9]r ]u M"));
    assert!(shared > 0 && after >= shared, "{shared} {after}");
}

#[test]
fn of_a_few_words_nothing_is_claimed_anywhere() {
    let a = "The old ferry will sail again in April next year.\n\nIt is insane.\n";
    let b = "Nobody paid for it. The old ferry will sail again in April next year.\n";
    let set = || documents(&[("a.txt", a.as_bytes()), ("b.txt", b.as_bytes())]);
    let told = |keys| story_in(TempDir::new().unwrap().path(), set(), keys);
    let (end, enter) = (told("j"), told("j enter"));
    assert_eq!(end.stop(), "It is insane.");
    assert!(
        end.says(" B  too short ") && end.says("B file b.txt ─ too short to tell"),
        "{}",
        end.text()
    );
    assert!(
        enter.says("too short to tell: so few words"),
        "{}",
        enter.text()
    );
}

#[test]
fn the_explanation_lists_every_counterpart_that_the_foot_counts() {
    let mut state = common::sample_reader(200, 60);
    let mut several = 0;
    for step in 0..120 {
        if step == 60 {
            press(&mut state, "g3");
        }
        let (doc, stop) = state.cursor().unwrap();
        let others = state.set.ids().filter(|d| *d != doc);
        let counts = others.map(|other| ranking::ranked(&state, doc, stop.span, other).len());
        let (all, most) = counts.fold((0, 0), |(all, most), n| (all + n, most.max(n)));
        if most > 1 && stop.fold.is_none() {
            let page = explain::lines(&state);
            let strong = ["  same words: ", "  nearly: ", "  in other words: "];
            let told = page
                .iter()
                .filter(|l| strong.iter().any(|s| l.text.starts_with(s)));
            let told = told.count();
            assert_eq!(told, all, "{page:?}");
            several += 1;
        }
        press(&mut state, "j");
    }
    assert!(several > 0, "no place has two");
}

#[test]
fn a_mark_is_set_and_gone_to_and_twice_the_key_goes_back_and_forth() {
    let marked = story("j j j m a G 'a");
    assert_eq!(marked.stop(), story("j j j").stop());
    assert_eq!(story("j j j m a g4 G 'a").stop(), marked.stop());
    assert_eq!(story("j j G '' ").stop(), story("j j").stop());
    assert_eq!(story("j j G '' ''").stop(), story("G").stop());
    assert!(story("m").says("type a letter") && story("m a '").says("a in A"));
    assert!(story("' x").says("there are no marks yet"));
    assert!(story("m a 'b").says("there is no mark b, but a in A"));
    assert!(story("''").says("no jump to go back from"));
    assert!(story("m .").says("a letter names a mark"));
}

#[test]
fn a_number_goes_to_a_stop_or_so_many_per_cent_into_the_document() {
    let number = |end: &story::Ending| {
        let (doc, stop) = end.state.cursor().unwrap();
        end.state.alignment.number_at(doc, stop.span.start).unwrap()
    };
    assert_eq!(number(&story("7G")), 7);
    assert_eq!(number(&story("9gg")), 9);
    let all = number(&story("9 9 9 G"));
    let all_rows = story("").state.reading().unwrap().1.stops.len();
    let place = |end: &story::Ending| {
        let (_, stop) = end.state.cursor().unwrap();
        end.state.reading().unwrap().1.stop_index(stop.span.start) + 1
    };
    assert_eq!(place(&story("1 0 0 g%")), all_rows);
    assert!(place(&story("1g%")) < 4);
    let middle = number(&story("5 0 g%"));
    assert!(
        middle > all / 4 && middle < all * 3 / 4,
        "{middle} of {all}"
    );
    assert!(story("g%").says("Type a number first"));
    assert_eq!(story("]r ]r ]r 2 ctrl-o").stop(), story("]r").stop());
}

#[test]
fn numbers_of_stops_stay_whatever_is_folded_or_filtered() {
    let named = |end: &story::Ending, name: &str| {
        assert!(
            end.text().contains(&format!(" {name} ")),
            "{name}: {}",
            end.text()
        );
    };
    for keys in ["7G", "zR 7G", "zR gg 7G", "f \"only\" enter 7G", "c 7G"] {
        let end = story(keys);
        assert_eq!(end.stop(), story("7G").stop(), "{keys}");
        named(&end, "A:7");
    }
    // What is set aside has no number: the fold at the top, and the lines in it.
    named(&story("gg k"), "A");
    named(&story("zR gg k k"), "A");
    assert!(!story("gg k").text().contains(" A:1 "));
    // A caption in a closed fold has one, and its fold opens.
    let captions = story("g5 z R");
    let document = captions.state.reading().unwrap().2;
    let doc = document.id;
    let caption = document
        .blocks
        .iter()
        .find(|b| b.kind == BlockKind::Caption)
        .unwrap();
    let alignment = &captions.state.alignment;
    let number = alignment.number_at(doc, caption.span.start).unwrap();
    let digits: Vec<_> = number.to_string().chars().map(String::from).collect();
    let end = story(&format!("g5 {} G", digits.join(" ")));
    assert_eq!(end.state.cursor().unwrap().1.span.start, caption.span.start);
}

#[test]
fn a_message_names_the_way_on() {
    let last = story("9 9 . .");
    assert!(
        last.says("in A); , goes back, tab to another article"),
        "{}",
        last.text()
    );
    assert!(story("zR").says("folds of A are open"));
    assert!(story("zR zM").says("folds of A are closed"));
    assert!(story("S").says("S again"));
    assert!(story("S S").says("A is in step again"));
    for command in ["name", "cut", "close"] {
        let line = story(&format!(": \"{command} \"")).text();
        assert!(line.contains("LETTER") && !line.contains("[A]"), "{line}");
    }
}

#[test]
fn enter_at_the_foot_goes_to_the_pane_of_an_article_that_has_one() {
    let end = story("]r ]r ]r B j enter");
    let doc = end.state.focused().unwrap().doc;
    assert_ne!(doc.siglum(), "A");
    assert_eq!(
        end.state.frame.panes.len(),
        story("").state.frame.panes.len()
    );
}

#[test]
fn after_a_filter_no_pane_stands_behind_empty_rows() {
    for keys in [
        "f \"only\" enter f5",
        "f \"only\" enter j j f5",
        "f \"only\" enter 9 9 j f5",
        "g3 f \"only\" enter 5 j f5",
        "f \"herring\" enter j j j f5",
        "G f \"herring\" enter gg f5",
        "G f \"herring\" enter gg j f5",
    ] {
        let mut state = common::sample_reader(200, 50);
        press(&mut state, keys);
        let top = state.focused().unwrap().top;
        for index in state.seen() {
            let pane = &state.frame.panes[index];
            let banded = matches!(pane.standing, Standing::Banded(_));
            assert!(
                banded || pane.top >= top.min(0),
                "{keys}: {} at {} beside {top}",
                pane.doc,
                pane.top
            );
        }
    }
}

#[test]
fn in_a_document_the_filter_for_itself_hides_nothing() {
    let counts = |end: &story::Ending| end.screen[0].clone();
    let end = story("g3 f \"in:C\" enter");
    let words = counts(&end);
    let (shown, rest) = words
        .split_once(" stops in C")
        .map_or(("", ""), |(a, b)| (a, b));
    let parts: Vec<_> = shown.rsplit(' ').take(3).collect();
    assert_eq!(parts[0], parts[2], "{words} {rest}");
}

#[test]
fn any_document_can_be_the_base_of_summary_and_coverage() {
    let end = story("g4 gb gg");
    let row = end.screen.iter().position(|r| r.starts_with(" D  OPN"));
    let first = end
        .screen
        .iter()
        .position(|r| r.starts_with(" A  Northwire  "));
    assert!(row.unwrap() < first.unwrap(), "{}", end.text());
    assert!(story("g4 gb").says("D is the base now"));
    assert!(story("gb").says("the base already"));
    assert!(story("g4 gb M").says("in the order of D"));
}

#[test]
fn a_star_finds_the_words_of_the_stop_or_of_the_selection() {
    let start = story("");
    let (_, column, document) = start.state.reading().unwrap();
    let shared = |stop: &variorum::app::column::Stop| {
        let words = document.text.slice(stop.span).to_lowercase();
        let mut others = start.state.set.iter().filter(|d| d.id != document.id);
        stop.fold.is_none() && others.any(|d| d.text.as_str().to_lowercase().contains(&words))
    };
    let nth = column.stops.iter().find(|s| shared(s)).unwrap();
    let nth = start
        .state
        .alignment
        .number_at(document.id, nth.span.start)
        .unwrap();
    let digits = nth
        .to_string()
        .chars()
        .map(|c| format!("{c} "))
        .collect::<String>();
    let here = story(&format!("{digits} G"));
    let there = story(&format!("{digits} G *"));
    assert_ne!(there.state.focused().unwrap().doc, document.id);
    let words = here.stop().to_lowercase();
    assert_eq!(there.state.query.as_ref().unwrap().words, words.trim());
    let selected = story(&format!("{digits} G v b b *"));
    assert!(matches!(selected.state.mode, Mode::Read));
    assert!(words.starts_with(&selected.state.query.as_ref().unwrap().words));
    let alone = |stop: &variorum::app::column::Stop| {
        let words = document.text.slice(stop.span).to_lowercase();
        let texts = start
            .state
            .set
            .iter()
            .map(|d| d.text.as_str().to_lowercase());
        let found: usize = texts.map(|text| text.matches(&words).count()).sum();
        stop.fold.is_none() && found == 1
    };
    let nth = column.stops.iter().find(|s| alone(s)).unwrap();
    let nth = start
        .state
        .alignment
        .number_at(document.id, nth.span.start)
        .unwrap();
    let digits: String = nth.to_string().chars().map(|c| format!("{c} ")).collect();
    let rarest = story(&format!("{digits} G *"));
    assert!(rarest.says("the whole stands nowhere else: its rarest words"));
    assert_ne!(rarest.stop(), story(&format!("{digits} G")).stop());
    let query = rarest.state.query.as_ref().unwrap();
    assert!(rarest.stop().to_lowercase().contains(&query.words));
}

#[test]
fn a_key_of_the_reader_does_something_or_says_why_not() {
    let state = |keys: &str| {
        let mut state = common::sample_reader(120, 40);
        press(&mut state, keys);
        state
    };
    for place in [
        "",
        "j j j",
        "99k",
        "G",
        ". .",
        "k",
        "zR j",
        "s",
        "]r enter",
        "/ \"ferry\" enter",
    ] {
        let before = state(place);
        let drawn = frame(&before, &Theme::of_roles());
        for action in Action::ALL
            .iter()
            .filter(|a| a.group().scope() == Scope::Reader)
        {
            let mut after = before.clone();
            after.message = None;
            let effects = press(&mut after, action.default_keys()[0]);
            let does = !effects.is_empty()
                || after.message.is_some()
                || !matches!(after.mode, Mode::Read)
                || frame(&after, &Theme::of_roles()) != drawn;
            assert!(does, "{} after {place:?}", action.name());
        }
    }
}

#[test]
fn a_filter_shows_only_what_answers_and_says_what_it_hides() {
    let end = story("f \"shared words>12\" enter");
    let (_, column, document) = end.state.reading().unwrap();
    let shown: Vec<_> = column.stops.iter().filter(|s| s.fold.is_none()).collect();
    assert!(!shown.is_empty());
    for stop in &shown {
        let found = found(&end.state, document.id, stop.span);
        assert!(matches!(found, Found::In(2..)), "{found:?}");
        assert!(end.state.alignment.words_in(document.id, stop.span) > 12);
    }
    let all = end.state.alignment.stops(document.id).len();
    let said = format!(
        "filter shared words>12   {} of {all} stops in A",
        shown.len()
    );
    assert!(
        end.says(&said) && end.says("stops hidden"),
        "{}",
        end.text()
    );
    assert!(end.says("F5 all") || end.says("f5 all"), "{}", end.text());
    let back = story("j j j f \"shared words>12\" enter f5");
    assert!(back.state.filter.is_none() && back.says("all is shown"));
    assert_eq!(
        back.state.reading().unwrap().1.rows,
        story("").state.reading().unwrap().1.rows
    );
}

#[test]
fn a_filter_asks_for_relations_outlets_notes_length_and_words() {
    let shown = |keys: &str| {
        let end = story(keys);
        let (_, column, document) = end.state.reading().unwrap();
        let words = |s: &variorum::app::column::Stop| document.text.slice(s.span).to_owned();
        let shown = column.stops.iter().filter(|s| s.fold.is_none());
        shown.map(words).collect::<Vec<_>>()
    };
    let all = shown("f5").len();
    let only = shown("f \"only\" enter").len();
    assert!(only > 0 && only < all);
    let [near, same] = ["near", "verbatim"].map(|r| shown(&format!("f \"{r}\" enter")));
    assert!(!near.is_empty() && !same.is_empty() && near.iter().all(|s| !same.contains(s)));
    let by_siglum = shown("f \"in:D\" enter");
    assert_eq!(
        by_siglum,
        shown("f \"in:op\" enter"),
        "D is of the outlet OPN"
    );
    assert!(by_siglum.len() > 1 && by_siglum.len() < all);
    assert_eq!(
        shown("j j j a \"x\" ctrl-s f \"note\" enter"),
        [story("j j j").stop()]
    );
    assert!(
        shown("f \"Kardin\" enter")
            .iter()
            .all(|s| s.contains("Kardin"))
    );
    let without = shown("f \"-the words<9\" enter");
    assert!(!without.is_empty() && without.iter().all(|s| !s.contains("the")));
}

#[test]
fn only_what_has_a_search_hit_is_shown_and_hidden_hits_are_counted() {
    let end = story("/ \"ferry\" enter &");
    let (_, column, document) = end.state.reading().unwrap();
    let mut shown = column.stops.iter().filter(|s| s.fold.is_none());
    assert!(shown.all(|s| document.text.slice(s.span).to_lowercase().contains("ferry")));
    assert!(!end.says("hits hidden"));
    assert!(story("/ \"ferry\" enter f \"only\" enter").says("hits hidden"));
    let fold = story("f \"only\" enter / \"ferry\" enter");
    assert!(
        fold.stop().to_lowercase().contains("ferry"),
        "a jump opens the fold"
    );
    assert!(story("&").says("nothing was searched for yet"));
    assert!(story("f5").says("nothing is hidden"));
    assert!(story("f \"zeppelin\" enter").says("no stop answers"));
    assert!(story("f \"words>x\" enter").says("write words>12"));
    assert!(story("f \"in:Z\" enter").says("there is no such document"));
    assert!(
        story("f \"only\" enter f").says("filter: only"),
        "it can be changed"
    );
}

#[test]
fn a_filter_ends_where_documents_change() {
    let end = story("f \"only\" enter : \"close B\" enter");
    assert!(end.state.filter.is_none() && !end.says("stops hidden"));
}

#[test]
fn a_pane_is_zoomed_to_the_whole_window_and_back() {
    let panes = |keys: &str| story(keys).state.seen().len();
    assert_eq!(
        [panes(""), panes("+"), panes("+ +"), panes("+ w")],
        [3, 1, 3, 2]
    );
    let end = story("j j j tab +");
    assert_eq!(end.state.focused().unwrap().doc.siglum(), "B");
    assert!(end.says("shows the others again"));
    let moved = story("j j j + ]r +");
    assert_eq!(moved.stop(), story("j j j ]r").stop());
    assert!(story("1 w +").says("one pane only"));
}

#[test]
fn the_focused_pane_is_made_wider_or_narrower_as_far_as_the_others_allow() {
    let widths = |keys: &str| {
        let areas = story(keys).state.areas.unwrap();
        areas.panes.iter().map(|p| p.width).collect::<Vec<_>>()
    };
    let even = widths("");
    assert_eq!(even, [39, 39, 39]);
    assert_eq!(widths("tab >"), [37, 43, 37]);
    assert_eq!(widths("<"), [35, 41, 41]);
    assert_eq!(widths("9 >"), [53, 32, 32]);
    assert_eq!(widths("9 > <"), [49, 34, 34]);
    assert_eq!(widths("9 > _"), even);
    assert!(story("9 > >").says("less than 32 columns"));
    assert!(story("_").says("even width already"));
}

#[test]
fn an_action_is_called_by_some_letters_of_its_name_or_words_of_its_help() {
    let end = story(": \"covrg\"");
    assert!(
        end.says("> coverage") && end.says("Enter: coverage"),
        "{}",
        end.text()
    );
    assert!(story(": \"covrg\" enter").says("Coverage in the order of A"));
    let all = story(": \"folds op\" enter").state.frame.open[0]
        .all()
        .len();
    assert_eq!(all, story("zR").state.frame.open[0].all().len());
    assert_eq!(story(": \"next-s\" down enter").stop(), story(")").stop());
    assert_eq!(story(": \"next-s\" tab enter").stop(), story(")").stop());
    assert!(story(": \"narrower\" enter").state.areas.unwrap().panes[0].width < 39);
    assert!(
        story(": \"lab\" enter").says(":label "),
        "words are asked for"
    );
    assert!(story(": \"qwx\" enter").says("there is no command qwx"));
}

#[test]
fn the_help_shows_only_the_lines_with_some_words() {
    let end = story("? ? / \"narrower\"");
    assert!(end.says("Panes") && end.says("four columns narrower"));
    assert!(!end.says("Go to the next stop"));
    let kept = story("? ? / \"narrower\" enter");
    assert!(matches!(kept.state.mode, Mode::List(_)) && !kept.says("Go to the next stop"));
    assert!(story("? ? / \"narrower\" esc").says("Go to the next stop"));
    assert!(story("? ? / \"zeppelin\" enter").says("no line has"));
    assert!(story("o /").says("finds words in the help"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_line_can_be_typed_as_a_filter_and_never_hides_everything(
        line in "(only|-shared|words[<>=]|in:|note|\"|)[ ]?\\PC{0,16}",
    ) {
        let mut state = common::sample_reader(80, 24);
        press(&mut state, "f");
        update(&mut state, Msg::Paste(line));
        frame(&state, &Theme::of_roles());
        press(&mut state, "enter");
        frame(&state, &Theme::of_roles());
        let ids: Vec<_> = state.set.ids().collect();
        let shown = |doc| {
            let folds = state.folds_cleaned(doc);
            let stops = state.alignment.stops(doc).iter();
            stops.filter(|s| !folds.iter().any(|f| f.span.covers(**s))).count()
        };
        prop_assert!(ids.into_iter().map(shown).sum::<usize>() > 0);
    }
}

/// Two articles on one event: their second sentences say the same in words that are not alike.
fn ferry() -> variorum::document::DocumentSet {
    documents(&[
        (
            "a.txt",
            b"Ferry runs aground\n\nThe ferry ran aground off the northern cape on Monday morning with ninety people on board.\n\nAll of them were brought ashore by the lifeboat before noon.\n\nThe owner promised a full account within a week.\n",
        ),
        (
            "b.txt",
            b"Ship on the rocks\n\nThe ferry ran aground off the northern cape on Monday morning with ninety people on board.\n\nNobody was left behind, rescuers reported in the early afternoon.\n\nTugs will try to free her at the next high water.\n",
        ),
    ])
}

fn has(end: &story::Ending, words: &str) -> bool {
    let (doc, stop) = end.state.cursor().unwrap();
    let readings = variorum::app::foot::readings(&end.state);
    let other = readings.iter().find(|r| r.doc != doc).unwrap();
    let set = &end.state.set;
    let wording = other
        .wording
        .map(|span| set.get(other.doc).unwrap().text.slice(span));
    assert!(!stop.span.is_empty());
    wording.is_some_and(|wording| wording.contains(words))
}

/// Pins the second sentence of the first article to that of the second.
const PIN: &str = "/ \"brought ashore\" enter P g2 / \"left behind\" enter P";

#[test]
fn two_places_are_pinned_and_in_step_from_then_on() {
    let folder = TempDir::new().unwrap();
    let open = |keys: &str| story_in(folder.path(), ferry(), keys);
    let there = "/ \"brought ashore\" enter";
    assert!(!has(&open(there), "left behind"));
    let begun = open("/ \"brought ashore\" enter P");
    assert!(
        begun.says("P at its place elsewhere") && begun.says("pin A"),
        "{}",
        begun.text()
    );
    let left = open("/ \"brought ashore\" enter P esc");
    assert!(left.says("nothing was pinned") && left.state.pin.is_none());
    let again = open("/ \"brought ashore\" enter P P");
    assert!(again.says("this is the first place") && again.state.pin.is_some());
    let pinned = open(PIN);
    assert!(pinned.says("pinned: a.txt"), "{}", pinned.text());
    assert!(has(&pinned, "brought ashore"), "{}", pinned.text());
    assert!(
        has(&open(there), "left behind"),
        "the pin holds at the next start"
    );
    assert!(open("/ \"brought ashore\" enter K").says("your pin"));
    let pinned = open("/ \"brought ashore\" enter");
    let row = |start: &str| {
        pinned
            .screen
            .iter()
            .any(|r| r.contains(start) && r.contains("pinned"))
    };
    assert!(row(" B  pinned") && row("─ pinned"), "{}", pinned.text());
    let listed = open("A");
    assert!(listed.says("pinned: a.txt"), "{}", listed.text());
    let visited = open("G A G enter");
    assert!(
        visited.stop().contains("brought ashore"),
        "{}",
        visited.text()
    );
    assert!(open(&format!("{there} u")).says("taken back: pinned"));
    assert!(!has(&open(there), "left behind"));
    assert!(has(&open(&format!("{there} ctrl-r")), "left behind"));
}

#[test]
fn a_pinned_place_comes_before_the_counterpart_that_was_found() {
    let folder = TempDir::new().unwrap();
    let open = |keys: &str| story_in(folder.path(), ferry(), keys);
    let there = "/ \"ran aground\" enter";
    assert!(has(&open(there), "ran aground"));
    let pinned = open(&format!("{there} P g2 / \"left behind\" enter P"));
    assert!(pinned.says("pinned: a.txt"), "{}", pinned.text());
    let found = open(there);
    assert!(has(&found, "left behind"), "{}", found.text());
}

#[test]
fn a_wrong_link_is_cut_and_the_place_is_kept() {
    let folder = TempDir::new().unwrap();
    let open = |keys: &str| story_in(folder.path(), ferry(), keys);
    let there = "/ \"ran aground\" enter";
    let before = open(there);
    assert!(has(&before, "ran aground"));
    let cut = open(&format!("{there} : \"cut\" enter"));
    assert!(cut.says("cut: a.txt"), "{}", cut.text());
    assert!(!has(&cut, "ran aground"), "{}", cut.text());
    assert!(cut.says("you cut it"), "{}", cut.text());
    assert_eq!(
        (cut.stop(), cut.state.anchor()),
        (before.stop(), before.state.anchor())
    );
    assert!(open(&format!("{there} K")).says("you cut its link here"));
    assert!(open(&format!("{there} : \"cut\" enter")).says("no link to cut"));
    assert!(open(&format!("{there} : \"cut Z\" enter")).says("there is no document Z"));
    assert!(has(&open(&format!("{there} u")), "ran aground"));
}

#[test]
fn of_links_to_several_documents_the_one_to_cut_is_named() {
    let shared = ". ]r";
    let asked = story(&format!("{shared} : \"cut\" enter"));
    assert!(asked.says("say which, as in :cut"), "{}", asked.text());
}
