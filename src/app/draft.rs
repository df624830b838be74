//! A field for words: text with a cursor that goes by grapheme clusters.

use unicode_segmentation::UnicodeSegmentation;

use super::action::Action;
use crate::text::sanitize;

/// Words being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    text: String,
    /// Byte offset, always between clusters.
    cursor: usize,
}

impl Field {
    /// Returns a field that holds words, the cursor behind them.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            cursor: text.len(),
        }
    }

    /// Returns the words.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the byte offset of the cursor.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Returns whether nothing but white space was typed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Types words at the cursor; what must not reach a terminal is made harmless.
    pub fn insert(&mut self, words: &str) {
        let words = sanitize::text(&words.replace("\r\n", "\n").replace('\r', "\n"));
        self.text.insert_str(self.cursor, &words);
        self.cursor += words.len();
    }

    /// Does what an editing key says; other actions do nothing.
    pub fn edit(&mut self, action: Action) {
        match action {
            Action::TypeEnter => self.insert("\n"),
            Action::TypeBackspace => self.cut(self.left(), self.cursor),
            Action::TypeDelete => self.cut(self.cursor, self.right()),
            Action::TypeWordBack => self.cut(self.word_back(), self.cursor),
            Action::TypeLineBack => self.cut(self.line_start(self.cursor), self.cursor),
            Action::TypeLeft => self.cursor = self.left(),
            Action::TypeRight => self.cursor = self.right(),
            Action::TypeHome => self.cursor = self.line_start(self.cursor),
            Action::TypeEnd => self.cursor = self.line_end(self.cursor),
            Action::TypeUp => self.up(),
            Action::TypeDown => self.down(),
            _ => {}
        }
    }

    fn before(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or("")
    }

    fn after(&self) -> &str {
        self.text.get(self.cursor..).unwrap_or("")
    }

    fn cut(&mut self, from: usize, to: usize) {
        if self.text.get(from..to).is_some() {
            self.text.replace_range(from..to, "");
            self.cursor = from;
        }
    }

    fn left(&self) -> usize {
        self.before()
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        self.cursor + self.after().graphemes(true).next().map_or(0, str::len)
    }

    fn word_back(&self) -> usize {
        let words = self.before().trim_end();
        words.rfind(char::is_whitespace).map_or(0, |at| {
            at + words
                .get(at..)
                .and_then(|w| w.chars().next())
                .map_or(1, char::len_utf8)
        })
    }

    fn line_start(&self, at: usize) -> usize {
        self.text
            .get(..at)
            .and_then(|t| t.rfind('\n'))
            .map_or(0, |end| end + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        self.text
            .get(at..)
            .and_then(|t| t.find('\n'))
            .map_or(self.text.len(), |end| at + end)
    }

    fn up(&mut self) {
        let start = self.line_start(self.cursor);
        if let Some(end) = start.checked_sub(1) {
            let column = self.clusters(start, self.cursor);
            self.cursor = self.at_column(self.line_start(end), end, column);
        }
    }

    fn down(&mut self) {
        let end = self.line_end(self.cursor);
        if end < self.text.len() {
            let column = self.clusters(self.line_start(self.cursor), self.cursor);
            self.cursor = self.at_column(end + 1, self.line_end(end + 1), column);
        }
    }

    fn clusters(&self, from: usize, to: usize) -> usize {
        self.text
            .get(from..to)
            .unwrap_or("")
            .graphemes(true)
            .count()
    }

    fn at_column(&self, start: usize, end: usize, column: usize) -> usize {
        let line = self.text.get(start..end).unwrap_or("");
        start
            + line
                .grapheme_indices(true)
                .nth(column)
                .map_or(line.len(), |(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, actions: &[Action]) -> (String, usize) {
        let mut field = Field::of(text);
        for action in actions {
            field.edit(*action);
        }
        (field.text.clone(), field.cursor)
    }

    #[test]
    fn the_cursor_goes_by_what_a_person_sees_as_one_character() {
        assert_eq!(
            edited("ae\u{301}", &[Action::TypeBackspace]),
            ("a".to_owned(), 1)
        );
        assert_eq!(
            edited("한국", &[Action::TypeLeft, Action::TypeBackspace]),
            ("국".to_owned(), 0)
        );
        assert_eq!(
            edited(
                "",
                &[Action::TypeBackspace, Action::TypeLeft, Action::TypeUp]
            ),
            (String::new(), 0)
        );
    }

    #[test]
    fn words_and_lines_are_deleted_back() {
        assert_eq!(edited("one two ", &[Action::TypeWordBack]).0, "one ");
        assert_eq!(edited("one\ntwo", &[Action::TypeLineBack]).0, "one\n");
    }

    #[test]
    fn up_and_down_keep_the_column() {
        assert_eq!(edited("abc\nd\nefg", &[Action::TypeUp]).1, 5);
        assert_eq!(
            edited(
                "abc\nd\nefg",
                &[Action::TypeUp, Action::TypeUp, Action::TypeDown]
            )
            .1,
            5
        );
        assert_eq!(
            edited(
                "abc\nd",
                &[Action::TypeHome, Action::TypeUp, Action::TypeEnd]
            )
            .1,
            3
        );
    }

    #[test]
    fn pasted_escapes_are_made_harmless() {
        let mut field = Field::default();
        field.insert("a\r\nb\x1b[31m");
        assert_eq!(field.text(), "a\nb\u{241b}[31m");
    }
}
