//! What can be typed after `variorum`, and what it means.
