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

impl Keymap {
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
}
