//! Reading the beginnings of texts whose rest is still on its way: what can be done there, what waits, and how the
//! reading goes on once the whole is there.
//!
//! Places of a beginning are places of the whole. What asks for more than the beginnings hold waits, with all
//! that is typed after it, so that nothing is lost and nothing is done in another order.

use super::action::{Action, Scope};
use super::key::Key;
use super::keymap::Meaning;
use super::message::Msg;
use super::resize;
use super::resume::Left;
use super::state::{Mode, State};

/// Returns whether a message has to wait until the whole texts are there, as what is typed after another that waits
/// does; says so where it does. To leave at once is always possible.
pub fn waits(state: &mut State, message: &Msg, others_wait: bool) -> bool {
    let waits = match message {
        Msg::Key(key) if leaves(state, *key) => false,
        Msg::Key(key) => {
            others_wait || (matches!(state.mode, Mode::Read) && key_waits(state, *key))
        }
        Msg::Paste(_) | Msg::Pointer(_) => true,
        _ => false,
    };
    if waits {
        state.say("the texts are still being read: what was typed is done then");
    }
    waits
}

fn leaves(state: &State, key: Key) -> bool {
    state.keymap.meaning(Scope::Reader, &[key]) == Meaning::Action(Action::QuitNow)
}

fn key_waits(state: &State, key: Key) -> bool {
    let mut typed = state.typed.clone();
    typed.push(key);
    match state.keymap.meaning(Scope::Reader, &typed) {
        Meaning::Action(action) => !is_possible(state, action),
        Meaning::Beginning | Meaning::Nothing => false,
    }
}

/// Returns whether beginnings are enough for an action.
fn is_possible(state: &State, action: Action) -> bool {
    use Action as A;
    match action {
        A::NextStop
        | A::NextSentence
        | A::NextParagraph
        | A::HalfPageDown
        | A::PageDown
        | A::RowDown => !sees_the_end(state),
        A::Start => state.count.is_none(),
        A::PreviousStop
        | A::PreviousSentence
        | A::PreviousParagraph
        | A::HalfPageUp
        | A::PageUp
        | A::RowUp
        | A::CursorMiddle
        | A::CursorTop
        | A::CursorBottom
        | A::NextPane
        | A::PreviousPane
        | A::PaneCount
        | A::Apparatus
        | A::FoldToggle
        | A::FoldsOpen
        | A::FoldsClose
        // These say that nothing is compared yet, which holds for a while longer.
        | A::Counterpart
        | A::NextCounterpart
        | A::NextPlace
        | A::PreviousPlace
        | A::NextOnly
        | A::PreviousOnly
        | A::NextShared
        | A::PreviousShared
        | A::Coverage
        | A::Help
        | A::Theme
        | A::Quit
        | A::QuitNow
        | A::Suspend
        | A::Repaint
        | A::Escape => true,
        _ => false,
    }
}

/// Returns whether the last row of the focused document is in sight, or a count may lead beyond it.
fn sees_the_end(state: &State) -> bool {
    let rows = i32::try_from(state.count.unwrap_or(1)).unwrap_or(i32::MAX);
    state.reading().is_none_or(|(pane, column, _)| {
        let ahead = rows.saturating_mul(state.height());
        pane.top
            .saturating_add(ahead)
            .saturating_add(state.height())
            >= column.height()
    })
}

