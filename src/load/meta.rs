//! What a page states about itself: JSON-LD, then Open Graph, then other names, then `time`, then its address.

use dom_query::{Document, NodeRef};

use crate::document::agree::{is_name_of, same_address, same_day, same_outlet, same_title, weigh};
use crate::document::{Found, Header, header};

use super::json_ld::Statements;
use super::own_time;

/// What stands between a title and the name of its site.
const DIVIDERS: [&str; 11] = [
    "|", " - ", " – ", " — ", ": ", " :: ", "·", "•", "»", "«", " / ",
];

/// What a page states about itself.
#[derive(Debug, Default)]
pub(super) struct Statement {
    /// The facts, each with its source.
    pub(super) header: Header,
    /// The text of the article; pages rarely state it whole and without markup.
    pub(super) body: Option<String>,
}

/// Reads what a page states about itself.
pub(super) fn read(document: &Document) -> Statement {
    let statements = Statements::of(document);
    let metas = metas(document);
    let article = statements.article();
    let ld = |path: &[&str]| statements.text(article?, path);
    let outlet = weigh(
        outlets(
            &metas,
            ld(&["publisher", "name"]).or_else(|| ld(&["publisher"])),
        ),
        same_outlet,
    );
    let url = weigh(addresses(document, &metas, &ld), same_address);
    let stated = ld(&["headline"]).or_else(|| ld(&["name"]));
    let titles = titles(document, &metas, stated);
    let titles = titles.map(|title| without_site(title, outlet.as_ref(), url.as_ref()));
    let days =
        ld(&["datePublished"]).or_else(|| statements.text(statements.page()?, &["datePublished"]));
    Statement {
        body: ld(&["articleBody"]),
        header: Header {
            title: weigh(titles, same_title),
            date: weigh(days_of(document, &metas, days, url.as_ref()), same_day),
            authors: authors(article.map(|a| statements.authors(a)), &metas),
            outlet,
            url,
        },
    }
}

fn outlets(metas: &[(String, String)], stated: Option<String>) -> impl Iterator<Item = Found> {
    const NAMES: [&str; 4] = [
        "application-name",
        "dc.publisher",
        "dcterms.publisher",
        "copyright-holder",
    ];
    let stated = stated.and_then(|v| fact(&v, "json-ld"));
    let named = [first(metas, &["og:site_name"]), first(metas, &NAMES)];
    let places = std::iter::once(stated).chain(named).flatten();
    places.filter(|f| !is_address(&f.value))
}

fn titles<'a>(
    document: &Document,
    metas: &'a [(String, String)],
    stated: Option<String>,
) -> impl Iterator<Item = Found> + use<'a> {
    const NAMES: [&str; 7] = [
        "parsely-title",
        "sailthru.title",
        "dc.title",
        "dcterms.title",
        "citation_title",
        "headline",
        "twitter:title",
    ];
    let places = [
        stated.and_then(|v| fact(&v, "json-ld")),
        first(metas, &["og:title"]),
        first(metas, &NAMES),
        element(document, "title", "title element"),
    ];
    places.into_iter().flatten()
}

fn addresses(
    document: &Document,
    metas: &[(String, String)],
    ld: &dyn Fn(&[&str]) -> Option<String>,
) -> impl Iterator<Item = Found> {
    let paths: [&[&str]; 3] = [
        &["url"],
        &["mainEntityOfPage", "@id"],
        &["mainEntityOfPage"],
    ];
    let stated = paths
        .iter()
        .filter_map(|path| ld(path))
        .find(|v| is_address(v));
    let places = [
        stated.and_then(|v| fact(&v, "json-ld")),
        canonical(document),
        first(metas, &["og:url"]),
    ];
    places
        .into_iter()
        .flatten()
        .filter(|f| is_address(&f.value))
}

fn days_of(
    document: &Document,
    metas: &[(String, String)],
    stated: Option<String>,
    url: Option<&Found>,
) -> impl Iterator<Item = Found> {
    let places = [
        stated.and_then(|v| day(&v, "json-ld")),
        named_day(metas),
        own_time::read(document),
        url.and_then(day_of_address),
    ];
    places.into_iter().flatten()
}

/// Returns a fact without the entities that some pages leave in their statements.
fn fact(value: &str, from: &'static str) -> Option<Found> {
    if value.contains('&') && value.contains(';') {
        return header::found(&Document::fragment(value).text(), from);
    }
    header::found(value, from)
}

/// Returns the day that a statement names, as a fact.
pub(super) fn day(value: &str, from: &'static str) -> Option<Found> {
    let compact = value
        .get(..8)
        .filter(|v| v.bytes().all(|b| b.is_ascii_digit()));
    let further = value
        .get(8..)
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    match compact {
        Some(day) if !further => header::day(&dashed(day)).and_then(|d| header::found(&d, from)),
        _ => header::found(&header::day(value)?, from),
    }
}

