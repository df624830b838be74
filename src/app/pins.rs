//! Pins and cuts: what a person says of two places in two documents. They are kept as operations, found again in
//! the documents as they are now, and the comparison goes by them.

use super::message::Effect;
use super::state::State;
use super::{annotate, choices, explain, foot};
use crate::compare::constraint::{self, Constraint};
use crate::compare::counterpart::Counterpart;
use crate::compare::passage::{Comparison, Place, Relation};
use crate::document::{DocId, DocumentSet};
use crate::notes::link::{self, Verdict};
use crate::notes::{Change, anchor};
use crate::text::Span;

/// Returns what the pins and cuts among some choices say of the documents of a set.
pub fn constraints<'a>(
    choices: impl Iterator<Item = &'a Change>,
    set: &DocumentSet,
) -> Vec<Constraint> {
    choices
        .filter_map(|choice| constraint(choice, set))
        .collect()
}

/// Returns what a pin or a cut says of the documents of a set, where both its places are there.
#[must_use]
pub fn constraint(choice: &Change, set: &DocumentSet) -> Option<Constraint> {
    let (verdict, places) = link::places(choice, set)?;
    let verdict = match verdict {
        Verdict::Pin => constraint::Verdict::Pin,
        Verdict::Cut => constraint::Verdict::Cut,
    };
    let [a, b] = places.map(|(doc, span)| Place { doc, span });
    Some(Constraint { verdict, a, b })
}

/// Finds the places of all pins and cuts anew; returns whether the comparison has to be made anew.
pub fn renew(state: &mut State) -> bool {
    let now = constraints(choices::choices(state), &state.set);
    let changed = now != state.constraints;
    state.constraints = now;
    changed
}

/// Marks the first place of a pin, or pins the second, in another document, to it.
pub fn pin(state: &mut State) -> Vec<Effect> {
    let Some(here) = under_cursor(state) else {
        return Vec::new();
    };
    match state.pin {
        Some(first) if first.doc != here.doc => {
            state.pin = None;
            say(state, Verdict::Pin, first, here)
        }
        Some(first) if first == here => {
            let doc = here.doc;
            state.say(format!(
                "this is the first place, in {doc}: the second is in another document"
            ));
            Vec::new()
        }
        // The first place was another, or none: the pin begins here.
        _ => {
            state.pin = Some(here);
            Vec::new()
        }
    }
}

/// Returns the words that say how a pin that was begun goes on.
#[must_use]
pub fn hint(state: &State) -> Option<String> {
    let first = state.pin?;
    let words = state.set.get(first.doc)?.text.slice(first.span);
    Some(format!(
        "P at its place elsewhere, Esc leaves: pin {} \u{201c}{}\u{201d}",
        first.doc,
        explain::short(words, 24)
    ))
}

/// Leaves a pin that was begun, or says that there is nothing to leave.
pub fn leave(state: &mut State) {
    let begun = state.pin.take().is_some();
    state.say(if begun {
        "nothing was pinned"
    } else {
        "nothing to leave: q ends the program"
    });
}

/// Cuts the link of the place under the cursor to another document, which has to be named where there are several.
///
/// # Errors
/// Where there is no such link, and what can be cut instead.
pub fn cut(state: &mut State, other: Option<DocId>) -> Result<Vec<Effect>, String> {
    let Some(here) = under_cursor(state) else {
        return Ok(Vec::new());
    };
    let Some(comparison) = state.comparison.clone() else {
        return Err("the comparison is still going on: once more in a moment".to_owned());
    };
    let linked: Vec<_> = state
        .set
        .ids()
        .filter(|doc| other.is_none_or(|other| other == *doc))
        .filter_map(|doc| Some((doc, foot::answer(state, here.doc, here.span, doc)?)))
        .collect();
    let direct = linked.iter().filter(|(_, answer)| answer.through.is_none());
    let direct: Vec<_> = direct.copied().collect();
    match direct.as_slice() {
        [(doc, answer)] => {
            let (own, theirs) = ends(&comparison, here, *doc, answer);
            Ok(say(state, Verdict::Cut, own, theirs))
        }
        [] => Err(match linked.first() {
            Some((doc, answer)) => {
                let third = answer.through.unwrap_or(*doc);
                format!("{doc} has this place through {third} only: :cut {third} cuts that link")
            }
            None => "there is no link to cut here".to_owned(),
        }),
        several => {
            let names: Vec<_> = several.iter().map(|(doc, _)| doc.siglum()).collect();
            let first = names.first().map_or("", String::as_str);
            Err(format!(
                "linked to {}: say which, as in :cut {first}",
                names.join(" ")
            ))
        }
    }
}

/// Returns the two places that a cut is about: the whole link where it lies in the stop, else so much of it as does.
fn ends(comparison: &Comparison, here: Place, doc: DocId, answer: &Counterpart) -> (Place, Place) {
    let link = comparison.links.get(answer.link);
    let whole = link.map(|l| {
        if l.a.doc == doc {
            (l.b, l.a)
        } else {
            (l.a, l.b)
        }
    });
    match whole {
        Some(places) if here.span.covers(places.0.span) => places,
        _ => {
            let (stop, wording) = (answer.stop, answer.wording);
            let span = Span {
                start: stop.start.min(wording.start),
                end: stop.end.max(wording.end),
            };
            (here, Place { doc, span })
        }
    }
}

/// Returns the stop under the cursor, but for a fold.
fn under_cursor(state: &mut State) -> Option<Place> {
    let (doc, stop) = state.cursor()?;
    if stop.fold.is_some() {
        state.say("open the fold first: zo");
        return None;
    }
    let words = state.set.get(doc)?.text.slice(stop.span);
    let span = annotate::trimmed(words, stop.span);
    Some(Place { doc, span })
}

fn say(state: &mut State, verdict: Verdict, one: Place, other: Place) -> Vec<Effect> {
    let target = |place: Place| {
        let document = state.set.get(place.doc)?;
        Some(anchor::target(document, place.span, None))
    };
    let (Some(one), Some(other)) = (target(one), target(other)) else {
        return Vec::new();
    };
    let ends = Box::new([one, other]);
    annotate::hand_over(state, Change::Link { verdict, ends })
}

/// Returns how a counterpart is linked, in words.
#[must_use]
pub fn words(relation: Relation, through: Option<DocId>, pinned: bool) -> String {
    match through {
        Some(third) => format!("through {third}"),
        None if pinned => "pinned".to_owned(),
        None => relation.words().to_owned(),
    }
}

/// Returns whether a person cut a link of a place to another document.
#[must_use]
pub fn is_cut(state: &State, doc: DocId, span: Span, other: DocId) -> bool {
    let cuts = |c: &&Constraint| c.verdict == constraint::Verdict::Cut;
    let from = |(own, theirs): (Place, Place)| {
        own.doc == doc && own.span.touches(span) && theirs.doc == other
    };
    let mut cuts = state.constraints.iter().filter(cuts);
    cuts.any(|c| from((c.a, c.b)) || from((c.b, c.a)))
}