/// Returns the whole texts as they are read on: where the beginnings were left, in panes and rows as they are. What
/// was brought from an earlier session stays where nobody touched the beginnings.
#[must_use]
pub fn read_on(beginnings: State, mut whole: State) -> State {
    if whole.size != beginnings.size {
        resize::resize(&mut whole, beginnings.size);
    }
    if beginnings.touched {
        let message = whole.message.take();
        Left::of(&beginnings).go_on(&mut whole);
        whole.message = message;
    }
    whole.theme = beginnings.theme;
    whole.light = beginnings.light;
    whole.sheet_seen = beginnings.sheet_seen;
    whole.interrupted = beginnings.interrupted;
    whole.typed = beginnings.typed;
    whole.count = beginnings.count;
    whole.mode = beginnings.mode;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::geometry::Size;
    use crate::app::key::sequence;
    use crate::app::sample::{article, set};
    use crate::app::settings::Settings;
    use crate::app::update::update;
    use crate::document::BlockKind;
    use crate::text::Span;
    use proptest::prelude::*;
    use std::sync::Arc;

    const SIZE: Size = Size {
        width: 120,
        height: 30,
    };

    /// Returns a reader of two stories, of their first paragraphs.
    fn reader(paragraphs: usize) -> State {
        let paragraph = |port: &str, n: usize| {
            format!(
                "Boat {n} lay in {port} for days. Its crew of {n} waited for the wind to fall, and so did all ashore. "
            )
        };
        let story = |port: &str| {
            let body: Vec<String> = (0..paragraphs).map(|n| paragraph(port, n)).collect();
            let kind = |n| match n {
                0 => BlockKind::Title,
                7 => BlockKind::Caption,
                1 | 20..30 => BlockKind::Boilerplate,
                _ => BlockKind::Body,
            };
            let blocks: Vec<_> = (0..)
                .zip(&body)
                .map(|(n, text)| (kind(n), text.as_str()))
                .collect();
            article(&blocks)
        };
        State::new(
            Arc::new(set(vec![story("Halm"), story("Kardin")])),
            SIZE,
            Settings::default(),
        )
    }

    fn key(state: &mut State, name: &str) -> bool {
        let message = Msg::Key(sequence(name).unwrap()[0]);
        let waits = waits(state, &message, false);
        if !waits {
            let _ = update(state, message);
        }
        waits
    }

    /// Returns what stands in every pane, and the cursor.
    fn seen(state: &State) -> Vec<(Span, Vec<Span>)> {
        let rows = |pane: &crate::app::frame::Pane| {
            let column = &state.columns[&pane.doc];
            let rows = (pane.top..pane.top + state.height())
                .filter_map(|row| column.rows.get(usize::try_from(row).ok()?));
            (pane.cursor, rows.map(|row| row.span).collect())
        };
        state.frame.panes.iter().map(rows).collect()
    }

    proptest! {
        #[test]
        fn nothing_moves_when_the_whole_is_there(keys in prop::collection::vec(
            prop::sample::select(vec!["j", "j", "}", "k", "ctrl-d", "ctrl-e", "tab", "za", "zR", "gg", "zt", "p", "w", "3", "enter", "."]), 0..40)
        ) {
            let mut beginnings = reader(60);
            beginnings.beginnings = true;
            for name in keys {
                for part in sequence(name).unwrap() {
                    let message = Msg::Key(part);
                    if !waits(&mut beginnings, &message, false) {
                        let _ = update(&mut beginnings, message);
                    }
                }
            }
            let before = seen(&beginnings);
            let focus = beginnings.frame.focus;
            let after = read_on(beginnings, reader(200));
            prop_assert_eq!(seen(&after), before);
            prop_assert_eq!(after.frame.focus, focus);
        }
    }

    #[test]
    fn a_pane_scrolled_away_from_its_cursor_stays() {
        let mut beginnings = reader(60);
        beginnings.beginnings = true;
        for name in ["p", "ctrl-d", "tab", "z", "t", "tab"] {
            assert!(!key(&mut beginnings, name));
        }
        let (pane, column, _) = beginnings.reading().unwrap();
        assert!(
            column.rows_of(pane.cursor).1 >= pane.top,
            "the cursor is in sight"
        );
        let before = seen(&beginnings);
        assert_eq!(seen(&read_on(beginnings, reader(200))), before);
    }

    #[test]
    fn what_asks_for_the_whole_waits_and_says_so() {
        let mut state = reader(60);
        state.beginnings = true;
        for name in ["G", "a", "/", "K", "o", "v", ":", "A"] {
            assert!(key(&mut state, name), "{name}");
            let said = state.message.as_deref().unwrap_or("");
            assert!(said.contains("still being read"), "{said}");
        }
        assert!(
            !key(&mut state, "?") && !key(&mut state, "G"),
            "in the help G leads to its end"
        );
    }

    #[test]
    fn what_is_typed_after_it_waits_too_but_ctrl_c_leaves() {
        let mut state = reader(60);
        let mut after = |name| waits(&mut state, &Msg::Key(sequence(name).unwrap()[0]), true);
        assert!(after("j") && after("q") && !after("ctrl-c"));
    }

    #[test]
    fn the_end_of_a_beginning_is_not_the_end_of_the_text() {
        let mut state = reader(60);
        state.beginnings = true;
        let steps = (0..100).take_while(|_| !key(&mut state, "ctrl-d")).count();
        assert!((2..100).contains(&steps));
        assert!(key(&mut state, "ctrl-e") && !key(&mut state, "k"));
        assert!(!key(&mut state, "9") && key(&mut state, "j"));
    }

    #[test]
    fn a_window_of_another_size_is_that_of_the_whole() {
        let mut state = reader(60);
        state.beginnings = true;
        let size = Size {
            width: 80,
            height: 24,
        };
        let _ = update(&mut state, Msg::Resize(size));
        assert_eq!(read_on(state, reader(200)).size, size);
    }
}
