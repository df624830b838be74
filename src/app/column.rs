//! A document at a width: its rows, its folds and its stops. Movement and drawing read the same column.

use std::collections::BTreeSet;

use crate::compare::align::Alignment;
use crate::document::{Block, BlockKind, DocId, Document};
use crate::text::wrap::Ambiguous;
use crate::text::{Span, token};

/// What a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Words of the text.
    Text,
    /// A closed fold.
    Closed(u32),
    /// The head of an open fold.
    Open(u32),
    /// Nothing: a space between paragraphs.
    Blank,
}

/// A row of a column: the bytes that it shows (of a closed fold: that it hides).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Bytes of the text; empty for blank rows and heads.
    pub span: Span,
    /// What is shown.
    pub kind: RowKind,
}

/// Neighbouring blocks that are not the article itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// From the first block's beginning to the last one's end.
    pub span: Span,
    /// Its reason and size, such as `212 words: site text, captions`.
    pub label: String,
    /// The kinds of its blocks.
    pub kinds: Vec<BlockKind>,
}

/// A place where the cursor can stand: a sentence, a piece of one, or a closed fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Its bytes.
    pub span: Span,
    /// The closed fold that it is.
    pub fold: Option<usize>,
}

/// The folds of a document: all runs of blocks that are not its article. None where nothing is an article.
#[must_use]
pub fn folds(document: &Document) -> Vec<Fold> {
    if !document.blocks.iter().any(|b| b.kind.is_article()) {
        return Vec::new();
    }
    let runs = document
        .blocks
        .chunk_by(|a, b| a.kind.is_article() == b.kind.is_article());
    let aside = runs.filter(|run| run.first().is_some_and(|b| !b.kind.is_article()));
    aside.map(|run| fold(document, run)).collect()
}

fn fold(document: &Document, blocks: &[Block]) -> Fold {
    let span = blocks
        .iter()
        .map(|b| b.span)
        .reduce(Span::join)
        .unwrap_or_default();
    let words = token::word_spans(document.text.as_str(), span).count();
    let kinds: Vec<_> = ASIDE
        .into_iter()
        .filter(|kind| blocks.iter().any(|b| b.kind == *kind))
        .collect();
    let named: Vec<_> = kinds.iter().map(|kind| several(*kind)).collect();
    Fold {
        span,
        label: format!("{}: {}", plural(words, "word"), named.join(", ")),
        kinds,
    }
}

/// The kinds of blocks that are folded, in the order of a fold's label.
const ASIDE: [BlockKind; 4] = [
    BlockKind::Boilerplate,
    BlockKind::Metadata,
    BlockKind::Caption,
    BlockKind::Duplicate,
];

/// Returns what the blocks of a kind are called in the label of a fold.
fn several(kind: BlockKind) -> String {
    let plural = matches!(kind, BlockKind::Caption | BlockKind::Duplicate);
    format!("{}{}", kind.words(), if plural { "s" } else { "" })
}

/// Returns a number with its noun.
#[must_use]
pub fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A document laid out at a width.
#[derive(Clone, Debug)]
pub struct Column {
    /// The document.
    pub doc: DocId,
    /// Columns of text.
    pub width: u16,
    /// How wide ambiguous characters are in them.
    pub ambiguous: Ambiguous,
    /// The folds that were open when it was laid out.
    pub open: BTreeSet<usize>,
    /// Whether it shows the original.
    pub original: bool,
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// In order of the text.
    pub stops: Vec<Stop>,
}

impl Column {
    /// Lays a document out; `open` holds the indices of open folds.
    #[must_use]
    pub fn new(
        document: &Document,
        folds: &[Fold],
        open: &BTreeSet<usize>,
        alignment: &Alignment,
        (width, ambiguous): (u16, Ambiguous),
    ) -> Self {
        let rows = lay_out(document, folds, open, (usize::from(width), ambiguous));
        let mut column = Self {
            doc: document.id,
            width,
            ambiguous,
            open: open.clone(),
            original: false,
            rows,
            stops: Vec::new(),
        };
        column.stops = stops(document.id, folds, open, alignment);
        column
    }

    /// Cuts the stops anew, which moves no row.
    pub fn restop(&mut self, folds: &[Fold], alignment: &Alignment) {
        self.stops = stops(self.doc, folds, &self.open, alignment);
    }

