//! Articles as JSON.

use std::io::BufRead;

use super::kind::Name;
use super::{Limits, LoadError, Take};

pub(super) fn read(
    _name: &Name,
    _source: &mut dyn BufRead,
    _limits: &Limits,
    _take: &mut Take<'_>,
) -> Result<(), LoadError> {
    Err(LoadError::Broken(
        "is JSON, which cannot be read yet".to_owned(),
    ))
}
