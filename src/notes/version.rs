//! Newer versions under another name: notes whose document is not at hand, and a document that is most likely its
//! newer version.
//!
//! Other outlets print the same sentences, from the same wire. So nothing is claimed by a sentence: only a text that is
//! the same as a whole, and says of itself nothing else, is taken for a newer version, and each of its notes is for a
//! person to confirm. What may be one is offered; [`Change::Version`] says that it is.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::anchor::{Finder, is_distinct};
use super::anchored::Anchored;
use super::sketch::{Pairs, Sketch};
use super::target::{Source, Target};
use super::{Change, NoteId, NoteSet, link};
use crate::document::{DocId, Document, Found};

/// Two texts with so many pairs of words in common are the same as wholes. Of 64,130 pairs of articles of other
/// outlets 7 are so like, all the same wire copy; a twentieth of the words changed leaves 0.66 to 0.9.
const SAME: f64 = 0.75;
/// The same with the same title: articles on one event, and those of one outlet, have up to 0.6 with another.
const KIN: f64 = 0.5;
/// Texts that may be versions of one: half of the words may be others.
const RELATED: f64 = 0.25;
/// A text of fewer pairs of words may be a message of the wire as everybody prints it.
const LONG: f64 = 80.0;
/// By how much the likest document must lead the second.
const MARGIN: f64 = 0.15;
/// How many notes of one article are looked at where none of them kept a sketch.
const LOOKED_AT: usize = 12;

/// A document that is, or may be, the newer version of one that is not at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newer {
    /// The one that is not at hand.
    pub was: Source,
    /// The one that is.
    pub doc: DocId,
    /// Whether its notes are placed there, for a person to confirm; otherwise it is only offered.
    pub sure: bool,
    /// How many places of notes are on it.
    pub places: usize,
}

/// The places of notes on one article that is not at hand.
pub(super) type Group<'a> = Vec<(&'a NoteId, usize, &'a Target)>;

/// What tells that places are of one article, whichever version of it.
pub(super) type Key<'a> = (&'a str, Option<&'a str>, Option<&'a str>);

/// Returns the key of an article.
pub(super) fn key(source: &Source) -> Key<'_> {
    (&source.path, source.url.as_deref(), source.title.as_deref())
}

/// A document, with what tells how like it is to another.
pub(super) struct Candidate<'a> {
    document: &'a Document,
    finder: &'a Finder<'a>,
    pairs: OnceCell<Pairs>,
    sketch: OnceCell<Sketch>,
}

/// How much speaks for a document.
#[derive(Clone, Copy, Debug)]
struct Evidence {
    sure: bool,
    /// Likeness of the texts; where no sketch was kept the share of the notes whose words stand there.
    like: f64,
}

impl<'a> Candidate<'a> {
    pub(super) fn new(document: &'a Document, finder: &'a Finder<'a>) -> Self {
        let (pairs, sketch) = (OnceCell::new(), OnceCell::new());
        Self {
            document,
            finder,
            pairs,
            sketch,
        }
    }

    fn pairs(&self) -> &Pairs {
        self.pairs.get_or_init(|| Pairs::of(self.document))
    }

    fn sketch(&self) -> &Sketch {
        self.sketch.get_or_init(|| self.pairs().sketch())
    }

    /// Returns whether the document says of itself that it is another article.
    fn is_other(&self, source: &Source) -> bool {
        let differs =
            |own: &Option<Found>, theirs: &Option<String>| is_same(own, theirs) == Some(false);
        differs(&self.document.url, &source.url) || differs(&self.document.outlet, &source.outlet)
    }

    /// Returns whether words that are enough to be known by stand there, between what stood around them.
    fn holds(&self, target: &Target) -> bool {
        is_distinct(&target.quote.exact)
            && self.pairs().may_hold(&target.quote.exact)
            && matches!(self.finder.locate(target), Anchored::At(_))
    }

    /// Returns what speaks for the document by its text as a whole.
    fn as_whole(&self, group: &Group, sketches: &[Sketch]) -> Option<Evidence> {
        let likeness = sketches.iter().map(|sketch| sketch.likeness(self.sketch()));
        let like = likeness
            .max_by(f64::total_cmp)
            .filter(|like| *like >= RELATED)?;
        let found = group
            .iter()
            .filter(|(.., target)| target.is_quoted())
            .any(|(.., target)| self.finder.locate(target).span().is_some());
        // An outlet prints the same paragraphs below many of its articles: it says nothing.
        let titles = group.iter().map(|(.., target)| &target.document.title);
        let mut titles = titles.map(|title| is_same(&self.document.title, title));
        let titled = titles.any(|same| same == Some(true));
        let long = self.sketch().pairs() >= LONG;
        let sure = found && long && (like >= SAME || titled && like >= KIN);
        (found || like >= KIN).then_some(Evidence { sure, like })
    }
}

