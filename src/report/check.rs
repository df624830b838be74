//! Whether notes have kept their places: which stand, which moved, which are orphans, and which are on documents
//! that are not at hand.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::notes::{Here, one_line, position};
use crate::document::Document;
use crate::notes::{Anchored, Lost, Note, NoteId, NoteSet, Target};

/// What became of the place of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// Gone from its document.
    Orphan,
    /// Most likely elsewhere now.
    Moved,
    /// Its document is not at hand.
    Elsewhere,
    /// The words stand there.
    Stands,
}

/// What was found out about notes.
pub struct Check<'a> {
    places: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    state: State,
    note: &'a NoteId,
    target: usize,
    path: &'a str,
    start: Option<usize>,
    end: Option<usize>,
    was: &'a str,
    now: Option<&'a str>,
    why: Option<String>,
}

impl<'a> Check<'a> {
    /// Returns what became of the notes in the documents at hand, orphans first. A note whose own path leads to a
    /// document in which it has no place is an orphan.
    #[must_use]
    pub fn new(notes: &'a NoteSet, here: Here<'a>) -> Self {
        let placed = here.placement.placed.iter();
        let placed: BTreeMap<_, _> = placed
            .map(|placed| ((&placed.note, placed.target), placed))
            .collect();
        let mut places = Vec::new();
        for note in notes.iter() {
            for (number, target) in note.targets.iter().enumerate() {
                let found = placed.get(&(&note.id, number));
                let found = found.and_then(|p| Some((here.set.get(p.doc)?, p.anchored)));
                let known = here.set.iter().any(|d| target.document.is_at(d));
                places.push(Place::new(note, number, target, found, known));
            }
        }
        // Stable, so that notes stay in order of making.
        places.sort_by_key(|place| place.state);
        Self { places }
    }

    fn count(&self, state: State) -> usize {
        self.places.iter().filter(|p| p.state == state).count()
    }

    /// Returns the paths of documents that are not at hand, each with how many places are on it.
    #[must_use]
    pub fn elsewhere(&self) -> BTreeMap<&str, usize> {
        let mut paths = BTreeMap::new();
        for place in self.places.iter().filter(|p| p.state == State::Elsewhere) {
            *paths.entry(place.path).or_default() += 1;
        }
        paths
    }

    /// Returns whether there are places and none of them was checked.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        !self.places.is_empty() && self.count(State::Elsewhere) == self.places.len()
    }

    /// Returns whether a note has lost its place.
    #[must_use]
    pub fn has_orphans(&self) -> bool {
        self.count(State::Orphan) > 0
    }

    /// Returns the check for people: the counts, and a line or two for each place that does not simply stand.
    #[must_use]
    pub fn text(&self) -> String {
        let orphans = self.count(State::Orphan);
        let noun = if orphans == 1 { "orphan" } else { "orphans" };
        let mut out = format!(
            "places: {} stand, {} moved, {orphans} {noun}, {} on documents that are not here\n",
            self.count(State::Stands),
            self.count(State::Moved),
            self.count(State::Elsewhere),
        );
        for place in self.places.iter().filter(|p| p.state != State::Stands) {
            let word = match place.state {
                State::Orphan => "orphan",
                State::Moved => "moved",
                State::Elsewhere | State::Stands => "not here",
            };
            let _ = write!(out, "{word:8}  {}  {}", place.note.short(), place.path);
            if let (Some(start), Some(end)) = (place.start, place.end) {
                let _ = write!(out, ":{start}-{end}");
            }
            if let Some(why) = &place.why {
                let _ = write!(out, "  {why}");
            }
            let was = one_line(place.was);
            let _ = writeln!(out, "\n          was “{was}”");
            if let Some(now) = place.now.map(one_line).filter(|now| *now != was) {
                let _ = writeln!(out, "          now “{now}”");
            }
        }
        out
    }

    /// Returns the check for programs.
    ///
    /// # Errors
    /// Never in practice: every part is text or a number.
    pub fn json(&self) -> serde_json::Result<String> {
        #[derive(Serialize)]
        struct All<'a> {
            schema: &'static str,
            stand: usize,
            moved: usize,
            orphans: usize,
            elsewhere: usize,
            places: &'a [Place<'a>],
        }
        let all = All {
            schema: "variorum.check/1",
            stand: self.count(State::Stands),
            moved: self.count(State::Moved),
            orphans: self.count(State::Orphan),
            elsewhere: self.count(State::Elsewhere),
            places: &self.places,
        };
        serde_json::to_string_pretty(&all).map(|json| json + "\n")
    }
}

impl<'a> Place<'a> {
    fn new(
        note: &'a Note,
        number: usize,
        target: &'a Target,
        found: Option<(&'a Document, Anchored)>,
        known: bool,
    ) -> Self {
        let state = match found {
            Some((_, Anchored::At(_))) => State::Stands,
            Some((_, Anchored::Moved(_))) => State::Moved,
            Some((_, Anchored::Orphan(_))) => State::Orphan,
            None if known => State::Orphan,
            None => State::Elsewhere,
        };
        let span = found.and_then(|(document, anchored)| Some((document, anchored.span()?)));
        let place = span.map(|(document, span)| position(document, span));
        let path = found.map_or(target.document.path.as_str(), |(document, _)| {
            &document.path
        });
        let address = target.document.url.as_deref().unwrap_or_default();
        let lost = match found {
            Some((_, Anchored::Orphan(lost))) => lost,
            _ => Lost::Gone,
        };
        Self {
            state,
            note: &note.id,
            target: number,
            path: if path.is_empty() { address } else { path },
            start: place.map(|place| place.start),
            end: place.map(|place| place.end),
            was: &target.quote.exact,
            now: span.map(|(document, span)| document.text.slice(span)),
            why: (state == State::Orphan).then(|| target.why_lost(lost)),
        }
    }
}
