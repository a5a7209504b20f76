//! Every metric once more: from the journal of facts, by its definition, one value after the other, and equal to what
//! the recorder makes of the same run while it goes.

mod adding;
mod book;
mod clerk;
mod families;
mod people;
mod plain;
mod pooled;
pub(crate) mod rich;
mod sight;
mod window;
mod windows;

use crate::twin::scenario::{self, Scenario};
use book::{Book, before};
use clerk::Clerk;
use plain::{Plain, Sight};
use quasisync::engine;
use quasisync::metrics::measures::{AgentWork, LEVELS, Level, Measures, Overtime};
use quasisync::metrics::{Clock, Contribution, Kind, METRICS, Metric, Scope, Times, View};
use quasisync::model::{Frame, Model};
use quasisync::recorder::Recorder;
use quasisync::stats::{Distribution, Histogram, Tally};
use quasisync::trace::Journal;
use quasisync::units::{AgentId, ChannelId, DemandId, Span, TeamId, Time};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use window::Window;

/// What is recorded while a run goes, and what its facts say.
fn both(it: &Scenario) -> (Measures, Book) {
    let mut observer = (Journal::default(), Recorder::new(&it.model, it.workload.key()));
    let summary = engine::simulate(&it.model, &it.workload, &it.policy, &mut observer, &AtomicBool::new(false))
        .expect("nobody stops it");
    let (journal, recorder) = observer;
    let measures = recorder.finish(&summary.world, summary.events, 0, it.model.frame.end());
    (measures, Clerk::book(&it.model, &it.workload, &it.policy, &journal.facts))
}

/// A time frame that cuts the run somewhere else: intervals that do not divide the horizon, warm-up and cool-down.
fn reframed(mut it: Scenario, seed: u64) -> Scenario {
    let pick = |values: &[u64], place: u64| Span::milliseconds(values[(place % values.len() as u64) as usize]);
    it.model.frame = Frame {
        warm_up: pick(&[0, 1, 1000, 2500, 7000, 12_345, 40_000], seed).max(it.model.past),
        horizon: pick(&[5000, 10_000, 17_003, 33_000, 90_000], seed / 7),
        cool_down: pick(&[0, 0, 1, 3000, 60_000, 400_000], seed / 35),
        interval: pick(&[700, 1000, 3700, 10_000, 60_000], seed / 3),
        ..it.model.frame
    };
    it
}

fn scopes(model: &Model) -> Vec<Scope> {
    let demands = (0..model.demands.len() as u32).map(|demand| Scope::Demand(DemandId(demand)));
    let teams = (0..model.teams.len() as u32).map(|team| Scope::Team(TeamId(team)));
    let channels = (0..model.channels.len() as u32).map(|channel| Scope::Channel(ChannelId(channel)));
    [Scope::Overall].into_iter().chain(demands).chain(channels).chain(teams).collect()
}

/// The whole counted time.
fn counted(frame: &Frame) -> Window {
    let from = Time(frame.warm_up.0);
    Window { from, to: Time(from.0 + frame.horizon.0) }
}

/// The intervals; the last one may be shorter.
fn intervals(frame: &Frame) -> Vec<Window> {
    let whole = counted(frame);
    let mut windows = Vec::new();
    let mut from = whole.from;
    while from < whole.to {
        let to = Time((from.0 + frame.interval.0).min(whole.to.0));
        windows.push(Window { from, to });
        from = to;
    }
    windows
}

fn statistic(metric: &Metric) -> &'static str {
    match metric.kind {
        Kind::Ratio { statistic, .. } | Kind::Each { statistic, .. } => statistic,
        _ => "",
    }
}

/// How wide the bucket of a value is where an octave has `2^bits` of them.
fn width(value: u64, bits: u32) -> u64 {
    if value < 2 << bits { 1 } else { 1 << (value.ilog2() - bits) }
}

/// Where values are counted: a histogram, or what is kept of it.
trait Counts {
    const BITS: u32;
    fn at_most(&self, value: u64) -> f64;
    fn all(&self) -> u64;
}

impl<const BITS: u32> Counts for Distribution<BITS> {
    const BITS: u32 = BITS;
    fn at_most(&self, value: u64) -> f64 {
        self.count_at_most(value)
    }
    fn all(&self) -> u64 {
        self.total()
    }
}

