//! The elements of a feed: read one by one, within limits; entities of its own are never expanded.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Prefix, QName, ResolveResult};
use quick_xml::reader::NsReader;

use crate::text::sanitize;

use super::{Limits, LoadError};

/// The vocabulary that an element belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// RSS and Atom themselves.
    Feed,
    /// The module of RSS for whole articles.
    Content,
    /// Dublin Core.
    Dublin,
    /// What is not read.
    Other,
}

/// An element with all that is in it.
#[derive(Debug)]
pub(super) struct Element<'a> {
    /// Its vocabulary.
    pub(super) family: Family,
    /// Its name, without prefix.
    pub(super) name: String,
    /// Its attributes; names with their prefix.
    pub(super) attributes: Vec<(String, String)>,
    /// The characters that stand directly in it.
    pub(super) text: String,
    /// What stands between its tags, as it is written.
    pub(super) inner: &'a str,
    /// The elements in it.
    pub(super) children: Vec<Element<'a>>,
}

impl Element<'_> {
    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        attributes.find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Returns the elements of a vocabulary and a name that stand directly in it.
    pub(super) fn all(&self, family: Family, name: &str) -> impl Iterator<Item = &Self> {
        let children = self.children.iter();
        children.filter(move |c| c.family == family && c.name == name)
    }

    /// Returns the first of these.
    pub(super) fn child(&self, family: Family, name: &str) -> Option<&Self> {
        let mut children = self.children.iter();
        children.find(|c| c.family == family && c.name == name)
    }
}

/// What comes next in a feed.
pub(super) enum Part<'a> {
    /// The beginning of what holds the others, such as `channel`; it has no children.
    Around(Element<'a>),
    /// An element with all that is in it.
    Whole(Element<'a>),
}

/// Reads the parts of a feed one by one.
pub(super) struct Parts<'a> {
    raw: &'a str,
    /// Where in `raw` the reader began.
    base: usize,
    reader: NsReader<&'a [u8]>,
    limits: &'a Limits,
    /// Where the part that was read last begins.
    begin: usize,
    /// The name of that part.
    name: String,
}

/// Elements that hold the entries.
const AROUND: [&str; 4] = ["rss", "RDF", "channel", "feed"];

impl<'a> Parts<'a> {
    /// Returns the parts of a feed from some byte on.
    pub(super) fn new(raw: &'a str, base: usize, limits: &'a Limits) -> Self {
        let mut reader = NsReader::from_str(raw.get(base..).unwrap_or_default());
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        // Reading may begin at an entry, so that the end of what is around it has no beginning.
        config.allow_unmatched_ends = true;
        Self {
            raw,
            base,
            reader,
            limits,
            begin: base,
            name: String::new(),
        }
    }

    /// Returns where the part that was read last begins, whole or not.
    pub(super) fn begin(&self) -> usize {
        self.begin
    }

