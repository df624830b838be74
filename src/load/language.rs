//! The language of a document, where the text is long enough to tell.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::document::Block;
use crate::text::{Text, letter, token};

/// How much text is looked at, in bytes.
const SAMPLE: usize = 1000;
/// The shortest text that tells its language, in characters (measured: below, errors are frequent).
const SHORTEST: usize = 60;

/// Returns the ISO 639-1 code of the language of the article, `None` where the text is short or unclear.
pub(super) fn of(text: &Text, blocks: &[Block]) -> Option<String> {
    let mut sample = String::new();
    for block in blocks.iter().filter(|b| b.kind.is_article()) {
        sample.extend(text.slice(block.span).chars().take(SAMPLE / 2));
        sample.push(' ');
        if sample.len() >= SAMPLE {
            break;
        }
    }
    let unspaced = sample.chars().filter(|c| token::is_unspaced(*c)).count();
    let hangul = sample.chars().filter(|c| token::is_hangul(*c)).count();
    if sample.chars().count() < SHORTEST && unspaced + hangul < 8 {
        return None;
    }
    if let Some(language) = by_common_words(&sample) {
        return Some(language.to_owned());
    }
    let info = whatlang::detect(&sample)?;
    let sure = info.is_reliable() || sample.chars().count() > 400 || unspaced + hangul >= 8;
    sure.then(|| code(info.lang().code()).to_owned())
        .filter(|c| !c.is_empty())
}

/// Returns the code of a language tag such as `en-GB` or `eng`.
pub(super) fn of_tag(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let letters = first.bytes().all(|b| b.is_ascii_lowercase());
    match first.len() {
        2 if letters => Some(first),
        3 => Some(code(&first).to_owned()).filter(|code| !code.is_empty()),
        _ => None,
    }
}

/// The most common words of languages that they share with no other in such number, in lower case. News in
/// them is most of what is read, and a look at these words costs a tenth of a look at all trigrams.
const COMMON: [(&str, &str); 4] = [
    (
        "en",
        "the of and to in a that is for was on with as it by at from said be he are this have has his will an \
        not but they which who were had after been would their more about when there its or we",
    ),
    (
        "de",
        "der die und das den von mit dem des im für auf ist nicht ein eine sich auch wird sie an es aus bei \
        nach als einer um am zum zur wie haben er hat wurde über werden einem einen dass noch war",
    ),
    (
        "fr",
        "de la le les des et en du une un est pour dans que qui par sur au plus pas avec son ce il sont aux \
        cette ont mais ses ou été leur elle se nous selon ans ces",
    ),
    (
        "ru",
        "и в на не что с по как к из за это от о его для он у но а также так же или до после при было был \
        все только были который которые она ее их",
    ),
];
/// Common words that must stand in the sample before they alone tell the language.
const ENOUGH: usize = 24;

/// Returns the language whose common words are a quarter of the sample and thrice those of any other.
fn by_common_words(sample: &str) -> Option<&'static str> {
    static WORDS: LazyLock<FxHashMap<&'static str, [usize; COMMON.len()]>> = LazyLock::new(|| {
        let mut words: FxHashMap<_, [usize; COMMON.len()]> = FxHashMap::default();
        for (at, (_, list)) in COMMON.iter().enumerate() {
            for word in list.split_ascii_whitespace() {
                words.entry(word).or_default()[at] = 1;
            }
        }
        words
    });
    let lower = letter::lowercase(sample);
    let (mut all, mut found) = (0, [0; COMMON.len()]);
    for word in lower
        .split(|c| !letter::is_alphanumeric(c))
        .filter(|w| !w.is_empty())
    {
        all += 1;
        if let Some(of) = WORDS.get(word) {
            found.iter_mut().zip(of).for_each(|(sum, one)| *sum += one);
        }
    }
    let (at, best) = found.iter().enumerate().max_by_key(|(_, sum)| **sum)?;
    let others = found.iter().enumerate().filter(|(other, _)| *other != at);
    let second = others.map(|(_, sum)| *sum).max().unwrap_or(0);
    let sure = *best >= ENOUGH && best * 4 >= all && second * 3 <= *best;
    COMMON.get(at).filter(|_| sure).map(|(code, _)| *code)
}

