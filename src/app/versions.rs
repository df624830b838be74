//! Newer versions under other names: what is said of them, and a person's word that one is.

use super::action::Action;
use super::annotate::{hand_over, is_busy};
use super::column::plural;
use super::message::Effect;
use super::state::State;
use crate::document::DocId;
use crate::notes::link::file_in_words;
use crate::notes::version::Newer;

/// Returns in words which documents are taken for newer versions of others, and which may be some.
#[must_use]
pub fn said(state: &State) -> Vec<String> {
    state
        .notes
        .newer()
        .iter()
        .map(|newer| words(state, newer))
        .collect()
}

/// Returns what is said at the start: the first of them, and how many more there are.
pub(super) fn at_start(state: &State) -> Option<String> {
    let said = said(state);
    let (first, more) = said.split_first()?;
    let keys = state.keymap.keys_of(Action::NotesList).join(" or ");
    Some(match more.len() {
        0 => first.clone(),
        more => format!("{first}; {more} more: {keys}"),
    })
}

fn words(state: &State, newer: &Newer) -> String {
    let (doc, was) = (newer.doc, file_in_words(&newer.was));
    let notes = plural(newer.places, "place");
    match newer.sure {
        true => {
            let yes = state.keymap.keys_of(Action::NoteConfirm).join(" or ");
            format!(
                "{doc} is taken for a newer version of {was}, {notes} of notes moved: {yes} confirms each, :adopt {doc} all"
            )
        }
        false => format!(
            "{doc} may be a newer version of {was}, {notes} of notes: :adopt {doc} if it is"
        ),
    }
}

/// Says that a document is the newer version of that for which it is taken; where none is named, the only one.
///
/// # Errors
/// Where there is none, or one has to be named.
pub fn adopt(state: &mut State, doc: Option<DocId>) -> Result<Vec<Effect>, String> {
    if is_busy(state) {
        return Ok(Vec::new());
    }
    let all = state.notes.newer();
    let mut docs: Vec<DocId> = all.iter().map(|newer| newer.doc).collect();
    docs.dedup();
    let doc = match (doc, docs.as_slice()) {
        (Some(doc), docs) if docs.contains(&doc) => doc,
        (None, [doc]) => *doc,
        (Some(doc), _) => {
            return Err(format!(
                "no notes here are on an older version of {doc}: A lists the notes"
            ));
        }
        (None, []) => {
            return Err("no article here may be a newer version of another with notes".to_owned());
        }
        (None, several) => {
            let sigla: Vec<_> = several.iter().map(|doc| doc.siglum()).collect();
            return Err(format!(
                "adopt which article? There are {}",
                sigla.join(" ")
            ));
        }
    };
    let document = state.set.get(doc);
    let own = all.iter().filter(|newer| newer.doc == doc);
    let changes: Vec<_> = own
        .filter_map(|newer| Some(newer.change(document?)))
        .collect();
    Ok(changes
        .into_iter()
        .flat_map(|change| hand_over(state, change))
        .collect())
}
