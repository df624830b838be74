//! Markdown.

use super::{Limits, LoadError, plain};
use crate::document::Document;

/// Reads Markdown.
pub(super) fn read(raw: &str, limits: &Limits) -> Result<Document, LoadError> {
    plain::read(raw, limits)
}
