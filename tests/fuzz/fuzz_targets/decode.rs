//! Encodings: any bytes under any name and label become characters, in an encoding that is told.
#![no_main]

use libfuzzer_sys::fuzz_target;
use variorum::load::decode::decode_sent;

fuzz_target!(|input: (&str, bool, &[u8])| {
    let (label, page, bytes) = input;
    for label in [None, Some(label)] {
        let decoded = decode_sent(bytes, page, label);
        assert!(!decoded.encoding.is_empty());
        if !bytes.is_empty() {
            assert!(!decoded.text.is_empty() || decoded.encoding != "UTF-8");
        }
        if let (Ok(text), "UTF-8") = (std::str::from_utf8(bytes), decoded.encoding) {
            assert_eq!(decoded.text, text, "nothing of it may change");
        }
    }
    variorum_fuzz::load("a", bytes);
});
