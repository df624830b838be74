//! Archives of pages and of texts: every article in them is given, and what is broken is named and costs no other.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::io::BufReader;
use std::ops::ControlFlow;

use proptest::prelude::*;
use variorum::document::Document;
use variorum::load::{Limits, LoadError, each};

const PAGE: &str = "<!doctype html><html><head><title>Ferry sails again</title></head><body><article>\
    <h1>Ferry sails again</h1><p>The ferry between the two harbours will sail again in spring, both governments \
    said on Monday, eleven years after the last of them left with half of its cabins empty.</p></article></body></html>";

/// Writes archives.
#[derive(Default)]
struct Archive {
    bytes: Vec<u8>,
}

impl Archive {
    /// Adds a record whose length is right.
    fn record(self, fields: &str, content: impl AsRef<[u8]>) -> Self {
        let length = content.as_ref().len().to_string();
        self.stated(fields, &length, content)
    }

    /// Adds a record with whatever it states as its length.
    fn stated(mut self, fields: &str, length: &str, content: impl AsRef<[u8]>) -> Self {
        let head = format!("WARC/1.0\r\n{fields}\r\nContent-Length: {length}\r\n\r\n");
        self.bytes.extend(head.as_bytes());
        self.bytes.extend(content.as_ref());
        self.bytes.extend(b"\r\n\r\n");
        self
    }

    /// Adds a text of a WET file.
    fn text(self, name: &str) -> Self {
        let fields = conversion(name);
        self.record(&fields, text(name))
    }

    fn page(self, http: &str, body: impl AsRef<[u8]>) -> Self {
        let content = [b"HTTP/1.1 ", http.as_bytes(), b"\r\n\r\n", body.as_ref()].concat();
        let fields = "WARC-Type: response\r\nWARC-Target-URI: https://example.org/2025/10/03/ferry\r\n\
            WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response";
        self.record(fields, content)
    }

    fn read(&self) -> (Vec<Document>, Vec<String>) {
        read(&self.bytes, &Limits::default())
    }
}

fn conversion(name: &str) -> String {
    format!(
        "WARC-Type: conversion\r\nWARC-Target-URI: https://example.org/{name}\r\n\
         WARC-Record-ID: <urn:uuid:{name}>\r\nContent-Type: text/plain"
    )
}

fn text(name: &str) -> String {
    format!("The {name} sailed at noon, both governments said on Monday.\n")
}

fn read(bytes: &[u8], limits: &Limits) -> (Vec<Document>, Vec<String>) {
    let (mut documents, mut errors) = (Vec::new(), Vec::new());
    // Small pieces, so that every line is cut somewhere.
    let mut source = BufReader::with_capacity(7, bytes);
    each("a.warc", &mut source, limits, &mut |result| {
        match result {
            Ok(document) => documents.push(document),
            Err(error) => errors.push(error.to_string()),
        }
        ControlFlow::Continue(())
    });
    (documents, errors)
}

/// The names of the texts that were given.
fn names(documents: &[Document]) -> Vec<&str> {
    let ids = documents.iter().map(|d| d.source_id.as_deref().unwrap());
    ids.map(|id| id.trim_start_matches("urn:uuid:")).collect()
}

fn value(found: Option<&variorum::document::Found>) -> Option<(&str, &str)> {
    found.map(|found| (found.value.as_str(), found.from))
}

#[test]
fn a_page_comes_with_its_address_and_without_the_day_of_the_crawl() {
    let archive = Archive::default()
        .record("WARC-Type: warcinfo", "software: none\r\n")
        .record("WARC-Type: request", "GET / HTTP/1.1\r\n\r\n")
        .page("200 OK\r\nContent-Type: text/html; charset=utf-8", PAGE);
    let (documents, errors) = archive.read();
    assert_eq!(errors, Vec::<String>::new());
    let [document] = documents.as_slice() else {
        panic!("{documents:?}");
    };
    assert_eq!(
        value(document.url.as_ref()),
        Some(("https://example.org/2025/10/03/ferry", "warc target"))
    );
    assert_eq!(
        value(document.date.as_ref()),
        Some(("2025-10-03", "address"))
    );
    assert_eq!(
        document.title.as_ref().map(|t| t.value.as_str()),
        Some("Ferry sails again")
    );
    assert_eq!((document.encoding, document.sha256.len()), ("UTF-8", 64));
}

