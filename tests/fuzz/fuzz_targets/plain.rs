//! Plain text: lines, repeats, the body, headers and sentences.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    variorum_fuzz::load("a.txt", bytes);
});
