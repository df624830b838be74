//! An operation as the one line of JSON that says it in the log. What is not known here is kept word for word.

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use super::choice::{Alike, Likeness, Who};
use super::link::{Verdict, link, pair};
use super::operation::{Change, NoteId, Operation, OperationError, OperationId};
use super::revision::Revision;
use super::standing::Standing;
use super::target::{Source, Target};
use crate::document::BlockKind;

/// The version of the lines written here; lines of another version are kept, not understood.
const VERSION: u32 = 1;

/// The names of the operations of this version.
const KNOWN: [&str; 16] = [
    "note-add",
    "note-edit",
    "note-delete",
    "note-move",
    "note-reject",
    "note-places",
    "note-tags",
    "note-rating",
    "conflict",
    "name",
    "fold",
    "label",
    "pin",
    "cut",
    "version",
    "undo",
];

/// The keys that every operation has.
#[derive(Deserialize)]
struct Head {
    v: u32,
    op: String,
    id: OperationId,
    at: String,
    by: Option<String>,
}

/// All keys of all operations of this version, so that a line is read in one pass.
#[derive(Deserialize)]
struct Line {
    v: u32,
    op: String,
    id: OperationId,
    at: String,
    by: Option<String>,
    text: Option<String>,
    #[serde(default)]
    targets: Vec<Target>,
    #[serde(default)]
    tags: Vec<String>,
    rating: Option<String>,
    note: Option<NoteId>,
    operation: Option<OperationId>,
    who: Option<serde_json::Value>,
    name: Option<String>,
    #[serde(default)]
    kinds: Vec<String>,
    kind: Option<String>,
    reason: Option<String>,
    words: Option<String>,
    to: Option<String>,
    was: Option<Source>,
    now: Option<Source>,
}

impl Operation {
    /// Returns the operation that a line of JSON says. An operation or a version that is not known here is
    /// kept word for word.
    ///
    /// # Errors
    /// Where the line has not the keys that every operation has, or lacks one that its own kind needs.
    pub fn from_json(json: &str) -> Result<Self, OperationError> {
        let mut line: Line = match serde_json::from_str(json) {
            Ok(line) => line,
            Err(error) => return Self::unknown(json, error),
        };
        let change = match (line.v, line.op.as_str()) {
            (VERSION, "note-add") => Change::Add {
                text: needed(line.text, &line.op, "text")?,
                targets: line.targets,
                tags: line.tags,
                rating: line.rating,
            },
            (VERSION, "note-edit") => Change::Edit {
                note: needed(line.note, &line.op, "note")?,
                text: needed(line.text, &line.op, "text")?,
            },
            (
                VERSION,
                "note-move" | "note-reject" | "note-places" | "note-tags" | "note-rating",
            ) => line.revision()?,
            (VERSION, "conflict") => line.stand()?.unwrap_or_else(|| verbatim(json)),
            (VERSION, "note-delete") => Change::Delete {
                note: needed(line.note, &line.op, "note")?,
            },
            (VERSION, "undo") => Change::Undo {
                operation: needed(line.operation, &line.op, "operation")?,
            },
            (VERSION, "name") => Change::Name {
                name: needed(line.name, &line.op, "name")?,
                who: who(line.who, &line.op)?,
            },
            (VERSION, "pin") => needed(link(Verdict::Pin, line.targets), "pin", "two targets")?,
            (VERSION, "cut") => needed(link(Verdict::Cut, line.targets), "cut", "two targets")?,
            (VERSION, "version") => Change::Version(Box::new([
                needed(line.was, &line.op, "was")?,
                needed(line.now, &line.op, "now")?,
            ])),
            (VERSION, "fold" | "label") => line.choice()?.unwrap_or_else(|| verbatim(json)),
            _ => verbatim(json),
        };
        Ok(Self {
            id: line.id,
            at: line.at.parse()?,
            by: line.by,
            change,
        })
    }

    /// Returns the operation of a line whose keys mean something else than here, if it is one of another
    /// version or of another name.
    fn unknown(json: &str, error: serde_json::Error) -> Result<Self, OperationError> {
        let head: Head = serde_json::from_str(json)?;
        if head.v == VERSION && KNOWN.contains(&head.op.as_str()) {
            return Err(error.into());
        }
        Ok(Self {
            id: head.id,
            at: head.at.parse()?,
            by: head.by,
            change: verbatim(json),
        })
    }

