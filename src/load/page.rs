//! A page as its reader sees it: the visible text, block by block, in order.

use std::sync::LazyLock;

use dom_query::{Document, NodeRef};
use rustc_hash::FxHashSet;

use crate::text::{Span, sanitize};

/// The attribute by which a text is found again in the extractor's result.
pub(super) const MARK: &str = "data-variorum";

/// Names in lower case, made a set at first use.
type Names = LazyLock<FxHashSet<&'static str>>;

/// Elements that begin and end a block.
static BLOCK: Names = Names::new(|| {
    " address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure \
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot \
    th thead tr ul ".split_ascii_whitespace().collect()
});
/// Elements that show no text of their own.
static UNSEEN: Names = Names::new(|| {
    " head script style noscript template svg math textarea select iframe object embed canvas audio video map \
    datalist ".split_ascii_whitespace().collect()
});

/// Words in the class or id of boxes for readers: offers, lists of other stories, buttons.
static APART: Names = Names::new(|| {
    " newsletter newsletters related recirc recirculation promo promos promoted share sharing sharebar social signup \
    subscribe subscription subscribtion paywall cookie cookies gdpr consent advert advertisement ads sponsored outbrain taboola \
    trending popular recommended recommendations recommendation readmore comment comments commentlist disqus breadcrumb breadcrumbs tags taglist ".split_ascii_whitespace().collect()
});

/// What a block of a page is by its element and those around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Level of the heading, 0 for none.
    pub(super) heading: u8,
    /// Inside the words of a picture.
    pub(super) caption: bool,
    /// Inside a menu, a footer or a form.
    pub(super) apart: bool,
    /// Inside an item of a list.
    pub(super) item: bool,
    /// Inside a figure, but not its caption.
    pub(super) figure: bool,
    /// Inside a block quotation.
    pub(super) quoted: bool,
    /// The nearest element around that is named like a box for readers, 0 for none.
    pub(super) named: u32,
    /// Inside an element that the page marks as the text of the article.
    pub(super) stated: bool,
    /// The nearest block element around, as an index of [`Page::around`].
    pub(super) holder: u32,
}

/// A block of the page.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The bytes in [`Page::text`].
    pub(super) span: Span,
    /// Where it stands.
    pub(super) place: Place,
    /// Numbers of its texts, with the bytes each has.
    pub(super) texts: Vec<(u32, usize)>,
    /// Bytes of links.
    pub(super) linked: usize,
    /// Whether a time element stands in it.
    pub(super) timed: bool,
}

/// The visible text of a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Blocks, divided by line feeds; harmless.
    pub(super) text: String,
    /// The blocks in order.
    pub(super) parts: Vec<Part>,
    /// For each block element of the page the one around it, which comes before it; the first stands for the page.
    pub(super) around: Vec<u32>,
}

impl Page {
    /// Counts a block element inside another, and returns its number.
    fn hold(&mut self, around: u32) -> u32 {
        let number = u32::try_from(self.around.len()).unwrap_or(u32::MAX);
        self.around.push(around);
        number
    }
}

/// What holds for an element and all inside it.
#[derive(Clone, Copy, Default)]
struct Context {
    place: Place,
    link: bool,
    time: bool,
}

/// Reads the visible text, and marks every text in the tree so that it can be found again.
pub(super) fn read(document: &Document, unseen: impl Fn(&NodeRef) -> bool) -> Page {
    let mut reader = Reader::default();
    let mut texts = Vec::new();
    let mut boxes = 0;
    let mut open: Vec<(NodeRef, Context, bool)> = Vec::new();
    let Some(body) = document.body() else {
        return Page::default();
    };
    open.push((body, Context::default(), false));
    while let Some((node, context, leaving)) = open.pop() {
        if leaving {
            reader.end_block();
            continue;
        }
        if node.is_text() {
            let number = u32::try_from(texts.len()).unwrap_or(u32::MAX);
            if reader.add(&node.text(), context, number) {
                texts.push(node);
            }
            continue;
        }
        let Some(name) = node.node_name().filter(|name| !UNSEEN.contains(&**name)) else {
            continue;
        };
        // A page that hides all of itself is shown by its scripts.
        if &*name != "body" && (is_hidden(&node) || unseen(&node)) {
            continue;
        }
        let mut context = inside(&name, &node, context);
        if is_named_apart(&node) {
            boxes += 1;
            context.place.named = boxes;
        }
        if BLOCK.contains(&*name) {
            reader.end_block();
            context.place.holder = reader.page.hold(context.place.holder);
            open.push((node, context, true));
        } else if &*name == "br" {
            reader.line_break(context);
        }
        open.extend(node.children_it(true).map(|child| (child, context, false)));
    }
    reader.end_block();
    mark(document, &texts);
    reader.page
}

