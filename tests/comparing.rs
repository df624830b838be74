//! Properties of comparisons that hold for any text, and for any order of the inputs.

use proptest::prelude::*;
use variorum::compare::passage::{Comparison, Link, Place, Relation};
use variorum::compare::{Options, compare};
use variorum::document::{Block, BlockKind, DocId, Document, DocumentSet, Sentence};
use variorum::text::{Span, Text, token};

/// Makes a document of lines: every line a body block, a sentence ends at a full stop and a space.
fn document(name: &str, raw: &str) -> Document {
    let text = Text::new(raw);
    let mut made = Document {
        path: name.to_owned(),
        ..Document::default()
    };
    let mut at = 0;
    for line in text.as_str().split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len();
        let end = (at + line.trim_end().len()).max(start);
        at += line.len();
        if start == end {
            continue;
        }
        let block = Span::offset(made.blocks.len());
        let mut from = start;
        for piece in text.slice(Span::new(start, end)).split_inclusive(". ") {
            let to = from + piece.trim_end().len();
            if to > from {
                let span = Span::new(from, to);
                made.sentences.push(Sentence { span, block });
            }
            from += piece.len();
        }
        made.blocks.push(Block {
            span: Span::new(start, end),
            kind: BlockKind::Body,
            reason: "".into(),
            of: Vec::new(),
        });
    }
    made.text = text;
    made
}

fn set(texts: &[&str]) -> DocumentSet {
    let named = texts.iter().map(|text| document(text, text));
    DocumentSet::new(named.collect())
}

fn compared(texts: &[&str]) -> Comparison {
    compare(&set(texts), &Options::default())
}

/// What a link says, without its place in the set: spans by name of document.
fn findings(texts: &[&str]) -> Vec<String> {
    let found = compared(texts);
    let name = |doc: DocId| texts[doc.index()];
    let mut said: Vec<String> = found
        .links
        .iter()
        .map(|link| {
            let mut ends = [
                (name(link.a.doc), link.a.span),
                (name(link.b.doc), link.b.span),
            ];
            ends.sort();
            let why = link.why;
            format!(
                "{ends:?} {:?} {} {} {why:?}",
                link.relation, link.score, link.moved
            )
        })
        .collect();
    said.sort();
    let groups = found.passages.iter().map(|passage| {
        let members = passage.members.iter();
        let mut members: Vec<_> = members
            .map(|m| (name(m.place.doc), m.place.span, m.relation))
            .collect();
        members.sort();
        format!("{members:?}")
    });
    let mut groups: Vec<String> = groups.collect();
    groups.sort();
    said.extend(groups);
    said
}

const WORDS: [&str; 24] = [
    "snow", "closed", "the", "mountain", "pass", "leaders", "leader", "met", "met", "in",
    "capital", "on", "Monday", "and", "said", "bridge", "river", "council", "will", "support",
    "41", "rain", "harbour", "town",
];

/// Lines of sentences made of few words, so that much is shared by chance and repeated.
fn story() -> impl Strategy<Value = String> {
    let word = prop::sample::select(&WORDS[..]);
    let sentence = prop::collection::vec(word, 1..14).prop_map(|words| words.join(" "));
    let line = prop::collection::vec(sentence, 1..4).prop_map(|all| format!("{}.", all.join(". ")));
    prop::collection::vec(line, 1..7).prop_map(|lines| lines.join("\n"))
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        story(),
        any::<String>(),
        "[a-c 。、習近平ก-ฮ한글\\n.,“”\u{301}\u{200d}-]{0,200}",
    ]
}

/// Returns a paragraph that has no word in common with that of another number.
fn distinct(number: usize) -> String {
    let word = |at: usize| {
        let letter = |n: usize| ('a'..='z').cycle().nth(n).unwrap_or('a');
        [number * 2, at * 3 + number, at * 7, number + 5 * at]
            .map(letter)
            .iter()
            .collect::<String>()
    };
    (0..6).map(word).collect::<Vec<_>>().join(" ")
}

/// Returns how many of the numbers stand in a longest rising order.
fn longest_rising(order: &[usize]) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    for number in order {
        let at = ends.partition_point(|end| end < number);
        match ends.get_mut(at) {
            Some(end) => *end = *number,
            None => ends.push(*number),
        }
    }
    ends.len()
}

