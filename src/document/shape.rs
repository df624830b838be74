//! What the shape and the set phrases of a line say about it, in the languages we read.

use std::sync::LazyLock;

use crate::text::{Phrases, letter};

use super::block::BlockKind;
use super::phrase::{is_replies, is_rest, is_site};
use super::{date, inline};

/// What the shape of a line alone says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing: it may be prose, a title, a heading or a menu.
    Open,
    /// The words of a picture, or the credit of one.
    Caption,
    /// A mark of the agency: end of story, note to editors, slug.
    Agency,
    /// The owner of the rights.
    Rights,
    /// A date or time standing alone.
    Date,
    /// Names of the authors.
    Byline,
    /// An address: of a page, a mailbox, a telephone.
    Address,
    /// A number, a setting, a code: what a page says to programs.
    Data,
    /// No letter and no digit.
    Ornament,
    /// What sites say about themselves: subscribe, cookies, share.
    Site,
    /// The heading of what follows an article: more stories, most read, about the author.
    Rest,
    /// The heading of what readers wrote.
    Replies,
}

impl Shape {
    /// Returns what a line of this shape is, and why, in plain words; `None` where the shape says nothing.
    #[must_use]
    pub fn verdict(self) -> Option<(BlockKind, &'static str)> {
        Some(match self {
            Self::Open => return None,
            Self::Caption => (BlockKind::Caption, "shape: words or credit of a picture"),
            Self::Agency => (BlockKind::Metadata, "shape: mark of the agency"),
            Self::Rights => (BlockKind::Boilerplate, "shape: rights notice"),
            Self::Date => (BlockKind::Metadata, "shape: date or time alone"),
            Self::Byline => (BlockKind::Metadata, "shape: names of the authors"),
            Self::Address => (BlockKind::Boilerplate, "shape: address alone"),
            Self::Data => (BlockKind::Boilerplate, "shape: number or setting alone"),
            Self::Ornament => (BlockKind::Boilerplate, "shape: no words"),
            Self::Site => (
                BlockKind::Boilerplate,
                "words: what sites say about themselves",
            ),
            Self::Rest => (
                BlockKind::Boilerplate,
                "words: heading of what follows an article",
            ),
            Self::Replies => (
                BlockKind::Boilerplate,
                "words: heading of readers' comments",
            ),
        })
    }
}

/// The longest line, in words, that can be a label of a site or a credit.
const LONGEST_LABEL: f32 = 40.0;

/// Returns what the shape of a line says; `words` is its weight.
pub(super) fn shape(line: &str, words: f32) -> Shape {
    let letters = line.chars().any(char::is_alphabetic);
    // No rule asks for the words of a longer line in lower case.
    let lower = if words < LONGEST_LABEL {
        letter::lowercase(line)
    } else {
        String::new()
    };
    if !line.chars().any(char::is_alphanumeric) {
        return if is_end_mark(line) {
            Shape::Agency
        } else {
            Shape::Ornament
        };
    }
    if is_caption(line, &lower, words) {
        return Shape::Caption;
    }
    if is_agency(line, words) {
        return Shape::Agency;
    }
    if is_rights(&lower, words) {
        return Shape::Rights;
    }
    if is_address(line) {
        return Shape::Address;
    }
    if date::is_date_line(line) {
        return Shape::Date;
    }
    if !letters || is_setting(line) {
        return Shape::Data;
    }
    if is_byline(line, words) {
        return Shape::Byline;
    }
    if is_replies(&lower, words) {
        return Shape::Replies;
    }
    if is_rest(&lower, words) {
        return Shape::Rest;
    }
    if is_site(&lower, words) {
        return Shape::Site;
    }
    Shape::Open
}

fn starts_with_any(line: &str, beginnings: &[&str]) -> bool {
    beginnings.iter().any(|b| line.starts_with(b))
}

/// How a line begins that is the words of a picture.
const CAPTION_STARTS: [&str; 35] = [
    "▲",
    "△",
    "▶ 사진",
    "FILE -",
    "FILE PHOTO",
    "FILE —",
    "File photo",
    "FILE:",
    "[사진",
    "(사진",
    "图为",
    "图：",
    "圖：",
    "（图",
    "写真：",
    "【写真】",
    "Фото:",
    "Фото ©",
    "© AP Photo",
    "© Reuters",
    "© REUTERS",
    "© AFP",
    "© Getty",
    "© Sputnik",
    "Photo:",
    "Photo by",
    "PHOTO:",
    "Image:",
    "Image credit",
    "Image source",
    "Photograph:",
    "Picture:",
    "Foto:",
    "Credit:",
    "Photo credit",
];

