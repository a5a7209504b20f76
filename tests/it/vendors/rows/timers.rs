//! Clocks: of silence, of offers, of messages that nobody answers, of work that comes or ends.

use super::{LONG, after, differ, plain, run, second_of, under, until, with_slots};
use crate::table::work;
use quasisync::model::{Holds, WrapUp};
use quasisync::random::Law;
use quasisync::units::Span;

fn constant(seconds: f64) -> Law {
    Law::constant(seconds).expect("a constant")
}

/// A reply that takes 400 seconds, and silence. Zendesk and Freshchat count from the customer's message, even while the
/// customer waits; LivePerson, Quiq and Amazon from there, but only once the customer is awaited, so that LivePerson's three
/// minutes are over with the reply; the others from the reply, Rocket.Chat every minute. Intercom's teammates do not wait.
#[test]
fn clock_origin() {
    let seen = |platform: &str| {
        let mut table = plain(under(platform, 1));
        let a = table.visit(0, [work(400).silent()]);
        until(&mut table, 4000);
        after(&run(&table).story(a), "started 0")
    };
    let replied = "400: replied 0, resolved";
    let then = |rest: &str| format!("{replied}{rest}");
    differ(
        seen,
        &[
            (&then("; 600: inactive"), "zendesk"),
            (&then("; 600: inactive; 1000: closed silent"), "zendesk-count-inactive"),
            ("300: lapsed; 400: replied 0, resolved, inactive", "freshchat"),
            ("402: replied 0, resolved, inactive", "liveperson"),
            (&then("; 3600: inactive"), "quiq"),
            (&then("; 600: closed silent"), "amazon-connect"),
            (&then("; 1000: closed silent"), "chatwoot erlang-chat genesys kustomer"),
            (&then("; 1000: inactive"), "flex-leave flex-pause salesforce-status salesforce-tab"),
            ("405: replied 0, resolved; 1020: inactive", "rocketchat"),
            (&then(", parked"), "intercom"),
        ],
    );
}

/// When a conversation is closed whose customer never writes again, or queued again, within a hundred days. Some vendors'
/// numbers are 12 hours after an hour (Quiq), a day after going inactive (Salesforce), an hour on hold (Rocket.Chat), 90 days
/// (Twilio, left), a fortnight (Twilio, paused). LivePerson's job runs every 25 minutes. The rest is assumed, and Zendesk and
/// Freshchat close nothing.
#[test]
fn auto_close() {
    let seen = |platform: &str| {
        let mut table = plain(under(platform, 1));
        let a = table.visit(0, [work(10).silent()]);
        table.model.frame.horizon = Span(100 * Span::DAY.0);
        let story = after(&table.run().story(a), "resolved");
        let queued = || second_of(&story, "queued").map(|at| format!("queued at {at}"));
        second_of(&story, "closed").or_else(queued).unwrap_or("never".to_owned())
    };
    differ(
        seen,
        &[
            ("600", "amazon-connect"),
            ("610", "chatwoot erlang-chat genesys kustomer zendesk-count-inactive"),
            ("4260", "rocketchat"),
            ("15000", "liveperson"),
            ("46800", "quiq"),
            ("86410", "intercom"),
            ("87010", "salesforce-status salesforce-tab"),
            ("7776010", "flex-leave"),
            ("queued at 1209610", "flex-pause"),
            ("never", "freshchat zendesk"),
        ],
    );
}

/// After how many seconds an agent who does not react has missed an offer: 60 at Quiq, 30 at Kustomer, 120 at Twilio; at
/// Salesforce, Genesys and Amazon as administrators set it. Elsewhere nobody is asked.
#[test]
fn accept_timeout() {
    let seen = |platform: &str| {
        let mut table = plain(under(platform, 1));
        table.model.teams[0].accepts = Some(constant(1000.0));
        let a = table.visit(0, [work(10)]);
        until(&mut table, 200);
        second_of(&run(&table).story(a), "missed").unwrap_or("assigned".to_owned())
    };
    let assigned = "chatwoot erlang-chat freshchat intercom liveperson rocketchat zendesk zendesk-count-inactive";
    differ(
        seen,
        &[
            ("20", "amazon-connect"),
            ("30", "genesys kustomer salesforce-status salesforce-tab"),
            ("60", "quiq"),
            ("120", "flex-leave flex-pause"),
            ("assigned", assigned),
        ],
    );
}

