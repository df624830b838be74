//! A program in a pseudo-terminal: what it writes becomes a screen, and waits are on conditions.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{
    CommandBuilder, ExitStatus, MasterPty, PtyPair, PtySize, SlavePty, native_pty_system,
};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use vt100::{Parser, Screen};

/// How long a condition may take before a test fails. No test gets slower or faster by it.
const BOUND: Duration = Duration::from_secs(60);

/// The variable that names another command than the program built for the tests, its parts set off by blanks.
const COMMAND: &str = "VARIORUM_TEST_COMMAND";

/// Returns the command that the tests run.
pub(crate) fn variorum() -> CommandBuilder {
    let command = std::env::var(COMMAND).unwrap_or_default();
    let mut parts = command.split_whitespace();
    let mut builder = match parts.next() {
        Some(program) => CommandBuilder::new(program),
        None => CommandBuilder::new(env!("CARGO_BIN_EXE_variorum")),
    };
    builder.args(parts);
    in_a_terminal(builder)
}

/// Returns a command to which the terminal is a common one, whatever that of the tests is.
pub(crate) fn in_a_terminal(mut command: CommandBuilder) -> CommandBuilder {
    command.env("TERM", "xterm-256color");
    command.env("RUST_BACKTRACE", "0");
    command.env_remove("NO_COLOR");
    command
}

/// A program that runs in a pseudo-terminal.
pub(crate) struct Session {
    master: Box<dyn MasterPty + Send>,
    /// Kept, so that the terminal can be asked for its modes when the program has ended.
    slave: Option<Box<dyn SlavePty + Send>>,
    keys: Box<dyn Write + Send>,
    pid: Pid,
    end: Receiver<ExitStatus>,
    ended: bool,
    output: Arc<Output>,
    modes: String,
}

/// What the program has written so far.
struct Output {
    seen: Mutex<Seen>,
    more: Condvar,
}

struct Seen {
    parser: Parser,
    raw: Vec<u8>,
    closed: bool,
}

/// What is left when the program has ended.
pub(crate) struct Left {
    pub(crate) status: ExitStatus,
    pub(crate) screen: Screen,
    pub(crate) raw: Vec<u8>,
    pub(crate) modes_before: String,
    pub(crate) modes_after: String,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

impl Session {
    /// Starts a command in a window of this size; what it keeps goes to `home`.
    pub(crate) fn start(mut command: CommandBuilder, home: &Path, columns: u16, rows: u16) -> Self {
        command.env("VARIORUM_DATA_DIR", home);
        if command.get_cwd().is_none() {
            command.cwd(env!("CARGO_MANIFEST_DIR"));
        }
        let PtyPair { master, slave } = native_pty_system().openpty(size(columns, rows)).unwrap();
        let modes = modes(master.as_ref());
        let output = Arc::new(Output {
            seen: Mutex::new(Seen {
                parser: Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0),
                raw: Vec::new(),
                closed: false,
            }),
            more: Condvar::new(),
        });
        let reader = master.try_clone_reader().unwrap();
        let into = Arc::clone(&output);
        thread::spawn(move || into.fill(reader));
        let mut child = slave.spawn_command(command).unwrap();
        let pid = i32::try_from(child.process_id().unwrap()).unwrap();
        let (sender, end) = channel();
        thread::spawn(move || sender.send(child.wait().unwrap()));
        Self {
            keys: master.take_writer().unwrap(),
            master,
            slave: Some(slave),
            pid: Pid::from_raw(pid).unwrap(),
            end,
            ended: false,
            output,
            modes,
        }
    }

    /// Starts the program with these arguments in a window of 120 columns and 40 rows.
    pub(crate) fn open<S: AsRef<std::ffi::OsStr>>(home: &Path, arguments: &[S]) -> Self {
        let mut command = variorum();
        command.args(arguments);
        Self::start(command, home, 120, 40)
    }

