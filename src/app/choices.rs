//! What a person said of documents takes effect: names of outlets, labels of blocks, folds that stay open.
//! What the loader said is kept, so that everything can be taken back.

use std::sync::Arc;

use super::annotate;
use super::column::{Fold, folds, plural};
use super::frame::OpenFolds;
use super::message::Effect;
use super::state::State;
use super::summary::Facts;
use super::{motion, pins, resize, sift, step};
use crate::document::{BY_OPTION, Block, BlockKind, DocId, Document, DocumentSet, Found};
use crate::notes::Change;
use crate::notes::choice::{self, Alike, Who};

/// What the loader said of a document and a choice may say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    outlet: Option<Found>,
    blocks: Vec<Block>,
}

impl Loaded {
    /// Returns what the loader said of a document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        Self {
            outlet: document.outlet.clone(),
            blocks: document.blocks.clone(),
        }
    }

    /// Returns the name that another version of the document goes on with where no choice says one: a name that
    /// was given in words lasts as long as the reader is open.
    #[must_use]
    pub fn outlet_for(&self, newer: &Document) -> Option<Found> {
        let given = self.outlet.as_ref().filter(|o| o.from == BY_OPTION);
        given.or(newer.outlet.as_ref()).cloned()
    }
}

/// Returns all choices that count, the last one last, also those that could not be saved.
pub(super) fn choices(state: &State) -> impl Iterator<Item = &Change> + Clone {
    state.notes.choices.iter()
}

/// Lets names, labels, pins and cuts take effect on the open documents. Where one changes what is compared, the
/// comparison is asked for anew; until it is there the one before holds, since no text has changed.
pub fn take_effect(state: &mut State) -> Vec<Effect> {
    rename(state);
    let labels = choices(state).any(|choice| matches!(choice, Change::Label { .. }));
    // To look at every block is worth it only where a label came or went.
    let relabelled = if labels || state.labelled {
        relabelled(state)
    } else {
        Vec::new()
    };
    state.labelled = labels;
    let relinked = pins::renew(state);
    if relabelled.is_empty() {
        state.comparing |= relinked;
        return relinked.then_some(Effect::Compare).into_iter().collect();
    }
    sift::end(state);
    let mut documents = DocumentSet::clone(&state.set);
    for (doc, blocks) in &relabelled {
        documents.label(*doc, blocks.clone());
    }
    state.set = Arc::new(documents);
    for (doc, _) in relabelled {
        refold(state, doc);
    }
    step::refresh(state);
    resize::remember(state);
    state.comparing = true;
    vec![Effect::Compare]
}

fn rename(state: &mut State) {
    let mut names = Vec::new();
    for id in state.set.ids() {
        let (Some(document), Some(loaded)) = (state.set.get(id), state.loaded.get(id.index()))
        else {
            continue;
        };
        let name = choice::outlet(choices(state), document).or_else(|| loaded.outlet.clone());
        if name != document.outlet {
            names.push((id, name));
        }
    }
    if !names.is_empty() {
        let documents = Arc::make_mut(&mut state.set);
        for (id, name) in names {
            documents.name(id, name);
        }
    }
}

fn relabelled(state: &State) -> Vec<(DocId, Vec<Block>)> {
    let one = |id: DocId| {
        let document = state.set.get(id)?;
        let loaded = state.loaded.get(id.index())?;
        let blocks = choice::blocks(choices(state), document, &loaded.blocks);
        (blocks != document.blocks).then_some((id, blocks))
    };
    state.set.ids().filter_map(one).collect()
}

/// Folds a document anew after its labels changed: what was open stays open, the anchor row is kept.
fn refold(state: &mut State, doc: DocId) {
    let Some(document) = state.set.get(doc) else {
        return;
    };
    let (new, facts) = (folds(document), Facts::of(document));
    let Some(old) = state.folds.get_mut(doc.index()) else {
        return;
    };
    let old = std::mem::replace(old, new);
    if let Some(place) = state.facts.get_mut(doc.index()) {
        *place = facts;
    }
    let new = state.folds.get(doc.index()).map_or(&[][..], Vec::as_slice);
    let new = new.to_vec();
    let past = state
        .past_frames()
        .filter_map(|f| f.open.get_mut(doc.index()));
    past.for_each(|open| renumber(open, &old, &new));
    if let Some(open) = state.frame.open.get_mut(doc.index()) {
        renumber(open, &old, &new);
    }
    step::relay(state, doc);
}

/// Gives the folds that are open the numbers of those that took their place.
fn renumber(open: &mut OpenFolds, old: &[Fold], new: &[Fold]) {
    let renumbered = |set: &std::collections::BTreeSet<usize>| {
        let was_open = |fold: &Fold| {
            let mut before = set.iter().filter_map(|at| old.get(*at));
            before.any(|o| o.span.touches(fold.span))
        };
        let all = new.iter().enumerate();
        all.filter(|(_, fold)| was_open(fold))
            .map(|(at, _)| at)
            .collect()
    };
    open.kept = renumbered(&open.kept);
    open.visited = renumbered(&open.visited);
}

