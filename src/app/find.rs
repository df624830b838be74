//! One query over all documents: case is ignored unless the query has capitals, white space is one blank.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::jump;
use super::state::{Mode, State};
use super::trail::{self, Trail};
use crate::document::{DocId, DocumentSet};
use crate::text::{Span, token};

/// What was searched for, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// As typed.
    pub words: String,
    hits: Vec<Vec<Span>>,
}

impl Query {
    /// Finds the words in every document.
    #[must_use]
    pub fn new(words: &str, set: &DocumentSet) -> Self {
        let hits = set.iter().map(|d| hits(d.text.as_str(), words)).collect();
        Self {
            words: words.to_owned(),
            hits,
        }
    }

    /// Finds the words of a place in every document, small and capital letters alike.
    fn of(set: &DocumentSet, doc: DocId, span: Span) -> Self {
        let words = lowered(set.get(doc).map_or("", |d| d.text.slice(span)));
        Self::new(words.trim(), set)
    }

    /// Returns whether there is a hit outside of a place.
    fn elsewhere(&self, doc: DocId, span: Span) -> bool {
        let all: usize = self.hits.iter().map(Vec::len).sum();
        all > self.hits_in_span(doc, span)
    }

    /// Returns the hits in a document, in order.
    #[must_use]
    pub fn hits_in(&self, doc: DocId) -> &[Span] {
        self.hits.get(doc.index()).map_or(&[], Vec::as_slice)
    }

    /// Returns how many hits begin in a span of a document.
    #[must_use]
    pub fn hits_in_span(&self, doc: DocId, span: Span) -> usize {
        let hits = self.hits_in(doc);
        hits.partition_point(|h| h.start < span.end)
            - hits.partition_point(|h| h.start < span.start)
    }

    /// Returns the number of hits in each open document, as `A 3 · B 0`.
    #[must_use]
    pub fn counts(&self, set: &DocumentSet) -> String {
        let counts = set
            .ids()
            .map(|doc| format!("{doc} {}", self.hits_in(doc).len()));
        counts.collect::<Vec<_>>().join(" · ")
    }

    /// Returns whether there is no hit anywhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hits.iter().all(Vec::is_empty)
    }
}

/// Returns where words stand in a text.
fn hits(text: &str, words: &str) -> Vec<Span> {
    let case = words.chars().any(char::is_uppercase);
    let needle: String = folded(words.trim(), case).map(|(_, c)| c).collect();
    if needle.is_empty() {
        return Vec::new();
    }
    let mut hay = String::with_capacity(text.len());
    let mut origin = Vec::with_capacity(text.len());
    for (at, c) in folded(text, case) {
        hay.push(c);
        origin.resize(hay.len(), Span::offset(at));
    }
    let end = |at: usize| origin.get(at).map_or(text.len(), |o| *o as usize);
    hay.match_indices(&needle)
        .map(|(at, found)| Span::new(end(at), end(at + found.len())))
        .collect()
}

/// Yields the characters of a text as they are searched, with their byte offsets.
fn folded(text: &str, case: bool) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut blank = false;
    let kept = text.char_indices().filter(move |(_, c)| {
        let doubled = c.is_whitespace() && blank;
        blank = c.is_whitespace();
        !doubled && *c != '\u{ad}'
    });
    kept.map(move |(at, c)| {
        let c = match c {
            c if c.is_whitespace() => ' ',
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            '\u{2010}'..='\u{2015}' => '-',
            c => c,
        };
        (at, if case { c } else { lower(c) })
    })
}

