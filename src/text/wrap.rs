//! A text and a width become rows of spans; display widths are known only here.
//!
//! Rows break at white space, after hyphens and dashes, and around characters of scripts without
//! spaces; a word longer than a row is cut between grapheme clusters. Line feeds end a row.

use std::iter;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{Span, token};

/// How wide the characters are that a terminal may draw in one column or, for East Asia, in two: `“ ” … · ─`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ambiguous {
    /// One column, as nearly everywhere.
    #[default]
    Narrow,
    /// Two columns.
    Wide,
}

impl Ambiguous {
    /// Returns the columns that a grapheme cluster takes on the screen: 0 for what is never drawn
    /// (line ends, byte order marks, soft hyphens), 1 for a tab.
    #[must_use]
    pub fn cluster(self, cluster: &str) -> usize {
        if let [b'\t' | b' '..] = cluster.as_bytes() {
            return 1;
        }
        match cluster {
            "\n" | "\r" | "\r\n" | "\u{feff}" | "\u{ad}" | "\u{200b}" => 0,
            _ => match self {
                Self::Narrow => cluster.width(),
                Self::Wide => cluster.width_cjk(),
            }
            .min(2),
        }
    }

    /// Returns the columns that a text takes on the screen.
    #[must_use]
    pub fn width(self, text: &str) -> usize {
        if text.is_ascii() {
            return text.bytes().filter(|b| !matches!(b, b'\n' | b'\r')).count();
        }
        clusters(text).map(|(_, c)| self.cluster(c)).sum()
    }

    /// Returns the longest beginning of a text that fits into `columns`.
    #[must_use]
    pub fn fit(self, text: &str, columns: usize) -> &str {
        let mut used = 0;
        for (at, cluster) in clusters(text) {
            used += self.cluster(cluster);
            if used > columns {
                return text.get(..at).unwrap_or("");
            }
        }
        text
    }

    /// Returns the rows of a stretch of text at `columns` columns, without the white space at their ends.
    ///
    /// Every character that is not white space lies in exactly one row; a row is at most `columns` wide,
    /// unless a single cluster is wider than that.
    #[must_use]
    pub fn rows(self, text: &str, within: Span, columns: usize) -> Vec<Span> {
        let part = text.get(within.range()).unwrap_or("");
        let mut wrapper = Wrapper::new(text, within.start as usize, columns.max(1));
        if part.is_ascii() {
            for (at, byte) in part.bytes().enumerate() {
                wrapper.push(at, 1, usize::from(byte != b'\r'), ascii_class(byte));
            }
        } else {
            for (at, cluster) in clusters(part) {
                wrapper.push(at, cluster.len(), self.cluster(cluster), class(cluster));
            }
        }
        wrapper.finish(part.len())
    }
}

/// Returns the grapheme clusters of a text, each with its place; a letter before another letter of ASCII needs no
/// table.
pub fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    iter::from_fn(move || {
        let rest = text.get(at..)?;
        let cluster = match rest.as_bytes() {
            [b' '..0x7f] | [b' '..0x7f, ..0x7f, ..] => rest.get(..1),
            _ => rest.graphemes(true).next(),
        }?;
        at += cluster.len();
        Some((at - cluster.len(), cluster))
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    LineEnd,
    Space,
    /// A break is possible behind it.
    Dash,
    /// A break is possible before and behind it.
    Ideograph,
    /// Of such a script, but never at the beginning of a row.
    Closing,
    Letter,
}

fn ascii_class(byte: u8) -> Class {
    match byte {
        b'\n' => Class::LineEnd,
        b' ' | b'\t' | b'\r' => Class::Space,
        b'-' | b'/' => Class::Dash,
        _ => Class::Letter,
    }
}

fn class(cluster: &str) -> Class {
    let Some(first) = cluster.chars().next() else {
        return Class::Letter;
    };
    match first {
        '\n' => Class::LineEnd,
        '\r' if cluster.ends_with('\n') => Class::LineEnd,
        '\u{a0}' | '\u{202f}' => Class::Letter,
        c if c.is_whitespace() || c == '\u{feff}' => Class::Space,
        '-' | '/' | '\u{2010}' | '\u{2012}'..='\u{2015}' => Class::Dash,
        '、' | '。' | '，' | '．' | '」' | '』' | '）' | '】' | '》' | '〉' | '！' | '？'
        | '：' | '；' | 'ー' | '々' | '・' | '”' | '’' => Class::Closing,
        c if token::is_unspaced(c) => Class::Ideograph,
        _ => Class::Letter,
    }
}

struct Wrapper<'a> {
    text: &'a str,
    base: usize,
    columns: usize,
    rows: Vec<Span>,
    /// Begin of the row, and its width so far.
    start: usize,
    used: usize,
    /// The last place where the row may be cut, and the width before it.
    cut: usize,
    cut_used: usize,
    before: Class,
}

