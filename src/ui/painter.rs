//! Frames onto cells: what must change in the window.

use std::mem;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

use super::display_list::DisplayList;
use super::theme::Theme;
use super::view;
use crate::app::geometry::Size;
use crate::app::state::State;

/// The window as it is drawn and as it was, so that only what is drawn otherwise becomes cells.
#[derive(Debug, Default)]
pub struct Painter {
    size: Option<Size>,
    drawn: DisplayList,
    before: DisplayList,
    runs: Vec<Run>,
    /// The words of the last run.
    words: String,
}

/// Cells that stand side by side and look the same, from a column and row on: one cell with the words of all.
type Run = (u16, u16, Cell);

impl Painter {
    /// Draws a frame; returns where the terminal's own cursor stands. What differs from the frame before is then
    /// in [`Painter::changes`].
    pub fn draw(&mut self, state: &State, theme: &Theme) -> Option<Position> {
        mem::swap(&mut self.drawn, &mut self.before);
        if self.begins_anew(state.size) {
            self.size = Some(state.size);
            self.before = DisplayList::default();
        }
        let cursor = view(state, theme, &mut self.drawn);
        self.runs.clear();
        for y in 0..state.size.height {
            for columns in self.drawn.differing(&self.before, y) {
                let area = Rect::new(columns.start, y, columns.end - columns.start, 1);
                // Small and gone at once, so that the memory of all is the same, and near.
                let painted = |list: &DisplayList| {
                    let mut cells = Buffer::empty(area);
                    list.paint(y, columns.start, &mut cells.content);
                    cells
                };
                let (before, after) = (painted(&self.before), painted(&self.drawn));
                for (x, y, cell) in before.diff_iter(&after) {
                    self.change(x, y, cell);
                }
            }
        }
        self.end_run();
        cursor
    }

    /// Adds a cell to the last run, or begins one: a run is printed with one call, where a pane has hundreds of cells.
    fn change(&mut self, x: u16, y: u16, cell: &Cell) {
        let look = |cell: &Cell| (cell.style(), cell.diff_option);
        let goes_on = self.runs.last().is_some_and(|(from, row, run)| {
            let end = usize::from(*from) + self.words.len();
            (*row, end) == (y, usize::from(x)) && look(run) == look(cell)
        });
        // Only of ASCII every byte is a column.
        if !(goes_on && self.words.is_ascii() && cell.symbol().is_ascii()) {
            self.end_run();
            self.runs.push((x, y, cell.clone()));
        }
        self.words.push_str(cell.symbol());
    }

    fn end_run(&mut self) {
        if let Some((_, _, run)) = self.runs.last_mut() {
            run.set_symbol(&self.words);
        }
        self.words.clear();
    }

    /// Returns what the terminal does not show yet, each with its column and row: cells, or as one cell the words of
    /// several that look the same.
    pub fn changes(&self) -> impl Iterator<Item = (u16, u16, &Cell)> {
        self.runs.iter().map(|(x, y, run)| (*x, *y, run))
    }

    /// Forgets what was drawn: something else may stand in the window.
    pub fn forget(&mut self) {
        self.size = None;
    }

    /// Returns whether the next frame in a window of that size is drawn into an empty one.
    #[must_use]
    pub fn begins_anew(&self, size: Size) -> bool {
        self.size != Some(size)
    }
}
