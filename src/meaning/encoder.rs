//! Pieces of words into one vector: layers of attention, then the mean over all places, of length 1.
//!
//! ```text
//! pieces -> vector of the piece + vector of the place -> norm
//!        -> layers: every place looks at every other, norm; inner numbers, bent, norm
//!        -> mean of the places -> length 1
//! ```

use super::format::{Dense, Layer, Parts, Sizes, Words};
use super::smooth::{bend, level, share_out};
use crate::compare::meaning::dot;

/// The layers of a model.
#[derive(Debug)]
pub(super) struct Encoder {
    sizes: Sizes,
    words: Words,
    positions: Vec<f32>,
    embedded: super::format::Norm,
    layers: Vec<Layer>,
}

impl Encoder {
    /// Returns the encoder of a file's parts.
    pub(super) fn new(parts: Parts) -> Self {
        Self {
            sizes: parts.sizes,
            words: parts.words,
            positions: parts.positions,
            embedded: parts.embedded,
            layers: parts.layers,
        }
    }

    /// Returns the vector of some pieces, of length 1; of more than the model takes the first ones count.
    pub(super) fn encode(&self, pieces: &[u32]) -> Vec<f32> {
        let width = self.sizes.width;
        let mut state = self.embed(pieces);
        for layer in &self.layers {
            self.attend(layer, &mut state);
            let mut inner = product(&layer.inner, &state);
            bend(&mut inner);
            add(&mut state, &product(&layer.outer, &inner));
            level(&mut state, &layer.done);
        }
        let mut mean = vec![0.0; width];
        for place in state.chunks_exact(width) {
            add(&mut mean, place);
        }
        let length = dot(&mean, &mean).sqrt();
        let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
        mean.iter_mut().for_each(|value| *value *= scale);
        mean
    }

    fn embed(&self, pieces: &[u32]) -> Vec<f32> {
        let width = self.sizes.width;
        let count = pieces.len().min(self.sizes.longest);
        let mut state: Vec<f32> = self.positions.iter().copied().take(count * width).collect();
        for (piece, place) in pieces.iter().zip(state.chunks_exact_mut(width)) {
            self.words.add(*piece, place);
        }
        level(&mut state, &self.embedded);
        state
    }

    fn attend(&self, layer: &Layer, state: &mut [f32]) {
        let Sizes { width, heads, .. } = self.sizes;
        let found = product(&layer.attention, state);
        let mut joined = vec![0.0; state.len()];
        for head in 0..heads {
            let head = Head::of(&found, width, head, width / heads);
            head.look(&mut joined, width);
        }
        add(state, &product(&layer.output, &joined));
        level(state, &layer.attended);
    }
}

fn product(dense: &Dense, vectors: &[f32]) -> Vec<f32> {
    dense.matrix.multiply(vectors, &dense.bias)
}

fn add(sums: &mut [f32], values: &[f32]) {
    sums.iter_mut()
        .zip(values)
        .for_each(|(sum, value)| *sum += value);
}

/// What one head of attention asks, offers and gives at every place.
struct Head {
    /// First number in a vector.
    first: usize,
    size: usize,
    queries: Vec<f32>,
    /// By number, then by place, so that all places are looked at together.
    keys: Vec<f32>,
    values: Vec<f32>,
    places: usize,
}

impl Head {
    fn of(found: &[f32], width: usize, head: usize, size: usize) -> Self {
        let first = head * size;
        let places = found.len() / (3 * width);
        let part = |which: usize| {
            let from = which * width + first;
            let rows = found.chunks_exact(3 * width);
            rows.flat_map(move |row| row.iter().copied().skip(from).take(size))
        };
        let mut keys = vec![0.0; places * size];
        for (at, key) in part(1).enumerate() {
            let (place, number) = (at / size, at % size);
            if let Some(slot) = keys.get_mut(number * places + place) {
                *slot = key;
            }
        }
        Self {
            first,
            size,
            queries: part(0).collect(),
            keys,
            values: part(2).collect(),
            places,
        }
    }

    fn look(&self, joined: &mut [f32], width: usize) {
        let scale = 1.0 / (self.size as f32).sqrt();
        let mut shares = vec![0.0; self.places];
        let queries = self.queries.chunks_exact(self.size);
        for (query, out) in queries.zip(joined.chunks_exact_mut(width)) {
            shares.fill(0.0);
            for (number, keys) in query.iter().zip(self.keys.chunks_exact(self.places)) {
                add_times(&mut shares, number * scale, keys);
            }
            share_out(&mut shares);
            let Some(out) = out.get_mut(self.first..self.first + self.size) else {
                continue;
            };
            for (share, values) in shares.iter().zip(self.values.chunks_exact(self.size)) {
                add_times(out, *share, values);
            }
        }
    }
}

fn add_times(sums: &mut [f32], factor: f32, values: &[f32]) {
    let both = sums.iter_mut().zip(values);
    both.for_each(|(sum, value)| *sum += factor * value);
}
