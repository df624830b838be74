//! The fields of articles in JSON: one table, in order of precedence, and how their values are read.
//!
//! The names are those of ninjs, trafilatura, news-please, schema.org, JSON Feed, and of the exports of usual
//! news archives and editing systems.

use serde_json::Value;

use crate::document::header::{day as day_in, found};
use crate::document::{Found, Header};
use crate::text::sanitize;

use super::article::{Article, Body};
use super::language;

/// The words. A dot leads into an object, `[]` says that a list is usual there.
const BODY: &[&str] = &[
    "text",
    "body",
    "maintext",
    "content",
    "content_text",
    "raw_text",
    "article",
    "articleBody",
    "body_text",
    "full_text",
    "bodies[].value",
    "body_xhtml",
    "body_html",
    "content_html",
    "content.rendered",
    "fields.bodyText",
    "fields.body",
    "article.articleBody",
    "article.text",
];
const TITLE: &[&str] = &[
    "title",
    "headline",
    "headlines[].value",
    "title.rendered",
    "headline.main",
    "webTitle",
];
const DATE: &[&str] = &[
    "date",
    "date_publish",
    "published",
    "published_date",
    "datePublished",
    "date_published",
    "publish_date",
    "publishedAt",
    "published_at",
    "pubDate",
    "pub_date",
    "webPublicationDate",
    "versioncreated",
    "versionCreated",
];
const OUTLET: &[&str] = &[
    "outlet",
    "source",
    "sitename",
    "site_name",
    "source-hostname",
    "hostname",
    "source_domain",
    "publisher",
    "publisher.name",
    "publisher[].name",
    "source.name",
    "infosources[].name",
    "publication",
];
const ADDRESS: &[&str] = &[
    "url",
    "link",
    "uri",
    "canonical_url",
    "webUrl",
    "web_url",
    "mainEntityOfPage",
    "mainEntityOfPage.@id",
    "source",
];
const LANGUAGE: &[&str] = &["language", "lang", "inLanguage"];
const IDENTITY: &[&str] = &["id", "_id", "guid", "identifier", "uri"];
const AUTHORS: &[&str] = &[
    "authors[]",
    "authors[].name",
    "author[]",
    "author[].name",
    "byline",
    "by",
];

/// Fields whose value is the name of a host: less than a name, and no contradiction to one.
const HOSTS: &[&str] = &["source-hostname", "hostname", "source_domain"];

/// Returns what a record states, and the field that has its words; `None` where none has.
pub(super) fn article(record: &Value) -> Option<(Article, &'static str)> {
    let (words, field) = BODY
        .iter()
        .find_map(|field| Some((words(record, field)?, *field)))?;
    let identity = first(record, IDENTITY);
    let article = Article {
        source_id: identity.map(|id| sanitize::line(id.trim()).into_owned()),
        header: header(record),
        language: language(record),
        body: if is_markup(&words) {
            Body::Markup(words)
        } else {
            Body::Text(words)
        },
    };
    Some((article, field))
}

/// Returns the facts that a record states about its article.
pub(super) fn header(record: &Value) -> Header {
    Header {
        title: facts(record, TITLE, |text| Some(text.to_owned())),
        outlet: facts(record, OUTLET, |text| {
            (address(text).is_none()).then(|| text.to_owned())
        }),
        date: facts(record, DATE, day),
        url: facts(record, ADDRESS, address),
        authors: authors(record),
    }
}

/// Returns the language that a record states.
pub(super) fn language(record: &Value) -> Option<String> {
    language::of_tag(&first(record, LANGUAGE)?)
}

/// Returns the names of the fields that may have the words, for messages.
pub(super) fn names_of_words() -> String {
    BODY.join(", ")
}

/// Returns the values at a path; lists on the way are gone through.
fn values<'a>(record: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut found = vec![record];
    for step in path.split('.') {
        let name = step.trim_end_matches("[]");
        let inside = found.into_iter().filter_map(|value| value.get(name));
        found = inside.flat_map(members).collect();
    }
    found
}

fn members(value: &Value) -> &[Value] {
    match value {
        Value::Array(members) => members,
        one => std::slice::from_ref(one),
    }
}

