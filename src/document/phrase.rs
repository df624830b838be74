//! Set phrases of sites, in the languages we read. They are looked for in short lines only, so that no
//! article about such things is lost.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::text::Phrases;

/// What stands alone on a line of a site, in lower case; `|` divides.
const SITE_LINES: &str = "subscribe|share|share this|share this article|share on facebook|share on twitter|share this story|tweet|print|email|\
    e-mail|copy link|copy url|copied!|log in|login|sign in|sign up|register|log in or register|advertisement|ad|comments|comment|read more|more|\
    menu|search|home|skip to main content|skip to content|newsfeed|chats|facebook|twitter|instagram|youtube|linkedin|pinterest|whatsapp|\
    telegram|reddit|tags|topics|close|next|previous|loading|story continues below advertisement|story continues below gallery|\
    article continues below|continue reading|view comments|leave a comment|post a comment|about us|contact us|privacy policy|terms of use|\
    terms of service|cookie policy|press info|advertise|enlarge image|read later|no thanks|video|gallery|photos|play|pause|replay|\
    teilen|drucken|anzeige|werbung|kommentare|anmelden|startseite|partager|imprimer|publicité|commentaires|s'abonner|поделиться|комментарии|\
    подписаться|реклама|главная|войти|공유|댓글|구독|로그인|기사공유|本文|分享|评论|登录|シェア|ログイン|コメント|شارك|تعليقات|اشترك";

/// What sites say in whole sentences; only short lines are looked at, so that no article about them is lost.
const SITE_SENTENCES: [&str; 28] = [
    "we use cookies",
    "uses cookies",
    "use of cookies",
    "accept cookies",
    "our newsletter",
    "newsletters",
    "subscribe to our",
    "subscribe now",
    "sign up for our",
    "sign up for the",
    "sign up to",
    "click here to",
    "log in to",
    "create an account",
    "your email address",
    "your inbox",
    "follow us on",
    "follow him on",
    "follow her on",
    "download our app",
    "ad blocker",
    "enable javascript",
    "your browser does not",
    "affiliate commission",
    "support our journalism",
    "become a member",
    "opens in new window",
    "click to share",
];

/// Beginnings of headings behind which no article goes on, in lower case.
const RESTS: [&str; 47] = [
    "you may also like",
    "you might also like",
    "more from ",
    "more on ",
    "more stories",
    "more news",
    "more in ",
    "read next",
    "up next",
    "related",
    "recommended",
    "most read",
    "most popular",
    "most viewed",
    "popular ",
    "trending",
    "top stories",
    "latest news",
    "latest stories",
    "recent articles",
    "recent posts",
    "recent stories",
    "editor's picks",
    "editors' picks",
    "don't miss",
    "around the web",
    "from around the web",
    "sponsored",
    "promoted",
    "want more",
    "stay up to date",
    "about the author",
    "about the authors",
    "what to read next",
    "also read",
    "mehr zum thema",
    "meistgelesen",
    "das könnte sie auch",
    "lesen sie auch",
    "à lire aussi",
    "lire aussi",
    "sobre o autor",
    "читайте также",
    "по теме",
    "самые популярные",
    "관련기사",
    "相关新闻",
];

/// Returns whether a line, in lower case, is what sites say about themselves.
pub(super) fn is_site(lower: &str, words: f32) -> bool {
    static LINES: LazyLock<FxHashSet<&'static str>> =
        LazyLock::new(|| SITE_LINES.split('|').collect());
    static SENTENCES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&SITE_SENTENCES));
    if words > 25.0 {
        return false;
    }
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '!');
    let said = |part: &&str| lower.contains(*part) && speaks_to_reader(lower, part);
    bare.split('|').all(|part| LINES.contains(part))
        || (SENTENCES.stand_in(lower) && SITE_SENTENCES.iter().any(said))
}

/// Returns whether a line speaks to its reader, rather than tells of others who sign up or use cookies.
fn speaks_to_reader(lower: &str, part: &str) -> bool {
    let quoted = lower.starts_with(['"', '“', '„', '«', '「']);
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let mut persons =
        words.filter(|word| matches!(*word, "you" | "your" | "we" | "our" | "us" | "my"));
    let early = lower.find(part).is_some_and(|at| at <= EARLY);
    !quoted && (early || persons.next().is_some())
}

/// How far from the beginning of a line a request to the reader stands, in bytes.
const EARLY: usize = 16;

/// `34 comments`, `comments (3)`, `leave a reply`.
pub(super) fn is_replies(lower: &str, words: f32) -> bool {
    if words > 14.0 {
        return false;
    }
    let counted = lower.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = counted.len() < lower.len();
    let kinds = [
        " comment",
        " response",
        " replies",
        " kommentar",
        " commentaire",
        " комментари",
        " comentário",
    ];
    let headed = [
        "comments (",
        "leave a reply",
        "leave a comment",
        "kommentare (",
        "join the conversation",
        "комментарии (",
    ];
    (number && kinds.iter().any(|k| counted.starts_with(k)))
        || headed.iter().any(|h| lower.starts_with(h))
}

/// Returns whether a line, in lower case, is the heading of what follows an article.
pub(super) fn is_rest(lower: &str, words: f32) -> bool {
    if words > 7.0 || lower.ends_with('.') {
        return false;
    }
    let alone = matches!(lower, "popular" | "latest" | "comments" | "conversations");
    alone || RESTS.iter().any(|rest| lower.starts_with(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_about_others_who_sign_up_is_none_of_the_site() {
        for line in [
            "Sign up to the morning letter.",
            "This site uses cookies.",
            "For more of the sea in your inbox, subscribe.",
            "CLICK HERE TO GET THE APP",
        ] {
            assert!(is_site(&line.to_lowercase(), 8.0), "{line}");
        }
        for line in [
            "The harbour master told captains to sign up for the winter list by noon.",
            "“Become a member of the crew,” the notice said, and nobody did.",
            "The court ruled that the use of cookies had broken the law on both shores.",
        ] {
            assert!(!is_site(&line.to_lowercase(), 12.0), "{line}");
        }
    }
}
