//! What decides besides the load whether a desk has room for a conversation. Kept only under rules that ask for it.

use super::{ChannelView, State};
use crate::units::{ChannelId, ConversationId, DemandId, DeskId, Time};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What is on the desks, told apart more finely than by load, and who may not have what.
#[derive(Clone, Debug, Default)]
pub struct Rooms {
    /// By desk and channel: how many active conversations it holds.
    held: Vec<u32>,
    channels: usize,
    /// By desk: how many conversations wait in its inbox.
    waiting: Vec<u32>,
    /// By desk: how many are offered to it.
    offered: Vec<u32>,
    /// By demand: whose load is compared with the limits; empty where all share them.
    pool_of: Vec<u32>,
    /// By desk and pool: the load.
    pooled: Vec<u64>,
    /// By desk: how new work has come in.
    paces: Vec<Pace>,
    /// By desk: when its pace lets new work in again.
    kept_until: Vec<Time>,
    /// Which desks may not have a conversation in its present passage.
    barred: BTreeSet<(ConversationId, DeskId)>,
    /// Who stands in the queue and waits for one desk only.
    reserved: BTreeMap<ConversationId, DeskId>,
}

/// How new work has come to a desk.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    /// Until when it gets nothing new.
    pub paused: Time,
    /// When its agent last began to warm up.
    pub warming: Option<Time>,
    /// When it was last chosen since its agent signed in.
    pub chosen: Option<Time>,
    /// When it was chosen, the last few times, in order.
    pub recent: VecDeque<Time>,
}

impl Rooms {
    /// Nothing on any desk. `pool_of` says for each demand whose load is compared with the limits, if not all share them.
    pub fn new(desks: usize, channels: usize, pool_of: Vec<u32>) -> Rooms {
        let pools = pool_of.iter().max().map_or(0, |most| *most as usize + 1);
        Rooms {
            held: vec![0; desks * channels],
            channels,
            waiting: vec![0; desks],
            offered: vec![0; desks],
            pool_of,
            pooled: vec![0; desks * pools],
            paces: vec![Pace::default(); desks],
            kept_until: vec![Time::START; desks],
            ..Rooms::default()
        }
    }

    /// How many active conversations of a channel a desk holds.
    pub fn held(&self, desk: DeskId, channel: ChannelId) -> u32 {
        self.held[desk.index() * self.channels + channel.index()]
    }

    /// Whether nothing waits in a desk's inbox.
    pub fn inbox_is_empty(&self, desk: DeskId) -> bool {
        self.waiting[desk.index()] == 0
    }

    /// Whether something is offered to a desk.
    pub fn has_offer(&self, desk: DeskId) -> bool {
        self.offered[desk.index()] > 0
    }

    /// The load of a desk in the pool of a demand; `None` where all conversations share the limits.
    pub fn pooled(&self, desk: DeskId, demand: DemandId) -> Option<u64> {
        self.pooled_place(desk, demand).map(|place| self.pooled[place])
    }

    /// Whether the load of two demands counts together.
    pub fn share_a_pool(&self, one: DemandId, other: DemandId) -> bool {
        self.pool_of.is_empty() || self.pool_of[one.index()] == self.pool_of[other.index()]
    }

    fn pooled_place(&self, desk: DeskId, demand: DemandId) -> Option<usize> {
        let pool = *self.pool_of.get(demand.index())? as usize;
        Some(desk.index() * (self.pooled.len() / self.paces.len()) + pool)
    }

    /// A conversation on a desk went from one state to another.
    pub fn change(&mut self, desk: DeskId, demand: DemandId, channel: &ChannelView, before: Burden, after: Burden) {
        let change = |count: &mut u32, was: bool, is: bool| *count = *count + u32::from(is) - u32::from(was);
        if let Some(id) = channel.channel {
            change(&mut self.held[desk.index() * self.channels + id.index()], before.active, after.active);
        }
        let in_state = |state| (before.state == state, after.state == state);
        let (was, is) = in_state(State::Waiting);
        change(&mut self.waiting[desk.index()], was, is);
        let (was, is) = in_state(State::Offered);
        change(&mut self.offered[desk.index()], was, is);
        if let Some(place) = self.pooled_place(desk, demand) {
            self.pooled[place] = self.pooled[place] + u64::from(after.weight) - u64::from(before.weight);
        }
    }

