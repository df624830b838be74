//! What is said of each document: in the summary above the text, in the list of documents, in pane titles.

use super::state::State;
use crate::compare::passage::Share;
use crate::document::{DocId, Document};
use crate::text::wrap::Ambiguous;
use crate::text::{sanitize, token};

/// What the summary says of a document. A part not known yet is `..`, one not known at all `unknown`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SummaryRow {
    /// A, B, C …
    pub siglum: String,
    /// Publisher.
    pub outlet: String,
    /// Day, month and year.
    pub date: String,
    /// Words of the article.
    pub words: String,
    /// How much is set aside.
    pub aside: String,
    /// Share that is only here.
    pub only: String,
    /// Share that is only here and yet perhaps elsewhere, where there is any.
    pub perhaps: String,
}

/// Returns what is said of a document.
#[must_use]
pub fn row(state: &State, doc: DocId) -> SummaryRow {
    let Some(document) = state.set.get(doc) else {
        return SummaryRow::default();
    };
    let facts = state.facts.get(doc.index()).copied().unwrap_or_default();
    let counted = |words: usize| match state.beginnings {
        true => "..".to_owned(),
        false => super::column::plural(words, "word"),
    };
    SummaryRow {
        siglum: doc.siglum(),
        outlet: called(state, doc),
        date: document
            .date
            .as_ref()
            .map_or_else(|| "date unknown".to_owned(), |d| day(&d.value, true)),
        words: counted(facts.words),
        aside: format!("{} set aside", counted(facts.aside)),
        only: only(state, doc),
        perhaps: perhaps(state, doc),
    }
}

/// What is counted once in a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Words of title, headings and body.
    pub words: usize,
    /// Words of what is set aside.
    pub aside: usize,
}

impl Facts {
    /// Returns the facts of a document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let count = |article: bool| {
            let blocks = document
                .blocks
                .iter()
                .filter(|b| b.kind.is_article() == article);
            blocks
                .map(|b| token::word_spans(document.text.as_str(), b.span).count())
                .sum()
        };
        Self {
            words: count(true),
            aside: count(false),
        }
    }
}

/// Returns the share that is only in one document, in words.
#[must_use]
pub fn only(state: &State, doc: DocId) -> String {
    match share(state, doc) {
        Ok(share) => format!("{:.0} % only here", share.only_of_article() * 100.0),
        Err(why) => why.to_owned(),
    }
}

/// Returns how much of what is only in one document has a weak link, in words; nothing where that is little, or not
/// known.
fn perhaps(state: &State, doc: DocId) -> String {
    let part = share(state, doc).map_or(0.0, Share::perhaps_of_article) * 100.0;
    if part < 0.5 {
        String::new()
    } else {
        format!("with {part:.0} % perhaps (gw)")
    }
}

/// Returns the shares of a document, else why there are none.
fn share(state: &State, doc: DocId) -> Result<&Share, &'static str> {
    if state.set.len() < 2 {
        return Err("not compared");
    }
    let Some(comparison) = &state.comparison else {
        return Err("..");
    };
    if comparison.partial && !comparison.unfinished {
        return Err("not compared in full");
    }
    if !comparison.is_comparable(doc) {
        return Err("other language");
    }
    comparison.shares.get(doc.index()).ok_or("..")
}

/// Returns a date as `5 Sep`, with the year where asked; anything but `YYYY-MM-DD` as it is.
#[must_use]
pub fn day(date: &str, year: bool) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let parts: Vec<&str> = date.split('-').collect();
    let [y, m, d] = parts.as_slice() else {
        return date.to_owned();
    };
    let month = m
        .parse::<usize>()
        .ok()
        .and_then(|m| MONTHS.get(m.checked_sub(1)?));
    match (month, d.parse::<u8>()) {
        (Some(month), Ok(day)) if year => format!("{day} {month} {y}"),
        (Some(month), Ok(day)) => format!("{day} {month}"),
        _ => date.to_owned(),
    }
}

