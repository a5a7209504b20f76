//! A year of an operation of 300 agents, in two zones and on four channels: one policy, one thread, everything recorded.

use quasisync::scenario;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// Runs it once, and says how fast that was and how much memory it took.
pub(crate) fn measure() {
    let text = include_str!("year.toml");
    let year = scenario::parse(text, Path::new("year.toml"), &scenario::Disk).expect("a valid scenario");
    let before = peak();
    let time = Instant::now();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let results = pool.install(|| quasisync::experiment::run(&year.experiment, &(), &AtomicBool::new(false)));
    let seconds = time.elapsed().as_secs_f64();
    let results = results.expect("nobody stops it");
    let run = &results.policies[0].runs[0];
    let overall = |metric: &str| {
        let row = results.policies[0].row(quasisync::metrics::Scope::Overall, metric, "count");
        row.and_then(|row| row.estimate.as_ref()).map_or(0.0, |estimate| estimate.value)
    };
    let conversations = overall("offered");
    println!(
        "a year: {conversations} conversations, {} events in {seconds:.1} s: {:.0} conversations/s, {:.0} ns/event; \
         {} intervals kept; peak memory {}",
        run.events,
        conversations / seconds,
        seconds * 1e9 / run.events as f64,
        results.policies[0].intervals.len(),
        peak().zip(before).map_or("unknown".to_owned(), |(after, before)| {
            format!("{} MB, {:.0} bytes a conversation", after / 1024, (after - before) as f64 * 1024.0 / conversations)
        }),
    );
}

/// The most memory that this process has had, in kB; where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
