//! What a key costs: the update, and the frame with its difference to the one before, on texts of three sizes.
//!
//! `cargo bench --bench frame` prints milliseconds a key. The cost must grow with the window, not with the documents.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use variorum::app::geometry::Size;
use variorum::app::key::sequence;
use variorum::app::message::Msg;
use variorum::app::results::Results;
use variorum::app::settings::Settings;
use variorum::app::state::State;
use variorum::app::update::update;
use variorum::compare::{Options, compare};
use variorum::document::DocumentSet;
use variorum::load::{Limits, load};
use variorum::ui::painter::Painter;
use variorum::ui::theme::Theme;

const KEYS: [&str; 8] = ["j", "k", "ctrl-d", ".", "tab", "enter", "ctrl-u", "ctrl-o"];

fn story(copies: usize) -> DocumentSet {
    let wire = include_str!("../../assets/sample/1-wire.txt");
    let report = include_str!("../../assets/sample/4-report.txt");
    let text = |one: &str| {
        (0..copies)
            .map(|n| one.replace("strait", &format!("strait{n}")))
            .collect::<Vec<_>>()
            .join("\n\n")
    };
    let read =
        |path, text: String| load(path, text.as_bytes(), &Limits::default()).unwrap_or_default();
    let documents = [("a.txt", text(wire)), ("b.txt", text(report))];
    DocumentSet::new(
        documents
            .into_iter()
            .flat_map(|(path, text)| read(path, text))
            .collect(),
    )
}

fn main() {
    let theme = Theme::named("dark").unwrap_or_else(Theme::colourless);
    for copies in [2, 140, 1400] {
        let set = Arc::new(story(copies));
        let bytes: usize = set.iter().map(|d| d.text.as_str().len()).sum();
        let start = Instant::now();
        let results = Arc::new(Results::new(&set, compare(&set, &Options::default())));
        println!(
            "{} KB, compared in {:.0} ms",
            bytes / 1000,
            start.elapsed().as_secs_f64() * 1000.0
        );
        let mut state = State::new(
            Arc::clone(&set),
            Size {
                width: 160,
                height: 50,
            },
            Settings::default(),
        );
        let start = Instant::now();
        update(&mut state, Msg::Compared(results));
        println!(
            "  results taken in {:8.3} ms",
            start.elapsed().as_secs_f64() * 1000.0
        );
        for keys in KEYS {
            let (mut updated, mut drawn) = (0.0, 0.0);
            let mut painter = Painter::default();
            let rounds = 40;
            for _ in 0..rounds {
                let start = Instant::now();
                for key in sequence(keys).unwrap_or_default() {
                    update(&mut state, Msg::Key(key));
                }
                updated += start.elapsed().as_secs_f64();
                let start = Instant::now();
                painter.draw(&state, &theme);
                black_box(painter.changes().count());
                drawn += start.elapsed().as_secs_f64();
            }
            let ms = |seconds: f64| seconds * 1000.0 / f64::from(rounds);
            println!(
                "  {keys:<8} update {:7.3}  frame {:7.3} ms",
                ms(updated),
                ms(drawn)
            );
        }
    }
}
