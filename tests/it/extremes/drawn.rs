//! The drawn files.

use super::knobs::{Setting, policy};
use quasisync::random::Stream;

/// Texts at random, the same for the same seed.
pub(super) struct Dice(Stream);

impl Dice {
    pub(super) fn of<'a>(&mut self, values: &[&'a str]) -> &'a str {
        values[(self.0.word() % values.len() as u64) as usize]
    }

    /// A key that may be left out.
    pub(super) fn maybe(&mut self, key: &str, value: impl FnOnce(&mut Dice) -> String) -> String {
        if self.of(&["with", "without"]) == "with" { format!("{key} = {}\n", value(self)) } else { String::new() }
    }

    /// The same within a table on one line.
    pub(super) fn maybe_in(&mut self, key: &str, value: impl FnOnce(&mut Dice) -> String) -> String {
        if self.of(&["with", "without"]) == "with" { format!(", {key} = {}", value(self)) } else { String::new() }
    }

    pub(super) fn text(&mut self, values: &[&str]) -> String {
        self.of(values).to_owned()
    }

    pub(super) fn law(&mut self) -> String {
        let law = self.of(LAWS);
        let bound = self.of(&["", "", "", ", clamp = { maximum = \"3s\" }", ", clamp = { minimum = \"1s\" }"]);
        format!("{{ {law}{bound} }}")
    }

    fn count(&mut self) -> String {
        self.text(COUNTS)
    }

    pub(super) fn share(&mut self) -> String {
        self.text(&["0", "1e-300", "0.3", "0.999999999", "1"])
    }

    fn factor(&mut self) -> String {
        self.text(&["0.01", "1", "1.7", "100"])
    }

    fn hours(&mut self) -> String {
        self.text(&[
            "\"00:00-24:00\"",
            "\"00:00-00:01\"",
            "\"23:59-00:01\"",
            "\"00:01-00:00\"",
            "{ days = \"mon\", hours = \"00:02-00:03\" }",
            "{ days = \"sun\", hours = \"12:00-12:01\" }",
        ])
    }

    fn again(&mut self) -> String {
        let (probability, after, keep) = (self.share(), self.law(), self.of(&["true", "false"]));
        format!("{{ probability = {probability}, after = {after}, keep = {keep} }}")
    }

    fn curve(&mut self, by: &[&str]) -> String {
        match self.of(by) {
            "response-time" => self.text(&[
                "{ by = \"response-time\", points = [[\"0s\", 1]] }",
                "{ by = \"response-time\", points = [[\"1us\", 1], [\"2us\", 0]] }",
                "{ by = \"response-time\", points = [[\"5s\", 0.7], [\"2920d\", 1e-300]] }",
            ]),
            by => {
                let points = self.of(&["[0, 1]", "[0, 1], [1e308, 0]", "[1e-300, 0.5], [1e-299, 0.4]", "[1e18, 0]"]);
                format!("{{ by = \"{by}\", points = [{points}] }}")
            }
        }
    }

    fn numbers(&mut self) -> String {
        self.text(&["[1]", "[0.01]", "[100]", "[0.01, 100]", "[100, 0.01, 1, 7]"])
    }
}

const LAWS: &[&str] = &[
    "constant = \"0s\"",
    "constant = \"0s\"",
    "constant = \"1us\"",
    "constant = \"500us\"",
    "constant = \"1s\"",
    "constant = \"2920d\"",
    "uniform = { from = \"0s\", to = \"9s\" }",
    "triangular = { minimum = \"0s\", mode = \"0s\", maximum = \"1m\" }",
    "triangular = { minimum = \"1s\", mode = \"2920d\", maximum = \"2920d\" }",
    "exponential = { mean = \"1ms\" }",
    "exponential = { mean = \"4s\" }",
    "exponential = { mean = \"4s\" }",
    "exponential = { mean = \"2920d\" }",
    "erlang = { shape = 1, mean = \"5s\" }",
    "erlang = { shape = 100, mean = \"5s\" }",
    "hyperexponential = { mean = \"5s\", cv = 1 }",
    "hyperexponential = { mean = \"5s\", cv = 50 }",
    "hyperexponential = [{ weight = 1e-9, mean = \"2920d\" }, { weight = 1, mean = \"1ms\" }]",
    "lognormal = { median = \"3s\", ln_sd = 5 }",
    "lognormal = { median = \"3s\", ln_sd = 10 }",
    "gamma = { mean = \"5s\", cv = 9 }",
    "weibull = { scale = \"1s\", shape = 0.1 }",
    "pareto = { minimum = \"1ms\", shape = 1.01 }",
    "pareto = { mean = \"10s\", shape = 1.01 }",
    "loglogistic = { median = \"3s\", shape = 1.01 }",
    "loglogistic = { median = \"3s\", p90 = \"26s\" }",
    "quantiles = [[0, \"0s\"], [1, \"2920d\"]]",
];

