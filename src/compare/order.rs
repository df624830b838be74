//! Which links lie off the longest common order of two documents.
//!
//! ```text
//! a: 1 2 3 4 5
//! b: 2 3 4 1 5      2 3 4 5 are in order, 1 is moved
//! ```

use super::settle::Draft;

/// The weight of one more link; words of links decide only between orders of as many links.
const LINK: u64 = 1 << 32;

/// Marks the strong links off the longest common order as moved, and the weak links that do not fit into
/// it. Of several orders of as many links that with the most words counts. The links are in order.
pub(super) fn mark(links: &mut [Draft]) {
    let strong: Vec<usize> = (0..links.len())
        .filter(|at| links[*at].relation.is_strong())
        .collect();
    let kept = longest(links, &strong);
    let mut in_order = vec![false; links.len()];
    kept.iter().for_each(|at| in_order[*at] = true);
    // The nearest link of the order before and behind every link.
    let mut low = vec![0; links.len()];
    let mut high = vec![u32::MAX; links.len()];
    let mut last = 0;
    for at in 0..links.len() {
        if in_order[at] {
            last = links[at].b.start;
        }
        low[at] = last;
    }
    let mut next = u32::MAX;
    for at in (0..links.len()).rev() {
        if in_order[at] {
            next = links[at].b.start;
        }
        high[at] = next;
    }
    for (at, link) in links.iter_mut().enumerate() {
        let fits = low[at] <= link.b.start && link.b.start <= high[at];
        link.moved = if link.relation.is_strong() {
            !in_order[at]
        } else {
            !fits
        };
    }
}

/// Returns the links of the heaviest chain that rises in both documents.
fn longest(links: &[Draft], strong: &[usize]) -> Vec<usize> {
    let mut starts: Vec<u32> = strong.iter().map(|at| links[*at].b.start).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut best = Heaviest::new(starts.len());
    let mut before: Vec<Option<usize>> = vec![None; links.len()];
    for &at in strong {
        let rank = starts.partition_point(|start| *start < links[at].b.start);
        let (weight, previous) = best.up_to(rank);
        before[at] = previous;
        best.set(rank, weight + LINK + u64::from(links[at].why.words), at);
    }
    let mut chain = Vec::new();
    let mut at = best.up_to(starts.len().saturating_sub(1)).1;
    while let Some(index) = at {
        chain.push(index);
        at = before[index];
    }
    chain
}

/// The heaviest chain that ends at or before each place (a Fenwick tree of maxima).
struct Heaviest {
    tree: Vec<(u64, Option<usize>)>,
}

impl Heaviest {
    fn new(places: usize) -> Self {
        Self {
            tree: vec![(0, None); places + 1],
        }
    }

    fn up_to(&self, place: usize) -> (u64, Option<usize>) {
        let mut best = (0, None);
        let mut at = (place + 1).min(self.tree.len() - 1);
        while at > 0 {
            if self.tree[at].0 > best.0 {
                best = self.tree[at];
            }
            at &= at - 1;
        }
        best
    }

    fn set(&mut self, place: usize, weight: u64, link: usize) {
        let mut at = place + 1;
        while at < self.tree.len() {
            if weight > self.tree[at].0 {
                self.tree[at] = (weight, Some(link));
            }
            at += at & at.wrapping_neg();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::passage::{Relation, Rule, Why};
    use crate::text::Span;

    fn link(a: usize, b: usize, words: u32, relation: Relation) -> Draft {
        Draft {
            a: Span::new(a, a + 5),
            b: Span::new(b, b + 5),
            relation,
            score: 1.0,
            moved: false,
            by_chance: false,
            why: Why {
                rule: Rule::Run,
                words,
                lexical: 1.0,
                characters: 1.0,
                parts: 1,
                meaning: None,
            },
            words: Vec::new(),
        }
    }

    fn moved(mut links: Vec<Draft>) -> Vec<bool> {
        mark(&mut links);
        links.iter().map(|link| link.moved).collect()
    }

    #[test]
    fn what_stands_off_the_longest_order_is_moved() {
        let places = [(0, 30), (10, 0), (20, 10), (30, 20), (40, 40)];
        let links = places.map(|(a, b)| link(a, b, 9, Relation::Verbatim));
        assert_eq!(moved(links.into()), [true, false, false, false, false]);
    }

    #[test]
    fn of_two_orders_of_as_many_links_the_one_of_more_words_counts() {
        let links = vec![
            link(0, 10, 9, Relation::Near),
            link(10, 0, 20, Relation::Near),
        ];
        assert_eq!(moved(links), [true, false]);
    }

    #[test]
    fn weak_links_never_make_the_order() {
        let links = vec![
            link(0, 50, 9, Relation::Weak),
            link(10, 10, 9, Relation::Near),
            link(20, 20, 9, Relation::Weak),
        ];
        assert_eq!(moved(links), [true, false, false]);
    }
}
