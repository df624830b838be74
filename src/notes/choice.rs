//! What a person said of documents rather than of places in them: the name of an outlet, whether blocks of a
//! kind stay open, what a block is. It is remembered for the outlet, else for the address, else for the file.

use serde::{Deserialize, Serialize};

use super::{Change, link, standing, version};
use crate::document::{BY_NAME, BY_OPTION, Block, BlockKind, Document, Found};
use crate::text::sanitize;

/// How many code points of a block a choice about its words keeps.
const KEPT: usize = 400;

/// The documents for which something is remembered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// Those of an outlet.
    Outlet(String),
    /// Those whose address has this host.
    Host(String),
    /// One file.
    File(Box<FileSource>),
}

/// A file, told so that a copy and a later version of it are known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSource {
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The path by which it was opened.
    pub path: String,
    /// Its headline, by which an edited version is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

impl Who {
    /// Returns for which documents a name given to this one is remembered: for the host of its address, else for
    /// the file.
    #[must_use]
    pub fn by_address(document: &Document) -> Self {
        host_of(document).map_or_else(|| Self::file(document), Self::Host)
    }

    /// Returns for which documents a choice about blocks of this one is remembered: for its outlet, else for the
    /// host of its address, else for the file.
    #[must_use]
    pub fn by_outlet(document: &Document) -> Self {
        match &document.outlet {
            Some(outlet) => Self::Outlet(outlet.value.clone()),
            None => Self::by_address(document),
        }
    }

    fn file(document: &Document) -> Self {
        Self::File(Box::new(FileSource {
            sha256: document.sha256.clone(),
            path: document.path.clone(),
            title: document.title.as_ref().map(|title| title.value.clone()),
        }))
    }

    /// Returns whether a document is one of those.
    #[must_use]
    pub fn is(&self, document: &Document) -> bool {
        match self {
            Self::Outlet(name) => document
                .outlet
                .as_ref()
                .is_some_and(|outlet| outlet.value == *name),
            Self::Host(host) => host_of(document).as_deref() == Some(host),
            Self::File(file) => file.is(document),
        }
    }

    /// Returns what a person is told: the outlet, the host or the path, as one harmless line.
    #[must_use]
    pub fn words(&self) -> String {
        let name = match self {
            Self::Outlet(name) | Self::Host(name) => name,
            Self::File(file) => &file.path,
        };
        sanitize::line(name).into_owned()
    }
}

impl FileSource {
    fn is(&self, document: &Document) -> bool {
        let title = document.title.as_ref().map(|title| &title.value);
        let same_bytes = !self.sha256.is_empty() && self.sha256 == document.sha256;
        // A path alone is no proof: there are many files of one name.
        let later_version = self.title.is_some()
            && self.title.as_ref() == title
            && super::place::same_path(&self.path, &document.path);
        same_bytes || later_version
    }
}

/// Returns the host of a document's address, without `www.`.
fn host_of(document: &Document) -> Option<String> {
    let (_, rest) = document.url.as_ref()?.value.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let (_, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    let host = host.to_lowercase();
    let bare = host.strip_prefix("www.").unwrap_or(&host);
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// The blocks that a label is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The kind that the loader gave them.
    pub kind: BlockKind,
    /// What makes them alike.
    pub by: Likeness,
}

/// What makes blocks alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The loader's reason, its numbers left out.
    Reason(String),
    /// Their words, as one line, from the beginning.
    Words(String),
}

impl Alike {
    /// Returns what a label given to a block is for: of blocks set aside all with the same reason, since
    /// reasons tell apart what an outlet puts around its articles; of an article's own blocks, which nearly all
    /// have one reason, and where a person says `here`, those with the same words.
    #[must_use]
    pub fn to(document: &Document, block: &Block, here: bool) -> Self {
        let by = if here || block.kind.is_article() {
            Likeness::Words(first_words(document, block))
        } else {
            Likeness::Reason(general(&block.reason))
        };
        Self {
            kind: block.kind,
            by,
        }
    }

    /// Returns whether a block, as the loader labelled it, is one of those.
    #[must_use]
    pub fn is(&self, document: &Document, block: &Block) -> bool {
        self.kind == block.kind
            && match &self.by {
                Likeness::Reason(reason) => *reason == general(&block.reason),
                Likeness::Words(words) => *words == first_words(document, block),
            }
    }
}

