//! Pages of HTML: all visible text, labelled with the extractor's verdict and our own rules.

use dom_query::Document as Tree;
use dom_smoothie::{Config, Readability};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::agree::{same_title, weigh};
use crate::document::{Document, Judged, outline_page};
use crate::text::Text;

use super::holder::Holder;
use super::page::{self, Page, Part};
use super::stated::Stated;
use super::style::Hidden;
use super::{Limits, LoadError, assemble, bound, meta};

/// Reads a page.
///
/// # Errors
/// Refuses pages beyond the limits, and pages that show no text.
pub(super) fn read(raw: &str, limits: &Limits) -> Result<Document, LoadError> {
    bound::check(raw, limits)?;
    let tree = Tree::from(raw);
    let stated = meta::read(&tree);
    let mut header = stated.header;
    let hidden = Hidden::of(&tree);
    let page = page::read(&tree, |node| hidden.holds(node));
    if page.parts.is_empty() {
        return Err(LoadError::NoText);
    }
    let kept = verdict(tree);
    let text = Text::new(&page.text);
    let small = small_boxes(&page.parts);
    let judge = |part| judge(part, kept.as_ref(), &small);
    let mut judged: Vec<Judged> = page.parts.iter().map(judge).collect();
    mark_inside(&mut judged, &page);
    mark_stated(&mut judged, &page, stated.body.as_deref());
    let mut outline = outline_page(
        &text,
        &judged,
        header.title.as_ref().map(|t| t.value.as_str()),
    );
    let heading = outline.header.title.take();
    // A short heading beside a stated title is rather the name of the site or of a section.
    let heading =
        heading.filter(|h| header.title.is_none() || h.value.split_whitespace().count() >= 4);
    header.title = weigh(header.title.into_iter().chain(heading), same_title);
    header.date = header.date.or_else(|| outline.header.date.take());
    outline.header = header;
    Ok(assemble(text, outline))
}

