//! A note in words: in the status line, in the list of notes, and whole, with all its places and why it has lost
//! one.

use super::action::Action;
use super::annotate::Draft;
use super::column::plural;
use super::explain::short;
use super::lines::Line;
use super::notes::Listed;
use super::state::State;
use crate::document::DocId;
use crate::notes::{Anchored, Note, NoteId, Target};
use crate::text::sanitize;
use crate::text::wrap::Ambiguous;

/// Returns the words of the note under the cursor, for the status line; first what a person is asked.
#[must_use]
pub fn under_cursor(state: &State) -> Option<String> {
    let (doc, stop) = state.cursor()?;
    let mut notes = state.notes.at(doc, stop.span);
    let first = notes.next()?;
    let more = match notes.count() {
        0 => String::new(),
        more => format!(" (and {more} more: A)"),
    };
    let mut spots = state.notes.spots(doc, stop.span);
    let moved = spots.any(|(_, spot)| spot.moved && spot.note == first.id);
    let asked = if moved {
        format!(" moved, {}", question(state))
    } else {
        String::new()
    };
    Some(format!("note{asked}: {}{more}", short(&told(first), 400)))
}

/// Returns the keys that answer whether a note stands where it was found.
pub(super) fn question(state: &State) -> String {
    let key = |action| state.keymap.keys_of(action).join(" or ");
    let (yes, no) = (key(Action::NoteConfirm), key(Action::NoteReject));
    format!("{yes} confirms {no} rejects")
}

/// Returns the words of a note, its rating and its tags.
#[must_use]
pub fn told(note: &Note) -> String {
    let words = sanitize::line(note.text.trim());
    [&words, marks(note).as_str()].join(" ").trim().to_owned()
}

/// Returns the rating and the tags of a note.
fn marks(note: &Note) -> String {
    let rating = note.rating.iter().map(|rating| format!("[{rating}]"));
    let tags = note.tags.iter().map(|tag| format!("#{tag}"));
    rating.chain(tags).collect::<Vec<_>>().join(" ")
}

/// Returns the heading of the field in which a note is written: where it stands, its tags and rating.
#[must_use]
pub fn title(state: &State, draft: &Draft, columns: usize) -> String {
    let verb = if draft.note.is_some() {
        "Changed note on"
    } else {
        "Note on"
    };
    let mut more = match draft.places.len() {
        0 | 1 => String::new(),
        places => format!(" and {}", plural(places - 1, "place")),
    };
    more.extend(draft.rating.iter().map(|rating| format!(" [{rating}]")));
    more.extend(draft.tags.iter().map(|tag| format!("  #{tag}")));
    let Some(first) = draft.places.first() else {
        return format!("{verb} a document that is not open{more}");
    };
    let document = state.set.get(first.doc);
    let quote = document.map_or("", |d| d.text.slice(first.span));
    let room = columns.saturating_sub(24 + width(&more)).max(12);
    let quote = short(quote, room);
    format!("{verb} {}: \u{201c}{quote}\u{201d}{more}", first.doc)
}

/// Returns the line of a note in the list, in so many columns: what asks for an answer or is wrong comes first.
#[must_use]
pub fn entry(own: &Listed, columns: usize) -> String {
    let Listed { note, doc, .. } = own;
    let target = note.targets.get(own.target);
    let places = match note.targets.len() {
        0 | 1 => String::new(),
        several if badly(own) => format!(" (place {} of {several})", own.target + 1),
        several => format!(" ({several} places)"),
    };
    let (state, about) = match own.anchored {
        Anchored::At(_) => ("", String::new()),
        Anchored::Moved(_) => ("moved, gy gn  ", String::new()),
        Anchored::Orphan(lost) => {
            let why = target.map_or_else(String::new, |target| target.why_lost(lost));
            ("ORPHAN  ", format!("{why}: "))
        }
    };
    let head = format!("{doc}{places}  {state}");
    let room = columns.saturating_sub(width(&head) + 8).max(24);
    let marks = short(&marks(note), room / 3);
    let text = sanitize::line(&note.text);
    let words = short(&text, room / 2 - width(&marks).min(room / 4));
    let words = [words, marks].join(" ");
    let words = words.trim();
    let rest = room.saturating_sub(width(&about) + width(words));
    let quote = |words: &str| short(&sanitize::line(words), rest.max(12));
    let quote = target.map_or_else(String::new, |target| target.in_words(quote));
    format!("{head}{words}  \u{2014} {about}{quote}")
}

