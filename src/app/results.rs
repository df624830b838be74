//! Results that arrive while somebody reads: marks, titles and the summary change, no row of text moves.

use std::sync::Arc;

use super::settings::Idle;
use super::state::State;
use super::{coverage, resize, step, trail};
use crate::compare::align::Alignment;
use crate::compare::constraint::Constraint;
use crate::compare::meaning::Model;
use crate::compare::passage::Comparison;
use crate::document::{DocId, DocumentSet};
use crate::text::Span;

/// A comparison with all that is reckoned from it once: made beside the reader, so that no key waits.
#[derive(Clone, Debug)]
pub struct Results {
    comparison: Arc<Comparison>,
    alignment: Arc<Alignment>,
    places: trail::Places,
    parallel: bool,
    /// The version of the set that was compared.
    version: u32,
    /// The pins and cuts that it went by.
    constraints: Vec<Constraint>,
}

impl Results {
    /// Returns the results of a comparison of a set.
    #[must_use]
    pub fn new(set: &DocumentSet, comparison: Comparison) -> Self {
        let alignment = Alignment::new(set, Some(&comparison));
        Self {
            places: trail::Places::new(&comparison, set, &alignment),
            parallel: !comparison.unfinished && in_order(set, &comparison, &alignment),
            version: set.version(),
            constraints: Vec::new(),
            alignment: Arc::new(alignment),
            comparison: Arc::new(comparison),
        }
    }

    /// Says by which pins and cuts the comparison went.
    #[must_use]
    pub fn by(self, constraints: Vec<Constraint>) -> Self {
        Self {
            constraints,
            ..self
        }
    }

    /// Returns whether all documents were compared with all others.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.comparison.unfinished
    }

    /// Returns the model of meaning that was asked.
    #[must_use]
    pub fn model(&self) -> Option<&Model> {
        self.comparison.model.as_ref()
    }
}

impl Results {
    /// Returns what was found, in numbers.
    #[must_use]
    pub fn in_numbers(&self) -> String {
        let found = &self.comparison;
        let partial = match (found.unfinished, found.partial) {
            (true, _) => ", more to come",
            (false, true) => ", partial",
            (false, false) => "",
        };
        let model = if found.model.is_some() {
            ", with a model"
        } else {
            ""
        };
        format!(
            "{} pairs, {} links, {} passages{model}{partial}",
            found.pairs.len(),
            found.links.len(),
            found.passages.len()
        )
    }
}

/// Takes the results in: marks, titles and the summary change, no row of text moves.
pub fn compared(state: &mut State, results: &Results) {
    // Of what was before something changed: another comparison is on its way.
    if results.version != state.set.version()
        || results.constraints != state.constraints
        || results.comparison.by_words != state.settings.thresholds
    {
        return;
    }
    state.comparing = results.comparison.unfinished;
    state.alignment = Arc::clone(&results.alignment);
    state.restop();
    state.parallel = results.parallel || state.settings.idle == Idle::Parallel;
    let comparison = &results.comparison;
    if comparison.unfinished {
        // The rest is on its way, and says what there is to say.
    } else if comparison.partial {
        state.say("the search was ended by its budget: what was not found may still be there");
    } else if state.constraints.is_empty()
        && comparison.links.iter().all(|l| !l.relation.is_strong())
        && state.set.len() > 1
    {
        state.say_too(nothing_shared(comparison));
    }
    state.places = results.places.clone();
    state.comparison = Some(Arc::clone(comparison));
    step::refresh(state);
    coverage::renew(state);
    let here = resize::keep(state);
    if let Some(settled) = state.settled.as_mut().filter(|s| s.same_size(&here)) {
        *settled = here;
    }
}

/// Returns whether links by meaning may still be added to those by words.
#[must_use]
pub fn awaits_meaning(state: &State) -> bool {
    let by_words = state
        .comparison
        .as_deref()
        .is_some_and(|c| c.model.is_none());
    state.settings.model && by_words && !state.comparing && state.set.len() > 1
}

