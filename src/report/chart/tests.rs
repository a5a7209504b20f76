//! Every chart, with usual and with odd data, must make a sound picture. To look at them, name a folder in the variable
//! `QUASISYNC_CHART_DIR` and run these tests: the pictures are written there.

mod parts;
mod varied;

use super::*;
use jiff::civil::datetime;

/// An exponential distribution, seen with some doubt.
fn curve(label: &str, mean: f64, doubt: f64) -> Curve {
    let times: Vec<f64> = (0..=400).map(|step| f64::from(step) * mean / 50.0).collect();
    let share = |time: f64, mean: f64| 1.0 - libm::exp(-time / mean);
    Curve {
        label: label.to_owned(),
        points: times.iter().map(|&time| (time, share(time, mean))).collect(),
        low: times.iter().map(|&time| share(time, mean * (1.0 + doubt))).collect(),
        high: times.iter().map(|&time| share(time, mean * (1.0 - doubt))).collect(),
    }
}

fn names(count: usize) -> Vec<String> {
    const NAMES: [&str; 12] = [
        "longest waiting",
        "earliest deadline",
        "replies first",
        "least loaded agent",
        "adaptive slots",
        "one at a time",
        "random",
        "shortest exchange",
        "skill score",
        "last agent first, then anyone who is free",
        "priority classes",
        "round robin",
    ];
    NAMES.iter().take(count).map(|name| (*name).to_owned()).collect()
}

fn waits(name: &'static str, scale: DurationScale, curves: Vec<Curve>) -> Distribution {
    Distribution {
        name,
        title: "Waits for the first reply".to_owned(),
        subtitle: "share of customers answered within a time; bands: 95\u{a0}% pointwise over 30 replications"
            .to_owned(),
        axis: "wait for the first reply".to_owned(),
        scale,
        target: Some(300.0),
        curves,
    }
}

fn some_waits(count: usize) -> Vec<Curve> {
    let means = [190.0, 150.0, 260.0, 120.0, 330.0, 90.0, 410.0, 220.0, 175.0, 290.0, 135.0, 240.0];
    names(count).iter().zip(means).map(|(name, mean)| curve(name, mean, 0.08)).collect()
}

fn distributions() -> Vec<Distribution> {
    let atom =
        |label: &str| Curve { points: vec![(0.0, 1.0)], low: vec![1.0], high: vec![1.0], ..curve(label, 1.0, 0.0) };
    let long = "<a \"name\" & more> of forty letters, or so";
    let crowd = || (0..30).map(|i| curve(&format!("policy {i}"), 60.0 + f64::from(i) * 20.0, 0.05)).collect();
    let mut talkative = waits("distribution-thirty", DurationScale::Linear, crowd());
    talkative.title =
        "Waits for the first reply, with very many policies and a title that no single line can hold at all".to_owned();
    talkative.subtitle = talkative.subtitle.repeat(2);
    let mut unusual = waits("distribution-none", DurationScale::Fitting, Vec::new());
    unusual.target = None;
    vec![
        waits("distribution-linear", DurationScale::Fitting, some_waits(4)),
        waits("distribution-log", DurationScale::Logarithmic, some_waits(4)),
        waits("distribution-wide", DurationScale::Fitting, vec![curve("fast", 4.0, 0.1), curve("slow", 9000.0, 0.1)]),
        waits("distribution-twelve", DurationScale::Linear, some_waits(12)),
        waits("distribution-same", DurationScale::Linear, names(3).iter().map(|name| curve(name, 80.0, 0.1)).collect()),
        waits("distribution-zero", DurationScale::Fitting, vec![atom("nobody waits"), atom(long)]),
        waits("distribution-zero-log", DurationScale::Logarithmic, vec![atom("nobody waits")]),
        waits(
            "distribution-empty-curve",
            DurationScale::Linear,
            vec![Curve { label: long.to_owned(), points: Vec::new(), low: Vec::new(), high: Vec::new() }],
        ),
        talkative,
        unusual,
    ]
}

fn wave(minute: f64, policy: usize) -> f64 {
    let hours = minute / 60.0;
    let bump = |at: f64, width: f64| libm::exp(-(hours.rem_euclid(24.0) - at) * (hours.rem_euclid(24.0) - at) / width);
    (bump(10.5, 6.0) + 0.7 * bump(15.0, 8.0)) * (1.0 + 0.25 * policy as f64)
}