#[test]
fn an_address_that_the_page_states_otherwise_is_kept_beside() {
    let page = PAGE.replace(
        "</title>",
        "</title><link rel=\"canonical\" href=\"https://example.org/ferry\">",
    );
    let archive = Archive::default().page("200 OK\r\nContent-Type: text/html", page);
    let (documents, _) = archive.read();
    let url = documents[0].url.as_ref().unwrap();
    assert_eq!(url.from, "warc target");
    assert_eq!(
        value(url.also.first()),
        Some(("https://example.org/ferry", "canonical link"))
    );
}

#[test]
fn the_charset_of_the_response_counts_before_that_of_the_page() {
    let page = [
        b"<html><head><meta charset=windows-1252></head><body><p>",
        &b"\xcf\xe0\xf0\xee\xec \xf1\xed\xee\xe2\xe0 \xe2\xfb\xf8\xe5\xeb \xe2 \xec\xee\xf0\xe5."[..],
    ]
    .concat();
    let archive = Archive::default().page(
        "200 OK\r\nContent-Type: text/html; charset=windows-1251",
        page,
    );
    let (documents, _) = archive.read();
    assert_eq!(documents[0].encoding, "windows-1251");
    assert_eq!(
        documents[0].text.as_str().trim(),
        "Паром снова вышел в море."
    );
}

#[test]
fn texts_and_resources_are_read_and_other_records_are_passed_over() {
    let archive = Archive::default()
        .text("ferry")
        .record(
            "WARC-Type: metadata\r\nContent-Type: text/plain",
            "fetchTimeMs: 3",
        )
        .record(
            "WARC-Type: revisit\r\nContent-Type: application/http",
            "HTTP/1.1 200 OK\r\n\r\n",
        )
        .record("WARC-Type: resource\r\nContent-Type: text/html", PAGE)
        .record(
            "WARC-Type: resource\r\nContent-Type: image/png",
            "\u{89}PNG",
        )
        .record(
            "WARC-Type: response\r\nContent-Type: text/dns",
            "example.org. 300 IN A",
        )
        .page("302 Found\r\nLocation: /", "")
        .page("200 OK\r\nContent-Type: image/jpeg", "\u{ff}")
        .page("200 OK\r\nContent-Type: text/html", "")
        .text("herring");
    let (documents, errors) = archive.read();
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(documents.len(), 3);
    assert_eq!(documents[0].source_id.as_deref(), Some("urn:uuid:ferry"));
    assert_eq!(documents[0].text.as_str(), text("ferry"));
    assert_eq!(documents[1].source_id, None);
    assert_eq!(documents[2].text.as_str(), text("herring"));
}

#[test]
fn older_heads_with_bare_line_feeds_and_folded_lines_are_read() {
    let content = text("ferry");
    let head = format!(
        "WARC/0.18\nWARC-Type: conversion\nWARC-Record-ID:\n <urn:uuid:ferry>\ncontent-type: text/plain\n\
         Content-Length: {}\n\n{content}\n\n",
        content.len()
    );
    let (documents, errors) = read(head.as_bytes(), &Limits::default());
    assert_eq!((names(&documents), errors), (vec!["ferry"], Vec::new()));
}

#[test]
fn a_wrong_length_is_named_and_costs_no_other_record() {
    for length in [
        "",
        "none",
        "-1",
        "20",
        "0",
        "100",
        "400",
        "30000000",
        "99999999999999",
        "1e3",
        "99999999999999999999999999",
    ] {
        let archive = Archive::default()
            .text("ferry")
            .stated(&conversion("wrong"), length, text("wrong"))
            .text("herring")
            .text("harbour");
        let (documents, errors) = archive.read();
        assert_eq!(
            names(&documents),
            ["ferry", "herring", "harbour"],
            "{length}"
        );
        assert!(
            errors.len() == 1 && errors[0].starts_with("record 2: "),
            "{length}: {errors:?}"
        );
    }
}

