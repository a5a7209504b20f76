//! The drawn rules of a policy: of all groups, or of a preset with some of them changed.

use super::drawn::Dice;
use quasisync::scenario::preset::PRESETS;

/// What the rules must go with.
#[derive(Clone, Copy)]
pub(super) struct Setting {
    /// Teams own conversations together.
    pub(super) shared: bool,
    /// The run is as long as can be, so that whatever comes again and again must do so seldom.
    pub(super) long: bool,
}

/// `channel` is one that there is.
pub(super) fn policy(it: &mut Dice, channel: Option<&str>, setting: Setting) -> String {
    let mut text = "[[policy]]\nname = \"only\"\n".to_owned();
    // Presets are about agents who own conversations.
    let preset = !setting.shared && it.of(&["preset", "rules", "rules"]) == "preset";
    if preset {
        let names: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
        text += &format!("preset = \"{}\"\n", it.of(&names));
    }
    if !preset || it.of(&["as the preset", "changed"]) == "changed" {
        text += &capacity(it, channel, setting);
        text += &it.maybe("queue", order);
        text += &it.maybe("inbox", order);
        text += &it.maybe("dispatch", |it| dispatch(it, setting));
        text += &treatment(it, setting);
        text += &day(it);
    }
    for (kind, name) in [("demand", Some("one")), ("channel", channel)] {
        if let Some(name) = name
            && it.of(&["rules of its own", "none", "none"]) == "rules of its own"
        {
            text += &format!("[policy.{kind}.{name}]\n{}", treatment(it, setting));
        }
    }
    text
}

fn weight(it: &mut Dice) -> String {
    it.text(&["0", "0.001", "0.3", "1"])
}

fn capacity(it: &mut Dice, channel: Option<&str>, Setting { shared, .. }: Setting) -> String {
    let mut inner = it.text(&["preferred = 1", "preferred = 3, maximum = 10000", "preferred = 10000"]);
    let mut weights = format!("inactive = {}", weight(it));
    weights += &it.maybe_in("needs_reply", |it| it.text(&["0.001", "0.3", "1"]));
    for state in ["offered", "awaits_customer", "parked", "wrap_up"] {
        weights += &it.maybe_in(state, weight);
    }
    inner += &format!(", weights = {{ {weights} }}");
    inner += &it.maybe_in("slack", |it| it.text(&["0", "0.001", "0.5", "10000"]));
    inner += &it.maybe_in("pool", |it| it.text(&["\"shared\"", "\"channel\"", "\"demand\""]));
    if let Some(channel) = channel {
        inner += &it.maybe_in("channel", |it| {
            let share =
                it.of(&["weight = 0.001", "weight = 0, at_most = 2", "weights = { inactive = 0.5, parked = 1 }"]);
            format!("{{ {channel} = {{ {share} }} }}")
        });
    }
    if shared {
        return format!("capacity = {{ {inner}, ownership = \"team\" }}\n");
    }
    inner += &it.maybe_in("warm_up", |it| {
        let idle = it.maybe_in("after_idle", |it| it.text(&["\"1us\"", "\"5s\""]));
        format!("{{ every = \"{}\", for = \"{}\"{idle} }}", it.of(&["1us", "2s"]), it.of(&["3s", "2920d"]))
    });
    inner += &it.maybe_in("rate", |it| {
        format!("{{ at_most = {}, per = \"{}\" }}", it.of(&["1", "7"]), it.of(&["1us", "3s", "2920d"]))
    });
    inner += &it.maybe_in("on_request", |it| it.text(&["true", "false"]));
    format!("capacity = {{ {inner} }}\n")
}

/// Keys of an order, or several orders of which one is drawn.
fn order(it: &mut Dice) -> String {
    if it.of(&["keys", "keys", "blend"]) == "keys" {
        return keys(it);
    }
    let (one, other, share) = (keys(it), keys(it), it.of(&["1e-300", "0.5", "1e300"]));
    format!("{{ blend = [{{ share = {share}, order = {one} }}, {{ share = 1, order = {other} }}] }}")
}