/// Returns a reason without its numbers, which differ from article to article.
fn general(reason: &str) -> String {
    let mut general = String::with_capacity(reason.len());
    for c in reason.chars() {
        match c.is_numeric() {
            true if general.ends_with('#') => {}
            true => general.push('#'),
            false => general.push(c),
        }
    }
    general
}

fn first_words(document: &Document, block: &Block) -> String {
    let words = document.text.slice(block.span).split_whitespace();
    let mut line = String::new();
    for word in words {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > KEPT * 4 {
            break;
        }
    }
    line.chars().take(KEPT).collect()
}

/// Returns the name that a person gave to a document's outlet, the last of several; one given with `--outlet`
/// wins over it.
pub fn outlet<'a>(changes: impl Iterator<Item = &'a Change>, loaded: &Document) -> Option<Found> {
    if loaded.outlet.as_ref().is_some_and(|o| o.from == BY_OPTION) {
        return None;
    }
    let mut names = changes.filter_map(|change| match change {
        Change::Name { who, name } if who.is(loaded) => Some(sanitize::line(name.trim())),
        _ => None,
    });
    let last = names.by_ref().last()?;
    (!last.is_empty()).then(|| Found::new(last.into_owned(), BY_NAME))
}

/// Returns the blocks of a document as a person labelled them: `loaded` are those that the loader made.
pub fn blocks<'a>(
    changes: impl Iterator<Item = &'a Change>,
    document: &Document,
    loaded: &[Block],
) -> Vec<Block> {
    let labels: Vec<(&Alike, BlockKind)> = changes
        .filter_map(|change| match change {
            Change::Label { who, of, to } if who.is(document) => Some((of, *to)),
            _ => None,
        })
        .collect();
    let relabel = |block: &Block| {
        let last = labels.iter().rev().find(|(of, _)| of.is(document, block));
        match last {
            Some((_, to)) if *to != block.kind => Block {
                span: block.span,
                kind: *to,
                reason: format!("your label; else {}: {}", block.kind.name(), block.reason).into(),
                of: Vec::new(),
            },
            _ => block.clone(),
        }
    };
    loaded.iter().map(relabel).collect()
}

/// Applies names and labels to a document, and returns in words what was applied.
pub fn apply(changes: &[Change], document: &mut Document) -> Vec<String> {
    let mut applied = Vec::new();
    if let Some(name) = outlet(changes.iter(), document) {
        applied.push(format!("named {}", name.value));
        document.outlet = Some(name);
    }
    let blocks = blocks(changes.iter(), document, &document.blocks);
    let pairs = blocks.iter().zip(&document.blocks);
    let other: Vec<_> = pairs.filter(|(new, old)| new.kind != old.kind).collect();
    for (number, (new, old)) in other.iter().enumerate() {
        let same = |(n, o): &&(&Block, &Block)| (n.kind, o.kind) == (new.kind, old.kind);
        if other.iter().take(number).any(|pair| same(&pair)) {
            continue;
        }
        let count = other.iter().filter(same).count();
        let noun = if count == 1 { "block" } else { "blocks" };
        applied.push(format!(
            "{count} {noun} of {} labelled {}",
            old.kind.name(),
            new.kind.name()
        ));
    }
    document.blocks = blocks;
    applied
}

/// Returns whether blocks of a kind of this document stay open, and nothing where no choice says so.
pub fn is_open<'a>(
    changes: impl Iterator<Item = &'a Change>,
    document: &Document,
    kind: BlockKind,
) -> Option<bool> {
    changes
        .filter_map(|change| match change {
            Change::Fold { who, kinds, open } if kinds.contains(&kind) && who.is(document) => {
                Some(*open)
            }
            _ => None,
        })
        .last()
}

impl Change {
    /// Returns whether this says something that the program goes by: of documents, or of two places.
    #[must_use]
    pub fn is_choice(&self) -> bool {
        let of_places = matches!(self, Self::Link { .. } | Self::Stand { .. });
        self.who().is_some() || of_places || matches!(self, Self::Version(_))
    }

    /// Returns whether a choice is about this document, or a place in it.
    #[must_use]
    pub fn is_about(&self, document: &Document) -> bool {
        match self {
            Self::Link { ends, .. } | Self::Stand { ends, .. } => {
                ends.iter().any(|end| super::belongs(end, document))
            }
            Self::Version(both) => both.iter().any(|one| version::is_of(one, document)),
            _ => self.who().is_some_and(|who| who.is(document)),
        }
    }

