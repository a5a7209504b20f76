//! Reminders, heeded and not.

use crate::table::{Table, span, work};
use quasisync::policy::{Clock, Close, CloseClock, Inactivity, Parking, Reminders};

/// A reminder every minute, twice at most; a customer who heeds one writes 20 s after it.
fn table(probability: f64) -> Table {
    let mut table = Table::new(1, 2);
    table.policy.silence.reminders = Some(Reminders { every: span(60), at_most: 2, probability });
    table
}

const FIRST: &str = "0: arrived, queued, assigned 0, started 0; 10: replied 0";

/// Whoever heeds it writes sooner than he would have.
#[test]
fn who_heeds_it_writes_sooner() {
    let story = |probability: f64, latency: f64| {
        let mut table = table(probability);
        let a = table.visit(0, [work(10).answers(latency), work(10)]);
        table.run().story(a)
    };
    assert_eq!(
        story(1.0, 1000.0),
        format!("{FIRST}; 70: reminded; 90: wrote, started 0; 100: replied 0, resolved, closed recognised"),
        "and not again at 1010"
    );
    assert_eq!(
        story(1.0, 70.0),
        format!("{FIRST}; 70: reminded; 80: wrote, started 0; 90: replied 0, resolved, closed recognised"),
        "he would have written at 80 anyway"
    );
    assert_eq!(
        story(1.0, 50.0),
        format!("{FIRST}; 60: wrote, started 0; 70: replied 0, resolved, closed recognised"),
        "whoever has written is not reminded"
    );
    assert_eq!(
        story(0.0, 1000.0),
        format!(
            "{FIRST}; 70: reminded; 130: reminded; 1010: wrote, started 0; 1020: replied 0, resolved, closed recognised"
        )
    );
}

/// Ghosts come back, once.
#[test]
fn ghosts_come_back() {
    let story = |probability: f64| {
        let mut table = table(probability);
        let a = table.visit(0, [work(10).ghosts(), work(10).ghosts(), work(10)]);
        table.run().story(a)
    };
    assert_eq!(story(0.0), format!("{FIRST}, ghosted; 70: reminded; 130: reminded"));
    assert_eq!(
        story(1.0),
        format!(
            "{FIRST}, ghosted; 70: reminded; 90: wrote, started 0; 100: replied 0, ghosted; \
             160: reminded; 180: wrote, started 0; 190: replied 0, resolved, closed recognised"
        ),
        "every reply starts them anew"
    );
}

/// Some heed the first, some the second one, some none.
#[test]
fn each_reminder_is_heeded_or_not_by_itself() {
    let mut table = Table::new(26, 1);
    table.policy.silence.reminders = Some(Reminders { every: span(60), at_most: 2, probability: 0.4 });
    let ghosts: Vec<_> = (0..26).map(|_| table.visit(0, [work(10).ghosts(), work(10)])).collect();
    let run = table.run();
    let starts: Vec<Vec<f64>> = ghosts.into_iter().map(|it| run.starts(it)).collect();
    for pattern in [vec![0.0], vec![0.0, 90.0], vec![0.0, 150.0]] {
        assert!(starts.contains(&pattern), "{pattern:?} in {starts:?}");
    }
}

/// Whose matter is solved, and who is gone without a word, has nothing more to say.
#[test]
fn who_has_nothing_to_say_is_reminded_in_vain() {
    let mut solved = table(1.0);
    let a = solved.visit(0, [work(10).silent()]);
    assert_eq!(solved.run().story(a), format!("{FIRST}, resolved; 70: reminded; 130: reminded"));
    let mut gone = table(1.0);
    gone.model.demands[0].patience.silent = 1.0;
    let b = gone.visit(0, [work(10).patient(5).answers(1000), work(10)]);
    assert_eq!(
        gone.run().story(b),
        "0: arrived, queued, assigned 0, started 0; 5: left silently; 10: replied 0; 70: reminded; 130: reminded"
    );
}

/// Thanks to come are not brought forward, and stop the reminders unless they are ignored.
#[test]
fn thanks_are_not_brought_forward() {
    let mut table = table(1.0);
    let a = table.visit(0, [work(10).thanks(100)]);
    assert_eq!(
        table.run().story(a),
        format!("{FIRST}, resolved; 70: reminded; 110: wrote, started 0, read 0, closed thanked")
    );
}

/// A reminder stops no clock and needs no slot; a conversation that is inactive or set aside gets it, a closed one not.
#[test]
fn reminders_stop_no_clock() {
    let mut inactive = table(1.0);
    inactive.policy.inactivity = Inactivity::After { after: span(65), clock: Clock::LastAgent };
    let a = inactive.visit(0, [work(10).ghosts(), work(10)]);
    assert!(
        inactive
            .run()
            .story(a)
            .starts_with(&format!("{FIRST}, ghosted; 70: reminded; 75: inactive; 90: wrote, reactivated 0, started 0")),
        "{}",
        inactive.run().story(a)
    );
    let mut parked = table(0.0);
    parked.policy.silence.parking = Some(Parking { probability: 1.0, lasts: span(100) });
    let a = parked.visit(0, [work(10).silent()]);
    assert_eq!(parked.run().story(a), format!("{FIRST}, resolved, parked; 70: reminded; 110: resumed; 130: reminded"));
    let mut closed = table(0.0);
    closed.policy.close = Close { after: Some((span(100), CloseClock::LastAgent)), ..Close::default() };
    let a = closed.visit(0, [work(10).silent()]);
    assert_eq!(closed.run().story(a), format!("{FIRST}, resolved; 70: reminded; 110: closed silent"));
}

/// Who heeds it writes although the conversation has been closed meanwhile.
#[test]
fn who_heeds_it_reopens() {
    let mut table = table(1.0);
    table.policy.close = Close { after: Some((span(70), CloseClock::LastAgent)), ..Close::default() };
    let a = table.visit(0, [work(10).ghosts(), work(10)]);
    assert!(
        table.run().story(a).starts_with(&format!(
            "{FIRST}, ghosted; 70: reminded; 80: closed silent; 90: wrote, reopened, reactivated 0, started 0"
        )),
        "{}",
        table.run().story(a)
    );
}
