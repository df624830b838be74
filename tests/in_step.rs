//! The rules of "In step": what must hold under any keys, and golden places of the sample story.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use common::{documents, frame, press, reader, rows, sample, sample_reader};
use variorum::app::column::RowKind;
use variorum::app::frame::{Lock, Standing};
use variorum::app::geometry::Size;
use variorum::app::message::{Msg, Reread};
use variorum::app::pointer::{Did, Pointer};
use variorum::app::ranking;
use variorum::app::state::{Mode, State};
use variorum::app::update::update;
use variorum::document::BlockKind;
use variorum::ui::theme::Theme;

const SIZES: [(u16, u16); 5] = [(80, 24), (120, 40), (200, 50), (40, 12), (20, 5)];

const KEYS: [&str; 60] = [
    "j",
    "j",
    "j",
    "j",
    "k",
    "k",
    "k",
    ")",
    "(",
    "}",
    "{",
    "ctrl-d",
    "ctrl-u",
    "space",
    "b",
    "ctrl-e",
    "ctrl-y",
    "gg",
    "G",
    "zz",
    "zt",
    "zb",
    "enter",
    "%",
    "ctrl-o",
    "g,",
    ".",
    ",",
    "]r",
    "[r",
    "tab",
    "shift-tab",
    "g1",
    "g4",
    "w",
    "p",
    "s",
    "S",
    "zo",
    "zc",
    "za",
    "zR",
    "zM",
    "3j",
    "f \"shared\" enter",
    "f \"-only words>9\" enter",
    "f \"the\" enter",
    "f5",
    "f5",
    "&",
    "gb",
    "+",
    "+",
    ">",
    "3 <",
    "_",
    "5 >",
    "5 0 g%",
    "m a",
    "' a",
];

/// Numbers that look random and are the same every time (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % most as u64) as usize
    }
}

/// What must hold after every key, from the state before it and the one after.
const ALWAYS: [fn(&State, &str, &State); 4] = [
    banded_rows_are_equal,
    the_cursor_is_in_sight,
    unbanded_panes_stay,
    folding_keeps_the_row,
];

/// What must hold of every state, but takes long to look at: one of them after each key.
const IN_TURN: [fn(&State, &str, &mut Dice); 5] = [
    a_resize_there_and_back_is_nothing,
    tab_scrolls_nothing,
    a_zoom_there_and_back_is_nothing,
    no_paragraph_is_torn,
    the_original_keeps_the_row,
];

/// Types 2,000 random keys from four beginnings, resizes among them, and looks after each at what must hold.
fn assert_rules_hold_from(width: u16, height: u16) {
    for seed in 0..4 {
        let mut dice = Dice(seed * 1000 + u64::from(width));
        let mut state = sample_reader(width, height);
        state.settings.mouse = true;
        for nth in 0..500 {
            let before = state.clone();
            let key = match dice.below(40) {
                0 => {
                    let (width, height) = SIZES[dice.below(SIZES.len())];
                    update(&mut state, Msg::Resize(Size { width, height }));
                    "a resize"
                }
                1..4 => {
                    let did = [Did::Click, Did::WheelUp, Did::WheelDown][dice.below(3)];
                    let (width, height) = (state.size.width.into(), state.size.height.into());
                    point(&mut state, dice.below(width), dice.below(height), did);
                    "the mouse"
                }
                _ => {
                    let key = KEYS[dice.below(KEYS.len())];
                    press(&mut state, key);
                    key
                }
            };
            ALWAYS.iter().for_each(|holds| holds(&before, key, &state));
            if nth % 3 == 0 {
                IN_TURN[nth / 3 % IN_TURN.len()](&state, key, &mut dice);
            }
        }
    }
}

fn point(state: &mut State, x: usize, y: usize, did: Did) {
    let cell = |at| u16::try_from(at).unwrap();
    let (x, y) = (cell(x), cell(y));
    update(state, Msg::Pointer(Pointer { x, y, did }));
}

