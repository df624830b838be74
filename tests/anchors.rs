//! Notes on articles that are edited at random: how many are found again, how many land on the wrong
//! sentence, and how many are told to be gone. The edits are ours, so the right place is known.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use variorum::document::Document;
use variorum::notes::{Anchored, locate, target};
use variorum::text::{Span, Text};

/// A stretch of a text that knows from where it came.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    /// Its number in the first text; none for a word that was put in.
    from: Option<usize>,
}

/// An article as paragraphs of sentences of words.
type Article = Vec<Vec<Vec<Word>>>;

/// Numbers that look random and are the same every time (Knuth's constants for a linear congruence).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

fn parse(text: &str) -> Article {
    let mut next = 0;
    let mut article = Vec::new();
    for paragraph in text
        .split(
            "

",
        )
        .filter(|p| !p.trim().is_empty())
    {
        let mut sentences = vec![Vec::new()];
        for word in paragraph.split_whitespace() {
            sentences.last_mut().unwrap().push(Word {
                text: word.to_owned(),
                from: Some(next),
            });
            next += 1;
            if word
                .trim_end_matches(['"', '”', '’'])
                .ends_with(['.', '?', '!'])
            {
                sentences.push(Vec::new());
            }
        }
        sentences.retain(|sentence| !sentence.is_empty());
        if !sentences.is_empty() {
            article.push(sentences);
        }
    }
    article
}

/// Puts an article together; returns it and the place of every word that has a number.
fn print(article: &Article) -> (String, Vec<(usize, Span)>) {
    let (mut text, mut places) = (String::new(), Vec::new());
    for paragraph in article {
        for word in paragraph.iter().flatten() {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(&word.text);
            if let Some(from) = word.from {
                places.push((from, Span::new(start, text.len())));
            }
        }
        text.push_str("\n\n");
    }
    (text, places)
}

fn document(text: &str) -> Document {
    Document {
        sha256: text.len().to_string(),
        text: Text::new(text),
        ..Document::default()
    }
}

/// What was done to the note's own words.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Intact,
    Edited,
    Deleted,
}

/// A random word of the article.
fn any_word(article: &Article, dice: &mut Dice) -> Word {
    let paragraph = &article[dice.below(article.len())];
    let sentence = &paragraph[dice.below(paragraph.len())];
    Word {
        text: sentence[dice.below(sentence.len())].text.clone(),
        from: None,
    }
}

/// Changes, puts in and takes out words of a sentence, each with the chance of `percent`, where `may` says so.
fn edit_words(
    sentence: &mut Vec<Word>,
    first: &Article,
    dice: &mut Dice,
    percent: usize,
    may: impl Fn(&Word) -> bool,
) {
    let mut at = 0;
    while at < sentence.len() {
        if may(&sentence[at]) && dice.chance(percent) {
            let word = any_word(first, dice);
            match dice.below(4) {
                0 => sentence.insert(at, word),
                1 => {
                    sentence.remove(at);
                    continue;
                }
                _ => sentence[at].text = word.text,
            }
        }
        at += 1;
    }
}

/// Changes whole sentences and paragraphs without touching that of the note.
fn edit_order(article: &mut Article, dice: &mut Dice, note: &std::ops::Range<usize>) {
    let holds = |s: &[Word]| s.iter().any(|w| w.from.is_some_and(|f| note.contains(&f)));
    for _ in 0..dice.below(5) {
        let paragraph = dice.below(article.len());
        let sentence = dice.below(article[paragraph].len());
        let other = dice.below(article.len());
        match dice.below(4) {
            0 if article[paragraph].len() > 1 && !holds(&article[paragraph][sentence]) => {
                article[paragraph].remove(sentence);
            }
            1 if article[paragraph].len() > 1 => {
                let moved = article[paragraph].remove(sentence);
                let at = dice.below(article[other].len() + 1);
                article[other].insert(at, moved);
            }
            2 => article.swap(paragraph, other),
            _ => {
                let mut copy: Vec<Word> = (0..4 + dice.below(14))
                    .map(|_| any_word(article, dice))
                    .collect();
                copy.last_mut().unwrap().text.push('.');
                article[other].insert(0, copy);
            }
        }
    }
}

