//! Which documents of a set a note belongs to, and where in them it stands.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::anchor::Finder;
use super::anchored::{Anchored, Lost};
use super::target::{Source, Target};
use super::version::{self, Candidate, Group, Key, Newer};
use super::{Note, NoteId, NoteSet};
use crate::document::{DocId, Document, DocumentSet};

/// Where a target of a note stands in a set of documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The note.
    pub note: NoteId,
    /// Which of its targets.
    pub target: usize,
    /// The document.
    pub doc: DocId,
    /// Where in it.
    pub anchored: Anchored,
}

/// Where all notes stand in a set of documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    /// Targets with a document in the set, in order of the notes and of their targets.
    pub placed: Vec<Placed>,
    /// Notes none of whose targets has a document in the set, in order.
    pub elsewhere: Vec<NoteId>,
    /// Documents that are, or may be, newer versions of those that are not in the set.
    pub newer: Vec<Newer>,
}

/// Why a document is held to be that of a target, the best reason first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    /// The same bytes under the same path.
    File,
    /// The same bytes.
    Bytes,
    /// The same address on the web.
    Address,
    /// A person said that it is a newer version.
    Said,
    /// The same path, spelled the same.
    Path,
    /// A path with fewer or more folders: it may be that of another article.
    Ending,
    /// The same path, given from another folder: it is that of another article unless its title or words say so.
    Folder,
}

/// Returns whether a target is of this document, or of an earlier or later version of it: same bytes, same
/// address, same path, or the end of its path and nothing that says that it is another article.
#[must_use]
pub fn belongs(target: &Target, document: &Document) -> bool {
    let anchored = || Finder::new(document).locate(target);
    claim(target, document, &[]).is_some_and(|claim| is_sure(claim, target, document, anchored))
}

/// Returns whether a document is the one of a target for certain. Of two articles of other titles one of which
/// has the end of the other's path only the words tell.
fn is_sure(
    claim: Claim,
    target: &Target,
    document: &Document,
    anchored: impl FnOnce() -> Anchored,
) -> bool {
    let titled = titles(target, document);
    match claim {
        Claim::Ending => titled.is_none_or(|same| same) || is_found(anchored()),
        Claim::Folder => titled == Some(true) || is_found(anchored()),
        _ => true,
    }
}

/// Returns whether the words of a target were found, even if a person said that it is not there.
fn is_found(anchored: Anchored) -> bool {
    anchored.span().is_some() || anchored == Anchored::Orphan(Lost::Rejected)
}

/// Returns where the notes stand in a set of documents, and which have no document in it.
///
/// A copy that still exists keeps its notes: the same bytes win over the same address, and that over the same
/// path. A target has one place at most; where its document is in the set and its words are not it is an orphan.
#[must_use]
pub fn place(notes: &NoteSet, set: &DocumentSet) -> Placement {
    Placer::default().place(notes, set)
}

/// Finds the places of notes and remembers them: as long as the documents stay, only new notes are sought.
#[derive(Clone, Debug, Default)]
pub struct Placer {
    documents: Vec<Version>,
    /// The newer versions that a person named.
    said: Vec<(Source, Source)>,
    known: FxHashMap<NoteId, Known>,
    /// What was found for articles that are not in the set, by a checksum of the places of their notes.
    strange: FxHashMap<u64, Stranger>,
    sought: usize,
}

/// What the place of a note in a document depends on, besides the note.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Version {
    doc: DocId,
    source: Source,
    length: usize,
}

/// What was found for a note.
#[derive(Clone, Debug)]
struct Known {
    /// A checksum of the targets that were sought.
    of: u64,
    guesses: Vec<Guess>,
}

/// A document for a target, and whether it is certain that it is the one.
#[derive(Clone, Debug)]
struct Guess {
    target: usize,
    doc: DocId,
    anchored: Anchored,
    sure: bool,
}