const COUNTS: &[&str] = &[
    "{ constant = 1 }",
    "{ constant = 2 }",
    "{ constant = 3 }",
    "{ constant = 100 }",
    "{ constant = 10000, maximum = 50 }",
    "{ geometric = { mean = 1 } }",
    "{ geometric = { mean = 4 } }",
    "{ geometric = { mean = 1000 }, maximum = 30 }",
    "{ negative_binomial = { mean = 3, shape = 0.01 } }",
    "{ negative_binomial = { mean = 50, shape = 1000 } }",
    "{ mixture = [{ weight = 1e-300, constant = 10000 }, { weight = 1, geometric = { mean = 3 } }] }",
    "{ table = [{ value = 1, weight = 1 }, { value = 10000, weight = 0.001 }] }",
];

/// The file of a seed.
pub(super) fn drawn(seed: u64) -> String {
    let mut dice = Dice(Stream::new([seed, 0xed6e], [0; 3]));
    let it = &mut dice;
    // A few runs are as long as can be, and nearly nothing happens in them.
    let long = seed.is_multiple_of(16);
    let mut text = frame(it, long);
    let channels = it.of(&["declared", "named", "none"]);
    let mut calls = Vec::new();
    if channels == "declared" {
        for (name, below) in [("chat", "app"), ("app", "none")] {
            let (section, takes_the_agent) = channel(it, name, below);
            text += &section;
            calls.extend(takes_the_agent.then_some(name));
        }
    }
    let channels = if channels == "none" { None } else { Some(&calls[..]) };
    for name in ["one", "two"] {
        text += &demand(it, name, long, channels);
    }
    // Who works on several conversations, or on demands of his own, must own them.
    let shared = it.of(&["team", "agent", "agent"]) == "team";
    let both = it.of(&[
        "[\"one\", \"two\"]",
        "[\"one\", { demand = \"two\", rank = 255, delay = \"1us\" }]",
        "[{ demand = \"one\", delay = \"2920d\" }, { demand = \"two\", fallback = true }]",
    ]);
    for (name, serves) in [("red", both), ("blue", "[\"two\"]")] {
        text += &team(it, name, serves, long, shared);
    }
    let known = ["chat", "app"].into_iter().find(|name| text.contains(&format!("\"{name}\"\n")));
    text + &policy(it, known, Setting { shared, long })
}

fn frame(it: &mut Dice, long: bool) -> String {
    let (warm_up, horizon, cool_down, interval) = match long {
        true => ("100d", it.of(&["1d", "2800d"]), it.of(&["0s", "1d"]), it.of(&["400d", "2920d"])),
        false => (
            it.of(&["0s", "0s", "2s", "5m"]),
            it.of(&["1us", "10s", "61s", "3m"]),
            it.of(&["0s", "0s", "1us", "10m"]),
            it.of(&["20s", "1m", "2920d"]),
        ),
    };
    let start = it.of(&["2024-01-01T00:00", "2024-12-31T23:59:59"]);
    let zone = it.of(&["UTC", "UTC", "America/Denver", "Australia/Lord_Howe"]);
    let classes = it.of(&["", "classes = [\"vip\", \"usual\"]\n"]);
    let mut text = format!(
        "{classes}[time]\nzone = \"{zone}\"\nstart = \"{start}\"\nwarm_up = \"{warm_up}\"\nhorizon = \"{horizon}\"\ncool_down = \"{cool_down}\"\n\
         interval = \"{interval}\"\n[experiment]\nreplications = 2\n"
    );
    text += it.of(&[
        "",
        "[bands]\nlive = \"1us\"\nquasi_live = \"1us\"\nshort_abandoned = \"0s\"\nwithin = [\"1us\", \"2920d\"]\n",
        "[bands]\nlive = \"2920d\"\nquasi_live = \"2920d\"\nshort_abandoned = \"2920d\"\nwithin = [\"5s\"]\n",
    ]);
    text
}

