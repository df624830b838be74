//! State, and what may happen to it.
