//! What a model of meaning costs, in processor time, and how near it is to a reference.
//!
//! `cargo bench --bench meaning -- MODEL` measures sentences of 10, 25 and 50 words and the time to read the model;
//! `cargo bench --bench meaning -- MODEL REFERENCE.jsonl` also compares its vectors with those of
//! `assets/reference_vectors.py`.

use std::fs;
use std::hint::black_box;

use rustix::time::{ClockId, clock_gettime};
use serde_json::Value;
use variorum::compare::meaning::Meaning as _;
use variorum::meaning::Model;

/// Sentences of each length that are measured.
const ROUNDS: usize = 60;

/// The words of the sentences: our own, cut and turned to the length that is measured.
const WORDS: &str = "the harbour council said on Monday that a second bridge over the river would open to \
    buses before winter although the engineers still wait for steel from the north and two of the five \
    pillars were found to stand deeper in the mud than anybody had expected when the work began";

/// Returns the processor time of this process, in seconds.
fn now() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn main() {
    let paths: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let Some((file, references)) = paths.split_first() else {
        println!(
            "no model is given: assets/make_model.py makes one; then\n  cargo bench --bench meaning -- MODEL"
        );
        return;
    };
    let Some(model) = read(file) else {
        return;
    };
    for words in [10, 25, 50] {
        measure(&model, words);
    }
    references.iter().for_each(|path| compare(&model, path));
}

fn read(file: &str) -> Option<Model> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            println!("{file}: {error}");
            return None;
        }
    };
    let start = now();
    match Model::read(&bytes) {
        Ok(model) => {
            println!("reading the model  {:7.1} ms", 1e3 * (now() - start));
            Some(model)
        }
        Err(error) => {
            println!("{file}: {error}");
            None
        }
    }
}

/// Prints the mean and the median of sentences that are all different: one met before is only looked up.
fn measure(model: &Model, words: usize) {
    let all: Vec<&str> = WORDS.split_whitespace().collect();
    let sentence = |round: usize| {
        let turned = all.iter().cycle().skip(round % all.len()).take(words - 1);
        let turned: Vec<&str> = turned.copied().collect();
        format!("{} {round}.", turned.join(" "))
    };
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let sentence = sentence(round);
        let start = now();
        black_box(model.vector(&sentence));
        times.push(1e3 * (now() - start));
    }
    times.sort_by(f64::total_cmp);
    println!(
        "{words} words           mean {:5.1} ms   median {:5.1} ms",
        times.iter().sum::<f64>() / ROUNDS as f64,
        times[ROUNDS / 2],
    );
}

/// Prints the least and the mean cosine to the vectors of a file of lines `{"text": …, "vector": […]}`.
fn compare(model: &Model, path: &str) {
    let lines = match fs::read_to_string(path) {
        Ok(lines) => lines,
        Err(error) => {
            println!("{path}: {error}");
            return;
        }
    };
    let mut found: Vec<(f64, String)> = Vec::new();
    for line in lines.lines() {
        let Some((text, reference)) = reference(line) else {
            println!("{path}: a line is no JSON of a text and a vector");
            return;
        };
        let own: Vec<f64> = model.vector(&text).iter().map(|x| f64::from(*x)).collect();
        let product = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>();
        let lengths = product(&own, &own).sqrt() * product(&reference, &reference).sqrt();
        found.push((product(&own, &reference) / lengths, text));
    }
    found.sort_by(|x, y| x.0.total_cmp(&y.0));
    let mean = found.iter().map(|(cosine, _)| cosine).sum::<f64>() / found.len() as f64;
    println!("{} sentences of {path}: mean cosine {mean:.6}", found.len());
    for (cosine, text) in found.iter().take(3) {
        println!("  {cosine:.6}  {text}");
    }
}

fn reference(line: &str) -> Option<(String, Vec<f64>)> {
    let value: Value = serde_json::from_str(line).ok()?;
    let vector = value["vector"].as_array()?.iter().map(Value::as_f64);
    Some((
        value["text"].as_str()?.to_owned(),
        vector.collect::<Option<_>>()?,
    ))
}