#[test]
fn a_length_that_counts_the_line_ends_behind_it_is_read_as_it_was_meant() {
    let content = text("ferry");
    for more in 0..=4 {
        let length = (content.len() + more).to_string();
        let archive = Archive::default()
            .stated(&conversion("ferry"), &length, &content)
            .text("herring");
        let (documents, errors) = archive.read();
        assert_eq!(names(&documents), ["ferry", "herring"], "{errors:?}");
    }
}

#[test]
fn a_page_about_archives_is_not_taken_for_records() {
    let body =
        "How a record begins:\n\nWARC/1.0\nWARC-Type: response\n\nand how it goes on, we said.\n";
    let archive = Archive::default()
        .record(&conversion("about"), body)
        .text("herring");
    let (documents, errors) = archive.read();
    assert_eq!(
        (names(&documents), errors),
        (vec!["about", "herring"], Vec::new())
    );
}

#[test]
fn a_file_cut_off_anywhere_gives_what_stands_before_and_names_the_rest() {
    let whole = Archive::default().text("ferry").text("herring").bytes;
    let half = Archive::default().text("ferry").bytes.len();
    for end in half + 10..whole.len() - 4 {
        let (documents, errors) = read(&whole[..end], &Limits::default());
        assert_eq!(names(&documents), ["ferry"], "{end}");
        assert!(
            errors.len() == 1 && errors[0].starts_with("record 2: "),
            "{errors:?}"
        );
    }
}

#[test]
fn a_record_over_the_limit_is_named_unless_it_is_a_film() {
    let limits = Limits {
        bytes: 4096,
        ..Limits::default()
    };
    let archive = Archive::default()
        .page("200 OK\r\nContent-Type: video/mp4", vec![b'x'; 100_000])
        .page("200 OK\r\nContent-Type: text/html", vec![b'x'; 100_000])
        .text("herring");
    let (documents, errors) = read(&archive.bytes, &limits);
    assert_eq!(names(&documents), ["herring"]);
    assert!(
        errors.len() == 1 && errors[0].starts_with("record 2: is larger than the limit of 4 KiB"),
        "{errors:?}"
    );
}

#[test]
fn many_wrong_lengths_do_not_make_a_file_slow() {
    let mut archive = Archive::default();
    for _ in 0..3000 {
        archive = archive.stated(&conversion("wrong"), "30000000", "Wrong.\n");
    }
    let limits = Limits {
        bytes: 1 << 20,
        ..Limits::default()
    };
    // Lengths above the limit are never read, those below only until the bound on reading again.
    for limits in [limits, Limits::default()] {
        let (documents, errors) = read(&archive.bytes, &limits);
        assert_eq!((documents.len(), errors.len()), (0, 3000));
    }
}

#[test]
fn an_archive_without_articles_says_so() {
    let archive = Archive::default().record("WARC-Type: warcinfo", "software: none\r\n");
    let (documents, errors) = archive.read();
    assert!(documents.is_empty());
    assert_eq!(
        errors,
        ["holds no article: none of its 1 records is a page of HTML or a plain text"]
    );
}

#[test]
fn reading_ends_where_the_taker_asks_to_stop() {
    let archive = Archive::default().text("ferry").text("herring");
    let mut given = 0;
    each(
        "a.warc",
        &mut archive.bytes.as_slice(),
        &Limits::default(),
        &mut |_| {
            given += 1;
            ControlFlow::Break(())
        },
    );
    assert_eq!(given, 1);
}