impl<const BITS: u32> Counts for Histogram<BITS> {
    const BITS: u32 = BITS;
    fn at_most(&self, value: u64) -> f64 {
        self.count_at_most(value)
    }
    fn all(&self) -> u64 {
        self.total()
    }
}

/// Every bucket has got its values: so a quantile is off by less than the width of its bucket.
fn same_distribution<C: Counts>(counts: &C, mut weighted: Vec<(u64, u64)>, place: &str) {
    weighted.sort_unstable();
    let total: u64 = weighted.iter().map(|it| it.1).sum();
    assert_eq!(counts.all(), total, "{place}: how many");
    let mut below = 0;
    for (index, &(value, weight)) in weighted.iter().enumerate() {
        below += weight;
        let width = width(value, C::BITS);
        let last = value / width * width + (width - 1);
        if weighted.get(index + 1).is_none_or(|next| next.0 > last) {
            assert_eq!(counts.at_most(last), below as f64, "{place}: at most {last}");
        }
    }
}

fn same_times<C: Counts>(
    (count, sum, squares): (u64, u128, u128),
    (positive, maximum): (u64, Option<u64>),
    counts: &C,
    values: &[u64],
    place: &str,
) {
    assert_eq!(count, values.len() as u64, "{place}: count");
    assert_eq!(sum, values.iter().map(|&it| u128::from(it)).sum::<u128>(), "{place}: sum");
    assert_eq!(squares, values.iter().map(|&it| u128::from(it).pow(2)).sum::<u128>(), "{place}: squares");
    assert_eq!(positive, values.iter().filter(|&&it| it > 0).count() as u64, "{place}: above zero");
    assert_eq!(maximum, values.iter().max().copied(), "{place}: maximum");
    same_distribution(counts, values.iter().map(|it| (it / 1000, 1)).collect(), place);
}

fn same_levels(times: &Times, levels: &[(u64, u64)], integral: u128, place: &str) {
    assert_eq!(times.moments.count, levels.iter().map(|it| it.1).sum::<u64>(), "{place}: agent time");
    assert_eq!(times.moments.sum, integral, "{place}: integral");
    assert_eq!(times.maximum, levels.iter().map(|it| it.0).max(), "{place}: maximum");
    same_distribution(&times.distribution, levels.to_vec(), place);
}

/// The ages of what had not ended when the run did.
fn same_open(found: &Contribution, open: Vec<u64>, place: &str) {
    let Contribution::Times(it) = found else { return assert!(open.is_empty(), "{place}") };
    same_distribution(&it.open, open.into_iter().map(|it| (it / 1000, 1)).collect(), &format!("{place}, open"));
}

fn same_contribution(found: &Contribution, plain: &Plain, place: &str) {
    match (found, plain) {
        (Contribution::Times(it), Plain::Values(values)) => {
            let sums = (it.moments.count, it.moments.sum, it.moments.squares);
            same_times(sums, (it.positive, it.maximum), &it.distribution, values, place);
        }
        (Contribution::Times(it), Plain::Levels(levels, integral)) => same_levels(it, levels, *integral, place),
        (Contribution::Pair(over, under), Plain::Ratio(wanted, of)) => {
            let same = |found: f64, wanted: f64| (found - wanted).abs() <= 1e-12 * wanted.abs();
            assert!(same(*over, *wanted) && same(*under, *of), "{place}: {over}/{under} instead of {wanted}/{of}");
        }
        (Contribution::Value(Some(value)), Plain::Number(Some(wanted))) => {
            // The fairness of an interval is kept in billionths.
            assert!((value - wanted).abs() <= 1e-12 * wanted.abs() + 1e-9, "{place}: {value} instead of {wanted}");
        }
        (Contribution::Value(None), Plain::Number(None)) | (Contribution::Absent, Plain::Absent) => {}
        _ => panic!("{place}: {found:?} instead of {plain:?}"),
    }
}

/// The times of an interval, of which only count, sum and a coarse histogram are kept.
fn same_tally(tally: &Tally<3>, values: &[u64], place: &str) {
    assert_eq!(tally.count(), values.len() as u64, "{place}: count");
    assert_eq!(tally.moments().sum, values.iter().map(|&it| u128::from(it)).sum::<u128>(), "{place}: sum");
    same_distribution(tally.milliseconds(), values.iter().map(|it| (it / 1000, 1)).collect(), place);
}

