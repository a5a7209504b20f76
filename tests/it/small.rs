//! A small scenario for everything that is about several runs of one.

/// A scenario of half a day with this many replications; `rest` has its teams, its policies, and what else there is.
pub(crate) fn scenario(replications: &str, rest: &str) -> String {
    format!(
        r#"
[time]
horizon = "12h"

[experiment]
seed = 7
replications = {replications}

[[demand]]
name = "orders"
arrivals = {{ poisson = {{ per_hour = 30 }} }}
exchanges = {{ geometric = {{ mean = 3 }} }}
handling = {{ first = {{ exponential = {{ mean = "2m" }} }} }}
reply = {{ latency = {{ exponential = {{ mean = "1m" }} }} }}
{rest}"#
    )
}

/// Five agents, who hold the slots of the silent or free them after five minutes.
pub(crate) const HELD_OR_FREED: &str = r#"
[[team]]
name = "berlin"
serves = ["orders"]
agents = 5

[[policy]]
name = "held"
capacity = { preferred = 2 }

[[policy]]
name = "timer"
like = "held"
inactivity = { after = "5m" }
"#;
