//! What a person has set for the reader: before it opens, and read again while it is open.

use super::focus;
use super::keymap::Keymap;
use super::message::Effect;
use super::state::State;
use crate::compare::meaning::Thresholds;
use crate::text::wrap::Ambiguous;

/// What the reader was started with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Only ASCII signs around the text.
    pub ascii: bool,
    /// Lines around the text; without them blanks set things apart.
    pub frames: bool,
    /// A gutter beside the text.
    pub gutter: bool,
    /// How wide ambiguous characters are in the terminal.
    pub ambiguous: Ambiguous,
    /// Whether the wheel and clicks of the mouse are taken.
    pub mouse: bool,
    /// Inputs that could not be read, with the reason.
    pub skipped: Vec<String>,
    /// Whether a model of meaning adds links to those by words.
    pub model: bool,
    /// Names of the themes, the chosen one first.
    pub themes: Vec<&'static str>,
    /// Whether the first theme is only that of a terminal that does not say how light it is.
    pub auto: bool,
    /// Panes to begin with, `None` where the width decides.
    pub panes: Option<usize>,
    /// What a pane does that has no counterpart.
    pub idle: Idle,
    /// Whether weak links are shown from the beginning.
    pub weak: bool,
    /// From which scores on sentences are linked by words.
    pub thresholds: Thresholds,
    /// Who writes the notes, where that is said.
    pub name: Option<String>,
    /// What the keys mean.
    pub keymap: Keymap,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            ascii: false,
            frames: true,
            gutter: true,
            ambiguous: Ambiguous::Narrow,
            mouse: false,
            skipped: Vec::new(),
            model: false,
            themes: Vec::new(),
            auto: false,
            panes: None,
            idle: Idle::Stay,
            weak: false,
            thresholds: Thresholds::WORDS,
            name: None,
            keymap: Keymap::default(),
        }
    }
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

/// Takes the terminal's word on its background: without another choice the theme follows it.
pub fn background(state: &mut State, light: bool) {
    state.light = Some(light);
    if state.settings.auto && state.theme == 0 {
        state.theme = place(&state.settings, Some(by_background(light)));
    }
}

fn by_background(light: bool) -> &'static str {
    if light { "light" } else { "dark" }
}

/// Returns which of the themes has a name.
fn place(settings: &Settings, name: Option<&str>) -> usize {
    let mut names = settings.themes.iter();
    names.position(|own| Some(*own) == name).unwrap_or(0)
}

/// Takes settings that were read again, with what changed in them; where they could not be read the old ones hold.
/// Other thresholds need another comparison.
pub fn take(state: &mut State, read: Result<(Box<Settings>, Vec<String>), String>) -> Vec<Effect> {
    let (new, changed) = match read {
        Ok(read) => read,
        Err(why) => {
            state.say(format!("the settings before hold: {why}"));
            return Vec::new();
        }
    };
    let old = std::mem::take(&mut state.settings);
    // What a person chose with a key stays, unless the configuration says something else now.
    let named = |settings: &Settings, at: usize| settings.themes.get(at).copied();
    let same = named(&old, 0) == named(&new, 0) && old.auto == new.auto;
    let on = named(&old, state.theme).filter(|_| same);
    let on = on.or(state.light.filter(|_| new.auto).map(by_background));
    state.theme = place(&new, on);
    if new.panes != old.panes {
        state.pane_choice = new.panes;
    }
    if new.idle != old.idle {
        state.parallel = new.idle == Idle::Parallel;
    }
    if new.weak != old.weak {
        state.weak = new.weak;
    }
    state.keymap = new.keymap.clone();
    let compares = new.thresholds != old.thresholds;
    state.comparing |= compares;
    state.settings = Settings {
        skipped: old.skipped,
        model: old.model,
        ..*new
    };
    focus::rearranged(state);
    state.say(match changed.as_slice() {
        [] => "the configuration was read again: nothing changed".to_owned(),
        changed => format!("read again: {}", changed.join("; ")),
    });
    compares.then_some(Effect::Compare).into_iter().collect()
}
