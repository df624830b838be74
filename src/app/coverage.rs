//! Coverage: passages × documents as a matrix, to see what everybody has and what one leaves out.

use std::sync::Arc;

use super::action::Action;
use super::column::plural;
use super::lines::Line;
use super::list::{Kind, List};
use super::passages::{Order, documents, lead, relation, row_at, rows};
use super::state::{Mode, State};
use super::{found, geometry, jump};
use crate::compare::passage::{Comparison, Passage, Relation};
use crate::document::DocId;

/// The matrix: which passages are its rows, and in which column the cursor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    doc: DocId,
    order: Order,
    /// Only what is linked in all other documents, and not in `doc`.
    absent: bool,
    rows: Arc<[Passage]>,
}

/// The widths of the parts of a line.
struct Widths {
    words: usize,
    cell: usize,
    /// Whether relations are words rather than signs.
    spelt: bool,
    first: usize,
    documents: usize,
}

/// Opens the matrix at the passage under the cursor.
pub fn open(state: &mut State) {
    let Some((doc, stop)) = state.cursor() else {
        return;
    };
    if state.set.len() < 2 {
        state.say("one article only: there is nothing to compare with");
        return;
    }
    if state.comparison.as_ref().is_none_or(|c| c.unfinished) {
        state.say("still comparing: coverage is not known yet");
        return;
    }
    let (order, absent) = (Order::Base, false);
    let rows = rows(state, doc, order, absent);
    if rows.is_empty() {
        state.say("these articles share no passage");
        return;
    }
    let at = row_at(&rows, doc, stop.span);
    let kind = Kind::Coverage(Coverage {
        doc,
        order,
        absent,
        rows,
    });
    state.mode = Mode::List(List::at(kind, at));
}

/// Reckons the rows anew, after the comparison changed.
pub fn renew(state: &mut State) {
    let Mode::List(mut list) = state.mode.clone() else {
        return;
    };
    let Kind::Coverage(table) = &mut list.kind else {
        return;
    };
    if !state.set.is_open(table.doc) {
        table.doc = state.base();
    }
    table.rows = rows(state, table.doc, table.order, table.absent);
    list.at = list.at.min(table.len().saturating_sub(1));
    state.mode = Mode::List(list);
}

/// Does what a key of the matrix says: another column, another order, only what is absent.
pub fn act(state: &mut State, mut list: List, action: Action, count: usize) {
    if let Kind::Coverage(table) = &mut list.kind {
        let chosen = table.rows.get(list.at).cloned();
        match action {
            Action::ListLeft | Action::ListRight => {
                let ids: Vec<DocId> = state.set.ids().collect();
                let at = ids.partition_point(|id| *id < table.doc);
                let at = match action {
                    Action::ListLeft => at.saturating_sub(count),
                    _ => (at + count).min(ids.len().saturating_sub(1)),
                };
                let doc = ids.get(at).copied().unwrap_or(table.doc);
                if doc == table.doc {
                    state.say("no document on that side");
                }
                table.doc = doc;
            }
            Action::ListOrder => {
                table.order = match table.order {
                    Order::Base => Order::Count,
                    Order::Count => Order::Base,
                };
            }
            _ => table.absent = !table.absent,
        }
        table.rows = rows(state, table.doc, table.order, table.absent);
        // The cursor stays on its passage.
        let again = table
            .rows
            .iter()
            .position(|row| Some(row) == chosen.as_ref());
        list.at = again.unwrap_or(0);
        state.mode = Mode::List(list);
    } else {
        state.say("this key is for coverage: M opens it");
        state.mode = Mode::List(list);
    }
}

/// Goes to the chosen passage in the document of the column, else in the one whose words the row shows.
pub fn choose(state: &mut State, list: &List) {
    let Kind::Coverage(table) = &list.kind else {
        return;
    };
    let Some(passage) = table.rows.get(list.at) else {
        return;
    };
    let own = passage.members.iter().find(|m| m.place.doc == table.doc);
    let lead = lead(passage, state.base());
    let Some(place) = own.or(lead).map(|m| m.place) else {
        return;
    };
    jump::visit(state, place);
    if place.doc != table.doc {
        state.say(format!(
            "no link to it was found in {}: this is {}",
            table.doc, place.doc
        ));
    }
}

