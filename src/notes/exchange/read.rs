//! Annotations of W3C JSON-LD and of Hypothesis, as operations that add notes. What a place is told by and is not
//! understood here is kept with it.

use jiff::Timestamp;
use serde_json::Value;

use super::name_of;
use crate::notes::link::pair;
use crate::notes::{Change, Operation, OperationId, Position, Quote, Source, Standing, Target};

/// Why nothing can be read.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The text is not JSON.
    #[error("it is not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// It is JSON of something else.
    #[error("no annotations are in it")]
    NoAnnotations,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Imported {
    /// An operation for every annotation, in order.
    pub operations: Vec<Operation>,
    /// Annotations that could not be read, by their number from 1, and why.
    pub problems: Vec<(usize, String)>,
}

/// Returns the annotations of a text: one, a list, a page, a collection, or an export of Hypothesis. `now` is the
/// time of those that have none.
///
/// # Errors
/// Where it is no JSON, or JSON of something else.
pub fn read(text: &str, now: Timestamp) -> Result<Imported, ExchangeError> {
    let value: Value = serde_json::from_str(text)?;
    let items = items(&value).ok_or(ExchangeError::NoAnnotations)?;
    let mut imported = Imported::default();
    for (number, item) in items.iter().enumerate() {
        match annotation(item, now) {
            Ok(operation) => imported.operations.push(operation),
            Err(why) => imported.problems.push((number + 1, why)),
        }
    }
    Ok(imported)
}

fn items(value: &Value) -> Option<&[Value]> {
    if let Value::Array(items) = value {
        return Some(items);
    }
    let lists = ["items", "annotations", "rows"];
    let list = |value: &'_ Value| lists.iter().any(|key| value[*key].is_array());
    let page = if list(value) { value } else { &value["first"] };
    if let Some(items) = lists.iter().find_map(|key| page[*key].as_array()) {
        return Some(items);
    }
    let single = !value["target"].is_null();
    single.then(|| std::slice::from_ref(value))
}

fn annotation(value: &Value, now: Timestamp) -> Result<Operation, String> {
    if !value.is_object() {
        return Err("it is no annotation".to_owned());
    }
    // Hypothesis calls the address so; the standard has no such key.
    let (id, by, change) = if value["uri"].is_string() {
        of_hypothesis(value)
    } else {
        of_w3c(value)
    };
    let change = as_conflict(value, change);
    if let Change::Add {
        text,
        targets,
        tags,
        rating,
    } = &change
    {
        let words = !text.is_empty() || rating.is_some();
        let nothing = !words && targets.is_empty() && tags.is_empty();
        if nothing && value["target"].is_null() {
            return Err("it has neither words nor a place".to_owned());
        }
    }
    let times = ["created", "modified", "updated"].iter();
    let at = times.filter_map(|key| value[*key].as_str()?.parse().ok());
    Ok(Operation {
        id: OperationId(id.unwrap_or_else(|| name_of(value.to_string().as_bytes()))),
        at: at.into_iter().next().unwrap_or(now),
        by,
        change,
    })
}

/// Returns what a person made of a conflict, where an annotation of ours says that it is that.
fn as_conflict(value: &Value, change: Change) -> Change {
    let standing = value["variorum"]["conflict"].as_str();
    let standing = standing.and_then(Standing::named);
    match (&change, standing) {
        (Change::Add { text, targets, .. }, Some(standing)) => match pair(targets.clone()) {
            Some(ends) => Change::Stand {
                standing,
                ends,
                text: text.clone(),
            },
            None => change,
        },
        _ => change,
    }
}

type Parts = (Option<String>, Option<String>, Change);

