//! Lists of notes: as text for people, as JSON for programs. With documents at hand it says where each note
//! stands in them now; without, where it stood when it was written.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::document::{Document, DocumentSet};
use crate::notes::{
    Anchored, Note, NoteId, NoteSet, Operation, OperationId, Placement, Position, Target,
};
use crate::text::Span;

/// How many code points of a quotation a list shows.
const SHOWN: usize = 160;

/// The documents at hand, and where the notes stand in them.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a> {
    /// The documents.
    pub set: &'a DocumentSet,
    /// Where the notes stand.
    pub placement: &'a Placement,
}

/// A target in a list.
struct Row<'a> {
    target: &'a Target,
    /// Its document among those at hand, and where in it.
    now: Option<(&'a Document, Anchored)>,
}

/// Returns the rows of the notes to list: with documents at hand those that have a place in them, orphans
/// first, then in order of the documents and places; otherwise all, in order of making.
fn rows<'a>(notes: &'a NoteSet, here: Option<Here<'a>>) -> Vec<(&'a Note, Vec<Row<'a>>)> {
    let places = here.map(Here::places).unwrap_or_default();
    let mut listed: Vec<_> = notes
        .iter()
        .map(|note| {
            let targets = note.targets.iter().enumerate();
            let rows = targets.map(|(index, target)| Row {
                target,
                now: places.get(&(&note.id, index)).copied(),
            });
            (note, rows.collect::<Vec<_>>())
        })
        .collect();
    if here.is_some() {
        listed.retain(|(_, rows)| rows.iter().any(|row| row.now.is_some()));
        listed.sort_by_key(|(_, rows)| rows.iter().filter_map(order).min());
    }
    listed
}

/// What a row sorts by: orphans first, then document, then place.
fn order(row: &Row) -> Option<(bool, usize, Span)> {
    let (document, anchored) = row.now?;
    let span = anchored.span();
    Some((
        span.is_some(),
        document.id.index(),
        span.unwrap_or_default(),
    ))
}

/// Documents and places by note and target.
pub(super) type Places<'a> = FxHashMap<(&'a NoteId, usize), (&'a Document, Anchored)>;

impl<'a> Here<'a> {
    pub(super) fn places(self) -> Places<'a> {
        let placed = self.placement.placed.iter();
        let place = placed.filter_map(|placed| {
            let document = self.set.get(placed.doc)?;
            Some(((&placed.note, placed.target), (document, placed.anchored)))
        });
        place.collect()
    }
}

/// Returns the list for people: a line with the short name and time, the places with their words, the note's
/// own words, tags; a blank line between notes.
#[must_use]
pub fn text(notes: &NoteSet, here: Option<Here>) -> String {
    let mut out = String::new();
    for (note, rows) in rows(notes, here) {
        if !out.is_empty() {
            out.push('\n');
        }
        let time = note.at.strftime("%Y-%m-%d %H:%M UTC");
        let _ = write!(out, "{}  {time}", note.id.short());
        if let Some(by) = &note.by {
            let _ = write!(out, "  {by}");
        }
        out.push('\n');
        for row in &rows {
            write_row(&mut out, row, here.is_some());
        }
        for line in note.text.lines() {
            let _ = writeln!(out, "  {}", line.trim_end());
        }
        if !note.tags.is_empty() {
            let _ = writeln!(out, "  tags: {}", note.tags.join(", "));
        }
        if let Some(rating) = &note.rating {
            let _ = writeln!(out, "  rating: {rating}");
        }
    }
    let choices = choices(notes, here);
    if !choices.is_empty() {
        let gap = if out.is_empty() { "" } else { "\n" };
        let _ = writeln!(out, "{gap}Names and choices");
    }
    for choice in choices {
        let time = choice.at.strftime("%Y-%m-%d %H:%M UTC");
        let words = choice.change.choice_in_words().unwrap_or_default();
        let _ = writeln!(out, "  {time}  {}", one_line(&words));
    }
    out
}

/// Returns the choices in force: with documents at hand those about one of them.
fn choices<'a>(notes: &'a NoteSet, here: Option<Here<'a>>) -> Vec<&'a Operation> {
    let about = |choice: &&Operation| {
        here.is_none_or(|here| {
            here.set
                .iter()
                .any(|document| choice.change.is_about(document))
        })
    };
    let all = notes.choices_in_force().into_iter();
    all.filter(about).collect()
}

