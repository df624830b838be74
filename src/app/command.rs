//! What can be typed after `:`: the table of commands, and how a line is read. Every action of the reader is a
//! command by its name too.

use super::action::{Action, Scope};
use super::message::Effect;
use super::remark::{self, About};
use super::state::{Mode, State};
use super::{act, annotate, choices, documents, export, fuzzy, pins, versions};
use crate::document::{BlockKind, DocId};

macro_rules! commands {
    ($($variant:ident $name:literal $arguments:literal $help:literal;)*) => {
        /// A command that needs words of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Command { $(#[doc = $help] $variant,)* }

        impl Command {
            /// All commands in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Returns the name by which a command is called.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns what is to be typed behind the name.
            #[must_use]
            pub fn arguments(self) -> &'static str {
                match self { $(Self::$variant => $arguments,)* }
            }

            /// Returns the line that help shows.
            #[must_use]
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)* }
            }
        }
    };
}

commands! {
    Name  "name"  "LETTER NAME" "Name the outlet of the article of that letter; no name takes yours back";
    Label "label" "KIND [here]" "Label this block and all like it; here: only it";
    Cut   "cut"   "[LETTER]"    "Cut a wrong link of this place to the article of that letter; u takes it back";
    Adopt "adopt" "[LETTER]"    "Say that the article of that letter is a newer version of the one whose notes it has";
    Rate  "rate"  "[WORDS]"     "Rate the note under the cursor in your own words; none take the rating back";
    Write "write" "[!]FILE"     "Write the comparison (.txt, .json) or the notes (.md, .csv, .jsonld, .claims.json); ! replaces";
    Open  "open"  "PATH"        "Add the articles of a file or folder";
    Close "close" "LETTER"      "Close the article of that letter; the others keep theirs";
}

/// The kinds that a block may be labelled: a repeat points to what it repeats, which nobody can type.
const KINDS: [BlockKind; 6] = [
    BlockKind::Title,
    BlockKind::Body,
    BlockKind::Heading,
    BlockKind::Caption,
    BlockKind::Metadata,
    BlockKind::Boilerplate,
];

/// What the first word of a line means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called {
    /// A command that needs words of its own.
    Command(Command),
    /// An action of the reader.
    Action(Action),
}

impl Called {
    fn all() -> impl Iterator<Item = Self> {
        let reader = |a: &&Action| a.group().scope() == Scope::Reader;
        let actions = Action::ALL.iter().filter(reader).map(|a| Self::Action(*a));
        Command::ALL
            .iter()
            .map(|c| Self::Command(*c))
            .chain(actions)
    }

    /// Returns the name by which it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Command(command) => command.name(),
            Self::Action(action) => action.name(),
        }
    }

    /// Returns the line that help shows.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            Self::Command(command) => command.help(),
            Self::Action(action) => action.help(),
        }
    }

    fn beginning(word: &str) -> Vec<Self> {
        let whole = Self::all().find(|called| called.name() == word);
        whole.map_or_else(
            || Self::all().filter(|c| c.name().starts_with(word)).collect(),
            |one| vec![one],
        )
    }
}

/// Returns what a line may mean, the best first; nothing where words of a command are being typed.
#[must_use]
pub fn matches(line: &str) -> Vec<Called> {
    let (word, rest) = parts(line);
    let behind = !rest.is_empty() || line.trim_start().contains(char::is_whitespace);
    if word.is_empty() || behind && matches!(called(word), Ok(Called::Command(_))) {
        return Vec::new();
    }
    let fitting = |called: Called| Some((fuzzy::fit(line, called.name(), called.help())?, called));
    let mut found: Vec<_> = Called::all().filter_map(fitting).collect();
    found.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
    found.into_iter().map(|(_, called)| called).collect()
}

/// Returns what a word calls: by its whole name, else by a beginning that only one has.
fn called(word: &str) -> Result<Called, String> {
    match Called::beginning(word).as_slice() {
        [one] => Ok(*one),
        [] => Err(format!(
            "there is no command {word}; the nearest is {}",
            nearest(word)
        )),
        several => Err(format!("{word} may be {}", names(several))),
    }
}

