//! What comes in, and what is asked of the edge.

use std::sync::Arc;

use super::export::Export;
use super::geometry::Size;
use super::key::Key;
use super::pointer::Pointer;
use super::results::Results;
use super::settings::Settings;
use crate::document::{DocId, Document, Skipped};
use crate::notes::{Change, Operation};

/// What came in.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Words were pasted.
    Paste(String),
    /// Something was done with the mouse.
    Pointer(Pointer),
    /// The terminal said which background it has; true where it is light.
    Background(bool),
    /// The window has another size.
    Resize(Size),
    /// The comparison is done.
    Compared(Arc<Results>),
    /// The model of meaning cannot be used, and why; what is linked by words stays.
    NoModel(String),
    /// A worker failed; the reader goes on.
    Failed(String),
    /// Operations were read from the notes log, with a word on lines that could not be.
    Notes(Vec<Operation>, Option<String>),
    /// The texts whose beginnings are being read are there as a whole.
    Whole,
    /// Documents were read, to be added at the end.
    Opened(Vec<Document>, Vec<Skipped>),
    /// All files were read again; these documents are others now, or could not be read.
    Reloaded(Vec<Reread>),
    /// The configuration was read again: the settings now with what changed, or why those before hold.
    Configured(Result<(Box<Settings>, Vec<String>), String>),
    /// What a person wrote in the editor, or why there is nothing.
    Edited(Result<String, String>),
    /// What became of words that were copied.
    Copied(String),
    /// What became of a file that was to be written.
    Exported(String),
    /// The files and folders that begin with a path that is being typed.
    Completed(String, Vec<String>),
    /// The report on a document.
    Report(DocId, String),
    /// An operation was saved, or was not, and why.
    Saved(Result<Operation, (Operation, String)>),
    /// The process was asked to stop, as by Ctrl-Z.
    Stop,
    /// The process was asked to end: by a signal, or because the terminal is gone.
    Terminate,
}

/// A document whose file was read again.
#[derive(Clone, Debug)]
pub struct Reread {
    /// Which one.
    pub doc: DocId,
    /// The bytes that it was made of before, as their SHA-256: what was read is of no use for any others.
    pub was: String,
    /// What it is now, or why it could not be read.
    pub now: Result<Document, String>,
}

/// What is asked of the edge.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Give the change a name and a time, append it to the log, and say when the disk has it.
    Append(Change),
    /// Append an operation that could not be saved before, under the name that it has.
    AppendAgain(Operation),
    /// Compare the documents, as they are now, beside the reader.
    Compare,
    /// Read a file or a folder, and send its documents.
    Open(String),
    /// Read the files of all documents again, and send those that changed.
    Reload,
    /// Read the configuration again.
    Configure,
    /// Look which files and folders begin with a path.
    Complete(String),
    /// Take words along: to the terminal's clipboard, or where the configuration says.
    Copy(String),
    /// Give the terminal to the editor with these words, and send what they became.
    Edit(String),
    /// Write a file, and say what became of it.
    Export(Export),
    /// Make the report on a document.
    Report(DocId),
    /// Draw the whole window anew.
    Repaint,
    /// Give the terminal back and stop until the shell continues the program.
    Suspend,
    /// End.
    Quit,
}
