//! Words that tell something: neither names nor the words of grammar between them.
//!
//! ```text
//! the Secretary General of the Harbour Union had left so soon
//! ─────────────── names and grammar ─────────    ──── ──   ────  words that tell
//! ```

/// A run inside of two sentences has at least this many words that are no names: "General Secretary of the
/// Communist Party of China and President of the People's Republic of China" is no statement. What the sentences say
/// besides may still link them. (SPARK, development part: strong precision .554 to .561, recall of near passages
/// .899 to .901, sentence F1 .496 to .497; `idn_pan` plagdet .517 to .521; ECB+ as before.)
pub(super) const TOLD: usize = 2;

/// Returns how many pairs of words, by where they begin in two texts, tell something in either.
pub(super) fn telling((a, b): (&str, &str), words: &[(u32, u32)]) -> usize {
    let told = words.iter().filter(|(x, y)| tells(a, *x) || tells(b, *y));
    told.count()
}

/// Returns whether the word that begins at a byte tells more than a name or a word of grammar does: it is written
/// small and has more than three letters, or its script has no capitals.
fn tells(text: &str, at: u32) -> bool {
    let mut letters = text.get(at as usize..).unwrap_or("").chars();
    let first = letters.next().unwrap_or(' ');
    let long = letters.take_while(|c| c.is_alphanumeric()).count() >= 3;
    !first.is_uppercase() && (long || !first.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        let starts: Vec<(u32, u32)> = (0..)
            .zip(text.char_indices())
            .filter(|(_, (at, c))| {
                c.is_alphanumeric() && !text.get(..*at).unwrap().ends_with(char::is_alphanumeric)
            })
            .map(|(_, (at, _))| (u32::try_from(at).unwrap(), u32::try_from(at).unwrap()))
            .collect();
        telling((text, text), &starts)
    }

    #[test]
    fn names_and_words_of_grammar_tell_nothing() {
        assert_eq!(count("the Secretary General of the Harbour Union"), 0);
        assert_eq!(count("the Secretary General had left so soon"), 2);
        assert_eq!(count("시 주석은 회담을 열었다"), 4);
    }
}
