//! What notes cost, in processor time: reading a log of 10,000 and of 100,000 notes, adding one to it, and placing
//! them in an article, all at once and after one more.
//!
//! `cargo bench --bench notes`

use std::fs;
use std::hint::black_box;

use rustix::time::{ClockId, clock_gettime};
use variorum::document::{Document, DocumentSet};
use variorum::notes::{Change, NoteSet, Operation, OperationId, target};
use variorum::store::notes::Log;
use variorum::text::{Span, Text};

/// Returns the processor time of this process, in milliseconds.
fn now() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

/// Returns the least time of several rounds, and the last result.
fn least<T>(rounds: usize, mut work: impl FnMut() -> T) -> (f64, Option<T>) {
    let (mut least, mut last) = (f64::MAX, None);
    for _ in 0..rounds {
        // What the round before made is thrown away outside the measured time.
        drop(last.take());
        let start = now();
        last = Some(black_box(work()));
        least = least.min(now() - start);
    }
    (least, last)
}

fn article() -> Document {
    let text = include_str!("../data/notes/ferry.txt");
    Document {
        path: "ferry.txt".to_owned(),
        sha256: "one".to_owned(),
        text: Text::new(text),
        ..Document::default()
    }
}

/// A note on forty characters of the article, about the size of a real one.
fn operation(document: &Document, number: usize) -> Operation {
    let text = &document.text;
    let length = text.as_str().chars().count();
    let start = (number * 7) % length.saturating_sub(60);
    let span = Span {
        start: text.byte_of(start),
        end: text.byte_of(start + 40),
    };
    Operation {
        id: OperationId(format!("urn:uuid:00000000-0000-4000-8000-{number:012}")),
        at: "2025-09-05T10:00:00Z".parse().unwrap_or_default(),
        by: None,
        change: Change::Add {
            text: format!("Note {number}: checked with the port"),
            targets: vec![target(document, span, None)],
            tags: vec!["number".to_owned()],
            rating: None,
        },
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let document = article();
    for count in [10_000, 100_000] {
        let path = folder.path().join(format!("{count}.jsonl"));
        let mut log = Log::open(&path)?;
        let all: Vec<_> = (0..count).map(|n| operation(&document, n)).collect();
        log.append_all(&all)?;
        let size = fs::metadata(&path)?.len() / 1024;
        let (read, notes) = least(5, || log.read().map(|out| NoteSet::new(out.operations)));
        let notes = notes.transpose()?.unwrap_or_default();
        println!(
            "{count} notes, {size} KB: read {read:.1} ms ({} notes)",
            notes.len()
        );
        let mut next = count;
        let (added, _) = least(20, || {
            next += 1;
            log.append(&operation(&document, next))
        });
        println!("  one added: {added:.2} ms");
        let set = DocumentSet::new(vec![document.clone()]);
        let (placed, _) = least(3, || variorum::notes::place(&notes, &set).placed.len());
        println!("  all placed in one article: {placed:.1} ms");
    }
    Ok(())
}