/// Returns whether a place of a note asks for an answer.
fn badly(own: &Listed) -> bool {
    !matches!(own.anchored, Anchored::At(_))
}

fn width(words: &str) -> usize {
    Ambiguous::Narrow.width(words)
}

/// Returns a whole note: when it was written and by whom, its words, tags and rating, and each of its places.
#[must_use]
pub fn lines(state: &State, id: &NoteId) -> Vec<Line> {
    let Some(note) = state.notes.set.get(id) else {
        return vec![line("this note was deleted: u brings it back".to_owned())];
    };
    let by = note.by.as_ref();
    let by = by.map_or_else(String::new, |by| format!(" by {by}"));
    let time = note.at.strftime("%Y-%m-%d %H:%M UTC");
    let mut page = vec![head(format!("Note of {time}{by}"))];
    let words = note.text.lines().map(|words| line(format!("  {words}")));
    page.extend(words);
    if !note.tags.is_empty() {
        page.push(line(format!("  tags: {}", note.tags.join(", "))));
    }
    if let Some(rating) = &note.rating {
        page.push(line(format!("  rating: {rating}")));
    }
    if state.notes.is_unsaved(id) {
        page.push(line("  NOT saved: ctrl-s tries again".to_owned()));
    }
    let places = state.notes.places_of(note);
    for (number, (target, place)) in note.targets.iter().zip(places).enumerate() {
        page.push(head(format!(
            "Place {} of {}",
            number + 1,
            note.targets.len()
        )));
        page.extend(place_lines(state, target, place));
    }
    page
}

fn place_lines(state: &State, target: &Target, place: Option<(DocId, Anchored)>) -> Vec<Line> {
    let source = &target.document;
    let name = source.outlet.as_deref().or(source.title.as_deref());
    let name = name.unwrap_or(&source.path);
    let quote = |words: &str| format!("\u{201c}{}\u{201d}", sanitize::line(words.trim()));
    let was = target.in_words(|words| sanitize::line(words.trim()).into_owned());
    let mut page = Vec::new();
    match place {
        None => {
            page.push(line(format!(
                "  {name}: its document is not open, :open {}",
                source.path
            )));
            page.push(line(format!("  {was}")));
        }
        Some((doc, Anchored::At(_))) => page.push(line(format!("  {doc} {name}: {was}"))),
        Some((doc, Anchored::Moved(span))) => {
            let now = state.set.get(doc).map_or("", |d| d.text.slice(span));
            page.push(line(format!("  {doc} {name}: moved, {}", question(state))));
            page.push(line(format!("  was {was}")));
            page.push(line(format!("  now {}", quote(now))));
        }
        Some((doc, Anchored::Orphan(lost))) => {
            let why = target.why_lost(lost);
            page.push(line(format!("  {doc} {name}: ORPHAN, {why}")));
            page.push(line(format!("  was {was}")));
        }
    }
    let shown = target.shown.as_ref();
    if let Some((shown, why)) = shown.and_then(|shown| Some((shown, shown.why.as_ref()?))) {
        let of = shown.words.as_ref();
        let of = of.map_or_else(String::new, |words| format!(", for {}", quote(words)));
        page.push(line(format!("  shown when it was written{of}: {why}")));
    }
    page
}

fn head(text: String) -> Line {
    Line {
        text,
        hang: 0,
        heading: true,
    }
}

fn line(text: String) -> Line {
    Line {
        text,
        hang: 2,
        heading: false,
    }
}
