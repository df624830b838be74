//! How the rows of the apparatus are shared out among the documents, and what is said where they are too few.

use crate::app::foot::Reading;

/// What stands in the rows of the apparatus.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// The rows of each reading, in order; those behind the last have none.
    pub(super) heights: Vec<usize>,
    /// Lines for the documents without a wording, where they share theirs.
    pub(super) absent: Vec<String>,
    /// What has no row.
    pub(super) left_out: String,
}

impl Plan {
    /// Shares `room` rows out among readings that want so many each: every wording has a row before any has two, and
    /// before the documents without one, which join theirs where that makes room. Where one is `chosen`, each has
    /// its own from that one on.
    #[must_use]
    pub(super) fn new(
        readings: &[Reading],
        wanted: &[usize],
        room: usize,
        chosen: Option<usize>,
    ) -> Self {
        if let Some(chosen) = chosen {
            let heights = share(wanted, room, chosen);
            let left_out = more(readings, &heights);
            return Self {
                heights,
                left_out,
                ..Self::default()
            };
        }
        if wanted.iter().sum::<usize>() <= room {
            return Self {
                heights: wanted.to_vec(),
                ..Self::default()
            };
        }
        let present = readings.iter().filter(|r| r.wording.is_some()).count();
        let joined = joined(readings);
        let absent = match room.saturating_sub(present) {
            0 => Vec::new(),
            spare if joined.len() <= spare => joined.clone(),
            _ => vec![joined.join(", ")],
        };
        let wanted = wanted.get(..present).unwrap_or(wanted);
        let heights = share(wanted, room - absent.len(), 0);
        let left_out = match more(readings.get(..present).unwrap_or(readings), &heights) {
            none if none.is_empty() && absent.is_empty() => joined.join(", "),
            more => more,
        };
        Self {
            heights,
            absent,
            left_out,
        }
    }
}

/// Returns how many readings have no row, and whose they are.
fn more(readings: &[Reading], heights: &[usize]) -> String {
    let none = readings.iter().zip(heights).filter(|(_, h)| **h == 0);
    let sigla: Vec<_> = none.map(|(reading, _)| reading.doc.siglum()).collect();
    match sigla.len() {
        0 => String::new(),
        count => format!("{count} more: {}", sigla.join(" ")),
    }
}

/// Returns a line for each reason why documents have no wording, with their sigla.
fn joined(readings: &[Reading]) -> Vec<String> {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for reading in readings.iter().filter(|r| r.wording.is_none()) {
        match groups
            .iter_mut()
            .find(|(relation, _)| *relation == reading.relation)
        {
            Some((_, sigla)) => sigla.push(reading.doc.siglum()),
            None => groups.push((&reading.relation, vec![reading.doc.siglum()])),
        }
    }
    groups
        .iter()
        .map(|(relation, sigla)| format!("{}  {relation}", sigla.join(" ")))
        .collect()
}

/// Shares rows out: one to every reading from the chosen one on, then the others, then more to those that need them.
fn share(wanted: &[usize], room: usize, chosen: usize) -> Vec<usize> {
    let mut heights = vec![0; wanted.len()];
    let mut left = room;
    let first = (chosen + 1).saturating_sub(room.max(1));
    for height in heights.iter_mut().skip(first) {
        if left > 0 {
            *height = 1;
            left -= 1;
        }
    }
    while left > 0 {
        let needy = heights
            .iter_mut()
            .zip(wanted)
            .filter(|(h, w)| **h > 0 && **h < **w)
            .min_by_key(|(h, _)| **h);
        let Some((height, _)) = needy else { break };
        *height += 1;
        left -= 1;
    }
    heights
}

#[cfg(test)]
mod tests {
    use super::{Plan, share};
    use crate::app::foot::Reading;
    use crate::document::DocId;
    use crate::text::Span;

    /// Returns readings of these documents; those behind the first `present` have no wording.
    fn readings(present: usize, relations: &[&str]) -> Vec<Reading> {
        let reading = |(nth, relation): (usize, &&str)| Reading {
            doc: DocId::at(nth),
            relation: (*relation).to_owned(),
            wording: (nth < present).then(Span::default),
            differing: Vec::new(),
        };
        relations.iter().enumerate().map(reading).collect()
    }

    #[test]
    fn every_reading_has_a_row_before_any_has_two() {
        assert_eq!(share(&[3, 1, 5], 7, 0), [3, 1, 3]);
        assert_eq!(share(&[3, 3, 3], 2, 0), [1, 1, 0]);
        assert_eq!(share(&[3, 3, 3], 2, 2), [0, 1, 1]);
        assert_eq!(share(&[1, 1], 9, 0), [1, 1]);
    }

    #[test]
    fn wordings_come_first_and_what_has_no_row_is_said() {
        let four = readings(4, &["here", "nearly", "nearly", "nearly", "not here"]);
        let plan = Plan::new(&four, &[4, 2, 2, 2, 1], 3, None);
        assert_eq!(plan.heights, [1, 1, 1, 0]);
        assert_eq!((plan.absent.len(), &*plan.left_out), (0, "1 more: D"));
        let plan = Plan::new(&four, &[4, 2, 2, 2, 1], 4, None);
        assert_eq!(plan.heights, [1, 1, 1, 1]);
        assert_eq!(plan.left_out, "E  not here");
        let two = readings(2, &["here", "nearly", "not here", "..", "not here"]);
        let plan = Plan::new(&two, &[4, 2, 1, 1, 1], 3, None);
        assert_eq!(plan.absent, ["C E  not here, D  .."]);
        assert_eq!((plan.heights, &*plan.left_out), (vec![1, 1], ""));
        let chosen = Plan::new(&two, &[4, 2, 1, 1, 1], 3, Some(4));
        assert_eq!(chosen.heights, [0, 0, 1, 1, 1]);
        assert_eq!(chosen.left_out, "2 more: A B");
    }

    #[test]
    fn no_row_is_blank_while_a_wording_is_cut() {
        let readings = readings(3, &["here", "nearly", "same words", "not here", "not here"]);
        for room in 1..24 {
            let wanted = [6, 3, 9, 1, 1];
            let plan = Plan::new(&readings, &wanted, room, None);
            let used = plan.heights.iter().sum::<usize>() + plan.absent.len();
            let whole = plan.heights.iter().zip(wanted).all(|(h, w)| *h == w);
            assert!(used <= room && (whole || used == room), "{room}: {plan:?}");
        }
    }
}