fn names(called: &[Called]) -> String {
    const MOST: usize = 8;
    let mut names: Vec<_> = called.iter().take(MOST).map(|c| c.name()).collect();
    if called.len() > MOST {
        names.push("or others");
    }
    names.join(", ")
}

fn nearest(word: &str) -> &'static str {
    let likeness = |called: &Called| strsim::jaro_winkler(word, called.name());
    let best = Called::all().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    best.map_or("", Called::name)
}

/// Does what a line says.
pub fn run(state: &mut State, line: &str) -> Vec<Effect> {
    state.mode = Mode::Read;
    let (word, rest) = parts(line);
    if word.is_empty() {
        return Vec::new();
    }
    remember(state, line.trim());
    let done = match called(word) {
        Ok(Called::Command(command)) => command.run(state, rest),
        Ok(Called::Action(action)) if rest.is_empty() => Ok(act::act(state, action, None, false)),
        Ok(Called::Action(action)) => Err(format!("{} takes no other words", action.name())),
        Err(why) => Err(why),
    };
    done.unwrap_or_else(|why| {
        state.say(why);
        Vec::new()
    })
}

/// Returns the first word of a line, and what stands behind it.
fn parts(line: &str) -> (&str, &str) {
    let line = line.trim();
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    (word, rest.trim())
}

fn remember(state: &mut State, line: &str) {
    const MOST: usize = 100;
    state.commands.retain(|earlier| earlier != line);
    if state.commands.len() == MOST {
        state.commands.remove(0);
    }
    state.commands.push(line.to_owned());
}

impl Command {
    fn run(self, state: &mut State, rest: &str) -> Result<Vec<Effect>, String> {
        match self {
            Self::Name => {
                let (siglum, name) = parts(rest);
                let doc = self.document(state, siglum)?;
                Ok(choices::name(state, doc, name))
            }
            Self::Label => {
                let (kind, here) = parts(rest);
                if !["", "here"].contains(&here) {
                    return Err(format!("label KIND here: {here} is not understood"));
                }
                let to = block_kind(kind)?;
                Ok(choices::label(state, to, here == "here"))
            }
            Self::Cut if rest.is_empty() => pins::cut(state, None),
            Self::Cut => {
                let doc = self.document(state, rest)?;
                pins::cut(state, Some(doc))
            }
            Self::Adopt if rest.is_empty() => versions::adopt(state, None),
            Self::Adopt => {
                let doc = self.document(state, rest)?;
                versions::adopt(state, Some(doc))
            }
            Self::Rate => Ok(match annotate::chosen(state, "R rates one") {
                Some(note) => remark::say(state, note, About::Rating, rest),
                None => Vec::new(),
            }),
            Self::Write => export::write(state, rest),
            Self::Open if rest.is_empty() => Err("open what? Type :open and a path".to_owned()),
            Self::Open => Ok(documents::open(state, rest)),
            Self::Close => {
                let doc = self.document(state, rest)?;
                Ok(documents::close(state, doc))
            }
        }
    }

    /// Returns the open document of a siglum.
    fn document(self, state: &State, siglum: &str) -> Result<DocId, String> {
        let found = DocId::of_siglum(siglum).filter(|doc| state.set.is_open(*doc));
        found.ok_or_else(|| {
            let (open, name) = (sigla(state).join(" "), self.name());
            match siglum {
                "" => format!("{name} which document? There are {open}"),
                other => format!("{name}: there is no document {other}, but {open}"),
            }
        })
    }
}

fn sigla(state: &State) -> Vec<String> {
    state.set.ids().map(DocId::siglum).collect()
}

fn block_kind(word: &str) -> Result<BlockKind, String> {
    let names = KINDS.map(BlockKind::name).join(" ");
    let mut found = KINDS.into_iter().filter(|k| k.name().starts_with(word));
    match (found.next(), found.next()) {
        _ if word.is_empty() => Err(format!("label it what? There are {names}")),
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => Err(format!("{word} may be several: {names}")),
        (None, _) => Err(format!(
            "there is no kind of block {word}: there are {names}"
        )),
    }
}