/// What came of many notes.
#[derive(Debug, Default)]
struct Tally {
    notes: usize,
    at: usize,
    moved: usize,
    orphan: usize,
    wrong: usize,
    wrong_silently: usize,
}

/// Edits the article, seeks the note again and judges the answer.
fn try_one(first: &Article, dice: &mut Dice, fate: Fate, tally: &mut Tally) {
    let (text, places) = print(first);
    let paragraph = &first[dice.below(first.len())];
    let sentence = &paragraph[dice.below(paragraph.len())];
    // Most notes are on a sentence, some on a few words of it.
    let (skip, take) = match dice.below(3) {
        0 => {
            let take = (3 + dice.below(6)).min(sentence.len());
            (dice.below(sentence.len() - take + 1), take)
        }
        _ => (0, sentence.len()),
    };
    let start = sentence[skip].from.unwrap();
    let note = start..start + take;
    let span = places[note.start].1.join(places[note.end - 1].1);
    let target = target(&document(&text), span, None);

    let mut now = first.clone();
    let inside = |w: &Word| w.from.is_some_and(|f| note.contains(&f));
    if fate == Fate::Deleted {
        for paragraph in &mut now {
            paragraph.retain(|s| !s.iter().any(inside));
        }
        now.retain(|p| !p.is_empty());
    }
    let percent = dice.below(21);
    for sentence in now.iter_mut().flatten() {
        edit_words(sentence, first, dice, percent, |w| !inside(w));
        if fate == Fate::Edited {
            edit_words(sentence, first, dice, 13, inside);
        }
    }
    now.iter_mut().for_each(|p| p.retain(|s| !s.is_empty()));
    now.retain(|p| !p.is_empty());
    edit_order(&mut now, dice, &note);
    if fate == Fate::Edited && dice.chance(20) {
        for word in now.iter_mut().flatten().flatten() {
            word.text = word.text.replace(['“', '”'], "\"").replace("said", "says");
        }
    }
    let (text, places) = print(&now);
    let changed = places.iter().filter(|(from, _)| note.contains(from));
    let right = changed.map(|(_, span)| *span).reduce(Span::join);
    let found = locate(&target, &document(&text));
    tally.notes += 1;
    match found {
        Anchored::At(_) => tally.at += 1,
        Anchored::Moved(_) => tally.moved += 1,
        Anchored::Orphan => tally.orphan += 1,
    }
    let Some(span) = found.span() else { return };
    let common = right
        .and_then(|right| right.common(span))
        .map_or(0, Span::len);
    if 2 * common < span.len() || 2 * common < right.map_or(0, Span::len) {
        tally.wrong += 1;
        tally.wrong_silently += usize::from(matches!(found, Anchored::At(_)));
    }
}

fn tally(fate: Fate) -> Tally {
    let mut total = Tally::default();
    let mut dice = Dice(2025);
    let article = parse(include_str!("data/notes/ferry.txt"));
    for _ in 0..500 {
        try_one(&article, &mut dice, fate, &mut total);
    }
    println!("{fate:?}: {total:?}");
    total
}

#[test]
fn a_note_whose_words_are_there_is_found() {
    let found = tally(Fate::Intact);
    assert!(found.orphan + found.wrong <= found.notes / 100);
    assert!(found.wrong <= found.notes / 200);
}

#[test]
fn a_note_whose_words_were_changed_a_little_is_found() {
    let found = tally(Fate::Edited);
    assert!(found.orphan + found.wrong <= found.notes / 20);
    assert!(found.wrong <= found.notes / 200);
}

#[test]
fn a_note_whose_sentence_is_gone_is_an_orphan() {
    let found = tally(Fate::Deleted);
    assert!(found.orphan >= found.notes * 99 / 100);
}
