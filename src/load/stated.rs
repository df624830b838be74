//! The text of the article as a page states it for programs: a second witness for what the extractor left out.

use rustc_hash::FxHashSet;

use crate::text::{Interner, Span, WordId, tokens};

/// Words in a row that are looked for.
const ROW: usize = 4;
/// Part of a block's rows that the statement must hold.
const HELD: f32 = 0.8;

/// The rows of words of a stated text.
#[derive(Debug, Default)]
pub(super) struct Stated {
    words: Interner,
    rows: FxHashSet<[WordId; ROW]>,
}

impl Stated {
    /// Reads a stated text; one without words holds nothing.
    pub(super) fn new(text: &str) -> Self {
        let mut stated = Self::default();
        let row = stated.rows_of(text);
        stated.rows = row.into_iter().collect();
        stated
    }

    fn rows_of(&mut self, text: &str) -> Vec<[WordId; ROW]> {
        let words: Vec<WordId> = tokens(text, Span::new(0, text.len()), &mut self.words)
            .iter()
            .map(|token| token.word)
            .collect();
        let rows = words.windows(ROW).filter_map(|row| row.try_into().ok());
        rows.collect()
    }

    /// Returns whether the statement holds nearly all words of a block, in order.
    pub(super) fn holds(&mut self, block: &str) -> bool {
        if self.rows.is_empty() {
            return false;
        }
        let rows = self.rows_of(block);
        let held = rows.iter().filter(|row| self.rows.contains(*row)).count();
        held > 0 && held as f32 >= HELD * rows.len() as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_stated_where_nearly_all_its_words_are() {
        let mut stated = Stated::new(
            "The ferry sailed at noon, said the harbour master. Nobody waved from the quay.",
        );
        assert!(stated.holds("the ferry sailed at noon"));
        assert!(stated.holds("“Nobody waved from the quay.”"));
        assert!(!stated.holds("The ferry sailed at noon without its band and its cook"));
        assert!(!stated.holds("the ferry"), "too short to tell");
        assert!(!Stated::new("").holds("the ferry sailed at noon"));
    }
}
