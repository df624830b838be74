//! The language of a document, where the text is long enough to tell.

use crate::document::Block;
use crate::text::{Text, token};

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
    let hangul = sample
        .chars()
        .filter(|c| ('\u{ac00}'..='\u{d7a3}').contains(c))
        .count();
    if sample.chars().count() < SHORTEST && unspaced + hangul < 8 {
        return None;
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
            reason: String::new(),
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
