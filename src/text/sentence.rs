//! Sentences, in one pass over the characters that can end or enclose one.
//!
//! The rules are those of wire copy in English, German, French, Russian, Arabic, Chinese, Japanese and
//! Korean; the words they need are in `abbreviation`. A short quotation or bracket stays whole, and what
//! closes it belongs to the sentence. Nothing is lost: spans cover every character that is not white space.

use super::Span;
use super::mark::{closing_of, is_bullet, is_caseless, is_closing, is_mark};
use super::stop::first_word;

/// The longest quotation of several sentences that stays one sentence, in bytes. Longer ones are of more
/// use to a comparison when they are cut.
const QUOTATION: usize = 400;
/// The longest bracket that stays whole, in bytes.
const BRACKET: usize = 400;

/// The bytes at which something may be decided, and all that are no ASCII.
const STOPS: [bool; 256] = {
    let mut stops = [true; 256];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        stops[byte as usize] = matches!(
            byte,
            b'.' | b'!' | b'?' | b'"' | b'\'' | b'(' | b'[' | b'\n'
        );
        byte += 1;
    }
    stops
};

/// Returns the sentences of a stretch of text, in order, without the white space around them.
///
/// A single line feed is white space; an empty line, and a line that begins with a list mark, ends a sentence.
#[must_use]
pub fn sentences(text: &str, within: Span) -> Vec<Span> {
    scanned(text, within, QUOTATION)
}

/// Returns the statements of a stretch of text, in order: its sentences, those inside of quotations among them.
///
/// ```text
/// She wrote: "The ferry came late. Nobody waited."      one sentence, two statements
/// ```
#[must_use]
pub fn statements(text: &str, within: Span) -> Vec<Span> {
    scanned(text, within, 0)
}

fn scanned(text: &str, within: Span, quotation: usize) -> Vec<Span> {
    let Some(part) = text.get(within.range()) else {
        return Vec::new();
    };
    let mut scan = Scan {
        text: part,
        offset: within.start as usize,
        quotation,
        start: 0,
        unclosed: ('\0', 0),
        low_quote: false,
        found: Vec::new(),
    };
    scan.run();
    scan.found
}

/// The pass over one stretch of text.
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    offset: usize,
    /// The longest quotation that stays whole, in bytes.
    quotation: usize,
    /// Where the sentence being read begins.
    pub(super) start: usize,
    /// The closing mark last looked for in vain, and how far was looked; keeps the pass linear.
    unclosed: (char, usize),
    /// Whether a low German quotation mark was seen, so that a raised one closes.
    low_quote: bool,
    found: Vec<Span>,
}

/// A mark that ends sentences: where it stands, and where what closes behind it ends.
#[derive(Clone, Copy)]
pub(super) struct End {
    pub(super) mark: char,
    pub(super) at: usize,
    /// Behind all marks of the cluster ("?!", "...").
    pub(super) marks: usize,
    /// Behind the closing quotation marks and brackets.
    pub(super) after: usize,
}

