//! State as plain data: the documents, the frame being read, and what a person is doing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::annotate::Draft;
use super::choices::Loaded;
use super::column::{Column, Fold, Stop, folds};
use super::filter::Filter;
use super::find::Query;
use super::frame::{Frame, OpenFolds, Pane};
use super::geometry::{self, Areas, Size};
use super::key::Key;
use super::keymap::Keymap;
use super::list::List;
use super::marks::Wanted;
use super::notes::Notes;
use super::places::Opened;
use super::prompt::Prompt;
use super::remark::Remark;
use super::resize::Kept;
use super::select::Selection;
use super::settings::{Idle, Settings};
use super::summary::Facts;
use super::trail::{Places, Trail};
use super::width::Zoom;
use crate::compare::align::Alignment;
use crate::compare::constraint::Constraint;
use crate::compare::passage::{Comparison, Place};
use crate::document::{DocId, Document, DocumentSet};
use crate::notes::NoteId;
use crate::text::sanitize;

/// What a person is doing.
#[derive(Clone, Debug, Default)]
pub enum Mode {
    /// Reading.
    #[default]
    Read,
    /// Selecting words in the focused pane.
    Select(Selection),
    /// Typing what to search for.
    Find(super::draft::Field),
    /// Typing a filter.
    Filter(super::draft::Field),
    /// Typing a command.
    Command(Prompt),
    /// Writing a note.
    Write(Draft),
    /// Typing tags or a rating.
    Remark(Remark),
    /// Looking at a list or a page over the text.
    List(List),
    /// Typing which lines of a list to show.
    FindInList(List, super::draft::Field),
    /// Choosing a document in the apparatus; the index of its row.
    Apparatus(usize),
    /// Typing the letter of a mark.
    Letter(Wanted),
    /// Answering whether to leave with an unsaved note.
    Leave,
}

/// Everything the screen is drawn from.
#[derive(Clone, Debug)]
pub struct State {
    /// Which of the themes is on.
    pub theme: usize,
    /// Whether the terminal has a light background, where it said so.
    pub light: Option<bool>,
    /// The documents.
    pub set: Arc<DocumentSet>,
    /// The folds of each document.
    pub folds: Vec<Vec<Fold>>,
    /// What the loader said of each document, before choices about it.
    pub loaded: Vec<Loaded>,
    /// Whether blocks of a document have a label of a person.
    pub labelled: bool,
    /// What the summary counts in each document.
    pub facts: Vec<Facts>,
    /// Unset until the comparison is done.
    pub comparison: Option<Arc<Comparison>>,
    /// Whether a comparison of the documents as they are now is going on.
    pub comparing: bool,
    /// Whether the documents are only the beginnings of those that are being read.
    pub beginnings: bool,
    /// How many times files were asked for that have not come.
    pub loading: usize,
    /// The places of the comparison that a trail walks.
    pub places: Places,
    /// Stops and counterparts.
    pub alignment: Arc<Alignment>,
    /// The document read first, if it is still open: coverage and the summary go by it.
    pub chosen_base: DocId,
    /// The window.
    pub size: Size,
    /// Unset where the window is too small.
    pub areas: Option<Areas>,
    /// The documents in panes, laid out.
    pub columns: BTreeMap<DocId, Column>,
    /// The frame being read.
    pub frame: Frame,
    /// The frame at the last key.
    pub settled: Option<Kept>,
    /// Frames before the last jumps, the present place in them counted from the end, and those ahead.
    pub back: Vec<Kept>,
    /// Frames to go forward to.
    pub forward: Vec<Kept>,
    /// Places that letters name.
    pub marks: BTreeMap<char, Place>,
    /// The first place of a pin whose second is awaited.
    pub pin: Option<Place>,
    /// What pins and cuts say of the documents as they are now.
    pub constraints: Vec<Constraint>,
    /// Frames that Tab left, for S-Tab; true where it was Tab.
    pub tabbed: Vec<(bool, Kept)>,
    /// Counterparts chosen by a person: from a stop, in a document, the stop that was chosen.
    pub chosen: BTreeMap<(DocId, u32, DocId), u32>,
    /// The number of panes that a person chose.
    pub pane_choice: Option<usize>,
    /// The frame before one pane was zoomed to the whole window, and its cursor.
    pub zoom: Option<Box<Zoom>>,
    /// By how many columns a person made each pane wider than even.
    pub widths: Vec<i32>,
    /// Whether a person opened or closed the apparatus.
    pub apparatus_choice: Option<bool>,
    /// Whether weak links are shown.
    pub weak: bool,
    /// Whether unlinked panes go along, as for revisions of one text.
    pub parallel: bool,
    /// What `.` and `,` walk.
    pub trail: Trail,
    /// What was searched for, and its hits.
    pub query: Option<Query>,
    /// What is shown only, where not everything is.
    pub filter: Option<Filter>,
    /// How many times what is hidden changed.
    pub sifted: u32,
    /// The notes, and where they stand.
    pub notes: Notes,
    /// Whether the log was read at the start; what is read later is of other windows.
    pub notes_read: bool,
    /// Notes left with Esc.
    pub drafts: Vec<Draft>,
    /// The note that was written, opened or visited last.
    pub open_note: Option<Opened>,
    /// The note, and which of its targets, for which other words are being selected.
    pub resizing: Option<(NoteId, usize)>,
    /// What the person is doing.
    pub mode: Mode,
    /// Keys of a sequence that has not ended.
    pub typed: Vec<Key>,
    /// A count typed before a key.
    pub count: Option<usize>,
    /// The live keys.
    pub keymap: Keymap,
    /// Commands that were typed, the last one last.
    pub commands: Vec<String>,
    /// Whether a key was pressed: until then the first screen may still be arranged.
    pub touched: bool,
    /// Whether it goes on where the same set was left.
    pub resumed: bool,
    /// A word in the status line.
    pub message: Option<String>,
    /// What it was started with.
    pub settings: Settings,
    /// Notes handed over to be saved whose answer has not come.
    pub unanswered: usize,
    /// Whether the reader ends as soon as every answer has come.
    pub leaving: bool,
    /// Whether the reader was asked to end by a signal, or because the terminal is gone.
    pub terminated: bool,
    /// Whether the process stops as soon as every answer has come.
    pub stopping: bool,
    /// Whether Ctrl-C was pressed just before.
    pub interrupted: bool,
    /// Whether the sheet of the first keys was seen.
    pub sheet_seen: bool,
}