/// Returns the words of a field: a text, or the paragraphs of a list.
fn words(record: &Value, field: &str) -> Option<String> {
    let found = values(record, field);
    let mut texts = found
        .iter()
        .filter_map(|value| value.as_str())
        .filter(|text| text.contains(char::is_alphanumeric));
    // Of several bodies each is the whole article in another form; a list elsewhere is one of paragraphs.
    let joined = if field.contains("[]") {
        texts.next()?.to_owned()
    } else {
        texts.collect::<Vec<_>>().join("\n\n")
    };
    (!joined.is_empty()).then_some(joined)
}

/// Returns whether a text is markup: by the tags that paragraphs have.
fn is_markup(text: &str) -> bool {
    const TAGS: [&str; 8] = ["</", "<p>", "<p ", "<br>", "<br/", "<br ", "<div", "<img"];
    TAGS.iter().any(|tag| text.contains(tag))
        || (text.contains('<')
            && TAGS
                .iter()
                .any(|tag| text.to_ascii_lowercase().contains(tag)))
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn first(record: &Value, fields: &[&str]) -> Option<String> {
    let mut found = fields.iter().flat_map(|field| values(record, field));
    found.find_map(text_of)
}

/// Returns the fact of the first field that states it, with the others that state something else.
fn facts(
    record: &Value,
    fields: &[&'static str],
    read: impl Fn(&str) -> Option<String>,
) -> Option<Found> {
    let mut stated = fields.iter().filter_map(|field| {
        let texts = values(record, field).into_iter().filter_map(text_of);
        let value = texts.filter_map(|text| read(&text)).next()?;
        found(&value, field)
    });
    let mut first = stated.next()?;
    for other in stated {
        let same = |known: &Found| known.value.eq_ignore_ascii_case(&other.value);
        if !HOSTS.contains(&other.from) && !same(&first) && !first.also.iter().any(same) {
            first.also.push(other);
        }
    }
    Some(first)
}

/// Returns an address; a `source` may be one, and is then no name of an outlet.
fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let stated = lower.starts_with("http://") || lower.starts_with("https://");
    (stated && !text.contains(char::is_whitespace)).then(|| text.to_owned())
}

/// Returns the day of a date in words or figures, or of seconds or milliseconds since 1970.
fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let Ok(number) = text.parse::<f64>() else {
        return day_in(&spaced(text)).or_else(|| day_in(text));
    };
    if text.len() == 8 {
        return day_in(&hyphened(text)?);
    }
    let seconds = match number.abs() {
        1e8..1e11 => number,
        1e11..1e14 => number / 1000.0,
        _ => return None,
    };
    let time = jiff::Timestamp::from_second(seconds as i64).ok()?;
    day_in(&time.to_string())
}

/// Returns `20250905T093000` with the hyphens that its day lacks.
fn spaced(text: &str) -> String {
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    match hyphened(text).filter(|_| figures == 8) {
        Some(day) => day,
        None => text.to_owned(),
    }
}

fn hyphened(text: &str) -> Option<String> {
    let (year, month, day) = (text.get(..4)?, text.get(4..6)?, text.get(6..8)?);
    Some(format!("{year}-{month}-{day}"))
}

