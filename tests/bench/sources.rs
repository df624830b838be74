//! Texts and pages to measure on, written by us: news of a ferry, in eight languages.

use std::fmt::Write as _;

/// A story in each language that we cut into sentences.
pub(crate) const TEXTS: [(&str, &str); 8] = [
    (
        "en",
        concat!(
            include_str!("../../assets/sample/1-wire.txt"),
            include_str!("../../assets/sample/4-report.txt"),
            include_str!("../../assets/sample/2-agency.txt"),
        ),
    ),
    (
        "de",
        "HALM (Ostwire) - Die Fähre zwischen den beiden Häfen soll im Frühjahr wieder fahren, teilten beide Regierungen \
        am 3. Oktober mit, elf Jahre nachdem die letzte mit halb leeren Kabinen abgelegt hatte.\n\
        „Wir kamen um 22 Uhr“, sagte Dr. Brill. „Niemand winkte.“ Es regnete.\n\
        Die Fischer vom nördlichen Ufer dürfen jährlich bis zu 9.400 Tonnen Hering fangen, z. B. auf der Bank, die beide \
        Länder zehn Jahre lang für sich beansprucht hatten, heißt es in einem Entwurf des Abkommens.",
    ),
    (
        "fr",
        "HALM (Ostwire) - Le ferry entre les deux ports reprendra la mer au printemps, ont annoncé lundi les deux \
        gouvernements, onze ans après le départ du dernier, dont la moitié des cabines était vide.\n\
        « Nous sommes arrivés à 22 heures », a dit M. Brill. « Personne n'a salué. » Il pleuvait.\n\
        Les pêcheurs de la rive nord pourront prendre jusqu'à 9 400 tonnes de hareng par an sur le banc que les deux pays \
        ont revendiqué pendant dix ans, selon un projet d'accord.",
    ),
    (
        "ru",
        "ХАЛЬМ, 3 окт — Оствайр. Паром между двумя портами снова пойдёт весной, сообщили в понедельник оба правительства, \
        через одиннадцать лет после того, как ушёл последний.\n\
        «Мы пришли в десять вечера», — сказал г. Брилль. «Никто не махал». Шёл дождь.\n\
        Рыбаки северного берега смогут вылавливать до 9,4 тыс. тонн сельди в год на банке, которую обе страны десять лет \
        считали своей, говорится в проекте соглашения.",
    ),
    (
        "ar",
        "هالم (أوستواير) - ستبحر العبارة بين الميناءين مجددا في الربيع، وفق ما أعلنت الحكومتان يوم الاثنين، بعد أحد عشر عاما \
        من رحيل آخر عبارة.\n\
        وقال الدكتور بريل: \"وصلنا في العاشرة مساء. لم يلوح لنا أحد.\" هل وصلت العبارة؟ نعم. كان المطر يهطل.\n\
        ويحق لصيادي الشاطئ الشمالي صيد ما يصل إلى 9400 طن من الرنجة سنويا، بحسب مسودة الاتفاق.",
    ),
    (
        "zh",
        "海角社北岸10月3日电　两国政府星期一宣布，连接两座港口的渡轮将于明年春天复航，距离最后一班渡轮离港已有十一年。\n\
        “我们晚上十点到达。码头上没有人挥手。”布里尔博士说。那天下着雨。\n\
        根据协议草案，北岸的渔民每年可以捕捞九千四百吨鲱鱼，而这片浅滩十年来一直被两国各自称为本国领海！谁会来呢？没有人知道。",
    ),
    (
        "ja",
        "【北岸共栄】二つの港を結ぶ渡し船が来年の春に再開すると、両国政府が月曜日に発表した。最後の船が出てから十一年になる。\n\
        「夜の十時に着いた。誰も手を振らなかった。」とブリル博士は述べた。雨が降っていた。\n\
        協定の草案によると、北岸の漁師は年間九千四百トンまでニシンを獲ることができる。両国は十年にわたりこの浅瀬の領有を主張してきた。",
    ),
    (
        "ko",
        "(할름=가나통신) 김아무 기자 = 두 항구를 잇는 여객선이 내년 봄에 다시 운항한다고 양국 정부가 월요일 발표했다. 마지막 배가 떠난 지 \
        11년 만이다.\n\
        \"우리는 밤 10시에 도착했다. 아무도 손을 흔들지 않았다\"고 브릴 박사는 말했다. 비가 내리고 있었다.\n\
        협정 초안에 따르면 북쪽 해안의 어민은 해마다 청어를 9천400t까지 잡을 수 있다. 두 나라는 10년 동안 이 어장을 자기 것이라고 주장해 왔다.",
    ),
];

/// Returns a text of about so many bytes: the story, then the story with its clauses in other orders, so
/// that no paragraph repeats another.
pub(crate) fn of_length(text: &str, bytes: usize) -> String {
    let mut long = String::new();
    for round in 0.. {
        for line in text.lines() {
            if long.len() + line.len() > bytes {
                return long;
            }
            let _ = writeln!(long, "{}", turned(line, round));
        }
    }
    long
}

