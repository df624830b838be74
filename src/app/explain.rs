//! Why a mark is there: the rule, the words matched, the scores, the thresholds, and what would change it.

use super::found::{Found, found};
use super::lines::Line;
use super::state::State;
use super::{note_view, pins};
use crate::compare::counterpart::Counterpart;
use crate::compare::meaning::{LEAST, Thresholds};
use crate::compare::passage::{Comparison, Link, Rule};
use crate::document::{DocId, Document};
use crate::text::wrap::Ambiguous;
use crate::text::{Span, sanitize};

/// Returns the explanation of the place under the cursor.
#[must_use]
pub fn lines(state: &State) -> Vec<Line> {
    let Some((doc, stop)) = state.cursor() else {
        return Vec::new();
    };
    let Some(document) = state.set.get(doc) else {
        return Vec::new();
    };
    let mut page = vec![head(format!(
        "{doc}: \u{201c}{}\u{201d}",
        short(document.text.slice(stop.span), 60)
    ))];
    for note in state.notes.at(doc, stop.span) {
        page.extend(note_view::lines(state, &note.id));
    }
    if let (Some(filter), Some(_)) = (&state.filter, stop.fold) {
        page.push(text(format!(
            "  Hidden by the filter {}: F5 shows all.",
            filter.words
        )));
    }
    page.extend(blocks(document, stop.span));
    let known = found(state, doc, stop.span);
    match (&state.comparison, known) {
        _ if stop.fold.is_some() => {}
        (_, Found::Aside(_)) => page.push(text(
            "  Set aside, so not compared: unfolding it changes nothing in the comparison.",
        )),
        (None, _) => page.push(text("  The comparison is still going on.")),
        _ if state.set.len() < 2 => {
            page.push(text("  There is no other article to compare it with."));
        }
        (Some(comparison), _) => page.extend(links(state, comparison, doc, stop.span)),
    }
    page
}

fn head(words: impl Into<String>) -> Line {
    let text = words.into();
    let hang = text.len() - text.trim_start().len();
    Line {
        text,
        hang,
        heading: true,
    }
}

fn text(words: impl Into<String>) -> Line {
    let text = words.into();
    let hang = text.len() - text.trim_start().len();
    Line {
        text,
        hang,
        heading: false,
    }
}

/// Returns the beginning of some words in one harmless line of about so many columns.
#[must_use]
pub fn short(words: &str, columns: usize) -> String {
    short_by(Ambiguous::Narrow, words, columns)
}

/// Returns the beginning of some words in one harmless line of so many columns.
#[must_use]
pub fn short_by(ambiguous: Ambiguous, words: &str, columns: usize) -> String {
    const MORE: &str = "…";
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let fitting = ambiguous.fit(&line, columns);
    if fitting.len() == line.len() {
        line
    } else {
        let room = columns.saturating_sub(ambiguous.width(MORE));
        format!("{}{MORE}", ambiguous.fit(fitting, room))
    }
}

fn blocks(document: &Document, span: Span) -> Vec<Line> {
    let touched = document.blocks.iter().filter(|b| b.span.touches(span));
    let mut lines: Vec<_> = touched
        .map(|b| text(format!("  {}: {}", b.kind.words(), b.reason)))
        .collect();
    lines.dedup();
    lines.truncate(8);
    lines
}

fn links(state: &State, comparison: &Comparison, doc: DocId, stop: Span) -> Vec<Line> {
    let mut page = Vec::new();
    let all = state.set.len();
    page.push(text(match found(state, doc, stop) {
        Found::In(1) => {
            let least = comparison.thresholds().paraphrase;
            format!("  Only here: no link of {least} or better to any other document.")
        }
        known => format!("  {}.", known.words(all)),
    }));
    for other in state.set.ids().filter(|d| *d != doc) {
        let counterparts = |weak| {
            state
                .alignment
                .counterparts(comparison, doc, stop, other, weak)
        };
        let strong = super::ranking::ranked(state, doc, stop, other);
        let answers = if strong.is_empty() {
            counterparts(true)
        } else {
            strong
        };
        page.push(head(format!(
            "{other} {}",
            super::summary::called(state, other)
        )));
        if answers.is_empty() {
            let cut = pins::is_cut(state, doc, stop, other);
            page.extend(
                cut.then(|| text("  you cut its link here: A lists it, dd there takes it back")),
            );
            page.push(text(absent(comparison, doc, other)));
            let nearest = comparison.pair(doc, other).and_then(|pair| pair.nearest);
            page.extend(nearest.map(|nearest| {
                let words = nearest.words(comparison.by_words);
                text(format!("  Of the whole of {doc} and {other}: {words}"))
            }));
        }
        for answer in &answers {
            page.extend(answer_lines(state, comparison, other, answer));
        }
    }
    page
}

