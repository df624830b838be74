//! Documents, comparisons and notes as JSON and as text; no files.

pub mod check;
pub mod claims;
pub mod comparison;
pub mod documents;
pub mod exports;
pub mod handed;
pub mod inspection;
pub mod notes;
pub mod plain;
mod skipped;
