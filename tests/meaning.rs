//! What a model of meaning may do to a comparison, and to a reader that shows one: made-up models stand in for it.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::process::{Command, Output};
use std::sync::Arc;

use proptest::prelude::*;
use variorum::app::explain;
use variorum::app::geometry::Size;
use variorum::app::message::Msg;
use variorum::app::results::{Results, awaits_meaning};
use variorum::app::settings::Settings;
use variorum::app::state::State;
use variorum::app::update::update;
use variorum::compare::meaning::{Meaning, Model, Thresholds};
use variorum::compare::passage::{Comparison, Link};
use variorum::compare::{Options, compare};
use variorum::document::{Document, DocumentSet};
use variorum::load::{Limits, load};

/// Gives every sentence some vector that depends on its letters alone.
#[derive(Debug)]
struct Letters;

impl Meaning for Letters {
    fn model(&self) -> Model {
        Model {
            name: "letters".to_owned(),
            digest: "00".to_owned(),
        }
    }

    fn reads(&self, language: Option<&str>) -> bool {
        language.is_none_or(|language| language == "en")
    }

    fn vector(&self, sentence: &str) -> Vec<f32> {
        let mut counts = [1.0_f32; 16];
        for byte in sentence.bytes() {
            counts[usize::from(byte % 16)] += 1.0;
        }
        let length = counts.iter().map(|count| count * count).sum::<f32>().sqrt();
        counts.iter().map(|count| count / length).collect()
    }
}

fn set(texts: &[String]) -> DocumentSet {
    let limits = Limits::default();
    let read =
        |(number, text): (usize, &String)| load(&format!("{number}.txt"), text.as_bytes(), &limits);
    let documents: Vec<Document> = texts.iter().enumerate().flat_map(read).flatten().collect();
    DocumentSet::new(documents)
}

fn with_model(set: &DocumentSet) -> Comparison {
    let meaning: Option<&dyn Meaning> = Some(&Letters);
    compare(
        set,
        &Options {
            meaning,
            ..Options::default()
        },
    )
}

fn by_words(set: &DocumentSet) -> Comparison {
    compare(set, &Options::default())
}

/// A few sentences of words that often meet again.
fn story() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "snow", "closed", "the", "mountain", "pass", "road", "council", "met", "over", "night",
        "ferry", "waited", "harbour", "budget", "town", "drivers", "storm", "bridge",
    ]);
    let sentence =
        prop::collection::vec(word, 4..12).prop_map(|words| format!("The {}.", words.join(" ")));
    prop::collection::vec(sentence, 1..7).prop_map(|sentences| sentences.join("\n\n"))
}

/// Two texts whose first sentences only a model can tell to be one.
fn pair() -> DocumentSet {
    set(&[
        "Snow closed the high mountain road to the pass for the whole night.\n\nThe ferry to the harbour \
         town waits for calmer weather until Sunday."
            .to_owned(),
        "All night long drifts kept drivers off the way over the mountain pass.\n\nThe ferry to the harbour \
         town waits for calmer weather until Sunday."
            .to_owned(),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_model_takes_no_link_away_and_weakens_none(a in story(), b in story(), c in story()) {
        let set = set(&[a, b, c]);
        let (plain, found) = (by_words(&set), with_model(&set));
        for link in &plain.links {
            let held = found.links.iter().any(|other: &Link| {
                other.a.doc == link.a.doc && other.b.doc == link.b.doc
                    && other.a.span.covers(link.a.span) && other.b.span.covers(link.b.span)
                    && other.relation <= link.relation
            });
            prop_assert!(held, "{link:?}");
        }
    }

    #[test]
    fn with_a_model_too_the_order_of_the_inputs_does_not_matter(a in story(), b in story()) {
        let mut one: Vec<_> = with_model(&set(&[a.clone(), b.clone()])).links.into_iter()
            .map(|link| (link.a.span, link.b.span, link.relation, link.score.to_bits())).collect();
        let mut other: Vec<_> = with_model(&set(&[b, a])).links.into_iter()
            .map(|link| (link.b.span, link.a.span, link.relation, link.score.to_bits())).collect();
        one.sort_unstable();
        other.sort_unstable();
        prop_assert_eq!(one, other);
    }
}

fn reader(set: &DocumentSet) -> State {
    let size = Size {
        width: 120,
        height: 40,
    };
    let settings = Settings {
        model: true,
        ..Settings::default()
    };
    State::new(Arc::new(set.clone()), size, settings)
}

fn show(state: &mut State, comparison: Comparison) {
    let results = Results::new(&state.set.clone(), comparison);
    update(state, Msg::Compared(Arc::new(results)));
}

#[test]
fn results_by_meaning_move_no_row_and_the_status_says_that_they_may_come() {
    let set = pair();
    let mut state = reader(&set);
    assert!(!awaits_meaning(&state));
    show(&mut state, by_words(&set));
    assert!(awaits_meaning(&state));
    let tops = |state: &State| -> Vec<_> {
        let panes = state.frame.panes.iter();
        panes.map(|pane| (pane.doc, pane.top)).collect()
    };
    let before = tops(&state);
    show(&mut state, with_model(&set));
    assert!(!awaits_meaning(&state));
    assert_eq!(tops(&state), before);
}

#[test]
fn a_model_that_cannot_be_used_is_named_and_no_longer_awaited() {
    let set = pair();
    let mut state = reader(&set);
    show(&mut state, by_words(&set));
    update(&mut state, Msg::NoModel("--model x: is cut off".to_owned()));
    assert!(!awaits_meaning(&state));
    assert_eq!(state.message.as_deref(), Some("--model x: is cut off"));
    assert!(state.comparison.is_some());
}

#[test]
fn the_explanation_names_the_model_its_part_and_the_thresholds() {
    let set = pair();
    let mut state = reader(&set);
    let found = with_model(&set);
    assert!(found.links.iter().any(|link| link.why.meaning.is_some()));
    assert_eq!(found.thresholds(), Thresholds::MEANING);
    show(&mut state, found);
    let page: Vec<String> = explain::lines(&state)
        .into_iter()
        .map(|line| line.text)
        .collect();
    let page = page.join("\n");
    assert!(
        page.contains("by the model letters, a fifth of the score"),
        "{page}"
    );
    assert!(page.contains("0.26"), "{page}");
}

fn run(model: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("a.txt", "Snow closed the mountain pass overnight."),
        ("b.txt", "Snow closed the pass."),
    ];
    let mut command = Command::new(env!("CARGO_BIN_EXE_variorum"));
    command.current_dir(folder.path());
    command.args([
        "compare",
        "--format",
        "json",
        "--data-dir",
        "data",
        "--model",
        model,
    ]);
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
        command.arg(name);
    }
    command.output().unwrap()
}

#[test]
fn off_is_no_model_and_a_file_that_is_none_ends_the_command() {
    let off = run("off");
    assert_eq!(off.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&off.stdout).contains(r#""model":null"#));
    for (file, why) in [("nowhere", "nowhere"), ("a.txt", "no model of meaning")] {
        let failed = run(file);
        let said = String::from_utf8_lossy(&failed.stderr).into_owned();
        assert_eq!(failed.status.code(), Some(2), "{said}");
        assert!(
            failed.stdout.is_empty() && said.contains(why) && said.contains("--model off"),
            "{said}"
        );
    }
}
