//! What the rules of a policy become.

use super::*;
use crate::policy::{
    Adaptive, Capacity, ChannelShare, Close, Contentless, Dispatch, Escalation, Offer, Parking, Policy, Pool, Rate,
    Reactivation, Reminders, Silence, Then, Timed, Triggers, Unanswered, WarmUp, Weights,
};
use crate::units::DemandId;

/// Two demands on two channels, a third without one, and one policy.
fn scenario(policy: &str) -> Result<Scenario, Diagnostics> {
    let demand = |name: &str, channel: &str| {
        format!(
            "[[demand]]\nname = \"{name}\"\n{channel}\narrivals = {{ poisson = {{ per_hour = 60 }} }}\nexchanges = {{ \
             constant = 2 }}\nhandling = {{ first = {{ constant = \"2m\" }} }}\nreply = {{ latency = {{ constant = \
             \"1m\" }} }}\n"
        )
    };
    let demands = [("loans", "chat"), ("cards", "chat"), ("forms", "mail"), ("other", "")];
    let demands: String = demands
        .iter()
        .map(|(name, channel)| {
            let channel = if channel.is_empty() { String::new() } else { format!("channel = \"{channel}\"") };
            demand(name, &channel)
        })
        .collect();
    let team = "[[team]]\nname = \"team\"\nserves = [\"loans\", \"cards\", \"forms\", \"other\"]\nagents = 3\naccepts = { \
                constant = \"5s\" }\n";
    let text = format!("[time]\nhorizon = \"1d\"\n{demands}{team}{policy}");
    parse(&text, Path::new("case.toml"), &Memory::default())
}

/// The policies of these sections, none of which is warned of.
fn policies(sections: &str) -> Vec<Policy> {
    let scenario = scenario(sections).unwrap_or_else(|found| panic!("{found}"));
    // Where nobody has to accept, it does not matter how long that takes.
    let warnings: Vec<_> = scenario.warnings.iter().filter(|one| one.key != "team.team.accepts").collect();
    assert!(warnings.is_empty(), "{warnings:#?}");
    scenario.experiment.policies
}

/// The policy with these keys.
fn policy(keys: &str) -> Policy {
    policies(&format!("[[policy]]\nname = \"it\"\ncapacity = {{ preferred = 2 }}\n{keys}\n")).remove(0)
}

fn seconds(seconds: u64) -> Span {
    Span(seconds * Span::SECOND.0)
}

fn minutes(minutes: u64) -> Span {
    seconds(60 * minutes)
}

#[test]
fn a_policy_says_nothing_by_default() {
    let plain = Policy::new("it", Capacity::uniform(1, 2, 2));
    let assignment = vec![AssignmentKey::LeastLoaded, AssignmentKey::LongestIdle];
    assert_eq!(policy(""), Policy { assignment, ..plain }, "the reader and the policy have the same defaults");
}

#[test]
fn capacity_has_weights_pools_and_paces() {
    let keys = r#"[[policy]]
name = "it"
offer = { timeout = "1m" }
parking = { probability = 0.1, for = "1h" }

[policy.capacity]
preferred = 4
maximum = 6
slack = 0.5
weights = { offered = 0.1, needs_reply = 0.9, awaits_customer = 0.7, inactive = 0.25, parked = 0.125, wrap_up = 0.5 }
pool = "channel"
warm_up = { every = "90s", for = "20m", after_idle = "1h" }
rate = { at_most = 100, per = "1h" }
on_request = true
channel = { chat = { weight = 0.5, at_most = 3, weights = { inactive = 1 } } }

[[policy]]
name = "other"
like = "it"
capacity = { weights = { parked = 0 }, warm_up = "none", rate = "none", pool = "demand", channel = { chat = { weights = { parked = 0 } } } }
"#;
    let [it, other] = &policies(keys)[..] else { panic!() };
    let weights =
        Weights { offered: 100, needs_reply: 900, awaits_customer: 700, inactive: 250, parked: 125, wrap_up: 500 };
    let chat = Weights { inactive: 1000, ..weights };
    let share = ChannelShare { weight: 500, at_most: Some(3), weights: Some(chat) };
    let expected = Capacity {
        ownership: Ownership::Agent,
        limits: vec![Limits { preferred: 4, maximum: 6 }],
        weights,
        slack: 500,
        pool: Pool::Channel,
        channels: vec![share, ChannelShare::default()],
        warm_up: Some(WarmUp { every: seconds(90), lasts: minutes(20), after_idle: Some(minutes(60)) }),
        rate: Some(Rate { at_most: 100, per: minutes(60) }),
        on_request: true,
    };
    assert_eq!(it.capacity, expected);
    let share = ChannelShare { weights: Some(Weights { parked: 0, ..chat }), ..share };
    let inherited = Capacity {
        weights: Weights { parked: 0, ..weights },
        pool: Pool::Demand,
        channels: vec![share, ChannelShare::default()],
        warm_up: None,
        rate: None,
        ..expected
    };
    assert_eq!(other.capacity, inherited, "weights are inherited one by one");
}

