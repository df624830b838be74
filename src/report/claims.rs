//! Notes as drafts of ClaimReview (schema.org): what was claimed, by whom, where. The rating is the person's
//! own, in their words, and stays empty where there is none; nothing here judges.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::handed::{Handed, stand, value};
use crate::notes::{Operation, OperationId, Standing, Target};

/// How long the words of a claim should be at most, in code points.
const CLAIM: usize = 75;

/// Returns a draft for every place with a quotation, of notes and of what a person made of conflicts. What the
/// standard has no words for stands under `variorum`.
///
/// # Errors
/// Never in practice: every part is text.
pub fn drafts(handed: &Handed) -> serde_json::Result<String> {
    let mut drafts = Vec::new();
    for note in &handed.notes {
        let quoted = note
            .targets
            .iter()
            .enumerate()
            .filter(|(_, t)| t.is_quoted());
        for (number, target) in quoted {
            let about = About {
                id: &note.id.0,
                at: note.at,
                by: note.by.as_deref(),
                text: &note.text,
                rating: note.rating.as_deref(),
            };
            let mut draft = draft(&about, target);
            if let Some(became) = handed.became(note, number) {
                draft["variorum"] = value(&became);
            }
            drafts.push(draft);
        }
    }
    for choice in &handed.conflicts {
        drafts.extend(
            stand(choice)
                .map(|own| of_conflict(choice, own))
                .into_iter()
                .flatten(),
        );
    }
    serde_json::to_string_pretty(&drafts).map(|json| json + "\n")
}

/// Returns the drafts for the two places of a conflict, each with where the person stands and the other words.
fn of_conflict(choice: &Operation, own: (Standing, &[Target; 2], &str)) -> [Value; 2] {
    let (standing, ends, text) = own;
    let [one, other] = ends;
    [(one, other), (other, one)].map(|(target, against)| {
        let about = About {
            id: &choice.id,
            at: choice.at,
            by: choice.by.as_deref(),
            text,
            rating: None,
        };
        let mut draft = draft(&about, target);
        draft["variorum"] = json!({"conflict": standing.name(), "against": against.quote.exact});
        draft
    })
}

/// What a draft says of a claim.
struct About<'a> {
    id: &'a OperationId,
    at: Timestamp,
    by: Option<&'a str>,
    text: &'a str,
    rating: Option<&'a str>,
}

fn draft(about: &About, target: &Target) -> Value {
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
        "identifier": about.id,
        "url": "",
        "claimReviewed": short,
        "datePublished": about.at.strftime("%Y-%m-%d").to_string(),
        "reviewBody": about.text,
        "reviewRating": {"@type": "Rating", "alternateName": about.rating.unwrap_or_default()},
        "itemReviewed": reviewed,
    });
    if let Some(by) = about.by {
        draft["author"] = json!({"@type": "Person", "name": by});
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::{Change, Note, NoteSet, Quote, Source};

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
        let rated: Value = serde_json::from_str(
            &drafts(&Handed::new(rated.iter().collect(), &notes, None)).unwrap(),
        )
        .unwrap();
        assert_eq!(rated[0]["reviewRating"]["alternateName"], "Half right");
        let json: Value = serde_json::from_str(
            &drafts(&Handed::new(notes.iter().collect(), &notes, None)).unwrap(),
        )
        .unwrap();
        assert_eq!(json.as_array().map(Vec::len), Some(1));
        let draft = &json[0];
        assert_eq!(draft["reviewRating"]["alternateName"], "");
        assert_eq!(draft["itemReviewed"]["author"]["name"], "Post");
        let claim = draft["claimReviewed"].as_str().unwrap();
        assert!(claim.chars().count() <= CLAIM && claim.ends_with('…'));
        assert_eq!(draft["datePublished"], "2025-09-05");
    }
}
