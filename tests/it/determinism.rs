//! The same bytes: whatever the number of threads, who listens, which other policies there are and in what order, how
//! the work was split, what else is in the scenario, and on what the program was built.

use crate::table::{MONDAY, demand, team};
use crate::twin::scenario;
use quasisync::civil::{DAY, Weekly, Zone};
use quasisync::engine;
use quasisync::experiment::{self, Experiment, PolicyResults, Results, ShareRecord};
use quasisync::facts::Observer;
use quasisync::metrics::Scope;
use quasisync::model::{
    Arrivals, Burst, CatchUp, ComesBack, Curve, DayFactor, Demand, Drift, Ending, Frame, Holds, Mode, Model, Nudges,
    Of, Return, Target, Team, Until, WrapUp,
};
use quasisync::policy::{
    Adaptive, AssignmentKey, Capacity, Clock, Close, CloseClock, Door, Entry, Inactivity, Limits, OrderKey, Ownership,
    Policy, Reactivation, To, Weights,
};
use quasisync::random::{Count, Law};
use quasisync::recorder::Recorder;
use quasisync::stats::{Estimate, Interval};
use quasisync::trace::{Fingerprint, Journal};
use quasisync::units::{DemandId, Span, TeamId};
use quasisync::workload::Workload;
use quasisync::world::World;
use std::fmt::Write;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// A demand in which everything varies, by laws of every kind.
fn lively(name: &str, rate: f64) -> Demand {
    let exponential = |mean| Law::exponential(mean).unwrap();
    let mut it = demand(name);
    it.arrivals = Arrivals::Poisson(Weekly::constant(rate));
    it.day_factor = Some(DayFactor { name: "day".into(), law: Law::gamma_mean_cv(1.0, 0.2).unwrap() });
    it.exchanges = Count::geometric(2.5).unwrap();
    it.target = Some(Target { first: Span::MINUTE, later: Span::MINUTE, share: 0.8, in_hours: false });
    it.handling_first = Law::lognormal_mean_cv(60.0, 0.8).unwrap();
    it.handling_later = Law::mixture(vec![(3.0, exponential(20.0)), (1.0, Law::gamma(4.0, 15.0).unwrap())]).unwrap();
    it.patience.first = Some(exponential(600.0));
    it.patience.later = Some(Law::weibull_mean_shape(900.0, 1.5).unwrap());
    it.patience.until = Until::Handling;
    it.ghosts = 0.1;
    it.ending = Ending::recognised(0.5);
    it.reply.personal_ln_sd = 0.4;
    let mode = |name: &str, start, latency| Mode { name: name.into(), start, latency };
    let away = Law::lognormal_median_p90(300.0, 1200.0).unwrap();
    it.reply.modes = vec![mode("engaged", 0.7, exponential(20.0)), mode("away", 0.3, away)];
    it.reply.transitions = vec![vec![0.8, 0.2], vec![0.4, 0.6]];
    it
}

fn crew(name: &str, agents: &[(u32, u32, u32)], serves: &[u32]) -> Team {
    let mut it = team(name, 1, serves);
    it.agents = Weekly::from_pieces(agents, 1).unwrap().into();
    it.speed_ln_sd = 0.2;
    it.slowdown = vec![1.0, 1.1, 1.3];
    it.switch_cost = Span::milliseconds(2500);
    it.wrap_up = Some(Law::exponential(15.0).unwrap().into());
    it
}

fn policy(name: &str, teams: usize) -> Policy {
    Policy {
        name: name.into(),
        capacity: Capacity {
            ownership: Ownership::Agent,
            limits: vec![Limits { preferred: 3, maximum: 4 }; teams],
            weights: Weights { inactive: 250, ..Weights::default() },
            channels: Vec::new(),
            ..Capacity::uniform(0, 1, 1)
        },
        queue: vec![OrderKey::Class, OrderKey::WaitingLongest],
        assignment: vec![AssignmentKey::LeastLoaded, AssignmentKey::Random],
        inbox: vec![OrderKey::WaitingLongest],
        inactivity: Inactivity::After { after: Span(3 * Span::MINUTE.0), clock: Clock::LastAgent },
        reactivation: Reactivation { to: To::OwnerBelowMaximum, at: Entry::Original, wait: Span::ZERO },
        close: Close { after: Some((Span(20 * Span::MINUTE.0), CloseClock::Inactive)), ..Close::default() },
        door: Door::default(),
        ..Policy::new("", Capacity::uniform(0, 1, 1))
    }
}

