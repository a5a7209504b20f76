//! The command line: what was asked for, said to the library, and said how it went.
//!
//! What a program may want to read goes to standard output, everything else to standard error.

mod embedded;
mod explain;
mod list;
mod run;
mod screen;
mod simulate;
mod staff;
mod steady;
mod sweep;
mod validate;

use crate::civil::parse_span;
use crate::units::Span;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// How the program ends. One table, which `--help` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Everything was done.
    Done = 0,
    /// Reading or writing failed while running.
    Failed = 1,
    /// What was asked for, or the scenario, cannot be used; or nothing meets the targets.
    Unusable = 2,
    /// What was asked for was looked for in vain.
    Unmet = 3,
    /// Files do not belong together.
    Incompatible = 4,
    /// Ctrl-C.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

const EXIT_CODES: &str = "\
Exit codes:
  0    done
  1    reading or writing failed while running
  2    the scenario, an option or the target folder cannot be used, or no staffing meets the targets
  3    a policy has no steady state; the files show why
  4    files do not belong together: the folder holds another unfinished sweep
  101  a bug in quasisync
  130  interrupted; nothing was written, but the finished points of a sweep are kept";

const EXAMPLES: &str = "\
Examples:
  quasisync run retail-bank                 compare policies in a built-in scenario
  quasisync run my.toml --out results       your own scenario, results in a folder of your choice
  quasisync sweep my.toml --vary team.team.agents=5..9
                                            the same with 5, 6, 7, 8 and 9 agents
  quasisync steady my.toml --replications 1 what to leave out at the beginning, and averages of the rest
  quasisync staff my.toml --target \"abandoned < 3%\"
                                            how many agents that takes in each interval
  quasisync validate my.toml                everything that is wrong with a scenario, at once
  quasisync list policies                   every rule that a policy can be made of
  quasisync explain-policy zendesk          the rules of a well-known platform in sentences";

/// Simulates messaging workloads in customer service: which conversation next, on whose desk, and when does a silent one
/// stop holding a slot?
#[derive(Debug, Parser)]
#[command(name = "quasisync", version, arg_required_else_help = true, after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Simulate a scenario under each of its policies, and compare them
    Run(Run),
    /// Simulate a scenario at many points, with some of its keys varied
    Sweep(Sweep),
    /// Find out what to leave out at the beginning of a scenario whose input never changes, and the averages of the rest
    Steady(Steady),
    /// Find the least staffing that meets targets in every interval
    Staff(Staff),
    /// Say everything that is wrong with scenarios, without simulating
    Validate(Validate),
    /// List what a scenario can be made of, and what is measured
    List(List),
    /// Tell the rules of a preset, or of a policy, in plain sentences
    ExplainPolicy(Explain),
}

/// What `run` is asked for.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
struct Run {
    #[command(flatten)]
    common: Simulated,
    /// What standard output gets
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// What `sweep` is asked for.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
struct Sweep {
    #[command(flatten)]
    common: Simulated,
    /// What varies (repeatable: every combination): team.denver.agents=8..12, demand.loans.ghosts=0.01..0.16*5 (five values, each
    /// the same multiple of the one before), policy.held.inactivity.after=5m..1h/12 (twelve, equally far apart) or a list
    #[arg(long, value_name = "KEY=VALUES")]
    vary: Vec<String>,
    /// So many points of a Latin hypercube instead of every combination
    #[arg(long, value_name = "POINTS")]
    latin_hypercube: Option<usize>,
    /// Forget the points that an interrupted sweep has left in the folder
    #[arg(long)]
    fresh: bool,
}

/// What `steady` is asked for.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
struct Steady {
    #[command(flatten)]
    common: Simulated,
    /// What is left out at the beginning, such as 2h, rounded up to an interval: about a thousandth of the run [default: what
    /// MSER-5 says]
    #[arg(long, value_name = "SPAN", value_parser = span)]
    warm_up: Option<Span>,
    /// Into how many batches a single run is cut [default: 20]
    #[arg(long, value_name = "NUMBER")]
    batches: Option<usize>,
}

/// What `staff` is asked for.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
struct Staff {
    #[command(flatten)]
    common: Simulated,
    /// What every interval is to reach (repeatable): "first_response_time.p90 < 5m", "abandoned < 3%",
    /// "wait.within_30s >= 80%"; any metric of `quasisync list metrics`
    #[arg(long, value_name = "METRIC < VALUE")]
    target: Vec<String>,
    /// For what a number of agents is found
    #[arg(long, value_enum, default_value_t = Counted::Interval)]
    per: Counted,
    /// The share of paid time that agents who are only counted are off the desk, for gross heads; shifts say it themselves
    #[arg(long, value_name = "SHARE")]
    shrinkage: Option<String>,
}

/// For what `staff` finds a number of agents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Counted {
    /// Each interval of the results, for each team
    Interval,
    /// Each shift that the scenario names, at least cost
    Shift,
    /// Each team, all the time that it is there
    Team,
}

