//! Feeds of RSS (0.9 to 2.0) and Atom: every entry that has words is an article.

use dom_query::Document as Tree;

use crate::document::{Document, Found, Header, header};

use super::article::{Article, Body};
use super::xml::{self, Element, Family, Part, Parts};
use super::{Limits, LoadError, Take, bound, digest, language, meta};

/// Entries that may be broken before the rest of a feed is given up: after each the text is searched again.
const MISTAKES: usize = 64;
/// The longest name of an author, in bytes.
const NAME: usize = 120;

/// Gives the entries of a feed, one by one; one that is broken is named and costs no other.
pub(super) fn read(raw: &str, limits: &Limits, take: &mut Take<'_>) {
    if let Err(error) = refuse_entities(raw) {
        let _ = take(Err(error));
        return;
    }
    let mut feed = Feed {
        about: about(raw, limits),
        limits,
        number: 0,
    };
    let (mut from, mut mistakes) = (beginning(raw), 0);
    loop {
        let mut parts = Parts::new(raw, from, limits);
        let Err(stop) = feed.entries(&mut parts, take) else {
            break;
        };
        let Stop::Error(error) = stop else { return };
        mistakes += 1;
        if take(Err(feed.place(error, &parts))).is_break() {
            return;
        }
        match next_entry(raw, parts.begin() + 1).filter(|_| mistakes < MISTAKES) {
            Some(next) => from = next,
            None => return,
        }
    }
    if feed.number == 0 {
        let what = "is a feed without entries; get it again, or save the articles themselves";
        let _ = take(Err(LoadError::Broken(what.to_owned())));
    }
}

/// Refuses a feed that declares entities: they are not expanded, and without them its words are not whole.
fn refuse_entities(raw: &str) -> Result<(), LoadError> {
    let head = next_entry(raw, 0).and_then(|first| raw.get(..first));
    if !xml::declares_entities(head.unwrap_or(raw)) {
        return Ok(());
    }
    let what = "declares entities of its own (<!ENTITY …>), which could expand without end; \
                take its DOCTYPE away to read it";
    Err(LoadError::Broken(what.to_owned()))
}

/// Returns where the markup begins.
fn beginning(raw: &str) -> usize {
    raw.find('<').unwrap_or(raw.len())
}

/// Returns where the next entry may begin.
fn next_entry(raw: &str, from: usize) -> Option<usize> {
    let rest = raw.get(from..)?;
    let begins = |name: &str| {
        let mut found = rest.match_indices(name).map(|(at, _)| at);
        found.find(|at| {
            let behind = rest.get(at + name.len()..).unwrap_or_default();
            behind.starts_with(|c: char| c == '>' || c.is_ascii_whitespace())
        })
    };
    let found = [begins("<item"), begins("<entry"), begins("<atom:entry")];
    found.into_iter().flatten().min().map(|at| from + at)
}

/// Why the reading of entries ends early.
enum Stop {
    /// It was asked for.
    Asked,
    /// Something is broken.
    Error(LoadError),
}

/// What a feed states of all its entries.
#[derive(Default)]
struct About {
    title: Option<Found>,
    language: Option<String>,
}

/// Reads what stands around the entries, which may be behind the first of them.
fn about(raw: &str, limits: &Limits) -> About {
    let mut parts = Parts::new(raw, beginning(raw), limits);
    let mut about = About::default();
    while let Ok(Some(part)) = parts.next() {
        match part {
            Part::Around(element) => {
                let stated = element.attribute("xml:lang").and_then(language::of_tag);
                about.language = about.language.or(stated);
            }
            Part::Whole(element) if is_entry(&element) => {
                if about.title.is_some() {
                    break;
                }
            }
            Part::Whole(element) => match (element.family, element.name.as_str()) {
                (Family::Feed, "title") if about.title.is_none() => {
                    about.title = header::found(&words(&element, limits), "feed title");
                }
                (Family::Feed | Family::Dublin, "language") => {
                    about.language = about.language.or_else(|| language::of_tag(&element.text));
                }
                _ => {}
            },
        }
    }
    about
}

fn is_entry(element: &Element<'_>) -> bool {
    element.family == Family::Feed && is_entry_name(&element.name)
}

fn is_entry_name(name: &str) -> bool {
    matches!(name, "item" | "entry")
}

