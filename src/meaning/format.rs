//! The file of a model: what it holds, and what is said where it is damaged. Nothing is laid out before the bytes
//! for it are there.
//!
//! ```text
//! "variorum-meaning"  version  SHA-256 of the rest | seven sizes | name, languages, vocabulary
//! words | positions | norm | layers: query key value, output, norm, inner, outer, norm
//! matrix: a scale for each row, a multiplier for each group of columns, a whole number for each weight
//! ```
//! `assets/make_model.py` writes it.

use sha2::{Digest, Sha256};

use super::matrix::Matrix;

/// The first bytes of the file.
const MAGIC: &[u8] = b"variorum-meaning";

/// The version of the form that is read.
const VERSION: u32 = 1;

/// The largest multiplier of a group.
const MOST: u8 = 16;

/// Why bytes are no model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damaged {
    /// They are something else.
    #[error("this is no model of meaning: assets/make_model.py makes one")]
    NoModel,
    /// They are of another version.
    #[error("the model is of version {0}, and this program reads version {VERSION}: make it anew")]
    Version(u32),
    /// Bytes were lost or changed.
    #[error("the model is cut off or changed: its checksum is another. Make or copy it anew")]
    Checksum,
    /// What it says of itself cannot be.
    #[error("the model is not well formed ({0}): make it anew")]
    Form(&'static str),
}

/// The sizes of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sizes {
    /// Pieces of words.
    pub vocabulary: usize,
    /// Numbers of a vector.
    pub width: usize,
    /// Layers of attention.
    pub layers: usize,
    /// Heads of each.
    pub heads: usize,
    /// Numbers inside a layer.
    pub inner: usize,
    /// The most pieces of a sentence.
    pub longest: usize,
    /// Columns that have one multiplier.
    pub group: usize,
}

/// A layer's scale and shift after what comes in is brought to mean 0 and variance 1.
#[derive(Debug)]
pub(super) struct Norm {
    /// One for every number.
    pub weight: Vec<f32>,
    /// The same.
    pub bias: Vec<f32>,
}

/// A matrix and what is added to its products.
#[derive(Debug)]
pub(super) struct Dense {
    /// The weights.
    pub matrix: Matrix,
    /// One for every row.
    pub bias: Vec<f32>,
}

/// A layer of attention.
#[derive(Debug)]
pub(super) struct Layer {
    /// Query, key and value, one below the other.
    pub attention: Dense,
    /// What the heads found, joined.
    pub output: Dense,
    /// After that.
    pub attended: Norm,
    /// To the inner numbers.
    pub inner: Dense,
    /// And back.
    pub outer: Dense,
    /// After that.
    pub done: Norm,
}

/// The vectors of the pieces, as they stand in the file.
#[derive(Debug)]
pub(super) struct Words {
    scales: Vec<f32>,
    multipliers: Vec<u8>,
    weights: Vec<u8>,
    width: usize,
    group: usize,
}

/// All that a file holds.
#[derive(Debug)]
pub(super) struct Parts {
    /// The sizes.
    pub sizes: Sizes,
    /// The name of the model.
    pub name: String,
    /// SHA-256 of everything behind it in the file, in hexadecimal.
    pub digest: String,
    /// ISO 639-1 codes of the languages that it reads.
    pub languages: Vec<String>,
    /// The pieces of words, by number.
    pub vocabulary: Vec<String>,
    /// Their vectors.
    pub words: Words,
    /// A vector for every place in a sentence.
    pub positions: Vec<f32>,
    /// After the two are added up.
    pub embedded: Norm,
    /// The layers, the first one first.
    pub layers: Vec<Layer>,
}

/// Reads the file of a model.
pub(super) fn parse(bytes: &[u8]) -> Result<Parts, Damaged> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(Damaged::NoModel)?;
    let mut reader = Reader { rest };
    let version = reader.number()?;
    if version != VERSION {
        return Err(Damaged::Version(version));
    }
    let stated = reader.take(32)?;
    let digest = Sha256::digest(reader.rest);
    if stated != digest.as_slice() {
        return Err(Damaged::Checksum);
    }
    let digest = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let parts = reader.parts(digest)?;
    if reader.rest.is_empty() {
        Ok(parts)
    } else {
        Err(Damaged::Form("bytes are left over"))
    }
}

impl Words {
    /// Adds the vector of a piece to what is there.
    pub(super) fn add(&self, piece: u32, sums: &mut [f32]) {
        let piece = piece as usize;
        let groups = self.width / self.group;
        let scale = self.scales.get(piece).copied().unwrap_or(0.0);
        let row = self.weights.chunks_exact(self.width).nth(piece);
        let multipliers = self.multipliers.chunks_exact(groups).nth(piece);
        let (Some(row), Some(multipliers)) = (row, multipliers) else {
            return;
        };
        let groups = row.chunks_exact(self.group).zip(multipliers);
        for (sums, (weights, multiplier)) in sums.chunks_exact_mut(self.group).zip(groups) {
            let step = scale * f32::from(*multiplier);
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += step * f32::from(weight.cast_signed());
            }
        }
    }
}