/// Returns a paragraph that begins with another of its clauses.
fn turned(line: &str, round: usize) -> String {
    let clauses: Vec<&str> = line.split_inclusive([',', '，', '、', '،', '。']).collect();
    let (front, back) = clauses.split_at(round % clauses.len().max(1));
    [back.concat(), front.concat()].concat().trim().to_owned()
}

/// Returns a page of a usual size: scripts and style in its head, menus, the article, cards, comments, footer.
pub(crate) fn page() -> String {
    let mut page = String::from(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Ferry sails again | Ostwire</title>\
        <meta property=\"og:title\" content=\"Ferry sails again after eleven years\">\
        <meta property=\"og:site_name\" content=\"Ostwire\"><link rel=\"canonical\" href=\"https://example.org/sea/ferry\">\
        <script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Ferry sails again after eleven \
        years\",\"datePublished\":\"2025-10-03T08:00:00Z\",\"publisher\":{\"name\":\"Ostwire\"}}</script><style>",
    );
    for rule in 0..400 {
        let shown = ["block", "none", "flex"][rule % 3];
        let _ = writeln!(
            page,
            ".c{rule} > a:hover, #i{rule}{{color:#{rule:06x};display:{shown}}}"
        );
    }
    page.push_str("</style>");
    for script in 0..12 {
        let _ = write!(page, "<script>window.q{script}=[];");
        for call in 0..40 {
            let _ = write!(
                page,
                "q{script}.push({{slot:\"<div id='s{call}'>\",size:[[300,250],[728,90]],at:{call}}});"
            );
        }
        page.push_str("</script>");
    }
    page.push_str("</head><body class=\"page-sea\"><header class=\"top\">");
    menu(&mut page, 120);
    page.push_str(
        "</header><main><article class=\"story\"><h1>Ferry sails again after eleven years</h1>",
    );
    article(&mut page);
    page.push_str("</article><aside class=\"related-box\"><h3>More from the sea</h3>");
    for card in 0..40 {
        let _ = write!(
            page,
            "<div class=\"card c{card}\"><a href=\"/sea/{card}\"><img src=\"/i/{card}.jpg\" alt=\"\"><h4>Herring catch \
            number {card} agreed at last</h4></a><p class=\"teaser\">Boats left harbour {card} before dawn.</p>\
            <time datetime=\"2025-09-{:02}\">{} September 2025</time></div>",
            card % 28 + 1,
            card % 28 + 1
        );
    }
    page.push_str("</aside></main><footer><div class=\"columns\">");
    menu(&mut page, 80);
    page.push_str("<p>© 2025 Ostwire. All rights reserved.</p></div></footer></body></html>");
    page
}

fn menu(page: &mut String, items: usize) {
    page.push_str("<nav class=\"menu\"><ul>");
    for item in 0..items {
        let _ = write!(
            page,
            "<li class=\"menu-item item-{item}\"><a class=\"link\" href=\"/section/{item}?from=menu\" data-track='{{\"place\":\
            \"menu\",\"at\":{item}}}'><svg viewBox=\"0 0 8 8\"><path d=\"M0 0L8 8\"/></svg><span>Section {item}</span></a></li>"
        );
    }
    page.push_str("</ul></nav>");
}

fn article(page: &mut String) {
    let (_, text) = TEXTS[0];
    for (number, line) in of_length(text, 8000).lines().enumerate() {
        if number % 6 == 2 {
            let _ = write!(
                page,
                "<figure class=\"picture\"><img src=\"/i/f{number}.jpg\"><figcaption>The ferry at quay {number}. Photo: \
                Ostwire</figcaption></figure>"
            );
        }
        if number % 7 == 4 {
            let _ = write!(page, "<h2>What quay {number} heard</h2>");
        }
        if number % 9 == 5 {
            let _ = write!(
                page,
                "<div class=\"ad-slot\" id=\"ad{number}\"><div class=\"newsletter-box\"><p>Our free letter, every Saturday, \
                number {number}.</p></div></div>"
            );
        }
        let _ = writeln!(
            page,
            "<p class=\"text\">{} <a href=\"/sea/{number}\">Read on the sea</a>.</p>",
            line.replace('&', "&amp;")
                .replace(" said", " <em>said</em>")
        );
    }
}

/// Returns texts of about so many bytes that are nothing but short or equal lines.
pub(crate) fn floods(bytes: usize) -> Vec<(&'static str, String)> {
    let numbered = |line: fn(usize) -> String| {
        let mut text = String::new();
        for number in 0.. {
            if text.len() >= bytes {
                break;
            }
            text.push_str(&line(number));
        }
        text
    };
    vec![
        ("lines of one letter", "x\n".repeat(bytes / 2)),
        ("different menu lines", numbered(|n| format!("Section {n}\n"))),
        (
            "short paragraphs",
            numbered(|n| format!("Boat {n} left the quay.\n\n")),
        ),
        (
            "one sentence again",
            "The ferry between the two harbours will sail again in spring, both governments said on Monday.\n"
                .repeat(bytes / 95),
        ),
        (
            "sentences that differ",
            numbered(|n| {
                format!("The ferry number {n} will sail again in the spring of its year, both governments said.\n")
            }),
        ),
        ("figures", numbered(|n| format!("{n}\n"))),
    ]
}