/// Returns whether the documents are revisions of one text: at least 70 % of the stops of every other
/// document link to the first, and in order.
fn in_order(set: &DocumentSet, comparison: &Comparison, alignment: &Alignment) -> bool {
    let Some(first) = set.ids().next() else {
        return false;
    };
    let linked = |doc: DocId, stop: Span| {
        let links = alignment.links_at(doc, stop).into_iter();
        links
            .filter_map(|i| comparison.links.get(i))
            .any(|l| l.a.doc == first && !l.moved && l.relation.is_strong())
    };
    let enough = |doc: DocId| {
        let stops = alignment.stops(doc);
        stops.iter().filter(|s| linked(doc, **s)).count() * 10 >= stops.len() * 7
    };
    set.len() > 1 && set.ids().skip(1).all(enough)
}

fn nothing_shared(comparison: &Comparison) -> String {
    if comparison.pairs.iter().all(|p| !p.comparable) {
        return "the articles are in different languages, and no sentences share enough names or numbers".to_owned();
    }
    let nearest = comparison.pairs.iter().filter_map(|pair| pair.nearest);
    let best = nearest
        .filter_map(|nearest| nearest.likest)
        .map(|(_, _, score)| score)
        .fold(0.0, f32::max);
    let paraphrase = comparison.by_words.paraphrase;
    let nearest = if best > 0.0 {
        format!("the likest sentences score {best:.2}, and {paraphrase} would link them")
    } else {
        "no two sentences are alike".to_owned()
    };
    format!(
        "these articles share no passage: no 8 words in a row, no 5 rare ones, and {nearest}; they may be about different events"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::foot;
    use crate::app::found::{Found, found};
    use crate::app::frame::Standing;
    use crate::app::geometry::Size;
    use crate::app::sample::{article, set};
    use crate::app::settings::Settings;
    use crate::compare::{Comparing, Options};
    use crate::document::BlockKind::{Body, Title};

    #[test]
    fn until_two_documents_are_compared_nothing_is_said_of_them() {
        let story = |title: &str| {
            article(&[
                (Title, title),
                (
                    Body,
                    "Forty drivers slept in the old school hall that night.",
                ),
            ])
        };
        let documents = set(vec![
            story("Snow closes the pass"),
            story("Drivers sleep in a school"),
            story("A night on the mountain"),
        ]);
        let size = Size {
            width: 160,
            height: 40,
        };
        let mut state = State::new(Arc::new(documents), size, Settings::default());
        let documents = Arc::clone(&state.set);
        let comparing = Comparing::new(&documents, Options::default());
        let pairs = comparing.pairs().into_iter();
        let pairs: Vec<_> = pairs.map(|pair| comparing.pair(pair)).collect();
        let body = |state: &State| state.set.get(DocId(0)).unwrap().blocks[1].span;
        let relations = |state: &mut State| {
            crate::app::jump::to(state, body(state).start);
            let readings = foot::readings(state);
            readings
                .into_iter()
                .map(|r| (r.doc.0, r.relation))
                .collect::<Vec<_>>()
        };
        compared(
            &mut state,
            &Results::new(&documents, comparing.known(&pairs[..1])),
        );
        assert!(state.comparing && state.message.is_none());
        let wordings = relations(&mut state);
        assert!(
            wordings.contains(&(1, "same words".to_owned())),
            "{wordings:?}"
        );
        assert!(wordings.contains(&(2, "..".to_owned())), "{wordings:?}");
        assert_eq!(found(&state, DocId(0), body(&state)), Found::Unknown);
        let standing = |state: &State, doc| {
            let pane = state.frame.panes.iter().find(|pane| pane.doc == DocId(doc));
            pane.unwrap().standing
        };
        assert!(matches!(standing(&state, 1), Standing::Banded(_)));
        assert!(matches!(standing(&state, 2), Standing::Waiting));
        assert_eq!(crate::app::summary::only(&state, DocId(0)), "..");

        compared(
            &mut state,
            &Results::new(&documents, comparing.whole(pairs)),
        );
        assert!(!state.comparing);
        assert_eq!(found(&state, DocId(0), body(&state)), Found::In(3));
        assert!(matches!(standing(&state, 2), Standing::Banded(_)));
    }
}
