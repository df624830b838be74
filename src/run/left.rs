//! The files that say where sets were left: one for each set, small, and safe to delete.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::app::resume::{Left, hashes};
use crate::app::state::State;
use crate::document::DocumentSet;
use crate::store::{cache, paths};

/// The folder inside the data folder.
const FOLDER: &str = "places";
/// More bytes than the place of a hundred documents takes.
const LARGEST: u64 = 1 << 20;
/// Sets that are remembered.
const MOST: usize = 500;

/// The folder of the files.
#[derive(Clone, Debug)]
pub struct Places {
    folder: PathBuf,
}

impl Places {
    /// Returns the folder inside the data folder: the one given, else the usual one; nothing where there is none.
    #[must_use]
    pub fn of(data: Option<&Path>) -> Option<Self> {
        let folder = paths::data_dir(data).ok()?.join(FOLDER);
        Some(Self { folder })
    }

    /// Returns the file of a set, the same in whichever order its documents were given.
    fn file(&self, set: &DocumentSet) -> PathBuf {
        let digest = Sha256::digest(hashes(set).join("\n").as_bytes());
        let name: String = digest.iter().take(16).map(|b| format!("{b:02x}")).collect();
        self.folder.join(format!("{name}.json"))
    }

    /// Brings a reader back to where its set was left; says so in one line where the file is of no use.
    pub fn bring_back(&self, state: &mut State) {
        let file = self.file(&state.set);
        let read = match cache::read(&file, LARGEST) {
            Ok(bytes) => serde_json::from_slice::<Left>(&bytes).map_err(|error| error.to_string()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
            Err(error) => Err(error.to_string()),
        };
        let back = read.map(|left| left.bring_back(state));
        let why = match back {
            Ok(true) => return,
            Ok(false) => "it is of other documents".to_owned(),
            Err(why) => why,
        };
        state.say(format!(
            "where you left off is not known, {} is ignored: {why}",
            file.display()
        ));
    }

    /// Keeps where a set is left, if anything was done in it and a person left it: a program that is ended from
    /// outside has not been left.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn keep(&self, state: &State) -> std::io::Result<()> {
        if !state.touched || state.terminated || state.set.is_empty() {
            return Ok(());
        }
        let bytes = serde_json::to_vec(&Left::of(state))?;
        cache::replace(&self.file(&state.set), &bytes)?;
        // Old files do no harm.
        let _ = cache::keep_newest(&self.folder, MOST);
        Ok(())
    }
}
