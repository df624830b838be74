//! What each action does: the one place that names them all, so that a new row of the table does not
//! compile until it does something.

use super::action::Action;
use super::draft::Field;
use super::fold::{self, Turn};
use super::list::{self, Kind};
use super::marks::{self, Wanted};
use super::message::Effect;
use super::motion::{self, Page};
use super::state::{Mode, State};
use super::trail::{self, Trail};
use super::{
    annotate, copy, coverage, documents, find, focus, jump, lock, pins, prompt, reload, select,
    sift, step, width,
};
use crate::document::DocId;

/// Does what an action says. Every action of the table stands here, in the order of the table.
pub fn act(
    state: &mut State,
    action: Action,
    count: Option<usize>,
    interrupted: bool,
) -> Vec<Effect> {
    if let Some(effects) = elsewhere(state, action, count.unwrap_or(1)) {
        return effects;
    }
    if state.areas.is_none() && !matches!(action, Action::Quit | Action::QuitNow | Action::Suspend)
    {
        return Vec::new();
    }
    if !matches!(action, Action::NextPane | Action::PreviousPane) {
        state.tabbed.clear();
    }
    let before = state.frame.clone();
    let effects = read(state, action, count, interrupted);
    if effects.is_empty() && state.message.is_none() && state.frame == before {
        why_not(state, action);
    }
    effects
}

/// Says why a key that moves or folds had no effect.
fn why_not(state: &mut State, action: Action) {
    let doc = state.focused().map(|p| p.doc).unwrap_or_default();
    match action {
        Action::HalfPageUp | Action::PageUp | Action::RowUp | Action::Start => {
            state.say(format!("this is the beginning of {doc}"));
        }
        Action::HalfPageDown | Action::PageDown | Action::RowDown | Action::End => {
            state.say(format!("this is the end of {doc}"));
        }
        Action::CursorTop | Action::CursorMiddle | Action::CursorBottom => {
            state.say("the cursor's row stands there already");
        }
        Action::FoldsOpen => state.say(format!("all folds of {doc} are open: zM closes them")),
        Action::FoldsClose => state.say(format!("all folds of {doc} are closed: zR opens them")),
        _ => {}
    }
}