/// How often a metric had something to say, by (metric, statistic, kind of scope).
type Said = BTreeMap<(&'static str, &'static str, &'static str), u64>;

fn kind_of(scope: Scope) -> &'static str {
    match scope {
        Scope::Overall => "overall",
        Scope::Demand(_) => "demand",
        Scope::Channel(_) => "channel",
        Scope::Team(_) => "team",
    }
}

/// Whether a value could hardly come about by doing nothing. Only of all offered all are offered.
fn telling(name: &str, plain: &Plain) -> bool {
    match plain {
        Plain::Values(values) => values.len() > 2 && values.iter().any(|it| *it != values[0]),
        Plain::Ratio(over, under) => *over > 0.0 && (over != under || name == "offered"),
        Plain::Levels(levels, _) => levels.iter().any(|it| it.0 > 1) && levels.iter().any(|it| it.0 < 2),
        Plain::Number(value) => value.is_some_and(|value| value > 0.0 && value != 1.0),
        Plain::Absent => false,
    }
}

/// Compares one run, overall and in every scope, as a whole and interval by interval.
fn compare(label: &str, it: &Scenario, said: &mut Said) {
    let (measures, book) = both(it);
    let frame = &it.model.frame;
    let windows = intervals(frame);
    assert_eq!(measures.intervals.len(), windows.len(), "{label}");
    let parts: Vec<Book> = windows.iter().map(|window| book.within(*window)).collect();
    let whole = book.within(counted(frame));
    for scope in scopes(&it.model) {
        let place = |metric: &Metric| format!("{label}, {} {}, {scope:?}", metric.name, statistic(metric));
        let plain = |metric: &Metric, book: &Book, window: Window| {
            let sight = Sight { model: &it.model, book, scope, window, in_hours: false };
            plain::metric(metric.name, statistic(metric), &sight)
        };
        let open = |metric: &Metric, book: &Book, window: Window| {
            let timed = matches!(metric.kind, Kind::Times(_) | Kind::InHours(_)) && wanted_in_hours(&it.model, metric);
            timed.then(|| plain::open(metric.name, &Sight { model: &it.model, book, scope, window, in_hours: false }))
        };
        let view = View::new(&measures, scope);
        for metric in METRICS {
            let wanted = match metric.kind {
                // At the ends of the intervals.
                Kind::Age => mean_of(windows.iter().map(|window| plain(metric, &book, *window)).collect()),
                _ => plain(metric, &whole, counted(frame)),
            };
            same_contribution(&view.contribution(metric), &wanted, &place(metric));
            if let Some(open) = open(metric, &whole, counted(frame)) {
                same_open(&view.contribution(metric), open, &place(metric));
            }
            *said.entry((metric.name, statistic(metric), kind_of(scope))).or_default() +=
                u64::from(telling(metric.name, &wanted));
        }
        for ((interval, window), part) in measures.intervals.iter().zip(&windows).zip(&parts) {
            let (view, coarse) = View::of_interval(interval, &measures.layout, scope, window.length() as f64);
            for metric in METRICS {
                let wanted = plain(metric, part, *window);
                let place = format!("{}, {window:?}", place(metric));
                if let (Kind::Times(clock), Some(open)) = (metric.kind, open(metric, part, *window)) {
                    same_tally(&coarse.timing(clock.open), &open, &format!("{place}, open"));
                }
                match (metric.kind, &wanted) {
                    (Kind::Times(Clock { ended: timings, .. }) | Kind::Quantiles(timings), Plain::Values(values)) => {
                        same_tally(&coarse.timing(timings), values, &place);
                    }
                    (Kind::InHours(clock), Plain::Values(values)) => {
                        same_tally(&coarse.in_hours(clock.ended), values, &place)
                    }
                    (Kind::Age, _) => {
                        same_contribution(&view.contribution(metric), &plain(metric, &book, *window), &place)
                    }
                    _ => same_contribution(&view.contribution(metric), &wanted, &place),
                }
            }
        }
    }
    let backlog: Vec<u32> = windows.iter().map(|window| before(&book.needing, window.to).count() as u32).collect();
    assert_eq!(measures.backlog, backlog, "{label}: conversations that need a reply at the ends of intervals");
    same_ends(label, it, &measures, &book);
    same_tempo(label, it, &measures, &whole);
    assert_eq!(measures.agents, work_of_agents(&whole), "{label}: the work of agents");
}