    /// Returns the row that shows a byte, else the one before it.
    #[must_use]
    pub fn row_of(&self, at: u32) -> usize {
        let mut row = self
            .rows
            .partition_point(|r| r.span.start <= at)
            .saturating_sub(1);
        while row > 0
            && self
                .rows
                .get(row)
                .is_some_and(|r| matches!(r.kind, RowKind::Blank | RowKind::Open(_)))
        {
            row -= 1;
        }
        row
    }

    /// Returns the first and the last row of a stop.
    #[must_use]
    pub fn rows_of(&self, stop: Span) -> (i32, i32) {
        let (first, last) = (
            self.row_of(stop.start),
            self.row_of(stop.end.saturating_sub(1).max(stop.start)),
        );
        (row_number(first), row_number(last))
    }

    /// Returns the index of the stop that holds a byte, else of the one before it.
    #[must_use]
    pub fn stop_index(&self, at: u32) -> usize {
        self.stops
            .partition_point(|s| s.span.start <= at)
            .saturating_sub(1)
    }

    /// Returns the stop that holds a byte, else the one before it.
    #[must_use]
    pub fn stop_at(&self, at: u32) -> Option<Stop> {
        self.stops.get(self.stop_index(at)).copied()
    }

    /// Returns how many rows there are.
    #[must_use]
    pub fn height(&self) -> i32 {
        row_number(self.rows.len())
    }

    /// Returns the stops that begin in a row, in order.
    pub fn stops_in(&self, row: usize) -> impl Iterator<Item = &Stop> {
        let span = self.rows.get(row).map(|r| r.span).unwrap_or_default();
        let from = self.stops.partition_point(|s| s.span.start < span.start);
        self.stops
            .get(from..)
            .unwrap_or(&[])
            .iter()
            .take_while(move |s| s.span.start < span.end)
    }
}

/// Returns a row index as a number that may be counted down from.
fn row_number(row: usize) -> i32 {
    i32::try_from(row).unwrap_or(i32::MAX)
}

fn lay_out(
    document: &Document,
    folds: &[Fold],
    open: &BTreeSet<usize>,
    (width, ambiguous): (usize, Ambiguous),
) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut before: Option<BlockKind> = None;
    for block in &document.blocks {
        for (nth, (span, fold)) in pieces(document, block.span, folds).into_iter().enumerate() {
            let apart = before.is_some() && nth == 0;
            let (index, whole) = match fold.and_then(|f| Some((f, folds.get(f)?))) {
                Some((index, fold)) => (Some(index), fold.span),
                None => (None, span),
            };
            let number = index
                .and_then(|f| u32::try_from(f).ok())
                .unwrap_or(u32::MAX);
            let first = index.is_some() && whole.start == span.start;
            if index.is_some_and(|f| !open.contains(&f)) {
                if first {
                    space(&mut rows, span.start, apart);
                    rows.push(Row {
                        span: whole,
                        kind: RowKind::Closed(number),
                    });
                }
                continue;
            }
            let aside = !block.kind.is_article();
            let close = index.is_some() && !first && aside
                || before.is_some_and(|b| !b.is_article()) && block.kind == BlockKind::Title;
            space(&mut rows, span.start, apart && !close);
            if first {
                rows.push(Row {
                    span: Span {
                        start: span.start,
                        end: span.start,
                    },
                    kind: RowKind::Open(number),
                });
            }
            let text = ambiguous.rows(document.text.as_str(), span, width);
            rows.extend(text.into_iter().map(|span| Row {
                span,
                kind: RowKind::Text,
            }));
        }
        before = Some(block.kind);
    }
    rows
}

/// Returns a block cut where folds begin and end, each part with the index of its fold.
fn pieces(document: &Document, block: Span, folds: &[Fold]) -> Vec<(Span, Option<usize>)> {
    let mut pieces = Vec::new();
    let mut at = block.start;
    let from = folds.partition_point(|f| f.span.end <= block.start);
    let own = folds.iter().enumerate().skip(from);
    for (index, fold) in own.take_while(|(_, f)| f.span.start < block.end) {
        let start = fold.span.start.max(at);
        let end = fold.span.end.min(block.end);
        pieces.push((
            Span {
                start: at,
                end: start,
            },
            None,
        ));
        pieces.push((Span { start, end }, Some(index)));
        at = end;
    }
    let end = block.end;
    pieces.push((Span { start: at, end }, None));
    if let [(whole, None)] = pieces.as_slice() {
        return vec![(*whole, None)];
    }
    for (span, _) in pieces.iter_mut().filter(|(_, fold)| fold.is_none()) {
        let words = document.text.slice(*span);
        span.start += Span::offset(words.len() - words.trim_start().len());
    }
    pieces.retain(|(span, _)| !span.is_empty());
    pieces
}

