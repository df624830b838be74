//! Disk: paths, inputs, the notes log.
