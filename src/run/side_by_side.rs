//! Large files are loaded side by side, as many at once as there are processors.
//!
//! ```text
//! a.txt ── processor 1 ──┐
//! b.txt ── processor 2 ──┼─ a, b, c: in the order of the paths
//! c.txt ── processor 1 ──┘
//! ```

use std::num::NonZero;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{iter, thread};

use crate::store::read::file_size;

/// Files of fewer bytes in all are loaded before a second processor is ready.
const WORTH: u64 = 256 * 1024;

/// Returns whether all paths are files, two at least, and large.
pub(super) fn is_worth_it(paths: &[PathBuf]) -> bool {
    paths.len() > 1 && are_large(paths)
}

/// Returns whether all paths are files, and large taken together.
pub(super) fn are_large(paths: &[PathBuf]) -> bool {
    let sizes: Option<u64> = paths.iter().map(|path| file_size(path)).sum();
    sizes.is_some_and(|bytes| bytes >= WORTH)
}

/// Returns what `make` makes of every item, in order.
pub(super) fn map<T: Sync, R: Send>(items: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let indices = iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        let own = indices.map_while(|at| Some((at, make(items.get(at)?))));
        own.collect::<Vec<_>>()
    };
    let most = thread::available_parallelism().map_or(1, NonZero::get);
    let mut made = thread::scope(|scope| {
        let others: Vec<_> = (1..most.min(items.len()))
            .map(|_| scope.spawn(work))
            .collect();
        let mut made = work();
        for other in others {
            match other.join() {
                Ok(more) => made.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        made
    });
    made.sort_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn what_is_made_stands_in_order() {
        let items: Vec<usize> = (0..100).collect();
        let doubled: Vec<usize> = items.iter().map(|item| 2 * item).collect();
        assert_eq!(map(&items, |item| 2 * item), doubled);
        assert!(map(&items[..0], |item| 2 * item).is_empty());
    }

    #[test]
    fn small_files_and_what_is_no_file_are_loaded_one_after_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let file = |bytes: usize| {
            let mut file = tempfile::NamedTempFile::new_in(&folder).unwrap();
            file.write_all(&vec![b'x'; bytes]).unwrap();
            file.into_temp_path().keep().unwrap()
        };
        let (small, large) = (file(5), file(256 * 1024));
        assert!(is_worth_it(&[small.clone(), large.clone()]));
        assert!(!is_worth_it(&[small.clone(), small.clone()]));
        assert!(!is_worth_it(std::slice::from_ref(&large)));
        assert!(!is_worth_it(&[large, folder.path().to_owned()]));
        assert!(!is_worth_it(&[]));
    }
}
