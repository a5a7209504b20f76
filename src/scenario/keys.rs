//! What a missing key could look like.

/// Keys that must be there, with an example of their values.
const EXAMPLES: &[(&str, &str)] = &[
    ("name", "\"loans\""),
    ("time", "{ horizon = \"7d\" }"),
    ("horizon", "\"7d\""),
    ("arrivals", "{ poisson = { per_hour = 120 } }"),
    ("exchanges", "{ geometric = { mean = 3 } }"),
    ("handling", "{ first = { lognormal = { median = \"55s\", p90 = \"2m30s\" } } }"),
    ("first", "\"5m\""),
    ("reply", "{ latency = { lognormal = { median = \"25s\", p90 = \"1m30s\" } } }"),
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
    ("agents", "12"),
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

/// What the value of a key can look like.
pub(super) fn shape(key: &str) -> Option<&'static str> {
    EXAMPLES.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
}

/// What to write for a missing key.
pub(super) fn example(key: &str) -> String {
    match shape(key) {
        Some(value) => format!("add it, for instance `{key} = {value}`"),
        None => format!("add `{key}`"),
    }
}