fn space(rows: &mut Vec<Row>, at: u32, wanted: bool) {
    if wanted {
        rows.push(Row {
            span: Span { start: at, end: at },
            kind: RowKind::Blank,
        });
    }
}

fn stops(doc: DocId, folds: &[Fold], open: &BTreeSet<usize>, alignment: &Alignment) -> Vec<Stop> {
    let mut stops = Vec::new();
    let mut closed = folds
        .iter()
        .enumerate()
        .filter(|(i, _)| !open.contains(i))
        .peekable();
    for &span in alignment.stops(doc) {
        while let Some((index, fold)) = closed.next_if(|(_, f)| f.span.start <= span.start) {
            stops.push(Stop {
                span: fold.span,
                fold: Some(index),
            });
        }
        let hidden = stops.last().filter(|s| s.fold.is_some()).map(|s| s.span);
        let start = hidden.map_or(span.start, |fold| span.start.max(fold.end));
        // Results that came later may have joined what is hidden to what is not.
        let next = closed.peek().map_or(span.end, |(_, fold)| fold.span.start);
        let end = span.end.min(next);
        if start < end {
            let span = Span { start, end };
            stops.push(Stop { span, fold: None });
        }
    }
    stops.extend(closed.map(|(index, fold)| Stop {
        span: fold.span,
        fold: Some(index),
    }));
    stops
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::sample::{article, set};

    fn column(open: &[usize]) -> (Document, Column) {
        let document = article(&[
            (BlockKind::Boilerplate, "Menu"),
            (BlockKind::Boilerplate, "Share"),
            (BlockKind::Title, "Harbour opens"),
            (
                BlockKind::Body,
                "The harbour opened today. It rained all day long.",
            ),
            (BlockKind::Caption, "The harbour."),
            (BlockKind::Body, "The mayor spoke for an hour."),
        ]);
        let folds = folds(&document);
        let alignment = Alignment::new(&set(vec![document.clone()]), None);
        let open = open.iter().copied().collect();
        let column = Column::new(
            &document,
            &folds,
            &open,
            &alignment,
            (20, Ambiguous::Narrow),
        );
        (document, column)
    }

    fn shown(document: &Document, column: &Column) -> Vec<String> {
        let show = |r: &Row| match r.kind {
            RowKind::Text => document.text.slice(r.span).to_owned(),
            RowKind::Closed(f) => format!("+{f}"),
            RowKind::Open(f) => format!("-{f}"),
            RowKind::Blank => String::new(),
        };
        column.rows.iter().map(show).collect()
    }

    #[test]
    fn what_is_not_the_article_is_folded_into_one_row() {
        let (document, column) = column(&[]);
        let rows = shown(&document, &column);
        assert_eq!(rows[..3], ["+0", "Harbour opens", ""]);
        assert_eq!(
            rows[3..],
            [
                "The harbour opened",
                "today. It rained all",
                "day long.",
                "",
                "+1",
                "",
                "The mayor spoke for",
                "an hour."
            ]
        );
        assert_eq!(column.stops.len(), 6);
        assert_eq!(folds(&document)[0].label, "2 words: site text");
    }

    #[test]
    fn an_open_fold_shows_its_head_and_its_lines() {
        let (document, column) = column(&[0]);
        assert_eq!(
            shown(&document, &column)[..4],
            ["-0", "Menu", "Share", "Harbour opens"]
        );
        assert_eq!(column.stops.iter().filter(|s| s.fold.is_some()).count(), 1);
    }

    #[test]
    fn a_stop_knows_its_rows_and_a_row_its_stops() {
        let (document, column) = column(&[]);
        let text = document.text.as_str();
        let start = Span::offset(text.find("It rained").unwrap());
        let stop = column.stop_at(start + 3).unwrap();
        assert_eq!(document.text.slice(stop.span), "It rained all day long.");
        assert_eq!(column.rows_of(stop.span), (4, 5));
        assert_eq!(column.stops_in(4).count(), 1);
    }
}
