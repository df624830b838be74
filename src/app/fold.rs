//! Folds opened and closed by a person; the anchor row stays (rule 8).

use super::state::State;
use super::step;

/// What to do with a fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Open it.
    Open,
    /// Close it.
    Close,
    /// The other of the two.
    Toggle,
}

/// Opens or closes the fold that the cursor is on or in.
pub fn one(state: &mut State, turn: Turn) {
    let Some((doc, stop)) = state.cursor() else {
        return;
    };
    let folds = state.folds.get(doc.index()).map_or(&[][..], Vec::as_slice);
    let Some(fold) = folds.iter().position(|f| f.span.touches(stop.span)) else {
        state.say("there is no fold under the cursor: zR opens all");
        return;
    };
    let Some(open) = state.frame.open.get_mut(doc.index()) else {
        return;
    };
    let is_open = open.kept.contains(&fold) || open.visited.contains(&fold);
    let opens = match turn {
        Turn::Open => true,
        Turn::Close => false,
        Turn::Toggle => !is_open,
    };
    open.visited.remove(&fold);
    if opens {
        open.kept.insert(fold);
    } else {
        open.kept.remove(&fold);
    }
    if opens == is_open {
        state.say(if is_open {
            "the fold is open: zc closes it"
        } else {
            "the fold is closed: zo opens it"
        });
    }
    relaid(state);
}

/// Opens or closes all folds of the focused document.
pub fn all(state: &mut State, opens: bool) {
    let Some(doc) = state.focused().map(|p| p.doc) else {
        return;
    };
    let count = state.folds.get(doc.index()).map_or(0, Vec::len);
    let Some(open) = state.frame.open.get_mut(doc.index()) else {
        return;
    };
    open.visited.clear();
    open.kept = if opens {
        (0..count).collect()
    } else {
        std::collections::BTreeSet::new()
    };
    relaid(state);
    if count == 0 {
        state.say(format!("{doc} has no folds"));
    }
}

fn relaid(state: &mut State) {
    let Some((doc, before)) = state.focused().map(|p| (p.doc, p.top)) else {
        return;
    };
    step::relay(state, doc);
    step::follow(state, before, 0);
}
