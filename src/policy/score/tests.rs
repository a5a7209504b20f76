//! Expressions that are right, that are wrong, and that are drawn at random.

mod drawn;
mod mistakes;

use super::{FUNCTIONS, Kind, Mistake, NO_TARGET, Names, Score, VARIABLES};
use crate::model::Takes;
use crate::units::{AgentId, ChannelId, ConversationId, DemandId, Span, Time};
use crate::world::{ChannelView, Conversation, DemandView, Desks, Level, SLOT, Weights, World};

/// So many seconds after the beginning.
fn at(seconds: u64) -> Time {
    Time(seconds * Span::SECOND.0)
}

fn demand(class: u8, target: Option<(Span, Span)>, channel: Option<ChannelId>) -> DemandView {
    DemandView {
        class,
        target,
        default_gap: Span::MINUTE,
        mean_handling: [Span(90 * Span::SECOND.0), Span(45 * Span::SECOND.0)],
        lane: 0,
        alike: DemandId(0),
        channel: ChannelView { channel, takes: Takes::Slot, rank: 0, weights: Weights::default(), at_most: None },
    }
}

/// At 1000 s: conversation 0 is new; conversation 1 was answered at 600 s, written in again at 700 s and 800 s.
fn world() -> World {
    let demands = vec![
        demand(0, Some((Span(5 * Span::MINUTE.0), Span(10 * Span::MINUTE.0))), Some(ChannelId(1))),
        demand(2, None, None),
    ];
    let mut first = Conversation::new(DemandId(0), &demands[0], at(900));
    first.passages = 1;
    let mut second = Conversation::new(DemandId(1), &demands[1], at(400));
    second.replied_by(AgentId(0), at(600));
    second.note_gap(Span(100 * Span::SECOND.0), Span::HOUR);
    (second.written, second.heard, second.passages) = (at(700), at(800), 2);
    World {
        now: at(1000),
        conversations: vec![first, second],
        identities: vec![0, 1],
        demands,
        lanes: Vec::new(),
        stages: None,
        rooms: None,
        tallies: None,
        desks: Desks::new(Vec::new(), SLOT, SLOT, Level::Room, false),
        inboxes: Vec::new(),
        agents: Vec::new(),
        queued: 7,
        open: 19,
        key: [0, 0],
    }
}

/// Reads a score among three classes, two demands and two channels.
fn read(text: &str) -> Result<Score, Mistake> {
    let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let classes = list(&["vip", "gold", "standard"]);
    let (demands, channels) = (list(&["loans", "cards"]), list(&["chat", "app"]));
    Score::new(text, &Names { classes: &classes, demands: &demands, channels: &channels })
}

/// The values of a score for both conversations; they entered their line at 940 s and 990 s.
fn values(text: &str) -> [f64; 2] {
    let score = read(text).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}"));
    let (world, entered) = (world(), [at(940), at(990)]);
    [0, 1].map(|it| score.value(&world, ConversationId(it), entered[it as usize]))
}

#[test]
fn every_variable_is_what_a_platform_sees() {
    let rows = [
        ("wait", [60.0, 10.0]),
        ("age", [100.0, 600.0]),
        ("unanswered", [100.0, 300.0]),
        ("silence", [100.0, 200.0]),
        ("since_heard", [100.0, 200.0]),
        ("since_reply", [100.0, 400.0]),
        ("own_gap", [60.0, 80.0]),
        ("target", [300.0, NO_TARGET.as_seconds()]),
        ("time_left", [200.0, NO_TARGET.as_seconds()]),
        ("mean_handling", [90.0, 45.0]),
        ("exchanges", [0.0, 1.0]),
        ("passages", [1.0, 2.0]),
        ("class_number", [0.0, 2.0]),
        ("queue_length", [7.0, 7.0]),
        ("open", [19.0, 19.0]),
        ("first", [1.0, 0.0]),
        ("returned", [0.0, 1.0]),
        ("class == 'vip'", [1.0, 0.0]),
        ("'cards' == demand", [0.0, 1.0]),
        ("channel != 'app'", [0.0, 1.0]),
    ];
    assert_eq!(rows.len(), VARIABLES.len());
    for (text, expected) in rows {
        let variable = VARIABLES.iter().find(|it| text.contains(it.name) && (it.name != "class" || text.contains('=')));
        let condition = !variable.expect(text).kind.is_amount();
        let text = if condition { format!("if({text}, 1, 0)") } else { text.to_owned() };
        assert_eq!(values(&text), expected, "{text}");
    }
}

