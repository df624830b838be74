//! What of each document takes part in the comparison: the words of title, headings, body and captions,
//! sentence by sentence.
//!
//! ```text
//! BEIJING (Agency) -- Talks began on Monday.      dateline: words of size 0, never a reason for a link
//!                     talk  begin on monday       terms
//! ```

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::frames::Cue;
use super::grams::Grams;
use super::seeds::{Seed, seeds};
use super::spelling;
use super::standing::{Standing, counted};
use super::statements::mark_openings;
use super::vocabulary::{Term, Vocabulary, stem};
use crate::document::{Document, DocumentSet, Sentence};
use crate::text::{Interner, Span, Token, WordId, token, tokens};

/// Where a word has no term: it is set aside in scoring.
pub(super) const NO_TERM: Term = Term::MAX;

/// The size of a word of a script with spaces; sizes are in quarters of such a word.
pub(super) const WORD: u32 = 4;

/// A sentence of more words than this is read in pieces, so that no sentence costs more than its square.
const LONGEST: usize = 160;

/// A document of more sentences than this is long: only sentences of two long documents that are worth it are
/// held side by side.
pub(super) const MANY: usize = 512;

/// How rare n-grams are is learnt from no more sentences of a document than this, evenly chosen. (With twice as
/// many a pair of 1 MB takes 5 % more time and has the same links.)
const LEARNT: usize = 256;

/// The n-grams of all sentences of a document of so many are kept, about ten megabytes; of a longer one they
/// are made again when they are asked for.
const KEPT: usize = 4096;

/// A word that takes part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Where it stands.
    pub span: Span,
    /// Its normal form.
    pub id: WordId,
    /// Its stem, or [`NO_TERM`].
    pub term: Term,
    /// Its size in quarters of a word: Han and kana two, scripts such as Thai one, datelines and marks none.
    pub size: u8,
    /// The block that holds it.
    pub block: u32,
    /// The sentence that holds it, as an index of [`Reading::units`].
    pub unit: u32,
    /// What frame of attribution it may begin.
    pub cue: Cue,
    /// Whether it begins a sentence, or one inside of a quotation.
    pub opens: bool,
}

/// A sentence, or a piece of a very long one.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// The bytes.
    pub span: Span,
    /// Index of its first word.
    pub first: u32,
    /// Index behind its last word.
    pub end: u32,
    /// Its size, in quarters of a word.
    pub size: u32,
    /// Its character n-grams and how often each occurs, once they were learnt or asked for.
    grams: OnceLock<Vec<(u32, u32)>>,
}

impl Unit {
    /// Returns the indices of its words.
    pub(super) fn words(&self) -> Range<usize> {
        self.first as usize..self.end as usize
    }
}

/// So many bytes count as a sentence at least, where sentences are longer.
const LARGE: usize = 256;

/// One document's words and sentences.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The words, in order.
    pub words: Vec<Word>,
    /// The sentences that have words, in order.
    pub units: Vec<Unit>,
    /// The statements of sentences that have several, in order.
    pub statements: Vec<Span>,
    /// By rising number: the terms.
    pub terms: Vec<Standing>,
    /// By rising number: the n-grams, as far as they were learnt.
    pub grams: Vec<Standing>,
    /// Every few words in a row, sorted.
    pub seeds: Vec<Seed>,
}

impl Reading {
    /// Returns the bytes of a stretch of words, with the marks at the edges of the sentences and statements that it
    /// reaches.
    pub(super) fn span(&self, words: Range<usize>) -> Span {
        let own = self.words.get(words.clone()).unwrap_or(&[]);
        let (Some(first), Some(last)) = (own.first(), own.last()) else {
            return Span::default();
        };
        let unit = |word: &Word| &self.units[word.unit as usize];
        let mut span = first.span.join(last.span);
        if unit(first).first as usize == words.start {
            span.start = unit(first).span.start;
        } else if first.opens {
            span.start = self.statement(first).map_or(span.start, |s| s.start);
        }
        if unit(last).end as usize == words.end {
            span.end = unit(last).span.end;
        } else if self.words.get(words.end).is_some_and(|next| next.opens) {
            span.end = self.statement(last).map_or(span.end, |s| s.end);
        }
        span
    }

    /// Returns the statement of a word, where its sentence has several.
    fn statement(&self, word: &Word) -> Option<Span> {
        let next = self
            .statements
            .partition_point(|s| s.start <= word.span.start);
        let found = self.statements.get(next.checked_sub(1)?).copied();
        found.filter(|statement| statement.holds(word.span.start))
    }
}

/// The readings of a set, and the terms that they share.
#[derive(Debug, Default)]
pub(super) struct Readings {
    /// One for every document.
    pub documents: Vec<Reading>,
    /// The terms of all.
    pub vocabulary: Vocabulary,
    grams: Grams,
    words: Interner,
}