/// A channel, and whether its conversations take the agent whole.
fn channel(it: &mut Dice, name: &str, below: &str) -> (String, bool) {
    let mut text = format!("[[channel]]\nname = \"{name}\"\n");
    text += &it.maybe("kind", |it| it.text(&["\"voice\"", "\"chat\"", "\"messaging\"", "\"email\""]));
    text += &it.maybe("takes", |it| it.text(&["\"slot\"", "\"agent\"", "\"idle\""]));
    let whole = if text.contains("takes") { text.contains("\"agent\"") } else { text.contains("\"voice\"") };
    let interrupts = if below == "none" { "[]".to_owned() } else { format!("[\"{below}\"]") };
    text += &format!("interrupts = {}\n", it.of(&["[]", &interrupts]));
    text += &it.maybe("resume", |it| it.text(&["\"1us\"", "\"4s\"", "\"2920d\""]));
    text += &it.maybe("page", |it| it.text(&["true", "false"]));
    text += &it.maybe("reply_window", |it| {
        let (within, template) = (it.of(&["1us", "5s", "2920d"]), it.of(&["0s", "1s", "2920d"]));
        format!("{{ within = \"{within}\", template = \"{template}\" }}")
    });
    (text, whole)
}

/// Keys of what happens to a matter at the door, and as what it goes on.
fn passing(it: &mut Dice, name: &str) -> String {
    let other = if name == "one" { "two" } else { "one" };
    let mut text = it.maybe("bot", |it| {
        let (takes, back, contains, falsely) = (it.law(), it.law(), it.share(), it.of(&["1e-300", "0.5", "1"]));
        format!("{{ takes = {takes}, contains = {contains}, falsely = {falsely}, back_after = {back} }}")
    });
    text += &it.maybe("urgent", |it| format!("{{ share = {} }}", it.share()));
    text += &it.maybe("transfer", |it| {
        let warm = it.maybe_in("warm", |it| it.text(&["\"1us\"", "\"3s\"", "\"2920d\""]));
        // Both ways with certainty would be a circle without end.
        let probability = if name == "one" { it.share() } else { it.text(&["0", "1e-300", "0.3"]) };
        format!("{{ probability = {probability}, to = \"{other}\"{warm} }}")
    });
    if name == "two" && text.contains("transfer") {
        return text;
    }
    text + &it.maybe("escalates", |_| format!("\"{other}\""))
}

