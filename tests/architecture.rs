//! The rules of the crate's shape: who may import whom, edges only at the edges, files that a person can
//! read at a sitting, and pages that are written from the table of actions.
//!
//! `UPDATE=1 cargo test --test architecture` writes those pages anew.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test may stop where it stands"
)]

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use variorum::app::action::{TAUGHT, manual};

/// Each module with the modules that it may import; `run` and `main` may import all.
const MAY_IMPORT: [(&str, &str); 13] = [
    ("text", ""),
    ("document", "text"),
    ("load", "text document"),
    ("compare", "text document"),
    ("meaning", "compare"),
    ("notes", "text document"),
    ("report", "text document compare notes"),
    ("archive", "text document compare"),
    ("app", "text document compare notes archive"),
    ("ui", "text document compare notes archive app"),
    ("store", "text document load notes archive"),
    ("term", "app"),
    ("cli", "app"),
];
const ALL: [&str; 2] = ["run", "main"];

/// What reaches the world: a path, the modules that may name it, and single files that may name a part of it.
const EDGES: [Edge; 10] = [
    Edge::of("std::fs", "store"),
    Edge::of("std::net", "store"),
    Edge::of("ureq", "store"),
    Edge::of("crossterm", "term main"),
    Edge {
        path: "ratatui",
        modules: "ui term run main",
        besides: &[("src/app/geometry.rs", "ratatui::layout")],
    },
    Edge::of("std::time::Instant", "run store main"),
    Edge::of("std::time::SystemTime", "run store main"),
    Edge::of("std::env", "run store main"),
    Edge {
        path: "std::thread",
        modules: "run store main",
        // The hook for panics asks which thread it is on; nothing is started there.
        besides: &[
            ("src/term.rs", "std::thread::self"),
            ("src/term.rs", "std::thread::ThreadId"),
        ],
    },
    Edge::of("std::sync::mpsc", "run store main"),
];

/// The most lines of a file, its `mod tests` not counted.
const LINES: usize = 400;

struct Edge {
    path: &'static str,
    modules: &'static str,
    besides: &'static [(&'static str, &'static str)],
}

impl Edge {
    const fn of(path: &'static str, modules: &'static str) -> Self {
        Self {
            path,
            modules,
            besides: &[],
        }
    }

    fn allows(&self, file: &Source, path: &str) -> bool {
        has(self.modules, &file.module)
            || self
                .besides
                .iter()
                .any(|(name, part)| *name == file.name && starts_with(path, part))
    }
}

/// A file of `src`.
struct Source {
    /// Its path from the root of the project, with `/`.
    name: String,
    /// The top module that it belongs to.
    module: String,
    /// How many modules lie between it and the root of the crate.
    depth: usize,
    /// What is compiled into the program, comments and the insides of strings taken out.
    body: String,
    /// The same of its `mod tests`.
    tests: String,
    /// Lines of the body as they stand in the file.
    lines: usize,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns all Rust files below a folder, sorted.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.append(&mut rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn name(path: &Path) -> String {
    let parts = path.strip_prefix(root()).unwrap().iter();
    let parts: Vec<_> = parts.map(|p| p.to_str().unwrap()).collect();
    parts.join("/")
}

fn sources() -> Vec<Source> {
    let files = rust_files(&root().join("src"));
    files.iter().map(|path| source(path)).collect()
}

fn source(path: &Path) -> Source {
    const TESTS: &str = "\n#[cfg(test)]\nmod tests {";
    let (name, text) = (name(path), read(path));
    let (body, tests) = text
        .find(TESTS)
        .map_or((text.as_str(), ""), |at| text.split_at(at + 1));
    let parts: Vec<_> = name
        .trim_start_matches("src/")
        .trim_end_matches(".rs")
        .trim_end_matches("/mod")
        .split('/')
        .collect();
    let depth = if ["lib", "main"].contains(&parts[0]) {
        0
    } else {
        parts.len()
    };
    Source {
        module: parts[0].to_owned(),
        depth,
        body: code(body),
        tests: code(tests),
        lines: body.lines().count(),
        name,
    }
}

/// Returns Rust code without its comments and without what stands in strings and characters.
fn code(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |at| at + 2)
        } else if rest.starts_with("r\"") || rest.starts_with("r#") && raw(rest).is_some() {
            raw(rest).unwrap()
        } else if first == '"' {
            quoted(rest, '"')
        } else if first == '\'' && is_character(rest) {
            quoted(rest, '\'')
        } else {
            0
        };
        let taken = if skipped == 0 {
            out.push(first);
            first.len_utf8()
        } else {
            out.push(' ');
            skipped
        };
        rest = &rest[taken..];
    }
    out
}

