//! Several places of a document state one fact: the strongest gives the value, those that disagree stand beside it.

use super::Found;

/// Words that names of outlets have or lack without being another outlet.
const GENERIC: &str = " the news agency online media group inc ltd llc corp news company co com org net www newspaper press ";

/// Returns the first of the values, with those of other places that do not say the same.
///
/// A place and a value are named once.
#[must_use]
pub fn weigh(
    values: impl IntoIterator<Item = Found>,
    same: fn(&str, &str) -> bool,
) -> Option<Found> {
    let mut values = values.into_iter();
    let mut first = values.next()?;
    for value in values {
        let known = first
            .also
            .iter()
            .any(|a| a.from == value.from || same(&a.value, &value.value));
        if !known && value.from != first.from && !same(&first.value, &value.value) {
            first.also.push(Found::new(value.value, value.from));
        }
    }
    Some(first)
}

/// Returns whether two headlines are one; a headline cut short is.
#[must_use]
pub fn same_title(a: &str, b: &str) -> bool {
    let (a, b) = (letters(a), letters(b));
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    // A kicker or the name of a section stands before or behind what is most of the line.
    !short.is_empty()
        && (long.starts_with(short.as_str())
            || (long.contains(short.as_str()) && short.len() * 2 > long.len()))
}

/// Returns whether two names are of one outlet: the words that tell are the same, or one is the other's initials.
#[must_use]
pub fn same_outlet(a: &str, b: &str) -> bool {
    let (a, b) = (telling(a), telling(b));
    let within = |a: &[String], b: &[String]| a.iter().all(|word| b.contains(word));
    let initials = |a: &[String], b: &[String]| {
        let first: String = b.iter().filter_map(|word| word.chars().next()).collect();
        b.len() > 1 && *a == [first]
    };
    let joined = a.concat() == b.concat();
    joined || within(&a, &b) || within(&b, &a) || initials(&a, &b) || initials(&b, &a)
}

/// Returns whether a part of a line is the name of a site, and no more: `BBC News` of `BBC`, not `BBC poll`.
#[must_use]
pub fn is_name_of(site: &str, part: &str) -> bool {
    let (site, part) = (telling(site), telling(part));
    !part.is_empty() && site.concat() == part.concat()
}

/// Returns whether two addresses are of one page, whatever their scheme, `www.` and query.
#[must_use]
pub fn same_address(a: &str, b: &str) -> bool {
    bare(a) == bare(b)
}

/// Returns whether two days are one.
#[must_use]
pub fn same_day(a: &str, b: &str) -> bool {
    a == b
}

fn letters(text: &str) -> String {
    let lower = text.chars().flat_map(char::to_lowercase);
    lower.filter(|c| c.is_alphanumeric()).collect()
}

fn telling(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let words = || {
        lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
    };
    let telling: Vec<String> = words()
        .filter(|w| !GENERIC.contains(&format!(" {w} ")))
        .map(str::to_owned)
        .collect();
    if telling.is_empty() {
        words().map(str::to_owned).collect()
    } else {
        telling
    }
}

fn bare(address: &str) -> String {
    let lower = address.trim().to_lowercase();
    let path = lower.split(['?', '#']).next().unwrap_or("");
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let path = path
        .strip_prefix("www.")
        .or_else(|| path.strip_prefix("m."))
        .unwrap_or(path);
    path.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_that_disagree_stand_beside_the_value_each_once() {
        let values = [
            ("2025-10-03", "json-ld"),
            ("2025-10-03", "date"),
            ("2025-10-04", "time element"),
            ("2025-10-04", "address"),
            ("2025-10-05", "time element"),
        ];
        let found = weigh(
            values.map(|(v, from)| Found::new(v.to_owned(), from)),
            same_day,
        )
        .unwrap();
        assert_eq!(found.value, "2025-10-03");
        assert_eq!(
            found.also,
            [Found::new("2025-10-04".to_owned(), "time element")]
        );
        assert_eq!(weigh([], same_day), None);
    }

    #[test]
    fn a_headline_cut_short_or_with_a_section_is_the_same_headline() {
        let title = "Ferry sails again after eleven years";
        assert!(same_title(title, "FERRY SAILS AGAIN after…"));
        assert!(same_title(
            title,
            "The sea: Ferry sails again, after eleven years"
        ));
        assert!(!same_title(title, "Ferry will sail again in spring"));
    }

    #[test]
    fn names_of_one_outlet_are_told_from_those_of_two() {
        for (a, b) in [
            ("Ostwire", "Ostwire News Agency"),
            ("The Herald", "herald"),
            ("OWN", "Ost Wire Nord"),
            ("Ost Wire", "ostwire.com"),
        ] {
            assert!(same_outlet(a, b), "{a}, {b}");
        }
        assert!(!same_outlet("Ostwire", "The Herald"));
        assert!(!same_outlet("The News", "The Press"));
        assert!(is_name_of("Ostwire", "OSTWIRE News") && !is_name_of("Ostwire", "Ostwire poll"));
        assert!(!is_name_of("Ostwire News", "News"));
    }

    #[test]
    fn addresses_of_one_page_differ_in_scheme_query_and_case() {
        assert!(same_address(
            "https://www.ostwire.example/a/?from=feed",
            "http://ostwire.example/A#top"
        ));
        assert!(!same_address(
            "https://ostwire.example/a",
            "https://ostwire.example/b"
        ));
    }
}
