//! Mistakes on purpose and by chance: all are reported, and none makes the reader panic.

use super::*;

/// Mistakes in the large scenario that have nothing to do with each other: what is written, and what instead.
const MISTAKES: &[(&str, &str)] = &[
    ("warm_up = \"1d\"", "warm_up = 1"),
    ("interval = \"15m\"", "intervall = \"15m\""),
    ("replications = 20", "replications = 0"),
    ("baseline = \"adaptive\"", "baseline = \"adaptiv\""),
    ("class = \"vip\"", "class = \"vp\""),
    ("share = 0.9", "share = 90"),
    ("per_day = 1800", "per_day = -1"),
    ("cv = 0.09", "cv = \"0.09\""),
    ("geometric = { mean = 6 }", "geometrical = { mean = 6 }"),
    ("later = { lognormal = { median = \"35s\"", "later = { lognormal = { median = \"3 parsecs\""),
    ("truncate = { maximum = \"2h\" }", "truncate = { maximal = \"2h\" }"),
    ("until = \"reply\"", "until = \"the end\""),
    ("ghosts = 0.02", "ghosts = nan"),
    ("silent = 0.3", "silent = 0.4"),
    ("live = \"30s\"", "live = \"0s\""),
    ("quasi_live =", "quasi_life ="),
    ("[\"30s\", \"5m\"]", "[\"5m\", \"30s\"]"),
    ("channel = \"app\"", "channel = \"a.b\""),
    ("closing = { constant", "closing = { konstant"),
    ("silent = 0.75", "silent = -0.1"),
    ("gone_share = 0.6", "gone_share = -0.6"),
    ("presence = 1.1", "precense = 1.1"),
    ("estimated_wait = 1.2", "estimated_wait = 0"),
    ("hours = \"07:00-21:00\"", "hours = \"07:00-07:00\""),
    ("days = \"sat\"", "days = \"sta\""),
    ("awake = \"07:00-01:00\"", "awake = []"),
    ("messages = { geometric = { mean = 1.5", "messages = { geometric = { mean = 0.5"),
    ("at_most = 2", "at_most = 0"),
    ("probability = 0.08", "probability = 1.08"),
    ("keep = true", "keep = \"true\""),
    ("[\"5m\", 0.7]", "[\"5m\", 0.99]"),
    ("[2, 0.1]", "[0.2, 0.1]"),
    ("by = \"tempo-ratio\"", "by = \"tempo\""),
    ("slower = 0.25", "slower = 25"),
    ("holds = \"slot\"", "holds = \"slots\""),
    ("per_exchange =", "each_exchange ="),
    ("cost = 31.5", "cost = -31.5"),
    ("on_confirmation = false", "on_confirmation = 0"),
    ("contentless = \"ignore\"", "contentless = \"ignored\""),
    ("thread_window = \"3d\"", "thread_window = 3"),
    ("\"acknowledgement\", \"typing\"", "\"typing\", \"typing\""),
    ("default_gap = \"90s\"", "default_gap = \"0s\""),
    ("start = 0.40", "start = 0.41"),
    ("[0.15, 0.85]", "[0.15, 0.8]"),
    ("file = \"log.csv\", column = \"handling\"", "file = \"log.csv\", column = \"handlin\""),
    ("[0.5, \"30s\"]", "[0.5, 30]"),
    ("serves = [\"cards\"]", "serves = [\"card\"]"),
    ("to = \"21:00\"", "to = \"21\""),
    ("count = 4", "count = 4.5"),
    ("speed_cv = 0.15", "speed_cv = -1"),
    ("slowdown = [1.0,", "slowdown = [0.0,"),
    ("switch_cost = \"4s\"", "switch_cost = true"),
    ("agents = 2\n", "agents = 0\n"),
    ("factor = 2.0", "factor = 0"),
    ("minimum = \"2m\"", "minimum = \"2h\""),
    ("max(own_gap, 30s)", "max(own_gap, 30)"),
    ("weights = { inactive = 0.25 }", "weights = { inactive = 0.12345 }"),
    ("ownership = \"team\"", "ownership = \"teem\""),
    ("{ denver =", "{ dnver ="),
    ("\"most-spare\", \"cyclic\"", "\"cyclic\", \"most-spare\""),
    ("\"reactivated-first\", \"waiting-longest\"", "\"reactivated-first\", \"reactivated-last\""),
    ("to = \"owner-signed-in\"", "to = \"owner-ever\""),
    ("waiting = 10", "waitin = 10"),
];

/// A small generator of the tests' own: reproducible, and independent of the simulator's.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }
}

