//! Channels, and what happens at the door and between demands.

use super::*;
use crate::model::{Bot, Channel, ReplyWindow, Takes, Target, Transfer, Urgent};
use crate::policy::{AtClosing, ChannelShare, Door, Escalation, Gives, OutOfHours};
use crate::units::{ChannelId, DemandId};
use serde_json::json;

const CHANNELS: &str = r#"
[[channel]]
name = "phone"
kind = "voice"

[[channel]]
name = "web"
kind = "chat"
resume = "20s"

[[channel]]
name = "app"
kind = "messaging"
resume = "10s"
reply_window = { within = "24h", template = "30s" }

[[channel]]
name = "post"
kind = "email"
"#;

/// The small scenario with more keys in its demand and in its policy, and more sections before.
fn small(sections: &str, demand: &str, policy: &str) -> Scenario {
    let text = SMALL.replacen("exchanges = { constant = 1 }", demand, 1).replacen(
        "[[demand]]",
        &format!("{sections}\n[[demand]]"),
        1,
    );
    load_text(&format!("{text}{policy}\n")).unwrap_or_else(|found| panic!("{found}"))
}

const ONE: &str = "exchanges = { constant = 1 }";
const MORE: &str = "exchanges = { geometric = { mean = 3 } }\nreply = { latency = { constant = \"1m\" } }";

#[test]
fn kinds_of_channels_say_most_of_what_there_is() {
    let scenario = small(CHANNELS, &format!("channel = \"web\"\n{ONE}"), "");
    let seconds = |seconds: u64| Span(seconds * Span::SECOND.0);
    let window = ReplyWindow { within: Span::DAY, template: seconds(30) };
    let channels = [
        Channel { takes: Takes::Agent, rank: 2, page: true, ..Channel::from("phone") },
        Channel { rank: 1, page: true, resume: seconds(20), ..Channel::from("web") },
        Channel { rank: 1, resume: seconds(10), reply_window: Some(window), ..Channel::from("app") },
        Channel { takes: Takes::Idle, ..Channel::from("post") },
    ];
    assert_eq!(scenario.experiment.model.channels, channels);
    assert_eq!(scenario.experiment.model.demands[0].channel, Some(ChannelId(1)));
    assert_eq!(
        scenario.normalised["channel"][1],
        json!({ "name": "web", "takes": "slot", "interrupts": ["post"], "resume": "20s", "page": true })
    );
    let own = "[[channel]]\nname = \"app\"\nkind = \"chat\"\ntakes = \"idle\"\npage = false\ninterrupts = []\n\
               [[channel]]\nname = \"post\"\ninterrupts = [\"app\"]\n";
    let scenario = small(own, &format!("channel = \"post\"\n{ONE}"), "");
    let channels =
        [Channel { takes: Takes::Idle, ..Channel::from("app") }, Channel { rank: 1, ..Channel::from("post") }];
    assert_eq!(scenario.experiment.model.channels, channels, "everything can be said otherwise");
}

#[test]
fn a_word_moves_a_demand_to_another_channel() {
    let demand = |channel: &str| {
        let voice = "[demand.as.voice]\nexchanges = { constant = 1 }\nhandling = { first = { constant = \"6m\" } }\n\
                     [demand.as.post]\nghosts = 0.5\n";
        let text = SMALL.replacen(ONE, &format!("channel = \"{channel}\"\n{MORE}"), 1).replacen(
            "[[team]]",
            &format!("{voice}[[team]]"),
            1,
        );
        load_text(&text).unwrap_or_else(|found| panic!("{found}"))
    };
    let names = |it: &Scenario| it.experiment.model.channels.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    let (chat, voice) = (demand("chat"), demand("voice"));
    let first = |it: &Scenario| it.experiment.model.demands[0].clone();
    assert_eq!((&first(&chat).exchanges, first(&chat).ghosts), (&Count::geometric(3.0).unwrap(), 0.0));
    assert_eq!(first(&voice).exchanges, Count::constant(1).unwrap());
    assert_eq!(first(&voice).handling_later, Law::constant(360.0).unwrap());
    assert_eq!(first(&voice).name, "orders");
    assert_eq!((names(&chat), names(&voice)), (vec!["chat".to_owned()], vec!["voice".to_owned()]));
    assert_eq!(voice.normalised["demand"][0].get("as"), None, "the normal form has what is in force");
    assert_eq!(voice.normalised["demand"][0]["exchanges"], json!({ "constant": 1 }));
}

