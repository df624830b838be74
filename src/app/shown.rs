//! What the reader shows about a place when a note is written there, for the note to keep.

use super::state::State;
use crate::compare::meaning::Thresholds;
use crate::compare::passage::{Comparison, Link};
use crate::document::DocId;
use crate::notes::target::Shown;
use crate::text::Span;

/// Returns what the reader shows about a place, for the note to keep.
#[must_use]
pub fn of(state: &State, doc: DocId, span: Span) -> Shown {
    let links = state.comparison.iter().flat_map(|c| {
        let at = state.alignment.links_at(doc, span).into_iter();
        at.filter_map(|i| c.links.get(i))
            .filter(|l| l.relation.is_strong())
    });
    let best = links.min_by(|a, b| {
        a.relation
            .cmp(&b.relation)
            .then(b.score.total_cmp(&a.score))
    });
    let named = |link: &Link| {
        let other = if link.a.doc == doc {
            link.b.doc
        } else {
            link.a.doc
        };
        format!(
            "{} in {other}, by rule {}, score {:.4}",
            link.relation.words(),
            link.why.rule.name(),
            link.score
        )
    };
    let compared = state.comparison.as_deref();
    let known = compared.is_some_and(|c| !c.unfinished);
    let used = compared.map_or(Thresholds::WORDS, Comparison::thresholds);
    Shown {
        words: None,
        relation: best
            .map(|l| l.relation.name().to_owned())
            .or(known.then(|| "only here".to_owned())),
        why: best.map(named),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        thresholds: [("paraphrase", used.paraphrase), ("weak", used.weak)]
            .map(|(n, t)| (n.to_owned(), rounded(t)))
            .into(),
        credits: Vec::new(),
    }
}

fn rounded(threshold: f32) -> f64 {
    (f64::from(threshold) * 10_000.0).round() / 10_000.0
}
