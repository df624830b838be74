//! What comes in, and what is asked of the edge.

use std::sync::Arc;

use super::geometry::Size;
use super::key::Key;
use super::results::Results;
use crate::notes::{Change, Operation};

/// What came in.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Words were pasted.
    Paste(String),
    /// The window has another size.
    Resize(Size),
    /// The comparison is done.
    Compared(Arc<Results>),
    /// A worker failed; the reader goes on.
    Failed(String),
    /// Operations were read from the notes log, with a word on lines that could not be.
    Notes(Vec<Operation>, Option<String>),
    /// A change was saved, or was not, and why.
    Saved(Result<Operation, (Change, String)>),
    /// The process was asked to stop, as by Ctrl-Z.
    Stop,
    /// The process was asked to end: by a signal, or because the terminal is gone.
    Terminate,
}

/// What is asked of the edge.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Give the change a name and a time, append it to the log, and say when the disk has it.
    Append(Change),
    /// Give the terminal back and stop until the shell continues the program.
    Suspend,
    /// End.
    Quit,
}