#[test]
fn conversations_of_a_channel_weigh_what_the_policy_says() {
    let more = "\ncapacity.channel.web = { weight = 1.5 }\ncapacity.channel.phone = { weight = 0, at_most = 2 }";
    let text = SMALL
        .replacen(ONE, &format!("channel = \"web\"\n{ONE}"), 1)
        .replacen("[[demand]]", &format!("{CHANNELS}\n[[demand]]"), 1)
        .replacen("capacity = { preferred = 2 }", &format!("capacity.preferred = 2{more}"), 1);
    let like = "[[policy]]\nname = \"other\"\nlike = \"plain\"\ncapacity = { channel = { web = { at_most = 3 } } }\n";
    let scenario = load_text(&format!("{text}{like}")).unwrap_or_else(|found| panic!("{found}"));
    let shares = |policy: usize| &scenario.experiment.policies[policy].capacity.channels[..];
    let [phone, web] = [
        ChannelShare { weight: 0, at_most: Some(2), weights: None },
        ChannelShare { weight: 1500, ..ChannelShare::default() },
    ];
    let as_ever = ChannelShare::default();
    assert_eq!(shares(0), [phone, web, as_ever, as_ever]);
    assert_eq!(shares(1), [phone, ChannelShare { at_most: Some(3), ..web }, as_ever, as_ever]);
    assert_eq!(load_text(SMALL).unwrap().experiment.policies[0].capacity.channels, []);
}

#[test]
fn a_matter_can_meet_a_bot_be_urgent_and_be_passed_on() {
    let other = "[[demand]]\nname = \"calls\"\narrivals = \"none\"\nexchanges = { constant = 1 }\n\
                 handling = { first = { constant = \"5m\" } }\n";
    let keys = format!(
        "{MORE}\nclass = \"standard\"\nescalates = \"calls\"\nurgent = {{ share = 0.05 }}\n\
         transfer = {{ probability = 0.1, to = \"calls\", warm = \"1m30s\" }}\n\
         bot = {{ takes = {{ constant = \"1m\" }}, contains = 0.3, falsely = 0.2, back_after = {{ constant = \"2h\" }} }}"
    );
    let policy = "door = { bot = true }\nescalation = { urgent = true, after_exchanges = 5, after_wait = \"3m\" }";
    let text = SMALL.replacen(ONE, &keys, 1).replacen("[[team]]", &format!("{other}[[team]]"), 1);
    let text = format!("classes = [\"vip\", \"standard\"]\n{text}{policy}\n")
        .replace("[\"orders\"]", "[\"orders\", \"calls\"]");
    let scenario = load_text(&text).unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(scenario.warnings, []);
    let [orders, calls] = &scenario.experiment.model.demands[..] else { panic!() };
    let seconds = |seconds: u64| Span(seconds * Span::SECOND.0);
    let law = |seconds| Law::constant(seconds).unwrap();
    assert_eq!(orders.bot, Some(Bot { takes: law(60.0), contains: 0.3, falsely: 0.2, back_after: law(7200.0) }));
    assert_eq!((orders.class, orders.urgent), (1, Some(Urgent { share: 0.05, class: 0 })));
    let transfer = Transfer { probability: 0.1, to: DemandId(1), warm: Some(seconds(90)) };
    assert_eq!((orders.transfer, orders.escalates), (Some(transfer), Some(DemandId(1))));
    assert_eq!((calls.transfer, calls.escalates, &calls.bot, calls.urgent), (None, None, &None, None));
    assert_eq!(calls.arrivals, Arrivals::Poisson(crate::civil::Weekly::constant(0.0)));
    assert_eq!(scenario.normalised["demand"][1]["arrivals"], "none");
    let policy = &scenario.experiment.policies[0];
    let after_wait = Some(seconds(180));
    assert_eq!(policy.escalation, Escalation { urgent: true, after_exchanges: Some(5), after_wait });
    assert_eq!(load_text(SMALL).unwrap().experiment.policies[0].escalation, Escalation::default());
}

