//! The characters that end, close, open or list, in the scripts we read.

/// Returns whether the character can end a sentence.
#[must_use]
pub fn is_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?')
        || is_wide_mark(c)
        || matches!(c, '…' | '؟' | '۔' | '।' | '‼' | '⁇' | '⁈' | '⁉')
}

/// Returns whether the character ends sentences of Chinese or Japanese.
#[must_use]
pub fn is_wide_mark(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '．')
}

/// Returns whether the character may follow the mark and still belong to the sentence.
#[must_use]
pub fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '»'
            | '›'
            | ')'
            | ']'
            | '」'
            | '』'
            | '）'
            | '】'
            | '》'
            | '〉'
            | '＂'
            | '\u{fffd}'
    )
}

/// Returns whether the character may stand before the first word of a sentence.
#[must_use]
pub fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '‘'
            | '„'
            | '«'
            | '‹'
            | '»'
            | '('
            | '['
            | '「'
            | '『'
            | '（'
            | '【'
            | '《'
            | '〈'
            | '¿'
            | '¡'
    )
}

/// Returns whether the character begins an item of a list or a caption.
#[must_use]
pub fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '‣' | '⁃' | '▲' | '■' | '◆' | '●' | '▪' | '►')
}

/// Returns what closes an opening mark, and whether it encloses a quotation rather than a bracket.
#[must_use]
pub fn closing_of(c: char) -> Option<(&'static [char], bool)> {
    Some(match c {
        '"' => (&['"', '”'], true),
        '“' => (&['”', '"'], true),
        '„' => (&['“', '”'], true),
        '«' => (&['»'], true),
        '»' => (&['«'], true),
        '‘' => (&['’'], true),
        '\'' => (&['\''], true),
        '「' => (&['」'], true),
        '『' => (&['』'], true),
        '(' => (&[')'], false),
        '[' => (&[']'], false),
        '（' => (&['）'], false),
        '《' => (&['》'], false),
        _ => return None,
    })
}

/// Returns whether a letter has neither upper nor lower case: Han, Hangul, Arabic and the like.
#[must_use]
pub fn is_caseless(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

/// Returns whether the character is hiragana, in which Japanese writes its particles.
#[must_use]
pub fn is_hiragana(c: char) -> bool {
    ('\u{3041}'..='\u{309f}').contains(&c)
}
