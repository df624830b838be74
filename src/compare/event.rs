//! Whether two documents tell of one event: the cosine of their words.
//!
//! ```text
//! weight of a word = (1 + ln tf) · ln((N + 1) / (df + ½))
//! N   sentences of both documents
//! df  sentences with the word, on average over the documents that have it: what both tell is no commoner
//!     for being told twice
//! ```
//! With the sum of both instead of the average, what two documents share weighs less the more they share:
//! pairs of one event were then above pairs of events that look alike in .78 of the cases on ECB+,
//! development part, now in .83.

use super::likeness::{cosine, weighted};
use super::reading::Reading;
use super::standing::Standing;
use super::vocabulary::on_grid;

/// Returns the cosine of the terms of two whole documents, 0 to 1.
pub(super) fn document_cosine(a: &Reading, b: &Reading) -> f64 {
    let all = (a.units.len() + b.units.len()) as f64 + 1.0;
    let weight = |standing: &Standing, sentences: f64| {
        f64::from(weighted(
            standing.times,
            on_grid((all / (sentences + 0.5)).ln()),
        ))
    };
    let alone = |s: &Standing| weight(s, f64::from(s.sentences));
    let (mut product, mut square_a, mut square_b) = (0.0, 0.0, 0.0);
    let mut rest = b.terms.iter().peekable();
    for one in &a.terms {
        while let Some(other) = rest.next_if(|other| other.number < one.number) {
            square_b += alone(other).powi(2);
        }
        let Some(other) = rest.next_if(|other| other.number == one.number) else {
            square_a += alone(one).powi(2);
            continue;
        };
        let mean = f64::from(one.sentences + other.sentences) / 2.0;
        let (x, y) = (weight(one, mean), weight(other, mean));
        product += x * y;
        square_a += x.powi(2);
        square_b += y.powi(2);
    }
    square_b += rest.map(|other| alone(other).powi(2)).sum::<f64>();
    cosine(product, square_a.sqrt(), square_b.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::reading::read;
    use crate::compare::sample::texts;

    fn cosine(a: &str, b: &str) -> f64 {
        let readings = read(&texts(&[a, b]));
        document_cosine(&readings.documents[0], &readings.documents[1])
    }

    #[test]
    fn a_document_is_wholly_like_itself_and_not_like_another() {
        let text = "Leaders met in spring. The ferry sails again.";
        assert!(cosine(text, text) > 0.999);
        assert_eq!(cosine(text, "Dogs bark."), 0.0);
    }

    #[test]
    fn the_same_event_is_nearer_than_one_of_its_kind() {
        let quake =
            "A quake shook Karsk on Monday. Two people died in Karsk. The harbour of Karsk burned.";
        let again = "Two people died when the ground shook in Karsk on Monday. Its harbour burned.";
        let other = "A quake shook Melun on Friday. Nine people were hurt in Melun. The station of Melun fell.";
        assert!(cosine(quake, again) > cosine(quake, other));
        assert_eq!(cosine(quake, again), cosine(again, quake));
    }
}
