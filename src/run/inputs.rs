//! Paths become documents: opened, loaded, named, one by one; what could not be is told, and costs nothing else.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use color_eyre::eyre::{Result, bail};

use super::output::{say, tell};
use super::side_by_side;
use crate::cli::Global;
use crate::document::{BY_OPTION, DocId, Document, DocumentSet, Found, Skipped, siglum};
use crate::load::{self, Limits, LoadError};
use crate::store::fetch::{self, Fetched};
use crate::store::paths;
use crate::store::read;
use crate::text::sanitize;

/// What a command works on.
pub struct Loaded {
    /// The documents, in order of input.
    pub set: DocumentSet,
    /// The document to read first.
    pub base: DocId,
    /// Inputs that gave no document, with the reason.
    pub skipped: Vec<Skipped>,
}

/// What takes the documents of all inputs one by one, and may ask to stop.
pub type Visit<'a> = dyn FnMut(Result<Document, Skipped>) -> ControlFlow<()> + 'a;

/// Hands on the documents of all inputs, one by one; with no path those of the sample story. What is skipped
/// is told on standard error.
///
/// # Errors
/// Where an `--outlet` cannot be understood, or names no document of those that were handed on to the end.
pub fn each(
    paths: &[PathBuf],
    global: &Global,
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<()> {
    let mut told = |result: Result<Document, Skipped>| {
        if let Err(skipped) = &result {
            tell_skipped(skipped);
        }
        visit(result)
    };
    each_in_turn(paths, global, limits, &mut told)
}

/// Does what [`each`] says, and tells nothing.
fn each_in_turn(
    paths: &[PathBuf],
    global: &Global,
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<()> {
    let options = options(global);
    let mut opened = paths.iter();
    let mut next = |hand_on: &mut HandOn<'_>| {
        let path = opened.next()?;
        Some(open(path, &options, limits, hand_on))
    };
    each_of(paths.is_empty(), global, limits, &mut next, visit)
}

/// Opens the next input and hands on what it holds; `None` behind the last.
type Next<'a> = dyn FnMut(&mut HandOn<'_>) -> Option<ControlFlow<()>> + 'a;

/// Does what [`each_in_turn`] does for the inputs that `next` gives, or the sample story.
fn each_of(
    sample: bool,
    global: &Global,
    limits: &Limits,
    next: &mut Next<'_>,
    visit: &mut Visit<'_>,
) -> Result<()> {
    let mut names = Names::new(&global.outlet)?;
    let (mut number, mut last) = (0, (String::new(), None));
    let mut hand_on = |path: &str, result: Result<Document, String>| {
        let result = result.map_err(|reason| Skipped {
            path: sanitize::line(path).into_owned(),
            reason,
        });
        let named = result.map(|mut document| {
            // A file of many articles is looked for once.
            if last.0 != path {
                last = (path.to_owned(), place(path, global));
            }
            document.place.clone_from(&last.1);
            names.name(number, &mut document);
            say(global, || in_numbers(&siglum(number), &document));
            number += 1;
            document
        });
        visit(named)
    };
    if sample {
        for (path, mut bytes) in super::sample::FILES {
            load::each(path, &mut bytes, limits, &mut |result| {
                hand_on(path, result.map_err(|error| error.to_string()))
            });
        }
    }
    while let Some(flow) = next(&mut hand_on) {
        if flow.is_break() {
            return Ok(());
        }
    }
    names.all_known()
}

/// Returns where the file of a path lies, as notes tell it.
pub(super) fn place(path: &str, global: &Global) -> Option<String> {
    let notes = paths::notes_file(global.notes.as_deref(), global.data_dir.as_deref());
    paths::place(Path::new(path), notes.ok().as_deref())
}

/// Returns how large a document is.
pub(super) fn in_numbers(siglum: &str, document: &Document) -> String {
    format!(
        "{siglum} {}: {} characters, {} blocks, {} sentences",
        document.path,
        document.text.as_str().chars().count(),
        document.blocks.len(),
        document.sentences.len()
    )
}

