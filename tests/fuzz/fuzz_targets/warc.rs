//! Archives of pages and texts.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    variorum_fuzz::load("a.warc", &[b"WARC/1.0\r\n", bytes].concat());
});
