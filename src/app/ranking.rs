//! Which of the counterparts in another document is shown first.

use super::frame::Pane;
use super::state::State;
use crate::compare::counterpart::Counterpart;
use crate::document::{BlockKind, DocId};
use crate::text::Span;

/// Returns the counterparts in another document: what is pinned, then by relation, score and place in the text. The
/// caption of a photo comes after the text, but for captions and where it is pinned.
#[must_use]
pub fn ranked(state: &State, doc: DocId, stop: Span, other: DocId) -> Vec<Counterpart> {
    let Some(comparison) = &state.comparison else {
        return Vec::new();
    };
    let alignment = &state.alignment;
    let mut found = alignment.counterparts(comparison, doc, stop, other, state.weak);
    if !is_caption(state, doc, stop) {
        found.sort_by_key(|c| !c.pinned && is_caption(state, other, c.stop));
    }
    found
}

fn is_caption(state: &State, doc: DocId, stop: Span) -> bool {
    let block = state.set.get(doc).and_then(|d| d.block_at(stop.start));
    block.is_some_and(|b| b.kind == BlockKind::Caption)
}

/// Returns the counterpart a person chose, else of the best ones that nearest to the pane's last place (rule 5).
#[must_use]
pub fn pick(
    state: &State,
    doc: DocId,
    stop: Span,
    pane: &Pane,
    found: &[Counterpart],
) -> Option<(usize, Counterpart)> {
    let chosen = state.chosen.get(&(doc, stop.start, pane.doc));
    let chosen = chosen.and_then(|at| found.iter().position(|c| c.stop.start == *at));
    let best = found.first()?;
    let kind = |c: &Counterpart| is_caption(state, pane.doc, c.stop);
    let equal = |c: &&Counterpart| c.is_as_good_as(best) && kind(c) == kind(best);
    let near = |c: &Counterpart| c.stop.start.abs_diff(pane.cursor.start);
    let nearest = found
        .iter()
        .take_while(equal)
        .enumerate()
        .min_by_key(|(_, c)| near(c))
        .map_or(0, |(i, _)| i);
    let nth = chosen.unwrap_or(nearest);
    found.get(nth).map(|c| (nth, *c))
}

/// Returns the counterpart that a pane shows of a stop.
#[must_use]
pub fn best(state: &State, doc: DocId, stop: Span, pane: &Pane) -> Option<Counterpart> {
    pick(state, doc, stop, pane, &ranked(state, doc, stop, pane.doc))
        .map(|(_, counterpart)| counterpart)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::app::geometry::Size;
    use crate::app::results::{Results, compared};
    use crate::app::sample::{article, set};
    use crate::app::settings::Settings;
    use crate::compare::constraint::{Constraint, Verdict};
    use crate::compare::passage::Place;
    use crate::compare::{Options, compare};
    use crate::document::BlockKind::{Body, Caption};

    /// Returns what kind of block the counterparts of the first sentence stand in, with these pins.
    fn kinds(pinned: bool) -> Vec<BlockKind> {
        let said = "Forty drivers slept in the old school hall that night.";
        let shown = "A driver sleeps in the old school hall.";
        let rest = "Nobody waits for the ferry.";
        let documents = set(vec![
            article(&[(Body, said), (Body, "Rain fell on the harbour.")]),
            article(&[(Body, said), (Caption, shown), (Body, rest)]),
        ]);
        let place = |doc: u16, block: usize| Place {
            doc: DocId(doc),
            span: documents.get(DocId(doc)).unwrap().blocks[block].span,
        };
        let pin = Constraint {
            verdict: Verdict::Pin,
            a: place(0, 0),
            b: place(1, 1),
        };
        let constraints = [pin];
        let options = Options {
            constraints: if pinned { &constraints } else { &[] },
            ..Options::default()
        };
        let found = compare(&documents, &options);
        let size = Size {
            width: 160,
            height: 40,
        };
        let mut state = State::new(Arc::new(documents), size, Settings::default());
        state.weak = true;
        let documents = Arc::clone(&state.set);
        compared(&mut state, &Results::new(&documents, found));
        let stop = documents.get(DocId(0)).unwrap().blocks[0].span;
        let found = ranked(&state, DocId(0), stop, DocId(1)).into_iter();
        let block = |at| documents.get(DocId(1)).unwrap().block_at(at).unwrap().kind;
        found.map(|c| block(c.stop.start)).collect()
    }

    #[test]
    fn a_caption_comes_behind_the_text_but_where_it_is_pinned() {
        assert_eq!(kinds(true), [Caption, Body]);
        assert_eq!(kinds(false).first(), Some(&Body));
    }
}
