//! Files read while the reader is open: documents to be added, and those whose files have changed.

use std::collections::BTreeMap;
use std::env;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::app::message::Reread;
use crate::document::{DocId, Document, DocumentSet, Skipped};
use crate::load::{self, Limits};
use crate::store::{paths, read};
use crate::text::sanitize;

/// What the path of standard input is.
const STANDARD_INPUT: &str = "-";

/// Reads the documents of a path that was typed; `notes` is the file of notes.
pub(super) fn open(typed: &str, notes: Option<&Path>) -> (Vec<Document>, Vec<Skipped>) {
    if typed == STANDARD_INPUT {
        let skipped = Skipped {
            path: typed.to_owned(),
            reason: "standard input cannot be read while the reader has the terminal; give a file"
                .to_owned(),
        };
        return (Vec::new(), vec![skipped]);
    }
    let (mut documents, skipped) = documents(&from_home(typed));
    for document in &mut documents {
        document.place = paths::place(Path::new(&document.path), notes);
    }
    (documents, skipped)
}

/// Returns a path that was typed, `~` at its beginning being the home folder.
pub(super) fn from_home(typed: &str) -> PathBuf {
    let home = env::var_os("HOME").filter(|home| !home.is_empty());
    match (typed.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => PathBuf::from(typed),
    }
}

/// Reads the documents of a file or folder, at most as many as can be compared at once.
fn documents(path: &Path) -> (Vec<Document>, Vec<Skipped>) {
    let limits = Limits::default();
    let (mut documents, mut skipped) = (Vec::new(), Vec::new());
    let mut take = |path: &str, found: Result<Document, String>| {
        match found {
            Ok(document) => documents.push(document),
            Err(reason) => skipped.push(Skipped {
                path: sanitize::line(path).into_owned(),
                reason,
            }),
        }
        if documents.len() < limits.documents {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    let mut flow = ControlFlow::Continue(());
    read::each(&[path.to_owned()], &mut |path, source| {
        match source {
            Ok(source) => load::each(path, source, &limits, &mut |found| {
                flow = take(path, found.map_err(|error| error.to_string()));
                flow
            }),
            Err(reason) => flow = take(path, Err(reason)),
        }
        flow
    });
    (documents, skipped)
}

/// Reads the files of a set again, each once, and returns the documents that are others now or could not be
/// read. Those of `compiled_in` come from no file.
pub(super) fn reread(set: &DocumentSet, compiled_in: bool) -> Vec<Reread> {
    let mut files = BTreeMap::new();
    for document in set.ids().filter_map(|id| set.get(id)) {
        let path = document.path.as_str();
        if path != STANDARD_INPUT && !(compiled_in && super::sample::holds(path)) {
            let again = || match read::is_read_once(path.as_ref()) {
                true => Err("is a pipe, which cannot be read twice".to_owned()),
                false => Ok(documents(path.as_ref())),
            };
            files.entry(path).or_insert_with(again);
        }
    }
    let one = |doc: DocId| {
        let document = set.get(doc)?;
        let now = match files.get(document.path.as_str()) {
            Some(Ok((read, skipped))) => again(set, document, read, skipped),
            Some(Err(why)) => Err(why.clone()),
            None if document.path == STANDARD_INPUT => {
                Err("standard input cannot be read twice".to_owned())
            }
            None => Err("is of the sample story, which has no file".to_owned()),
        };
        let same = now.as_ref().is_ok_and(|new| new.sha256 == document.sha256);
        let place = || document.place.clone();
        let placed = |new: &Document| Document {
            place: place(),
            ..new.clone()
        };
        (!same).then(|| Reread {
            doc,
            was: document.sha256.clone(),
            now: now.map(placed),
        })
    };
    set.ids().filter_map(one).collect()
}

/// Returns what a document is in what its file holds now: the one of the same bytes, else of the same identifier,
/// else the one that stands at the same place among those of the file.
fn again<'a>(
    set: &DocumentSet,
    document: &Document,
    read: &'a [Document],
    skipped: &[Skipped],
) -> Result<&'a Document, String> {
    let same_bytes = || read.iter().find(|new| new.sha256 == document.sha256);
    let same_id = || {
        let id = document.source_id.as_ref()?;
        read.iter().find(|new| new.source_id.as_ref() == Some(id))
    };
    let same_place = || {
        let before = set.iter().take(document.id.index());
        let place = before.filter(|d| d.path == document.path).count();
        read.get(place)
    };
    let found = same_bytes().or_else(same_id).or_else(same_place);
    found.ok_or_else(|| match skipped.first() {
        Some(first) => first.reason.clone(),
        None => "is no longer in its file".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(path: &str, id: Option<&str>, sha256: &str) -> Document {
        Document {
            path: path.to_owned(),
            source_id: id.map(str::to_owned),
            sha256: sha256.to_owned(),
            ..Document::default()
        }
    }

    #[test]
    fn an_article_of_many_in_a_file_is_known_by_its_bytes_its_identifier_or_its_place() {
        let file = |names: [(Option<&str>, &str); 3]| {
            names
                .map(|(id, sha256)| one("all.jsonl", id, sha256))
                .to_vec()
        };
        let mut before = vec![one("a.txt", None, "0")];
        before.extend(file([(Some("x"), "1"), (None, "2"), (None, "3")]));
        let set = DocumentSet::new(before);
        let now = file([(None, "3"), (None, "4"), (Some("x"), "5")]);
        let found = |doc: u16| {
            let document = set.get(DocId(doc)).unwrap();
            again(&set, document, &now, &[]).map(|d| d.sha256.as_str())
        };
        assert_eq!(found(1), Ok("5"));
        assert_eq!(found(2), Ok("4"));
        assert_eq!(found(3), Ok("3"));
        let gone = again(&set, set.get(DocId(3)).unwrap(), &now[1..2], &[]);
        assert!(gone.is_err_and(|why| why.contains("no longer")));
    }

    #[test]
    fn standard_input_and_the_sample_story_have_no_file_to_read_again() {
        let from = |path: &str| one(path, None, "");
        let set = DocumentSet::new(vec![from("-"), from("sample/1-wire.txt")]);
        let why: Vec<_> = reread(&set, true)
            .into_iter()
            .map(|r| r.now.unwrap_err())
            .collect();
        assert!(
            why[0].contains("twice") && why[1].contains("sample story"),
            "{why:?}"
        );
        assert!(open("-", None).1[0].reason.contains("the terminal"));
    }
}