impl<'a> Wrapper<'a> {
    fn new(text: &'a str, base: usize, columns: usize) -> Self {
        let rows = Vec::new();
        Self {
            text,
            base,
            columns,
            rows,
            start: 0,
            used: 0,
            cut: 0,
            cut_used: 0,
            before: Class::Space,
        }
    }

    fn push(&mut self, at: usize, length: usize, width: usize, class: Class) {
        // An apostrophe looks like a closing mark, but stands inside a word.
        let class = match (self.before, class) {
            (Class::Letter, Class::Closing) => Class::Letter,
            (_, class) => class,
        };
        if class == Class::LineEnd {
            self.end_row(at, at + length, 0);
            self.before = Class::Space;
            return;
        }
        let breakable = match (self.before, class) {
            (_, Class::Space | Class::Closing) => false,
            (Class::Space | Class::Dash | Class::Ideograph | Class::Closing, _) => true,
            (Class::Letter, Class::Ideograph) => true,
            _ => false,
        };
        if breakable {
            (self.cut, self.cut_used) = (at, self.used);
        }
        if self.used + width > self.columns && class != Class::Space && self.used > 0 {
            if self.cut > self.start {
                self.end_row(self.cut, self.cut, self.used - self.cut_used);
            } else {
                self.end_row(at, at, 0);
            }
        }
        self.used += width;
        self.before = class;
    }

    /// Ends the row before `end`; the next one begins at `next` with `carried` columns already used.
    fn end_row(&mut self, end: usize, next: usize, carried: usize) {
        let row = self
            .text
            .get(self.base + self.start..self.base + end)
            .unwrap_or("");
        let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
        let (from, to) = (
            row.len() - row.trim_start_matches(blank).len(),
            row.trim_end_matches(blank).len(),
        );
        if from < to {
            let begin = self.base + self.start;
            self.rows.push(Span::new(begin + from, begin + to));
        }
        (self.start, self.used, self.cut, self.cut_used) = (next, carried, next, 0);
    }

    fn finish(mut self, length: usize) -> Vec<Span> {
        self.end_row(length, length, 0);
        self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, columns: usize) -> Vec<&str> {
        Ambiguous::Narrow
            .rows(text, Span::new(0, text.len()), columns)
            .iter()
            .map(|r| text.get(r.range()).unwrap())
            .collect()
    }

    #[test]
    fn rows_break_at_spaces_and_after_hyphens() {
        assert_eq!(
            wrapped("the two-and-a-half hours", 9),
            ["the two-", "and-a-", "half", "hours"]
        );
        assert_eq!(wrapped("  a  b\r\nc", 9), ["a  b", "c"]);
    }

    #[test]
    fn no_row_ends_behind_an_apostrophe() {
        assert_eq!(
            wrapped("the government’s efforts", 15),
            ["the", "government’s", "efforts"]
        );
    }

    #[test]
    fn a_word_longer_than_a_row_is_cut() {
        assert_eq!(wrapped("abcdefgh", 3), ["abc", "def", "gh"]);
    }

    #[test]
    fn wide_characters_break_anywhere_but_no_row_begins_with_a_closing_mark() {
        assert_eq!(
            wrapped("会談は終わった。以上", 8),
            ["会談は終", "わった。", "以上"]
        );
        assert_eq!(wrapped("会談終わ。以上", 8), ["会談終", "わ。以上"]);
        assert_eq!(wrapped("会談", 1), ["会", "談"]);
    }

    #[test]
    fn combining_marks_and_emoji_are_never_cut() {
        assert_eq!(
            wrapped("e\u{301}e\u{301}👩‍🚒x", 2),
            ["e\u{301}e\u{301}", "👩‍🚒", "x"]
        );
    }

    #[test]
    fn marks_that_are_never_drawn_take_no_column() {
        assert_eq!(wrapped("\u{feff}ab\u{ad}c", 3), ["ab\u{ad}c"]);
        let narrow = Ambiguous::Narrow;
        assert_eq!(narrow.width("a\tb\u{ad}한"), 5);
        assert_eq!(narrow.fit("한국어", 5), "한국");
    }

    #[test]
    fn ambiguous_characters_take_two_columns_only_where_that_is_set() {
        let columns = |text| [Ambiguous::Narrow, Ambiguous::Wide].map(|a| a.width(text));
        assert_eq!(columns("“a”…"), [4, 7]);
        assert_eq!(columns("e\u{301}한x"), [4, 4]);
        let rows = |a: Ambiguous| a.rows("“a” b", Span::new(0, 9), 5).len();
        assert_eq!([Ambiguous::Narrow, Ambiguous::Wide].map(rows), [1, 2]);
        assert_eq!(Ambiguous::Wide.fit("…a", 2), "…");
    }
}
