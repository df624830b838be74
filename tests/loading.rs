//! Whatever is loaded: no panic, blocks in order and without overlap, and no character lost.

#[path = "loading/holds.rs"]
mod holds;

use std::io::Write;
use std::ops::ControlFlow;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use variorum::load::{Limits, each, load};
use variorum::text::{Span, sentences};

use holds::{harmless, holds};

fn check(path: &str, bytes: &[u8]) {
    let limits = Limits::default();
    each(path, &mut &bytes[..], &limits, &mut |result| {
        match result {
            Ok(document) => holds(&document),
            Err(error) => harmless(&error.to_string()),
        }
        ControlFlow::Continue(())
    });
}

/// Names of every format.
const NAMES: [&str; 10] = [
    "a", "a.txt", "a.html", "a.md", "a.json", "a.jsonl", "a.xml", "a.warc", "a.gz", "-",
];

/// Pieces of Markdown, one a line.
const MARKDOWN: &str = "# Ferry
## sails
=====
---
+++
title: Ferry: it sails
> quoted
- item
    1. item
[the port](https://example.org/a \"Port\")
![the quay](a.jpg)
[p]: https://example.org/a
**strong
*weak*
`code
```
| a | b |
|---|---|
<!-- unseen
-->
<div>words</div>
[^1]: below
&amp;
\\*
The ferry sails. Nobody waved!";

/// Pieces of records, one a line.
const RECORDS: &str = "{\"text\": \"The ferry sails.\"}
{\"text\":
\"<p>The ferry</p>\"
{\"articles\": [
{\"items\": [{\"content_text\": \"It sails.\", \"title\": \"Ferry\\u0000\"}]}
\"title\": \"Ferry
[
]
{
}
,
:
\\\"
null
\"bodies\": [{\"value\": \"It sails.\"}]
{\"text\": [\"One.\", \"Two.\"], \"date\": 1759478400, \"id\": 7}";

/// Pieces of news, one a line.
const NEWS: &str =
    "PORT HALM, Oct. 3 (Ostwire) -- The ferry sailed at 10 p.m. Monday, Dr. J. R. Brill said.
The ferry between the two harbours will sail again in spring, both governments said on Monday.
▲ The ferry at the quay. (Ostwire) |
(2nd LD) Ferry-talks
(END)
(C) Ostwire. All Rights Reserved
“We came.” “We saw
„Gut“
«Хорошо!» — сказал он.
(((
''\"
。」と述べた。
회담이 열렸다.
(서울=가나통신) 김아무 기자 =
海角社9月4日电　
【北岸】
هل وصل؟ نعم.
1. One 2. Two
...
U.S.
date 2025-09-05 Halm:
https://example.org/a
a@b.org
/TASS/
(ANI)
© a / b
More from Ostwire";

/// Pieces of pages, one a line.
const PAGES: &str = "<p>
</p>
<div class=share>
</div>
<br>
<h1>
</h1>
<a href=x>
</a>
<li>
<table><tr><td>
<b>
</i>
<!--
-->
<script>
</script>
<style>.x{display:none}
</style>
<figure><figcaption>
<blockquote>
<svg>
<template>
<meta property=og:title content='Ferry'>
<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":
&#0;
&nbsp;
<html
<body
<!doctype html>
<article>
<p hidden class=x>
<time datetime=2025-09-05>
<select><option>
<title>
<dialog>
<div aria-hidden=true>
<div itemprop=articleBody>
<article><h2><time datetime=2025-10-03>
<script type=\"application/ld+json\">[{\"@graph\":[{\"@id\":\"#a\",\"publisher\":{\"@id\":\"#a\"}}]}]</script>
<link rel=canonical href=https://example.org/2025/13/99/a>
<meta name=date content=20251399>";

/// Pieces of trouble.
const TROUBLE: [&str; 12] = [
    "\u{feff}",
    "\r\n",
    "\n\n",
    "\n",
    "\t",
    " ",
    "e\u{301}",
    "\u{202e}",
    "\u{1b}[31m",
    "\u{2028}",
    "\u{a0}",
    "\0",
];

fn part(pieces: &'static str) -> impl Strategy<Value = String> {
    let lines = prop::sample::select(pieces.lines().collect::<Vec<_>>());
    prop_oneof![
        6 => lines.prop_map(str::to_owned),
        1 => prop::sample::select(TROUBLE.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn piece() -> impl Strategy<Value = String> {
    let lines = |text: &'static str| prop::sample::select(text.lines().collect::<Vec<_>>());
    prop_oneof![
        4 => lines(NEWS).prop_map(str::to_owned),
        3 => lines(PAGES).prop_map(str::to_owned),
        2 => prop::sample::select(TROUBLE.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

proptest! {
    #[test]
    fn any_bytes_load_without_panic_and_without_loss(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        for name in NAMES {
            check(name, &bytes);
        }
    }

    #[test]
    fn any_markdown_keeps_every_character(pieces in prop::collection::vec(part(MARKDOWN), 0..40)) {
        for text in [pieces.join("\n"), pieces.concat(), pieces.join("\n\n")] {
            check("a.md", text.as_bytes());
            let read = load("a.md", text.as_bytes(), &Limits::default());
            let document = read.ok().and_then(|all| all.into_iter().next());
            // A text with NUL bytes may be read as UTF-16.
            if let Some(document) = document.filter(|d| d.encoding == "UTF-8") {
                prop_assert_eq!(document.text.chars(), text.chars().count());
            }
        }
    }

    #[test]
    fn any_records_are_read_or_named(pieces in prop::collection::vec(part(RECORDS), 0..30)) {
        for text in [pieces.join("\n"), pieces.concat()] {
            check("a.jsonl", text.as_bytes());
            check("a.json", text.as_bytes());
            check("-", text.as_bytes());
        }
    }

    #[test]
    fn any_packed_bytes_are_read_or_named(
        pieces in prop::collection::vec(part(RECORDS), 0..30),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(pieces.join("\n").as_bytes()).unwrap_or_default();
        let mut packed = encoder.finish().unwrap_or_default();
        let at = at.index(packed.len());
        check("a.gz", &packed[..at]);
        packed[at] = byte;
        check("a.jsonl.gz", &packed);
    }

    #[test]
    fn any_text_keeps_every_character(pieces in prop::collection::vec(piece(), 0..40)) {
        check("a.txt", pieces.concat().as_bytes());
        check("a.txt", pieces.join("\n").as_bytes());
    }

    #[test]
    fn any_page_keeps_every_visible_character(pieces in prop::collection::vec(piece(), 0..60)) {
        check("a.html", format!("<html><body>{}", pieces.concat()).as_bytes());
        check("a.html", format!("<html><head>{}", pieces.join(" ")).as_bytes());
    }

    #[test]
    fn sentences_of_any_stretch_stay_inside_it(
        text in any::<String>(),
        from in 0usize..80,
        length in 0usize..80,
    ) {
        let boundary = |from: usize| (from..=text.len()).find(|at| text.is_char_boundary(*at));
        let start = boundary(from).unwrap_or(text.len());
        let end = boundary(start + length).unwrap_or(text.len());
        let within = Span::new(start, end);
        for sentence in sentences(&text, within) {
            prop_assert!(within.covers(sentence) && text.get(sentence.range()).is_some());
        }
    }
}

#[test]
fn the_same_bytes_give_the_same_document() {
    let line = "HALM (Ostwire) - The ferry sailed on Monday, both governments said at noon.\n";
    let text = format!("Ferry sails\n{}", line.repeat(8));
    let read = || {
        load("a.txt", text.as_bytes(), &Limits::default())
            .unwrap_or_default()
            .remove(0)
    };
    let (first, second) = (read(), read());
    assert_eq!(
        (first.blocks, first.sentences),
        (second.blocks, second.sentences)
    );
}
