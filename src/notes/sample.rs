//! Documents for tests.

use crate::document::Document;
use crate::text::Text;

/// Returns a document of these words; its bytes are told by them.
pub(crate) fn document(path: &str, text: &str) -> Document {
    Document {
        path: path.to_owned(),
        sha256: format!("sha of {text}"),
        text: Text::new(text),
        ..Document::default()
    }
}
