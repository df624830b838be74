//! A size becomes areas: what update reckons with is what view draws into.

use ratatui::layout::{Position, Rect};

/// Columns of a pane that are not text: two of the gutter, a space, and the strip at the right.
const GUTTER: u16 = 3;
/// A blank column and that of the strip.
pub const STRIP: u16 = 2;
/// Under this size there is only a message.
pub const LEAST: (u16, u16) = (16, 4);
/// The fewest columns that a pane beside others may have.
const NARROWEST: u16 = 32;

/// The size of the window, in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// Where everything stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Areas {
    /// One row at the top.
    pub header: Rect,
    /// One row of titles; a pane's title is as wide as the pane.
    pub titles: u16,
    /// Columns of the gutter in each pane.
    pub gutter: u16,
    /// The panes, gutter and strip included, all of one width unless a person made one wider.
    pub panes: Vec<Rect>,
    /// The apparatus, its rule included.
    pub apparatus: Option<Rect>,
    /// One row at the foot.
    pub status: Rect,
}

impl Areas {
    /// Returns H, the rows of text in a pane.
    #[must_use]
    pub fn height(&self) -> i32 {
        self.panes.first().map_or(1, |p| i32::from(p.height))
    }

    /// Returns the columns of text in a pane, by its place in the window; in one that is not seen those of the first.
    #[must_use]
    pub fn text_width(&self, nth: Option<usize>) -> u16 {
        let pane = nth.and_then(|nth| self.panes.get(nth));
        pane.or(self.panes.first())
            .map_or(1, |pane| self.text_width_of(pane))
    }

    /// Returns the columns of text in all panes.
    #[must_use]
    pub fn text_widths(&self) -> Vec<u16> {
        self.panes.iter().map(|p| self.text_width_of(p)).collect()
    }

    /// Returns by how many columns each pane is wider than even.
    #[must_use]
    pub fn extra(&self) -> Vec<i32> {
        let count = u16::try_from(self.panes.len()).unwrap_or(1).max(1);
        let even = i32::from(even(self.header.width, count));
        let own = self.panes.iter().map(|pane| i32::from(pane.width));
        own.map(|width| width - even).collect()
    }

    /// Returns the pane on a cell, by its place in the window.
    #[must_use]
    pub fn pane_at(&self, x: u16, y: u16) -> Option<usize> {
        let on = |pane: &Rect| pane.contains(Position { x, y });
        self.panes.iter().position(on)
    }

    fn text_width_of(&self, pane: &Rect) -> u16 {
        pane.width.saturating_sub(self.gutter + STRIP).max(1)
    }

    /// Makes panes so many columns wider or narrower than even, as far as each keeps the fewest that it may have.
    /// Does nothing where there is another number of panes.
    pub fn spread(&mut self, extra: &[i32]) {
        let even = self.panes.first().map_or(0, |p| i32::from(p.width));
        if extra.len() != self.panes.len() {
            return;
        }
        let least = i32::from(NARROWEST).min(even);
        let mut widths: Vec<i32> = extra.iter().map(|e| (even + e).max(least)).collect();
        let mut over = widths.iter().sum::<i32>() - even * i32::try_from(extra.len()).unwrap_or(1);
        while let Some(widest) = widths.iter_mut().max().filter(|w| over > 0 && **w > least) {
            *widest -= 1;
            over -= 1;
        }
        let mut x = 0;
        for (pane, width) in self.panes.iter_mut().zip(widths) {
            (pane.x, pane.width) = (x, u16::try_from(width).unwrap_or(pane.width));
            x += pane.width + 1;
        }
    }
}

/// Returns the columns that each of some panes has, a line between them.
fn even(width: u16, count: u16) -> u16 {
    (width - (count - 1)) / count
}

/// Returns how many panes a width holds, and how many it has by default, both at most `documents`.
#[must_use]
pub fn pane_counts(width: u16, documents: usize) -> (usize, usize) {
    let room = usize::from((width + 1) / (NARROWEST + 1)).max(1);
    let usual = match width {
        0..=99 => 1,
        100..=119 => 2,
        _ => 3,
    };
    let most = room.min(documents.max(1));
    (most, most.min(usual))
}

