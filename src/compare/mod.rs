//! The diff engine: a document set in, a comparison out.

pub mod passage;
