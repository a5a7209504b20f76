//! Whole files: what loads, what is refused, and that nothing panics.

mod channels;
mod knobs;
mod mistakes;
mod people;
mod reading;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::*;
use crate::civil::DAY;
use crate::model::{Arrivals, Until};
use crate::policy::{AssignmentKey, Clock, CloseClock, Entry, Inactivity, Limits, OrderKey, Ownership, To};
use crate::random::{Count, Law};
use crate::units::{Span, Time};

/// Files in memory.
#[derive(Default)]
struct Memory(BTreeMap<PathBuf, Vec<u8>>);

impl Memory {
    fn with(mut self, path: &str, text: &str) -> Memory {
        self.0.insert(PathBuf::from(path), text.as_bytes().to_vec());
        self
    }
}

impl Files for Memory {
    fn read(&self, path: &Path) -> Result<Vec<u8>, FileProblem> {
        self.0.get(path).cloned().ok_or_else(|| FileProblem::new("there is no such file", "check the spelling"))
    }
}

const SMALL: &str = r#"
[time]
horizon = "7d"

[[demand]]
name = "orders"
arrivals = { poisson = { per_hour = 60 } }
exchanges = { constant = 1 }
handling = { first = { exponential = { mean = "2m" } } }

[[team]]
name = "berlin"
serves = ["orders"]
agents = 3

[[policy]]
name = "plain"
capacity = { preferred = 2 }
"#;

const LARGE: &str = r#"
title = "Retail bank"
classes = ["vip", "standard"]

[time]
start = 2026-03-02T00:00:00
warm_up = "1d"
horizon = "7d"
cool_down = "12h"
interval = "15m"

[experiment]
seed = 18446744073709551615
replications = 20
confidence = 0.9
baseline = "adaptive"

[bands]
live = "30s"
quasi_live = "10m"
short_abandoned = "5s"
within = ["30s", "5m"]

[[demand]]
name = "loans"
channel = "messaging"
class = "vip"
target = { first = "5m", later = "10m", share = 0.9 }
arrivals = { profile = { file = "week.csv", per_day = 1800 } }
day_factor = { name = "market", gamma = { mean = 1, cv = 0.09 } }
exchanges = { mixture = [{ weight = 0.6, geometric = { mean = 2 } }, { weight = 0.4, geometric = { mean = 6 } }], maximum = 40 }
handling = { first = { lognormal = { median = "55s", p90 = "2m30s" } }, later = { lognormal = { median = "35s", p90 = "1m40s" }, truncate = { maximum = "2h" } }, closing = { constant = "10s" } }
patience = { first = { weibull = { mean = "12m", shape = 1.2 } }, later = { exponential = { mean = "40m" } }, out_of_hours = { exponential = { mean = "20h" } }, until = "reply", silent = 0.75, gone_share = 0.6, signals = { acknowledgement = 1.3, presence = 1.1, estimated_wait = 1.2 } }
ghosts = 0.02
ending = { recognised = 0.4, confirms = 0.2, thanks = 0.1, silent = 0.3 }
open = [{ days = "mon-fri", hours = "07:00-21:00" }, { days = "sat", hours = "22:00-02:00" }]
awake = "07:00-01:00"
burst = { messages = { geometric = { mean = 1.5 } }, gap = { exponential = { mean = "10s" } } }
nudges = { after = { exponential = { mean = "11m" } }, at_most = 2 }
comes_back = { solved = { probability = 0.08, after = { exponential = { mean = "5h" } } }, gave_up = { probability = 0.4, after = { exponential = { mean = "2h" } }, keep = true }, refused = { probability = 1, after = { constant = "10m" } } }
satisfaction = { by = "response-time", points = [["0s", 0.95], ["5m", 0.7]] }
conversion = { by = "target", points = [[0.5, 0.3], [2, 0.1]] }

