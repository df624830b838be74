//! All settings that can stand in the configuration, each with its default and what it does.

use std::fmt::Write as _;

use crate::app::action::Action;

/// A setting that can stand in the configuration.
pub(super) struct Setting {
    /// Its name.
    pub(super) name: &'static str,
    /// Its default, as it is written.
    pub(super) default: &'static str,
    /// What it does, for a person.
    help: &'static str,
}

/// All settings but the keys, in the order in which they are shown.
pub(super) const SETTINGS: [Setting; 14] = [
    Setting {
        name: "theme",
        default: "\"auto\"",
        help: "Colours: auto (light where the terminal says that its background is, else dark), dark, light, safe-dark, safe-light, contrast, ansi or none.",
    },
    Setting {
        name: "ascii",
        default: "false",
        help: "Only ASCII signs around the text.",
    },
    Setting {
        name: "frames",
        default: "true",
        help: "Lines around the text; without them blanks set things apart.",
    },
    Setting {
        name: "gutter",
        default: "true",
        help: "The columns beside the text that say in how many articles a place is found, and where notes are.",
    },
    Setting {
        name: "ambiguous",
        default: "\"narrow\"",
        help: "Columns of characters such as \u{201c} \u{2026} in this terminal: \"narrow\" is one, \"wide\" two, as some have for East Asia.",
    },
    Setting {
        name: "mouse",
        default: "false",
        help: "The wheel scrolls and a click goes to a place; the terminal then selects words only with Shift held.",
    },
    Setting {
        name: "panes",
        default: "0",
        help: "How many panes to begin with; 0 leaves it to the width of the window.",
    },
    Setting {
        name: "idle",
        default: "\"stay\"",
        help: "What a pane without a counterpart does: \"stay\" where it is, or go along in \"parallel\".",
    },
    Setting {
        name: "weak",
        default: "false",
        help: "Weak links are shown from the beginning; gw shows and hides them.",
    },
    Setting {
        name: "paraphrase-score",
        default: "0.24",
        help: "From this score on two sentences say the same in other words; runs of 8 words, or of 5 rare ones, link by themselves.",
    },
    Setting {
        name: "weak-score",
        default: "0.17",
        help: "From this score on they perhaps do, a weak link. Commands go by both scores where --config is given.",
    },
    Setting {
        name: "model",
        default: "\"off\"",
        help: "The file of a model of meaning for the reader, or \"off\"; --model wins, and commands go by that only.",
    },
    Setting {
        name: "name",
        default: "\"\"",
        help: "Your name, kept with each note that you write in the reader; without one none is kept.",
    },
    Setting {
        name: "copy",
        default: "\"terminal\"",
        help: "Where y puts words: \"terminal\" (OSC 52), \"file:PATH\" or \"command:WORDS\", such as \"command:wl-copy\".",
    },
];

/// Returns the configuration with every default, commented out: `assets/config.toml`.
#[must_use]
pub fn sample() -> String {
    let mut text = String::from(
        "# The configuration of variorum, with every default. Put this file where `variorum config` says, and take the\n\
         # sign # away from what you change. `variorum config` shows what holds, and why.\n",
    );
    for setting in &SETTINGS {
        let _ = write!(
            text,
            "\n# {}\n# {} = {}\n",
            setting.help, setting.name, setting.default
        );
    }
    text.push_str(
        "\n# Keys, by the name of the action (assets/keys.md has all names): a list takes the place of the default keys,\n\
         # and [] leaves none. A sequence may not begin another one that can be typed in the same place.\n# [keys]\n",
    );
    for action in Action::ALL {
        let keys: Vec<String> = action
            .default_keys()
            .iter()
            .map(|k| format!("{k:?}"))
            .collect();
        let _ = writeln!(text, "# {} = [{}]", action.name(), keys.join(", "));
    }
    text
}
