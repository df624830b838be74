//! What each action does: the one place that names them all, by subject.

use super::action::{Action, Group};
use super::confirm::{self, Answer};
use super::draft::Field;
use super::fold::{self, Turn};
use super::list::{self, Kind};
use super::marks::{self, Wanted};
use super::message::Effect;
use super::motion::{self, Page};
use super::remark::{self, About};
use super::state::{Mode, State};
use super::trail::{self, Trail};
use super::{
    annotate, copy, coverage, documents, find, focus, jump, lock, pins, places as note_places,
    prompt, reload, respan, select, sift, step, undo, width,
};
use crate::document::DocId;

/// Does what an action says. Every action of the table stands here, in the order of the table.
pub fn act(
    state: &mut State,
    action: Action,
    count: Option<usize>,
    interrupted: bool,
) -> Vec<Effect> {
    if let Some(effects) = anywhere(state, action) {
        return effects;
    }
    if let Some(effects) = elsewhere(state, action, count.unwrap_or(1)) {
        return effects;
    }
    if state.areas.is_none() && !matches!(action, Action::Quit | Action::QuitNow) {
        return Vec::new();
    }
    if !matches!(action, Action::NextPane | Action::PreviousPane) {
        state.tabbed.clear();
    }
    let before = state.frame.clone();
    let effects = read(state, action, count, interrupted).unwrap_or_default();
    if effects.is_empty() && state.message.is_none() && state.frame == before {
        why_not(state, action);
    }
    effects
}

/// Does an action whose key is one wherever a person is, also while words are typed; `None` for all others.
pub fn anywhere(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Suspend => {
            state.stopping = true;
            Some(Vec::new())
        }
        Action::Repaint => Some(vec![Effect::Repaint]),
        _ => None,
    }
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

/// Does an action of the reader itself, by its subject; nothing where it is of none.
fn read(
    state: &mut State,
    action: Action,
    count: Option<usize>,
    interrupted: bool,
) -> Option<Vec<Effect>> {
    let times = count.unwrap_or(1);
    match action.group() {
        Group::Move => moving(state, action, count),
        Group::Trail => places(state, action, times),
        Group::Panes => panes(state, action, count),
        Group::Folds => folds(state, action),
        Group::Search => words(state, action, times),
        Group::Notes => notes(state, action),
        Group::Program => program(state, action, times, interrupted),
        // These are of other modes, and were done in `elsewhere`.
        Group::Select | Group::Lists | Group::Typing => None,
    }
}

/// Moves in the text.
fn moving(state: &mut State, action: Action, count: Option<usize>) -> Option<Vec<Effect>> {
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
        _ => return None,
    }
    Some(Vec::new())
}

/// Walks places of the trail.
fn places(state: &mut State, action: Action, times: usize) -> Option<Vec<Effect>> {
    match action {
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
        Action::NextConflict | Action::PreviousConflict => not_looked_for(state, "conflicts"),
        Action::NextQuotation | Action::PreviousQuotation => not_looked_for(state, "quotations"),
        _ => return None,
    }
    Some(Vec::new())
}

/// Says of what is not looked for that it is not: silence would read as "there is none".
fn not_looked_for(state: &mut State, what: &str) {
    state.say(format!("{what} are not looked for yet: there may be some"));
}

/// Arranges panes, and goes from one to another.
fn panes(state: &mut State, action: Action, count: Option<usize>) -> Option<Vec<Effect>> {
    let times = count.unwrap_or(1);
    match action {
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
        Action::Base => {
            if let Some(doc) = state.focused().map(|pane| pane.doc) {
                documents::make_base(state, doc);
            }
        }
        Action::PaneCount => focus::pane_count(state, count),
        Action::Zoom => width::zoom(state),
        Action::Even => width::even(state),
        Action::Wider => width::widen(state, columns(times)),
        Action::Narrower => width::widen(state, -columns(times)),
        Action::Apparatus => focus::apparatus(state),
        Action::IntoApparatus => focus::into_apparatus(state),
        Action::Unlock => lock::unlock(state),
        Action::LockHere => lock::lock_here(state),
        Action::Pin => return Some(pins::pin(state)),
        _ => return None,
    }
    Some(Vec::new())
}