[demand.reply]
personal_cv = 0.4
default_gap = "90s"
modes = [
  { name = "engaged", start = 0.60, latency = { lognormal = { median = "25s", p90 = "1m30s" } } },
  { name = "away", start = 0.40, latency = { mixture = [{ weight = 1, constant = "1h" }, { weight = 3, uniform = { from = "1h", to = "2h" } }] } },
]
transitions = [[0.9, 0.1], [0.15, 0.85]]
drift = { after_wait = "3m", slower = 0.25 }

[[demand]]
name = "cards"
channel = "app"
target = { first = "1m" }
satisfaction = { by = "tempo-ratio", points = [[1.0, 0.9], [3.0, 0.2]] }
arrivals = { trace = { file = "log.csv", column = "created" } }
exchanges = { table = [{ value = 1, weight = 0.3 }, { value = 4, weight = 0.7 }] }
handling = { first = { empirical = { file = "log.csv", column = "handling", unit = "m" } } }
reply = { latency = { quantiles = [[0.0, "1s"], [0.5, "30s"], [1.0, "2h"]] } }

[[team]]
name = "denver"
serves = ["loans", "cards"]
agents = [{ days = "mon-fri", from = "07:00", to = "21:00", count = 12 }, { days = "sat", from = "09:00", to = "24:00", count = 4 }]
speed_cv = 0.15
slowdown = [1.0, 1.03, 1.08]
switch_cost = "4s"
wrap_up = { exponential = { mean = "20s" }, holds = "slot" }
catch_up = { first = "20s", per_exchange = "3s" }
cost = 31.5

[[team]]
name = "austin"
serves = ["cards"]
agents = 2

[[policy]]
name = "adaptive"
like = "longest"
queue = ["class", { adaptive = { factor = 2.0, minimum = "30s", maximum = "20m" } }, { score = "if(class == \"vip\", 100, 0) + wait / max(own_gap, 30s)" }]
inactivity = { adaptive = { factor = 4.0, minimum = "2m", maximum = "30m" }, clock = "last-customer-while-awaiting" }
capacity = { team = { austin = { maximum = 8 } } }

[[policy]]
name = "longest"
capacity = { preferred = 4, maximum = 6, weights = { inactive = 0.25 }, ownership = "team", team = { denver = { preferred = 5 } } }
queue = ["reactivated-first", "waiting-longest"]
assignment = ["most-spare", "cyclic"]
inbox = "waiting-longest"
inactivity = { after = "30m", clock = "last-agent" }
reactivation = { to = "owner-signed-in", at = "original" }
close = { after = "12h", thread_window = "3d", on_confirmation = false, contentless = "ignore" }
door = { waiting = 10, inside = 50, signals = ["acknowledgement", "typing"] }
"#;

const WEEK: &str = "days,from,to,weight\nmon-fri,07:00,12:00,3\nmon-fri,12:00,22:00,1\nsat,09:00,24:00,0\n";
const LOG: &str = "created,handling\n2026-03-01T08:00:12,1\n2026-03-02 00:00:00.5,2.5\n60,0.5\n2026-02-01T00:00,1\n";

fn large_files() -> Memory {
    Memory::default().with("dir/week.csv", WEEK).with("dir/log.csv", LOG)
}

/// As the large scenario, but the agents of a team work on several conversations at once.
fn sharing() -> String {
    LARGE
        .replace("ownership = \"team\"", "ownership = \"agent\"")
        .replace("slowdown = [1.0, 1.03, 1.08]\nswitch_cost = \"4s\"", "sharing = [1.0, 1.5, 1.75]")
}

fn load_text(text: &str) -> Result<Scenario, Diagnostics> {
    parse(text, Path::new("dir/case.toml"), &large_files())
}

