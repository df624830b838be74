//! Documents and comparisons as JSON and as text; no files.
