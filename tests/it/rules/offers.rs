//! Offers: accepted in time, or missed.

use crate::table::{Table, span, work};
use quasisync::model::{Serves, ServesFrom};
use quasisync::policy::{Offer, Timed};
use quasisync::random::Law;
use quasisync::units::{DemandId, Span};

const OFFER: Timed =
    Timed { timeout: Span(10_000_000), broadcast: false, excludes: false, pause: Span::ZERO, to_back: false };

/// Agents one by one, each a team of his own that takes so many seconds to accept; slots for each.
fn table(slots: u32, accepts: &[f64], offer: Timed) -> Table {
    let mut table = Table::new(1, slots);
    for _ in 1..accepts.len() {
        table.add_team(1, slots, &[0]);
    }
    for (team, seconds) in table.model.teams.iter_mut().zip(accepts) {
        team.accepts = Some(Law::constant(*seconds).unwrap());
    }
    table.policy.offer = Offer::Timed(offer);
    table
}

/// Accepted after the time that the agent takes, at the timeout at the latest; at once by an agent who takes no time.
#[test]
fn accepted_in_time() {
    let story = |seconds: f64| {
        let mut table = table(1, &[seconds], OFFER);
        let a = table.visit(0, [work(10)]);
        table.run().story(a)
    };
    let end = |at: u32, end: u32| format!("{at}: assigned 0, started 0; {end}: replied 0, resolved, closed recognised");
    assert_eq!(story(5.0), format!("0: arrived, queued, offered 0; {}", end(5, 15)));
    assert_eq!(story(10.0), format!("0: arrived, queued, offered 0; {}", end(10, 20)));
    assert_eq!(
        story(0.0),
        "0: arrived, queued, offered 0, assigned 0, started 0; 10: replied 0, resolved, closed recognised"
    );
}

/// Whoever missed it is offered it again, unless the rule says otherwise; in the next passage all are asked anew.
#[test]
fn a_miss_may_exclude() {
    let story = |excludes: bool| {
        let mut table = table(1, &[15.0, 3.0], Timed { excludes, ..OFFER });
        let a = table.visit(0, [work(10)]);
        table.run().story(a)
    };
    assert!(
        story(false).starts_with("0: arrived, queued, offered 0; 10: missed 0, offered 0; 20: missed 0, offered 0; 30")
    );
    assert_eq!(
        story(true),
        "0: arrived, queued, offered 0; 10: missed 0, offered 1; 13: assigned 1, started 1; \
         23: replied 1, resolved, closed recognised"
    );
    let mut table = table(1, &[15.0, 3.0], Timed { excludes: true, ..OFFER });
    table.every_reply_ends_ownership();
    let a = table.visit(0, [work(10).answers(20), work(10)]);
    assert!(table.run().story(a).contains("43: wrote, queued, offered 0; 53: missed 0, offered 1; 56: assigned 1"));
}

/// Where everybody has missed it, it waits; whoever comes later is not held up by it.
#[test]
fn who_is_excluded_everywhere_holds_up_nobody() {
    let mut table = table(1, &[15.0], Timed { excludes: true, ..OFFER });
    let a = table.visit(0, [work(10)]);
    let b = table.visit(1, [work(10)]);
    let run = table.run();
    assert_eq!(run.story(a), "0: arrived, queued, offered 0; 10: missed 0");
    assert_eq!(run.story(b), "1: arrived, queued; 10: offered 0; 20: missed 0");
}

/// Whoever missed one gets nothing new for a while, not even others.
#[test]
fn a_miss_may_pause() {
    let mut table = table(3, &[15.0, 3.0], Timed { pause: span(30), ..OFFER });
    let a = table.visit(0, [work(1)]);
    let b = table.visit(11, [work(1)]);
    let c = table.visit(39, [work(1)]);
    let d = table.visit(40, [work(1)]);
    let run = table.run();
    assert!(run.story(a).starts_with("0: arrived, queued, offered 0; 10: missed 0, offered 1; 13: assigned 1"));
    assert!(run.story(b).starts_with("11: arrived, queued, offered 1"));
    assert!(run.story(c).starts_with("39: arrived, queued, offered 1"));
    assert!(run.story(d).starts_with("40: arrived, queued, offered 0; 50: missed 0, offered 1"));
}

/// The end of a pause is looked at.
#[test]
fn a_pause_ends_by_itself() {
    let mut table = table(3, &[15.0], Timed { pause: span(30), ..OFFER });
    let a = table.visit(0, [work(1)]);
    assert!(
        table.run().story(a).starts_with("0: arrived, queued, offered 0; 10: missed 0; 40: offered 0; 50: missed 0")
    );
}

