//! A filter on stops: what it asks for, and which stops of each document answer.

use std::cmp::Ordering;

use super::column::{Fold, plural};
use super::find::Query;
use super::found::{Found, found};
use super::frame::OpenFolds;
use super::state::State;
use crate::compare::passage::Relation;
use crate::document::DocId;
use crate::text::Span;

/// A filter in force.
#[derive(Clone, Debug)]
pub struct Filter {
    /// As typed.
    pub words: String,
    /// Per document: the runs of stops that do not answer.
    folds: Vec<Vec<Fold>>,
    /// Per document: how many stops answer, and how many there are.
    counts: Vec<(usize, usize)>,
    /// The folds that were open before.
    pub(super) open: Vec<OpenFolds>,
    /// How many search hits are hidden.
    pub(super) hits: usize,
}

/// What a filter asks of a stop; all its terms must hold.
#[derive(Clone, Debug)]
enum Term {
    /// Found in no other document, or (false) in others.
    Alone(bool),
    /// Its best link has this relation.
    Relation(Relation),
    /// Found in one of these documents; all of such a document itself is.
    In(Vec<DocId>),
    /// Has a note.
    Note,
    /// Has fewer, as many or more words.
    Words(Ordering, usize),
    /// Holds these words.
    Text(Query),
    /// The opposite.
    Not(Box<Term>),
}

/// What helps to type a filter.
pub const HINT: &str =
    "only shared weak paraphrase near verbatim note words>12 in:B \"text\" -not; nothing shows all";

impl Filter {
    /// Returns the filter that a line asks for.
    ///
    /// # Errors
    /// Says what cannot be asked, or that nothing answers.
    pub(super) fn new(state: &State, line: &str) -> Result<Self, String> {
        let parts = parts(line).into_iter();
        let terms: Vec<Term> = parts
            .map(|part| term(state, &part))
            .collect::<Result<_, _>>()?;
        Self::of(state, line.trim().to_owned(), &terms)
    }

    /// Returns the filter that keeps what holds a search hit.
    ///
    /// # Errors
    /// Says that nothing was searched for.
    pub(super) fn hits(state: &State) -> Result<Self, String> {
        let query = state.query.clone();
        let query = query.ok_or("nothing was searched for yet: / finds words")?;
        let words = format!("\"{}\"", query.words);
        Self::of(state, words, &[Term::Text(query)])
    }

    fn of(state: &State, words: String, terms: &[Term]) -> Result<Self, String> {
        let (mut all_folds, mut counts) = (Vec::new(), Vec::new());
        for document in state.set.iter() {
            let stops = state.alignment.stops(document.id);
            let answers = |stop: &Span| terms.iter().all(|t| t.holds(state, document.id, *stop));
            let answers: Vec<bool> = stops.iter().map(answers).collect();
            let shown = answers.iter().filter(|a| **a).count();
            counts.push((shown, stops.len()));
            all_folds.push(folds(stops, &answers));
        }
        if counts.iter().all(|(shown, _)| *shown == 0) {
            return Err(format!(
                "no stop answers the filter {words}: nothing is hidden"
            ));
        }
        Ok(Self {
            words,
            folds: all_folds,
            counts,
            open: Vec::new(),
            hits: 0,
        })
    }

    /// Returns the folds of a document.
    #[must_use]
    pub fn folds_in(&self, doc: DocId) -> &[Fold] {
        self.folds.get(doc.index()).map_or(&[], Vec::as_slice)
    }

    /// Returns what is hidden, in one line: the filter, the stops shown in the focused document and in all, and hits.
    #[must_use]
    pub fn standing(&self, state: &State) -> String {
        let doc = state.focused().map(|p| p.doc).unwrap_or_default();
        let (here, all_here) = self.counts.get(doc.index()).copied().unwrap_or_default();
        let shown: usize = self.counts.iter().map(|c| c.0).sum();
        let all: usize = self.counts.iter().map(|c| c.1).sum();
        let hits = match self.hits {
            0 => String::new(),
            hits => format!("   {} hidden", plural(hits, "hit")),
        };
        let words = super::explain::short(&self.words, 40);
        format!(
            "filter {words}   {here} of {all_here} stops in {doc}, {shown} of {all} in all{hits}"
        )
    }
}

/// Returns the runs of stops that do not answer, each as a fold.
fn folds(stops: &[Span], answers: &[bool]) -> Vec<Fold> {
    let pairs: Vec<(Span, bool)> = stops.iter().copied().zip(answers.iter().copied()).collect();
    let runs = pairs.chunk_by(|a, b| a.1 == b.1);
    let hidden = runs.filter(|run| run.first().is_some_and(|(_, answers)| !answers));
    let fold = |run: &[(Span, bool)]| Fold {
        span: run
            .iter()
            .map(|r| r.0)
            .reduce(Span::join)
            .unwrap_or_default(),
        label: format!("{} hidden", plural(run.len(), "stop")),
        kinds: Vec::new(),
    };
    hidden.map(fold).collect()
}