/// Returns a line with its parts under those of the other lines. Where room is short for them they go in this order:
/// what is set aside, what is perhaps elsewhere, words, date, share.
#[must_use]
pub fn aligned(
    ambiguous: Ambiguous,
    columns: usize,
    rows: &[SummaryRow],
    line: &SummaryRow,
) -> String {
    const WIDEST: usize = 28;
    const ORDER: [usize; 5] = [6, 5, 3, 2, 4];
    let parts: [fn(&SummaryRow) -> &String; 7] = [
        |r| &r.siglum,
        |r| &r.outlet,
        |r| &r.date,
        |r| &r.words,
        |r| &r.only,
        |r| &r.perhaps,
        |r| &r.aside,
    ];
    let widths = parts.map(|part| {
        let own = rows.iter().map(|r| ambiguous.width(part(r)));
        own.max().unwrap_or(0).min(WIDEST)
    });
    let mut left_out: &[usize] = &[];
    for count in 0..=ORDER.len() {
        left_out = ORDER.get(..count).unwrap_or(&ORDER);
        let kept = widths.iter().enumerate();
        let kept = kept.filter(|(nth, _)| !left_out.contains(nth));
        if kept.map(|(_, width)| width + 2).sum::<usize>() <= columns.saturating_add(2) {
            break;
        }
    }
    let mut words = String::new();
    for ((nth, part), wide) in parts.into_iter().enumerate().zip(widths) {
        if left_out.contains(&nth) {
            continue;
        }
        let own = ambiguous.fit(part(line), WIDEST);
        let blanks = " ".repeat(wide.saturating_sub(ambiguous.width(own)));
        let number = matches!(nth, 2..=5);
        words.push_str(&if number {
            format!("{blanks}{own}  ")
        } else {
            format!("{own}{blanks}  ")
        });
    }
    words.trim_end().to_owned()
}

/// Returns what a document is called where a person is to know it again: its outlet, else its file, marked as one.
#[must_use]
pub fn called(state: &State, doc: DocId) -> String {
    let Some(document) = state.set.get(doc) else {
        return String::new();
    };
    if document.outlet.is_some() {
        return document.outlet_name().to_owned();
    }
    let name = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
    let own = name(&document.path);
    let id = document.source_id.as_deref();
    let alike = state.set.iter().filter(|d| name(&d.path) == own).count() > 1;
    let ambiguous = state.settings.ambiguous;
    match id.filter(|_| alike) {
        Some(id) => format!("file …{}", end(ambiguous, &sanitize::line(id), 12)),
        None if alike => format!("file …{}", end(ambiguous, &document.path, 16)),
        None => format!("file {}", shortened(ambiguous, &own)),
    }
}

/// Returns a name of at most 16 columns, its middle left out: files of one series begin and end alike.
fn shortened(ambiguous: Ambiguous, name: &str) -> String {
    if ambiguous.width(name) <= 16 {
        return name.to_owned();
    }
    format!("{}…{}", ambiguous.fit(name, 7), end(ambiguous, name, 8))
}

/// Returns the longest end of a name that fits into so many columns.
fn end(ambiguous: Ambiguous, name: &str, columns: usize) -> String {
    let ends = name.char_indices().filter_map(|(at, _)| name.get(at..));
    let mut fitting = ends.filter(|end| ambiguous.width(end) <= columns);
    fitting.next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(siglum: &str, outlet: &str) -> SummaryRow {
        SummaryRow {
            siglum: siglum.to_owned(),
            outlet: outlet.to_owned(),
            date: "9 Oct 2025".to_owned(),
            words: "757 words".to_owned(),
            aside: "18 words set aside".to_owned(),
            only: "42 % only here".to_owned(),
            perhaps: "with 7 % perhaps (gw)".to_owned(),
        }
    }

    #[test]
    fn a_long_name_of_a_file_keeps_its_beginning_and_its_end() {
        let narrow = Ambiguous::Narrow;
        assert_eq!(shortened(narrow, "4-report.txt"), "4-report.txt");
        assert_eq!(
            shortened(narrow, "2025-09-05-kim-xi-agency.txt"),
            "2025-09…ency.txt"
        );
        assert_eq!(end(narrow, "한국어.txt", 6), "어.txt");
    }

    #[test]
    fn where_room_is_short_parts_go_and_none_is_cut() {
        let rows = [line("A", "Northwire"), line("B", "VTA")];
        let at = |columns| aligned(Ambiguous::Narrow, columns, &rows, &rows[1]);
        let all = "B  VTA        9 Oct 2025  757 words  42 % only here  with 7 % perhaps (gw)  18 words set aside";
        assert_eq!(at(94), all);
        assert_eq!(
            at(93),
            "B  VTA        9 Oct 2025  757 words  42 % only here  with 7 % perhaps (gw)"
        );
        assert_eq!(
            at(70),
            "B  VTA        9 Oct 2025  757 words  42 % only here"
        );
        assert_eq!(at(40), "B  VTA        9 Oct 2025  42 % only here");
        assert_eq!(at(39), "B  VTA        42 % only here");
        assert_eq!(at(12), "B  VTA");
        assert_eq!(at(3), "B  VTA");
    }

    #[test]
    fn a_date_is_written_as_people_do() {
        assert_eq!(day("2025-10-09", false), "9 Oct");
        assert_eq!(day("2025-10-09", true), "9 Oct 2025");
        assert_eq!(day("2025-13-09", true), "2025-13-09");
        assert_eq!(day("soon", false), "soon");
    }
}
