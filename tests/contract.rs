//! What other programs may rely on: the keys of the reports, their order, and the same findings whatever the
//! order of the inputs.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

mod desk;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::{Map, Value};

use desk::{Desk, SAMPLE, list, on_sample};

fn keys(value: &Value) -> BTreeSet<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// Fails where an object lacks one of these keys.
#[track_caller]
fn has_keys(value: &Value, wanted: &str) {
    let present = keys(value);
    for key in wanted.split(' ') {
        assert!(present.contains(key), "{key} is missing in {value}");
    }
}

#[test]
fn the_comparison_has_the_keys_that_other_programs_rely_on() {
    let desk = Desk::sample();
    let said = desk.run(&on_sample(&["compare", "--format", "json"]));
    said.expect(0, &[]);
    let report = said.json();
    assert_eq!(report["schema"], "variorum.comparison/1");
    has_keys(
        &report,
        "applied partial engine pairs documents links passages only conflicts looks quotes skipped",
    );
    assert_eq!(report["applied"], Value::Array(Vec::new()));
    assert_eq!(report["partial"], false);
    has_keys(&report["engine"], "version model thresholds");
    assert_eq!(report["engine"]["model"], Value::Null);
    has_keys(&report["engine"]["thresholds"], "paraphrase weak");
    assert_eq!(list(&report["pairs"]).len(), 10);
    has_keys(&report["pairs"][0], "a b comparable cosine doubtful");
    assert_eq!(list(&report["documents"]).len(), 5);
    for document in list(&report["documents"]) {
        has_keys(
            document,
            "id siglum path outlet title date url sha256 length share",
        );
        has_keys(
            &document["share"],
            "verbatim near paraphrase weak only folded",
        );
        let shares = document["share"].as_object().unwrap().values();
        let sum: f64 = shares.map(|share| share.as_f64().unwrap()).sum();
        assert!((sum - 1.0).abs() < 0.001, "{sum} in {document}");
    }
    let link = &report["links"][0];
    has_keys(link, "a b relation score moved why");
    has_keys(&link["a"], "doc start end");
    has_keys(&link["why"], "rule words lexical characters meaning");
    let passage = &report["passages"][0];
    has_keys(passage, "id members credits");
    has_keys(&passage["members"][0], "doc start end relation");
    has_keys(&report["only"][0], "doc start end");
    // What is not computed is not an empty list.
    for key in ["conflicts", "looks", "quotes"] {
        assert_eq!(report[key], Value::Null, "{key}");
    }
    assert_eq!(report["skipped"], Value::Array(Vec::new()));
}

#[test]
fn links_are_in_order_and_lie_inside_their_documents() {
    let desk = Desk::sample();
    let report = desk
        .run(&on_sample(&["compare", "--format", "json"]))
        .json();
    let lengths: Vec<_> = list(&report["documents"])
        .iter()
        .map(|document| document["length"].as_u64().unwrap())
        .collect();
    let place = |end: &Value| {
        let [doc, start, stop] = ["doc", "start", "end"].map(|key| end[key].as_u64().unwrap());
        assert!(
            start < stop && stop <= lengths[usize::try_from(doc).unwrap()],
            "{end}"
        );
        (doc, start, stop)
    };
    let links: Vec<_> = list(&report["links"])
        .iter()
        .map(|link| (place(&link["a"]), place(&link["b"])))
        .collect();
    assert!(links.len() > 10, "{}", links.len());
    assert!(links.iter().all(|(a, b)| a.0 < b.0));
    assert!(links.is_sorted());
    let relations: BTreeSet<_> = list(&report["links"])
        .iter()
        .map(|link| link["relation"].as_str().unwrap())
        .collect();
    let known = BTreeSet::from(["near", "paraphrase", "verbatim", "weak"]);
    assert!(relations.is_subset(&known), "{relations:?}");
}

