//! The smooth functions of an encoder, reckoned with sums, products and quotients alone: the same numbers on every
//! machine, and many at once.

use crate::compare::meaning::dot;

use super::format::Norm;

/// Added to and taken from a number under 2^22 it rounds it to a whole one.
const ROUNDING: f32 = 12_582_912.0;

/// Returns e to the power of a number that is not above 0 (within three parts of ten million).
#[inline]
pub(super) fn exp(power: f32) -> f32 {
    const LOG2_E: f32 = std::f32::consts::LOG2_E;
    // Below, the result is 0 for every purpose here.
    let power = power.max(-87.0);
    let whole = power * LOG2_E + ROUNDING;
    let twos = whole.to_bits().wrapping_sub(ROUNDING.to_bits());
    let whole = whole - ROUNDING;
    // ln 2 in two numbers, so that no digit is lost.
    let rest = (power - whole * 0.693_359_4) + whole * 2.121_944_4e-4;
    let polynomial = 1.0
        + rest
            * (1.0
                + rest
                    * (0.5
                        + rest
                            * (0.166_666_67
                                + rest
                                    * (0.041_666_67
                                        + rest * (0.008_333_34 + rest * 0.001_388_9)))));
    let scale = f32::from_bits(twos.wrapping_add(127) << 23);
    polynomial * scale
}

/// Bends each number: x · Φ(x), the Gaussian error unit (Abramowitz and Stegun 7.1.26, within 2 · 10⁻⁷).
pub(super) fn bend(values: &mut [f32]) {
    for value in values {
        let x = *value * std::f32::consts::FRAC_1_SQRT_2;
        let size = x.abs();
        let t = 1.0 / (1.0 + 0.327_591_1 * size);
        let polynomial = t
            * (0.254_829_6
                + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4))));
        let error = 1.0 - polynomial * exp(-size * size);
        *value *= 0.5 * (1.0 + error.copysign(x));
    }
}

/// Turns numbers into parts of one whole: each e to its power, divided by the sum.
pub(super) fn share_out(values: &mut [f32]) {
    let most = values.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for value in values.iter_mut() {
        *value = exp(*value - most);
    }
    values.iter().for_each(|value| sum += value);
    let part = 1.0 / sum;
    values.iter_mut().for_each(|value| *value *= part);
}

/// Brings each vector to mean 0 and variance 1, then to the scale and shift of a layer.
pub(super) fn level(vectors: &mut [f32], norm: &Norm) {
    let width = norm.weight.len().max(1);
    let ones = vec![1.0; width];
    for vector in vectors.chunks_exact_mut(width) {
        let mean = dot(vector, &ones) / width as f32;
        vector.iter_mut().for_each(|value| *value -= mean);
        let variance = dot(vector, vector) / width as f32;
        let scale = 1.0 / (variance + 1e-12).sqrt();
        let both = norm.weight.iter().zip(&norm.bias);
        for (value, (weight, bias)) in vector.iter_mut().zip(both) {
            *value = *value * scale * weight + bias;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_and_bends_are_those_of_the_library() {
        for step in 0..4000_u16 {
            let x = f32::from(step) * -0.01;
            let exact = f64::from(x).exp();
            assert!(
                (f64::from(exp(x)) - exact).abs() <= 4e-7 * exact + 1e-37,
                "{x}"
            );
        }
        // Φ at some places, from a table.
        for (x, area) in [
            (0.0, 0.5),
            (1.0, 0.841_344_7),
            (-1.0, 0.158_655_3),
            (2.5, 0.993_790_3),
            (-4.0, 3.167_12e-5),
        ] {
            let mut found = [x];
            bend(&mut found);
            assert!((found[0] - x * area).abs() < 1e-6, "{x}");
        }
    }

    #[test]
    fn shares_sum_to_one_and_keep_their_order() {
        let mut values = [3.0, -80.0, 1.0, 3.0];
        share_out(&mut values);
        assert!((values.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(values[0] == values[3] && values[0] > values[2] && values[2] > values[1]);
    }

    #[test]
    fn a_levelled_vector_has_mean_nought_and_variance_one() {
        let norm = Norm {
            weight: vec![1.0; 20],
            bias: vec![0.0; 20],
        };
        let mut vector: Vec<f32> = (0..20_u16).map(|i| f32::from(i * i)).collect();
        level(&mut vector, &norm);
        let mean = vector.iter().sum::<f32>() / 20.0;
        let variance = vector.iter().map(|v| v * v).sum::<f32>() / 20.0;
        assert!(mean.abs() < 1e-5 && (variance - 1.0).abs() < 1e-4);
    }
}
