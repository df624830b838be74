//! The notes in the order of their list, with the words by which a filter finds them: made once, so that a key typed
//! into the filter only looks through them.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::note_view;
use super::notes::Listed;
use crate::document::DocId;
use crate::notes::{Anchored, Note, NoteId, Source};

/// What stands before a tag in the words of a row, which no text has in it.
const TAG: char = '\u{1f}';

/// How many notes tell which of several words is rare.
const SOME: usize = 64;

/// The notes on open documents, and those on others.
#[derive(Clone, Debug, Default)]
pub struct Index {
    rows: Vec<Row>,
    elsewhere: Vec<Row>,
    /// All that the notes say, in lower case, one behind the other: so that looking through is quick.
    words: String,
    /// The articles that they are about, by number, one note's behind the other's.
    about: Vec<usize>,
    /// What is said of articles, which many notes share.
    sources: Vec<String>,
}

/// A note in the list.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which note.
    pub note: NoteId,
    /// The document of the place that most asks for an answer.
    pub doc: DocId,
    /// Which of its targets that is.
    pub target: usize,
    /// What became of it.
    pub anchored: Anchored,
    /// How many of its places moved.
    pub moved: usize,
    /// All that it says, in the words of the index.
    words: Range<usize>,
    /// The articles that it is about, in those of the index.
    about: Range<usize>,
}

/// What a list is filtered by: words, and beginnings of tags behind `#`; all must be there.
pub struct Words(Vec<Word>);

struct Word {
    /// In lower case, as it stands in a row.
    own: String,
    tag: bool,
}

impl Index {
    /// Returns the index of notes in the order of the list.
    pub(super) fn new<'a>(
        listed: impl Iterator<Item = Listed<'a>>,
        elsewhere: impl Iterator<Item = &'a Note>,
    ) -> Self {
        let mut index = Self::default();
        let mut known = FxHashMap::default();
        for own in listed {
            let row = index.row(&own, &mut known);
            index.rows.push(row);
        }
        for note in elsewhere {
            let row = index.row(&Listed::elsewhere(note), &mut known);
            index.elsewhere.push(row);
        }
        index
    }

    fn row<'a>(&mut self, own: &Listed<'a>, known: &mut FxHashMap<&'a Source, usize>) -> Row {
        let note = own.note;
        let (words, about) = (self.words.len(), self.about.len());
        add_words(&mut self.words, own);
        for target in &note.targets {
            let at = *known.entry(&target.document).or_insert_with(|| {
                self.sources.push(names(&target.document));
                self.sources.len() - 1
            });
            if !self.about.get(about..).is_some_and(|own| own.contains(&at)) {
                self.about.push(at);
            }
        }
        Row {
            note: note.id.clone(),
            doc: own.doc,
            target: own.target,
            anchored: own.anchored,
            moved: own.moved,
            words: words..self.words.len(),
            about: about..self.about.len(),
        }
    }

    /// Returns the notes on open documents that words fit.
    #[must_use]
    pub fn rows(&self, words: &Words) -> Vec<&Row> {
        self.fitting(&self.rows, words)
    }

    /// Returns how many notes there are on open documents.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns how many notes on documents that are not open fit words.
    #[must_use]
    pub fn elsewhere(&self, words: &Words) -> usize {
        self.fitting(&self.elsewhere, words).len()
    }

    fn fitting<'a>(&self, rows: &'a [Row], words: &Words) -> Vec<&'a Row> {
        // An article is looked at once for each word, however many notes are on it.
        let named = words.0.iter().map(|word| word.stands_in(&self.sources));
        let named: Vec<Vec<bool>> = named.collect();
        let holds = |row: &Row, (word, named): &(&Word, &Vec<bool>)| {
            let own = self.words.get(row.words.clone()).unwrap_or("");
            let about = self.about.get(row.about.clone()).unwrap_or(&[]);
            let of_source = |at: &usize| named.get(*at).copied().unwrap_or(false);
            own.contains(&word.own) || about.iter().any(of_source)
        };
        let mut words: Vec<(&Word, &Vec<bool>)> = words.0.iter().zip(&named).collect();
        // What few of some notes have is looked for first: most rows need no other word.
        words.sort_by_cached_key(|word| {
            let some = rows.iter().step_by(rows.len() / SOME + 1);
            some.filter(|row| holds(row, word)).count()
        });
        let fit = |row: &&Row| words.iter().all(|word| holds(row, word));
        rows.iter().filter(fit).collect()
    }
}