/// Does an action of the reader itself.
fn read(state: &mut State, action: Action, count: Option<usize>, interrupted: bool) -> Vec<Effect> {
    let times = count.unwrap_or(1);
    match action {
        Action::NextStop => motion::stop(state, 1, times),
        Action::PreviousStop => motion::stop(state, -1, times),
        Action::NextSentence => motion::to_boundary(state, 1, times, false),
        Action::PreviousSentence => motion::to_boundary(state, -1, times, false),
        Action::NextParagraph => motion::to_boundary(state, 1, times, true),
        Action::PreviousParagraph => motion::to_boundary(state, -1, times, true),
        Action::HalfPageDown => motion::scroll(state, Page::Half, 1, times),
        Action::HalfPageUp => motion::scroll(state, Page::Half, -1, times),
        Action::PageDown => motion::scroll(state, Page::Full, 1, times),
        Action::PageUp => motion::scroll(state, Page::Full, -1, times),
        Action::RowDown => motion::scroll(state, Page::Row, 1, times),
        Action::RowUp => motion::scroll(state, Page::Row, -1, times),
        Action::Start | Action::End if count.is_some() => jump::stop_number(state, times),
        Action::Start => {
            jump::leave(state);
            motion::start(state);
        }
        Action::End => motion::end(state),
        Action::CursorMiddle => motion::put_cursor(state, motion::Put::Middle),
        Action::CursorTop => motion::put_cursor(state, motion::Put::Top),
        Action::CursorBottom => motion::put_cursor(state, motion::Put::Bottom),
        Action::Counterpart => focus::counterpart(state),
        Action::NextCounterpart => {
            (0..times.min(state.set.len() * 9)).for_each(|_| motion::next_counterpart(state));
        }
        Action::PerCent => jump::per_cent(state, count),
        Action::Mark => marks::ask(state, Wanted::Set),
        Action::GoToMark => marks::ask(state, Wanted::Go),
        Action::Back => jump::travel(state, true, times),
        Action::Forward => jump::travel(state, false, times),
        Action::NextPlace => place(state, 1, times),
        Action::PreviousPlace => place(state, -1, times),
        Action::NextOnly => trail::walk(state, Trail::Only, 1, times),
        Action::PreviousOnly => trail::walk(state, Trail::Only, -1, times),
        Action::NextShared => trail::walk(state, Trail::Shared, 1, times),
        Action::PreviousShared => trail::walk(state, Trail::Shared, -1, times),
        Action::NextHit => trail::walk(state, Trail::Hits, 1, times),
        Action::PreviousHit => trail::walk(state, Trail::Hits, -1, times),
        Action::NextNote => trail::walk(state, Trail::Notes, 1, times),
        Action::PreviousNote => trail::walk(state, Trail::Notes, -1, times),
        Action::NextPane => focus::next(state, true, times),
        Action::PreviousPane => focus::next(state, false, times),
        Action::Document1 => focus::document(state, DocId(0)),
        Action::Document2 => focus::document(state, DocId(1)),
        Action::Document3 => focus::document(state, DocId(2)),
        Action::Document4 => focus::document(state, DocId(3)),
        Action::Document5 => focus::document(state, DocId(4)),
        Action::Document6 => focus::document(state, DocId(5)),
        Action::Document7 => focus::document(state, DocId(6)),
        Action::Document8 => focus::document(state, DocId(7)),
        Action::Document9 => focus::document(state, DocId(8)),
        Action::Base => documents::make_base(state),
        Action::PaneCount => focus::pane_count(state, count),
        Action::Zoom => width::zoom(state),
        Action::Even => width::even(state),
        Action::Wider => width::widen(state, columns(times)),
        Action::Narrower => width::widen(state, -columns(times)),
        Action::Apparatus => focus::apparatus(state),
        Action::IntoApparatus => focus::into_apparatus(state),
        Action::Unlock => lock::unlock(state),
        Action::LockHere => lock::lock_here(state),
        Action::Pin => return pins::pin(state),
        Action::FoldOpen => return fold::one(state, Turn::Open),
        Action::FoldClose => return fold::one(state, Turn::Close),
        Action::FoldToggle => return fold::one(state, Turn::Toggle),
        Action::FoldsOpen => fold::all(state, true),
        Action::FoldsClose => fold::all(state, false),
        Action::Search => state.mode = Mode::Find(Field::default()),
        Action::SearchNext => find::next(state, 1, times),
        Action::SearchHere => find::here(state, times),
        Action::SearchPrevious => find::next(state, -1, times),
        Action::OnlyHits => sift::only_hits(state),
        Action::Filter => sift::ask(state),
        Action::ShowAll => sift::show_all(state),
        Action::SelectStart => select::begin(state),
        Action::NoteAdd => annotate::add(state, None),
        Action::NotesList => list::open(state, Kind::Notes(None)),
        Action::NoteEdit => annotate::edit(state),
        Action::NoteDelete => return annotate::delete(state),
        Action::Undo => return annotate::undo(state),
        Action::Redo => return annotate::redo(state),
        Action::Copy => return copy::stop(state),
        Action::CopyAll => return copy::wordings(state),
        Action::Report => return documents::report(state),
        Action::Original => fold::original(state),
        Action::Reload => return reload::ask(state),
        Action::Command => prompt::open(state),
        Action::Why => list::open(state, Kind::Why),
        Action::Coverage => coverage::open(state),
        Action::Documents => list::open(state, Kind::Documents),
        Action::Help => list::help(state),
        Action::WeakLinks => weak_links(state),
        Action::Theme => theme(state, times),
        Action::Quit => quit(state),
        Action::QuitNow if interrupted => return vec![Effect::Quit],
        Action::QuitNow => {
            quit(state);
            state.interrupted = true;
        }
        Action::Suspend => state.stopping = true,
        Action::Escape => pins::leave(state),
        // These are of other modes, and were done in `elsewhere`.
        Action::SelectRight
        | Action::SelectLeft
        | Action::SelectWord
        | Action::SelectBack
        | Action::SelectWordEnd
        | Action::SelectDown
        | Action::SelectUp
        | Action::SelectOther
        | Action::SelectNote
        | Action::SelectCopy
        | Action::SelectSearch
        | Action::SelectQuit
        | Action::ListDown
        | Action::ListUp
        | Action::ListPageDown
        | Action::ListPageUp
        | Action::ListStart
        | Action::ListEnd
        | Action::ListLeft
        | Action::ListRight
        | Action::ListOrder
        | Action::ListAbsent
        | Action::ListSearch
        | Action::ListChoose
        | Action::ListEdit
        | Action::ListDelete
        | Action::ListReport
        | Action::ListUndo
        | Action::ListClose
        | Action::ListMore
        | Action::TypeSave
        | Action::TypeLeave
        | Action::TypeEnter
        | Action::TypeComplete
        | Action::TypeBackspace
        | Action::TypeDelete
        | Action::TypeWordBack
        | Action::TypeLineBack
        | Action::TypeLeft
        | Action::TypeRight
        | Action::TypeUp
        | Action::TypeDown
        | Action::TypeHome
        | Action::TypeEnd => {}
    }
    Vec::new()
}

