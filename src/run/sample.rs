//! The sample story, compiled in: what opens where no path is given.

use crate::store::read::Input;

/// Returns whether a path is of the sample story.
#[must_use]
pub(super) fn holds(path: &str) -> bool {
    inputs().iter().any(|input| input.path == path)
}

/// Returns the files of the sample story.
#[must_use]
pub(super) fn inputs() -> Vec<Input> {
    let file = |path: &str, bytes: &[u8]| Input {
        path: path.to_owned(),
        bytes: bytes.to_vec(),
    };
    vec![
        file(
            "sample/1-wire.txt",
            include_bytes!("../../assets/sample/1-wire.txt"),
        ),
        file(
            "sample/2-agency.txt",
            include_bytes!("../../assets/sample/2-agency.txt"),
        ),
        file(
            "sample/3-rewrite.txt",
            include_bytes!("../../assets/sample/3-rewrite.txt"),
        ),
        file(
            "sample/4-report.txt",
            include_bytes!("../../assets/sample/4-report.txt"),
        ),
        file(
            "sample/5-page.html",
            include_bytes!("../../assets/sample/5-page.html"),
        ),
    ]
}
