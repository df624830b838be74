//! An optional model of meaning: a small encoder of sentences, reckoned in plain Rust. It opens no file.
//!
//! ```text
//! bytes of a file -> format -> tokenizer, encoder
//! sentence -> memory, where it was met before
//!          -> pieces of words -> layers (matrix, smooth) -> vector of length 1
//! ```
//! The same sentence has the same vector on every machine: the large sums are of whole numbers, and the smooth
//! functions are reckoned here.

mod encoder;
mod format;
mod matrix;
mod memory;
#[cfg(test)]
pub(crate) mod sample;
mod smooth;
mod tokenizer;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use format::Damaged;

use crate::compare::meaning::{self, Meaning};
use encoder::Encoder;
use memory::Memory;
use tokenizer::Tokenizer;

/// A model of meaning that was read.
#[derive(Debug)]
pub struct Model {
    name: String,
    digest: String,
    languages: Vec<String>,
    tokenizer: Tokenizer,
    encoder: Encoder,
    memory: Mutex<Memory>,
}

impl Model {
    /// Reads the bytes of a model's file.
    ///
    /// # Errors
    /// Where they are no model, of another version, or damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, Damaged> {
        let mut parts = format::parse(bytes)?;
        let vocabulary = std::mem::take(&mut parts.vocabulary);
        let tokenizer = Tokenizer::new(vocabulary, parts.sizes.longest);
        Ok(Self {
            name: std::mem::take(&mut parts.name),
            digest: parts.digest.clone(),
            languages: std::mem::take(&mut parts.languages),
            tokenizer: tokenizer.ok_or(Damaged::Form("its vocabulary"))?,
            memory: Mutex::new(Memory::new(&parts.digest, parts.sizes.width)),
            encoder: Encoder::new(parts),
        })
    }

    /// Takes in vectors of an earlier time; what is damaged counts as nothing.
    pub fn remember(&self, bytes: &[u8]) {
        self.memory().remember(bytes);
    }

    /// Returns all vectors that are known as bytes for a file, `None` where there are no new ones.
    #[must_use]
    pub fn remembered(&self) -> Option<Vec<u8>> {
        self.memory().bytes()
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // What is in it is whole after every call, so a thread that failed elsewhere has not harmed it.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Meaning for Model {
    fn model(&self) -> meaning::Model {
        meaning::Model {
            name: self.name.clone(),
            digest: self.digest.clone(),
        }
    }

    fn reads(&self, language: Option<&str>) -> bool {
        language.is_none_or(|code| self.languages.iter().any(|known| known == code))
    }

    fn vector(&self, sentence: &str) -> Vec<f32> {
        let key = memory::key(sentence);
        if let Some(steps) = self.memory().get(&key) {
            return memory::vector(&steps);
        }
        let pieces = self.tokenizer.pieces(sentence);
        // In the steps of the memory also the first time, so that it makes no difference.
        let steps = memory::steps(&self.encoder.encode(&pieces));
        let vector = memory::vector(&steps);
        self.memory().keep(key, steps);
        vector
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sample::{Tiny, tiny};

    #[test]
    fn the_encoder_reckons_what_a_slow_one_does() {
        let made = tiny(Tiny::default());
        let model = Model::read(&made.bytes).unwrap();
        for sentence in [
            "snow on the road",
            "the road",
            "snow snow snow on on road the",
        ] {
            let pieces = model.tokenizer.pieces(sentence);
            let slow = made.encode(&pieces);
            let found = model.vector(sentence);
            let product: f64 = slow
                .iter()
                .zip(&found)
                .map(|(x, y)| x * f64::from(*y))
                .sum();
            assert!(product > 0.999_9, "{sentence}: {product}");
        }
    }

    #[test]
    fn a_sentence_has_one_vector_remembered_or_not() {
        let bytes = tiny(Tiny::default()).bytes;
        let (one, other) = (Model::read(&bytes).unwrap(), Model::read(&bytes).unwrap());
        let first = one.vector("snow on the road");
        assert_eq!(one.vector("snow on the road"), first);
        other.remember(&one.remembered().unwrap());
        assert_eq!(other.vector("snow on the road"), first);
        assert_eq!(other.remembered(), None);
        let length = first.iter().map(|x| x * x).sum::<f32>();
        assert!((length - 1.0).abs() < 1e-3);
    }

    #[test]
    fn a_model_says_what_it_is_and_reads() {
        let model = Model::read(&tiny(Tiny::default()).bytes).unwrap();
        assert_eq!(model.model().name, "tiny");
        assert_eq!(model.model().digest.len(), 64);
        assert!(model.reads(None) && model.reads(Some("en")) && !model.reads(Some("ko")));
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said() {
        let bytes = tiny(Tiny::default()).bytes;
        let read = |bytes: &[u8]| Model::read(bytes).unwrap_err();
        assert_eq!(read(b"%PDF-1.7"), Damaged::NoModel);
        assert_eq!(read(&bytes[..bytes.len() - 1]), Damaged::Checksum);
        let mut other = bytes.clone();
        other[16] = 9;
        assert_eq!(read(&other), Damaged::Version(9));
        for (wrong, sizes) in [
            (
                "layers",
                Tiny {
                    layers: 0,
                    ..Tiny::default()
                },
            ),
            (
                "heads",
                Tiny {
                    heads: 3,
                    ..Tiny::default()
                },
            ),
            (
                "rows",
                Tiny {
                    stated_vocabulary: Some(1 << 19),
                    ..Tiny::default()
                },
            ),
            (
                "pieces",
                Tiny {
                    first: "CLS",
                    ..Tiny::default()
                },
            ),
            (
                "multiplier",
                Tiny {
                    multiplier: 99,
                    ..Tiny::default()
                },
            ),
        ] {
            let error = read(&tiny(sizes).bytes);
            assert!(
                matches!(error, Damaged::Form(_) | Damaged::Checksum),
                "{wrong}: {error}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_bytes_behind_a_right_checksum_are_read_or_refused(
            at in 0_usize..4000, value: [u8; 4], cut in 0_usize..4000,
        ) {
            let mut bytes = tiny(Tiny::default()).bytes;
            let body = 52;
            let at = body + at % (bytes.len() - body - 4);
            bytes[at..at + 4].copy_from_slice(&value);
            bytes.truncate(bytes.len().max(body + cut) - cut);
            let bytes = sample::sealed(&bytes[body.min(bytes.len())..]);
            if let Ok(model) = Model::read(&bytes) {
                prop_assert_eq!(model.vector("snow on the road").len(), 32);
            }
        }

        #[test]
        fn any_bytes_are_no_model(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let with_magic = [b"variorum-meaning".as_slice(), &bytes].concat();
            prop_assert!(Model::read(&bytes).is_err() && Model::read(&with_magic).is_err());
        }
    }
}
