//! Articles as JSON: one object, a list, an object around a list, or one a line; read as a stream.
//!
//! A record is held alone, as bytes, until it is parsed; a broken one is named and costs no other.

use std::io::{BufRead, Read};
use std::ops::ControlFlow;

use serde_json::{Map, Value};

use crate::document::{Document, Found, header};

use super::form::{self, Form};
use super::input::failure;
use super::kind::Name;
use super::scan::{self, Ends, Held};
use super::{Limits, LoadError, Take, decode, digest, fields};

/// Objects around the list of articles, one in the other.
const AROUND: usize = 4;
/// The fields of exports that hold a list of articles, or an object with one.
pub(super) const LISTS: [&str; 10] = [
    "articles",
    "items",
    "docs",
    "documents",
    "data",
    "results",
    "response",
    "entries",
    "hits",
    GRAPH,
];
/// The field that holds the nodes of linked data; not every node is an article.
const GRAPH: &str = "@graph";
/// Bytes of a name, or of a field beside a list.
pub(super) const SMALL: usize = 64 << 10;

/// Hands on the articles of a stream of JSON.
///
/// # Errors
/// Says what ends the reading.
pub(super) fn read(
    name: &Name,
    source: &mut dyn BufRead,
    limits: &Limits,
    take: &mut Take<'_>,
) -> Result<(), LoadError> {
    let marked = source.fill_buf().map_err(failure)?;
    if marked.starts_with("\u{feff}".as_bytes()) {
        source.consume("\u{feff}".len());
    }
    let mut reader = Reader { limits, take };
    match form::tell(name, source, limits)? {
        Form::Lines(first) => reader.lines(&mut first.chain(source)),
        Form::Values(first) => reader.values(&mut first.chain(source)),
    }
}

/// What the object around a list states of every article in it.
#[derive(Debug, Default)]
struct Around {
    /// The title of the feed.
    outlet: Option<Found>,
    /// Whether members that are no articles belong there.
    mixed: bool,
}

impl Around {
    fn of(object: &Map<String, Value>, list: &str) -> Self {
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        let feed = text("version").is_some_and(|version| version.contains("jsonfeed.org"));
        Self {
            outlet: text("title")
                .filter(|_| feed)
                .and_then(|title| header::found(title, "feed title")),
            mixed: list == GRAPH,
        }
    }
}

/// Where a record stands: in words for messages, nothing for one that is alone.
type Place = Option<String>;

fn within(place: &Place, part: &str) -> String {
    place
        .as_ref()
        .map_or_else(|| part.to_owned(), |place| format!("{place}, {part}"))
}

fn at(place: &Place, error: LoadError) -> LoadError {
    match place {
        None => error,
        Some(place) => LoadError::Record {
            place: place.clone(),
            error: Box::new(error),
        },
    }
}

struct Reader<'a, 'b> {
    limits: &'a Limits,
    take: &'a mut Take<'b>,
}

impl Reader<'_, '_> {
    fn too_large(&self) -> LoadError {
        LoadError::TooLarge {
            limit: self.limits.bytes,
        }
    }