fn over_time(name: &'static str, start_hour: i8, minutes: Vec<f64>, policies: usize, open: fn(f64) -> bool) -> Day {
    let shift = f64::from(start_hour) * 60.0;
    let course = |scale: f64, base: f64, policy: usize| -> Vec<Option<f64>> {
        let value = |minute: &f64| open(*minute + shift).then(|| base + scale * wave(*minute + shift, policy));
        minutes.iter().map(value).collect()
    };
    let lines = |scale: f64, base: f64| -> Vec<Line> {
        (0..policies).map(|p| Line { policy: Some(p), values: course(scale, base, p) }).collect()
    };
    let panels = vec![
        Panel { title: "Mean wait".to_owned(), unit: Unit::Duration, lines: lines(210.0, 15.0) },
        Panel { title: "Customers waiting".to_owned(), unit: Unit::Count, lines: lines(14.0, 0.5) },
        Panel {
            title: "Arrivals per half hour".to_owned(),
            unit: Unit::Count,
            lines: vec![Line { policy: None, values: course(80.0, 20.0, 0) }],
        },
    ];
    Day {
        name,
        title: "Waits and queue over the day".to_owned(),
        subtitle: "mean over 30 replications, by half hour".to_owned(),
        start: datetime(2026, 3, 2, start_hour, 0, 0, 0),
        minutes,
        policies: names(policies),
        panels,
    }
}

fn half_hours(count: u32) -> Vec<f64> {
    (0..count).map(|index| f64::from(index) * 30.0 + 15.0).collect()
}

fn days() -> Vec<Day> {
    let always: fn(f64) -> bool = |_| true;
    let office: fn(f64) -> bool = |minute| (420.0..1260.0).contains(&minute.rem_euclid(1440.0));
    let mut utilisation = over_time("day-utilisation", 7, half_hours(28), 3, always);
    utilisation.title = "Utilisation and concurrency over the day".to_owned();
    let shares = |line: &Line| Line {
        values: line.values.iter().map(|value| value.map(|v| 0.35 + v / 800.0)).collect(),
        ..line.clone()
    };
    utilisation.panels[0].lines = utilisation.panels[0].lines.iter().map(shares).collect();
    utilisation.panels[0].unit = Unit::Share;
    utilisation.panels[0].title = "Utilisation".to_owned();
    utilisation.panels[1].title = "Conversations per agent".to_owned();
    utilisation.panels.truncate(2);
    let mut nothing = over_time("day-nothing", 0, half_hours(48), 2, |_| false);
    nothing.panels[2].lines.clear();
    let mut zeros = over_time("day-zeros", 0, half_hours(48), 2, always);
    zeros.panels.iter_mut().flat_map(|panel| &mut panel.lines).for_each(|line| line.values.fill(Some(0.0)));
    let mut bare = over_time("day-no-panels", 0, half_hours(48), 2, always);
    bare.panels.clear();
    vec![
        over_time("day-waits", 7, half_hours(28), 4, always),
        utilisation,
        over_time("day-week", 0, half_hours(336), 3, office),
        over_time("day-two", 6, half_hours(80), 2, always),
        over_time("day-month", 0, half_hours(1344), 2, office),
        over_time("day-year", 0, (0..365).map(|day| f64::from(day) * 1440.0 + 600.0).collect(), 2, always),
        over_time("day-twelve", 7, half_hours(28), 12, always),
        over_time("day-one-point", 9, half_hours(1), 2, always),
        over_time("day-no-policies", 9, half_hours(20), 0, always),
        nothing,
        zeros,
        bare,
    ]
}

fn spot(label: &str, utilisation: f64, wait: f64, doubt: f64) -> Spot {
    let around = |value: f64, doubt: f64| Interval { value, low: value * (1.0 - doubt), high: value * (1.0 + doubt) };
    Spot { label: label.to_owned(), utilisation: around(utilisation, doubt * 0.15), wait: around(wait, doubt) }
}

