//! Products of a matrix of whole numbers and many vectors, as exact sums: the same on every machine.
//!
//! ```text
//! weight = scale of its row · (multiplier of its group · i8)    the bracket as i16
//! vector = scale of its own · i16, rounded to so many steps that no sum can overflow
//! ```
//! Where the processor has AVX2, sixteen products are summed at once; that is asked when the program runs, and it
//! changes the time, never a number.

#[cfg(target_arch = "x86_64")]
use pulp::x86::V3;

/// The vectors that are multiplied with a row at once.
pub(super) const TOGETHER: usize = 4;

/// Added to and taken from a number under 2^22 it rounds it to a whole one: the bits behind are lost.
const ROUNDING: f32 = 12_582_912.0;

/// Sixteen whole numbers, so placed in memory that a processor can take them at once.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(32))]
struct Sixteen([i16; 16]);

/// A matrix of whole numbers, with a scale for each row.
#[derive(Debug)]
pub(super) struct Matrix {
    weights: Vec<Sixteen>,
    scales: Vec<f32>,
    columns: usize,
    /// The steps of a vector on each side of 0.
    steps: f32,
}

/// Vectors in whole numbers, with a scale for each; zeros fill up the last few.
#[derive(Debug)]
struct Whole {
    values: Vec<Sixteen>,
    scales: Vec<f32>,
}

impl Matrix {
    /// Returns the matrix of a file's scales, multipliers and weights; its columns are a multiple of sixteen.
    pub(super) fn new(
        scales: Vec<f32>,
        multipliers: &[u8],
        weights: &[u8],
        columns: usize,
    ) -> Self {
        let group = weights.len() / multipliers.len().max(1);
        let groups = weights.chunks_exact(group.max(1)).zip(multipliers);
        let weights: Vec<i16> = groups
            .flat_map(|(group, multiplier)| {
                let whole = |byte: &u8| i16::from(byte.cast_signed()) * i16::from(*multiplier);
                group.iter().map(whole)
            })
            .collect();
        let size = |weight: &i16| i64::from(weight.unsigned_abs());
        let rows = weights.chunks(columns.max(1));
        let largest = rows.map(|row| row.iter().map(size).sum::<i64>()).max();
        let steps = i64::from(i32::MAX) / largest.unwrap_or(1).max(1);
        let steps = i16::try_from(steps).unwrap_or(i16::MAX);
        Self {
            weights: sixteens(&weights),
            scales,
            columns,
            steps: f32::from(steps),
        }
    }

    /// Returns how many numbers each vector has after.
    pub(super) fn rows(&self) -> usize {
        self.scales.len()
    }

    /// Returns the products with vectors, one behind the other, `bias` added.
    pub(super) fn multiply(&self, vectors: &[f32], bias: &[f32]) -> Vec<f32> {
        let whole = Whole::of(vectors, self.columns, self.steps);
        let mut out = vec![[0.0; TOGETHER]; whole.scales.len() / TOGETHER * self.rows()];
        let job = Job {
            matrix: self,
            whole: &whole,
            bias,
            out: &mut out,
        };
        #[cfg(target_arch = "x86_64")]
        match V3::try_new() {
            Some(v3) => v3.vectorize(On { sums: v3, job }),
            None => job.work(Plain),
        }
        #[cfg(not(target_arch = "x86_64"))]
        job.work(Plain);
        let mut numbers = turned(&out, self.rows());
        numbers.truncate(vectors.len() / self.columns.max(1) * self.rows());
        numbers
    }
}

fn sixteens(values: &[i16]) -> Vec<Sixteen> {
    values.as_chunks().0.iter().copied().map(Sixteen).collect()
}

/// Returns the numbers of vectors one vector behind the other.
fn turned(blocks: &[[f32; TOGETHER]], rows: usize) -> Vec<f32> {
    let mut numbers = Vec::with_capacity(blocks.len() * TOGETHER);
    for block in blocks.chunks_exact(rows.max(1)) {
        for vector in 0..TOGETHER {
            let own = block.iter().filter_map(|row| row.get(vector));
            numbers.extend(own.copied());
        }
    }
    numbers
}

