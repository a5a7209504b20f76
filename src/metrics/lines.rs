//! The kinds of lines in the table of metrics.

use super::measures::{Count, Level};
use super::{Clock, Kind, Metric, Unit, View};

pub(super) const fn times(name: &'static str, clock: Clock, about: &'static str) -> Metric {
    Metric { name, unit: Unit::Seconds, about, kind: Kind::Times(clock) }
}

pub(super) const fn count(name: &'static str, counts: &'static [Count], about: &'static str) -> Metric {
    Metric { name, unit: Unit::Number, about, kind: Kind::Count(counts) }
}

pub(super) type Pair = fn(&View) -> Option<(f64, f64)>;

pub(super) const fn share(name: &'static str, about: &'static str, of: Pair) -> Metric {
    Metric { name, unit: Unit::Share, about, kind: Kind::Ratio { statistic: "share", of } }
}

pub(super) const fn modelled(name: &'static str, about: &'static str, of: Pair) -> Metric {
    Metric { name, unit: Unit::Share, about, kind: Kind::Ratio { statistic: "mean", of } }
}

pub(super) const fn average(name: &'static str, about: &'static str, of: Pair) -> Metric {
    Metric { name, unit: Unit::Number, about, kind: Kind::Ratio { statistic: "mean", of } }
}

pub(super) const fn level(name: &'static str, level: Level, about: &'static str) -> Metric {
    Metric { name, unit: Unit::Number, about, kind: Kind::Level(level) }
}

pub(super) type One = fn(&View) -> Option<Option<f64>>;

pub(super) const fn most(name: &'static str, about: &'static str, of: One) -> Metric {
    Metric { name, unit: Unit::Number, about, kind: Kind::Each { statistic: "max", of } }
}

pub(super) const fn total(name: &'static str, unit: Unit, about: &'static str, of: One) -> Metric {
    Metric { name, unit, about, kind: Kind::Total(of) }
}
