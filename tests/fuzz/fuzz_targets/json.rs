//! Articles as JSON and JSON Lines.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    variorum_fuzz::load("a.json", bytes);
    variorum_fuzz::load("a.jsonl", bytes);
});
