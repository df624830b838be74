//! Loads any bytes as a file and holds what is promised of every document.

#[path = "../../loading/holds.rs"]
mod holds;

use std::ops::ControlFlow;

use variorum::load::{Limits, each};

use holds::{harmless, holds};

/// Loads bytes as a file of this name, and fails where a document breaks a promise.
pub fn load(path: &str, bytes: &[u8]) {
    let mut source = bytes;
    each(path, &mut source, &Limits::default(), &mut |result| {
        match result {
            Ok(document) => holds(&document),
            Err(error) => harmless(&error.to_string()),
        }
        ControlFlow::Continue(())
    });
}
