//! `config.toml` as plain values, each with the line it stands on.
//!
//! ```text
//! theme = "light"            theme             "light"        line 1
//! [keys]
//! next-stop = ["j", "e"]     keys.next-stop    ["j", "e"]     line 3
//! ```

use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use toml::de::{DeTable, DeValue};

use super::paths::{DATA_DIR, NoDataDir};

/// The largest configuration that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// A value of the configuration.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text in quotation marks.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A number with a decimal point.
    Decimal(f64),
    /// `true` or `false`.
    Switch(bool),
    /// A list of texts.
    List(Vec<String>),
}

/// A setting as it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name, with the name of its table and a dot before it.
    pub name: String,
    /// What it is set to.
    pub value: Value,
    /// Its line, from 1.
    pub line: usize,
}

/// A configuration that cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{}: the configuration cannot be read: {why}", .file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        why: String,
    },
    /// A line is wrong.
    #[error("{}:{line}: {why}", .file.display())]
    Wrong {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong, and what to write.
        why: String,
    },
}

/// Returns the file that is read where none is given: `config.toml` in the data folder that is named, else in the
/// platform's folder for configurations. It need not exist.
///
/// # Errors
/// Where the platform has no such folder, for example without a home folder.
pub fn usual_file(data: Option<&Path>) -> Result<PathBuf, NoDataDir> {
    const NAME: &str = "config.toml";
    let named = std::env::var_os(DATA_DIR).filter(|named| !named.is_empty());
    if let Some(folder) = data.map(Path::to_owned).or(named.map(PathBuf::from)) {
        return Ok(folder.join(NAME));
    }
    let platform = ProjectDirs::from("", "", "variorum").ok_or(NoDataDir)?;
    Ok(platform.config_dir().join(NAME))
}

/// Returns the settings of a file, in order of their lines; `None` where there is no file.
///
/// # Errors
/// Where it cannot be read, or is no TOML of names, texts, numbers, switches and lists of texts.
pub fn read(file: &Path) -> Result<Option<Vec<Entry>>, ConfigError> {
    let unreadable = |why: String| ConfigError::Unreadable {
        file: file.to_owned(),
        why,
    };
    let length = match std::fs::metadata(file) {
        Ok(data) if data.is_file() => data.len(),
        Ok(_) => return Err(unreadable("it is no file".to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error.to_string())),
    };
    if length > LARGEST {
        return Err(unreadable(format!(
            "it has {length} bytes, and at most {LARGEST} are read"
        )));
    }
    let text = std::fs::read_to_string(file).map_err(|error| unreadable(error.to_string()))?;
    let entries = parse(&text).map_err(|(line, why)| ConfigError::Wrong {
        file: file.to_owned(),
        line,
        why,
    });
    entries.map(Some)
}

/// Returns the settings of a text, in order of their lines, or the line that is wrong and why.
fn parse(text: &str) -> Result<Vec<Entry>, (usize, String)> {
    let line_of = |at: usize| text.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        (line_of(at), error.message().to_owned())
    })?;
    let mut found = Vec::new();
    collect("", table.get_ref(), &line_of, &mut found)?;
    found.sort_by_key(|entry| entry.line);
    Ok(found)
}

fn collect(
    within: &str,
    table: &DeTable<'_>,
    line_of: &impl Fn(usize) -> usize,
    found: &mut Vec<Entry>,
) -> Result<(), (usize, String)> {
    for (key, value) in table {
        let name = match within {
            "" => key.get_ref().to_string(),
            table => format!("{table}.{}", key.get_ref()),
        };
        let line = line_of(key.span().start);
        if let DeValue::Table(inner) = value.get_ref() {
            if !within.is_empty() {
                return Err((line, format!("{name}: there are no tables inside tables")));
            }
            collect(&name, inner, line_of, found)?;
            continue;
        }
        let value = plain(value.get_ref()).ok_or_else(|| {
            let wanted = "a text in quotation marks, a number, true, false, or a list of texts";
            (line, format!("{name}: a setting is {wanted}"))
        })?;
        found.push(Entry { name, value, line });
    }
    Ok(())
}

fn plain(value: &DeValue<'_>) -> Option<Value> {
    Some(match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(on) => Value::Switch(*on),
        DeValue::Integer(number) => {
            Value::Number(i64::from_str_radix(number.as_str(), number.radix()).ok()?)
        }
        DeValue::Array(list) => {
            let text = |value: &DeValue<'_>| match value {
                DeValue::String(text) => Some(text.to_string()),
                _ => None,
            };
            Value::List(
                list.iter()
                    .map(|v| text(v.get_ref()))
                    .collect::<Option<_>>()?,
            )
        }
        DeValue::Float(number) => {
            let number: f64 = number.as_str().parse().ok()?;
            Value::Decimal(Some(number).filter(|number| number.is_finite())?)
        }
        DeValue::Datetime(_) | DeValue::Table(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_have_their_names_and_lines() {
        let text = "# mine\ntheme = \"light\"\nascii = true\n\n[keys]\nnext-stop = [\"j\", \"e\"]\n[panes]\nstart = 2\nmost = 0.5\n";
        let list = Value::List(vec!["j".to_owned(), "e".to_owned()]);
        let found = parse(text).unwrap();
        let plain: Vec<_> = found
            .iter()
            .map(|e| (e.name.as_str(), e.value.clone(), e.line))
            .collect();
        assert_eq!(
            plain,
            [
                ("theme", Value::Text("light".to_owned()), 2),
                ("ascii", Value::Switch(true), 3),
                ("keys.next-stop", list, 6),
                ("panes.start", Value::Number(2), 8),
                ("panes.most", Value::Decimal(0.5), 9),
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        assert_eq!(parse("theme = \"dark\"\n\nascii = yes\n").unwrap_err().0, 3);
        assert_eq!(parse("a = 1\na = 2\n").unwrap_err().0, 2);
        assert_eq!(parse("x = 1\n[keys]\nback = [1]\n").unwrap_err().0, 3);
        assert!(
            parse("at = 2025-09-05\n")
                .unwrap_err()
                .1
                .starts_with("at: a setting is")
        );
        assert!(parse("a = inf\n").is_err() && parse("a = nan\n").is_err());
        assert!(parse("[a.b]\nc = 1\n").is_err());
    }

    #[test]
    fn a_file_that_is_not_there_says_nothing_and_a_folder_is_refused() {
        let folder = tempfile::TempDir::new().unwrap();
        assert_eq!(read(&folder.path().join("config.toml")), Ok(None));
        let error = read(folder.path()).unwrap_err().to_string();
        assert!(error.ends_with("cannot be read: it is no file"), "{error}");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_with_one_of_its_lines(text in "[a-z=\\[\\]\"'.,\n#0-9 é-]{0,80}") {
            if let Err((line, why)) = parse(&text) {
                prop_assert!(line >= 1 && line <= text.lines().count() + 1 && !why.is_empty());
            }
        }
    }
}
