//! The configuration: what is set, where it comes from, and what is said of a file that is wrong.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

#[expect(dead_code, reason = "other tests use the rest")]
mod desk;

use std::fs;

use desk::{Desk, Said};
use variorum::run::clipboard::Clipboard;
use variorum::run::defaults::sample;

/// Runs `variorum config` over a configuration.
fn config(text: &str) -> Said {
    let desk = Desk::new(&[("mine.toml", text)]);
    desk.run(&["config", "--config", "mine.toml"])
}

#[track_caller]
fn has(text: &str, words: &str) {
    assert!(text.contains(words), "{words:?} not in:\n{text}");
}

#[test]
fn without_a_file_the_defaults_hold_and_its_place_is_named() {
    let desk = Desk::new(&[]);
    let said = desk.run(&["config"]);
    said.expect(0, &[]);
    has(&said.out, "config.toml (not there: the defaults hold)");
    has(&said.out, "theme = \"auto\"");
    has(&said.out, "# default");
}

#[test]
fn each_value_says_where_it_comes_from() {
    let desk = Desk::new(&[(
        "mine.toml",
        "# mine\npanes = 2\ntheme = \"light\"\n[keys]\nnext-stop = [\"ctrl-n\"]\n",
    )]);
    let said = desk.run(&["config", "--config", "mine.toml", "--theme", "contrast"]);
    said.expect(0, &[]);
    let line = |name: &str| {
        said.out
            .lines()
            .find(|line| line.starts_with(name))
            .unwrap()
    };
    assert!(line("panes = 2").ends_with("mine.toml:2"));
    assert!(line("theme = \"contrast\"").ends_with("command line"));
    assert!(line("ascii = false").ends_with("default"));
    assert!(line("next-stop = [\"ctrl-n\"]").ends_with("mine.toml:5"));
}

#[test]
fn weak_links_and_a_model_are_set_and_the_option_wins() {
    let text = "weak = true\nmodel = \"words.model\"\n";
    let desk = Desk::new(&[("mine.toml", text)]);
    let said = desk.run(&["config", "--config", "mine.toml"]);
    has(&said.out, "weak = true");
    has(&said.out, "model = \"words.model\"");
    let said = desk.run(&["config", "--config", "mine.toml", "--model", "off"]);
    let line = said
        .out
        .lines()
        .find(|line| line.starts_with("model = \"off\""));
    assert!(line.unwrap().ends_with("command line"));
    has(
        &config("weak = 1\n").err,
        "mine.toml:1: weak: give true or false",
    );
    has(
        &config("model = 2\n").err,
        "mine.toml:1: model: give a text",
    );
}

#[test]
fn what_is_drawn_around_the_text_and_the_mouse_are_set() {
    let text = "mouse = true\nframes = false\ngutter = false\nambiguous = \"wide\"\n";
    let said = config(text);
    said.expect(0, &[]);
    for (nth, line) in text.lines().enumerate() {
        let shown = said.out.lines().find(|shown| shown.starts_with(line));
        assert!(shown.unwrap().ends_with(&format!("mine.toml:{}", nth + 1)));
    }
}

#[test]
fn commands_go_by_thresholds_of_a_configuration_that_is_given_and_tell_them() {
    let desk = Desk::new(&[
        (
            "mine.toml",
            "ascii = true\nparaphrase-score = 0.9\nweak-score = 0.8\n",
        ),
        (
            "a.txt",
            "The ferry will sail again in April, the port said on Monday.\nIt rained.\n",
        ),
        (
            "b.txt",
            "In April the ferry is to sail again, said the port.\nNobody came.\n",
        ),
    ]);
    let compared = |options: &[&str]| {
        let mut arguments = vec!["compare", "--format", "json", "a.txt", "b.txt"];
        arguments.extend(options);
        let said = desk.run(&arguments);
        said.expect(0, &[]);
        serde_json::from_str::<serde_json::Value>(&said.out).unwrap()
    };
    let plain = compared(&[]);
    assert_eq!(plain["applied"], serde_json::json!([]));
    assert_eq!(plain["links"].as_array().unwrap().len(), 1);
    let strict = compared(&["--config", "mine.toml"]);
    assert_eq!(
        strict["applied"],
        serde_json::json!([
            "mine.toml:2: paraphrase-score = 0.9",
            "mine.toml:3: weak-score = 0.8"
        ])
    );
    assert_eq!(strict["engine"]["thresholds"]["paraphrase"], 0.9);
    assert_eq!(strict["links"], serde_json::json!([]));
}

