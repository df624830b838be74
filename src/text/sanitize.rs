//! Characters that could steer a terminal or disguise a text are made harmless, one for one, so that
//! offsets in the file and in the text stay the same.

use std::borrow::Cow;

/// So many bytes are looked at before a hostile one ends the look.
const STEP: usize = 256;

/// What stands where a hostile character stood and Unicode has no picture of it.
const REPLACEMENT: char = '\u{FFFD}';

/// Returns the harmless stand-in for a character that must not reach a terminal, or `None` where it may.
///
/// C0 controls become their pictures (U+2400 block); C1 controls, bidirectional embeddings, overrides,
/// isolates and marks, interlinear and tag characters become U+FFFD; the Unicode line separators become
/// a line feed. Line ends, tabs and the byte order mark stay in the text and are never drawn.
#[must_use]
pub fn stand_in(c: char) -> Option<char> {
    match c {
        ' '..='~' | '\n' | '\r' | '\t' => None,
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32),
        '\x7f' => Some('\u{2421}'),
        '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{80}'..='\u{9f}'
        | '\u{061c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{fffe}'
        | '\u{ffff}'
        | '\u{e0000}'..='\u{e0fff}' => Some(REPLACEMENT),
        _ => None,
    }
}

/// Returns a text with every hostile character replaced by exactly one other.
#[must_use]
pub fn text(raw: &str) -> String {
    let hostile_ascii =
        |b: u8| ((b < 0x20) & (b != b'\n') & (b != b'\r') & (b != b'\t')) | (b == 0x7f);
    // Piece by piece without a way out, so that many bytes are looked at in one step.
    let harmless = |piece: &[u8]| {
        let all = piece.iter();
        all.fold(true, |all, b| all & (*b < 0x80) & !hostile_ascii(*b))
    };
    if raw.as_bytes().chunks(STEP).all(harmless) {
        return raw.to_owned();
    }
    // What is harmless is copied at once, most often all.
    let (mut safe, mut from) = (String::with_capacity(raw.len()), 0);
    for (at, hostile) in raw.match_indices(|c| stand_in(c).is_some()) {
        safe.push_str(raw.get(from..at).unwrap_or(""));
        safe.extend(hostile.chars().filter_map(stand_in));
        from = at + hostile.len();
    }
    safe.push_str(raw.get(from..).unwrap_or(""));
    safe
}

/// Returns a name, title, path or message as one harmless line: as [`text`], and line ends and tabs become spaces.
#[must_use]
pub fn line(raw: &str) -> Cow<'_, str> {
    let hostile = |c: char| matches!(c, '\n' | '\r' | '\t' | '\u{feff}') || stand_in(c).is_some();
    if !raw.contains(hostile) {
        return Cow::Borrowed(raw);
    }
    let harmless = |c| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' | '\u{feff}' => ' ',
        c => stand_in(c).unwrap_or(c),
    };
    Cow::Owned(raw.chars().map(harmless).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_hostile_character_is_replaced_and_no_other(raw in "[ -é\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}한]{0,300}") {
            let safe: Vec<char> = text(&raw).chars().collect();
            let expected = raw.chars().map(|c| stand_in(c).unwrap_or(c));
            prop_assert_eq!(safe, expected.collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_escape_sequence_becomes_visible_and_keeps_its_length() {
        let raw = "a\x1b[31mb\u{9b}2J\u{202e}c\r\n\u{feff}\t";
        let safe = text(raw);
        assert_eq!(safe, "a\u{241b}[31mb\u{fffd}2J\u{fffd}c\r\n\u{feff}\t");
        assert_eq!(safe.chars().count(), raw.chars().count());
    }

    #[test]
    fn a_title_is_always_one_line() {
        assert_eq!(line("two\nlines\u{7}"), "two lines\u{2407}");
        assert!(matches!(line("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn joiners_that_scripts_and_emoji_need_are_kept() {
        assert_eq!(text("\u{200d}\u{200c}é"), "\u{200d}\u{200c}é");
    }
}