fn absent(comparison: &Comparison, doc: DocId, other: DocId) -> String {
    if !comparison.comparable(doc, other) {
        return "  not comparable: another language".to_owned();
    }
    let least = comparison.thresholds().weak;
    format!(
        "  no link found for this place: no sentence scores {least}, no 8 words in a row are shared, nor 5 rare ones"
    )
}

fn answer_lines(
    state: &State,
    comparison: &Comparison,
    other: DocId,
    answer: &Counterpart,
) -> Vec<Line> {
    let wording = state
        .set
        .get(other)
        .map_or("", |d| d.text.slice(answer.wording));
    let mut lines = vec![text(format!(
        "  {}: \u{201c}{}\u{201d}",
        answer.relation.words(),
        short(wording, 64)
    ))];
    if let Some(third) = answer.through {
        lines.push(text(format!(
            "    through {third}: this place and {third} are linked, and {third} and {other}"
        )));
    }
    if let Some(link) = comparison.links.get(answer.link) {
        lines.push(text(format!("    {}", evidence(link))));
        let model = comparison.model.as_ref();
        if let Some((meaning, model)) = link.why.meaning.zip(model) {
            let name = sanitize::line(&model.name);
            lines.push(text(format!("    {}", by_model(meaning, &name))));
        }
        lines.push(text(format!("    {}", verdict(comparison, link))));
    }
    lines
}

fn evidence(link: &Link) -> String {
    let why = link.why;
    let rule = match why.rule {
        Rule::Names => {
            return format!(
                "by {} names and numbers that both write alike, score {:.2}",
                why.words, link.score
            );
        }
        Rule::Run => "a shared run of words",
        Rule::Sentence => "the likeness of two sentences",
        Rule::Pin => "your pin",
    };
    let rule = match why.parts {
        0 | 1 => rule.to_owned(),
        parts => format!("{rule}, {parts} links close together joined"),
    };
    format!(
        "by {rule}: {} words matched, words {:.2}, characters {:.2}, score {:.2}{}",
        why.words,
        why.lexical,
        why.characters,
        link.score,
        if link.moved { ", in another order" } else { "" }
    )
}

/// Returns what a model of meaning adds to the score.
fn by_model(meaning: f32, name: &str) -> String {
    let counted = if f64::from(meaning) < LEAST {
        format!(", counted as {LEAST}: it never speaks against the words")
    } else {
        String::new()
    };
    format!("meaning {meaning:.2} by the model {name}, a fifth of the score{counted}")
}

fn verdict(comparison: &Comparison, link: &Link) -> String {
    let with_meaning = link.why.meaning.is_some();
    let Thresholds { paraphrase, weak } = comparison.by_words.by(with_meaning);
    match link.why.rule {
        Rule::Run => {
            "a run of 8 words, of 5 rare ones or of a whole sentence links by itself, whatever the score".to_owned()
        }
        Rule::Names => "between languages nothing else is compared".to_owned(),
        Rule::Pin => "you pinned these two places".to_owned(),
        Rule::Sentence if link.relation.is_strong() => {
            format!(
                "a score under {paraphrase} would make it weak, one under {weak} no link; words for who spoke do not count"
            )
        }
        Rule::Sentence if link.score >= paraphrase => {
            "weak: one of the two has a better counterpart elsewhere (gw shows weak links)".to_owned()
        }
        Rule::Sentence => {
            format!("weak: it would take a score of {paraphrase} to count (gw shows weak links)")
        }
    }
}

/// Returns the lines of the list of documents: what the summary says in so many columns, the language, and
/// the title.
#[must_use]
pub fn documents(state: &State, columns: usize) -> Vec<String> {
    let rows: Vec<_> = state
        .set
        .ids()
        .map(|d| super::summary::row(state, d))
        .collect();
    let title = |d: &Document| {
        d.title
            .as_ref()
            .map_or_else(|| d.path.clone(), |t| t.value.clone())
    };
    let open = state.set.ids().filter_map(|id| state.set.get(id));
    let lines = rows.iter().zip(open);
    lines
        .map(|(row, d)| {
            format!(
                "{}   {}  {}",
                super::summary::aligned(state.settings.ambiguous, columns, &rows, row),
                d.language.as_deref().unwrap_or("language unknown"),
                short(&title(d), 72)
            )
        })
        .collect()
}
