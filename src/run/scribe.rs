//! The writer of notes: gives each change its name and time, appends it to the log, and answers when the
//! disk has it. It works on a thread of its own, so that no key waits for the disk.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use jiff::{Timestamp, Unit};
use uuid::Uuid;

use crate::app::message::Msg;
use crate::notes::{Change, Operation, OperationId};
use crate::store::notes::{Log, Mark, ReadOut};

/// Where notes are kept, or why they cannot be.
pub struct Scribe {
    file: Result<PathBuf, String>,
}

impl Scribe {
    /// Returns a writer to this file, or one that only says why there is none.
    #[must_use]
    pub fn new(file: Result<PathBuf, String>) -> Self {
        Self { file }
    }

    /// Reads the log, then waits for changes; what it has to say goes to `answers`.
    #[must_use]
    pub fn start(self, answers: Sender<Msg>) -> Sender<Change> {
        let (sender, changes) = channel();
        thread::spawn(move || work(self.file, &changes, &answers));
        sender
    }
}

/// Returns an operation of now, with a name of its own.
#[must_use]
pub fn operation(change: Change) -> Operation {
    let now = Timestamp::now();
    let at = now.round(Unit::Millisecond).unwrap_or(now);
    let id = OperationId(Uuid::new_v4().urn().to_string());
    Operation {
        id,
        at,
        by: None,
        change,
    }
}

/// How often the log is looked at for what other windows wrote.
const LOOK: Duration = Duration::from_millis(700);

fn work(file: Result<PathBuf, String>, changes: &Receiver<Change>, answers: &Sender<Msg>) {
    let mut mark = Mark::default();
    let mut log = file.and_then(|path| Log::open(&path).map_err(|error| error.to_string()));
    let first = match &log {
        Ok(log) => read(log, &mut mark),
        Err(why) => Msg::Notes(Vec::new(), Some(format!("notes: {why}"))),
    };
    let mut heard = answers.send(first).is_ok();
    while heard {
        heard = match changes.recv_timeout(LOOK) {
            Ok(change) => answers.send(Msg::Saved(append(&mut log, change))).is_ok(),
            Err(RecvTimeoutError::Timeout) => {
                follow(&log, &mut mark).is_none_or(|news| answers.send(news).is_ok())
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
    }
}

/// Returns what the log holds, and a word on what in it could not be read.
fn read(log: &Log, mark: &mut Mark) -> Msg {
    let ReadOut {
        operations,
        problems,
        end,
        ..
    } = match log.read() {
        Ok(read) => read,
        Err(error) => return Msg::Notes(Vec::new(), Some(format!("notes: {error}"))),
    };
    *mark = end;
    let problem = problems.first().map(|first| {
        let more = problems.len() - 1;
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        format!(
            "notes: line {}: {}{more}; the others are read",
            first.line, first.what
        )
    });
    Msg::Notes(operations, problem)
}

/// Returns what was written since the mark, by other windows too; operations that are known do no harm.
fn follow(log: &Result<Log, String>, mark: &mut Mark) -> Option<Msg> {
    let out = log.as_ref().ok()?.read_since(mark).ok()?;
    *mark = out.end;
    (!out.operations.is_empty()).then_some(Msg::Notes(out.operations, None))
}

fn append(log: &mut Result<Log, String>, change: Change) -> Result<Operation, (Change, String)> {
    let log = match log {
        Ok(log) => log,
        Err(why) => return Err((change, why.clone())),
    };
    let operation = operation(change);
    match log.append(&operation) {
        Ok(()) => Ok(operation),
        Err(error) => Err((operation.change, error.to_string())),
    }
}
