//! The world before anything happened: nobody signed in, nobody there; who may serve whom.

use crate::model::{Demand, Model, Serves, ServesFrom, Takes, Team};
use crate::policy::{Capacity, OutOfHours, Ownership, Policy, SLOT, assignment};
use crate::units::{DemandId, DeskId, Span, TeamId, Time};
use crate::workload::{Workload, teams_of_agents};
use crate::world::{
    Activity, Agent, ChannelView, DemandView, DeskSet, Desks, Lane, Level, Line, Stages, Widens, World,
};

/// The world before anything happened.
pub(super) fn world(model: &Model, workload: &Workload, policy: &Policy) -> World {
    let desks = desks(model, policy);
    let agents = teams_of_agents(model).into_iter().enumerate().map(|(agent, team)| {
        let desk = match policy.capacity.ownership {
            Ownership::Agent => DeskId(agent as u32),
            Ownership::Team => DeskId(team.0),
        };
        Agent { team, desk, activity: Activity::SignedOut, since: Time::START, last: None }
    });
    let channels: Vec<ChannelView> = (0..model.demands.len()).map(|it| channel(model, policy, it)).collect();
    let mixed = channels.iter().any(|it| *it != ChannelView { channel: it.channel, ..plain(&policy.capacity) });
    let (lanes, lane_of) = lanes(model, &desks, &channels, mixed);
    let demands = model.demands.iter().zip(lane_of).zip(&channels).map(|((demand, lane), &channel)| DemandView {
        class: demand.class,
        target: demand.target.map(|target| (target.first, target.later)),
        default_gap: demand.reply.default_gap,
        mean_handling: [&demand.handling_first, &demand.handling_later].map(|law| Span::seconds(law.mean())),
        lane,
        channel,
    });
    World {
        now: Time::START,
        conversations: Vec::with_capacity(workload.customers.len()),
        identities: Vec::with_capacity(workload.customers.len()),
        demands: demands.collect(),
        desks: index(&desks, policy, &channels, mixed),
        inboxes: vec![Line::default(); desks.len()],
        agents: agents.collect(),
        stages: lanes.iter().any(|lane| lane.widens.is_some()).then(Stages::default),
        lanes,
        mixed,
        held: vec![0; if mixed { desks.len() * model.channels.len() } else { 0 }],
        waiting: vec![0; if mixed { desks.len() } else { 0 }],
        queued: 0,
        open: 0,
        key: workload.key(),
    }
}

/// A desk: whose, with what limits, and whom it serves.
struct Desk<'m> {
    team: TeamId,
    limits: (u32, u32),
    serves: &'m [Serves],
}

/// The desks, with ownership by agents one for each, else one for each team.
fn desks<'m>(model: &'m Model, policy: &Policy) -> Vec<Desk<'m>> {
    let capacity = &policy.capacity;
    let teams = model.teams.iter().enumerate().map(|(number, team)| (TeamId(number as u32), team));
    let desk = |id: TeamId, team: &'m Team| {
        let limits = capacity.limits(id);
        Desk { team: id, limits: (limits.preferred, limits.maximum), serves: &team.serves }
    };
    match capacity.ownership {
        Ownership::Team => teams.map(|(id, team)| desk(id, team)).collect(),
        Ownership::Agent => teams
            .flat_map(|(id, team)| {
                let mut own: Vec<Desk> = (0..team.places()).map(|_| desk(id, team)).collect();
                for it in &team.particulars {
                    let place = &mut own[it.place as usize];
                    place.limits = it.capacity.unwrap_or(place.limits);
                    place.serves = it.serves.as_deref().unwrap_or(place.serves);
                }
                own
            })
            .collect(),
    }
}