    /// Returns the name of that part, nothing where something else is broken.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns the next part, `None` at the end.
    ///
    /// # Errors
    /// Says what is broken, or which limit is passed; then nothing more can be read from here.
    pub(super) fn next(&mut self) -> Result<Option<Part<'a>>, LoadError> {
        loop {
            self.begin = self.position();
            self.name.clear();
            match self.reader.read_event().map_err(|error| broken(&error))? {
                Event::Start(start) => {
                    let element = self.element(&start);
                    self.name.clone_from(&element.name);
                    if element.family == Family::Feed && AROUND.contains(&element.name.as_str()) {
                        return Ok(Some(Part::Around(element)));
                    }
                    return self.whole(element).map(Part::Whole).map(Some);
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    fn position(&self) -> usize {
        let read = usize::try_from(self.reader.buffer_position());
        self.base.saturating_add(read.unwrap_or(usize::MAX))
    }

    /// Returns an element that just began.
    fn element(&self, start: &BytesStart<'_>) -> Element<'a> {
        let name = start.name();
        let mut attributes = start.attributes();
        attributes.with_checks(false);
        let attributes = attributes.flatten().map(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.unwrap_or_else(|_| attribute.value.clone());
            (attribute.key.into_inner().to_owned(), value.into_owned())
        });
        Element {
            family: family(&self.reader, name),
            name: name.local_name().into_inner().to_owned(),
            attributes: attributes.collect(),
            text: String::new(),
            inner: "",
            children: Vec::new(),
        }
    }

    /// Reads an element to its end.
    fn whole(&mut self, first: Element<'a>) -> Result<Element<'a>, LoadError> {
        let mut open = vec![(first, self.position())];
        let mut elements = 0;
        loop {
            let before = self.position();
            let event = self.reader.read_event().map_err(|error| broken(&error))?;
            match event {
                Event::Start(start) => {
                    elements += 1;
                    self.check(open.len(), elements)?;
                    let element = self.element(&start);
                    open.push((element, self.position()));
                }
                Event::End(_) => {
                    let Some((mut element, from)) = open.pop() else {
                        return Err(cut());
                    };
                    element.inner = self.raw.get(from..before).unwrap_or_default();
                    let Some((around, _)) = open.last_mut() else {
                        return Ok(element);
                    };
                    around.children.push(element);
                }
                Event::Eof => return Err(cut()),
                other => {
                    if let Some((element, _)) = open.last_mut() {
                        add_text(&mut element.text, &other);
                    }
                }
            }
        }
    }

    fn check(&self, depth: usize, elements: usize) -> Result<(), LoadError> {
        let Limits {
            depth: deepest,
            elements: most,
            ..
        } = *self.limits;
        if depth >= deepest {
            return Err(LoadError::TooDeep { limit: deepest });
        }
        if elements > most {
            return Err(LoadError::TooManyElements { limit: most });
        }
        Ok(())
    }
}

fn add_text(text: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(name) => add_reference(text, name),
        _ => {}
    }
}

/// Adds what a reference stands for; one that XML itself does not know stays as it is written.
fn add_reference(text: &mut String, name: &BytesRef<'_>) {
    if let Ok(Some(character)) = name.resolve_char_ref() {
        text.push(character);
    } else if let Some(known) = resolve_predefined_entity(name) {
        text.push_str(known);
    } else {
        text.push('&');
        text.push_str(name);
        text.push(';');
    }
}

/// Returns whether the beginning of a text declares an entity that its elements can name.
pub(super) fn declares_entities(declared: &str) -> bool {
    let mut declarations = declared.split("<!ENTITY").skip(1);
    declarations.any(|rest| !rest.trim_start().starts_with('%'))
}

fn broken(error: &quick_xml::Error) -> LoadError {
    let words = error.to_string();
    LoadError::Broken(format!(
        "is not well-formed XML: {}; save the article itself",
        sanitize::line(&words)
    ))
}

fn cut() -> LoadError {
    LoadError::Broken("is cut off; get the feed again".to_owned())
}

/// Returns the vocabulary of an element: by its namespace, or by the usual prefix where none is declared.
fn family(reader: &NsReader<&[u8]>, name: QName<'_>) -> Family {
    let prefix = name.prefix().map(Prefix::into_inner);
    let (resolved, _) = reader.resolver().resolve_element(name);
    if let ResolveResult::Bound(namespace) = resolved {
        return match namespace.into_inner() {
            "http://www.w3.org/2005/Atom"
            | "http://purl.org/atom/ns#"
            | "http://purl.org/rss/1.0/"
            | "http://www.w3.org/1999/02/22-rdf-syntax-ns#" => Family::Feed,
            "http://purl.org/rss/1.0/modules/content/" => Family::Content,
            "http://purl.org/dc/elements/1.1/" | "http://purl.org/dc/terms/" => Family::Dublin,
            "http://www.w3.org/1999/xhtml" => Family::Other,
            // The versions of RSS are many, and so are the namespaces that are given to them.
            _ if prefix.is_none() => Family::Feed,
            _ => Family::Other,
        };
    }
    match prefix {
        None | Some("atom" | "rdf" | "rss") => Family::Feed,
        Some("content") => Family::Content,
        Some("dc" | "dcterms") => Family::Dublin,
        Some(_) => Family::Other,
    }
}
