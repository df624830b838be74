//! Days, as news writes them: read to `YYYY-MM-DD`, and lines that hold nothing else.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// A day; the year may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    /// Year, where it is written.
    pub(super) year: Option<u16>,
    /// Month from 1.
    pub(super) month: u8,
    /// Day of the month.
    pub(super) day: u8,
}

impl Day {
    fn new(year: Option<u16>, month: u8, day: u8) -> Option<Self> {
        let plausible = (1..=12).contains(&month) && (1..=31).contains(&day);
        let known = year.is_none_or(|y| (1800..=2199).contains(&y));
        (plausible && known).then_some(Self { year, month, day })
    }

    /// Returns a day that lacks its year in the year of another, not more than a month before that or after.
    pub(super) fn near(self, other: Self) -> Option<Self> {
        let months = |day: Self| i32::from(other.year.unwrap_or(0)) * 12 + i32::from(day.month);
        let apart = months(self) - months(other);
        let turn = match apart {
            -1..=1 => 0,
            11 => -1,
            -11 => 1,
            _ => return None,
        };
        Self::new(other.year?.checked_add_signed(turn), self.month, self.day)
    }

    /// Returns the day as `YYYY-MM-DD`, where the year is known.
    pub(super) fn iso(self) -> Option<String> {
        let year = self.year?;
        Some(format!("{year:04}-{:02}-{:02}", self.month, self.day))
    }
}

/// Returns the number of a month by its name or abbreviation.
pub(super) fn month(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.');
    // The longest name has nine characters of two bytes.
    if !(3..=18).contains(&word.len()) || !begins_a_month(word) {
        return None;
    }
    Some(match word.to_lowercase().as_str() {
        "jan" | "januar" | "january" | "janvier" | "янв" | "января" | "يناير" => 1,
        "feb" | "february" | "februar" | "février" | "févr" | "фев" | "февраля" | "فبراير" => {
            2
        }
        "mar" | "march" | "märz" | "mär" | "mars" | "мар" | "марта" | "مارس" => 3,
        "apr" | "april" | "avril" | "avr" | "апр" | "апреля" | "أبريل" | "ابريل" => {
            4
        }
        "may" | "mai" | "мая" | "май" | "مايو" => 5,
        "jun" | "june" | "juni" | "juin" | "июн" | "июня" | "يونيو" => 6,
        "jul" | "july" | "juli" | "juillet" | "juil" | "июл" | "июля" | "يوليو" => 7,
        "aug" | "august" | "août" | "авг" | "августа" | "أغسطس" | "اغسطس" => 8,
        "sep" | "sept" | "september" | "septembre" | "сен" | "сентября" | "سبتمبر" => {
            9
        }
        "oct" | "october" | "oktober" | "okt" | "octobre" | "окт" | "октября" | "أكتوبر"
        | "اكتوبر" => 10,
        "nov" | "november" | "novembre" | "ноя" | "ноября" | "نوفمبر" => 11,
        "ديسمبر" | "dec" | "december" | "dezember" | "dez" | "décembre" | "déc" | "дек"
        | "декабря" => 12,
        _ => return None,
    })
}

/// Returns whether a word has the first letter of a month; most words of a text need no further look.
fn begins_a_month(word: &str) -> bool {
    word.starts_with(|c| {
        matches!(
            c,
            'a' | 'd'
                | 'f'
                | 'j'
                | 'm'
                | 'n'
                | 'o'
                | 's'
                | 'A'
                | 'D'
                | 'F'
                | 'J'
                | 'M'
                | 'N'
                | 'O'
                | 'S'
                | 'а'
                | 'д'
                | 'и'
                | 'м'
                | 'н'
                | 'о'
                | 'с'
                | 'ф'
                | 'я'
                | 'А'
                | 'Д'
                | 'И'
                | 'М'
                | 'Н'
                | 'О'
                | 'С'
                | 'Ф'
                | 'Я'
        )
    })
}

