//! Pairs of documents to compare, made by rule: two texts of their own sentences that share passages, edited
//! and in another order.

/// Words of our own, the first the most frequent.
const COMMON: &str = "the of and to in a on for that is was with said by at from it as will has be not are were \
    this their have after which its but they an more new year had been would two town council harbour ferry people";

const CONSONANTS: &[u8] = b"bcdfghjklmnprstvwz";
const VOWELS: &[u8] = b"aeiouy";

/// A source of numbers, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % below.max(1)
    }

    /// Returns a number below `below`; small ones come more often, as ranks of words do.
    fn rank(&mut self, below: usize) -> usize {
        let part = self.next(1 << 20) as f64 / f64::from(1 << 20);
        let rank = (below as f64).powf(part) - 1.0;
        rank as usize
    }
}

/// Returns two texts of about so many bytes each, of which about four parts in ten are shared.
pub(crate) fn pair(bytes: usize) -> (String, String) {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let words = vocabulary(2_000 + bytes / 60);
    let (mut one, mut other, mut shared) = (Vec::new(), Vec::new(), Vec::new());
    let mut made = 0;
    while made < bytes {
        let sentence = sentence(&words, &mut numbers);
        made += sentence.len() + 1;
        if numbers.next(10) < 4 {
            shared.push(edited(&sentence, &words, &mut numbers));
        } else {
            other.push(self::sentence(&words, &mut numbers));
        }
        one.push(sentence);
    }
    other.append(&mut shared);
    for last in (1..other.len()).rev() {
        other.swap(last, numbers.next(last + 1));
    }
    (paragraphs(&one), paragraphs(&other))
}

/// Makes words of four to nine letters that are no more alike than those of a language.
fn vocabulary(count: usize) -> Vec<String> {
    let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
    let mut made = || {
        let length = 4 + numbers.next(6);
        let first = numbers.next(2);
        let letter = |at: usize| {
            let letters = if at % 2 == first { CONSONANTS } else { VOWELS };
            char::from(letters[numbers.next(letters.len())])
        };
        (0..length).map(letter).collect::<String>()
    };
    let common = COMMON.split_whitespace().map(str::to_owned);
    let rare: Vec<String> = (0..count).map(|_| made()).collect();
    common.chain(rare).collect()
}

fn sentence(words: &[String], numbers: &mut Numbers) -> String {
    let length = 8 + numbers.next(16);
    let chosen: Vec<&str> = (0..length)
        .map(|_| words[numbers.rank(words.len())].as_str())
        .collect();
    let text = chosen.join(" ");
    let (first, rest) = text.split_at(1);
    format!("{}{rest}.", first.to_uppercase())
}

/// Changes about one word in twenty.
fn edited(sentence: &str, words: &[String], numbers: &mut Numbers) -> String {
    let parts = sentence.split(' ').map(|word| {
        if numbers.next(20) == 0 {
            words[numbers.rank(words.len())].clone()
        } else {
            word.to_owned()
        }
    });
    parts.collect::<Vec<_>>().join(" ")
}

fn paragraphs(sentences: &[String]) -> String {
    let lines: Vec<String> = sentences.chunks(4).map(|some| some.join(" ")).collect();
    lines.join("\n\n")
}