/// Policies as different as they can be, that do not look beyond a demand and its teams.
fn policies(teams: usize) -> Vec<Policy> {
    let adaptive = Adaptive { factor: 2.0, minimum: Span::MINUTE, maximum: Span(10 * Span::MINUTE.0) };
    let mut shared = policy("shared", teams);
    shared.capacity.ownership = Ownership::Team;
    shared.inbox = vec![OrderKey::MostEngaged, OrderKey::Random];
    let mut on_demand = policy("on demand", teams);
    on_demand.assignment = vec![AssignmentKey::LongestIdle];
    on_demand.inactivity = Inactivity::OnDemand { after: Span::MINUTE, clock: Clock::LastCustomerWhileAwaiting };
    on_demand.reactivation = Reactivation { to: To::Queue, at: Entry::Front, wait: Span::ZERO };
    let mut quick = policy("adaptive", teams);
    quick.queue = vec![OrderKey::Adaptive(adaptive)];
    quick.assignment = vec![AssignmentKey::MostSpare];
    quick.inactivity = Inactivity::Adaptive { adaptive, clock: Clock::LastAgent };
    quick.close.after = None;
    vec![policy("timer", teams), shared, on_demand, quick]
}

/// Two demands and two teams over half a day: from 0:30 on, with staff that changes at 3:00 and 6:00.
fn experiment() -> Experiment {
    let frame = Frame {
        zone: Zone::new(MONDAY + 1800),
        warm_up: Span(45 * Span::MINUTE.0),
        horizon: Span(7 * Span::HOUR.0 + 1),
        cool_down: Span::HOUR,
        interval: Span(50 * Span::MINUTE.0),
    };
    let mut demands = vec![lively("loans", 25.0), lively("orders", 15.0)];
    demands[1].class = 1;
    demands[1].target = None;
    let teams =
        vec![crew("north", &[(0, 3 * 3600, 2), (3 * 3600, DAY, 3)], &[0, 1]), crew("south", &[(0, 6 * 3600, 2)], &[0])];
    Experiment {
        model: Model::new(frame, demands, teams),
        policies: policies(2),
        baseline: 1,
        seed: 20_260_302,
        replications: 5,
        until: None,
        confidence: 0.95,
    }
}

/// The same, and customers and agents do whatever else they can do.
fn rich() -> Experiment {
    let exponential = |mean| Law::exponential(mean).expect("a mean");
    let again = |probability, keep| Some(Return { probability, after: exponential(900.0), keep });
    let mut it = experiment();
    // Whoever shares time owns what is in hand.
    it.policies.retain(|policy| policy.capacity.ownership == Ownership::Agent);
    it.baseline = 0;
    for policy in &mut it.policies {
        policy.close = Close { thread_window: Some(Span::ZERO), on_confirmation: false, ..policy.close };
        policy.close.after = Some((Span::MINUTE, CloseClock::LastAgent));
        policy.door.waiting = Some(8);
    }
    for demand in &mut it.model.demands {
        (demand.patience.silent, demand.patience.gone_share) = (0.5, 0.5);
        demand.ending = Ending { recognised: 0.25, confirms: 0.25, thanks: 0.25, silent: 0.25 };
        demand.handling_closing = Some(exponential(10.0));
        demand.batch = Some(Count::geometric(1.5).expect("a mean"));
        demand.burst = Some(Burst { messages: Count::geometric(1.5).expect("a mean"), gap: exponential(10.0) });
        demand.nudges = Some(Nudges { after: exponential(120.0), at_most: 2 });
        demand.comes_back =
            ComesBack { solved: again(0.2, false), gave_up: again(0.5, true), refused: again(0.9, false) };
        demand.reply.drift = Some(Drift { after_wait: Span::MINUTE, slower: 0.5 });
        demand.awake = Some(Weekly::from_pieces(&[(0, DAY, true)], false).expect("hours"));
        demand.open = Some(Weekly::from_pieces(&[(3 * 3600, DAY, true)], false).expect("hours"));
        demand.satisfaction = Some(Curve::new(Of::TempoRatio, &[(1.0, 0.9), (9.0, 0.1)]).expect("a curve"));
    }
    let [north, south] = &mut it.model.teams[..] else { panic!("two teams") };
    north.catch_up = CatchUp { first: Span::SECOND, per_exchange: Span::SECOND };
    (south.sharing, south.slowdown, south.switch_cost) = (vec![1.0, 1.6, 1.7], vec![1.0], Span::ZERO);
    south.wrap_up = Some(WrapUp { law: exponential(15.0), holds: Holds::Slot });
    it
}

