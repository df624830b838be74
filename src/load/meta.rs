//! What a page states about itself: JSON-LD, then Open Graph, then other names, then `time`, then its address.

use dom_query::{Document, NodeRef};
use serde_json::Value;

use crate::document::{Found, Header, header};

/// Types of JSON-LD that are articles.
const ARTICLES: [&str; 8] = [
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "BlogPosting",
    "Report",
];
/// How deep JSON-LD is searched.
const DEPTH: usize = 4;

/// Reads the facts that a page states, each with its source.
pub(super) fn read(document: &Document) -> Header {
    let article = json_ld(document);
    let metas = metas(document);
    let ld = |path: &[&str]| article.as_ref().and_then(|a| string(a, path));
    let named = |names: &[&'static str]| first(&metas, names);
    let outlet = ld(&["publisher", "name"])
        .and_then(|v| fact(&v, "json-ld"))
        .or_else(|| named(&["og:site_name"]))
        .or_else(|| {
            named(&[
                "application-name",
                "dc.publisher",
                "dcterms.publisher",
                "copyright-holder",
            ])
        });
    let title = ld(&["headline"])
        .or_else(|| ld(&["name"]))
        .and_then(|v| fact(&v, "json-ld"))
        .or_else(|| named(&["og:title"]))
        .or_else(|| {
            named(&[
                "parsely-title",
                "sailthru.title",
                "dc.title",
                "dcterms.title",
                "twitter:title",
            ])
        })
        .or_else(|| element(document, "title", "title element"))
        .map(|title| without_site(title, outlet.as_ref()));
    let url = ld(&["url"])
        .or_else(|| ld(&["mainEntityOfPage", "@id"]))
        .or_else(|| ld(&["mainEntityOfPage"]))
        .filter(|v| is_address(v))
        .and_then(|v| fact(&v, "json-ld"))
        .or_else(|| canonical(document))
        .or_else(|| named(&["og:url"]).filter(|f| is_address(&f.value)));
    let date = ld(&["datePublished"])
        .and_then(|v| day(&v, "json-ld"))
        .or_else(|| named_day(&metas))
        .or_else(|| time(document))
        .or_else(|| day_of_address(url.as_ref()?));
    Header {
        title,
        outlet,
        date,
        url,
        authors: authors(article.as_ref(), &metas),
    }
}

/// Returns a fact without the entities that some pages leave in their statements.
fn fact(value: &str, from: &'static str) -> Option<Found> {
    if value.contains('&') && value.contains(';') {
        return header::found(&Document::fragment(value).text(), from);
    }
    header::found(value, from)
}

fn day(value: &str, from: &'static str) -> Option<Found> {
    header::found(&header::day(value)?, from)
}

pub(super) fn is_address(value: &str) -> bool {
    value.starts_with("https://") || value.starts_with("http://")
}

/// Returns the first article among the page's JSON-LD.
fn json_ld(document: &Document) -> Option<Value> {
    let scripts = document.select("script[type=\"application/ld+json\"]");
    scripts.nodes().iter().find_map(|script| {
        let text = script.text();
        let json: Value = serde_json::from_str(text.trim()).ok()?;
        article(&json, 0).cloned()
    })
}

fn article(json: &Value, depth: usize) -> Option<&Value> {
    if depth > DEPTH {
        return None;
    }
    match json {
        Value::Array(list) => list.iter().find_map(|entry| article(entry, depth + 1)),
        Value::Object(fields) => {
            if fields.get("@type").is_some_and(is_article) {
                return Some(json);
            }
            ["@graph", "mainEntity", "mainEntityOfPage"]
                .iter()
                .find_map(|f| article(fields.get(*f)?, depth + 1))
        }
        _ => None,
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(name) => ARTICLES.contains(&name.rsplit('/').next().unwrap_or(name)),
        Value::Array(names) => names.iter().any(is_article),
        _ => false,
    }
}

/// Returns a text at a path; in a list the first entry counts.
fn string(json: &Value, path: &[&str]) -> Option<String> {
    let json = json.as_array().map_or(Some(json), |list| list.first())?;
    match path {
        [] => json
            .as_str()
            .map(str::to_owned)
            .filter(|s| !s.trim().is_empty()),
        [field, rest @ ..] => string(json.get(field)?, rest),
    }
}

/// Returns what the `meta` elements say: lower-case names with values, in order.
fn metas(document: &Document) -> Vec<(String, String)> {
    let elements = document.select("meta[content]");
    let named = elements.nodes().iter().filter_map(|meta| {
        let name = ["property", "name", "itemprop"]
            .iter()
            .find_map(|key| meta.attr(key))?;
        Some((
            name.trim().to_lowercase(),
            meta.attr("content")?.to_string(),
        ))
    });
    named.collect()
}

fn first(metas: &[(String, String)], names: &[&'static str]) -> Option<Found> {
    names.iter().find_map(|name| {
        let (_, value) = metas
            .iter()
            .find(|(n, v)| n == name && !v.trim().is_empty())?;
        fact(value, name)
    })
}

fn named_day(metas: &[(String, String)]) -> Option<Found> {
    const NAMES: [&str; 17] = [
        "article:published_time",
        "article:published",
        "og:article:published_time",
        "og:published_time",
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date.issued",
        "dc.date",
        "dcterms.date",
        "dcterms.created",
        "pubdate",
        "publish-date",
        "publishdate",
        "publish_date",
        "date",
        "article.published",
    ];
    NAMES.iter().find_map(|name| {
        let (_, value) = metas.iter().find(|(n, _)| n == name)?;
        day(value, name)
    })
}

fn element(document: &Document, name: &str, from: &'static str) -> Option<Found> {
    let found = document.select_single(name);
    let text = found.nodes().first().map(NodeRef::text)?;
    header::found(&text, from)
}

fn canonical(document: &Document) -> Option<Found> {
    let link = document.select_single("link[rel=\"canonical\"]");
    let address = link.nodes().first()?.attr("href")?;
    fact(address.trim(), "canonical link").filter(|f| is_address(&f.value))
}

/// The only day that the page's `time` elements agree on before any other is named.
fn time(document: &Document) -> Option<Found> {
    let times = document.select("time[datetime]");
    let node = times.nodes().first()?;
    day(&node.attr("datetime")?, "time element")
}

/// Returns a day such as `/2025/09/05/` or `/20250905/` in the path of an address.
pub(super) fn day_of_address(url: &Found) -> Option<Found> {
    let parts: Vec<&str> = url.value.split('/').skip(3).collect();
    let figures = |p: &str, n: usize| p.len() == n && p.bytes().all(|b| b.is_ascii_digit());
    let dashed = parts.windows(3).find_map(|w| {
        let [y, m, d] = w else { return None };
        (figures(y, 4) && figures(m, 2) && figures(d, 2)).then(|| format!("{y}-{m}-{d}"))
    });
    let run = || {
        let part = parts.iter().find(|p| figures(p, 8))?;
        Some(format!(
            "{}-{}-{}",
            part.get(..4)?,
            part.get(4..6)?,
            part.get(6..)?
        ))
    };
    day(&dashed.or_else(run)?, "address")
}

/// Cuts the name of the site off a title, only where it is the site's name.
fn without_site(title: Found, outlet: Option<&Found>) -> Found {
    let Some(site) = outlet else {
        return title;
    };
    let cut = title
        .value
        .strip_suffix(site.value.as_str())
        .map(str::trim_end);
    let bare = cut
        .and_then(|t| t.strip_suffix(['|', '-', '–', '—', ':', '·', '•', '/']))
        .map(str::trim_end);
    match bare {
        Some(bare) if !bare.is_empty() => Found {
            value: bare.to_owned(),
            ..title
        },
        _ => title,
    }
}

fn authors(article: Option<&Value>, metas: &[(String, String)]) -> Vec<String> {
    let stated = article.and_then(|a| a.get("author"));
    let mut names: Vec<String> = match stated {
        Some(Value::Array(list)) => list.iter().filter_map(name_of).collect(),
        Some(one) => name_of(one).into_iter().collect(),
        None => Vec::new(),
    };
    if names.is_empty() {
        let meta = [
            "author",
            "article:author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "byl",
        ];
        let found = metas.iter().filter(|(n, v)| {
            meta.contains(&n.as_str()) && !v.contains("://") && !v.trim().is_empty()
        });
        names = found
            .filter_map(|(_, v)| Some(fact(v, "meta")?.value))
            .collect();
    }
    let mut seen: Vec<String> = Vec::new();
    for name in names.into_iter().filter(|n| n.len() <= 120) {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}

fn name_of(author: &Value) -> Option<String> {
    let name = string(author, &["name"]).or_else(|| string(author, &[]))?;
    (!name.contains("://")).then(|| fact(&name, "json-ld").map(|f| f.value))?
}