impl Whole {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the steps lie inside 16 bits"
    )]
    fn of(vectors: &[f32], columns: usize, steps: f32) -> Self {
        let count = (vectors.len() / columns.max(1)).next_multiple_of(TOGETHER);
        let mut values = Vec::with_capacity(count * columns);
        let mut scales = Vec::with_capacity(count);
        for vector in vectors.chunks_exact(columns.max(1)) {
            let largest = vector
                .iter()
                .fold(0.0_f32, |most, value| most.max(value.abs()));
            let scale = if largest > 0.0 { largest / steps } else { 1.0 };
            let back = 1.0 / scale;
            let whole = |value: &f32| {
                // In this order what is no number becomes one.
                let inside = (value * back).max(-steps).min(steps);
                let bits = (inside + ROUNDING).to_bits();
                bits.wrapping_sub(ROUNDING.to_bits()).cast_signed() as i16
            };
            values.extend(vector.iter().map(whole));
            scales.push(scale);
        }
        values.resize(count * columns, 0);
        scales.resize(count, 1.0);
        Self {
            values: sixteens(&values),
            scales,
        }
    }
}

/// Sums the products of a part of a row with as many vectors.
trait Sums: Copy {
    fn sums(self, row: &[Sixteen], vectors: [&[Sixteen]; TOGETHER]) -> [i32; TOGETHER];
}

/// What any processor can do.
#[derive(Clone, Copy)]
struct Plain;

impl Sums for Plain {
    #[inline(always)]
    fn sums(self, row: &[Sixteen], vectors: [&[Sixteen]; TOGETHER]) -> [i32; TOGETHER] {
        let product = |(x, y): (&i16, &i16)| i32::from(*x) * i32::from(*y);
        let sum = |(x, y): (&Sixteen, &Sixteen)| x.0.iter().zip(&y.0).map(product).sum::<i32>();
        vectors.map(|vector| row.iter().zip(vector).map(sum).sum())
    }
}

#[cfg(target_arch = "x86_64")]
impl Sums for V3 {
    #[inline(always)]
    fn sums(self, row: &[Sixteen], vectors: [&[Sixteen]; TOGETHER]) -> [i32; TOGETHER] {
        let [a, b, c, d] = vectors;
        let both = row.iter().zip(a).zip(b).zip(c).zip(d);
        let nought = pulp::i32x8(0, 0, 0, 0, 0, 0, 0, 0);
        let (mut first, mut second, mut third, mut fourth) = (nought, nought, nought, nought);
        for ((((row, a), b), c), d) in both {
            first = add_products(self, first, row, a);
            second = add_products(self, second, row, b);
            third = add_products(self, third, row, c);
            fourth = add_products(self, fourth, row, d);
        }
        // No closure here: it would not have the features of this function, and cost more than the sums.
        [
            added_up(first),
            added_up(second),
            added_up(third),
            added_up(fourth),
        ]
    }
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn add_products(v3: V3, sums: pulp::i32x8, row: &Sixteen, vector: &Sixteen) -> pulp::i32x8 {
    let pairs = v3
        .avx2
        ._mm256_madd_epi16(pulp::cast(row.0), pulp::cast(vector.0));
    v3.wrapping_add_i32x8(sums, pulp::cast(pairs))
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn added_up(sums: pulp::i32x8) -> i32 {
    let pulp::i32x8(a, b, c, d, e, f, g, h) = sums;
    (a + b) + (c + d) + ((e + f) + (g + h))
}

/// A matrix and the vectors that it is to be multiplied with.
struct Job<'a> {
    matrix: &'a Matrix,
    whole: &'a Whole,
    bias: &'a [f32],
    /// For every few vectors and every row its products with them.
    out: &'a mut [[f32; TOGETHER]],
}

impl Job<'_> {
    #[inline(always)]
    fn work(self, how: impl Sums) {
        let scales = &self.matrix.scales;
        let columns = self.matrix.columns / 16;
        let rows = scales.len();
        let blocks = self.whole.values.chunks_exact(TOGETHER * columns);
        let blocks = blocks.zip(self.whole.scales.as_chunks::<TOGETHER>().0);
        for ((vectors, own), out) in blocks.zip(self.out.chunks_exact_mut(rows)) {
            let mut vectors = vectors.chunks_exact(columns);
            let vectors = [(); TOGETHER].map(|()| vectors.next().unwrap_or(&[]));
            let weights = self.matrix.weights.chunks_exact(columns);
            let by_row = weights.zip(scales).zip(self.bias).zip(out);
            for (((row, scale), bias), out) in by_row {
                let sums = how.sums(row, vectors);
                for ((out, sum), own) in out.iter_mut().zip(sums).zip(own) {
                    *out = sum as f32 * (scale * own) + bias;
                }
            }
        }
    }
}

