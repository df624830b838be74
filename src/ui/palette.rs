//! The colours of the painted themes.
//!
//! Numbers are those of the 256 colours that terminals share (xterm: a cube of 6 × 6 × 6 and 24 greys); the
//! first sixteen differ between terminals, so that no painted theme has them.

/// The colours of a painted theme.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    /// Behind the text.
    pub ground: u8,
    /// Behind the lines at the top and the foot, and behind boxes.
    pub raised: u8,
    /// Behind the stop under the cursor.
    pub band: u8,
    /// Behind its counterpart.
    pub answer: u8,
    /// The text.
    pub text: u8,
    /// What is less important.
    pub quiet: u8,
    /// Titles and relations.
    pub title: u8,
    /// What differs, and what is only here.
    pub differs: u8,
    /// Notes.
    pub note: u8,
    /// Behind search hits.
    pub hit: u8,
    /// Behind selected words and the chosen entry.
    pub selection: u8,
}

pub(super) const DARK: Paint = Paint {
    ground: 234,
    raised: 236,
    band: 238,
    answer: 236,
    text: 252,
    quiet: 246,
    title: 110,
    differs: 179,
    note: 114,
    hit: 53,
    selection: 17,
};

pub(super) const LIGHT: Paint = Paint {
    ground: 231,
    raised: 254,
    band: 252,
    answer: 254,
    text: 235,
    quiet: 241,
    title: 25,
    differs: 88,
    note: 22,
    hit: 229,
    selection: 153,
};

/// For readers who confuse red and green, after the palette of Okabe and Ito ("Color Universal Design",
/// 2008): sky blue, orange and yellow on dark ground.
pub(super) const SAFE_DARK: Paint = Paint {
    title: 75,
    differs: 214,
    note: 228,
    hit: 18,
    ..DARK
};

/// The same on light ground: blue, dark vermilion and reddish purple.
pub(super) const SAFE_LIGHT: Paint = Paint {
    title: 21,
    differs: 88,
    note: 97,
    ..LIGHT
};

/// As much contrast as there is.
pub(super) const CONTRAST: Paint = Paint {
    ground: 16,
    raised: 233,
    band: 236,
    answer: 234,
    text: 231,
    quiet: 252,
    title: 123,
    differs: 227,
    note: 157,
    hit: 17,
    selection: 18,
};
