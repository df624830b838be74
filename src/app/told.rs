//! What the log of a run says of messages and effects: enough to see what happened, and no words of notes or articles.

use super::message::{Effect, Msg};
use super::state::{Mode, State};

/// Returns what came in, in words; keys that type words are not named.
#[must_use]
pub fn message(state: &State, message: &Msg) -> String {
    match message {
        Msg::Key(key) if key.typed().is_some() && is_typing(state) => "key, typed".to_owned(),
        Msg::Key(key) => format!("key {key}"),
        Msg::Paste(words) => format!("pasted {} bytes", words.len()),
        Msg::Pointer(pointer) => format!("mouse {:?} at {},{}", pointer.did, pointer.x, pointer.y),
        Msg::Background(light) => format!("background {}", if *light { "light" } else { "dark" }),
        Msg::Resize(size) => format!("window {}x{}", size.width, size.height),
        Msg::Compared(results) => format!("compared: {}", results.in_numbers()),
        Msg::NoModel(why) => format!("no model: {why}"),
        Msg::Failed(why) => format!("failed: {why}"),
        Msg::Notes(operations, problem) => {
            let problem = problem.as_deref().unwrap_or("no problem");
            format!("notes: {} operations, {problem}", operations.len())
        }
        Msg::Opened(documents, skipped) => format!(
            "opened: {} documents, {} skipped",
            documents.len(),
            skipped.len()
        ),
        Msg::Reloaded(reread) => format!("reloaded: {} documents changed", reread.len()),
        Msg::Configured(Ok((_, changed))) => {
            format!("configuration: {} settings changed", changed.len())
        }
        Msg::Configured(Err(why)) => format!("configuration refused: {why}"),
        Msg::Edited(Ok(words)) => format!("edited: {} bytes", words.len()),
        Msg::Edited(Err(why)) => format!("not edited: {why}"),
        Msg::Copied(what) => format!("copy: {what}"),
        Msg::Exported(what) => format!("export: {what}"),
        Msg::Completed(_, paths) => format!("completed: {} paths", paths.len()),
        Msg::Report(doc, report) => format!("report on {doc}: {} bytes", report.len()),
        Msg::Saved(Ok(operation)) => format!("saved {}", operation.id),
        Msg::Saved(Err((operation, why))) => format!("not saved {}: {why}", operation.id),
        Msg::Whole => "the whole texts are read".to_owned(),
        Msg::Stop => "asked to stop".to_owned(),
        Msg::Terminate => "asked to end".to_owned(),
    }
}

/// Returns what was asked of the edge, in words.
#[must_use]
pub fn effect(effect: &Effect) -> String {
    match effect {
        Effect::Append(_) => "append to the log of notes".to_owned(),
        Effect::AppendAgain(operation) => format!("append {} again", operation.id),
        Effect::Compare => "compare".to_owned(),
        Effect::Open(_) => "open a path that was typed".to_owned(),
        Effect::Reload => "read the files again".to_owned(),
        Effect::Configure => "read the configuration again".to_owned(),
        Effect::Complete(_) => "complete a path that is typed".to_owned(),
        Effect::Copy(text) => format!("copy {} bytes", text.len()),
        Effect::Edit(words) => format!("edit {} bytes", words.len()),
        Effect::Export(export) => format!("write {:?}", export.form),
        Effect::Report(doc) => format!("report on {doc}"),
        Effect::Repaint => "repaint".to_owned(),
        Effect::Suspend => "stop".to_owned(),
        Effect::Quit => "end".to_owned(),
    }
}

fn is_typing(state: &State) -> bool {
    matches!(
        state.mode,
        Mode::Find(_)
            | Mode::Filter(_)
            | Mode::Command(_)
            | Mode::Write(_)
            | Mode::Remark(_)
            | Mode::FindInList(..)
    )
}
