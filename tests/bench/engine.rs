//! What comparing two documents costs, stage by stage, in processor time.
//!
//! `cargo bench --bench engine` measures pairs of 10 KB to 10 MB, and ten documents of 100 KB; with
//! `-- --write` the table in `tests/bench/README.md` is written anew. `-- FILE FILE` measures two files.

mod pairs;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::{fs, io};

use rustix::time::{ClockId, clock_gettime};
use variorum::compare::{Options, Stage, compare_in_stages};
use variorum::document::DocumentSet;
use variorum::load::{Limits, load};
use variorum::report::comparison;

/// Bytes a side.
const SIZES: [usize; 4] = [10_000, 100_000, 1_000_000, 10_000_000];

/// What the bench measures beside the stages.
const AROUND: [&str; 2] = ["loading", "JSON"];

/// Where the table stands in the file.
const BEGIN: &str = "<!-- written by `cargo bench --bench engine -- --write` -->\n";
const END: &str = "<!-- end -->\n";

/// Milliseconds by row.
type Times = BTreeMap<&'static str, f64>;

fn now() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let paths: Vec<&String> = arguments.iter().filter(|a| !a.starts_with("--")).collect();
    if !paths.is_empty() {
        let texts = paths.iter().map(fs::read).collect::<io::Result<Vec<_>>>()?;
        print!("{}", rows(&[("given", best(&texts, 3))]));
        return Ok(());
    }
    let mut columns: Vec<(&str, Times)> = Vec::new();
    for (name, size) in ["10 KB", "100 KB", "1 MB", "10 MB"].into_iter().zip(SIZES) {
        let (a, b) = pairs::pair(size);
        let rounds = (2_000_000 / size).clamp(1, 20);
        eprintln!("{name}");
        columns.push((name, best(&[a.into_bytes(), b.into_bytes()], rounds)));
    }
    let mut ten: Vec<Vec<u8>> = Vec::new();
    let (a, b) = pairs::pair(500_000);
    for text in [a, b] {
        ten.extend(text.as_bytes().chunks(100_000).take(5).map(<[u8]>::to_vec));
    }
    eprintln!("ten documents");
    columns.push(("10 x 100 KB", best(&ten, 1)));
    let table = rows(&columns);
    print!("{table}");
    if arguments.iter().any(|argument| argument == "--write") {
        write(&table)?;
    }
    Ok(())
}

/// Returns the least times of several rounds: another program may disturb a round, never speed it up.
fn best(texts: &[Vec<u8>], rounds: usize) -> Times {
    let mut least = Times::new();
    for _ in 0..rounds {
        for (row, time) in round(texts) {
            let known = least.entry(row).or_insert(f64::INFINITY);
            *known = known.min(time);
        }
    }
    least
}

fn round(texts: &[Vec<u8>]) -> Times {
    let mut times = Times::new();
    let mut last = now();
    let mut documents = Vec::new();
    for text in texts {
        documents.extend(load("a.txt", text, &Limits::default()).unwrap_or_default());
    }
    let set = DocumentSet::new(documents);
    let mut lap = |row: &'static str| {
        let time = now();
        *times.entry(row).or_insert(0.0) += time - last;
        last = time;
    };
    lap(AROUND[0]);
    let found = compare_in_stages(&set, &Options::default(), &mut |stage| lap(stage.name()));
    let mut out = Vec::new();
    let written = comparison::json(&set, &found, &[], &[], &mut out);
    lap(AROUND[1]);
    black_box((written.is_ok(), out));
    times
}

/// Returns the table: milliseconds, and by how much a row grows where the text doubles.
fn rows(columns: &[(&str, Times)]) -> String {
    let mut table = String::from("| stage |");
    columns.iter().for_each(|(name, _)| {
        let _ = write!(table, " {name} |");
    });
    table.push_str(" growth per doubling, from 100 KB to 10 MB |\n|---|");
    columns.iter().for_each(|_| table.push_str("---|"));
    table.push_str("---|\n");
    let stages = Stage::ALL.map(Stage::name);
    let names = [&AROUND[..1], &stages, &AROUND[1..]].concat();
    for name in names {
        let times: Vec<f64> = columns
            .iter()
            .map(|(_, t)| t.get(name).copied().unwrap_or(0.0))
            .collect();
        row(&mut table, name, &times);
    }
    let all: Vec<f64> = columns.iter().map(|(_, t)| t.values().sum()).collect();
    row(&mut table, "all", &all);
    table
}

fn row(table: &mut String, name: &str, times: &[f64]) {
    let _ = write!(table, "| {name} |");
    for time in times {
        let _ = write!(table, " {time:.2} ms |");
    }
    match (times.get(1), times.get(3)) {
        (Some(from), Some(to)) => {
            let doublings = (SIZES[3] as f64 / SIZES[1] as f64).log2();
            let _ = writeln!(table, " {:.2} |", (to / from).powf(1.0 / doublings));
        }
        _ => table.push_str(" |\n"),
    }
}

fn write(table: &str) -> io::Result<()> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/README.md");
    let text = fs::read_to_string(path)?;
    let (Some(from), Some(to)) = (text.find(BEGIN), text.find(END)) else {
        return Err(io::Error::other("README.md has no place for the table"));
    };
    let (before, behind) = (text.get(..from + BEGIN.len()), text.get(to..));
    let parts = [before.unwrap_or(""), table, behind.unwrap_or("")];
    fs::write(path, parts.concat())
}