    /// Returns the documents that a choice is about; nothing for what is none, or is about places.
    #[must_use]
    pub fn who(&self) -> Option<&Who> {
        match self {
            Self::Name { who, .. } | Self::Fold { who, .. } | Self::Label { who, .. } => Some(who),
            _ => None,
        }
    }

    /// Returns whether a later choice leaves nothing of this one.
    #[must_use]
    pub fn is_replaced_by(&self, later: &Self) -> bool {
        match (self, later) {
            (Self::Name { who, .. }, Self::Name { who: other, .. }) => who == other,
            (
                Self::Fold { who, kinds, .. },
                Self::Fold {
                    who: other,
                    kinds: others,
                    ..
                },
            ) => who == other && kinds.iter().all(|kind| others.contains(kind)),
            (
                Self::Label { who, of, .. },
                Self::Label {
                    who: other,
                    of: others,
                    ..
                },
            ) => who == other && of == others,
            (Self::Link { ends, .. }, Self::Link { ends: others, .. })
            | (Self::Stand { ends, .. }, Self::Stand { ends: others, .. }) => {
                link::same_places(ends, others)
            }
            (Self::Version(both), Self::Version(others)) => {
                let ([was, now], [other_was, other_now]) = (both.as_ref(), others.as_ref());
                version::key(was) == version::key(other_was) && now.path == other_now.path
            }
            _ => false,
        }
    }

    /// Returns a choice in words, as one harmless line; nothing for what is none.
    #[must_use]
    pub fn choice_in_words(&self) -> Option<String> {
        let words = match self {
            Self::Name { who, name } if name.trim().is_empty() => {
                format!("{}: no name of yours", who.words())
            }
            Self::Name { who, name } => format!("{}: named {}", who.words(), name.trim()),
            Self::Fold { who, kinds, open } => {
                let names: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
                let state = if *open { "open" } else { "folded" };
                let stay = if kinds.len() > 1 { "stay" } else { "stays" };
                format!("{}: {} {stay} {state}", who.words(), names.join(", "))
            }
            Self::Label { who, of, to } => {
                let (kind, to) = (of.kind.name(), to.name());
                match &of.by {
                    Likeness::Reason(reason) => {
                        format!("{}: {kind} ({reason}) is {to}", who.words())
                    }
                    Likeness::Words(words) => {
                        format!("{}: {kind} \u{201c}{words}\u{201d} is {to}", who.words())
                    }
                }
            }
            Self::Link { verdict, ends } => link::in_words(*verdict, ends),
            Self::Stand {
                standing,
                ends,
                text,
            } => standing::in_words(*standing, ends, text),
            Self::Version(both) => {
                let [was, now] = both.as_ref();
                version::in_words(was, now)
            }
            _ => return None,
        };
        Some(sanitize::line(&words).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Span, Text};
    use proptest::prelude::*;

    fn at(url: &str) -> Document {
        Document {
            url: Some(Found::new(url.to_owned(), "link")),
            sha256: "1".to_owned(),
            path: "a.txt".to_owned(),
            ..Document::default()
        }
    }

    fn name(document: &Document, name: &str) -> Change {
        Change::Name {
            who: Who::by_address(document),
            name: name.to_owned(),
        }
    }

    #[test]
    fn a_name_is_for_the_host_else_for_the_file() {
        for url in [
            "https://www.Example.org/a?b",
            "http://me@example.org:80/c",
            "//example.org://example.org",
        ] {
            assert_eq!(
                Who::by_address(&at(url)),
                Who::Host("example.org".to_owned()),
                "{url}"
            );
        }
        assert!(matches!(Who::by_address(&at("no address")), Who::File(_)));
        let (one, other) = (at("https://example.org/1"), at("https://example.org/2"));
        let changes = [name(&one, "The Example")];
        assert_eq!(
            outlet(changes.iter(), &other),
            Some(Found::new("The Example".to_owned(), BY_NAME))
        );
    }

    #[test]
    fn the_last_name_counts_an_empty_one_is_none_and_the_option_wins() {
        let mut document = at("https://example.org/1");
        let mut changes = vec![name(&document, "One"), name(&document, "Two")];
        let found = |changes: &[Change], document: &Document| {
            outlet(changes.iter(), document).map(|found| found.value)
        };
        assert_eq!(found(&changes, &document).as_deref(), Some("Two"));
        changes.push(name(&document, " "));
        assert_eq!(found(&changes, &document), None);
        changes.pop();
        document.outlet = Some(Found::new("Given".to_owned(), BY_OPTION));
        assert_eq!(found(&changes, &document), None);
    }

    #[test]
    fn another_file_of_the_same_name_is_not_that_file() {
        let title = |title: &str| Some(Found::new(title.to_owned(), "first line"));
        let file = |sha256: &str, path: &str, title| Document {
            sha256: sha256.to_owned(),
            path: path.to_owned(),
            title,
            ..Document::default()
        };
        let who = Who::by_address(&file("1", "case/a.txt", title("Bridge shut")));
        assert!(who.is(&file("1", "copy.txt", None)));
        assert!(who.is(&file("2", "/home/case/a.txt", title("Bridge shut"))));
        assert!(!who.is(&file("2", "case/a.txt", title("Bread dearer"))));
        assert!(!who.is(&file("2", "b.txt", title("Bridge shut"))));
        let nameless = Who::by_address(&file("1", "a.txt", None));
        assert!(!nameless.is(&file("2", "a.txt", None)));
    }

    fn page(lines: &[(BlockKind, &str, &str)]) -> Document {
        let mut document = at("no address");
        let mut text = String::new();
        for (kind, reason, words) in lines {
            let start = text.len();
            text.push_str(words);
            document.blocks.push(Block {
                span: Span::new(start, text.len()),
                kind: *kind,
                reason: (*reason).to_owned().into(),
                of: Vec::new(),
            });
            text.push('\n');
        }
        document.text = Text::new(&text);
        document
    }

    fn labelled(document: &Document, at: usize, to: BlockKind, here: bool) -> Vec<&'static str> {
        let label = Change::Label {
            who: Who::by_outlet(document),
            of: Alike::to(document, &document.blocks[at], here),
            to,
        };
        let blocks = blocks([&label].into_iter(), document, &document.blocks);
        blocks.iter().map(|b| b.kind.name()).collect()
    }

