//! A stretch of a text: byte offsets on character boundaries, end exclusive.

use std::ops::Range;

/// A stretch of a text in bytes, from `start` to before `end`. Texts are at most 32 MiB, so offsets fit `u32`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset of the first byte behind the span.
    pub end: u32,
}

impl Span {
    /// Returns the span from `start` to before `end`, in bytes.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start: Self::offset(start),
            end: Self::offset(end),
        }
    }

    /// Returns a byte offset, or a place in a list, in the width in which it is kept; none is past 4 GiB (files are
    /// limited).
    #[must_use]
    pub fn offset(at: usize) -> u32 {
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Returns the byte range for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Returns the length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Returns whether nothing lies between start and end.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Returns whether the byte at `at` lies inside.
    #[must_use]
    pub fn holds(self, at: u32) -> bool {
        self.start <= at && at < self.end
    }

    /// Returns whether `other` lies wholly inside.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns whether the two have at least one byte in common.
    #[must_use]
    pub fn touches(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the common part, if there is one.
    #[must_use]
    pub fn common(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end })
    }

    /// Returns the smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn spans_that_only_meet_have_nothing_in_common() {
        let (a, b) = (Span::new(0, 4), Span::new(4, 6));
        assert!(!a.touches(b));
        assert_eq!(a.common(b), None);
        assert_eq!(a.join(b), Span::new(0, 6));
        assert_eq!(a.common(Span::new(2, 9)), Some(Span::new(2, 4)));
        assert!(a.holds(3) && !a.holds(4));
    }
}