#[test]
fn the_mouse_does_nothing_unless_it_was_asked_for() {
    let mut state = sample_reader(120, 40);
    let before = state.frame.clone();
    point(&mut state, 70, 20, Did::Click);
    point(&mut state, 70, 20, Did::WheelDown);
    assert_eq!(state.frame, before);
}

#[test]
fn the_wheel_scrolls_the_pane_under_the_pointer_and_no_other() {
    let mut state = sample_reader(120, 40);
    state.settings.mouse = true;
    let before = tops(&state);
    point(&mut state, 60, 12, Did::WheelDown);
    let after = tops(&state);
    assert_eq!(after[1].1, before[1].1 + 3);
    assert_eq!((after[0], after[2]), (before[0], before[2]));
    assert_eq!(state.frame.focus, 0);
    point(&mut state, 60, 12, Did::WheelDown);
    point(&mut state, 60, 12, Did::WheelUp);
    assert_eq!(tops(&state), after);
    point(&mut state, 5, 12, Did::WheelDown);
    assert_eq!(tops(&state)[0].1, before[0].1 + 3);
}

#[test]
fn the_wheel_goes_through_a_list() {
    let mut state = sample_reader(80, 24);
    state.settings.mouse = true;
    press(&mut state, "o");
    point(&mut state, 10, 10, Did::WheelDown);
    let Mode::List(list) = &state.mode else {
        unreachable!("a list is open")
    };
    assert_eq!(list.at, 3);
}

#[test]
fn a_click_puts_focus_and_cursor_on_the_stop_under_it() {
    let mut state = sample_reader(120, 40);
    state.settings.mouse = true;
    let area = state.areas.as_ref().unwrap().panes[1];
    let (pane, height) = (&state.frame.panes[1], state.height());
    let column = &state.columns[&pane.doc];
    let row = (10..height)
        .find(|y| {
            !column
                .stops_in((pane.top + y) as usize)
                .collect::<Vec<_>>()
                .is_empty()
        })
        .unwrap();
    // The last stop that begins in a row goes on to its end.
    let wanted = column
        .stops_in((pane.top + row) as usize)
        .last()
        .unwrap()
        .span;
    let line = column.rows[(pane.top + row) as usize].span;
    let x = usize::from(area.x + 3) + line.len() - 1;
    let y = usize::from(area.y) + row as usize;
    point(&mut state, x, y, Did::Click);
    assert_eq!((state.frame.focus, state.back.len()), (1, 1));
    assert_eq!(state.focused().unwrap().cursor, wanted);
    point(&mut state, x, y, Did::Click);
    assert_eq!(state.back.len(), 1, "the same place is no jump");
    press(&mut state, "ctrl-o");
    assert_eq!(state.frame.focus, 0);
}

#[test]
fn the_rules_hold_under_random_keys_at_80x24() {
    assert_rules_hold_from(80, 24);
}

#[test]
fn the_rules_hold_under_random_keys_at_120x40() {
    assert_rules_hold_from(120, 40);
}

#[test]
fn the_rules_hold_under_random_keys_at_200x50() {
    assert_rules_hold_from(200, 50);
}

#[test]
fn the_rules_hold_under_random_keys_at_40x12() {
    assert_rules_hold_from(40, 12);
}

#[test]
fn the_rules_hold_under_random_keys_at_20x5() {
    assert_rules_hold_from(20, 5);
}

fn tops(state: &State) -> Vec<(usize, i32)> {
    state
        .seen()
        .map(|i| (state.frame.panes[i].doc.index(), state.frame.panes[i].top))
        .collect()
}

/// Returns the screen rows on which the visible bands begin: of the focused pane and of every banded one.
fn band_rows(state: &State) -> Vec<i32> {
    let mut found = Vec::new();
    for index in state.seen() {
        let pane = &state.frame.panes[index];
        let stop = match pane.standing {
            Standing::Here => pane.cursor,
            Standing::Banded(band) => band.stop,
            _ => continue,
        };
        let (first, last) = state.columns[&pane.doc].rows_of(stop);
        let (first, last) = (first - pane.top, last - pane.top);
        if first < state.height() && last >= 0 {
            found.push(first.max(0));
        }
    }
    found
}