    /// Returns the operation as one line of JSON without line end or tab.
    ///
    /// # Errors
    /// Never in practice: every part is text or a finite number.
    pub fn to_json(&self) -> Result<String, OperationError> {
        match &self.change {
            Change::Unknown { json } => Ok(json.clone()),
            _ => Ok(serde_json::to_string(self)?),
        }
    }
}

impl Line {
    /// Returns the change of a note that a line says.
    fn revision(&mut self) -> Result<Change, OperationError> {
        let targets = std::mem::take(&mut self.targets);
        let ends = |targets| needed(pair(targets), &self.op, "two targets");
        let revision = match self.op.as_str() {
            "note-move" => Revision::Move(ends(targets)?),
            "note-reject" => Revision::Reject(ends(targets)?),
            "note-places" => Revision::Places(targets),
            "note-tags" => Revision::Tags(std::mem::take(&mut self.tags)),
            _ => Revision::Rating(needed(self.rating.take(), &self.op, "rating")?),
        };
        let note = needed(self.note.take(), &self.op, "note")?;
        Ok(Change::Revise { note, revision })
    }

    /// Returns what a line says of a conflict, and nothing where it is something that is not known here.
    fn stand(&mut self) -> Result<Option<Change>, OperationError> {
        let targets = std::mem::take(&mut self.targets);
        let ends = needed(pair(targets), &self.op, "two targets")?;
        let to = needed(self.to.take(), &self.op, "to")?;
        let text = self.text.take().unwrap_or_default();
        let stand = |standing| Change::Stand {
            standing,
            ends,
            text,
        };
        Ok(Standing::named(&to).map(stand))
    }

    /// Returns the choice about blocks that a line says, and nothing where it names a kind of block that is not
    /// known here.
    fn choice(&mut self) -> Result<Option<Change>, OperationError> {
        let who = who(self.who.take(), &self.op)?;
        let to = needed(self.to.take(), &self.op, "to")?;
        if self.op == "fold" {
            let kinds: Option<Vec<_>> = self.kinds.iter().map(|k| BlockKind::named(k)).collect();
            let open = match to.as_str() {
                "open" => Some(true),
                "folded" => Some(false),
                _ => None,
            };
            let both = kinds.zip(open);
            return Ok(both.map(|(kinds, open)| Change::Fold { who, kinds, open }));
        }
        let by = match (self.words.take(), self.reason.take()) {
            (Some(words), _) => Likeness::Words(words),
            (None, reason) => Likeness::Reason(needed(reason, &self.op, "reason")?),
        };
        let kind = needed(self.kind.take(), &self.op, "kind")?;
        let both = BlockKind::named(&kind).zip(BlockKind::named(&to));
        Ok(both.map(|(kind, to)| {
            let of = Alike { kind, by };
            Change::Label { who, of, to }
        }))
    }
}

fn who(value: Option<serde_json::Value>, op: &str) -> Result<Who, OperationError> {
    Ok(serde_json::from_value(needed(value, op, "who")?)?)
}

fn needed<T>(value: Option<T>, op: &str, key: &'static str) -> Result<T, OperationError> {
    value.ok_or_else(|| OperationError::Missing {
        op: op.to_owned(),
        key,
    })
}

/// Keeps a line word for word, as long as it is one line: between tokens JSON allows line ends, the log does not.
fn verbatim(json: &str) -> Change {
    let json = if json.contains(['\n', '\r', '\t']) {
        json.replace(['\n', '\r', '\t'], " ")
    } else {
        json.to_owned()
    };
    Change::Unknown { json }
}

fn write_revision<M: SerializeMap>(map: &mut M, revision: &Revision) -> Result<(), M::Error> {
    match revision {
        Revision::Move(ends) | Revision::Reject(ends) => {
            map.serialize_entry("targets", ends.as_ref())
        }
        Revision::Places(targets) => map.serialize_entry("targets", targets),
        Revision::Tags(tags) => map.serialize_entry("tags", tags),
        Revision::Rating(words) => map.serialize_entry("rating", words),
    }
}

