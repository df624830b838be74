//! Notes as a page of W3C Web Annotations. What the standard has no words for stands under `variorum`, which
//! other programs ignore.
//!
//! A note on several places links the first to the others: several targets would mean that the note is about each
//! by itself (Web Annotation Data Model, 3.2.7).

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::name_of;
use crate::notes::{Change, Note, NoteId, Operation, Position, Source, Target};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// What became of places of notes where their documents are at hand.
pub type States<'a> = FxHashMap<(&'a NoteId, usize), Value>;

/// Returns notes, and what a person made of conflicts, as a page of annotations: the same notes, the same bytes.
///
/// # Errors
/// Never in practice: every part is text or a finite number.
pub fn json_ld<'a>(
    notes: impl IntoIterator<Item = &'a Note>,
    conflicts: &[&Operation],
    states: &States,
) -> serde_json::Result<String> {
    let notes = notes.into_iter().map(|note| annotation(note, states));
    let items: Vec<Value> = notes
        .chain(conflicts.iter().filter_map(|c| conflict(c)))
        .collect();
    let name = name_of(serde_json::to_string(&items)?.as_bytes());
    let page = json!({
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": items,
    });
    serde_json::to_string_pretty(&page).map(|json| json + "\n")
}

/// Returns what a person made of a conflict as an annotation that assesses its first place against the second; where
/// they stand is kept under `variorum`.
fn conflict(choice: &Operation) -> Option<Value> {
    let Change::Stand {
        standing,
        ends,
        text,
    } = &choice.change
    else {
        return None;
    };
    let [one, other] = ends.as_ref();
    let mut bodies = vec![place(other, Some("linking"))];
    if !text.is_empty() {
        let words = json!({"type": "TextualBody", "value": text, "purpose": "commenting"});
        bodies.push(words);
    }
    let mut annotation = json!({
        "id": choice.id,
        "type": "Annotation",
        "motivation": "assessing",
        "created": choice.at.to_string(),
        "generator": {"type": "Software", "name": "variorum"},
        "body": bodies,
        "target": place(one, None),
        "variorum": {"conflict": standing.name()},
    });
    if let Some(by) = &choice.by {
        annotation["creator"] = json!({"type": "Person", "name": by});
    }
    Some(annotation)
}

fn annotation(note: &Note, states: &States) -> Value {
    let place = |number: usize, target: &Target, purpose| {
        let mut place = place(target, purpose);
        if let Some(state) = states.get(&(&note.id, number)) {
            place["variorum"]["now"] = state.clone();
        }
        place
    };
    let words = |value: &str, purpose: &str| json!({"type": "TextualBody", "value": value, "purpose": purpose});
    let linked = note.targets.iter().enumerate().skip(1);
    let mut bodies: Vec<Value> = linked
        .map(|(number, target)| place(number, target, Some("linking")))
        .collect();
    let motivation = if bodies.is_empty() {
        "commenting"
    } else {
        "linking"
    };
    let mut text = words(&note.text, "commenting");
    text["format"] = "text/markdown".into();
    bodies.push(text);
    bodies.extend(note.tags.iter().map(|tag| words(tag, "tagging")));
    // "To assess the target, rather than simply make a comment about it" (Web Annotation Vocabulary).
    bodies.extend(note.rating.iter().map(|r| words(r, "assessing")));
    // A note on no place is about itself: the standard asks for a target.
    let target = note.targets.first().map(|target| place(0, target, None));
    let mut annotation = json!({
        "id": note.id,
        "type": "Annotation",
        "motivation": motivation,
        "created": note.at.to_string(),
        "generator": {"type": "Software", "name": "variorum"},
        "body": bodies,
        "target": target.unwrap_or_else(|| json!(note.id)),
    });
    if let Some(by) = &note.by {
        annotation["creator"] = json!({"type": "Person", "name": by});
    }
    annotation
}

fn place(target: &Target, purpose: Option<&str>) -> Value {
    let (quote, position) = (&target.quote, target.position);
    let mut selectors = Vec::new();
    if !quote.exact.is_empty() {
        selectors.push(json!({
            "type": "TextQuoteSelector",
            "exact": quote.exact,
            "prefix": quote.prefix,
            "suffix": quote.suffix,
        }));
    }
    if !quote.exact.is_empty() || position != Position::default() {
        selectors.push(json!({
            "type": "TextPositionSelector",
            "start": position.start,
            "end": position.end,
        }));
    }
    selectors.extend(target.selectors.iter().cloned());
    let mut place = json!({
        "type": "SpecificResource",
        "source": address(&target.document),
        "variorum": {"document": target.document, "shown": target.shown},
    });
    if !target.rejected.is_empty() {
        place["variorum"]["rejected"] = json!(target.rejected);
    }
    if !selectors.is_empty() {
        place["selector"] = selectors.into();
    }
    if let Some(purpose) = purpose {
        place["purpose"] = purpose.into();
    }
    place
}

/// Returns an address for a document: its own, else its path, else its bytes.
fn address(source: &Source) -> String {
    match &source.url {
        Some(url) => url.clone(),
        None if source.path.is_empty() => format!("urn:sha256:{}", source.sha256),
        None => encoded(&source.path),
    }
}

/// Returns a path as a relative address (RFC 3986): what is neither letter nor digit nor harmless is put in digits.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