    #[test]
    fn a_label_is_for_the_same_reason_but_in_the_article_for_the_same_words() {
        use BlockKind::{Body, Boilerplate};
        let document = page(&[
            (Boilerplate, "rule 3: a short line", "Menu"),
            (Body, "prose", "It rained."),
            (Body, "prose", "Read our letter."),
            (Boilerplate, "rule 14: a short line", "Share"),
            (Boilerplate, "a link", "More"),
        ]);
        assert_eq!(
            labelled(&document, 0, BlockKind::Caption, false),
            ["caption", "body", "body", "caption", "boilerplate"]
        );
        assert_eq!(
            labelled(&document, 0, BlockKind::Caption, true),
            ["caption", "body", "body", "boilerplate", "boilerplate"]
        );
        assert_eq!(
            labelled(&document, 2, Boilerplate, false),
            [
                "boilerplate",
                "body",
                "boilerplate",
                "boilerplate",
                "boilerplate"
            ]
        );
    }

    #[test]
    fn the_last_choice_about_a_kind_counts() {
        let document = at("https://example.org/1");
        let fold = |kinds: &[BlockKind], open| Change::Fold {
            who: Who::by_outlet(&document),
            kinds: kinds.to_vec(),
            open,
        };
        let (caption, metadata) = (BlockKind::Caption, BlockKind::Metadata);
        let changes = [fold(&[caption, metadata], true), fold(&[caption], false)];
        let open = |kind| is_open(changes.iter(), &document, kind);
        assert_eq!(
            [open(caption), open(metadata), open(BlockKind::Duplicate)],
            [Some(false), Some(true), None]
        );
        assert!(!changes[0].is_replaced_by(&changes[1]) && changes[1].is_replaced_by(&changes[0]));
    }

    proptest! {
        #[test]
        fn any_address_has_a_host_or_none(url in "\\PC{0,12}(://)?\\PC{0,24}") {
            let who = Who::by_address(&at(&url));
            prop_assert!(who.is(&at(&url)) && !who.words().contains('\n'));
        }
    }
}
