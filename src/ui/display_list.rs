//! A display list: what is drawn, row by row, before it becomes cells. What is drawn as in the frame before costs no
//! cells.
//!
//! A window of 160×50 has 8,000 cells of 48 bytes, and a frame that is drawn into one buffer and compared with
//! another reads and writes all of them several times. Written down as operations it is a few hundred of them, and
//! a step of the cursor changes a few dozen. For example a row whose text stays and whose note sign is new:
//!
//! ```text
//! before   blank 0..80   words 3..78 "The ferry will sail"
//! after    blank 0..80   words 1..2 "*"   words 3..78 "The ferry will sail"
//! differs  1..2
//! ```

use std::iter;
use std::num::NonZero;
use std::ops::Range;

use ratatui::buffer::{Cell, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::geometry::Size;
use crate::text::wrap::{self, Ambiguous};
use crate::text::{Span, sanitize};

/// What is done to the cells from `x` to before `right` of a row, and the style that is laid over theirs.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Operation {
    x: u16,
    right: u16,
    style: Style,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    /// They become blanks.
    Blank,
    /// They keep their characters.
    Style,
    /// Each becomes this sign of one column.
    Sign(&'static str),
    /// They get these bytes of the list's words, from `x` on, as far as they fit.
    Words(Span),
}

/// The operations of a frame.
#[derive(Debug, Default)]
pub struct DisplayList {
    width: u16,
    ambiguous: Ambiguous,
    rows: Vec<Vec<Operation>>,
    words: String,
}

impl DisplayList {
    /// Empties the list for the next frame, in a window of that size; its memory is kept.
    pub fn begin(&mut self, size: Size, ambiguous: Ambiguous) {
        self.width = size.width;
        self.ambiguous = ambiguous;
        self.words.clear();
        self.rows.iter_mut().for_each(Vec::clear);
        self.rows.resize_with(usize::from(size.height), Vec::new);
    }

    /// Fills the part of an area that lies in the window with blanks.
    pub fn fill(&mut self, area: Rect, style: Style) {
        let whole = area.x == 0 && area.right() >= self.width;
        for y in area.top()..area.bottom() {
            if let Some(row) = self.rows.get_mut(usize::from(y)).filter(|_| whole) {
                // Nothing is left of what was drawn there.
                row.clear();
            }
            self.push(area.x, y, area.right(), style, What::Blank);
        }
    }

    /// Lays a style over the cells from `x` to before `right`.
    pub fn restyle(&mut self, x: u16, y: u16, right: u16, style: Style) {
        self.push(x, y, right, style, What::Style);
    }

    /// Puts a sign of one column into every cell from `x` to before `right`.
    pub fn repeat(&mut self, x: u16, y: u16, right: u16, sign: &'static str, style: Style) {
        self.push(x, y, right, style, What::Sign(sign));
    }

    /// Writes words from `x` to before `right`; returns the column behind them.
    pub fn write(&mut self, x: u16, y: u16, right: u16, words: &str, style: Style) -> u16 {
        let right = right.min(self.width);
        let end = if words.bytes().all(|b| matches!(b, b' '..=b'~')) {
            let end = usize::from(x).saturating_add(words.len());
            u16::try_from(end).unwrap_or(right).min(right)
        } else {
            let last = placed(words, x, right, self.ambiguous).last();
            last.map_or(x, |(at, width, _)| at + width)
        };
        let from = self.words.len();
        self.words.push_str(words);
        let what = What::Words(Span::new(from, self.words.len()));
        self.push(x, y, end, style, what);
        end.max(x)
    }

    fn push(&mut self, x: u16, y: u16, right: u16, style: Style, what: What) {
        let right = right.min(self.width);
        let row = self.rows.get_mut(usize::from(y));
        if let Some(row) = row.filter(|_| x < right) {
            row.push(Operation {
                x,
                right,
                style,
                what,
            });
        }
    }

    /// Returns the columns of a row that may look otherwise than in another list, in stretches that do not touch.
    #[must_use]
    pub fn differing(&self, other: &Self, y: u16) -> Vec<Range<u16>> {
        let (own, its) = (self.row(y), other.row(y));
        if (self.width, self.ambiguous) != (other.width, other.ambiguous) || its.is_empty() {
            return iter::once(0..self.width).collect();
        }
        // Cells that only operations touch that both have, in one order, look the same.
        let (mut differing, mut rest) = (Vec::new(), its);
        for operation in own {
            let twin = rest.iter().position(|it| self.same(operation, other, it));
            match twin.and_then(|at| rest.split_at_checked(at)) {
                Some((before, from)) => {
                    differing.extend(before.iter().map(|it| it.x..it.right));
                    rest = from.get(1..).unwrap_or(&[]);
                }
                None => differing.push(operation.x..operation.right),
            }
        }
        differing.extend(rest.iter().map(|it| it.x..it.right));
        self.joined(differing)
    }

    fn row(&self, y: u16) -> &[Operation] {
        self.rows.get(usize::from(y)).map_or(&[], Vec::as_slice)
    }

    fn same(&self, own: &Operation, other: &Self, its: &Operation) -> bool {
        let (What::Words(here), What::Words(there)) = (own.what, its.what) else {
            return own == its;
        };
        let what = own.what;
        *own == Operation { what, ..*its }
            && self.words.get(here.range()) == other.words.get(there.range())
    }

    /// Returns stretches in order, those joined that touch. Each takes in a column more at both ends: half of a wide
    /// character may stand there.
    fn joined(&self, mut stretches: Vec<Range<u16>>) -> Vec<Range<u16>> {
        for stretch in &mut stretches {
            *stretch = stretch.start.saturating_sub(1)..(stretch.end + 1).min(self.width);
        }
        stretches.sort_unstable_by_key(|stretch| stretch.start);
        stretches.dedup_by(|next, before| {
            let touches = next.start <= before.end;
            if touches {
                before.end = before.end.max(next.end);
            }
            touches
        });
        stretches
    }

    /// Draws the columns from `from` on of a row into empty cells.
    pub fn paint(&self, y: u16, from: u16, cells: &mut [Cell]) {
        for operation in self.row(y) {
            let within = |column: u16| usize::from(column.saturating_sub(from)).min(cells.len());
            let range = within(operation.x)..within(operation.right);
            let style = operation.style;
            match operation.what {
                What::Blank => {
                    // Half of a wide character does not stay behind.
                    let before = operation.x.checked_sub(from + 1).map(usize::from);
                    let before = before.and_then(|before| cells.get_mut(before));
                    let wide = |cell: &&mut Cell| self.ambiguous.width(cell.symbol()) > 1;
                    if let Some(cell) = before.filter(wide) {
                        cell.set_symbol(" ");
                    }
                    let mut blank = Cell::EMPTY;
                    blank.set_style(style);
                    each(cells, range, |cell| cell.clone_from(&blank));
                }
                What::Style => each(cells, range, |cell| {
                    cell.set_style(style);
                }),
                What::Sign(sign) => each(cells, range, |cell| {
                    cell.set_symbol(sign).set_style(style);
                }),
                What::Words(words) if !range.is_empty() => {
                    let words = self.words.get(words.range()).unwrap_or("");
                    let clusters = placed(words, operation.x, operation.right, self.ambiguous);
                    for (at, width, cluster) in clusters {
                        self.put(cells, from, (at, width, cluster), style);
                    }
                }
                What::Words(_) => {}
            }
        }
    }

    /// Puts a cluster into its cells. The last line of defence: what could steer the terminal is not written,
    /// whoever let it through.
    fn put(
        &self,
        cells: &mut [Cell],
        from: u16,
        (at, width, cluster): (u16, u16, &str),
        style: Style,
    ) {
        let plain = matches!(cluster.as_bytes(), [b' '..=b'~']);
        let hostile = !plain && cluster.contains(|c| sanitize::stand_in(c).is_some() || c == '\t');
        let symbols = iter::once(if hostile { " " } else { cluster }).chain(iter::repeat(" "));
        for (column, symbol) in (at..at + width).zip(symbols) {
            let cell = column.checked_sub(from);
            let Some(cell) = cell.and_then(|at| cells.get_mut(usize::from(at))) else {
                continue;
            };
            cell.set_symbol(symbol).set_style(style);
            // A cluster may take more columns than its table says: nothing is written onto its second half.
            if let (Ambiguous::Wide, true) = (self.ambiguous, column == at)
                && let Some(width) = NonZero::new(width).filter(|width| width.get() > 1)
            {
                cell.set_diff_option(CellDiffOption::ForcedWidth(width));
            }
        }
    }
}

fn each(cells: &mut [Cell], range: Range<usize>, change: impl FnMut(&mut Cell)) {
    let cells = cells.get_mut(range);
    cells.into_iter().flatten().for_each(change);
}

/// Returns the clusters of words that fit from `x` to before `right`: each with its column and its width.
fn placed(
    words: &str,
    x: u16,
    right: u16,
    ambiguous: Ambiguous,
) -> impl Iterator<Item = (u16, u16, &str)> {
    let mut at = x;
    wrap::clusters(words)
        .map(move |(_, cluster)| {
            let width = u16::try_from(ambiguous.cluster(cluster)).unwrap_or(0);
            let from = at;
            at = at.saturating_add(width);
            (from, width, cluster)
        })
        .take_while(move |(from, width, _)| from + width <= right)
        .filter(|(_, width, _)| *width > 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::Color;

    use super::*;

    const WIDTH: u16 = 12;
    const SIZE: Size = Size {
        width: WIDTH,
        height: 1,
    };

    /// Returns a list of one row: a letter for what is drawn, the columns, and a colour.
    fn list(drawn: &[(char, u16, u16, u8)]) -> DisplayList {
        let mut list = DisplayList::default();
        list.begin(SIZE, Ambiguous::Narrow);
        list.fill(
            Rect::new(0, 0, WIDTH, 1),
            Style::new().bg(Color::Indexed(0)),
        );
        for (what, x, right, colour) in drawn {
            let style = Style::new().bg(Color::Indexed(*colour));
            match what {
                'b' => list.fill(Rect::new(*x, 0, right.saturating_sub(*x), 1), style),
                's' => list.restyle(*x, 0, *right, style),
                'l' => list.repeat(*x, 0, *right, "-", style),
                'w' => {
                    list.write(*x, 0, *right, "나루 ab", style);
                }
                _ => {
                    list.write(*x, 0, *right, "ferry", style);
                }
            }
        }
        list
    }

    fn differing(after: &DisplayList, before: &DisplayList) -> Vec<(u16, u16)> {
        let stretches = after.differing(before, 0).into_iter();
        stretches
            .map(|stretch| (stretch.start, stretch.end))
            .collect()
    }

    fn painted(list: &DisplayList) -> Vec<Cell> {
        let mut cells = vec![Cell::EMPTY; usize::from(WIDTH)];
        list.paint(0, 0, &mut cells);
        cells
    }

    #[test]
    fn only_what_is_drawn_otherwise_differs() {
        let before = list(&[('t', 3, 12, 1), ('l', 11, 12, 1)]);
        assert_eq!(differing(&before, &before), []);
        let half = list(&[('w', 1, 2, 1), ('t', 3, 12, 1), ('l', 11, 12, 1)]);
        assert_eq!(
            differing(&half, &before),
            [],
            "half a character is not drawn"
        );
        let signed = list(&[('l', 1, 2, 1), ('t', 3, 12, 1), ('l', 11, 12, 1)]);
        assert_eq!(differing(&signed, &before), [(0, 3)]);
        let moved = list(&[('t', 3, 12, 2)]);
        assert_eq!(differing(&moved, &before), [(2, 9), (10, 12)]);
        assert_eq!(differing(&before, &DisplayList::default()), [(0, WIDTH)]);
    }

    #[test]
    fn words_end_before_the_column_that_is_theirs_no_more() {
        let mut list = list(&[]);
        let style = Style::new();
        assert_eq!(list.write(8, 0, 40, "ferry", style), 12);
        assert_eq!(list.write(8, 0, 11, "나루", style), 10);
        assert_eq!(list.write(11, 0, 9, "ferry", style), 11);
        assert_eq!(list.write(0, 7, 12, "ferry", style), 5);
    }

    proptest! {
        #[test]
        fn painting_what_differs_makes_the_row_that_is_painted_anew(
            before in prop::collection::vec(operation(), 0..6),
            (out, at) in (0usize..8, 0usize..6),
            new in prop::collection::vec(operation(), 0..3),
        ) {
            let mut after = before.clone();
            after.drain(out.min(after.len())..(out + 1).min(after.len()));
            let at = at.min(after.len());
            after.splice(at..at, new);
            let (before, after) = (list(&before), list(&after));
            let (mut cells, anew) = (painted(&before), painted(&after));
            for stretch in after.differing(&before, 0) {
                let range = usize::from(stretch.start)..usize::from(stretch.end);
                let mut fresh = vec![Cell::EMPTY; range.len()];
                after.paint(0, stretch.start, &mut fresh);
                cells[range].clone_from_slice(&fresh);
            }
            prop_assert_eq!(cells, anew);
        }
    }

    fn operation() -> impl Strategy<Value = (char, u16, u16, u8)> {
        let what = prop::sample::select(vec!['b', 's', 'l', 'w', 't']);
        (what, 0..WIDTH, 0..WIDTH + 2, 0u8..2)
    }
}