#[test]
fn a_small_scenario_has_all_defaults() {
    let scenario = load_text(SMALL).unwrap();
    assert_eq!((scenario.name.as_str(), scenario.title.as_str()), ("case", "case"));
    let experiment = &scenario.experiment;
    assert_eq!(
        (experiment.seed, experiment.replications, experiment.confidence, experiment.baseline),
        (1, 10, 0.95, 0)
    );
    let frame = &experiment.model.frame;
    assert_eq!(
        (frame.warm_up, frame.horizon, frame.interval),
        (Span::ZERO, Span(7 * Span::DAY.0), Span::seconds(1800.0))
    );
    assert_eq!(frame.zone.second_of_week(Time::START), 0, "the default start is a Monday");
    let demand = &experiment.model.demands[0];
    assert_eq!((demand.class, demand.ghosts, demand.ending.recognised), (0, 0.0, 1.0));
    assert_eq!(demand.handling_first, demand.handling_later);
    assert_eq!(demand.patience.until, Until::Handling);
    assert_eq!(demand.reply.modes.len(), 1);
    let policy = &experiment.policies[0];
    assert_eq!(policy.capacity.limits, [Limits { preferred: 2, maximum: 2 }]);
    assert_eq!(policy.capacity.ownership, Ownership::Agent);
    assert_eq!(policy.queue, [OrderKey::WaitingLongest]);
    assert_eq!(policy.assignment, [AssignmentKey::LeastLoaded, AssignmentKey::LongestIdle]);
    assert_eq!(policy.inactivity, Inactivity::Never);
    assert_eq!((policy.reactivation.to, policy.reactivation.at), (To::OwnerBelowMaximum, Entry::Front));
    assert_eq!((policy.close.after, policy.door.waiting), (None, None));
    assert!(scenario.warnings.is_empty());
}

#[test]
fn a_large_scenario_loads_as_it_is_written() {
    let scenario = load_text(LARGE).unwrap_or_else(|found| panic!("{found}"));
    let experiment = &scenario.experiment;
    assert_eq!((experiment.seed, experiment.baseline, scenario.title.as_str()), (u64::MAX, 0, "Retail bank"));
    let [loans, cards] = &experiment.model.demands[..] else { panic!() };
    assert_eq!((loans.class, cards.class), (0, 1), "the last class unless said otherwise");
    let Arrivals::Poisson(weekly) = &loans.arrivals else { panic!() };
    assert_eq!(weekly.at(8 * 3600), 1800.0 * 3.0 / 4.0 / 5.0);
    assert_eq!(weekly.at(12 * 3600), 1800.0 / 4.0 / 10.0);
    assert_eq!(weekly.at(5 * DAY + 10 * 3600), 0.0);
    assert_eq!(loans.day_factor.as_ref().unwrap().name, "market");
    assert_eq!(loans.reply.modes[1].name, "away");
    assert_eq!(loans.reply.default_gap, Span::seconds(90.0));
    let Arrivals::Trace(times) = &cards.arrivals else { panic!() };
    let minute = Span::MINUTE.0;
    assert_eq!(
        times[..],
        [Time(8 * 60 * minute + 12_000_000), Time(Span::DAY.0 + 500_000), Time(Span::DAY.0 + minute)]
    );
    assert_eq!(cards.handling_first.quantile(1.0 - 1e-12).round(), 150.0);
    assert_eq!(scenario.warnings.len(), 1, "a row of the log is outside of the run");
    assert_eq!(scenario.warnings[0].place.line, 5);
    let team = &experiment.model.teams[0];
    let agents = team.agents.weekly().expect("a count");
    assert_eq!((agents.at(8 * 3600), agents.at(5 * DAY + 23 * 3600), agents.at(6 * DAY)), (12, 4, 0));
}

#[test]
fn what_a_policy_does_not_say_is_like_the_other_one() {
    let scenario = load_text(LARGE).unwrap();
    let [adaptive, longest] = &scenario.experiment.policies[..] else { panic!() };
    assert_eq!(adaptive.assignment, longest.assignment);
    assert_eq!(adaptive.close.after, Some((Span(12 * Span::HOUR.0), CloseClock::Inactive)));
    assert_eq!((adaptive.door.waiting, adaptive.door.inside), (Some(10), Some(50)));
    assert_eq!(adaptive.capacity.weights.inactive, 250);
    let limits = |preferred, maximum| Limits { preferred, maximum };
    assert_eq!(longest.capacity.limits, [limits(5, 6), limits(4, 6)]);
    assert_eq!(adaptive.capacity.limits, [limits(5, 6), limits(4, 8)], "limits of teams are merged by team");
    assert!(matches!(adaptive.inactivity, Inactivity::Adaptive { clock: Clock::LastCustomerWhileAwaiting, .. }));
    assert!(matches!(longest.inactivity, Inactivity::After { clock: Clock::LastAgent, .. }));
}

