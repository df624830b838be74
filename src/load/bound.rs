//! Whether a page is small and flat enough to be parsed: counted on its characters, before any tree is built.
//!
//! A parser walks up the open elements at every tag, and rebuilds formatting elements that were left open at
//! every paragraph; both make small files that nest cost gigabytes or hours.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{Limits, LoadError};

/// Elements without content, and those that end by themselves where the next of their kind begins.
const SHORT: &str = "area base br col embed hr img input link meta param source track wbr \
    p li dt dd option tr td th tbody thead tfoot colgroup html head body rp rt optgroup";
/// Elements that the parser opens again in the next block when they were left open.
const FORMATTING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// Elements whose content is not markup.
const RAW: &str = "script style textarea title noscript iframe xmp noembed noframes";

/// What the name of an element says of how long it stays open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Not beyond the next element.
    Short,
    /// Until its end, and its content is not markup.
    Raw,
    /// Until its end, and opened again in the next block; its number among those.
    Formatting(usize),
    /// Until its end.
    Open,
}

fn kind(name: &str) -> Kind {
    static KINDS: LazyLock<FxHashMap<&'static str, Kind>> = LazyLock::new(|| {
        let of =
            |list: &'static str, kind| list.split_ascii_whitespace().map(move |name| (name, kind));
        let formatting = (0..)
            .zip(FORMATTING)
            .map(|(at, name)| (name, Kind::Formatting(at)));
        of(SHORT, Kind::Short)
            .chain(of(RAW, Kind::Raw))
            .chain(formatting)
            .collect()
    });
    let known = if name.bytes().any(|b| b.is_ascii_uppercase()) {
        KINDS.get(name.to_ascii_lowercase().as_str())
    } else {
        KINDS.get(name)
    };
    known.copied().unwrap_or(Kind::Open)
}

/// Refuses a page with more elements, or nested deeper, than the limits.
///
/// # Errors
/// Names the limit that is passed.
pub(super) fn check(page: &str, limits: &Limits) -> Result<(), LoadError> {
    let mut bound = Bound {
        open: Vec::new(),
        formatting: [0; FORMATTING.len()],
        elements: 0,
    };
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = bound.tag(rest.get(at + 1..).unwrap_or(""));
        if bound.open.len() > limits.depth {
            return Err(LoadError::TooDeep {
                limit: limits.depth,
            });
        }
        if bound.elements > limits.elements {
            return Err(LoadError::TooManyElements {
                limit: limits.elements,
            });
        }
    }
    Ok(())
}

struct Bound<'a> {
    /// Names of the elements that are open.
    open: Vec<&'a str>,
    /// How many formatting elements of each name are open.
    formatting: [usize; FORMATTING.len()],
    /// Elements so far, with those that the parser will open again.
    elements: usize,
}

impl<'a> Bound<'a> {
    /// Takes in what stands behind a `<`, and returns the text behind it.
    fn tag(&mut self, text: &'a str) -> &'a str {
        if let Some(comment) = text.strip_prefix("!--") {
            return comment.split_once("-->").map_or("", |(_, rest)| rest);
        }
        let (closing, named) = text
            .strip_prefix('/')
            .map_or((false, text), |named| (true, named));
        let length = named
            .bytes()
            .take_while(|b| b.is_ascii_alphanumeric() || *b == b'-' || *b == b':')
            .count();
        let (name, rest) = named.split_at_checked(length).unwrap_or(("", named));
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return text;
        }
        if closing {
            self.close(name);
            return rest;
        }
        let kind = kind(name);
        self.start(name, kind);
        let Some(end) = rest.find('>') else {
            return "";
        };
        let behind = rest.get(end + 1..).unwrap_or("");
        if kind == Kind::Raw {
            behind_raw(behind, name)
        } else {
            behind
        }
    }

    fn start(&mut self, name: &'a str, kind: Kind) {
        // Each block may open again all formatting elements that were left open.
        self.elements += 1 + self.formatting.iter().sum::<usize>();
        if let Kind::Formatting(at) = kind {
            self.formatting[at] += 1;
        }
        if matches!(kind, Kind::Formatting(_) | Kind::Open) {
            self.open.push(name);
        }
    }

    fn close(&mut self, name: &str) {
        if let Kind::Formatting(at) = kind(name) {
            self.formatting[at] = self.formatting[at].saturating_sub(1);
        }
        if let Some(at) = self
            .open
            .iter()
            .rposition(|open| open.eq_ignore_ascii_case(name))
        {
            self.open.truncate(at);
        }
    }
}

/// Returns the text behind the end of an element whose content is not markup.
fn behind_raw<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once("</") {
        if behind
            .get(..name.len())
            .is_some_and(|n| n.eq_ignore_ascii_case(name))
        {
            return behind;
        }
        rest = behind;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(page: &str) -> Result<(), LoadError> {
        check(page, &Limits::default())
    }

    #[test]
    fn a_hundred_thousand_nested_elements_are_refused_before_parsing() {
        let page = "<div>".repeat(100_000);
        assert!(matches!(checked(&page), Err(LoadError::TooDeep { .. })));
        let mixed = "<div></span><b>".repeat(100_000);
        assert!(checked(&mixed).is_err());
    }

    #[test]
    fn formatting_that_every_paragraph_opens_again_is_counted() {
        let open: String = (0..400).map(|i| format!("<b id={i}>")).collect();
        let page = format!("<p>{open}</p>{}", "<p>x</p>".repeat(5000));
        assert!(matches!(
            checked(&page),
            Err(LoadError::TooManyElements { .. })
        ));
    }

    #[test]
    fn a_long_flat_page_is_fine() {
        let page = format!(
            "<html><body>{}",
            "<p>One<br>two <b>three</b><li>four".repeat(10_000)
        );
        assert_eq!(checked(&page), Ok(()));
    }

    #[test]
    fn what_scripts_and_comments_hold_is_no_markup() {
        let page = format!(
            "<script>{0}</script><!-- {0} --><p>x",
            "'<div>'".repeat(1000)
        );
        assert_eq!(checked(&page), Ok(()));
    }
}