impl Sizes {
    fn check(self) -> Result<Self, Damaged> {
        let Self {
            width,
            heads,
            inner,
            group,
            ..
        } = self;
        let small = |value: usize, most: usize| (1..=most).contains(&value);
        let known = small(self.vocabulary, 1 << 20)
            && small(width, 4096)
            && small(self.layers, 64)
            && small(heads, width)
            && small(inner, 16_384)
            && small(self.longest, 4096)
            && small(group, width);
        if !known || self.longest < 3 {
            return Err(Damaged::Form("its sizes"));
        }
        // The kernel of a matrix takes sixteen columns at a time.
        let even = group.is_multiple_of(16)
            && width.is_multiple_of(group)
            && inner.is_multiple_of(group)
            && width.is_multiple_of(heads);
        even.then_some(self)
            .ok_or(Damaged::Form("its sizes do not divide"))
    }
}

/// What is left of the bytes.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Damaged> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Damaged::Checksum)?;
        self.rest = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, Damaged> {
        let bytes = self.take(4)?;
        let (four, _) = bytes.split_first_chunk().ok_or(Damaged::Checksum)?;
        Ok(u32::from_le_bytes(*four))
    }

    fn size(&mut self) -> Result<usize, Damaged> {
        usize::try_from(self.number()?).map_err(|_large| Damaged::Form("its sizes"))
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>, Damaged> {
        let length = count.checked_mul(4).ok_or(Damaged::Form("its sizes"))?;
        let (fours, _) = self.take(length)?.as_chunks();
        let values: Vec<f32> = fours.iter().map(|four| f32::from_le_bytes(*four)).collect();
        let sane = values.iter().all(|value| value.abs() < 1e6);
        sane.then_some(values).ok_or(Damaged::Form("a number"))
    }

    fn lines(&mut self) -> Result<Vec<String>, Damaged> {
        let length = self.size()?;
        let text = str::from_utf8(self.take(length)?);
        let text = text.map_err(|_bad| Damaged::Form("its words are no UTF-8"))?;
        Ok(text.split('\n').map(str::to_owned).collect())
    }

    fn parts(&mut self, digest: String) -> Result<Parts, Damaged> {
        let sizes = Sizes {
            vocabulary: self.size()?,
            width: self.size()?,
            layers: self.size()?,
            heads: self.size()?,
            inner: self.size()?,
            longest: self.size()?,
            group: self.size()?,
        };
        let sizes = sizes.check()?;
        let name = self.lines()?.join(" ");
        let languages = self.lines()?;
        let vocabulary = self.lines()?;
        if vocabulary.len() != sizes.vocabulary {
            return Err(Damaged::Form("its vocabulary"));
        }
        let words = self.words(sizes)?;
        let positions = self.floats(sizes.longest.saturating_mul(sizes.width))?;
        let embedded = self.norm(sizes)?;
        let mut layers = Vec::new();
        for _ in 0..sizes.layers {
            layers.push(self.layer(sizes)?);
        }
        Ok(Parts {
            sizes,
            name,
            digest,
            languages,
            vocabulary,
            words,
            positions,
            embedded,
            layers,
        })
    }

    fn layer(&mut self, sizes: Sizes) -> Result<Layer, Damaged> {
        let Sizes { width, inner, .. } = sizes;
        Ok(Layer {
            attention: self.dense(3 * width, width, sizes)?,
            output: self.dense(width, width, sizes)?,
            attended: self.norm(sizes)?,
            inner: self.dense(inner, width, sizes)?,
            outer: self.dense(width, inner, sizes)?,
            done: self.norm(sizes)?,
        })
    }

    fn norm(&mut self, sizes: Sizes) -> Result<Norm, Damaged> {
        Ok(Norm {
            weight: self.floats(sizes.width)?,
            bias: self.floats(sizes.width)?,
        })
    }

    fn words(&mut self, sizes: Sizes) -> Result<Words, Damaged> {
        let Sizes {
            vocabulary,
            width,
            group,
            ..
        } = sizes;
        Ok(Words {
            scales: self.floats(vocabulary)?,
            multipliers: self
                .multipliers(vocabulary.saturating_mul(width / group))?
                .to_vec(),
            weights: self.take(vocabulary.saturating_mul(width))?.to_vec(),
            width,
            group,
        })
    }

    fn multipliers(&mut self, count: usize) -> Result<&'a [u8], Damaged> {
        let found = self.take(count)?;
        let sane = found
            .iter()
            .all(|multiplier| (1..=MOST).contains(multiplier));
        sane.then_some(found).ok_or(Damaged::Form("a multiplier"))
    }

    fn dense(&mut self, rows: usize, columns: usize, sizes: Sizes) -> Result<Dense, Damaged> {
        let scales = self.floats(rows)?;
        let multipliers = self.multipliers(rows * (columns / sizes.group))?;
        let weights = self.take(rows * columns)?;
        Ok(Dense {
            matrix: Matrix::new(scales, multipliers, weights, columns),
            bias: self.floats(rows)?,
        })
    }
}