struct Feed<'a> {
    about: About,
    limits: &'a Limits,
    /// The number of the last whole entry, from 1.
    number: usize,
}

impl Feed<'_> {
    fn entries(&mut self, parts: &mut Parts<'_>, take: &mut Take<'_>) -> Result<(), Stop> {
        while let Some(part) = parts.next().map_err(Stop::Error)? {
            let Part::Whole(entry) = part else { continue };
            if !is_entry(&entry) {
                continue;
            }
            self.number += 1;
            let document = self.document(&entry);
            if take(document.map_err(|error| self.named(error))).is_break() {
                return Err(Stop::Asked);
            }
        }
        Ok(())
    }

    fn named(&self, error: LoadError) -> LoadError {
        LoadError::Record {
            place: format!("entry {}", self.number),
            error: Box::new(error),
        }
    }

    /// Names the place of an error that ended the reading.
    fn place(&mut self, error: LoadError, parts: &Parts<'_>) -> LoadError {
        if is_entry_name(parts.name()) {
            self.number += 1;
            return self.named(error);
        }
        if self.number == 0 {
            return error;
        }
        LoadError::Record {
            place: format!("behind entry {}", self.number),
            error: Box::new(error),
        }
    }

    fn document(&self, entry: &Element<'_>) -> Result<Document, LoadError> {
        let header = self.header(entry);
        let Some((field, body)) = body(entry) else {
            return Err(LoadError::Broken(
                "holds no words of an article; open its link and save the page".to_owned(),
            ));
        };
        let title = header.title.as_ref().map_or("", |title| &title.value);
        let (Body::Text(words) | Body::Markup(words)) = &body;
        let sha256 = digest(format!("{title}\n{words}").as_bytes());
        let own = entry.attribute("xml:lang");
        let dublin = entry.child(Family::Dublin, "language");
        let own = own.or_else(|| dublin.map(|element| element.text.as_str()));
        let article = Article {
            source_id: identifier(entry),
            language: own
                .and_then(language::of_tag)
                .or_else(|| self.about.language.clone()),
            header,
            body,
        };
        let document = article.document(field, self.limits)?;
        Ok(Document { sha256, ..document })
    }

    fn header(&self, entry: &Element<'_>) -> Header {
        let title = |family, name| {
            let element = entry.child(family, name)?;
            header::found(&words(element, self.limits), "title")
        };
        let url = address(entry);
        Header {
            title: title(Family::Feed, "title").or_else(|| title(Family::Dublin, "title")),
            outlet: self.source(entry).or_else(|| self.about.title.clone()),
            date: date(entry),
            url,
            authors: authors(entry),
        }
    }

    /// Returns the name of the feed that an entry was taken over from.
    fn source(&self, entry: &Element<'_>) -> Option<Found> {
        let source = entry.child(Family::Feed, "source")?;
        let title = source.child(Family::Feed, "title").unwrap_or(source);
        header::found(&words(title, self.limits), "source")
    }
}

fn identifier(entry: &Element<'_>) -> Option<String> {
    let of = |name| entry.child(Family::Feed, name).map(|e| e.text.as_str());
    let stated = of("id")
        .or_else(|| of("guid"))
        .or_else(|| entry.attribute("rdf:about"))?;
    header::found(stated, "id").map(|found| found.value)
}

fn address(entry: &Element<'_>) -> Option<Found> {
    let links = || entry.all(Family::Feed, "link");
    let alternate = links()
        .filter(|link| matches!(link.attribute("rel"), None | Some("alternate")))
        .find_map(|link| link.attribute("href"));
    let text = || links().map(|link| link.text.trim()).find(|t| !t.is_empty());
    let permanent = || {
        let guid = entry.child(Family::Feed, "guid")?;
        (guid.attribute("isPermaLink") != Some("false")).then(|| guid.text.trim())
    };
    let is_address = |value: &&str| meta::is_address(value.trim());
    let link = alternate
        .filter(is_address)
        .or_else(|| text().filter(is_address));
    match link {
        Some(link) => header::found(link, "link"),
        None => header::found(permanent().filter(is_address)?, "guid"),
    }
}

