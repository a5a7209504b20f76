//! One example of each family of metrics, counted by hand.

use super::windows::{framed, measured, pair, times};
use crate::table::{Table, span, work};
use quasisync::civil::Weekly;
use quasisync::metrics::measures::{Count, Measures};
use quasisync::metrics::{Contribution, METRICS, Scope, View};
use quasisync::model::{Bands, Curve, Mode, Nudges, Of, Target, Until};
use quasisync::policy::{Clock, CloseClock, Inactivity};
use quasisync::random::Law;
use quasisync::units::TeamId;

fn constant(seconds: f64) -> Law {
    Law::constant(seconds).expect("a constant")
}

/// A metric that is one number.
fn number(measures: &Measures, name: &str) -> Option<f64> {
    let metric = METRICS.iter().find(|metric| metric.name == name).expect("a metric");
    match View::new(measures, Scope::Overall).contribution(metric) {
        Contribution::Value(number) => number,
        other => panic!("{name}: {other:?}"),
    }
}

fn shares<const N: usize>(measures: &Measures, names: [&str; N]) -> [(f64, f64); N] {
    names.map(|name| pair(measures, Scope::Overall, name))
}

/// B leaves at 5 and says nothing; the agent starts at 20 and answers nobody at 25.
#[test]
fn what_the_platform_sees_of_who_left_without_a_word() {
    let mut table = Table::new(1, 2);
    table.patience_until(Until::Handling);
    (table.model.demands[0].patience.silent, table.model.demands[0].patience.gone_share) = (1.0, 0.5);
    table.visit(0, [work(20)]);
    table.visit(0, [work(10).patient(5)]);
    let it = measured(&framed(table, 0, 100, 0, 100));
    assert_eq!([times(&it, "wait"), times(&it, "wait_seen")], [(2, 5.0), (2, 20.0)]);
    assert_eq!([times(&it, "pickup_time"), times(&it, "pickup_time_seen")], [(1, 0.0), (2, 20.0)]);
    assert_eq!([times(&it, "response_time"), times(&it, "response_time_seen")], [(1, 20.0), (2, 45.0)]);
    assert_eq!(shares(&it, ["answered", "answered_seen"]), [(1.0, 2.0), (2.0, 2.0)]);
    let abandoned = shares(&it, ["abandoned", "abandoned_told", "abandoned_silent", "abandoned_seen"]);
    assert_eq!(abandoned.map(|it| it.0), [1.0, 0.0, 1.0, 0.0]);
    assert_eq!(pair(&it, Scope::Overall, "wasted_work"), (5e6, 25e6));
    assert_eq!(shares(&it, ["backlog", "needing_reply"]), [(25e6, 100e6), (45e6, 100e6)]);
    assert_eq!([times(&it, "response_open"), times(&it, "resolution_open")], [(0, 0.0); 2]);
}

/// Work from 0 to 10 and from 30 to 40, inactive from 20 to 30, five seconds of wrap-up.
#[test]
fn what_it_takes_to_handle_a_conversation() {
    let mut table = Table::new(1, 2);
    table.policy.inactivity = Inactivity::After { after: span(10), clock: Clock::LastAgent };
    table.model.teams[0].wrap_up = Some(constant(5.0).into());
    table.visit(0, [work(10).answers(20), work(10)]);
    let it = measured(&framed(table, 0, 100, 0, 100));
    let handled = ["handle_time_effort", "handle_time_assigned", "handle_time_active"];
    assert_eq!(handled.map(|name| times(&it, name)), [(1, 20.0), (1, 40.0), (1, 30.0)]);
    let wrapped = handled.map(|name| times(&it, &format!("{name}_with_wrap_up")));
    assert_eq!(wrapped, [(1, 25.0), (1, 45.0), (1, 35.0)]);
    let whole = ["duration", "close_lag", "resolution_time", "queue_time_summed", "first_response_time_assigned"];
    assert_eq!(whole.map(|name| times(&it, name)), [(1, 40.0), (1, 0.0), (1, 40.0), (1, 0.0), (1, 10.0)]);
    assert_eq!(shares(&it, ["occupancy", "open"]), [(25e6, 100e6), (40e6, 100e6)]);
}

