//! Inputs that gave no document, as every report names them.

use serde::Serialize;

use crate::document::Skipped;

/// A skipped input in JSON.
#[derive(Serialize)]
pub(super) struct Named<'a> {
    path: &'a str,
    reason: &'a str,
}

/// Returns the entries of the list `skipped`.
pub(super) fn named(skipped: &[Skipped]) -> Vec<Named<'_>> {
    skipped
        .iter()
        .map(|Skipped { path, reason }| Named { path, reason })
        .collect()
}