impl Placer {
    /// Returns what [`place`] does, with what was found before.
    pub fn place(&mut self, notes: &NoteSet, set: &DocumentSet) -> Placement {
        let documents: Vec<Version> = set.iter().map(Version::of).collect();
        let said = version::said(notes);
        if documents != self.documents || said != self.said {
            (self.documents, self.said) = (documents, said);
            self.known.clear();
            self.strange.clear();
        }
        let finders: Vec<Finder> = set.iter().map(Finder::new).collect();
        for note in notes.iter() {
            let of = checksum(&note.targets);
            if self.known.get(&note.id).is_none_or(|known| known.of != of) {
                self.sought += note.targets.len();
                let guesses = guesses(note, set, &finders, &self.said);
                self.known.insert(note.id.clone(), Known { of, guesses });
            }
        }
        self.recognise(notes, set, &finders);
        self.placement(notes)
    }

    /// Looks for newer versions, under other names, of documents that are not in the set.
    fn recognise(&mut self, notes: &NoteSet, set: &DocumentSet, finders: &[Finder]) {
        let mut groups: FxHashMap<Key, Group> = FxHashMap::default();
        for note in notes.iter() {
            let known = self.known.get(&note.id).map_or(&[][..], |k| &k.guesses);
            for (index, target) in note.targets.iter().enumerate() {
                let here = known.iter().any(|guess| guess.target == index);
                if !here && target.unplaceable().is_none() {
                    let group = groups.entry(version::key(&target.document));
                    group.or_default().push((&note.id, index, target));
                }
            }
        }
        let pairs = set.iter().zip(finders);
        let candidates: Vec<_> = pairs.map(|(d, f)| Candidate::new(d, f)).collect();
        let mut before = std::mem::take(&mut self.strange);
        for group in groups.values() {
            let of = self.checksum_of(group);
            let found = before.remove(&of);
            let found = found.unwrap_or_else(|| Stranger::of(group, &candidates, finders));
            self.strange.insert(of, found);
        }
    }

