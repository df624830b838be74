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
    /// What it held before each change that can be taken back, with its cursor, the last one last.
    past: Vec<(String, usize)>,
    /// What was taken back and can be done again, the next one last.
    future: Vec<(String, usize)>,
    /// Whether the last change typed letters of a word: the next letter belongs to it.
    typing: bool,
}

/// How many changes can be taken back.
const STEPS: usize = 200;

impl Field {
    /// Returns a field that holds words, the cursor behind them.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            cursor: text.len(),
            ..Self::default()
        }
    }

    /// Puts other words in place of all, as one change; the cursor goes behind them.
    pub fn replace(&mut self, words: &str) {
        let words = harmless(words);
        if words != self.text {
            self.remember(false);
            self.cursor = words.len();
            self.text = words;
        }
    }

    /// Takes the last change back; returns whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.past.pop() else {
            return false;
        };
        let after = self.swap(before);
        self.future.push(after);
        true
    }

    /// Does again what was taken back last; returns whether there was something.
    pub fn redo(&mut self) -> bool {
        let Some(after) = self.future.pop() else {
            return false;
        };
        let before = self.swap(after);
        self.past.push(before);
        true
    }

    fn swap(&mut self, (text, cursor): (String, usize)) -> (String, usize) {
        self.typing = false;
        let cursor = std::mem::replace(&mut self.cursor, cursor);
        (std::mem::replace(&mut self.text, text), cursor)
    }

    /// Keeps what it holds, before a change. The letters of a word are one change.
    fn remember(&mut self, letter: bool) {
        self.future.clear();
        if !(letter && self.typing) {
            self.past.push((self.text.clone(), self.cursor));
            let over = self.past.len().saturating_sub(STEPS);
            self.past.drain(..over);
        }
        self.typing = letter;
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
        let words = harmless(words);
        let mut letters = words.chars();
        let letter = letters.next().is_some_and(char::is_alphanumeric) && letters.next().is_none();
        self.remember(letter);
        self.text.insert_str(self.cursor, &words);
        self.cursor += words.len();
    }

    /// Does what an editing key says; other actions do nothing.
    pub fn edit(&mut self, action: Action) {
        let before = self.cursor;
        self.act(action);
        self.typing &= self.cursor >= before;
    }

    fn act(&mut self, action: Action) {
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
            Action::TypeUndo => _ = self.undo(),
            Action::TypeRedo => _ = self.redo(),
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
        if from < to && self.text.get(from..to).is_some() {
            self.remember(false);
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

/// Returns words whose line ends are one, with what must not reach a terminal made harmless.
fn harmless(words: &str) -> String {
    sanitize::text(&words.replace("\r\n", "\n").replace('\r', "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    #[test]
    fn changes_are_taken_back_word_by_word_and_done_again() {
        let mut field = Field::default();
        for c in "one two".chars() {
            field.insert(c.encode_utf8(&mut [0; 4]));
        }
        field.insert(" 한국어\nline");
        field.edit(Action::TypeLineBack);
        let mut seen = Vec::new();
        while field.undo() {
            seen.push(field.text().to_owned());
        }
        assert_eq!(seen, ["one two 한국어\nline", "one two", "one ", "one", ""]);
        seen.clear();
        while field.redo() {
            seen.push(field.text().to_owned());
        }
        assert_eq!(seen.last().map(String::as_str), Some("one two 한국어\n"));
        assert_eq!(seen.len(), 5);
        field.undo();
        field.insert("x");
        assert!(!field.redo(), "what is new ends what could be done again");
    }

    #[test]
    fn letters_typed_elsewhere_are_another_change() {
        let mut field = Field::of("ab");
        field.insert("c");
        field.edit(Action::TypeHome);
        field.insert("x");
        field.undo();
        assert_eq!((field.text(), field.cursor()), ("abc", 0));
    }

    #[test]
    fn words_from_elsewhere_are_one_change_and_harmless() {
        let mut field = Field::of("mine");
        field.replace("theirs\u{1b}\r\nand more");
        assert_eq!(field.text(), "theirs\u{241b}\nand more");
        field.undo();
        assert_eq!(field.text(), "mine");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_undo_goes_back_to_the_beginning_and_redo_to_the_end(
            keys in prop::collection::vec((0..14_usize, "(\\PC|\r|\n){0,4}"), 0..60),
        ) {
            const EDITS: [Action; 11] = [
                Action::TypeEnter, Action::TypeBackspace, Action::TypeDelete, Action::TypeWordBack,
                Action::TypeLineBack, Action::TypeLeft, Action::TypeRight, Action::TypeHome, Action::TypeEnd,
                Action::TypeUp, Action::TypeDown,
            ];
            let mut field = Field::of("é 한");
            for (which, words) in keys {
                match EDITS.get(which) {
                    Some(action) => field.edit(*action),
                    None => field.insert(&words),
                }
                prop_assert!(field.text().is_char_boundary(field.cursor()));
            }
            let end = field.text().to_owned();
            while field.undo() {}
            prop_assert_eq!(field.text(), "é 한");
            while field.redo() {}
            prop_assert_eq!(field.text(), end);
        }
    }
}