fn keys(it: &mut Dice) -> String {
    const FIRST: &[&str] = &[
        "\"class\"",
        "\"replies-first\"",
        "\"reactivated-first\"",
        "\"reactivated-last\"",
        "\"first-messages-first\"",
        "\"needs-reply-first\"",
        "\"fewest-exchanges\"",
    ];
    const LAST: &[&str] = &[
        "\"joined-first\"",
        "\"waiting-longest\"",
        "\"newest\"",
        "\"deadline\"",
        "\"most-engaged\"",
        "\"random\"",
        "\"oldest\"",
        "\"unanswered-longest\"",
        "\"quietest\"",
        "\"freshest\"",
        "\"shortest-expected\"",
        "{ adaptive = { factor = 0.01, minimum = \"0s\", maximum = \"1us\" } }",
        "{ adaptive = { factor = 100, minimum = \"1s\", maximum = \"2920d\" } }",
        "{ head_start = [\"2920d\", \"0s\"] }",
        "{ accumulating = [1e300, 0] }",
        "{ accumulating = [2, 1e-300] }",
        "{ score = \"wait\" }",
        // Not a number now and then, which ends the run.
        "{ score = \"wait / own_gap\" }",
        "{ score = \"if(first and demand == 'one', 1e300, -1) * (age / 1us) - ln(queue_length + open)\" }",
        "{ score = \"max(time_left, -1h) / max(mean_handling, 1us) + sqrt(exchanges) * passages\" }",
        "{ score = \"exp(silence / 1h) + clamp(since_heard / 1s, -1e300, unanswered / 1us)\" }",
    ];
    let (first, second, last) = (it.of(FIRST), it.of(FIRST), it.of(LAST));
    match it.of(&["one", "two", "three"]) {
        "one" => last.to_owned(),
        "three" if first != second => format!("[{first}, {second}, {last}]"),
        _ => format!("[{first}, {last}]"),
    }
}

fn dispatch(it: &mut Dice, Setting { long, .. }: Setting) -> String {
    // Every look at the queue is an event, also in the year before the run in which the backlog may have come.
    let every = if long { "100d" } else { it.of(&["2s", "7s", "2920d"]) };
    let on = it.of(&["", ", on = [\"arrival\"]", ", on = [\"freed\", \"sign-in\"]"]);
    let at_most = it.maybe_in("at_most", |it| it.text(&["1", "4294967295"]));
    it.text(&[
        &format!("{{ every = \"{every}\"{on}{at_most} }}"),
        "{ at_most = 1 }",
        "{ on = [\"arrival\", \"freed\"] }",
    ])
}

/// The groups that a demand or a channel can have of its own.
fn treatment(it: &mut Dice, setting: Setting) -> String {
    let mut text = it.maybe("assignment", |it| {
        it.text(&[
            "[\"most-spare-share\", \"least-recently-assigned\"]",
            "[\"fewest-open\", \"fastest\"]",
            "[\"last-agent\", \"fewest-needing-reply\", \"random\"]",
            "\"fewest-assigned\"",
            "\"cyclic\"",
            "\"most-loaded\"",
        ])
    });
    if !setting.shared {
        text += &it.maybe("offer", offer);
        text += &it.maybe("unanswered", |it| unanswered(it, setting));
    }
    text += &inactivity(it);
    text += &it.maybe("parking", |it| {
        format!("{{ probability = {}, for = \"{}\" }}", it.share(), it.of(&["1us", "4s", "2920d"]))
    });
    text += &it.maybe("reminders", |it| {
        let (every, at_most) = (it.of(&["1us", "2s", "2920d"]), it.of(&["1", "3", "65535"]));
        format!("{{ every = \"{every}\", at_most = {at_most}, probability = {} }}", it.share())
    });
    text += &it.maybe("reactivation", |it| reactivation(it, setting));
    text += &it.maybe("close", close);
    text + &it.maybe("escalation", |it| {
        let replies = it.of(&["1", "2", "65535"]);
        let wait = it.maybe_in("after_wait", |it| it.text(&["\"0s\"", "\"1s\"", "\"2920d\""]));
        format!("{{ urgent = {}, after_exchanges = {replies}{wait} }}", it.of(&["true", "false"]))
    })
}

fn offer(it: &mut Dice) -> String {
    if it.of(&["pull", "timed", "timed"]) == "pull" {
        return "\"pull\"".to_owned();
    }
    let mut inner = format!("timeout = \"{}\"", it.of(&["1us", "2s", "2920d"]));
    inner += &it.maybe_in("broadcast", |it| it.text(&["true", "false"]));
    inner += &it.maybe_in("excludes", |it| it.text(&["true", "false"]));
    inner += &it.maybe_in("pause", |it| it.text(&["\"1us\"", "\"5s\"", "\"2920d\""]));
    inner += &it.maybe_in("miss", |it| it.text(&["\"keep\"", "\"back\""]));
    format!("{{ {inner} }}")
}

fn unanswered(it: &mut Dice, Setting { long, .. }: Setting) -> String {
    // Who waits on is looked at again and again.
    let after = if long { "100d" } else { it.of(&["1s", "30s", "2920d"]) };
    let then = it.of(&["then = \"requeue\"", "then = \"requeue\", at = \"front\"", "then = \"transfer\""]);
    let mut inner = format!("after = \"{after}\", {then}");
    inner += &it.maybe_in("excludes", |it| it.text(&["true", "false"]));
    inner += &it.maybe_in("pause", |it| it.text(&["\"1us\"", "\"5s\"", "\"2920d\""]));
    format!("{{ {inner} }}")
}

