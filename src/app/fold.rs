//! Folds opened and closed by a person; the anchor row stays (rule 8).

use super::choices;
use super::column::Fold;
use super::message::Effect;
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

/// Opens or closes the fold that the cursor is on or in; that is remembered for the outlet.
pub fn one(state: &mut State, turn: Turn) -> Vec<Effect> {
    let Some((doc, stop)) = state.cursor() else {
        return Vec::new();
    };
    if state.is_original(doc) {
        state.say("the original has no folds: c shows the article cleaned");
        return Vec::new();
    }
    let folds = state.folds_of(doc);
    let Some(fold) = folds.iter().position(|f| f.span.touches(stop.span)) else {
        state.say("there is no fold under the cursor: zR opens all");
        return Vec::new();
    };
    let Some(open) = state.frame.open.get_mut(doc.index()) else {
        return Vec::new();
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
    if state.filter.is_some() {
        return Vec::new();
    }
    choices::remember_fold(state, doc, fold, opens)
}

/// Opens or closes all folds of the focused document.
pub fn all(state: &mut State, opens: bool) {
    let Some(doc) = state.focused().map(|p| p.doc) else {
        return;
    };
    if state.is_original(doc) {
        state.say("the original has no folds: c shows the article cleaned");
        return;
    }
    let count = state.folds_of(doc).len();
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
    let done = if opens { "open" } else { "closed" };
    state.say(match count {
        0 => format!("{doc} has no folds"),
        1 => format!("the one fold of {doc} is {done}"),
        _ => format!("all {count} folds of {doc} are {done}"),
    });
}

/// Shows the focused document as it came, everything open and nothing dimmed, or cleaned again. The anchor row and
/// the cursor's place are kept: a fold that would hide it opens, unless the cursor is at its beginning.
pub fn original(state: &mut State) {
    let Some((doc, stop)) = state.cursor() else {
        return;
    };
    let was = state.is_original(doc);
    let hides = |f: &Fold| f.span.holds(stop.span.start) && f.span.start < stop.span.start;
    let hiding = state.folds_cleaned(doc).iter().position(hides);
    let Some(open) = state.frame.open.get_mut(doc.index()) else {
        return;
    };
    open.original = !was;
    if let (true, Some(fold)) = (was, hiding.filter(|f| !open.kept.contains(f))) {
        open.visited.insert(fold);
    }
    relaid(state);
    state.say(if was {
        format!("{doc} is shown cleaned: what is not the article is folded")
    } else {
        format!("{doc} is shown as it came: c shows it cleaned again")
    });
}

fn relaid(state: &mut State) {
    let Some((doc, before)) = state.focused().map(|p| (p.doc, p.top)) else {
        return;
    };
    step::relay(state, doc);
    step::follow(state, before, 0);
}
