//! Feeds of RSS and Atom.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let known = [&b"<rss"[..], b"<feed", b"<rdf:RDF", b"<?xml"];
    if known.iter().any(|root| bytes.starts_with(root)) {
        variorum_fuzz::load("a.xml", bytes);
    } else {
        variorum_fuzz::load("a.xml", &[b"<rss><channel>", bytes].concat());
    }
});