/// Returns the columns that a pane is made wider by at so many strokes.
fn columns(times: usize) -> i32 {
    i32::try_from(times.min(100) * 4).unwrap_or(4)
}

/// Does an action of a selection, a list or the apparatus; `None` where the reader itself is meant.
fn elsewhere(state: &mut State, action: Action, times: usize) -> Option<Vec<Effect>> {
    match state.mode.clone() {
        Mode::Select(selection) => {
            match action {
                Action::SelectQuit => select::end(state, selection),
                Action::SelectNote => {
                    select::end(state, selection);
                    annotate::add(state, Some(selection));
                }
                Action::SelectSearch => {
                    select::end(state, selection);
                    find::words_of(state, selection.doc, selection.span(), times);
                }
                Action::SelectCopy => {
                    select::end(state, selection);
                    return Some(copy::words(state, selection.doc, selection.span()));
                }
                _ => select::act(state, selection, action, times),
            }
            Some(Vec::new())
        }
        Mode::List(list) => Some(list::act(state, list, action, times)),
        Mode::Apparatus(at) => {
            apparatus(state, at, action, times);
            Some(Vec::new())
        }
        _ => None,
    }
}

fn apparatus(state: &mut State, at: usize, action: Action, times: usize) {
    let last = state.set.len().saturating_sub(1);
    let at = match action {
        Action::ListDown | Action::ListPageDown => (at + times).min(last),
        Action::ListUp | Action::ListPageUp => at.saturating_sub(times),
        Action::ListStart => 0,
        Action::ListEnd => last,
        Action::ListClose => {
            state.mode = Mode::Read;
            return;
        }
        Action::ListChoose => {
            state.mode = Mode::Read;
            let Some(doc) = super::foot::order(state).get(at).copied() else {
                return;
            };
            focus::bring(state, doc);
            return;
        }
        _ => {
            state.say("j k choose a document, Enter brings it into a pane, Esc goes back");
            at
        }
    };
    state.mode = Mode::Apparatus(at);
}

fn place(state: &mut State, direction: i32, times: usize) {
    match state.trail {
        Trail::Hits => find::next(state, direction, times),
        trail => trail::walk(state, trail, direction, times),
    }
}

fn theme(state: &mut State, times: usize) {
    let themes = &state.settings.themes;
    let next = (state.theme + times) % themes.len().max(1);
    let name = themes.get(next).copied().unwrap_or("none");
    state.theme = next;
    state.say(format!(
        "theme {name}, T takes the next; --theme {name} starts with it"
    ));
}

fn weak_links(state: &mut State) {
    state.weak = !state.weak;
    state.say(if state.weak {
        "weak links are shown"
    } else {
        "weak links are hidden"
    });
    let panes = state.frame.panes.len();
    step::settle(state, panes);
}

/// Ends the reader; asks first where a note is not saved.
fn quit(state: &mut State) {
    if !state.drafts.is_empty() || !state.notes.unsaved.is_empty() {
        state.mode = Mode::Leave;
        return;
    }
    state.leaving = true;
}
