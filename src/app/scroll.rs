//! Where the focused pane's top goes when its cursor moves (rules 2 and 7).

use super::column::Column;
use crate::text::Span;

/// How the focused pane scrolls to a new cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bring {
    /// Only as far as needed (rule 2).
    Least,
    /// As needed where the target is in sight, else to a third of the pane.
    Jump,
    /// The stop's first row on this screen row.
    At(i32),
    /// The pane's top on this row of the column.
    Top(i32),
}

/// Returns the top at which a stop is shown.
#[must_use]
pub fn top_for(column: &Column, stop: Span, top: i32, height: i32, bring: Bring) -> i32 {
    let (first, last) = column.rows_of(stop);
    match bring {
        Bring::At(row) => first - row,
        Bring::Top(top) => top,
        Bring::Jump if last - first < height && (first < top || first >= top + height) => {
            first - height / 3
        }
        Bring::Least | Bring::Jump => least(first, last, top, height, column.height()),
    }
}

/// Returns the top nearest to the present one that shows rows `first..=last` of a stop: its first row
/// inside the margin, and the whole of it where it fits; of the two the first row wins (rules 2 and 7).
fn least(first: i32, last: i32, top: i32, height: i32, rows: i32) -> i32 {
    if last - first + 1 > height {
        return first;
    }
    let margin = 3.min((height - 1) / 4);
    let (low, high) = (first - (height - 1 - margin), first - margin);
    let (whole_low, whole_high) = (last - height + 1, first);
    // At the ends of the text there is nothing to keep a margin for.
    let (low, high) = (
        low.min((rows - height).max(first - height + 1)),
        high.max(first.min(0)),
    );
    let (both_low, both_high) = (low.max(whole_low), high.min(whole_high));
    if both_low <= both_high {
        top.clamp(both_low, both_high)
    } else {
        whole_low.clamp(low, high)
    }
}

#[cfg(test)]
mod tests {
    use super::least;

    #[test]
    fn the_pane_scrolls_only_as_far_as_needed() {
        // H = 20, so the margin is 3: the first row may be on screen rows 3 to 16.
        assert_eq!(least(10, 12, 5, 20, 100), 5);
        assert_eq!(least(10, 12, 8, 20, 100), 7);
        assert_eq!(least(30, 31, 5, 20, 100), 14);
        assert_eq!(least(30, 38, 5, 20, 100), 19);
    }

    #[test]
    fn of_whole_stop_and_margin_the_first_row_wins() {
        assert_eq!(least(30, 48, 0, 20, 100), 27);
    }

    #[test]
    fn the_ends_of_the_text_need_no_margin() {
        assert_eq!(least(0, 0, 4, 20, 100), 0);
        assert_eq!(least(99, 99, 70, 20, 100), 80);
        assert_eq!(least(0, 1, -5, 20, 100), -5);
    }

    #[test]
    fn a_stop_taller_than_the_window_begins_at_its_first_row() {
        assert_eq!(least(10, 40, 0, 8, 100), 10);
    }
}