/// Returns whether two facts are the same; nothing where one of them is not known.
fn is_same(own: &Option<Found>, theirs: &Option<String>) -> Option<bool> {
    Some(own.as_ref()?.value == *theirs.as_ref()?)
}

/// Returns the newer version of the article that places are on.
pub(super) fn newer(group: &Group, candidates: &[Candidate]) -> Option<Newer> {
    let (.., first) = group.first()?;
    let was = &first.document;
    let other = |candidate: &&Candidate| {
        let mut sources = group.iter().map(|(.., target)| &target.document);
        !sources.any(|source| candidate.is_other(source))
    };
    let candidates: Vec<&Candidate> = candidates.iter().filter(other).collect();
    let sketches = sketches(group);
    let evidence: Vec<(DocId, Evidence)> = if sketches.is_empty() {
        by_words(group, &candidates)
    } else {
        let whole = |c: &&Candidate| Some((c.document.id, c.as_whole(group, &sketches)?));
        candidates.iter().filter_map(whole).collect()
    };
    let like = |(_, evidence): &&(DocId, Evidence)| evidence.like;
    let (doc, best) = *evidence.iter().max_by(|a, b| like(a).total_cmp(&like(b)))?;
    let mut rivals = evidence.iter().filter(|(other, _)| *other != doc);
    let clear = rivals.all(|(_, rival)| best.like - rival.like >= MARGIN);
    Some(Newer {
        was: was.clone(),
        doc,
        sure: best.sure && clear,
        places: group.len(),
    })
}

/// Returns the sketches that notes kept of an article, each once.
fn sketches(group: &Group) -> Vec<Sketch> {
    let digits = group
        .iter()
        .filter_map(|(.., target)| target.document.sketch.as_deref());
    let digits: std::collections::BTreeSet<&str> = digits.collect();
    digits.into_iter().filter_map(Sketch::read).collect()
}

/// Returns what speaks for documents where no note kept a sketch: words that stand in one of them only. It is never
/// enough to be sure.
fn by_words(group: &Group, candidates: &[&Candidate]) -> Vec<(DocId, Evidence)> {
    let mut own: BTreeMap<DocId, usize> = BTreeMap::new();
    let looked_at: Vec<_> = group.iter().take(LOOKED_AT).collect();
    for (.., target) in &looked_at {
        let mut holding = candidates.iter().filter(|c| c.holds(target));
        // What several articles have is of none of them.
        if let (Some(one), None) = (holding.next(), holding.next()) {
            *own.entry(one.document.id).or_default() += 1;
        }
    }
    let share = |count: usize| count as f64 / looked_at.len().max(1) as f64;
    let evidence = |(doc, count)| {
        (
            doc,
            Evidence {
                sure: false,
                like: share(count),
            },
        )
    };
    own.into_iter().map(evidence).collect()
}

/// Returns the newer versions that a person named, each with the one before it.
pub(super) fn said(notes: &NoteSet) -> Vec<(Source, Source)> {
    let named = notes.choices().filter_map(|choice| match &choice.change {
        Change::Version(both) => {
            let [was, now] = both.as_ref();
            Some((was.clone(), now.clone()))
        }
        _ => None,
    });
    named.collect()
}

/// Returns whether a person said that a document is the newer version of another.
pub(super) fn is_said(said: &[(Source, Source)], source: &Source, document: &Document) -> bool {
    said.iter()
        .any(|(was, now)| key(was) == key(source) && is_of(now, document))
}

/// Returns whether what was kept of a document is of this one: the same bytes, or the same path and place.
pub(super) fn is_of(source: &Source, document: &Document) -> bool {
    let same_bytes = !source.sha256.is_empty() && source.sha256 == document.sha256;
    same_bytes || source.is_at(document)
}

/// Returns what is said of two versions, in words.
pub(super) fn in_words(was: &Source, now: &Source) -> String {
    let (was, now) = (link::file_in_words(was), link::file_in_words(now));
    format!("{now} is a newer version of {was}")
}

