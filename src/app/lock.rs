//! How the focused pane goes with the others: unlocked, or locked where it is (rule 11).

use super::action::Action;
use super::frame::Lock;
use super::state::State;
use super::step;

/// Unlocks the focused pane from the others, or returns it to the links.
pub fn unlock(state: &mut State) {
    let Some(pane) = state.frame.panes.get_mut(state.frame.focus) else {
        return;
    };
    let unlock = pane.lock != Lock::Unlocked;
    pane.lock = if unlock { Lock::Unlocked } else { Lock::Linked };
    let doc = pane.doc;
    state.say(if unlock {
        format!("{doc} is unlocked: it moves alone until s")
    } else {
        format!("{doc} is in step again")
    });
    step::follow(state, state.focused().map_or(0, |p| p.top), 0);
}

/// Locks the focused pane where it is: along in parallel until the next linked stop; one that is so returns to the
/// links.
pub fn lock_here(state: &mut State) {
    let Some(pane) = state.frame.panes.get_mut(state.frame.focus) else {
        return;
    };
    let leave = pane.lock == Lock::Here;
    pane.lock = if leave { Lock::Linked } else { Lock::Here };
    let doc = pane.doc;
    if leave {
        state.say(format!("{doc} is in step again"));
        step::follow(state, state.focused().map_or(0, |p| p.top), 0);
        return;
    }
    let key = state.keymap.keys_of(Action::LockHere).join(" or ");
    state.say(format!(
        "{doc} is locked here: along in parallel until the next linked stop, or {key} again"
    ));
}