fn write_row(out: &mut String, row: &Row, checked: bool) {
    let quote = one_line(&row.target.quote.exact);
    let shown = row.target.in_words(one_line);
    let Position { start, end } = row.target.position;
    let Some((document, anchored)) = row.now else {
        let path = &row.target.document.path;
        let rest = if checked {
            ", not among these documents"
        } else {
            ""
        };
        let _ = writeln!(out, "  {path}:{start}-{end}{rest}\n    {shown}");
        return;
    };
    let _ = write!(out, "  {} {}", document.id, document.path);
    let place = anchored.span().map(|span| position(document, span));
    let _ = match (anchored, place) {
        (Anchored::At(_), _) if row.target.is_whole() => writeln!(out, "\n    {shown}"),
        (Anchored::At(_), Some(now)) => {
            writeln!(out, ":{}-{}\n    “{quote}”", now.start, now.end)
        }
        (Anchored::Moved(span), Some(now)) => {
            let words = one_line(document.text.slice(span));
            let _ = writeln!(out, ":{}-{}, moved: confirm it", now.start, now.end);
            match words == quote {
                true => writeln!(out, "    “{quote}”"),
                false => writeln!(out, "    was “{quote}”\n    now “{words}”"),
            }
        }
        (Anchored::Orphan(lost), _) => {
            let why = row.target.why_lost(lost);
            match quote.is_empty() {
                true => writeln!(out, ", orphan: {why}"),
                false => writeln!(out, ", orphan: {why}\n    was “{quote}”"),
            }
        }
        _ => Ok(()),
    };
}

pub(super) fn position(document: &Document, span: Span) -> Position {
    Position {
        start: document.text.char_of(span.start),
        end: document.text.char_of(span.end),
    }
}

/// Returns words on one line, white space run together, cut where they are many.
pub(super) fn one_line(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{} …", line.get(..cut).unwrap_or(&line).trim_end()),
        None => line,
    }
}

#[derive(Serialize)]
struct List<'a> {
    schema: &'static str,
    notes: Vec<NoteEntry<'a>>,
    /// Names, folds and labels in force.
    choices: Vec<ChoiceEntry<'a>>,
    /// How many notes have no document among those given; nothing where none were given.
    elsewhere: Option<usize>,
}

#[derive(Serialize)]
struct ChoiceEntry<'a> {
    id: &'a OperationId,
    at: String,
    op: Option<&'static str>,
    words: Option<String>,
}

#[derive(Serialize)]
struct NoteEntry<'a> {
    id: &'a NoteId,
    at: String,
    by: Option<&'a str>,
    text: &'a str,
    tags: &'a [String],
    rating: Option<&'a str>,
    targets: Vec<TargetEntry<'a>>,
}

#[derive(Serialize)]
struct TargetEntry<'a> {
    #[serde(flatten)]
    target: &'a Target,
    now: Option<NowEntry<'a>>,
}

/// Where a target stands now; `start` and `end` are null for an orphan.
#[derive(Serialize)]
struct NowEntry<'a> {
    doc: usize,
    path: &'a str,
    state: &'static str,
    start: Option<usize>,
    end: Option<usize>,
    exact: Option<&'a str>,
    /// Why an orphan has no place.
    why: Option<String>,
}

/// Returns the list for programs, in the order of [`text`].
///
/// # Errors
/// Never in practice: every part is text or a number.
pub fn json(notes: &NoteSet, here: Option<Here>) -> serde_json::Result<String> {
    let list = List {
        schema: "variorum.notes/1",
        notes: rows(notes, here).into_iter().map(note_entry).collect(),
        choices: choices(notes, here).into_iter().map(choice_entry).collect(),
        elsewhere: here.map(|here| here.placement.elsewhere.len()),
    };
    serde_json::to_string_pretty(&list).map(|json| json + "\n")
}

fn choice_entry(choice: &Operation) -> ChoiceEntry<'_> {
    ChoiceEntry {
        id: &choice.id,
        at: choice.at.to_string(),
        op: choice.change.name(),
        words: choice.change.choice_in_words(),
    }
}

fn note_entry<'a>((note, rows): (&'a Note, Vec<Row<'a>>)) -> NoteEntry<'a> {
    let targets = rows.into_iter().map(|row| TargetEntry {
        target: row.target,
        now: row
            .now
            .map(|(document, anchored)| now(row.target, document, anchored)),
    });
    NoteEntry {
        id: &note.id,
        at: note.at.to_string(),
        by: note.by.as_deref(),
        text: &note.text,
        tags: &note.tags,
        rating: note.rating.as_deref(),
        targets: targets.collect(),
    }
}