/// `channels`, if there are any, are those on which a conversation takes the agent whole: it is one exchange then.
fn demand(it: &mut Dice, name: &str, long: bool, channels: Option<&[&str]>) -> String {
    let rate = if long { "0.002" } else { it.of(&["0", "40", "200", "600"]) };
    let mut text = format!("[[demand]]\nname = \"{name}\"\narrivals = {{ poisson = {{ per_hour = {rate} }} }}\n");
    if it.of(&["passed on", "not"]) == "passed on" {
        text += &passing(it, name);
    }
    let mut call = false;
    if let Some(calls) = channels {
        let channel = it.of(&["chat", "app", "none"]);
        call = calls.contains(&channel);
        text += &if channel == "none" { String::new() } else { format!("channel = \"{channel}\"\n") };
    }
    text += &format!("exchanges = {}\n", if call { "{ constant = 1 }".to_owned() } else { it.count() });
    let (first, closing) = (it.law(), it.law());
    text += &format!("handling = {{ first = {first}, closing = {closing}{} }}\n", it.maybe_in("later", Dice::law));
    text += &it.maybe("zone", |it| it.text(&["\"Asia/Kathmandu\"", "\"Pacific/Kiritimati\"", "\"Europe/Berlin\""]));
    let open = it.maybe("open", Dice::hours);
    text += &open;
    text += &it.maybe("awake", Dice::hours);
    let clock = if open.is_empty() { "" } else { it.of(&["", ", clock = \"in-hours\""]) };
    text += &format!("target = {{ first = \"{}\"{clock} }}\n", it.of(&["1us", "5s", "2920d"]));
    text += &it.maybe("day_factor", |it| it.text(&["{ constant = 1 }", "{ gamma = { mean = 1, cv = 0.9 } }"]));
    let factors = "1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2";
    text += &it.maybe("month_factors", |it| format!("[{}, {factors}]", it.of(&["0", "0.5", "3"])));
    if !long {
        text += &it.maybe("backlog", |it| format!("{{ count = {}, age = {} }}", it.of(&["0", "1", "40"]), it.law()));
    }
    // Everybody's whole conversation is drawn beforehand.
    let often = if long { 1 } else { 1000 };
    text += &it.maybe("events", |it| {
        it.text(&[
            "[{ name = \"event\", at = \"2024-01-01T00:00\", customers = 30, hold = \"1s\" }]",
            "[{ name = \"event\", at = \"2023-12-31T00:00\", customers = 3, ramp = \"1us\", decay = \"2920d\" }]",
            &format!("[{{ name = \"event\", per_week = {often}, customers = 0.1, ramp = \"1s\", decay = \"1us\" }}]"),
            "[{ name = \"event\", per_week = 1e-300, customers = 1e8, hold = \"2920d\", decay = \"2920d\" }]",
        ])
    });
    text += &it.maybe("batch", |it| it.text(&["{ constant = 2 }", "{ negative_binomial = { mean = 3, cv = 2 } }"]));
    text += &it.maybe("patience", |it| {
        let (first, until) = (it.law(), it.of(&["assigned", "handling", "reply"]));
        let mut inner = format!("first = {first}, until = \"{until}\", silent = {}", it.share());
        inner += &it.maybe_in("later", Dice::law);
        if !open.is_empty() {
            inner += &it.maybe_in("out_of_hours", Dice::law);
        }
        inner += &it.maybe_in("gone_share", |it| it.text(&["0", "0.5", "100"]));
        inner += &it.maybe_in("signals", |it| {
            format!("{{ acknowledgement = {}, presence = {}, estimated_wait = 100 }}", it.factor(), it.factor())
        });
        format!("{{ {inner} }}")
    });
    text += &it.maybe("ghosts", Dice::share);
    if !call {
        text += &it.maybe("ending", |it| {
            it.text(&[
                "{ thanks = 1 }",
                "{ confirms = 1 }",
                "{ silent = 1 }",
                "{ recognised = 0.25, confirms = 0.25, thanks = 0.25, silent = 0.25 }",
            ])
        });
    }
    text += &it.maybe("burst", |it| format!("{{ messages = {}, gap = {} }}", it.count(), it.law()));
    text += &it.maybe("nudges", |it| format!("{{ after = {}, at_most = {} }}", it.law(), it.of(&["1", "100"])));
    text += &it.maybe("comes_back", |it| {
        format!("{{ solved = {}, gave_up = {}, refused = {} }}", it.again(), it.again(), it.again())
    });
    text += &it.maybe("satisfaction", |it| it.curve(&["response-time", "tempo-ratio", "target"]));
    text += &it.maybe("conversion", |it| it.curve(&["response-time", "target"]));
    text += &reply(it);
    text
}

fn reply(it: &mut Dice) -> String {
    let gap = it.of(&["1us", "1s", "2920d"]);
    let mut text = format!("[demand.reply]\ndefault_gap = \"{gap}\"\npersonal_cv = {}\n", it.of(&["0", "1", "10"]));
    if it.of(&["one", "more"]) == "one" {
        return text + &format!("latency = {}\n", it.law());
    }
    let (near, far) = (it.law(), it.law());
    text += &format!(
        "modes = [{{ name = \"near\", start = 1, latency = {near} }}, {{ name = \"far\", start = 0, latency = {far} }}]\n\
         transitions = {}\n",
        it.of(&["[[1, 0], [0, 1]]", "[[0, 1], [1, 0]]", "[[0.5, 0.5], [0.1, 0.9]]"])
    );
    text + &it.maybe("drift", |it| {
        format!("{{ after_wait = \"{}\", slower = {} }}", it.of(&["0s", "1s", "2920d"]), it.share())
    })
}

