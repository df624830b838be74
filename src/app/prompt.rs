//! The line in which commands are typed: its words, the commands before, what Tab makes of it.

use super::action::Action;
use super::command::{self, Called, Completion};
use super::draft::Field;
use super::message::Effect;
use super::state::{Mode, State};

/// A command being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    /// Its words.
    pub field: Field,
    /// How many commands back the one shown is, 0 for the one being typed.
    back: usize,
    /// What was being typed before an earlier command was shown.
    typed: String,
    /// Which of the names that fit is chosen.
    pub chosen: usize,
    /// What a path that is being typed may be, where there are several.
    pub paths: Vec<String>,
}

/// Opens the line, with a beginning of what is to be typed.
pub fn open(state: &mut State, beginning: &str) {
    state.mode = Mode::Command(Prompt {
        field: Field::of(beginning),
        ..Prompt::default()
    });
}

/// Does what a key says while a command is typed; `insert` types the key itself.
pub fn act(
    state: &mut State,
    mut prompt: Prompt,
    action: Option<Action>,
    insert: impl FnOnce(&mut Field),
) -> Vec<Effect> {
    match action {
        Some(Action::TypeEnter | Action::TypeSave) => {
            return enter(state, prompt);
        }
        Some(Action::TypeLeave) => return Vec::new(),
        Some(Action::TypeBackspace) if prompt.field.text().is_empty() => return Vec::new(),
        Some(Action::TypeComplete) => return complete(state, prompt),
        Some(Action::TypeUp) if prompt.offers() => prompt.chosen = prompt.chosen.saturating_sub(1),
        Some(Action::TypeDown) if prompt.offers() => prompt.choose_next(),
        Some(Action::TypeUp) => prompt.earlier(state, 1),
        Some(Action::TypeDown) => prompt.earlier(state, -1),
        _ => {
            insert(&mut prompt.field);
            (prompt.chosen, prompt.back) = (0, 0);
            prompt.paths.clear();
        }
    }
    state.mode = Mode::Command(prompt);
    Vec::new()
}

/// Does the chosen name, or completes it where it needs more words; a line with such words is done as it stands.
fn enter(state: &mut State, mut prompt: Prompt) -> Vec<Effect> {
    let line = prompt.field.text();
    match prompt.matches().get(prompt.chosen) {
        Some(Called::Command(chosen)) if line.trim() != chosen.name() => {
            prompt.field = Field::of(&format!("{} ", chosen.name()));
            state.mode = Mode::Command(prompt);
            Vec::new()
        }
        Some(chosen) => command::run(state, chosen.name()),
        None => command::run(state, line),
    }
}

fn complete(state: &mut State, mut prompt: Prompt) -> Vec<Effect> {
    let mut effects = Vec::new();
    match command::complete(state, prompt.field.text()) {
        Completion::Line(line) if line != prompt.field.text() => prompt.field = Field::of(&line),
        Completion::Line(_) => prompt.choose_next(),
        Completion::Path(path) => effects.push(Effect::Complete(path)),
    }
    state.mode = Mode::Command(prompt);
    effects
}

/// Takes the paths that begin as the one being typed, unless something else was typed meanwhile.
pub fn completed(state: &mut State, typed: &str, paths: Vec<String>) {
    let Mode::Command(prompt) = &mut state.mode else {
        return;
    };
    let text = prompt.field.text();
    let Some(before) = text.strip_suffix(typed).filter(|b| b.ends_with(' ')) else {
        return;
    };
    let line = format!("{before}{}", command::common(&paths, typed));
    prompt.field = Field::of(&line);
    prompt.paths = if paths.len() > 1 { paths } else { Vec::new() };
}

impl Prompt {
    /// Returns what the words may mean, the best first.
    #[must_use]
    pub fn matches(&self) -> Vec<Called> {
        command::matches(self.field.text())
    }

    /// Returns whether there are names to choose from; an earlier command is walked on from instead.
    fn offers(&self) -> bool {
        self.back == 0 && !self.matches().is_empty()
    }

    fn choose_next(&mut self) {
        let last = self.matches().len().saturating_sub(1);
        self.chosen = (self.chosen + 1).min(last);
    }

    /// Shows the command before the one shown (1), or the one after (-1).
    fn earlier(&mut self, state: &State, step: i32) {
        let back = if step > 0 {
            (self.back + 1).min(state.commands.len())
        } else {
            self.back.saturating_sub(1)
        };
        if self.back == 0 {
            self.field.text().clone_into(&mut self.typed);
        }
        self.back = back;
        let shown = state.commands.len().checked_sub(back);
        let words = match back {
            0 => &self.typed,
            _ => shown
                .and_then(|at| state.commands.get(at))
                .unwrap_or(&self.typed),
        };
        self.field = Field::of(words);
        self.paths.clear();
    }

    /// Returns what is said behind the words: the paths that may be meant, else what helps to go on.
    #[must_use]
    pub fn hint(&self) -> String {
        if self.paths.is_empty() {
            let chosen = self.matches().get(self.chosen).copied();
            return chosen.map_or_else(
                || command::hint(self.field.text()),
                |chosen| format!("Enter: {}", chosen.name()),
            );
        }
        let last = |path: &String| {
            let bare = path.trim_end_matches('/');
            let from = bare.rfind('/').map_or(0, |at| at + 1);
            path.get(from..).unwrap_or(path).to_owned()
        };
        self.paths.iter().map(last).collect::<Vec<_>>().join("  ")
    }
}
