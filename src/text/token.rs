//! Tokens and their normal form: case, quotes, dashes, width and composition folded, offsets kept.

use unicode_normalization::UnicodeNormalization;

use super::letter::{self, is_plain_caseless, is_plain_letter};
use super::{Interner, Span, WordId};

/// A word of a text: where it stands and the number of its normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The word's bytes in the text.
    pub span: Span,
    /// The number of its normal form in the set's interner.
    pub word: WordId,
}

/// Returns whether a character belongs to a script written without spaces, where every character is a token.
#[must_use]
pub fn is_unspaced(c: char) -> bool {
    c >= '\u{0e00}' && !is_hangul(c) && matches!(c as u32,
        0x0E00..=0x0EFF // Thai, Lao
        | 0x1000..=0x109F // Myanmar
        | 0x1780..=0x17FF // Khmer
        | 0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3040..=0x30FF | 0x31F0..=0x31FF // radicals, kana
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF) // Han
        && c.is_alphanumeric()
}

/// Returns whether a character is a syllable of Hangul.
#[must_use]
pub fn is_hangul(c: char) -> bool {
    ('\u{ac00}'..='\u{d7a3}').contains(&c)
}

/// Returns the spans of the words of a stretch of text, in order; they never overlap.
///
/// A word is a run of letters, digits and marks; apostrophes stay inside words, and `.`, `,` and `:`
/// inside numbers. Hyphens and dashes divide. In scripts without spaces every character is a word.
pub fn word_spans(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    let end = within.end as usize;
    let mut at = within.start as usize;
    std::iter::from_fn(move || {
        let rest = text.get(at..end)?;
        if let Some((skip, length)) = ascii_word(rest.as_bytes()) {
            let start = at + skip;
            at = start + length;
            return Some(Span::new(start, at));
        }
        let (skip, first) = rest.char_indices().find(|(_, c)| is_word(*c))?;
        let start = at + skip;
        at = start + word_length(text.get(start..end)?, first);
        Some(Span::new(start, at))
    })
}

/// Returns where the next word begins and how long it is, where ASCII says so: the quick way of most words.
fn ascii_word(rest: &[u8]) -> Option<(usize, usize)> {
    let class = |b: &u8| CLASSES.get(usize::from(*b)).copied();
    let begins = |b: &u8| matches!(class(b), Some(Class::Word | Class::Other));
    let skip = rest.iter().position(begins)?;
    let word = rest.get(skip..)?;
    let length = word.iter().position(|b| class(b) != Some(Class::Word));
    let length = length.unwrap_or(word.len());
    let ends = word
        .get(length)
        .is_none_or(|b| class(b) == Some(Class::Between));
    (length > 0 && ends).then_some((skip, length))
}

/// What a byte says of a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// It is a letter or digit.
    Word,
    /// It stands between words.
    Between,
    /// It may hold a word together.
    Joins,
    /// It is no ASCII.
    Other,
}

/// The class of every byte.
const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        let joins = matches!(byte, b'\'' | b'.' | b',' | b':');
        classes[byte as usize] = if byte.is_ascii_alphanumeric() {
            Class::Word
        } else if joins {
            Class::Joins
        } else {
            Class::Between
        };
        byte += 1;
    }
    classes
};

/// Returns the words of a stretch of text with the numbers of their normal forms.
pub fn tokens(text: &str, within: Span, words: &mut Interner) -> Vec<Token> {
    let mut form = String::new();
    word_spans(text, within)
        .map(|span| {
            form.clear();
            normal_form(text.get(span.range()).unwrap_or(""), &mut form);
            Token {
                span,
                word: words.intern(&form),
            }
        })
        .collect()
}

/// Appends the normal form of a word: composed (NFKC), lower case, straight apostrophes, without
/// soft hyphens, joiners and the dots of abbreviations.
pub fn normal_form(word: &str, form: &mut String) {
    if word.is_ascii() {
        let bytes = word.as_bytes();
        let number = bytes.first().is_some_and(u8::is_ascii_digit);
        if number || !bytes.contains(&b'.') {
            letter::push_ascii_lowercase(word, form);
        } else {
            let parts = word.split('.');
            parts.for_each(|part| letter::push_ascii_lowercase(part, form));
        }
        return;
    }
    if word.chars().all(is_plain_caseless) {
        form.push_str(word);
        return;
    }
    if word
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || is_plain_letter(c))
    {
        letter::push_lowercase(word, form);
        return;
    }
    let number = word.chars().next().is_some_and(char::is_numeric);
    for c in word.nfkc().flat_map(char::to_lowercase) {
        match c {
            '\u{2019}' | '\u{02bc}' | '\u{2018}' => form.push('\''),
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => {}
            '.' if !number => {}
            c => form.push(c),
        }
    }
}

fn is_word(c: char) -> bool {
    letter::is_alphanumeric(c) || is_mark(c)
}

/// Combining marks and joiners go with the letter before them.
fn is_mark(c: char) -> bool {
    c >= '\u{ad}'
        && !is_plain_letter(c)
        && (matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}')
            || unicode_normalization::char::is_combining_mark(c))
}

