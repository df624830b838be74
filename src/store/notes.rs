//! The log of what was done to notes: append, sync, recover. A line that was written is never changed; what
//! the operations mean is the matter of `notes`.

mod compact;
mod error;
mod merge;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

pub use compact::Compacted;
pub use error::LogError;
pub use merge::Merged;

use memchr::{memchr_iter, memrchr};

use super::{folder, record};
use crate::notes::Operation;

/// How many bytes before a place in the log are kept to know it again: a checksum with its tab and line end.
const MARK: usize = 10;

/// A line that could not be read, or not wholly. It stays in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

/// A place in the log up to which it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    offset: u64,
    lines: usize,
    /// The bytes before the offset: other ones tell that the file was replaced.
    before: Vec<u8>,
}

/// What reading gave.
#[derive(Debug, Default)]
pub struct ReadOut {
    /// The operations, in the order of the log.
    pub operations: Vec<Operation>,
    /// The lines that are damaged.
    pub problems: Vec<Problem>,
    /// Up to where it was read.
    pub end: Mark,
    /// Whether the file was replaced since the mark that was given, so that everything was read anew.
    pub anew: bool,
}

/// The log of operations in a file. The lock is a file beside it, which is never replaced.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    /// Whether this log has made sure that the folder knows the file.
    folder_synced: bool,
}

impl Log {
    /// Returns the log in a file, which need not exist yet. Links are followed, so that two ways to one file
    /// have one lock.
    ///
    /// # Errors
    /// Where something else than a file stands there.
    pub fn open(path: &Path) -> Result<Self, LogError> {
        Ok(Self {
            path: resolve(path)?,
            folder_synced: false,
        })
    }

    /// Returns the path of the file, links followed.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns all operations, and what is wrong with the file. A file that is not there has none.
    ///
    /// # Errors
    /// Where the file cannot be read or is not a log.
    pub fn read(&self) -> Result<ReadOut, LogError> {
        let out = self.read_since(&Mark::default())?;
        if out.end.offset == self.length()? {
            return Ok(out);
        }
        // The last line has no end: either another window is writing it, or a writer was killed. Under the
        // lock nobody writes.
        let lock = self.lock_file(OpenOptions::new().read(true));
        let _held = lock.as_ref().map(|lock| retry(|| lock.lock_shared()));
        let mut out = self.read_since(&Mark::default())?;
        let tail = self.bytes_from(out.end.offset)?;
        out.take_tail(&tail);
        Ok(out)
    }

    /// Returns the operations behind a mark, up to the last whole line: what other windows did, and this one.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn read_since(&self, mark: &Mark) -> Result<ReadOut, LogError> {
        let from = mark.offset.saturating_sub(mark.before.len() as u64);
        let bytes = self.bytes_from(from)?;
        let anew = !bytes.starts_with(&mark.before);
        let mut out = ReadOut {
            anew,
            ..ReadOut::default()
        };
        if anew {
            let bytes = self.bytes_from(0)?;
            self.check_bytes(&bytes)?;
            out.take_lines(&bytes);
        } else if mark.offset == 0 {
            self.check_bytes(&bytes)?;
            out.take_lines(&bytes);
        } else {
            out.end = mark.clone();
            out.take_lines(bytes.get(mark.before.len()..).unwrap_or_default());
        }
        Ok(out)
    }

    /// Appends an operation, and returns when the disk has it. On an error the file is as it was.
    ///
    /// # Errors
    /// Where the lock cannot be had or the bytes cannot be written and synced; what to do is said.
    pub fn append(&mut self, operation: &Operation) -> Result<(), LogError> {
        self.append_all(std::slice::from_ref(operation))
    }

    /// Appends several operations in one write: all of them, or on an error none.
    ///
    /// # Errors
    /// As [`Self::append`].
    pub fn append_all(&mut self, operations: &[Operation]) -> Result<(), LogError> {
        let mut records = Vec::new();
        for operation in operations {
            records.extend(record::encode(operation)?);
        }
        self.append_records(&records)
    }

    fn append_records(&mut self, records: &[u8]) -> Result<(), LogError> {
        if records.is_empty() {
            return Ok(());
        }
        // Something else than a log gets no lock beside it; under the lock it is looked at again.
        if let Ok(mut file) = File::open(&self.path) {
            self.check(&mut file)?;
        }
        let folder = self.folder().to_owned();
        let made = folder::make(&folder).map_err(|why| self.denied(folder.clone(), why))?;
        let _lock = self.lock()?;
        // Opened under the lock: a compaction may have put another file in its place.
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(&self.path)
            .map_err(|why| self.denied(self.path.clone(), why))?;
        self.check(&mut file)?;
        let end = write(&mut file, records).map_err(|why| self.failed(why))?;
        if made || !self.folder_synced {
            if let Err(why) = folder::sync(&folder) {
                cut_back(&file, end);
                return Err(self.failed(why));
            }
            self.folder_synced = true;
        }
        Ok(())
    }

    /// Takes the lock for writing; it is held until the file that is returned is closed.
    fn lock(&self) -> Result<File, LogError> {
        let lock = self
            .lock_file(OpenOptions::new().write(true).create(true).truncate(false))
            .map_err(|why| self.denied(self.lock_path(), why))?;
        retry(|| lock.lock()).map_err(|why| self.denied(self.lock_path(), why))?;
        Ok(lock)
    }

    /// Refuses to write into a file that is not a log: an article given by mistake must stay as it is. The
    /// beginning tells almost always; where it is damaged the rest may tell.
    fn check(&self, file: &mut File) -> Result<(), LogError> {
        let mut head = Vec::new();
        match Read::by_ref(file).take(256).read_to_end(&mut head) {
            Ok(_) if record::is_log(&head) => Ok(()),
            Ok(_) => self.check_bytes(&self.bytes_from(0)?),
            Err(why) => Err(self.unread(why)),
        }
    }

    fn check_bytes(&self, bytes: &[u8]) -> Result<(), LogError> {
        if record::is_log(bytes) {
            return Ok(());
        }
        Err(LogError::NotALog {
            path: self.path.clone(),
        })
    }

    fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        }
    }

    fn lock_path(&self) -> PathBuf {
        self.beside(".lock")
    }

    /// Returns the path of a file beside the log that belongs to it.
    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(ending);
        name.into()
    }

    fn lock_file(&self, options: &OpenOptions) -> io::Result<File> {
        options.open(self.lock_path())
    }

    fn length(&self) -> Result<u64, LogError> {
        match fs::metadata(&self.path) {
            Ok(meta) => Ok(meta.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(why) => Err(self.unread(why)),
        }
    }

    fn bytes_from(&self, offset: u64) -> Result<Vec<u8>, LogError> {
        let mut bytes = Vec::new();
        let mut file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(bytes),
            Err(why) => return Err(self.unread(why)),
        };
        file.seek(SeekFrom::Start(offset))
            .and_then(|_| file.read_to_end(&mut bytes))
            .map_err(|why| self.unread(why))?;
        Ok(bytes)
    }

    fn unread(&self, why: io::Error) -> LogError {
        LogError::Read {
            path: self.path.clone(),
            why,
        }
    }

    fn failed(&self, why: io::Error) -> LogError {
        LogError::Write {
            path: self.path.clone(),
            why,
        }
    }

    fn denied(&self, path: PathBuf, why: io::Error) -> LogError {
        match why.kind() {
            io::ErrorKind::IsADirectory => LogError::NotAFile { path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => self.failed(why),
            _ => LogError::Denied { path, why },
        }
    }
}