/// What the credit at the end of a caption holds.
const CREDITS: [&str; 10] = [
    "photo by",
    "/Getty Images",
    "Getty Images)",
    "/AFP via",
    "(REUTERS",
    "REUTERS/",
    "AP Photo/",
    "/AP Photo",
    "Photograph: ",
    "file photo",
];

/// How many bytes at the end of a caption hold its credit; prose names agencies too, but not there.
const CREDIT: usize = 48;

fn is_caption(line: &str, lower: &str, words: f32) -> bool {
    if starts_with_any(line, &CAPTION_STARTS) || is_numbered(line) {
        return true;
    }
    static CREDIT_PARTS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&CREDITS));
    if words >= 60.0 {
        return false;
    }
    let tail = line
        .char_indices()
        .rev()
        .find(|(at, _)| line.len() - at >= CREDIT);
    let tail = line.get(tail.map_or(0, |(at, _)| at)..).unwrap_or(line);
    let photo = tail.as_bytes().last_chunk::<6>();
    let photo = photo.is_some_and(|end| end.eq_ignore_ascii_case(b"photo."));
    let sentence = tail.ends_with(['.', '!', '?', '”', '"']) && !photo;
    (!sentence && CREDIT_PARTS.stand_in(tail))
        || is_credit(line, lower, words)
        || is_picture_name(line)
}

/// A credit that stands alone: `© Agency / Name`, `Courtesy of Name`.
fn is_credit(line: &str, lower: &str, words: f32) -> bool {
    if words > 10.0 {
        return false;
    }
    let source = lower == "getty images"
        || lower.starts_with("courtesy of ")
        || lower.ends_with(" via ap")
        || lower.ends_with(" via getty images");
    let owned =
        line.starts_with('©') && line.contains(" / ") && !line.contains(|c: char| c.is_numeric());
    source || owned
}

/// `Caption - Site, 1920, 05.09.2025`: the page's name for a picture, its width and day.
fn is_picture_name(line: &str) -> bool {
    let mut tail = line.rsplit(", ");
    let (day, width) = (tail.next().unwrap_or(""), tail.next().unwrap_or(""));
    let is_width = |w: &str| (3..=4).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_digit());
    (is_width(width) && date::numeric(day).is_some()) || (is_width(day) && line.contains(" - "))
}

/// `3 of 12 Words`: a picture of a gallery.
fn is_numbered(line: &str) -> bool {
    // Looked at first, for most lines begin otherwise.
    if !line.starts_with(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, 'I' | 'P' | '/')
    }) {
        return false;
    }
    let words = line
        .split_whitespace()
        .filter(|w| !matches!(*w, "Image" | "Photo" | "/"));
    let words: Vec<&str> = words.take(3).collect();
    let figure = |w: &str| w.len() <= 3 && w.bytes().all(|b| b.is_ascii_digit());
    matches!(words.as_slice(), [first, "of", second] if figure(first) && figure(second))
}

fn is_end_mark(line: &str) -> bool {
    matches!(line, "###" | "# # #" | "-30-" | "--30--")
}

fn is_agency(line: &str, words: f32) -> bool {
    const ENDS: &[&str] = &[
        "(END)",
        "END",
        "(끝)",
        "（完）",
        "(完)",
        "（了）",
        "(Конец)",
        "- 30 -",
        "-30-",
        "ENDS",
    ];
    if ENDS.contains(&line)
        || starts_with_any(
            line,
            &["(ATTN:", "(ATTN ", "Eds:", "EDS:", "(Eds:", "(EDS:"],
        )
    {
        return true;
    }
    if inline::dateline_alone(line).is_some() {
        return true;
    }
    // A slug: one hyphenated word behind the mark of the version.
    let slug = inline::update_mark(line).map_or("", |end| line.get(end..).unwrap_or("").trim());
    words < 8.0 && !slug.is_empty() && slug.contains('-') && !slug.contains(' ')
}

/// How rights are claimed, in lower case.
const CLAIMS: [&str; 10] = [
    "all rights reserved",
    "alle rechte vorbehalten",
    "tous droits réservés",
    "无断转载",
    "無断転載",
    "무단 전재",
    "무단전재",
    "版权所有",
    "все права защищены",
    "جميع الحقوق محفوظة",
];

