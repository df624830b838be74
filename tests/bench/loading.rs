//! What loading costs, in processor time, with the data in memory: pages, plain text, sentences, floods of
//! short lines.
//!
//! `cargo bench --bench loading` measures texts of our own; `cargo bench --bench loading -- FILE_OR_FOLDER …`
//! measures the pages and texts given, `.gz` or not, in place of them.

#[path = "sources.rs"]
mod sources;

use std::fs;
use std::hint::black_box;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use rustix::time::{ClockId, clock_gettime};
use variorum::document::Document;
use variorum::load::{Limits, load};
use variorum::report::documents;
use variorum::text::{Span, sentences};

/// Seconds of processor time that are spent on one figure, about.
const ENOUGH: f64 = 0.4;
/// Bytes of text over which sentences are measured, about.
const LONG: usize = 200_000;
/// Bytes of a flood of short lines, about.
const FLOOD: usize = 4_000_000;

/// Returns the processor time of this process, in seconds.
fn now() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Returns the seconds that one call takes: the mean of as many as are [`ENOUGH`].
fn seconds(mut call: impl FnMut()) -> f64 {
    call();
    let start = now();
    let mut rounds = 0;
    while rounds < 3 || now() - start < ENOUGH {
        call();
        rounds += 1;
    }
    (now() - start) / f64::from(rounds)
}

/// Loads bytes and throws the documents away; returns how many there were.
fn loaded(path: &str, bytes: &[u8]) -> usize {
    let documents = load(path, bytes, &Limits::default()).unwrap_or_default();
    black_box(documents).len()
}

fn main() {
    let paths: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    if paths.is_empty() {
        ours();
        return;
    }
    for path in paths {
        given(&path);
    }
}

fn ours() {
    let page = sources::page();
    spread("page", &[("page.html".to_owned(), page.into_bytes())]);
    for (language, text) in sources::TEXTS {
        let text = sources::of_length(text, 10_000);
        report_text(language, &text);
    }
    for (language, text) in sources::TEXTS {
        report_sentences(language, &sources::of_length(text, LONG));
    }
    let all: String = sources::TEXTS
        .iter()
        .map(|(_, text)| sources::of_length(text, LONG) + "\n")
        .collect();
    report_sentences("all", &all);
    report_article();
    for (name, text) in sources::floods(FLOOD) {
        let start = now();
        black_box(loaded("flood.txt", text.as_bytes()));
        let spent = now() - start;
        let megabytes = text.len() as f64 / 1e6;
        println!(
            "flood of {name:24} {megabytes:6.1} MB  {spent:7.2} s  {:6.1} MB/s",
            megabytes / spent
        );
    }
}

fn report_text(language: &str, text: &str) {
    let each = seconds(|| {
        loaded("a.txt", text.as_bytes());
    });
    println!(
        "plain text {language}  {:5.1} KB  {:6.3} ms",
        text.len() as f64 / 1000.0,
        each * 1000.0
    );
}

fn report_sentences(language: &str, text: &str) {
    let whole = Span::new(0, text.len());
    let each = seconds(|| {
        black_box(sentences(black_box(text), whole));
    });
    println!(
        "sentences {language:3}  {:6.1} MB/s",
        text.len() as f64 / 1e6 / each
    );
}

fn written(found: &[Document]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut json = documents::Json::begin(&mut bytes)?;
    for document in found {
        json.add(document)?;
    }
    json.end(&[], &[])?;
    Ok(bytes)
}

/// An article of 3 KB as one of many: cleaned, cut, told apart, hashed, and written as JSON.
fn report_article() {
    let (_, text) = sources::TEXTS[0];
    let text = sources::of_length(text, 3000);
    let each = seconds(|| {
        let found = load("a.txt", text.as_bytes(), &Limits::default()).unwrap_or_default();
        black_box(written(&found).unwrap_or_default());
    });
    println!(
        "article to JSON  {:4.1} KB  {:6.3} ms",
        text.len() as f64 / 1000.0,
        each * 1000.0
    );
}

/// Measures a file, or the files of a folder.
fn given(path: &str) {
    let mut paths: Vec<PathBuf> = match fs::read_dir(path) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(_) => vec![PathBuf::from(path)],
    };
    paths.sort();
    let files: Vec<(String, Vec<u8>)> = paths.iter().filter_map(|path| read(path)).collect();
    spread(path, &files);
    let texts = files
        .iter()
        .map(|(_, bytes)| String::from_utf8_lossy(bytes));
    let texts: Vec<_> = texts.filter(|text| !text.starts_with('<')).collect();
    if !texts.is_empty() {
        report_sentences("all", &texts.concat());
    }
}

fn read(path: &Path) -> Option<(String, Vec<u8>)> {
    let raw = fs::read(path).ok()?;
    let name = path.to_string_lossy();
    let Some(name) = name.strip_suffix(".gz") else {
        return Some((name.into_owned(), raw));
    };
    let mut bytes = Vec::new();
    MultiGzDecoder::new(raw.as_slice())
        .read_to_end(&mut bytes)
        .ok()?;
    Some((name.to_owned(), bytes))
}

/// Prints mean, median and greatest of what each file takes.
fn spread(name: &str, files: &[(String, Vec<u8>)]) {
    let mut times: Vec<f64> = files
        .iter()
        .map(|(path, bytes)| {
            let rounds = if files.len() > 1 { 5 } else { 50 };
            let once = |_| {
                let start = now();
                black_box(loaded(path, bytes));
                now() - start
            };
            // Another program on the machine may disturb a round, never speed it up.
            (0..rounds).map(once).fold(f64::INFINITY, f64::min) * 1000.0
        })
        .collect();
    if times.is_empty() {
        println!("{name}: holds no file that can be read");
        return;
    }
    times.sort_by(f64::total_cmp);
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    println!(
        "{name}: {} of {:.0} KB each; mean {:.2}  median {:.2}  greatest {:.2} ms",
        files.len(),
        bytes as f64 / 1000.0 / files.len() as f64,
        times.iter().sum::<f64>() / times.len() as f64,
        times.get(times.len() / 2).copied().unwrap_or_default(),
        times.last().copied().unwrap_or_default()
    );
}
