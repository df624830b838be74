//! What a page hides by its own style sheet, where plain rules say so for good, and by `aria-hidden`; no more.

use dom_query::{Document, NodeRef};
use rustc_hash::FxHashSet;

/// Elements that hold more than one part in so many of the page's text are never taken to be hidden: scripts
/// show such an element again, and a lost body is the worst error.
const PART: usize = 8;

/// The longest class or id that is looked at, in bytes.
const LONGEST: usize = 100;

/// Classes and ids that are hidden.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    /// `.class` and `#id`.
    names: FxHashSet<String>,
    /// Bytes of text of the whole page.
    all: usize,
}

impl Hidden {
    /// Reads the style sheets inside the page.
    pub(super) fn of(document: &Document) -> Self {
        let sheets = document.select("style");
        let mut names = FxHashSet::default();
        for sheet in sheets.nodes() {
            read(&sheet.text(), &mut names);
        }
        let aria = document.select_single("[aria-hidden=\"true\"]").exists();
        let all = if names.is_empty() && !aria {
            0
        } else {
            document.body().map_or(0, |body| body.text().len())
        };
        Self { names, all }
    }

    /// Returns whether an element is hidden.
    pub(super) fn holds(&self, node: &NodeRef) -> bool {
        if self.all == 0 {
            return false;
        }
        let aria = || {
            node.attr("aria-hidden")
                .is_some_and(|value| &*value == "true")
        };
        (self.names(node) || aria()) && node.text().len() * PART < self.all
    }

    fn names(&self, node: &NodeRef) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let classes = node.attr("class").unwrap_or_default();
        let class = classes
            .split_ascii_whitespace()
            .any(|c| self.names.contains(&format!(".{c}")));
        let id = || {
            node.attr("id")
                .is_some_and(|id| self.names.contains(&format!("#{id}")))
        };
        class || id()
    }
}

/// Collects the classes and ids that rules outside of any condition hide and no other rule shows.
fn read(sheet: &str, names: &mut FxHashSet<String>) {
    let mut shown: Vec<&str> = Vec::new();
    let mut rest = sheet;
    while let Some((selectors, behind)) = rest.split_once('{') {
        let (body, after) = block(behind);
        rest = after;
        let selectors = selectors.rsplit([';', '/']).next().unwrap_or("").trim();
        let flat: String = body.to_lowercase().split_whitespace().collect();
        let hides = flat.contains("display:none") || flat.contains("visibility:hidden");
        if hides && !selectors.starts_with('@') && !body.contains('{') {
            names.extend(
                selectors
                    .split(',')
                    .map(str::trim)
                    .filter(|s| is_plain(s))
                    .map(str::to_owned),
            );
        } else if flat.contains("display:") || flat.contains("visibility:") {
            shown.push(if selectors.starts_with('@') {
                body
            } else {
                selectors
            });
        }
    }
    drop_named(names, &shown);
}

/// Takes away the names that stand in any of the rules, also as the beginning of a longer name.
fn drop_named(names: &mut FxHashSet<String>, rules: &[&str]) {
    for rule in rules {
        for (at, _) in rule.match_indices(['.', '#']) {
            let named = rule.get(at..).unwrap_or("");
            let length = named
                .bytes()
                .skip(1)
                .take(LONGEST)
                .take_while(is_of_name)
                .count();
            for end in 2..=length + 1 {
                names.remove(named.get(..end).unwrap_or(""));
            }
        }
    }
}

/// Returns the body of a rule, with the rules inside it, and what follows.
fn block(text: &str) -> (&str, &str) {
    let mut depth = 1usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (
                text.get(..at).unwrap_or(""),
                text.get(at + 1..).unwrap_or(""),
            );
        }
    }
    (text, "")
}

fn is_plain(selector: &str) -> bool {
    let name = selector.strip_prefix(['.', '#']);
    name.is_some_and(|n| (1..=LONGEST).contains(&n.len()) && n.bytes().all(|b| is_of_name(&b)))
}

fn is_of_name(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(sheet: &str) -> Vec<String> {
        let mut found = FxHashSet::default();
        read(sheet, &mut found);
        let mut found: Vec<String> = found.into_iter().collect();
        found.sort();
        found
    }

    #[test]
    fn only_plain_rules_hide() {
        assert_eq!(
            names(".promo, #box { color:red; display : none }"),
            ["#box", ".promo"]
        );
        assert_eq!(names(".promo{visibility: hidden}"), [".promo"]);
        assert!(names("article .promo{display:none} @media print{.nav{display:none}}").is_empty());
    }

    #[test]
    fn what_another_rule_shows_is_not_hidden() {
        assert!(names(".text{display:none} .ready .text{display:block}").is_empty());
        assert!(names(".text,#a{display:none} .text-b#ab{display:block}").is_empty());
        assert_eq!(names(".text{display:none} .tex{display:block}"), [".text"]);
        assert!(names(".text{visibility:hidden} .text.ready{visibility:visible}").is_empty());
        assert!(names(".text{display:none} @media screen{.text{display:block}}").is_empty());
    }
}