fn is_hidden(node: &NodeRef) -> bool {
    if node.has_attr("hidden") {
        return true;
    }
    let style = node
        .attr("style")
        .map(|style| style.to_lowercase().replace(' ', ""));
    let closed = node.node_name().is_some_and(|name| &*name == "dialog") && !node.has_attr("open");
    closed
        || node.has_attr("hidden")
        || style.is_some_and(|s| s.contains("display:none") || s.contains("visibility:hidden"))
}

/// Returns whether class or id name the element as a box for readers rather than a part of the article.
fn is_named_apart(node: &NodeRef) -> bool {
    let names = ["class", "id"].iter().filter_map(|key| node.attr(key));
    names.into_iter().any(|names| {
        let mut words = names.split(|c: char| !c.is_ascii_alphanumeric());
        words.any(|word| match word.bytes().any(|b| b.is_ascii_uppercase()) {
            true => APART.contains(word.to_ascii_lowercase().as_str()),
            false => APART.contains(word),
        })
    })
}

fn inside(name: &str, node: &NodeRef, mut context: Context) -> Context {
    let place = &mut context.place;
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            place.heading = name.as_bytes().get(1).map_or(0, |b| b - b'0');
        }
        "figcaption" => place.caption = true,
        "nav" | "footer" | "form" | "button" => place.apart = true,
        "li" => place.item = true,
        "figure" => place.figure = true,
        "blockquote" => place.quoted = true,
        "a" => context.link = true,
        "time" => context.time = true,
        _ => {}
    }
    place.stated |= node.attr("itemprop").is_some_and(|names| {
        names
            .split_ascii_whitespace()
            .any(|name| name == "articleBody")
    });
    place.apart |= node
        .attr("role")
        .is_some_and(|role| matches!(&*role, "navigation" | "contentinfo" | "search"));
    context
}

/// Puts each text into an element of its own that carries its number.
fn mark(document: &Document, texts: &[NodeRef]) {
    for (number, text) in texts.iter().enumerate() {
        let holder = document.tree.new_element("span");
        holder.set_attr(MARK, &number.to_string());
        text.insert_before(&holder);
        holder.append_child(text);
    }
}

#[derive(Default)]
struct Reader {
    page: Page,
    block: String,
    texts: Vec<(u32, usize)>,
    linked: usize,
    timed: bool,
    place: Option<Place>,
    /// Whether white space is due before the next word.
    space: bool,
}

impl Reader {
    /// Adds a text to the block, its white space collapsed; returns whether it has words.
    fn add(&mut self, text: &str, context: Context, number: u32) -> bool {
        let white =
            |c: char| c.is_ascii_whitespace() || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
        if text.chars().all(|c| white(c) || c == '\u{a0}') {
            self.space |= !text.is_empty();
            return false;
        }
        self.space |= text.starts_with(white);
        let before = self.block.len();
        for word in text.split(white).filter(|w| !w.is_empty()) {
            if self.space && !self.block.is_empty() {
                self.block.push(' ');
            }
            self.block.push_str(word);
            self.space = true;
        }
        self.space = text.ends_with(white);
        let added = self.block.len() - before;
        self.texts.push((number, added));
        self.linked += if context.link { added } else { 0 };
        self.timed |= context.time;
        self.place.get_or_insert(context.place);
        true
    }

    /// A line break ends a block, but not inside a heading.
    fn line_break(&mut self, context: Context) {
        if context.place.heading == 0 {
            self.end_block();
        } else {
            self.space = true;
        }
    }

    fn end_block(&mut self) {
        let block = sanitize::text(self.block.trim());
        if !block.is_empty() {
            if !self.page.text.is_empty() {
                self.page.text.push('\n');
            }
            let start = self.page.text.len();
            self.page.text.push_str(&block);
            self.page.parts.push(Part {
                span: Span::new(start, self.page.text.len()),
                place: self.place.unwrap_or_default(),
                texts: std::mem::take(&mut self.texts),
                linked: self.linked,
                timed: self.timed,
            });
        }
        self.block.clear();
        self.texts.clear();
        (self.linked, self.timed, self.space, self.place) = (0, false, false, None);
    }
}
