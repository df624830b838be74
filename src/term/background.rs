//! The terminal's answer to the question for its background, taken out of the keys that it comes among.
//!
//! ```text
//! asked     ESC ] 11 ; ? BEL
//! answered  ESC ] 11 ; rgb : ffff / ffff / dddd ESC \     early, late, cut off, in pieces, or never
//! as keys   Alt-]  1 1 ; r g b : f f f f …  Alt-\
//! ```
//! The answer comes on the way of the keys, and whoever reads it there waits for nothing and loses no key: what is
//! the beginning of an answer is held back, what cannot be one goes on as it came.

use crate::app::key::{Code, Key, Named};

/// The question, ended as all terminals know it.
pub(super) const QUESTION: &str = "\x1b]11;?\x07";

/// A colour, each part from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Colour([f64; 3]);

impl Colour {
    /// Returns whether dark words are read better on it than light ones (luma of ITU-R BT.601).
    pub(super) fn is_light(self) -> bool {
        let Self([red, green, blue]) = self;
        0.299 * red + 0.587 * green + 0.114 * blue > 0.5
    }
}

/// How long a key that may begin an answer is held back before it counts as a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    /// Nothing is held back, or what is can only be an answer.
    Forever,
    /// An escape alone: as long as terminals wait for what it may begin.
    Short,
    /// Alt and a bracket, which hardly anybody types.
    Long,
}

/// What became of a key.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Taken {
    /// These are keys of a person, in this order.
    Keys(Vec<Key>),
    /// It may be part of an answer, or was.
    Held,
    /// The answer is whole.
    Answer(Colour),
}

/// What was held back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Nothing,
    /// An escape.
    Escape,
    /// The words of an answer.
    Words,
    /// The words, and an escape that may end them.
    Ending,
}

/// Takes answers out of keys.
#[derive(Debug, Default)]
pub(super) struct Answers {
    stage: Stage,
    held: Vec<Key>,
    words: String,
}

impl Answers {
    /// Returns for how long to wait for the next key.
    pub(super) fn wait(&self) -> Wait {
        match self.stage {
            Stage::Escape | Stage::Ending => Wait::Short,
            Stage::Words if !self.is_certain() => Wait::Long,
            Stage::Nothing | Stage::Words => Wait::Forever,
        }
    }

    /// Returns the keys that were held back for nothing: no other came in time.
    pub(super) fn give_up(&mut self) -> Vec<Key> {
        if self.stage == Stage::Ending && self.is_certain() {
            // Of an answer that was cut off only the escape can be a person's.
            let escape = self.held.pop();
            self.clear();
            return escape.into_iter().collect();
        }
        self.clear()
    }

    /// Takes a key.
    pub(super) fn take(&mut self, key: Key) -> Taken {
        match (self.stage, sign(key)) {
            (Stage::Nothing, Some(Sign::Begin)) => self.hold(key, Stage::Words),
            (Stage::Nothing, Some(Sign::Escape)) => self.hold(key, Stage::Escape),
            (Stage::Nothing, _) => Taken::Keys(vec![key]),
            (Stage::Escape, Some(Sign::Letter(']'))) => self.hold(key, Stage::Words),
            (Stage::Words, Some(Sign::Letter(c))) if may_go_on(&self.words, c) => {
                self.words.push(c);
                self.hold(key, Stage::Words)
            }
            (Stage::Words, Some(Sign::Escape)) => self.hold(key, Stage::Ending),
            (Stage::Words, Some(Sign::End)) if self.is_certain() => self.end(),
            (Stage::Ending, Some(Sign::Letter('\\'))) if self.is_certain() => self.end(),
            _ => {
                let mut keys = if self.stage == Stage::Words && self.is_certain() {
                    self.clear();
                    Vec::new()
                } else {
                    self.give_up()
                };
                match self.take(key) {
                    Taken::Keys(more) => keys.extend(more),
                    // It begins another answer; what was held back before is a person's all the same.
                    Taken::Held | Taken::Answer(_) if keys.is_empty() => return Taken::Held,
                    Taken::Held | Taken::Answer(_) => {}
                }
                Taken::Keys(keys)
            }
        }
    }

    fn hold(&mut self, key: Key, stage: Stage) -> Taken {
        self.held.push(key);
        self.stage = stage;
        Taken::Held
    }

    /// Returns whether what is held back can be nothing but an answer.
    fn is_certain(&self) -> bool {
        self.words.starts_with("11;")
    }

    /// Ends an answer, whole or broken.
    fn end(&mut self) -> Taken {
        let colour = colour(&self.words);
        self.clear();
        colour.map_or(Taken::Held, Taken::Answer)
    }

    fn clear(&mut self) -> Vec<Key> {
        self.stage = Stage::Nothing;
        self.words.clear();
        std::mem::take(&mut self.held)
    }
}

/// What a key may be in an answer.
enum Sign {
    Begin,
    End,
    Escape,
    Letter(char),
}

fn sign(key: Key) -> Option<Sign> {
    Some(match (key.code, key.alt, key.ctrl) {
        (Code::Char(']'), true, false) => Sign::Begin,
        (Code::Char('\\'), true, false) | (Code::Char('g'), false, true) => Sign::End,
        (Code::Named(Named::Esc), false, false) => Sign::Escape,
        (Code::Char(c), false, false) => Sign::Letter(c),
        _ => return None,
    })
}

