//! What may follow the keys typed so far.
//!
//! ```text
//! g   % , 1 2 3 R b g n r v w y      of the documents only those that are open have a key
//! ```

use super::action::{Action, Scope};
use super::key::Key;
use super::state::State;
use crate::document::DocId;

/// Returns the next keys, and what they do.
#[must_use]
pub fn following(state: &State, scope: Scope, typed: &[Key]) -> Vec<(String, Action)> {
    let exists =
        |action: Action| document_of(action).is_none_or(|n| state.set.is_open(DocId::at(n)));
    let all = state.keymap.following(scope, typed).into_iter();
    all.filter(|(_, action)| exists(*action)).collect()
}

/// Returns the number of the document that a key goes to.
fn document_of(action: Action) -> Option<usize> {
    let number = action.name().strip_prefix("document-")?;
    number.parse::<usize>().ok()?.checked_sub(1)
}
