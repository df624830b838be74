//! The settings of the reader: each with its default, what the configuration makes of it, and what the
//! command line makes of that.

use std::fmt::Write as _;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use color_eyre::eyre::{Result, WrapErr, bail};

use super::clipboard::Clipboard;
use super::defaults::SETTINGS;
use super::sources::from_home;
use crate::app::action::Action;
use crate::app::keymap::{Clash, Keymap};
use crate::app::settings::{Idle, Settings};
use crate::cli::{Colour, Global};
use crate::compare::meaning::Thresholds;
use crate::store::config::{self, ConfigError, Entry, Value};
use crate::text::sanitize;
use crate::text::wrap::Ambiguous;
use crate::ui::theme::NAMES;

/// The name for dark or light, as the terminal is.
const AUTO: &str = "auto";

/// The scores that may be asked for.
const SCORES: RangeInclusive<f64> = 0.05..=0.95;

/// What holds for a reader, and where each value comes from.
#[derive(Debug)]
pub(super) struct Reader {
    pub theme: String,
    pub clipboard: Clipboard,
    /// What the screen goes by, but for the themes.
    pub screen: Settings,
    /// The file of the model of meaning.
    pub model: Option<PathBuf>,
    /// The file that was read or would be.
    file: Option<PathBuf>,
    /// By setting or key: what it is, and from where.
    pub origins: Vec<(String, String, String)>,
}

/// Returns the settings of a reader. A file named with `--config` must exist; the usual one need not.
///
/// # Errors
/// Where the configuration cannot be read, names what there is not, or its keys clash.
pub(super) fn of(global: &Global) -> Result<Reader> {
    let usual = || config::usual_file(global.data_dir.as_deref()).ok();
    let file = global.config.clone().or_else(usual);
    let entries = match &file {
        None => Vec::new(),
        Some(path) => match config::read(path)? {
            Some(entries) => entries,
            None if global.config.is_some() => {
                return Err(ConfigError::Unreadable {
                    file: path.clone(),
                    why: "there is no such file".to_owned(),
                })
                .wrap_err("--config names the file with the settings; without it, and without config.toml, the defaults hold");
            }
            None => Vec::new(),
        },
    };
    let mut reader = Reader {
        theme: AUTO.to_owned(),
        clipboard: Clipboard::default(),
        screen: Settings::default(),
        model: None,
        file,
        origins: Vec::new(),
    };
    reader.take_settings(&entries)?;
    reader.take_keys(&entries)?;
    reader.take_options(global);
    Ok(reader)
}

impl Reader {
    fn wrong(&self, entry: &Entry, why: impl Into<String>) -> ConfigError {
        ConfigError::Wrong {
            file: self.file.clone().unwrap_or_default(),
            line: entry.line,
            why: format!("{}: {}", entry.name, why.into()),
        }
    }

    fn take_settings(&mut self, entries: &[Entry]) -> Result<(), ConfigError> {
        for setting in &SETTINGS {
            let entry = entries.iter().find(|entry| entry.name == setting.name);
            let from = match entry {
                Some(entry) => {
                    self.take(entry)?;
                    (written(&entry.value), self.place(entry))
                }
                None => (setting.default.to_owned(), "default".to_owned()),
            };
            self.origins.push((setting.name.to_owned(), from.0, from.1));
        }
        let known = |entry: &&Entry| {
            entry.name.starts_with("keys.") || SETTINGS.iter().any(|s| s.name == entry.name)
        };
        if let Some(entry) = entries.iter().find(|entry| !known(entry)) {
            let names = SETTINGS.iter().map(|setting| setting.name);
            return Err(self.wrong(entry, unknown("setting", &entry.name, names)));
        }
        let Thresholds { paraphrase, weak } = self.screen.thresholds;
        match entries.iter().find(|entry| entry.name.ends_with("-score")) {
            Some(entry) if weak > paraphrase => Err(self.wrong(
                entry,
                format!("weak-score, {weak}, is to be at most paraphrase-score, {paraphrase}"),
            )),
            _ => Ok(()),
        }
    }