#[test]
fn what_is_wrong_is_named_with_file_line_and_a_way_out() {
    for (text, said) in [
        (
            "\ntheem = \"dark\"\n",
            "mine.toml:2: theem: there is no setting of this name; the nearest is theme",
        ),
        (
            "theme = \"lihgt\"\n",
            "mine.toml:1: theme: there is no theme of this name; the nearest is light",
        ),
        ("ascii = 1\n", "mine.toml:1: ascii: give true or false"),
        ("mouse = \"on\"\n", "mine.toml:1: mouse: give true or false"),
        ("frames = 0\n", "mine.toml:1: frames: give true or false"),
        (
            "ambiguous = \"both\"\n",
            "mine.toml:1: ambiguous: give \"narrow\" or \"wide\"",
        ),
        (
            "weak-score = 1\n",
            "mine.toml:1: weak-score: give a score such as 0.2",
        ),
        (
            "paraphrase-score = 1.5\n",
            "mine.toml:1: paraphrase-score: give a score of 0.05 to 0.95",
        ),
        (
            "ascii = true\nweak-score = 0.4\n",
            "mine.toml:2: weak-score: weak-score, 0.4, is to be at most paraphrase-score, 0.24",
        ),
        ("panes = 99\n", "mine.toml:1: panes: give 0 to 9"),
        (
            "idle = \"sleep\"\n",
            "mine.toml:1: idle: give \"stay\" or \"parallel\"",
        ),
        (
            "[keys]\nnxt-stop = \"n\"\n",
            "mine.toml:2: keys.nxt-stop: there is no action of this name; the nearest is next-stop",
        ),
        (
            "[keys]\nquit = [\"k\"]\n",
            "mine.toml:2: keys.quit: `k` would be previous-stop and quit",
        ),
        (
            "[keys]\nquit = \"g\"\n",
            "mine.toml:2: keys.quit: `g` (quit) begins",
        ),
        (
            "[keys]\nquit = [\"hyper-q\"]\n",
            "mine.toml:2: keys.quit: `hyper-q`",
        ),
        (
            "[keys]\nquit = 3\n",
            "mine.toml:2: keys.quit: give keys such as",
        ),
        ("ascii = true\nascii = false\n", "mine.toml:2: "),
    ] {
        let found = config(text);
        assert_ne!(found.status, 0, "{text}");
        has(&found.err, said);
    }
    let desk = Desk::new(&[]);
    let missing = desk.run(&["config", "--config", "none.toml"]);
    has(
        &missing.err,
        "none.toml: the configuration cannot be read: there is no such file",
    );
}

#[test]
fn the_reader_refuses_a_wrong_configuration_before_the_terminal_is_taken() {
    let desk = Desk::new(&[("mine.toml", "theme = 3\n"), ("a.txt", "Words.\n")]);
    let said = desk.run(&["--linear", "--config", "mine.toml", "a.txt"]);
    said.expect(2, &["mine.toml:1: theme: give a text in quotation marks"]);
    assert_eq!(said.out, "", "nothing is drawn");
}

#[test]
fn the_sample_with_all_signs_taken_away_sets_every_default() {
    let bare: String = sample()
        .lines()
        .filter_map(|line| {
            let line = line.strip_prefix("# ")?;
            (line.contains(" = ") || line == "[keys]").then(|| format!("{line}\n"))
        })
        .collect();
    let set = config(&bare);
    set.expect(0, &[]);
    let defaults = config("");
    let values = |said: &Said| -> Vec<String> {
        let lines = said.out.lines().filter(|line| !line.starts_with('#'));
        let settings = lines.take_while(|line| !line.is_empty());
        settings
            .map(|line| line.split(" #").next().unwrap().trim().to_owned())
            .collect()
    };
    assert_eq!(values(&set), values(&defaults));
    assert!(!values(&set).is_empty());
}

#[test]
fn words_go_to_the_end_of_a_file() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("q.txt");
    let clipboard = Clipboard::File(file.clone());
    assert!(clipboard.take("one\n").starts_with("copied to the end of"));
    let _ = clipboard.take("two\n");
    assert_eq!(fs::read_to_string(file).unwrap(), "one\ntwo\n");
    assert!(
        Clipboard::File(folder.path().to_owned())
            .take("x")
            .contains("not copied")
    );
}

#[cfg(unix)]
#[test]
fn words_go_to_a_command_and_its_failure_is_told() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("q.txt");
    let into = Clipboard::Command(format!("cat > '{}'", file.display()));
    assert!(into.take("“é”\n").starts_with("copied with cat"));
    assert_eq!(fs::read_to_string(file).unwrap(), "“é”\n");
    let failing = Clipboard::Command("echo no clipboard >&2; exit 3".to_owned());
    let said = failing.take("x");
    assert!(
        said.contains("no clipboard") && said.contains('3'),
        "{said}"
    );
}
