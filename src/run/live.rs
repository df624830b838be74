//! The configuration of a reader that is open, read again when that is asked.

use color_eyre::eyre::Result;

use super::clipboard::Clipboard;
use super::settings::{self, Reader};
use crate::app::settings::Settings;
use crate::cli::Global;

/// The configuration of a reader that is open, to be read again.
#[derive(Debug)]
pub struct Live {
    global: Global,
    last: Reader,
}

/// What the configuration says when it is read again.
pub(super) struct Again {
    pub settings: Settings,
    pub clipboard: Clipboard,
    pub changed: Vec<String>,
}

impl Live {
    pub(super) fn new(global: Global, last: Reader) -> Self {
        Self { global, last }
    }

    /// Reads the configuration again.
    ///
    /// # Errors
    /// Where it is wrong, with its line; what was read before is kept.
    pub(super) fn again(&mut self) -> Result<Again> {
        let now = settings::of(&self.global)?;
        let again = Again {
            settings: now.screen(&self.global)?,
            clipboard: now.clipboard.clone(),
            changed: changed(&now, &self.last),
        };
        self.last = now;
        Ok(again)
    }
}

/// Returns what is set otherwise than before, in words.
fn changed(now: &Reader, before: &Reader) -> Vec<String> {
    let value = |reader: &Reader, name: &str| {
        let own = reader.origins.iter().find(|origin| origin.0 == name);
        own.map(|(_, value, _)| value.clone())
    };
    let other = now.origins.iter().filter_map(|(name, new, _)| {
        let changed = value(before, name).as_ref() != Some(new);
        let later = if name == "model" {
            " from the next start"
        } else {
            ""
        };
        changed.then(|| format!("{name} = {new}{later}"))
    });
    let gone = before.origins.iter().filter_map(|(name, ..)| {
        let gone = value(now, name).is_none();
        gone.then(|| format!("{name} as by default"))
    });
    other.chain(gone).collect()
}
