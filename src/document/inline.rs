//! Marked stretches inside a line: the date put before it, the mark of the version, dateline and sign-off.

use crate::text::Span;

use super::block::{Inline, InlineKind};
use super::date::{self, Day};

/// What was found at the ends of a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Peeled {
    /// The marked stretches, in order.
    pub(super) inline: Vec<Inline>,
    /// The bytes between them.
    pub(super) core: Span,
    /// The day put before the line.
    pub(super) date: Option<Day>,
    /// What the dateline says.
    pub(super) dateline: Option<Dateline>,
    /// The agency that signed at the end.
    pub(super) signoff: Option<String>,
}

/// What a dateline says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dateline {
    /// The agency, where one is named in it.
    pub(super) agency: Option<String>,
    /// The day, where one is named in it.
    pub(super) day: Option<Day>,
}

/// Agencies that sign with a word rather than with capitals.
const AGENCIES: &str = " reuters xinhua yonhap kyodo sputnik interfax tass afp ap ani pti ians upi dpa efe bernama ria ansa apa \
    anadolu antara jiji nna 연합뉴스 뉴시스 新华社 共同 時事 тасс интерфакс شينخوا رويترز ";

/// The longest dateline, in bytes.
const DATELINE: usize = 110;

/// Peels what is marked off both ends of a line.
pub(super) fn peel(text: &str, span: Span) -> Peeled {
    let mut peeled = Peeled {
        core: span,
        ..Peeled::default()
    };
    // A byte order mark belongs to the first line but is no word of it.
    if peeled.text(text).starts_with('\u{feff}') {
        peeled.core.start += Span::offset('\u{feff}'.len_utf8());
    }
    if let Some((len, day)) = date_prefix(peeled.text(text)) {
        peeled.date = Some(day);
        peeled.cut_front(text, len, InlineKind::Date);
    }
    if let Some(len) = update_mark(peeled.text(text)) {
        peeled.cut_front(text, len, InlineKind::Update);
    }
    if let Some(found) = dateline_alone(peeled.text(text)) {
        peeled.dateline = Some(found);
        peeled.inline.push(Inline {
            span: peeled.core,
            kind: InlineKind::Dateline,
        });
        return peeled;
    }
    if let Some((len, found)) = dateline(peeled.text(text)) {
        peeled.dateline = Some(found);
        peeled.cut_front(text, len, InlineKind::Dateline);
    }
    if let Some((at, name)) = signoff(peeled.text(text)) {
        let start = peeled.core.start + Span::offset(at);
        peeled.inline.push(Inline {
            span: Span {
                start,
                end: peeled.core.end,
            },
            kind: InlineKind::Signoff,
        });
        peeled.signoff = Some(name);
        let kept = text
            .get(peeled.core.start as usize..start as usize)
            .unwrap_or("")
            .trim_end();
        peeled.core.end = peeled.core.start + Span::offset(kept.len());
    }
    peeled
}

impl Peeled {
    fn text<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.core.range()).unwrap_or("")
    }

    /// Marks `Town:` at the head of the story, where no other dateline was found.
    pub(super) fn mark_town(&mut self, text: &str) {
        let Some(len) = town_alone(self.text(text)).filter(|_| self.dateline.is_none()) else {
            return;
        };
        let start = self.core.start;
        let span = Span {
            start,
            end: start + Span::offset(len),
        };
        self.inline.push(Inline {
            span,
            kind: InlineKind::Dateline,
        });
        self.inline.sort_by_key(|i| i.span.start);
    }

    /// Takes `len` bytes from the front, unless nothing would be left.
    fn cut_front(&mut self, text: &str, len: usize, kind: InlineKind) {
        let part = self.text(text);
        let (Some(front), Some(rest)) = (part.get(..len), part.get(len..)) else {
            return;
        };
        let start = self.core.start as usize;
        let body = rest.trim_start();
        if !body.is_empty() {
            self.inline.push(Inline {
                span: Span::new(start, start + front.trim_end().len()),
                kind,
            });
            self.core.start = Span::offset(start + len + rest.len() - body.len());
        }
    }
}