#[test]
fn doors_have_hours_and_promises_stand_still() {
    let keys = format!("{ONE}\nopen = \"07:00-21:00\"\ntarget = {{ first = \"5m\", clock = \"in-hours\" }}");
    let door = "door = { out_of_hours = \"refuse\", at_closing = \"clear\", signals_out_of_hours = [\"presence\"] }";
    let scenario = small("", &keys, door);
    let gives_out_of_hours = Some(Gives { presence: true, ..Gives::default() });
    let (out_of_hours, at_closing) = (OutOfHours::Refuse, AtClosing::Clear);
    let door = Door { out_of_hours, at_closing, gives_out_of_hours, ..Door::default() };
    assert_eq!(scenario.experiment.policies[0].door, door);
    let minutes = Span(5 * Span::MINUTE.0);
    let target = Target { first: minutes, later: minutes, share: 0.8, in_hours: true };
    assert_eq!(scenario.experiment.model.demands[0].target, Some(target));
}

#[test]
fn keys_can_be_set_from_outside() {
    let text = SMALL.replacen(ONE, &format!("channel = \"chat\"\n{MORE}\n"), 1).replacen(
        "[[team]]",
        "[demand.as.voice]\nexchanges = { constant = 1 }\n[[team]]",
        1,
    );
    let with = |changes: &[&str]| {
        let changes: Vec<String> = changes.iter().map(|it| (*it).to_owned()).collect();
        parse_with(&text, Path::new("dir/case.toml"), &large_files(), changes[..].into())
    };
    let changes = ["demand.orders.channel=voice", "team.berlin.agents=7", "policy.plain.door.waiting = 3", "title=A b"];
    let scenario = with(&changes).unwrap_or_else(|found| panic!("{found}"));
    let model = &scenario.experiment.model;
    assert_eq!(model.demands[0].exchanges, Count::constant(1).unwrap());
    assert_eq!((model.channels[0].name.as_str(), model.teams[0].places()), ("voice", 7));
    assert_eq!((scenario.experiment.policies[0].door.waiting, scenario.title.as_str()), (Some(3), "A b"));
    for (change, expected) in [
        ("demand.orders.handling.first={ constant = \"3m\" }", Law::constant(180.0).unwrap()),
        ("demand.orders.handling.first.exponential.mean=3m", Law::exponential(180.0).unwrap()),
    ] {
        assert_eq!(with(&[change]).unwrap().experiment.model.demands[0].handling_first, expected, "{change}");
    }
    // A later one wins, a place in a list is a way, too, and what is inherited is inherited from what is set.
    let scenario = with(&["team[1].agents=3", "team.berlin.agents=4", "policy[1].capacity.preferred=5"]).unwrap();
    assert_eq!(scenario.experiment.model.teams[0].places(), 4);
    assert_eq!(scenario.experiment.policies[0].capacity.limits[0].preferred, 5);
    assert_eq!(with(&[]).unwrap(), parse(&text, Path::new("dir/case.toml"), &large_files()).unwrap());
}

