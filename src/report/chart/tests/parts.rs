//! Data for the charts of parts: spectra, tempos and bars.

use super::super::*;
use super::{half_hours, names};
use jiff::civil::datetime;

/// Three shares that move with the time of day.
fn shares(minute: f64, policy: usize) -> [f64; 3] {
    let wave = 0.5 + 0.4 * libm::sin(minute / 200.0 + policy as f64);
    let live = 0.6 * wave / (1.0 + 0.1 * policy as f64);
    [live, 0.75 * (1.0 - live), 0.25 * (1.0 - live)]
}

fn panel(title: &str, policy: Option<usize>, minutes: &[f64]) -> SpectrumPanel {
    SpectrumPanel {
        title: title.to_owned(),
        note: if policy.is_some() { "responses" } else { "alike within 3 points" }.to_owned(),
        policy,
        values: minutes.iter().map(|&minute| Some(shares(minute, policy.unwrap_or(0)))).collect(),
        total: Some([0.3, 0.52, 0.18]),
    }
}

fn spectrum_of(name: &'static str, count: u32, policies: usize, columns: usize) -> Spectrum {
    let minutes = half_hours(count);
    let own = names(policies).into_iter().enumerate().map(|(at, name)| panel(&name, Some(at), &minutes));
    let panels = [panel("customers\u{2019} gaps", None, &minutes)].into_iter().chain(own).collect();
    Spectrum {
        name,
        title: "Where on the spectrum the conversations are".to_owned(),
        subtitle: "live: within 1 min, quasi-live: within 15 min, deferred: later".to_owned(),
        start: datetime(2026, 3, 2, 7, 0, 0, 0),
        minutes,
        step: 30.0,
        parts: ["live", "quasi-live", "deferred"],
        columns,
        panels,
    }
}

pub(super) fn spectra() -> Vec<Spectrum> {
    let mut gaps = spectrum_of("spectrum-gaps", 28, 3, 2);
    gaps.panels[1].values[5] = None;
    gaps.panels[1].values[9] = Some([f64::NAN, 0.5, 0.5]);
    gaps.panels[2].values.fill(None);
    gaps.panels[2].total = None;
    gaps.panels[3].values.fill(Some([0.0, 0.0, 1.0]));
    gaps.panels[3].total = Some([0.0, 0.0, 1.0]);
    let mut extreme = spectrum_of("spectrum-extreme", 28, 3, 2);
    for (panel, shares) in
        extreme.panels.iter_mut().zip([[1.0, 0.0, 0.0], [0.998, 0.001, 0.001], [0.001, 0.998, 0.001]])
    {
        panel.values.fill(Some(shares));
        panel.total = Some(shares);
    }
    extreme.panels[3].title = "a name that goes on and on, and says much about what the policy does all day".to_owned();
    let mut none = spectrum_of("spectrum-none", 28, 1, 2);
    none.panels.clear();
    let mut nothing = spectrum_of("spectrum-nothing", 28, 1, 2);
    nothing.panels.iter_mut().for_each(|panel| panel.values.clear());
    vec![
        spectrum_of("spectrum", 28, 5, 3),
        spectrum_of("spectrum-two", 28, 2, 2),
        spectrum_of("spectrum-twelve", 48, 12, 3),
        spectrum_of("spectrum-week", 336, 3, 2),
        spectrum_of("spectrum-one-interval", 1, 2, 2),
        gaps,
        extreme,
        none,
        nothing,
    ]
}

fn tempo_of(name: &'static str, policies: usize, demands: &[&str], modes: &[&str]) -> Tempo {
    let quantiles = |policy: usize, mode: usize| {
        let median = 3.0 / (1.0 + 0.3 * policy as f64) / libm::pow(8.0, mode as f64);
        Some([0.15, 0.4, 1.0, 2.1, 5.0].map(|part| part * median))
    };
    let policy = |(at, label): (usize, String)| TempoPolicy {
        label,
        modes: modes.iter().enumerate().map(|(mode, name)| ((*name).to_owned(), quantiles(at, mode))).collect(),
    };
    let demand = |title: &&str| TempoDemand {
        title: (*title).to_owned(),
        policies: names(policies).into_iter().enumerate().map(policy).collect(),
    };
    Tempo {
        name,
        title: "Are customers served at their own pace?".to_owned(),
        subtitle: "response time against how long that customer usually takes".to_owned(),
        axis: "response time / the customer\u{2019}s own gap".to_owned(),
        at_one: "\u{2190} faster \u{b7} as fast as the customer \u{b7} slower \u{2192}".to_owned(),
        demands: demands.iter().map(demand).collect(),
    }
}

