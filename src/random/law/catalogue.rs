//! The list of laws, for the reader of scenarios and for whoever asks what there is.

use super::{Law, LawError};

/// One way to state a law.
#[derive(Clone, Copy, Debug)]
pub struct LawForm {
    /// The law's name. A law that can be stated in several ways has several forms.
    pub name: &'static str,
    /// What has to be given, all of it.
    pub parameters: &'static [Parameter],
    /// What the law is, in one line.
    pub meaning: &'static str,
    /// Builds the law from the parameters in their order, durations in seconds; nothing for a law made of a list.
    pub build: Option<LawBuilder>,
}

/// Builds a law from the numbers of its parameters.
pub type LawBuilder = fn(&[f64]) -> Result<Law, LawError>;

/// One parameter of a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, also in a [`LawError`].
    pub name: &'static str,
    /// What is expected.
    pub kind: ParameterKind,
}

/// What a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// A value of the law: a duration, unless the law is about something else.
    Value,
    /// A number without a unit.
    Number,
    /// A list of values, of rows or of weighted laws.
    List,
}

const fn value(name: &'static str) -> Parameter {
    Parameter { name, kind: ParameterKind::Value }
}

const fn number(name: &'static str) -> Parameter {
    Parameter { name, kind: ParameterKind::Number }
}

const fn list(name: &'static str) -> Parameter {
    Parameter { name, kind: ParameterKind::List }
}

/// Every law, the forms of one law one after another and the most useful one first.
pub static LAWS: &[LawForm] = &[
    LawForm {
        name: "constant",
        parameters: &[value("value")],
        meaning: "always the same value",
        build: Some(|given| Law::constant(given[0])),
    },
    LawForm {
        name: "uniform",
        parameters: &[value("from"), value("to")],
        meaning: "equally likely anywhere between two values",
        build: Some(|given| Law::uniform(given[0], given[1])),
    },
    LawForm {
        name: "triangular",
        parameters: &[value("minimum"), value("mode"), value("maximum")],
        meaning: "an estimate by its extremes and its most likely value, straight lines between",
        build: Some(|given| Law::triangular(given[0], given[1], given[2])),
    },
    LawForm {
        name: "exponential",
        parameters: &[value("mean")],
        meaning: "without memory: what remains does not depend on what has passed",
        build: Some(|given| Law::exponential(given[0])),
    },
    LawForm {
        name: "exponential",
        parameters: &[value("median")],
        meaning: "without memory, by its median",
        build: Some(|given| Law::exponential_median(given[0])),
    },
    LawForm {
        name: "erlang",
        parameters: &[number("shape"), value("mean")],
        meaning: "a sum of so many equal exponential steps, by its mean; slow to draw from",
        build: Some(|given| Law::erlang(given[0], given[1])),
    },
    LawForm {
        name: "hyperexponential",
        parameters: &[value("mean"), number("cv")],
        meaning: "many short and a few long exponential values, each half of the mean; cv from 1; slow to draw from",
        build: Some(|given| Law::hyperexponential_mean_cv(given[0], given[1])),
    },
    LawForm {
        name: "hyperexponential",
        parameters: &[list("branches")],
        meaning: "exponential with the mean of one of several branches, each with its `weight` and `mean`",
        build: None,
    },
    LawForm {
        name: "lognormal",
        parameters: &[value("median"), value("p90")],
        meaning: "many short and some very long values, by what half and nine tenths stay below",
        build: Some(|given| Law::lognormal_median_p90(given[0], given[1])),
    },
    LawForm {
        name: "lognormal",
        parameters: &[value("mean"), number("cv")],
        meaning: "lognormal by its mean and its standard deviation over the mean",
        build: Some(|given| Law::lognormal_mean_cv(given[0], given[1])),
    },
    LawForm {
        name: "lognormal",
        parameters: &[value("median"), number("ln_sd")],
        meaning: "lognormal by its median and the standard deviation of the logarithm",
        build: Some(|given| Law::lognormal_median_sd(given[0], given[1])),
    },
    LawForm {
        name: "lognormal",
        parameters: &[number("ln_mean"), number("ln_sd")],
        meaning: "lognormal by the mean and the standard deviation of the logarithm of the seconds",
        build: Some(|given| Law::lognormal(given[0], given[1])),
    },
    LawForm {
        name: "gamma",
        parameters: &[value("mean"), number("cv")],
        meaning: "a sum of exponential steps (cv below 1) or a burstier law (above 1); slow to draw from",
        build: Some(|given| Law::gamma_mean_cv(given[0], given[1])),
    },
    LawForm {
        name: "gamma",
        parameters: &[value("median"), value("p90")],
        meaning: "gamma by what half and nine tenths of the values stay below",
        build: Some(|given| Law::gamma_median_p90(given[0], given[1])),
    },
    LawForm {
        name: "gamma",
        parameters: &[number("shape"), value("scale")],
        meaning: "gamma by its shape and scale, whose product is the mean",
        build: Some(|given| Law::gamma(given[0], given[1])),
    },
    LawForm {
        name: "weibull",
        parameters: &[value("median"), value("p90")],
        meaning: "a hazard that rises or falls with age, by what half and nine tenths stay below",
        build: Some(|given| Law::weibull_median_p90(given[0], given[1])),
    },
    LawForm {
        name: "weibull",
        parameters: &[value("mean"), number("cv")],
        meaning: "Weibull by its mean and its standard deviation over the mean",
        build: Some(|given| Law::weibull_mean_cv(given[0], given[1])),
    },
    LawForm {
        name: "weibull",
        parameters: &[value("mean"), number("shape")],
        meaning: "Weibull by its mean and shape: below 1 the hazard falls with age, above 1 it rises",
        build: Some(|given| Law::weibull_mean_shape(given[0], given[1])),
    },
    LawForm {
        name: "weibull",
        parameters: &[value("scale"), number("shape")],
        meaning: "Weibull by its scale, which 63.2% of the values stay below, and its shape",
        build: Some(|given| Law::weibull(given[0], given[1])),
    },
    LawForm {
        name: "pareto",
        parameters: &[value("mean"), number("shape")],
        meaning: "a tail that falls like a power, by its mean and shape: above 1, the heavier the nearer to 1",
        build: Some(|given| Law::pareto_mean_shape(given[0], given[1])),
    },
    LawForm {
        name: "pareto",
        parameters: &[value("minimum"), number("shape")],
        meaning: "Pareto by its least value and its shape",
        build: Some(|given| Law::pareto(given[0], given[1])),
    },
    LawForm {
        name: "loglogistic",
        parameters: &[value("median"), value("p90")],
        meaning: "like lognormal with a heavier tail, by what half and nine tenths of the values stay below",
        build: Some(|given| Law::loglogistic_median_p90(given[0], given[1])),
    },
    LawForm {
        name: "loglogistic",
        parameters: &[value("median"), number("shape")],
        meaning: "log-logistic by its median and its shape: the odds of more than x are (median / x)^shape",
        build: Some(|given| Law::loglogistic(given[0], given[1])),
    },
    LawForm {
        name: "mixture",
        parameters: &[list("mixture")],
        meaning: "one of several laws, each as likely as its weight says",
        build: None,
    },
    LawForm {
        name: "quantiles",
        parameters: &[list("quantiles")],
        meaning: "rows of a probability and a value, linear between",
        build: None,
    },
    LawForm {
        name: "empirical",
        parameters: &[list("values")],
        meaning: "a sample of observed values, linear between",
        build: None,
    },
];

impl Law {
    /// The list of laws: [`LAWS`].
    pub fn table() -> &'static [LawForm] {
        LAWS
    }
}
