//! Bytes become documents; no files, no network.