/// Reads a fragment of markup that a record states to be the article, below its title.
///
/// # Errors
/// As [`read`].
pub(super) fn read_fragment(
    title: Option<&str>,
    raw: &str,
    limits: &Limits,
) -> Result<Document, LoadError> {
    let headed = title.map_or_else(
        || raw.to_owned(),
        |title| format!("<h1>{}</h1>{raw}", escaped(title)),
    );
    bound::check(&headed, limits)?;
    let tree = Tree::from(headed.as_str());
    let hidden = Hidden::of(&tree);
    let page = page::read(&tree, |node| hidden.holds(node));
    if page.parts.is_empty() {
        return Err(LoadError::NoText);
    }
    let text = Text::new(&page.text);
    let small = small_boxes(&page.parts);
    let stated = |part: &Part| Judged {
        kept: Some(true),
        ..judge(part, None, &small)
    };
    let judged: Vec<Judged> = page.parts.iter().map(stated).collect();
    let outline = outline_page(&text, &judged, title);
    Ok(assemble(text, outline))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Returns the numbers of the texts that the extractor holds to be the article; `None` where it found none.
fn verdict(tree: Tree) -> Option<FxHashSet<u32>> {
    let config = Config {
        disable_json_ld: true,
        ..Config::default()
    };
    let mut readability = Readability::with_document(tree, None, Some(config)).ok()?;
    readability.parse().ok()?;
    let article = readability.doc.select_single("#readability-page-1");
    let holders = article.select(&format!("[{}]", page::MARK));
    let numbers = holders
        .nodes()
        .iter()
        .filter_map(|holder| holder.attr(page::MARK)?.parse().ok());
    let kept: FxHashSet<u32> = numbers.collect();
    (!kept.is_empty()).then_some(kept)
}

/// Marks the blocks that stand in the element that holds the article.
fn mark_inside(judged: &mut [Judged], page: &Page) {
    let holder = |part: &Part| part.place.holder;
    let kept = page.parts.iter().zip(judged.iter());
    let kept = kept.filter(|(_, judged)| judged.kept == Some(true));
    let weights = kept.map(|(part, judged)| (holder(part), judged.span.len()));
    let article = Holder::of(&page.around, weights);
    for (judged, part) in judged.iter_mut().zip(&page.parts) {
        judged.inside = article.holds(holder(part));
        judged.beside = article.is_beside(holder(part));
    }
}

/// Marks the blocks that the extractor left out, though the page states their words as text of the article.
fn mark_stated(judged: &mut [Judged], page: &Page, body: Option<&str>) {
    let Some(body) = body else {
        return;
    };
    let mut stated = Stated::new(body);
    for judged in judged.iter_mut().filter(|j| j.kept != Some(true)) {
        let words = page.text.get(judged.span.range()).unwrap_or("");
        judged.stated |= stated.holds(words);
    }
}

/// Returns the boxes, named as being for readers, that hold little of the page: a name such as "share" on
/// the element around the whole article says nothing about the article.
fn small_boxes(parts: &[Part]) -> FxHashSet<u32> {
    let mut sizes: FxHashMap<u32, usize> = FxHashMap::default();
    for part in parts {
        *sizes.entry(part.place.named).or_default() += part.span.len();
    }
    let all: usize = sizes.values().sum();
    let small = sizes
        .into_iter()
        .filter(|(name, size)| *name != 0 && size * 6 < all);
    small.map(|(name, _)| name).collect()
}

fn judge(part: &Part, kept: Option<&FxHashSet<u32>>, small: &FxHashSet<u32>) -> Judged {
    let all: usize = part.texts.iter().map(|(_, bytes)| bytes).sum();
    let held = kept.map(|kept| {
        part.texts
            .iter()
            .filter(|(n, _)| kept.contains(n))
            .map(|(_, bytes)| bytes)
            .sum::<usize>()
    });
    Judged {
        span: part.span,
        kept: held.map(|held| held * 2 >= all),
        heading: part.place.heading,
        caption: part.place.caption,
        apart: part.place.apart,
        boxed: small.contains(&part.place.named),
        figure: part.place.figure,
        quoted: part.place.quoted,
        item: part.place.item,
        linked: part.linked as f32 / all.max(1) as f32,
        timed: part.timed,
        stated: part.place.stated,
        ..Judged::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;

    const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>Ferry sails again | Ostwire</title>
        <meta property="og:title" content="Ferry sails again after eleven years">
        <meta property="og:site_name" content="Ostwire">
        <script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":["NewsArticle"],
        "datePublished":"2025-10-03T08:00:00Z","author":[{"name":"Ona Brill"}],"publisher":{"name":"Ostwire"}}]}</script>
        <style>.wall{display:none}</style></head><body>
        <nav><ul><li><a href="/">Home</a></li><li><a href="/sea">Sea</a></li></ul></nav>
        <article><h1>Ferry sails again after eleven years</h1><p class="byline">By Ona Brill</p>
        <figure><img alt="unseen words"><figcaption>The ferry at the quay.</figcaption></figure>
        <p>The ferry between the two harbours will sail again in spring, both governments said on Monday, eleven years
        after the last of them left with <em>half</em> of its cabins empty and its band on the quay.</p>
        <h2>What the fishermen say</h2>
        <p>Fishermen from the northern shore may take up to nine thousand tonnes of herring a year from the bank, which
        both countries had claimed as their own, and which both had patrolled, for a decade.</p>
        <div class="newsletter-box"><p>Our free letter, every Saturday before breakfast, with all the news of the sea.</p></div>
        <p>Nobody in the old customs house could say when the last ticket had been sold there, or to whom, but the roll
        of tickets lay in the drawer, yellow, and the drawer had never been locked.</p>
        <p class="wall">You have read three of your five free articles.</p><p hidden>Not to be seen.</p></article>
        <footer><p>Contact</p></footer><script>var unseen = "<p>";</script></body></html>"#;

    fn page(raw: &str) -> Document {
        read(raw, &Limits::default()).unwrap()
    }

    fn of_kind(document: &Document, kind: BlockKind) -> Vec<&str> {
        let blocks = document.blocks.iter().filter(|b| b.kind == kind);
        blocks.map(|b| document.text.slice(b.span)).collect()
    }

    #[test]
    fn a_page_gives_its_facts_with_their_sources() {
        let document = page(PAGE);
        let fact = |f: &Option<crate::document::Found>| f.clone().map(|f| (f.value, f.from));
        assert_eq!(
            fact(&document.title),
            Some((
                "Ferry sails again after eleven years".to_owned(),
                "og:title"
            ))
        );
        assert_eq!(
            fact(&document.outlet),
            Some(("Ostwire".to_owned(), "json-ld"))
        );
        assert_eq!(
            fact(&document.date),
            Some(("2025-10-03".to_owned(), "json-ld"))
        );
        assert_eq!(
            (document.url, document.authors),
            (None, vec!["Ona Brill".to_owned()])
        );
    }

    #[test]
    fn a_page_is_cut_into_labelled_blocks() {
        let document = page(PAGE);
        assert_eq!(
            of_kind(&document, BlockKind::Title),
            ["Ferry sails again after eleven years"]
        );
        assert_eq!(
            of_kind(&document, BlockKind::Caption),
            ["The ferry at the quay."]
        );
        assert_eq!(
            of_kind(&document, BlockKind::Heading),
            ["What the fishermen say"]
        );
        assert_eq!(of_kind(&document, BlockKind::Metadata), ["By Ona Brill"]);
        let body = of_kind(&document, BlockKind::Body);
        assert_eq!(body.len(), 3, "{body:#?}");
        assert!(body[0].contains("with half of its cabins"));
    }

    #[test]
    fn a_page_without_statements_is_dated_by_the_line_at_its_headline() {
        let date = |line: &str| {
            let raw = format!(
                "<article><h1>Ferry sails</h1><p>{line}</p><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>"
            );
            page(&raw).date.map(|d| (d.value, d.from))
        };
        assert_eq!(
            date("Published 3 October 2025"),
            Some(("2025-10-03".to_owned(), "date line"))
        );
        assert_eq!(date("Updated 4 October 2025"), None);
        assert_eq!(date("3 October"), None);
    }

    #[test]
    fn a_headline_that_says_something_else_than_the_page_states_stands_beside_it() {
        let raw = PAGE.replace(
            "<h1>Ferry sails again after eleven years",
            "<h1>Herring divides the two shores once more",
        );
        let title = page(&raw).title.unwrap();
        assert_eq!(title.from, "og:title");
        let also: Vec<_> = title
            .also
            .iter()
            .map(|f| (f.value.as_str(), f.from))
            .collect();
        assert_eq!(
            also,
            [("Herring divides the two shores once more", "heading")]
        );
    }

    #[test]
    fn what_a_page_hides_is_no_text() {
        let document = page(PAGE);
        let text = document.text.as_str();
        for hidden in ["unseen", "Not to be seen", "free articles", "| Ostwire"] {
            assert!(!text.contains(hidden), "{hidden}");
        }
        assert!(text.contains("Our free letter") && text.contains("Contact"));
    }

    #[test]
    fn what_is_hidden_in_any_way_is_no_text_and_what_can_be_opened_is() {
        let document = article(&format!(
            "<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><dialog>unseen dialog</dialog><template>unseen template</template>\
            <noscript>unseen noscript</noscript><p aria-hidden=true>unseen aria</p><p style='Visibility: HIDDEN'>unseen style</p>\
            <p style='display : none'>unseen display</p><details><summary>More</summary>seen details</details>\
            <dialog open>seen dialog</dialog>"
        ));
        let text = document.text.as_str();
        assert!(!text.contains("unseen"), "{text}");
        assert!(
            text.contains("seen details") && text.contains("seen dialog"),
            "{text}"
        );
    }

    #[test]
    fn an_article_is_not_lost_where_the_page_hides_all_until_its_scripts_run() {
        let hidden = page(&format!("<body style='display:none'><p>{FIRST}</p></body>"));
        assert!(hidden.text.as_str().contains("The ferry"));
        let behind = page(&format!(
            "<body><div aria-hidden=true><p>{FIRST}</p><p>{SECOND}</p></div></body>"
        ));
        assert!(behind.text.as_str().contains("Fishermen"));
    }

    #[test]
    fn a_page_that_shows_nothing_is_refused() {
        let empty = "<html><body><script>draw()</script></body></html>";
        assert_eq!(
            read(empty, &Limits::default()).unwrap_err(),
            LoadError::NoText
        );
    }

    #[test]
    fn where_the_extractor_finds_no_article_the_lines_are_labelled_as_text() {
        let document = page("<html><body><p>Ferry sails.</p></body></html>");
        assert_eq!(of_kind(&document, BlockKind::Body), ["Ferry sails."]);
    }

    const FIRST: &str = "The ferry between the two harbours will sail again in spring, both governments said on Monday, eleven \
        years after the last of them left with half of its cabins empty, its band on the quay and nobody at the rail.";
    const SECOND: &str = "Fishermen from the northern shore may take up to nine thousand tonnes of herring a year from the bank, \
        which both countries had claimed as their own, and which both had patrolled, at great cost, for a decade.";
    const THIRD: &str = "Nobody in the old customs house could say when the last ticket had been sold there, or to whom, but \
        the roll of tickets lay in the drawer, yellow, and the drawer had never once been locked, said its keeper.";

    /// A page whose article holds this.
    fn article(inside: &str) -> Document {
        page(&format!(
            "<html><body><nav><a href=/>Home</a></nav><div id=main><h1>Ferry sails again</h1><article>{inside}</article></div></body></html>"
        ))
    }

    fn kind_of(document: &Document, words: &str) -> Option<BlockKind> {
        let blocks = document.blocks.iter();
        let mut holding = blocks.filter(|b| document.text.slice(b.span).contains(words));
        holding.next().map(|b| b.kind)
    }

    #[test]
    fn paragraphs_named_like_boxes_are_body_where_they_stand_beside_the_others() {
        let document = article(&format!(
            "<p>{FIRST}</p><p class=paywall>{SECOND}</p><p class=paywall>{THIRD}</p><div class=newsletter><p>Our free letter.</p></div>"
        ));
        assert_eq!(of_kind(&document, BlockKind::Body).len(), 3);
        assert_eq!(
            kind_of(&document, "free letter"),
            Some(BlockKind::Boilerplate)
        );
    }

    #[test]
    fn an_article_goes_on_behind_a_heading_that_only_sounds_like_other_stories() {
        let document = article(&format!(
            "<p>{FIRST}</p><p>{SECOND}</p><p>{SECOND} And {FIRST}</p><h2>Popular with neither shore</h2><p>{THIRD}</p>"
        ));
        assert_eq!(kind_of(&document, "customs house"), Some(BlockKind::Body));
    }

    #[test]
    fn a_quotation_at_the_end_of_the_article_is_its_body() {
        let tweet = "<div class=embed-social><blockquote><p>I never sold a ticket in my life</p></blockquote></div>";
        let document = article(&format!(
            "<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>{tweet}"
        ));
        assert_eq!(kind_of(&document, "never sold"), Some(BlockKind::Body));
    }

    #[test]
    fn short_lines_beside_the_last_paragraph_are_kept() {
        let document = article(&format!(
            "<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>(Map: the herring bank)</p>"
        ));
        assert_eq!(kind_of(&document, "(Map:"), Some(BlockKind::Body));
    }

    #[test]
    fn what_the_page_states_as_its_text_is_body_though_the_extractor_left_it_out() {
        let stated = format!("{FIRST} The harbour master keeps the keys, as ever. {SECOND}");
        let raw = |body: &str| {
            format!(
                "<html><head><script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script></head>\
                <body><article><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>\
                <div class=sidebar><div>The harbour master keeps the keys, as ever.</div></div></body></html>"
            )
        };
        let keys = |page_text: &str| kind_of(&page(page_text), "harbour master");
        assert_eq!(keys(&raw(&stated)), Some(BlockKind::Body));
        assert_eq!(keys(&raw(FIRST)), Some(BlockKind::Boilerplate));
    }
}
