//! What works beside the reader, so that no key waits: the writer of notes, the comparison, the reading of files.
//! What each has to say comes back as a message; a panic becomes one too.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use super::clipboard::Clipboard;
use super::comparing;
use super::editor::Editor;
use super::live::Live;
use super::meaning::Source;
use super::sheet::Sheet;
use super::sources;
use crate::app::export::Export;
use crate::app::message::Msg;
use crate::app::results::Results;
use crate::app::settings::Settings;
use crate::compare::Options;
use crate::compare::constraint::Constraint;
use crate::compare::meaning::{Meaning, Thresholds};
use crate::document::{DocumentSet, Skipped};
use crate::notes::Operation;
use crate::store;
use crate::store::log::Log;

/// The steps that the comparison behind the reader may take: enough for some ten documents of 10 MB.
const BUDGET: u64 = 20_000_000_000;

/// How often what is known of a long comparison is shown: at first after a moment, then at most a tenth of the time
/// goes into showing it.
struct Pace {
    began: Instant,
    due: Instant,
}

impl Pace {
    const FIRST: Duration = Duration::from_millis(300);

    fn new() -> Self {
        let began = Instant::now();
        Self {
            began,
            due: began + Self::FIRST,
        }
    }

    fn is_due(&mut self) -> bool {
        self.began = Instant::now();
        self.began >= self.due
    }

    fn shown(&mut self) {
        self.due = Instant::now() + Self::FIRST.max(9 * self.began.elapsed());
    }
}

/// The workers beside a reader.
pub struct Workers {
    notes: Sender<Operation>,
    /// Where they are kept.
    notes_file: Option<PathBuf>,
    answers: Sender<Msg>,
    budget: Option<u64>,
    /// Whether the sample story is open, which is compiled in.
    sample: bool,
    /// Where copied words go.
    clipboard: Clipboard,
    editor: Option<Editor>,
    model: Option<Arc<Source>>,
    live: Option<Live>,
    log: Option<Log>,
    /// Ends the comparison that is going on.
    outdated: Arc<AtomicBool>,
}

impl Workers {
    /// Returns workers that answer to `answers`; `notes` takes the operations that are to be saved.
    #[must_use]
    pub fn new(notes: Sender<Operation>, answers: Sender<Msg>) -> Self {
        Self {
            notes,
            notes_file: None,
            answers,
            budget: None,
            sample: false,
            clipboard: Clipboard::default(),
            editor: None,
            model: None,
            live: None,
            log: None,
            outdated: Arc::default(),
        }
    }

    /// Sets how many steps a comparison may take.
    #[must_use]
    pub fn with_budget(self, budget: Option<u64>) -> Self {
        Self { budget, ..self }
    }

    /// Says where notes are kept.
    #[must_use]
    pub fn with_notes_file(self, notes_file: Option<PathBuf>) -> Self {
        Self { notes_file, ..self }
    }

    /// Says whether the sample story is open.
    #[must_use]
    pub fn with_sample(self, sample: bool) -> Self {
        Self { sample, ..self }
    }

    /// Sets where copied words go.
    #[must_use]
    pub fn with_clipboard(self, clipboard: Clipboard) -> Self {
        Self { clipboard, ..self }
    }

    /// Sets the editor for the words of notes.
    #[must_use]
    pub fn with_editor(self, editor: Option<Editor>) -> Self {
        Self { editor, ..self }
    }

    /// Returns the editor, where there is one.
    #[must_use]
    pub fn editor(&self) -> Option<&Editor> {
        self.editor.as_ref()
    }

    /// Puts copied words where they go; gives them back where that is the terminal.
    pub fn copy(&self, text: String) -> Option<String> {
        if self.clipboard == Clipboard::Terminal {
            return Some(text);
        }
        let clipboard = self.clipboard.clone();
        let failed = Msg::Copied("not copied: an error of the program".to_owned());
        self.start(move || Some(Msg::Copied(clipboard.take(&text))), failed);
        None
    }

    /// Sets the model of meaning, which adds links after those by words are shown.
    #[must_use]
    pub fn with_model(self, model: Option<Source>) -> Self {
        let model = model.map(Arc::new);
        Self { model, ..self }
    }

    /// Sets the configuration that is read again when that is asked.
    pub fn configure_by(&mut self, live: Live) {
        self.live = Some(live);
    }

    /// Sets the log of this run.
    pub fn log_to(&mut self, log: Option<Log>) {
        self.log = log;
    }

    /// Writes a line into the log of this run, where there is one.
    pub fn log(&mut self, words: impl FnOnce() -> String) {
        if let Some(log) = &mut self.log {
            log.line(&words());
        }
    }

    /// Reads the configuration again, and says what changed.
    ///
    /// # Errors
    /// Where it is wrong: then what was set before holds.
    pub fn configure(&mut self) -> Result<(Box<Settings>, Vec<String>), String> {
        let live = self.live.as_mut();
        let live = live.ok_or_else(|| "there is no configuration here".to_owned())?;
        let again = live.again().map_err(|error| format!("{error:#}"))?;
        self.clipboard = again.clipboard;
        Ok((Box::new(again.settings), again.changed))
    }

    /// Hands an operation over to the writer of notes; gives it back where that is gone.
    ///
    /// # Errors
    /// Where the writer has ended.
    pub fn save(&self, operation: Operation) -> Result<(), Box<Operation>> {
        self.notes.send(operation).map_err(|lost| Box::new(lost.0))
    }