fn now<'a>(target: &Target, document: &'a Document, anchored: Anchored) -> NowEntry<'a> {
    let span = anchored.span();
    let place = span.map(|span| position(document, span));
    NowEntry {
        doc: document.id.index(),
        path: &document.path,
        state: anchored.name(),
        start: place.map(|p| p.start),
        end: place.map(|p| p.end),
        exact: span.map(|span| document.text.slice(span)),
        why: match anchored {
            Anchored::Orphan(lost) => Some(target.why_lost(lost)),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::choice::Who;
    use crate::notes::{Change, place, sample, target};

    const TEXT: &str =
        "The bridge was closed at noon.\nNobody was hurt, the police said. It opens on Monday.";

    fn document(text: &str) -> Document {
        sample::document("bridge.txt", text)
    }

    fn notes() -> NoteSet {
        let quotes = [
            "It opens on Monday.",
            "The bridge was closed at noon.",
            "Nobody was hurt, the police said.",
        ];
        NoteSet::new(quotes.iter().enumerate().map(|(number, quote)| {
            let at = TEXT.find(quote).unwrap();
            Operation {
                id: OperationId(format!("urn:uuid:0000000{number}-rest")),
                at: "2025-09-05T10:00:00Z".parse().unwrap(),
                by: None,
                change: Change::Add {
                    text: "First line.\nSecond line.".to_owned(),
                    targets: vec![target(
                        &document(TEXT),
                        Span::new(at, at + quote.len()),
                        None,
                    )],
                    tags: vec!["check".to_owned(), "police".to_owned()],
                    rating: None,
                },
            }
        }))
    }

    fn listed(now: Document) -> (String, serde_json::Value) {
        let (notes, set) = (notes(), DocumentSet::new(vec![now]));
        let placement = place(&notes, &set);
        let here = Some(Here {
            set: &set,
            placement: &placement,
        });
        let json = json(&notes, here).unwrap();
        (
            self::text(&notes, here),
            serde_json::from_str(&json).unwrap(),
        )
    }

    #[test]
    fn a_list_reads_well_and_names_orphans_first() {
        let now = TEXT
            .replace("was closed at noon", "has been closed at noon")
            .replace("It opens on Monday.", "");
        let (text, json) = listed(document(&now));
        assert_eq!(
            text,
            "00000000  2025-09-05 10:00 UTC\n  A bridge.txt, orphan: its words are gone\n    was “It opens on Monday.”\n  \
             First line.\n  Second line.\n  tags: check, police\n\n\
             00000001  2025-09-05 10:00 UTC\n  A bridge.txt:0-35, moved: confirm it\n    was “The bridge was closed at noon.”\n    \
             now “The bridge has been closed at noon.”\n  First line.\n  Second line.\n  tags: check, police\n\n\
             00000002  2025-09-05 10:00 UTC\n  A bridge.txt:36-69\n    “Nobody was hurt, the police said.”\n  \
             First line.\n  Second line.\n  tags: check, police\n"
        );
        let states: Vec<_> = json["notes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| &n["targets"][0]["now"]["state"])
            .collect();
        assert_eq!(states, ["orphan", "moved", "at"]);
        assert_eq!(json["notes"][2]["targets"][0]["now"]["start"], 36);
        let why = &json["notes"][0]["targets"][0]["now"]["why"];
        assert_eq!(why, "its words are gone");
    }

    #[test]
    fn without_documents_it_says_where_notes_stood() {
        let text = text(&notes(), None);
        assert!(text.starts_with(
            "00000000  2025-09-05 10:00 UTC\n  bridge.txt:65-84\n    “It opens on Monday.”\n"
        ));
        let json: serde_json::Value = serde_json::from_str(&json(&notes(), None).unwrap()).unwrap();
        assert!(json["notes"][0]["targets"][0]["now"].is_null() && json["elsewhere"].is_null());
    }

    #[test]
    fn names_and_choices_stand_below_the_notes_those_of_other_documents_left_out() {
        let name = |number: u8, sha256: &str| Operation {
            id: OperationId(number.to_string()),
            at: "2025-09-05T10:00:00Z".parse().unwrap(),
            by: None,
            change: Change::Name {
                who: Who::by_address(&Document {
                    sha256: sha256.to_owned(),
                    path: format!("{number}.txt"),
                    ..Document::default()
                }),
                name: "The \u{1b}Post".to_owned(),
            },
        };
        let set = DocumentSet::new(vec![document(TEXT)]);
        let notes = NoteSet::new([name(1, &format!("sha of {TEXT}")), name(2, "another")]);
        let placement = place(&notes, &set);
        let here = Here {
            set: &set,
            placement: &placement,
        };
        let line =
            |number| format!("  2025-09-05 10:00 UTC  {number}.txt: named The \u{241b}Post\n");
        assert_eq!(
            text(&notes, Some(here)),
            format!("Names and choices\n{}", line(1))
        );
        assert_eq!(
            text(&notes, None),
            format!("Names and choices\n{}{}", line(1), line(2))
        );
        let json: serde_json::Value =
            serde_json::from_str(&json(&notes, Some(here)).unwrap()).unwrap();
        assert_eq!(json["choices"][0]["op"], "name");
        assert_eq!(json["choices"].as_array().map(Vec::len), Some(1));
    }

    #[test]
    fn notes_on_other_documents_are_counted_and_not_listed() {
        let other = "Prices of bread rose by a third within a year.";
        let (text, json) = listed(sample::document("bread.txt", other));
        assert_eq!((text.as_str(), &json["elsewhere"]), ("", &3.into()));
    }
}
