//! Notes as drafts of ClaimReview (schema.org): what was claimed, by whom, where. The rating is the person's
//! own, in their words, and stays empty where there is none; nothing here judges.

use serde_json::{Value, json};

use crate::notes::{Note, Target};

/// How long the words of a claim should be at most, in code points.
const CLAIM: usize = 75;

/// Returns a draft for every place with a quotation.
///
/// # Errors
/// Never in practice: every part is text.
pub fn drafts<'a>(notes: impl IntoIterator<Item = &'a Note>) -> serde_json::Result<String> {
    let drafts: Vec<Value> = notes
        .into_iter()
        .flat_map(|note| note.targets.iter().map(move |target| (note, target)))
        .filter(|(_, target)| target.is_quoted())
        .map(|(note, target)| draft(note, target))
        .collect();
    serde_json::to_string_pretty(&drafts).map(|json| json + "\n")
}

fn draft(note: &Note, target: &Target) -> Value {
    let document = &target.document;
    let words = target.quote.exact.split_whitespace();
    let claim = words.collect::<Vec<_>>().join(" ");
    let short = match claim.char_indices().nth(CLAIM - 1) {
        Some((cut, _)) => format!("{}…", claim.get(..cut).unwrap_or(&claim).trim_end()),
        None => claim.clone(),
    };
    let mut reviewed = json!({"@type": "Claim", "text": claim});
    if let Some(outlet) = &document.outlet {
        reviewed["author"] = json!({"@type": "Organization", "name": outlet});
    }
    if let Some(date) = &document.date {
        reviewed["datePublished"] = json!(date);
    }
    if let Some(url) = &document.url {
        reviewed["appearance"] = json!({"@type": "CreativeWork", "url": url});
    }
    let mut draft = json!({
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "identifier": note.id,
        "url": "",
        "claimReviewed": short,
        "datePublished": note.at.strftime("%Y-%m-%d").to_string(),
        "reviewBody": note.text,
        "reviewRating": {"@type": "Rating", "alternateName": note.rating.as_deref().unwrap_or_default()},
        "itemReviewed": reviewed,
    });
    if let Some(by) = &note.by {
        draft["author"] = json!({"@type": "Person", "name": by});
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::{Change, NoteSet, Operation, OperationId, Quote, Source};

    #[test]
    fn a_draft_says_who_claimed_what_and_leaves_the_rating_to_a_person() {
        let target = |exact: &str| Target {
            document: Source {
                outlet: Some("Post".to_owned()),
                ..Source::default()
            },
            quote: Quote {
                exact: exact.to_owned(),
                ..Quote::default()
            },
            ..Target::default()
        };
        let notes = NoteSet::new([Operation {
            id: OperationId("n".to_owned()),
            at: "2025-09-05T10:00:00Z".parse().unwrap(),
            by: None,
            change: Change::Add {
                text: "Eight.".to_owned(),
                targets: vec![target(&"nine days ".repeat(20)), target("")],
                tags: Vec::new(),
                rating: None,
            },
        }]);
        let rated: Vec<Note> = notes
            .iter()
            .cloned()
            .map(|note| Note {
                rating: Some("Half right".to_owned()),
                ..note
            })
            .collect();
        let rated: Value = serde_json::from_str(&drafts(&rated).unwrap()).unwrap();
        assert_eq!(rated[0]["reviewRating"]["alternateName"], "Half right");
        let json: Value = serde_json::from_str(&drafts(notes.iter()).unwrap()).unwrap();
        assert_eq!(json.as_array().map(Vec::len), Some(1));
        let draft = &json[0];
        assert_eq!(draft["reviewRating"]["alternateName"], "");
        assert_eq!(draft["itemReviewed"]["author"]["name"], "Post");
        let claim = draft["claimReviewed"].as_str().unwrap();
        assert!(claim.chars().count() <= CLAIM && claim.ends_with('…'));
        assert_eq!(draft["datePublished"], "2025-09-05");
    }
}