    fn take(&mut self, entry: &Entry) -> Result<(), ConfigError> {
        match (entry.name.as_str(), &entry.value) {
            ("theme", Value::Text(name)) if name == AUTO || NAMES.contains(&name.as_str()) => {
                self.theme.clone_from(name);
            }
            ("theme", Value::Text(name)) => {
                return Err(self.wrong(entry, unknown("theme", name, NAMES.into_iter())));
            }
            ("panes", Value::Number(count)) if (0..=9).contains(count) => {
                let count = usize::try_from(*count).ok();
                self.screen.panes = count.filter(|count| *count > 0);
            }
            ("panes", Value::Number(_)) => return Err(self.wrong(entry, "give 0 to 9")),
            ("panes", _) => return Err(self.wrong(entry, "give a whole number, 0 to 9")),
            ("idle", Value::Text(word)) => {
                let words = [("stay", Idle::Stay), ("parallel", Idle::Parallel)];
                self.screen.idle = self.one_of(entry, word, &words)?;
            }
            ("ambiguous", Value::Text(word)) => {
                let words = [("narrow", Ambiguous::Narrow), ("wide", Ambiguous::Wide)];
                self.screen.ambiguous = self.one_of(entry, word, &words)?;
            }
            ("copy", Value::Text(written)) => {
                let copy = "give \"terminal\", \"file:PATH\" or \"command:WORDS\"";
                let clipboard = Clipboard::of_setting(written);
                self.clipboard = clipboard.ok_or_else(|| self.wrong(entry, copy))?;
            }
            ("name", Value::Text(name)) => {
                let name = sanitize::line(name.trim()).into_owned();
                self.screen.name = Some(name).filter(|name| !name.is_empty());
            }
            ("model", Value::Text(file)) => {
                self.model = (file != "off").then(|| from_home(file));
            }
            (name, Value::Decimal(score)) if self.score(name).is_some() => {
                if !SCORES.contains(score) {
                    let (least, most) = (SCORES.start(), SCORES.end());
                    return Err(self.wrong(entry, format!("give a score of {least} to {most}")));
                }
                // Scores have four decimals, for which this type has room.
                let score = (score * 1e4).round() as f32 / 1e4;
                self.score(name).into_iter().for_each(|own| *own = score);
            }
            (name, _) if self.score(name).is_some() => {
                return Err(self.wrong(entry, "give a score such as 0.2"));
            }
            (name, Value::Switch(on)) if self.switch(name).is_some() => {
                self.switch(name).into_iter().for_each(|own| *own = *on);
            }
            (name, _) if self.switch(name).is_some() => {
                return Err(self.wrong(entry, "give true or false"));
            }
            _ => return Err(self.wrong(entry, "give a text in quotation marks")),
        }
        Ok(())
    }

    /// Returns the setting of a name that is true or false.
    fn switch(&mut self, name: &str) -> Option<&mut bool> {
        Some(match name {
            "ascii" => &mut self.screen.ascii,
            "frames" => &mut self.screen.frames,
            "gutter" => &mut self.screen.gutter,
            "mouse" => &mut self.screen.mouse,
            "weak" => &mut self.screen.weak,
            _ => return None,
        })
    }

    /// Returns the threshold of a name.
    fn score(&mut self, name: &str) -> Option<&mut f32> {
        let thresholds = &mut self.screen.thresholds;
        Some(match name {
            "paraphrase-score" => &mut thresholds.paraphrase,
            "weak-score" => &mut thresholds.weak,
            _ => return None,
        })
    }

    /// Returns the thresholds that the configuration sets, each with its place.
    pub(super) fn thresholds_in_words(&self) -> Vec<String> {
        let set = self
            .origins
            .iter()
            .filter(|(name, _, from)| name.ends_with("-score") && from != "default");
        set.map(|(name, value, from)| format!("{from}: {name} = {value}"))
            .collect()
    }

    /// Returns what a word means, of the two that there are.
    fn one_of<T: Copy>(
        &self,
        entry: &Entry,
        word: &str,
        [one, other]: &[(&str, T); 2],
    ) -> Result<T, ConfigError> {
        let known = [one, other].into_iter().find(|(name, _)| *name == word);
        let why = || self.wrong(entry, format!("give {:?} or {:?}", one.0, other.0));
        known.map(|(_, meaning)| *meaning).ok_or_else(why)
    }

    fn take_keys(&mut self, entries: &[Entry]) -> Result<(), ConfigError> {
        let mut changed: Vec<(Action, Vec<String>)> = Vec::new();
        let mut lines: Vec<&Entry> = Vec::new();
        for entry in entries.iter().filter(|e| e.name.starts_with("keys.")) {
            let name = entry.name.trim_start_matches("keys.");
            let Some(action) = Action::ALL.iter().find(|action| action.name() == name) else {
                let names = Action::ALL.iter().map(|action| action.name());
                return Err(self.wrong(entry, unknown("action", name, names)));
            };
            let keys = match &entry.value {
                Value::Text(keys) => vec![keys.clone()],
                Value::List(keys) => keys.clone(),
                _ => return Err(self.wrong(entry, "give keys such as [\"j\", \"ctrl-n\"]")),
            };
            changed.push((*action, keys));
            lines.push(entry);
        }
        self.screen.keymap = Keymap::with(&changed).map_err(|clash| {
            let of = |action: &Action| changed.iter().position(|(own, _)| own == action);
            let guilty = match &clash {
                Clash::NoSuchKey { action, .. } => of(action),
                Clash::Twice { first, second, .. } | Clash::Begins { first, second, .. } => {
                    of(second).or_else(|| of(first))
                }
            };
            match guilty.and_then(|at| lines.get(at)) {
                Some(entry) => self.wrong(entry, clash.to_string()),
                None => ConfigError::Wrong {
                    file: self.file.clone().unwrap_or_default(),
                    line: 1,
                    why: clash.to_string(),
                },
            }
        })?;
        for entry in lines {
            let origin = (entry.name.clone(), written(&entry.value), self.place(entry));
            self.origins.push(origin);
        }
        Ok(())
    }