/// Opens the folds of a document all of whose kinds stay open by choice, and closes the others; only those with
/// one of some kinds, where these are given.
pub fn fold_as_chosen(state: &mut State, doc: DocId, kinds: Option<&[BlockKind]>) {
    sift::end(state);
    let Some(document) = state.set.get(doc) else {
        return;
    };
    let stays_open =
        |kind: &BlockKind| choice::is_open(choices(state), document, *kind) == Some(true);
    let folds = state.folds.get(doc.index()).map_or(&[][..], Vec::as_slice);
    let concerned =
        |fold: &Fold| kinds.is_none_or(|kinds| fold.kinds.iter().any(|k| kinds.contains(k)));
    let chosen: Vec<(usize, bool)> = folds
        .iter()
        .enumerate()
        .filter(|(_, fold)| concerned(fold))
        .map(|(at, fold)| (at, fold.kinds.iter().all(stays_open)))
        .collect();
    let Some(open) = state.frame.open.get_mut(doc.index()) else {
        return;
    };
    let before = open.kept.clone();
    for (at, stays) in chosen {
        if stays {
            open.kept.insert(at);
        } else {
            open.kept.remove(&at);
        }
    }
    if open.kept != before {
        step::relay(state, doc);
    }
}

/// Lets all choices of the log take effect when it was read at the start. Before any key the first screen is
/// arranged anew; after one the anchor row is kept.
pub fn at_start(state: &mut State) -> Vec<Effect> {
    let effects = take_effect(state);
    let ids: Vec<DocId> = state.set.ids().collect();
    // Folds that were left open or closed stay so.
    let ids = if state.resumed { Vec::new() } else { ids };
    for id in ids {
        fold_as_chosen(state, id, None);
    }
    if state.touched {
        step::refresh(state);
    } else {
        motion::start(state);
    }
    resize::remember(state);
    effects
}

/// Remembers that a fold was opened or closed, for its kinds and the outlet; asks for nothing where that is
/// known already.
pub fn remember_fold(state: &mut State, doc: DocId, fold: usize, open: bool) -> Vec<Effect> {
    let folds = state.folds.get(doc.index());
    let (Some(fold), Some(document)) = (folds.and_then(|f| f.get(fold)), state.set.get(doc)) else {
        return Vec::new();
    };
    let known = |kind: &BlockKind| {
        choice::is_open(choices(state), document, *kind).unwrap_or(false) == open
    };
    if fold.kinds.iter().all(known) {
        return Vec::new();
    }
    let change = Change::Fold {
        who: Who::by_outlet(document),
        kinds: fold.kinds.clone(),
        open,
    };
    annotate::hand_over(state, change)
}

/// Names the outlet of a document; an empty name takes the name back.
pub fn name(state: &mut State, doc: DocId, name: &str) -> Vec<Effect> {
    let Some(document) = state.set.get(doc) else {
        return Vec::new();
    };
    let given = choice::outlet(choices(state), document);
    if given.as_ref().map_or("", |found| found.value.as_str()) == name {
        state.say(match name {
            "" => format!("{doc} has no name of yours"),
            name => format!("{doc} is named {name} already"),
        });
        return Vec::new();
    }
    let change = Change::Name {
        who: Who::by_address(document),
        name: name.to_owned(),
    };
    annotate::hand_over(state, change)
}

/// Says what the block under the cursor is, and those like it; `here` only those with the same words.
pub fn label(state: &mut State, to: BlockKind, here: bool) -> Vec<Effect> {
    let Some((doc, stop)) = state.cursor() else {
        return Vec::new();
    };
    let (Some(document), Some(loaded)) = (state.set.get(doc), state.loaded.get(doc.index())) else {
        return Vec::new();
    };
    let mut under = loaded.blocks.iter().filter(|b| b.span.touches(stop.span));
    let Some(block) = under.next() else {
        state.say("there is no block under the cursor");
        return Vec::new();
    };
    let of = Alike::to(document, block, here);
    if under.any(|other| Alike::to(document, other, here) != of) {
        state.say("several kinds of blocks are folded here: zo opens the fold, then label one");
        return Vec::new();
    }
    if document
        .block_at(block.span.start)
        .is_some_and(|b| b.kind == to)
    {
        state.say(format!("this is {} already: K says why", to.name()));
        return Vec::new();
    }
    let who = Who::by_outlet(document);
    annotate::hand_over(state, Change::Label { who, of, to })
}

/// Returns what is said when a choice was saved: for whom it is remembered, and what it changed here.
#[must_use]
pub fn answer(state: &State, change: &Change) -> String {
    let words = change.choice_in_words().unwrap_or_default();
    let here: String = match change {
        Change::Label { who, of, .. } => {
            let of_those = |id: &DocId| state.set.get(*id).filter(|d| who.is(d)).is_some();
            let blocks = |id: DocId| {
                let loaded = state.loaded.get(id.index()).zip(state.set.get(id));
                loaded.map_or(0, |(loaded, document)| {
                    let all = loaded.blocks.iter();
                    all.filter(|block| of.is(document, block)).count()
                })
            };
            let count = state.set.ids().filter(of_those).map(blocks).sum();
            format!(", {} here", plural(count, "block"))
        }
        Change::Name { who, .. } => {
            let mut own = state.set.iter().filter(|d| who.is(d));
            let by_option = |d: &Document| d.outlet.as_ref().is_some_and(|o| o.from == BY_OPTION);
            let won = own.any(by_option);
            if won { ", but --outlet wins" } else { "" }.to_owned()
        }
        _ => String::new(),
    };
    format!("remembered{here}, u takes it back: {words}")
}
