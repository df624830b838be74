//! What a page's own style sheet hides: only what plain rules say for good, no more.

use aho_corasick::AhoCorasick;
use dom_query::{Document, NodeRef};
use rustc_hash::FxHashSet;

/// Elements that hold more than one part in so many of the page's text are never taken to be hidden: scripts
/// show such an element again, and a lost body is the worst error.
const PART: usize = 8;

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
        let all = if names.is_empty() {
            0
        } else {
            document.body().map_or(0, |body| body.text().len())
        };
        Self { names, all }
    }

    /// Returns whether an element is hidden.
    pub(super) fn holds(&self, node: &NodeRef) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let classes = node.attr("class").unwrap_or_default();
        let class = classes
            .split_ascii_whitespace()
            .any(|c| self.names.contains(&format!(".{c}")));
        let named = class
            || node
                .attr("id")
                .is_some_and(|id| self.names.contains(&format!("#{id}")));
        named && node.text().len() * PART < self.all
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
        let hides = flat.contains("display:none");
        if hides && !selectors.starts_with('@') && !body.contains('{') {
            names.extend(
                selectors
                    .split(',')
                    .map(str::trim)
                    .filter(|s| is_plain(s))
                    .map(str::to_owned),
            );
        } else if flat.contains("display:") {
            shown.push(if selectors.starts_with('@') {
                body
            } else {
                selectors
            });
        }
    }
    drop_named(names, &shown);
}

/// Takes away the names that stand in any of the rules; all where there are too many to look for together.
fn drop_named(names: &mut FxHashSet<String>, rules: &[&str]) {
    let list: Vec<&String> = names.iter().collect();
    let Ok(automaton) = AhoCorasick::new(&list) else {
        names.clear();
        return;
    };
    let mut named = vec![false; list.len()];
    for rule in rules {
        for found in automaton.find_overlapping_iter(rule) {
            if let Some(named) = named.get_mut(found.pattern().as_usize()) {
                *named = true;
            }
        }
    }
    let all = list.iter().zip(named).filter(|(_, named)| !named);
    let kept = all.map(|(name, _)| (*name).clone()).collect();
    *names = kept;
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
    name.is_some_and(|n| {
        !n.is_empty()
            && n.chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    })
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
        assert!(names("article .promo{display:none} @media print{.nav{display:none}}").is_empty());
    }

    #[test]
    fn what_another_rule_shows_is_not_hidden() {
        assert!(names(".text{display:none} .ready .text{display:block}").is_empty());
        assert!(names(".text{display:none} @media screen{.text{display:block}}").is_empty());
    }
}
