//! Frames at several sizes, as two grids: the words, and a letter a cell for its role.
//!
//! `UPDATE=1 cargo test --test screens` writes `tests/snapshots/` anew; look at the difference before keeping it.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use common::{Window, documents, frame, press, reader, rows, sample_reader, typed};
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::style::Color;
use variorum::app::geometry;
use variorum::app::message::{Effect, Msg};
use variorum::app::settings::Settings;
use variorum::app::state::State;
use variorum::app::update::update;
use variorum::report::inspection::{self, Look};
use variorum::text::wrap::Ambiguous;
use variorum::ui::spoken::{self, Said};
use variorum::ui::theme::{Role, Theme};

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGH";

/// Returns the letter of the role that a cell was drawn in.
fn letter(buffer: &Buffer, x: u16, y: u16) -> char {
    let Color::Indexed(role) = buffer.cell((x, y)).unwrap().fg else {
        return '?';
    };
    LETTERS.chars().nth(usize::from(role)).unwrap()
}

fn snapshot(state: &State) -> String {
    let buffer = frame(state, &Theme::of_roles());
    let mut page = String::new();
    for row in rows(&buffer) {
        let _ = writeln!(page, "|{row}");
    }
    page.push('\n');
    for y in 0..buffer.area.height {
        let roles: String = (0..buffer.area.width)
            .map(|x| letter(&buffer, x, y))
            .collect();
        let _ = writeln!(page, "|{roles}");
    }
    let _ = writeln!(page, "\n{}", legend(&page));
    page
}

/// Returns the roles whose letters occur.
fn legend(page: &str) -> String {
    let roles = page.split("\n\n").nth(1).unwrap_or("");
    let used = Role::ALL
        .iter()
        .zip(LETTERS.chars())
        .filter(|(_, c)| roles.contains(*c));
    used.map(|(role, c)| format!("{c} {role:?}"))
        .collect::<Vec<_>>()
        .join("  ")
}

fn check(name: &str, state: &State) {
    let drawn = snapshot(state);
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/snapshots")
        .join(format!("{name}.txt"));
    if env::var_os("UPDATE").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &drawn).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == drawn,
        "{name} is drawn otherwise:\n{drawn}\nUPDATE=1 cargo test --test screens keeps it"
    );
}

fn at(width: u16, height: u16, keys: &str) -> State {
    let mut state = sample_reader(width, height);
    press(&mut state, keys);
    state
}

/// Returns the reader with the report on the document that is read.
fn report(width: u16, height: u16) -> State {
    let mut state = sample_reader(width, height);
    for effect in press(&mut state, "i") {
        let Effect::Report(doc) = effect else {
            continue;
        };
        let look = Look {
            columns: geometry::page_columns(state.size),
            colour: false,
        };
        let report = inspection::text(doc.index(), state.set.get(doc).unwrap(), look);
        update(&mut state, Msg::Report(doc, report));
    }
    state
}

#[test]
fn the_first_screen_at_every_size() {
    for (width, height) in [(80, 24), (120, 40), (200, 50), (40, 12), (20, 5)] {
        check(&format!("first-{width}x{height}"), &at(width, height, ""));
    }
}

#[test]
fn a_place_found_in_all_documents_with_its_wordings_at_the_foot() {
    check("shared-120x40", &at(120, 40, "]r ]r ]r"));
    check("shared-80x24", &at(80, 24, "]r ]r ]r"));
}

#[test]
fn a_message_longer_than_the_line_is_whole_over_the_rows_above_it_until_the_next_key() {
    for (width, height) in [(80, 24), (40, 12), (20, 5)] {
        let mut state = at(width, height, "");
        state.say(
            "the note was not saved: writing case/notes.jsonl failed (no space left on device); make room or name \
             another file with --notes, then save again",
        );
        check(&format!("message-{width}x{height}"), &state);
        let says = |state: &State, words: &str| {
            let rows = rows(&frame(state, &Theme::of_roles()));
            rows.join(" ").contains(words)
        };
        assert!(says(&state, "the note was not"));
        assert_eq!(says(&state, "save again"), width == 80);
        press(&mut state, "j");
        assert!(!says(&state, "the note was not"));
    }
}

/// Returns the rows at the foot, without its rule and the status.
fn foot(state: &State) -> Vec<String> {
    let all = rows(&frame(state, &Theme::of_roles()));
    let area = state.areas.as_ref().unwrap().apparatus.unwrap();
    let (from, to) = (usize::from(area.y), usize::from(area.bottom()));
    all[from..to].to_vec()
}

