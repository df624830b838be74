//! Labels for the blocks of a page: the extractor's verdict, what the elements say, and our rules for the
//! leftovers that extractors keep.

use rustc_hash::FxHashSet;

use crate::text::{Span, Text, WordId};

use super::block::{Block, BlockKind};
use super::header::{self, Header, found};
use super::line::{Line, LineWords};
use super::outline::{Outline, mark_copies, outline, read_lines};
use super::repeat::repeats;
use super::shape::Shape;

/// A block of a page, with what its elements and the extractor say about it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Judged {
    /// The bytes.
    pub span: Span,
    /// Whether the extractor holds it to be the article; `None` where it found no article.
    pub kept: Option<bool>,
    /// Level of the heading, 0 for none.
    pub heading: u8,
    /// Whether it is marked as the words of a picture.
    pub caption: bool,
    /// Whether it stands in a menu, a footer or a form.
    pub apart: bool,
    /// Whether it stands in a small box that is named as being for readers: newsletter, share, related.
    pub boxed: bool,
    /// Whether it stands in a figure outside of its caption.
    pub figure: bool,
    /// Whether it stands in a block quotation.
    pub quoted: bool,
    /// Whether it is an item of a list.
    pub item: bool,
    /// Part of it that is links.
    pub linked: f32,
    /// Whether a time element stands in it.
    pub timed: bool,
    /// Whether it stands in the innermost element around nearly all that the extractor kept.
    pub inside: bool,
    /// Whether it stands beside the article's other paragraphs, in the same element as most of them.
    pub beside: bool,
    /// Whether the page states that its words are the article's.
    pub stated: bool,
}

/// How many blocks before and behind the headline may give the day.
const DATED: usize = 4;

/// Labels the blocks of a page. Where the extractor found no article, they are labelled as lines of plain text.
#[must_use]
pub fn outline_page(text: &Text, parts: &[Judged], title: Option<&str>) -> Outline {
    let spans: Vec<Span> = parts.iter().map(|part| part.span).collect();
    if parts.iter().all(|part| part.kept.is_none()) {
        return outline(text, &spans);
    }
    let content = text.as_str();
    let (peeled, lines, mut words) = read_lines(content, &spans);
    let headline = headline(&mut words, parts, title);
    let labels = Labels::new(parts, &lines, headline);
    let mut blocks: Vec<Block> = (0..parts.len()).map(|at| labels.block(at)).collect();
    mark_copies(&mut blocks, &repeats(&lines, &words), headline);
    let title = headline
        .and_then(|at| lines.get(at))
        .and_then(|l| found(text.slice(l.words_span), "heading"));
    let date = headline.and_then(|at| {
        let near = at.saturating_sub(DATED)..(at + DATED).min(lines.len());
        header::of_line(content, lines.get(near)?)
    });
    let inline = peeled.into_iter().flat_map(|p| p.inline).collect();
    Outline {
        words: words.into_words(),
        blocks,
        inline,
        header: Header {
            title,
            date,
            ..Header::default()
        },
    }
}

/// Returns which block is the headline: a heading that says what the page states as its title, else the
/// first of the highest level.
fn headline(words: &mut LineWords, parts: &[Judged], title: Option<&str>) -> Option<usize> {
    let stated = title.map_or_else(Vec::new, |title| words.other(title));
    let stated: FxHashSet<WordId> = stated.into_iter().collect();
    let alike = |at: usize| {
        let own: FxHashSet<WordId> = words.of(at).iter().copied().collect();
        let both = own.intersection(&stated).count() as f32;
        2.0 * both / (own.len() + stated.len()).max(1) as f32
    };
    let headings: Vec<usize> = (0..parts.len())
        .filter(|at| parts.get(*at).is_some_and(|p| p.heading > 0))
        .collect();
    let best = headings
        .iter()
        .map(|at| (*at, alike(*at)))
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    match best {
        Some((at, score)) if score >= 0.6 => Some(at),
        _ => headings
            .into_iter()
            .find(|at| parts.get(*at).is_some_and(|p| p.heading == 1)),
    }
}

/// Part of the page's open prose that must be kept; with less the extractor may have taken the wrong part.
const ENOUGH: f32 = 0.6;
/// Words of the article's own paragraphs behind a heading for other stories that show it to stand inside the article.
const GOES_ON: f32 = 30.0;

/// Words of a paragraph rather than a teaser.
const PARAGRAPH: f32 = 20.0;

