//! Frames of attribution: the words that say who said something, and the credits of a picture or text.
//!
//! ```text
//! The mayor of Brisund said at a news conference that the bridge will be closed.
//! ────────── frame ────────
//! The bridge will be closed, according to the Northwire agency.
//!                            ───────────── frame ─────────────
//! ```
//! Two outlets that name the same source say nothing in common by that: a link stands on words outside of
//! frames. (Measured with [`super::settle`].)

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::matching::cuts;
use super::reading::{Reading, WORD, Word};
use crate::document::Document;
use crate::text::token::normal_form;
use crate::text::{Span, Text};

/// Verbs of speech behind or before those who speak, in lower case.
const VERBS: &str = "said says saying told tells reported announced stated wrote writes tweeted \
    noted explained confirmed warned insisted replied acknowledged testified \
    sagte sagten erklärte erklärten berichtete berichteten betonte schrieb meldete meldeten äußerte bestätigte \
    déclaré dit indiqué affirmé annoncé précisé rapporté expliqué ajouté souligné écrit \
    сказал сказала сказали заявил заявила заявили сообщил сообщила сообщили сообщает отметил отметила добавил \
    добавила подчеркнул подчеркнула пишет рассказал рассказала передает передаёт \
    قال قالت قالوا وقال وقالت أعلن أعلنت وأعلن وأضاف أضاف أضافت وأضافت أكد أكدت وأكد ذكر ذكرت وذكرت أفاد أفادت";

/// Verbs of speech that end what was said, so that nothing before them belongs to the frame.
const LAST: &str = "말했다 밝혔다 전했다 보도했다 강조했다 설명했다 덧붙였다 주장했다";

/// Phrases before those who speak, in lower case, by their words.
const HEADS: [&[&str]; 13] = [
    &["according", "to"],
    &["as", "reported", "by"],
    &["laut"],
    &["nach", "angaben"],
    &["zufolge"],
    &["selon"],
    &["d'après"],
    &["по", "словам"],
    &["по", "данным"],
    &["по", "сообщению"],
    &["بحسب"],
    &["وفقا"],
    &["نقلا", "عن"],
];

/// What follows those who speak, in scripts without spaces.
const SPOKEN: [&str; 9] = [
    "によると",
    "によれば",
    "表示",
    "指出",
    "强调",
    "強調",
    "报道",
    "報道",
    "说道",
];

/// What follows that which was said, where the verb ends the sentence.
const ENDS: [&str; 6] = [
    "と述べた",
    "と語った",
    "と話した",
    "と発表した",
    "と報じた",
    "と伝えた",
];

/// What stands before those who speak, in scripts without spaces.
const SOURCED: [&str; 4] = ["据", "據", "根据", "ตามที่"];

/// First words of a line that names who wrote it or took the picture, in lower case.
const CREDITS: &str =
    "by updated photo photograph photos picture image video foto bild von par фото 사진";

/// Those who speak have at most this many words, in quarters.
const LONGEST: u32 = 12 * WORD;

/// Behind a verb that begins its clause, a name begins within so many words: "said the Northwire agency".
const NAMED: usize = 2;

/// What a word may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// Nothing of a frame.
    None,
    /// It is a verb of speech.
    Verb,
    /// It is one that ends what was said.
    Last,
    /// A phrase before those who speak.
    Head,
    /// A phrase of a script without spaces.
    Phrase,
    /// A line of credit.
    Credit,
}

impl Cue {
    /// Returns what a word of this normal form may begin.
    pub(super) fn of(form: &str) -> Self {
        static CUES: LazyLock<FxHashMap<&str, Cue>> = LazyLock::new(|| cues().collect());
        CUES.get(form).copied().unwrap_or(Self::None)
    }
}

/// Returns the words that begin a frame, each once.
fn cues() -> impl Iterator<Item = (&'static str, Cue)> {
    let all = |words: &'static str, cue| words.split_whitespace().map(move |word| (word, cue));
    let heads = HEADS.iter().filter_map(|head| head.first());
    let phrases = SPOKEN.iter().chain(&ENDS).chain(&SOURCED);
    let first = |phrase: &&'static str| phrase.get(..phrase.chars().next()?.len_utf8());
    all(VERBS, Cue::Verb)
        .chain(all(LAST, Cue::Last))
        .chain(all(CREDITS, Cue::Credit))
        .chain(heads.map(|word| (*word, Cue::Head)))
        .chain(phrases.filter_map(first).map(|word| (word, Cue::Phrase)))
}