#[test]
fn in_a_low_window_the_foot_shows_wordings_and_says_what_has_no_row() {
    check("foot-40x12", &at(40, 12, "p 7G"));
    let mut state = at(40, 12, "p");
    let (mut cut, mut all) = (0, 0);
    for _ in 0..60 {
        let order = variorum::app::foot::readings(&state);
        let rows = foot(&state);
        for reading in order.iter().filter(|r| r.wording.is_some()) {
            let siglum = reading.doc.siglum();
            let shown = rows[1..]
                .iter()
                .any(|r| r.starts_with(&format!(" {siglum} ")));
            let more = rows[0].split(" more: ").nth(1).unwrap_or("");
            assert!(shown || more.contains(&siglum), "{rows:?}");
            (cut, all) = (cut + usize::from(!shown), all + 1);
        }
        press(&mut state, "j");
    }
    assert!(cut > 0 && cut < all, "{cut} of {all}");
}

#[test]
fn the_foot_says_how_many_counterparts_there_are_in_every_width() {
    let mut several = 0;
    for (width, height) in [(80, 24), (100, 30), (120, 40), (160, 50)] {
        let mut state = at(width, height, "");
        for step in 0..120 {
            if step == 60 {
                press(&mut state, "g3");
            }
            let readings = variorum::app::foot::readings(&state);
            for reading in readings.iter().filter(|r| r.relation.contains(" (2)")) {
                let said = format!(" {} ", reading.doc.siglum());
                let row = |row: &&String| row.starts_with(&said) && !row.contains("(2)");
                let rows = foot(&state);
                let at = rows.iter().position(|r| row(&r));
                let below = at.and_then(|at| rows.get(at + 1));
                let shown =
                    at.is_none() || below.is_some_and(|r| r.trim_start().starts_with("(2)"));
                assert!(shown, "{width}: {}", rows.join("\n"));
                several += 1;
            }
            press(&mut state, "j");
        }
    }
    assert!(several > 3, "{several}");
}

#[test]
fn the_wordings_at_the_foot_begin_in_the_same_column_and_say_where_they_are_cut() {
    let mut state = at(120, 40, "");
    state.settings.ascii = true;
    let mut cut = 0;
    for _ in 0..60 {
        let readings = variorum::app::foot::readings(&state);
        let rows = foot(&state);
        for reading in readings.iter().take(1) {
            let document = state.set.get(reading.doc).unwrap();
            let span = reading.wording.unwrap();
            let whole = |s: &variorum::document::Sentence| s.span.start == span.start;
            let begins = document.sentences.iter().any(whole);
            let words: String = rows[1].chars().skip(24).collect();
            let bare = words.strip_prefix("... ").unwrap_or(&words);
            assert_eq!(begins, bare.len() == words.len(), "{words}");
            let own = document.text.slice(span);
            assert_eq!(bare.chars().next(), own.chars().next(), "{words}");
            cut += usize::from(!begins);
        }
        press(&mut state, "j");
    }
    assert!(cut > 3, "{cut}");
    let rows = foot(&at(120, 40, ". . ."));
    assert!(
        rows.iter().any(|row| row.ends_with(" (Sextant)")),
        "{rows:?}"
    );
}

#[test]
fn a_place_that_is_only_here_leaves_the_other_panes_dimmed() {
    check("only-120x40", &at(120, 40, ". . ."));
}

#[test]
fn lists_and_pages_lie_over_the_text() {
    check("sheet-80x24", &at(80, 24, "?"));
    check("why-120x40", &at(120, 40, "]r K"));
    check("coverage-80x24", &at(80, 24, "M j j l"));
    check("coverage-120x40", &at(120, 40, "M s"));
    check("coverage-40x12", &at(40, 12, "M j l l"));
    check(
        "filter-120x40",
        &at(120, 40, "f \"shared words>12\" enter j"),
    );
    check("filter-40x12", &at(40, 12, "f \"only\" enter"));
    check("filtering-80x24", &at(80, 24, "f"));
    check("documents-80x24", &at(80, 24, "o"));
    check(
        "note-80x24",
        &at(80, 24, "j a \"To be checked with the port.\""),
    );
    check("offers-80x24", &at(80, 24, ": \"fold\" down"));
    check("help-80x24", &at(80, 24, "? ? / \"pane\""));
    check("command-80x24", &at(80, 24, ": \"label cap\""));
    check("original-80x24", &at(80, 24, "k c j"));
    check("report-80x24", &report(80, 24));
    check("report-40x12", &report(40, 12));
    check("find-80x24", &at(80, 24, "/ \"ferry\""));
    check("apparatus-120x40", &at(120, 40, "]r B j"));
    check("selection-80x24", &at(80, 24, "j j v b b"));
    check("keys-80x24", &at(80, 24, "z"));
}