impl Serialize for Operation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Change::Unknown { json } = &self.change {
            let value: serde_json::Value =
                serde_json::from_str(json).map_err(serde::ser::Error::custom)?;
            return value.serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("v", &VERSION)?;
        map.serialize_entry("op", &self.change.name())?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("at", &self.at.to_string())?;
        if let Some(by) = &self.by {
            map.serialize_entry("by", by)?;
        }
        match &self.change {
            Change::Add {
                text,
                targets,
                tags,
                rating,
            } => {
                map.serialize_entry("text", text)?;
                map.serialize_entry("targets", targets)?;
                map.serialize_entry("tags", tags)?;
                if let Some(rating) = rating {
                    map.serialize_entry("rating", rating)?;
                }
            }
            Change::Revise { note, revision } => {
                map.serialize_entry("note", note)?;
                write_revision(&mut map, revision)?;
            }
            Change::Edit { note, text } => {
                map.serialize_entry("note", note)?;
                map.serialize_entry("text", text)?;
            }
            Change::Delete { note } => map.serialize_entry("note", note)?,
            Change::Name { who, name } => {
                map.serialize_entry("who", who)?;
                map.serialize_entry("name", name)?;
            }
            Change::Fold { who, kinds, open } => {
                let names: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
                map.serialize_entry("who", who)?;
                map.serialize_entry("kinds", &names)?;
                map.serialize_entry("to", if *open { "open" } else { "folded" })?;
            }
            Change::Label { who, of, to } => {
                map.serialize_entry("who", who)?;
                map.serialize_entry("kind", of.kind.name())?;
                match &of.by {
                    Likeness::Reason(reason) => map.serialize_entry("reason", reason)?,
                    Likeness::Words(words) => map.serialize_entry("words", words)?,
                }
                map.serialize_entry("to", to.name())?;
            }
            Change::Link { ends, .. } => map.serialize_entry("targets", ends.as_ref())?,
            Change::Stand {
                standing,
                ends,
                text,
            } => {
                map.serialize_entry("targets", ends.as_ref())?;
                map.serialize_entry("to", standing.name())?;
                if !text.is_empty() {
                    map.serialize_entry("text", text)?;
                }
            }
            Change::Version(both) => {
                let [was, now] = both.as_ref();
                map.serialize_entry("was", was)?;
                map.serialize_entry("now", now)?;
            }
            Change::Undo { operation } => map.serialize_entry("operation", operation)?,
            Change::Unknown { .. } => {}
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::choice::FileSource;
    use crate::notes::target::Rejected;

    fn operation(change: Change) -> Operation {
        Operation {
            id: OperationId("urn:uuid:0b6c1a52-0000-4000-8000-000000000001".to_owned()),
            at: "2025-09-05T10:00:00.250Z".parse().unwrap(),
            by: Some("desk".to_owned()),
            change,
        }
    }

    fn label(by: Likeness) -> Change {
        Change::Label {
            who: Who::File(Box::new(FileSource {
                sha256: "ab".to_owned(),
                path: "a.txt".to_owned(),
                title: None,
            })),
            of: Alike {
                kind: BlockKind::Boilerplate,
                by,
            },
            to: BlockKind::Body,
        }
    }

    fn revised(revision: Revision) -> Change {
        let note = NoteId(OperationId("urn:uuid:x".to_owned()));
        Change::Revise { note, revision }
    }

    #[test]
    fn every_operation_comes_back_as_it_went() {
        let note = NoteId(OperationId("urn:uuid:x".to_owned()));
        let changes = [
            Change::Add {
                text: "Two\nlines,\ta tab \u{1b}[31m".to_owned(),
                targets: vec![Target::default()],
                tags: vec!["number".to_owned()],
                rating: Some("half\tright".to_owned()),
            },
            revised(Revision::Move(Box::default())),
            revised(Revision::Reject(Box::new([
                Target::default(),
                Target {
                    rejected: vec![Rejected::default()],
                    ..Target::default()
                },
            ]))),
            revised(Revision::Places(vec![Target::default()])),
            revised(Revision::Tags(Vec::new())),
            revised(Revision::Rating(String::new())),
            Change::Stand {
                standing: Standing::Explained,
                ends: Box::default(),
                text: "two\nlines".to_owned(),
            },
            Change::Stand {
                standing: Standing::Open,
                ends: Box::default(),
                text: String::new(),
            },
            Change::Edit {
                note: note.clone(),
                text: String::new(),
            },
            Change::Delete { note: note.clone() },
            Change::Undo { operation: note.0 },
            Change::Name {
                who: Who::Host("example.org".to_owned()),
                name: "The \u{1b}Example".to_owned(),
            },
            Change::Fold {
                who: Who::Outlet("The\tExample".to_owned()),
                kinds: vec![BlockKind::Caption, BlockKind::Duplicate],
                open: false,
            },
            Change::Link {
                verdict: Verdict::Pin,
                ends: Box::default(),
            },
            Change::Link {
                verdict: Verdict::Cut,
                ends: Box::default(),
            },
            label(Likeness::Reason("a short line".to_owned())),
            label(Likeness::Words("Read\nour letter".to_owned())),
        ];
        for change in changes {
            let before = operation(change);
            let json = before.to_json().unwrap();
            assert!(!json.contains(['\n', '\t', '\r', '\u{1b}']), "{json}");
            assert_eq!(Operation::from_json(&json).unwrap(), before);
        }
    }

    #[test]
    fn a_line_begins_with_version_and_name() {
        let json = operation(Change::Delete {
            note: NoteId(OperationId("n".to_owned())),
        })
        .to_json()
        .unwrap();
        assert_eq!(
            json,
            "{\"v\":1,\"op\":\"note-delete\",\"id\":\"urn:uuid:0b6c1a52-0000-4000-8000-000000000001\",\
             \"at\":\"2025-09-05T10:00:00.25Z\",\"by\":\"desk\",\"note\":\"n\"}"
        );
    }

    #[test]
    fn what_is_not_known_is_kept_word_for_word() {
        for json in [
            r#"{"v":1,"op":"chart","id":"a","at":"2025-09-05T10:00:00Z","ends":[1,2]}"#,
            r#"{"v":1,"op":"fold","id":"a","at":"2025-09-05T10:00:00Z","who":{"outlet":"x"},"kinds":["map"],"to":"open"}"#,
            r#"{"v":1,"op":"label","id":"a","at":"2025-09-05T10:00:00Z","who":{"outlet":"x"},"kind":"body","words":"","to":"map"}"#,
            r#"{"v":1,"op":"conflict","id":"a","at":"2025-09-05T10:00:00Z","targets":[{"document":{"sha256":"","path":""},"quote":{"exact":""},"position":{"start":0,"end":0}},{"document":{"sha256":"","path":""},"quote":{"exact":""},"position":{"start":0,"end":0}}],"to":"solved"}"#,
            r#"{ "op":"note-add","v":2,"id":"a","at":"2025-09-05T10:00:00Z","text":{"html":"x"}}"#,
        ] {
            let operation = Operation::from_json(json).unwrap();
            assert_eq!(operation.change.name(), None);
            assert_eq!(operation.to_json().unwrap(), json);
        }
    }

    #[test]
    fn a_line_that_lacks_something_is_an_error_that_says_what() {
        let error = |json: &str| Operation::from_json(json).unwrap_err().to_string();
        let head = r#""id":"a","at":"2025-09-05T10:00:00Z""#;
        assert_eq!(
            error(&format!(r#"{{"v":1,"op":"note-edit",{head},"text":""}}"#)),
            "an operation \"note-edit\" without \"note\""
        );
        assert!(
            error(r#"{"v":1,"op":"undo","id":"a","at":"today","operation":"b"}"#)
                .starts_with("not a time")
        );
        assert_eq!(
            error(&format!(r#"{{"v":1,"op":"pin",{head}}}"#)),
            "an operation \"pin\" without \"two targets\""
        );
        assert_eq!(
            error(&format!(
                r#"{{"v":1,"op":"note-rating",{head},"note":"b"}}"#
            )),
            "an operation \"note-rating\" without \"rating\""
        );
        assert!(error("[]").starts_with("not an operation"));
        assert!(
            error(&format!(r#"{{"v":1,"op":"note-add",{head},"text":7}}"#)).starts_with("not an")
        );
    }
}