impl Words {
    /// Returns what a line of words asks for.
    #[must_use]
    pub fn new(query: &str) -> Self {
        let words = query.split_whitespace().map(|word| {
            let word = word.to_lowercase();
            match word.strip_prefix('#') {
                Some(start) => Word {
                    own: format!("{TAG}{start}"),
                    tag: true,
                },
                None => Word {
                    own: word,
                    tag: false,
                },
            }
        });
        Self(words.collect())
    }

    /// Returns whether a line, which has no tags, has all words.
    #[must_use]
    pub fn fit(&self, line: &str) -> bool {
        let line = line.to_lowercase();
        self.0.iter().all(|word| line.contains(&word.own))
    }
}

impl Word {
    /// Returns in which of some texts about articles it stands.
    fn stands_in(&self, sources: &[String]) -> Vec<bool> {
        let holds = |source: &String| !self.tag && source.contains(&self.own);
        sources.iter().map(holds).collect()
    }
}

/// Returns the words by which an article is found.
fn names(source: &Source) -> String {
    let parts = [
        source.outlet.as_deref(),
        source.title.as_deref(),
        Some(&source.path),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join(" ").to_lowercase()
}

/// Adds all that a note says itself.
fn add_words(all: &mut String, own: &Listed) {
    let note = own.note;
    let mut words = note_view::told(note);
    let lost = matches!(own.anchored, Anchored::Orphan(_));
    let state = [(own.moved > 0).then_some("moved"), lost.then_some("orphan")];
    let quotes = note
        .targets
        .iter()
        .map(|target| target.quote.exact.as_str());
    for part in state
        .into_iter()
        .flatten()
        .chain(quotes)
        .chain(note.by.as_deref())
    {
        words.push(' ');
        words.push_str(part);
    }
    for tag in &note.tags {
        words.push(TAG);
        words.push_str(tag);
    }
    all.push_str(&words.to_lowercase());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::{Lost, OperationId, Quote, Target};

    fn note(text: &str, tags: &[&str], path: &str, quote: &str) -> Note {
        let mut target = Target::default();
        target.document.path = path.to_owned();
        target.quote = Quote {
            exact: quote.to_owned(),
            ..Quote::default()
        };
        Note {
            id: NoteId(OperationId(text.to_owned())),
            at: jiff::Timestamp::UNIX_EPOCH,
            by: None,
            text: text.to_owned(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            rating: None,
            targets: vec![target],
        }
    }

    #[test]
    fn words_are_found_in_a_note_its_state_its_words_and_its_article_and_tags_by_their_beginning() {
        let notes = [
            note("Who counts?", &["Urgent"], "Harbour.txt", "Nine ships"),
            note("See urgent #now", &[], "ferry.txt", "a dog"),
        ];
        let listed = notes.iter().map(|note| Listed {
            anchored: Anchored::Orphan(Lost::Gone),
            ..Listed::elsewhere(note)
        });
        let index = Index::new(listed, notes.iter().take(1));
        let found = |query: &str| -> Vec<usize> {
            let words = Words::new(query);
            let own = |row: &Row| notes.iter().position(|note| note.id == row.note).unwrap();
            index.rows(&words).into_iter().map(own).collect()
        };
        for (query, expected) in [
            ("", &[0, 1][..]),
            ("NINE counts", &[0]),
            ("urgent", &[0, 1]),
            ("#urg", &[0]),
            ("#rgent", &[]),
            ("#now", &[]),
            ("harbour ships", &[0]),
            ("ferry orphan", &[1]),
            ("moved", &[]),
        ] {
            assert_eq!(found(query), expected, "{query}");
        }
        assert_eq!(index.elsewhere(&Words::new("harbour")), 1);
        assert_eq!(index.elsewhere(&Words::new("ferry")), 0);
    }
}