/// Opens and closes folds.
fn folds(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::FoldOpen => return Some(fold::one(state, Turn::Open)),
        Action::FoldClose => return Some(fold::one(state, Turn::Close)),
        Action::FoldToggle => return Some(fold::one(state, Turn::Toggle)),
        Action::FoldsOpen => fold::all(state, true),
        Action::FoldsClose => fold::all(state, false),
        _ => return None,
    }
    Some(Vec::new())
}

/// Finds words, and shows only what answers.
fn words(state: &mut State, action: Action, times: usize) -> Option<Vec<Effect>> {
    match action {
        Action::Search => state.mode = Mode::Find(Field::default()),
        Action::SearchNext => find::next(state, 1, times),
        Action::SearchHere => find::here(state, times),
        Action::SearchPrevious => find::next(state, -1, times),
        Action::OnlyHits => sift::only_hits(state),
        Action::Filter => sift::ask(state),
        Action::ShowAll => sift::show_all(state),
        _ => return None,
    }
    Some(Vec::new())
}

/// Writes notes and takes them back.
fn notes(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::SelectStart => select::begin(state),
        Action::NoteAdd => annotate::add(state, None),
        Action::NotesList => list::open(state, Kind::Notes(None)),
        Action::NoteEdit => annotate::edit(state),
        Action::NoteDelete => return Some(annotate::delete(state)),
        Action::NoteTags => remark::here(state, About::Tags),
        Action::NoteRating => remark::here(state, About::Rating),
        Action::NotePlace => return Some(note_places::add(state, None)),
        Action::NextNotePlace => note_places::next(state),
        Action::NoteWords => respan::here(state),
        Action::NoteConfirm => return Some(confirm::here(state, Answer::Confirm)),
        Action::NoteReject => return Some(confirm::here(state, Answer::Reject)),
        Action::SaveAgain => return Some(annotate::save_again(state)),
        Action::Undo => return Some(undo::undo(state)),
        Action::Redo => return Some(undo::redo(state)),
        _ => return None,
    }
    Some(Vec::new())
}

/// Copies, reports, lists, and leaves.
fn program(
    state: &mut State,
    action: Action,
    times: usize,
    interrupted: bool,
) -> Option<Vec<Effect>> {
    match action {
        Action::Copy => return Some(copy::stop(state)),
        Action::CopyAll => return Some(copy::wordings(state)),
        Action::Report => return Some(documents::report(state)),
        Action::Original => fold::original(state),
        Action::Reload => return Some(reload::ask(state)),
        Action::Configure => return Some(vec![Effect::Configure]),
        Action::Command => prompt::open(state, ""),
        Action::Export => prompt::open(state, "write "),
        Action::Why => list::open(state, Kind::Why),
        Action::Coverage => coverage::open(state),
        Action::Facts => not_looked_for(state, "facts"),
        Action::Quotations => not_looked_for(state, "quotations"),
        Action::Documents => list::open(state, Kind::Documents),
        Action::Help => list::help(state),
        Action::WeakLinks => weak_links(state),
        Action::Theme => theme(state, times),
        Action::Quit => quit(state),
        Action::QuitNow if interrupted => return Some(vec![Effect::Quit]),
        Action::QuitNow => {
            quit(state);
            state.interrupted = true;
        }
        Action::Escape => pins::leave(state),
        _ => return None,
    }
    Some(Vec::new())
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
                    let resizing = state.resizing.take();
                    select::end(state, selection);
                    match resizing {
                        Some((note, at)) => return Some(respan::set(state, note, at, selection)),
                        None => annotate::add(state, Some(selection)),
                    }
                }
                Action::SelectPlace => {
                    select::end(state, selection);
                    return Some(note_places::add(state, Some(selection)));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::Scope;
    use crate::app::geometry::Size;
    use crate::app::sample::{article, set};
    use crate::app::settings::Settings;
    use crate::document::BlockKind;
    use std::sync::Arc;

    #[test]
    fn every_action_of_the_reader_is_done_under_its_subject() {
        let set = Arc::new(set(vec![article(&[(BlockKind::Body, "One. Two.")])]));
        let size = Size {
            width: 120,
            height: 40,
        };
        let reader = State::new(set, size, Settings::default());
        let reads = |action: &&Action| action.group().scope() == Scope::Reader;
        for action in Action::ALL.iter().filter(reads) {
            let mut state = reader.clone();
            let done = anywhere(&mut state, *action);
            let done = done.or_else(|| read(&mut state, *action, None, false));
            assert!(done.is_some(), "{}", action.name());
        }
    }
}
