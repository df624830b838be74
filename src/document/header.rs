//! What is known of an article, each fact with where it was found; what is not known stays unknown.

use std::ops::Range;

use crate::text::sanitize;

use super::Found;
use super::block::{Block, BlockKind};
use super::date::{self, Day};
use super::inline::{Dateline, Peeled};
use super::line::Line;
use super::shape::Shape;

/// Facts about an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Headline.
    pub title: Option<Found>,
    /// Publisher.
    pub outlet: Option<Found>,
    /// Day of publication, `YYYY-MM-DD`.
    pub date: Option<Found>,
    /// Address.
    pub url: Option<Found>,
    /// Names of the authors.
    pub authors: Vec<String>,
}

/// Returns a fact as one harmless line, or `None` where nothing is left of it.
#[must_use]
pub fn found(value: &str, from: &'static str) -> Option<Found> {
    let value = sanitize::line(value)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    (!value.is_empty()).then(|| Found::new(value, from))
}

/// Returns the day that a text names, as `YYYY-MM-DD`; `None` where it has no year.
#[must_use]
pub fn day(text: &str) -> Option<String> {
    date::find(text)?.iso()
}

/// Reads the facts that a plain text states about itself.
pub(super) fn of_plain(
    text: &str,
    title: Option<&str>,
    lines: &[Line],
    peeled: &[Peeled],
    blocks: &[Block],
    run: Range<usize>,
) -> Header {
    let part = |line: &Line| text.get(line.span.range()).unwrap_or("");
    let of_body = |p: &&Peeled| p.dateline.is_some();
    // A dateline may also stand alone above the body.
    let head = run.start.saturating_sub(3)..run.end;
    let dateline = peeled
        .get(head)
        .and_then(|p| p.iter().take(6).find(of_body));
    let dateline = dateline.and_then(|p| p.dateline.clone());
    let signoff = peeled
        .get(run.clone())
        .and_then(|p| p.iter().rev().take(3).find_map(|p| p.signoff.clone()));
    let rights = lines
        .iter()
        .filter(|l| l.shape == Shape::Rights)
        .find_map(|l| owner(part(l)));
    let url = title.and_then(|title| {
        let addresses = lines.iter().filter(|l| l.shape == Shape::Address);
        addresses.map(part).find(|a| names(a, title))
    });
    let mut authors = lines
        .iter()
        .zip(blocks)
        .take(run.end)
        .filter(|(l, b)| l.shape == Shape::Byline && b.kind == BlockKind::Metadata)
        .map(|(l, _)| part(l));
    Header {
        title: title.and_then(|t| found(t, "title line")),
        outlet: outlet(dateline.as_ref(), signoff.as_deref(), rights.as_deref()),
        date: date_of(text, lines, peeled, dateline.and_then(|d| d.day), &run),
        url: url.and_then(|u| found(u, "address line")),
        authors: authors.next_back().map(authors_of).unwrap_or_default(),
    }
}

/// The agency of the dateline, else of the sign-off, else the owner of the rights; where the rights name
/// somebody else than the dateline does, the text is a reprint and its outlet is not known.
fn outlet(
    dateline: Option<&Dateline>,
    signoff: Option<&str>,
    rights: Option<&str>,
) -> Option<Found> {
    let agency = dateline
        .and_then(|d| d.agency.as_deref())
        .map(|a| (a, "dateline"));
    let (name, from) = agency
        .or(signoff.map(|s| (s, "sign-off")))
        .or(rights.map(|r| (r, "rights notice")))?;
    if rights.is_some_and(|owner| !share_a_word(owner, name)) {
        return None;
    }
    found(name, from)
}