/// `date 2025-09-05 Words` or `2025-09-05 Words`: a day put before the text by whoever saved it.
fn date_prefix(line: &str) -> Option<(usize, Day)> {
    let named = line.strip_prefix("date ").unwrap_or(line).trim_start();
    let word = named.split(char::is_whitespace).next()?;
    let iso = word.len() == 10 && word.bytes().filter(|b| *b == b'-').count() == 2;
    if !iso {
        return None;
    }
    let day = date::numeric(word)?;
    let end = line.len() - named.len() + word.len();
    (end < line.len()).then_some((end, day))
}

/// Returns the length of the mark of a later version at the beginning of a line: `(2nd LD)`, `(LEAD)`, `UPDATE 2-`.
pub(super) fn update_mark(line: &str) -> Option<usize> {
    if let Some(rest) = line.strip_prefix('(') {
        let (inner, _) = rest.split_once(')')?;
        let known = |w: &str| {
            matches!(
                w,
                "LD" | "LEAD"
                    | "Lead"
                    | "URGENT"
                    | "Urgent"
                    | "UPDATE"
                    | "UPDATED"
                    | "Yonhap Feature"
                    | "RECAP"
            )
        };
        let marked = inner.len() <= 24 && (known(inner) || inner.split([' ', '-']).any(known));
        return marked.then_some(inner.len() + 2);
    }
    let rest = line.strip_prefix("UPDATE ")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && rest.as_bytes().get(digits) == Some(&b'-'))
        .then_some("UPDATE ".len() + digits + 1)
}

/// Returns the length of a dateline at the beginning of a line, with the mark that divides it from the text.
fn dateline(line: &str) -> Option<(usize, Dateline)> {
    let mut bound = DATELINE.min(line.len());
    while !line.is_char_boundary(bound) {
        bound -= 1;
    }
    let head = line.get(..bound)?;
    korean(head)
        .or_else(|| bracketed(head))
        .or_else(|| japanese(head))
        .or_else(|| chinese(head))
        .or_else(|| stroked(head))
        .or_else(|| dashed(head))
}

/// Returns what a line says that is a dateline and nothing else: `Town, October 9 (Agency)`.
pub(super) fn dateline_alone(line: &str) -> Option<Dateline> {
    let (place, agency) = line.strip_suffix(')')?.rsplit_once('(')?;
    let day = date::find(place)?;
    let town = place.split(',').next().unwrap_or("");
    let plausible = line.len() <= DATELINE && is_place(town) && is_agency_name(agency);
    let short = place.split_whitespace().count() <= 6;
    (plausible && short).then(|| Dateline {
        agency: Some(agency.trim().to_owned()),
        day: Some(day),
    })
}

/// Returns the length of `Town:` at the beginning of a story; only its first line can have one.
pub(super) fn town_alone(line: &str) -> Option<usize> {
    let at = line.find(": ").filter(|at| *at <= 40)?;
    let town = line.get(..at)?;
    let capital = line.get(at + 2..)?.starts_with(char::is_uppercase);
    let named = town.split_whitespace().count() <= 3 && town.starts_with(char::is_uppercase);
    (is_place(town)
        && capital
        && named
        && town
            .chars()
            .all(|c| c.is_alphabetic() || " .-'".contains(c)))
    .then_some(at + 1)
}

/// `(서울=연합뉴스) 홍길동 기자 =`, `[서울=뉴시스]`
fn korean(head: &str) -> Option<(usize, Dateline)> {
    let (open, close) = [('(', ')'), ('[', ']'), ('【', '】')]
        .into_iter()
        .find(|(open, _)| head.starts_with(*open))?;
    let (inner, rest) = head.strip_prefix(open)?.split_once(close)?;
    let (_, agency) = inner.split_once('=')?;
    let end = rest.find("= ").filter(|at| *at < 60).map_or(0, |at| at + 2);
    let found = Dateline {
        agency: Some(agency.trim().to_owned()),
        day: None,
    };
    Some((
        inner.len() + open.len_utf8() + close.len_utf8() + end,
        found,
    ))
}

