//! Takes the operations of another log into this one: two people's notes on one case become one file.

use rustc_hash::FxHashSet;

use super::{Log, LogError, Mark, Problem, record};
use crate::notes::OperationId;

/// What a merge did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// How many operations came in.
    pub added: usize,
    /// How many were there before.
    pub known: usize,
    /// The lines of the other file that could not be read.
    pub problems: Vec<Problem>,
}

impl Log {
    /// Appends those operations of another log that this one does not have, word for word and in their order: all
    /// of them, or on an error none. The other file is only read.
    ///
    /// # Errors
    /// As [`Log::read`] of both and [`Log::append`].
    pub fn merge(&mut self, other: &Log) -> Result<Merged, LogError> {
        let own = self.read_since(&Mark::default())?;
        let mut seen: FxHashSet<OperationId> = own.operations.into_iter().map(|o| o.id).collect();
        let bytes = other.bytes_from(0)?;
        other.check_bytes(&bytes)?;
        let mut merged = Merged::default();
        let mut records = Vec::new();
        for (number, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
            let found = record::decode(line);
            for record in found.records {
                if seen.insert(record.operation.id) {
                    records.extend(record::of_json(record.json));
                    merged.added += 1;
                } else {
                    merged.known += 1;
                }
            }
            let line = number + 1;
            merged
                .problems
                .extend(found.damage.map(|what| Problem { line, what }));
        }
        self.append_records(&records)?;
        Ok(merged)
    }
}