/// Returns for every word of a sentence whether it belongs to a frame.
fn frames(text: &Text, reading: &Reading, words: Range<usize>) -> Vec<bool> {
    let words = reading.words.get(words).unwrap_or(&[]);
    let mut framed = vec![false; words.len()];
    let sentence = Sentence { text, words };
    if sentence.is_credit() {
        framed.fill(true);
        return framed;
    }
    for (at, word) in words.iter().enumerate() {
        if let Some(frame) = sentence.frame(at, word.cue) {
            framed.get_mut(frame).unwrap_or(&mut []).fill(true);
        }
    }
    framed
}

/// The words of a sentence, and which of them belong to a frame.
pub(super) struct Framed<'a> {
    words: &'a [Word],
    framed: Vec<bool>,
}

impl<'a> Framed<'a> {
    /// Returns the frames of a sentence.
    pub(super) fn of((document, reading): (&Document, &'a Reading), unit: u32) -> Self {
        let words = reading.units[unit as usize].words();
        Self {
            framed: frames(&document.text, reading, words.clone()),
            words: &reading.words[words],
        }
    }

    /// Returns whether the word that begins at a byte belongs to a frame.
    pub(super) fn holds(&self, at: u32) -> bool {
        let index = self.words.partition_point(|word| word.span.start < at);
        self.framed.get(index).is_some_and(|framed| *framed)
    }
}

/// The words of a sentence and the text that they stand in.
struct Sentence<'a> {
    text: &'a Text,
    words: &'a [Word],
}

