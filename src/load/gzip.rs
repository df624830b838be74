//! Packed inputs: unpacked as a stream, with an end to how much a small file may become.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;

use super::{Limits, LoadError};

/// Unpacked bytes that may come before the ratio counts: any text may hold a long stretch of one letter.
const FREE: u64 = 16 << 20;

/// Returns whether bytes begin like a gzip file.
pub(super) fn is_packed(head: &[u8]) -> bool {
    head.starts_with(b"\x1f\x8b")
}

/// The unpacked bytes of a gzip file of any number of members.
pub(super) struct Unpacked<R> {
    decoder: MultiGzDecoder<Counted<R>>,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
    expansion: u64,
}

impl<R: BufRead> Unpacked<R> {
    /// Returns what unpacks a source.
    pub(super) fn new(source: R, limits: &Limits) -> Self {
        let packed = Rc::new(Cell::new(0));
        let counted = Counted {
            source,
            count: Rc::clone(&packed),
        };
        Self {
            decoder: MultiGzDecoder::new(counted),
            packed,
            unpacked: 0,
            expansion: limits.expansion as u64,
        }
    }
}

impl<R: BufRead> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(into).map_err(|error| named(&error))?;
        self.unpacked += read as u64;
        let most = self.packed.get().saturating_mul(self.expansion).max(FREE);
        if self.unpacked > most {
            let limit = self.expansion;
            return Err(io::Error::other(LoadError::Broken(format!(
                "unpacks to more than {limit} times its size; if that is right, unpack it first"
            ))));
        }
        Ok(read)
    }
}

fn named(error: &io::Error) -> io::Error {
    let what = match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            "ends early: the gzip file is cut off; what is whole before that is read, get the file again for the rest"
        }
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            "is a damaged gzip file; what is whole before the damage is read, get the file again for the rest"
        }
        kind => return io::Error::new(kind, error.to_string()),
    };
    io::Error::other(LoadError::Broken(what.to_owned()))
}

/// Counts what was taken from a source.
struct Counted<R> {
    source: R,
    count: Rc<Cell<u64>>,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(into)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.source.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.count.set(self.count.get() + amount as u64);
        self.source.consume(amount);
    }
}