/// Returns the length of a raw string at the beginning, or `None` where there is none.
fn raw(rest: &str) -> Option<usize> {
    let hashes = rest[1..].chars().take_while(|c| *c == '#').count();
    let inner = rest[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(2 + hashes + inner.find(&end)? + end.len())
}

/// Returns the length of a string or character at the beginning.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Tells a character from a lifetime.
fn is_character(rest: &str) -> bool {
    let mut after = rest.chars().skip(1);
    after.next() == Some('\\') || after.next() == Some('\'')
}

/// Returns all paths that code names, those of `use` with their groups spelt out: `use a::{b, c::d}` names
/// `a::b` and `a::c::d`.
fn paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(|c: char| c.is_alphabetic() || c == '_') {
        let from = &rest[at..];
        let word = word(from);
        if word == "use" {
            let end = from.find(';').unwrap_or(from.len());
            spell_out("", &from["use".len()..end], &mut found);
            rest = &from[end..];
        } else {
            let path = path(from);
            found.push(path.to_owned());
            rest = &from[path.len()..];
        }
    }
    found
}

fn word(rest: &str) -> &str {
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
    &rest[..end.unwrap_or(rest.len())]
}

fn path(rest: &str) -> &str {
    let mut end = word(rest).len();
    while let Some(next) = rest[end..].strip_prefix("::") {
        match word(next) {
            "" => break,
            word => end += 2 + word.len(),
        }
    }
    &rest[..end]
}

fn spell_out(before: &str, tree: &str, found: &mut Vec<String>) {
    let tree = tree.trim();
    if let Some((prefix, group)) = tree.split_once('{') {
        let group = group.trim_end().trim_end_matches('}');
        let prefix = format!("{before}{}", prefix.trim());
        for part in parts(group) {
            spell_out(&prefix, part, found);
        }
    } else if !tree.is_empty() {
        let path = tree.split_once(" as ").map_or(tree, |(path, _)| path);
        found.push(format!("{before}{}", path.trim()));
    }
}

/// Splits at the commas that stand in no inner group.
fn parts(group: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&group[from..]);
    parts
}

fn has(words: &str, word: &str) -> bool {
    words.split(' ').any(|w| w == word)
}

/// Whether a path is another one or goes on from it.
fn starts_with(path: &str, beginning: &str) -> bool {
    path.strip_prefix(beginning)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Returns the top module that a path of this crate leads to.
fn leads_to(path: &str) -> Option<&str> {
    let rest = path
        .strip_prefix("crate::")
        .or(path.strip_prefix("variorum::"))?;
    rest.split("::").next()
}

/// Fails with everything that was found, a line each.
fn assert_none(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}:\n{}", broken.join("\n"));
}

#[test]
fn every_module_imports_only_what_the_table_allows() {
    let allowed: BTreeMap<_, _> = MAY_IMPORT.into_iter().collect();
    let mut broken = Vec::new();
    let mut seen = 0;
    for file in sources() {
        let module = file.module.as_str();
        if ALL.contains(&module) || module == "lib" {
            continue;
        }
        let Some(may) = allowed.get(module) else {
            broken.push(format!("{}: {module} has no row in the table", file.name));
            continue;
        };
        for path in paths(&file.body).iter().chain(&paths(&file.tests)) {
            let Some(to) = leads_to(path) else { continue };
            seen += 1;
            if to != module && !has(may, to) {
                broken.push(format!("{}: {path}", file.name));
            }
        }
    }
    assert_none("who may import whom", &broken);
    assert!(
        seen > 100,
        "only {seen} imports were found: the search is broken"
    );
}

#[test]
fn no_path_goes_round_the_table_through_super() {
    let ups = |path: &str| path.split("::").take_while(|part| *part == "super").count();
    let mut broken = Vec::new();
    for file in sources() {
        for (code, depth) in [(&file.body, file.depth), (&file.tests, file.depth + 1)] {
            let up = paths(code).into_iter().filter(|path| ups(path) > 0);
            for path in up.filter(|path| ups(path) >= depth) {
                broken.push(format!("{}: {path}", file.name));
            }
        }
    }
    assert_none("write crate:: for other modules", &broken);
}

#[test]
fn the_map_in_lib_rs_says_what_the_table_says() {
    let map = read(&root().join("src/lib.rs"));
    let allowed: BTreeMap<_, _> = MAY_IMPORT.into_iter().collect();
    let mut named = Vec::new();
    for row in map.lines().filter(|line| line.starts_with("//! | [")) {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let may = cells[cells.len() - 2];
        for module in cells[1].split(", ") {
            let module = module.trim_matches(|c| "[`]".contains(c));
            named.push(module.to_owned());
            let table = allowed.get(module).copied().unwrap_or("all");
            // What does not exist yet is not in the map.
            let table: Vec<_> = table
                .split(' ')
                .filter(|m| *m == "all" || !m.is_empty() && root().join("src").join(m).exists())
                .collect();
            let said: Vec<_> = may.split(", ").filter(|m| *m != "-").collect();
            assert_eq!(said, table, "{module}");
        }
    }
    let modules = map.lines().filter_map(|line| line.strip_prefix("pub mod "));
    for module in modules {
        let module = module.trim_end_matches(';');
        assert!(
            named.iter().any(|n| n == module),
            "{module} is not in the map"
        );
    }
}

