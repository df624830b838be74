//! Notes to hand over: Markdown for people, CSV for tables. With the key of each place, by which another person
//! can find it again.

use std::fmt::Write as _;

use super::handed::{Became, Handed, stand};
use super::plain::key_of;
use crate::notes::target::WHOLE;
use crate::notes::{Lost, Operation, Target};

/// Returns notes as Markdown: the quotation with what stands around it, where it is from, its key, what became of it,
/// the words of the note, its tags and rating; below them what a person made of conflicts and looks.
#[must_use]
pub fn markdown(handed: &Handed) -> String {
    let mut out = String::from("# Notes\n");
    for note in &handed.notes {
        let time = note.at.strftime("%Y-%m-%d %H:%M UTC");
        let by = note.by.as_ref().map(|by| format!(", {}", escaped(by)));
        let _ = writeln!(
            out,
            "\n## {} — {time}{}",
            note.id.short(),
            by.unwrap_or_default()
        );
        for (number, target) in note.targets.iter().enumerate() {
            write_place(&mut out, target, handed.became(note, number));
        }
        if !note.text.is_empty() {
            let _ = writeln!(out, "\n{}", note.text.trim_end());
        }
        if !note.tags.is_empty() {
            let tags: Vec<String> = note.tags.iter().map(|tag| escaped(tag)).collect();
            let _ = writeln!(out, "\nTags: {}", tags.join(", "));
        }
        if let Some(rating) = &note.rating {
            let _ = writeln!(out, "\nRating: {}", escaped(rating));
        }
    }
    write_conflicts(&mut out, &handed.conflicts);
    out
}

/// Writes what a person made of conflicts and looks.
fn write_conflicts(out: &mut String, conflicts: &[&Operation]) {
    let mut heading = "\n## Conflicts and looks\n\n";
    for choice in conflicts {
        let words = choice.change.choice_in_words().unwrap_or_default();
        let time = choice.at.strftime("%Y-%m-%d %H:%M UTC");
        let _ = writeln!(out, "{heading}- {time}: {}", escaped(&words));
        heading = "";
    }
}

fn write_place(out: &mut String, target: &Target, became: Option<Became>) {
    let quote = &target.quote;
    let before = escaped(quote.prefix.trim_start());
    let after = escaped(quote.suffix.trim_end());
    let words = escaped(&quote.exact);
    let _ = match target.is_whole() {
        true => writeln!(out, "\n> ({WHOLE})"),
        false => writeln!(out, "\n> {before}**{}**{after}", words.trim()),
    };
    let document = &target.document;
    let parts = [
        &document.outlet,
        &document.title,
        &document.date,
        &document.url,
    ];
    let mut from: Vec<String> = parts
        .into_iter()
        .flatten()
        .map(|part| escaped(part))
        .collect();
    if !document.path.is_empty() {
        from.push(escaped(&document.path));
    }
    let _ = writeln!(out, ">\n> {}, place {}", from.join(", "), key(target));
    let why = became.as_ref().and_then(|became| became.why.clone());
    if let Some(why) = why.or_else(|| target.unplaceable()) {
        let _ = writeln!(out, ">\n> Orphan: {}", escaped(&why));
    } else if let Some(moved) = became.filter(|became| became.state == "moved") {
        let now = escaped(moved.now.unwrap_or_default().trim());
        let _ = writeln!(out, ">\n> Moved, not confirmed: **{now}**");
    }
}

fn key(target: &Target) -> String {
    let position = target.position;
    key_of(&target.document.sha256, position.start, position.end)
}

/// Returns words on one line in which nothing is markup.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

const COLUMNS: &str = "id,created,author,outlet,title,date,url,path,key,start,end,quotation,note,tags,rating,state,now,conflict";