#[test]
fn orders_have_keys_with_parameters() {
    use OrderKey::{Accumulating, Blend, Class, Freshest, HeadStart, NeedsReplyFirst, Oldest};
    let it = policy(
        "queue = [\"class\", { head_start = [\"10m\", \"0s\"] }]\ninbox = { blend = [{ share = 0.7, order = \
         [\"needs-reply-first\", \"oldest\"] }, { share = 0.3, order = { accumulating = [2, 1] } }] }",
    );
    assert_eq!(it.queue, [Class, HeadStart(vec![minutes(10), Span::ZERO])]);
    let blend = vec![(0.7, vec![NeedsReplyFirst, Oldest]), (0.3, vec![Accumulating(vec![2.0, 1.0])])];
    assert_eq!(it.inbox, [Blend(blend)]);
    assert_eq!(policy("queue = \"freshest\"").queue, [Freshest]);
}

#[test]
fn every_key_without_parameters_has_its_name() {
    for (name, key) in crate::policy::order::NAMES {
        assert_eq!(policy(&format!("inbox = \"{name}\"")).inbox, std::slice::from_ref(key));
    }
    for (name, key) in crate::policy::assignment::NAMES {
        assert_eq!(policy(&format!("assignment = \"{name}\"")).assignment, std::slice::from_ref(key));
    }
}

#[test]
fn the_queue_is_looked_at_when_it_is_said() {
    let dispatch = |keys: &str| policy(&format!("dispatch = {keys}")).dispatch;
    assert_eq!(dispatch("\"at-once\""), Dispatch::default());
    assert_eq!(dispatch("{}"), Dispatch::default());
    let every = Some(seconds(5));
    let swept = Dispatch { on: Triggers::default(), every, at_most: Some(1) };
    assert_eq!(dispatch("{ every = \"5s\", at_most = 1 }"), swept);
    let on = Triggers { arrival: true, freed: false, sign_in: true };
    assert_eq!(dispatch("{ on = [\"arrival\", \"sign-in\"], every = \"5s\" }"), Dispatch { on, every, at_most: None });
}

#[test]
fn offers_and_what_is_not_answered() {
    assert_eq!(policy("offer = \"pull\"").offer, Offer::Pull);
    let timed = |broadcast, excludes, pause, to_back| {
        Offer::Timed(Timed { timeout: minutes(1), broadcast, excludes, pause, to_back })
    };
    assert_eq!(policy("offer = { timeout = \"60s\" }").offer, timed(false, false, Span::ZERO, false));
    let all = "offer = { timeout = \"1m\", broadcast = true, excludes = true, pause = \"5m\", miss = \"back\" }";
    assert_eq!(policy(all).offer, timed(true, true, minutes(5), true));
    let unanswered = |keys: &str| policy(&format!("unanswered = {{ after = \"5m\"{keys} }}")).unanswered;
    let rule = |then, excludes, pause| Some(Unanswered { after: minutes(5), then, excludes, pause });
    assert_eq!(unanswered(""), rule(Then::Requeue(Entry::Back), true, Span::ZERO));
    assert_eq!(
        unanswered(", at = \"original\", excludes = false, pause = \"1m\""),
        rule(Then::Requeue(Entry::Original), false, minutes(1))
    );
    assert_eq!(unanswered(", then = \"transfer\""), rule(Then::Transfer, true, Span::ZERO));
    let [team] =
        &scenario("[[policy]]\nname = \"it\"\ncapacity = { preferred = 2 }\n").unwrap().experiment.model.teams[..]
    else {
        panic!()
    };
    assert_eq!(team.accepts, Some(Law::constant(5.0).unwrap()));
}

