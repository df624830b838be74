//! Pairs of spans of two documents, to find those over a place of both.
//!
//! ```text
//! a: ──1──  ──2──        over a place of `a` where 2 lies: the pair (2, 2'), where the other place
//! b: ──2'── ──1'──       lies over 2' too
//! ```

use crate::text::Span;

/// Pairs of spans, found by their place in the first document.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// In order.
    spans: Vec<(Span, Span)>,
    /// The longest span in the first document, to end a search backwards.
    longest: usize,
}

impl Pairs {
    /// Returns these pairs made ready to be searched.
    pub(super) fn of(pairs: impl Iterator<Item = (Span, Span)>) -> Self {
        let mut spans: Vec<(Span, Span)> = pairs.collect();
        spans.sort_unstable();
        let longest = spans.iter().map(|(a, _)| a.len()).max().unwrap_or(0);
        Self { spans, longest }
    }

    /// Returns whether one of the pairs holds the whole of another.
    pub(super) fn hold(&self, a: Span, b: Span) -> bool {
        self.near(a).any(|(x, y)| x.covers(a) && y.covers(b))
    }

    /// Returns whether one of the pairs touches another in both documents.
    pub(super) fn touch(&self, a: Span, b: Span) -> bool {
        self.near(a).any(|(x, y)| x.touches(a) && y.touches(b))
    }

    /// Returns the pairs that can touch a span of the first document.
    fn near(&self, a: Span) -> impl Iterator<Item = &(Span, Span)> {
        let from = (a.start as usize).saturating_sub(self.longest);
        let first = self
            .spans
            .partition_point(|(x, _)| (x.start as usize) < from);
        let near = self.spans.get(first..).unwrap_or(&[]).iter();
        near.take_while(move |(x, _)| x.start < a.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_found_only_where_it_lies_over_both_places() {
        let pairs = [
            (Span::new(0, 90), Span::new(200, 290)),
            (Span::new(40, 50), Span::new(0, 10)),
        ];
        let pairs = Pairs::of(pairs.into_iter());
        assert!(pairs.hold(Span::new(60, 70), Span::new(210, 220)));
        assert!(!pairs.hold(Span::new(60, 70), Span::new(0, 5)));
        assert!(pairs.touch(Span::new(45, 70), Span::new(5, 20)));
        assert!(!pairs.touch(Span::new(60, 70), Span::new(5, 20)));
        assert!(!Pairs::default().touch(Span::new(0, 9), Span::new(0, 9)));
    }
}