/// Whether a metric is there: those within opening hours are in models with them.
fn wanted_in_hours(model: &Model, metric: &Metric) -> bool {
    !matches!(metric.kind, Kind::InHours(_)) || model.demands.iter().any(|demand| demand.open.is_some())
}

fn mean_of(all: Vec<Plain>) -> Plain {
    let numbers: Option<Vec<f64>> =
        all.iter().map(|it| if let Plain::Number(Some(number)) = it { Some(*number) } else { None }).collect();
    numbers.map_or(Plain::Absent, |all| Plain::Number(Some(all.iter().sum::<f64>() / all.len() as f64)))
}

/// What there is at the end of each interval.
fn same_ends(label: &str, it: &Scenario, measures: &Measures, book: &Book) {
    const NAMES: [(&str, Level); LEVELS] = [
        ("queue_length", Level::QueueLength),
        ("inactive_pool", Level::InactivePool),
        ("needing_reply", Level::NeedingReply),
        ("backlog", Level::Backlog),
        ("open", Level::Open),
        ("parked_pool", Level::ParkedPool),
    ];
    for scope in scopes(&it.model) {
        for (interval, window) in measures.intervals.iter().zip(intervals(&it.model.frame)) {
            let (view, _) = View::of_interval(interval, &measures.layout, scope, 1.0);
            let sight = Sight { model: &it.model, book, scope, window, in_hours: false };
            for (name, level) in NAMES {
                let spells = before(sight.level(name).expect("a level"), window.to);
                let wanted = spells.filter(|spell| sight.sees(spell.demand, spell.team)).count() as f64;
                let found = view.at_end(level);
                assert!(found.is_none_or(|it| it == wanted), "{label}, {name} at the end of {window:?}: {found:?}");
            }
        }
    }
}

/// The tempo by demand and mode.
fn same_tempo(label: &str, it: &Scenario, measures: &Measures, whole: &Book) {
    for (demand, modes) in measures.tempo.iter().enumerate() {
        let scope = Scope::Demand(DemandId(demand as u32));
        let window = counted(&it.model.frame);
        let sight = Sight { model: &it.model, book: whole, scope, window, in_hours: false };
        assert_eq!(modes.len(), it.model.demands[demand].reply.modes.len());
        for (mode, found) in modes.iter().enumerate() {
            let wanted = sight.tempos(|it| modes.len() == 1 || it.mode == Some(mode as u8));
            let wanted = wanted.into_iter().map(|it| (it / 1000, 1)).collect();
            same_distribution(found, wanted, &format!("{label}, tempo of demand {demand} in mode {mode}"));
        }
    }
}

fn work_of_agents(book: &Book) -> Vec<AgentWork> {
    let agents = (0..book.agents.len() as u32).map(AgentId);
    let time = |all: &[book::Shift], agent| -> u64 {
        all.iter().filter(|it| it.agent == agent).map(|it| it.to.0 - it.from.0).sum()
    };
    let overtime = |all: &[book::Shift], agent| -> u64 {
        all.iter().filter(|it| it.agent == agent).map(|it| book.in_overtime(it)).sum()
    };
    let work = agents.map(|agent| AgentWork {
        handling: time(&book.handling, agent),
        wrap_up: time(&book.wrapping, agent),
        signed_in: time(&book.signed_in, agent),
        overtime: Overtime {
            handling: overtime(&book.handling, agent),
            wrap_up: overtime(&book.wrapping, agent),
            signed_in: overtime(&book.signed_in, agent),
        },
        replies: book.replies.iter().filter(|it| it.agent == agent).count() as u64,
    });
    work.collect()
}

/// A scenario with everything that there is.
fn full(seed: u64) -> Scenario {
    let mut it = match seed % 3 {
        0 => rich::full(seed),
        1 => scenario::drawn_with(seed, scenario::EVERYTHING),
        _ => scenario::sampled_with(seed, scenario::EVERYTHING),
    };
    lasting_templates(&mut it.model);
    it
}