/// One character stays one, so that offsets hold.
fn lower(c: char) -> char {
    let mut lowered = c.to_lowercase();
    match (lowered.next(), lowered.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// Searches for words and goes to the first hit at or after the cursor.
pub fn search(state: &mut State, words: &str) {
    state.mode = Mode::Read;
    if words.trim().is_empty() {
        state.say("nothing was typed: n goes on with the last search");
        return;
    }
    let query = Query::new(words, &state.set);
    let (empty, counts) = (query.is_empty(), query.counts(&state.set));
    // Also one without hits: n and & must not go on with the one before.
    state.query = Some(query);
    super::sift::recount(state);
    if empty {
        state.say(format!(
            "no hit for \u{201c}{words}\u{201d} in any document{}",
            if words.chars().any(char::is_uppercase) {
                " (capitals count; small letters find both)"
            } else {
                ""
            }
        ));
        return;
    }
    state.trail = Trail::Hits;
    let Some((doc, stop)) = state.cursor() else {
        return;
    };
    let places = trail::places(state, Trail::Hits, doc);
    if stop.fold.is_some() || !places.iter().any(|p| stop.span.holds(p.start)) {
        next(state, 1, 1);
    }
    state.say(format!("hits: {counts}"));
}

/// Finds the words of the stop under the cursor, and goes to the next place that has them; where the whole stands
/// nowhere else, its rarest words that do.
pub fn here(state: &mut State, times: usize) {
    let Some((doc, stop)) = state.cursor() else {
        return;
    };
    if stop.fold.is_some() {
        state.say("open the fold first: zo");
        return;
    }
    let whole = Query::of(&state.set, doc, stop.span);
    let rarest = match whole.elsewhere(doc, stop.span) {
        true => None,
        false => rarest(&state.set, doc, stop.span),
    };
    let Some(query) = rarest else {
        go_on(state, whole, (doc, stop.span), times);
        return;
    };
    let words = super::explain::short(&query.words, 40);
    let counts = query.counts(&state.set);
    go_on(state, query, (doc, stop.span), times);
    state.say(format!(
        "the whole stands nowhere else: its rarest words \u{201c}{words}\u{201d} {counts}"
    ));
}

/// Finds the words of a place, small and capital letters alike, and goes to the next place that has them.
pub fn words_of(state: &mut State, doc: DocId, span: Span, times: usize) {
    let query = Query::of(&state.set, doc, span);
    go_on(state, query, (doc, span), times);
}

fn go_on(state: &mut State, query: Query, (doc, span): (DocId, Span), times: usize) {
    let elsewhere = query.elsewhere(doc, span);
    state.query = Some(query);
    super::sift::recount(state);
    state.trail = Trail::Hits;
    if elsewhere {
        next(state, 1, times);
    } else {
        state.say("these words stand nowhere else");
    }
}

/// Returns the query for the rarest word of a place that stands elsewhere too, with as many of its neighbours as stand
/// there beside it.
fn rarest(set: &DocumentSet, doc: DocId, span: Span) -> Option<Query> {
    const MOST: usize = 8;
    let text = &set.get(doc)?.text;
    let words: Vec<Span> = token::word_spans(text.as_str(), span).collect();
    let counts = counts(set, text.slice(span));
    let rare = |(nth, word): (usize, &Span)| {
        let word = lowered(text.slice(*word));
        let (own, all) = *counts.get(&word)?;
        (all > own).then_some((all, Reverse(word.len()), nth))
    };
    let (.., nth) = words.iter().enumerate().filter_map(rare).min()?;
    let phrase = |from: usize, to: usize| {
        let query = Query::of(set, doc, words.get(from)?.join(*words.get(to)?));
        query.elsewhere(doc, span).then_some(query)
    };
    let (mut from, mut to) = (nth, nth);
    let mut found = phrase(from, to)?;
    while to - from + 1 < MOST {
        if let Some(longer) = phrase(from, to + 1) {
            (found, to) = (longer, to + 1);
        } else if let Some((longer, before)) =
            from.checked_sub(1).and_then(|b| Some((phrase(b, to)?, b)))
        {
            (found, from) = (longer, before);
        } else {
            break;
        }
    }
    Some(found)
}

/// Returns how often each word of a text stands in it, and in the whole set.
fn counts(set: &DocumentSet, own: &str) -> BTreeMap<String, (usize, usize)> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let words = |text: &str| -> Vec<String> {
        let spans = token::word_spans(text, Span::new(0, text.len()));
        spans
            .map(|w| lowered(text.get(w.range()).unwrap_or("")))
            .collect()
    };
    for word in words(own) {
        counts.entry(word).or_default().0 += 1;
    }
    for word in set.iter().flat_map(|d| words(d.text.as_str())) {
        if let Some(count) = counts.get_mut(&word) {
            count.1 += 1;
        }
    }
    counts
}

fn lowered(words: &str) -> String {
    words.chars().map(lower).collect()
}

/// Goes to the next (1) or previous (-1) hit; at the end of a document on to the next that has one.
pub fn next(state: &mut State, direction: i32, count: usize) {
    let Some((doc, stop)) = state.cursor() else {
        return;
    };
    let Some(query) = state.query.clone() else {
        state.say("nothing was searched for yet: / finds words");
        return;
    };
    let own = query.hits_in(doc);
    let more = match direction {
        1.. => own.iter().any(|h| h.start >= stop.span.end),
        _ => own.iter().any(|h| h.start < stop.span.start),
    };
    if more {
        trail::walk(state, Trail::Hits, direction, count);
        return;
    }
    state.trail = Trail::Hits;
    let all = state.set.slots();
    let step = if direction > 0 { 1 } else { all - 1 };
    let others = (1..=all).map(|i| DocId::at((doc.index() + i * step) % all));
    let Some(other) = others.into_iter().find(|d| !query.hits_in(*d).is_empty()) else {
        state.say(format!(
            "no hit for \u{201c}{}\u{201d} in any document",
            query.words
        ));
        return;
    };
    jump::leave(state);
    super::focus::show_document(state, other);
    let hits = query.hits_in(other);
    let hit = if direction > 0 {
        hits.first()
    } else {
        hits.last()
    };
    if let Some(hit) = hit {
        jump::to(state, hit.start);
    }
    let counts = query.counts(&state.set);
    state.say(match (other == doc, direction) {
        (true, 1..) => format!("from the beginning of {other} again: {counts}"),
        (true, _) => format!("from the end of {other} again: {counts}"),
        (false, _) => format!("no more hits in {doc}: this is {other}: {counts}"),
    });
}

#[cfg(test)]
mod tests {
    use super::hits;

    fn found<'a>(text: &'a str, words: &str) -> Vec<&'a str> {
        hits(text, words)
            .iter()
            .map(|h| text.get(h.range()).unwrap())
            .collect()
    }

    #[test]
    fn case_counts_only_where_the_query_has_capitals() {
        assert_eq!(found("Ferry, ferry, FERRY", "ferry").len(), 3);
        assert_eq!(found("Ferry, ferry, FERRY", "Ferry"), ["Ferry"]);
    }

    #[test]
    fn a_line_end_is_a_blank_and_quotes_are_alike() {
        assert_eq!(
            found("the \n harbour’s", "the harbour's"),
            ["the \n harbour’s"]
        );
        assert_eq!(found("習近平と會談", "會談"), ["會談"]);
        assert!(found("abc", " ").is_empty());
    }
}