impl Readings {
    /// Returns how many different n-grams there are.
    pub(super) fn gram_count(&self) -> usize {
        self.grams.len()
    }

    /// Returns what stands for a word where characters are counted: its stem, or in scripts without spaces its
    /// one character.
    pub(super) fn form(&self, word: &Word) -> &str {
        spelling::form(word, &self.words, &self.vocabulary)
    }

    /// Returns the n-grams of a stretch of words, by rising number.
    pub(super) fn grams(&self, words: &[Word]) -> Vec<(u32, u32)> {
        let characters = spelling::characters(words, &self.words, &self.vocabulary);
        self.grams.of(&characters)
    }

    /// Returns the n-grams of a sentence.
    pub(super) fn grams_of<'a>(&self, reading: &'a Reading, unit: usize) -> Cow<'a, [(u32, u32)]> {
        let unit = &reading.units[unit];
        let make = || self.grams(&reading.words[unit.words()]);
        match unit.grams.get() {
            Some(grams) => Cow::Borrowed(grams),
            None if reading.units.len() > KEPT => Cow::Owned(make()),
            None => Cow::Borrowed(unit.grams.get_or_init(make)),
        }
    }
}

/// Returns what of each document takes part.
pub(super) fn read(set: &DocumentSet) -> Readings {
    // As many as in the richest document: most of the others are among them.
    let forms = set
        .iter()
        .map(|document| document.text.words().forms().len());
    let forms = forms.max().unwrap_or(0);
    let mut reader = Reader {
        words: Interner::of_size(forms),
        vocabulary: Vocabulary::of_size(forms),
        known: Vec::with_capacity(forms),
        ..Reader::default()
    };
    let documents = set
        .iter()
        .map(|document| reader.document(document))
        .collect();
    reader.vocabulary.complete();
    Readings {
        documents,
        vocabulary: reader.vocabulary,
        grams: reader.grams,
        words: reader.words,
    }
}

#[derive(Default)]
struct Reader {
    words: Interner,
    vocabulary: Vocabulary,
    grams: Grams,
    /// By number of a normal form: its size, its term and the frame it may begin.
    known: Vec<(u8, Term, Cue)>,
    /// Two neighbouring characters of a script without spaces.
    couples: FxHashMap<(WordId, WordId), Term>,
}

impl Reader {
    fn document(&mut self, document: &Document) -> Reading {
        let mut reading = Reading::default();
        let sentences = document.compared_sentences();
        let bytes: usize = sentences.iter().map(|s| s.span.len()).sum();
        let step = sentences.len().max(bytes / LARGE).div_ceil(LEARNT).max(1);
        let own = document.text.words();
        let mut numbers = vec![None; own.forms().len()];
        reading.words.reserve(own.len());
        self.grams.expect(bytes / step);
        reading.units.reserve(sentences.len());
        for sentence in sentences {
            let first = reading.words.len();
            self.sentence(document, sentence, &mut numbers, &mut reading.words);
            let end = reading.words.len();
            let words = reading.words.get_mut(first..).unwrap_or_default();
            let statements = mark_openings(document, sentence.span, words);
            reading.statements.extend(statements);
            self.add_units(sentence.span, first..end, &mut reading, step);
        }
        let terms = reading.words.iter().map(|word| (word.term, word.unit));
        let terms = terms.filter(|(term, _)| *term != NO_TERM);
        reading.terms = counted(terms, self.vocabulary.len() as usize, 1);
        let learnt = (0..).zip(&reading.units);
        let grams = learnt.flat_map(|(number, unit)| {
            let grams = unit.grams.get().into_iter().flatten();
            grams.map(move |(gram, _)| (*gram, number))
        });
        reading.grams = counted(grams, self.grams.len(), Span::offset(step));
        reading.seeds = seeds(&reading.words);
        reading
    }

    /// Returns the words of a stretch in the numbers of the set; `numbers` are those of the set by those of the
    /// document, as far as they are known.
    fn tokens(
        &mut self,
        document: &Document,
        span: Span,
        numbers: &mut [Option<WordId>],
    ) -> Vec<Token> {
        let own = document.text.words();
        let Some(found) = own.within(document.text.as_str(), span) else {
            return tokens(document.text.as_str(), span, &mut self.words);
        };
        let of_set = |token: Token| {
            let mut intern = || self.words.intern(own.forms().word(token.word));
            let word = match numbers.get_mut(token.word.0 as usize) {
                Some(known) => *known.get_or_insert_with(intern),
                None => intern(),
            };
            Token { word, ..token }
        };
        found.map(of_set).collect()
    }