#[test]
fn one_to_three_panes_where_they_fit() {
    check("one-pane-120x24", &at(120, 24, "1w"));
    check("two-panes-80x24", &at(80, 24, "w"));
    check("wider-120x24", &at(120, 24, "3 > j j"));
    check("no-foot-120x24", &at(120, 24, "p"));
    check("zoomed-200x50", &at(200, 50, "+"));
}

const KOREAN: &str = "한강 나루 협정 체결\n\n두 나라 대표는 목요일 강가의 옛 세관에서 만나 나루를 다시 열기로 합의했다. 협정은 열두 해 만에 처음이다.\n\n어민들은 강둑에서 소식을 들었다고 말했다.\n";
const CHINESE: &str = "两国签署渡口协定\n\n两国代表星期四在河边的旧海关会面，同意重新开放渡口。这是十二年来的第一次。渔民们在岸边听到了这个消息。\n\n协定还需要两国议会批准。\n";
const ARABIC: &str = "توقيع اتفاق العبارة\n\nالتقى ممثلو البلدين يوم الخميس في دار الجمارك القديمة على ضفة النهر واتفقوا على إعادة فتح المعبر.\n\nوسمع الصيادون الخبر على الشاطئ.\n";

fn scripts(width: u16, height: u16) -> State {
    let set = documents(&[
        ("ko.txt", KOREAN.as_bytes()),
        ("zh.txt", CHINESE.as_bytes()),
        ("ar.txt", ARABIC.as_bytes()),
    ]);
    reader(set, width, height)
}

#[test]
fn what_is_changed_on_the_screen_makes_the_frame_that_is_drawn_anew() {
    let keys = "j j . tab p ctrl-d ? j esc o j enter M esc K esc zo c j c : \"docs\" esc v l l esc T T T p \
                1w j 2w G gg ] r + + > > 4 3 j / \"r\" enter n n tab j gw a \"word\" esc dd ctrl-u k k";
    let wide = || {
        let mut state = scripts(90, 20);
        state.settings.ambiguous = Ambiguous::Wide;
        let size = state.size;
        update(&mut state, Msg::Resize(size));
        state
    };
    for mut state in [at(120, 40, ""), at(60, 20, "w"), scripts(100, 30), wide()] {
        let mut window = Window::new(&state);
        for (nth, key) in typed(keys).into_iter().enumerate() {
            update(&mut state, Msg::Key(key));
            if nth % 9 == 8 {
                let mut size = state.size;
                size.width ^= 3;
                update(&mut state, Msg::Resize(size));
            }
            let theme = Theme::named(["dark", "none", "light"][nth / 15 % 3]).unwrap();
            window.show(&state, &theme);
            let (shown, anew) = (&window.cells, frame(&state, &theme));
            for (x, y) in
                (0..anew.area.height).flat_map(|y| (0..anew.area.width).map(move |x| (x, y)))
            {
                let at = format!("key {nth} {key:?}, column {x}, row {y}");
                assert_eq!(shown[(x, y)].symbol(), anew[(x, y)].symbol(), "{at}");
                assert_eq!(shown[(x, y)].style(), anew[(x, y)].style(), "{at}");
            }
        }
    }
}

#[test]
fn scripts_that_are_wide_or_run_from_right_to_left_keep_the_frame() {
    for (width, height) in [(120, 40), (40, 12)] {
        let mut state = scripts(width, height);
        press(&mut state, "j j");
        check(&format!("scripts-{width}x{height}"), &state);
    }
}

#[test]
fn without_colour_every_mark_is_still_told_apart() {
    let state = at(120, 40, "]r ]r");
    let buffer = frame(&state, &Theme::named("none").unwrap());
    let cells = buffer.content();
    assert!(
        cells
            .iter()
            .all(|c| c.fg == Color::Reset && c.bg == Color::Reset)
    );
    let bold_words = cells
        .iter()
        .filter(|c| c.modifier.contains(ratatui::style::Modifier::BOLD))
        .count();
    assert!(bold_words > 20, "the band is bold");
}

