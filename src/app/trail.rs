//! The trail: the kind of place that `.` and `,` walk in the focused document.

use std::ops::Range;

use super::action::Action;
use super::found::{self, Found};
use super::jump;
use super::state::State;
use crate::compare::align::Alignment;
use crate::compare::passage::{Comparison, Place};
use crate::document::{DocId, Document, DocumentSet};
use crate::text::Span;

/// A kind of place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trail {
    /// Words that no other document has.
    #[default]
    Only,
    /// Passages that others have.
    Shared,
    /// Search hits.
    Hits,
    /// Notes.
    Notes,
}

impl Trail {
    /// Returns the name shown to a person.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Only => "only here",
            Self::Shared => "shared",
            Self::Hits => "search hits",
            Self::Notes => "notes",
        }
    }
}

/// The places that a comparison has in each document, in order of the text.
#[derive(Clone, Debug, Default)]
pub struct Places {
    only: Vec<Vec<Span>>,
    shared: Vec<Vec<Span>>,
}

impl Places {
    /// Returns the places of a comparison of a set: of what is only here the stops, those in a row of one block as one
    /// place. A dateline or a sign-off by itself is no place to go to.
    #[must_use]
    pub fn new(comparison: &Comparison, set: &DocumentSet, alignment: &Alignment) -> Self {
        let documents = set.slots();
        let only = set
            .iter()
            .flat_map(|d| only_in(d, comparison, set, alignment));
        let members = comparison.passages.iter().flat_map(|p| &p.members);
        let strong = members.filter(|m| m.relation.is_strong()).map(|m| m.place);
        Self {
            only: by_document(only, documents),
            shared: by_document(strong, documents),
        }
    }
}

/// Returns the places of a document that no other has.
fn only_in(
    document: &Document,
    comparison: &Comparison,
    set: &DocumentSet,
    alignment: &Alignment,
) -> Vec<Place> {
    let doc = document.id;
    let mut places: Vec<Place> = Vec::new();
    let mut before: Option<usize> = None;
    for stop in alignment.stops(doc) {
        let alone = found::of(set, Some(comparison), alignment, (doc, *stop)) == Found::In(1);
        if !alone || is_wire(document, *stop) {
            before = None;
            continue;
        }
        let block = document
            .blocks
            .partition_point(|b| b.span.start <= stop.start);
        match places.last_mut().filter(|_| before == Some(block)) {
            Some(last) => last.span = last.span.join(*stop),
            None => places.push(Place { doc, span: *stop }),
        }
        before = Some(block);
    }
    places
}

fn is_wire(document: &Document, span: Span) -> bool {
    let inline = document.inline.as_slice();
    let next = inline.partition_point(|i| i.span.start <= span.start);
    let last = next.checked_sub(1).and_then(|at| inline.get(at));
    last.is_some_and(|i| i.span.covers(span))
}

fn by_document(places: impl Iterator<Item = Place>, documents: usize) -> Vec<Vec<Span>> {
    let mut spans = vec![Vec::new(); documents];
    for place in places {
        if let Some(own) = spans.get_mut(place.doc.index()) {
            own.push(place.span);
        }
    }
    for own in &mut spans {
        own.sort_unstable();
        own.dedup_by_key(|s: &mut Span| s.start);
        // A place inside a longer one lasts as long as that one.
        let mut furthest = 0;
        for place in own {
            furthest = furthest.max(place.end);
            place.end = furthest;
        }
    }
    spans
}

/// Returns the places of a trail in a document, in order of the text.
#[must_use]
pub fn places(state: &State, trail: Trail, doc: DocId) -> &[Span] {
    let own = match trail {
        Trail::Only
            if state
                .comparison
                .as_ref()
                .is_some_and(|c| c.partial || c.unfinished) =>
        {
            None
        }
        Trail::Only => state.places.only.get(doc.index()),
        Trail::Shared => state.places.shared.get(doc.index()),
        Trail::Hits => return state.query.as_ref().map_or(&[], |q| q.hits_in(doc)),
        Trail::Notes => return state.notes.spans_in(doc),
    };
    own.map_or(&[], Vec::as_slice)
}

