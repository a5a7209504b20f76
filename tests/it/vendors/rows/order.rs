//! Who is next, in the queue and in the inbox, and which agent.

use super::{LONG, differ, plain, run, until, with_slots};
use crate::table::{Letter, Table, span, work};
use quasisync::model::Target;
use quasisync::policy::{Inactivity, OrderKey};

/// One agent, one slot that nothing but a reply frees; demand 0 is urgent, demand 1 is not.
fn busy(platform: &str, seconds: u32) -> Table {
    let mut table = plain(with_slots(platform, 1, 1));
    table.policy.inactivity = Inactivity::Never;
    table.add_demand();
    table.model.demands[1].class = 1;
    table.visit(0, [work(seconds)]);
    until(&mut table, seconds + 100);
    table
}

/// Who is served after whom. Where several orders take turns by chance, each of them alone.
fn served(table: &Table) -> String {
    let orders = match &table.policy.queue[..] {
        [OrderKey::Blend(orders)] => orders.iter().map(|(_, order)| order.clone()).collect(),
        order => vec![order.to_vec()],
    };
    let each = orders.into_iter().map(|order| {
        let mut table = table.clone();
        table.policy.queue = order;
        run(&table).served()
    });
    each.collect::<Vec<_>>().join(" or ")
}

/// B is not urgent and comes at 100, C and D are, at 500 and at 1300. In the order of coming; urgent ones first; with ten
/// minutes of advance, which is enough for C, but not for D (Genesys). LivePerson's blend has the queue entrance time and the
/// freshest message.
#[test]
fn queue_order() {
    let seen = |platform: &str| {
        let mut table = busy(platform, 3000);
        table.visit_of(1, 100, [work(5)]);
        table.visit_of(0, 500, [work(5)]);
        table.visit_of(0, 1300, [work(5)]);
        served(&table)
    };
    let urgent = "amazon-connect flex-leave flex-pause intercom kustomer salesforce-status salesforce-tab zendesk \
                  zendesk-count-inactive";
    differ(
        seen,
        &[
            ("A B C D", "chatwoot erlang-chat freshchat quiq rocketchat"),
            ("A C D B", urgent),
            ("A C B D", "genesys"),
            ("A B C D or A D C B", "liveperson"),
        ],
    );
}

/// B has waited for 5000 seconds when urgent C comes. Where minutes and priority add up (Genesys), or only waiting counts, B
/// is next; where priorities are strict, no waiting is long enough.
#[test]
fn aging() {
    let seen = |platform: &str| {
        let mut table = busy(platform, 5200);
        table.visit_of(1, 100, [work(5)]);
        table.visit_of(0, 5100, [work(5)]);
        served(&table)
    };
    let strict = "amazon-connect flex-leave flex-pause intercom kustomer salesforce-status salesforce-tab zendesk \
                  zendesk-count-inactive";
    differ(
        seen,
        &[
            ("A B C", "chatwoot erlang-chat freshchat genesys quiq rocketchat"),
            ("A C B", strict),
            ("A B C or A C B", "liveperson"),
        ],
    );
}

/// A promise of a minute against one of an hour: B came before C, and both are in the inbox.
fn with_targets(platform: &str) -> String {
    let mut table = plain(with_slots(platform, 1, 4));
    table.add_demand();
    for (demand, first) in [(0, 3600), (1, 60)] {
        let target = Target { first: span(first), later: span(first), share: 0.8, in_hours: false };
        table.model.demands[demand].target = Some(target);
    }
    table.visit(0, [work(100)]);
    table.visit_of(0, 10, [work(5)]);
    table.visit_of(1, 20, [work(5)]);
    until(&mut table, 200);
    run(&table).served()
}

/// A takes 250 seconds to answer, and B 20; both have written again when the agent is done with C, A some seconds before.
fn with_tempo(platform: &str) -> String {
    let mut table = plain(with_slots(platform, 1, 4));
    table.visit(0, [work(1).answers(250), work(5)]);
    table.visit(240, [work(1).answers(20), work(5)]);
    table.visit(245, [work(100)]);
    until(&mut table, 400);
    run(&table).served()
}

