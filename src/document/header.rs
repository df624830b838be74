//! What is known of an article, each fact with where it was found; what is not known stays unknown.

use std::ops::Range;

use crate::text::{letter, sanitize};

use super::Found;
use super::agree::{same_address, same_day, same_outlet, weigh};
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
    let mut authors = lines
        .iter()
        .zip(blocks)
        .take(run.end)
        .filter(|(l, b)| l.shape == Shape::Byline && b.kind == BlockKind::Metadata)
        .map(|(l, _)| part(l));
    Header {
        title: title.and_then(|t| found(t, "title line")),
        outlet: weigh(
            outlets(dateline.as_ref(), signoff.as_deref(), rights.as_deref()),
            same_outlet,
        ),
        date: date_of(text, lines, peeled, dateline.and_then(|d| d.day), &run),
        url: weigh(addresses(text, title, lines), same_address),
        authors: authors.next_back().map(authors_of).unwrap_or_default(),
    }
}

/// The agency of the dateline, then that of the sign-off, then the owner of the rights, who may have reprinted it.
fn outlets(
    dateline: Option<&Dateline>,
    signoff: Option<&str>,
    rights: Option<&str>,
) -> impl Iterator<Item = Found> {
    let agency = dateline.and_then(|d| d.agency.as_deref());
    let places = [
        agency.and_then(|name| found(name, "dateline")),
        signoff.and_then(|name| found(name, "sign-off")),
        rights.and_then(|name| found(name, "rights notice")),
    ];
    places.into_iter().flatten()
}

/// The addresses that spell the title, in order.
fn addresses(text: &str, title: Option<&str>, lines: &[Line]) -> impl Iterator<Item = Found> {
    let of_title = move |line: &Line| {
        let address = text.get(line.span.range()).unwrap_or("");
        let spelt = line.shape == Shape::Address && names(address, title?);
        spelt.then(|| found(address, "address line"))?
    };
    lines.iter().filter_map(of_title)
}

/// Returns the owner that a rights notice names: `(C) Name. All Rights Reserved`, `© 2025 Name`.
fn owner(line: &str) -> Option<String> {
    let lower = letter::lowercase(line);
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

/// The day before the text, then that of a line above it, of the dateline, of a line below.
fn date_of(
    text: &str,
    lines: &[Line],
    peeled: &[Peeled],
    dateline: Option<Day>,
    run: &Range<usize>,
) -> Option<Found> {
    let stated = |line: &Line| {
        let words = text.get(line.span.range()).unwrap_or("");
        (line.shape == Shape::Date).then(|| Some((is_change(words), day(words)?)))?
    };
    // Whoever saved the text put the day before its first line, or before the first of the body.
    let heads = [0, run.start];
    let prefix = heads.iter().find_map(|at| peeled.get(*at)?.date?.iso());
    let above: Vec<(bool, String)> = lines
        .get(..run.start)
        .unwrap_or(&[])
        .iter()
        .rev()
        .filter_map(stated)
        .collect();
    // The day of a change stands in only where no other is given.
    let first = above.iter().find(|(change, _)| !change).or(above.first());
    let below = lines
        .get(run.end..)
        .unwrap_or(&[])
        .iter()
        .take(3)
        .find_map(stated);
    let known = prefix.as_deref().or(first.map(|(_, day)| day.as_str()));
    let of_dateline = dateline.and_then(|day| with_year(text, day, known));
    let places = [
        (prefix.clone(), "date before the text"),
        (first.map(|(_, day)| day.clone()), "date line"),
        (of_dateline, "dateline"),
        (below.map(|(_, day)| day), "date line"),
    ];
    let values = places
        .into_iter()
        .filter_map(|(day, from)| found(&day?, from));
    weigh(values, same_day)
}

/// Returns the day of the first line that is a date of publication and nothing else.
pub(super) fn of_line(text: &str, lines: &[Line]) -> Option<Found> {
    let words = |line: &Line| text.get(line.span.range()).unwrap_or("").to_owned();
    let dated = lines.iter().filter(|l| l.shape == Shape::Date).map(words);
    let day = dated
        .filter(|line| !is_change(line))
        .find_map(|line| day(&line))?;
    found(&day, "date line")
}

/// Returns whether a date line names the day of a change rather than that of publication.
fn is_change(line: &str) -> bool {
    let lower = letter::lowercase(line);
    let begins = [
        "updated",
        "last modified",
        "last updated",
        "modified",
        "수정",
        "обновлено",
        "更新",
    ];
    begins.iter().any(|word| lower.starts_with(word))
}

/// Returns the day of a dateline; a year that it lacks is taken from the same day written in full elsewhere, or
/// from a `known` day of the same or the next month.
fn with_year(text: &str, dateline: Day, known: Option<&str>) -> Option<String> {
    if let Some(day) = dateline.iso() {
        return Some(day);
    }
    let full = text.lines().filter_map(date::find_full);
    let same = full.filter(|d| (d.month, d.day) == (dateline.month, dateline.day));
    let mut years: Vec<Day> = same.collect();
    years.dedup();
    match years.as_slice() {
        [one] => one.iso(),
        [] => dateline.near(date::find(known?)?)?.iso(),
        _ => None,
    }
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
    fn where_the_rights_belong_to_somebody_else_both_are_named() {
        let dateline = Dateline {
            agency: Some("Ostwire".to_owned()),
            day: None,
        };
        let named = |rights| {
            let found = weigh(outlets(Some(&dateline), None, rights), same_outlet).unwrap();
            let also: Vec<String> = found.also.into_iter().map(|f| f.value).collect();
            (found.value, also)
        };
        let alone = ("Ostwire".to_owned(), Vec::new());
        assert_eq!(named(None), alone);
        assert_eq!(named(Some("Ostwire News Agency")), alone);
        assert_eq!(named(Some("The Herald")).1, ["The Herald"]);
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
