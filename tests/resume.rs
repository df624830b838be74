//! Where a person left off: kept on the disk, found again for the same articles, harmless where it is damaged.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

#[expect(dead_code, reason = "other tests use the rest")]
mod common;

use std::fs;
use std::sync::Arc;

use common::{compared, frame, press, rows, sample};
use proptest::prelude::*;
use tempfile::TempDir;
use variorum::app::geometry::Size;
use variorum::app::message::Msg;
use variorum::app::resume::Left;
use variorum::app::settings::Settings;
use variorum::app::state::State;
use variorum::app::trail::Trail;
use variorum::app::update::update;
use variorum::document::DocumentSet;
use variorum::run::left::Places;
use variorum::ui::theme::Theme;

fn opened(set: DocumentSet, width: u16, height: u16) -> State {
    State::new(Arc::new(set), Size { width, height }, Settings::default())
}

fn compare(state: &mut State) {
    let results = compared(&state.set);
    update(state, results);
}

/// The sample, read for a while.
fn read(keys: &str) -> State {
    let mut state = opened(sample(), 120, 40);
    compare(&mut state);
    press(&mut state, keys);
    state
}

/// The rows of the text, without the line at the foot.
fn text(state: &State) -> Vec<String> {
    let mut rows = rows(&frame(state, &Theme::of_roles()));
    rows.pop();
    rows
}

fn reversed(set: &DocumentSet) -> DocumentSet {
    let mut documents: Vec<_> = set.iter().cloned().collect();
    documents.reverse();
    DocumentSet::new(documents)
}

#[test]
fn the_same_articles_open_where_they_were_left() {
    for keys in [
        "]r . . j j tab j",
        "w w j j j p",
        "G",
        "zR } } } S tab j",
        "g5 zo j j s tab j j gw",
    ] {
        let folder = TempDir::new().unwrap();
        let places = Places::of(Some(folder.path())).unwrap();
        let mut before = read(keys);
        // How far the last key moved a pane is said once.
        for pane in &mut before.frame.panes {
            pane.moved = None;
        }
        places.keep(&before).unwrap();
        let mut after = opened(sample(), 120, 40);
        places.bring_back(&mut after);
        assert!(
            after
                .message
                .as_deref()
                .unwrap()
                .contains("where you left off")
        );
        compare(&mut after);
        assert_eq!(text(&after), text(&before), "{keys}");
        assert_eq!(after.trail, before.trail);
        press(&mut after, "j");
        let mut on = before;
        press(&mut on, "j");
        assert_eq!(after.cursor(), on.cursor(), "{keys}");
    }
}

#[test]
fn another_order_is_the_same_set_and_other_articles_are_not() {
    let folder = TempDir::new().unwrap();
    let places = Places::of(Some(folder.path())).unwrap();
    let before = read("]r . j tab j");
    places.keep(&before).unwrap();
    let mut after = opened(reversed(&sample()), 120, 40);
    places.bring_back(&mut after);
    let words = |state: &State| {
        let (doc, stop) = state.cursor().unwrap();
        let document = state.set.get(doc).unwrap();
        (
            document.path.clone(),
            document
                .text
                .slice(stop.span)
                .chars()
                .take(20)
                .collect::<String>(),
        )
    };
    assert_eq!(words(&after), words(&before));
    assert_eq!(after.trail, Trail::Shared);
    let fewer: Vec<_> = sample().iter().skip(1).cloned().collect();
    let mut other = opened(DocumentSet::new(fewer), 120, 40);
    let untouched = text(&other);
    places.bring_back(&mut other);
    assert_eq!(text(&other), untouched);
    assert_eq!(other.message, None);
}

#[test]
fn in_a_smaller_window_the_cursor_is_in_sight() {
    let left = Left::of(&read("G k k"));
    let (width, height) = (40, 12);
    let mut after = opened(sample(), width, height);
    assert!(left.bring_back(&mut after));
    let anchor = after.anchor();
    assert!((0..after.height()).contains(&anchor), "{anchor}");
}

#[test]
fn what_is_damaged_is_ignored_and_said() {
    let folder = TempDir::new().unwrap();
    let places = Places::of(Some(folder.path())).unwrap();
    places.keep(&read("j j j")).unwrap();
    let file = fs::read_dir(folder.path().join("places")).unwrap();
    let file = file.map(|f| f.unwrap().path()).next().unwrap();
    for damage in ["", "{}", "{\"schema\":", "\u{0}\u{0}\u{0}"] {
        fs::write(&file, damage).unwrap();
        let mut state = opened(sample(), 120, 40);
        let untouched = text(&state);
        places.bring_back(&mut state);
        let said = state.message.take().unwrap();
        assert!(said.contains("is ignored"), "{said}");
        assert_eq!(text(&state), untouched);
    }
}

#[test]
fn a_reader_in_which_nothing_was_done_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let places = Places::of(Some(folder.path())).unwrap();
    places.keep(&opened(sample(), 120, 40)).unwrap();
    assert!(!folder.path().join("places").exists());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_numbers_in_the_file_give_a_reader_that_goes_on(
        numbers in prop::collection::vec(prop_oneof![0_i64..9, -3_i64..4000, any::<i32>().prop_map(i64::from)], 40),
        keys in prop::sample::select(vec!["j", "k .", "tab j", "g2", "ctrl-d", "zR", "w", "p", "gg", "G"]),
    ) {
        let kept = serde_json::to_value(Left::of(&read("j"))).unwrap();
        let mut numbers = numbers.into_iter().cycle();
        let changed = with_numbers(kept, &mut numbers);
        if let Ok(left) = serde_json::from_value::<Left>(changed) {
            let mut state = opened(sample(), 100, 30);
            left.bring_back(&mut state);
            compare(&mut state);
            press(&mut state, keys);
            update(&mut state, Msg::Resize(Size { width: 70, height: 20 }));
            prop_assert!(state.cursor().is_some() && !text(&state).is_empty());
        }
    }
}

/// Puts other numbers in the place of every second number.
fn with_numbers(
    value: serde_json::Value,
    numbers: &mut impl Iterator<Item = i64>,
) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Number(old) => match numbers.next() {
            Some(new) if new % 2 == 0 => new.into(),
            _ => Value::Number(old),
        },
        Value::Array(all) => all.into_iter().map(|v| with_numbers(v, numbers)).collect(),
        Value::Object(all) => {
            let all = all.into_iter().map(|(k, v)| (k, with_numbers(v, numbers)));
            Value::Object(all.collect())
        }
        other => other,
    }
}