fn tradeoffs() -> Vec<Tradeoff> {
    let chart = |name: &'static str, spots: Vec<Spot>| Tradeoff {
        name,
        title: "Waits against utilisation".to_owned(),
        subtitle: "mean over 30 replications with 95 % intervals".to_owned(),
        across: "utilisation, share of paid time".to_owned(),
        upward: "mean wait for the first reply".to_owned(),
        spots,
    };
    let some = |count: usize| -> Vec<Spot> {
        let at =
            [(0.71, 190.0), (0.74, 150.0), (0.78, 260.0), (0.735, 158.0), (0.83, 330.0), (0.62, 90.0), (0.86, 410.0)];
        let more = [(0.785, 250.0), (0.72, 186.0), (0.80, 290.0), (0.69, 135.0), (0.77, 262.0)];
        let places = at.into_iter().chain(more);
        names(count).iter().zip(places).map(|(name, (share, wait))| spot(name, share, wait, 0.06)).collect()
    };
    vec![
        chart("tradeoff", some(5)),
        chart("tradeoff-twelve", some(12)),
        chart("tradeoff-same", names(12).iter().map(|name| spot(name, 0.7, 120.0, 0.05)).collect()),
        chart("tradeoff-one", vec![spot("the only one", 0.7, 120.0, 0.0)]),
        chart("tradeoff-zeros", vec![spot("idle", 0.0, 0.0, 0.0), spot("still idle", 0.0, 0.0, 0.0)]),
        chart("tradeoff-full", vec![spot("a", 1.0, 900.0, 0.0), spot(&names(10)[9], 0.99, 700.0, 0.02)]),
        chart("tradeoff-none", Vec::new()),
    ]
}

fn pictures() -> Vec<(Picture, (u32, u32))> {
    let mut pictures = Vec::new();
    pictures.extend(distributions().iter().map(|chart| (distribution(chart).unwrap(), chart.size())));
    pictures.extend(days().iter().map(|chart| (day(chart).unwrap(), chart.size())));
    pictures.extend(tradeoffs().iter().map(|chart| (tradeoff(chart).unwrap(), chart.size())));
    pictures.extend(parts::spectra().iter().map(|chart| (spectrum(chart).unwrap(), chart.size())));
    pictures.extend(parts::tempos().iter().map(|chart| (tempo(chart).unwrap(), chart.size())));
    pictures.extend(varied::lines_of_all_kinds().iter().map(|chart| (lines(chart).unwrap(), chart.size())));
    pictures.extend(varied::heats_of_all_kinds().iter().map(|chart| (heat(chart).unwrap(), chart.size())));
    pictures.extend(varied::ranges_of_all_kinds().iter().map(|chart| (ranges(chart).unwrap(), chart.size())));
    pictures.extend(varied::frontiers_of_all_kinds().iter().map(|chart| (frontier(chart).unwrap(), chart.size())));
    pictures.extend(varied::welches_of_all_kinds().iter().map(|chart| (welch(chart).unwrap(), chart.size())));
    pictures.extend(parts::bars_of_all_kinds().iter().map(|chart| (bars(chart).unwrap(), chart.size())));
    pictures
}

/// Checks that every tag is closed in order and that nothing unescaped is left.
fn assert_well_formed(name: &str, document: &str) {
    let mut open: Vec<&str> = Vec::new();
    for part in document.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or_else(|| panic!("{name}: no end of tag in {part:?}"));
        assert!(!text.contains('>'), "{name}: a stray > in {text:?}");
        assert!(tag.matches('"').count() % 2 == 0, "{name}: an odd quote in {tag:?}");
        let mut entities = part.split('&').skip(1);
        assert!(entities.all(|e| e.split_once(';').is_some_and(|e| e.0.len() <= 4)), "{name}: a stray & in {part:?}");
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{name}");
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap_or(""));
        }
    }
    assert!(open.is_empty(), "{name}: {open:?} stay open");
}

#[test]
fn every_picture_is_sound_in_both_formats() {
    let folder = std::env::var_os("QUASISYNC_CHART_DIR").map(std::path::PathBuf::from);
    for (picture, size) in pictures() {
        let name = picture.name;
        if let Some(folder) = &folder {
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(folder.join(format!("{name}.svg")), &picture.svg).unwrap();
            std::fs::write(folder.join(format!("{name}.png")), &picture.png).unwrap();
        }
        let document = std::str::from_utf8(&picture.svg).unwrap();
        assert_well_formed(&name, document);
        assert!(!document.contains("NaN") && !document.contains("inf"), "{name}");
        assert!(!document.contains(&i32::MAX.to_string()) && !document.contains(&i32::MIN.to_string()), "{name}");
        let mut reader = png::Decoder::new(std::io::Cursor::new(&picture.png)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((frame.width, frame.height), (size.0 * skia::DENSITY, size.1 * skia::DENSITY), "{name}");
        assert!(pixels.iter().any(|&part| part < 128), "{name} is blank");
    }
}

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let start = tag.find(&format!(" {name}=\"")).unwrap_or_else(|| panic!("no {name} in {tag}")) + name.len() + 3;
    tag[start..].split('"').next().unwrap()
}