struct Labels<'a> {
    parts: &'a [Judged],
    lines: &'a [Line],
    headline: Option<usize>,
    /// The blocks from the first to the last prose that the extractor kept.
    span: std::ops::Range<usize>,
    /// The first line of words below the headline.
    standfirst: usize,
    /// Where a heading behind most of the article says that no article follows.
    end: usize,
    /// Whether names of boxes tell anything: not where they stand on much of the article itself.
    boxes: bool,
    /// Whether so little was kept that all open prose is shown.
    all: bool,
}

impl<'a> Labels<'a> {
    fn new(parts: &'a [Judged], lines: &'a [Line], headline: Option<usize>) -> Self {
        let mut labels = Self {
            parts,
            lines,
            headline,
            span: 0..parts.len(),
            standfirst: headline.map_or(0, |h| h + 1),
            end: parts.len(),
            boxes: true,
            all: false,
        };
        let label = |line: &&Line| line.shape != Shape::Open || line.words < 4.0;
        labels.standfirst += lines
            .iter()
            .skip(labels.standfirst)
            .take_while(label)
            .count();
        let of_article = labels.words(0..parts.len(), Self::is_beside);
        let boxed = labels.words(0..parts.len(), |l, at| l.is_beside(at) && l.part(at).boxed);
        labels.boxes = boxed * 4.0 <= of_article;
        let all = labels.words(0..parts.len(), Self::is_kept);
        let first = (0..parts.len()).find(|at| labels.is_kept(*at)).unwrap_or(0);
        labels.end = labels.end_of_article(all, of_article);
        let last = (first..parts.len())
            .rev()
            .find(|at| labels.is_kept(*at) && (*at < labels.end || labels.is_beside(*at)));
        labels.span = first..last.map_or(labels.end, |at| at + 1);
        let open = labels.words(0..parts.len(), Self::is_open);
        labels.all = all < ENOUGH * (all + open);
        labels
    }

    /// Returns where a heading for other stories ends the article, of which `kept` words were kept and
    /// `beside` stand beside each other.
    fn end_of_article(&self, kept: f32, mut beside: f32) -> usize {
        let mut before = 0.0;
        for at in 0..self.parts.len() {
            if self.is_rest(at) && before >= 0.6 * kept && beside < GOES_ON {
                return at;
            }
            let words = self.lines.get(at).map_or(0.0, |line| line.words);
            if self.is_kept(at) {
                before += words;
            }
            if self.is_beside(at) {
                beside -= words;
            }
        }
        self.parts.len()
    }

    fn part(&self, at: usize) -> Judged {
        self.parts.get(at).copied().unwrap_or_default()
    }

    fn words(&self, range: std::ops::Range<usize>, test: impl Fn(&Self, usize) -> bool) -> f32 {
        let prose = range.filter(|at| test(self, *at));
        prose
            .filter_map(|at| self.lines.get(at))
            .map(|l| l.words)
            .sum()
    }

    fn is_boxed(&self, part: &Judged) -> bool {
        part.boxed && self.boxes && !part.quoted
    }

    /// Prose that the extractor kept.
    fn is_kept(&self, at: usize) -> bool {
        let part = self.part(at);
        let prose = self.lines.get(at).is_some_and(Line::is_prose);
        prose && part.kept == Some(true) && !part.caption && !self.is_boxed(&part)
    }

    /// Prose that the extractor kept and that stands beside the article's other paragraphs.
    fn is_beside(&self, at: usize) -> bool {
        let part = self.part(at);
        let prose = self.lines.get(at).is_some_and(Line::is_prose);
        prose && part.kept == Some(true) && part.beside && part.linked < 0.5 && !part.caption
    }

    /// A paragraph that was left out, though nothing says that it is not of the article; teasers are shorter.
    fn is_open(&self, at: usize) -> bool {
        let part = self.part(at);
        let set_apart = part.apart || part.boxed || part.caption || part.figure || part.item;
        let placed = self.headline.is_none_or(|headline| at > headline) && at < self.end;
        let line = self.lines.get(at);
        let paragraph = line.is_some_and(|l| l.is_prose() && l.words >= PARAGRAPH);
        paragraph && placed && !set_apart && part.kept != Some(true) && part.linked < 0.3
    }

    fn is_rest(&self, at: usize) -> bool {
        let shape = self.lines.get(at).map(|l| l.shape);
        matches!(shape, Some(Shape::Rest | Shape::Replies))
    }

    fn block(&self, at: usize) -> Block {
        let (kind, reason) = match (self.parts.get(at), self.lines.get(at)) {
            (Some(part), Some(line)) => self.label(at, part, line),
            _ => (BlockKind::Body, "kept when unsure"),
        };
        let span = self.parts.get(at).map_or_else(Span::default, |p| p.span);
        Block {
            span,
            kind,
            reason: reason.into(),
            of: Vec::new(),
        }
    }

