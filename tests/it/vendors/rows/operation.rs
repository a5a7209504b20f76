//! What belongs to the operation and not to the platform: whatever its vendor offers, a scenario says it, and all presets
//! treat it in the same way.

use super::{ALL, LONG, differ, plain, run, second_of, under, until, with_slots};
use crate::table::{Table, span, work};
use quasisync::civil::{WEEK, Weekly};
use quasisync::model::{Bot, Channel, Serves, ServesFrom, Takes};
use quasisync::random::Law;
use quasisync::units::DemandId;

/// The first ring is full: after 30 seconds it is the turn of the second one. Nobody is there in the first ring: it is at
/// once.
#[test]
fn overflow() {
    let seen = |platform: &str| {
        let wait = |first_is_there: bool| {
            let mut table = plain(with_slots(platform, 1, 1));
            table.add_team(1, 1, &[]);
            let from = ServesFrom::After(span(30));
            table.model.teams[1].serves = vec![Serves { demand: DemandId(0), rank: 1, from }];
            if !first_is_there {
                table.staff(0, &[(0, 0), (1000, 1)]);
            } else {
                table.visit(0, [work(LONG)]);
            }
            let next = table.visit(100, [work(5)]);
            until(&mut table, 200);
            second_of(&run(&table).story(next), "assigned 1")
                .unwrap_or_else(|| panic!("nobody takes it under {platform}"))
        };
        format!("{} and {}", wait(true), wait(false))
    };
    differ(seen, &[("130 and 100", ALL)]);
}

/// A call comes while a message is in hand, and another one waits. Salesforce, Genesys and Amazon can let a call interrupt a
/// message; that is not simulated: the call is next, before what waits in the inbox.
#[test]
fn interruptible() {
    let seen = |platform: &str| {
        let mut table = plain(with_slots(platform, 1, 4));
        table.add_demand();
        let voice = Channel { takes: Takes::Agent, rank: 1, ..Channel::from("voice") };
        table.channels([Channel::from("messaging"), voice]);
        let a = table.visit(0, [work(100)]);
        table.visit(5, [work(5)]);
        let call = table.visit_of(1, 50, [work(5)]);
        until(&mut table, 200);
        let run = run(&table);
        assert!(run.starts(call)[0] >= run.replies(a)[0], "{platform}");
        run.served()
    };
    differ(seen, &[("A C B", ALL)]);
}

/// Written before opening time, but somebody is there.
#[test]
fn business_hours() {
    let seen = |platform: &str| {
        let mut table = plain(under(platform, 1));
        let hours = Weekly::from_pieces(&[(100, WEEK, true)], false).expect("hours");
        table.model.demands[0].open = Some(hours);
        let a = table.visit(10, [work(5)]);
        until(&mut table, 50);
        second_of(&run(&table).story(a), "assigned 0").expect("it is answered")
    };
    differ(seen, &[("10", ALL)]);
}

/// Where there is a bot it is before everything else.
#[test]
fn bot_first() {
    let seen = |platform: &str| {
        let constant = |seconds: f64| Law::constant(seconds).expect("a constant");
        let mut table = plain(under(platform, 1));
        let bot = Bot { takes: constant(10.0), contains: 0.0, falsely: 0.0, back_after: constant(100.0) };
        table.model.demands[0].bot = Some(bot);
        table.policy.door.bot = true;
        let a = table.visit(0, [work(5)]);
        until(&mut table, 14);
        let story = run(&table).story(a);
        story.split(", queued").next().expect("a beginning").to_owned()
    };
    differ(seen, &[("0: arrived, met the bot; 10: handed over", ALL)]);
}

/// Only the second team can do it, though the first one has nothing to do.
#[test]
fn skills() {
    let seen = |platform: &str| {
        let mut table = plain(with_slots(platform, 1, 4));
        table.add_demand();
        table.first_team_serves(&[0]);
        table.add_team(1, 4, &[1]);
        table.visit_of(1, 10, [work(5)]);
        until(&mut table, 50);
        run(&table).desks()
    };
    differ(seen, &[("A1", ALL)]);
}

/// Nobody is there. Who is patient for a minute gives up, and no platform sends anybody away who waits: Rocket.Chat could.
#[test]
fn patience_and_abandon() {
    let seen = |platform: &str| {
        let mut table: Table = plain(under(platform, 1));
        table.staff(0, &[(0, 0)]);
        let a = table.visit(0, [work(5).patient(60)]);
        let b = table.visit(0, [work(5)]);
        until(&mut table, 80_000);
        let run = run(&table);
        let b = run.story(b);
        format!("{}; {}", run.story(a), b.strip_suffix("; 600: lapsed").unwrap_or(&b))
    };
    differ(seen, &[("0: arrived, queued; 60: gave up, closed given up; 0: arrived, queued", ALL)]);
}