    /// Types keys.
    pub(crate) fn type_keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits until the screen is as the condition says.
    pub(crate) fn wait_until(&self, what: &str, condition: impl Fn(&Screen) -> bool) {
        let begun = Instant::now();
        let mut seen = self.output.lock();
        while !seen.is_whole() || !condition(seen.parser.screen()) {
            let left = BOUND.saturating_sub(begun.elapsed());
            assert!(
                !left.is_zero() && !seen.closed,
                "never came: {what}; on the screen is:\n{}",
                seen.parser.screen().contents()
            );
            seen = self.output.more.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits until words stand on the screen.
    pub(crate) fn wait_for(&self, words: &str) {
        self.wait_until(words, |screen| screen.contents().contains(words));
    }

    /// Waits until the reader stands and the comparison is done.
    pub(crate) fn wait_for_the_reader(&self) {
        self.wait_until("the reader, its comparison done", |screen| {
            let words = screen.contents();
            screen.alternate_screen() && words.contains("? keys") && !words.contains("comparing")
        });
    }

    /// Waits until the program has written some bytes, and returns where they end in all that it has written.
    pub(crate) fn wait_until_written(&self, bytes: &str) -> usize {
        let begun = Instant::now();
        let mut seen = self.output.lock();
        loop {
            if let Some(at) = last(&seen.raw, bytes) {
                return at + bytes.len();
            }
            let left = BOUND.saturating_sub(begun.elapsed());
            assert!(!left.is_zero() && !seen.closed, "never written: {bytes:?}");
            seen = self.output.more.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Returns the screen as it is now.
    pub(crate) fn screen(&self) -> Screen {
        self.output.lock().parser.screen().clone()
    }

    /// Returns what stands on the screen.
    pub(crate) fn words(&self) -> String {
        self.output.lock().parser.screen().contents()
    }

    /// Returns whether the terminal is the reader's: alternate screen, pasted words marked, keys unbuffered.
    pub(crate) fn is_taken(&self) -> bool {
        let seen = self.output.lock();
        let screen = seen.parser.screen();
        screen.alternate_screen() && screen.bracketed_paste() && self.modes_now() != self.modes
    }

    /// Waits until the terminal is as it was before the program began.
    pub(crate) fn wait_until_given_back(&self) {
        self.wait_until("the shell's screen", given_back);
        assert_eq!(self.modes_now(), self.modes);
    }

    fn modes_now(&self) -> String {
        modes(self.master.as_ref())
    }

    /// Gives the window another size.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        let mut seen = self.output.lock();
        let screen = seen.parser.screen_mut();
        screen.set_size(rows.try_into().unwrap(), columns.try_into().unwrap());
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// Writes words onto the screen as another program would, behind the reader's back.
    pub(crate) fn write_over(&self, words: &str) {
        self.output.lock().parser.process(words.as_bytes());
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// Waits until the program was stopped, as by Ctrl-Z.
    pub(crate) fn wait_until_stopped(&self) {
        let (sender, stopped) = channel();
        let pid = self.pid;
        thread::spawn(move || {
            let status = waitid(WaitId::Pid(pid), WaitIdOptions::STOPPED);
            sender.send(status.is_ok_and(|status| status.is_some_and(|s| s.stopped())))
        });
        let stopped = stopped.recv_timeout(BOUND);
        assert_eq!(stopped, Ok(true), "it was never stopped:\n{}", self.words());
    }

    /// Waits for the end of the program and of all that it has written.
    pub(crate) fn end(mut self) -> Left {
        let status = self.end.recv_timeout(BOUND);
        self.ended = status.is_ok();
        let Ok(status) = status else {
            panic!("it never ended; on the screen is:\n{}", self.words());
        };
        let modes_after = self.modes_now();
        self.slave = None;
        let begun = Instant::now();
        let mut seen = self.output.lock();
        while !seen.closed {
            let left = BOUND.saturating_sub(begun.elapsed());
            assert!(!left.is_zero(), "the terminal was never closed");
            seen = self.output.more.wait_timeout(seen, left).unwrap().0;
        }
        Left {
            status,
            screen: seen.parser.screen().clone(),
            raw: seen.raw.clone(),
            modes_before: self.modes.clone(),
            modes_after,
        }
    }
}

impl Drop for Session {
    /// Leaves no program behind where a test fails.
    fn drop(&mut self) {
        if !self.ended && self.end.try_recv().is_err() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

impl Output {
    fn lock(&self) -> MutexGuard<'_, Seen> {
        // A test that failed while it held the lock has said why.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in all that the program writes.
    fn fill(&self, mut from: Box<dyn Read + Send>) {
        let mut bytes = [0; 4096];
        loop {
            // A terminal whose other side is closed answers with an error.
            let count = from.read(&mut bytes).unwrap_or(0);
            let mut seen = self.lock();
            seen.parser.process(&bytes[..count]);
            seen.raw.extend_from_slice(&bytes[..count]);
            seen.closed = count == 0;
            self.more.notify_all();
            if count == 0 {
                return;
            }
        }
    }
}

impl Seen {
    /// Returns whether no frame is half drawn.
    fn is_whole(&self) -> bool {
        last(&self.raw, "\x1b[?2026l") >= last(&self.raw, "\x1b[?2026h")
    }
}

impl Left {
    /// Fails where the terminal is not as it was before the program began.
    pub(crate) fn assert_given_back(&self) {
        let words = self.screen.contents();
        assert!(
            !self.screen.alternate_screen(),
            "alternate screen:\n{words}"
        );
        assert!(!self.screen.hide_cursor(), "the cursor is hidden:\n{words}");
        assert!(
            !self.screen.bracketed_paste(),
            "pasted words are marked:\n{words}"
        );
        assert!(
            given_back(&self.screen),
            "colours:
{words}"
        );
        let (begun, ended) = (self.position("\x1b[?2026h"), self.position("\x1b[?2026l"));
        assert!(ended >= begun, "an update of the screen was not ended");
        assert_eq!(self.modes_after, self.modes_before, "{words}");
    }

    /// Returns whether words were written, however the terminal showed them.
    pub(crate) fn wrote(&self, words: &str) -> bool {
        self.position(words).is_some()
    }

    /// Returns where words were written last.
    pub(crate) fn position(&self, words: &str) -> Option<usize> {
        last(&self.raw, words)
    }
}

/// Returns the modes of a terminal in words that can be compared.
fn modes(master: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

fn given_back(screen: &Screen) -> bool {
    let plain = screen.fgcolor() == vt100::Color::Default
        && screen.bgcolor() == vt100::Color::Default
        && !(screen.bold() || screen.underline() || screen.inverse());
    let modes = screen.alternate_screen() || screen.hide_cursor() || screen.bracketed_paste();
    plain && !modes
}

fn last(raw: &[u8], words: &str) -> Option<usize> {
    raw.windows(words.len())
        .rposition(|window| window == words.as_bytes())
}