/// What everything that simulates is asked for.
#[derive(Debug, Args)]
struct Simulated {
    /// A scenario file, or the name of a built-in scenario (see `quasisync list scenarios`)
    scenario: String,
    /// Sets a key of the scenario (repeatable), for instance demand.loans.channel=voice or team.denver.agents=12
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Only this policy, and the baseline (repeatable); its results stay the same
    #[arg(long, value_name = "NAME")]
    policy: Vec<String>,
    /// How many independent replications, instead of what the scenario says
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    replications: Option<u32>,
    /// The seed of all random numbers, instead of what the scenario says
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// How many threads; results do not depend on it [default: one a processor]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=4096))]
    threads: Option<u16>,
    /// Where the files go [default: output/SCENARIO; of a sweep output/SCENARIO-sweep, and so on]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Tables only
    #[arg(long)]
    no_charts: bool,
    /// Say nothing unless something is wrong
    #[arg(long, short)]
    quiet: bool,
}

/// What `validate` is asked for.
#[derive(Debug, Args)]
struct Validate {
    /// Scenario files, or names of built-in scenarios
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<String>,
    /// Sets a key of each of them (repeatable), for instance demand.loans.channel=voice
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// What standard output gets
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// What `list` is asked for.
#[derive(Debug, Args)]
struct List {
    /// What to list
    #[arg(value_enum)]
    what: Listed,
}

/// What `explain-policy` is asked for.
#[derive(Debug, Args)]
struct Explain {
    /// A preset (see `quasisync list presets`), or with `--scenario` one of its policies
    name: String,
    /// A scenario file, or the name of a built-in scenario
    #[arg(long, value_name = "SCENARIO")]
    scenario: Option<String>,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Listed {
    /// Every rule that a policy can be made of
    Policies,
    /// Rules of well-known platforms and of the textbook, for `preset` in a policy
    Presets,
    /// Everything that is measured, with its definition
    Metrics,
    /// Every law of durations and numbers
    Laws,
    /// The built-in scenarios
    Scenarios,
}

/// For whom standard output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

/// A span of time on the command line.
fn span(text: &str) -> Result<Span, String> {
    parse_span(text).map_err(|wrong| format!("{}: {}", wrong.message, wrong.help))
}

/// Does what the command line says.
pub fn main() -> ExitCode {
    let exit = match Program::parse().command {
        Command::Run(run) => run::run(&run),
        Command::Sweep(asked) => sweep::sweep(&asked),
        Command::Steady(asked) => steady::steady(&asked),
        Command::Staff(asked) => staff::staff(&asked),
        Command::Validate(validate) => validate::validate(&validate),
        Command::List(list) => list::list(list.what),
        Command::ExplainPolicy(asked) => explain::explain(&asked),
    };
    exit.into()
}
