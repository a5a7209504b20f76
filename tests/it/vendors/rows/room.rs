//! What fills an agent's slots, and what frees them.

use super::{LONG, Scale, after, differ, plain, run, under, until, with_slots};
use crate::table::{Table, work};
use quasisync::facts::Fact;
use quasisync::model::Channel;
use quasisync::policy::{ChannelShare, SLOT, Weights};

/// How many of those on the table are assigned before the first of them could count as inactive.
fn given(mut table: Table) -> usize {
    until(&mut table, 290);
    run(&table).desk_numbers().len()
}

/// Two channels; the first one weighs double where conversations have weights.
fn two_channels(mut table: Table, has_weights: bool) -> Table {
    table.add_demand();
    table.channels([Channel::from("messaging"), Channel::from("chat")]);
    if has_weights {
        let heavy = ChannelShare { weight: 2 * SLOT, ..ChannelShare::default() };
        table.policy.capacity.channels = vec![heavy, ChannelShare::default()];
    }
    table
}

/// Zendesk's rules have a number for each channel, Chatwoot's a limit for each inbox; elsewhere one limit holds for all. That
/// Amazon, Genesys and Twilio count by channel, too, is left out, as their presets say: the work after a contact holds a
/// slot there, and belongs to no channel.
#[test]
fn capacity_kind() {
    let seen = |platform: &str| {
        let mut table = two_channels(plain(under(platform, 1)), false);
        for place in 0..12 {
            table.visit_of(place % 2, 0, [work(LONG)]);
        }
        given(table).to_string()
    };
    let one_limit = "amazon-connect erlang-chat flex-leave flex-pause genesys kustomer liveperson rocketchat \
                     salesforce-status salesforce-tab";
    differ(
        seen,
        &[
            ("4", one_limit),
            ("5", "freshchat intercom quiq"),
            ("8", "zendesk zendesk-count-inactive"),
            ("10", "chatwoot"),
        ],
    );
}

/// Quiq's five is its own number. Everywhere else administrators set it: the presets assume four or five, also in place of
/// Genesys's one, and of no limit at Rocket.Chat and Chatwoot.
#[test]
fn default_cap() {
    let seen = |platform: &str| {
        let mut table = plain(under(platform, 1));
        for _ in 0..12 {
            table.visit(0, [work(LONG)]);
        }
        given(table).to_string()
    };
    let four = "amazon-connect erlang-chat flex-leave flex-pause genesys kustomer liveperson rocketchat salesforce-status \
                salesforce-tab zendesk zendesk-count-inactive";
    differ(seen, &[("4", four), ("5", "chatwoot freshchat intercom quiq")]);
}

/// At Salesforce and Kustomer a channel can weigh two units of four: two of them fill the agent. Elsewhere there are no
/// weights; where each channel has its own limit, one does not take of the other.
#[test]
fn weight_per_channel() {
    let seen = |platform: &str| {
        let has_weights = ["kustomer", "salesforce-status", "salesforce-tab"].contains(&platform);
        let mut table = two_channels(plain(with_slots(platform, 1, 4)), has_weights);
        let heavy = [0; 3].map(|at| table.visit_of(0, at, [work(LONG)]));
        let light = [20; 3].map(|at| table.visit_of(1, at, [work(LONG)]));
        until(&mut table, 290);
        let run = run(&table);
        let [heavy, light] = [heavy, light].map(|them| them.iter().filter(|it| !run.assigned(**it).is_empty()).count());
        format!("{heavy} and {light}")
    };
    let counts =
        "amazon-connect erlang-chat flex-leave flex-pause freshchat genesys intercom liveperson quiq rocketchat";
    differ(
        seen,
        &[
            ("2 and 0", "kustomer salesforce-status salesforce-tab"),
            ("3 and 1", counts),
            ("3 and 3", "chatwoot zendesk zendesk-count-inactive"),
        ],
    );
}

