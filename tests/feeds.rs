//! Feeds: every entry becomes an article with what the feed states of it; a broken entry costs no other.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::ops::ControlFlow;

use proptest::prelude::*;
use variorum::document::{BlockKind, Document, Found};
use variorum::load::{Limits, each};

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:media="http://search.yahoo.com/mrss/">
<channel>
  <title>Ostwire: Sea &amp; Ports</title><language>en-GB</language>
  <atom:link rel="self" href="https://example.org/feed.xml"/>
  <image><title>Not the name</title><link>https://example.org/logo</link></image>
  <item>
    <title>Ferry sails &lt;i&gt;again&lt;/i&gt; &#8211; at last</title>
    <link>https://example.org/ferry?a=1&amp;b=2</link>
    <media:title>A picture</media:title><media:content url="https://example.org/a.jpg"/>
    <guid isPermaLink="false">ferry-1</guid>
    <pubDate>Fri, 03 Oct 2025 08:00:00 GMT</pubDate>
    <dc:creator><![CDATA[Ona Brill]]></dc:creator><author>desk@example.org (Jon Weir)</author>
    <description>Only the beginning of it …</description>
    <content:encoded><![CDATA[<p>The ferry between the two harbours sails again, both governments said.</p>
      <p>Eleven years after the last of them left, its band&nbsp;plays on the quay.</p><script>no()</script>]]></content:encoded>
  </item>
  <item>
    <title>Herring quota agreed</title>
    <guid>https://example.org/herring</guid>
    <source url="https://example.net/feed">The Strait Courier</source>
    <description>Nine thousand tonnes a year &amp; no more.

Both countries signed.</description>
  </item>
</channel></rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
  <entry xml:lang="en">
    <id>urn:example:1</id>
    <title type="html">Ferry &amp;amp; harbour</title>
    <link rel="enclosure" href="https://example.org/a.mp3"/><link href="https://example.org/1"/>
    <updated>2025-10-05T09:00:00Z</updated><published>2025-10-03T08:00:00Z</published>
    <author><name>Ona Brill</name><email>ona@example.org</email></author><author><name>Jon Weir</name></author>
    <summary>Short.</summary>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The ferry <b>sails</b> again.</p>
      <p>The band plays.</p></div></content>
  </entry>
  <entry>
    <id>urn:example:2</id><title>Fähre</title>
    <source><title>Sundblatt</title></source>
    <updated>2025-10-05T09:00:00Z</updated>
    <content type="text">Die Fähre fährt wieder, und 3 &lt; 4.</content>
  </entry>
  <title>Nordblatt</title>
</feed>"#;

fn read_within(feed: &str, limits: &Limits) -> (Vec<Document>, Vec<String>) {
    let (mut documents, mut errors) = (Vec::new(), Vec::new());
    each("feed.xml", &mut feed.as_bytes(), limits, &mut |result| {
        match result {
            Ok(document) => documents.push(document),
            Err(error) => errors.push(error.to_string()),
        }
        ControlFlow::Continue(())
    });
    (documents, errors)
}

fn read(feed: &str) -> (Vec<Document>, Vec<String>) {
    read_within(feed, &Limits::default())
}

fn fact(found: &Option<Found>) -> Option<(&str, &str)> {
    found
        .as_ref()
        .map(|found| (found.value.as_str(), found.from))
}

fn body(document: &Document) -> Vec<&str> {
    let body = document.blocks.iter().filter(|b| b.kind == BlockKind::Body);
    body.map(|b| document.text.slice(b.span)).collect()
}

fn titles(documents: &[Document]) -> Vec<&str> {
    let titles = documents.iter().map(|d| d.title.as_ref().unwrap());
    titles.map(|title| title.value.as_str()).collect()
}

/// Returns a feed of entries with a title and a body each.
fn feed(entries: &[String]) -> String {
    format!(
        "<rss><channel><title>Ostwire</title>{}</channel></rss>",
        entries.concat()
    )
}

fn entry(name: &str) -> String {
    format!(
        "<item><title>{name}</title><description>The {name} sailed at noon.</description></item>"
    )
}

#[test]
fn an_entry_of_rss_gives_its_facts_and_its_fullest_words() {
    let (documents, errors) = read(RSS);
    assert_eq!((documents.len(), errors), (2, Vec::new()));
    let [ferry, herring] = documents.as_slice() else {
        return;
    };
    assert_eq!(
        fact(&ferry.title),
        Some(("Ferry sails again – at last", "title"))
    );
    assert_eq!(
        fact(&ferry.outlet),
        Some(("Ostwire: Sea & Ports", "feed title"))
    );
    assert_eq!(fact(&ferry.date), Some(("2025-10-03", "pubDate")));
    assert_eq!(
        fact(&ferry.url),
        Some(("https://example.org/ferry?a=1&b=2", "link"))
    );
    assert_eq!(ferry.authors, ["Jon Weir", "Ona Brill"]);
    assert_eq!(ferry.source_id.as_deref(), Some("ferry-1"));
    assert_eq!(
        (ferry.language.as_deref(), ferry.path.as_str()),
        (Some("en"), "feed.xml")
    );
    assert_eq!(body(ferry).len(), 2, "{ferry:#?}");
    assert!(!ferry.text.as_str().contains("no()") && !ferry.text.as_str().contains("beginning"));
    assert_eq!(
        fact(&herring.outlet),
        Some(("The Strait Courier", "source"))
    );
    assert_eq!(
        fact(&herring.url),
        Some(("https://example.org/herring", "guid"))
    );
    assert_eq!(fact(&herring.date), None);
    assert_eq!(
        body(herring),
        [
            "Nine thousand tonnes a year & no more.",
            "Both countries signed."
        ]
    );
}