fn options(global: &Global) -> fetch::Options {
    let default = fetch::Options::default();
    if global.allow_private {
        fetch::Options {
            allows: |_| true,
            ..default
        }
    } else {
        default
    }
}

/// What takes what became of an input, with the path that was given, and may ask to stop.
type HandOn<'a> = dyn FnMut(&str, Result<Document, String>) -> ControlFlow<()> + 'a;

/// Opens what a path names, and hands on its documents or why there are none.
fn open(
    path: &PathBuf,
    options: &fetch::Options,
    limits: &Limits,
    hand_on: &mut HandOn<'_>,
) -> ControlFlow<()> {
    let words = |error: LoadError| error.to_string();
    let mut flow = ControlFlow::Continue(());
    if let Some(address) = path.to_str().filter(|path| fetch::is_address(path)) {
        match fetch::fetch(address, options) {
            Ok(Fetched { stated, bytes }) => {
                let mut take = |result: Result<_, _>| {
                    flow = hand_on(address, result.map_err(words));
                    flow
                };
                load::each_sent(address, &stated, &mut bytes.as_slice(), limits, &mut take);
            }
            Err(reason) => flow = hand_on(address, Err(reason)),
        }
        return flow;
    }
    read::each(std::slice::from_ref(path), &mut |path, source| {
        match source {
            Ok(source) => load::each(path, source, limits, &mut |result| {
                flow = hand_on(path, result.map_err(words));
                flow
            }),
            Err(reason) => flow = hand_on(path, Err(reason)),
        }
        flow
    });
    flow
}

/// Loads what all inputs hold, at most as many documents as can be compared at once. What is skipped is told on
/// standard error.
///
/// # Errors
/// Where `--base` or `--outlet` names no document.
pub fn load_all(paths: &[PathBuf], global: &Global) -> Result<Loaded> {
    load(paths, global, &mut tell_skipped)
}

/// Does what [`load_all`] does while the terminal is taken: nothing is told.
///
/// # Errors
/// Where `--base` or `--outlet` names no document.
pub fn load_in_silence(paths: &[PathBuf], global: &Global) -> Result<Loaded> {
    load(paths, global, &mut |_| ())
}

fn load(paths: &[PathBuf], global: &Global, skip: &mut dyn FnMut(&Skipped)) -> Result<Loaded> {
    let limits = Limits::default();
    let (mut documents, mut skipped) = (Vec::new(), Vec::new());
    let mut visit = |result: Result<Document, Skipped>| {
        match result {
            Ok(document) if documents.len() == limits.documents => {
                let full = too_many(&document.path, limits.documents);
                skip(&full);
                skipped.push(full);
                return ControlFlow::Break(());
            }
            Ok(document) => documents.push(document),
            Err(input) => {
                skip(&input);
                skipped.push(input);
            }
        }
        ControlFlow::Continue(())
    };
    if side_by_side::is_worth_it(paths) {
        let options = options(global);
        let load = |path: &PathBuf| all_of(path, &options, &limits);
        let mut loaded = side_by_side::map(paths, load).into_iter();
        let mut next = |hand_on: &mut HandOn<'_>| {
            let mut found = loaded.next()?.into_iter();
            Some(found.try_for_each(|(path, result)| hand_on(&path, result)))
        };
        each_of(false, global, &limits, &mut next, &mut visit)?;
    } else {
        each_in_turn(paths, global, &limits, &mut visit)?;
    }
    let set = DocumentSet::new(documents);
    let base = first(&set, global)?;
    Ok(Loaded { set, base, skipped })
}

/// Returns the document to read first.
///
/// # Errors
/// Where `--base` names none.
pub fn first(set: &DocumentSet, global: &Global) -> Result<DocId> {
    let named = global.base.as_deref().map(|name| base(set, name));
    named.unwrap_or(Ok(DocId::default()))
}

