//! Words taken along: a quotation with its citation, or all wordings of the place under the cursor.
//!
//! ```text
//! “Snow closed the pass overnight.”
//! — Courier, “Snow shuts the pass”, 2025-10-09, https://example.org/snow [B]
//! ```

use super::foot;
use super::message::Effect;
use super::state::State;
use crate::document::{DocId, Document};
use crate::text::{Span, sanitize};

/// Copies the stop under the cursor, with its citation.
pub fn stop(state: &mut State) -> Vec<Effect> {
    match state.cursor() {
        Some((_, stop)) if stop.fold.is_some() => {
            state.say("open the fold first: zo");
            Vec::new()
        }
        Some((doc, stop)) => words(state, doc, stop.span),
        None => Vec::new(),
    }
}

/// Copies words of a document, with their citation.
pub fn words(state: &State, doc: DocId, span: Span) -> Vec<Effect> {
    let document = state.set.get(doc);
    let cited = document.map(|document| cited(document, span));
    cited.into_iter().map(Effect::Copy).collect()
}

/// Copies what every document has for the place under the cursor, each with its citation.
pub fn wordings(state: &mut State) -> Vec<Effect> {
    let readings = foot::readings(state);
    let all: Vec<String> = readings
        .iter()
        .filter_map(|reading| Some(cited(state.set.get(reading.doc)?, reading.wording?)))
        .collect();
    if all.is_empty() {
        state.say("there are no words here: a fold is opened with zo");
        return Vec::new();
    }
    vec![Effect::Copy(all.join("\n"))]
}

/// Returns a quotation and where it stands; what is not known is left out, and the path names the text.
fn cited(document: &Document, span: Span) -> String {
    let quotation = sanitize::line(document.text.slice(span));
    let value = |found: &Option<crate::document::Found>| found.as_ref().map(|f| f.value.clone());
    let title = value(&document.title).map(|title| format!("\u{201c}{title}\u{201d}"));
    let place = value(&document.url).unwrap_or_else(|| document.path.clone());
    let parts = [
        value(&document.outlet),
        title,
        value(&document.date),
        Some(place),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!(
        "\u{201c}{}\u{201d}\n\u{2014} {} [{}]\n",
        quotation.trim(),
        sanitize::line(&parts.join(", ")),
        document.id
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Found;
    use crate::text::Text;

    #[test]
    fn a_citation_names_what_is_known_and_guesses_nothing() {
        let mut document = Document {
            text: Text::new("Snow closed\nthe pass."),
            path: "a.txt".to_owned(),
            ..Document::default()
        };
        let span = document.text.span();
        assert_eq!(
            cited(&document, span),
            "“Snow closed the pass.”\n— a.txt [A]\n"
        );
        document.outlet = Some(Found::new("Courier".to_owned(), "og"));
        document.title = Some(Found::new("Snow".to_owned(), "og"));
        document.url = Some(Found::new("https://example.org/1".to_owned(), "og"));
        assert_eq!(
            cited(&document, Span::new(0, 4)),
            "“Snow”\n— Courier, “Snow”, https://example.org/1 [A]\n"
        );
    }
}