fn date(entry: &Element<'_>) -> Option<Found> {
    const NAMES: [(Family, &str); 9] = [
        (Family::Feed, "published"),
        (Family::Feed, "issued"),
        (Family::Feed, "pubDate"),
        (Family::Dublin, "date"),
        (Family::Dublin, "issued"),
        (Family::Dublin, "created"),
        (Family::Feed, "updated"),
        (Family::Feed, "modified"),
        (Family::Dublin, "modified"),
    ];
    NAMES.iter().find_map(|(family, name)| {
        let stated = &entry.child(*family, name)?.text;
        header::found(&header::day(stated)?, name)
    })
}

/// Returns the names of the authors: those of Atom, of RSS in brackets behind a mail address, of Dublin Core.
fn authors(entry: &Element<'_>) -> Vec<String> {
    let people = entry.all(Family::Feed, "author");
    let named = people.filter_map(|author| match author.child(Family::Feed, "name") {
        Some(name) => Some(name.text.as_str()),
        None => person(&author.text),
    });
    let creators = entry.all(Family::Dublin, "creator");
    let mut names: Vec<String> = Vec::new();
    for name in named.chain(creators.map(|creator| creator.text.as_str())) {
        let name = header::found(name, "author").map(|found| found.value);
        if let Some(name) = name.filter(|n| n.len() <= NAME && !names.contains(n)) {
            names.push(name);
        }
    }
    names
}

/// Returns the name in `mail@example.org (Name)`, or the text where it has no mail address.
fn person(text: &str) -> Option<&str> {
    if !text.contains('@') {
        return Some(text);
    }
    let (_, behind) = text.split_once('(')?;
    behind.split(')').next()
}

/// Returns the words of an entry, from the fullest field that has any, and its name.
fn body(entry: &Element<'_>) -> Option<(&'static str, Body)> {
    const NAMES: [(Family, &str, &str); 5] = [
        (Family::Content, "encoded", "content:encoded"),
        (Family::Feed, "content", "content"),
        (Family::Feed, "description", "description"),
        (Family::Feed, "summary", "summary"),
        (Family::Dublin, "description", "dc:description"),
    ];
    NAMES.iter().find_map(|(family, name, field)| {
        let bodies = entry.all(*family, name).filter_map(value);
        Some((*field, bodies.into_iter().find(has_words)?))
    })
}

/// Returns the content of an element, as text or as markup; `None` where it is neither.
fn value(element: &Element<'_>) -> Option<Body> {
    let kind = element.attribute("type").unwrap_or_default().trim();
    let kind = kind.to_ascii_lowercase();
    let markup = |text: &str| Body::Markup(text.to_owned());
    Some(match kind.as_str() {
        // A prefix would hide from the reader of pages which elements these are.
        "xhtml" | "application/xhtml+xml" => markup(
            &element
                .inner
                .replace("<xhtml:", "<")
                .replace("</xhtml:", "</"),
        ),
        _ if !element.children.is_empty() => markup(element.inner),
        "html" | "text/html" => markup(&element.text),
        "text" | "text/plain" => Body::Text(element.text.clone()),
        "" if is_markup(&element.text) => markup(&element.text),
        "" => Body::Text(element.text.clone()),
        _ => return None,
    })
}

/// Returns whether a text that does not say so is markup: it holds a tag or an entity.
fn is_markup(text: &str) -> bool {
    let tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || "/!".contains(c));
    let entity = |rest: &str| {
        let name = rest.split(';').next().unwrap_or_default();
        name.len() < rest.len()
            && (2..=10).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
    };
    text.split('<').skip(1).any(tag) || text.split('&').skip(1).any(entity)
}

/// Returns whether anything can be read in a body besides tags.
fn has_words(body: &Body) -> bool {
    match body {
        Body::Text(text) => text.contains(char::is_alphanumeric),
        Body::Markup(markup) => {
            let mut inside = false;
            // A character reference may be the whole of a word.
            let reads = |c: char| c.is_alphanumeric() || c == '#';
            markup.replace("&nbsp;", " ").chars().any(|c| {
                inside = (inside || c == '<') && c != '>';
                !inside && reads(c)
            })
        }
    }
}

/// Returns the words of a title without its markup.
fn words(element: &Element<'_>, limits: &Limits) -> String {
    match value(element) {
        Some(Body::Text(text)) => text,
        Some(Body::Markup(markup)) if bound::check(&markup, limits).is_ok() => {
            Tree::fragment(markup).text().to_string()
        }
        _ => element.text.clone(),
    }
}
