//! variorum: news articles about one event, side by side and in step.
//!
//! The map of the crate, in the order in which text becomes a frame. What each module may import is
//! held by `tests/architecture.rs`.
//!
//! | module | turns | into | may import |
//! | --- | --- | --- | --- |
//! | [`text`] | characters | spans, sentences, tokens, rows | - |
//! | [`document`] | text | labelled articles | text |
//! | [`load`] | bytes | documents | text, document |
//! | [`compare`] | documents | a comparison | text, document |
//! | [`meaning`] | sentences | vectors, by an optional model | compare |
//! | [`notes`] | places and words | notes that find their place again | text, document |
//! | [`report`] | a comparison | JSON and plain text | text, document, compare, notes |
//! | [`app`] | messages | state and effects | text, document, compare, notes |
//! | [`ui`] | state | a frame | text, document, compare, notes, app |
//! | [`store`] | files | bytes and operations | text, document, load, notes |
//! | [`cli`], [`term`] | arguments, terminal events | plain values | app |
//! | [`run`] | everything | a running program | all |

pub mod app;
pub mod cli;
pub mod compare;
pub mod document;
pub mod load;
pub mod meaning;
pub mod notes;
pub mod report;
pub mod run;
pub mod store;
pub mod term;
pub mod text;
pub mod ui;