/// The first banded rows are equal in all banded panes.
fn banded_rows_are_equal(_: &State, key: &str, state: &State) {
    let rows = band_rows(state);
    assert!(
        rows.windows(2).all(|w| w[0] == w[1]),
        "after {key} at {:?}: {rows:?}",
        state.size
    );
}

fn the_cursor_is_in_sight(_: &State, key: &str, state: &State) {
    let (pane, column, _) = state.reading().unwrap();
    let (first, last) = column.rows_of(pane.cursor);
    let seen = first < pane.top + state.height() && last >= pane.top;
    assert!(
        seen,
        "after {key} at {:?}: rows {first}..={last}, top {}",
        state.size, pane.top
    );
}

/// A pane without a counterpart stays where it is.
fn unbanded_panes_stay(before: &State, key: &str, after: &State) {
    let locked = |s: &State| s.frame.panes.iter().any(|p| p.lock == Lock::Here);
    if !matches!(key, "j" | "k") || locked(before) || before.parallel {
        return;
    }
    for index in after.seen().filter(|i| *i != after.frame.focus) {
        let (old, new) = (&before.frame.panes[index], &after.frame.panes[index]);
        if !matches!(new.standing, Standing::Banded(_)) {
            assert_eq!(
                old.top, new.top,
                "{key} moved {} at {:?}",
                new.doc, after.size
            );
        }
    }
}

/// Folding keeps the anchor row, by hand or by a filter.
fn folding_keeps_the_row(before: &State, key: &str, after: &State) {
    let folds = ["zo", "zc", "za", "zR", "zM", "f5", "&"];
    if before.anchor() >= 0 && (folds.contains(&key) || key.starts_with("f ")) {
        assert_eq!(before.anchor(), after.anchor(), "{key} at {:?}", after.size);
    }
}

fn a_resize_there_and_back_is_nothing(state: &State, key: &str, dice: &mut Dice) {
    // After a resize the frame is reckoned from the one at the last key.
    if key == "a resize" {
        return;
    }
    let theme = Theme::of_roles();
    let mut there = state.clone();
    for _ in 0..2 {
        let (width, height) = SIZES[dice.below(SIZES.len())];
        update(&mut there, Msg::Resize(Size { width, height }));
        frame(&there, &theme);
    }
    update(&mut there, Msg::Resize(state.size));
    let (was, is) = (frame(state, &theme), frame(&there, &theme));
    assert!(
        was == is,
        "after {key} at {:?}:\n{}\nnot\n{}",
        state.size,
        rows(&is).join("\n"),
        rows(&was).join("\n")
    );
}

fn a_zoom_there_and_back_is_nothing(state: &State, key: &str, _: &mut Dice) {
    if state.seen().len() < 2 || state.zoom.is_some() {
        return;
    }
    let theme = Theme::of_roles();
    let mut zoomed = state.clone();
    // The key before may have said something.
    zoomed.message = None;
    zoomed.frame.panes.iter_mut().for_each(|p| p.moved = None);
    let was = frame(&zoomed, &theme);
    press(&mut zoomed, "+ +");
    let is = frame(&zoomed, &theme);
    let (was, is) = (rows(&was).join("\n"), rows(&is).join("\n"));
    assert!(
        was == is,
        "after {key} at {:?}:\n{is}\nnot\n{was}",
        state.size
    );
}

/// Tab among panes scrolls nothing, and S-Tab brings the frame back.
fn tab_scrolls_nothing(state: &State, key: &str, _: &mut Dice) {
    if state.seen().len() < 2 {
        return;
    }
    let theme = Theme::of_roles();
    let mut tabbed = state.clone();
    press(&mut tabbed, "tab");
    assert_eq!(
        tops(state),
        tops(&tabbed),
        "tab after {key} at {:?}",
        state.size
    );
    let one = frame(&tabbed, &theme);
    press(&mut tabbed, "tab shift-tab");
    assert!(
        one == frame(&tabbed, &theme),
        "tab, shift-tab after {key}, tab at {:?}",
        state.size
    );
}