/// The demand opens at 10; the agent comes at 30.
#[test]
fn a_clock_that_starts_before_opening_begins_with_it() {
    let mut table = Table::new(1, 1);
    table.staff(0, &[(0, 0), (30, 1)]);
    table.model.demands[0].open = Some(Weekly::from_pieces(&[(10, 1000, true)], false).unwrap());
    table.visit(0, [work(5)]);
    table.visit(15, [work(5)]);
    let it = measured(&framed(table, 0, 100, 0, 100));
    assert_eq!([times(&it, "pickup_time"), times(&it, "pickup_time_in_hours")], [(2, 50.0), (2, 40.0)]);
    assert_eq!(times(&it, "queue_time_summed_in_hours"), (2, 40.0));
}

/// Responses after 3, 10 and 20 seconds; the customer answers after 5 and after 16.
#[test]
fn where_on_the_spectrum_conversations_are() {
    let mut table = Table::new(1, 1);
    table.model.bands = Bands { live: span(5), quasi_live: span(15), ..Bands::default() };
    table.visit(0, [work(3).answers(5), work(10).answers(16), work(20)]);
    let it = measured(&framed(table, 0, 100, 0, 100));
    let sides = ["live", "quasi_live", "deferred"];
    assert_eq!(sides.map(|band| pair(&it, Scope::Overall, &format!("response_{band}"))), [(1.0, 3.0); 3]);
    let customers = sides.map(|band| pair(&it, Scope::Overall, &format!("customer_{band}")).0);
    assert_eq!(customers, [1.0, 0.0, 1.0]);
}

/// One answered in time, one who gives up after 5 seconds, one after 30.
#[test]
fn whom_a_service_level_leaves_out() {
    let mut table = Table::new(1, 1);
    table.model.demands[0].target = Some(Target { first: span(60), later: span(1), share: 0.8, in_hours: false });
    table.visit(0, [work(50).answers(1), work(2)]);
    table.visit(1, [work(1).patient(5)]);
    table.visit(2, [work(1).patient(30)]);
    let it = measured(&framed(table, 0, 100, 0, 100));
    let variants = ["", "_of_answered", "_without_abandoned", "_without_short_abandoned", "_seen"];
    let found = variants.map(|variant| pair(&it, Scope::Overall, &format!("service_level{variant}")));
    assert_eq!(found, [(1.0, 3.0), (1.0, 1.0), (1.0, 1.0), (1.0, 2.0), (1.0, 3.0)]);
    assert_eq!(pair(&it, Scope::Overall, "target_kept"), (1.0, 4.0), "the later reply took two seconds");
}

/// On duty until 10, at work until 15, for 36 an hour.
#[test]
fn what_agents_cost() {
    let mut table = Table::new(1, 1);
    table.staff(0, &[(0, 1), (10, 0)]);
    table.visit(0, [work(15)]);
    let of = |cost: Option<f64>| {
        let mut table = table.clone();
        table.model.teams[0].cost = cost;
        measured(&framed(table, 0, 100, 0, 100))
    };
    let it = of(Some(36.0));
    let names = ["agent_hours_scheduled", "agent_hours_signed_in", "agent_hours_paid", "overtime", "cost"];
    let seconds = [10.0, 15.0, 15.0, 5.0].map(|seconds| Some(seconds / 3600.0));
    assert_eq!(names.map(|name| number(&it, name))[..4], seconds);
    assert_eq!(number(&it, "cost"), Some(0.15));
    assert_eq!(shares(&it, ["utilisation", "occupancy"]), [(10e6, 10e6); 2], "what is overtime is in neither");
    assert_eq!(pair(&it, Scope::Overall, "replies_per_hour"), (1.0, 15.0 / 3600.0));
    assert_eq!(shares(&it, ["cost_per_resolved", "same_agent_share"]), [(0.15, 1.0), (0.0, 0.0)]);
    let metric = METRICS.iter().find(|metric| metric.name == "cost").expect("a metric");
    assert_eq!(View::new(&of(None), Scope::Overall).contribution(metric), Contribution::Absent);
}

