//! What a key could look like, where it is missing or has a value of the wrong kind.

/// Keys with an example of their values; with a dot where the key above it makes a difference.
const EXAMPLES: &[(&str, &str)] = &[
    ("name", "\"loans\""),
    ("time", "{ horizon = \"7d\" }"),
    ("horizon", "\"7d\""),
    ("arrivals", "{ poisson = { per_hour = 120 } }"),
    (
        "events",
        "[{ name = \"premiere\", at = \"2026-03-05T20:00\", customers = 400, hold = \"20m\", decay = \"45m\" }]",
    ),
    ("customers", "400"),
    ("day_factors", "{ file = \"holidays.csv\" }"),
    ("month_factors", "[1.1, 1, 1, 0.9, 0.9, 0.9, 0.8, 0.8, 1, 1.1, 1.2, 1.3]"),
    ("day_factors.file", "\"holidays.csv\""),
    ("month_factors.file", "\"months.csv\""),
    ("exchanges", "{ geometric = { mean = 3 } }"),
    ("handling", "{ first = { lognormal = { median = \"55s\", p90 = \"2m30s\" } } }"),
    ("first", "\"5m\""),
    ("reply", "{ latency = { lognormal = { median = \"25s\", p90 = \"1m30s\" } } }"),
    ("handling.first", "{ lognormal = { median = \"55s\", p90 = \"2m30s\" } }"),
    ("handling.closing", "{ constant = \"10s\" }"),
    ("patience", "{ first = { exponential = { mean = \"12m\" } } }"),
    ("patience.first", "{ exponential = { mean = \"12m\" } }"),
    ("patience.later", "{ exponential = { mean = \"40m\" } }"),
    ("patience.signals", "{ acknowledgement = 1.3, presence = 1.1 }"),
    ("ending", "{ recognised = 0.7, silent = 0.3 }"),
    ("burst", "{ messages = { geometric = { mean = 1.5 } }, gap = { exponential = { mean = \"10s\" } } }"),
    ("messages", "{ geometric = { mean = 1.5 } }"),
    ("gap", "{ exponential = { mean = \"10s\" } }"),
    ("nudges", "{ after = { exponential = { mean = \"10m\" } }, at_most = 2 }"),
    ("nudges.after", "{ exponential = { mean = \"10m\" } }"),
    ("at_most", "2"),
    ("comes_back", "{ solved = { probability = 0.1, after = { exponential = { mean = \"5h\" } } } }"),
    ("comes_back.solved", AGAIN),
    ("comes_back.gave_up", AGAIN),
    ("comes_back.refused", AGAIN),
    ("probability", "0.1"),
    ("solved.after", "{ exponential = { mean = \"5h\" } }"),
    ("gave_up.after", "{ exponential = { mean = \"2h\" } }"),
    ("refused.after", "{ exponential = { mean = \"10m\" } }"),
    ("satisfaction", "{ by = \"response-time\", points = [[\"0s\", 0.95], [\"5m\", 0.7]] }"),
    ("conversion", "{ by = \"response-time\", points = [[\"0s\", 0.3], [\"5m\", 0.1]] }"),
    ("by", "\"response-time\""),
    ("points", "[[\"0s\", 0.95], [\"5m\", 0.7]]"),
    ("drift", "{ after_wait = \"3m\", slower = 0.25 }"),
    ("after_wait", "\"3m\""),
    ("slower", "0.25"),
    ("zone", "\"America/Denver\""),
    ("hours", "\"07:00-21:00\""),
    ("catch_up", "{ first = \"20s\", per_exchange = \"3s\" }"),
    ("wrap_up", "{ exponential = { mean = \"20s\" } }"),
    ("bands", "{ live = \"1m\", quasi_live = \"15m\" }"),
    ("close", "{ after = \"12h\" }"),
    ("door", "{ waiting = 30 }"),
    ("latency", "{ lognormal = { median = \"25s\", p90 = \"1m30s\" } }"),
    ("start", "0.6"),
    ("transitions", "[[0.9, 0.1], [0.2, 0.8]]"),
    ("per_hour", "120"),
    ("file", "\"profiles/bank-week.csv\""),
    ("column", "\"created\""),
    ("unit", "\"s\""),
    ("days", "\"mon-fri\""),
    ("from", "\"07:00\""),
    ("to", "\"15:30\""),
    ("weight", "0.4"),
    ("value", "3"),
    ("count", "12"),
    ("serves", "[\"loans\"]"),
    ("demand", "\"loans\""),
    ("agents", "12"),
    ("between", "\"11:00-13:30\""),
    ("for", "\"30m\""),
    ("every", "\"30m\""),
    ("looks", "{ every = \"30m\", interruption = \"2m\" }"),
    ("desk", "{ shift_end = \"hand-over\" }"),
    ("capacity", "{ preferred = 4, maximum = 6 }"),
    ("preferred", "4"),
    ("factor", "2.0"),
    ("minimum", "\"30s\""),
    ("maximum", "\"20m\""),
    ("after", "\"30m\""),
    ("median", "\"55s\""),
    ("p90", "\"2m30s\""),
    ("mean", "\"2m\""),
    ("sd", "0.8"),
    ("cv", "0.5"),
    ("shape", "1.2"),
    ("scale", "\"2m\""),
    ("ln_mean", "4.0"),
    ("ln_sd", "0.8"),
];

/// One way of coming again.
const AGAIN: &str = "{ probability = 0.1, after = { exponential = { mean = \"5h\" } } }";

/// What the value of a key can look like; `above` is the path of the table that it is in.
pub(super) fn shape(above: &str, key: &str) -> Option<&'static str> {
    let table = above.rsplit('.').next().unwrap_or_default();
    let find = |key: &str| EXAMPLES.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
    find(&format!("{table}.{key}")).or_else(|| find(key))
}

/// What to write for a missing key.
pub(super) fn example(above: &str, key: &str) -> String {
    match shape(above, key) {
        Some(value) => format!("add it, for instance `{key} = {value}`"),
        None => format!("add `{key}`"),
    }
}
