//! Chains of stretches of the same words that follow each other closely in two documents.
//!
//! ```text
//! a: … the council will rebuild the old bridge this year …
//! b: … the council will soon rebuild the old bridge next year …
//!      ────── 1 ───────      ───────── 2 ──────────      one chain of two stretches
//! ```
//! The gain of a chain is the number of its words less what its gaps cost; a stretch that would lose is left out.

use std::cmp::Reverse;

use super::reading::Reading;
use super::seeds::Stretch;
use super::work::Work;
use crate::text::Span;

/// The longest gap between two stretches of one run, in words.
const GAP: usize = 10;

/// What a word of a gap costs, in words gained.
const GAP_COST: f64 = 0.6;

/// Best chains of stretches that follow each other in both documents.
pub(super) struct Chains<'a> {
    stretches: &'a [Stretch],
    gain: Vec<f64>,
    before: Vec<Option<usize>>,
}

impl<'a> Chains<'a> {
    /// Finds the best chain to every stretch.
    pub(super) fn new(
        a: &Reading,
        b: &Reading,
        stretches: &'a [Stretch],
        work: &mut Work<'_>,
    ) -> Self {
        let mut chains = Self {
            stretches,
            gain: Vec::with_capacity(stretches.len()),
            before: Vec::with_capacity(stretches.len()),
        };
        // By `b` less `a`, from the least there can be: the stretch that came last.
        let mut last_on = vec![u32::MAX; a.words.len() + b.words.len() + 2 * GAP];
        for (index, stretch) in stretches.iter().enumerate() {
            let going_on = work.spend(2 * GAP + 1);
            let (mut gain, mut before) = (stretch.len as f64, None);
            let diagonal = a.words.len() + stretch.b - stretch.a + GAP;
            let near = last_on.get(diagonal - GAP..=diagonal + GAP);
            for &other in near.filter(|_| going_on).unwrap_or(&[]) {
                if other == u32::MAX {
                    continue;
                }
                let other = other as usize;
                let Some(joined) = chains.joined_gain(a, b, other, *stretch) else {
                    continue;
                };
                if joined > gain {
                    (gain, before) = (joined, Some(other));
                }
            }
            chains.gain.push(gain);
            chains.before.push(before);
            last_on[diagonal] = Span::offset(index);
        }
        chains
    }

    /// Returns the gain of a chain that goes on with another stretch, if the two may follow each other.
    fn joined_gain(&self, a: &Reading, b: &Reading, before: usize, next: Stretch) -> Option<f64> {
        let last = self.stretches[before];
        let one_block = a.words[last.a].block == a.words[next.a].block
            && b.words[last.b].block == b.words[next.b].block;
        if !one_block || next.a < last.a || next.b < last.b {
            return None;
        }
        let overlap = overlap(last, next);
        if overlap >= next.len || overlap >= last.len {
            return None;
        }
        let gap_a = next.a + overlap - (last.a + last.len);
        let gap_b = next.b + overlap - (last.b + last.len);
        let gap = gap_a.max(gap_b);
        let gain = self.gain[before] - GAP_COST * gap as f64;
        (gap <= GAP && gain > 0.0).then_some(gain + (next.len - overlap) as f64)
    }

    /// Returns the stretches at which chains end, that of the greatest gain first.
    pub(super) fn best_first(&self) -> Vec<usize> {
        // Gains are above zero: in the order of their bits.
        let gains = self.gain.iter().map(|gain| Reverse(gain.to_bits()));
        let mut order: Vec<_> = gains.zip(0..).collect();
        order.sort_unstable();
        order.into_iter().map(|(_, index)| index).collect()
    }

    /// Returns the stretches of the chain that ends here, in order, as far as no other chain has them.
    pub(super) fn take(&self, last: usize, used: &mut Vec<bool>) -> Vec<Stretch> {
        used.resize(self.stretches.len(), false);
        let mut members = Vec::new();
        let mut at = Some(last);
        while let Some(index) = at.filter(|index| !used[*index]) {
            used[index] = true;
            members.push(self.stretches[index]);
            at = self.before[index];
        }
        members.reverse();
        members
    }
}

/// How many words at the head of `next` lie before the end of `last` in either document.
fn overlap(last: Stretch, next: Stretch) -> usize {
    let over_a = (last.a + last.len).saturating_sub(next.a);
    let over_b = (last.b + last.len).saturating_sub(next.b);
    over_a.max(over_b)
}