fn of_w3c(value: &Value) -> Parts {
    let id = text_of(&value["id"]);
    let (mut words, mut tags, mut linked) = (Vec::new(), Vec::new(), Vec::new());
    let mut rating = None;
    words.extend(text_of(&value["bodyValue"]));
    for body in list(&value["body"]) {
        let purpose = body["purpose"].as_str().unwrap_or_default();
        match (body, text_of(&body["value"])) {
            (Value::String(address), _) => words.push(address.clone()),
            (_, Some(tag)) if purpose == "tagging" => tags.push(tag),
            (_, Some(words)) if purpose == "assessing" && rating.is_none() => rating = Some(words),
            (_, Some(text)) => words.push(text),
            (_, None) => linked.extend(place(body)),
        }
    }
    // A note of ours on no place has itself for a target.
    let itself = |target: &&Value| !target.is_string() || target.as_str() != id.as_deref();
    let targets = list(&value["target"]).iter().filter(itself);
    let targets = targets.filter_map(place).chain(linked).collect();
    let text = words.join("\n\n");
    let creator = list(&value["creator"]).first();
    let by = creator.and_then(|creator| {
        let names = ["name", "nickname", "id"];
        let named = names.iter().find_map(|key| text_of(&creator[*key]));
        named.or_else(|| text_of(creator))
    });
    let change = Change::Add {
        text,
        targets,
        tags,
        rating,
    };
    (id, by, change)
}

fn of_hypothesis(value: &Value) -> Parts {
    let id = text_of(&value["id"]).map(|id| format!("https://hypothes.is/a/{id}"));
    let user = value["user"].as_str().unwrap_or_default();
    let user = user.strip_prefix("acct:").unwrap_or(user);
    let user = user.split_once('@').map_or(user, |(name, _)| name);
    let title = list(&value["document"]["title"]).first().and_then(text_of);
    let targets = list(&value["target"]).iter().filter_map(|target| {
        let mut place = place(target)?;
        place.document.title.clone_from(&title);
        // It counts in units of UTF-16: where a place begins is a hint, how long it is the quotation says.
        let length = place.quote.exact.chars().count();
        place.position.end = place.position.start.saturating_add(length);
        Some(place)
    });
    let change = Change::Add {
        text: text_of(&value["text"]).unwrap_or_default(),
        targets: targets.collect(),
        tags: list(&value["tags"]).iter().filter_map(text_of).collect(),
        rating: None,
    };
    let by = (!user.is_empty()).then(|| user.to_owned());
    (id, by, change)
}

/// Returns what is there as a list: one thing, several, or nothing.
fn list(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::Array(all) => all,
        one => std::slice::from_ref(one),
    }
}

fn text_of(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn place(value: &Value) -> Option<Target> {
    let address = value.as_str().or_else(|| value["source"].as_str());
    let address = address.or_else(|| value["id"].as_str())?;
    let own = &value["variorum"];
    let document = serde_json::from_value(own["document"].clone());
    let mut target = Target {
        document: document.unwrap_or_else(|_| source(address)),
        shown: serde_json::from_value(own["shown"].clone()).unwrap_or_default(),
        rejected: serde_json::from_value(own["rejected"].clone()).unwrap_or_default(),
        ..Target::default()
    };
    let mut position = None;
    for selector in list(&value["selector"]) {
        match selector["type"].as_str() {
            Some("TextQuoteSelector") if target.quote.exact.is_empty() => {
                target.quote = quote(selector);
            }
            Some("TextPositionSelector") if position.is_none() => {
                let number = |key: &str| usize::try_from(selector[key].as_u64()?).ok();
                let (start, end) = (number("start"), number("end"));
                position = start.zip(end).map(|(start, end)| Position { start, end });
            }
            _ => target.selectors.push(selector.clone()),
        }
    }
    target.position = position.unwrap_or_default();
    Some(target)
}

fn quote(selector: &Value) -> Quote {
    let words = |key: &str| text_of(&selector[key]).unwrap_or_default();
    Quote {
        exact: words("exact"),
        prefix: words("prefix"),
        suffix: words("suffix"),
    }
}

/// Returns what an address says of a document: that it is on the web, or the path of a file.
fn source(address: &str) -> Source {
    let file = address.strip_prefix("file://");
    match (file, address.contains("://")) {
        (None, true) => Source {
            url: Some(address.to_owned()),
            ..Source::default()
        },
        (file, _) => Source {
            path: decoded(file.unwrap_or(address)),
            ..Source::default()
        },
    }
}

/// Undoes the digits in an address; what is no UTF-8 then stays as it is.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let mut ahead = rest.clone();
        match (byte, digit(ahead.next()), digit(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.extend(u8::try_from(high * 16 + low));
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| address.to_owned())
}
