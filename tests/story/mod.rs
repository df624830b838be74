//! Stories: keys typed into the real loop with a real notes log, and what stands on the screen in the end.

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use tempfile::TempDir;
use variorum::app::geometry::Size;
use variorum::app::key::Key;
use variorum::app::message::Msg;
use variorum::app::results::Results;
use variorum::app::settings::Settings;
use variorum::app::state::State;
use variorum::app::update::update;
use variorum::compare::constraint::Constraint;
use variorum::compare::{Options, compare};
use variorum::document::DocumentSet;
use variorum::run::editor::Editor;
use variorum::run::reader::run;
use variorum::run::scribe::Scribe;
use variorum::run::stage::Stage;
use variorum::run::workers::Workers;
use variorum::ui::theme::Theme;

use crate::common::{compared, frame, rows, sample, typed};

/// A stage that keeps the last screen, and types the next key when nothing is left to be saved, read or compared,
/// as a person would who waits for "saved". After the last key it ends the program.
struct Paper {
    screen: Vec<String>,
    keys: VecDeque<Key>,
    sender: Sender<Msg>,
    /// The state after the last key.
    last: Option<State>,
    /// What was handed to the clipboard.
    copied: Vec<String>,
}

impl Stage for Paper {
    fn show(&mut self, state: &State) -> io::Result<()> {
        if self.last.is_some() {
            return Ok(());
        }
        self.screen = rows(&frame(state, &Theme::of_roles()));
        if state.unanswered == 0 && state.loading == 0 && !state.comparing {
            let next = self.keys.pop_front().map(Msg::Key).unwrap_or_else(|| {
                self.last = Some(state.clone());
                Msg::Terminate
            });
            // The loop may have ended with the key before.
            let _ = self.sender.send(next);
        }
        Ok(())
    }

    fn copy(&mut self, text: &str) -> io::Result<String> {
        self.copied.push(text.to_owned());
        Ok("copied".to_owned())
    }

    fn lend(&mut self, work: &mut dyn FnMut()) -> io::Result<Size> {
        work();
        self.stop()
    }

    fn stop(&mut self) -> io::Result<Size> {
        Ok(Size {
            width: 120,
            height: 40,
        })
    }
}

/// Returns the message that a set was compared by these pins and cuts.
fn compared_by(set: &DocumentSet, constraints: &[Constraint]) -> Msg {
    if constraints.is_empty() {
        return compared(set);
    }
    let options = Options {
        constraints,
        ..Options::default()
    };
    let results = Results::new(set, compare(set, &options)).by(constraints.to_vec());
    Msg::Compared(Arc::new(results))
}

/// What a story ends with.
pub(crate) struct Ending {
    pub(crate) state: State,
    pub(crate) screen: Vec<String>,
    /// Keys that were not needed.
    pub(crate) left: usize,
    /// What was handed to the clipboard.
    pub(crate) copied: Vec<String>,
}

impl Ending {
    /// Returns whether words stand on the screen.
    pub(crate) fn says(&self, words: &str) -> bool {
        self.screen.iter().any(|row| row.contains(words))
    }

    /// Returns the whole screen.
    pub(crate) fn text(&self) -> String {
        self.screen.join("\n")
    }

    /// Returns the words of the stop under the cursor.
    pub(crate) fn stop(&self) -> String {
        let (doc, stop) = self.state.cursor().unwrap();
        self.state
            .set
            .get(doc)
            .unwrap()
            .text
            .slice(stop.span)
            .to_owned()
    }

    /// Returns the words of all notes.
    pub(crate) fn notes(&self) -> Vec<String> {
        self.state
            .notes
            .set
            .iter()
            .map(|n| n.text.clone())
            .collect()
    }
}

/// Tells a story: keys typed into a reader of a set whose notes are kept in `folder`.
pub(crate) fn story_in(folder: &Path, set: DocumentSet, keys: &str) -> Ending {
    story_with(Scribe::new(Ok(folder.join("notes.jsonl"))), set, keys)
}

/// Tells a story with this writer of notes.
pub(crate) fn story_with(scribe: Scribe, set: DocumentSet, keys: &str) -> Ending {
    told(scribe, opened(set), keys, None)
}

/// Returns a reader that has opened and compared a set.
fn opened(set: DocumentSet) -> State {
    let set = Arc::new(set);
    let size = Size {
        width: 120,
        height: 40,
    };
    let mut state = State::new(Arc::clone(&set), size, Settings::default());
    update(&mut state, compared(&set));
    state
}

/// Tells a story in which the editor is this command.
pub(crate) fn story_edited(editor: &str, set: DocumentSet, keys: &str) -> Ending {
    let folder = TempDir::new().unwrap();
    let scribe = Scribe::new(Ok(folder.path().join("notes.jsonl")));
    told(scribe, opened(set), keys, Some(editor))
}

/// Tells how a story goes on from a state; notes are kept in `folder`.
pub(crate) fn go_on(folder: &Path, state: State, keys: &str) -> Ending {
    let state = State {
        terminated: false,
        leaving: false,
        ..state
    };
    told(
        Scribe::new(Ok(folder.join("notes.jsonl"))),
        state,
        keys,
        None,
    )
}

fn told(scribe: Scribe, mut state: State, keys: &str, editor: Option<&str>) -> Ending {
    let (sender, inbox) = channel();
    let workers = Workers::new(scribe.start(sender.clone()), sender.clone());
    let workers = workers.with_editor(editor.map(Editor::new));
    // The log is read before the first key.
    for _ in update(&mut state, inbox.recv().unwrap()) {
        let results = compared_by(&state.set, &state.constraints);
        update(&mut state, results);
    }
    let mut paper = Paper {
        screen: Vec::new(),
        keys: typed(keys).into(),
        sender,
        last: None,
        copied: Vec::new(),
    };
    let state = run(state, &inbox, &mut paper, &mut { workers }).unwrap();
    Ending {
        state: paper.last.unwrap_or(state),
        screen: paper.screen,
        left: paper.keys.len(),
        copied: paper.copied,
    }
}

/// Tells a story of the sample.
pub(crate) fn story(keys: &str) -> Ending {
    story_in(TempDir::new().unwrap().path(), sample(), keys)
}