#[test]
fn the_inspection_has_the_keys_that_other_programs_rely_on() {
    let desk = Desk::sample();
    let said = desk.run(&on_sample(&["inspect", "--format", "json"]));
    said.expect(0, &[]);
    let report = said.json();
    assert_eq!(report["schema"], "variorum.documents/1");
    has_keys(&report, "applied documents skipped");
    assert_eq!(list(&report["documents"]).len(), 5);
    for (document, siglum) in list(&report["documents"])
        .iter()
        .zip(["A", "B", "C", "D", "E"])
    {
        has_keys(
            document,
            "id siglum path source_id sha256 encoding language text title outlet date url authors credits blocks \
             inline sentences quotes",
        );
        assert_eq!(document["siglum"], siglum);
        has_keys(&document["blocks"][0], "start end kind reason");
        has_keys(&document["sentences"][0], "start end block");
        for field in ["title", "outlet", "date", "url"] {
            if !document[field].is_null() {
                has_keys(&document[field], "value from");
            }
        }
        // What is not computed is not an empty list.
        for key in ["credits", "quotes", "source_id"] {
            assert_eq!(document[key], Value::Null, "{key}");
        }
        // For plain text the text is the file, one character for one.
        let path = document["path"].as_str().unwrap();
        if path.ends_with(".txt") {
            let file = fs::read_to_string(desk.path(path)).unwrap();
            assert_eq!(document["text"], Value::String(file));
        }
    }
    let page = &report["documents"][4];
    assert_eq!(page["outlet"]["value"], "The Strait Courier");
    assert_eq!(page["date"]["value"], "2025-10-09");
    let copies = list(&report["documents"][0]["blocks"]).iter();
    let copies = copies.filter(|block| block["kind"] == "duplicate");
    assert!(
        copies
            .map(|block| list(&block["of"]))
            .any(|of| !of.is_empty())
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let desk = Desk::sample();
    for command in [
        &["compare", "--format", "json"][..],
        &["compare"],
        &["inspect", "--format", "json"],
        &["inspect"],
        &[],
    ] {
        let arguments = on_sample(command);
        let first = desk.run(&arguments);
        first.expect(0, &[]);
        assert!(!first.out.is_empty());
        assert!(first.out == desk.run(&arguments).out, "{command:?} differs");
    }
}

/// Puts the path where a document's number stands, so that findings can be compared over orders.
fn findings(report: &Value) -> BTreeMap<&'static str, BTreeSet<String>> {
    let paths: Vec<_> = list(&report["documents"])
        .iter()
        .map(|d| d["path"].clone())
        .collect();
    let path = |number: &Value| paths[usize::try_from(number.as_u64().unwrap()).unwrap()].clone();
    let place = |place: &Value| {
        let mut place = place.as_object().unwrap().clone();
        place.insert("doc".to_owned(), path(&place["doc"]));
        Value::Object(place).to_string()
    };
    let both = |entry: &Value, ends: [String; 2]| {
        let mut ends = ends.to_vec();
        ends.sort();
        let rest: Map<String, Value> = entry.as_object().unwrap().clone();
        let rest = rest.into_iter().filter(|(key, _)| key != "a" && key != "b");
        format!("{} {:?}", ends.join(" "), rest.collect::<Map<_, _>>())
    };
    let links = list(&report["links"]).iter();
    let pairs = list(&report["pairs"]).iter();
    let passages = list(&report["passages"]).iter();
    let documents = list(&report["documents"]).iter();
    BTreeMap::from([
        (
            "links",
            links
                .map(|l| both(l, [place(&l["a"]), place(&l["b"])]))
                .collect(),
        ),
        (
            "pairs",
            pairs
                .map(|p| both(p, [path(&p["a"]).to_string(), path(&p["b"]).to_string()]))
                .collect(),
        ),
        (
            "passages",
            passages
                .map(|passage| {
                    let mut members: Vec<_> = list(&passage["members"]).iter().map(place).collect();
                    members.sort();
                    members.join(" ")
                })
                .collect(),
        ),
        ("only", list(&report["only"]).iter().map(place).collect()),
        (
            "share",
            documents
                .map(|d| format!("{} {}", d["path"], d["share"]))
                .collect(),
        ),
    ])
}

#[test]
fn the_order_of_the_inputs_does_not_change_the_findings() {
    let desk = Desk::sample();
    let found = |order: [usize; 5]| {
        let paths = order.map(|at| SAMPLE[at]);
        let said = desk.run(&[&["compare", "--format", "json"], &paths[..]].concat());
        said.expect(0, &[]);
        findings(&said.json())
    };
    let first = found([0, 1, 2, 3, 4]);
    assert!(
        first.values().all(|list| list.len() > 4),
        "there is something to compare"
    );
    for order in [[4, 3, 2, 1, 0], [2, 0, 4, 1, 3]] {
        for (key, other) in found(order) {
            let missing: Vec<_> = first[key].symmetric_difference(&other).collect();
            assert!(
                missing.is_empty(),
                "{key} in the order {order:?}: {missing:#?}"
            );
        }
    }
}
