//! A set is compared pair by pair, as many pairs at once as there are processors.

use super::side_by_side::{WORTH, each};
use crate::compare::passage::Comparison;
use crate::compare::{Comparing, Options};
use crate::document::DocumentSet;

/// Returns what the documents of a set share, and offers after every pair but the last what is known by then.
pub(super) fn compare(
    set: &DocumentSet,
    options: Options<'_>,
    offer: &mut dyn FnMut(&dyn Fn() -> Comparison),
) -> Comparison {
    let comparing = Comparing::new(set, options);
    let pairs = comparing.pairs();
    let mut compared = Vec::with_capacity(pairs.len());
    let compare = |pair: &_| comparing.pair(*pair);
    let take = |pair| {
        compared.push(pair);
        if compared.len() < pairs.len() {
            offer(&|| comparing.known(&compared));
        }
    };
    let bytes: usize = set
        .iter()
        .map(|document| document.text.as_str().len())
        .sum();
    if bytes < WORTH {
        pairs.iter().map(compare).for_each(take);
    } else {
        each(&pairs, compare, take);
    }
    comparing.whole(compared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{Limits, load};

    /// Documents of so many lines, of which a half stand in the next one too.
    fn documents(lines: usize) -> DocumentSet {
        let line = |n: usize| format!("Boat {n} of the harbour left quay {} before noon.\n", n * 7);
        let text = |first: usize| -> String { (first..first + lines).map(line).collect() };
        let texts = (0..4).map(|at| text(at * lines / 2));
        let read = texts.flat_map(|text| load("a.txt", text.as_bytes(), &Limits::default()));
        DocumentSet::new(read.flatten().collect())
    }

    #[test]
    fn pairs_compared_side_by_side_give_the_same_as_one_after_another() {
        for lines in [20, 2_000] {
            let set = documents(lines);
            let mut offered = Vec::new();
            let found = compare(&set, Options::default(), &mut |known| offered.push(known()));
            assert_eq!(found, crate::compare::compare(&set, &Options::default()));
            let pairs: Vec<usize> = offered.iter().map(|known| known.pairs.len()).collect();
            assert_eq!(pairs, [1, 2, 3, 4, 5]);
            assert!(
                offered
                    .iter()
                    .all(|known| known.pairs[..] == found.pairs[..known.pairs.len()])
            );
            assert!(!found.links.is_empty());
        }
    }
}