/// Returns the length in bytes of the word that begins `rest`.
fn word_length(rest: &str, first: char) -> usize {
    let mut end = first.len_utf8();
    if is_unspaced(first) {
        let marks = rest
            .get(end..)
            .unwrap_or("")
            .chars()
            .take_while(|c| is_mark(*c));
        return end + marks.map(char::len_utf8).sum::<usize>();
    }
    let mut before = first;
    loop {
        let plain = rest.get(end..).unwrap_or("").as_bytes();
        let plain = plain.iter().take_while(|b| b.is_ascii_alphanumeric());
        if let Some((length, last)) = plain.enumerate().last() {
            end += length + 1;
            before = char::from(*last);
        }
        let mut chars = rest.get(end..).unwrap_or("").chars();
        let Some(c) = chars.next() else {
            return end;
        };
        let joins = |next| joins_words(before, c, next);
        let goes_on = is_word(c) || chars.next().is_some_and(joins);
        if is_unspaced(c) || !goes_on {
            return end;
        }
        end += c.len_utf8();
        before = c;
    }
}

/// Returns whether a sign between two characters holds a word together: `Kim's`, `2.4`, `10:05`, `U.S`.
fn joins_words(before: char, sign: char, after: char) -> bool {
    match sign {
        '\'' | '\u{2019}' | '\u{02bc}' => before.is_alphabetic() && after.is_alphabetic(),
        '.' | ',' | ':' if before.is_numeric() => after.is_numeric(),
        '.' => before.is_uppercase() && after.is_uppercase(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The words and forms as the definition says, without the quick ways.
    fn slow(text: &str) -> Vec<(Span, String)> {
        let word = |c: char| {
            c.is_alphanumeric()
                || unicode_normalization::char::is_combining_mark(c)
                || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}')
        };
        let mut found: Vec<(Span, String)> = Vec::new();
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let mut at = 0;
        while at < chars.len() {
            let first = at;
            at += 1;
            if !word(chars[first].1) {
                continue;
            }
            let single = is_unspaced(chars[first].1);
            while let Some((_, c)) = chars.get(at) {
                let joined = !single
                    && chars
                        .get(at + 1)
                        .is_some_and(|n| joins_words(chars[at - 1].1, *c, n.1));
                let goes_on = if single {
                    is_mark(*c)
                } else {
                    word(*c) || joined
                };
                if !goes_on || (!single && is_unspaced(*c)) {
                    break;
                }
                at += 1;
            }
            let (start, end) = (chars[first].0, chars.get(at).map_or(text.len(), |c| c.0));
            let number = chars[first].1.is_numeric();
            let form = text
                .get(start..end)
                .unwrap()
                .nfkc()
                .flat_map(char::to_lowercase);
            let form = form.filter_map(|c| match c {
                '\u{2019}' | '\u{02bc}' | '\u{2018}' => Some('\''),
                '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => None,
                '.' if !number => None,
                c => Some(c),
            });
            found.push((Span::new(start, end), form.collect()));
        }
        found
    }

    fn piece() -> impl Strategy<Value = String> {
        let signs = vec![
            ".", ",", ":", "'", "’", " ", "-", "\u{301}", "\u{3099}", "\u{200d}", "U.S", "1,000",
            "İ", "ŉ", "Ｆ", "가", "\u{1100}", "\u{11a8}", "か", "習", "é", "Σ", "й", "آ",
            "\u{653}", "٣",
        ];
        prop_oneof![
            3 => prop::sample::select(signs).prop_map(str::to_owned),
            2 => "[a-zA-Z0-9]{1,6}",
            1 => any::<char>().prop_map(String::from),
        ]
    }

    proptest! {
        #[test]
        fn words_and_forms_are_those_of_the_definition(pieces in prop::collection::vec(piece(), 0..30)) {
            let text = pieces.concat();
            let mut words = Interner::default();
            let found = tokens(&text, Span::new(0, text.len()), &mut words);
            let found: Vec<(Span, String)> =
                found.iter().map(|t| (t.span, words.word(t.word).to_owned())).collect();
            prop_assert_eq!(found, slow(&text));
        }
    }

    #[test]
    fn a_character_is_a_mark_where_unicode_says_so() {
        for c in '\0'..=char::MAX {
            let mark = unicode_normalization::char::is_combining_mark(c);
            assert_eq!(
                is_mark(c),
                mark || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}'),
                "{c:?}"
            );
        }
    }

    fn forms(text: &str) -> Vec<String> {
        let mut words = Interner::default();
        let found = tokens(text, Span::new(0, text.len()), &mut words);
        found
            .iter()
            .map(|t| words.word(t.word).to_owned())
            .collect()
    }

    #[test]
    fn case_quotes_and_width_are_folded() {
        assert_eq!(
            forms("“Kim’s” ＦＵＬＬ Cafe\u{301}"),
            ["kim's", "full", "café"]
        );
    }

    #[test]
    fn hyphens_divide_and_numbers_hold_together() {
        assert_eq!(
            forms("Jong-un, 2.4 million; 10:05 p.m. U.S. 1,000."),
            [
                "jong", "un", "2.4", "million", "10:05", "p", "m", "us", "1,000"
            ]
        );
    }

    #[test]
    fn scripts_without_spaces_give_a_token_a_character() {
        assert_eq!(forms("習近平と会談 서울에서 ไทย").len(), 6 + 1 + 3);
    }

    #[test]
    fn every_token_lies_on_character_boundaries() {
        let text = "é’s 한글—x2́ \u{200d}";
        for span in word_spans(text, Span::new(0, text.len())) {
            assert!(text.get(span.range()).is_some_and(|w| !w.is_empty()));
        }
    }
}
