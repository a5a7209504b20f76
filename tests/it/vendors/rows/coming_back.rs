//! Where a customer goes who writes again, and what becomes of conversations whose agent leaves.

use super::{LONG, after, differ, linked, plain, run, until, way, with_slots};
use crate::table::{Letter, Run, Table, span, work};
use quasisync::policy::{CloseClock, Inactivity, Limits, OrderKey};
use quasisync::units::Span;

/// A is answered by the first agent, falls silent, and writes again at 4150, when silence is over for everybody. A colleague
/// is there from 1000 on. Both have four slots, and no more for those who come back.
fn again(platform: &str) -> (Table, Letter) {
    let mut table = plain(with_slots(platform, 1, 4));
    table.add_team(1, 4, &[0]);
    table.staff(1, &[(0, 0), (1000, 1)]);
    table.add_demand();
    let a = table.visit(0, [work(1).answers(4149), work(LONG)]);
    until(&mut table, 4180);
    (table, a)
}

/// The owner's slots are taken. Most platforms ask nobody whether there is room on the owner's desk; Quiq, Genesys and
/// Rocket.Chat do; elsewhere it is routed as if it were new, or is new.
#[test]
fn reactivation_gate() {
    let seen = |platform: &str| {
        let (mut table, a) = again(platform);
        for place in 0..4 {
            table.visit_of(1, 4000 + 20 * place, [work(LONG)]);
        }
        let run = run(&table);
        assert_eq!(&run.desk_numbers()[..5], [0; 5], "{platform}");
        way(&run, a)
    };
    let owner = "chatwoot flex-pause intercom kustomer liveperson salesforce-status zendesk zendesk-count-inactive";
    differ(
        seen,
        &[
            ("back to 0", owner),
            ("queued, then 1", "flex-leave freshchat genesys quiq rocketchat salesforce-tab"),
            ("new, then 1", "amazon-connect erlang-chat"),
        ],
    );
}

/// The owner is there, and has room.
#[test]
fn return_to_same_agent() {
    let seen = |platform: &str| {
        let (table, a) = again(platform);
        way(&run(&table), a).split(',').next().expect("a way").to_owned()
    };
    let owner = "chatwoot flex-pause genesys intercom kustomer liveperson quiq rocketchat salesforce-status zendesk \
                 zendesk-count-inactive";
    differ(
        seen,
        &[
            ("back to 0", owner),
            ("queued", "flex-leave freshchat salesforce-tab"),
            ("new", "amazon-connect erlang-chat"),
        ],
    );
}

/// The owner has gone home at 2000. Chatwoot's conversation stays with him, and so does what is paused or snoozed, and
/// Zendesk's ticket. LivePerson's agents have given everything back, Kustomer has queued it.
#[test]
fn owner_offline_on_reply() {
    let seen = |platform: &str| {
        let (mut table, a) = again(platform);
        table.shifts(0, &[(0, 2000, 1)]);
        let run = run(&table);
        assert!(way(&run, a) != "back to 0" || !after(&run.story(a), "wrote").contains("started"), "{platform}");
        way(&run, a)
    };
    differ(
        seen,
        &[
            ("back to 0", "chatwoot flex-pause intercom salesforce-status zendesk zendesk-count-inactive"),
            ("queued, then 1", "flex-leave freshchat genesys kustomer liveperson quiq rocketchat salesforce-tab"),
            ("new, then 1", "amazon-connect erlang-chat"),
        ],
    );
}

/// One agent with a single slot: A was answered and comes back at 4100, C has come at 4000, B is in hand until 4200. Who is
/// next? Quiq puts who comes back behind all others, and a new task or session begins there, too. Genesys, Rocket.Chat and
/// Freshchat know since when A has been there. Where A goes to his owner, he is past the queue.
#[test]
fn requeue_position() {
    let seen = |platform: &str| {
        let mut table = plain(with_slots(platform, 1, 1));
        let a = table.visit(0, [work(1).answers(4099), work(5)]);
        table.visit(3950, [work(250)]);
        table.visit(4000, [work(10)]);
        until(&mut table, 4300);
        let run = run(&table);
        let way = way(&run, a);
        format!("{}: {}", way.split(',').next().expect("a way"), run.served())
    };
    let owner = "chatwoot flex-pause intercom kustomer liveperson salesforce-status zendesk zendesk-count-inactive";
    differ(
        seen,
        &[
            ("back to 0: A B A C", owner),
            ("queued: A B A C", "freshchat genesys rocketchat"),
            ("queued: A B C A", "flex-leave quiq salesforce-tab"),
            ("new: A B C D", "amazon-connect erlang-chat"),
        ],
    );
}

