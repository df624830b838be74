//! Notes to hand over: Markdown for people, CSV for tables. With the key of each place, by which another person
//! can find it again.

use std::fmt::Write as _;

use super::plain::key_of;
use crate::notes::target::WHOLE;
use crate::notes::{Change, Note, Operation, Target};

/// Returns notes as Markdown: the quotation with what stands around it, where it is from, its key, the words of the
/// note, its tags and rating; below them what a person made of conflicts and looks, of all choices in force.
#[must_use]
pub fn markdown<'a>(notes: impl IntoIterator<Item = &'a Note>, choices: &[&Operation]) -> String {
    let mut out = String::from("# Notes\n");
    for note in notes {
        let time = note.at.strftime("%Y-%m-%d %H:%M UTC");
        let by = note.by.as_ref().map(|by| format!(", {}", escaped(by)));
        let _ = writeln!(
            out,
            "\n## {} — {time}{}",
            note.id.short(),
            by.unwrap_or_default()
        );
        for target in &note.targets {
            write_place(&mut out, target);
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
    write_standings(&mut out, choices);
    out
}

/// Writes what a person made of conflicts and looks.
fn write_standings(out: &mut String, choices: &[&Operation]) {
    let stands = |choice: &&&Operation| matches!(choice.change, Change::Stand { .. });
    let mut heading = "\n## Conflicts and looks\n\n";
    for choice in choices.iter().filter(stands) {
        let words = choice.change.choice_in_words().unwrap_or_default();
        let time = choice.at.strftime("%Y-%m-%d %H:%M UTC");
        let _ = writeln!(out, "{heading}- {time}: {}", escaped(&words));
        heading = "";
    }
}

fn write_place(out: &mut String, target: &Target) {
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
    if let Some(why) = target.unplaceable() {
        let _ = writeln!(out, ">\n> Orphan: {}", escaped(&why));
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

const COLUMNS: &str =
    "id,created,author,outlet,title,date,url,path,key,start,end,quotation,note,tags,rating";

/// Returns notes as a table (RFC 4180), a row for each place.
#[must_use]
pub fn csv<'a>(notes: impl IntoIterator<Item = &'a Note>) -> String {
    let mut out = format!("{COLUMNS}\r\n");
    for note in notes {
        let nowhere = [Target::default()];
        let targets = match note.targets.as_slice() {
            [] => &nowhere,
            targets => targets,
        };
        for target in targets {
            let cells = row(note, target);
            let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
            out.push_str(&cells.join(","));
            out.push_str("\r\n");
        }
    }
    out
}

fn row(note: &Note, target: &Target) -> [String; 15] {
    let document = &target.document;
    let maybe = |part: &Option<String>| part.clone().unwrap_or_default();
    [
        note.id.to_string(),
        note.at.to_string(),
        maybe(&note.by),
        maybe(&document.outlet),
        maybe(&document.title),
        maybe(&document.date),
        maybe(&document.url),
        document.path.clone(),
        key(target),
        target.position.start.to_string(),
        target.position.end.to_string(),
        target.quote.exact.clone(),
        note.text.clone(),
        note.tags.join("; "),
        maybe(&note.rating),
    ]
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
    use crate::notes::{NoteSet, OperationId, Position, Quote, Source, Standing};

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

    #[test]
    fn markdown_has_the_quotation_its_context_its_source_and_its_key() {
        let key = key_of("ab", 3, 26);
        assert_eq!(
            markdown(notes().iter(), &[]),
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
            markdown(notes.iter(), &notes.choices_in_force()),
            "# Notes\n\n## Conflicts and looks\n\n- 2025-09-05 10:00 UTC: explained: Post “nine ships” against \
             Mail “eight ships”: one came back\n",
            "the later one replaces the earlier"
        );
    }

    #[test]
    fn a_table_quotes_what_must_be_quoted_and_holds_no_formula() {
        let key = key_of("ab", 3, 26);
        assert_eq!(
            csv(notes().iter()),
            format!(
                "{COLUMNS}\r\nurn:uuid:00000001-rest,2025-09-05T10:00:00Z,Ann,The *Post*,,,https://p.example/1,a.txt,{key},3,26,\
                 \"Nobody,\nthe police said\",\"'=Who? \"\"He\"\"\",a; b,half *right*\r\n"
            )
        );
    }
}