#[test]
fn an_entry_of_atom_gives_its_facts_in_its_own_language() {
    let (documents, errors) = read(ATOM);
    assert_eq!((documents.len(), errors), (2, Vec::new()));
    let [ferry, german] = documents.as_slice() else {
        return;
    };
    assert_eq!(fact(&ferry.title), Some(("Ferry & harbour", "title")));
    assert_eq!(fact(&ferry.outlet), Some(("Nordblatt", "feed title")));
    assert_eq!(fact(&ferry.date), Some(("2025-10-03", "published")));
    assert_eq!(fact(&ferry.url), Some(("https://example.org/1", "link")));
    assert_eq!(ferry.authors, ["Ona Brill", "Jon Weir"]);
    assert_eq!(ferry.language.as_deref(), Some("en"));
    assert_eq!(body(ferry), ["The ferry sails again.", "The band plays."]);
    assert_eq!(fact(&german.outlet), Some(("Sundblatt", "source")));
    assert_eq!(german.language.as_deref(), Some("de"));
    assert_eq!(fact(&german.date), Some(("2025-10-05", "updated")));
    assert_eq!(body(german), ["Die Fähre fährt wieder, und 3 < 4."]);
}

#[test]
fn rss_1_keeps_its_entries_beside_the_channel() {
    let (documents, errors) = read(
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
             xmlns:d="http://purl.org/dc/elements/1.1/">
           <channel rdf:about="https://example.org/"><title>Ostwire</title><items><rdf:Seq/></items></channel>
           <item rdf:about="https://example.org/1"><title>Ferry</title><link>https://example.org/1</link>
           <description>The ferry sails again.</description><d:date>2025-10-03T08:00:00Z</d:date></item></rdf:RDF>"#,
    );
    assert_eq!((documents.len(), errors), (1, Vec::new()));
    assert_eq!(fact(&documents[0].outlet), Some(("Ostwire", "feed title")));
    assert_eq!(fact(&documents[0].date), Some(("2025-10-03", "date")));
    assert_eq!(
        documents[0].source_id.as_deref(),
        Some("https://example.org/1")
    );
}

#[test]
fn markup_that_was_not_escaped_is_read_as_markup() {
    let raw = "<item><title>Ferry</title><description><p>The ferry sails.</p><p>So it does.</p></description></item>";
    let (documents, _) = read(&feed(&[raw.to_owned()]));
    assert_eq!(body(&documents[0]), ["The ferry sails.", "So it does."]);
}

#[test]
fn an_entry_without_words_is_named_and_the_others_are_read() {
    let empty =
        "<item><title>Ferry</title><description>&lt;img src=a&gt;&amp;nbsp;</description></item>";
    let (documents, errors) = read(&feed(&[entry("Dory"), empty.to_owned(), entry("Kestrel")]));
    assert_eq!(titles(&documents), ["Dory", "Kestrel"]);
    assert_eq!(
        errors,
        ["entry 2: holds no words of an article; open its link and save the page"]
    );
}

#[test]
fn a_broken_entry_is_named_and_costs_no_other() {
    for broken in [
        "<item><title>Ferry</b></title></item>",
        "<item><title>Ferry</title><description>Cut</item>",
        "<item><title a=\"Ferry</title></item>",
        "<item><![CDATA[Ferry</item>",
        "<item><!-- Ferry</item>",
    ] {
        let (documents, errors) = read(&feed(&[
            entry("Dory"),
            broken.to_owned(),
            entry("Kestrel"),
            entry("Swift"),
        ]));
        assert_eq!(titles(&documents), ["Dory", "Kestrel", "Swift"], "{broken}");
        assert!(
            errors.len() == 1 && errors[0].starts_with("entry 2: "),
            "{errors:?}"
        );
    }
}

#[test]
fn a_feed_that_is_cut_off_keeps_its_whole_entries() {
    let whole = feed(&[entry("Dory"), entry("Kestrel")]);
    let begin = whole.rfind("<item>").unwrap() + "<item>".len();
    let end = whole.rfind("</item>").unwrap();
    for cut in begin..end {
        let (documents, errors) = read(whole.get(..cut).unwrap());
        assert_eq!(titles(&documents), ["Dory"], "{cut}");
        assert!(
            errors.len() == 1 && errors[0].starts_with("entry 2: "),
            "{errors:?}"
        );
    }
}

