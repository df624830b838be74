//! How often the terms and n-grams of a document stand in it, and in how many of its sentences.

/// A term or n-gram of a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// Its number.
    pub number: u32,
    /// How often it was seen.
    pub times: u32,
    /// In how many sentences it stands, about.
    pub sentences: u32,
}

/// Counts how often each number is met and in how many sentences, each for so many. The sentences come in order.
pub(super) fn counted(
    standings: impl Iterator<Item = (u32, u32)>,
    numbers: usize,
    each: u32,
) -> Vec<Standing> {
    let mut counts = vec![(0, 0, u32::MAX); numbers];
    // Not a loop: what is flattened goes faster from inside.
    standings.for_each(|(number, sentence)| {
        let (times, sentences, last) = &mut counts[number as usize];
        *times += 1;
        if *last != sentence {
            *last = sentence;
            *sentences += each;
        }
    });
    let found = (0..)
        .zip(counts)
        .map(|(number, (times, sentences, _))| Standing {
            number,
            times,
            sentences,
        });
    found.filter(|standing| standing.times > 0).collect()
}
