//! Writing what is known into a file: the comparison, or the notes on the open articles. What it becomes is told by
//! the ending of its name.

use super::choices;
use super::message::Effect;
use super::pins;
use super::state::State;
use crate::notes::Change;

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The comparison, for a person.
    Text,
    /// The comparison, for programs.
    Json,
    /// The notes, for a person.
    Markdown,
    /// The notes as a table.
    Csv,
    /// The notes as annotations of the web.
    JsonLd,
    /// The notes as drafts of reviews of claims.
    Claims,
}

/// The endings, the longer before those that they end in.
const ENDINGS: [(&str, Form); 6] = [
    (".claims.json", Form::Claims),
    (".txt", Form::Text),
    (".json", Form::Json),
    (".md", Form::Markdown),
    (".csv", Form::Csv),
    (".jsonld", Form::JsonLd),
];

impl Form {
    fn of(path: &str) -> Option<Self> {
        let path = path.to_lowercase();
        let own = ENDINGS.iter().find(|(ending, _)| path.ends_with(ending));
        own.map(|(_, form)| *form)
    }

    /// Returns whether the comparison is written, rather than the notes.
    #[must_use]
    pub fn is_comparison(self) -> bool {
        matches!(self, Self::Text | Self::Json)
    }
}

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Its path, as it was typed.
    pub path: String,
    /// What is written.
    pub form: Form,
    /// Whether a file that is there may be replaced.
    pub replace: bool,
}

/// Asks for a file to be written; `!` before its name replaces one that is there.
///
/// # Errors
/// Where that is no file that could be written, or there is nothing to write.
pub fn write(state: &mut State, words: &str) -> Result<Vec<Effect>, String> {
    let bare = words.strip_prefix('!');
    let path = bare.unwrap_or(words).trim();
    if path.is_empty() {
        return Err(
            "write what? Type talks.txt (.json) for the comparison, notes.md (.csv, .jsonld)"
                .to_owned(),
        );
    }
    let Some(form) = Form::of(path) else {
        return Err(format!(
            "end it in .txt or .json (comparison), .md .csv .jsonld .claims.json (notes): {path}"
        ));
    };
    if form.is_comparison() && state.comparison.as_ref().is_none_or(|c| c.unfinished) {
        return Err("still comparing: the comparison can be written when it is done".to_owned());
    }
    if !form.is_comparison() && state.notes.listed().0.is_empty() {
        return Err("there are no notes on these articles: a writes one".to_owned());
    }
    // Who leaves waits for it.
    state.unanswered += 1;
    Ok(vec![Effect::Export(Export {
        path: path.to_owned(),
        form,
        replace: bare.is_some(),
    })])
}

/// Says what became of a file.
pub fn done(state: &mut State, what: String) {
    state.unanswered = state.unanswered.saturating_sub(1);
    state.say(what);
}

/// Returns what a person said of the open documents, in words: names, labels, pins and cuts.
#[must_use]
pub fn applied(state: &State) -> Vec<String> {
    let concerns = |choice: &&Change| {
        let about = state.set.iter().any(|document| choice.is_about(document));
        let said = matches!(choice, Change::Name { .. } | Change::Label { .. });
        (said && about) || pins::constraint(choice, &state.set).is_some()
    };
    let choices = choices::choices(state).filter(concerns);
    choices.filter_map(Change::choice_in_words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_what_is_written() {
        for (path, form) in [
            ("talks.TXT", Form::Text),
            ("a/talks.json", Form::Json),
            ("talks.claims.json", Form::Claims),
            ("~/notes.jsonld", Form::JsonLd),
            ("notes.md", Form::Markdown),
            ("notes.csv", Form::Csv),
        ] {
            assert_eq!(Form::of(path), Some(form));
        }
        assert_eq!(Form::of("notes"), None);
        assert_eq!(Form::of("notes.pdf"), None);
    }
}
