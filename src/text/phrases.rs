//! A list of phrases that is asked often: whether one of them stands in a text.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// Phrases that are all looked for in one pass over a text.
#[derive(Debug)]
pub struct Phrases {
    list: &'static [&'static str],
    /// None where the list is too long for one, which costs time but no answer.
    automaton: Option<AhoCorasick>,
}

impl Phrases {
    /// Returns the phrases of a list, made ready to be looked for.
    #[must_use]
    pub fn new(list: &'static [&'static str]) -> Self {
        Self {
            list,
            // To make a deterministic one took a sixtieth of the time of five short articles, which never win it back.
            automaton: AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .build(list)
                .ok(),
        }
    }

    /// Returns whether any of the phrases stands in a text, letter for letter.
    #[must_use]
    pub fn stand_in(&self, text: &str) -> bool {
        match &self.automaton {
            Some(automaton) => automaton.is_match(text),
            None => self.list.iter().any(|phrase| text.contains(phrase)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIST: [&str; 4] = ["ab", "bca", "é b", "cc"];

    proptest! {
        #[test]
        fn a_phrase_is_found_where_the_text_contains_it(text in "[abcé ]{0,12}") {
            let contained = LIST.iter().any(|phrase| text.contains(phrase));
            prop_assert_eq!(Phrases::new(&LIST).stand_in(&text), contained);
        }
    }
}