impl Coverage {
    /// Returns how many lines there are: one says why where there is no row.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len().max(1)
    }

    /// Returns whether there is no line, which there always is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Returns the heading of the box.
    #[must_use]
    pub fn title(&self, state: &State) -> String {
        let count = plural(self.rows.len(), "passage");
        let order = match self.order {
            Order::Base => format!(" in the order of {}", state.base()),
            Order::Count => ", most shared first".to_owned(),
        };
        if self.absent {
            let doc = self.doc;
            let (others, aside) = found::compared(state, doc);
            let others = match aside.is_empty() {
                true => "all others".to_owned(),
                false => sigla(&others),
            };
            return format!("Linked in {others}, no link found in {doc}: {count}");
        }
        format!("Coverage{order}: {count}")
    }

    /// Returns the line above the rows: what the signs mean, and the sigla.
    #[must_use]
    pub fn head(&self, state: &State) -> Line {
        let widths = self.widths(state);
        let legends = [
            "x here  = same words  + nearly  o in other words  - no link found  ~ not compared",
            "x here  = same words  + nearly  o other words  - no link",
            "x here = same + near o other - not",
            "= same + near o other - not",
            "= same + near",
        ];
        let fits = |l: &&&str| !widths.spelt && state.settings.ambiguous.width(l) <= widths.words;
        let legend = legends.iter().find(fits).map_or("", |l| *l);
        let siglum = |doc: DocId| {
            if doc == self.doc {
                format!("[{doc}]")
            } else {
                format!(" {doc} ")
            }
        };
        let room = widths.words + LEFT;
        let left = format!("{legend:<room$}");
        line(left + &self.cells(state, &widths, siglum), true)
    }

    /// Returns some of the rows.
    #[must_use]
    pub fn lines(&self, state: &State, from: usize, most: usize) -> Vec<Line> {
        let Some(comparison) = state.comparison.as_deref() else {
            return vec![line("still comparing".to_owned(), false)];
        };
        if self.rows.is_empty() {
            return vec![line(self.nothing(state, comparison), false)];
        }
        let widths = self.widths(state);
        let shown = self.rows.iter().skip(from).take(most);
        shown
            .filter_map(|row| self.row(state, comparison, row, &widths))
            .collect()
    }

    fn nothing(&self, state: &State, comparison: &Comparison) -> String {
        let doc = self.doc;
        if !comparison.is_comparable(doc) {
            return format!("{doc} is in another language: not compared");
        }
        if state.set.len() == 2 {
            return format!("with two articles: what the other has alone; ]u walks it, from {doc}");
        }
        let (others, aside) = found::compared(state, doc);
        let not = match aside.is_empty() {
            true => String::new(),
            false => format!("; {} not compared with it", sigla(&aside)),
        };
        if others.len() < 2 {
            return format!("{doc} was compared with {} only{not}", sigla(&others));
        }
        format!(
            "what is linked in {} is linked in {doc} too{not}",
            sigla(&others)
        )
    }

    fn row(
        &self,
        state: &State,
        comparison: &Comparison,
        passage: &Passage,
        widths: &Widths,
    ) -> Option<Line> {
        let ambiguous = state.settings.ambiguous;
        let lead = lead(passage, state.base())?.place;
        let text = state.set.get(lead.doc)?.text.slice(lead.span);
        let beginning: String = text.chars().take(widths.words * 4 + 8).collect();
        let words = super::explain::short_by(ambiguous, &beginning, widths.words);
        let blanks = " ".repeat(widths.words.saturating_sub(ambiguous.width(&words)));
        let cell = |doc: DocId| {
            let comparable = comparison.compares(doc, lead.doc);
            let sign = match relation(state, passage, doc) {
                Some(_) if doc == lead.doc => here(widths.spelt),
                relation => sign(relation, comparable, widths.spelt),
            };
            format!(" {sign}")
        };
        let count = documents(state, passage);
        let cells = self.cells(state, widths, cell);
        let siglum = lead.doc.siglum();
        Some(line(
            format!("{count:>2} {siglum:<2} {words}{blanks}{cells}"),
            false,
        ))
    }

    fn cells(&self, state: &State, widths: &Widths, cell: impl Fn(DocId) -> String) -> String {
        let shown = state.set.ids().skip(widths.first).take(widths.documents);
        shown
            .map(|doc| format!("{:<1$}", cell(doc), widths.cell))
            .collect()
    }

    fn widths(&self, state: &State) -> Widths {
        let columns = geometry::page_columns(state.size).saturating_sub(LEFT);
        let all = state.set.len();
        let spelt = all * SPELT <= columns / 2;
        let siglum = state.set.ids().last().map_or(1, |d| d.siglum().len());
        let cell = if spelt { SPELT } else { siglum + 2 };
        let documents = (columns * 2 / 3 / cell).clamp(1, all.max(1));
        let at = state.set.ids().position(|d| d == self.doc).unwrap_or(0);
        let words = columns.saturating_sub(documents * cell);
        Widths {
            words,
            cell,
            spelt,
            first: (at + 1).saturating_sub(documents),
            documents,
        }
    }
}

/// Columns of the number of documents and of the siglum before the words.
const LEFT: usize = 6;

/// Columns of a relation in words, with a blank before it.
const SPELT: usize = 8;

fn line(text: String, heading: bool) -> Line {
    Line {
        text,
        hang: 0,
        heading,
    }
}

/// Returns what stands for the document whose words the row shows.
fn here(spelt: bool) -> &'static str {
    if spelt { "here" } else { "x" }
}

/// Returns a relation as a word, else as a sign that needs no colour.
fn sign(relation: Option<Relation>, comparable: bool, spelt: bool) -> &'static str {
    let (word, sign) = match relation {
        Some(Relation::Verbatim) => ("same", "="),
        Some(Relation::Near) => ("nearly", "+"),
        Some(Relation::Paraphrase) => ("other", "o"),
        Some(Relation::Weak) => ("perhaps", "."),
        None if comparable => ("-", "-"),
        None => ("~", "~"),
    };
    if spelt { word } else { sign }
}

fn sigla(docs: &[DocId]) -> String {
    let sigla: Vec<String> = docs.iter().map(|doc| doc.siglum()).collect();
    sigla.join(" ")
}