/// The same after the owner has gone home: B is in the hand of a colleague until 4200. Whoever gets what LivePerson's agents
/// gave back finds it at its entrance time; of Kustomer's it is assumed. Elsewhere it is as above, and where A waits for his
/// owner only C is left. LivePerson's other order, the freshest first, is left out.
#[test]
fn requeue_position_without_an_owner() {
    let seen = |platform: &str| {
        let mut table = plain(with_slots(platform, 1, 1));
        if let [OrderKey::Blend(orders)] = &table.policy.queue[..] {
            table.policy.queue = orders[0].1.clone();
        }
        table.add_team(1, 1, &[0]);
        table.shifts(0, &[(0, 2000, 1)]);
        table.staff(1, &[(0, 0), (3000, 1)]);
        let a = table.visit(0, [work(1).answers(4099), work(5)]);
        table.visit(3950, [work(250)]);
        table.visit(4000, [work(10)]);
        until(&mut table, 4300);
        let run = run(&table);
        let way = way(&run, a);
        format!("{}: {}", way.split(',').next().expect("a way"), run.served())
    };
    differ(
        seen,
        &[
            ("back to 0: A B C", "chatwoot flex-pause intercom salesforce-status zendesk zendesk-count-inactive"),
            ("queued: A B A C", "freshchat genesys kustomer liveperson rocketchat"),
            ("queued: A B C A", "flex-leave quiq salesforce-tab"),
            ("new: A B C D", "amazon-connect erlang-chat"),
        ],
    );
}

/// All conversations are closed after 20 minutes of silence. Their customers write again after an hour, or after four days:
/// does that reopen the conversation?
#[test]
fn thread_window_after_close() {
    let seen = |platform: &str| {
        let reopens = |later: u32| {
            let mut table = plain(with_slots(platform, 1, 4));
            table.policy.silence.parking = None;
            table.policy.inactivity = Inactivity::Never;
            let close = &mut table.policy.close;
            (close.after, close.sweep) = (Some((span(1200), CloseClock::LastAgent)), Span::ZERO);
            close.requeues = false;
            let a = table.visit(0, [work(1).answers(later), work(5)]);
            until(&mut table, later + 100);
            // Both simulators do so, but the naive one takes its time for days.
            let run: Run = table.run();
            match linked(&run) {
                Some(_) => "new",
                None if run.story(a).contains("wrote, reopened") => "reopened",
                None => panic!("{}", run.story(a)),
            }
        };
        format!("{}, {}", reopens(3600), reopens(4 * 86_400))
    };
    let new = "amazon-connect erlang-chat flex-leave flex-pause liveperson quiq rocketchat salesforce-status \
               salesforce-tab";
    differ(
        seen,
        &[
            ("new, new", new),
            ("reopened, new", "genesys"),
            ("reopened, reopened", "chatwoot freshchat intercom kustomer zendesk zendesk-count-inactive"),
        ],
    );
}

/// The shift is over at 1000, the reply in hand is sent at 1100 or a few seconds later. B waits in the inbox; A awaits
/// nothing any more but the customer, who writes at 1200; and a colleague is there from 1050 on.
#[test]
fn shift_end() {
    let seen = |platform: &str| {
        let mut table = plain(with_slots(platform, 1, 4));
        table.policy.capacity.limits.push(Limits { preferred: 4, maximum: 4 });
        table.model.teams.push(crate::table::team("team 1", 1, &[0]));
        table.shifts(0, &[(0, 1000, 1)]);
        table.staff(1, &[(0, 0), (1050, 1)]);
        let a = table.visit(800, [work(1).answers(399), work(5)]);
        table.visit(900, [work(200)]);
        let b = table.visit(950, [work(5)]);
        until(&mut table, 1240);
        let run = run(&table);
        let who = |story: &str| match (story.contains("started 0"), story.contains("started 1")) {
            (true, false) => "by 0",
            (false, true) => "by 1",
            (false, false) => "waits",
            (true, true) => panic!("answered twice: {story}"),
        };
        let released = if run.story(a).contains("released") { ", released" } else { "" };
        format!("B {}, A {}{released}", who(&run.story(b)), who(&after(&run.story(a), "wrote")))
    };
    differ(
        seen,
        &[
            ("B waits, A waits", "chatwoot flex-pause intercom salesforce-status zendesk zendesk-count-inactive"),
            ("B waits, A by 1", "freshchat genesys quiq rocketchat salesforce-tab"),
            ("B by 1, A by 1", "flex-leave"),
            ("B by 1, A by 1, released", "amazon-connect kustomer liveperson"),
            ("B by 0, A by 1", "erlang-chat"),
        ],
    );
}
