//! What a person has set for the reader before it opens.

use super::keymap::Keymap;

/// What the reader was started with.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Only ASCII signs around the text.
    pub ascii: bool,
    /// Inputs that could not be read, with the reason.
    pub skipped: Vec<String>,
    /// Whether a model of meaning adds links to those by words.
    pub model: bool,
    /// Names of the themes, the chosen one first.
    pub themes: Vec<&'static str>,
    /// Panes to begin with, `None` where the width decides.
    pub panes: Option<usize>,
    /// What a pane does that has no counterpart.
    pub idle: Idle,
    /// What the keys mean.
    pub keymap: Keymap,
}

/// What a pane does that has no counterpart of the place being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Idle {
    /// It stays where it is.
    #[default]
    Stay,
    /// It goes along in parallel until the next linked stop.
    Parallel,
}