#[test]
fn files_clock_threads_and_terminal_are_reached_only_at_the_edges() {
    let mut broken = Vec::new();
    for file in sources() {
        for path in paths(&file.body).iter().chain(&paths(&file.tests)) {
            let path = path.strip_prefix("::").unwrap_or(path);
            let edges = EDGES.iter().filter(|edge| starts_with(path, edge.path));
            for edge in edges.filter(|edge| !edge.allows(&file, path)) {
                broken.push(format!("{}: {path} ({})", file.name, edge.path));
            }
            // The clock of `jiff`, whatever its type is called.
            if path.ends_with("::now") && !has("run store main", &file.module) {
                broken.push(format!("{}: {path}", file.name));
            }
        }
    }
    assert_none("edges only at the edges", &broken);
}

#[test]
fn the_terminal_starts_no_thread() {
    let term = source(&root().join("src/term.rs"));
    let used: Vec<_> = paths(&term.body)
        .into_iter()
        .filter(|path| starts_with(path, "thread"))
        .filter(|path| !["thread::current", "thread::self"].contains(&path.as_str()))
        .collect();
    assert_none("term only asks on which thread it is", &used);
}

#[test]
fn no_file_is_longer_than_a_person_reads_at_a_sitting() {
    let long: Vec<_> = sources()
        .iter()
        .filter(|file| file.lines > LINES)
        .map(|file| format!("{}: {} lines", file.name, file.lines))
        .collect();
    assert_none("at most 400 lines without mod tests", &long);
}

#[test]
fn every_file_opens_with_what_it_owns() {
    let mut files = rust_files(&root().join("src"));
    files.append(&mut rust_files(&root().join("tests")));
    let silent = files.iter().filter(|path| {
        let text = read(path);
        let first = text.lines().next().unwrap_or_default();
        !first.starts_with("//! ") || first.len() < 20
    });
    let silent: Vec<_> = silent.map(|path| name(path)).collect();
    assert_none("each file opens with //!", &silent);
}

#[test]
fn nothing_is_left_undone_and_no_test_is_left_out() {
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("#[ig", "nore"),
    ];
    let mut files = rust_files(&root().join("src"));
    files.append(&mut rust_files(&root().join("tests")));
    let mut broken = Vec::new();
    for path in files {
        for (number, line) in read(&path).lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(*word)) {
                broken.push(format!("{}:{}: {word}", name(&path), number + 1));
            }
        }
    }
    assert_none("nothing for later", &broken);
}

/// Compares a page with what it should hold, or writes it where `UPDATE` is set.
fn assert_in_step(file: &str, should: &str) {
    let path = root().join(file);
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, should).unwrap();
    }
    assert_eq!(
        read(&path),
        should,
        "{file} is not in step: UPDATE=1 cargo test --test architecture writes it anew"
    );
}

#[test]
fn the_page_of_keys_is_written_from_the_table_of_actions() {
    assert_in_step("assets/keys.md", &manual());
}

#[test]
fn the_sample_of_a_configuration_is_written_from_the_table_of_settings() {
    assert_in_step("assets/config.toml", &variorum::run::defaults::sample());
}

#[test]
fn the_readme_teaches_the_twelve_keys_of_the_table() {
    const BEGIN: &str = "<!-- keys -->\n";
    const END: &str = "<!-- /keys -->";
    let mut table = String::from("\n| key | does |\n| --- | --- |\n");
    for action in TAUGHT {
        let _ = writeln!(
            table,
            "| `{}` | {} |",
            action.default_keys()[0],
            action.help()
        );
    }
    table.push('\n');
    let readme = read(&root().join("README.md"));
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    assert_in_step("README.md", &format!("{before}{BEGIN}{table}{END}{after}"));
}

#[test]
fn the_search_for_paths_sees_through_groups_comments_and_strings() {
    let found = paths(&code(
        "use a::{self, b::{c, d}, e as f};\nfn x<'a>(c: char) { let _ = '\"'; h::i::j(); } // k::l\n\
         const M: &str = \"n::o\"; const P: &str = r#\"q::r \" s\"#; t::u",
    ));
    for path in ["a::self", "a::b::c", "a::b::d", "a::e", "h::i::j", "t::u"] {
        assert!(found.iter().any(|p| p == path), "{path} in {found:?}");
    }
    for path in ["k::l", "n::o", "q::r"] {
        assert!(!found.iter().any(|p| p == path), "{path} in {found:?}");
    }
}