#[test]
fn in_ascii_nothing_but_the_articles_own_words_is_beyond_ascii() {
    let mut state = at(120, 40, "");
    state.settings.ascii = true;
    for keys in [
        "", "j", "]r", "K", "esc", "?", "esc", "o", "esc", ":", "esc", "c", "c", "a",
    ] {
        press(&mut state, keys);
        let page = rows(&frame(&state, &Theme::of_roles())).join("\n");
        let articles: String = state.set.iter().map(|d| d.text.as_str()).collect();
        let strange = page
            .chars()
            .find(|c| !c.is_ascii() && !articles.contains(*c));
        assert_eq!(strange, None, "after {keys}:\n{page}");
    }
}

/// Returns the reader of the sample story with other settings, after some keys.
fn set_so(change: impl Fn(&mut Settings), keys: &str) -> State {
    let mut state = at(80, 24, "w");
    let mut settings = state.settings.clone();
    change(&mut settings);
    let read = Ok((Box::new(settings), Vec::new()));
    update(&mut state, Msg::Configured(read));
    press(&mut state, keys);
    state
}

#[test]
fn without_frames_there_are_no_lines_and_the_text_stands_where_it_did() {
    let words = |state: &State| rows(&frame(state, &Theme::of_roles())).join("\n");
    for keys in ["]r", "K", "o", "a"] {
        let with = words(&set_so(|_| (), keys));
        let without = words(&set_so(|s| s.frames = false, keys));
        let lines = [
            '\u{2500}', '\u{2502}', '\u{2503}', '\u{250c}', '\u{2510}', '\u{2514}', '\u{2518}',
        ];
        assert!(
            with.contains(lines) && !without.contains(lines),
            "{without}"
        );
        let bare = |page: &str| page.replace(lines, "").replace([':', ' '], "");
        assert_eq!(bare(&with), bare(&without));
    }
    check("no-frames-80x24", &set_so(|s| s.frames = false, "]r"));
}

#[test]
fn other_thresholds_ask_for_another_comparison_and_the_old_one_is_not_taken() {
    let mut state = at(80, 24, "");
    let mut settings = state.settings.clone();
    settings.thresholds.paraphrase = 0.5;
    let read = Ok((
        Box::new(settings),
        vec!["paraphrase-score = 0.5".to_owned()],
    ));
    let effects = update(&mut state, Msg::Configured(read));
    assert_eq!(effects, [Effect::Compare]);
    assert!(state.comparing);
    let set = state.set.clone();
    update(&mut state, common::compared(&set));
    assert!(state.comparing, "results by other thresholds are outdated");
}

#[test]
fn without_a_gutter_the_text_has_its_columns() {
    check("no-gutter-80x24", &set_so(|s| s.gutter = false, "]r"));
}

#[test]
fn where_ambiguous_characters_are_wide_nothing_stands_on_their_second_half() {
    let text = "“Я” said the port — twice …\n\n“Так” and “Нет”, the port said, αβγ.\n";
    let mut state = reader(documents(&[("a.txt", text.as_bytes())]), 40, 12);
    let mut settings = state.settings.clone();
    settings.ambiguous = Ambiguous::Wide;
    update(
        &mut state,
        Msg::Configured(Ok((Box::new(settings), Vec::new()))),
    );
    let buffer = frame(&state, &Theme::of_roles());
    let cell = |x, y| buffer.cell((x, y)).unwrap();
    let mut wide = 0;
    for (x, y) in (0..12).flat_map(|y| (0..39).map(move |x| (x, y))) {
        if Ambiguous::Wide.width(cell(x, y).symbol()) == 2 {
            wide += 1;
            assert_eq!(cell(x + 1, y).symbol(), " ");
            assert_eq!(cell(x, y).cell_width(), 2);
        }
    }
    assert_eq!(wide, 8);
}

/// Returns what is added to the roll of lines by some keys, after each.
fn added(state: &mut State, said: &mut Said, keys: &str) -> Vec<String> {
    let add = |key| {
        update(state, Msg::Key(key));
        spoken::more(state, said)
    };
    common::typed(keys).into_iter().map(add).collect()
}

