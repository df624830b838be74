//! The writer of notes: appends each operation to the log, and answers when the disk has it; says what other
//! windows wrote. It works on a thread of its own, so that no key waits for the disk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use jiff::{Timestamp, Unit};
use uuid::Uuid;

use crate::app::message::Msg;
use crate::notes::{Change, Operation, OperationId};
use crate::store::notes::{Log, Mark, Problem, ReadOut};

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

    /// Returns the file, where there is one.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        self.file.as_ref().ok().cloned()
    }

    /// Reads the log, then waits for operations; what it has to say goes to `answers`.
    #[must_use]
    pub fn start(self, answers: Sender<Msg>) -> Sender<Operation> {
        let (sender, operations) = channel();
        thread::spawn(move || work(self.file, &operations, &answers));
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

fn work(file: Result<PathBuf, String>, operations: &Receiver<Operation>, answers: &Sender<Msg>) {
    let mut mark = Mark::default();
    let mut log = file.and_then(|path| Log::open(&path).map_err(|error| error.to_string()));
    let broken = || Msg::Failed("the notes could not be read: an error of the program".to_owned());
    let mut heard = answers
        .send(guarded(|| first(&log, &mut mark), broken))
        .is_ok();
    let mut next = Instant::now() + LOOK;
    while heard {
        match operations.recv_timeout(next.saturating_duration_since(Instant::now())) {
            Ok(operation) => {
                let answer = answer(operation, |operation| append(&mut log, operation));
                heard = answers.send(answer).is_ok();
            }
            Err(RecvTimeoutError::Timeout) => {
                let news = guarded(|| follow(&log, &mut mark), || None);
                heard = news.is_none_or(|news| answers.send(news).is_ok());
                next = Instant::now() + LOOK;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Returns what became of some work, and something else where it panicked.
fn guarded<T>(work: impl FnOnce() -> T, panicked: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| panicked())
}

/// Returns the answer to an operation that is to be saved. There is one whatever happens: someone who leaves
/// waits for it.
fn answer(operation: Operation, append: impl FnOnce(&Operation) -> Result<(), String>) -> Msg {
    let panicked = || Err("the note was not saved: an error of the program".to_owned());
    let saved = guarded(|| append(&operation), panicked);
    Msg::Saved(match saved {
        Ok(()) => Ok(operation),
        Err(why) => Err((operation, why)),
    })
}

/// Returns what the log holds, and a word on what in it could not be read.
fn first(log: &Result<Log, String>, mark: &mut Mark) -> Msg {
    let read = match log {
        Ok(log) => log.read().map_err(|error| error.to_string()),
        Err(why) => Err(why.clone()),
    };
    match read {
        Ok(read) => news(read, mark),
        Err(why) => Msg::Notes(Vec::new(), Some(format!("notes: {why}"))),
    }
}

fn news(read: ReadOut, mark: &mut Mark) -> Msg {
    *mark = read.end;
    Msg::Notes(read.operations, in_words(&read.problems))
}

fn in_words(problems: &[Problem]) -> Option<String> {
    let (first, more) = problems.split_first()?;
    let more = match more.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!(
        "notes: line {}: {}{more}; the others are read",
        first.line, first.what
    ))
}

/// Returns what was written since the mark, by other windows too; operations that are known do no harm.
fn follow(log: &Result<Log, String>, mark: &mut Mark) -> Option<Msg> {
    let out = log.as_ref().ok()?.read_since(mark).ok()?;
    if out.operations.is_empty() && out.problems.is_empty() {
        *mark = out.end;
        return None;
    }
    Some(news(out, mark))
}

fn append(log: &mut Result<Log, String>, operation: &Operation) -> Result<(), String> {
    let log = log.as_mut().map_err(|why| why.clone())?;
    log.append(operation).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::NoteId;

    fn deletion() -> Operation {
        operation(Change::Delete {
            note: NoteId(OperationId("n".to_owned())),
        })
    }

    #[test]
    fn an_error_of_the_program_is_an_answer_too() {
        let asked = deletion();
        let answer = answer(asked.clone(), |_| panic!("on purpose"));
        let Msg::Saved(Err((operation, why))) = answer else {
            panic!("{answer:?}")
        };
        assert_eq!(operation, asked);
        assert!(why.contains("not saved"), "{why}");
    }

    #[test]
    fn one_window_is_told_what_another_wrote_and_what_in_it_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.jsonl");
        let log = Log::open(&path).map_err(|error| error.to_string());
        let mut mark = Mark::default();
        assert!(matches!(first(&log, &mut mark), Msg::Notes(read, None) if read.is_empty()));
        let other = deletion();
        Log::open(&path).unwrap().append(&other).unwrap();
        let news = follow(&log, &mut mark);
        assert!(matches!(news, Some(Msg::Notes(read, None)) if read == [other]));
        assert!(follow(&log, &mut mark).is_none());
        crate::store::append(&path, b"half a line\n").unwrap();
        let news = follow(&log, &mut mark);
        assert!(
            matches!(news, Some(Msg::Notes(read, Some(said))) if read.is_empty() && said.contains("line 2"))
        );
    }
}