    /// How new work has come to a desk.
    pub fn pace(&self, desk: DeskId) -> &Pace {
        &self.paces[desk.index()]
    }

    /// The same, to be taken note of.
    pub fn pace_mut(&mut self, desk: DeskId) -> &mut Pace {
        &mut self.paces[desk.index()]
    }

    /// When the pace of a desk lets new work in again.
    pub fn kept_until(&self, desk: DeskId) -> Time {
        self.kept_until[desk.index()]
    }

    /// The pace of a desk lets new work in again from an instant on.
    pub fn keep_until(&mut self, desk: DeskId, until: Time) {
        self.kept_until[desk.index()] = until;
    }

    /// Whether a desk may not have a conversation in this passage.
    pub fn is_barred(&self, conversation: ConversationId, desk: DeskId) -> bool {
        self.barred.contains(&(conversation, desk))
    }

    /// A desk may not have a conversation in this passage. Whether it could until now.
    pub fn bar(&mut self, conversation: ConversationId, desk: DeskId) -> bool {
        self.barred.insert((conversation, desk))
    }

    /// A desk may have a conversation again.
    pub fn unbar(&mut self, conversation: ConversationId, desk: DeskId) {
        self.barred.remove(&(conversation, desk));
    }

    /// A passage begins: every desk may have it.
    pub fn begins_anew(&mut self, conversation: ConversationId) {
        let barred: Vec<DeskId> = self.barred_from(conversation).map(|(_, desk)| *desk).collect();
        for desk in barred {
            self.unbar(conversation, desk);
        }
        self.reserved.remove(&conversation);
    }

    fn barred_from(&self, conversation: ConversationId) -> impl Iterator<Item = &(ConversationId, DeskId)> {
        self.barred.range((conversation, DeskId(0))..=(conversation, DeskId(u32::MAX)))
    }

    /// Whether a conversation may have less than others of its demand, because desks are barred or it waits for one.
    pub fn is_particular(&self, conversation: ConversationId) -> bool {
        self.is_reserved(conversation) || self.barred_from(conversation).next().is_some()
    }

    /// Whether a conversation in the queue waits for one desk only.
    pub fn is_reserved(&self, conversation: ConversationId) -> bool {
        self.reserved.contains_key(&conversation)
    }

    /// Who waits for which desk, in the order of the conversations' numbers.
    pub fn reserved(&self) -> impl Iterator<Item = (ConversationId, DeskId)> {
        self.reserved.iter().map(|(conversation, desk)| (*conversation, *desk))
    }

    /// A conversation in the queue waits for one desk only.
    pub fn reserve(&mut self, conversation: ConversationId, desk: DeskId) {
        self.reserved.insert(conversation, desk);
    }

    /// It does so no longer. Whether it did.
    pub fn release(&mut self, conversation: ConversationId) -> bool {
        self.reserved.remove(&conversation).is_some()
    }
}

/// What a conversation is to a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Burden {
    /// Its state; [`State::New`] where it is not on the desk.
    pub state: State,
    /// What it weighs.
    pub weight: u32,
    /// Whether it counts as active.
    pub active: bool,
}

impl Burden {
    /// Whether its customer waits for a reply from this desk.
    pub fn needs_reply(&self) -> bool {
        matches!(self.state, State::Offered | State::Waiting | State::InHand)
    }

    /// Whether it is on the desk, and not closed.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, State::New | State::Queued | State::Closed)
    }
}

impl Pace {
    /// The desk is chosen; so many of the last times are remembered.
    pub fn choose(&mut self, now: Time, remembered: usize) {
        self.chosen = Some(now);
        self.recent.push_back(now);
        if self.recent.len() > remembered {
            self.recent.pop_front();
        }
    }
}
