//! Writes the log anew: every operation once, what is damaged moved into a file beside it. The only thing that
//! replaces the file; nothing is thrown away but what stands in it twice.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::record::Record;
use super::{Log, LogError, Problem, cut_back, folder, record};
use crate::notes::OperationId;

/// What a compaction did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Compacted {
    /// How many operations the file has now.
    pub kept: usize,
    /// How many records were left out because the same one stands before them.
    pub repeated: usize,
    /// The lines that were moved aside.
    pub damaged: Vec<Problem>,
    /// Where they are now.
    pub aside: PathBuf,
}

/// The two files that come out of one.
#[derive(Default)]
struct Sorted {
    kept: Vec<u8>,
    aside: Vec<u8>,
    done: Compacted,
}

impl Log {
    /// Writes the file anew under the lock, if there is anything to leave out: beside it, synced, then put in its
    /// place. Damaged lines are added to a file beside it first.
    ///
    /// # Errors
    /// As [`Log::read`] and [`Log::append`]; the file is then as it was.
    pub fn compact(&mut self) -> Result<Compacted, LogError> {
        if self.length()? == 0 {
            return Ok(Compacted::default());
        }
        let _lock = self.lock()?;
        let bytes = self.bytes_from(0)?;
        self.check_bytes(&bytes)?;
        let Sorted {
            kept,
            aside,
            mut done,
        } = sorted(&bytes);
        done.aside = self.beside(".damaged");
        if kept != bytes {
            self.put_aside(&done.aside, &aside)
                .and_then(|()| self.replace(&kept))
                .map_err(|why| self.failed(why))?;
        }
        Ok(done)
    }

    fn put_aside(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        let end = file.metadata()?.len();
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        if written.is_err() {
            cut_back(&file, end);
        }
        written?;
        folder::sync(self.folder())
    }

    fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        let beside = self.beside(".new");
        let replaced = (|| {
            let mut file = fs::File::create(&beside)?;
            file.write_all(bytes)?;
            file.set_permissions(fs::metadata(&self.path)?.permissions())?;
            file.sync_all()?;
            fs::rename(&beside, &self.path)
        })();
        if replaced.is_err() {
            // What is half written is of no use to anybody; the log itself is whole.
            let _ = fs::remove_file(&beside);
        }
        replaced?;
        folder::sync(self.folder())
    }
}

/// Sorts the lines: whole ones stay byte for byte, the readable part of damaged ones is written anew.
fn sorted(bytes: &[u8]) -> Sorted {
    let mut out = Sorted::default();
    let mut seen: FxHashMap<OperationId, &str> = FxHashMap::default();
    for (number, line) in bytes.split_inclusive(|&byte| byte == b'\n').enumerate() {
        let bare = line.strip_suffix(b"\n").unwrap_or(line);
        let found = record::decode(bare);
        let mut damage = found.damage;
        for Record { operation, json } in found.records {
            match seen.get(&operation.id) {
                Some(first) if *first == json => out.done.repeated += 1,
                Some(_) => {
                    let what = "another operation of the same name stands before it";
                    damage.get_or_insert_with(|| what.to_owned());
                }
                None => {
                    out.kept.extend(record::of_json(json));
                    out.done.kept += 1;
                    seen.insert(operation.id, json);
                }
            }
        }
        if let Some(what) = damage {
            let line = number + 1;
            out.done.damaged.push(Problem { line, what });
            out.aside.extend_from_slice(bare);
            out.aside.push(b'\n');
        }
    }
    out
}