impl Sentence<'_> {
    fn form(&self, at: usize) -> &str {
        self.words
            .get(at)
            .map_or("", |word| self.text.slice(word.span))
    }

    /// Returns whether the sentence is a line of few words that names a photographer or author.
    fn is_credit(&self) -> bool {
        let credit = self.words.first().map(|word| word.cue) == Some(Cue::Credit);
        let names = || (1..self.words.len()).filter(|at| is_capital(self.form(*at)));
        credit && self.fits(0..self.words.len()) && 2 * names().count() >= self.words.len()
    }

    /// Returns the frame whose verb or phrase begins at a word, if one does.
    fn frame(&self, at: usize, cue: Cue) -> Option<Range<usize>> {
        match cue {
            Cue::None | Cue::Credit => None,
            Cue::Verb => Some(self.spoken(at, at + 1)),
            Cue::Last => Some(at..at + 1),
            Cue::Head => {
                let head = HEADS.iter().find(|head| self.reads(at, head))?;
                Some(self.sourced(at, at + head.len()))
            }
            Cue::Phrase => {
                let ends = self.stands(&ENDS, at).map(|len| at..at + len);
                let spoken = || Some(self.spoken(at, at + self.stands(&SPOKEN, at)?));
                let sourced = || Some(self.sourced(at, at + self.stands(&SOURCED, at)?));
                ends.or_else(spoken).or_else(sourced)
            }
        }
    }

    /// Returns whether some words stand at a place.
    fn reads(&self, at: usize, words: &[&str]) -> bool {
        (at..).zip(words).all(|(at, word)| {
            let mut form = String::new();
            normal_form(self.form(at), &mut form);
            form == **word
        })
    }

    /// Returns how many words one of some phrases takes, where it begins at a word of a script without spaces.
    fn stands(&self, phrases: &[&str], at: usize) -> Option<usize> {
        let first = self.words.get(at).filter(|w| u32::from(w.size) < WORD)?;
        let rest = self.text.as_str().get(first.span.start as usize..)?;
        let phrase = phrases.iter().find(|phrase| rest.starts_with(**phrase))?;
        let end = first.span.start as usize + phrase.len();
        let behind = self.words.get(at..)?;
        Some(
            behind
                .iter()
                .take_while(|w| w.span.end as usize <= end)
                .count(),
        )
    }

    /// Returns the frame of a verb: it and those who speak, before it or, where it begins its clause, behind.
    fn spoken(&self, verb: usize, end: usize) -> Range<usize> {
        let clause = self.clause(verb);
        let named = (end..end + NAMED).any(|at| is_capital(self.form(at)));
        if clause.start == verb && named && self.fits(verb..clause.end) {
            verb..clause.end
        } else if self.fits(clause.start..end) {
            clause.start..end
        } else {
            verb..end
        }
    }

    /// Returns the frame of a phrase before those who speak.
    fn sourced(&self, head: usize, end: usize) -> Range<usize> {
        let clause = self.clause(head);
        if self.fits(head..clause.end) {
            head..clause.end.max(end)
        } else {
            head..end
        }
    }

    fn fits(&self, words: Range<usize>) -> bool {
        let words = self.words.get(words).unwrap_or(&[]).iter();
        words.map(|word| u32::from(word.size)).sum::<u32>() <= LONGEST
    }

    /// Returns the words around one up to the next marks.
    fn clause(&self, at: usize) -> Range<usize> {
        let cut = |before: usize| match self.words.get(before..before + 2) {
            Some([one, next]) => cuts(self.text.slice(Span {
                start: one.span.end,
                end: next.span.start,
            })),
            _ => true,
        };
        let start = (0..at).rev().find(|before| cut(*before));
        let end = (at..self.words.len()).find(|before| cut(*before));
        start.map_or(0, |before| before + 1)..end.map_or(self.words.len(), |before| before + 1)
    }
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::reading::read;
    use crate::compare::sample::texts;
    use crate::document::DocId;

    #[test]
    fn no_word_begins_frames_of_two_kinds() {
        let mut kinds: FxHashMap<&str, Cue> = FxHashMap::default();
        for (word, cue) in cues() {
            assert_eq!(*kinds.entry(word).or_insert(cue), cue, "{word}");
        }
    }

    /// Returns the words that belong to no frame.
    fn outside(raw: &str) -> String {
        let set = texts(&[raw]);
        let readings = read(&set);
        let reading = &readings.documents[0];
        let text = &set.get(DocId(0)).unwrap().text;
        let framed = frames(text, reading, 0..reading.words.len());
        let left = reading
            .words
            .iter()
            .zip(framed)
            .filter(|(_, framed)| !framed);
        let left: Vec<&str> = left.map(|(word, _)| text.slice(word.span)).collect();
        left.join(if raw.is_ascii() { " " } else { "|" })
    }

    #[test]
    fn those_who_speak_and_their_verb_are_a_frame() {
        let found = outside("Harbour master Ilse Brandt said on Monday that ferries sail again.");
        assert_eq!(found, "on Monday that ferries sail again");
        let found = outside("\"The ferries sail again,\" said Ilse Brandt of the harbour office.");
        assert_eq!(found, "The ferries sail again");
        let found = outside("The ferries, said to be old, sail again.");
        assert_eq!(found, "The ferries to be old sail again");
    }

    #[test]
    fn sources_are_frames_in_other_languages_too() {
        let found = outside("The ferries sail again, according to the Northwire agency.");
        assert_eq!(found, "The ferries sail again");
        assert_eq!(
            outside("Die Fähren fahren wieder, teilte das Amt mit, laut Nordfunk."),
            "Die|Fähren|fahren|wieder|teilte|das|Amt|mit"
        );
        assert_eq!(
            outside("Le ferry repart lundi, selon la préfecture du port."),
            "Le|ferry|repart|lundi"
        );
        assert_eq!(
            outside("Мэр города заявил, что мост закроют."),
            "что|мост|закроют"
        );
        assert_eq!(outside("市长表示，大桥将关闭。"), "大|桥|将|关|闭");
        assert_eq!(
            outside("市の発表によると、橋は閉鎖される。"),
            "橋|は|閉|鎖|さ|れ|る"
        );
        assert_eq!(
            outside("시장은 다리를 닫는다고 말했다."),
            "시장은|다리를|닫는다고"
        );
        assert_eq!(outside("橋を閉じると述べた。"), "橋|を|閉|じ|る");
    }

    #[test]
    fn a_line_of_credit_is_a_frame_and_a_sentence_is_not() {
        assert_eq!(outside("Photo by Lotte Brann"), "");
        assert_eq!(
            outside("By noon the first cars were free."),
            "By noon the first cars were free"
        );
    }
}