#[test]
fn the_normal_form_has_every_default_and_depends_on_nothing_else() {
    let small = load_text(SMALL).unwrap().normalised;
    assert_eq!(small["time"]["interval"], "30m");
    assert_eq!(small["time"]["start"], "2024-01-01T00:00:00");
    assert_eq!(
        small["experiment"],
        serde_json::json!({"baseline": "plain", "confidence": 0.95, "replications": 10, "seed": 1})
    );
    assert_eq!(small["demand"][0]["handling"]["later"], small["demand"][0]["handling"]["first"]);
    assert_eq!(
        small["demand"][0]["patience"],
        serde_json::json!({
            "until": "handling", "silent": 0.0, "gone_share": 1.0,
            "signals": { "acknowledgement": 1.0, "presence": 1.0, "estimated_wait": 1.0 },
        })
    );
    assert_eq!(small["policy"][0]["capacity"]["maximum"], 2);
    assert_eq!(small["policy"][0]["queue"], serde_json::json!(["waiting-longest"]));
    assert_eq!(
        small["policy"][0]["reactivation"],
        serde_json::json!({ "to": "owner-below-maximum", "at": "front", "wait": "0s" })
    );
    // What is written out as it is by default, or otherwise spelt, is the same.
    let spelt = SMALL
        .replace("\"7d\"", "\"1w\"\nwarm_up = \"0m\"\n[experiment]\nseed = 1\nconfidence = 0.95")
        .replace("\"2m\"", "\"120 seconds\"")
        .replace("= 60 } }", "= 60.0 } }\nending = { silent = 0, thanks = 0 }\ncomes_back = {}")
        .replace("[[demand]]", "[bands]\nquasi_live = \"900s\"\n[[demand]]")
        .replace(
            "{ preferred = 2 }",
            "{ preferred = 2, maximum = 2, weights = { inactive = 0 }, rate = \"none\", team = {} }\nqueue = \
             \"waiting-longest\"\nclose = \"never\"\ndispatch = {}\noffer = \"automatic\"\ndemand = {}",
        );
    assert_eq!(load_text(&spelt).unwrap().normalised.to_string(), small.to_string());

    let large = load_text(LARGE).unwrap().normalised;
    assert_eq!(large["demand"][0]["arrivals"]["profile"]["steps"][1]["to"], "22:00");
    assert_eq!(large["demand"][1]["arrivals"]["trace"]["rows"], 4);
    assert_eq!(large["demand"][1]["class"], "standard");
    assert_eq!(
        large["policy"][0]["close"],
        serde_json::json!({
            "after": "12h", "clock": "inactive", "only_awaiting": true, "sweep": "0s", "then": "close",
            "thread_window": "3d", "on_confirmation": false, "contentless": "ignore",
        })
    );
    assert!(large["policy"][0].get("like").is_none());
}

#[test]
fn a_silent_conversation_can_close_where_nothing_goes_inactive() {
    let held = format!("{SMALL}close = {{ after = \"20m\" }}\n");
    let close = load_text(&held).unwrap().experiment.policies[0].close.after;
    assert_eq!(close, Some((Span::seconds(1200.0), CloseClock::LastAgent)));
}

#[test]
fn a_single_class_need_not_be_declared() {
    let single = SMALL.replace("name = \"orders\"", "name = \"orders\"\nclass = \"standard\"");
    assert_eq!(load_text(&single).unwrap().experiment.model.demands[0].class, 0);
    let empty = format!("classes = []\n{single}");
    assert!(load_text(&empty).unwrap_err().to_string().contains("there are no classes"));
}