    fn take_options(&mut self, global: &Global) {
        let mut said: Vec<(&str, String)> = Vec::new();
        if let Some(theme) = &global.theme {
            self.theme.clone_from(theme);
            said.push(("theme", format!("\"{theme}\"")));
        }
        if global.ascii {
            self.screen.ascii = true;
            said.push(("ascii", "true".to_owned()));
        }
        if let Some(file) = &global.model {
            self.model = Some(file.clone()).filter(|file| file != Path::new("off"));
            said.push(("model", format!("{:?}", file.display().to_string())));
        }
        for (name, value) in said {
            if let Some(origin) = self.origins.iter_mut().find(|origin| origin.0 == name) {
                (origin.1, origin.2) = (value, "command line".to_owned());
            }
        }
    }

    /// Returns what the screen goes by; `skipped` and `model` are of the opening.
    pub(super) fn screen(&self, global: &Global) -> Result<Settings> {
        let themes = themes(global, &self.theme)?;
        let auto = self.theme == AUTO && themes.len() > 1 && can_be_asked();
        Ok(Settings {
            themes,
            auto,
            ..self.screen.clone()
        })
    }

    fn place(&self, entry: &Entry) -> String {
        let file = self.file.as_deref().unwrap_or(Path::new("config.toml"));
        format!("{}:{}", file.display(), entry.line)
    }

    /// Returns each setting and each changed key with where it comes from, as lines of a configuration.
    pub(super) fn report(&self) -> String {
        let mut text = String::new();
        let file = self.file.as_ref();
        let name = file.map_or_else(
            || "no folder is known".to_owned(),
            |f| f.display().to_string(),
        );
        let there = file.is_some_and(|file| config::read(file).is_ok_and(|found| found.is_some()));
        let state = if there {
            ""
        } else {
            " (not there: the defaults hold)"
        };
        let _ = writeln!(text, "# {name}{state}");
        let mut in_keys = false;
        for (name, value, from) in &self.origins {
            let own = name.trim_start_matches("keys.");
            if own.len() < name.len() && !in_keys {
                in_keys = true;
                text.push_str("\n[keys]\n");
            }
            let line = format!("{own} = {value}");
            let _ = writeln!(text, "{line:40} # {from}");
        }
        text
    }
}

/// Returns whether the terminal takes a question for its background, answered or not, without showing it.
fn can_be_asked() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term != "linux" && term != "dumb")
}

/// Looks at what only the reader uses, so that a slip is told by every command. No command but the reader opens
/// the usual configuration.
///
/// # Errors
/// Where a configuration that was named or a theme is wrong.
pub(super) fn check(global: &Global) -> Result<()> {
    if global.config.is_some() {
        of(global)?;
    }
    themes(global, global.theme.as_deref().unwrap_or(AUTO))?;
    Ok(())
}

/// Returns the names of the themes, that which was asked for first; without colour there is only one.
fn themes(global: &Global, name: &str) -> Result<Vec<&'static str>> {
    let colourless = match global.color {
        Colour::Always => false,
        Colour::Never => true,
        Colour::Auto => std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()),
    };
    let known = NAMES.iter().position(|known| *known == name);
    let Some(first) = known.or((name == AUTO).then_some(0)) else {
        bail!(
            "--theme {name}: there is no such theme; there are {AUTO}, {}",
            NAMES.join(", ")
        );
    };
    if colourless {
        return Ok(vec!["none"]);
    }
    let mut names = NAMES.to_vec();
    names.rotate_left(first);
    Ok(names)
}

/// Returns that there is no such name, with the nearest that there is.
fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let by_likeness = |one: &&str, other: &&str| {
        let likeness = |known: &str| strsim::jaro_winkler(name, known);
        likeness(one).total_cmp(&likeness(other))
    };
    let nearest = known.max_by(by_likeness).unwrap_or_default();
    format!("there is no {what} of this name; the nearest is {nearest}")
}

fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::Number(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Switch(on) => on.to_string(),
        Value::List(list) => format!("{list:?}"),
    }
}