fn share_a_word(a: &str, b: &str) -> bool {
    let words = |t: &str| {
        t.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let b = words(b);
    words(a).iter().any(|w| !w.is_empty() && b.contains(w))
}

/// Returns the owner that a rights notice names: `(C) Name. All Rights Reserved`, `© 2025 Name`.
fn owner(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let at = ["(c)", "©", "copyright"]
        .iter()
        .find_map(|mark| Some(lower.find(mark)? + mark.len()))?;
    let rest = line.get(at..)?;
    let name = rest.trim_start_matches(|c: char| !c.is_alphabetic() && c != '(');
    let name = name
        .trim_start_matches("(c)")
        .trim_start_matches(|c: char| !c.is_alphabetic());
    let lower = name.to_lowercase();
    let end = ["all rights", ". ", ", inc", "|"]
        .iter()
        .filter_map(|stop| lower.find(stop))
        .min()
        .unwrap_or(name.len());
    let name = name.get(..end)?.trim().trim_end_matches(['.', ',']);
    let plausible = (1..=6).contains(&name.split_whitespace().count())
        && name.len() <= 60
        && lower.len() == name.len().max(lower.len());
    plausible.then(|| name.to_owned())
}

/// Returns whether the words of a title stand in the path of an address.
fn names(address: &str, title: &str) -> bool {
    let path = address.splitn(4, '/').nth(3).unwrap_or("").to_lowercase();
    let slug: Vec<&str> = path.split(|c: char| !c.is_alphanumeric()).collect();
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.len() > 2)
        .collect();
    let held = words.iter().filter(|w| slug.contains(w)).count();
    words.len() >= 3 && held * 5 >= words.len() * 3
}

fn date_of(
    text: &str,
    lines: &[Line],
    peeled: &[Peeled],
    dateline: Option<Day>,
    run: &Range<usize>,
) -> Option<Found> {
    let prefix = peeled.iter().take(1).find_map(|p| p.date?.iso());
    let stated = |line: &Line| {
        let words = text.get(line.span.range()).unwrap_or("");
        (line.shape == Shape::Date).then(|| day(words))?
    };
    let before = || {
        lines
            .get(..run.start)
            .and_then(|l| l.iter().rev().find_map(stated))
    };
    let after = || {
        lines
            .get(run.end..)
            .and_then(|l| l.iter().take(3).find_map(stated))
    };
    prefix
        .and_then(|d| found(&d, "date before the text"))
        .or_else(|| found(&before()?, "date line"))
        .or_else(|| found(&with_year(text, dateline?)?, "dateline"))
        .or_else(|| found(&after()?, "date line"))
}

/// Returns the day of a dateline; a year that it lacks is taken from the same day written in full elsewhere.
fn with_year(text: &str, dateline: Day) -> Option<String> {
    dateline.iso().or_else(|| {
        let full = text.lines().filter_map(date::find_full);
        let same = full.filter(|d| (d.month, d.day) == (dateline.month, dateline.day));
        let mut years: Vec<Day> = same.collect();
        years.dedup();
        match years.as_slice() {
            [one] => one.iso(),
            _ => None,
        }
    })
}

fn authors_of(line: &str) -> Vec<String> {
    let names = line.split_once(' ').map_or(line, |(_, names)| names);
    let names = names.strip_prefix("by ").unwrap_or(names);
    names
        .split([',', ';'])
        .flat_map(|n| n.split(" and "))
        .map(|n| sanitize::line(n.trim()).into_owned())
        .filter(|n| {
            (1..=4).contains(&n.split_whitespace().count()) && !n.contains(|c: char| c.is_numeric())
        })
        .take(8)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_of_the_rights_is_read_from_the_usual_notices() {
        assert_eq!(
            owner("(C) Ostwire News Agency. All Rights Reserved").as_deref(),
            Some("Ostwire News Agency")
        );
        assert_eq!(
            owner("© 2025 Ostwire All rights reserved. 18+").as_deref(),
            Some("Ostwire")
        );
        assert_eq!(owner("All rights reserved"), None);
    }

    #[test]
    fn a_reprint_has_no_known_outlet() {
        let dateline = Dateline {
            agency: Some("Ostwire".to_owned()),
            day: None,
        };
        let name = |rights| outlet(Some(&dateline), None, rights).map(|f| f.value);
        assert_eq!(name(None).as_deref(), Some("Ostwire"));
        assert_eq!(
            name(Some("Ostwire News Agency")).as_deref(),
            Some("Ostwire")
        );
        assert_eq!(name(Some("The Herald")), None);
    }

    #[test]
    fn an_address_belongs_to_the_article_when_it_spells_its_title() {
        let title = "Ferry Sails Again After Eleven Years";
        assert!(names(
            "https://example.org/2025/ferry-sails-again-after-eleven-years.html",
            title
        ));
        assert!(!names(
            "https://example.org/2025/herring-catch-agreed.html",
            title
        ));
    }
}