#[test]
fn a_source_that_fails_in_the_middle_is_named_with_its_words() {
    struct Failing<'a>(&'a [u8]);
    impl std::io::Read for Failing<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            match self.0.read(into)? {
                0 => Err(std::io::Error::other("the disk \x1b[2J was pulled out")),
                read => Ok(read),
            }
        }
    }
    let archive = Archive::default().text("ferry");
    let mut given = Vec::new();
    let mut source = BufReader::new(Failing(&archive.bytes));
    each("a.warc", &mut source, &Limits::default(), &mut |result| {
        given.push(result.map(|d| d.source_id));
        ControlFlow::Continue(())
    });
    let Some(Err(LoadError::Record { place, error })) = given.last() else {
        panic!("{given:?}");
    };
    assert_eq!(place, "behind record 1");
    assert!(
        error
            .to_string()
            .contains("the disk \u{241b}[2J was pulled out")
    );
}

fn any_record() -> impl Strategy<Value = Vec<u8>> {
    let lengths = prop_oneof![
        5 => Just(None),
        1 => any::<u16>().prop_map(|n| Some(n.to_string())),
        1 => "[0-9a-f-]{0,22}".prop_map(Some),
    ];
    let kinds = prop::sample::select(vec!["conversion", "response", "resource", "request", "x"]);
    let contents = prop_oneof![
        2 => Just(text("ferry").into_bytes()),
        1 => Just([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n", PAGE.as_bytes()].concat()),
        1 => Just(b"WARC/1.0\r\nWARC-Type: response\r\n\r\n".to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..80),
    ];
    (kinds, lengths, contents).prop_map(|(kind, length, content)| {
        let fields = format!("WARC-Type: {kind}\r\nContent-Type: text/html");
        let archive = Archive::default();
        match length {
            Some(length) => archive.stated(&fields, &length, content).bytes,
            None => archive.record(&fields, content).bytes,
        }
    })
}

#[test]
fn a_stated_length_may_end_anywhere_in_the_records_behind_it() {
    let fields = "WARC-Type: conversion\r\nContent-Type: text/plain";
    let content = b"The ferry sailed at noon, both governments said on Monday.\n";
    let first = Archive::default().text("first").bytes;
    let other = Archive::default().record(fields, content).bytes;
    let last = Archive::default().text("last").bytes;
    let behind = content.len() + 4 + other.len() + last.len();
    for length in 0..=behind {
        let wrong = Archive::default()
            .stated(fields, &length.to_string(), content)
            .bytes;
        for between in [&[][..], &wrong] {
            let bytes = [&first, between, &wrong, &other, &last].concat();
            let (documents, errors) = read(&bytes, &Limits::default());
            let ids: Vec<_> = documents
                .iter()
                .filter_map(|d| d.source_id.as_deref())
                .collect();
            assert_eq!(ids.first(), Some(&"urn:uuid:first"), "{length} {errors:?}");
            // A length that ends where the archive ends is right, as far as anyone can tell.
            if length + 8 < behind {
                assert_eq!(ids.last(), Some(&"urn:uuid:last"), "{length} {errors:?}");
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_lengths_are_stated_the_records_before_and_behind_are_given(
        records in prop::collection::vec(any_record(), 0..6),
        again in 0usize..3,
    ) {
        let mut bytes = Archive::default().text("first").bytes;
        bytes.extend(records.concat());
        let last = Archive::default().text("last").bytes;
        (0..=again).for_each(|_| bytes.extend(&last));
        let (documents, errors) = read(&bytes, &Limits::default());
        let ids: Vec<_> = documents.iter().filter_map(|d| d.source_id.as_deref()).collect();
        prop_assert!(ids.first() == Some(&"urn:uuid:first"), "{ids:?} {errors:?}");
        prop_assert!(ids.last() == Some(&"urn:uuid:last"), "{ids:?} {errors:?}");
    }

    #[test]
    fn any_bytes_are_read_to_their_end(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (documents, errors) = read(&[b"WARC/1.0\r\n", bytes.as_slice()].concat(), &Limits::default());
        prop_assert!(documents.len() + errors.len() > 0);
    }
}