    /// Compares a set by these pins and cuts; a comparison that is still going on is of documents as they were, and ends.
    pub fn compare(
        &mut self,
        set: Arc<DocumentSet>,
        constraints: Vec<Constraint>,
        thresholds: Thresholds,
    ) {
        self.outdated.store(true, Ordering::Relaxed);
        let outdated = Arc::new(AtomicBool::new(false));
        self.outdated = Arc::clone(&outdated);
        let budget = self.budget.or(Some(BUDGET));
        let (model, answers) = (self.model.clone(), self.answers.clone());
        let work = move || {
            let by = |meaning| {
                let options = Options {
                    budget,
                    cancel: Some(&outdated),
                    meaning,
                    constraints: &constraints,
                    thresholds,
                };
                let results = |found| Results::new(&set, found).by(constraints.clone());
                let current = || !outdated.load(Ordering::Relaxed);
                let mut pace = Pace::new();
                let comparison = comparing::compare(&set, options, &mut |known| {
                    if meaning.is_none() && current() && pace.is_due() {
                        let so_far = Msg::Compared(Arc::new(results(known())));
                        // Where nobody receives it any more, the comparison ends as outdated.
                        let _ = answers.send(so_far);
                        pace.shown();
                    }
                });
                current().then(|| Msg::Compared(Arc::new(results(comparison))))
            };
            let by_words = by(None)?;
            let Some(source) = model else {
                return Some(by_words);
            };
            answers.send(by_words).ok()?;
            let by_meaning = match source.model() {
                Ok(model) => by(Some(model as &dyn Meaning)),
                Err(why) => Some(Msg::NoModel(why)),
            };
            source.keep();
            by_meaning
        };
        let failed = Msg::Failed(
            "the comparison failed: an error of the program. Reading and notes go on.".to_owned(),
        );
        self.start(work, failed);
    }

    /// Reads the documents of a path that was typed.
    pub fn open(&self, path: String) {
        let failed = failure(&path);
        let notes_file = self.notes_file.clone();
        let work = move || {
            let (documents, skipped) = sources::open(&path, notes_file.as_deref());
            Some(Msg::Opened(documents, skipped))
        };
        self.start(work, failed);
    }

    /// Reads the files of a set again.
    pub fn reload(&self, set: Arc<DocumentSet>) {
        let sample = self.sample;
        let work = move || Some(Msg::Reloaded(sources::reread(&set, sample)));
        self.start(work, failure("a file read again"));
    }

    /// Writes a file.
    pub fn export(&self, export: Export, sheet: Sheet) {
        let failed = Msg::Exported(format!("{}: an error of the program", export.path));
        self.start(move || Some(Msg::Exported(sheet.write(&export))), failed);
    }

    /// Looks which files and folders begin with a path that is being typed.
    pub fn complete(&self, typed: String) {
        let nothing = Msg::Completed(typed.clone(), Vec::new());
        let work = move || {
            let mut paths = store::paths::beginning(&sources::from_home(&typed));
            if let Some(home) = typed.strip_prefix("~/") {
                let long = sources::from_home(&typed).display().to_string();
                let before = long.strip_suffix(home).unwrap_or_default().to_owned();
                for path in &mut paths {
                    *path = path.replacen(&before, "~/", 1);
                }
            }
            Some(Msg::Completed(typed, paths))
        };
        self.start(work, nothing);
    }

    fn start(&self, work: impl FnOnce() -> Option<Msg> + Send + 'static, failed: Msg) {
        let answers = self.answers.clone();
        thread::spawn(move || {
            let result = catch_unwind(AssertUnwindSafe(work));
            if let Some(message) = result.unwrap_or(Some(failed)) {
                // Where nobody receives it any more, the reader was left meanwhile.
                let _ = answers.send(message);
            }
        });
    }
}

fn failure(path: &str) -> Msg {
    let skipped = Skipped {
        path: path.to_owned(),
        reason: "could not be read: an error of the program. Reading and notes go on.".to_owned(),
    };
    Msg::Opened(Vec::new(), vec![skipped])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meaning::sample::{Tiny, tiny};
    use crate::run::sample::FILES;
    use std::sync::mpsc::channel;

    /// Returns the two messages of a comparison with a model.
    fn answers(file: PathBuf) -> [Msg; 2] {
        let (notes, _changes) = channel();
        let (sender, inbox) = channel();
        let model = Source::new(file, None);
        let mut workers = Workers::new(notes, sender).with_model(Some(model));
        let mut documents = Vec::new();
        for (path, mut bytes) in FILES {
            crate::load::each(
                path,
                &mut bytes,
                &crate::load::Limits::default(),
                &mut |read| {
                    documents.extend(read.ok());
                    std::ops::ControlFlow::Continue(())
                },
            );
        }
        workers.compare(
            Arc::new(DocumentSet::new(documents)),
            Vec::new(),
            Thresholds::WORDS,
        );
        let whole =
            |message: &Msg| !matches!(message, Msg::Compared(results) if !results.is_whole());
        let mut next = || inbox.recv_timeout(Duration::from_secs(120)).unwrap();
        [(); 2].map(|()| std::iter::repeat_with(&mut next).find(whole).unwrap())
    }

    #[test]
    fn links_by_words_come_first_and_those_by_meaning_after() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("model");
        store::cache::replace(&file, &tiny(Tiny::default()).bytes).unwrap();
        let [first, second] = answers(file);
        assert!(matches!(first, Msg::Compared(results) if results.model().is_none()));
        assert!(matches!(second, Msg::Compared(results) if results.model().is_some()));
    }

    #[test]
    fn without_a_readable_model_the_links_by_words_stay_and_it_is_said() {
        let [first, second] = answers("nowhere".into());
        assert!(matches!(first, Msg::Compared(_)));
        assert!(matches!(second, Msg::NoModel(why) if why.contains("nowhere")));
    }
}
