//! The sample story, compiled in: what opens where no path is given.

/// Returns whether a path is of the sample story.
#[must_use]
pub(super) fn holds(path: &str) -> bool {
    FILES.iter().any(|(name, _)| *name == path)
}

/// The files of the sample story, with their names.
pub(super) const FILES: [(&str, &[u8]); 5] = [
    (
        "sample/1-wire.txt",
        include_bytes!("../../assets/sample/1-wire.txt"),
    ),
    (
        "sample/2-agency.txt",
        include_bytes!("../../assets/sample/2-agency.txt"),
    ),
    (
        "sample/3-rewrite.txt",
        include_bytes!("../../assets/sample/3-rewrite.txt"),
    ),
    (
        "sample/4-report.txt",
        include_bytes!("../../assets/sample/4-report.txt"),
    ),
    (
        "sample/5-page.html",
        include_bytes!("../../assets/sample/5-page.html"),
    ),
];