/// Returns whether as many digits stand in a row; a text without them holds no day, or none with a year.
fn has_digits(text: &str, number: usize) -> bool {
    let bytes = text.as_bytes();
    // Of so many in a row one stands at every so many bytes.
    let mut some = bytes.iter().skip(number - 1).step_by(number);
    some.any(u8::is_ascii_digit)
        && bytes
            .windows(number)
            .any(|part| part.iter().all(u8::is_ascii_digit))
}

/// Reads a day in figures only: `2025-09-05`, `05.09.2025`, `2025/09/05`, `2025年9月5日`.
pub(super) fn numeric(word: &str) -> Option<Day> {
    let digit = |c: char| c.is_ascii_digit() || c.is_whitespace() || c == '+';
    if !word.starts_with(digit) {
        return None;
    }
    let word = word.trim_end_matches(['.', ',', '日', '일']);
    let parts: Vec<&str> = word
        .split(['-', '.', '/', '年', '月', '년', '월'])
        .map(str::trim)
        .collect();
    let [a, b, c] = parts.as_slice() else {
        return None;
    };
    let figure = |s: &str| {
        if s.len() <= 4 {
            s.parse::<u16>().ok()
        } else {
            None
        }
    };
    let (a_value, b_value, c_value) = (figure(a)?, figure(b)?, figure(c)?);
    let small = |v: u16| u8::try_from(v).ok();
    if a.len() == 4 {
        return Day::new(Some(a_value), small(b_value)?, small(c_value)?);
    }
    if c.len() != 4 {
        return None;
    }
    // With full stops the day comes first; with strokes only a number over twelve tells which is the day.
    let (first, second) = (small(a_value)?, small(b_value)?);
    match (first > 12, second > 12) {
        (true, _) => Day::new(Some(c_value), second, first),
        (_, true) if !word.contains('.') => Day::new(Some(c_value), first, second),
        _ if word.contains('.') || first == second => Day::new(Some(c_value), second, first),
        _ => None,
    }
}

/// Returns the first day that is written in a text, with its year where that is written.
pub(super) fn find(text: &str) -> Option<Day> {
    if !has_digits(text, 1) {
        return None;
    }
    let cut =
        |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '|' | '·' | '•' | '[' | ']');
    let words: Vec<&str> = text
        .split(cut)
        .filter(|w| !w.is_empty())
        .take(400)
        .collect();
    words
        .iter()
        .enumerate()
        .find_map(|(at, word)| day_at(&words, at, word))
}

/// Returns the first day of a text that is written with its year.
pub(super) fn find_full(text: &str) -> Option<Day> {
    if !has_digits(text, 4) {
        return None;
    }
    let cut = |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')');
    let words: Vec<&str> = text
        .split(cut)
        .filter(|w| !w.is_empty())
        .take(400)
        .collect();
    let days = words
        .iter()
        .enumerate()
        .filter_map(|(at, word)| day_at(&words, at, word));
    days.into_iter().find(|day| day.year.is_some())
}

fn day_at(words: &[&str], at: usize, word: &str) -> Option<Day> {
    let day_part = word.split('T').next().unwrap_or(word);
    if let Some(day) = numeric(day_part) {
        return Some(day);
    }
    if let Some(day) = east_asian(word) {
        return Some(day);
    }
    let number = |at: usize| -> Option<u8> {
        let word = words.get(at)?;
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        (digits.len() <= 2).then(|| digits.parse().ok())?
    };
    let year = |at: usize| -> Option<u16> {
        let word = words.get(at)?.trim_end_matches(['.', ':', ';']);
        (word.len() == 4)
            .then(|| word.parse().ok())?
            .filter(|y| (1800..2200).contains(y))
    };
    let named = month(word)?;
    if let Some(day) = number(at + 1) {
        return Day::new(year(at + 2), named, day);
    }
    let day = number(at.checked_sub(1)?)?;
    Day::new(year(at + 1), named, day)
}

