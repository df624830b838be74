//! State, and what may happen to it. Everything here is pure: messages in, state and effects out.

pub mod act;
pub mod action;
pub mod annotate;
pub mod column;
pub mod draft;
pub mod explain;
pub mod find;
pub mod focus;
pub mod fold;
pub mod foot;
pub mod found;
pub mod frame;
pub mod geometry;
pub mod key;
pub mod keymap;
pub mod list;
pub mod lock;
pub mod message;
pub mod motion;
pub mod notes;
pub mod resize;
pub mod results;
#[cfg(test)]
pub(crate) mod sample;
pub mod scroll;
pub mod select;
pub mod shown;
pub mod state;
pub mod step;
pub mod summary;
pub mod trail;
pub mod update;