impl ReadOut {
    /// Takes in the whole lines; what follows the last line end is left for the next time.
    fn take_lines(&mut self, bytes: &[u8]) {
        let whole = memrchr(b'\n', bytes).map_or(0, |at| at + 1);
        let lines = bytes.get(..whole).unwrap_or_default();
        let mut start = 0;
        for end in memchr_iter(b'\n', lines) {
            self.end.lines += 1;
            let line = lines.get(start..end).unwrap_or_default();
            self.take_line(line, self.end.lines);
            start = end + 1;
        }
        if whole > 0 {
            self.end.offset += whole as u64;
            self.end.before = lines[whole.saturating_sub(MARK)..].to_vec();
        }
    }

    /// Takes in a last line without line end. It may be whole but for that; the next append ends it.
    fn take_tail(&mut self, tail: &[u8]) {
        if tail.is_empty() {
            return;
        }
        let (line, before) = (self.end.lines + 1, self.problems.len());
        self.take_line(tail, line);
        if self.problems.len() > before {
            self.problems.truncate(before);
            self.problem(line, "it was cut off while it was written".to_owned());
        }
    }

    fn take_line(&mut self, line: &[u8], number: usize) {
        let found = record::decode(line);
        let operations = found.records.into_iter().map(|record| record.operation);
        self.operations.extend(operations);
        if let Some(what) = found.damage {
            self.problem(number, what);
        }
    }

    fn problem(&mut self, line: usize, what: String) {
        self.problems.push(Problem { line, what });
    }
}

/// Writes a record behind the last whole line and syncs it; on an error the file is cut back. Returns the
/// old end.
fn write(file: &mut File, record: &[u8]) -> io::Result<u64> {
    let end = file.metadata()?.len();
    let mut bytes = Vec::with_capacity(record.len() + 1);
    if is_torn(file, end)? {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(record);
    let written = file.write_all(&bytes).and_then(|()| file.sync_data());
    if written.is_err() {
        cut_back(file, end);
    }
    written.map(|()| end)
}

/// Takes away what a failed write left. Should that fail too, the next reader reports a torn line.
fn cut_back(file: &File, end: u64) {
    let _ = file.set_len(end).and_then(|()| file.sync_data());
}

fn is_torn(file: &mut File, end: u64) -> io::Result<bool> {
    if end == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::Start(end - 1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// Follows links, so that a file has one name, and refuses what is not a file.
fn resolve(path: &Path) -> Result<PathBuf, LogError> {
    match fs::metadata(path) {
        Ok(meta) if meta.is_file() => fs::canonicalize(path).map_err(|why| LogError::Read {
            path: path.to_owned(),
            why,
        }),
        Ok(_) => Err(LogError::NotAFile {
            path: path.to_owned(),
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match fs::read_link(path) {
            Ok(to) => Err(LogError::Dangling {
                path: path.to_owned(),
                to,
            }),
            Err(_) => Ok(path.to_owned()),
        },
        Err(why) => Err(LogError::Read {
            path: path.to_owned(),
            why,
        }),
    }
}

/// Tries again where a signal came in between.
fn retry(mut lock: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    loop {
        match lock() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}