/// Two conversations of ten seconds at half speed each.
#[test]
fn shared_time_is_split_evenly() {
    let mut table = Table::new(1, 2);
    table.model.teams[0].sharing = vec![1.0];
    table.visit(0, [work(10)]);
    table.visit(0, [work(10)]);
    let it = measured(&framed(table, 0, 100, 0, 100));
    assert_eq!(times(&it, "response_time"), (2, 40.0));
    assert_eq!(times(&it, "handle_time_effort"), (2, 20.0));
    assert_eq!(pair(&it, Scope::Overall, "utilisation"), (20e6, 100e6));
}

/// Satisfaction falls from 1 to 0 within ten seconds: a half for a response after five, none for giving up.
#[test]
fn satisfaction_is_modelled() {
    let mut table = Table::new(1, 1);
    table.model.demands[0].satisfaction = Some(Curve::new(Of::Response, &[(0.0, 1.0), (10.0, 0.0)]).unwrap());
    table.visit(0, [work(5)]);
    table.visit(0, [work(5).patient(2)]);
    let it = measured(&framed(table, 0, 100, 0, 100));
    assert_eq!(pair(&it, Scope::Overall, "satisfaction"), (0.5, 2.0));
}

/// Messages at 5 and 8 that nobody answers, a nudge of each 30 seconds later.
#[test]
fn the_backlog_counts_messages_and_their_age() {
    let mut table = Table::new(1, 1);
    table.staff(0, &[(0, 0), (500, 1)]);
    table.model.demands[0].nudges = Some(Nudges { after: constant(30.0), at_most: 1 });
    table.visit(5, [work(5)]);
    table.visit(8, [work(5)]);
    let it = measured(&framed(table, 0, 100, 0, 50));
    assert_eq!(pair(&it, Scope::Overall, "backlog"), (95e6 + 92e6 + 65e6 + 62e6, 100e6));
    assert_eq!(pair(&it, Scope::Overall, "nudges"), (2.0, 2.0));
    assert_eq!(it.intervals.iter().map(|it| it.age(0) / 1_000_000).collect::<Vec<_>>(), [45, 95]);
    assert_eq!(number(&it, "backlog_age"), Some(70.0));
}

/// Answers in the far mode are told apart from those in the near one.
#[test]
fn the_tempo_is_told_by_mode() {
    let mut table = Table::new(1, 1);
    let mode = |name: &str| Mode { name: name.into(), start: 0.5, latency: constant(1.0) };
    table.model.demands[0].reply.modes = vec![mode("near"), mode("far")];
    table.model.demands[0].reply.transitions = vec![vec![0.5, 0.5]; 2];
    table.model.demands[0].reply.default_gap = span(10);
    table.visit(0, [work(3).in_mode(1).answers(10), work(20).in_mode(0).answers(10), work(5)]);
    let it = measured(&framed(table, 0, 100, 0, 100));
    let tempo = |mode: usize| it.tempo[0][mode].buckets().map(|bucket| bucket.lower).collect::<Vec<_>>();
    assert_eq!((tempo(0), tempo(1)), (vec![500], vec![2000]));
}

/// Two on duty until 10, one until 20, two from then on. Both are at work until 30: nobody leaves, and yet ten seconds of
/// one of them were overtime.
#[test]
fn overtime_that_ends_with_a_rise_has_been_overtime() {
    let mut table = Table::new(2, 1);
    table.staff(0, &[(0, 2), (10, 1), (20, 2)]);
    table.visit(0, [work(30)]);
    table.visit(0, [work(30)]);
    let it = measured(&framed(table, 0, 100, 0, 100));
    assert_eq!(number(&it, "overtime"), Some(10.0 / 3600.0));
    assert_eq!(pair(&it, Scope::Overall, "utilisation"), (50e6, 190e6));
    assert_eq!(it.agents.iter().map(|it| it.overtime.handling / 1_000_000).collect::<Vec<_>>(), [0, 10]);
    assert_eq!(number(&it, "fairness"), Some((0.3 - 20.0 / 90.0) / (0.3 + 20.0 / 90.0)));
}