/// One conversation, answered within some seconds and then silent: what it weighs after 20, 200, 400, 700 and 4000 seconds.
/// A customer who is awaited takes a slot until silence, or an agent, frees it. LivePerson's weight decays to a tenth;
/// Intercom's teammates snooze with the reply.
#[test]
fn weight_of_pending_customer() {
    let seen = |platform: &str| {
        let mut table = plain(under(platform, 1));
        table.add_demand();
        table.first_team_serves(&[0]);
        table.visit(0, [work(10).silent()]);
        let moments = [20, 200, 400, 700, 4000];
        for moment in moments {
            table.visit_of(1, moment, [work(1)]);
        }
        until(&mut table, 4010);
        run(&table);
        let scale = Scale::of(&table);
        moments.map(|moment| scale.found_at(moment).to_string()).join(" ")
    };
    let ten_minutes = "amazon-connect chatwoot erlang-chat flex-leave flex-pause genesys kustomer rocketchat \
                       salesforce-status salesforce-tab zendesk zendesk-count-inactive";
    differ(
        seen,
        &[
            ("0 0 0 0 0", "intercom"),
            ("1000 100 100 100 100", "liveperson"),
            ("1000 1000 0 0 0", "freshchat"),
            ("1000 1000 1000 0 0", ten_minutes),
            ("1000 1000 1000 1000 0", "quiq"),
        ],
    );
}

/// With four slots, three whole conversations and a tenth: LivePerson takes one more, since half a slot may be missing; for
/// everybody else it must fit in. The tenth is what an awaited customer weighs here, under every preset.
#[test]
fn offer_gate() {
    let seen = |platform: &str| {
        let mut table = plain(with_slots(platform, 1, 4));
        let weights = &mut table.policy.capacity.weights;
        *weights = Weights { awaits_customer: 100, inactive: 100, parked: 100, ..*weights };
        table.visit(0, [work(1).silent()]);
        for at in [20, 20, 20] {
            table.visit(at, [work(LONG)]);
        }
        let next = table.visit(40, [work(LONG)]);
        until(&mut table, 100);
        if run(&table).assigned(next).is_empty() { "refused".to_owned() } else { "accepted".to_owned() }
    };
    let whole = "amazon-connect chatwoot erlang-chat flex-leave flex-pause freshchat genesys intercom kustomer quiq \
                 rocketchat salesforce-status salesforce-tab zendesk zendesk-count-inactive";
    differ(seen, &[("accepted", "liveperson"), ("refused", whole)]);
}

/// What first happens to a customer who never writes again. Either the conversation becomes inactive, by a timer or by an
/// agent who pauses or leaves it, or it is set aside, or the slot is taken until somebody closes. At Zendesk with inactive
/// conversations counted it is closing that frees the slot.
#[test]
fn what_frees_capacity() {
    let seen = |platform: &str| {
        let mut table = plain(under(platform, 1));
        let a = table.visit(0, [work(10).silent()]);
        until(&mut table, 4000);
        after(&run(&table).story(a), "resolved")
    };
    differ(
        seen,
        &[
            ("180: inactive", "liveperson"),
            ("300: inactive", "freshchat"),
            ("3600: inactive", "quiq"),
            ("600: closed silent", "amazon-connect"),
            ("600: inactive", "zendesk"),
            ("600: inactive; 610: closed silent", "zendesk-count-inactive"),
            ("610: closed silent", "chatwoot erlang-chat genesys kustomer"),
            ("610: inactive", "flex-leave flex-pause salesforce-status salesforce-tab"),
            ("660: inactive", "rocketchat"),
            ("parked", "intercom"),
        ],
    );
}

/// Which share of conversations is set aside with the reply: all of them at Intercom, as teammates are told to; one of five
/// at Chatwoot, as its preset assumes, and that is a matter of chance.
#[test]
fn snoozing() {
    let seen = |platform: &str| {
        let mut table = under(platform, 1);
        for place in 0..100 {
            table.visit(1000 * place, [work(1).silent()]);
        }
        until(&mut table, 100_000);
        let parked = run(&table).count(|fact| matches!(fact, Fact::Parked { .. }));
        match parked {
            0 => "none".to_owned(),
            100 => "all".to_owned(),
            // Four standard deviations of a binomial count.
            4..=36 => "some".to_owned(),
            other => panic!("{other} of a hundred under {platform}"),
        }
    };
    let none = "amazon-connect erlang-chat flex-leave flex-pause freshchat genesys kustomer liveperson quiq rocketchat \
                salesforce-status salesforce-tab zendesk zendesk-count-inactive";
    differ(seen, &[("none", none), ("some", "chatwoot"), ("all", "intercom")]);
}
