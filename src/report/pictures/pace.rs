//! At whose pace: where on the spectrum from live to deferred the conversations are, and whether customers are served at
//! their own tempo.

use super::super::chart::{Spectrum, SpectrumPanel, Tempo, TempoDemand, TempoPolicy, duration};
use super::super::course::Course;
use super::super::{Report, tempo as table};
use super::{ALIKE, days_and_replications, replications};
use crate::units::Span;

const RESPONSES: [&str; 3] = ["response_live", "response_quasi_live", "response_deferred"];
const GAPS: [&str; 3] = ["customer_live", "customer_quasi_live", "customer_deferred"];

/// Where the conversations are through the day; none if there are no responses.
///
/// Policies meet the same customers, so their gaps are usually alike, and one panel tells of them. Where a policy changes
/// who writes on, or in which mode, each policy has the panel of its customers beside its own.
pub(super) fn spectrum(report: &Report<'_>, course: &Course) -> Option<Spectrum> {
    let policies = 0..report.results.policies.len();
    policies.clone().find(|&policy| total(report, policy, RESPONSES).is_some())?;
    let (responses, gaps) = (bands(course, RESPONSES), bands(course, GAPS));
    let of_policy = |policy: usize, note: &str, values: &[Vec<Option<[f64; 3]>>], metrics| SpectrumPanel {
        title: report.policy(policy).to_owned(),
        note: note.to_owned(),
        policy: Some(policy),
        values: values[policy].clone(),
        total: total(report, policy, metrics),
    };
    let apart = apart(report);
    let (columns, panels) = match apart <= ALIKE {
        true => {
            let one = SpectrumPanel {
                title: "customers\u{2019} gaps".to_owned(),
                note: match (policies.len(), (apart * 100.0).ceil()) {
                    (1, _) => String::new(),
                    (_, points) if points <= 1.0 => "alike under all policies".to_owned(),
                    (_, points) => format!("alike within {points} points"),
                },
                policy: None,
                values: gaps[report.baseline()].clone(),
                total: total(report, report.baseline(), GAPS),
            };
            let agents = policies.clone().map(|policy| of_policy(policy, "responses", &responses, RESPONSES));
            (if policies.len() < 4 { 2 } else { 3 }, [one].into_iter().chain(agents).collect())
        }
        false => {
            let both = |policy| {
                [
                    of_policy(policy, "customers\u{2019} gaps", &gaps, GAPS),
                    of_policy(policy, "responses", &responses, RESPONSES),
                ]
            };
            (2, policies.flat_map(both).collect())
        }
    };
    let bands = &report.experiment().model.bands;
    Some(Spectrum {
        name: "spectrum",
        title: "Where on the spectrum from live to deferred the conversations are".to_owned(),
        subtitle: format!(
            "live: within {}, quasi-live: within {}, deferred: later; shares of agents\u{2019} responses to messages and of \
             customers\u{2019} gaps after replies, by the time at which they begin{}; {}",
            duration(bands.live.as_seconds()),
            duration(bands.quasi_live.as_seconds()),
            course.when_staffed(),
            days_and_replications(report, course)
        ),
        start: course.start,
        minutes: course.minutes.clone(),
        step: report.experiment().model.frame.interval.as_seconds() / Span::MINUTE.as_seconds(),
        parts: ["live", "quasi-live", "deferred"],
        columns,
        panels,
    })
}

/// Three shares by policy and stretch, while agents are scheduled: the few who write at night all wait until the morning,
/// which would fill half of a panel.
fn bands(course: &Course, metrics: [&str; 3]) -> Vec<Vec<Option<[f64; 3]>>> {
    let [live, quasi_live, deferred] = metrics.map(|metric| course.staffed(metric, "share"));
    let together = |live: &[Option<f64>], quasi_live: &[Option<f64>], deferred: &[Option<f64>]| {
        let three = live.iter().zip(quasi_live).zip(deferred);
        three.map(|((a, b), c)| Some([(*a)?, (*b)?, (*c)?])).collect()
    };
    live.iter().zip(&quasi_live).zip(&deferred).map(|((a, b), c)| together(a, b, c)).collect()
}

/// Three shares over all the time.
fn total(report: &Report<'_>, policy: usize, metrics: [&str; 3]) -> Option<[f64; 3]> {
    let share = |metric| Some(report.row(policy, metric, "share")?.estimate.as_ref()?.value);
    let [live, quasi_live, deferred] = metrics.map(share);
    Some([live?, quasi_live?, deferred?])
}

/// How far the shares of customers' gaps are apart under different policies.
fn apart(report: &Report<'_>) -> f64 {
    let all: Vec<[f64; 3]> =
        (0..report.results.policies.len()).filter_map(|policy| total(report, policy, GAPS)).collect();
    let of_band = |band: usize| {
        let shares = || all.iter().map(|shares| shares[band]);
        shares().fold(0.0, f64::max) - shares().fold(1.0, f64::min)
    };
    (0..3).map(of_band).fold(0.0, f64::max)
}

/// At whose tempo customers are served; none if nobody has more than one mode.
pub(super) fn tempo(report: &Report<'_>) -> Option<Tempo> {
    let several = |place: usize| {
        let demand = &report.experiment().model.demands[place];
        (demand.reply.modes.len() > 1).then(|| TempoDemand {
            title: demand.name.clone(),
            policies: (0..report.results.policies.len()).map(|policy| of_policy(report, policy, place)).collect(),
        })
    };
    let demands: Vec<TempoDemand> = (0..report.experiment().model.demands.len()).filter_map(several).collect();
    // Where there are several, each is named beside its lines.
    let title = match &demands[..] {
        [only] if report.experiment().model.demands.len() > 1 => {
            format!("Are customers of {} served at their own pace?", only.title)
        }
        _ => "Are customers served at their own pace?".to_owned(),
    };
    (!demands.is_empty()).then(|| Tempo {
        name: "tempo",
        title,
        subtitle: format!(
            "response time against how long that customer usually takes to answer, from the second exchange on, by the \
             customer\u{2019}s mode; dot: median, thick line: middle half, thin line: 10th to 90th percentile; {}",
            replications(report)
        ),
        axis: "response time / the customer\u{2019}s own gap; logarithmic axis".to_owned(),
        at_one: "\u{2190} faster \u{b7} as fast as the customer \u{b7} slower \u{2192}".to_owned(),
        demands,
    })
}

fn of_policy(report: &Report<'_>, policy: usize, demand: usize) -> TempoPolicy {
    let modes = &report.experiment().model.demands[demand].reply.modes;
    let mode = |(which, mode): (usize, &crate::model::Mode)| {
        let [p10, p25, p50, p75, p90] = table::percentiles(&table::ratios(report, policy, demand, which));
        let all = (|| Some([p10?, p25?, p50?, p75?, p90?]))();
        (mode.name.clone(), all)
    };
    TempoPolicy { label: report.policy(policy).to_owned(), modes: modes.iter().enumerate().map(mode).collect() }
}