/// No blank row stands between the rows of one paragraph.
fn no_paragraph_is_torn(state: &State, key: &str, _: &mut Dice) {
    for column in state.columns.values() {
        let document = state.set.get(column.doc).unwrap();
        let block = |at: u32| document.block_at(at).map(|b| b.span);
        for (row, blank) in column
            .rows
            .iter()
            .enumerate()
            .filter(|(_, r)| r.kind == RowKind::Blank)
        {
            let around = (
                column.rows.get(row.wrapping_sub(1)),
                column.rows.get(row + 1),
            );
            let (Some(above), Some(below)) = around else {
                continue;
            };
            let torn =
                above.kind == RowKind::Text && block(above.span.start) == block(below.span.start);
            assert!(
                !torn,
                "{} at byte {} after {key}",
                column.doc, blank.span.start
            );
        }
    }
}

#[test]
fn j_walks_every_stop_from_top_to_bottom_and_k_back() {
    for (width, height) in SIZES {
        let mut state = sample_reader(width, height);
        press(&mut state, "99k");
        let count = state.reading().unwrap().1.stops.len();
        let mut seen = 1;
        for _ in 0..2000 {
            let before = state.cursor();
            press(&mut state, "j");
            seen += usize::from(state.cursor() != before);
        }
        assert_eq!(seen, count, "at {width}x{height}");
        assert!(
            state.message.as_deref().is_some_and(|m| m.contains("end")),
            "the end is said"
        );
    }
}

#[test]
fn late_results_move_no_row_of_text() {
    use std::sync::Arc;
    use variorum::app::settings::Settings;
    for (width, height) in SIZES {
        let set = Arc::new(sample());
        let mut state = State::new(
            Arc::clone(&set),
            Size { width, height },
            Settings::default(),
        );
        press(&mut state, "j j ctrl-d j");
        let (before, cursor) = (tops(&state), state.cursor());
        update(&mut state, common::compared(&set));
        assert_eq!((before, cursor), (tops(&state), state.cursor()));
    }
}

/// Short articles that have sentences in common; `extra` makes versions of one.
fn short(nth: usize, extra: &str) -> Vec<u8> {
    let bodies = [
        "The ferry between the two capitals will sail again in April, the port said.",
        "Nobody has sold a ticket for eleven years, and the clerk has kept the roll in a drawer of the desk.",
        "A storm closed the strait on Friday, and no ferry sailed from either of the two capitals.",
        "The crossing will take three hours and 40 minutes, with two sailings a day from each port in summer.",
    ];
    let body = |at: usize| bodies[(nth + at) % bodies.len()];
    format!(
        "News of the strait, number {nth}\n\n{}\n{extra}\n{}\n\n{}\nShare\n",
        body(0),
        body(1),
        body(2)
    )
    .into_bytes()
}