fn is_rights(lower: &str, words: f32) -> bool {
    static CLAIM_PARTS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&CLAIMS));
    if words >= LONGEST_LABEL {
        return false;
    }
    if CLAIM_PARTS.stand_in(lower) {
        return true;
    }
    words < 30.0
        && (lower.starts_with("(c) ") || lower.starts_with('©') || lower.starts_with("copyright"))
}

fn is_address(line: &str) -> bool {
    let one_word = !line.contains(char::is_whitespace);
    one_word && is_url_or_mail(line) || is_telephone(line) && date::numeric(line).is_none()
}

fn is_url_or_mail(line: &str) -> bool {
    let url = starts_with_any(line, &["http://", "https://", "www."]);
    let mail = line.matches('@').count() == 1
        && line.split('@').all(|p| p.len() > 1)
        && line.rsplit('@').next().is_some_and(|h| h.contains('.'));
    url || mail
}

fn is_telephone(line: &str) -> bool {
    let figures = |c: char| c.is_ascii_digit() || "+-() .".contains(c);
    line.chars().all(figures)
        && line.bytes().filter(u8::is_ascii_digit).count() >= 7
        && (line.starts_with(['+', '(']) || line.contains('-'))
}

fn is_setting(line: &str) -> bool {
    let locale = line.len() == 5 && line.as_bytes().get(2) == Some(&b'_');
    matches!(line, "true" | "false" | "null" | "undefined" | "loader") || locale
}

fn is_byline(line: &str, words: f32) -> bool {
    if words > 40.0 {
        return false;
    }
    let signs = [
        "Reporting by ",
        "Additional reporting by ",
        "Editing by ",
        "Writing by ",
        "(Reporting by",
        "Compiled by ",
    ];
    let thanks = (words <= 15.0 && line.contains("contributed to this report"))
        || line.contains(" may be reached at ");
    if starts_with_any(line, &signs) || thanks {
        return true;
    }
    let named = starts_with_any(
        line,
        &[
            "By ",
            "BY ",
            "by ",
            "Von ",
            "Par ",
            "Por ",
            "Written by ",
            "Posted by ",
        ],
    );
    let behind = line.split_once(' ').map_or("", |(_, rest)| rest);
    let names = behind.chars().next().is_some_and(char::is_uppercase);
    (named && words <= 10.0 && names && !line.ends_with(['.', '?', '!']))
        || (words <= 8.0 && (line.ends_with(" 기자") || line.starts_with("（记者")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Shape {
        shape(line, line.split_whitespace().count() as f32)
    }

    #[test]
    fn the_words_of_pictures_are_known_by_beginning_or_credit() {
        for line in [
            "▲ The ferry at the quay. (Ostwire) |",
            "FILE PHOTO: The ferry at the quay",
            "The ferry at the quay. REUTERS/Ona Brill",
            "The ferry at the quay - Ostwire World, 1920, 05.09.2025",
            "© Ostwire / Ona Brill",
            "3 of 12 The ferry at the quay",
        ] {
            assert_eq!(of(line), Shape::Caption, "{line}");
        }
    }

    #[test]
    fn prose_about_agencies_sites_and_pictures_stays_open() {
        for line in [
            "A Reuters/Ipsos poll showed that most people would take the ferry again.",
            "The ministry declined to comment.",
            "The court showed a photo by the harbour police, and the captain named the ferry.",
            "The paper said its newsletter reached nine thousand people on both shores, more than the ferry carries in a winter month.",
            "The line, related to none of the others, was closed in 2014.",
        ] {
            assert_eq!(of(line), Shape::Open, "{line}");
        }
    }

    #[test]
    fn marks_of_agencies_and_sites_are_known() {
        assert_eq!(of("(END)"), Shape::Agency);
        assert_eq!(of("(2nd LD) Ferry-talks"), Shape::Agency);
        assert_eq!(of("(C) Ostwire. All Rights Reserved"), Shape::Rights);
        assert_eq!(of("desk@ostwire.example"), Shape::Address);
        assert_eq!(of("+00005550137"), Shape::Address);
        assert_eq!(of("1920"), Shape::Data);
        assert_eq!(of("By Ona Brill"), Shape::Byline);
        assert_eq!(of("Subscribe"), Shape::Site);
        assert_eq!(of("You may also like"), Shape::Rest);
        assert_eq!(of("34 Comments"), Shape::Replies);
        assert_eq!(of("|"), Shape::Ornament);
    }
}