#[test]
fn values_are_worked_out_as_one_reads_them() {
    for (text, expected) in [
        ("if(class == \"vip\", 100, 0) + wait / max(own_gap, 30s)", [101.0, 0.125]),
        ("1 + 2 * 3 - 4 / 2 - 1 + 0 * exchanges", [4.0, 4.0]),
        ("-wait * -2 - 1m", [60.0, -40.0]),
        ("10 - 3 - exchanges", [7.0, 6.0]),
        ("wait * 2 + 1h30m", [5520.0, 5420.0]),
        ("2 * (wait + 250ms)", [120.5, 20.5]),
        ("if(not first and wait < 11s or false, 1e2, 2e-1)", [0.2, 100.0]),
        ("if(not wait > 20s, 1, 2)", [2.0, 1.0]),
        ("if(first == (demand == 'loans'), 1, 2)", [1.0, 1.0]),
        ("if(exchanges >= 1, 1, 2) + if(exchanges <= 0, 10, 20)", [12.0, 21.0]),
        ("if(exchanges != 0, 1m, 2m)", [120.0, 60.0]),
        ("min(wait, 20s, 1h) + clamp(wait, 30s, 50s)", [70.0, 40.0]),
        ("abs(exchanges - 5) + floor(wait / 7s)", [13.0, 5.0]),
        ("sqrt(wait / 1s + 4) * sqrt(wait / 1s + 4) + 1", [65.0, 15.0]),
        ("exp(exchanges) * ln(exchanges + 1)", [0.0, std::f64::consts::E * std::f64::consts::LN_2]),
        ("0 * -exchanges", [0.0, 0.0]),
        (" \n\twait\r\n", [60.0, 10.0]),
    ] {
        let found = values(text);
        assert_eq!(found, expected, "{text}");
        assert!(found.iter().all(|value| *value != 0.0 || value.is_sign_positive()), "{text}: one zero only");
    }
}

#[test]
fn what_is_not_a_number_is_not_hidden() {
    for text in [
        "exchanges / exchanges",
        "if(exchanges / exchanges < 2, 1, 2)",
        "max(1, exchanges / exchanges)",
        "min(exchanges / exchanges, 1)",
        "if(not (exchanges / exchanges == 1), 1, 2)",
        "if(exchanges / exchanges > 0 and first, 1, 2)",
        "sqrt(exchanges - 1)",
        "ln(exchanges - 1) * 1",
        "(wait - wait) / (age - age)",
    ] {
        assert!(values(text)[0].is_nan(), "{text}");
    }
    // What is not chosen may be anything; a division by zero is infinite.
    assert_eq!(values("if(exchanges == 0, 0, exchanges / exchanges)"), [0.0, 1.0]);
    assert_eq!(values("if(first or exchanges / exchanges > 0, 3, 4)"), [3.0, 3.0]);
    assert_eq!(values("1 / exchanges"), [f64::INFINITY, 1.0]);
}

#[test]
fn a_due_target_counts_on_below_zero() {
    let score = read("time_left").expect("a variable");
    let mut world = world();
    world.now = at(1500);
    assert_eq!(score.value(&world, ConversationId(0), at(940)), -300.0);
    world.demands[1].target = Some((Span::SECOND, Span(15 * Span::MINUTE.0)));
    assert_eq!(score.value(&world, ConversationId(1), at(940)), 100.0, "the later target, since the later message");
}

#[test]
fn equal_scores_have_equal_texts() {
    assert_eq!(read("wait").expect("a score"), read("wait").expect("a score"));
    assert_ne!(read("wait").expect("a score"), read("age").expect("a score"));
    assert_eq!(read("wait / 1m").expect("a score").text, "wait / 1m");
}

#[test]
fn the_tables_have_every_name_once_and_no_names_of_their_own() {
    let names: Vec<&str> = VARIABLES.iter().map(|it| it.name).chain(FUNCTIONS.iter().map(|it| it.name)).collect();
    for (place, name) in names.iter().enumerate() {
        assert!(!names[..place].contains(name), "{name} is there twice");
        assert!(!["and", "or", "not", "true", "false"].contains(name));
    }
    assert!(VARIABLES.iter().any(|it| it.kind == Kind::Channel && it.kind.name() == "channel"));
}