/// Returns notes as a table (RFC 4180), a row for each place, with what became of it; below them a row for each of the
/// two places of a conflict, with where the person stands.
#[must_use]
pub fn csv(handed: &Handed) -> String {
    let mut out = format!("{COLUMNS}\r\n");
    let nowhere = Target::default();
    for note in &handed.notes {
        let mut rows: Vec<_> = note.targets.iter().enumerate().collect();
        if rows.is_empty() {
            rows.push((0, &nowhere));
        }
        for (number, target) in rows {
            let about = [
                &note.text,
                &note.tags.join("; "),
                note.rating.as_deref().unwrap_or(""),
            ];
            let became = handed.became(note, number);
            let state = match (&became, target.unplaceable()) {
                (Some(became), _) => became.state,
                (None, Some(_)) => Lost::NAME,
                (None, None) => "",
            };
            let now = became.and_then(|became| became.now).unwrap_or("");
            let head = (note.id.to_string(), note.at.to_string(), &note.by);
            write_row(&mut out, head, target, about, [state, now, ""]);
        }
    }
    for (choice, (standing, ends, text)) in
        handed.conflicts.iter().filter_map(|c| Some((c, stand(c)?)))
    {
        for target in ends {
            let head = (choice.id.to_string(), choice.at.to_string(), &choice.by);
            write_row(
                &mut out,
                head,
                target,
                [text, "", ""],
                ["", "", standing.name()],
            );
        }
    }
    out
}

fn write_row(
    out: &mut String,
    (id, at, by): (String, String, &Option<String>),
    target: &Target,
    about: [&str; 3],
    became: [&str; 3],
) {
    let document = &target.document;
    let maybe = |part: &Option<String>| part.clone().unwrap_or_default();
    let place = [
        id,
        at,
        maybe(by),
        maybe(&document.outlet),
        maybe(&document.title),
        maybe(&document.date),
        maybe(&document.url),
        document.path.clone(),
        key(target),
        target.position.start.to_string(),
        target.position.end.to_string(),
        target.quote.exact.clone(),
    ];
    let rest = about.into_iter().chain(became);
    let cells = place.iter().map(String::as_str).chain(rest);
    let cells: Vec<String> = cells.map(quoted).collect();
    out.push_str(&cells.join(","));
    out.push_str("\r\n");
}