fn run(experiment: &Experiment) -> Results {
    experiment::run(experiment, &(), &AtomicBool::new(false)).expect("nobody stops it")
}

fn bits(value: f64) -> String {
    format!("{:016x}", value.to_bits())
}

fn estimate(it: &Option<Estimate>, interval: &Option<Interval>) -> String {
    let Some(it) = it else { return "blank".into() };
    let influence: Vec<String> = it.influence.iter().map(|value| bits(*value)).collect();
    let interval = interval.map(|it| [bits(it.low), bits(it.high)]);
    format!("{} {influence:?} {} {interval:?}", bits(it.value), it.informed)
}

/// The rows of some scopes, to the last bit.
fn rows(results: &PolicyResults, which: impl Fn(Scope) -> bool) -> String {
    let mut text = String::new();
    for row in results.rows.iter().filter(|row| which(row.scope)) {
        let numbers = estimate(&row.estimate, &row.interval);
        writeln!(text, "{:?} {} {} {numbers}", row.scope, row.metric.name, row.statistic).unwrap();
    }
    text
}

/// Everything about a policy but its place in the list.
fn all(results: &PolicyResults) -> String {
    let mut runs = results.runs.clone();
    runs.iter_mut().for_each(|run| run.policy = 0);
    let (rows, intervals, growth) = (rows(results, |_| true), &results.intervals, &results.growth);
    format!("{rows}{intervals:?}\n{growth:?}\n{runs:?}")
}

/// Everything about all policies, and how they compare.
fn everything(results: &Results) -> String {
    let mut text: String = results.policies.iter().map(all).collect();
    for it in &results.comparisons {
        let (name, difference) = (it.metric.name, it.difference);
        writeln!(text, "{} {:?} {name} {} {difference:?}", it.policy, it.scope, it.statistic).unwrap();
    }
    text
}

#[track_caller]
fn same(found: &str, wanted: &str, what: &str) {
    if found != wanted {
        let differing = found.lines().zip(wanted.lines()).find(|(found, wanted)| found != wanted);
        let cut = |line: &str| line.chars().take(300).collect::<String>();
        panic!("{what}:\n{:?}", differing.map(|(found, wanted)| (cut(found), cut(wanted))));
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for experiment in [experiment(), rich()] {
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            everything(&pool.install(|| run(&experiment)))
        };
        let one = on(1);
        assert!(one.lines().count() > 1000, "there is something to compare");
        for threads in [2, 3, 4, 7] {
            same(&on(threads), &one, &format!("{threads} threads"));
        }
    }
}

#[test]
fn the_rich_experiment_is_rich() {
    let results = run(&rich());
    let names = ["abandoned_silent", "abandoned_told", "refused", "linked", "came_back", "nudges", "requeues"];
    for name in names {
        let all = |it: &PolicyResults| it.row(Scope::Overall, name, "count").and_then(|row| row.estimate.clone());
        assert!(results.policies.iter().filter_map(all).any(|it| it.value > 0.0), "{name}");
    }
}

