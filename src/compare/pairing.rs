//! What stands several times in both documents, paired: all with all where it is seldom, else standing by standing,
//! so that the work grows with the documents, however often they repeat themselves.
//!
//! ```text
//! a a a   b b        six pairs
//! a × 200 b × 300    300 pairs: the first with the first, ...; the last of the fewer with all that are left
//! ```

/// Up to this product of their numbers all are paired with all.
const ALL: usize = 64;

/// Returns how many pairs so many and so many make.
pub(super) fn count(ones: usize, others: usize) -> usize {
    if is_seldom(ones, others) {
        ones * others
    } else {
        ones.max(others)
    }
}

/// Returns whether all of so many are paired with all of so many.
pub(super) fn is_seldom(ones: usize, others: usize) -> bool {
    ones * others <= ALL
}

/// Calls `add` with every pair.
pub(super) fn each<T: Copy>(ones: &[T], others: &[T], mut add: impl FnMut(T, T)) {
    if is_seldom(ones.len(), others.len()) {
        ones.iter()
            .for_each(|one| others.iter().for_each(|other| add(*one, *other)));
        return;
    }
    let (last, other_last) = (ones.len() - 1, others.len() - 1);
    (0..=last.max(other_last))
        .for_each(|rank| add(ones[rank.min(last)], others[rank.min(other_last)]));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(ones: u32, others: u32) -> Vec<(u32, u32)> {
        let all = |count: u32| (0..count).collect::<Vec<_>>();
        let mut found = Vec::new();
        each(&all(ones), &all(others), |one, other| {
            found.push((one, other));
        });
        assert_eq!(found.len(), count(ones as usize, others as usize));
        found
    }

    #[test]
    fn few_are_paired_with_all_and_many_by_rank() {
        assert_eq!(pairs(2, 2), [(0, 0), (0, 1), (1, 0), (1, 1)]);
        assert!(pairs(0, 3).is_empty());
        let many = pairs(10, 12);
        assert_eq!((many[1], many[11]), ((1, 1), (9, 11)));
    }
}