/// Sets the trail and goes to its next (`direction` 1) or previous (-1) place in the focused document.
pub fn walk(state: &mut State, trail: Trail, direction: i32, count: usize) {
    let Some((doc, stop)) = state.cursor() else {
        return;
    };
    if let Some(why) = unavailable(state, trail, direction) {
        state.say(why);
        return;
    }
    state.trail = trail;
    let places = places(state, trail, doc);
    let all = places.len();
    let count = count.max(1);
    let target = if direction > 0 {
        // A closed fold is one stop, but what it hides can be gone to.
        let from = if stop.fold.is_some() {
            stop.span.start
        } else {
            stop.span.end
        };
        let next = places.partition_point(|p| p.start < from);
        places
            .get(next..)
            .and_then(|after| after.get(count - 1).or(after.last()))
    } else {
        let before = places.partition_point(|p| p.start < stop.span.start);
        places
            .get(..before)
            .and_then(|b| b.len().checked_sub(count).map_or(b.first(), |i| b.get(i)))
    };
    let Some(target) = target.copied() else {
        let side = if direction > 0 { "after" } else { "before" };
        let back = match direction {
            1.. => Action::PreviousPlace,
            _ => Action::NextPlace,
        };
        let keys = |action| state.keymap.keys_of(action).into_iter().next();
        let [back, on] = [back, Action::NextPane].map(|action| keys(action).unwrap_or_default());
        let name = trail.name();
        state.say(format!(
            "{name}: none {side} this ({all} in {doc}); {back} goes back, {on} to another article"
        ));
        return;
    };
    jump::leave(state);
    jump::to(state, target.start);
}

/// Returns whether the places of a trail of the comparison are known: what is shared, as far as documents were
/// compared; what is only in one, once they all were.
fn is_known(state: &State, trail: Trail) -> bool {
    let comparison = state.comparison.as_ref();
    comparison.is_some_and(|c| trail == Trail::Shared || !c.unfinished)
}

/// Returns why a trail cannot be walked. Each way has words of its own, so that a key is seen to be heard.
fn unavailable(state: &State, trail: Trail, direction: i32) -> Option<&'static str> {
    match trail {
        Trail::Hits if state.query.is_none() => Some("nothing was searched for yet: / finds words"),
        Trail::Only | Trail::Shared if !is_known(state, trail) => Some(if direction > 0 {
            "still comparing: the next place is not known yet"
        } else {
            "still comparing: the place before is not known yet"
        }),
        Trail::Only | Trail::Shared if state.set.len() < 2 => {
            Some("one article only: there is nothing to compare with")
        }
        Trail::Notes if state.notes.is_empty() => Some("there are no notes yet: a writes one"),
        _ => None,
    }
}

/// Returns what the status line says of the trail: its name, and which place of how many the cursor is on.
#[must_use]
pub fn standing(state: &State) -> String {
    let Some((doc, stop)) = state.cursor() else {
        return String::new();
    };
    let places = places(state, state.trail, doc);
    let name = state.trail.name();
    match (places.len(), at(places, stop.span)) {
        (0, _) => name.to_owned(),
        (all, None) => format!("{name} {all}"),
        (all, Some(within)) if stop.fold.is_some() => {
            format!("{name} {all}, {} in this fold", within.len())
        }
        (all, Some(within)) if within.len() > 1 => {
            format!("{name} {}-{}/{all}", within.start + 1, within.end)
        }
        (all, Some(within)) => format!("{name} {}/{all}", within.end),
    }
}

/// Returns the places that begin in a stop, else the last one before, where it goes on into the stop.
fn at(places: &[Span], stop: Span) -> Option<Range<usize>> {
    let from = places.partition_point(|p| p.start < stop.start);
    let to = places.partition_point(|p| p.start < stop.end);
    if from < to {
        return Some(from..to);
    }
    let before = from.checked_sub(1)?;
    let goes_on = places.get(before)?.end > stop.start;
    goes_on.then_some(before..from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_counted_where_it_begins_and_as_long_as_it_lasts() {
        let places = [Span::new(10, 30), Span::new(40, 45), Span::new(46, 50)];
        let at = |start, end| at(&places, Span::new(start, end));
        assert_eq!(at(0, 10), None, "before the first");
        assert_eq!(at(10, 20), Some(0..1));
        assert_eq!(at(20, 35), Some(0..1), "it goes on");
        assert_eq!(at(35, 40), None, "between two");
        assert_eq!(at(38, 60), Some(1..3), "two begin in one stop");
        assert_eq!(at(60, 70), None, "behind the last");
    }
}