/// Ten seconds of work and a wrap-up that goes on when the run ends, a minute and a half later.
#[test]
fn a_wrap_up_that_goes_on_counts_so_far() {
    let mut table = Table::new(1, 2);
    table.model.teams[0].wrap_up = Some(constant(500.0).into());
    table.visit(0, [work(10)]);
    let it = measured(&framed(table, 0, 50, 50, 100));
    assert_eq!(times(&it, "handle_time_effort_with_wrap_up"), (1, 100.0), "up to the end of the run");
    assert_eq!(pair(&it, Scope::Overall, "occupancy"), (50e6, 50e6), "up to the end of counted time");
}

/// The first team has one agent, busy until 50; a customer of the second gives up after 5 seconds on its desk.
#[test]
fn what_becomes_of_a_conversation_belongs_to_the_team_on_whose_desk_it_is() {
    let mut table = Table::new(1, 1);
    let second = table.add_demand();
    table.first_team_serves(&[0]);
    table.add_team(1, 2, &[second]);
    for demand in &mut table.model.demands {
        demand.target = Some(Target { first: span(60), later: span(60), share: 0.8, in_hours: false });
    }
    table.visit(0, [work(50)]);
    table.visit_of(second, 0, [work(70)]);
    table.visit_of(second, 1, [work(9).patient(5)]);
    table.visit(2, [work(1).patient(8)]);
    let it = measured(&framed(table, 0, 100, 0, 100));
    let of = |team, name| pair(&it, Scope::Team(TeamId(team)), name);
    assert_eq!([of(0, "service_level"), of(1, "service_level")], [(1.0, 1.0), (0.0, 2.0)]);
    assert_eq!([of(0, "abandoned"), of(1, "abandoned")], [(0.0, 1.0), (1.0, 2.0)], "the other was in the queue");
    assert_eq!(shares(&it, ["service_level", "abandoned"]), [(1.0, 4.0), (2.0, 4.0)]);
}

/// Three in the queue until 30, closed for silence at 120, written in again at 150.
#[test]
fn intervals_have_their_own_maxima_and_what_happens_in_them() {
    let mut table = Table::new(1, 1);
    table.policy.inactivity = Inactivity::AtOnce;
    table.policy.close.after = Some((span(100), CloseClock::LastAgent));
    table.visit(0, [work(20).answers(130), work(10)]);
    [5, 6, 7].into_iter().for_each(|at| _ = table.visit(at, [work(10).patient(25)]));
    let it = measured(&framed(table, 0, 200, 0, 50));
    let most = |name: &str| -> Vec<Option<f64>> {
        let metric = METRICS.iter().rfind(|it| it.name == name).expect("a metric");
        let view = |interval| View::of_interval(interval, &it.layout, Scope::Overall, 50e6).0.contribution(metric);
        let number = |found| if let Contribution::Value(number) = found { number } else { None };
        it.intervals.iter().map(|interval| number(view(interval))).collect()
    };
    assert_eq!(most("queue_length"), [3.0, 0.0, 0.0, 0.0].map(Some));
    assert_eq!(most("needing_reply"), [4.0, 0.0, 0.0, 1.0].map(Some));
    let happened = |count| -> Vec<u64> { it.intervals.iter().map(|it| it.count(count)).collect() };
    assert_eq!(happened(Count::AutoClosed), [0, 0, 1, 0]);
    assert_eq!(happened(Count::Reopened), [0, 0, 0, 1]);
    assert_eq!(happened(Count::Offered), [4, 0, 0, 0]);
}

/// Responses after 5 seconds, and none to messages of 95 and of 15 seconds: within 10 seconds one of two, within 20 too; of
/// the third nobody knows.
#[test]
fn what_has_not_ended_is_known_to_be_beyond_the_spans_that_it_is_older_than() {
    let mut table = Table::new(1, 1);
    table.visit(0, [work(5).answers(1), work(500)]);
    table.visit(85, [work(5)]);
    let it = measured(&framed(table, 0, 100, 0, 100));
    let metric = METRICS.iter().find(|metric| metric.name == "response_time").expect("a metric");
    let Contribution::Times(times) = View::new(&it, Scope::Overall).contribution(metric) else { panic!("times") };
    let open = [10_000, 20_000, 100_000].map(|span| times.open.total() as f64 - times.open.count_at_most(span));
    assert_eq!((times.moments.count, open), (1, [2.0, 1.0, 0.0]));
}