/// Splits a line at blanks, but for those in quotation marks.
fn parts(line: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => parts.push(std::mem::take(&mut part)),
            _ => {}
        }
        if quoted || !c.is_whitespace() {
            part.push(c);
        }
    }
    parts.push(part);
    parts.retain(|part| !part.is_empty());
    parts
}

fn term(state: &State, part: &str) -> Result<Term, String> {
    if let Some(rest) = part.strip_prefix('-').filter(|r| !r.is_empty()) {
        return Ok(Term::Not(Box::new(term(state, rest)?)));
    }
    if let Some(name) = part.strip_prefix("in:") {
        return outlets(state, name);
    }
    if let Some(rest) = part.strip_prefix("words") {
        return count(rest).ok_or_else(|| format!("{part}: write words>12, words<12 or words=12"));
    }
    let term = match part {
        "only" => Term::Alone(true),
        "shared" => Term::Alone(false),
        "verbatim" => Term::Relation(Relation::Verbatim),
        "near" => Term::Relation(Relation::Near),
        "paraphrase" => Term::Relation(Relation::Paraphrase),
        "weak" => Term::Relation(Relation::Weak),
        "note" => Term::Note,
        words => {
            let words = words.trim_matches('"');
            return Ok(Term::Text(Query::new(words, &state.set)));
        }
    };
    match term {
        Term::Alone(_) | Term::Relation(_) => compared(state).map(|()| term),
        term => Ok(term),
    }
}

fn compared(state: &State) -> Result<(), String> {
    match &state.comparison {
        _ if state.set.len() < 2 => Err("one article only: there is nothing to compare with"),
        None => Err("still comparing"),
        Some(_) => Ok(()),
    }
    .map_err(str::to_owned)
}

/// Returns the documents of a siglum, or of outlets whose names begin so.
fn outlets(state: &State, name: &str) -> Result<Term, String> {
    compared(state)?;
    let name = name.trim_matches('"');
    let by_siglum = DocId::of_siglum(name).filter(|doc| state.set.is_open(*doc));
    let lower = name.to_lowercase();
    let named = |doc: &DocId| {
        let outlet = state.set.get(*doc).map_or("", |d| d.outlet_name());
        !lower.is_empty() && outlet.to_lowercase().starts_with(&lower)
    };
    let found = match by_siglum {
        Some(doc) => vec![doc],
        None => state.set.ids().filter(named).collect(),
    };
    if found.is_empty() {
        return Err(format!(
            "in:{name}: there is no such document: write in:B or in:NAME"
        ));
    }
    Ok(Term::In(found))
}

/// Reads `>12`, `<12` or `=12`.
fn count(rest: &str) -> Option<Term> {
    let (order, number) = [
        (">", Ordering::Greater),
        ("<", Ordering::Less),
        ("=", Ordering::Equal),
    ]
    .into_iter()
    .find_map(|(sign, order)| Some((order, rest.strip_prefix(sign)?)))?;
    Some(Term::Words(order, number.trim().parse().ok()?))
}

impl Term {
    fn holds(&self, state: &State, doc: DocId, stop: Span) -> bool {
        match self {
            Self::Alone(alone) => match found(state, doc, stop) {
                Found::In(count) => (count == 1) == *alone,
                _ => false,
            },
            Self::Relation(relation) => best(state, doc, stop) == Some(*relation),
            Self::In(docs) => {
                let known = state.comparison.as_deref();
                let found = known.map(|c| state.alignment.found_in(c, doc, stop));
                found.is_some_and(|found| docs.iter().any(|d| found.contains(d)))
            }
            Self::Note => state.notes.at(doc, stop).next().is_some(),
            Self::Words(order, count) => state.alignment.words_in(doc, stop).cmp(count) == *order,
            Self::Text(query) => query.hits_in_span(doc, stop) > 0,
            Self::Not(term) => !term.holds(state, doc, stop),
        }
    }
}

/// Returns the best relation of the links at a stop.
fn best(state: &State, doc: DocId, stop: Span) -> Option<Relation> {
    let comparison = state.comparison.as_deref()?;
    let links = state.alignment.links_at(doc, stop).into_iter();
    let relations = links.filter_map(|at| Some(comparison.links.get(at)?.relation));
    relations.min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_at_blanks_outside_of_quotation_marks() {
        assert_eq!(
            parts(" only  \"two words\" x "),
            ["only", "\"two words\"", "x"]
        );
        assert_eq!(parts("-\"a b"), ["-\"a b"]);
        assert!(parts("  ").is_empty());
    }

    #[test]
    fn runs_of_stops_that_do_not_answer_become_folds() {
        let stop = |start| Span {
            start,
            end: start + 5,
        };
        let stops = [stop(0), stop(10), stop(20), stop(30)];
        let folds = folds(&stops, &[false, false, true, false]);
        let labels: Vec<_> = folds.iter().map(|f| f.label.as_str()).collect();
        assert_eq!(labels, ["2 stops hidden", "1 stop hidden"]);
        assert_eq!(
            folds.first().map(|f| f.span),
            Some(Span { start: 0, end: 15 })
        );
    }
}
