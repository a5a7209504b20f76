//! Standard output, standard error and the progress bar. Colours go where somebody can see and wants them (`NO_COLOR`).

use super::Exit;
use crate::experiment::{Look, Progress};
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal, Write};

const ERROR: Style = AnsiColor::Red.on_default().bold();

/// Prints to standard output. That nobody reads on is no error: `quasisync list metrics | head`.
pub(super) fn print(text: &str) -> Exit {
    let mut output = anstream::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            say(&self::error(&format!("cannot write to standard output: {error}")));
            Exit::Failed
        }
        _ => Exit::Done,
    }
}

/// Prints JSON to standard output.
pub(super) fn print_json(value: &serde_json::Value) -> Exit {
    let text = serde_json::to_string_pretty(value).expect("JSON can be written as JSON");
    print(&format!("{text}\n"))
}

/// A line on standard error. If even that is gone, there is nobody to tell.
pub(super) fn say(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// An error with its mark.
pub(super) fn error(text: &str) -> String {
    format!("{ERROR}error{ERROR:#}: {text}")
}

/// How wide the terminal is; nothing if standard output is none.
pub(super) fn width() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
}

/// Runs done of all, on standard error if that is a terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar for so many runs, or none.
    pub(super) fn new(runs: u64, wanted: bool) -> Bar {
        let bar = ProgressBar::with_draw_target(Some(runs), ProgressDrawTarget::hidden());
        if wanted && io::stderr().is_terminal() {
            let style = ProgressStyle::with_template("{bar:30} {pos} of {len} runs, {eta} left {msg}");
            bar.set_style(style.expect("a template that does not change").progress_chars("━╸─"));
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        Bar(bar)
    }

    /// Runs done, of nobody knows how many, or nothing.
    pub(super) fn open(wanted: bool) -> Bar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if wanted && io::stderr().is_terminal() {
            let style = ProgressStyle::with_template("{spinner} {pos} runs in {elapsed}: {msg}");
            bar.set_style(style.expect("a template that does not change"));
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        Bar(bar)
    }

    /// What is being done.
    pub(super) fn now(&self, doing: &str) {
        self.0.set_message(doing.to_owned());
    }

    /// Takes the bar away.
    pub(super) fn done(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn run_done(&self) {
        self.0.inc(1);
    }

    fn looked(&self, replications: u32, looks: &[Look]) {
        let ratio = |look: &Look| match look {
            Look::Precise(judgement) => {
                let all = judgement.progress.iter();
                Some(all.filter_map(|it| Some(it.half_width? / it.target?)).fold(0.0, f64::max))
            }
            Look::Selected(..) => None,
        };
        let left = |look: &Look| if let Look::Selected(left, of) = look { Some((*left, *of)) } else { None };
        let known = match looks.iter().filter_map(left).max() {
            Some((left, of)) => format!("{left} of {of} policies may be the best"),
            None => {
                format!("{:.2} x as wide as wanted", looks.iter().filter_map(ratio).fold(0.0, f64::max))
            }
        };
        self.0.set_message(format!("after {replications} replications {known}"));
    }
}