    fn checksum_of(&self, group: &Group) -> u64 {
        let mut hasher = FxHasher::default();
        for (id, index, _) in group {
            (id, index, self.known.get(id).map(|known| known.of)).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Returns how many targets were sought so far.
    #[must_use]
    pub fn sought(&self) -> usize {
        self.sought
    }

    /// Puts together what is known of the notes that live.
    fn placement(&self, notes: &NoteSet) -> Placement {
        let mut strange: FxHashMap<&NoteId, Vec<&Guess>> = FxHashMap::default();
        for (id, guess) in self.strange.values().flat_map(|s| &s.guesses) {
            strange.entry(id).or_default().push(guess);
        }
        let all = || {
            notes.iter().flat_map(|note| {
                let guesses = self.known.get(&note.id).map_or(&[][..], |k| &k.guesses);
                let others = strange.get(&note.id).into_iter().flatten().copied();
                guesses.iter().chain(others).filter_map(move |guess| {
                    let target = note.targets.get(guess.target)?;
                    Some((note, target.document.sha256.as_str(), guess))
                })
            })
        };
        // Where one note of an article is found under its old path, the others of the same version are its too,
        // even those whose words are gone.
        let known: FxHashSet<(&str, DocId)> = all()
            .filter(|(.., guess)| guess.anchored.span().is_some())
            .map(|(_, sha256, guess)| (sha256, guess.doc))
            .collect();
        let mut placement = Placement::default();
        for (note, sha256, guess) in all() {
            if guess.sure || known.contains(&(sha256, guess.doc)) {
                placement.placed.push(Placed {
                    note: note.id.clone(),
                    target: guess.target,
                    doc: guess.doc,
                    anchored: guess.anchored,
                });
            }
        }
        for own in placement.placed.chunk_by_mut(|a, b| a.note == b.note) {
            own.sort_by_key(|placed| placed.target);
        }
        let here: FxHashSet<&NoteId> = placement.placed.iter().map(|p| &p.note).collect();
        let others = notes.iter().map(|note| &note.id);
        placement.elsewhere = others.filter(|id| !here.contains(id)).cloned().collect();
        let newer = self.strange.values().filter_map(|s| s.newer.clone());
        placement.newer = newer.collect();
        let order = |a: &Newer, b: &Newer| {
            a.doc
                .cmp(&b.doc)
                .then_with(|| version::key(&a.was).cmp(&version::key(&b.was)))
        };
        placement.newer.sort_by(order);
        placement
    }
}

/// What was found for an article that is not in the set: its newer version, and where its notes stand there.
#[derive(Clone, Debug)]
struct Stranger {
    newer: Option<Newer>,
    guesses: Vec<(NoteId, Guess)>,
}

impl Stranger {
    fn of(group: &Group, candidates: &[Candidate], finders: &[Finder]) -> Self {
        let newer = version::newer(group, candidates);
        let sure = newer.as_ref().filter(|newer| newer.sure).map(|n| n.doc);
        let finder = finders.iter().find(|f| Some(f.doc()) == sure);
        let guess = |finder: &Finder, (id, index, target): &(&NoteId, usize, &Target)| {
            // A person confirms it: nothing but the likeness of the texts says that it is the same article.
            let anchored = finder.locate(target).doubted();
            let (target, doc, sure) = (*index, finder.doc(), true);
            (
                (*id).clone(),
                Guess {
                    target,
                    doc,
                    anchored,
                    sure,
                },
            )
        };
        let all = |finder| {
            group
                .iter()
                .map(move |place| guess(finder, place))
                .collect()
        };
        let guesses = finder.map_or_else(Vec::new, all);
        Self { newer, guesses }
    }
}

impl Version {
    fn of(document: &Document) -> Self {
        Self {
            doc: document.id,
            source: Source::of(document),
            length: document.text.as_str().len(),
        }
    }
}

/// Returns a checksum of all that decides where targets stand.
fn checksum(targets: &[Target]) -> u64 {
    let mut hasher = FxHasher::default();
    for target in targets {
        (&target.document, &target.quote, target.position).hash(&mut hasher);
        target.rejected.hash(&mut hasher);
    }
    hasher.finish()
}

fn guesses(
    note: &Note,
    set: &DocumentSet,
    finders: &[Finder],
    said: &[(Source, Source)],
) -> Vec<Guess> {
    let targets = note.targets.iter().enumerate();
    let guess = |(index, of): (usize, &Target)| {
        let claims = set
            .iter()
            .zip(finders)
            .filter_map(|(document, finder)| Some((claim(of, document, said)?, document, finder)));
        let best = claims.clone().map(|(claim, ..)| claim).min()?;
        let claims = claims.filter(|(claim, ..)| *claim == best);
        let several = claims.clone().nth(1).is_some();
        // Several documents may have come out of one file: the one of the title is it, else the one that has the
        // words.
        let (document, anchored) = claims
            .map(|(_, document, finder)| (document, finder.locate(of)))
            .min_by_key(|(document, anchored)| {
                let titled = titles(of, document) == Some(true);
                (!titled, order(*anchored), document.id)
            })?;
        let other = several && best >= Claim::Path && titles(of, document) == Some(false);
        let sure = is_sure(best, of, document, || anchored);
        Some(Guess {
            target: index,
            doc: document.id,
            anchored: if other { anchored.doubted() } else { anchored },
            sure,
        })
    };
    targets.filter_map(guess).collect()
}

/// The surest place first.
fn order(anchored: Anchored) -> u8 {
    match anchored {
        Anchored::At(_) => 0,
        Anchored::Moved(_) => 1,
        Anchored::Orphan(_) => 2,
    }
}

fn claim(target: &Target, document: &Document, said: &[(Source, Source)]) -> Option<Claim> {
    let source = &target.document;
    let path = same_path(&source.path, &document.path);
    if !source.sha256.is_empty() && source.sha256 == document.sha256 {
        return Some(if path { Claim::File } else { Claim::Bytes });
    }
    if version::is_said(said, source, document) {
        return Some(Claim::Said);
    }
    let address = document.url.as_ref().map(|url| url.value.as_str());
    match (source.url.as_deref(), address) {
        (Some(a), Some(b)) if a == b => Some(Claim::Address),
        (Some(_), Some(_)) => None,
        _ if !path => None,
        _ => {
            let spelled = folders(&source.path).eq(folders(&document.path));
            Some(match (&source.place, &document.place, spelled) {
                (Some(a), Some(b), _) if a == b => Claim::Path,
                (Some(_), Some(_), true) => Claim::Folder,
                (_, _, true) => Claim::Path,
                (_, _, false) => Claim::Ending,
            })
        }
    }
}

/// Returns whether two paths may be one: the shorter is the end of the longer, folder by folder.
pub(super) fn same_path(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (folders(a).peekable(), folders(b).peekable());
    let named = a.peek().is_some() && b.peek().is_some();
    named && a.zip(b).all(|(a, b)| a == b)
}

/// Returns the parts of a path from its end.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    let parts = path.rsplit(['/', '\\']);
    parts.filter(|part| !part.is_empty() && *part != ".")
}

/// Returns whether the titles are the same; nothing where one of them is not known.
fn titles(target: &Target, document: &Document) -> Option<bool> {
    let title = document.title.as_ref()?.value.as_str();
    Some(target.document.title.as_deref()? == title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Found;
    use crate::notes::sample::document;
    use crate::notes::{Change, Lost, Operation, OperationId};
    use crate::text::Span;

    const TEXT: &str =
        "The bridge was closed at noon. Nobody was hurt, the police said. It opens on Monday.";
    const QUOTE: Span = Span { start: 31, end: 64 };

    fn at(document: Document, url: &str) -> Document {
        let url = Some(Found::new(url.to_owned(), "link"));
        Document { url, ..document }
    }

    /// Where a note on [`QUOTE`] of a document stands in a set.
    fn placed(of: &Document, set: Vec<Document>) -> Option<(u16, Anchored)> {
        let notes = NoteSet::new([Operation {
            id: OperationId("note".to_owned()),
            at: jiff::Timestamp::UNIX_EPOCH,
            by: None,
            change: Change::Add {
                text: String::new(),
                targets: vec![crate::notes::target(of, QUOTE, None)],
                tags: Vec::new(),
                rating: None,
            },
        }]);
        let placement = place(&notes, &DocumentSet::new(set));
        assert_eq!(placement.elsewhere.len() + placement.placed.len(), 1);
        placement.placed.first().map(|p| (p.doc.0, p.anchored))
    }

    fn edited() -> String {
        format!("Updated. {TEXT}")
    }

    const EDITED: Anchored = Anchored::At(Span { start: 40, end: 73 });

    #[test]
    fn a_copy_that_still_exists_keeps_its_notes() {
        let of = document("a.txt", TEXT);
        let set = vec![document("a.txt", &edited()), document("copy.txt", TEXT)];
        assert_eq!(placed(&of, set), Some((1, Anchored::At(QUOTE))));
    }

    #[test]
    fn of_two_copies_the_one_under_the_old_path_has_the_note() {
        let of = document("b.txt", TEXT);
        let set = vec![document("a.txt", TEXT), document("b.txt", TEXT)];
        assert_eq!(placed(&of, set), Some((1, Anchored::At(QUOTE))));
    }

    #[test]
    fn an_edited_article_is_known_by_its_path_or_its_address() {
        let of = document("cases/bridge/a.txt", TEXT);
        for path in ["./a.txt", "/home/cases/bridge/a.txt", "cases/bridge/a.txt"] {
            assert_eq!(
                placed(&of, vec![document(path, &edited())]),
                Some((0, EDITED))
            );
        }
        let of = at(of, "https://example.org/1");
        let elsewhere = at(document("new.html", &edited()), "https://example.org/1");
        assert!(belongs(&crate::notes::target(&of, QUOTE, None), &elsewhere));
        assert_eq!(placed(&of, vec![elsewhere]), Some((0, EDITED)));
        let other = at(
            document("cases/bridge/a.txt", &edited()),
            "https://example.org/2",
        );
        assert_eq!(placed(&of, vec![other]), None);
    }

    const OTHER: &str = "Prices of bread rose by a third within a year.";
    const GONE: Anchored = Anchored::Orphan(Lost::Gone);

    fn titled(title: &str, document: Document) -> Document {
        let title = Some(Found::new(title.to_owned(), "first line"));
        Document { title, ..document }
    }

    #[test]
    fn a_note_whose_words_are_gone_is_an_orphan_of_the_file_under_its_path() {
        let of = titled("Bridge closed", document("case/a.txt", TEXT));
        for now in ["./case/a.txt", "case/a.txt"] {
            let now = titled("Bread dearer", document(now, OTHER));
            assert!(belongs(&crate::notes::target(&of, QUOTE, None), &now));
            assert_eq!(placed(&of, vec![now]), Some((0, GONE)));
        }
        let untitled = document("/home/case/a.txt", OTHER);
        assert_eq!(placed(&of, vec![untitled]), Some((0, GONE)));
    }

    #[test]
    fn another_article_under_the_end_of_a_path_or_another_path_gets_no_notes() {
        let of = titled("Bridge closed", document("case/a.txt", TEXT));
        let other = titled("Bread dearer", document("a.txt", OTHER));
        assert!(!belongs(&crate::notes::target(&of, QUOTE, None), &other));
        assert_eq!(placed(&of, vec![other]), None);
        let same = titled("Bridge closed", document("a.txt", OTHER));
        assert_eq!(placed(&of, vec![same]), Some((0, GONE)));
        assert_eq!(placed(&of, vec![document("b.txt", &edited())]), None);
    }

    #[test]
    fn of_several_articles_of_one_file_the_title_tells_before_the_words() {
        let of = titled("Bridge closed", document("all.jsonl", TEXT));
        let set = vec![
            titled("Ferries", document("all.jsonl", &edited())),
            titled("Bridge closed", document("all.jsonl", OTHER)),
        ];
        assert_eq!(placed(&of, set), Some((1, GONE)));
        let set = vec![
            titled("Bread dearer", document("all.jsonl", OTHER)),
            titled("Ferries", document("all.jsonl", &edited())),
        ];
        let doubted = EDITED.doubted();
        assert!(matches!(doubted, Anchored::Moved(_)));
        assert_eq!(placed(&of, set), Some((1, doubted)));
    }

    #[test]
    fn a_note_that_was_found_is_not_sought_again_until_its_document_changes() {
        let of = document("a.txt", TEXT);
        let note = |number: usize| Operation {
            id: OperationId(number.to_string()),
            at: jiff::Timestamp::UNIX_EPOCH,
            by: None,
            change: Change::Add {
                text: String::new(),
                targets: vec![crate::notes::target(&of, QUOTE, None)],
                tags: Vec::new(),
                rating: None,
            },
        };
        let mut notes = NoteSet::new((0..5).map(note));
        let (set, mut placer) = (DocumentSet::new(vec![of.clone()]), Placer::default());
        assert_eq!(placer.place(&notes, &set), place(&notes, &set));
        notes.apply(note(5));
        assert_eq!(placer.place(&notes, &set), place(&notes, &set));
        assert_eq!(placer.sought(), 6);
        let set = DocumentSet::new(vec![document("a.txt", &edited())]);
        assert_eq!(placer.place(&notes, &set), place(&notes, &set));
        assert_eq!(placer.sought(), 12);
    }

    #[test]
    fn of_several_articles_of_one_file_the_one_with_the_words_is_it() {
        let of = document("all.jsonl", TEXT);
        let set = vec![
            document(
                "all.jsonl",
                "Prices of bread rose by a third within a year.",
            ),
            document("all.jsonl", &edited()),
        ];
        assert_eq!(placed(&of, set), Some((1, EDITED)));
    }
}
