//! The model of meaning that was asked for: read when it is first needed, with the vectors of earlier times.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::cli::Global;
use crate::meaning::Model;
use crate::store::{cache, paths};
use crate::text::sanitize;

/// The word that asks for no model.
const OFF: &str = "off";

/// The name of the file of vectors in the cache folder.
const VECTORS: &str = "meaning.vectors";

/// The largest files that are read: far above a model of this kind, and above a full memory of vectors.
const MOST: u64 = 1 << 30;

/// A model that was asked for.
#[derive(Debug)]
pub struct Source {
    file: PathBuf,
    /// Where vectors are kept, if anywhere.
    vectors: Option<PathBuf>,
    read: OnceLock<Result<Model, String>>,
}

impl Source {
    /// Returns the model that `--model` names.
    #[must_use]
    pub fn of(global: &Global) -> Option<Self> {
        Self::at(global.model.clone(), global)
    }

    /// Returns the model of a file, where one is named.
    #[must_use]
    pub fn at(file: Option<PathBuf>, global: &Global) -> Option<Self> {
        let file = file?;
        let folder = paths::cache_dir(global.data_dir.as_deref());
        let vectors = folder.map(|folder| folder.join(VECTORS));
        (file != Path::new(OFF)).then(|| Self::new(file, vectors))
    }

    /// Returns the model of a file, whose vectors are kept in another.
    #[must_use]
    pub fn new(file: PathBuf, vectors: Option<PathBuf>) -> Self {
        Self {
            file,
            vectors,
            read: OnceLock::new(),
        }
    }

    /// Returns the model, read at the first call.
    ///
    /// # Errors
    /// Where its file cannot be read, or is no whole model; says what to do.
    pub fn model(&self) -> Result<&Model, String> {
        self.read
            .get_or_init(|| self.open())
            .as_ref()
            .map_err(Clone::clone)
    }

    fn open(&self) -> Result<Model, String> {
        let bytes =
            cache::read(&self.file, MOST).map_err(|error| self.wrong(&error.to_string()))?;
        let model = Model::read(&bytes).map_err(|error| self.wrong(&error.to_string()))?;
        if let Some(file) = &self.vectors {
            // Without them all is reckoned anew, to the same result.
            model.remember(&cache::read(file, MOST).unwrap_or_default());
        }
        Ok(model)
    }

    fn wrong(&self, why: &str) -> String {
        let file = self.file.display().to_string();
        let file = sanitize::line(&file);
        let why = sanitize::line(why);
        format!("--model {file}: {why} (--model off compares by words alone)")
    }

    /// Keeps the vectors for the next time, where that can be done.
    pub fn keep(&self) {
        let model = self.read.get().and_then(|read| read.as_ref().ok());
        let Some((model, file)) = model.zip(self.vectors.as_ref()) else {
            return;
        };
        if let Some(bytes) = model.remembered() {
            // A full or read-only disk costs only the time of the next start.
            let _ = cache::replace(file, &bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::meaning::Meaning as _;
    use crate::meaning::sample::{Tiny, tiny};
    use tempfile::TempDir;

    fn folder(model: &[u8]) -> (TempDir, PathBuf, PathBuf) {
        let folder = TempDir::new().unwrap();
        let (file, vectors) = (folder.path().join("model"), folder.path().join("cache/v"));
        cache::replace(&file, model).unwrap();
        (folder, file, vectors)
    }

    #[test]
    fn vectors_are_kept_beside_and_a_damaged_file_of_them_counts_as_none() {
        let (_folder, file, vectors) = folder(&tiny(Tiny::default()).bytes);
        let source = || Source::new(file.clone(), Some(vectors.clone()));
        let first = source();
        let vector = first.model().unwrap().vector("snow on the road");
        first.keep();
        let again = source();
        assert_eq!(again.model().unwrap().vector("snow on the road"), vector);
        assert_eq!(again.model().unwrap().remembered(), None);
        cache::replace(&vectors, b"damaged").unwrap();
        let third = source();
        assert_eq!(third.model().unwrap().vector("snow on the road"), vector);
        assert!(third.model().unwrap().remembered().is_some());
    }

    #[test]
    fn a_file_that_is_missing_damaged_or_something_else_is_named_with_what_to_do() {
        let bytes = tiny(Tiny::default()).bytes;
        for (content, why) in [
            (b"%PDF".as_slice(), "no model of meaning"),
            (&bytes[..100], "cut off or changed"),
        ] {
            let (_folder, file, _) = folder(content);
            let error = Source::new(file.clone(), None).model().unwrap_err();
            let named = error.contains(&file.display().to_string());
            assert!(
                named && error.contains(why) && error.contains("--model off"),
                "{error}"
            );
        }
        let error = Source::new("nowhere\u{1b}[31m".into(), None)
            .model()
            .unwrap_err();
        assert!(
            error.contains("nowhere") && !error.contains('\u{1b}'),
            "{error}"
        );
    }
}
