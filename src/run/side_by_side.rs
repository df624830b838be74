//! What does not hang together is made side by side, as much at once as there are processors: large files are loaded
//! so, and pairs of documents compared.
//!
//! ```text
//! a.txt ── processor 1 ──┐
//! b.txt ── processor 2 ──┼─ a, b, c: in the order of the paths
//! c.txt ── processor 1 ──┘
//! ```

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::{iter, thread};

use crate::store::read::file_size;

/// Texts of fewer bytes in all are loaded and compared before a second processor has won anything.
pub(super) const WORTH: usize = 256 * 1024;

/// Returns whether all paths are files, two at least, and large.
pub(super) fn is_worth_it(paths: &[PathBuf]) -> bool {
    paths.len() > 1 && are_large(paths)
}

/// Returns whether all paths are files, and large taken together.
pub(super) fn are_large(paths: &[PathBuf]) -> bool {
    let sizes: Option<u64> = paths.iter().map(|path| file_size(path)).sum();
    sizes.is_some_and(|bytes| bytes >= WORTH as u64)
}

/// Returns what `make` makes of every item, in order.
pub(super) fn map<T: Sync, R: Send>(items: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let mut made = Vec::with_capacity(items.len());
    each(items, make, |result| made.push(result));
    made
}

/// Hands on what `make` makes of every item, in order, each as soon as it and all before it are there.
pub(super) fn each<T: Sync, R: Send>(
    items: &[T],
    make: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R),
) {
    let most = thread::available_parallelism().map_or(1, NonZero::get);
    let count = most.min(items.len());
    if count < 2 {
        items.iter().for_each(|item| take(make(item)));
        return;
    }
    let next = AtomicUsize::new(0);
    let (sender, made) = mpsc::channel();
    let work = |sender: Sender<(usize, thread::Result<R>)>| {
        let indices = iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        for (at, item) in indices.map_while(|at| Some((at, items.get(at)?))) {
            let result = catch_unwind(AssertUnwindSafe(|| make(item)));
            if result.is_err() {
                // Nothing else is begun.
                next.store(items.len(), Ordering::Relaxed);
            }
            if sender.send((at, result)).is_err() {
                break;
            }
        }
    };
    let failed = thread::scope(|scope| {
        for sender in iter::repeat_n(sender, count) {
            scope.spawn(|| work(sender));
        }
        let (mut early, mut due) = (BTreeMap::new(), 0);
        for (at, result) in made {
            match result {
                Ok(result) => early.insert(at, result),
                Err(panic) => return Some(panic),
            };
            while let Some(result) = early.remove(&due) {
                take(result);
                due += 1;
            }
        }
        None
    });
    if let Some(panic) = failed {
        resume_unwind(panic);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use std::sync::Mutex;

    #[test]
    fn what_is_made_stands_in_order() {
        let items: Vec<usize> = (0..100).collect();
        let doubled: Vec<usize> = items.iter().map(|item| 2 * item).collect();
        assert_eq!(map(&items, |item| 2 * item), doubled);
        assert!(map(&items[..0], |item| 2 * item).is_empty());
    }

    #[test]
    fn what_is_made_early_waits_for_what_stands_before_it() {
        let several = thread::available_parallelism().is_ok_and(|count| count.get() > 1);
        let (sender, second) = mpsc::channel();
        let second = Mutex::new(second);
        let make = |item: &usize| {
            match item {
                0 if several => second.lock().unwrap().recv().unwrap(),
                1 => sender.send(()).unwrap(),
                _ => {}
            }
            *item
        };
        let items: Vec<usize> = (0..40).collect();
        let mut taken = Vec::new();
        each(&items, make, |item| taken.push(item));
        assert_eq!(taken, items);
    }

    #[test]
    fn an_error_of_the_program_is_handed_on() {
        let failed = catch_unwind(|| map(&[1, 2, 3], |item| assert_ne!(*item, 2, "at two")));
        let panic = failed.unwrap_err();
        let words = panic.downcast_ref::<String>().unwrap();
        assert!(words.contains("at two"), "{words}");
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
