//! A tiny model for the tests of this module: made up, with an encoder of its own that is slow and plain.

use sha2::{Digest, Sha256};

const WIDTH: usize = 32;
const INNER: usize = 64;
const GROUP: usize = 16;
const LONGEST: usize = 8;
const WORDS: [&str; 7] = ["[UNK]", "[SEP]", "snow", "on", "the", "road", "##s"];

/// What a tiny model is made with.
#[derive(Clone, Copy)]
pub(crate) struct Tiny {
    pub layers: usize,
    pub heads: usize,
    pub stated_vocabulary: Option<u32>,
    pub first: &'static str,
    pub multiplier: u8,
}

impl Default for Tiny {
    fn default() -> Self {
        Self {
            layers: 2,
            heads: 2,
            stated_vocabulary: None,
            first: "[CLS]",
            multiplier: 3,
        }
    }
}

/// A model as a file, and in full numbers.
pub(crate) struct Made {
    pub bytes: Vec<u8>,
    heads: usize,
    words: Vec<Vec<f64>>,
    positions: Vec<Vec<f64>>,
    embedded: Norm,
    layers: Vec<Layer>,
}

type Dense = (Vec<Vec<f64>>, Vec<f64>);
type Norm = (Vec<f64>, Vec<f64>);

struct Layer {
    attention: Dense,
    output: Dense,
    attended: Norm,
    inner: Dense,
    outer: Dense,
    done: Norm,
}

/// Returns a body with the head that fits it.
pub(crate) fn sealed(body: &[u8]) -> Vec<u8> {
    let digest = Sha256::digest(body);
    [
        b"variorum-meaning".as_slice(),
        &1_u32.to_le_bytes(),
        &digest,
        body,
    ]
    .concat()
}

/// Writes numbers as the file has them, and returns them in full.
struct Writer {
    body: Vec<u8>,
    seed: u32,
    multiplier: u8,
}

impl Writer {
    fn next(&mut self) -> u32 {
        self.seed = self
            .seed
            .wrapping_mul(1_664_525)
            .wrapping_add(1_013_904_223);
        self.seed >> 8
    }

    fn floats(&mut self, count: usize, around: f32) -> Vec<f64> {
        let mut values = Vec::new();
        for _ in 0..count {
            let value = around + (self.next() % 1000) as f32 / 2000.0 - 0.25;
            self.body.extend(value.to_le_bytes());
            values.push(f64::from(value));
        }
        values
    }

    fn matrix(&mut self, rows: usize, columns: usize) -> Vec<Vec<f64>> {
        let scale = |row: usize| 0.000_5 + 0.000_1 * (row % 5) as f32;
        (0..rows).for_each(|row| self.body.extend(scale(row).to_le_bytes()));
        let count = rows * columns / GROUP;
        self.body
            .extend(std::iter::repeat_n(self.multiplier, count));
        let mut values = vec![vec![0.0; columns]; rows];
        for (row, values) in values.iter_mut().enumerate() {
            for value in values {
                let whole = (self.next() % 255) as i16 - 127;
                self.body.push((whole as i8).cast_unsigned());
                *value = f64::from(whole) * f64::from(self.multiplier) * f64::from(scale(row));
            }
        }
        values
    }

    fn dense(&mut self, rows: usize, columns: usize) -> Dense {
        (self.matrix(rows, columns), self.floats(rows, 0.0))
    }

    fn norm(&mut self) -> Norm {
        (self.floats(WIDTH, 1.0), self.floats(WIDTH, 0.0))
    }

    fn text(&mut self, text: &str) {
        self.body.extend((text.len() as u32).to_le_bytes());
        self.body.extend(text.as_bytes());
    }
}