#[test]
fn every_law_of_the_catalogue_can_be_written() {
    use crate::random::law::{LAWS, ParameterKind};
    for form in LAWS.iter().filter(|form| form.build.is_some() && form.name != "constant") {
        let value = |(place, parameter): (usize, &crate::random::law::Parameter)| match parameter.kind {
            ParameterKind::Value => format!("{} = \"{}s\"", parameter.name, 10 * (place + 1)),
            // whole, as the shape of an Erlang law must be
            _ => format!("{} = 2", parameter.name),
        };
        let parameters: Vec<String> = form.parameters.iter().enumerate().map(value).collect();
        let law = format!("{} = {{ {} }}", form.name, parameters.join(", "));
        let text = SMALL.replace("exponential = { mean = \"2m\" }", &law);
        let scenario = load_text(&text).unwrap_or_else(|found| panic!("{law}: {found}"));
        let numbers: Vec<f64> = form
            .parameters
            .iter()
            .enumerate()
            .map(
                |(place, parameter)| {
                    if parameter.kind == ParameterKind::Value { 10.0 * (place + 1) as f64 } else { 2.0 }
                },
            )
            .collect();
        assert_eq!(
            scenario.experiment.model.demands[0].handling_first,
            form.build.unwrap()(&numbers).unwrap(),
            "{law}"
        );
    }
}

#[test]
fn branches_batches_and_uneven_counts_can_be_written() {
    let branches = "hyperexponential = [{ weight = 3, mean = \"4s\" }, { weight = 1, mean = \"1m30s\" }]";
    let truncated = format!("{branches}, truncate = {{ maximum = \"10m\" }}");
    let text = SMALL.replace("exponential = { mean = \"2m\" }", &truncated);
    let text = text.replace(
        "exchanges = { constant = 1 }",
        "exchanges = { negative_binomial = { mean = 3, cv = 1.1 }, maximum = 20 }\n\
         batch = { negative_binomial = { mean = 2, shape = 0.5 } }\n\
         reply = { latency = { constant = \"1m\" } }",
    );
    let scenario = load_text(&text).unwrap_or_else(|found| panic!("{found}"));
    let demand = &scenario.experiment.model.demands[0];
    let law = Law::hyperexponential(&[(3.0, 4.0), (1.0, 90.0)]).unwrap();
    assert_eq!(demand.handling_first, law.truncate(None, Some(600.0)).unwrap());
    assert_eq!(demand.exchanges, Count::negative_binomial_mean_cv(3.0, 1.1).unwrap().clamp(20).unwrap());
    assert_eq!(demand.batch, Some(Count::negative_binomial_mean_shape(2.0, 0.5).unwrap()));
    assert_eq!(load_text(SMALL).unwrap().experiment.model.demands[0].batch, None);
    let normal = &scenario.normalised["demand"][0]["batch"];
    assert_eq!(*normal, serde_json::json!({ "negative_binomial": { "mean": 2.0, "shape": 0.5 } }));
}

#[test]
fn a_front_of_the_queue_that_means_nothing_is_warned_of() {
    let text = |queue: &str, at: &str| {
        let policy = format!("queue = {queue}\nreactivation = {{ to = \"queue\", at = \"{at}\" }}\n");
        format!("{SMALL}{policy}")
    };
    let warnings = |queue: &str, at: &str| {
        let scenario = parse(&text(queue, at), Path::new("test.toml"), &Memory::default());
        scenario.expect("a scenario that can be run").warnings.len()
    };
    assert_eq!(warnings("\"random\"", "front"), 1);
    assert_eq!(warnings("\"random\"", "back"), 0);
    assert_eq!(warnings("\"class\"", "front"), 0, "first among the equals of a class");
    assert_eq!(warnings("[\"class\", \"waiting-longest\"]", "front"), 0);
}
