//! A message in, another state and effects out. Only routes; what each key does stands in its own file.

use super::action::{Action, Scope};
use super::draft::Field;
use super::find;
use super::hint;
use super::key::{Key, written};
use super::keymap::Meaning;
use super::message::{Effect, Msg};
use super::remark::{self, About};
use super::resize;
use super::state::{Mode, State};
use super::{
    act, annotate, documents, export, list, marks, pointer, prompt, reload, results, saved,
    settings, sift,
};

/// Applies a message.
pub fn update(state: &mut State, message: Msg) -> Vec<Effect> {
    let effects = match message {
        Msg::Key(key) => key_pressed(state, key),
        Msg::Paste(words) => paste(state, &words),
        Msg::Background(light) => {
            settings::background(state, light);
            Vec::new()
        }
        Msg::Pointer(pointer) => pointer::point(state, pointer),
        Msg::Resize(size) => {
            resize::resize(state, size);
            // A window that became smaller and larger again has lost what was outside.
            vec![Effect::Repaint]
        }
        Msg::Compared(results) => {
            results::compared(state, &results);
            Vec::new()
        }
        Msg::NoModel(why) => {
            state.settings.model = false;
            state.say(why);
            Vec::new()
        }
        Msg::Failed(why) => {
            state.comparing = false;
            state.settings.model = false;
            state.say(why);
            Vec::new()
        }
        Msg::Notes(operations, problem) => {
            let effects = saved::read(state, operations);
            if let Some(problem) = problem {
                state.say_too(problem);
            }
            effects
        }
        Msg::Configured(read) => settings::take(state, read),
        Msg::Opened(documents, skipped) => documents::opened(state, documents, &skipped),
        Msg::Reloaded(reread) => reload::take(state, reread),
        Msg::Completed(typed, paths) => {
            prompt::completed(state, &typed, paths);
            Vec::new()
        }
        Msg::Edited(words) => {
            annotate::edited(state, words);
            Vec::new()
        }
        Msg::Exported(what) => {
            export::done(state, what);
            Vec::new()
        }
        Msg::Copied(what) => {
            state.say(what);
            Vec::new()
        }
        Msg::Report(doc, report) => {
            list::show_report(state, doc, report);
            Vec::new()
        }
        Msg::Saved(answer) => {
            // Who asked to leave has to know that a note would be lost.
            state.leaving &= answer.is_ok();
            saved::answered(state, answer)
        }
        // Who reads beginnings takes the whole texts; here they are open.
        Msg::Whole => Vec::new(),
        Msg::Stop => {
            state.stopping = true;
            Vec::new()
        }
        // Who asks a second time does not wait for the disk.
        Msg::Terminate if state.leaving || state.terminated => vec![Effect::Quit],
        // Nobody can be asked any more: words at hand are saved rather than lost.
        Msg::Terminate => {
            state.terminated = true;
            annotate::save_all(state)
        }
    };
    with_end(state, effects)
}

/// Returns effects with what is to be done once every answer of the disk has come: to stop, or to end.
fn with_end(state: &mut State, mut effects: Vec<Effect>) -> Vec<Effect> {
    let ending = state.leaving || state.terminated;
    // A stopped process must not hold the lock of the log, nor an ended one owe an answer.
    if state.unanswered == 0 {
        effects.extend(std::mem::take(&mut state.stopping).then_some(Effect::Suspend));
        effects.extend(ending.then_some(Effect::Quit));
    } else if ending {
        state.say("waiting for the disk; ctrl-c twice leaves without it");
    }
    effects
}

fn paste(state: &mut State, words: &str) -> Vec<Effect> {
    match &mut state.mode {
        Mode::Write(draft) => draft.field.insert(words),
        Mode::Find(field) | Mode::Filter(field) | Mode::FindInList(_, field) => {
            field.insert(&words.replace('\n', " "));
        }
        Mode::Remark(remark) => remark.field.insert(&words.replace('\n', " ")),
        Mode::Command(prompt) => {
            prompt.field.insert(&words.replace('\n', " "));
            prompt.chosen = 0;
        }
        _ => state.say("pasted words were not taken: / or a opens a field for them"),
    }
    Vec::new()
}

fn key_pressed(state: &mut State, key: Key) -> Vec<Effect> {
    let interrupted = std::mem::take(&mut state.interrupted);
    state.message = None;
    state.touched = true;
    for pane in &mut state.frame.panes {
        pane.moved = None;
    }
    if let Meaning::Action(action) = state.keymap.meaning(Scope::Reader, &[key])
        && let Some(effects) = act::anywhere(state, action)
    {
        return effects;
    }
    let effects = match std::mem::take(&mut state.mode) {
        Mode::Letter(wanted) => {
            marks::letter(state, wanted, key);
            Vec::new()
        }
        Mode::Leave => leaving(state, key, interrupted),
        mode @ (Mode::Write(_)
        | Mode::FindInList(..)
        | Mode::Find(_)
        | Mode::Filter(_)
        | Mode::Remark(_)
        | Mode::Command(_)) => typing(state, mode, key),
        mode => {
            let scope = match mode {
                Mode::Select(_) => Scope::Select,
                Mode::List(_) | Mode::Apparatus(_) => Scope::List,
                _ => Scope::Reader,
            };
            state.mode = mode;
            if closes_list(state, key) {
                state.mode = Mode::Read;
                return Vec::new();
            }
            match meaning(state, scope, key) {
                Some((action, count)) => act::act(state, action, count, interrupted),
                None => Vec::new(),
            }
        }
    };
    if state.typed.is_empty() && state.areas.is_some() {
        resize::remember(state);
    }
    effects
}