/// `（北京 4日 共同）`
fn japanese(head: &str) -> Option<(usize, Dateline)> {
    let (inner, _) = head.strip_prefix('（')?.split_once('）')?;
    let parts: Vec<&str> = inner.split_whitespace().collect();
    let dated = |part: &&str| part.ends_with('日') && part.starts_with(|c: char| c.is_numeric());
    let day = parts.iter().position(dated)?;
    let agency = parts.get(day + 1).map(|name| (*name).to_owned());
    let found = Dateline {
        agency,
        day: date::find(inner),
    };
    (day > 0 && parts.len() <= day + 2).then_some((inner.len() + 2 * '（'.len_utf8(), found))
}

/// `【北京共同】`
fn bracketed(head: &str) -> Option<(usize, Dateline)> {
    let (inner, _) = head.strip_prefix('【')?.split_once('】')?;
    (inner.len() <= 60).then(|| (inner.len() + 2 * '【'.len_utf8(), Dateline::default()))
}

/// `新华社北京9月4日电`
fn chinese(head: &str) -> Option<(usize, Dateline)> {
    let (at, mark) = head
        .char_indices()
        .find(|(_, c)| matches!(c, '电' | '電' | '讯' | '訊'))?;
    let before = head.get(..at)?;
    let end = at + mark.len_utf8();
    let behind = head.get(end..)?;
    let set_off = behind.starts_with([' ', '\u{3000}', '）', ')', '】', '（', '(']);
    let end = end + closing(behind);
    let agency = before
        .split_once('社')
        .map(|(name, _)| name.trim_start_matches(['（', '(', '【']));
    let dated = before.contains('日') || agency.is_some() || before.starts_with("本报");
    let named = agency
        .filter(|n| n.chars().count() <= 6)
        .map(|n| format!("{n}社"));
    (set_off && dated && at <= 60).then(|| {
        (
            end,
            Dateline {
                agency: named,
                day: date::find(before),
            },
        )
    })
}

/// Returns the length of the bracket that closes a Chinese dateline, or of the reporter's name in brackets behind it.
fn closing(behind: &str) -> usize {
    let closed = behind
        .chars()
        .next()
        .filter(|c| matches!(c, '）' | ')' | '】'));
    let named = || {
        let (inner, _) = behind.strip_prefix('（')?.split_once('）')?;
        let reporter = ["记者", "記者", "通讯员"]
            .iter()
            .any(|word| inner.starts_with(word));
        (reporter && inner.chars().count() <= 24).then_some(inner.len() + 2 * '（'.len_utf8())
    };
    closed.map(char::len_utf8).or_else(named).unwrap_or(0)
}

/// `МОСКВА, 5 сентября. /ТАСС/.`, `بكين، 5 سبتمبر/ شينخوا/`
fn stroked(head: &str) -> Option<(usize, Dateline)> {
    let (before, behind) = head.split_once('/')?;
    let (agency, rest) = behind.split_once('/')?;
    let town = before.split([',', '،', ' ']).next().unwrap_or("");
    let day = date::find(before)?;
    let plausible = is_place(town) && before.split_whitespace().count() <= 6;
    let stop = usize::from(rest.starts_with('.'));
    let found = Dateline {
        agency: Some(agency.trim().to_owned()),
        day: Some(day),
    };
    (plausible && is_agency_name(agency)).then_some((before.len() + agency.len() + 2 + stop, found))
}

/// Returns the agency that is named behind the dash of a dated dateline, `РИА Новости.`, and its length.
fn agency_behind(rest: &str) -> Option<(usize, String)> {
    let (name, _) = rest.split_once(". ")?;
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let short = name.split_whitespace().count() <= 2 && name.chars().count() <= 24;
    (short && !name.is_empty() && name.split_whitespace().all(capital))
        .then(|| (name.len() + 1, name.to_owned()))
}

