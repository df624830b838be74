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
