//! What the program says of itself: its keys, what shells complete, and its manual page.

use std::fmt::Write as _;
use std::io;

use clap::CommandFactory as _;
use clap_complete::{Generator, Shell};

use crate::app::action::{Action, Group};
use crate::app::keymap::Keymap;
use crate::cli::Cli;

/// The columns of the keys of an action.
const KEYS: usize = 24;

/// Returns every action with the keys that it has in a map, group by group.
pub(super) fn keys(keymap: &Keymap) -> String {
    let mut page = String::new();
    for group in Group::ALL {
        let between = if page.is_empty() { "" } else { "\n" };
        let _ = writeln!(page, "{between}{}", group.title());
        for action in Action::ALL.iter().filter(|a| a.group() == group) {
            let keys = match keymap.keys_of(*action) {
                none if none.is_empty() => "no key".to_owned(),
                keys => keys.join(" "),
            };
            let _ = writeln!(
                page,
                "  {keys:KEYS$}  {:24}  {}",
                action.name(),
                action.help()
            );
        }
    }
    page
}

/// Returns the script that a shell reads to complete commands and options.
pub(super) fn completions(shell: Shell) -> Vec<u8> {
    let mut command = Cli::command();
    command.set_bin_name("variorum");
    command.build();
    let mut script = Vec::new();
    shell.generate(&command, &mut script);
    script
}

/// Returns the manual page in the language of man.
///
/// # Errors
/// As writing to memory: in practice none.
pub(super) fn page() -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    Ok(page)
}