/// A is missed, and B comes at 200: when are they offered to the only agent? At Quiq, Genesys, Kustomer and Amazon a miss
/// changes the agent's status, for five minutes, and at Amazon for one; A is the second one that he misses there. At
/// Salesforce and Twilio he gets everything but A.
#[test]
fn on_miss() {
    let seen = |platform: &str| {
        let mut table = plain(under(platform, 1));
        table.model.teams[0].accepts = Some(constant(1000.0));
        let a = table.visit(0, [work(10)]);
        let b = table.visit(200, [work(10)]);
        until(&mut table, 700);
        let run = run(&table);
        let Some((_, again)) = run.story(a).split_once("missed 0").map(|(a, b)| (a.to_owned(), b.to_owned())) else {
            return "assigned".to_owned();
        };
        let again = second_of(again.trim_start_matches("; "), "offered").unwrap_or("never".to_owned());
        format!("{again} and {}", second_of(&run.story(b), "offered").unwrap_or("never".to_owned()))
    };
    let assigned = "chatwoot erlang-chat freshchat intercom liveperson rocketchat zendesk zendesk-count-inactive";
    differ(
        seen,
        &[
            ("360 and 360", "quiq"),
            ("330 and 330", "genesys kustomer"),
            ("80 and 240", "amazon-connect"),
            ("never and 200", "flex-leave flex-pause salesforce-status salesforce-tab"),
            ("assigned", assigned),
        ],
    );
}

/// B waits in the inbox of an agent who has A in hand, and a colleague comes at 100. Only Quiq takes what is not answered
/// from an agent; Rocket.Chat and Freshchat can, where administrators say so.
#[test]
fn agent_no_reply() {
    let seen = |platform: &str| {
        let mut table = plain(under(platform, 1));
        table.add_team(1, 5, &[0]);
        table.staff(1, &[(0, 0), (100, 1)]);
        table.visit(0, [work(LONG)]);
        let b = table.visit(20, [work(10)]);
        until(&mut table, 1000);
        let story = after(&run(&table).story(b), "assigned 0");
        if story.contains("started") { story } else { "waits".to_owned() }
    };
    let waits = "amazon-connect chatwoot erlang-chat flex-leave flex-pause freshchat genesys intercom kustomer liveperson \
                 rocketchat salesforce-status salesforce-tab zendesk zendesk-count-inactive";
    let taken =
        "320: taken from 0, queued, offered 1, assigned 1, started 1; 330: replied 1, resolved, closed recognised";
    differ(seen, &[(taken, "quiq"), ("waits", waits)]);
}

/// After a conversation there is a minute of work that holds no agent: when does the next one come to an agent with a single
/// slot? At Amazon and Twilio it holds the slot; at Genesys, Salesforce and Kustomer there is such work only where somebody
/// switched it on, and then it does. Elsewhere it is unknown, and takes nothing.
#[test]
fn wrap_up() {
    let seen = |platform: &str| {
        let mut table = plain(with_slots(platform, 1, 1));
        table.model.teams[0].wrap_up = Some(WrapUp { law: constant(60.0), holds: Holds::Slot });
        let a = table.visit(0, [work(10)]);
        let b = table.visit(5, [work(10)]);
        until(&mut table, 200);
        let run = run(&table);
        (run.assigned(b)[0] - run.replies(a)[0]).to_string()
    };
    let nothing = "chatwoot freshchat intercom liveperson quiq rocketchat zendesk zendesk-count-inactive";
    let slot = "amazon-connect erlang-chat flex-leave flex-pause genesys kustomer salesforce-status salesforce-tab";
    differ(seen, &[("0", nothing), ("60", slot)]);
}

/// A hundred and one customers come to an agent with room for all: when does he get the second one, and the last one?
/// LivePerson's agents warm up for 20 minutes, one in 90 seconds; Chatwoot has a hundred in an hour, Rocket.Chat one in five
/// seconds.
#[test]
fn warm_up_and_rate_limit() {
    let seen = |platform: &str| {
        let mut table = with_slots(platform, 1, 1000);
        let letters: Vec<_> = (0..101).map(|_| table.visit(0, [work(LONG)])).collect();
        until(&mut table, 3700);
        let run = run(&table);
        let mut firsts: Vec<f64> = letters.iter().map(|it| run.assigned(*it)[0]).collect();
        firsts.sort_by(f64::total_cmp);
        format!("{} and {}", firsts[1], firsts[100])
    };
    let at_once = "amazon-connect erlang-chat flex-leave flex-pause freshchat genesys intercom kustomer quiq \
                   salesforce-status salesforce-tab zendesk zendesk-count-inactive";
    differ(
        seen,
        &[
            ("0 and 0", at_once),
            ("0 and 3600", "chatwoot"),
            ("92 and 1200", "liveperson"),
            ("10 and 505", "rocketchat"),
        ],
    );
}

/// Somebody waits, and at 101 the only agent signs in: when is the queue looked at? LivePerson does so every two seconds,
/// Rocket.Chat every five; Chatwoot when somebody comes, when room is made, and every quarter of an hour.
#[test]
fn dispatch_cadence() {
    let seen = |platform: &str| {
        let mut table = plain(under(platform, 1));
        table.staff(0, &[(0, 0), (101, 1)]);
        let a = table.visit(0, [work(5)]);
        until(&mut table, 1000);
        run(&table).assigned(a)[0].to_string()
    };
    let at_once = "amazon-connect erlang-chat flex-leave flex-pause freshchat genesys intercom kustomer quiq \
                   salesforce-status salesforce-tab zendesk zendesk-count-inactive";
    differ(seen, &[("101", at_once), ("102", "liveperson"), ("105", "rocketchat"), ("900", "chatwoot")]);
}