#[test]
fn listening_changes_nothing() {
    fn end<O: Observer<World>>(it: &scenario::Scenario, observer: O) -> (u64, String) {
        let summary = engine::simulate(&it.model, &it.workload, &it.policy, observer, &AtomicBool::new(false));
        let summary = summary.expect("nobody stops it");
        (summary.events, format!("{:?}", summary.world))
    }
    for seed in 0..300 {
        let it = if seed % 3 == 0 { scenario::sampled(seed) } else { scenario::drawn(seed) };
        let alone = end(&it, ());
        let (mut journal, mut fingerprint) = (Journal::default(), Fingerprint::default());
        assert!(end(&it, &mut journal) == alone && end(&it, &mut fingerprint) == alone, "seed {seed}");
        let mut recorder = Recorder::new(&it.model, it.workload.key());
        assert!(end(&it, &mut recorder) == alone, "seed {seed}");
        let mut together = ((Journal::default(), Fingerprint::default()), Recorder::new(&it.model, it.workload.key()));
        assert!(end(&it, &mut together) == alone, "seed {seed}");
        // And the listeners do not disturb each other.
        let summary = engine::simulate(&it.model, &it.workload, &it.policy, (), &AtomicBool::new(false)).unwrap();
        let finish = |recorder: Recorder| recorder.finish(&summary.world, 0, 0, it.model.frame.end());
        assert_eq!((&together.0.0, together.0.1), (&journal, fingerprint), "seed {seed}");
        assert!(finish(together.1) == finish(recorder), "seed {seed}");
    }
}

#[test]
fn a_policy_does_not_depend_on_the_others() {
    let experiment = experiment();
    let alone: Vec<String> = experiment
        .policies
        .iter()
        .map(|policy| {
            all(&run(&Experiment { policies: vec![policy.clone()], baseline: 0, ..experiment.clone() }).policies[0])
        })
        .collect();
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let policies = order.map(|place| experiment.policies[place].clone()).to_vec();
        let results = run(&Experiment { policies, baseline: 2, ..experiment.clone() });
        for (it, place) in results.policies.iter().zip(order) {
            same(&all(it), &alone[place], &experiment.policies[place].name);
        }
    }
    assert_ne!(alone[0], alone[1], "they are not all the same");
}

#[test]
fn shares_merge_into_the_same_results_however_they_were_split() {
    for experiment in [experiment(), rich()] {
        let whole = everything(&run(&experiment));
        let share = |replications: &[u32]| -> ShareRecord {
            experiment::share(&[&experiment], replications, &(), &AtomicBool::new(false))
                .expect("nobody stops it")
                .remove(0)
        };
        let splits: [&[&[u32]]; 5] = [
            &[&[0], &[1], &[2], &[3], &[4]],
            &[&[4, 3, 2, 1, 0]],
            &[&[3, 4], &[], &[0, 1, 2]],
            &[&[2], &[4, 0], &[1, 3]],
            &[&[1, 2, 3, 4], &[0]],
        ];
        for split in splits {
            let merged = experiment::merge(&experiment, split.iter().map(|some| share(some)).collect());
            same(&everything(&merged), &whole, &format!("{split:?}"));
        }
    }
}

#[test]
fn more_replications_keep_the_first_ones() {
    let few = experiment();
    let many = Experiment { replications: 8, ..few.clone() };
    let (few, many) = (run(&few), run(&many));
    for (few, many) in few.policies.iter().zip(&many.policies) {
        assert_eq!((few.runs.len(), many.runs.len()), (5, 8));
        assert!(few.runs == many.runs[..5]);
        assert!(many.runs[5..].iter().all(|run| few.runs.iter().all(|other| run.fingerprint != other.fingerprint)));
    }
}

/// Adds a demand that nobody served before, and a team that serves nobody else.
fn with_strangers(experiment: &Experiment) -> Experiment {
    let mut it = experiment.clone();
    let stranger = it.model.demands.len() as u32;
    it.model.demands.push(lively("strangers", 900.0));
    it.model.teams.push(crew("their own", &[(0, 2 * 3600, 3)], &[stranger]));
    it.policies.iter_mut().for_each(|policy| policy.capacity.limits.push(Limits { preferred: 2, maximum: 3 }));
    it
}

fn strangers_change_nothing(experiment: &Experiment, label: &str) {
    let more = with_strangers(experiment);
    let old: Vec<Scope> = experiment.scopes().into_iter().filter(|scope| *scope != Scope::Overall).collect();
    let (before, after) = (run(experiment), run(&more));
    let stranger = Scope::Demand(DemandId(experiment.model.demands.len() as u32));
    for (before, after) in before.policies.iter().zip(&after.policies) {
        let known = |scope: Scope| old.contains(&scope);
        same(&rows(after, known), &rows(before, known), label);
        let offered = after.row(stranger, "offered", "count").and_then(|row| row.estimate.as_ref());
        assert!(offered.is_none_or(|it| it.value > 0.0), "{label}: nobody came");
    }
}