#[test]
fn as_lines_each_key_adds_what_it_changed_and_nothing_twice() {
    let (mut state, mut said) = (at(80, 24, ""), Said::default());
    let begun = spoken::more(&state, &mut said);
    assert!(begun.starts_with("A  Northwire"), "{begun}");
    for siglum in ["B", "C", "D", "E"] {
        let begins = |row: &&str| row.starts_with(&format!("{siglum}  "));
        assert_eq!(begun.lines().filter(begins).count(), 1, "{begun}");
    }
    let place =
        |row: &str| row.starts_with("A:6, in 3 of 5, E through D, in other words D: (2nd LD)");
    assert!(begun.lines().any(place), "{begun}");
    assert_eq!(spoken::more(&state, &mut said), "", "nothing is said twice");
    let lines = added(&mut state, &mut said, "j j tab");
    assert!(lines[0].starts_with("A, set aside: "), "{lines:?}");
    assert!(lines[1].starts_with("A:7, in 3 of 5, "), "{lines:?}");
    assert!(lines[2].starts_with("B:1, only here: "), "{lines:?}");
    let lines = added(&mut state, &mut said, "h ctrl-u U");
    assert_eq!(lines[2], "U does nothing here: ? shows the keys\n");
}

#[test]
fn as_lines_a_row_breaks_between_words() {
    let (mut state, mut said) = (at(40, 24, ""), Said::default());
    let words = spoken::more(&state, &mut said) + &added(&mut state, &mut said, "a x").concat();
    assert!(words.lines().all(|row| row.chars().count() < 40), "{words}");
    let whole = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in [
        "set aside en Velmora, Halvern to reopen",
        "Esc keeps the draft: x",
    ] {
        assert!(whole.contains(sentence), "{sentence}: {whole}");
    }
}

#[test]
fn as_lines_what_is_typed_goes_on_in_its_line_and_pages_are_said_whole() {
    let (mut state, mut said) = (at(80, 24, ""), Said::default());
    spoken::more(&state, &mut said);
    let lines = added(&mut state, &mut said, "/ \"fe\" backspace \"erry\" enter");
    assert_eq!(lines[..4], ["find: ", "f", "e", "\nfind: f"]);
    assert_eq!(lines[4..8].concat(), "erry");
    assert!(lines[8].starts_with("\nA:"), "{lines:?}");
    let page = added(&mut state, &mut said, "K").concat();
    assert!(
        page.starts_with("Why (j k scroll") && page.contains("score"),
        "{page}"
    );
    let back = added(&mut state, &mut said, "esc").concat();
    assert!(
        back.starts_with("A:") && back.matches("A:").count() == 1,
        "{back}"
    );
    let lines = added(&mut state, &mut said, "o j");
    assert!(
        lines[0].contains("\n1 of 5: 1 base A") && lines[1].starts_with("2 of 5: -      B"),
        "{lines:?}"
    );
    let table = added(&mut state, &mut said, "esc M")[1].clone();
    assert!(
        table.contains("x here = same + near o other") && table.contains("[A] B  C  D  E"),
        "{table}"
    );
    let lines = added(&mut state, &mut said, "esc a \"x\"");
    assert!(lines[1].starts_with("Note on A: ") && lines[1].ends_with("keeps the draft: "));
    assert_eq!(lines[2], "x");
}

#[test]
fn as_lines_no_key_of_the_table_adds_a_control_character_or_fails() {
    for keys in [
        "v l l esc",
        "B j enter",
        "M j esc",
        "? ? esc",
        "f \"only\" enter f5",
        ": \"close B\" enter",
        "m a ' a",
        "P esc",
    ] {
        let (mut state, mut said) = (at(80, 24, "]r"), Said::default());
        spoken::more(&state, &mut said);
        let words = added(&mut state, &mut said, keys).concat();
        assert!(
            !words.is_empty() && !words.contains(|c: char| c.is_control() && c != '\n'),
            "{keys}: {words:?}"
        );
    }
}

#[test]
fn a_window_too_small_says_so() {
    let state = at(15, 3, "");
    let page = rows(&frame(&state, &Theme::of_roles())).join("\n");
    assert!(
        page.contains("window too") && page.contains("16x4"),
        "{page}"
    );
}

#[test]
fn in_a_line_what_goes_through_a_third_article_is_no_list_of_two() {
    let page = variorum::ui::linear::page(&at(120, 40, ""), &[]);
    let heads = || {
        page.lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(head, _)| head)
    };
    let through: Vec<&str> = heads().filter(|head| head.contains(" through ")).collect();
    assert!(!through.is_empty(), "{page}");
    for head in through {
        let (before, _) = head.split_once(" through ").unwrap();
        let of = before.rsplit([' ', ',']).next().unwrap();
        assert!(
            of.len() == 1 && of != "," && before.ends_with(&format!(", {of}")),
            "{head}"
        );
    }
}