#[test]
fn what_cannot_be_set_is_said_where_it_was_written() {
    let text = SMALL.replacen(ONE, &format!("channel = \"chat\"\n{MORE}\n"), 1);
    let shown = |changes: &[&str]| {
        let changes: Vec<String> = changes.iter().map(|it| (*it).to_owned()).collect();
        parse_with(&text, Path::new("dir/case.toml"), &large_files(), changes[..].into()).unwrap_err().to_string()
    };
    for (change, message) in [
        ("demand.orders.ghosts=2", "--set:2:22: demand.orders.ghosts: 2 is not between 0 and 1"),
        ("demand.order.ghosts=0", "--set:2:8: `demand` has no `order`; did you mean `orders`? there is only `orders`"),
        ("demand.orders=2", "--set:2:1: `demand.orders` is a section, not a key; name a key of it: demand.orders.KEY"),
        ("demand.orders.ghots=0", "--set:2:15: demand.orders: unknown key `ghots`; did you mean `ghosts`?"),
        ("tiem.horizon=1d", "--set:2:1: unknown key `tiem`; did you mean `time`?"),
        ("team.berlin.agnets=1", "--set:2:13: team.berlin: unknown key `agnets`; did you mean `agents`?"),
        ("time.horizon=1", "--set:2:14: time.horizon: the span 1 has no unit"),
        (
            "team.berlin.agents.x=1d",
            "--set:2:20: `team.berlin.agents` is a number here, and has no keys; to replace it, write \
             team.berlin.agents={ x = \"1d\" }",
        ),
        (
            "demand.orders.handling.first=20m",
            "this is a single value, not a law; if it is always the same: { constant = \"20m\" }",
        ),
        ("time.horizon[1]=1", "--set:2:13: `time.horizon` is a text here, not a list"),
        ("time[1]=1", "--set:2:5: `time` is not a list"),
        ("team[2].agents=1", "--set:2:5: `team` has no element 2; the list has 1"),
        ("team[0].agents=1", "--set:2:5: `team` has no element 0"),
        ("seed", "--set:2:1: this sets nothing; write KEY=VALUE"),
        ("a..b=1", "--set:2:1: this names no key"),
        ("=1", "--set:2:1: this names no key"),
        ("title=", "--set:2:7: title: this text is empty"),
        ("demand.orders.exchanges={ constant = 0 }", "--set:2:38: demand.orders.exchanges.constant: 0 is below 1"),
        ("demand.orders.exchanges={ constant = }", "--set:2:38: this value is not TOML"),
    ] {
        let found = shown(&["team.berlin.agents=7", change]);
        assert!(found.contains(message) && found.lines().count() == 1, "{change}: {found}");
    }
    // The first mistake does not hide the second, nor one in the file.
    assert_eq!(shown(&["title=", "seed"]).lines().count(), 2);
}

#[test]
fn who_has_moved_a_demand_is_not_told_that_its_former_channel_is_empty() {
    let sections = "[[channel]]\nname = \"chat\"\nkind = \"chat\"\n[[channel]]\nname = \"voice\"\nkind = \"voice\"\n";
    let on = |channel: &str, more: &str| {
        let demand = format!("channel = \"{channel}\"\n{ONE}\n{more}");
        SMALL.replacen(ONE, &demand, 1).replacen("[[demand]]", &format!("{sections}[[demand]]"), 1)
    };
    let told = |text: &str, changes: &[&str]| -> Vec<String> {
        let changes: Vec<String> = changes.iter().map(|it| (*it).to_owned()).collect();
        let scenario = parse_with(text, Path::new("case.toml"), &large_files(), changes[..].into());
        scenario.unwrap_or_else(|found| panic!("{found}")).warnings.iter().map(ToString::to_string).collect()
    };
    let alternative = "as = { voice = { ghosts = 0 } }\n";
    let empty = told(&on("chat", ""), &[]);
    assert!(empty.len() == 1 && empty[0].contains("channel.voice: nobody writes on this channel"), "{empty:?}");
    assert_eq!(told(&on("chat", alternative), &[]), [""; 0]);
    assert_eq!(told(&on("voice", alternative), &[]), [""; 0]);
    assert_eq!(told(&on("chat", ""), &["demand.orders.channel=voice"]), [""; 0]);
}