/// A demand with a team of its own is another world: not one row of the others changes. (The limits of the door are another
/// matter: they count everybody.)
#[test]
fn strangers_with_a_team_of_their_own_change_no_row_of_the_others() {
    strangers_change_nothing(&experiment(), "half a day");
    let mut compared = 0;
    for seed in 0..600 {
        let it = scenario::sampled(seed);
        if it.policy.door.waiting.is_some() || it.policy.door.inside.is_some() {
            continue;
        }
        let experiment = Experiment {
            model: it.model,
            policies: vec![it.policy],
            baseline: 0,
            seed,
            replications: 2,
            until: None,
            confidence: 0.95,
        };
        strangers_change_nothing(&experiment, &format!("seed {seed}"));
        compared += 1;
    }
    assert!(compared > 50, "{compared} scenarios");
}

/// Whoever there is with a smaller volume is there with a larger one, and does the same.
#[test]
fn more_volume_keeps_every_customer() {
    let scaled = |scale: f64, replication| {
        let mut model = experiment().model;
        model.demands = vec![lively("loans", 250.0 * scale), lively("orders", 150.0 * scale)];
        let it = Workload::sample(&model, 5, replication);
        let customers = it.customers.iter().enumerate().map(|(place, customer)| {
            let exchange = |exchange| it.exchange(place, exchange);
            let exchanges: Vec<_> = (0..customer.count()).map(exchange).collect();
            (customer.arrives, customer.demand(), customer.identity, it.end(place), exchanges)
        });
        customers.collect::<Vec<_>>()
    };
    for replication in 0..3 {
        let (base, more) = (scaled(1.0, replication), scaled(1.1, replication));
        let growth = more.len() as f64 / base.len() as f64;
        assert!((1.05..1.15).contains(&growth), "{growth}");
        let mut rest = more.iter();
        assert!(base.iter().all(|customer| rest.any(|other| other == customer)), "in the same order");
    }
}

/// What the same scenario and seed must give on every machine and however it was built: the fingerprints of all runs,
/// replication by replication, and the bits of a few values that took all kinds of arithmetic.
///
/// Whoever changes the stream of random numbers, a law, a rule of the engine or the facts on purpose will see these
/// constants fail. Say so in the commit, and put in what the failure shows, as it is printed to be pasted:
/// `cargo test --test it determinism::pinned -- --nocapture`, once more with `--release` and once with `--profile dev`.
mod pinned {
    use super::*;

    fn fingerprints(results: &Results) -> Vec<String> {
        let runs =
            |it: &PolicyResults| it.runs.iter().map(|run| format!("{:016x}", run.fingerprint)).collect::<Vec<_>>();
        results.policies.iter().map(|it| runs(it).join(" ")).collect()
    }

    const ASKED: [(&str, &str); 9] = [
        ("wait", "mean"),
        ("wait", "p90"),
        ("response_time", "sd"),
        ("tempo_ratio", "p50"),
        ("service_level", "share"),
        ("utilisation", "share"),
        ("concurrency", "mean"),
        ("queue_length", "mean"),
        ("fairness", "cv"),
    ];

    /// The value and its interval.
    fn values(results: &Results) -> Vec<String> {
        let value = |(metric, statistic): (&str, &str)| {
            let row = results.policies[0].row(Scope::Overall, metric, statistic).expect("a row");
            let value = row.estimate.as_ref().map(|it| bits(it.value)).unwrap_or_default();
            let interval = row.interval.map(|it| format!("{} {}", bits(it.low), bits(it.high))).unwrap_or_default();
            format!("{metric} {statistic}: {value} {interval}")
        };
        ASKED.into_iter().map(value).collect()
    }

    #[track_caller]
    fn check(results: &Results, pinned: &str) {
        let found = [fingerprints(results), values(results)].concat().join("\n");
        println!("{found}\n");
        let pinned: Vec<&str> = pinned.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(found.lines().collect::<Vec<_>>(), pinned);
    }

    #[test]
    fn half_a_day_of_two_demands() {
        check(&run(&experiment()), HALF_A_DAY);
    }

