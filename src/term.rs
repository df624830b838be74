//! Reads the terminal's events and makes them messages.