/// Returns whether an answer may have this letter next.
fn may_go_on(words: &str, next: char) -> bool {
    const BEGIN: &str = "11;rgb";
    let Some(values) = words.strip_prefix(BEGIN) else {
        return BEGIN
            .strip_prefix(words)
            .is_some_and(|r| r.starts_with(next));
    };
    let (alpha, values) = match values.strip_prefix('a') {
        Some(values) => (true, values),
        None => (false, values),
    };
    let Some(values) = values.strip_prefix(':') else {
        return next == ':' || (!alpha && next == 'a');
    };
    let parts = values.split('/').count();
    let digits = values.rsplit('/').next().unwrap_or("").len();
    match next {
        '/' => digits > 0 && parts < if alpha { 4 } else { 3 },
        next => next.is_ascii_hexdigit() && digits < 4,
    }
}

/// Returns the colour of an answer that is whole.
fn colour(words: &str) -> Option<Colour> {
    let (_, values) = words.split_once(':')?;
    let mut parts = values.split('/').map(|part| {
        let most = 16f64.powi(i32::try_from(part.len()).ok()?) - 1.0;
        let value = u32::from_str_radix(part, 16).ok()?;
        Some(f64::from(value) / most)
    });
    Some(Colour([parts.next()??, parts.next()??, parts.next()??]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn alt(c: char) -> Key {
        Key {
            alt: true,
            ..Key::char(c)
        }
    }

    fn ctrl(c: char) -> Key {
        Key {
            ctrl: true,
            ..Key::char(c)
        }
    }

    fn escape() -> Key {
        Key {
            code: Code::Named(Named::Esc),
            ..Key::char(' ')
        }
    }

    /// The keys that arrive of some, in words, and the colour that was answered.
    fn arrive(keys: &[Key]) -> (Vec<Key>, Option<Colour>) {
        let (mut answers, mut arrived, mut colour) = (Answers::default(), Vec::new(), None);
        for key in keys {
            match answers.take(*key) {
                Taken::Keys(keys) => arrived.extend(keys),
                Taken::Answer(found) => colour = Some(found),
                Taken::Held => {}
            }
        }
        if answers.wait() != Wait::Forever {
            arrived.extend(answers.give_up());
        }
        (arrived, colour)
    }

    /// An answer as keys: with the escape of its beginning and of its end apart, or not.
    fn answer(words: &str, begin_apart: bool, end_apart: bool) -> Vec<Key> {
        let mut keys = if begin_apart {
            vec![escape(), Key::char(']')]
        } else {
            vec![alt(']')]
        };
        keys.extend(words.chars().map(Key::char));
        keys.extend(if end_apart {
            vec![escape(), Key::char('\\')]
        } else {
            vec![alt('\\')]
        });
        keys
    }

    #[test]
    fn an_answer_is_taken_out_wherever_it_was_cut() {
        for (begin, end) in [(false, false), (true, false), (false, true), (true, true)] {
            let mut keys = vec![Key::char('j')];
            keys.extend(answer("11;rgb:ffff/FFFF/d0d0", begin, end));
            keys.push(Key::char('k'));
            let (arrived, colour) = arrive(&keys);
            assert_eq!(arrived, [Key::char('j'), Key::char('k')]);
            assert!(colour.unwrap().is_light());
        }
        let mut bell = vec![alt(']')];
        bell.extend("11;rgba:00/2b/36/ff".chars().map(Key::char));
        bell.push(ctrl('g'));
        assert!(!arrive(&bell).1.unwrap().is_light());
    }

    #[test]
    fn a_broken_answer_gives_no_colour_and_no_key() {
        for words in ["11;", "11;rgb:", "11;rgb:ff/", "11;rgb:ff/ff"] {
            assert_eq!(arrive(&answer(words, false, false)), (vec![], None));
        }
        // Cut off: the next key of a person ends it.
        let mut keys = answer("11;rgb:ff/f", false, false);
        *keys.last_mut().unwrap() = Key::char('j');
        assert_eq!(arrive(&keys), (vec![Key::char('j')], None));
    }

    #[test]
    fn what_is_no_answer_arrives_as_it_was_typed() {
        for keys in [
            vec![alt(']'), Key::char('c')],
            vec![escape(), Key::char(']'), Key::char('u')],
            vec![
                Key::char(']'),
                Key::char('1'),
                Key::char('1'),
                Key::char(';'),
            ],
            vec![escape(), escape(), Key::char('j')],
            vec![escape()],
            vec![alt(']')],
            vec![alt(']'), Key::char('1'), Key::char('j')],
            vec![alt('\\'), ctrl('g')],
        ] {
            assert_eq!(arrive(&keys), (keys.clone(), None));
        }
    }

    #[test]
    fn a_lone_escape_waits_for_a_moment_only() {
        let mut answers = Answers::default();
        assert_eq!(answers.wait(), Wait::Forever);
        assert_eq!(answers.take(escape()), Taken::Held);
        assert_eq!(answers.wait(), Wait::Short);
        assert_eq!(answers.give_up(), [escape()]);
        assert_eq!(answers.wait(), Wait::Forever);
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let letters = "[]1;rgba:f/0j\\\\]";
        prop_oneof![
            letters.prop_filter_map("a letter", |s| s.chars().next().map(Key::char)),
            Just(alt(']')),
            Just(alt('\\')),
            Just(ctrl('g')),
            Just(escape()),
        ]
    }

    proptest! {
        #[test]
        fn keys_keep_their_order_and_only_answers_are_taken(keys in prop::collection::vec(any_key(), 0..40)) {
            let (arrived, _) = arrive(&keys);
            // What arrives is what was typed, less whole stretches.
            let mut typed = keys.iter();
            for key in &arrived {
                prop_assert!(typed.any(|own| own == key));
            }
            let begins = keys.windows(3).any(|three| {
                three.iter().all(|key| key.typed().is_some_and(|c| "11;".contains(c)))
            });
            prop_assert!(begins || arrived == keys);
        }
    }
}