/// What agents answer next: at LivePerson what is due first by the response time that was promised, at Quiq what is due
/// first by the customer's own tempo.
#[test]
fn sla_in_order() {
    let neither = "amazon-connect chatwoot erlang-chat flex-leave flex-pause freshchat genesys intercom kustomer rocketchat \
                   salesforce-status salesforce-tab zendesk zendesk-count-inactive";
    differ(
        |platform| format!("{}, {}", with_targets(platform), with_tempo(platform)),
        &[("A B C, A B C A B", neither), ("A C B, A B C A B", "liveperson"), ("A B C, A B C B A", "quiq")],
    );
}

/// How six agents stand: their limit, how many they have done before, when they began with those, and how many are with them.
/// Each of them is best by one rule only: it is the turn of the first one; the second has the least load, the third the
/// most free slots, the fourth the greatest share of them; the fifth has not replied for the longest time; the sixth has
/// had the fewest.
const AGENTS: [(u32, u32, u32, u32); 6] =
    [(5, 6, 600, 3), (2, 7, 600, 1), (10, 4, 600, 5), (6, 5, 600, 2), (4, 5, 0, 3), (6, 1, 680, 5)];

fn six_agents(platform: &str) -> (Table, Letter) {
    let mut table = plain(with_slots(platform, 1, AGENTS[0].0));
    for agent in 1..6 {
        table.add_demand();
        table.add_team(1, AGENTS[agent as usize].0, &[agent, 6]);
    }
    table.add_demand();
    table.first_team_serves(&[0, 6]);
    let mut visits = Vec::new();
    for (agent, (_, done, from, held)) in AGENTS.into_iter().enumerate() {
        visits.extend((0..done).map(|place| (from + 10 * place, agent, 1)));
        visits.extend((0..held).map(|place| (700 + 10 * place, agent, LONG)));
    }
    visits.sort_unstable();
    for (at, agent, seconds) in visits {
        table.visit_of(agent as u32, at, [work(seconds)]);
    }
    let next = table.visit_of(6, 800, [work(LONG)]);
    until(&mut table, 810);
    (table, next)
}

/// Which of six agents is next, where each is best by another rule.
#[test]
fn agent_pick() {
    let seen = |platform: &str| {
        let (table, next) = six_agents(platform);
        let story = run(&table).story(next);
        let desk = story.split("assigned ").nth(1).expect("somebody has room");
        match &desk[..1] {
            "0" => "round robin",
            "1" => "least load",
            "2" => "most spare",
            "3" => "greatest free share",
            "4" => "longest idle",
            "5" => "fewest assigned",
            other => panic!("{other}"),
        }
        .to_owned()
    };
    differ(
        seen,
        &[
            ("round robin", "chatwoot"),
            ("least load", "intercom quiq salesforce-status salesforce-tab"),
            ("most spare", "kustomer zendesk zendesk-count-inactive"),
            ("greatest free share", "freshchat liveperson"),
            ("longest idle", "amazon-connect erlang-chat flex-leave flex-pause genesys"),
            ("fewest assigned", "rocketchat"),
        ],
    );
}

/// Each of the six agents is best by one rule only, so that no platform can be right by another one.
#[test]
fn the_six_agents_are_told_apart() {
    let spare = AGENTS.map(|(limit, _, _, held)| limit - held);
    let assigned = AGENTS.map(|(_, done, _, held)| done + held);
    let load = AGENTS.map(|(_, _, _, held)| held);
    let share = AGENTS.map(|(limit, _, _, held)| 1000 * (limit - held) / limit);
    let best_is = |place: usize, values: [u32; 6], greatest: bool| {
        let others = values.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, value)| *value);
        for other in others {
            assert!(if greatest { values[place] > other } else { values[place] < other });
        }
    };
    best_is(1, load, false);
    best_is(2, spare, true);
    best_is(3, share, true);
    best_is(4, AGENTS.map(|(_, done, from, _)| from + 10 * done), false);
    best_is(5, assigned, false);
}