#[test]
fn entities_of_its_own_are_never_expanded() {
    let lines: String = (1..10)
        .map(|i| format!("<!ENTITY l{i} \"{}\">", format!("&l{};", i - 1).repeat(10)))
        .collect();
    let bomb = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY l0 \"ha\">{lines}]>{}",
        feed(&[entry("&l9;")])
    );
    let (documents, errors) = read(&bomb);
    assert!(documents.is_empty());
    assert!(
        errors.len() == 1 && errors[0].contains("entities of its own"),
        "{errors:?}"
    );
}

#[test]
fn entities_that_nobody_declared_and_lone_signs_are_kept() {
    let (documents, errors) = read(&format!(
        "<!DOCTYPE rss PUBLIC \"-//Example//DTD RSS 0.91//EN\" \"https://example.org/rss.dtd\">{}",
        feed(&["<item><title>Salt & Sail &what; caf&eacute;</title><description>At the caf&eacute; &what; says.\
                </description></item>".to_owned()])
    ));
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(titles(&documents), ["Salt & Sail &what; café"]);
    assert_eq!(body(&documents[0]), ["At the café &what; says."]);
}

#[test]
fn what_nests_too_deeply_or_holds_too_many_elements_is_refused() {
    let limits = Limits {
        depth: 40,
        elements: 1000,
        ..Limits::default()
    };
    for (markup, words) in [
        ("<b>".repeat(100_000), "nests"),
        ("<br/>".repeat(100_000), "more than the limit of 1000"),
    ] {
        let deep = format!("<item><title>Ferry</title><description>{markup}x</description></item>");
        let (documents, errors) = read_within(&feed(&[deep, entry("Dory")]), &limits);
        assert_eq!(titles(&documents), ["Dory"]);
        assert!(
            errors.len() == 1 && errors[0].starts_with("entry 1: "),
            "{errors:?}"
        );
        assert!(errors[0].contains(words), "{errors:?}");
    }
}

#[test]
fn thousands_of_broken_entries_end_with_what_was_read() {
    let broken = vec!["<item><title a=\"".to_owned(); 20_000];
    let (documents, errors) = read(&feed(&[vec![entry("Dory")], broken].concat()));
    assert_eq!(titles(&documents), ["Dory"]);
    assert!(errors.len() < 100, "{}", errors.len());
}

#[test]
fn a_feed_without_entries_says_so() {
    let (documents, errors) = read(&feed(&[]));
    assert!(
        documents.is_empty() && errors[0].contains("without entries"),
        "{errors:?}"
    );
}

#[test]
fn hostile_characters_of_a_feed_are_made_harmless() {
    let (documents, _) = read(&feed(&[
        "<item><title>Red &#27;[31m alert</title><guid>a&#27;b</guid><author>&#x202e;Ona</author>\
         <description>Words &#27;[2J behind &#x9b; it.</description></item>"
            .to_owned(),
    ]));
    let document = &documents[0];
    let all = format!("{document:?}");
    assert!(!all.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{all}");
}

#[test]
fn the_digest_of_an_entry_is_of_its_title_and_its_words() {
    let (documents, _) = read(&feed(&[entry("Dory"), entry("Dory"), entry("Swift")]));
    let digests: Vec<_> = documents.iter().map(|d| d.sha256.as_str()).collect();
    assert_eq!(digests[0], digests[1]);
    assert_ne!(digests[0], digests[2]);
    // Computed once with `printf 'Dory\nThe Dory sailed at noon.' | sha256sum`.
    assert_eq!(
        digests[0],
        "b83994eab49d86df52fadc29c4471b3d11f662316db7c22dfc2733cc8c38a241"
    );
}

/// Pieces of feeds, one a line.
const PIECES: &str = "<item>
</item>
<entry>
</entry>
<title>
</title>
<description>
</description>
<content type='xhtml'>
<content:encoded>
</content:encoded>
<![CDATA[<p>Ferry
]]>
<!--
-->
<!DOCTYPE rss [<!ENTITY a 'b'>]>
&a;
&#0;
&#x41;
&
<a xmlns='http://www.w3.org/2005/Atom'
<x:y xmlns:x='z' a=b>
/>
The ferry sailed.
<link href='https://example.org/'/>
<pubDate>Fri, 03 Oct 2025</pubDate>
<guid>";

proptest! {
    #[test]
    fn any_pieces_are_read_to_their_end_and_whole_entries_are_kept(
        pieces in prop::collection::vec(prop::sample::select(PIECES.lines().collect::<Vec<_>>()), 0..40),
        noise in any::<String>(),
    ) {
        let (documents, errors) = read(&format!("<rss><channel>{}{}{noise}", entry("Dory"), pieces.concat()));
        let declares = pieces.iter().any(|piece| piece.contains("ENTITY"));
        prop_assert!(declares || titles(&documents[..1]) == ["Dory"], "{errors:?}");
        for document in &documents {
            let text = document.text.as_str();
            prop_assert!(!text.contains(|c: char| c.is_control() && !"\n\r\t".contains(c)));
            prop_assert!(!document.sha256.is_empty());
        }
    }
}