/// Opens, closes, changes or compares a document, or types a key; says what was done.
fn come_and_go(state: &mut State, dice: &mut Dice) -> String {
    let open: Vec<_> = state.set.ids().collect();
    let some = open[dice.below(open.len())];
    match dice.below(12) {
        0 => {
            press(state, &format!(": \"close {some}\" enter"));
            format!("close {some}")
        }
        1 if open.len() < 6 => {
            let nth = state.set.slots();
            let set = documents(&[(&format!("{nth}.txt"), &short(nth, "New."))]);
            update(
                state,
                Msg::Opened(set.iter().cloned().collect(), Vec::new()),
            );
            "open".to_owned()
        }
        2 => {
            let old = state.set.get(some).unwrap().clone();
            let extra = "More came in later that day. ".repeat(dice.below(30));
            let set = documents(&[(&old.path, &short(some.index(), &extra))]);
            let now = set.iter().next().cloned().unwrap();
            let reread = Reread {
                doc: some,
                was: old.sha256,
                now: Ok(now),
            };
            update(state, Msg::Reloaded(vec![reread]));
            format!("reload {some}")
        }
        3 => {
            let set = std::sync::Arc::clone(&state.set);
            let (tops, cursor) = (tops(state), state.cursor());
            update(state, common::compared(&set));
            assert_eq!((tops, cursor), (self::tops(state), state.cursor()));
            "compared".to_owned()
        }
        _ => {
            let key = KEYS
                .iter()
                .chain(&["c"])
                .nth(dice.below(KEYS.len() + 1))
                .unwrap();
            press(state, key);
            (*key).to_owned()
        }
    }
}

#[test]
fn the_rules_hold_while_documents_come_go_and_change() {
    for (width, height) in SIZES {
        let mut dice = Dice(u64::from(height));
        let files: Vec<_> = (0..3)
            .map(|nth| (format!("{nth}.txt"), short(nth, "")))
            .collect();
        let files: Vec<_> = files
            .iter()
            .map(|(p, b)| (p.as_str(), b.as_slice()))
            .collect();
        let mut state = reader(documents(&files), width, height);
        let mut done = Vec::new();
        for _ in 0..250 {
            done.push(come_and_go(&mut state, &mut dice));
            let last = &done[done.len().saturating_sub(6)..];
            let rows = band_rows(&state);
            assert!(
                rows.windows(2).all(|w| w[0] == w[1]),
                "{last:?} at {width}x{height}: {rows:?}"
            );
            let (pane, column, _) = state.reading().unwrap();
            let (first, end) = column.rows_of(pane.cursor);
            assert!(
                first < pane.top + state.height() && end >= pane.top,
                "{last:?} at {width}x{height}: rows {first}..={end}, top {}",
                pane.top
            );
            let shown: Vec<_> = state.frame.panes.iter().map(|p| p.doc).collect();
            assert!(
                shown.iter().all(|d| state.set.is_open(*d)),
                "{last:?}: {shown:?}"
            );
            frame(&state, &Theme::of_roles());
        }
    }
}

/// Showing the original keeps the anchor row, and twice gives the place back.
fn the_original_keeps_the_row(state: &State, key: &str, _: &mut Dice) {
    if state.anchor() < 0 {
        return;
    }
    let mut twice = state.clone();
    // The key before may have left stops with limits that the next key sets right.
    press(&mut twice, "c c");
    let (anchor, cursor) = (twice.anchor(), twice.cursor());
    assert_eq!(state.anchor(), anchor, "after {key} at {:?}", state.size);
    press(&mut twice, "c");
    assert_eq!(twice.anchor(), anchor, "after {key} at {:?}", state.size);
    press(&mut twice, "c");
    assert_eq!(twice.cursor(), cursor, "after {key} at {:?}", state.size);
}

/// Moves the cursor to the first stop of the focused document that holds some words.
fn go_to(state: &mut State, words: &str) {
    press(state, &format!("/ \"{words}\" enter"));
    let (doc, stop) = state.cursor().unwrap();
    assert!(
        state
            .set
            .get(doc)
            .unwrap()
            .text
            .slice(stop.span)
            .contains(words),
        "{words}"
    );
}

fn standing(state: &State, siglum: &str) -> Standing {
    state
        .frame
        .panes
        .iter()
        .find(|p| p.doc.siglum() == siglum)
        .unwrap()
        .standing
}

