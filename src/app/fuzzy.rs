//! How well some typed letters fit a name: they must all occur in it, in order.

/// How letters fit a name; the greater fits better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Only what the name stands for is described with them.
    Described,
    /// In order, but scattered over so many letters of the name.
    Scattered(std::cmp::Reverse<usize>),
    /// Together.
    Within,
    /// At the beginning of one of its words.
    Word,
    /// At its beginning.
    Beginning,
    /// They are the name.
    Whole,
}

/// Returns how letters fit a name of words joined by `-`; blanks among them stand for anything.
#[must_use]
pub fn fit(letters: &str, name: &str, described: &str) -> Option<Fit> {
    let joined = letters.split_whitespace().collect::<Vec<_>>().join("-");
    let joined = joined.to_lowercase();
    if name == joined {
        return Some(Fit::Whole);
    }
    match name.find(&joined) {
        Some(0) => return Some(Fit::Beginning),
        Some(_) if name.contains(&format!("-{joined}")) => return Some(Fit::Word),
        Some(_) => return Some(Fit::Within),
        None => {}
    }
    let spread = scattered(&joined.replace('-', ""), name);
    let named = spread.map(|spread| Fit::Scattered(std::cmp::Reverse(spread)));
    let words = letters.trim().to_lowercase();
    let told = words.len() > 2 && described.to_lowercase().contains(&words);
    named.or(told.then_some(Fit::Described))
}

/// Returns over how many letters of a name some letters are scattered, where they occur in order.
fn scattered(letters: &str, name: &str) -> Option<usize> {
    let mut left = letters.chars().peekable();
    let (mut first, mut last) = (None, 0);
    for (at, c) in name.chars().enumerate() {
        if left.next_if_eq(&c).is_some() {
            first = first.or(Some(at));
            last = at;
        }
    }
    (left.peek().is_none()).then(|| last - first.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_a_name_fits_better_than_what_is_scattered_in_it() {
        let fits = |letters: &str| {
            let names = ["next-stop", "next-sentence", "stop", "select-note"];
            let mut fitting: Vec<_> = names
                .iter()
                .filter_map(|name| Some((fit(letters, name, "")?, *name)))
                .collect();
            fitting.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
            fitting
                .into_iter()
                .map(|(_, name)| name)
                .collect::<Vec<_>>()
        };
        assert_eq!(fits("stop"), ["stop", "next-stop"]);
        assert_eq!(fits("next st"), ["next-stop", "next-sentence"]);
        assert_eq!(fits("nsen"), ["next-sentence"]);
        assert!(fits("zzz").is_empty());
    }

    #[test]
    fn a_word_of_the_help_is_found_last() {
        assert_eq!(fit("narrow", "w", "Make it narrower"), Some(Fit::Described));
        assert_eq!(fit("na", "w", "Make it narrower"), None);
    }
}
