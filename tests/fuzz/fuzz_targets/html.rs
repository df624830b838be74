//! Pages of HTML, whatever they begin with.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    variorum_fuzz::load("a.html", &[b"<html>", bytes].concat());
});