impl Scan<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some((place, c)) = self.next_place(at) {
            at = match c {
                '\n' => self.line_end(place),
                c if is_bullet(c) => self.bullet(place, c),
                c if is_mark(c) => self.mark(place),
                c => self.open(place, c),
            };
        }
        self.push(self.text.len());
    }

    pub(super) fn rest(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or("")
    }

    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    /// Returns the next character at which something may be decided. Runs over all bytes, so it is kept lean.
    fn next_place(&self, from: usize) -> Option<(usize, char)> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        loop {
            let rest = bytes.get(at..)?;
            at += rest
                .iter()
                .position(|b| STOPS.get(usize::from(*b)) == Some(&true))?;
            let byte = *bytes.get(at)?;
            if byte < 0x80 {
                return Some((at, char::from(byte)));
            }
            // Hangul syllables, most Han, Cyrillic: nothing to decide.
            if matches!(byte, 0xD0 | 0xD1 | 0xE4..=0xED) {
                at += if byte < 0xE0 { 2 } else { 3 };
                continue;
            }
            let c = self.rest(at).chars().next()?;
            if is_mark(c) || is_bullet(c) || closing_of(c).is_some() {
                return Some((at, c));
            }
            at += c.len_utf8();
        }
    }

    fn push(&mut self, end: usize) {
        let part = self.text.get(self.start..end).unwrap_or("");
        let body = part.trim();
        if !body.is_empty() {
            let start = self.offset + self.start + (part.len() - part.trim_start().len());
            self.found.push(Span::new(start, start + body.len()));
        }
        self.start = end;
    }

    fn line_end(&mut self, at: usize) -> usize {
        let rest = self.rest(at + 1).trim_start_matches([' ', '\t', '\r']);
        if rest.starts_with('\n') || is_list_item(rest) {
            self.push(at + 1);
        }
        at + 1
    }

    fn bullet(&mut self, at: usize, c: char) -> usize {
        if self.before(at).is_some_and(char::is_whitespace) {
            self.push(at);
        }
        at + c.len_utf8()
    }

    fn open(&mut self, at: usize, c: char) -> usize {
        let next = at + c.len_utf8();
        self.low_quote |= c == '„';
        let Some((closing, quotation)) = closing_of(c) else {
            return next;
        };
        // A mark inside or behind a word closes, or is an apostrophe.
        let inside = self
            .before(at)
            .is_some_and(|b| b.is_alphanumeric() || is_mark(b) || b == ',');
        if inside
            && matches!(c, '"' | '\'' | '‘' | '»' | '“')
            && !self.before(at).is_some_and(is_caseless)
        {
            return next;
        }
        let limit = if quotation { self.quotation } else { BRACKET };
        let Some((close, width)) = self.find_close(next, closing, limit) else {
            return next;
        };
        let inner = self.text.get(..close).unwrap_or("").trim_end();
        let Some(mark) = inner.chars().next_back().filter(|m| is_mark(*m)) else {
            return close + width;
        };
        self.try_end(End {
            mark,
            at: inner.len() - mark.len_utf8(),
            marks: inner.len(),
            after: close + width,
        })
    }

    /// Returns where a closing mark stands within `limit` bytes, and its width.
    fn find_close(
        &mut self,
        from: usize,
        closing: &[char],
        limit: usize,
    ) -> Option<(usize, usize)> {
        let key = *closing.first()?;
        let skip = if self.unclosed.0 == key {
            self.unclosed.1.max(from)
        } else {
            from
        };
        let bound = floor(self.text, from + limit);
        let part = self.text.get(skip..bound).unwrap_or("");
        for (i, c) in part.char_indices().filter(|(_, c)| closing.contains(c)) {
            let at = skip + i;
            let apostrophe = matches!(c, '\'' | '’')
                && (self
                    .rest(at + c.len_utf8())
                    .chars()
                    .next()
                    .is_some_and(char::is_alphanumeric)
                    || !self.before(at).is_some_and(|b| is_mark(b) || b == ','));
            if !apostrophe {
                return Some((at, c.len_utf8()));
            }
        }
        self.unclosed = (key, bound.max(skip));
        None
    }

    fn mark(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        let mark = rest.chars().next().unwrap_or('.');
        let marks = at + rest.find(|c| !is_mark(c)).unwrap_or(rest.len());
        if let Some(item) = self.next_item(at) {
            self.push(item);
        }
        self.try_end(End {
            mark,
            at,
            marks,
            after: marks,
        })
    }

    /// Ends the sentence behind the mark where the rules say so; returns where to read on.
    fn try_end(&mut self, mut end: End) -> usize {
        end.after = self.behind_closing(end.after);
        if self.ends(end) {
            self.push(end.after);
        }
        end.after
    }

    /// Returns where the next number of a list begins, if the stop at `at` stands behind one ("1. … 2. …").
    fn next_item(&self, at: usize) -> Option<usize> {
        let sentence = self.rest(self.first_of_sentence());
        if !sentence.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let first = first_word(sentence).parse::<u16>().ok()?;
        let (word, start) = self.word_before(at);
        let listed = sentence.trim_start_matches(|c: char| c.is_ascii_digit());
        let next = listed.starts_with(['.', ')']) && first.checked_add(1) == word.parse().ok();
        (next && self.before(start).is_some_and(char::is_whitespace)).then_some(start)
    }

    fn behind_closing(&self, from: usize) -> usize {
        let mut at = from;
        for c in self.rest(from).chars() {
            let closes = is_closing(c) || (c == '“' && self.low_quote) || is_mark(c);
            if !closes {
                break;
            }
            at += c.len_utf8();
        }
        // French puts a space before the mark that closes.
        let rest = self.rest(at);
        let spaced = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        if spaced.starts_with('»')
            && !spaced
                .get(2..)
                .is_some_and(|s| s.starts_with(char::is_alphanumeric))
        {
            at += rest.len() - spaced.len() + '»'.len_utf8();
        }
        at
    }
}

/// Returns whether a line begins with a bullet, a number or a letter of a list.
fn is_list_item(line: &str) -> bool {
    let Some(first) = line.chars().next() else {
        return false;
    };
    if is_bullet(first) {
        return true;
    }
    let body = line.trim_start_matches('(');
    // A mark has at most four bytes; what is longer need not be read.
    let head = body.get(..floor(body, 8)).unwrap_or("");
    let mark = first_word(head);
    let behind = body.get(mark.len()..).unwrap_or("");
    let closes = behind.starts_with(") ")
        || (behind.starts_with(". ") && mark.bytes().all(|b| b.is_ascii_digit()));
    !mark.is_empty() && mark.len() <= 4 && closes
}