pub(super) fn tempos() -> Vec<Tempo> {
    let modes = ["engaged", "intermittent"];
    let mut odd = tempo_of("tempo-odd", 4, &["cards"], &modes);
    odd.demands[0].policies[0].modes[0].1 = None;
    odd.demands[0].policies[1].modes[0].1 = Some([0.0; 5]);
    odd.demands[0].policies[2].modes[0].1 = Some([f64::NAN; 5]);
    odd.demands[0].policies[3].modes[0].1 = Some([0.0, 0.5, 20.0, 4e3, 2e6]);
    odd.demands[0].policies[3].label = "a name that goes on and on, and says much about the policy".to_owned();
    odd.demands[0].policies[3].modes[1].0 = "so seldom there that nobody knows".to_owned();
    let mut nothing = tempo_of("tempo-nothing", 1, &["cards"], &modes);
    nothing.demands[0].policies[0].modes.iter_mut().for_each(|mode| mode.1 = None);
    let mut same = tempo_of("tempo-same", 2, &["cards"], &modes);
    let all = same.demands[0].policies.iter_mut().flat_map(|policy| &mut policy.modes);
    all.for_each(|mode| mode.1 = Some([1.0; 5]));
    vec![
        tempo_of("tempo", 5, &["cards", "loans"], &modes),
        tempo_of("tempo-twelve", 12, &["cards"], &["engaged", "intermittent", "away"]),
        tempo_of("tempo-none", 2, &[], &modes),
        odd,
        nothing,
        same,
    ]
}

fn left(name: &'static str, policies: usize, doubt: f64) -> Bars {
    let bar = |(at, label): (usize, String)| {
        let (told, silent) = (0.02 + 0.013 * at as f64, 0.01 + 0.006 * (at % 4) as f64);
        let whole = told + silent;
        let interval = (doubt > 0.0).then_some((whole - doubt, whole + doubt));
        let numbers = [whole, told].map(|share| format!("{:.1} %", share * 100.0)).to_vec();
        Bar { label, parts: vec![told, silent], interval, beside: Some(told), numbers }
    };
    Bars {
        name,
        title: "How many customers give up, and how many of them the platform sees".to_owned(),
        subtitle: "share of all conversations".to_owned(),
        axis: "share of the conversations offered".to_owned(),
        parts: vec!["left the queue or said so".to_owned(), "left without a word".to_owned()],
        fill: Fill::Policy,
        columns: vec!["truth".to_owned(), "platform sees".to_owned()],
        bars: names(policies).into_iter().enumerate().map(bar).collect(),
    }
}

fn time(name: &'static str, policies: usize) -> Bars {
    let bar = |(at, label): (usize, String)| {
        let handling = 0.5 + 0.02 * at as f64;
        let parts =
            vec![handling, 0.004 * at as f64, 0.03, 0.6 * (0.47 - 0.024 * at as f64), 0.4 * (0.47 - 0.024 * at as f64)];
        Bar { label, parts, interval: None, beside: None, numbers: Vec::new() }
    };
    let parts = ["handling", "wasted", "wrap-up", "free, conversations active", "free, none active"];
    Bars {
        name,
        title: "Where the agents\u{2019} time goes".to_owned(),
        subtitle: "wasted: on customers who had left".to_owned(),
        axis: "share of signed-in time".to_owned(),
        parts: parts.map(str::to_owned).to_vec(),
        fill: Fill::Time,
        columns: Vec::new(),
        bars: names(policies).into_iter().enumerate().map(bar).collect(),
    }
}

pub(super) fn bars_of_all_kinds() -> Vec<Bars> {
    let mut odd = left("abandonment-odd", 4, 0.0);
    odd.bars[0].parts = vec![0.0, 0.0];
    odd.bars[0].beside = Some(0.0);
    odd.bars[1].parts = vec![f64::NAN, 0.1];
    odd.bars[1].beside = Some(f64::NAN);
    odd.bars[2].parts = vec![1.0, 0.0];
    odd.bars[3].label = "a name that goes on and on, and says much about what the policy does".to_owned();
    let mut full = time("agent-time-full", 3);
    for (bar, part) in full.bars.iter_mut().zip([0, 1, 4]) {
        bar.parts = (0..5).map(|it| if it == part { 1.0 } else { 0.0 }).collect();
    }
    let mut none = time("agent-time-none", 2);
    none.bars.iter_mut().for_each(|bar| bar.parts.fill(f64::NAN));
    vec![
        left("abandonment", 5, 0.004),
        left("abandonment-twelve", 12, 0.004),
        left("abandonment-no-policies", 0, 0.0),
        time("agent-time", 5),
        time("agent-time-two", 2),
        time("agent-time-twelve", 12),
        odd,
        full,
        none,
    ]
}