#[test]
fn a_stop_taller_than_the_window_is_read_windowful_by_windowful() {
    let long = "The commission met early and ".repeat(40) + "rose late.";
    let set = documents(&[(
        "a.txt",
        format!("A title of it\n\nIt was a long day for all, they said.\n\n{long}\n\nThe end came later.\n").as_bytes(),
    )]);
    let mut state = reader(set, 40, 12);
    go_to(&mut state, "The commission met early");
    let (pane, column, _) = state.reading().unwrap();
    let (first, last) = column.rows_of(pane.cursor);
    assert!(last - first + 1 > 2 * state.height());
    assert_eq!(state.anchor(), 0, "its first row is the window's first");
    press(&mut state, "j");
    assert_eq!(state.anchor(), -(state.height() - 1));
    press(&mut state, "99j 99k");
    press(&mut state, "99j k");
    let (pane, column, _) = state.reading().unwrap();
    assert_eq!(
        column.rows_of(pane.cursor).1 - pane.top,
        state.height() - 1,
        "k enters at its end"
    );
}

#[test]
fn a_counterpart_inside_a_fold_anchors_the_fold_and_enter_opens_it() {
    let a = "Harbour news of the day\n\nThe old lighthouse keeper rang the bell nine times at dusk on Sunday.\n\nNobody else was there to hear it.\n";
    let b = "<html><head><title>x</title></head><body><article><h1>Bell heard over the bay</h1>\
        <p>People along the shore talked about little else for days, and the ferries waited for it.</p>\
        <p>The council will meet on the matter next month, said the mayor, who was not there either.</p>\
        <p>There was wind, and there was rain, and still they say that they heard something.</p>\
        <figure><img src=x><figcaption>The old lighthouse keeper rang the bell nine times at dusk on Sunday.</figcaption></figure>\
        </article></body></html>";
    let mut state = reader(
        documents(&[("a.txt", a.as_bytes()), ("b.html", b.as_bytes())]),
        120,
        40,
    );
    go_to(&mut state, "The old lighthouse keeper");
    let Standing::Banded(band) = standing(&state, "B") else {
        panic!("{:?}", standing(&state, "B"))
    };
    assert!(band.folded);
    press(&mut state, "enter");
    let (doc, stop) = state.cursor().unwrap();
    assert_eq!((doc.siglum().as_str(), stop.fold), ("B", None));
    let open = |s: &State| s.frame.open[1].all().len();
    assert_eq!(open(&state), 1);
    press(&mut state, "gg");
    assert_eq!(open(&state), 0, "the fold closes when the cursor leaves it");
}

#[test]
fn a_document_without_a_pane_takes_the_place_and_ctrl_o_brings_the_frame_back() {
    let theme = Theme::of_roles();
    let mut state = sample_reader(80, 24);
    press(&mut state, "j j j j j");
    let before = frame(&state, &theme);
    press(&mut state, "g3");
    assert_eq!(state.focused().unwrap().doc.siglum(), "C");
    press(&mut state, "ctrl-o");
    assert!(before == frame(&state, &theme));
}

/// Returns the title of a document's pane as it is drawn.
fn title(state: &State, siglum: &str) -> String {
    let seen = state.seen();
    let index = seen
        .clone()
        .find(|i| state.frame.panes[*i].doc.siglum() == siglum)
        .unwrap();
    let area = state.areas.as_ref().unwrap().panes[index - seen.start];
    let row = rows(&frame(state, &Theme::of_roles())).remove(1);
    let columns = usize::from(area.x)..usize::from(area.right());
    row.chars()
        .skip(columns.start)
        .take(columns.len())
        .collect()
}

#[test]
fn a_passage_in_three_documents_stands_on_one_row_in_all_of_them() {
    let mut state = sample_reader(200, 50);
    press(&mut state, "5 w");
    go_to(&mut state, "spare no effort to turn the strait");
    for siglum in ["B", "C"] {
        let standing = standing(&state, siglum);
        assert!(
            matches!(standing, Standing::Banded(_)),
            "{siglum} {standing:?}"
        );
        assert!(title(&state, siglum).contains("same words"));
    }
    for siglum in ["D", "E"] {
        assert_eq!(standing(&state, siglum), Standing::NotHere);
        assert!(title(&state, siglum).contains("not here"));
    }
    let rows = band_rows(&state);
    assert_eq!(rows, vec![state.anchor(); 3]);
}