/// `shared`: its agents own conversations together.
fn team(it: &mut Dice, name: &str, serves: &str, long: bool, shared: bool) -> String {
    let counts = it.of(&[
        "1",
        "3",
        "200",
        "[{ days = \"daily\", from = \"00:00\", to = \"00:01\", count = 4 }, { days = \"daily\", from = \"00:01\", to = \"00:02\", count = 1 }]",
    ]);
    let mut text = format!("[[team]]\nname = \"{name}\"\nserves = {serves}\n");
    let shifts = match it.of(&["count", "count", "shifts"]) {
        "count" => {
            text += &format!("agents = {counts}\n");
            String::new()
        }
        _ => shifts(it, shared),
    };
    text += &it.maybe("looks", |it| {
        // Every look is an event.
        let every = if long { "2920d" } else { it.of(&["1s", "at-once", "2920d"]) };
        format!("{{ every = \"{every}\", interruption = \"{}\" }}", it.of(&["0s", "1us", "2920d"]))
    });
    text += &it.maybe("accepts", Dice::law);
    text += &it.maybe("speed_cv", |it| it.text(&["0.2", "10"]));
    text += &it.maybe("catch_up", |it| {
        it.text(&["{ first = \"3s\" }", "{ first = \"2920d\", per_exchange = \"2920d\" }", "{ per_exchange = \"1s\" }"])
    });
    text += &it.maybe("cost", |it| it.text(&["0", "31", "1e9"]));
    if !shared && it.of(&["sharing", "one by one"]) == "sharing" {
        text += &format!("sharing = {}\n", it.numbers());
        let mut wrap_up = it.maybe("wrap_up", Dice::law);
        if let Some(end) = wrap_up.rfind('}') {
            wrap_up.insert_str(end, it.of(&[", holds = \"slot\" ", ", holds = \"nothing\" "]));
        }
        return text + &wrap_up + &shifts;
    }
    text += &it.maybe("wrap_up", Dice::law);
    text += &it.maybe("slowdown", Dice::numbers);
    text += &it.maybe("switch_cost", |it| it.text(&["\"1us\"", "\"4s\"", "\"2920d\""]));
    text + &shifts
}

/// Sections of shifts, and of an agent with something of his own.
fn shifts(it: &mut Dice, shared: bool) -> String {
    let mut text = String::new();
    let empty = it.of(&["early", "late", "none", "none"]);
    for name in ["early", "late"] {
        let agents = if name == empty { "0" } else { it.of(&["1", "3", "60"]) };
        text += &format!("[[team.shift]]\nname = \"{name}\"\nagents = {agents}\n");
        let (hours, breaks) = match it.of(&["day", "minute", "night"]) {
            "day" => ("00:00-24:00", "{ between = \"00:00-00:03\", for = \"30s\" }, { hours = \"00:03-23:59\" }"),
            "minute" => ("00:00-00:01", "{ between = \"00:00-00:01\", for = \"1s\" }"),
            _ => ("23:59-00:02", "{ between = \"23:59-00:01\", for = \"1m30s\" }, { hours = \"00:01-00:02\" }"),
        };
        text += &format!("hours = \"{hours}\"\n");
        text += &it.maybe("days", |it| it.text(&["\"daily\"", "\"mon\"", "\"sun,mon,tue\""]));
        text += &it.maybe("absence", |it| it.text(&["0", "0.5", "0.999999999"]));
        let key = it.of(&["breaks", "off_desk"]);
        text += &it.maybe(key, |_| format!("[{breaks}]"));
    }
    if it.of(&["an agent", "nobody"]) == "an agent" {
        let shift = if empty == "early" { "late" } else { "early" };
        text += &format!("[[team.agent]]\nname = \"ada\"\nshift = \"{shift}\"\n");
        text += &it.maybe("speed", |it| it.text(&["0.01", "100"]));
        if !shared {
            text += &it.maybe("serves", |it| it.text(&["[\"one\"]", "[{ demand = \"two\", rank = 2 }]"]));
        }
        text += &it.maybe("capacity", |it| it.text(&["{ preferred = 1 }", "{ preferred = 1, maximum = 10000 }"]));
    }
    text
}