/// `CITY, Sept. 5 (Agency) --`, `City (Agency) -`, `МОСКВА, 5 сен — Агентство.`, `CITY —`
fn dashed(head: &str) -> Option<(usize, Dateline)> {
    if !head.bytes().any(|b| matches!(b, b'-' | b':' | b')' | 0xE2)) {
        return None;
    }
    let (at, mark) = [" -- ", " – ", " — ", " - ", "--", "—", "–", "): ", "). "]
        .iter()
        .filter_map(|m| head.find(m).map(|at| (at, *m)))
        .min_by_key(|(at, m)| (*at, std::cmp::Reverse(m.len())))?;
    let before = head
        .get(..at + usize::from(mark.starts_with(')')))?
        .trim_end();
    let (place, agency) = match before
        .strip_suffix([')', '）'])
        .and_then(|b| b.rsplit_once(['(', '（']))
    {
        Some((place, agency)) => (place.trim_end(), Some(agency.trim().to_owned())),
        None => (before, None),
    };
    let day = date::find(place);
    let town = place.split([',', '،']).next().unwrap_or("");
    let capitals = town.chars().any(char::is_uppercase) && !town.chars().any(char::is_lowercase);
    let plausible = is_place(town) && (agency.is_some() || (capitals && town.chars().count() >= 3));
    let rest_is_day = place.len() == town.len() || day.is_some() || place.len() < 40;
    if !plausible || !rest_is_day || agency.as_ref().is_some_and(|a| !is_agency_name(a)) {
        return None;
    }
    // A bracket and a full stop end a sentence as well; a day between tells the dateline.
    if mark == "). " && day.is_none() {
        return None;
    }
    let end = at + mark.len();
    let behind = head
        .get(end..)
        .filter(|_| day.is_some() && agency.is_none());
    let (more, agency) = behind
        .and_then(agency_behind)
        .map_or((0, agency), |(len, name)| (len, Some(name)));
    Some((end + more, Dateline { agency, day }))
}

/// Returns whether these are the words of a town: few, each with a capital, or of a script without capitals.
fn is_place(town: &str) -> bool {
    let words: Vec<&str> = town.split_whitespace().collect();
    let capital = |w: &&str| !w.chars().next().is_some_and(char::is_lowercase);
    (1..=5).contains(&words.len())
        && words.iter().all(capital)
        && town.chars().any(char::is_alphabetic)
}

fn is_agency_name(name: &str) -> bool {
    let words = name.split_whitespace().count();
    (1..=4).contains(&words) && name.len() <= 40 && name.chars().any(char::is_alphabetic)
}