impl State {
    /// Returns the state of a reader that has just opened a set.
    #[must_use]
    pub fn new(set: Arc<DocumentSet>, size: Size, settings: Settings) -> Self {
        let alignment = Arc::new(Alignment::new(&set, None));
        let message = unread(&settings.skipped).or_else(|| lonely(&set));
        let mut state = Self {
            folds: Vec::new(),
            loaded: Vec::new(),
            labelled: false,
            facts: Vec::new(),
            comparison: None,
            comparing: true,
            beginnings: false,
            loading: 0,
            places: Places::default(),
            alignment,
            chosen_base: DocId(0),
            size,
            areas: None,
            columns: BTreeMap::new(),
            frame: Frame {
                panes: Vec::new(),
                first: 0,
                focus: 0,
                above: 0,
                lead: 0,
                open: Vec::new(),
                recent: Vec::new(),
            },
            settled: None,
            back: Vec::new(),
            forward: Vec::new(),
            marks: BTreeMap::new(),
            pin: None,
            constraints: Vec::new(),
            tabbed: Vec::new(),
            chosen: BTreeMap::new(),
            pane_choice: settings.panes,
            zoom: None,
            widths: Vec::new(),
            apparatus_choice: None,
            weak: settings.weak,
            parallel: settings.idle == Idle::Parallel,
            trail: Trail::Only,
            query: None,
            filter: None,
            sifted: 0,
            notes: Notes::default(),
            notes_read: false,
            drafts: Vec::new(),
            open_note: None,
            resizing: None,
            mode: Mode::Read,
            typed: Vec::new(),
            count: None,
            keymap: settings.keymap.clone(),
            commands: Vec::new(),
            touched: false,
            resumed: false,
            message,
            settings,
            theme: 0,
            light: None,
            unanswered: 0,
            leaving: false,
            terminated: false,
            stopping: false,
            interrupted: false,
            sheet_seen: false,
            set,
        };
        state.admit();
        state.arrange();
        super::motion::start(&mut state);
        super::resize::remember(&mut state);
        state
    }

    /// Takes in the documents at the end of the set that are new.
    pub fn admit(&mut self) {
        let set = Arc::clone(&self.set);
        for document in set.iter().skip(self.folds.len()) {
            self.folds.push(folds(document));
            self.loaded.push(Loaded::of(document));
            self.facts.push(Facts::of(document));
        }
        self.frame
            .open
            .resize_with(self.folds.len(), OpenFolds::default);
    }