/// A job for a processor that has what is asked.
#[cfg(target_arch = "x86_64")]
struct On<'a> {
    sums: V3,
    job: Job<'a>,
}

#[cfg(target_arch = "x86_64")]
impl pulp::NullaryFnOnce for On<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.job.work(self.sums);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers(count: usize, seed: u32) -> impl Iterator<Item = u32> {
        let next = |x: &u32| Some(x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
        std::iter::successors(Some(seed), next)
            .map(|x| x >> 8)
            .take(count)
    }

    fn made(rows: usize, columns: usize, seed: u32) -> (Matrix, Vec<f32>) {
        let weights: Vec<u8> = numbers(rows * columns, seed)
            .map(|x| ((x % 255) as i16 - 127) as i8 as u8)
            .collect();
        let multipliers: Vec<u8> = numbers(rows * columns / 16, seed)
            .map(|x| (x % 16) as u8 + 1)
            .collect();
        let scales: Vec<f32> = (0..rows).map(|row| 0.001 * (row + 1) as f32).collect();
        let weight = |at: usize| {
            let whole = f32::from(weights[at].cast_signed()) * f32::from(multipliers[at / 16]);
            whole * scales[at / columns]
        };
        let slow = (0..rows * columns).map(weight).collect();
        (
            Matrix::new(scales.clone(), &multipliers, &weights, columns),
            slow,
        )
    }

    fn vectors(count: usize, columns: usize) -> Vec<f32> {
        numbers(count * columns, 7)
            .map(|x| (x % 2001) as f32 / 1000.0 - 1.0)
            .collect()
    }

    proptest! {
        #[test]
        fn products_are_those_of_a_slow_sum(
            (rows, parts, count) in (1..9_usize, 1..60_usize, 1..7_usize), seed: u32,
        ) {
            let columns = 16 * parts;
            let (matrix, slow) = made(rows, columns, seed);
            let vectors = vectors(count, columns);
            let bias: Vec<f32> = (0..rows).map(|row| row as f32).collect();
            let found = matrix.multiply(&vectors, &bias);
            prop_assert_eq!(found.len(), rows * count);
            for (at, found) in found.iter().enumerate() {
                let (vector, row) = (at / rows, at % rows);
                let products = (0..columns).map(|c| {
                    f64::from(slow[row * columns + c]) * f64::from(vectors[vector * columns + c])
                });
                let (sum, size) = products.fold((0.0, 0.0), |(s, n): (f64, f64), p| (s + p, n + p.abs()));
                let expected = sum + f64::from(bias[row]);
                prop_assert!((expected - f64::from(*found)).abs() <= 0.002 * size + 1e-4);
            }
        }
    }

    #[test]
    fn a_processor_of_any_kind_gives_the_same_numbers() {
        let (matrix, _) = made(5, 800, 3);
        let vectors = vectors(6, 800);
        let whole = Whole::of(&vectors, 800, matrix.steps);
        let mut plain = vec![[0.0; TOGETHER]; whole.scales.len() / TOGETHER * 5];
        let job = Job {
            matrix: &matrix,
            whole: &whole,
            bias: &[0.5; 5],
            out: &mut plain,
        };
        job.work(Plain);
        assert_eq!(
            matrix.multiply(&vectors, &[0.5; 5]),
            turned(&plain, 5)[..30]
        );
    }

    #[test]
    fn the_largest_weights_and_vectors_do_not_overflow() {
        let matrix = Matrix::new(vec![1.0], &[16; 48], &[127; 768], 768);
        let found = matrix.multiply(&[1.0; 768], &[0.0]);
        let expected = 127.0 * 16.0 * 768.0;
        assert!((found[0] - expected).abs() < 0.001 * expected);
    }
}
