//! Keys become actions: the default map is made from the table of actions.

use std::collections::BTreeMap;

use super::action::{Action, Scope};
use super::key::{Key, sequence, written};

/// The live map of key sequences.
#[derive(Clone, Debug)]
pub struct Keymap {
    keys: BTreeMap<(Scope, Vec<Key>), Action>,
}

/// What a sequence of keys means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// An action.
    Action(Action),
    /// The beginning of at least one longer sequence.
    Beginning,
    /// Nothing.
    Nothing,
}

impl Default for Keymap {
    fn default() -> Self {
        let rows = Action::ALL
            .iter()
            .flat_map(|a| a.default_keys().iter().map(move |k| (a, k)));
        let entry = |(action, keys): (&Action, &&str)| {
            Some(((action.group().scope(), sequence(keys).ok()?), *action))
        };
        Self {
            keys: rows.filter_map(entry).collect(),
        }
    }
}

/// Why keys that a person chose cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Clash {
    /// A key has no such name.
    #[error("`{keys}`: {why}")]
    NoSuchKey {
        /// The action.
        action: Action,
        /// The keys as written.
        keys: String,
        /// What is wrong with them.
        why: String,
    },
    /// Two actions have the same keys.
    #[error("`{keys}` would be {} and {}: give one of them other keys", .first.name(), .second.name())]
    Twice {
        /// The action of the lower name in the table.
        first: Action,
        /// The other.
        second: Action,
        /// The keys.
        keys: String,
    },
    /// The keys of one action begin those of another, which could then never be typed.
    #[error("`{short}` ({}) begins `{long}` ({}), which could never be typed: give one of them other keys", .first.name(), .second.name())]
    Begins {
        /// The action of the shorter keys.
        first: Action,
        /// That of the longer.
        second: Action,
        /// The shorter keys.
        short: String,
        /// The longer.
        long: String,
    },
}

impl Keymap {
    /// Returns the map in which some actions have other keys than by default.
    ///
    /// # Errors
    /// Where a key has no such name, where two actions of one place have the same keys, and where the keys of
    /// one begin those of another.
    pub fn with(changed: &[(Action, Vec<String>)]) -> Result<Self, Clash> {
        let mut keys: BTreeMap<(Scope, Vec<Key>), Action> = BTreeMap::new();
        for action in Action::ALL {
            let chosen = changed.iter().rfind(|(own, _)| own == action);
            let own: Vec<&str> = match chosen {
                Some((_, keys)) => keys.iter().map(String::as_str).collect(),
                None => action.default_keys().to_vec(),
            };
            for written in own {
                let typed = sequence(written).map_err(|why| Clash::NoSuchKey {
                    action: *action,
                    keys: written.to_owned(),
                    why: why.to_string(),
                })?;
                let place = (action.group().scope(), typed);
                if let Some(first) = keys.insert(place, *action).filter(|first| first != action) {
                    return Err(Clash::Twice {
                        first,
                        second: *action,
                        keys: written.to_owned(),
                    });
                }
            }
        }
        let mut sorted = keys.iter().peekable();
        while let Some(((scope, short), first)) = sorted.next() {
            let next = sorted
                .peek()
                .filter(|((other, long), _)| other == scope && long.starts_with(short));
            if let Some(((_, long), second)) = next {
                return Err(Clash::Begins {
                    first: *first,
                    second: **second,
                    short: written(short),
                    long: written(long),
                });
            }
        }
        Ok(Self { keys })
    }

    /// Returns what the keys typed so far mean.
    #[must_use]
    pub fn meaning(&self, scope: Scope, typed: &[Key]) -> Meaning {
        let from = (scope, typed.to_vec());
        let mut after = self
            .keys
            .range(from..)
            .take_while(|((s, keys), _)| *s == scope && keys.starts_with(typed));
        match after.next() {
            Some(((_, keys), action)) if keys.as_slice() == typed => Meaning::Action(*action),
            Some(_) => Meaning::Beginning,
            None => Meaning::Nothing,
        }
    }

    /// Returns what may follow the keys typed so far: the next keys, and what they do.
    #[must_use]
    pub fn following(&self, scope: Scope, typed: &[Key]) -> Vec<(String, Action)> {
        let longer = |keys: &[Key]| keys.len() > typed.len() && keys.starts_with(typed);
        let entries = self
            .keys
            .iter()
            .filter(|((s, keys), _)| *s == scope && longer(keys));
        entries
            .map(|((_, keys), action)| (written(keys.get(typed.len()..).unwrap_or(&[])), *action))
            .collect()
    }

    /// Returns the sequences of an action, as written, in the order of the table.
    #[must_use]
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        let mut own: Vec<_> = self
            .keys
            .iter()
            .filter(|(_, a)| **a == action)
            .map(|((_, keys), _)| written(keys))
            .collect();
        let place = |keys: &String| {
            action
                .default_keys()
                .iter()
                .position(|d| d == keys)
                .unwrap_or(usize::MAX)
        };
        own.sort_by_key(|keys| (place(keys), keys.clone()));
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_has_a_beginning_and_an_end() {
        let map = Keymap::default();
        let typed = sequence("]u").unwrap();
        assert_eq!(map.meaning(Scope::Reader, &typed[..1]), Meaning::Beginning);
        assert_eq!(
            map.meaning(Scope::Reader, &typed),
            Meaning::Action(Action::NextOnly)
        );
        assert_eq!(
            map.meaning(Scope::Reader, &sequence("Z").unwrap()),
            Meaning::Nothing
        );
        assert_eq!(map.meaning(Scope::Typing, &typed), Meaning::Nothing);
    }

    #[test]
    fn what_may_follow_is_told() {
        let follow = Keymap::default().following(Scope::Reader, &sequence("]").unwrap());
        assert!(follow.contains(&("u".to_owned(), Action::NextOnly)));
        assert_eq!(
            Keymap::default().keys_of(Action::NextPlace),
            [".", "]c", "f7"]
        );
    }

    #[test]
    fn the_default_keys_do_not_clash() {
        let map = Keymap::with(&[]).unwrap();
        assert_eq!(map.keys, Keymap::default().keys);
    }

    #[test]
    fn chosen_keys_take_the_place_of_the_default_ones() {
        let chosen = |keys: &[&str]| keys.iter().map(|k| (*k).to_owned()).collect();
        let changed = [
            (Action::NextStop, chosen(&["ctrl-n", "Z"])),
            (Action::Quit, chosen(&[])),
        ];
        let map = Keymap::with(&changed).unwrap();
        let meaning = |keys: &str| map.meaning(Scope::Reader, &sequence(keys).unwrap());
        assert_eq!(meaning("ctrl-n"), Meaning::Action(Action::NextStop));
        assert_eq!(meaning("Z"), Meaning::Action(Action::NextStop));
        assert_eq!(
            (meaning("j"), meaning("q")),
            (Meaning::Nothing, Meaning::Nothing)
        );
    }

    #[test]
    fn keys_that_clash_are_refused_and_named() {
        let with = |action: Action, keys: &str| {
            let error = Keymap::with(&[(action, vec![keys.to_owned()])]).unwrap_err();
            error.to_string()
        };
        assert!(with(Action::Quit, "k").contains("`k` would be previous-stop and quit"));
        assert!(with(Action::Quit, "g").contains("`g` (quit) begins"));
        assert!(with(Action::Quit, "ggx").contains("`gg` (start) begins `ggx` (quit)"));
        assert!(with(Action::Quit, "hyper-q").starts_with("`hyper-q`"));
    }
}