#[test]
fn silence_has_rules_and_clocks() {
    let after = minutes(10);
    let silence = |keys: &str| {
        let it = policy(&format!("inactivity = {{ {keys} }}"));
        (it.inactivity, it.silence)
    };
    for (name, clock) in crate::policy::inactivity::CLOCKS {
        let rule = Inactivity::After { after, clock: *clock };
        assert_eq!(silence(&format!("after = \"10m\", clock = \"{name}\"")), (rule, Silence::default()));
    }
    let clock = Clock::LastCustomer;
    let swept = Silence { unassigned: true, sweep: minutes(1), ..Silence::default() };
    let rule = Inactivity::Manual { after, clock, probability: 0.8 };
    let keys =
        "manual = { after = \"10m\", probability = 0.8 }, clock = \"last-customer\", unassigned = true, sweep = \"1m\"";
    assert_eq!(silence(keys), (rule, swept));
    let rule = Inactivity::OnDemand { after, clock: Clock::LastAgent };
    assert_eq!(silence("on_demand = { after = \"10m\" }").0, rule);
    let adaptive = Adaptive { factor: 2.0, minimum: minutes(1), maximum: after };
    let keys =
        "adaptive = { factor = 2, minimum = \"1m\", maximum = \"10m\" }, clock = \"last-any\", unassigned = true";
    assert_eq!(silence(keys).0, Inactivity::Adaptive { adaptive, clock: Clock::LastAny });
    let it = policy(
        "parking = { probability = 0.2, for = \"1h\" }\nreminders = { every = \"10m\", at_most = 3, probability = 0.4 }",
    );
    let parking = Some(Parking { probability: 0.2, lasts: minutes(60) });
    let reminders = Some(Reminders { every: minutes(10), at_most: 3, probability: 0.4 });
    assert_eq!(it.silence, Silence { parking, reminders, ..Silence::default() });
}

#[test]
fn customers_come_back_from_three_states() {
    const SET_ASIDE: &str = "parking = { probability = 0.2, for = \"1h\" }\nclose = { after = \"1h\" }\n";
    let rules = |keys: &str| {
        let it = policy(&format!("{SET_ASIDE}inactivity = \"at-once\"\nreactivation = {keys}"));
        (it.reactivation, it.reactivation_parked, it.reactivation_closed)
    };
    let rule = |to, at, wait| Reactivation { to, at, wait };
    for (name, to) in crate::policy::reactivation::OWNERS.iter().filter(|(name, _)| *name != "bot") {
        assert_eq!(rules(&format!("\"{name}\"")), (rule(*to, Entry::Front, Span::ZERO), None, None));
    }
    let general = rule(To::OwnerBelowMaximum, Entry::Original, minutes(10));
    let said = "to = \"owner-below-maximum\", at = \"original\", wait = \"10m\"";
    assert_eq!(rules(&format!("{{ {said} }}")), (general, None, None));
    let differing = format!("{{ {said}, parked = {{ to = \"owner-always\" }}, closed = {{ at = \"back\" }} }}");
    let parked = Some(rule(To::OwnerAlways, Entry::Original, Span::ZERO));
    let closed = Some(rule(To::OwnerBelowMaximum, Entry::Back, minutes(10)));
    assert_eq!(rules(&differing), (general, parked, closed));
    let alike = format!("{{ {said}, parked = \"owner-below-maximum\", closed = {{ wait = \"10m\" }} }}");
    assert_eq!(rules(&alike), (general, None, None), "what differs in nothing is not said");
    let normal = |keys: &str| {
        let text = format!(
            "[[policy]]\nname = \"it\"\ncapacity = {{ preferred = 2 }}\ninactivity = \
             \"at-once\"\n{SET_ASIDE}reactivation = {keys}"
        );
        scenario(&text).unwrap().normalised.to_string()
    };
    assert_eq!(normal(&alike), normal(&format!("{{ {said} }}")));
}

