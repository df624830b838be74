//! Whether a mark ends a sentence: the rules, one case a function.

use super::abbreviation::{self as words, Stop};
use super::letter::is_alphanumeric;
use super::mark::{is_caseless, is_hiragana, is_opening, is_wide_mark};
use super::sentence::{End, Scan};

/// The longest sign-off, such as "(Reuters)", that stays with the last sentence, in bytes.
const SIGNOFF: usize = 40;
/// Marks before the first word of a sentence over which that word is looked for, in characters.
const FRONT: usize = 64;

impl Scan<'_> {
    /// Returns whether the sentence ends behind the mark and what closes it.
    pub(super) fn ends(&self, end: End) -> bool {
        let rest = self.rest(end.after);
        let body = rest.trim_start();
        let Some(next) = body.chars().next() else {
            return true;
        };
        let gap = rest.get(..rest.len() - body.len()).unwrap_or("");
        if is_wide_mark(end.mark) {
            return self.ends_wide(end, next);
        }
        if gap.is_empty() {
            return self.ends_without_space(end, next);
        }
        if next.is_lowercase()
            || matches!(
                next,
                '.' | ',' | ';' | ':' | ')' | ']' | '-' | '–' | '—' | '/' | '&'
            )
        {
            return false;
        }
        if self.is_signoff(body) {
            return false;
        }
        if matches!(end.mark, '.') && end.marks - end.at == 1 {
            return self.ends_at_stop(end, body);
        }
        !(end.after > end.marks && is_said(body))
    }

    /// The rules for the wide marks of Chinese and Japanese, which need no space behind them.
    fn ends_wide(&self, end: End, next: char) -> bool {
        let closed = end.after > end.marks;
        match next {
            '、' | '，' | '；' | ',' => false,
            // 「……。」と述べた: the verb of saying follows.
            c if closed && is_hiragana(c) => false,
            'と' if end.mark != '。' => false,
            c if end.mark == '．' => {
                !c.is_numeric() || self.rest(end.after).starts_with(char::is_whitespace)
            }
            _ => true,
        }
    }

    fn ends_without_space(&self, end: End, next: char) -> bool {
        let last = self.before(end.at);
        let both_caseless = last.is_some_and(is_caseless) && is_caseless(next);
        let closed = end.after > end.marks;
        if both_caseless {
            // Korean: what was said, the mark that closes, the particle that quotes.
            return end.mark != '…' && !closed;
        }
        if next.is_uppercase() {
            return (closed && last.is_some_and(char::is_lowercase))
                || matches!(end.mark, '!' | '?' | '؟');
        }
        matches!(next, '“' | '„' | '«') && last.is_some_and(char::is_lowercase)
    }

    /// Returns whether the text goes on with nothing but a short bracket, the sign-off of an agency.
    fn is_signoff(&self, body: &str) -> bool {
        let rest = body.trim_end();
        rest.starts_with('(') && rest.len() <= SIGNOFF && rest.find(')') == Some(rest.len() - 1)
    }

    fn ends_at_stop(&self, end: End, body: &str) -> bool {
        let (word, start) = self.word_before(end.at);
        let next = body.trim_start_matches(is_opening);
        let next_word = first_word(next);
        let figure = next.starts_with(char::is_numeric);
        if word.is_empty() {
            return true;
        }
        if word.chars().all(char::is_numeric) {
            return start != self.first_of_sentence()
                && !words::is_before_ordinal(self.word_before_word(start));
        }
        let mut letters = word.chars();
        if let (Some(only), None) = (letters.next(), letters.next()) {
            return self.ends_at_letter(only, start, next, figure);
        }
        if word.contains('.') {
            return ends_at_dotted(word, next, next_word, figure);
        }
        match words::stop_after(word) {
            Stop::Never => false,
            Stop::Rarely => figure || words::is_starter(next_word),
            Stop::BeforeFigure => !figure && !is_roman(next_word),
            Stop::Usual => true,
        }
    }

    /// "J. R. Smith", "z. B.", "д. ": a single letter.
    fn ends_at_letter(&self, letter: char, start: usize, next: &str, figure: bool) -> bool {
        let next_word = first_word(next);
        let arabic = ('\u{0620}'..='\u{064a}').contains(&letter);
        if is_caseless(letter) && !arabic {
            return true;
        }
        let (last, next) = (self.word_before_word(start), next.chars());
        if next.take(2).eq(next_word.chars().chain(['.'])) {
            return false;
        }
        if self.before(start) == Some('-') || last.ends_with('°') {
            return true;
        }
        if letter.is_lowercase() && last.ends_with(char::is_numeric) {
            return words::is_starter(next_word) || (figure && letter.is_ascii());
        }
        let initial = start == self.first_of_sentence()
            || last.starts_with(|c: char| c.is_uppercase() || is_caseless(c));
        letter.is_uppercase() && !initial && words::is_starter(next_word)
    }

    /// Returns where the first word of the sentence being read begins.
    pub(super) fn first_of_sentence(&self) -> usize {
        let mut front = self.rest(self.start).char_indices().take(FRONT);
        let word = front.find(|(_, c)| is_alphanumeric(*c));
        self.start + word.map_or(0, |(at, _)| at)
    }

    /// Returns the word that ends at a byte, with the stops inside it, and where it begins.
    pub(super) fn word_before(&self, at: usize) -> (&str, usize) {
        let part = self
            .text
            .get(..at)
            .unwrap_or("")
            .trim_end_matches('\u{fffd}');
        let of_word = |c: char| is_alphanumeric(c) || matches!(c, '.' | '°' | '’' | '\'');
        let mut start = part.len();
        for c in part.chars().rev().take(40).take_while(|c| of_word(*c)) {
            start -= c.len_utf8();
        }
        let word = part.get(start..).unwrap_or("");
        let body = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        (body, start + word.len() - body.len())
    }

    fn word_before_word(&self, start: usize) -> &str {
        let part = self.text.get(..start).unwrap_or("").trim_end();
        self.word_before(part.trim_end_matches('.').len()).0
    }
}

/// "U.S.", "a.m.", "www.example.org.": a word with stops inside.
fn ends_at_dotted(word: &str, next: &str, next_word: &str, figure: bool) -> bool {
    let hour = matches!(
        word.as_bytes(),
        [b'a' | b'p' | b'A' | b'P', b'.', b'm' | b'M']
    );
    if hour {
        let second = next
            .get(next_word.len()..)
            .map_or("", |r| first_word(r.trim_start()));
        return !figure && !words::is_after_hour(next_word) && second != "time";
    }
    if words::stop_after(word) == Stop::Never {
        return false;
    }
    let short = word
        .split('.')
        .all(|part| part.chars().count() <= 2 && !part.starts_with(char::is_numeric));
    !short || (!figure && words::is_starter(next_word))
}

/// Returns the letters and digits at the beginning of a text.
pub(super) fn first_word(text: &str) -> &str {
    let end = text
        .find(|c: char| !is_alphanumeric(c))
        .unwrap_or(text.len());
    text.get(..end).unwrap_or("")
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'))
}

/// Returns whether the next few words say who spoke: "“Why?” Kim asked."
fn is_said(body: &str) -> bool {
    body.split_whitespace()
        .take(4)
        .any(|word| words::is_speech(word.trim_end_matches(['.', ','])))
}
