//! What the keys of customers, teams and rules become.

use super::*;
use crate::model::{
    Bands, Burst, CatchUp, ComesBack, Curve, Drift, Ending, Holds, Nudges, Of, Patience, Return, Signals,
};
use crate::policy::{Close, Contentless, Door, Gives};
use crate::random::{Count, Law};
use crate::units::ChannelId;

fn exponential(minutes: f64) -> Law {
    Law::exponential(minutes * 60.0).unwrap()
}

/// The large scenario's experiment, and what it is by default.
fn both() -> [Experiment; 2] {
    [LARGE, SMALL].map(|text| load_text(text).unwrap_or_else(|found| panic!("{found}")).experiment)
}

/// The first demand of the small scenario with more keys.
fn with(keys: &str) -> crate::model::Demand {
    let text = SMALL.replace("exchanges =", &format!("{keys}\nexchanges ="));
    load_text(&text).unwrap_or_else(|found| panic!("{found}")).experiment.model.demands.remove(0)
}

#[test]
fn channels_are_those_that_demands_name() {
    let [large, small] = both();
    assert_eq!(large.model.channels, ["messaging", "app"].map(crate::model::Channel::from));
    let of = |experiment: &Experiment| experiment.model.demands.iter().map(|demand| demand.channel).collect::<Vec<_>>();
    assert_eq!(of(&large), [Some(ChannelId(0)), Some(ChannelId(1))]);
    assert_eq!((small.model.channels.len(), of(&small)), (0, vec![None]));
}

#[test]
fn bands_cut_times_into_classes() {
    let [large, small] = both();
    let seconds = |seconds: u64| Span(seconds * Span::SECOND.0);
    let bands = Bands {
        live: seconds(30),
        quasi_live: seconds(600),
        short: seconds(5),
        within: vec![seconds(30), seconds(300)],
    };
    assert_eq!(large.model.bands, bands);
    assert_eq!(small.model.bands, Bands::default(), "the reader and the model have the same defaults");
}

#[test]
fn hours_may_cross_midnight_and_the_end_of_the_week() {
    let [large, small] = both();
    let loans = &large.model.demands[0];
    let open = |day: u32, hour: u32| loans.open.as_ref().unwrap().at(day * DAY + hour * 3600);
    assert_eq!([open(0, 6), open(0, 7), open(4, 20), open(4, 21)], [false, true, true, false]);
    assert_eq!([open(5, 21), open(5, 22), open(6, 1), open(6, 2)], [false, true, true, false]);
    let awake = |day: u32, hour: u32| loans.awake.as_ref().unwrap().at(day * DAY + hour * 3600);
    assert_eq!([awake(6, 23), awake(0, 0), awake(0, 1), awake(0, 6), awake(0, 7)], [true, true, false, false, true]);
    assert_eq!((&small.model.demands[0].open, &small.model.demands[0].awake), (&None, &None));
    for (one, other) in [
        ("open = \"07:00-21:00\"", "open = { hours = \"7:00-21:00\" }"),
        (
            "open = \"07:00-21:00\"",
            "open = [{ days = \"mon-sat\", hours = \"07:00-21:00\" }, { days = \"sun\", hours = \"07:00-21:00\" }]",
        ),
        ("open = \"22:00-00:00\"", "open = \"22:00-24:00\""),
        (
            "open = { days = \"sun\", hours = \"22:00-02:00\" }",
            "open = [{ days = \"sun\", hours = \"22:00-24:00\" }, { days = \"mon\", hours = \"00:00-02:00\" }]",
        ),
    ] {
        assert_eq!(with(one).open, with(other).open);
    }
    assert_eq!(with("awake = \"00:00-24:00\"").awake, Some(crate::civil::Weekly::constant(true)));
}

#[test]
fn patience_has_everything_that_customers_do_when_it_ends() {
    let [large, small] = both();
    let patience = Patience {
        first: Some(Law::weibull_mean_shape(720.0, 1.2).unwrap()),
        later: Some(exponential(40.0)),
        out_of_hours: Some(exponential(1200.0)),
        until: Until::Reply,
        silent: 0.75,
        gone_share: 0.6,
        signals: Signals { acknowledgement: 1.3, presence: 1.1, estimated_wait: 1.2 },
    };
    assert_eq!(large.model.demands[0].patience, patience);
    assert_eq!(small.model.demands[0].patience, Patience::default());
    assert_eq!(large.model.demands[0].handling_closing, Some(Law::constant(10.0).unwrap()));
}

#[test]
fn of_two_endings_one_may_be_left_out() {
    let ending =
        |keys: &str| with(&format!("ending = {{ {keys} }}\nreply = {{ latency = {{ constant = \"1m\" }} }}")).ending;
    let shares = |recognised, confirms, thanks, silent| Ending { recognised, confirms, thanks, silent };
    assert_eq!(ending(""), shares(1.0, 0.0, 0.0, 0.0));
    assert_eq!(ending("recognised = 0.7"), shares(0.7, 0.0, 0.0, 0.3));
    assert_eq!(ending("silent = 0.3"), shares(0.7, 0.0, 0.0, 0.3));
    assert_eq!(ending("recognised = 0.5, confirms = 0.25"), shares(0.5, 0.25, 0.0, 0.25));
    assert_eq!(ending("confirms = 1"), shares(0.0, 1.0, 0.0, 0.0));
    let [large, _] = both();
    assert_eq!(large.model.demands[0].ending, shares(0.4, 0.2, 0.1, 0.3));
}

