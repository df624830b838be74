//! What a page states in JSON-LD: the article, wherever it stands in the graph, with its references followed.

use dom_query::{Document, NodeRef};
use serde_json::Value;

/// Types that are articles.
const ARTICLES: [&str; 13] = [
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "SocialMediaPosting",
    "TechArticle",
    "Report",
];
/// Types that are pages of one article or another thing.
const PAGES: [&str; 2] = ["WebPage", "ItemPage"];
/// How deep statements are searched.
const DEPTH: usize = 6;

/// All statements of a page.
#[derive(Debug, Default)]
pub(super) struct Statements(Vec<Value>);

impl Statements {
    /// Reads the statements; what is broken is left out.
    pub(super) fn of(document: &Document) -> Self {
        let scripts = document.select("script[type^=\"application/ld+json\"]");
        Self(scripts.nodes().iter().filter_map(parse).collect())
    }

    /// Returns the first article.
    pub(super) fn article(&self) -> Option<&Value> {
        self.0.iter().find_map(|json| find(json, 0, &is_article))
    }

    /// Returns the first statement about the page itself.
    pub(super) fn page(&self) -> Option<&Value> {
        let is_page = |json: &Value| json.get("@type").is_some_and(|kind| is_type(kind, &PAGES));
        self.0.iter().find_map(|json| find(json, 0, &is_page))
    }

    /// Returns a text at a path from an object, following references; in a list the first entry counts.
    pub(super) fn text(&self, json: &Value, path: &[&str]) -> Option<String> {
        let json = json.as_array().map_or(Some(json), |list| list.first())?;
        match path {
            [] => json
                .as_str()
                .map(str::to_owned)
                .filter(|s| !s.trim().is_empty()),
            [field, rest @ ..] => match json.get(field) {
                Some(inner) => self.text(inner, rest),
                None => self.text(self.referred(json)?.get(field)?, rest),
            },
        }
    }

    /// Returns the object that a mere reference names.
    fn referred(&self, reference: &Value) -> Option<&Value> {
        let id = reference.get("@id")?.as_str()?;
        let stated = |json: &Value| {
            let full = json.as_object().is_some_and(|fields| fields.len() > 1);
            full && json.get("@id").and_then(Value::as_str) == Some(id)
        };
        self.0.iter().find_map(|json| find(json, 0, &stated))
    }

    /// Returns the names of those whom the article names as its authors.
    pub(super) fn authors(&self, article: &Value) -> Vec<String> {
        let name = |author: &Value| {
            self.text(author, &["name"])
                .or_else(|| self.text(author, &[]))
        };
        match article.get("author") {
            Some(Value::Array(list)) => list.iter().filter_map(name).collect(),
            Some(one) => name(one).into_iter().collect(),
            None => Vec::new(),
        }
    }
}

/// Reads a script, also one with raw line ends in its texts or wrapped in a comment.
fn parse(script: &NodeRef) -> Option<Value> {
    let text = script.text();
    let bare = text
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches(|c: char| c == ';' || c.is_whitespace());
    serde_json::from_str(bare).ok().or_else(|| {
        let spaced = bare.replace(|c: char| c.is_control(), " ");
        serde_json::from_str(&spaced).ok()
    })
}

/// Returns the first object that passes the test; lists of other stories are not searched.
fn find<'a>(json: &'a Value, depth: usize, test: &dyn Fn(&Value) -> bool) -> Option<&'a Value> {
    if depth > DEPTH {
        return None;
    }
    match json {
        Value::Array(list) => list.iter().find_map(|entry| find(entry, depth + 1, test)),
        Value::Object(_) if test(json) => Some(json),
        Value::Object(fields) => [
            "@graph",
            "mainEntity",
            "mainEntityOfPage",
            "publisher",
            "author",
            "isPartOf",
        ]
        .iter()
        .find_map(|field| find(fields.get(*field)?, depth + 1, test)),
        _ => None,
    }
}

fn is_article(json: &Value) -> bool {
    json.get("@type")
        .is_some_and(|kind| is_type(kind, &ARTICLES))
}

fn is_type(kind: &Value, types: &[&str]) -> bool {
    match kind {
        Value::String(name) => types.contains(&name.rsplit(['/', ':']).next().unwrap_or(name)),
        Value::Array(names) => names.iter().any(|name| is_type(name, types)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statements(json: &str) -> Statements {
        Statements::of(&Document::from(format!(
            "<script type='application/ld+json; charset=utf-8'>{json}</script>"
        )))
    }

    #[test]
    fn an_article_is_found_in_lists_and_graphs_and_its_references_are_followed() {
        let found = statements(
            r##"[{"@type":"BreadcrumbList","itemListElement":[{"@type":"Article","headline":"Another story"}]},
            {"@graph":[{"@type":"Organization","@id":"#us","name":"Ostwire"},{"@type":"Person","@id":"#ona","name":"Ona Brill"},
            {"@type":["WebPage"],"mainEntity":{"@type":"schema:NewsArticle","headline":["Ferry sails"],"publisher":{"@id":"#us"},
            "author":[{"@id":"#ona"},"Jan Ros"]}}]}]"##,
        );
        let article = found.article().unwrap();
        assert_eq!(
            found.text(article, &["headline"]).as_deref(),
            Some("Ferry sails")
        );
        assert_eq!(
            found.text(article, &["publisher", "name"]).as_deref(),
            Some("Ostwire")
        );
        assert_eq!(found.authors(article), ["Ona Brill", "Jan Ros"]);
    }

    #[test]
    fn raw_line_ends_and_comments_do_not_hide_a_statement() {
        for json in [
            "<!-- {\"@type\":\"NewsArticle\",\"headline\":\"Ferry\nsails\"}; -->",
            "{\"@type\":\"NewsArticle\",\"headline\":\"Ferry\nsails\"};",
        ] {
            let found = statements(json);
            let headline = found.text(found.article().unwrap(), &["headline"]);
            assert_eq!(headline.as_deref(), Some("Ferry sails"), "{json}");
        }
    }

    #[test]
    fn a_reference_to_itself_ends() {
        let found =
            statements(r##"{"@type":"NewsArticle","publisher":{"@id":"#a","x":{"@id":"#a"}}}"##);
        assert_eq!(
            found.text(found.article().unwrap(), &["publisher", "name"]),
            None
        );
    }
}
