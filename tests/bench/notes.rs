//! What notes cost, in processor time: reading a log of 10,000 and of 100,000 notes, adding one to it, and placing
//! them in an article, all at once and after one more; and a list of 30,000: a key typed into its filter, and the frame
//! drawn after it.
//!
//! `cargo bench --bench notes`

use std::fs;
use std::hint::black_box;
use std::sync::Arc;

use rustix::time::{ClockId, clock_gettime};
use variorum::app::geometry::Size;
use variorum::app::key::Key;
use variorum::app::message::Msg;
use variorum::app::settings::Settings;
use variorum::app::state::State;
use variorum::app::update::update;
use variorum::document::{Document, DocumentSet};
use variorum::notes::{Change, NoteSet, Operation, OperationId, target};
use variorum::store::notes::Log;
use variorum::text::{Span, Text};
use variorum::ui::painter::Painter;
use variorum::ui::theme::Theme;

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

/// Lists notes on fifty articles and types a filter, and says what the dearest key and the dearest frame cost.
fn list(count: usize) {
    let articles = (0..50).map(|number| Document {
        path: format!("{number}.txt"),
        sha256: number.to_string(),
        ..article()
    });
    let articles: Vec<Document> = articles.collect();
    let notes = (0..count).filter_map(|n| Some(operation(articles.get(n % articles.len())?, n)));
    let notes: Vec<_> = notes.collect();
    let size = Size {
        width: 120,
        height: 40,
    };
    let mut state = State::new(
        Arc::new(DocumentSet::new(articles)),
        size,
        Settings::default(),
    );
    let theme = Theme::colourless();
    let draw = |state: &State| {
        let start = now();
        let mut painter = Painter::default();
        black_box(painter.draw(state, &theme));
        now() - start
    };
    let start = now();
    update(&mut state, Msg::Notes(notes, None));
    println!(
        "{count} notes on fifty articles: placed in {:.1} ms",
        now() - start
    );
    let least_of = |state: &State| (0..5).map(|_| draw(state)).fold(f64::MAX, f64::min);
    let read = least_of(&state);
    let start = now();
    update(&mut state, Msg::Key(Key::char('A')));
    let opened = now() - start + draw(&state);
    let (mut key, mut frame) = (0.0_f64, 0.0_f64);
    for c in "/note 4711 checked #num harbour".chars() {
        let start = now();
        update(&mut state, Msg::Key(Key::char(c)));
        key = key.max(now() - start);
        frame = frame.max(least_of(&state));
    }
    println!(
        "  a frame of the text {read:.2} ms; the list opened {opened:.1} ms; a key of its filter at most {key:.2} ms, \
         its frame {frame:.2} ms"
    );
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
    for count in [300, 30_000] {
        list(count);
    }
    Ok(())
}