/// Returns a tiny model.
pub(crate) fn tiny(with: Tiny) -> Made {
    let mut writer = Writer {
        body: Vec::new(),
        seed: 5,
        multiplier: with.multiplier,
    };
    let count = WORDS.len() + 1;
    let stated = with.stated_vocabulary.unwrap_or(count as u32);
    let sizes = [WIDTH, with.layers, with.heads, INNER, LONGEST, GROUP];
    writer.body.extend(stated.to_le_bytes());
    for size in sizes {
        writer.body.extend((size as u32).to_le_bytes());
    }
    writer.text("tiny");
    writer.text("en");
    writer.text(&format!("{}\n{}", with.first, WORDS.join("\n")));
    let words = writer.matrix(count, WIDTH);
    let places = writer.floats(LONGEST * WIDTH, 0.0);
    let embedded = writer.norm();
    let layers = (0..with.layers).map(|_| Layer {
        attention: writer.dense(3 * WIDTH, WIDTH),
        output: writer.dense(WIDTH, WIDTH),
        attended: writer.norm(),
        inner: writer.dense(INNER, WIDTH),
        outer: writer.dense(WIDTH, INNER),
        done: writer.norm(),
    });
    let layers = layers.collect();
    Made {
        bytes: sealed(&writer.body),
        heads: with.heads,
        words,
        positions: places.chunks(WIDTH).map(<[f64]>::to_vec).collect(),
        embedded,
        layers,
    }
}

fn multiply((weights, bias): &Dense, vector: &[f64]) -> Vec<f64> {
    let rows = weights.iter().zip(bias);
    let product = |row: &Vec<f64>| row.iter().zip(vector).map(|(x, y)| x * y).sum::<f64>();
    rows.map(|(row, bias)| product(row) + bias).collect()
}

fn level(vector: &[f64], (weight, bias): &Norm) -> Vec<f64> {
    let mean = vector.iter().sum::<f64>() / vector.len() as f64;
    let variance =
        vector.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / vector.len() as f64;
    let levelled = vector
        .iter()
        .map(|x| (x - mean) / (variance + 1e-12).sqrt());
    levelled
        .zip(weight.iter().zip(bias))
        .map(|(x, (w, b))| x * w + b)
        .collect()
}

fn sum(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(x, y)| x + y).collect()
}

/// The area under the normal curve, added up in small steps.
fn area(x: f64) -> f64 {
    let steps = 2000;
    let width = x / f64::from(steps);
    let height = |at: f64| (-at * at / 2.0).exp() / std::f64::consts::TAU.sqrt();
    let parts = (0..steps).map(|step| height((f64::from(step) + 0.5) * width) * width);
    0.5 + parts.sum::<f64>()
}

impl Made {
    /// Returns the vector of some pieces.
    pub(crate) fn encode(&self, pieces: &[u32]) -> Vec<f64> {
        let places = pieces.iter().zip(&self.positions);
        let vectors = places.map(|(piece, place)| sum(&self.words[*piece as usize], place));
        let mut state: Vec<Vec<f64>> = vectors.map(|v| level(&v, &self.embedded)).collect();
        for layer in &self.layers {
            let found: Vec<_> = state
                .iter()
                .map(|x| multiply(&layer.attention, x))
                .collect();
            for (at, vector) in state.iter_mut().enumerate() {
                let joined = self.looked(&found, at);
                let attended = sum(vector, &multiply(&layer.output, &joined));
                let attended = level(&attended, &layer.attended);
                let inner = multiply(&layer.inner, &attended);
                let inner: Vec<f64> = inner.iter().map(|x| x * area(*x)).collect();
                *vector = level(
                    &sum(&attended, &multiply(&layer.outer, &inner)),
                    &layer.done,
                );
            }
        }
        let mean = state.iter().fold(vec![0.0; WIDTH], |mean, x| sum(&mean, x));
        let length = mean.iter().map(|x| x * x).sum::<f64>().sqrt();
        mean.iter().map(|x| x / length).collect()
    }

    fn looked(&self, found: &[Vec<f64>], at: usize) -> Vec<f64> {
        let size = WIDTH / self.heads;
        let mut joined = Vec::new();
        for head in 0..self.heads {
            let own = |place: &Vec<f64>, part: usize| {
                let from = part * WIDTH + head * size;
                place[from..from + size].to_vec()
            };
            let query = own(&found[at], 0);
            let fit = |place: &Vec<f64>| {
                let product: f64 = query.iter().zip(own(place, 1)).map(|(x, y)| x * y).sum();
                (product / (size as f64).sqrt()).exp()
            };
            let shares: Vec<f64> = found.iter().map(fit).collect();
            let all: f64 = shares.iter().sum();
            let mut looked = vec![0.0; size];
            for (place, share) in found.iter().zip(&shares) {
                let part: Vec<f64> = own(place, 2).iter().map(|x| x * share / all).collect();
                looked = sum(&looked, &part);
            }
            joined.extend(looked);
        }
        joined
    }
}