/// Returns what helps to go on with a line: the names that begin so, else what the command takes and does.
#[must_use]
pub fn hint(line: &str) -> String {
    let (word, _) = parts(line);
    if word.is_empty() {
        let commands: Vec<_> = Command::ALL.iter().map(|c| c.name()).collect();
        let commands = commands.join(", ");
        return format!("{commands}, or any action by name; Tab completes, Esc leaves");
    }
    let found = Called::beginning(word);
    match found.as_slice() {
        [Called::Command(c)] if c.name() == word => format!("{}: {}", c.arguments(), c.help()),
        [Called::Command(c)] => format!("{} {}: {}", c.name(), c.arguments(), c.help()),
        [Called::Action(a)] => format!("{}: {}", a.name(), a.help()),
        [] => format!("no command begins so; the nearest is {}", nearest(word)),
        several => names(several),
    }
}

/// What Tab makes of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completion {
    /// The line, as far as it can be told.
    Line(String),
    /// A path that only the disk can complete.
    Path(String),
}

/// Returns a line completed as far as all that may be meant begin alike.
#[must_use]
pub fn complete(state: &State, line: &str) -> Completion {
    let line = line.trim_start();
    let Some((word, rest)) = line.split_once(char::is_whitespace) else {
        let names: Vec<_> = Called::beginning(line)
            .iter()
            .map(|c| c.name().to_owned())
            .collect();
        let takes = matches!(Called::beginning(line).as_slice(), [Called::Command(_)]);
        return Completion::Line(common(&names, line) + if takes { " " } else { "" });
    };
    let rest = rest.trim_start();
    let candidates = match called(word) {
        Ok(Called::Command(Command::Open | Command::Write)) => {
            return Completion::Path(rest.to_owned());
        }
        Ok(Called::Command(Command::Label)) => KINDS.map(|k| k.name().to_owned()).to_vec(),
        Ok(Called::Command(Command::Name | Command::Cut | Command::Adopt | Command::Close)) => {
            sigla(state)
        }
        _ => Vec::new(),
    };
    let lower = rest.to_lowercase();
    let fitting = candidates
        .into_iter()
        .filter(|c| c.to_lowercase().starts_with(&lower));
    Completion::Line(format!(
        "{word} {}",
        common(&fitting.collect::<Vec<_>>(), rest)
    ))
}

/// Returns the longest beginning that all have, what was typed where there are none.
#[must_use]
pub fn common(candidates: &[String], typed: &str) -> String {
    let Some(first) = candidates.first() else {
        return typed.to_owned();
    };
    let alike = |other: &String| {
        let pairs = first.char_indices().zip(other.chars());
        let same = pairs.take_while(|((_, a), b)| a == b).last();
        same.map_or(0, |((at, a), _)| at + a.len_utf8())
    };
    let length = candidates.iter().map(alike).min().unwrap_or(0);
    first.get(..length).unwrap_or("").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_command_has_the_name_of_an_action_and_each_is_called_by_its_own() {
        for one in Called::all() {
            assert_eq!(called(one.name()), Ok(one));
        }
    }

    #[test]
    fn a_beginning_calls_what_only_it_can_mean() {
        assert_eq!(called("nam"), Ok(Called::Command(Command::Name)));
        assert_eq!(called("weak"), Ok(Called::Action(Action::WeakLinks)));
        let several = called("next").unwrap_err();
        assert!(
            several.contains("next-stop") && several.contains("others"),
            "{several}"
        );
    }

    #[test]
    fn an_unknown_command_says_the_nearest() {
        assert_eq!(
            called("nmae"),
            Err("there is no command nmae; the nearest is name".to_owned())
        );
        assert!(called("quitt").unwrap_err().contains("quit"));
    }

    #[test]
    fn completion_goes_as_far_as_all_begin_alike() {
        let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        assert_eq!(common(&words(&["fold-open", "fold-close"]), "fo"), "fold-");
        assert_eq!(common(&words(&["한국", "한글"]), ""), "한");
        assert_eq!(common(&[], "x"), "x");
    }

    #[test]
    fn a_kind_of_block_is_known_by_its_beginning() {
        assert_eq!(block_kind("cap"), Ok(BlockKind::Caption));
        assert!(block_kind("b").unwrap_err().contains("several"));
        assert!(block_kind("duplicate").unwrap_err().contains("there are"));
    }
}