    /// Reads a record a line; blank lines are no records.
    fn lines(&mut self, source: &mut dyn BufRead) -> Result<(), LoadError> {
        let (mut bytes, mut blank) = (Vec::new(), true);
        for number in 1_u64.. {
            bytes.clear();
            let place = Some(format!("line {number}"));
            // What failed in the middle of a line costs that line alone, which was not whole.
            let held = scan::line(source, self.limits.bytes, &mut bytes)
                .map_err(|error| at(&place, failure(error)))?;
            if bytes.is_empty() && blank {
                return Err(LoadError::Empty);
            }
            if bytes.is_empty() {
                break;
            }
            blank &= is_white(&bytes);
            let flow = if held == Held::TooLarge {
                scan::skip_line(source).map_err(failure)?;
                let error = self.too_large();
                (self.take)(Err(at(&place, error)))
            } else if is_white(&bytes) {
                continue;
            } else {
                self.record(without_end(&bytes), &place, &Around::default(), AROUND)
            };
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Reads values one behind the other; mostly there is one.
    fn values(&mut self, source: &mut dyn BufRead) -> Result<(), LoadError> {
        for number in 1_u64.. {
            let place = (number > 1).then(|| format!("article {number}"));
            let flow = match scan::peek(source).map_err(failure)? {
                None if number == 1 => return Err(LoadError::Empty),
                None => break,
                Some(b'[') => self.list(source, &place, &Around::default(), AROUND)?,
                Some(b'{') => self.object(source, &place)?,
                Some(_) if number == 1 => return Err(broken("it begins with no bracket")),
                Some(_) => return Err(broken("something else stands behind its end")),
            };
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Reads an object at once, or, where it is too large, the list of articles in it as a stream.
    fn object(
        &mut self,
        source: &mut dyn BufRead,
        place: &Place,
    ) -> Result<ControlFlow<()>, LoadError> {
        let (mut ends, mut bytes) = (Ends::default(), Vec::new());
        let held =
            scan::value(source, &mut ends, self.limits.bytes, &mut bytes).map_err(failure)?;
        if held != Held::TooLarge {
            return Ok(self.record(&bytes, place, &Around::default(), AROUND));
        }
        let mut whole = bytes.as_slice().chain(source);
        match self.members(&mut whole, place, None, AROUND)? {
            Some(flow) => Ok(flow),
            None => {
                let error = self.too_large();
                Ok((self.take)(Err(at(place, error))))
            }
        }
    }

    /// Reads the list of articles that an object holds; `known` are its fields where they were parsed.
    /// Returns `None` where it has no such list.
    fn members(
        &mut self,
        source: &mut dyn BufRead,
        place: &Place,
        known: Option<&Map<String, Value>>,
        depth: usize,
    ) -> Result<Option<ControlFlow<()>>, LoadError> {
        let mut found = None;
        let mut seen = Map::new();
        let mut open = scan::accept(source, b'{').map_err(failure)?;
        while open && scan::peek(source).map_err(failure)? == Some(b'"') {
            let name = self.small(source)?.unwrap_or_default();
            let name = name.as_str().unwrap_or_default().to_owned();
            if !scan::accept(source, b':').map_err(failure)? {
                return Err(at(place, broken("a name has no value")));
            }
            let next = scan::peek(source).map_err(failure)?;
            let listed = depth > 0 && LISTS.contains(&name.as_str());
            let flow = match next {
                Some(b'[') if listed => {
                    let around = Around::of(known.unwrap_or(&seen), &name);
                    Some(self.list(source, place, &around, depth - 1)?)
                }
                Some(b'{') if listed => self.members(source, place, None, depth - 1)?,
                _ => {
                    if let Some(value) = self.small(source)? {
                        seen.insert(name, value);
                    }
                    None
                }
            };
            found = flow.or(found);
            if found.is_some_and(|flow| flow.is_break()) {
                return Ok(found);
            }
            open = scan::accept(source, b',').map_err(failure)?;
        }
        if scan::accept(source, b'}').map_err(failure)? {
            Ok(found)
        } else {
            Err(at(place, broken("it ends early, or a comma is missing")))
        }
    }

    /// Reads a value that is held only where it is small.
    fn small(&self, source: &mut dyn BufRead) -> Result<Option<Value>, LoadError> {
        let (mut ends, mut bytes) = (Ends::default(), Vec::new());
        let held = scan::value(source, &mut ends, SMALL, &mut bytes).map_err(failure)?;
        if held == Held::TooLarge {
            scan::skip(source, &mut ends).map_err(failure)?;
            return Ok(None);
        }
        Ok(serde_json::from_slice(&bytes).ok())
    }

    /// Reads a list of articles, one by one.
    fn list(
        &mut self,
        source: &mut dyn BufRead,
        place: &Place,
        around: &Around,
        depth: usize,
    ) -> Result<ControlFlow<()>, LoadError> {
        let mut bytes = Vec::new();
        scan::accept(source, b'[').map_err(failure)?;
        for number in 1_u64.. {
            if scan::accept(source, b']').map_err(failure)? {
                break;
            }
            let own = Some(within(place, &format!("article {number}")));
            bytes.clear();
            let mut ends = Ends::default();
            let held = scan::value(source, &mut ends, self.limits.bytes, &mut bytes)
                .map_err(|error| at(&own, failure(error)))?;
            let flow = match held {
                Held::Whole => self.record(&bytes, &own, around, depth),
                Held::Cut => return Err(at(&own, broken("it ends early: the file is cut off"))),
                Held::TooLarge => {
                    scan::skip(source, &mut ends).map_err(failure)?;
                    let error = self.too_large();
                    (self.take)(Err(at(&own, error)))
                }
            };
            if flow.is_break() {
                return Ok(flow);
            }
            if !scan::accept(source, b',').map_err(failure)?
                && scan::peek(source).map_err(failure)? != Some(b']')
            {
                let what = "no comma stands behind it; what follows cannot be read";
                return Err(at(&own, broken(what)));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Hands on the article of a record, or those of the list that it holds.
    fn record(
        &mut self,
        bytes: &[u8],
        place: &Place,
        around: &Around,
        depth: usize,
    ) -> ControlFlow<()> {
        let decoded = decode::decode(bytes, false);
        let value = match serde_json::from_str::<Value>(&decoded.text) {
            Ok(value) => value,
            Err(error) => return (self.take)(Err(at(place, not_json(&error)))),
        };
        let Some((mut article, field)) = fields::article(&value) else {
            return self.others(&decoded.text, &value, place, around, depth);
        };
        article.header.outlet = article.header.outlet.or_else(|| around.outlet.clone());
        let document = article.document(field, self.limits);
        (self.take)(
            document
                .map_err(|error| at(place, error))
                .map(|document| Document {
                    sha256: digest(bytes),
                    encoding: decoded.encoding,
                    ..document
                }),
        )
    }

    /// What is no article may hold some; where it does not, that is said.
    fn others(
        &mut self,
        text: &str,
        value: &Value,
        place: &Place,
        around: &Around,
        depth: usize,
    ) -> ControlFlow<()> {
        let Some(object) = value.as_object() else {
            let what = "is no article: an object with fields is looked for";
            return (self.take)(Err(at(place, LoadError::Broken(what.to_owned()))));
        };
        match self.members(&mut text.as_bytes(), place, Some(object), depth) {
            Ok(Some(flow)) => flow,
            Ok(None) if around.mixed => ControlFlow::Continue(()),
            Ok(None) => (self.take)(Err(at(place, no_words()))),
            Err(error) => (self.take)(Err(error)),
        }
    }
}

fn is_white(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn broken(what: &str) -> LoadError {
    LoadError::Broken(format!("is not whole JSON: {what}"))
}

fn no_words() -> LoadError {
    LoadError::Broken(format!(
        "holds no words of an article; they are looked for in the fields {}",
        fields::names_of_words()
    ))
}

fn not_json(error: &serde_json::Error) -> LoadError {
    let text = error.to_string();
    let what = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(what, _)| what);
    let column = error.column();
    LoadError::Broken(match error.line() {
        0 | 1 => format!("is not JSON: {what} (column {column})"),
        line => format!("is not JSON: {what} (its line {line}, column {column})"),
    })
}
