//! Why few or no links were found between two documents: what was tried, and what came nearest.
//!
//! ```text
//! 34 sentences were held against 41. 8 words in a row link by themselves, or 5 rare ones; shared are at most 4.
//! The likest two sentences score 0.15; 0.17 would make them perhaps the same, 0.24 the same in other words.
//! ```

use super::likeness::Rarity;
use super::meaning::Thresholds;
use super::passage::Place;
use super::reading::{Reading, WORD};
use super::rivals::Kinds;
use super::seeds::stretches;
use super::sentences::{Asked, alike};
use super::settle::{Draft, rounded};
use super::work::Work;
use crate::document::DocId;
use crate::text::Span;

/// Two documents have few links where these match fewer than one of so many words of the shorter.
const FEW: usize = 20;

/// Sentences are scored anew, below the threshold, for up to this product of their numbers.
const PRODUCT: usize = 1_000_000;

/// What was tried between two documents with few or no links, and what came nearest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// How many sentences of the document of the lower number were held against …
    pub ones: u32,
    /// … how many of the other.
    pub others: u32,
    /// The words of the longest shared run.
    pub run: u32,
    /// The likest two sentences and their score, where two are alike at all and the documents not too long
    /// to look.
    pub likest: Option<(Place, Place, f32)>,
}

impl Nearest {
    /// Returns what was tried and what came nearest, in sentences for a reader.
    #[must_use]
    pub fn words(&self, from: Thresholds) -> String {
        let Thresholds { paraphrase, weak } = from;
        let run = match self.run {
            0..3 => "not even 3".to_owned(),
            words => format!("at most {words}"),
        };
        let ones = match self.ones {
            1 => "1 sentence was".to_owned(),
            many => format!("{many} sentences were"),
        };
        let tried = format!(
            "{ones} held against {}. 8 words in a row link by themselves, or 5 rare ones; shared are {run}.",
            self.others
        );
        match self.likest {
            None => format!("{tried} No two sentences are alike enough to be scored."),
            Some((_, _, score)) => format!(
                "{tried} The likest two sentences score {score:.2}; {weak} would make them perhaps the same, \
                 {paraphrase} the same in other words."
            ),
        }
    }
}

/// Returns whether the links of two documents are few: none that is strong, or such as match few words.
pub(super) fn is_few(links: &[Draft], a: &Reading, b: &Reading) -> bool {
    let strong = links.iter().filter(|link| link.relation.is_strong());
    let matched: usize = strong.map(|link| link.why.words as usize).sum();
    matched == 0 || matched * FEW < a.words.len().min(b.words.len())
}

/// Looks what came nearest to a link between two documents, in their order in the set.
pub(super) fn nearest(
    (one, a): (DocId, &Reading),
    (other, b): (DocId, &Reading),
    rarity: &Rarity<'_>,
    work: &mut Work<'_>,
) -> Nearest {
    let runs = stretches(a, b, work);
    let size = |stretch: &super::seeds::Stretch| {
        let words = a.words.get(stretch.a..stretch.a + stretch.len);
        words.map_or(0, |words| {
            words.iter().map(|w| u32::from(w.size)).sum::<u32>()
        })
    };
    let longest = runs.iter().map(size).max().unwrap_or(0) / WORD;
    let place = |doc: DocId, reading: &Reading, unit: u32| Place {
        doc,
        span: reading.units[unit as usize].span,
    };
    let asked = Asked {
        runs: &[],
        floor: 0.0,
        by_words: 0.0,
        meaning: None,
        kinds: &Kinds::default(),
    };
    let scored = if a.units.len() * b.units.len() <= PRODUCT {
        alike((a, b), rarity, asked, work)
    } else {
        Vec::new()
    };
    let best = scored.iter().max_by(|x, y| {
        let by_score = x.likeness.score().total_cmp(&y.likeness.score());
        by_score.then((y.a, y.b).cmp(&(x.a, x.b)))
    });
    Nearest {
        ones: Span::offset(a.units.len()),
        others: Span::offset(b.units.len()),
        run: longest,
        likest: best.map(|best| {
            let score = rounded(best.likeness.score());
            (place(one, a, best.a), place(other, b, best.b), score)
        }),
    }
}

#[cfg(test)]
mod tests {
    use crate::compare::meaning::Thresholds;
    use crate::compare::passage::Comparison;
    use crate::compare::sample::texts;
    use crate::compare::{Options, compare};
    use crate::text::Span;

    const A: &str = "Snow closed the mountain pass overnight. The council of the valley met in the evening to talk about the ferry.";

    fn compared(other: &str) -> Comparison {
        compare(&texts(&[A, other]), &Options::default())
    }

    #[test]
    fn it_is_said_what_came_nearest_where_nothing_links() {
        let other = "The council of the northern city was chosen in the year of the great drought, by farmers who feared for their herds. Dogs bark at night.";
        let found = compared(other);
        assert!(found.links.iter().all(|link| !link.relation.is_strong()));
        let nearest = found.pairs[0].nearest.unwrap();
        assert_eq!((nearest.ones, nearest.others, nearest.run), (2, 2, 4));
        let (a, b, score) = nearest.likest.unwrap();
        assert_eq!(b.span, Span::new(0, other.find(" Dogs").unwrap()));
        assert!(a.span.start > 0 && score > 0.0 && score < crate::compare::PARAPHRASE);
        assert!(
            nearest.words(Thresholds::WORDS).contains("at most 4"),
            "{}",
            nearest.words(Thresholds::WORDS)
        );
    }

    #[test]
    fn where_no_word_is_shared_that_is_said_too() {
        let nearest = compared("Dogs bark. Cats sleep all day long.").pairs[0]
            .nearest
            .unwrap();
        assert_eq!((nearest.run, nearest.likest), (0, None));
        assert!(
            nearest
                .words(Thresholds::WORDS)
                .ends_with("No two sentences are alike enough to be scored.")
        );
    }

    #[test]
    fn documents_with_links_need_no_reason() {
        assert_eq!(compared(A).pairs[0].nearest, None);
    }
}