impl Newer {
    /// Returns the change that says so.
    #[must_use]
    pub fn change(&self, document: &Document) -> Change {
        let now = Source::of(document);
        Change::Version(Box::new([self.was.clone(), now]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocumentSet;
    use crate::notes::sample::document;
    use crate::notes::{Operation, OperationId, Placement, place};
    use crate::text::Span;

    const FERRY: &str = include_str!("../../tests/data/notes/ferry.txt");
    const QUOTES: [&str; 3] = [
        "The strike had lasted nine days.",
        "She said that the vote of the members would be counted on Sunday",
        "A second ship follows at 9.40.",
    ];

    /// An article of the same event that prints three paragraphs of the other as they are.
    fn of_another_outlet() -> String {
        let own = "Island shops empty as ships stay away\n\nShelves on Hesta were bare on Thursday, and the baker \
            had flour for two days more. Children played football on the quay where the lorries wait.\n\n";
        let shared = FERRY
            .split("\n\n")
            .filter(|p| QUOTES.iter().any(|q| p.contains(q)));
        let more = "Our reporter slept in the waiting room with forty others. The kiosk there sold soup, and its \
            owner, who is from the south, let nobody pay. A choir sang until the lamps were put out. Two men \
            played chess on a suitcase. In the morning a dog was missing, and was found on the roof of a van. \
            Most of those who waited had a brother or a cousin among the crews, and none would say a word \
            against them. The oldest of them had seen the first strike, and the second, and held this one to be \
            the shortest winter of the three. He had brought a chair, a radio and a bag of apples.";
        [own, &shared.collect::<Vec<_>>().join("\n\n"), "\n\n", more].concat()
    }

    fn titled(title: &str, path: &str, text: &str) -> Document {
        let title = Some(Found::new(title.to_owned(), "first line"));
        Document {
            title,
            ..document(path, text)
        }
    }

    fn outlet(name: &str, of: Document) -> Document {
        let outlet = Some(Found::new(name.to_owned(), "meta"));
        Document { outlet, ..of }
    }

    /// Notes on quotations of an article; without a sketch they are those of an older program.
    fn notes(of: &Document, quotes: &[&str], sketched: bool) -> NoteSet {
        let note = |(number, quote): (usize, &&str)| {
            let at = of.text.as_str().find(quote).unwrap();
            let mut target = crate::notes::target(of, Span::new(at, at + quote.len()), None);
            if !sketched {
                target.document.sketch = None;
            }
            operation(
                number,
                Change::Add {
                    text: String::new(),
                    targets: vec![target],
                    tags: Vec::new(),
                    rating: None,
                },
            )
        };
        NoteSet::new(quotes.iter().enumerate().map(note))
    }

    fn operation(number: usize, change: Change) -> Operation {
        Operation {
            id: OperationId(number.to_string()),
            at: jiff::Timestamp::UNIX_EPOCH,
            by: None,
            change,
        }
    }

    fn edited() -> String {
        FERRY
            .replace("Ferry strike ends after nine days", "Ships to sail again")
            .replace("on Thursday night", "late on Thursday")
            .replace("counted on Sunday", "counted on Monday")
            .replace("Two shops", "Three shops")
            .replace("23 to 17", "24 to 18")
    }

    /// How many places of notes are placed, how many of those for a person to confirm, and what is said of newer
    /// versions: the document, and whether it is sure.
    fn came_of(placement: &Placement) -> (usize, usize, Vec<(u16, bool)>) {
        let moved = placement
            .placed
            .iter()
            .filter(|p| matches!(p.anchored, Anchored::Moved(_)));
        let newer = placement.newer.iter().map(|n| (n.doc.0, n.sure)).collect();
        (placement.placed.len(), moved.count(), newer)
    }

    #[test]
    fn a_text_that_is_the_same_as_a_whole_is_a_newer_version_under_any_name_and_title() {
        let of = titled("Ferry strike ends", "old.txt", FERRY);
        let newer = titled("Ships to sail again", "new.txt", &edited());
        let other = titled("Island shops empty", "shops.txt", &of_another_outlet());
        for quotes in [&QUOTES[..], &QUOTES[..1]] {
            let notes = notes(&of, quotes, true);
            let set = DocumentSet::new(vec![other.clone(), newer.clone()]);
            let all = quotes.len();
            assert_eq!(came_of(&place(&notes, &set)), (all, all, vec![(1, true)]));
        }
    }

    #[test]
    fn an_article_of_another_outlet_with_the_same_paragraphs_gets_no_notes() {
        let of = titled("Ferry strike ends", "old.txt", FERRY);
        let other = titled("Island shops empty", "shops.txt", &of_another_outlet());
        for (quotes, sketched) in [
            (&QUOTES[..], true),
            (&QUOTES[..1], true),
            (&QUOTES[..], false),
            (&QUOTES[..1], false),
        ] {
            let notes = notes(&of, quotes, sketched);
            let placement = place(&notes, &DocumentSet::new(vec![other.clone()]));
            let (placed, _, newer) = came_of(&placement);
            assert_eq!(placed, 0, "{quotes:?} {sketched}");
            assert!(newer.iter().all(|(_, sure)| !sure), "{newer:?}");
        }
    }

    #[test]
    fn another_article_of_the_same_outlet_with_the_same_background_gets_no_notes() {
        let own = |title, path, text: &str| outlet("Sandvik Post", titled(title, path, text));
        let of = own("Ferry strike ends", "old.txt", FERRY);
        let other = of_another_outlet();
        let own_half = other.split("\n\n").take(2);
        let text: Vec<&str> = own_half.chain(FERRY.split("\n\n").skip(4)).collect();
        let text = text.join("\n\n");
        let other = own("Shops empty", "shops.txt", &text);
        let placement = place(&notes(&of, &QUOTES, true), &DocumentSet::new(vec![other]));
        let (placed, _, newer) = came_of(&placement);
        assert_eq!((placed, newer), (0, vec![(0, false)]));
    }

    #[test]
    fn what_says_that_it_is_of_another_outlet_is_not_even_offered() {
        let of = outlet(
            "Sandvik Post",
            titled("Ferry strike ends", "old.txt", FERRY),
        );
        let reprint = outlet(
            "Hesta Times",
            titled("Ferry strike ends", "new.txt", &edited()),
        );
        let placement = place(&notes(&of, &QUOTES, true), &DocumentSet::new(vec![reprint]));
        assert_eq!(came_of(&placement), (0, 0, vec![]));
    }

    #[test]
    fn of_two_documents_as_like_none_is_taken() {
        let of = titled("Ferry strike ends", "old.txt", FERRY);
        let twin = |path| titled("Ships to sail again", path, &edited());
        let set = DocumentSet::new(vec![twin("b.txt"), twin("c.txt")]);
        let (placed, _, newer) = came_of(&place(&notes(&of, &QUOTES, true), &set));
        assert_eq!((placed, newer.len()), (0, 1));
        assert!(!newer[0].1);
    }

    #[test]
    fn notes_of_an_older_program_are_offered_unless_several_articles_have_their_words() {
        let of = titled("Ferry strike ends", "old.txt", FERRY);
        let newer = titled("Ferry strike ends", "new.txt", &edited());
        let other = titled("Island shops empty", "shops.txt", &of_another_outlet());
        let notes = notes(&of, &QUOTES[..1], false);
        let alone = DocumentSet::new(vec![newer.clone()]);
        assert_eq!(came_of(&place(&notes, &alone)), (0, 0, vec![(0, false)]));
        let both = DocumentSet::new(vec![newer, other]);
        assert_eq!(came_of(&place(&notes, &both)), (0, 0, vec![]));
    }

    #[test]
    fn a_newer_version_that_a_person_named_has_all_notes_and_gives_them_back() {
        let of = titled("Ferry strike ends", "old.txt", FERRY);
        let text = edited().replace("A second ship follows at 9.40. ", "");
        let newer = titled("Ships to sail again", "new.txt", &text);
        let mut notes = notes(&of, &QUOTES, false);
        let set = DocumentSet::new(vec![newer]);
        let offered = place(&notes, &set).newer.remove(0);
        let change = offered.change(set.get(offered.doc).unwrap());
        assert_eq!(
            change.choice_in_words().unwrap(),
            "new.txt is a newer version of old.txt"
        );
        let line = operation(7, change).to_json().unwrap();
        notes.apply(Operation::from_json(&line).unwrap());
        let placement = place(&notes, &set);
        let names: Vec<_> = placement.placed.iter().map(|p| p.anchored.name()).collect();
        assert_eq!(names, ["at", "moved", "orphan"]);
        assert!(placement.newer.is_empty() && placement.elsewhere.is_empty());
        notes.apply(operation(
            8,
            Change::Undo {
                operation: OperationId("7".to_owned()),
            },
        ));
        assert_eq!(place(&notes, &set).elsewhere.len(), 3);
    }
}
