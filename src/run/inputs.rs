//! Paths become a set of documents: read, loaded, named; what could not be is told, and costs nothing else.

use std::path::PathBuf;

use color_eyre::eyre::{Result, bail};

use super::output::tell;
use crate::cli::Global;
use crate::document::{BY_OPTION, DocId, Document, DocumentSet, Found, Skipped};
use crate::load::{self, Limits};
use crate::store::read::{self, Input};
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

/// Reads and loads all inputs; with no path those of the sample story. Skipped inputs are told on standard error.
///
/// # Errors
/// Where `--base` or `--outlet` names no document.
pub fn load_all(paths: &[PathBuf], global: &Global) -> Result<Loaded> {
    let limits = Limits::default();
    let (inputs, mut skipped) = if paths.is_empty() {
        (super::sample::inputs(), Vec::new())
    } else {
        let inputs = read::read(paths, &limits);
        (inputs.documents, inputs.skipped)
    };
    let mut documents = Vec::new();
    for Input { path, bytes } in inputs {
        match load::load(&path, &bytes, &limits) {
            Ok(mut loaded) => documents.append(&mut loaded),
            Err(error) => {
                let path = sanitize::line(&path).into_owned();
                skipped.push(Skipped {
                    path,
                    reason: error.to_string(),
                });
            }
        }
    }
    for input in &skipped {
        tell(&format!("{}: {}", input.path, input.reason));
    }
    for rule in &global.outlet {
        name_outlet(&mut documents, rule)?;
    }
    let set = DocumentSet::new(documents);
    let base = global
        .base
        .as_deref()
        .map_or(Ok(DocId::default()), |name| base(&set, name))?;
    Ok(Loaded { set, base, skipped })
}

/// Names the outlet of a document from a rule `PATH=NAME`.
fn name_outlet(documents: &mut [Document], rule: &str) -> Result<()> {
    let Some((path, name)) = rule
        .rsplit_once('=')
        .filter(|(path, name)| !path.is_empty() && !name.trim().is_empty())
    else {
        bail!("--outlet {rule}: write PATH=NAME, for example --outlet a.txt=Yonhap");
    };
    let mut known = false;
    let harmless = sanitize::line(path);
    for document in documents.iter_mut().filter(|d| d.path == harmless) {
        known = true;
        document.outlet = Some(Found::new(
            sanitize::line(name.trim()).into_owned(),
            BY_OPTION,
        ));
    }
    if !known {
        bail!(
            "--outlet {rule}: no document has the path {path}; give it as it was given to variorum"
        );
    }
    Ok(())
}

/// Returns the document of a siglum or a path.
fn base(set: &DocumentSet, name: &str) -> Result<DocId> {
    let path = sanitize::line(name);
    let found = set.iter().find(|d| d.id.siglum() == name || d.path == path);
    match found {
        Some(document) => Ok(document.id),
        None => bail!(
            "--base {name}: there is no such document; give a siglum (A, B …) or a path as it was given"
        ),
    }
}

/// Returns the exit status that skipped inputs ask for: 2 where nothing could be read, or with `--strict` one could not.
#[must_use]
pub fn status(loaded: &Loaded, strict: bool) -> u8 {
    if loaded.set.is_empty() || (strict && !loaded.skipped.is_empty()) {
        2
    } else {
        0
    }
}