    fn sentence(
        &mut self,
        document: &Document,
        sentence: Sentence,
        numbers: &mut [Option<WordId>],
        words: &mut Vec<Word>,
    ) {
        let found = self.tokens(document, sentence.span, numbers);
        let marked = document.marked_near(sentence.span);
        self.know_all();
        for (index, token) in found.iter().enumerate() {
            let (size, mut term, cue) = self.known[token.word.0 as usize];
            let aside = marked.iter().any(|i| i.span.touches(token.span));
            if u32::from(size) < WORD {
                let close = |at: Option<usize>| found.get(at?);
                let next = close(Some(index + 1)).filter(|t| t.span.start == token.span.end);
                let before = close(index.checked_sub(1)).filter(|t| t.span.end == token.span.start);
                let unspaced = |t: &&Token| u32::from(self.known[t.word.0 as usize].0) < WORD;
                term = match (next.filter(unspaced), before.filter(unspaced)) {
                    (Some(next), _) => self.couple(token.word, next.word),
                    (None, Some(_)) => NO_TERM,
                    (None, None) => term,
                };
            }
            words.push(Word {
                span: token.span,
                id: token.word,
                term: if aside { NO_TERM } else { term },
                size: if aside { 0 } else { size },
                block: sentence.block,
                unit: 0,
                cue,
                opens: false,
            });
        }
    }

    /// Learns what there is to know of the normal forms that are new.
    fn know_all(&mut self) {
        for id in self.known.len()..self.words.len() {
            let form = self.words.word(WordId(Span::offset(id)));
            let size = form.chars().next().map_or(4, size);
            self.known
                .push((size, self.vocabulary.term(&stem(form)), Cue::of(form)));
        }
    }

    fn couple(&mut self, one: WordId, next: WordId) -> Term {
        if let Some(&term) = self.couples.get(&(one, next)) {
            return term;
        }
        let form = [self.words.word(one), self.words.word(next)].concat();
        let term = self.vocabulary.term(&form);
        self.couples.insert((one, next), term);
        term
    }

    fn add_units(&mut self, span: Span, words: Range<usize>, reading: &mut Reading, step: usize) {
        let (first, end) = (words.start, words.end);
        let mut at = first;
        while at < end {
            let stop = if end - at > LONGEST {
                at + LONGEST
            } else {
                end
            };
            let number = Span::offset(reading.units.len());
            let mut size = 0;
            for word in &mut reading.words[at..stop] {
                word.unit = number;
                size += u32::from(word.size);
            }
            let words = &reading.words[at..stop];
            let from = if at == first {
                span.start
            } else {
                words[0].span.start
            };
            let to = if stop == end {
                span.end
            } else {
                words[words.len() - 1].span.end
            };
            reading.units.push(Unit {
                span: Span {
                    start: from,
                    end: to,
                },
                first: Span::offset(at),
                end: Span::offset(stop),
                size,
                grams: if (number as usize).is_multiple_of(step) {
                    let characters = spelling::characters(words, &self.words, &self.vocabulary);
                    OnceLock::from(self.grams.learn(&characters))
                } else {
                    OnceLock::new()
                },
            });
            at = stop;
        }
    }
}

/// A Han or kana character is about half a word, one of the scripts of South-East Asia a quarter.
fn size(first: char) -> u8 {
    match first as u32 {
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF if token::is_unspaced(first) => 1,
        _ if token::is_unspaced(first) => 2,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::sample::{document, set};
    use crate::document::{BlockKind, Inline, InlineKind};

    #[test]
    fn only_what_the_outlet_wrote_about_the_event_takes_part() {
        let mut with_menu = document("Home News Sport\nTalks began on Monday.");
        with_menu.blocks[0].kind = BlockKind::Boilerplate;
        let read = read(&set(vec![with_menu]));
        assert_eq!(read.documents[0].words.len(), 4);
        assert_eq!(read.documents[0].units.len(), 1);
    }

    #[test]
    fn words_of_a_dateline_have_no_size() {
        let mut wire = document("BEIJING (Agency) Talks began.");
        wire.inline.push(Inline {
            span: Span::new(0, 16),
            kind: InlineKind::Dateline,
        });
        let read = read(&set(vec![wire]));
        let sizes: Vec<_> = read.documents[0].words.iter().map(|w| w.size).collect();
        assert_eq!(sizes, [0, 0, 4, 4]);
        assert_eq!(read.documents[0].units[0].size, 8);
    }

    #[test]
    fn characters_without_spaces_count_as_parts_of_words() {
        let read = read(&set(vec![document("会談が行われた")]));
        let reading = &read.documents[0];
        assert_eq!(reading.units[0].size, 14);
        assert_eq!(reading.words[6].term, NO_TERM);
    }

    #[test]
    fn a_sentence_without_end_is_read_in_pieces() {
        let read = read(&set(vec![document(&"word ".repeat(400))]));
        let ends: Vec<_> = read.documents[0].units.iter().map(|u| u.end).collect();
        assert_eq!(ends, [160, 320, 400]);
    }
}
