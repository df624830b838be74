//! Links between documents of different languages: what both write alike are names, numbers and words
//! quoted in the original. Nothing else of such documents is compared.
//!
//! ```text
//! en: The ferry from Halm will take up to 9,400 tonnes, Minister Brill said.   Halm  9400  Brill
//! de: Die Fähre aus Halm soll bis zu 9.400 Tonnen nehmen, sagte Brill.         Halm  9400  Brill
//! ```
//! A sentence is held against those that share its names and numbers. These count by how rare they are in
//! the two documents, so a name that stands in every other sentence says next to nothing.

use rustc_hash::{FxHashMap, FxHashSet};

use super::likeness::balance;
use super::passage::{Relation, Rule, Why};
use super::reading::{Reading, Unit, WORD};
use super::sentences::FEWEST;
use super::settle::{Draft, Pair, rounded};
use super::work::Work;
use crate::document::{BlockKind, Document};
use crate::text::Span;

/// What two sentences share has to weigh as much as this many names that stand once in each document …
const WEAK: f64 = 1.5;
/// … and this many to say the same rather than perhaps.
const STRONG: f64 = 2.5;

/// A number of five digits is as good as so many names: it alone makes two sentences perhaps the same.
const FIGURE: f64 = 1.5;

/// The part of the names and numbers of both sentences that the other has too, of those that stand in both
/// documents at all: others may be written differently in the other language.
const SHARED: f64 = 0.5;

/// Two sentences that both have a better counterpart do not link below this part of the lesser of their
/// best scores, as among sentences of one language.
const RIVAL: f64 = 0.75;

/// Names and numbers that stand in more sentences than this lead to none of them.
const OFTEN: usize = 32;

/// A name or number of a sentence: what it is called everywhere, and the byte at which it begins here.
#[derive(Clone, Debug, PartialEq)]
struct Named {
    key: String,
    start: u32,
}

/// Returns the links between the sentences of two documents by their names and numbers.
pub(super) fn links(pair: &Pair<'_>, work: &mut Work<'_>) -> Vec<Draft> {
    let (ones, others) = (named(pair.a.0, pair.a.1), named(pair.b.0, pair.b.1));
    let rarity = Rarity::new(&ones, &others);
    let mut holders: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, names) in others.iter().enumerate() {
        for name in names {
            let list = holders.entry(&name.key).or_default();
            if list.last() != Some(&at) {
                list.push(at);
            }
        }
    }
    let mut found = Vec::new();
    for (one, names) in ones.iter().enumerate() {
        let lists = names
            .iter()
            .filter_map(|name| holders.get(name.key.as_str()));
        let near: Vec<usize> = lists
            .filter(|l| l.len() <= OFTEN)
            .flatten()
            .copied()
            .collect();
        if !work.spend(near.len() + 1) {
            break;
        }
        let near: std::collections::BTreeSet<usize> = near.into_iter().collect();
        for other in near {
            found.extend(
                rarity
                    .shared(names, &others[other])
                    .map(|s| (one, other, s)),
            );
        }
    }
    without_rivals(&mut found);
    found
        .into_iter()
        .map(|(one, other, shared)| shared.draft(pair, one, other))
        .collect()
}

/// Returns the names and numbers of every sentence that is long enough to link, and none for captions and the
/// others.
fn named(document: &Document, reading: &Reading) -> Vec<Vec<Named>> {
    let known = capitalised_inside(document, reading);
    let caption = |unit: &Unit| {
        let block = document.block_at(unit.span.start);
        block.is_some_and(|block| block.kind == BlockKind::Caption)
    };
    let long = |unit: &Unit| unit.size >= FEWEST * WORD && !caption(unit);
    let of_unit = |unit: &Unit| {
        let words = reading.words[unit.words()].iter();
        let named = words.filter(|word| word.size > 0).filter_map(|word| {
            let text = document.text.slice(word.span);
            let key = number(text).or_else(|| name(text, &known))?;
            Some(Named {
                key,
                start: word.span.start,
            })
        });
        named.collect()
    };
    let units = reading.units.iter();
    units
        .map(|unit| {
            if long(unit) {
                of_unit(unit)
            } else {
                Vec::new()
            }
        })
        .collect()
}

/// Returns the words that stand with a capital where no sentence begins.
fn capitalised_inside<'a>(document: &'a Document, reading: &Reading) -> FxHashSet<&'a str> {
    let inner = reading.units.iter().flat_map(|unit| unit.words().skip(1));
    inner
        .map(|at| document.text.slice(reading.words[at].span))
        .filter(|word| word.starts_with(char::is_uppercase))
        .collect()
}