/// Returns where everything stands in a window, and `None` where it is too small for anything.
///
/// `panes` and `apparatus` are what the person chose, `None` where the size decides; without a `gutter` the text
/// has its columns.
#[must_use]
pub fn areas(
    size: Size,
    documents: usize,
    panes: Option<usize>,
    apparatus: Option<bool>,
    gutter: bool,
) -> Option<Areas> {
    if size.width < LEAST.0 || size.height < LEAST.1 {
        return None;
    }
    let (most, usual) = pane_counts(size.width, documents);
    let count = u16::try_from(panes.map_or(usual, |p| p.clamp(1, most))).unwrap_or(1);
    let foot = if apparatus.unwrap_or(size.height >= 24) {
        (size.height / 3)
            .min(12)
            .min(foot_wanted(size.width, documents))
    } else {
        0
    };
    let foot = if foot >= 3 {
        foot.min(size.height.saturating_sub(4))
    } else {
        0
    };
    let text = size.height - 3 - foot;
    let width = even(size.width, count);
    let panes = (0..count)
        .map(|i| Rect::new(i * (width + 1), 2, width, text))
        .collect();
    Some(Areas {
        header: Rect::new(0, 0, size.width, 1),
        titles: 1,
        gutter: if gutter { GUTTER } else { 0 },
        panes,
        apparatus: (foot > 0).then(|| Rect::new(0, 2 + text, size.width, foot)),
        status: Rect::new(0, size.height - 1, size.width, 1),
    })
}

/// Returns the most rows that the apparatus of so many documents is of use in: its rule, and a long sentence of each.
fn foot_wanted(width: u16, documents: usize) -> u16 {
    const SENTENCE: usize = 300;
    const LABEL: u16 = 24;
    let columns = usize::from(width.saturating_sub(LABEL).max(1));
    let rows = (documents * SENTENCE).div_ceil(columns).max(documents + 1);
    u16::try_from(rows + 1).unwrap_or(u16::MAX)
}

/// Returns the rows of the summary: one a document, and `lead` blank ones or at least one; at most half of a
/// pane, none where H < 8.
#[must_use]
pub fn summary_height(height: i32, documents: usize, lead: i32) -> i32 {
    if height < 8 {
        return 0;
    }
    let lines = i32::try_from(documents).unwrap_or(i32::MAX - height);
    (lines + lead.max(1)).min(height / 2)
}

/// Returns the size of the box that lists and pages have over the text.
#[must_use]
pub fn page(size: Size, lines: usize) -> (u16, u16) {
    let width = size
        .width
        .saturating_sub(4)
        .min(104)
        .max(size.width.min(16));
    let height = u16::try_from(lines + 2)
        .unwrap_or(u16::MAX)
        .min(size.height.saturating_sub(2));
    (width, height)
}

/// Returns the columns that the lines of a box over the text have.
#[must_use]
pub fn page_columns(size: Size) -> usize {
    let (width, _) = page(size, 0);
    usize::from(width.saturating_sub(4)).max(8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(width: u16, height: u16) -> Areas {
        areas(Size { width, height }, 5, None, None, true).unwrap()
    }

    #[test]
    fn the_number_of_panes_follows_the_width() {
        assert_eq!(
            [80, 100, 120, 200].map(|w| at(w, 40).panes.len()),
            [1, 2, 3, 3]
        );
        assert_eq!(
            areas(
                Size {
                    width: 200,
                    height: 40
                },
                2,
                None,
                None,
                true
            )
            .unwrap()
            .panes
            .len(),
            2
        );
        assert_eq!(pane_counts(80, 5), (2, 1));
    }

    #[test]
    fn the_apparatus_opens_where_there_are_24_rows() {
        assert_eq!(at(80, 24).apparatus.map(|a| a.height), Some(8));
        assert_eq!(at(80, 50).apparatus.map(|a| a.height), Some(12));
        assert_eq!(at(80, 23).apparatus, None);
        assert!(
            areas(
                Size {
                    width: 15,
                    height: 40
                },
                5,
                None,
                None,
                true
            )
            .is_none()
        );
    }

    #[test]
    fn areas_never_overlap_and_fill_the_window() {
        for width in [16, 40, 99, 133, 250] {
            for height in [4, 5, 12, 24, 60] {
                let areas = at(width, height);
                let rows = areas.height() + 3 + areas.apparatus.map_or(0, |a| i32::from(a.height));
                assert_eq!(rows, i32::from(height));
                let last = areas.panes.last().unwrap();
                assert!(last.right() <= width && areas.panes.iter().all(|p| p.width == last.width));
            }
        }
    }
}