    #[test]
    fn the_scenario_of_two_teams() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/two-teams/scenario.toml");
        let scenario = quasisync::scenario::load(&path).expect("a scenario");
        check(&run(&scenario.experiment), TWO_TEAMS);
    }

    const HALF_A_DAY: &str = "
        22e206dabe497427 9714d42a66436f31 2fba225acd16557c 091a75619402a42b ac952f7892361c4d
        02545e28b7ae5437 62b12e19cd2f53ae 0782c77210d5371d d76340b5b3416ea7 fbf02d9d718900b4
        0614645b9fb66572 4d3bfb89b33ddabe 3bbfd7c057259969 fc503ccd68306029 0b7ceb9a45a9ba1b
        7ce0dc28f3d9e8f5 555b54853b1ce6d9 a901160a9b09cfee bd345abbaec92d0f 7d06cf42e379d711
        wait mean: 401b0f97e5ce0a13 4002221a3cec0986 40268711569307b2
        wait p90: 402d9b22d0e56042 0000000000000000 404897ae147ae148
        response_time sd: 40498c89fa5b4462 404749c386916a92 404bcf506e251e32
        tempo_ratio p50: 3fda7ef9db22d0e6 3fd3645a1cac0831 3fe189374bc6a7f0
        service_level share: 3fe18445b997699d 3fdee2391eef58e0 3fe3976ee3b726ca
        utilisation share: 3fce811022eb0d54 3fc1a9484dc8e354 3fd5ac6bfc069baa
        concurrency mean: 3fe569822e5eedda 3fd9fccad952e82a 3fedd49ef014679f
        queue_length mean: 3f8a77e13c266739 bf9034b144ccb736 3fa5564940798f38
        fairness cv: 3fbfccbd19584340 3fb0ea42fc211594 3fc7579b9b47b876
    ";

    const TWO_TEAMS: &str = "
        6382363d9a8fb6d3 3a449977582de45b a826ae05a43fe054 1ba1691b42cb1d47 e30699fd77314b68 9ece35b662adfbc5
        5819f2a61f2651c0 77ea5fb1bcb428a8 cdfee0145290f1f6 9480313bade86115 26da43b88fb87401 eb5dc591f06ec21b
        d10e71cfdaa709cf d7e0735830d93ff1 8adde364ff6cc0fa 7814bc199cd5de02 e04c41ca7b4db413 708a13269542bc6d
        wait mean: 40627437ceea6e86 403140375b2e7e98 407160345937869c
        wait p90: 4076e24189374bc7 40685926e978d4fe 408907db22d0e560
        response_time sd: 4077e1fa1ce12138 404f19390fee0720 4085f0668be240c6
        tempo_ratio p50: 3fefdf3b645a1cac 3fe74bc6a7ef9db2 3ff52b020c49ba5e
        service_level share: 3fe77f686585291e 3fe34bb97b00ea10 3febb3175009682c
        utilisation share: 3fe53824757b2b37 3fe2492d724b3eb8 3fe8271b78ab17b6
        concurrency mean: 4000c5bfcf85667e 3ffc70105c2a5094 4003537770f5a4b2
        queue_length mean: 3ff3606f224fdf7d bfe2fd43026f46a0 40081fbfe2ebb125
        fairness cv: 3fa20f66a5bba5fb 3f5f7beb8cb0fb80 3fb19176f788e20d
    ";
}

/// Who is meant by team scopes in this file.
#[test]
fn the_experiment_of_this_file_has_something_to_say() {
    let results = run(&experiment());
    for policy in &results.policies {
        for (scope, metric, statistic) in [
            (Scope::Overall, "abandoned", "count"),
            (Scope::Overall, "service_level", "share"),
            (Scope::Demand(DemandId(1)), "tempo_ratio", "p50"),
            (Scope::Team(TeamId(1)), "utilisation", "share"),
            (Scope::Overall, "queue_length", "mean"),
        ] {
            let value = policy.row(scope, metric, statistic).and_then(|row| row.estimate.as_ref()).map(|it| it.value);
            assert!(value.is_some_and(|value| value > 0.0), "{metric}: {value:?}");
        }
        assert!(policy.runs.iter().all(|run| run.events > 500), "{:?}", policy.runs[0].events);
    }
}