/// A scenario with every knob of the routing rules, by itself and with everything else.
fn knobs(seed: u64) -> Scenario {
    let mut it = match seed % 8 {
        0 => rich::knobs(seed),
        1 => scenario::sampled_with(seed, scenario::KNOBS_OF_EVERYTHING),
        2 => scenario::sampled_with(seed, scenario::KNOBS),
        3 => scenario::drawn_with(seed, scenario::KNOBS_OF_PEOPLE),
        4 => scenario::drawn_with(seed, scenario::KNOBS_OF_CHANNELS),
        5 => scenario::drawn_with(seed, scenario::KNOBS_OF_EVERYTHING),
        _ => scenario::drawn_with(seed, scenario::KNOBS),
    };
    lasting_templates(&mut it.model);
    it
}

/// Templates of no length could go to and fro for ever.
fn lasting_templates(model: &mut Model) {
    for window in model.channels.iter_mut().filter_map(|channel| channel.reply_window.as_mut()) {
        window.template = window.template.max(Span::milliseconds(20));
    }
}

fn merged(mut all: Said, more: Said) -> Said {
    more.into_iter().for_each(|(key, times)| *all.entry(key).or_default() += times);
    all
}

#[test]
fn every_metric_is_what_its_definition_says() {
    let drawn = (0..11_000_u64).into_par_iter().map(|seed| {
        let mut said = Said::new();
        compare(&format!("drawn, seed {seed}"), &reframed(scenario::drawn(seed), seed), &mut said);
        said
    });
    let sampled = (0..300_u64).into_par_iter().map(|seed| {
        let mut said = Said::new();
        compare(&format!("sampled, seed {seed}"), &reframed(scenario::sampled(seed), seed), &mut said);
        said
    });
    let rich = (0..2500_u64).into_par_iter().map(|seed| {
        let mut said = Said::new();
        compare(&format!("rich, seed {seed}"), &reframed(rich::drawn(seed), seed), &mut said);
        said
    });
    let full = (0..4500_u64).into_par_iter().map(|seed| {
        let mut said = Said::new();
        compare(&format!("full, seed {seed}"), &reframed(full(seed), seed), &mut said);
        said
    });
    let knobs = (0..8000_u64).into_par_iter().map(|seed| {
        let mut said = Said::new();
        compare(&format!("knobs, seed {seed}"), &reframed(knobs(seed), seed), &mut said);
        said
    });
    let said = drawn.chain(sampled).chain(rich).chain(full).chain(knobs).reduce(Said::new, merged);
    for metric in METRICS {
        for scope in ["overall", "demand", "channel", "team"] {
            let times = said.get(&(metric.name, statistic(metric), scope)).copied().unwrap_or(0);
            println!("{times:6} {} {} {scope}", metric.name, statistic(metric));
            // What only the rich scenarios have is rare.
            assert!(times > 20 || !exists(metric, scope), "{} {scope} says something {times} times", metric.name);
        }
    }
}

/// Whether a metric exists in a kind of scope.
fn exists(metric: &Metric, scope: &str) -> bool {
    let of_agents = match metric.kind {
        Kind::Concurrency => true,
        Kind::Total(_) => metric.name != "matters",
        Kind::Ratio { .. } => [
            "utilisation",
            "occupancy",
            "slot_occupancy",
            "any_work",
            "over_preferred",
            "over_maximum",
            "wasted_work",
            "replies_per_hour",
            "switches_per_hour",
            "same_agent_share",
            "conversations_per_agent_hour",
            "cost_per_resolved",
            "shrinkage",
        ]
        .contains(&metric.name),
        _ => metric.name == "fairness",
    };
    match scope {
        _ if metric.name == "matters_resolved" => scope == "overall",
        "demand" | "channel" => !of_agents && statistic(metric) != "max",
        "team" => {
            // What is in the queue is on no team's desk.
            let of_nobody = [
                "offered",
                "matters",
                "refused",
                "waited_too_long",
                "linked",
                "came_back",
                "passed_on",
                "met_bot",
                "handed_over",
                "contained",
                "falsely_contained",
                "bot_time",
                "bot_time_in_hours",
                "queue_open",
                "queue_open_in_hours",
            ];
            let level = matches!(metric.kind, Kind::Level(_) | Kind::Age)
                && !matches!(metric.name, "inactive_pool" | "parked_pool");
            !of_nobody.contains(&metric.name) && !level && statistic(metric) != "max"
        }
        _ => true,
    }
}