fn places(found: &Comparison) -> Vec<Place> {
    let links = found.links.iter().flat_map(|link| [link.a, link.b]);
    let members = found
        .passages
        .iter()
        .flat_map(|p| p.members.iter().map(|m| m.place));
    links
        .chain(members)
        .chain(found.only.iter().copied())
        .collect()
}

fn words_of(text: &Text, span: Span) -> usize {
    token::word_spans(text.as_str(), span).count()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_order_of_inputs_does_not_matter(a in story(), b in story(), c in story()) {
        prop_assume!(a != b && b != c && a != c);
        let straight = findings(&[&a, &b, &c]);
        prop_assert_eq!(&straight, &findings(&[&c, &b, &a]));
        prop_assert_eq!(&straight, &findings(&[&b, &c, &a]));
    }

    #[test]
    fn another_document_never_takes_a_link_away(a in story(), b in story(), c in any_text()) {
        let two = compared(&[&a, &b]).links;
        let three = compared(&[&a, &b, &c]).links;
        let kept: Vec<Link> = three.into_iter().filter(|link| link.b.doc == DocId(1)).collect();
        prop_assert_eq!(two, kept);
    }

    #[test]
    fn any_texts_compare_and_every_offset_is_one_of_the_text(a in any_text(), b in any_text()) {
        let texts = set(&[&a, &b]);
        let found = compare(&texts, &Options::default());
        for place in places(&found) {
            let text = &texts.get(place.doc).unwrap().text;
            prop_assert!(!text.slice(place.span).is_empty());
        }
        for link in &found.links {
            prop_assert!(link.a.doc < link.b.doc);
            for (x, y) in &link.words {
                prop_assert!(link.a.span.holds(*x) && link.b.span.holds(*y));
            }
            prop_assert!((0.0..=1.0).contains(&link.score));
        }
        for share in &found.shares {
            let sum = share.verbatim + share.near + share.paraphrase + share.weak + share.only + share.folded;
            prop_assert!((sum - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_copy_is_verbatim_in_every_block_of_four_words_or_more(text in any_text()) {
        let texts = set(&[&text, &text]);
        let found = compare(&texts, &Options::default());
        let original = texts.get(DocId(0)).unwrap();
        for block in &original.blocks {
            let words = token::word_spans(original.text.as_str(), block.span);
            let spaced = words.filter(|w| !original.text.slice(*w).contains(token::is_unspaced));
            if spaced.count() < 4 {
                continue;
            }
            let verbatim = found.links.iter().filter(|link| link.relation == Relation::Verbatim);
            let covers = |span: Span| verbatim.clone().any(|link| link.a.span.covers(span));
            let all = token::word_spans(original.text.as_str(), block.span).all(covers);
            prop_assert!(all, "block {:?}", original.text.slice(block.span));
        }
    }

    #[test]
    fn shuffled_paragraphs_without_repeats_are_verbatim_and_moved_off_the_longest_order(
        order in Just((0..9_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let lines: Vec<String> = (0..9).map(distinct).collect();
        let shuffled: Vec<&str> = order.iter().map(|at| lines[*at].as_str()).collect();
        let texts = set(&[&lines.join("\n"), &shuffled.join("\n")]);
        let found = compare(&texts, &Options::default());
        let blocks = &texts.get(DocId(0)).unwrap().blocks;
        for block in blocks {
            let whole = found.links.iter().filter(|link| link.a.span.covers(block.span));
            prop_assert!(whole.clone().all(|link| link.relation == Relation::Verbatim));
            prop_assert_eq!(whole.count(), 1);
        }
        let kept = found.links.iter().filter(|link| !link.moved).count();
        prop_assert_eq!(kept, longest_rising(&order));
    }

    #[test]
    fn what_is_only_in_one_has_no_strong_link(a in story(), b in story()) {
        let found = compared(&[&a, &b]);
        let strong = || found.links.iter().filter(|link| link.relation.is_strong());
        for only in &found.only {
            let mut ends = strong().flat_map(|link| [link.a, link.b]);
            prop_assert!(ends.all(|end| end.doc != only.doc || !end.span.touches(only.span)));
        }
    }

    #[test]
    fn every_strong_link_lies_in_a_passage(a in story(), b in story(), c in story()) {
        let found = compared(&[&a, &b, &c]);
        for link in found.links.iter().filter(|link| link.relation.is_strong()) {
            let has = |place: Place, members: &[Place]| {
                members.iter().any(|m| m.doc == place.doc && m.span.touches(place.span))
            };
            let held = found.passages.iter().any(|passage| {
                let members: Vec<Place> = passage.members.iter().map(|m| m.place).collect();
                has(link.a, &members) && has(link.b, &members)
            });
            prop_assert!(held);
        }
    }
}

/// Returns about how many steps comparing two texts takes: the first power of four that is enough.
fn steps(one: &str, other: &str) -> u64 {
    let texts = set(&[one, &format!("{other}\nThe pass was closed.")]);
    let mut budget = 1 << 14;
    let options = |budget| Options {
        budget: Some(budget),
        ..Options::default()
    };
    while compare(&texts, &options(budget)).partial {
        budget *= 4;
    }
    budget
}

/// Two texts of about so many sentences.
type Texts<'a> = dyn Fn(usize) -> (String, String) + 'a;

/// Makes as many sentences of twelve words; every word is one of `words`.
fn sentences(count: usize, words: usize, stem: &str) -> String {
    let mut number: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut next = || {
        number ^= number << 13;
        number ^= number >> 7;
        number ^= number << 17;
        usize::try_from(number >> 33).unwrap_or(0) % words
    };
    let mut sentence = || {
        let chosen: Vec<String> = (0..12).map(|_| format!("{stem}{}", next())).collect();
        format!("{}.\n", chosen.join(" "))
    };
    (0..count).map(|_| sentence()).collect()
}

#[test]
fn the_work_grows_with_the_text_whatever_it_repeats() {
    let again = |times| "Rain fell on the quiet coast all day. ".repeat(times);
    let one_word = |times| "rain ".repeat(8 * times);
    let made: [(&str, &Texts<'_>); 6] = [
        ("one sentence", &|n| (again(n), again(n))),
        ("one word", &|n| (one_word(n), one_word(n))),
        ("two copies", &|n| {
            (sentences(n, 10 * n, "w"), sentences(n, 10 * n, "w"))
        }),
        ("no common word", &|n| {
            (sentences(n, 10 * n, "v"), sentences(n, 10 * n, "w"))
        }),
        ("common words alone", &|n| {
            (sentences(n, 30, "w"), sentences(n + 1, 30, "w"))
        }),
        ("words of a language", &|n| {
            (sentences(n, 10 * n, "w"), sentences(n + 1, 5 * n, "w"))
        }),
    ];
    for (name, texts) in made {
        let of = |count| {
            let (one, other) = texts(count);
            steps(&one, &other)
        };
        let (few, many) = (of(150), of(1_200));
        // Eight times the text, and a factor of four in the figures; its square would be sixty-four.
        assert!(many <= 32 * few, "{name}: {few} and {many}");
    }
}

#[test]
fn in_long_documents_too_neither_order_nor_another_document_matters() {
    let one = sentences(700, 900, "w");
    let mut lines: Vec<String> = one.lines().map(|line| line.replace("w1", "w2")).collect();
    lines.reverse();
    let other = lines.join("\n") + "\n" + &sentences(80, 300, "w");
    let third = sentences(520, 600, "w");
    let said = findings(&[&one, &other]);
    assert!(said.len() > 700);
    assert_eq!(said, findings(&[&other, &one]));
    let links = |texts: &[&str], last: u16| {
        let found = compared(texts).links.into_iter();
        found
            .filter(|link| (link.a.doc.0, link.b.doc.0) == (0, last))
            .map(|link| {
                (
                    link.a.span,
                    link.b.span,
                    link.relation,
                    link.score.to_bits(),
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(links(&[&one, &other], 1), links(&[&one, &third, &other], 2));
}

#[test]
fn a_budget_ends_the_search_and_says_so() {
    let text = "Snow closed the mountain pass overnight. Rain fell on the coast.";
    let options = Options {
        budget: Some(5),
        ..Options::default()
    };
    assert!(compare(&set(&[text, text]), &options).partial);
    assert!(!compare(&set(&[text, text]), &Options::default()).partial);
}

#[test]
fn an_exact_copy_of_a_block_is_one_link() {
    let text = "Snow closed the mountain pass overnight. Farmers in the valley waited for help. Nobody was hurt.";
    let found = compared(&[text, &format!("{text}\nDogs bark at the moon.")]);
    assert_eq!(found.links.len(), 1);
    let whole = document("", text).text.span();
    assert_eq!(
        (found.links[0].a.span, found.links[0].relation),
        (whole, Relation::Verbatim)
    );
    assert_eq!(
        found.links[0].words.len(),
        words_of(&Text::new(text), whole)
    );
}

#[test]
fn shuffled_blocks_are_verbatim_and_moved_off_the_longest_order() {
    let lines = [
        "Snow closed the mountain pass overnight, officials said.",
        "Farmers in the valley waited for help until the morning.",
        "The council will vote on a new bridge over the river.",
        "Trains to the harbour town run again from Sunday on.",
    ];
    let shuffled = [lines[3], lines[0], lines[1], lines[2]].join("\n");
    let found = compared(&[&lines.join("\n"), &shuffled]);
    let moved: Vec<bool> = found.links.iter().map(|link| link.moved).collect();
    assert_eq!(moved, [false, false, false, true]);
    assert!(
        found
            .links
            .iter()
            .all(|link| link.relation == Relation::Verbatim)
    );
}

/// Returns the strong links as pairs of lines.
fn linked_lines(a: &str, b: &str) -> Vec<(usize, usize)> {
    let line = |text: &str, at: u32| {
        let before = text.as_bytes().iter().take(at as usize);
        before.filter(|byte| **byte == b'\n').count()
    };
    let found = compared(&[a, b]);
    let strong = found.links.iter().filter(|l| l.relation.is_strong());
    let mut lines: Vec<_> = strong
        .map(|l| (line(a, l.a.span.start), line(b, l.b.span.start)))
        .collect();
    lines.dedup();
    lines
}

#[test]
fn japanese_told_in_another_order_links_and_other_facts_do_not() {
    let a = "市は来年四月に港の古い橋を閉鎖すると発表した。\n台風で三十隻の漁船が沖に流された。\n知事は学校の給食を無料にする方針だ。";
    let b = "港の古い橋は来年四月に閉鎖されると市が発表した。\n地下鉄の運賃が秋から値上げされる。\n図書館の開館時間は夜九時まで延びる。";
    assert_eq!(linked_lines(a, b), [(0, 0)]);
}

#[test]
fn chinese_told_in_another_order_links_and_other_facts_do_not() {
    let a = "市政府宣布，港口的旧大桥将于明年四月关闭维修。\n台风把三十艘渔船吹到外海。\n省长打算让小学午餐免费。";
    let b = "港口旧大桥明年四月起关闭维修，市政府昨天宣布。\n地铁票价秋天上涨。\n图书馆晚上九点才关门。";
    assert_eq!(linked_lines(a, b), [(0, 0)]);
}

#[test]
fn korean_told_in_another_order_links_and_other_facts_do_not() {
    let a = "시는 내년 4월 항구의 낡은 다리를 폐쇄한다고 발표했다.\n태풍으로 어선 서른 척이 먼바다로 떠내려갔다.\n도지사는 초등학교 급식을 무료로 바꾸려 한다.";
    let b = "항구의 낡은 다리는 내년 4월에 폐쇄된다고 시가 발표했다.\n지하철 요금이 가을부터 오른다.\n도서관은 밤 아홉 시까지 문을 연다.";
    assert_eq!(linked_lines(a, b), [(0, 0)]);
}

#[test]
fn thai_told_in_another_order_links_and_other_facts_do_not() {
    let a = "เทศบาลประกาศปิดสะพานเก่าที่ท่าเรือในเดือนเมษายนปีหน้า\nพายุพัดเรือประมงสามสิบลำออกทะเล\nผู้ว่าต้องการให้อาหารกลางวันฟรี";
    let b = "สะพานเก่าที่ท่าเรือจะปิดในเดือนเมษายนปีหน้า เทศบาลประกาศ\nค่ารถไฟใต้ดินขึ้นราคา\nห้องสมุดเปิดถึงสามทุ่ม";
    assert_eq!(linked_lines(a, b), [(0, 0)]);
}

#[test]
fn those_who_are_quoted_are_no_link_between_what_they_said() {
    let a = "Harbour master Ilse Brandt of the port of Karsk said at noon.\nThe ferry sails again in April.";
    let b = "Harbour master Ilse Brandt of the port of Karsk told reporters late.\nThe ferry sails again in April.";
    assert_eq!(linked_lines(a, b), [(1, 1)]);
}
