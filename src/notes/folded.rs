//! A text as it is compared when a place is sought again: case, width, composition, quotation marks, dashes
//! and white space folded, with the way back to the bytes.

use unicode_normalization::UnicodeNormalization;

use crate::text::Span;

/// Folded characters, and for each the byte at which its source stands.
#[derive(Debug, Default)]
pub(super) struct Folded {
    pub(super) chars: Vec<char>,
    bytes: Vec<u32>,
    /// Length of the source in bytes.
    end: u32,
}

impl Folded {
    /// Returns the folded form of a text.
    pub(super) fn new(text: &str) -> Self {
        let mut folded = Self {
            chars: Vec::with_capacity(text.len()),
            bytes: Vec::with_capacity(text.len()),
            end: Span::offset(text.len()),
        };
        for (at, c) in text.char_indices() {
            let at = Span::offset(at);
            if c.is_ascii() {
                folded.push(c.to_ascii_lowercase(), at);
            } else {
                // Decomposed, a text says the same however it was composed.
                for part in c.nfkd().flat_map(char::to_lowercase) {
                    folded.push(part, at);
                }
            }
        }
        folded
    }

    fn push(&mut self, c: char, at: u32) {
        let c = match c {
            c if c.is_whitespace() => ' ',
            '"' | '`' | '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2039}' | '\u{203a}' => {
                '\''
            }
            '\u{300c}'..='\u{300f}' => '\'',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => return,
            c => c,
        };
        if c == ' ' && self.chars.last() == Some(&' ') {
            return;
        }
        self.chars.push(c);
        self.bytes.push(at);
    }

    /// Returns the number of folded characters.
    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// Returns the byte at which the source of a folded character stands, the end of the text past the last.
    pub(super) fn byte(&self, at: usize) -> u32 {
        self.bytes.get(at).copied().unwrap_or(self.end)
    }

    /// Returns the bytes from which a stretch of folded characters comes, without white space around it.
    pub(super) fn span(&self, mut start: usize, mut end: usize) -> Span {
        while start < end && self.chars.get(start) == Some(&' ') {
            start += 1;
        }
        while start < end && self.chars.get(end - 1) == Some(&' ') {
            end -= 1;
        }
        Span {
            start: self.byte(start),
            end: self.source_end(end),
        }
    }

    /// Returns the byte behind the source of the folded character before `end`: the characters that fold to
    /// nothing and white space that was run together do not count.
    fn source_end(&self, end: usize) -> u32 {
        let next = self.byte(end);
        let Some(last) = end.checked_sub(1).map(|last| self.byte(last)) else {
            return next;
        };
        // One source character may fold to several; its end is where the next source begins.
        if next == last {
            let behind = self.bytes.partition_point(|&at| at <= last);
            return self.byte(behind);
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> String {
        Folded::new(text).chars.iter().collect()
    }

    #[test]
    fn typography_case_and_composition_fold_together() {
        assert_eq!(chars("“Café” —\u{a0}\n x"), "'cafe\u{301}' - x");
        assert_eq!(chars("\"CAFE\u{301}\" - X"), "'cafe\u{301}' - x");
        assert_eq!(
            chars("회담"),
            chars("\u{1112}\u{116c}\u{1103}\u{1161}\u{11b7}")
        );
    }

    #[test]
    fn the_way_back_gives_whole_characters() {
        let text = "é \u{ad}회담을";
        let folded = Folded::new(text);
        for start in 0..folded.len() {
            for end in start..=folded.len() {
                assert!(text.get(folded.span(start, end).range()).is_some());
            }
        }
        assert_eq!(folded.span(0, folded.len()), Span::new(0, text.len()));
    }
}