/// A miss goes on to the next ring, before its time; without exclusion the first ring is still in it.
#[test]
fn a_miss_goes_to_the_next_ring() {
    let story = |excludes: bool| {
        let mut table = table(1, &[15.0, 3.0], Timed { excludes, ..OFFER });
        let from = ServesFrom::After(span(100));
        table.model.teams[1].serves = vec![Serves { demand: DemandId(0), rank: 0, from }];
        let a = table.visit(0, [work(10)]);
        table.run().story(a)
    };
    for excludes in [false, true] {
        assert!(
            story(excludes).starts_with("0: arrived, queued, offered 0; 10: missed 0, offered 1; 13: assigned 1"),
            "the second ring has the better rank"
        );
    }
}

/// It keeps its place, or goes to the back.
#[test]
fn a_miss_may_cost_the_place() {
    let stories = |to_back: bool| {
        let mut table = table(1, &[15.0], Timed { to_back, ..OFFER });
        let (a, b) = (table.visit(0, [work(10)]), table.visit(1, [work(10)]));
        let run = table.run();
        let beginning = |story: String| story.split("; 30").next().unwrap().to_owned();
        (beginning(run.story(a)), beginning(run.story(b)))
    };
    let (a, b) = stories(false);
    assert_eq!(a, "0: arrived, queued, offered 0; 10: missed 0, offered 0; 20: missed 0, offered 0");
    assert_eq!(b, "1: arrived, queued");
    let (a, b) = stories(true);
    assert_eq!(a, "0: arrived, queued, offered 0; 10: missed 0; 20: offered 0");
    assert_eq!(b, "1: arrived, queued; 10: offered 0; 20: missed 0");
}

/// What is offered weighs what the policy says.
#[test]
fn an_offer_weighs() {
    let story = |weight: u32| {
        let mut table = table(1, &[5.0], OFFER);
        table.policy.capacity.weights.offered = weight;
        table.visit(0, [work(10)]);
        let b = table.visit(1, [work(10)]);
        table.run().story(b)
    };
    assert!(story(1000).starts_with("1: arrived, queued; 15: offered 0; 20: assigned 0"), "when A is closed");
    assert!(story(0).starts_with("1: arrived, queued, offered 0; 6: assigned 0; 15: started 0"));
}

/// All who have room are asked, and whoever is quickest gets it.
#[test]
fn a_broadcast_goes_to_the_quickest() {
    let mut table = table(1, &[5.0, 3.0, 3.0], Timed { broadcast: true, ..OFFER });
    let letters = [0, 1, 2].map(|at| table.visit(at, [work(100)]));
    let run = table.run();
    let story = |place: usize| run.story(letters[place]);
    assert!(story(0).starts_with("0: arrived, queued, offered 1; 3: assigned 1, started 1"));
    assert!(story(1).starts_with("1: arrived, queued, offered 2; 4: assigned 2, started 2"));
    assert!(story(2).starts_with("2: arrived, queued, offered 0; 7: assigned 0, started 0"));
}

/// Whoever leaves has missed what was offered; it keeps its place.
#[test]
fn leaving_is_a_miss() {
    let mut table = table(1, &[5.0, 5.0], Timed { excludes: true, pause: span(1000), ..OFFER });
    table.staff(0, &[(0, 1), (3, 0), (50, 1)]);
    table.staff(1, &[(0, 0), (4, 1)]);
    let a = table.visit(0, [work(100)]);
    let b = table.visit(1, [work(10)]);
    let run = table.run();
    assert_eq!(run.at(3), "agent 0 signed out, A missed 0");
    assert!(run.story(a).contains("3: missed 0; 4: offered 1; 9: assigned 1"));
    assert!(run.story(b).starts_with("1: arrived, queued; 50: offered 0; 55: assigned 0"));
}

/// A customer may give up while the conversation is offered: then nobody has it.
#[test]
fn giving_up_while_offered() {
    let mut table = table(1, &[5.0], OFFER);
    let a = table.visit(0, [work(10).patient(4)]);
    let b = table.visit(1, [work(10)]);
    let run = table.run();
    assert_eq!(run.story(a), "0: arrived, queued, offered 0; 4: gave up, closed given up");
    assert!(run.story(b).starts_with("1: arrived, queued; 4: offered 0; 9: assigned 0"));
}

/// With a shared inbox there is nobody in particular to be asked.
#[test]
fn a_team_is_not_asked() {
    let mut table = table(1, &[5.0], OFFER);
    table.share_the_inbox();
    let a = table.visit(0, [work(10)]);
    assert!(table.run().story(a).starts_with("0: arrived, queued, assigned 0, started 0"));
}