/// `9月4日`, `2025年9月4日`, `9월 4일` without its space.
fn east_asian(word: &str) -> Option<Day> {
    let (before, after) = word.split_once(['月', '월'])?;
    let (year, month) = match before.rsplit_once(['年', '년']) {
        Some((year, month)) => (last_number(year), month),
        None => (None, before),
    };
    let month = u8::try_from(last_number(month)?).ok()?;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    Day::new(year, month, digits.parse().ok()?)
}

fn last_number(text: &str) -> Option<u16> {
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse().ok()
}

/// Words that stand beside a date or a time, in lower case.
static FILLERS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let words = "published updated posted on at first date last modified am pm a m p gmt utc est edt et kst ist jst \
        cet cest bst hours ago hour minutes minute mins min days day read by tempo de leitura minuto minutos \
        lesezeit minuten temps lecture чтения время monday tuesday wednesday thursday friday saturday sunday \
        mon tue wed thu fri sat sun local time the of 입력 수정 송고 등록 发布 时间 опубликовано обновлено";
    words.split_ascii_whitespace().collect()
});

/// Returns whether a line holds a date or a time and hardly anything else.
pub(super) fn is_date_line(line: &str) -> bool {
    if line.len() > 120 || !line.contains(|c: char| c.is_numeric()) {
        return false;
    }
    let mut dated = false;
    for word in line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        let lower = word.to_lowercase();
        let numeric = word.starts_with(char::is_numeric);
        let zone = (3..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
        if !numeric && !zone && month(word).is_none() && !FILLERS.contains(lower.as_str()) {
            return false;
        }
        dated |= month(word).is_some()
            || matches!(
                lower.as_str(),
                "ago" | "read" | "leitura" | "lesezeit" | "lecture"
            );
    }
    let clock = line
        .split(|c: char| !(c.is_ascii_digit() || c == ':'))
        .any(is_clock);
    dated || clock || find(line).is_some()
}

fn is_clock(word: &str) -> bool {
    word.split_once(':').is_some_and(|(h, m)| {
        (1..=2).contains(&h.len()) && m.len() >= 2 && m.starts_with(|c: char| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> Option<String> {
        find(text)?.iso()
    }

    #[test]
    fn days_are_read_in_the_forms_of_news() {
        for text in [
            "Published: 05 Sep. 2025, 09:38",
            "September 5, 2025",
            "Friday 5 September 2025",
            "2025-09-05T16:07+0000",
            "16:07 GMT 05.09.2025",
            "新闻社2025年9月5日电",
            "5 сентября 2025",
            "le 5 septembre 2025",
            "5 سبتمبر 2025",
        ] {
            assert_eq!(iso(text).as_deref(), Some("2025-09-05"), "{text}");
        }
    }

    #[test]
    fn a_day_without_a_year_is_not_given_one() {
        assert_eq!(
            find("Sept. 5").map(|d| (d.year, d.month, d.day)),
            Some((None, 9, 5))
        );
        assert_eq!(iso("Sept. 5 at noon"), None);
    }

    #[test]
    fn a_line_with_other_words_is_no_date_line() {
        assert!(is_date_line("3 September, 05:47 GMT"));
        assert!(is_date_line("Updated 3 hours ago"));
        assert!(!is_date_line("On Sept. 3 the ferry sailed"));
        assert!(!is_date_line("1920"));
    }

    #[test]
    fn strokes_do_not_tell_the_day_from_the_month() {
        assert_eq!(numeric("05/09/2025"), None);
        let told = |text| numeric(text).and_then(Day::iso);
        assert_eq!(told("25/09/2025"), told("09/25/2025"));
        assert_eq!(told("25.09.2025").as_deref(), Some("2025-09-25"));
        assert_eq!(numeric("09.25.2025"), None);
        assert_eq!(
            numeric("2025/09/05").and_then(Day::iso).as_deref(),
            Some("2025-09-05")
        );
    }
}