fn authors(record: &Value) -> Vec<String> {
    let names = |field: &&str| -> Vec<String> {
        let texts = values(record, field).into_iter().filter_map(Value::as_str);
        let names = texts.flat_map(|text| text.split(';'));
        let bare = names.map(|name| {
            let name = name.trim();
            let of = name
                .split_at_checked(3)
                .filter(|(by, _)| by.eq_ignore_ascii_case("by "));
            of.map_or(name, |(_, name)| name).trim()
        });
        bare.filter(|name| !name.is_empty())
            .map(|name| sanitize::line(name).into_owned())
            .collect()
    };
    let mut all = AUTHORS.iter().map(names);
    all.find(|names| !names.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(record: &Value) -> (Article, &'static str) {
        article(record).unwrap()
    }

    fn fact(found: &Option<Found>) -> Option<(&str, &str)> {
        found.as_ref().map(|f| (f.value.as_str(), f.from))
    }

    #[test]
    fn the_names_of_ninjs_are_known() {
        let (article, field) = read(&json!({
            "uri": "urn:ost:12", "versioncreated": "2025-10-03T08:00:00Z", "byline": "By Ona Brill",
            "headlines": [{"role": "main", "value": "Ferry sails"}, {"role": "short", "value": "Ferry"}],
            "bodies": [{"contentType": "text/html", "value": "<p>It sailed.</p>"}, {"value": "It sailed."}],
            "infosources": [{"name": "Ostwire"}], "language": "en-GB"
        }));
        assert_eq!(field, "bodies[].value");
        assert!(matches!(&article.body, Body::Markup(words) if words == "<p>It sailed.</p>"));
        assert_eq!(
            fact(&article.header.title),
            Some(("Ferry sails", "headlines[].value"))
        );
        assert_eq!(
            fact(&article.header.date),
            Some(("2025-10-03", "versioncreated"))
        );
        assert_eq!(
            fact(&article.header.outlet),
            Some(("Ostwire", "infosources[].name"))
        );
        assert_eq!(article.header.url, None);
        assert_eq!(article.source_id.as_deref(), Some("urn:ost:12"));
        assert_eq!(article.header.authors, ["Ona Brill"]);
        assert_eq!(article.language.as_deref(), Some("en"));
    }

    #[test]
    fn the_names_of_other_programs_are_known() {
        let (article, field) = read(&json!({
            "maintext": "It sailed.", "date_publish": "2025-10-03 08:00:00", "source_domain": "ostwire.example",
            "authors": ["Ona Brill", "Tam Reed"], "title": "Ferry sails", "url": "https://ostwire.example/a"
        }));
        assert_eq!(field, "maintext");
        assert_eq!(
            fact(&article.header.outlet),
            Some(("ostwire.example", "source_domain"))
        );
        assert_eq!(article.header.authors, ["Ona Brill", "Tam Reed"]);
        let (article, field) = read(&json!({
            "@type": "NewsArticle", "articleBody": "It sailed.", "datePublished": "2025-10-03",
            "author": [{"@type": "Person", "name": "Ona Brill"}], "publisher": {"name": "Ostwire"},
            "mainEntityOfPage": {"@id": "https://ostwire.example/a"}, "headline": "Ferry sails"
        }));
        assert_eq!(field, "articleBody");
        assert_eq!(
            fact(&article.header.outlet),
            Some(("Ostwire", "publisher.name"))
        );
        assert_eq!(
            fact(&article.header.url),
            Some(("https://ostwire.example/a", "mainEntityOfPage.@id"))
        );
        assert_eq!(article.header.authors, ["Ona Brill"]);
    }

    #[test]
    fn a_source_that_is_an_address_is_no_outlet() {
        let (article, _) = read(&json!({
            "text": "It sailed.", "source": "https://ostwire.example/a", "source-hostname": "ostwire.example"
        }));
        assert_eq!(
            fact(&article.header.url),
            Some(("https://ostwire.example/a", "source"))
        );
        assert_eq!(
            fact(&article.header.outlet),
            Some(("ostwire.example", "source-hostname"))
        );
    }

    #[test]
    fn the_first_field_with_words_has_the_words() {
        let (article, field) =
            read(&json!({"text": " \n", "raw_text": ["It sailed.", "It rained."]}));
        assert_eq!(field, "raw_text");
        assert!(matches!(&article.body, Body::Text(words) if words == "It sailed.\n\nIt rained."));
        assert!(super::article(&json!({"title": "Ferry sails", "text": 12})).is_none());
    }

    #[test]
    fn fields_that_disagree_are_all_told() {
        let (article, _) = read(&json!({
            "text": "It sailed.", "title": "Ferry sails", "headline": "Ferry sails again",
            "sitename": "Ostwire", "hostname": "ostwire.example",
            "date": "2025-10-03", "datePublished": "2025-10-04T01:00:00Z", "publishedAt": "2025-10-03"
        }));
        let also = |found: &Option<Found>| {
            let also = found.as_ref().map(|f| f.also.clone()).unwrap_or_default();
            also.iter()
                .map(|f| (f.value.clone(), f.from))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            also(&article.header.title),
            [("Ferry sails again".to_owned(), "headline")]
        );
        assert_eq!(
            also(&article.header.date),
            [("2025-10-04".to_owned(), "datePublished")]
        );
        assert_eq!(also(&article.header.outlet), []);
    }

    #[test]
    fn days_are_read_in_the_forms_of_programs() {
        for text in [
            "2025-10-03T08:00:00+02:00",
            "2025-10-03 08:00:00",
            "20251003",
            "20251003T080000Z",
            "Fri, 03 Oct 2025 08:00:00 GMT",
            "1759478400",
            "1759478400000",
        ] {
            assert_eq!(day(text).as_deref(), Some("2025-10-03"), "{text}");
        }
        for text in ["7", "soon", "20259903", "99999999999999999"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