/// Returns the code of two letters for one of three, empty where there is none.
fn code(three: &str) -> &'static str {
    const CODES: &str = "afr af aka ak amh am ara ar aze az bel be ben bn bul bg cat ca ces cs cmn zh cym cy dan da deu de \
        ell el eng en epo eo est et fin fi fra fr guj gu heb he hin hi hrv hr hun hu hye hy ind id ita it jav jv jpn ja \
        kan kn kat ka khm km kor ko lat la lav lv lit lt mal ml mar mr mkd mk mya my nep ne nld nl nob nb ori or pan pa \
        pes fa pol pl por pt ron ro rus ru sin si slk sk slv sl sna sn spa es srp sr swe sv tam ta tel te tgl tl tha th \
        tuk tk tur tr ukr uk urd ur uzb uz vie vi yid yi zul zu";
    let mut codes = CODES.split_ascii_whitespace();
    while let (Some(long), Some(short)) = (codes.next(), codes.next()) {
        if long == three {
            return short;
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;

    fn language(text: &str) -> Option<String> {
        let text = Text::new(text);
        let block = Block {
            span: text.span(),
            kind: BlockKind::Body,
            reason: "".into(),
            of: Vec::new(),
        };
        of(&text, &[block])
    }

    #[test]
    fn the_languages_we_read_are_told_apart() {
        for (text, code) in [
            (
                "The ferry between the two harbours will sail again in spring, both governments said.",
                "en",
            ),
            (
                "Die Fähre zwischen den beiden Häfen soll im Frühjahr wieder fahren, sagten die Regierungen.",
                "de",
            ),
            (
                "Паром между двумя гаванями весной снова выйдет в море, сообщили оба правительства.",
                "ru",
            ),
            ("两国政府表示，两个港口之间的渡轮将于春季恢复航行。", "zh"),
            (
                "両国政府は、二つの港を結ぶ渡し船が春に再開すると発表した。",
                "ja",
            ),
            (
                "두 항구를 잇는 여객선이 봄에 다시 다닌다고 두 정부가 밝혔다.",
                "ko",
            ),
        ] {
            assert_eq!(language(text).as_deref(), Some(code), "{text}");
        }
    }

    /// News of a ferry; the first four are told by their common words alone.
    const NEWS: [(&str, &str); 12] = [
        (
            "en",
            "The ferry between the two harbours will sail again in spring, both of the governments said on Monday. It \
            was the last of them, and it had left with half of its cabins empty.",
        ),
        (
            "de",
            "Die Fähre zwischen den beiden Häfen soll im Frühjahr wieder fahren, wie die Regierungen am Montag \
            mitteilten. Es war die letzte, und sie hatte mit halb leeren Kabinen von der Küste abgelegt.",
        ),
        (
            "fr",
            "Le ferry entre les deux ports de la côte reprendra la mer au printemps, selon les deux gouvernements. \
            C'est le dernier des deux, et il est parti avec la moitié de ses cabines, qui sont restées vides.",
        ),
        (
            "ru",
            "Паром между двумя портами снова пойдёт весной, как сообщили в понедельник оба правительства. Это был \
            последний из них, и он ушёл, но на нём не было людей, а в каютах было пусто.",
        ),
        (
            "nl",
            "De veerboot tussen de twee havens zal in het voorjaar weer varen, zeiden de regeringen op maandag. Het \
            was de laatste van de twee en hij was met de helft van de hutten leeg uit de haven vertrokken.",
        ),
        (
            "es",
            "El transbordador entre los dos puertos volverá a navegar en la primavera, según los dos gobiernos. Era el \
            último de los dos, y se fue con la mitad de las cabinas vacías, que no se llenaron.",
        ),
        (
            "it",
            "Il traghetto tra i due porti tornerà a navigare in primavera, hanno detto lunedì i due governi. Era \
            l'ultimo dei due, ed era partito con la metà delle cabine vuote e la banda sul molo.",
        ),
        (
            "pt",
            "O barco entre os dois portos vai voltar a navegar na primavera, disseram os dois governos. Era o último \
            dos dois, e partiu com a metade das cabines vazias e a banda no cais.",
        ),
        (
            "sv",
            "Färjan mellan de två hamnarna ska gå igen till våren, sade de båda regeringarna på måndagen. Det var den \
            sista av dem och den gick med hälften av hytterna tomma och orkestern på kajen.",
        ),
        (
            "da",
            "Færgen mellem de to havne skal sejle igen til foråret, sagde de to regeringer mandag. Det var den sidste \
            af dem, og den sejlede med halvdelen af kahytterne tomme og orkestret på kajen.",
        ),
        (
            "uk",
            "Пором між двома портами знову піде навесні, повідомили в понеділок обидва уряди. Це був останній із них, \
            і він пішов, але на ньому не було людей, а в каютах було порожньо.",
        ),
        (
            "bg",
            "Фериботът между двете пристанища ще тръгне отново през пролетта, съобщиха в понеделник двете \
            правителства. Това беше последният от тях и той замина с половината от каютите празни.",
        ),
    ];

    #[test]
    fn common_words_tell_what_the_trigrams_tell_or_nothing() {
        for (at, (code, text)) in NEWS.iter().enumerate() {
            let sample = format!("{text} ").repeat(3);
            let told = whatlang::detect(&sample).map(|info| super::code(info.lang().code()));
            assert_eq!(told, Some(*code), "{text}");
            let expected = (at < COMMON.len()).then_some(*code);
            assert_eq!(by_common_words(&sample), expected, "{text}");
        }
    }

    #[test]
    fn tags_are_cut_to_their_language() {
        let tags = ["en-GB", "DE", "kor", "zh_Hans", "English", ""].map(of_tag);
        let codes = ["en", "de", "ko", "zh"].map(|code| Some(code.to_owned()));
        assert_eq!(tags[..4], codes);
        assert_eq!(tags[4..], [None, None]);
    }

    #[test]
    fn a_short_text_has_no_known_language() {
        assert_eq!(language("Ferry sails"), None);
    }
}