#[test]
fn independent_mistakes_are_all_reported() {
    for (written, instead) in MISTAKES {
        assert!(LARGE.contains(written), "{written}");
        let found = load_text(&LARGE.replacen(written, instead, 1)).map(|_| ()).expect_err(instead);
        assert_eq!(errors(&found), 1, "{instead}:\n{found}");
    }
    let mut dice = Dice(1);
    for _ in 0..200 {
        let chosen: Vec<_> = MISTAKES.iter().filter(|_| dice.below(3) == 0).collect();
        let text = chosen.iter().fold(LARGE.to_owned(), |text, (written, instead)| text.replacen(written, instead, 1));
        if let Err(found) = load_text(&text) {
            assert_eq!(errors(&found), chosen.len(), "{chosen:#?}\n{found}");
        } else {
            assert!(chosen.is_empty());
        }
    }
}

fn errors(found: &Diagnostics) -> usize {
    found.list.iter().filter(|one| one.severity == Severity::Error).count()
}

/// A text with some random changes: pieces removed, doubled, swapped, or replaced by something nasty.
fn mutated(text: &str, dice: &mut Dice) -> String {
    const NASTY: &[&str] = &[
        "",
        "\"",
        "[",
        "]",
        "{",
        "}",
        "=",
        ".",
        ",",
        "\n",
        "\0",
        "é",
        "-1",
        "1e999",
        "nan",
        "99999999999999999999999",
        "\"\"",
        "true",
        "[[",
        "]]",
        "''",
        "\"9999999w\"",
        "0",
        "\"24:00\"",
        "2026-03-02",
        "\\u0000",
        "#",
        "[[policy]]\n",
        "\"orders\"",
        "like",
        "{}",
        "[]",
        "\u{feff}",
        "\r",
        "\t",
        "inf",
    ];
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=dice.below(4) {
        let (from, length) = (dice.below(letters.len() + 1), dice.below(30));
        let to = (from + length).min(letters.len());
        match dice.below(4) {
            0 => drop(letters.drain(from..to)),
            1 => {
                let copy = letters[from..to].to_vec();
                let place = dice.below(letters.len() + 1);
                letters.splice(place..place, copy).for_each(drop);
            }
            _ => letters
                .splice(from..to.min(from + dice.below(6)), NASTY[dice.below(NASTY.len())].chars())
                .for_each(drop),
        }
    }
    letters.into_iter().collect()
}

#[test]
fn no_text_makes_the_reader_panic() {
    let mut dice = Dice(2);
    let sharing = sharing();
    let mut accepted = 0;
    for round in 0..4000 {
        let whole = if round % 8 < 5 { LARGE } else { &sharing };
        let text = if round % 4 == 0 { whole.to_owned() } else { mutated(whole, &mut dice) };
        let files = Memory::default()
            .with("dir/week.csv", &if round % 3 == 0 { mutated(WEEK, &mut dice) } else { WEEK.to_owned() })
            .with("dir/log.csv", &if round % 3 == 1 { mutated(LOG, &mut dice) } else { LOG.to_owned() });
        match parse(&text, Path::new("dir/case.toml"), &files) {
            Ok(_) => accepted += 1,
            Err(found) => {
                assert!(found.has_errors());
                assert!(!found.to_string().is_empty());
                #[cfg(feature = "program")]
                assert!(!found.render(round % 2 == 0).is_empty());
            }
        }
    }
    assert!(accepted > 0);
}

#[test]
fn texts_that_are_built_to_overwhelm_are_refused() {
    for text in
        ["[".repeat(100_000), "a = ".to_owned() + &"[".repeat(100_000), "a = ".to_owned() + &"{a=".repeat(100_000)]
    {
        assert!(load_text(&text).is_err());
    }
    let dotted = format!("{} = 1", vec!["a"; 50_000].join("."));
    assert!(load_text(&dotted).is_err());
    let unknown: String = (0..20_000).map(|number| format!("key{number} = 1\n")).collect();
    let found = load_text(&unknown).unwrap_err();
    assert_eq!((found.total, found.list.len()), (20_000 + 4, 1000), "four sections are missing as well");
    assert!(found.to_string().ends_with("and 19954 more"));
    let policies: String =
        (0..999).map(|number| format!("[[policy]]\nname = \"p{number}\"\nlike = \"p{}\"\n", number + 1)).collect();
    let chain = format!(
        "{}{policies}[[policy]]\nname = \"p999\"\ncapacity = {{ preferred = 3 }}\n",
        SMALL.split("[[policy]]").next().unwrap()
    );
    assert_eq!(load_text(&chain).unwrap().experiment.policies[0].capacity.limits[0].preferred, 3);
}
