//! State in, frame out.