/// Returns a cell. One that a spreadsheet would take for a formula gets an apostrophe before it: articles and
/// notes are not trusted.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocumentSet;
    use crate::notes::{Change, place, sample, target};
    use crate::notes::{NoteSet, OperationId, Position, Quote, Source, Standing};
    use crate::report::notes::Here;
    use crate::text::Span;

    fn notes() -> NoteSet {
        let target = Target {
            document: Source {
                sha256: "ab".to_owned(),
                path: "a.txt".to_owned(),
                outlet: Some("The *Post*".to_owned()),
                url: Some("https://p.example/1".to_owned()),
                ..Source::default()
            },
            quote: Quote {
                exact: "Nobody,\nthe police said".to_owned(),
                prefix: "at noon. ".to_owned(),
                suffix: ", was hurt.".to_owned(),
            },
            position: Position { start: 3, end: 26 },
            ..Target::default()
        };
        NoteSet::new([Operation {
            id: OperationId("urn:uuid:00000001-rest".to_owned()),
            at: "2025-09-05T10:00:00Z".parse().unwrap(),
            by: Some("Ann".to_owned()),
            change: Change::Add {
                text: "=Who? \"He\"".to_owned(),
                targets: vec![target],
                tags: vec!["a".to_owned(), "b".to_owned()],
                rating: Some("half *right*".to_owned()),
            },
        }])
    }

    fn handed(notes: &NoteSet) -> Handed<'_> {
        Handed::new(notes.iter().collect(), notes, None)
    }

    #[test]
    fn with_the_articles_at_hand_each_place_says_what_became_of_it() {
        const TEXT: &str =
            "The bridge was closed at noon. Nobody was hurt, the police said. It opens on Monday.";
        let old = sample::document("a.txt", TEXT);
        let add = |(number, at): (usize, (usize, usize))| Operation {
            id: OperationId(number.to_string()),
            at: "2025-09-05T10:00:00Z".parse().unwrap(),
            by: None,
            change: Change::Add {
                text: "x".to_owned(),
                targets: vec![target(&old, Span::new(at.0, at.1), None)],
                tags: Vec::new(),
                rating: None,
            },
        };
        let notes = NoteSet::new(
            [(0, 30), (31, 64), (65, 84)]
                .into_iter()
                .enumerate()
                .map(add),
        );
        let now = TEXT
            .replace("was closed", "has been closed")
            .replace(" It opens on Monday.", "");
        let set = DocumentSet::new(vec![sample::document("a.txt", &now)]);
        let placement = place(&notes, &set);
        let here = Here {
            set: &set,
            placement: &placement,
        };
        let handed = Handed::new(notes.iter().collect(), &notes, Some(here));
        let table = csv(&handed);
        let rows = table.lines().skip(1);
        let ends = [
            ",moved,The bridge has been closed at noon.,",
            ",at,\"Nobody was hurt, the police said.\",",
            ",orphan,,",
        ];
        assert!(
            rows.zip(ends).all(|(row, end)| row.ends_with(end)),
            "{table}"
        );
        let page = markdown(&handed);
        assert!(
            page.contains("> Moved, not confirmed: **The bridge has been closed at noon.**"),
            "{page}"
        );
        assert_eq!(
            page.matches("> Orphan: its words are gone").count(),
            1,
            "{page}"
        );
        let drafts = crate::report::claims::drafts(&handed).unwrap();
        assert_eq!(
            drafts.matches("\"state\": \"orphan\"").count(),
            1,
            "{drafts}"
        );
    }

    #[test]
    fn markdown_has_the_quotation_its_context_its_source_and_its_key() {
        let key = key_of("ab", 3, 26);
        assert_eq!(
            markdown(&handed(&notes())),
            format!(
                "# Notes\n\n## 00000001 — 2025-09-05 10:00 UTC, Ann\n\n> at noon. **Nobody, the police said**, was hurt.\n>\n\
                 > The \\*Post\\*, https://p.example/1, a.txt, place {key}\n\n=Who? \"He\"\n\nTags: a, b\n\nRating: half \\*right\\*\n"
            )
        );
    }

    #[test]
    fn what_a_person_made_of_conflicts_stands_below_the_notes() {
        let end = |outlet: &str, exact: &str| Target {
            document: Source {
                outlet: Some(outlet.to_owned()),
                ..Source::default()
            },
            quote: Quote {
                exact: exact.to_owned(),
                ..Quote::default()
            },
            ..Target::default()
        };
        let stand = |id: &str, standing, text: &str| Operation {
            id: OperationId(id.to_owned()),
            at: "2025-09-05T10:00:00Z".parse().unwrap(),
            by: None,
            change: Change::Stand {
                standing,
                ends: Box::new([end("Post", "nine ships"), end("Mail", "eight ships")]),
                text: text.to_owned(),
            },
        };
        let all = [
            stand("1", Standing::Seen, ""),
            stand("2", Standing::Explained, "one came back"),
        ];
        let notes = NoteSet::new(all);
        assert_eq!(
            markdown(&handed(&notes)),
            "# Notes\n\n## Conflicts and looks\n\n- 2025-09-05 10:00 UTC: explained: Post “nine ships” against \
             Mail “eight ships”: one came back\n",
            "the later one replaces the earlier"
        );
        let table = csv(&handed(&notes));
        let rows: Vec<_> = table.lines().skip(1).collect();
        assert_eq!(rows.len(), 2);
        assert!(
            rows[0].starts_with("2,") && rows[0].contains(",nine ships,one came back,"),
            "{table}"
        );
        assert!(
            rows.iter().all(|row| row.ends_with(",explained")),
            "{table}"
        );
    }

    #[test]
    fn a_table_quotes_what_must_be_quoted_and_holds_no_formula() {
        let key = key_of("ab", 3, 26);
        assert_eq!(
            csv(&handed(&notes())),
            format!(
                "{COLUMNS}\r\nurn:uuid:00000001-rest,2025-09-05T10:00:00Z,Ann,The *Post*,,,https://p.example/1,a.txt,{key},3,26,\
                 \"Nobody,\nthe police said\",\"'=Who? \"\"He\"\"\",a; b,half *right*,,,\r\n"
            )
        );
    }
}