/// Returns whether a key that means nothing in the open list is the one that opened it: it closes it too.
fn closes_list(state: &State, key: Key) -> bool {
    let Mode::List(list) = &state.mode else {
        return false;
    };
    let opens = Meaning::Action(list.opened_by());
    state.typed.is_empty()
        && state.keymap.meaning(Scope::List, &[key]) == Meaning::Nothing
        && state.keymap.meaning(Scope::Reader, &[key]) == opens
}

/// Returns the action that a key completes, with its count; says so where it completes none.
fn meaning(state: &mut State, scope: Scope, key: Key) -> Option<(Action, Option<usize>)> {
    const MOST: usize = 99_999;
    if let (true, Some(digit)) = (
        state.typed.is_empty(),
        key.typed().and_then(|c| c.to_digit(10)),
    ) && (digit > 0 || state.count.is_some())
    {
        let count = state.count.unwrap_or(0) * 10 + digit as usize;
        state.count = Some(count.min(MOST));
        return None;
    }
    state.typed.push(key);
    match state.keymap.meaning(scope, &state.typed) {
        Meaning::Action(action) => {
            state.typed.clear();
            Some((action, state.count.take()))
        }
        Meaning::Beginning => None,
        Meaning::Nothing => {
            let keys = written(&state.typed);
            let alone = state.typed.len() == 1;
            let (_, beginning) = state.typed.split_last()?;
            let known = hint::following(state, scope, beginning);
            let begun = written(beginning);
            state.typed.clear();
            state.count = None;
            if key.code == super::key::Code::Named(super::key::Named::Esc) {
                return None;
            }
            let may: Vec<&str> = known.iter().map(|(key, _)| key.as_str()).collect();
            state.say(if alone {
                format!("{keys} does nothing here: ? shows the keys")
            } else {
                format!("{keys} is no key: {begun} goes on with {}", may.join(" "))
            });
            None
        }
    }
}

fn typing(state: &mut State, mode: Mode, key: Key) -> Vec<Effect> {
    state.typed.push(key);
    let action = match state.keymap.meaning(Scope::Typing, &state.typed) {
        Meaning::Action(action) => Some(action),
        Meaning::Beginning => {
            state.mode = mode;
            return Vec::new();
        }
        Meaning::Nothing if state.typed.len() > 1 => {
            let keys = written(&state.typed);
            state.typed.clear();
            state.say(format!("{keys} is no key while typing"));
            state.mode = mode;
            return Vec::new();
        }
        Meaning::Nothing => None,
    };
    state.typed.clear();
    match (mode, action) {
        (Mode::Command(prompt), action) => {
            return prompt::act(state, prompt, action, |field| edit(field, action, key));
        }
        (Mode::Remark(remark), action) => {
            return remark::act(state, remark, action, |field| edit(field, action, key));
        }
        (Mode::Write(draft), Some(Action::TypeEditor)) => {
            let words = draft.field.text().to_owned();
            state.mode = Mode::Write(draft);
            return vec![Effect::Edit(words)];
        }
        (Mode::Write(draft), Some(Action::TypeTags)) => {
            remark::written(state, draft, About::Tags);
        }
        (Mode::Write(draft), Some(Action::TypeSave)) => return annotate::save(state, draft),
        (Mode::Write(draft), Some(Action::TypeLeave)) => annotate::leave(state, draft),
        (Mode::Find(field), Some(Action::TypeEnter | Action::TypeSave)) => {
            find::search(state, field.text());
        }
        (Mode::Filter(field), Some(Action::TypeEnter | Action::TypeSave)) => {
            sift::apply(state, field.text());
        }
        (Mode::Find(_) | Mode::Filter(_), Some(Action::TypeLeave)) => state.mode = Mode::Read,
        (Mode::Find(field) | Mode::Filter(field), Some(Action::TypeBackspace))
            if field.text().is_empty() =>
        {
            state.mode = Mode::Read;
        }
        (Mode::Write(mut draft), action) => {
            edit(&mut draft.field, action, key);
            state.mode = Mode::Write(draft);
        }
        (Mode::Find(mut field), action) => {
            edit(&mut field, action, key);
            state.mode = Mode::Find(field);
        }
        (Mode::FindInList(list, field), Some(Action::TypeEnter | Action::TypeSave)) => {
            list::search(state, list, field.text());
        }
        (Mode::FindInList(list, _), Some(Action::TypeLeave)) => state.mode = Mode::List(list),
        (Mode::FindInList(list, mut field), action) => {
            edit(&mut field, action, key);
            state.mode = Mode::FindInList(list, field);
        }
        (Mode::Filter(mut field), action) => {
            edit(&mut field, action, key);
            state.mode = Mode::Filter(field);
        }
        (mode, _) => state.mode = mode,
    }
    Vec::new()
}

fn edit(field: &mut Field, action: Option<Action>, key: Key) {
    match (action, key.typed()) {
        (Some(action), _) => field.edit(action),
        (None, Some(c)) => field.insert(c.encode_utf8(&mut [0; 4])),
        (None, None) => {}
    }
}

/// Answers whether to leave with an unsaved note: `s` saves it first, `q` leaves without, any other key stays.
fn leaving(state: &mut State, key: Key, interrupted: bool) -> Vec<Effect> {
    let meaning = state.keymap.meaning(Scope::Reader, &[key]);
    if interrupted && matches!(meaning, Meaning::Action(Action::QuitNow)) {
        return vec![Effect::Quit];
    }
    match key.typed() {
        Some('s') => {
            state.leaving = true;
            annotate::save_all(state)
        }
        Some('q') => {
            state.leaving = true;
            Vec::new()
        }
        _ => {
            state.say("still here; drafts are kept: a or e on their place goes on with them");
            Vec::new()
        }
    }
}
