//! Archives of pages.

use std::io::BufRead;

use super::{Limits, LoadError, Take};

/// Reads an archive of pages.
pub(super) fn read(_source: &mut dyn BufRead, _limits: &Limits, take: &mut Take<'_>) {
    let refused = LoadError::Broken("is an archive of pages, which cannot be read yet".to_owned());
    let _ = take(Err(refused));
}