/// Returns eight figures as year, month and day.
fn dashed(figures: &str) -> String {
    let part = |range| figures.get(range).unwrap_or("");
    format!("{}-{}-{}", part(0..4), part(4..6), part(6..8))
}

pub(super) fn is_address(value: &str) -> bool {
    value.starts_with("https://") || value.starts_with("http://")
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

/// Returns a day such as `/2025/09/05/` or `/20250905/` in the path of an address.
pub(super) fn day_of_address(url: &Found) -> Option<Found> {
    let parts: Vec<&str> = url.value.split('/').skip(3).collect();
    let figures = |p: &str, n: usize| p.len() == n && p.bytes().all(|b| b.is_ascii_digit());
    let apart = parts.windows(3).find_map(|w| {
        let [y, m, d] = w else { return None };
        (figures(y, 4) && figures(m, 2) && figures(d, 2)).then(|| format!("{y}-{m}-{d}"))
    });
    let run = || {
        let run = parts.iter().find(|p| figures(p, 8))?;
        Some(dashed(run))
    };
    day(&apart.or_else(run)?, "address")
}

/// Cuts the name of the site off either end of a title, only where it is the site's name: that of the outlet, by
/// any place that states it, or of its host.
fn without_site(title: Found, outlet: Option<&Found>, url: Option<&Found>) -> Found {
    let is_site = |part: &str| {
        let names = outlet
            .into_iter()
            .flat_map(|f| std::iter::once(f).chain(&f.also));
        let stated = names.into_iter().any(|name| is_name_of(&name.value, part));
        !part.trim().is_empty() && (stated || url.is_some_and(|url| is_host(&url.value, part)))
    };
    let bare = DIVIDERS.iter().find_map(|divider| {
        let behind = title
            .value
            .rsplit_once(divider)
            .filter(|(_, site)| is_site(site))
            .map(|(bare, _)| bare);
        let before = || {
            title
                .value
                .split_once(divider)
                .filter(|(site, _)| is_site(site))
                .map(|(_, bare)| bare)
        };
        behind
            .or_else(before)
            .map(str::trim)
            .filter(|bare| !bare.is_empty())
    });
    match bare.map(str::to_owned) {
        Some(value) => Found { value, ..title },
        None => title,
    }
}

/// Returns whether a name is a part of the host, as `Ost Wire` of `www.ostwire.example`.
fn is_host(address: &str, name: &str) -> bool {
    let host = address.split('/').nth(2).unwrap_or("").to_lowercase();
    let joined: String = name
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let whole: String = host
        .trim_start_matches("www.")
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    joined.len() >= 2
        && (whole == joined
            || host
                .split('.')
                .rev()
                .skip(1)
                .any(|part| part.replace('-', "") == joined))
}

fn authors(stated: Option<Vec<String>>, metas: &[(String, String)]) -> Vec<String> {
    const NAMES: [&str; 6] = [
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "byl",
    ];
    let mut names = stated.unwrap_or_default();
    if names.is_empty() {
        let named = metas
            .iter()
            .filter(|(name, _)| NAMES.contains(&name.as_str()));
        names = named.map(|(_, value)| value.clone()).collect();
    }
    let mut seen: Vec<String> = Vec::new();
    let names = names
        .iter()
        .filter(|name| name.len() <= 120 && !name.contains("://"));
    for name in names.filter_map(|name| Some(fact(name, "meta")?.value)) {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(head: &str, body: &str) -> Header {
        let page = format!("<html><head>{head}</head><body>{body}</body></html>");
        read(&Document::from(page)).header
    }

    /// Value and place, then those of the others.
    type Shown = (String, &'static str, Vec<(String, &'static str)>);

    fn shown(found: Option<Found>) -> Option<Shown> {
        let beside = |f: Found| (f.value, f.from);
        found.map(|f| (f.value, f.from, f.also.into_iter().map(beside).collect()))
    }

    fn date(head: &str, body: &str) -> Option<(String, &'static str)> {
        header(head, body).date.map(|f| (f.value, f.from))
    }

    #[test]
    fn each_source_gives_the_date_where_stronger_ones_are_silent() {
        let ld = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"datePublished\":\"2025-10-03T23:30:00-05:00\"}</script>";
        let page = "<script type=application/ld+json>{\"@graph\":[{\"@type\":\"WebPage\",\"datePublished\":\"2025-10-03\"}]}</script>";
        let url = "<link rel=canonical href=https://ostwire.example/2025/10/03/ferry>";
        let run = "<link rel=canonical href=https://ostwire.example/20251003/ferry>";
        for (head, body, from) in [
            (ld, "", "json-ld"),
            (page, "", "json-ld"),
            (
                "<meta property=article:published_time content=2025-10-03T08:00+09:00>",
                "",
                "article:published_time",
            ),
            (
                "<meta name=DC.date.issued content=20251003>",
                "",
                "dc.date.issued",
            ),
            (
                "<meta name=parsely-pub-date content='Fri, 03 Oct 2025 08:00:00 GMT'>",
                "",
                "parsely-pub-date",
            ),
            (
                "",
                "<article><h1>Ferry</h1><time datetime=2025-10-03>today</time></article>",
                "time element",
            ),
            (url, "", "address"),
            (run, "", "address"),
        ] {
            assert_eq!(
                date(head, body),
                Some(("2025-10-03".to_owned(), from)),
                "{head}{body}"
            );
        }
    }

    #[test]
    fn a_day_that_may_be_a_month_is_not_known() {
        let meta = |day: &str| date(&format!("<meta name=date content='{day}'>"), "");
        assert_eq!(meta("05/09/2025"), None);
        assert_eq!(
            meta("25/09/2025").map(|d| d.0).as_deref(),
            Some("2025-09-25")
        );
        assert_eq!(
            meta("09/25/2025").map(|d| d.0).as_deref(),
            Some("2025-09-25")
        );
        assert_eq!(meta("202510031"), None);
    }

    #[test]
    fn the_time_of_a_teaser_is_not_the_articles() {
        let teaser = "<article><h2>Herring</h2><time datetime=2025-09-01></time></article>";
        let aside = "<aside><time datetime=2025-09-02></time></aside>";
        let own = "<div><h1>Ferry</h1></div><div><p><time datetime=2025-10-03></time></p></div>";
        assert_eq!(
            date("", &format!("{aside}{teaser}<main><h1>Ferry</h1></main>")),
            None
        );
        let found = date("", &format!("{aside}<main>{own}</main>{teaser}"));
        assert_eq!(found.map(|d| d.0).as_deref(), Some("2025-10-03"));
        let list = "<time datetime=2025-09-01></time><time datetime=2025-09-02></time>";
        assert_eq!(
            date("", &format!("<div><h1>Ferry</h1></div><div>{list}</div>")),
            None
        );
    }

    #[test]
    fn sources_that_disagree_stand_beside_the_strongest() {
        let found = header(
            "<title>Ferry will sail | Ostwire</title><meta property=og:title content='Ferry sails &amp;amp; stays'>\
            <meta property=og:site_name content=Ostwire><meta name=application-name content='The Herald'>\
            <meta property=article:published_time content=2025-10-03><meta name=date content=2025-10-03>\
            <link rel=canonical href=https://ostwire.example/2025/10/02/ferry/>\
            <meta property=og:url content=http://www.ostwire.example/2025/10/02/ferry?from=feed>",
            "",
        );
        let named = |value: &str, from| (value.to_owned(), from);
        let title = Some((
            "Ferry sails & stays".to_owned(),
            "og:title",
            vec![named("Ferry will sail", "title element")],
        ));
        assert_eq!(shown(found.title), title);
        let outlet = Some((
            "Ostwire".to_owned(),
            "og:site_name",
            vec![named("The Herald", "application-name")],
        ));
        assert_eq!(shown(found.outlet), outlet);
        let date = Some((
            "2025-10-03".to_owned(),
            "article:published_time",
            vec![named("2025-10-02", "address")],
        ));
        assert_eq!(shown(found.date), date);
        assert_eq!(shown(found.url).map(|f| f.2), Some(Vec::new()));
    }

    #[test]
    fn only_the_name_of_the_site_is_cut_off_a_title() {
        let title = |title: &str| {
            let head = format!(
                "<title>{title}</title><meta property=og:site_name content=Ostwire><link rel=canonical href=https://www.owire.example/a>"
            );
            header(&head, "").title.map(|f| f.value)
        };
        for whole in [
            "Ferry sails | Ostwire",
            "Ferry sails - OSTWIRE News",
            "Ostwire | Ferry sails",
            "Ferry sails • owire.example",
            "Ferry sails — OWire",
        ] {
            assert_eq!(title(whole).as_deref(), Some("Ferry sails"), "{whole}");
        }
        for whole in [
            "Ferry sails - at last",
            "Ferry sails: Ostwire poll",
            "Ostwire",
            "Why Ostwire | sails",
        ] {
            assert_eq!(title(whole).as_deref(), Some(whole));
        }
    }

    #[test]
    fn a_page_that_states_nothing_has_no_facts() {
        let found = header("", "<p>The ferry sails.</p>");
        assert_eq!(
            (found.title, found.outlet, found.date, found.url),
            (None, None, None, None)
        );
    }
}