/// Returns where the sign-off of an agency begins at the end of a line, and its name.
fn signoff(line: &str) -> Option<(usize, String)> {
    let body = line.trim_end();
    let (open, inner) = if body.ends_with(')') {
        let open = body.rfind('(')?;
        (open, body.get(open + 1..body.len() - 1)?)
    } else {
        let open = body.strip_suffix('/')?.rfind('/')?;
        (open, body.get(open + 1..body.len() - 1)?)
    };
    let before = body.get(..open)?.trim_end();
    let ended = before.ends_with(['.', '!', '?', '"', '”', '»', '。']);
    let capitals =
        (2..=10).contains(&inner.chars().count()) && inner.chars().all(char::is_uppercase);
    let known = AGENCIES.contains(&format!(" {} ", inner.to_lowercase()));
    (ended && (capitals || known)).then(|| (open, inner.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peeled(text: &str) -> (Vec<(InlineKind, &str)>, &str, Peeled) {
        let found = peel(text, Span::new(0, text.len()));
        let marked = found
            .inline
            .iter()
            .map(|i| (i.kind, text.get(i.span.range()).unwrap()))
            .collect();
        (marked, text.get(found.core.range()).unwrap(), found)
    }

    #[test]
    fn a_wire_dateline_gives_agency_and_day() {
        let (marked, core, found) = peeled("PORT HALM, Oct. 3 (Ostwire) -- The ferry sailed.");
        assert_eq!(
            marked,
            [(InlineKind::Dateline, "PORT HALM, Oct. 3 (Ostwire) --")]
        );
        assert_eq!(core, "The ferry sailed.");
        let dateline = found.dateline.unwrap();
        assert_eq!(dateline.agency.as_deref(), Some("Ostwire"));
        assert_eq!(dateline.day.map(|d| (d.month, d.day)), Some((10, 3)));
    }

    #[test]
    fn datelines_of_other_scripts_are_known() {
        for (text, core) in [
            ("HALM (Ostwire) - Die Fähre fuhr.", "Die Fähre fuhr."),
            ("(서울=가나통신) 김아무 기자 = 배가 떠났다.", "배가 떠났다."),
            ("海角社北岸9月4日电　渡轮启航。", "渡轮启航。"),
            ("【北岸共栄】渡し船が出た。", "渡し船が出た。"),
            ("ХАЛЬМ, 5 сен — Паром вышел.", "Паром вышел."),
            ("ХАЛЬМ, 5 сен — ОСТ Новости. Паром вышел.", "Паром вышел."),
            ("ХАЛЬМ, 5 сентября. /ОСТ/. Паром вышел.", "Паром вышел."),
            ("ХАЛЬМ, 5 сен (Ост). Паром вышел.", "Паром вышел."),
            ("[서울=가나] 김아무 기자 = 배가 떠났다.", "배가 떠났다."),
            ("【서울=가나】김아무 기자 = 배가 떠났다.", "배가 떠났다."),
            ("（海角社北岸4日电）渡轮启航。", "渡轮启航。"),
            ("海角社北岸9月4日电（记者金某）渡轮启航。", "渡轮启航。"),
            ("（北岸 4日 共栄）渡し船が出た。", "渡し船が出た。"),
            (
                "هالم 5 سبتمبر 2025 (أوست) -- أبحرت العبارة.",
                "أبحرت العبارة.",
            ),
            ("هالم، 5 سبتمبر/ أوست/ أبحرت العبارة.", "أبحرت العبارة."),
        ] {
            assert_eq!(peeled(text).1, core, "{text}");
        }
    }

    #[test]
    fn a_dateline_may_stand_on_a_line_of_its_own() {
        let found = dateline_alone("Halm, October 3 (OWN)").unwrap();
        assert_eq!(found.agency.as_deref(), Some("OWN"));
        assert_eq!(dateline_alone("The ferry sailed (again)"), None);
        assert_eq!(town_alone("Port Halm: The ferry sailed."), Some(10));
        assert_eq!(town_alone("He asked: Why?"), None);
    }

    #[test]
    fn a_sentence_with_a_dash_has_no_dateline() {
        for text in [
            "The ferry - the last of its kind - sailed.",
            "He said so -- twice.",
            "Halm (the larger port). The ferry sailed.",
            "On 5 May the yes/no question was put to the vote and/or the towns.",
            "（関連記事 3面）渡し船が出た。",
            "Halm and Brill – the towns",
        ] {
            assert_eq!(peeled(text).1, text);
        }
    }

    #[test]
    fn the_day_and_the_version_before_a_title_are_marked() {
        let (marked, core, _) = peeled("date 2025-09-05 Ferry sails");
        assert_eq!(
            (marked, core),
            (vec![(InlineKind::Date, "date 2025-09-05")], "Ferry sails")
        );
        let (marked, core, _) = peeled("(2nd LD) Ferry sails at last");
        assert_eq!(
            (marked, core),
            (
                vec![(InlineKind::Update, "(2nd LD)")],
                "Ferry sails at last"
            )
        );
    }

    #[test]
    fn a_signoff_is_an_agency_behind_the_end_of_a_sentence() {
        assert_eq!(
            peeled("The ferry sailed. (OWN)").2.signoff.as_deref(),
            Some("OWN")
        );
        for (text, name) in [
            ("The ferry sailed. /OSTWIRE/", "OSTWIRE"),
            ("Паром вышел. (ОСТ)", "ОСТ"),
        ] {
            assert_eq!(peeled(text).2.signoff.as_deref(), Some(name));
        }
        assert_eq!(peeled("The ferry sailed (again)").2.signoff, None);
    }
}