    fn label(&self, at: usize, part: &Judged, line: &Line) -> (BlockKind, &'static str) {
        if self.headline == Some(at) {
            return (
                BlockKind::Title,
                "element: heading with the title of the page",
            );
        }
        let by_shape = line.shape.verdict();
        if let Some(verdict) = of_picture(part, line) {
            return verdict;
        }
        if let Some(verdict) = self.of_facts(at, part, line) {
            return verdict;
        }
        if self.is_boxed(part) && !self.is_beside(at) {
            return (
                BlockKind::Boilerplate,
                "element: box for readers, by its name",
            );
        }
        if at >= self.end && !self.is_beside(at) {
            return (
                BlockKind::Boilerplate,
                "place: behind a heading for other stories",
            );
        }
        if part.kept != Some(true) {
            return self.label_left_out(at, part, line);
        }
        by_shape.unwrap_or_else(|| self.label_kept(at, part, line))
    }

    /// Dates, names and agencies; a date that heads a part of the article is a heading.
    fn of_facts(&self, at: usize, part: &Judged, line: &Line) -> Option<(BlockKind, &'static str)> {
        let facts = matches!(line.shape, Shape::Date | Shape::Byline | Shape::Agency);
        let heads = part.heading > 0 && part.kept == Some(true) && self.span.contains(&at);
        if heads || !(facts || (part.timed && line.words <= 12.0)) {
            return None;
        }
        let by_shape = line.shape.verdict().map(|(_, reason)| reason);
        Some((BlockKind::Metadata, by_shape.unwrap_or("element: time")))
    }

    /// What the extractor left out, though it stands inside the article.
    fn label_left_out(&self, at: usize, part: &Judged, line: &Line) -> (BlockKind, &'static str) {
        let within = self.span.contains(&at);
        if part.quoted && (within || part.inside) && line.shape != Shape::Site {
            return (BlockKind::Body, "element: quotation inside the article");
        }
        if part.apart {
            return (BlockKind::Boilerplate, "element: menu, footer or form");
        }
        let words = line.shape == Shape::Open && part.linked < 0.5 && line.words >= 4.0;
        if part.stated && words {
            return (BlockKind::Body, "page: stated as words of the article");
        }
        if within && part.inside && words && (part.item || line.ends) {
            return (BlockKind::Body, "place: between paragraphs of the article");
        }
        if self.all && self.is_open(at) {
            return (
                BlockKind::Body,
                "extractor: too little was the article, all prose is shown",
            );
        }
        let standfirst =
            self.headline.is_some_and(|h| h < at) && at < self.span.start && part.linked < 0.5;
        if standfirst
            && (8.0..=60.0).contains(&line.words)
            && line.shape == Shape::Open
            && at <= self.standfirst
        {
            return (BlockKind::Title, "place: line below the headline");
        }
        (BlockKind::Boilerplate, "extractor: not the article")
    }

    fn label_kept(&self, at: usize, part: &Judged, line: &Line) -> (BlockKind, &'static str) {
        let sentence = line.ends || line.words >= 20.0;
        if !sentence && at < self.span.start && self.headline.is_some_and(|h| at < h) {
            return (BlockKind::Boilerplate, "place: before the title");
        }
        let beside = part.beside && part.linked < 0.6 && part.heading == 0;
        if !sentence && !part.item && line.words < 13.0 && at >= self.span.end && !beside {
            return (BlockKind::Boilerplate, "place: after the last prose");
        }
        if part.heading > 0 {
            return self.label_heading(at, part);
        }
        if part.linked > 0.8 && !line.ends && line.words >= 3.0 {
            return (BlockKind::Boilerplate, "element: link alone");
        }
        (BlockKind::Body, "extractor: the article")
    }

    /// Three headings in a row that are links, without prose between them, are a list of other stories.
    fn label_heading(&self, at: usize, part: &Judged) -> (BlockKind, &'static str) {
        let heading = |i: &usize| {
            self.parts
                .get(*i)
                .is_some_and(|p| p.heading > 0 && self.headline != Some(*i))
        };
        let before = (0..at).rev().take_while(heading).take(2).count();
        let after = (at + 1..self.parts.len())
            .take_while(heading)
            .take(2)
            .count();
        if before + after >= 2 && part.linked >= 0.5 {
            return (
                BlockKind::Boilerplate,
                "element: one of several headings in a row",
            );
        }
        (BlockKind::Heading, "element: heading inside the article")
    }
}

fn of_picture(part: &Judged, line: &Line) -> Option<(BlockKind, &'static str)> {
    if part.caption || (part.figure && line.words <= 40.0 && !part.quoted) {
        return Some((BlockKind::Caption, "element: words of a picture"));
    }
    None
}