/// Names outlets as `--outlet` says.
///
/// # Errors
/// Where one cannot be understood, or names no document.
pub fn name(documents: &mut [Document], global: &Global) -> Result<()> {
    let mut names = Names::new(&global.outlet)?;
    for (number, document) in documents.iter_mut().enumerate() {
        names.name(number, document);
    }
    names.all_known()
}

/// Tells on standard error what was skipped, and why.
pub fn tell_skipped(skipped: &Skipped) {
    tell(&format!("{}: {}", skipped.path, skipped.reason));
}

/// Returns what one path names, with the path of each document, one more than can be compared at most.
fn all_of(
    path: &PathBuf,
    options: &fetch::Options,
    limits: &Limits,
) -> Vec<(String, Result<Document, String>)> {
    let mut found = Vec::new();
    let _ = open(path, options, limits, &mut |path, result| {
        found.push((path.to_owned(), result));
        if found.len() > limits.documents {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    found
}

fn too_many(path: &str, limit: usize) -> Skipped {
    Skipped {
        path: path.to_owned(),
        reason: format!(
            "goes beyond the limit of {limit} articles that are compared at once; those behind are left out. \
             Cut the input, or give fewer; variorum inspect lists them all"
        ),
    }
}

/// The names that outlets are given.
struct Names {
    rules: Vec<Rule>,
}

/// A rule `PATH=NAME`.
struct Rule {
    document: String,
    name: String,
    known: bool,
}

impl Names {
    fn new(rules: &[String]) -> Result<Self> {
        let rules: Result<Vec<Rule>> = rules.iter().map(|rule| Rule::new(rule)).collect();
        Ok(Self { rules: rules? })
    }

    /// Names the outlet of a document by every rule for its path, its siglum or its own identifier.
    fn name(&mut self, number: usize, document: &mut Document) {
        for rule in &mut self.rules {
            if is_called(&rule.document, &siglum(number), document) {
                rule.known = true;
                document.outlet = Some(Found::new(rule.name.clone(), BY_OPTION));
            }
        }
    }

    fn all_known(&self) -> Result<()> {
        match self.rules.iter().find(|rule| !rule.known) {
            None => Ok(()),
            Some(Rule { document, name, .. }) => bail!(
                "--outlet {document}={name}: no document has the path {document}; give it as it was given to \
                 variorum, or a siglum (A, B …), or the identifier of one article"
            ),
        }
    }
}

impl Rule {
    fn new(rule: &str) -> Result<Self> {
        let parts = rule.rsplit_once('=');
        let Some((path, name)) = parts.filter(|(p, n)| !p.is_empty() && !n.trim().is_empty())
        else {
            bail!("--outlet {rule}: write PATH=NAME, for example --outlet a.txt=Yonhap");
        };
        Ok(Self {
            document: sanitize::line(path).into_owned(),
            name: sanitize::line(name.trim()).into_owned(),
            known: false,
        })
    }
}

/// Returns whether a document goes by this name: its siglum, its path, or the identifier that its input gives.
fn is_called(name: &str, siglum: &str, document: &Document) -> bool {
    name == siglum || name == document.path || document.source_id.as_deref() == Some(name)
}

/// Returns the first document of this siglum, path or identifier.
fn base(set: &DocumentSet, name: &str) -> Result<DocId> {
    let harmless = sanitize::line(name);
    let found = set.iter().find(|d| is_called(&harmless, &d.id.siglum(), d));
    match found {
        Some(document) => Ok(document.id),
        None => bail!(
            "--base {name}: there is no such document; give a siglum (A, B …), a path as it was given, or the \
             identifier of one article"
        ),
    }
}

/// Returns the exit status that skipped inputs ask for: 2 where nothing could be read, or with `--strict` one could not.
#[must_use]
pub fn status(loaded: &Loaded, strict: bool) -> u8 {
    status_of(loaded.set.len(), loaded.skipped.len(), strict)
}

/// Returns the exit status for so many documents and skipped inputs.
#[must_use]
pub fn status_of(documents: usize, skipped: usize, strict: bool) -> u8 {
    if documents == 0 || (strict && skipped > 0) {
        2
    } else {
        0
    }
}
