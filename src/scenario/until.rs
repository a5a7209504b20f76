//! How many replications: a number, or as many as it takes until some numbers are precise, or the best policy is known.

use super::decode::{Item, Read};
use super::suggest::{all_of, nearest};
use super::tree::{Entry, Node, Value};
use crate::civil::parse_span;
use crate::experiment::{Best, FIRST_LOOK, Until, Wanted};
use crate::metrics::METRICS;
use crate::stats::{Better, Precision};

/// So many replications are the most that anybody runs.
const MOST: u64 = 100_000;

const HELP: &str = "write a number, or { until = { metrics = [\"wait.mean\"], half_width = \"5%\", at_most = 200 } }, or { select = { least = \"wait.mean\", indifference = \"10s\" } }";

/// How many replications, at most, and until what is known.
pub(super) fn replications(item: &Item<'_>) -> Read<(u32, Option<Until>)> {
    if !matches!(item.node.value, Value::Table(_)) {
        return match item.node.value {
            Value::Whole(_) | Value::Decimal(_) => Ok((item.whole(1, MOST)? as u32, None)),
            _ => Err(item.wrong_kind("a number of replications", HELP)),
        };
    }
    let mut table = item.table()?;
    let read = table.one_of("end of the replications", &["until", "select"]).and_then(|tag| match tag {
        "until" => table.required("until", until).map(|(most, wanted)| (most, Until::Precise(wanted))),
        _ => table.required("select", select).map(|(most, best)| (most, Until::Selected(best))),
    });
    table.finish();
    read.map(|(most, until)| (most, Some(until)))
}

/// Which policy is to be found, and with how many replications at most.
fn select(item: &Item<'_>) -> Read<(u32, Best)> {
    let mut table = item.table()?;
    let at_most = table.default("at_most", "1000", |item| item.whole(u64::from(FIRST_LOOK), MOST));
    let indifference = table.required("indifference", indifference);
    let best = table.one_of("end that is good", &["least", "greatest"]).and_then(|tag| {
        let better = if tag == "least" { Better::Smaller } else { Better::Larger };
        table.required(tag, named).map(|it| (it, better))
    });
    table.finish();
    let ((Wanted { metric, statistic, .. }, better), indifference) = (best?, indifference?);
    Ok((at_most? as u32, Best { metric, statistic, better, indifference }))
}

/// A difference that does not matter: a span of time, or a number in the unit of what is compared.
fn indifference(item: &Item<'_>) -> Read<f64> {
    const HELP: &str = "write a span such as \"10s\", or a number such as 0.01";
    let number = match &item.node.value {
        Value::Text(text) => {
            item.normal(text.as_str());
            let span = parse_span(text.trim());
            span.map_err(|_| item.refuse(format!("`{text}` is no difference"), HELP))?.as_seconds()
        }
        _ => item.number()?,
    };
    match number > 0.0 && number.is_finite() {
        true => Ok(number),
        false => Err(item.refuse("every difference matters then, and the search may never end", HELP)),
    }
}

fn until(item: &Item<'_>) -> Read<(u32, Vec<Wanted>)> {
    let mut table = item.table()?;
    let each = table.has("half_width");
    let at_most = table.default("at_most", "1000", |item| item.whole(u64::from(FIRST_LOOK), MOST));
    let half_width = table.optional("half_width", precision);
    let metrics = table.required("metrics", |item| match each {
        true => item.list("numbers such as \"wait.mean\"", named),
        false => with_precision(item),
    });
    table.finish();
    let (metrics, half_width) = (metrics?, half_width?);
    if metrics.is_empty() {
        return Err(item.refuse("there is no number that is to be precise", "name at least one, such as \"wait.mean\""));
    }
    let wanted = metrics.into_iter().map(|it| match half_width {
        Some(precision) => Wanted { precision, ..it },
        None => it,
    });
    Ok((at_most? as u32, wanted.collect()))
}

/// A table of numbers and how precise each is to be.
fn with_precision(item: &Item<'_>) -> Read<Vec<Wanted>> {
    let Value::Table(entries) = &item.node.value else {
        let help = "add half_width = \"5%\", or write a table such as { \"wait.mean\" = \"5%\", utilisation = 0.01 }";
        return Err(item.refuse("how precise these are to be has not been said", help));
    };
    let mut normal = serde_json::Map::new();
    let mut all = Vec::new();
    let mut failed = None;
    for Entry { key, key_span, node } in entries {
        let name = Node { span: key_span.clone(), value: Value::Text(key.clone()) };
        let name = named(&Item::new(item.context, &name, item.key.clone()));
        let value = Item::new(item.context, node, format!("{}.{key}", item.key));
        match (name, precision(&value)) {
            (Ok(it), Ok(precision)) => all.push(Wanted { precision, ..it }),
            (Err(reported), _) | (_, Err(reported)) => failed = Some(reported),
        }
        normal.insert(key.clone(), value.take_normal());
    }
    item.normal(normal);
    failed.map_or(Ok(all), Err)
}

/// A number by its name; how precise it is to be is said elsewhere.
fn named(item: &Item<'_>) -> Read<Wanted> {
    let text = item.text()?;
    let metric = text.split('.').next().unwrap_or_default().to_owned();
    match Wanted::named(&text) {
        Ok((metric, statistic)) => Ok(Wanted { metric, statistic, precision: Precision::Absolute(0.0) }),
        Err(Some(known)) => {
            let message = format!("`{metric}` has no such statistic with an interval");
            Err(item.refuse(message, format!("write {metric} with one of {}", all_of(known.iter().copied()))))
        }
        Err(None) => {
            let known = || METRICS.iter().map(|it| it.name);
            let meant = nearest(&metric, known()).map_or(String::new(), |it| format!("did you mean `{it}`? "));
            let help = format!("{meant}`quasisync list metrics` has them all");
            Err(item.refuse(format!("there is no metric `{metric}`"), help))
        }
    }
}

/// Half of an interval: a share of the number, a span of time, or a number in its own unit.
fn precision(item: &Item<'_>) -> Read<Precision> {
    const HELP: &str = "write a share of the number such as \"5%\", a span such as \"10s\", or a number such as 0.01";
    let positive = |precision: Precision, number: f64| match number > 0.0 && number.is_finite() {
        true => Ok(precision),
        false => Err(item.refuse("nothing is ever as precise as that", HELP)),
    };
    let Value::Text(text) = &item.node.value else {
        let number = item.number()?;
        return positive(Precision::Absolute(number), number);
    };
    item.normal(text.as_str());
    if let Some(share) = text.trim().strip_suffix('%').and_then(|share| share.trim().parse::<f64>().ok()) {
        return positive(Precision::Relative(share / 100.0), share);
    }
    match parse_span(text.trim()) {
        Ok(span) => positive(Precision::Absolute(span.as_seconds()), span.as_seconds()),
        Err(_) => Err(item.refuse(format!("`{text}` is no half-width"), HELP)),
    }
}