/// The columns of the desks, with the index that the policy's assignment makes use of.
fn index(desks: &[Desk<'_>], policy: &Policy, channels: &[ChannelView], mixed: bool) -> Desks {
    let limits: Vec<(TeamId, u32, u32)> =
        desks.iter().map(|desk| (desk.team, desk.limits.0 * SLOT, desk.limits.1 * SLOT)).collect();
    // Where conversations weigh differently it depends on the conversation who has room.
    let level = match policy.capacity.ownership {
        Ownership::Agent if !mixed => assignment::level(&policy.assignment),
        Ownership::Agent | Ownership::Team => Level::Room,
    };
    let least = channels.iter().map(|it| it.weights.needs_reply).min().unwrap_or(SLOT);
    Desks::new(&limits, least, policy.capacity.grain(), level)
}

/// A conversation of no particular channel.
fn plain(capacity: &Capacity) -> ChannelView {
    ChannelView { channel: None, takes: Takes::Slot, rank: 0, weights: capacity.weights, at_most: None }
}

/// What a demand's conversations take of an agent.
fn channel(model: &Model, policy: &Policy, demand: usize) -> ChannelView {
    let capacity = &policy.capacity;
    let Some(id) = model.demands[demand].channel else { return plain(capacity) };
    let share = capacity.channels.get(id.index()).copied().unwrap_or_default();
    let it = &model.channels[id.index()];
    ChannelView {
        channel: Some(id),
        takes: if capacity.ownership == Ownership::Team { Takes::Slot } else { it.takes },
        rank: it.rank,
        weights: share.weights.unwrap_or(capacity.weights).times(share.weight),
        at_most: share.at_most,
    }
}

/// How a desk serves a demand, if it does: its rank, and from when on.
type Served = Option<(u8, ServesFrom)>;

/// The lanes, and the first lane of each demand. Demands that the same desks serve alike, on channels alike, share theirs;
/// the lanes through which a conversation moves on lie side by side.
fn lanes(model: &Model, desks: &[Desk<'_>], channels: &[ChannelView], mixed: bool) -> (Vec<Lane>, Vec<usize>) {
    let mut lanes: Vec<Lane> = Vec::new();
    let mut known: Vec<(Vec<Served>, Option<ChannelView>, usize)> = Vec::new();
    let mut lane_of = Vec::new();
    for (number, channel) in channels.iter().enumerate() {
        let demand = DemandId(number as u32);
        let served: Vec<Served> = desks
            .iter()
            .map(|desk| desk.serves.iter().find(|it| it.demand == demand).map(|it| (it.rank, it.from)))
            .collect();
        let own = mixed.then_some(*channel);
        let first = known.iter().find(|it| it.0 == served && it.1 == own).map(|it| it.2);
        lane_of.push(first.unwrap_or(lanes.len()));
        if first.is_none() {
            known.push((served.clone(), own, lanes.len()));
            lanes.extend(stages(&served, *channel));
        }
    }
    debug_assert_eq!(lane_of.len(), model.demands.len());
    (lanes, lane_of)
}

/// The lanes of a demand, from the fewest desks to the most.
fn stages(served: &[Served], channel: ChannelView) -> Vec<Lane> {
    let mut from: Vec<ServesFrom> = served.iter().flatten().map(|it| it.1).collect();
    from.sort_unstable();
    from.dedup();
    if from.is_empty() {
        from.push(ServesFrom::After(Span::ZERO));
    }
    let widens = from[1..].iter().map(|next| match *next {
        ServesFrom::After(span) => Widens::After(span),
        ServesFrom::Fallback => Widens::WhenEmpty,
    });
    let widens: Vec<Option<Widens>> = widens.map(Some).chain([None]).collect();
    let lane = |(stage, widens): (&ServesFrom, Option<Widens>)| {
        let mut ranks: Vec<u8> = served.iter().flatten().filter(|it| it.1 <= *stage).map(|it| it.0).collect();
        ranks.sort_unstable();
        ranks.dedup();
        let of = |rank: Option<u8>| {
            let mut set = DeskSet::new(served.len());
            let own = served
                .iter()
                .enumerate()
                .filter(|(_, it)| it.is_some_and(|it| it.1 <= *stage && rank.is_none_or(|rank| rank == it.0)));
            own.for_each(|(desk, _)| set.insert(DeskId(desk as u32)));
            set
        };
        let ranks = ranks.into_iter().map(|rank| of(Some(rank))).collect();
        Lane { desks: of(None), ranks, line: Line::default(), waiting: 0, assigned_last: None, widens, channel }
    };
    from.iter().zip(widens).map(lane).collect()
}

/// Whether any agent has something to do at a given time: people, and colleagues who look at messages.
pub(super) fn has_duties(model: &Model) -> bool {
    model.has_people() || model.teams.iter().any(|team| team.looks.is_some())
}

/// Whether the door does not treat all new conversations alike.
pub(super) fn has_front_desk(model: &Model, policy: &Policy) -> bool {
    let bot = policy.door.bot || policy.door.out_of_hours == OutOfHours::Bot;
    let demand = |it: &Demand| it.bot.is_some() && bot || it.urgent.is_some();
    policy.door.out_of_hours == OutOfHours::Refuse || model.demands.iter().any(demand)
}
