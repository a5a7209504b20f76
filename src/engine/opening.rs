//! The world before anything happened: nobody signed in, nobody there; who may serve whom.

use crate::model::{Demand, Model, Serves, ServesFrom, Takes, Team};
use crate::policy::{AssignmentKey, Capacity, OutOfHours, Ownership, Policy, Pool, SLOT, Treatment, assignment};
use crate::units::{AgentId, DemandId, DeskId, Span, TeamId, Time};
use crate::workload::{Workload, teams_of_agents};
use crate::world::{
    Activity, Agent, Bounds, ChannelView, DemandView, DeskSet, Desks, Lane, Level, Line, Rooms, Stages, Tallies,
    Widens, World,
};

/// The world before anything happened.
pub(super) fn world(model: &Model, workload: &Workload, policy: &Policy, treatments: &[Treatment]) -> World {
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
    let rooms = mixed || policy.capacity.needs_rooms() || treatments.iter().any(Treatment::needs_rooms);
    let (mut lanes, lane_of) = lanes(model, &desks, &channels, mixed);
    let alike = alike(&lane_of, &pools(model, policy), treatments);
    for lane in &mut lanes {
        let own = alike.iter().zip(&lane_of).enumerate().filter(|(_, (_, first))| **first == lane.queue);
        lane.kinds = own.filter(|(number, (alike, _))| alike.index() == *number).count() as u32;
    }
    let views = lane_of.into_iter().zip(alike).zip(&channels);
    let demands = model.demands.iter().zip(views).map(|(demand, ((lane, alike), &channel))| DemandView {
        class: demand.class,
        target: demand.target.map(|target| (target.first, target.later)),
        default_gap: demand.reply.default_gap,
        mean_handling: [&demand.handling_first, &demand.handling_later].map(|law| Span::seconds(law.mean())),
        lane,
        alike,
        channel,
    });
    World {
        now: Time::START,
        conversations: Vec::with_capacity(workload.customers.len()),
        identities: Vec::with_capacity(workload.customers.len()),
        demands: demands.collect(),
        desks: index(&desks, policy, treatments, &channels, rooms),
        inboxes: vec![Line::default(); desks.len()],
        agents: agents.collect(),
        stages: lanes.iter().any(|lane| lane.widens.is_some()).then(Stages::default),
        lanes,
        rooms: rooms.then(|| Rooms::new(desks.len(), model.channels.len(), pools(model, policy))),
        tallies: tallies(workload, policy, treatments, desks.len()),
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
fn index(
    desks: &[Desk<'_>],
    policy: &Policy,
    treatments: &[Treatment],
    channels: &[ChannelView],
    rooms: bool,
) -> Desks {
    let bounds = desks.iter().map(|desk| {
        let (preferred, maximum) = (desk.limits.0 * SLOT, desk.limits.1 * SLOT);
        Bounds { team: desk.team, preferred, limit: preferred + policy.capacity.slack, maximum }
    });
    // Where more than the load decides it depends on the conversation who has room.
    let level = match policy.capacity.ownership {
        Ownership::Agent if !rooms => assignment::common_level(treatments.iter().map(|it| it.assignment.as_slice())),
        Ownership::Agent | Ownership::Team => Level::Room,
    };
    let least = channels.iter().map(|it| it.weights.needs_reply).min().unwrap_or(SLOT);
    Desks::new(bounds.collect(), least, policy.capacity.grain(), level, policy.capacity.is_loose())
}

/// For each demand: with whose load the limits are compared; nothing where it is all of an agent's.
fn pools(model: &Model, policy: &Policy) -> Vec<u32> {
    match policy.capacity.pool {
        Pool::Shared => Vec::new(),
        Pool::Demand => (0..model.demands.len() as u32).collect(),
        Pool::Channel => {
            let none = model.channels.len() as u32;
            model.demands.iter().map(|demand| demand.channel.map_or(none, |channel| channel.0)).collect()
        }
    }
}

/// For each demand the first one in the same queue for which the same desks have room, whatever they hold.
fn alike(lane_of: &[usize], pools: &[u32], treatments: &[Treatment]) -> Vec<DemandId> {
    let kind = |demand: usize| (lane_of[demand], pools.get(demand), treatments[demand].offer);
    let first = |demand: usize| (0..=demand).find(|other| kind(*other) == kind(demand)).unwrap_or(demand);
    (0..lane_of.len()).map(|demand| DemandId(first(demand) as u32)).collect()
}

/// What some keys of an assignment compare.
fn tallies(workload: &Workload, policy: &Policy, treatments: &[Treatment], desks: usize) -> Option<Tallies> {
    let mut keys = treatments.iter().flat_map(|it| &it.assignment);
    let speeds = match policy.capacity.ownership {
        Ownership::Agent => (0..desks as u32).map(|agent| workload.speed(AgentId(agent))).collect(),
        Ownership::Team => Vec::new(),
    };
    keys.any(AssignmentKey::needs_tallies).then(|| Tallies::new(desks, speeds))
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
            lanes.extend(stages(&served, lanes.len()));
        }
    }
    debug_assert_eq!(lane_of.len(), model.demands.len());
    (lanes, lane_of)
}

/// The lanes of a demand, from the fewest desks to the most; `queue` will be the place of the first.
fn stages(served: &[Served], queue: usize) -> Vec<Lane> {
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
        Lane { desks: of(None), ranks, line: Line::default(), waiting: 0, assigned_last: None, widens, queue, kinds: 0 }
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