/// Returns the number at the head of a word, of two digits or more, without the marks between its thousands:
/// `9,400` and `9.400명` are one, `9.4` is another.
fn number(word: &str) -> Option<String> {
    const MARKS: [char; 6] = ['.', ',', '\'', '’', '\u{a0}', '\u{202f}'];
    let end = word.find(|c: char| !c.is_ascii_digit() && !MARKS.contains(&c));
    let word = word
        .get(..end.unwrap_or(word.len()))?
        .trim_end_matches(MARKS);
    let mut groups = word.split(MARKS);
    let first = groups.next().unwrap_or_default();
    let marked = first.len() < word.len();
    let thousands = marked && first.len() <= 3 && groups.all(|group| group.len() == 3);
    let key = if thousands {
        word.replace(MARKS, "")
    } else {
        word.to_owned()
    };
    (key.len() >= 2 && key.starts_with(|c: char| c.is_ascii_digit())).then_some(key)
}

/// Returns whether a number is so long that it hardly stands twice by chance, as years do.
fn is_figure(key: &str) -> bool {
    key.len() >= 5 && key.bytes().all(|b| b.is_ascii_digit())
}

/// Returns a name as it is compared: small letters, without the ending of an English possessive.
fn name(word: &str, known: &FxHashSet<&str>) -> Option<String> {
    let latin = word
        .chars()
        .all(|c| c.is_alphabetic() && c < '\u{250}' || "-.'’".contains(c));
    let long = word.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    if !latin || !long || !known.contains(word) {
        return None;
    }
    let stem = word.trim_end_matches("'s").trim_end_matches("’s");
    Some(stem.to_lowercase().replace('.', ""))
}

/// How rare names and numbers are in the sentences of two documents.
struct Rarity {
    weights: FxHashMap<String, f64>,
    /// The weight of one that stands once in each document.
    unit: f64,
}

/// What two sentences share.
#[derive(Clone, Debug)]
struct Shared {
    words: Vec<(u32, u32)>,
    /// In names that stand once in each document.
    weight: f64,
    score: f64,
}

/// In how many sentences of a document each name or number stands.
struct Counts<'a> {
    of: FxHashMap<&'a str, u32>,
    sentences: u32,
}

fn counts(document: &[Vec<Named>]) -> Counts<'_> {
    let mut of: FxHashMap<&str, u32> = FxHashMap::default();
    for names in document {
        let different: FxHashSet<&str> = names.iter().map(|n| n.key.as_str()).collect();
        for key in different {
            *of.entry(key).or_default() += 1;
        }
    }
    Counts {
        of,
        sentences: Span::offset(document.len()),
    }
}

impl Rarity {
    fn new(ones: &[Vec<Named>], others: &[Vec<Named>]) -> Self {
        let (ones, others) = (counts(ones), counts(others));
        let sentences = ones.sentences + others.sentences;
        let weight = |df: u32| {
            ((f64::from(sentences) + 1.0) / (f64::from(df) + 0.5))
                .ln()
                .max(0.0)
        };
        let both = ones.of.iter().filter_map(|(key, count)| {
            let other = others.of.get(key)?;
            Some(((*key).to_owned(), weight(count + other)))
        });
        Self {
            weights: both.collect(),
            unit: weight(2).max(f64::MIN_POSITIVE),
        }
    }

    fn of(&self, named: &Named) -> f64 {
        self.weights.get(&named.key).copied().unwrap_or(0.0)
    }

    /// Returns what two sentences share, where it is enough to link them.
    fn shared(&self, ones: &[Named], others: &[Named]) -> Option<Shared> {
        let mut left: Vec<&Named> = others.iter().collect();
        let (mut words, mut matched) = (Vec::new(), 0.0);
        let mut different: FxHashSet<&str> = FxHashSet::default();
        let mut weight = 0.0;
        for one in ones {
            let Some(at) = left.iter().position(|other| other.key == one.key) else {
                continue;
            };
            words.push((one.start, left.remove(at).start));
            matched += self.of(one);
            if different.insert(&one.key) {
                let worth = if is_figure(&one.key) { FIGURE } else { 1.0 };
                weight += worth * self.of(one) / self.unit;
            }
        }
        let total = |names: &[Named]| names.iter().map(|name| self.of(name)).sum::<f64>();
        let score = balance(matched, total(ones), matched, total(others));
        let telling = different.len() >= 2 || different.iter().any(|key| is_figure(key));
        let enough = telling && weight >= WEAK && score >= SHARED;
        enough.then_some(Shared {
            words,
            weight,
            score,
        })
    }
}

