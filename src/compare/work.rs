//! How much work a comparison may do: counted in steps, never in time, so that the same input gives the
//! same result on every machine.
//!
//! ```text
//! budget 10: spend(4) -> go on, spend(4) -> go on, spend(4) -> stop, and the comparison is partial
//! ```

use std::sync::atomic::{AtomicBool, Ordering};

use super::constraint::Constraint;
use super::meaning::{Meaning, Thresholds};

/// A stage of a comparison, in order; one that is done can be measured or shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Words, terms and sentences of all documents.
    Reading,
    /// Stretches of the same words in two documents.
    Seeds,
    /// Those chained into runs.
    Runs,
    /// Sentences that say the same in other words.
    Sentences,
    /// One relation for each place.
    Settle,
    /// Passages over all documents.
    Groups,
    /// What is only in one document, and the shares.
    Coverage,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 7] = [
        Self::Reading,
        Self::Seeds,
        Self::Runs,
        Self::Sentences,
        Self::Settle,
        Self::Groups,
        Self::Coverage,
    ];

    /// Returns the name of the stage.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Seeds => "seeds",
            Self::Runs => "runs",
            Self::Sentences => "sentences",
            Self::Settle => "settle",
            Self::Groups => "groups",
            Self::Coverage => "coverage",
        }
    }
}

/// What a caller may ask of a comparison; the default is all the work that there is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The most steps that may be spent on the set; unlimited where `None`.
    pub budget: Option<u64>,
    /// Set from another thread to end the search early.
    pub cancel: Option<&'a AtomicBool>,
    /// What a person has pinned and cut, in the order in which it was said.
    pub constraints: &'a [Constraint],
    /// From which scores on sentences are linked by words.
    pub thresholds: Thresholds,
    /// A model that tells how near sentences are in meaning; words alone where `None`.
    pub meaning: Option<&'a dyn Meaning>,
}

impl<'a> Options<'a> {
    /// Returns the work that one of `pairs` pairs may do: every pair has the same part of the budget,
    /// so that neither the order of the pairs nor the number of threads matters.
    pub(super) fn share(&self, pairs: usize) -> Work<'a> {
        let parts = u64::try_from(pairs.max(1)).unwrap_or(u64::MAX);
        Work {
            left: self.budget.map_or(u64::MAX, |steps| steps / parts),
            cancel: self.cancel,
            ended: false,
        }
    }
}

/// The steps that are left to a pair.
#[derive(Debug)]
pub(super) struct Work<'a> {
    left: u64,
    cancel: Option<&'a AtomicBool>,
    ended: bool,
}

impl Work<'_> {
    /// Takes `steps` away and returns whether the work may go on.
    pub(super) fn spend(&mut self, steps: usize) -> bool {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        let cancelled = self.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed));
        if self.ended || cancelled || steps > self.left {
            self.ended = true;
            return false;
        }
        self.left -= steps;
        true
    }

    /// Returns whether the budget or the caller ended the work.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_divided_among_the_pairs_and_ends_the_work_for_good() {
        let options = Options {
            budget: Some(20),
            ..Options::default()
        };
        let mut work = options.share(2);
        assert!(work.spend(10) && !work.ended());
        assert!(!work.spend(1) && work.ended());
        assert!(!work.spend(0));
    }

    #[test]
    fn a_flag_ends_the_work() {
        let flag = AtomicBool::new(false);
        let options = Options {
            cancel: Some(&flag),
            ..Options::default()
        };
        let mut work = options.share(1);
        assert!(work.spend(usize::MAX / 2));
        flag.store(true, Ordering::Relaxed);
        assert!(!work.spend(1));
    }
}