#[test]
fn closing_has_clocks_sweeps_and_a_second_way() {
    let after = minutes(60);
    for (name, clock) in crate::policy::close::CLOCKS.iter().filter(|(name, _)| *name != "inactive") {
        let close = policy(&format!("close = {{ after = \"1h\", clock = \"{name}\" }}")).close;
        assert_eq!(close, Close { after: Some((after, *clock)), ..Close::default() });
    }
    let all = "close = { after = \"1h\", clock = \"last-any\", only_awaiting = false, sweep = \"25m\", then = \"requeue\", \
               queue_wait = \"2h\", thread_window = \"3d\", on_confirmation = false, contentless = \"ignore\" }";
    let close = Close {
        after: Some((after, CloseClock::LastAny)),
        only_awaiting: false,
        sweep: minutes(25),
        requeues: true,
        queue_wait: Some(minutes(120)),
        thread_window: Some(Span(3 * Span::DAY.0)),
        on_confirmation: false,
        contentless: Contentless::Ignore,
    };
    assert_eq!(policy(all).close, close);
}

#[test]
fn demands_and_channels_have_rules_of_their_own() {
    let text = r#"
inactivity = { after = "10m" }
close = { after = "12h" }

[policy.channel.chat]
inactivity = "never"
reminders = { every = "5m", at_most = 2, probability = 0.5 }

[policy.channel.mail]
inactivity = { after = "10m" }

[policy.demand.cards]
assignment = "random"
offer = "pull"
unanswered = { after = "5m" }
inactivity = "at-once"
parking = { probability = 0.2, for = "1h" }
reactivation = "queue"
close = "never"
escalation = {}
"#;
    let it = policy(text);
    let of = |demand: u32| it.treatment_of(DemandId(demand));
    assert_eq!(
        it.own.iter().map(|(demand, _)| demand.0).collect::<Vec<_>>(),
        [0, 1],
        "what differs in nothing is not said"
    );
    let reminders = Some(Reminders { every: minutes(5), at_most: 2, probability: 0.5 });
    let loans = of(0);
    assert_eq!((loans.inactivity, loans.silence.reminders), (Inactivity::Never, reminders));
    let half_a_day = Span(12 * Span::HOUR.0);
    assert_eq!(loans.close.after, Some((half_a_day, CloseClock::LastAgent)), "by the clock that suits its silence");
    assert_eq!(it.close.after, Some((half_a_day, CloseClock::Inactive)));
    let cards = of(1);
    assert_eq!((cards.assignment.as_slice(), cards.offer), (&[AssignmentKey::Random][..], Offer::Pull));
    assert_eq!(cards.inactivity, Inactivity::AtOnce, "the demand's own before the channel's");
    assert_eq!(cards.silence.reminders, reminders, "what it does not say is as on its channel");
    assert!(cards.unanswered.is_some() && cards.silence.parking.is_some());
    assert_eq!(
        (cards.reactivation.to, cards.close, cards.escalation),
        (To::Queue, Close::default(), Escalation::default())
    );
    assert_eq!((of(2), of(3)), (it.treatment(), it.treatment()));
}

#[test]
fn own_rules_are_inherited_by_name_and_group() {
    let text = r#"
[[policy]]
name = "one"
capacity = { preferred = 2 }
[policy.demand.cards]
inactivity = "at-once"
offer = "pull"
[policy.channel.mail]
offer = "pull"

[[policy]]
name = "two"
like = "one"
[policy.demand.cards]
offer = "automatic"
[policy.demand.loans]
offer = "pull"
"#;
    let [_, two] = &policies(text)[..] else { panic!() };
    let of = |demand: u32| two.treatment_of(DemandId(demand));
    assert_eq!((of(1).inactivity, of(1).offer), (Inactivity::AtOnce, Offer::Automatic));
    assert_eq!([of(0).offer, of(2).offer, of(3).offer], [Offer::Pull, Offer::Pull, Offer::Automatic]);
}
