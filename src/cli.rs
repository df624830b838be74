//! What can be typed after `variorum`, and what it means.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Puts news articles about one event side by side, in step, and keeps your notes.
#[derive(Debug, Parser)]
#[command(name = "variorum", version, args_conflicts_with_subcommands = false, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do instead of opening the reader.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Files, folders, pipes or URLs of articles to read side by side; - is standard input. Without any, a sample story
    /// opens.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Begin at the beginning, not where the same articles were left.
    #[arg(long)]
    pub fresh: bool,

    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
}

const EXAMPLES: &str = "\
Examples:
  variorum                          the sample story: five articles about one event
  variorum a.txt b.html c.txt       three articles in step; ? shows the keys
  variorum compare a.txt b.txt      what they share and where they part, as text
  variorum compare --format json a.txt b.txt | jq '.documents[].share'
  variorum inspect page.html        what is the article in a page, what is not, and why
  variorum inspect articles.jsonl   the same for every article of a file, however many
  variorum notes list               every note, with the words it is about

Read are plain text, HTML, Markdown, JSON and JSON Lines, RSS and Atom, WARC and WET, each also as .gz.

In the reader: j k go from stop to stop, . and , to the next and previous place that is only
here, Enter to the counterpart, ctrl-o back, / finds, a writes a note, q leaves.";

/// A command that needs no reader.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print what the documents share and where they part.
    Compare(Compare),
    /// Print what was made of each input: its header, and each block with the reason for its label.
    Inspect(Inspect),
    /// List, add and check notes, hand them over and take others in.
    Notes(Notes),
    /// Print what is set and where each value comes from.
    Config,
    /// Print every action with the keys that it has now.
    Keys,
    /// Print what a shell needs to complete commands and options.
    Completions {
        /// The shell.
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page, to be kept as variorum.1.
    Man,
}

/// Compares without the reader.
#[derive(Debug, Args)]
pub struct Compare {
    /// At least two documents.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Write to a file instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Exit with 1 where something is only in one document.
    #[arg(long)]
    pub exit_code: bool,
}

/// Shows what the loader made of inputs.
#[derive(Debug, Args)]
pub struct Inspect {
    /// Files or folders; - is standard input.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Works on notes.
#[derive(Debug, Args)]
pub struct Notes {
    /// What to do with them.
    #[command(subcommand)]
    pub command: NotesCommand,
}

/// What to do with notes.
#[derive(Debug, Subcommand)]
pub enum NotesCommand {
    /// List all notes, or those of the documents given.
    List(ListNotes),
    /// Add a note on a quotation.
    Add(AddNote),
    /// Write notes for other programs and people, to standard output.
    Export(ExportNotes),
    /// Take in another notes file, W3C annotations (JSON-LD) or an export of Hypothesis; what is there already stays one.
    Import(ImportNotes),
    /// Seek every note in the files as they are now: which stand, which moved, which have lost their place.
    Check(CheckNotes),
    /// Write the notes file anew: repeats left out, damaged lines moved into a file beside it.
    Compact,
}

/// Lists notes.
#[derive(Debug, Args)]
pub struct ListNotes {
    /// Documents whose notes to list.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to print them.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Hands notes over.
#[derive(Debug, Args)]
pub struct ExportNotes {
    /// Documents whose notes to write; without any, all.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What to write.
    #[arg(long, value_enum)]
    pub format: ExportFormat,
}

/// What notes are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// W3C Web Annotations; import takes them back without loss.
    Jsonld,
    /// Quotations with their sources, to read.
    Markdown,
    /// A table, a row for each place.
    Csv,
    /// Drafts of ClaimReview (schema.org), the rating left to you.
    Claimreview,
}

/// Checks notes.
#[derive(Debug, Args)]
pub struct CheckNotes {
    /// Documents to seek them in; without any, the files that the notes name.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Exit with 1 where a note has lost its place.
    #[arg(long)]
    pub exit_code: bool,
}

/// Takes notes in.
#[derive(Debug, Args)]
pub struct ImportNotes {
    /// The file; it is only read.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Adds a note.
#[derive(Debug, Args)]
pub struct AddNote {
    /// The document that has the quotation.
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// Words of the document, exactly as they stand there.
    #[arg(long, value_name = "TEXT")]
    pub quote: String,
    /// Which occurrence, from 1, where the words stand there more than once.
    #[arg(long, value_name = "N")]
    pub nth: Option<usize>,
    /// The words of the note.
    #[arg(long, value_name = "TEXT")]
    pub text: String,
    /// A tag; may be given several times.
    #[arg(long = "tag", value_name = "NAME")]
    pub tags: Vec<String>,
    /// A rating in your own words, as "Half right".
    #[arg(long, value_name = "WORDS")]
    pub rating: Option<String>,
}

/// How to print a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs, to the letter of the schema it names.
    Json,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// Unless `NO_COLOR` is set or the terminal is dumb.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never: bold, underline and reverse say all.
    Never,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// Read settings from this file instead of the usual config.toml.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Keep notes in this file, beside a case, instead of the data folder.
    #[arg(long, global = true, value_name = "FILE")]
    pub notes: Option<PathBuf>,
    /// The folder for what the program keeps (also `VARIORUM_DATA_DIR`).
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// The document to read first: its siglum (A, B …), its path or its own identifier.
    #[arg(long, global = true, value_name = "SIGLUM|PATH")]
    pub base: Option<String>,
    /// Name the outlet of all documents of a path, or of one by its siglum or identifier; may be given several times.
    #[arg(long, global = true, value_name = "PATH=NAME")]
    pub outlet: Vec<String>,
    /// When to use colour.
    #[arg(long, global = true, value_enum, default_value_t)]
    pub color: Colour,
    /// Only ASCII signs around the text.
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Read as lines that are only added to, a stop a line, for screen readers; into a pipe print all of them.
    #[arg(long, global = true)]
    pub linear: bool,
    /// Colours: auto (dark or light, as the terminal is), dark, light, safe-dark and safe-light (without red and green), contrast, ansi (the terminal's sixteen) or none.
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,
    /// Fail where one of several inputs cannot be read.
    #[arg(long, global = true)]
    pub strict: bool,
    /// End the search for links after so many steps of work, and say that it is partial.
    #[arg(long, global = true, value_name = "STEPS")]
    pub budget: Option<u64>,
    /// A model of meaning, as `assets/make_model.py` makes it, that also links English sentences of few shared words;
    /// off for none.
    #[arg(long, global = true, value_name = "off|FILE")]
    pub model: Option<PathBuf>,
    /// Fetch URLs of private networks and of this machine too (in a build with the feature `fetch`).
    #[arg(long, global = true)]
    pub allow_private: bool,
    /// Add to this file what the reader is told, asks and draws, with times and without the words of notes, for finding
    /// faults.
    #[arg(long, global = true, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// Say nothing but the result and errors.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Say on standard error what is read and compared.
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
}
