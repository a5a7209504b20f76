//! What of the agents and their rules a textbook knows; `None` for all who do anything else.

use super::counted;
use crate::model::{CatchUp, Model, Serves, ServesFrom, Staffing, Team};
use crate::policy::{
    Capacity, ChannelShare, Close, Dispatch, Door, Entry, Gives, Inactivity, Limits, Offer, OrderKey, Ownership,
    Policy, Pool, Reactivation, Silence, To, Weights,
};
use crate::units::Span;

/// Agents who are alike and always there, and plain rules.
pub(super) struct Operation {
    pub(super) agents: u32,
    /// Slots of each.
    pub(super) slots: u32,
    /// Whether they share an inbox.
    pub(super) shared: bool,
    pub(super) queue: Order,
    pub(super) inbox: Order,
    /// Whether who finds no slot is turned away.
    pub(super) turns_away: bool,
    /// Whether a reply frees the slot, and whoever writes again queues anew, behind all others.
    pub(super) frees: bool,
}

/// Who is next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    FirstCome,
    /// The most urgent class, and in it first come, first served.
    Class,
}

impl Operation {
    /// Whether all agents answer what comes to them in one line: they share it, or there is one of them.
    pub(super) fn has_one_line(&self) -> bool {
        self.shared || self.agents == 1
    }

    /// The agents in words.
    pub(super) fn words(&self) -> String {
        let agents = counted(self.agents, "agent");
        let each = if self.agents == 1 { "" } else { " each" };
        match self.slots {
            _ if self.shared && self.agents > 1 => format!("{agents} with one inbox"),
            1 => format!("{agents} with one slot{each}"),
            slots => format!("{agents} with {slots} slots{each}"),
        }
    }
}

/// The operation of a policy on a model, if it is a plain one.
pub(super) fn operation(model: &Model, policy: &Policy) -> Option<Operation> {
    let Policy {
        name: _,
        capacity,
        queue,
        dispatch,
        // Agents are alike: it does not matter which of them is free.
        assignment: _,
        offer,
        inbox,
        unanswered,
        inactivity,
        silence,
        reactivation,
        // Nobody is set aside, and nobody writes after a matter is solved.
        reactivation_parked: _,
        reactivation_closed: _,
        close,
        // Nobody ever leaves.
        desk: _,
        door,
        // No demand says as what it would go on.
        escalation: _,
        own,
    } = policy;
    let [team] = &model.teams[..] else { return None };
    let agents = agents(team, model.demands.len())?;
    let (slots, shared) = slots(capacity)?;
    let plain = *dispatch == Dispatch::default()
        && *offer == Offer::Automatic
        && unanswered.is_none()
        && *silence == Silence::default()
        && never_closes(close)
        && own.is_empty();
    let operation = Operation {
        agents,
        slots,
        shared,
        queue: order(queue)?,
        inbox: order(inbox)?,
        turns_away: turns_away(door, agents.saturating_mul(slots))?,
        frees: frees(inactivity, reactivation)?,
    };
    plain.then_some(operation)
}

/// How many agents a team always has, all of whom serve all of so many demands alike.
fn agents(team: &Team, demands: usize) -> Option<u32> {
    let Team {
        name: _,
        serves,
        zone: _,
        agents,
        particulars,
        speed_ln_sd,
        slowdown,
        switch_cost,
        catch_up,
        sharing,
        wrap_up,
        cost: _,
        // Nothing is offered.
        accepts: _,
        looks,
    } = team;
    let at_once = |it: &Serves| {
        let Serves { demand: _, rank, from } = it;
        (*rank, *from) == (serves[0].rank, ServesFrom::After(Span::ZERO))
    };
    let plain = serves.len() == demands
        && serves.iter().all(at_once)
        && particulars.is_empty()
        && *speed_ln_sd == 0.0
        && slowdown.iter().all(|factor| *factor == 1.0)
        && *switch_cost == Span::ZERO
        && *catch_up == CatchUp::default()
        && sharing.is_empty()
        && wrap_up.is_none()
        && looks.is_none();
    match agents {
        Staffing::Weekly(weekly) => match weekly.steps() {
            [(_, agents)] if plain && *agents > 0 => Some(*agents),
            _ => None,
        },
        Staffing::Dated(_) | Staffing::Shifts(_) | Staffing::Schedule(_) => None,
    }
}

/// The slots of an agent, and whether the agents share an inbox.
fn slots(capacity: &Capacity) -> Option<(u32, bool)> {
    let Capacity { ownership, limits, weights, slack, pool, channels, warm_up, rate, on_request } = capacity;
    // The maximum is for those who come back to an owner.
    let [Limits { preferred, maximum: _ }] = limits[..] else { return None };
    let plain = *weights == Weights::default()
        && *slack == 0
        && *pool == Pool::Shared
        && channels.iter().all(|it| *it == ChannelShare::default())
        && warm_up.is_none()
        && rate.is_none()
        && !on_request;
    plain.then_some((preferred, *ownership == Ownership::Team))
}

fn order(keys: &[OrderKey]) -> Option<Order> {
    match keys {
        [] | [OrderKey::JoinedFirst | OrderKey::WaitingLongest] => Some(Order::FirstCome),
        [OrderKey::Class] | [OrderKey::Class, OrderKey::JoinedFirst | OrderKey::WaitingLongest] => Some(Order::Class),
        _ => None,
    }
}

/// Whether nothing but a recognised ending ever closes a conversation.
fn never_closes(close: &Close) -> bool {
    // The rest is about conversations that silence has closed, and about messages that nobody writes.
    let Close {
        after,
        only_awaiting: _,
        sweep: _,
        requeues: _,
        queue_wait,
        thread_window: _,
        on_confirmation: _,
        contentless: _,
    } = close;
    after.is_none() && queue_wait.is_none()
}

/// Whether the door turns away who finds none of so many slots free, instead of nobody; `None`: some others.
fn turns_away(door: &Door, slots: u32) -> Option<bool> {
    // Without hours and without a bot the rest does nothing.
    let Door { waiting, inside, gives, gives_out_of_hours, bot: _, out_of_hours: _, at_closing: _ } = door;
    let silent = *gives == Gives::default() && gives_out_of_hours.is_none();
    match (waiting, inside) {
        _ if !silent => None,
        (None, None) => Some(false),
        (Some(0), None) => Some(true),
        (None, Some(inside)) if *inside == slots => Some(true),
        _ => None,
    }
}

/// Whether a reply frees the slot until the customer writes again and queues, instead of holding it; `None`: something else.
fn frees(inactivity: &Inactivity, reactivation: &Reactivation) -> Option<bool> {
    const BACK: Reactivation = Reactivation { to: To::Queue, at: Entry::Back, wait: Span::ZERO };
    match inactivity {
        Inactivity::Never => Some(false),
        Inactivity::AtOnce if *reactivation == BACK => Some(true),
        _ => None,
    }
}