#[test]
fn customers_write_more_than_once_and_come_again() {
    let [large, small] = both();
    let loans = &large.model.demands[0];
    assert_eq!(loans.burst, Some(Burst { messages: Count::geometric(1.5).unwrap(), gap: exponential(1.0 / 6.0) }));
    assert_eq!(loans.nudges, Some(Nudges { after: exponential(11.0), at_most: 2 }));
    let again = |probability, after, keep| Some(Return { probability, after, keep });
    let comes_back = ComesBack {
        solved: again(0.08, exponential(300.0), false),
        gave_up: again(0.4, exponential(120.0), true),
        refused: again(1.0, Law::constant(600.0).unwrap(), false),
    };
    assert_eq!(loans.comes_back, comes_back);
    assert_eq!(loans.reply.drift, Some(Drift { after_wait: Span(3 * Span::MINUTE.0), slower: 0.25 }));
    let orders = &small.model.demands[0];
    assert_eq!((&orders.burst, &orders.nudges, &orders.comes_back), (&None, &None, &ComesBack::default()));
}

#[test]
fn curves_go_by_one_of_three() {
    let [large, small] = both();
    let [loans, cards] = &large.model.demands[..] else { panic!() };
    let curve = |of, points: &[(f64, f64)]| Some(Curve::new(of, points).unwrap());
    assert_eq!(loans.satisfaction, curve(Of::Response, &[(0.0, 0.95), (300.0, 0.7)]));
    assert_eq!(loans.conversion, curve(Of::Target, &[(0.5, 0.3), (2.0, 0.1)]));
    assert_eq!(cards.satisfaction, curve(Of::TempoRatio, &[(1.0, 0.9), (3.0, 0.2)]));
    assert_eq!((&small.model.demands[0].satisfaction, &cards.conversion), (&None, &None));
}

#[test]
fn teams_catch_up_share_wrap_up_and_cost() {
    let [large, small] = both();
    let seconds = |seconds: u64| Span(seconds * Span::SECOND.0);
    let [denver, austin] = &large.model.teams[..] else { panic!() };
    assert_eq!(denver.catch_up, CatchUp { first: seconds(20), per_exchange: seconds(3) });
    let wrap_up = denver.wrap_up.as_ref().unwrap();
    assert_eq!((&wrap_up.law, wrap_up.holds), (&exponential(1.0 / 3.0), Holds::Slot));
    assert_eq!((denver.cost, austin.cost), (Some(31.5), None));
    assert_eq!((small.model.teams[0].catch_up, small.model.teams[0].wrap_up.clone()), (CatchUp::default(), None));
    assert!(denver.sharing.is_empty());
    let shared = load_text(&sharing()).unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(shared.experiment.model.teams[0].sharing, [1.0, 1.5, 1.75]);
    let plain = LARGE.replace(", holds = \"slot\"", "");
    let plain = load_text(&plain).unwrap().experiment.model.teams.remove(0);
    assert_eq!(plain.wrap_up.unwrap().holds, Holds::Agent, "unless something else is said");
}

#[test]
fn closing_and_the_door_have_their_knobs() {
    let [large, small] = both();
    let close = Close {
        after: Some((Span(12 * Span::HOUR.0), CloseClock::Inactive)),
        thread_window: Some(Span(3 * Span::DAY.0)),
        on_confirmation: false,
        contentless: Contentless::Ignore,
        ..Close::default()
    };
    assert_eq!(large.policies[0].close, close);
    assert_eq!((small.policies[0].close, small.policies[0].door), (Close::default(), Door::default()));
    assert_eq!(large.policies[1].door.gives, Gives { acknowledgement: true, typing: true, ..Gives::default() });
    let without = load_text(&format!("{SMALL}close = {{ contentless = \"ignore\" }}\n")).unwrap();
    let ignores = Close { contentless: Contentless::Ignore, ..Close::default() };
    assert_eq!(without.experiment.policies[0].close, ignores, "silence never closes");
}

#[test]
fn the_normal_form_has_the_new_knobs() {
    use serde_json::json;
    let small = load_text(SMALL).unwrap().normalised;
    assert_eq!(small["bands"], json!({ "live": "1m", "quasi_live": "15m", "short_abandoned": "10s", "within": [] }));
    assert_eq!(
        small["demand"][0]["ending"],
        json!({ "recognised": 1.0, "confirms": 0.0, "thanks": 0.0, "silent": 0.0 })
    );
    assert_eq!(small["team"][0]["catch_up"], json!({ "first": "0s", "per_exchange": "0s" }));
    assert_eq!(
        small["policy"][0]["close"],
        json!({ "only_awaiting": true, "sweep": "0s", "then": "close", "on_confirmation": true, "contentless": "handle" })
    );
    assert_eq!(small["policy"][0]["dispatch"], json!({ "on": ["arrival", "freed", "sign-in"] }));
    assert_eq!((&small["policy"][0]["offer"], &small["policy"][0]["demand"]), (&json!("automatic"), &json!({})));
    assert_eq!(
        small["policy"][0]["door"],
        json!({ "signals": [], "bot": false, "out_of_hours": "queue", "at_closing": "keep" })
    );
    let large = load_text(LARGE).unwrap().normalised;
    let loans = &large["demand"][0];
    assert_eq!(
        loans["open"],
        json!([{ "days": "mon,tue,wed,thu,fri", "hours": "07:00-21:00" }, { "days": "sat", "hours": "22:00-02:00" }])
    );
    assert_eq!(loans["awake"], json!([{ "days": "daily", "hours": "07:00-01:00" }]));
    assert_eq!(loans["comes_back"]["solved"]["keep"], false);
    assert_eq!(loans["satisfaction"], json!({ "by": "response-time", "points": [["0s", 0.95], ["5m", 0.7]] }));
    assert_eq!(large["team"][0]["wrap_up"], json!({ "exponential": { "mean": "20s" }, "holds": "slot" }));
}