/// The box of a text from its baseline to the top of its capitals, in pixels.
fn text_box(tag: &str) -> canvas::Area {
    let number = |name| attribute(tag, name).parse::<f64>().unwrap() / f64::from(canvas::UNITS_PER_PIXEL);
    let (x, size, length) = (number("x"), number("font-size"), number("textLength"));
    let left = match attribute(tag, "text-anchor") {
        "start" => x,
        "middle" => x - length / 2.0,
        _ => x - length,
    };
    let baseline = number("y") + canvas::TOP_ABOVE_BASELINE * size;
    canvas::Area { left, right: left + length, top: baseline - 0.73 * size, bottom: baseline }
}

#[test]
fn no_text_is_cut_off_or_covers_another() {
    for (picture, size) in pictures() {
        let document = std::str::from_utf8(&picture.svg).unwrap();
        let texts: Vec<(&str, canvas::Area)> =
            document.lines().filter(|line| line.starts_with("<text ")).map(|line| (line, text_box(line))).collect();
        let sheet = frame::sheet(size);
        for (index, (text, area)) in texts.iter().enumerate() {
            let inside =
                area.left >= 2.0 && area.top >= 2.0 && area.right <= sheet.right && area.bottom <= sheet.bottom;
            assert!(inside, "{}: {text} at {area:?}", picture.name);
            for (other, other_area) in &texts[..index] {
                assert_eq!(scatter::overlap(*area, *other_area), 0.0, "{}: {text} and {other}", picture.name);
            }
        }
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    assert_eq!(pictures(), pictures());
}

#[test]
fn policies_are_named_in_the_picture() {
    let text = |picture: Picture| String::from_utf8(picture.svg).unwrap();
    let charts = [
        text(distribution(&waits("waits", DurationScale::Linear, some_waits(9))).unwrap()),
        text(day(&over_time("day", 7, half_hours(28), 9, |_| true)).unwrap()),
        text(tradeoff(&tradeoffs()[1]).unwrap()),
        text(spectrum(&parts::spectra()[2]).unwrap()),
        text(tempo(&parts::tempos()[1]).unwrap()),
        text(bars(&parts::bars_of_all_kinds()[1]).unwrap()),
    ];
    for (document, name) in charts.iter().flat_map(|chart| names(9).into_iter().map(move |name| (chart, name))) {
        assert!(document.contains(&name), "{name} is missing");
    }
    assert!(charts[0].contains("target 5 min"));
}

#[test]
fn names_with_marks_of_the_format_are_escaped() {
    let mut chart = waits("waits", DurationScale::Linear, vec![curve("<b> & \"c\"\u{1}", 60.0, 0.1)]);
    chart.title = "a < b & c".to_owned();
    let document = String::from_utf8(distribution(&chart).unwrap().svg).unwrap();
    assert!(document.contains("&lt;b&gt; &amp; &quot;c&quot;") && document.contains("<title>a &lt; b &amp; c</title>"));
}

#[test]
fn numbers_that_are_none_are_left_out() {
    let odd = f64::NAN;
    let mut chart = waits("waits", DurationScale::Fitting, some_waits(2));
    chart.target = Some(odd);
    chart.curves[0].points[7].1 = odd;
    chart.curves[1].high[3] = f64::INFINITY;
    let mut hours = over_time("day", 7, half_hours(28), 2, |_| true);
    hours.panels[0].lines[0].values[4] = Some(odd);
    let spots = Tradeoff { spots: vec![spot("a", odd, 1.0, 0.1), spot("b", 0.5, 60.0, 0.1)], ..tradeoffs().remove(0) };
    for picture in [distribution(&chart), day(&hours), tradeoff(&spots)] {
        let document = String::from_utf8(picture.unwrap().svg).unwrap();
        assert!(!document.contains("NaN") && !document.contains(&i32::MAX.to_string()));
    }
}
