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
