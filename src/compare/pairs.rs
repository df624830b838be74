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
        self.touching(a, b).next().is_some()
    }

    /// Returns whether all pairs that touch another in both documents lie within it, and none is all of it.
    pub(super) fn lie_within(&self, a: Span, b: Span) -> bool {
        let within = |(x, y): &(Span, Span)| a.covers(*x) && b.covers(*y) && (*x, *y) != (a, b);
        self.touching(a, b).all(within)
    }

    /// Returns whether one of the pairs takes at least half of a span of the first document.
    pub(super) fn take(&self, a: Span) -> bool {
        let taken = |(x, _): &(Span, Span)| x.common(a).map_or(0, Span::len);
        self.near(a).any(|pair| 2 * taken(pair) >= a.len())
    }

    fn touching(&self, a: Span, b: Span) -> impl Iterator<Item = &(Span, Span)> {
        let near = self.near(a);
        near.filter(move |(x, y)| x.touches(a) && y.touches(b))
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

    #[test]
    fn pairs_lie_within_a_larger_one_that_none_crosses() {
        let of = |end: usize| {
            let pair = (Span::new(10, end), Span::new(110, 100 + end));
            Pairs::of(std::iter::once(pair))
        };
        let (a, b) = (Span::new(10, 60), Span::new(110, 160));
        assert!(of(50).lie_within(a, b));
        assert!(!of(60).lie_within(a, b), "it is all of it");
        assert!(!of(70).lie_within(a, b), "it goes on");
    }

    #[test]
    fn a_place_is_taken_by_half() {
        let pairs = Pairs::of(std::iter::once((Span::new(0, 10), Span::new(0, 10))));
        assert!(pairs.take(Span::new(5, 15)) && !pairs.take(Span::new(6, 16)));
    }
}
