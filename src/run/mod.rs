//! What each command does with the world.
