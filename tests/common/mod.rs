//! The sample story as the reader has it, and keys typed into it, for the tests beside this folder.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::Rect;
use variorum::app::geometry::Size;
use variorum::app::key::{Key, sequence};
use variorum::app::message::{Effect, Msg};
use variorum::app::results::Results;
use variorum::app::settings::Settings;
use variorum::app::state::State;
use variorum::app::update::update;
use variorum::compare::{Options, compare};
use variorum::document::{Document, DocumentSet};
use variorum::load::{Limits, load};
use variorum::text::wrap::Ambiguous;
use variorum::ui::painter::Painter;
use variorum::ui::theme::Theme;

/// Returns the documents of some bytes.
pub(crate) fn documents(inputs: &[(&str, &[u8])]) -> DocumentSet {
    let load = |(path, bytes): &(&str, &[u8])| -> Vec<Document> {
        load(path, bytes, &Limits::default()).unwrap()
    };
    DocumentSet::new(inputs.iter().flat_map(load).collect())
}

/// Returns the sample story.
pub(crate) fn sample() -> DocumentSet {
    documents(&[
        (
            "1-wire.txt",
            include_bytes!("../../assets/sample/1-wire.txt"),
        ),
        (
            "2-agency.txt",
            include_bytes!("../../assets/sample/2-agency.txt"),
        ),
        (
            "3-rewrite.txt",
            include_bytes!("../../assets/sample/3-rewrite.txt"),
        ),
        (
            "4-report.txt",
            include_bytes!("../../assets/sample/4-report.txt"),
        ),
        (
            "5-page.html",
            include_bytes!("../../assets/sample/5-page.html"),
        ),
    ])
}

/// Returns a reader of the sample story; it is compared only once.
pub(crate) fn sample_reader(width: u16, height: u16) -> State {
    static STORY: LazyLock<(Arc<DocumentSet>, Arc<Results>)> = LazyLock::new(|| {
        let set = sample();
        let comparison = compare(&set, &Options::default());
        let results = Results::new(&set, comparison);
        (Arc::new(set), Arc::new(results))
    });
    let (set, results) = &*STORY;
    let mut state = State::new(Arc::clone(set), Size { width, height }, Settings::default());
    update(&mut state, Msg::Compared(Arc::clone(results)));
    state
}

/// Returns the state of a reader that has opened and compared a set.
pub(crate) fn reader(set: DocumentSet, width: u16, height: u16) -> State {
    let set = Arc::new(set);
    let mut state = State::new(
        Arc::clone(&set),
        Size { width, height },
        Settings::default(),
    );
    update(&mut state, compared(&set));
    state
}

/// Types keys in the one notation: `j`, `]u`, `ctrl-d`; words in quotation marks are typed letter by letter.
pub(crate) fn press(state: &mut State, keys: &str) -> Vec<Effect> {
    typed(keys)
        .into_iter()
        .flat_map(|key| update(state, Msg::Key(key)))
        .collect()
}

/// Returns the keys that a line of keys means.
pub(crate) fn typed(keys: &str) -> Vec<Key> {
    let mut found = Vec::new();
    for (nth, part) in keys.split('"').enumerate() {
        if nth % 2 == 1 {
            found.extend(part.chars().map(Key::char));
        } else {
            found.extend(part.split_whitespace().flat_map(|k| sequence(k).unwrap()));
        }
    }
    found
}

/// Returns the frame of a state.
pub(crate) fn frame(state: &State, theme: &Theme) -> Buffer {
    let mut window = Window::new(state);
    window.show(state, theme);
    window.cells
}

/// Returns the cells of a run, each with its column and row.
fn cells((x, y, run): (u16, u16, &Cell)) -> Vec<(u16, u16, Cell)> {
    if !run.symbol().is_ascii() {
        return vec![(x, y, run.clone())];
    }
    let cell = |(column, letter): (u16, char)| {
        let mut cell = run.clone();
        cell.set_symbol(letter.encode_utf8(&mut [0; 4]));
        (column, y, cell)
    };
    (x..).zip(run.symbol().chars()).map(cell).collect()
}

/// A window that shows what a painter changes, as a terminal does.
pub(crate) struct Window {
    painter: Painter,
    pub(crate) cells: Buffer,
}

impl Window {
    pub(crate) fn new(state: &State) -> Self {
        let area = Rect::new(0, 0, state.size.width, state.size.height);
        Self {
            painter: Painter::default(),
            cells: Buffer::empty(area),
        }
    }

    pub(crate) fn show(&mut self, state: &State, theme: &Theme) {
        let area = Rect::new(0, 0, state.size.width, state.size.height);
        if self.cells.area != area {
            self.cells = Buffer::empty(area);
        }
        let _ = self.painter.draw(state, theme);
        let width = |cell: &Cell| state.settings.ambiguous.width(cell.symbol()).max(1);
        for (x, y, cell) in self.painter.changes().flat_map(cells) {
            // A character of which one half is written over is gone.
            for at in x.checked_sub(1).into_iter().chain([x]) {
                if width(&self.cells[(at, y)]) > 1 {
                    for half in at..(at + 2).min(area.right()) {
                        self.cells[(half, y)].set_symbol(" ");
                    }
                }
            }
            for half in x + 1..x + u16::try_from(width(&cell)).unwrap() {
                let mut blank = cell.clone();
                blank.set_symbol(" ").set_diff_option(CellDiffOption::None);
                self.cells[(half, y)] = blank;
            }
            self.cells[(x, y)] = cell;
        }
    }
}

/// Returns the rows of a frame as text.
pub(crate) fn rows(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    let row = |y| {
        let (mut words, mut behind) = (String::new(), 0);
        for x in 0..area.width {
            let symbol = buffer
                .cell((x, y))
                .map_or(" ", ratatui::buffer::Cell::symbol);
            if behind == 0 {
                words.push_str(symbol);
                behind = Ambiguous::Narrow.width(symbol).max(1);
            }
            behind -= 1;
        }
        words.trim_end().to_owned()
    };
    (0..area.height).map(row).collect()
}

/// Returns the message that a set was compared; a set as it was loaded is compared only once.
pub(crate) fn compared(set: &DocumentSet) -> Msg {
    static DONE: Mutex<BTreeMap<Vec<String>, Arc<Results>>> = Mutex::new(BTreeMap::new());
    let results = || Arc::new(Results::new(set, compare(set, &Options::default())));
    if set.version() > 0 {
        return Msg::Compared(results());
    }
    let key = set
        .iter()
        .map(|d| format!("{} {}", d.sha256, d.path))
        .collect();
    let mut done = DONE.lock().unwrap_or_else(PoisonError::into_inner);
    Msg::Compared(Arc::clone(done.entry(key).or_insert_with(results)))
}