    /// Returns the document read first: the one that was chosen, else the first that is open.
    #[must_use]
    pub fn base(&self) -> DocId {
        let chosen = Some(self.chosen_base).filter(|doc| self.set.is_open(*doc));
        chosen.or(self.set.ids().next()).unwrap_or_default()
    }

    /// Returns the open documents, the base before the others.
    #[must_use]
    pub fn base_first(&self) -> Vec<DocId> {
        let mut ids: Vec<DocId> = self.set.ids().collect();
        let base = self.base();
        ids.sort_by_key(|id| *id != base);
        ids
    }

    /// Makes a document the one read first, before any key.
    pub fn read_first(&mut self, base: DocId) {
        if self.set.get(base).is_some() {
            self.chosen_base = base;
            super::focus::show_alone(self, base);
            super::motion::start(self);
            super::resize::remember(self);
        }
    }

    /// Returns H, the rows of text in a pane.
    #[must_use]
    pub fn height(&self) -> i32 {
        self.areas.as_ref().map_or(1, Areas::height)
    }

    /// Returns the rows of the summary.
    #[must_use]
    pub fn summary_height(&self) -> i32 {
        geometry::summary_height(self.height(), self.set.len(), self.frame.lead)
    }

    /// Returns the indices of the panes that are seen.
    #[must_use]
    pub fn seen(&self) -> std::ops::Range<usize> {
        let count = self
            .areas
            .as_ref()
            .map_or(0, |a| a.panes.len())
            .min(self.frame.panes.len());
        self.frame.first..self.frame.first + count
    }

    /// Returns the focused pane. There is always one: a set is never empty.
    #[must_use]
    pub fn focused(&self) -> Option<&Pane> {
        self.frame.panes.get(self.frame.focus)
    }

    /// Returns the focused pane, its document laid out, and the document.
    #[must_use]
    pub fn reading(&self) -> Option<(&Pane, &Column, &Document)> {
        let pane = self.focused()?;
        Some((pane, self.columns.get(&pane.doc)?, self.set.get(pane.doc)?))
    }

    /// Returns the stop under the cursor.
    #[must_use]
    pub fn cursor(&self) -> Option<(DocId, Stop)> {
        let (pane, column, _) = self.reading()?;
        let stop = column.stop_at(pane.cursor.start)?;
        // Until the next key the stop keeps the limits that it had when results came.
        Some((
            pane.doc,
            Stop {
                span: pane.cursor,
                fold: stop.fold,
            },
        ))
    }

    /// Returns the screen row of the first row of the cursor's stop.
    #[must_use]
    pub fn anchor(&self) -> i32 {
        self.reading().map_or(0, |(pane, column, _)| {
            column.rows_of(pane.cursor).0 - pane.top
        })
    }

    /// Returns the frames of the past that can be shown again.
    pub fn past_frames(&mut self) -> impl Iterator<Item = &mut Frame> {
        let jumps = self.back.iter_mut().chain(&mut self.forward);
        let tabbed = self.tabbed.iter_mut().map(|(_, kept)| kept);
        let zoom = self.zoom.iter_mut().map(|zoom| &mut zoom.kept);
        jumps.chain(tabbed).chain(zoom).map(Kept::frame_mut)
    }

    /// Says a word in the status line.
    pub fn say(&mut self, message: impl Into<String>) {
        let message = message.into();
        self.message = Some(sanitize::line(&message).into_owned());
    }
}

impl State {
    /// Says something beside what is said already, which was not of the person's own doing.
    pub fn say_too(&mut self, message: impl AsRef<str>) {
        let more = message.as_ref();
        let message = match self.message.take() {
            Some(before) if before.contains(more) => before,
            Some(before) => format!("{before}; {more}"),
            None => more.to_owned(),
        };
        self.say(message);
    }
}

fn unread(skipped: &[String]) -> Option<String> {
    match skipped {
        [] => None,
        [one] => Some(format!("not read: {one}")),
        many => Some(format!("{} inputs were not read: o says why", many.len())),
    }
}

fn lonely(set: &DocumentSet) -> Option<String> {
    (set.len() < 2).then(|| "one article only: there is nothing to compare it with".to_owned())
}
