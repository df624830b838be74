//! Notes as other programs write and read them: W3C Web Annotations in JSON-LD, out and in without loss; exports
//! of Hypothesis, in.

mod read;
mod write;

pub use read::{ExchangeError, Imported, read};
pub use write::{States, json_ld};

use sha2::{Digest, Sha256};

/// Returns a name that is always the same for the same bytes: a UUID of one's own making (RFC 9562, version 8).
fn name_of(bytes: &[u8]) -> String {
    let mut first = [0; 16];
    for (to, from) in first.iter_mut().zip(Sha256::digest(bytes)) {
        *to = from;
    }
    let name = uuid::Builder::from_custom_bytes(first).into_uuid();
    name.urn().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::{
        Change, Note, NoteSet, Operation, OperationId, Position, Quote, Shown, Source, Target,
    };
    use crate::notes::{Rejected, Standing};
    use jiff::Timestamp;
    use proptest::prelude::*;

    fn source() -> impl Strategy<Value = Source> {
        let maybe = |pattern: &'static str| prop::option::of(pattern);
        (
            "[0-9a-f]{0,8}",
            maybe("https://[a-z]{1,8}\\.example/[a-z]{0,5}"),
            "\\PC{0,12}",
            maybe("\\PC{1,12}"),
            maybe("\\PC{1,12}"),
            maybe("2025-0[1-9]-05"),
            maybe("[0-9a-f]{16}"),
            maybe("[0-9a-f]{8}"),
        )
            .prop_map(
                |(sha256, url, path, outlet, title, date, place, sketch)| Source {
                    sha256,
                    url,
                    path,
                    outlet,
                    title,
                    date,
                    place,
                    sketch,
                },
            )
    }

    fn shown() -> impl Strategy<Value = Shown> {
        (
            prop::option::of("\\PC{1,12}"),
            prop::option::of("near|weak"),
            prop::option::of("\\PC{1,20}"),
            0..9999_u32,
            prop::collection::vec("\\PC{1,8}", 0..3),
        )
            .prop_map(|(words, relation, why, score, credits)| Shown {
                words,
                relation,
                why,
                version: "0.1.0".to_owned(),
                thresholds: [("weak".to_owned(), f64::from(score) / 1e4)].into(),
                credits,
            })
    }

    fn rejected() -> impl Strategy<Value = Rejected> {
        ("[0-9a-f]{0,8}", "\\PC{1,12}", 0..99_usize).prop_map(|(sha256, exact, start)| Rejected {
            sha256,
            quote: Quote {
                exact,
                ..Quote::default()
            },
            position: Position { start, end: start },
        })
    }

    prop_compose! {
        fn target()(
            document in source(),
            (exact, prefix, suffix) in ("(\\PC|\n){1,40}", "\\PC{0,32}", "\\PC{0,32}"),
            (start, length) in (0..100_000_usize, 0..500_usize),
            shown in prop::option::of(shown()),
            paths in prop::collection::vec("/html/[a-z]{1,6}", 0..2),
            rejected in prop::collection::vec(rejected(), 0..2),
        ) -> Target {
            let selector = |path| serde_json::json!({"type": "XPathSelector", "value": path});
            Target {
                document,
                quote: Quote { exact, prefix, suffix },
                position: Position { start, end: start + length },
                shown,
                selectors: paths.into_iter().map(selector).collect(),
                rejected,
            }
        }
    }

    prop_compose! {
        fn note()(
            id in "[0-9a-f]{12}",
            at in 0..4_000_000_000_000_i64,
            by in prop::option::of("\\PC{1,12}"),
            text in "(\\PC|\n|\t){0,80}",
            targets in prop::collection::vec(target(), 0..4),
            tags in prop::collection::vec("\\PC{1,10}", 0..4),
            rating in prop::option::of("\\PC{1,12}"),
        ) -> Operation {
            Operation {
                id: OperationId(format!("urn:uuid:00000000-0000-4000-8000-{id}")),
                at: Timestamp::from_millisecond(at).unwrap(),
                by,
                change: Change::Add { text, targets, tags, rating },
            }
        }
    }

    fn read_all(json: &str) -> Imported {
        read(json, Timestamp::UNIX_EPOCH).unwrap()
    }

    /// Returns whether the log of notes gives back all that was read.
    fn can_be_kept(imported: &Imported) -> bool {
        let kept = |operation: &Operation| {
            let line = operation.to_json().unwrap();
            Operation::from_json(&line).unwrap() == *operation
        };
        imported.operations.iter().all(kept)
    }

    proptest! {
        // Sixteen notes at a time: a thousand and more come back.
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn notes_go_out_and_come_back_the_same(operations in prop::collection::vec(note(), 16)) {
            let notes = NoteSet::new(operations);
            let json = json_of(&notes);
            let imported = read_all(&json);
            prop_assert_eq!(&imported.problems, &[]);
            let back = NoteSet::new(imported.operations);
            prop_assert_eq!(back.iter().collect::<Vec<_>>(), notes.iter().collect::<Vec<_>>());
            prop_assert_eq!(json_of(&back), json);
        }

        #[test]
        fn whatever_is_read_nothing_breaks(json in "[\\[\\]{}\":,a-z0-9 @]{0,60}", text in "\\PC{0,40}") {
            for read in [&json, &text].map(|raw| read(raw, Timestamp::UNIX_EPOCH)) {
                match read {
                    Ok(imported) => prop_assert!(can_be_kept(&imported)),
                    Err(error) => prop_assert!(!error.to_string().is_empty()),
                }
            }
        }

        #[test]
        fn whatever_stands_in_an_annotation_nothing_breaks(
            key in "id|created|creator|body|bodyValue|target|uri|text|tags|user|document",
            value in "null|7|\"x\"|\\[\\]|\\[1,\\{\\}\\]|\\{\"source\":1\\}|\\{\"selector\":\\[7,\\{\"type\":3\\}\\]\\}",
        ) {
            let imported = read_all(&format!(r#"[{{"type":"Annotation","{key}":{value}}}]"#));
            prop_assert!(can_be_kept(&imported));
            prop_assert_eq!(imported.operations.len() + imported.problems.len(), 1, "{:?}", imported);
        }
    }

    fn json_of(notes: &NoteSet) -> String {
        json_ld(notes.iter(), &notes.choices_in_force(), &States::default()).unwrap()
    }

    proptest! {
        #[test]
        fn what_a_person_made_of_conflicts_goes_out_and_comes_back_the_same(
            one in target(),
            other in target(),
            standing in prop::sample::select(Standing::ALL.to_vec()),
            text in "(\\PC|\n){0,40}",
            by in prop::option::of("\\PC{1,12}"),
        ) {
            let operation = Operation {
                id: OperationId("urn:uuid:00000000-0000-4000-8000-000000000001".to_owned()),
                at: Timestamp::UNIX_EPOCH,
                by,
                change: Change::Stand { standing, ends: Box::new([one, other]), text },
            };
            let notes = NoteSet::new([operation.clone()]);
            let imported = read_all(&json_of(&notes));
            prop_assert_eq!(&imported.problems, &[]);
            prop_assert_eq!(imported.operations, vec![operation]);
        }
    }

    fn imported(json: &str) -> Vec<Note> {
        let imported = read_all(json);
        assert!(imported.problems.is_empty(), "{:?}", imported.problems);
        NoteSet::new(imported.operations).iter().cloned().collect()
    }

    #[test]
    fn an_annotation_of_another_program_is_read() {
        let notes = imported(
            r#"{"@context":"http://www.w3.org/ns/anno.jsonld","id":"https://a.example/1","type":"Annotation",
            "creator":[{"id":"https://a.example/me","name":"Ann"}],"created":"2025-01-02T03:04:05Z",
            "body":[{"type":"TextualBody","value":"One"},{"type":"TextualBody","value":"Two"},
                    {"type":"TextualBody","value":"t","purpose":"tagging"}],
            "target":{"source":"https://b.example/x","selector":[
                {"type":"RangeSelector","startSelector":{}},
                {"type":"TextQuoteSelector","exact":"the words","prefix":"p"}]}}"#,
        );
        let note = &notes[0];
        assert_eq!(
            (note.text.as_str(), note.by.as_deref()),
            ("One\n\nTwo", Some("Ann"))
        );
        assert_eq!(note.tags, ["t"]);
        let target = &note.targets[0];
        assert_eq!(target.document.url.as_deref(), Some("https://b.example/x"));
        assert_eq!(target.quote.exact, "the words");
        assert_eq!(target.selectors[0]["type"], "RangeSelector");
        assert_eq!(target.unplaceable(), None);
    }

    #[test]
    fn a_place_told_in_a_way_that_is_not_known_is_kept_and_says_why_it_has_no_place() {
        let notes = imported(
            r#"[{"type":"Annotation","bodyValue":"x","target":{"source":"a%20b.txt","selector":{"type":"SvgSelector","value":"<svg/>"}}},
                {"type":"Annotation","bodyValue":"y","target":"https://b.example/x"}]"#,
        );
        let first = &notes[0].targets[0];
        assert_eq!(first.document.path, "a b.txt");
        assert_eq!(
            first.unplaceable().as_deref(),
            Some("it has no quotation, only what is not understood here: SvgSelector")
        );
        assert!(notes[1].targets[0].is_whole());
        assert!(notes[0].id.0.0.starts_with("urn:uuid:") && notes[0].id != notes[1].id);
        let json = json_ld(&notes, &[], &States::default()).unwrap();
        assert_eq!(imported(&json), notes);
    }

    #[test]
    fn an_export_of_hypothesis_is_read_its_positions_only_as_a_hint() {
        let notes = imported(
            r#"{"export_date":"2025-02-01","annotations":[{"id":"AbC","created":"2025-01-02T03:04:05.678901+00:00",
            "user":"acct:ann@hypothes.is","uri":"https://b.example/x","text":"Why?","tags":["check"],
            "document":{"title":["A title"]},"target":[{"source":"https://b.example/x","selector":[
              {"type":"RangeSelector"},{"type":"TextPositionSelector","start":10,"end":14},
              {"type":"TextQuoteSelector","exact":"a😀b","prefix":"","suffix":"."}]}]}]}"#,
        );
        let (note, target) = (&notes[0], &notes[0].targets[0]);
        assert_eq!(note.id.0.0, "https://hypothes.is/a/AbC");
        assert_eq!(
            (note.by.as_deref(), note.tags[0].as_str()),
            (Some("ann"), "check")
        );
        assert_eq!(target.document.title.as_deref(), Some("A title"));
        // Four units of UTF-16 are three code points.
        assert_eq!(target.position, Position { start: 10, end: 13 });
    }

    #[test]
    fn what_is_no_annotation_is_named_and_the_others_are_read() {
        let json =
            r#"[{"type":"Annotation"},7,{"type":"Annotation","bodyValue":"x","target":"y"}]"#;
        let imported = read_all(json);
        let numbers: Vec<_> = imported
            .problems
            .iter()
            .map(|(number, _)| *number)
            .collect();
        assert_eq!((imported.operations.len(), numbers), (1, vec![1, 2]));
        let error = |json| read(json, Timestamp::UNIX_EPOCH).unwrap_err().to_string();
        assert!(error("{").starts_with("it is not JSON"));
        assert_eq!(error("{\"a\":1}"), "no annotations are in it");
    }
}