/// Returns the last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let found = sentences(text, Span::new(0, text.len()));
        found.iter().map(|s| text.get(s.range()).unwrap()).collect()
    }

    fn assert_one(text: &str) {
        assert_eq!(cut(text), [text]);
    }

    fn assert_two(first: &str, second: &str) {
        assert_eq!(cut(&format!("{first} {second}")), [first, second]);
    }

    #[test]
    fn titles_ranks_and_initials_do_not_end_a_sentence() {
        assert_one("Lt. Gen. Ona Brill met Dr. J. R. Marsh Jr. of the Univ. of N. Halm.");
        assert_one("Rep. Ada Venn (R-Calif.) and Sen. Poul Rask (D-Del.) agreed.");
        assert_one("Профессор А. И. Лунин и г. Вельск.");
    }

    #[test]
    fn a_dotted_abbreviation_ends_only_before_a_usual_first_word() {
        assert_one("He is the U.S. Treasury secretary.");
        assert_two("The fleet left the U.S.", "It came back in May.");
    }

    #[test]
    fn a_time_of_day_goes_on_with_a_day_or_a_zone() {
        assert_one("The train left at 10 a.m. Thursday.");
        assert_one("It was 6 p.m. Moscow time.");
        assert_two("The train left at 10 p.m.", "Nobody waved.");
    }

    #[test]
    fn figures_keep_their_stops() {
        assert_one("About 1.5 million came on Jan. 8, and No. 7 was late.");
        assert_two("It began on Sept. 3.", "Rain fell at noon.");
        assert_one("Am 4. September kam z. B. Dr. Lund.");
    }

    #[test]
    fn what_closes_a_quotation_belongs_to_the_sentence() {
        assert_two("She called it \"sound.\"", "He agreed.");
        assert_two("Sie sagte: „Gut.“", "Er schwieg.");
        assert_one("“Why?” Marsh asked.");
        assert_one("«Хорошо!» — сказал он.");
        assert_two("Il a dit : « Non. »", "Elle est partie.");
    }

    #[test]
    fn a_short_quotation_of_several_sentences_stays_whole() {
        assert_one("他说：“我们是邻居。我们是朋友。”");
        let long = "We came home. ".repeat(40);
        assert!(cut(&format!("“{long}Enough.” She left.")).len() > 20);
    }

    #[test]
    fn a_quotation_of_several_sentences_is_several_statements() {
        let statements = |text: &'static str| -> Vec<&'static str> {
            let found = statements(text, Span::new(0, text.len()));
            found.iter().map(|s| text.get(s.range()).unwrap()).collect()
        };
        assert_eq!(
            statements("She wrote: \"The U.S. ferry came late. Nobody waited.\" Rain fell."),
            [
                "She wrote: \"The U.S. ferry came late.",
                "Nobody waited.\"",
                "Rain fell."
            ]
        );
        assert_eq!(statements("他说：“我们是邻居。我们是朋友。”").len(), 2);
        assert_eq!(statements("\"Why?\" Marsh asked.").len(), 1);
    }

    #[test]
    fn chinese_and_japanese_need_no_space_between_sentences() {
        assert_eq!(cut("会议结束。代表离开！").len(), 2);
        assert_one("大臣は「変わらない。」と述べた。");
    }

    #[test]
    fn korean_and_arabic_end_at_their_marks() {
        assert_two(
            "(서울=가나다) 김아무 기자 = 회담이 열렸다.",
            "사흘간 이어졌다.",
        );
        assert_two("هل وصل؟", "نعم وصل.");
    }

    #[test]
    fn a_dateline_and_a_signoff_stay_in_their_sentences() {
        assert_one("PORT HALM, Oct. 3 (Ostwire) -- The ferry sailed.");
        assert_one("The ferry sailed. (OWN)");
    }

    #[test]
    fn lines_of_one_block_are_white_space_but_an_empty_line_and_a_list_end_a_sentence() {
        assert_one("The ferry\nsailed.");
        assert_eq!(cut("Points\n\nThe ferry").len(), 2);
        assert_eq!(cut("1. Ferry\n2. Herring\n• Fares").len(), 3);
    }

    #[test]
    fn brackets_that_never_close_cost_no_more_than_one_pass() {
        let text = "(\"“‘[".repeat(100_000);
        assert_eq!(cut(&text).len(), 1);
    }
}