fn inactivity(it: &mut Dice) -> String {
    let rule = it.of(&[
        "after = \"1us\"",
        "after = \"2s\"",
        "adaptive = { factor = 3, minimum = \"1us\", maximum = \"10s\" }",
        "manual = { after = \"1s\", probability = 0.5 }",
        "on_demand = { after = \"2s\" }",
        "at-once",
        "never",
    ]);
    if ["at-once", "never"].contains(&rule) {
        return format!("inactivity = \"{rule}\"\n");
    }
    let clock = it.of(&[
        "last-agent",
        "last-customer-while-awaiting",
        "first-agent-after-customer",
        "last-customer",
        "last-any",
        "last-any",
    ]);
    let mut inner = format!("{rule}, clock = \"{clock}\"");
    // In the queue only a clock that runs on can be due.
    if ["last-customer", "last-any"].contains(&clock) && !rule.starts_with("on_demand") {
        inner += &it.maybe_in("unassigned", |it| it.text(&["true", "false"]));
    }
    inner += &it.maybe_in("sweep", |it| it.text(&["\"1us\"", "\"7s\"", "\"2920d\""]));
    format!("inactivity = {{ {inner} }}\n")
}

fn reactivation(it: &mut Dice, Setting { shared, .. }: Setting) -> String {
    let to = it.of(&["owner-always", "owner-signed-in", "owner-below-maximum", "queue", "bot"]);
    let mut inner = format!("to = \"{to}\", at = \"{}\"", it.of(&["front", "back", "original"]));
    if !shared && ["owner-signed-in", "owner-below-maximum"].contains(&to) {
        inner += &it.maybe_in("wait", |it| it.text(&["\"1us\"", "\"4s\"", "\"2920d\""]));
    }
    for state in ["parked", "closed"] {
        inner += &it.maybe_in(state, |it| it.text(&["\"queue\"", "\"owner-always\"", "{ at = \"original\" }"]));
    }
    format!("{{ {inner} }}")
}

fn close(it: &mut Dice) -> String {
    let clock = it.of(&["last-agent", "last-customer-while-awaiting", "last-customer", "last-any"]);
    let mut inner = format!("after = \"{}\", clock = \"{clock}\"", it.of(&["1us", "1s", "2920d"]));
    // Who waits for a reply can only be closed by a clock that runs on.
    if ["last-customer", "last-any"].contains(&clock) {
        inner += &it.maybe_in("only_awaiting", |it| it.text(&["true", "false"]));
    }
    inner += &it.maybe_in("sweep", |it| it.text(&["\"1us\"", "\"7s\"", "\"2920d\""]));
    inner += &it.maybe_in("then", |it| it.text(&["\"close\"", "\"requeue\""]));
    inner += &it.maybe_in("queue_wait", |it| it.text(&["\"1us\"", "\"3s\"", "\"2920d\""]));
    inner += &it.maybe_in("thread_window", |it| it.text(&["\"0s\"", "\"1us\"", "\"2920d\""]));
    inner += &it.maybe_in("on_confirmation", |it| it.text(&["true", "false"]));
    inner += &it.maybe_in("contentless", |it| it.text(&["\"handle\"", "\"ignore\""]));
    format!("{{ {inner} }}")
}

/// The agent's day, and the door.
fn day(it: &mut Dice) -> String {
    let desk = it.maybe("desk", |it| {
        let rules = ["finish", "hold", "on-reply", "hand-over", "hand-over-open", "hand-over-all"];
        let (shift_end, breaks) = (it.of(&rules), it.of(&rules));
        let before = it.of(&["0s", "1us", "30s", "2920d"]);
        format!("{{ shift_end = \"{shift_end}\", breaks = \"{breaks}\", no_new_before = \"{before}\" }}")
    });
    desk + &it.maybe("door", |it| {
        let mut inner = "signals = [\"acknowledgement\", \"presence\", \"estimated-wait\"]".to_owned();
        inner += &it.maybe_in("waiting", |it| it.text(&["0", "2", "4294967295"]));
        inner += &it.maybe_in("inside", |it| it.text(&["1", "4294967295"]));
        inner += &it.maybe_in("bot", |it| it.text(&["true", "false"]));
        inner += &it.maybe_in("out_of_hours", |it| it.text(&["\"queue\"", "\"refuse\"", "\"bot\""]));
        inner += &it.maybe_in("at_closing", |it| it.text(&["\"keep\"", "\"clear\""]));
        inner += &it.maybe_in("signals_out_of_hours", |it| it.text(&["[]", "[\"typing\", \"presence\"]"]));
        format!("{{ {inner} }}")
    })
}
