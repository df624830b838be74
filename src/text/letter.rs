//! Questions about a character that are asked of every character of a text: quick for the scripts we read,
//! and the same as Unicode's tables for all.

/// Returns what [`char::is_alphanumeric`] returns.
#[must_use]
#[inline]
pub fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        c if is_plain_letter(c) => true,
        c => c.is_alphanumeric(),
    }
}

/// Returns whether a character is a letter of the Latin, Cyrillic, Arabic, Han, kana or Hangul blocks that
/// composition and compatibility leave as it is, next to others of these blocks. Says nothing of those for
/// which it is false.
#[must_use]
#[inline]
pub(super) fn is_plain_letter(c: char) -> bool {
    matches!(c,
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ı' | 'Ĵ'..='ľ' | 'Ł'..='ň' | 'Ŋ'..='ž'
        | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}'
        | '\u{620}'..='\u{64a}'
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}')
}

/// Returns whether a character is a letter of a block without capitals. Says nothing where it is false.
#[must_use]
#[inline]
pub(super) fn is_plain_caseless(c: char) -> bool {
    is_plain_letter(c) && c >= '\u{620}'
}

/// Appends a text in lower case, character by character as [`char::to_lowercase`] has it.
pub fn push_lowercase(text: &str, lower: &mut String) {
    if text.is_ascii() {
        push_ascii_lowercase(text, lower);
        return;
    }
    // Most letters are small: they are copied in stretches.
    let mut copied = 0;
    for (at, c) in text.char_indices() {
        let small = plain_lowercase(c);
        if small != Some(c) {
            lower.push_str(text.get(copied..at).unwrap_or(""));
            copied = at + c.len_utf8();
            match small {
                Some(small) => lower.push(small),
                None => lower.extend(c.to_lowercase()),
            }
        }
    }
    lower.push_str(text.get(copied..).unwrap_or(""));
}

/// Appends a text in lower case of which only the letters of ASCII change.
pub(super) fn push_ascii_lowercase(text: &str, lower: &mut String) {
    let start = lower.len();
    lower.push_str(text);
    if let Some(added) = lower.get_mut(start..) {
        added.make_ascii_lowercase();
    }
}

/// Returns a text in lower case: a sigma at the end of a word is like any other, which comparing asks for.
#[must_use]
pub fn lowercase(text: &str) -> String {
    let mut lower = String::with_capacity(text.len());
    push_lowercase(text, &mut lower);
    lower
}

/// Returns the small letter of the blocks whose letters lie in order; `None` says nothing.
#[inline]
fn plain_lowercase(c: char) -> Option<char> {
    let later = |by: u32| char::from_u32(u32::from(c) + by);
    match c {
        '\0'..='\x7f' => Some(c.to_ascii_lowercase()),
        'À'..='Ö' | 'Ø'..='Þ' | 'А'..='Я' => later(0x20),
        'Ѐ'..='Џ' => later(0x50),
        'ß'..='ÿ' | 'а'..='џ' | '\u{2010}'..='\u{203a}' | '\u{3000}'..='\u{303f}' => Some(c),
        c if is_plain_caseless(c) => Some(c),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn every_character_is_what_the_tables_of_unicode_say() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
            if is_plain_letter(c) {
                assert!(c.is_alphabetic() && c.to_string().nfkc().eq([c]), "{c:?}");
            }
            assert_eq!(
                lowercase(c.encode_utf8(&mut [0; 4])),
                c.to_lowercase().collect::<String>(),
                "{c:?}"
            );
            if is_plain_caseless(c) {
                assert!(c.to_lowercase().eq([c]), "{c:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn plain_letters_stay_as_they_are_next_to_each_other(
            word in prop::collection::vec(any::<char>().prop_filter("plain", |c| is_plain_letter(*c)), 0..8),
        ) {
            let word: String = word.into_iter().collect();
            prop_assert_eq!(word.nfkc().collect::<String>(), word);
        }
    }
}