#[test]
fn a_place_with_two_counterparts_says_so_and_the_next_is_shown_alone() {
    let mut state = sample_reader(200, 50);
    press(&mut state, "5 w");
    go_to(&mut state, "President Tomas Verrek received Prime Minister");
    let several = |s: &State| {
        let nth = |i: usize| match s.frame.panes[i].standing {
            Standing::Banded(band) if band.of > 1 => Some((i, band.nth, band.of)),
            _ => None,
        };
        s.seen().find_map(nth)
    };
    let (pane, nth, of) = several(&state).unwrap();
    let siglum = state.frame.panes[pane].doc.siglum();
    assert!(title(&state, &siglum).contains(&format!("{}/{of}", nth + 1)));
    let before = state.clone();
    press(&mut state, "%");
    assert_eq!(several(&state), Some((pane, (nth + 1) % of, of)));
    for index in state.seen().filter(|i| *i != pane) {
        assert_eq!(state.frame.panes[index].top, before.frame.panes[index].top);
    }
}

#[test]
fn a_counterpart_further_up_says_by_how_many_rows_its_pane_moved_until_the_next_key() {
    let mut state = sample_reader(120, 40);
    let up = |s: &State| {
        let panes = s.seen().map(|i| &s.frame.panes[i]);
        let up = panes.filter_map(|p| Some((p.doc.siglum(), p.moved.filter(|m| *m < 0)?)));
        up.collect::<Vec<_>>()
    };
    while up(&state).is_empty() {
        let before = state.cursor();
        press(&mut state, "j");
        assert_ne!(before, state.cursor(), "none is further up");
    }
    let (siglum, moved) = up(&state).remove(0);
    let said = title(&state, &siglum);
    assert!(said.contains(&format!("↑ {} row", -moved)), "{said}");
    assert!(band_rows(&state).iter().all(|row| *row == state.anchor()));
    press(&mut state, "K esc");
    assert!(!title(&state, &siglum).contains('↑'));
}

#[test]
fn a_smaller_window_keeps_the_whole_stop_in_sight_where_it_fits() {
    for nth in 1..60 {
        let mut state = sample_reader(120, 40);
        press(&mut state, &format!("{nth}G"));
        let (width, height) = (40, 12);
        update(&mut state, Msg::Resize(Size { width, height }));
        let (pane, column, _) = state.reading().unwrap();
        let (first, last) = column.rows_of(pane.cursor);
        let seen = first >= pane.top && last < pane.top + state.height();
        let fits = last - first < state.height();
        assert!(seen || !fits, "{nth}: {first} to {last} at {}", pane.top);
    }
}

#[test]
fn a_pane_locked_here_is_in_step_again_at_the_next_linked_stop() {
    let mut state = sample_reader(120, 40);
    press(&mut state, "]u S");
    assert_eq!(state.focused().unwrap().lock, Lock::Here);
    press(&mut state, "]r");
    assert_eq!(state.focused().unwrap().lock, Lock::Linked);
}

#[test]
fn a_caption_comes_behind_the_text_but_for_captions() {
    let state = sample_reader(120, 40);
    let caption = |doc, at: u32| {
        let block = state.set.get(doc).unwrap().block_at(at).unwrap();
        block.kind == BlockKind::Caption
    };
    let mut both = 0;
    for doc in state.set.ids() {
        let stops = state.alignment.stops(doc).iter();
        for stop in stops.filter(|stop| !caption(doc, stop.start)) {
            for other in state.set.ids() {
                let found = ranking::ranked(&state, doc, *stop, other);
                let captions: Vec<bool> =
                    found.iter().map(|c| caption(other, c.stop.start)).collect();
                assert!(captions.is_sorted(), "{doc} {stop:?} in {other}: {found:?}");
                both += usize::from(captions.contains(&true) && captions.contains(&false));
            }
        }
    }
    assert!(both > 0);
}