fn without_rivals(found: &mut Vec<(usize, usize, Shared)>) {
    let (mut best_a, mut best_b) = (FxHashMap::default(), FxHashMap::default());
    for (one, other, shared) in found.iter() {
        let value = shared.weight * shared.score;
        let keep_best = |best: &mut f64| *best = best.max(value);
        keep_best(best_a.entry(*one).or_insert(0.0));
        keep_best(best_b.entry(*other).or_insert(0.0));
    }
    found.retain(|(one, other, shared)| {
        let least = best_a.get(one).copied().unwrap_or(0.0_f64);
        let least = least.min(best_b.get(other).copied().unwrap_or(0.0));
        shared.weight * shared.score >= RIVAL * least
    });
}

impl Shared {
    fn draft(self, pair: &Pair<'_>, one: usize, other: usize) -> Draft {
        Draft {
            a: pair.a.1.units[one].span,
            b: pair.b.1.units[other].span,
            relation: if self.weight >= STRONG {
                Relation::Paraphrase
            } else {
                Relation::Weak
            },
            score: rounded(self.score),
            moved: false,
            by_chance: false,
            why: Why {
                rule: Rule::Names,
                words: Span::offset(self.words.len()),
                lexical: rounded(self.score),
                characters: 0.0,
                parts: 1,
                meaning: None,
            },
            words: self.words,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::passage::Comparison;
    use crate::compare::sample::{document, set};
    use crate::compare::{Options, compare};

    const ENGLISH: &str = "The ferry from Halm will carry 1,250 people, Minister Brill said. \
        Fishermen may take up to 9,400 tonnes of herring near Sandur. Rain is expected on the coast. \
        The old line was closed in 2014 by Captain Torv.";
    const GERMAN: &str = "Nach Angaben von Brill soll die Fähre aus Halm 1.250 Menschen fassen. \
        Die alte Linie hatte Kapitän Torv im Jahr 2014 eingestellt. Niemand winkte am Kai. \
        Bei Sandur dürfen bis zu 9.400 Tonnen Hering gefangen werden.";

    fn compared(one: (&str, &str), other: (&str, &str)) -> Comparison {
        let made = |(language, text): (&str, &str)| {
            let mut made = document(text);
            made.language = Some(language.to_owned());
            made
        };
        compare(&set(vec![made(one), made(other)]), &Options::default())
    }

    fn linked(found: &Comparison, one: &str, other: &str) -> Vec<(String, String)> {
        let part = |text: &str, span: Span| {
            let words = text.get(span.range()).unwrap_or("");
            words.split(' ').take(2).collect::<Vec<_>>().join(" ")
        };
        let links = found.links.iter();
        links
            .map(|l| (part(one, l.a.span), part(other, l.b.span)))
            .collect()
    }

    #[test]
    fn sentences_with_the_same_names_and_numbers_link_whatever_their_order() {
        let found = compared(("en", ENGLISH), ("de", GERMAN));
        assert!(!found.pairs[0].comparable);
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            linked(&found, ENGLISH, GERMAN),
            [
                pair("The ferry", "Nach Angaben"),
                pair("Fishermen may", "Bei Sandur"),
                pair("The old", "Die alte"),
            ]
        );
        let first = &found.links[0];
        assert_eq!((first.relation, first.why.words), (Relation::Paraphrase, 3));
        assert!(
            found.only.is_empty(),
            "the rest is not comparable, not only here"
        );
    }

    #[test]
    fn latin_names_in_another_script_link_too() {
        let korean = "브릴(Brill) 장관은 Halm 여객선이 1,250명을 태운다고 말했다. 비가 왔다.";
        let found = compared(("en", ENGLISH), ("ko", korean));
        assert_eq!(found.links.len(), 1);
    }

    #[test]
    fn one_name_that_both_have_links_nothing() {
        let found = compared(
            (
                "en",
                "In spring Brill spoke to farmers at length about the rain.",
            ),
            (
                "de",
                "Zum Abschied winkte Brill den Kindern lange hinterher.",
            ),
        );
        assert!(found.links.is_empty());
    }

    #[test]
    fn thousands_are_written_with_any_mark_and_parts_are_not_thousands() {
        let same = ["9,400", "9.400", "9’400", "9,400명을"].map(number);
        assert!(same.iter().all(|found| found.as_deref() == Some("9400")));
        assert_eq!(number("9.4").as_deref(), Some("9.4"));
        assert_eq!(number("2014").as_deref(), Some("2014"));
        assert_eq!((number("7"), number("G20")), (None, None));
    }
}
