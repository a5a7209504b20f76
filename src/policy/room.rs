//! Who has room for a conversation, where more than the load of a desk decides.

use super::capacity::{Capacity, Ownership, Pool};
use super::offer::Offer;
use crate::model::Takes;
use crate::units::{ChannelId, ConversationId, DemandId, DeskId, Time};
use crate::world::{ChannelView, Pace, Rooms, World};

/// What is asked: whether a desk has room for this conversation of the queue, under this rule of offers.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The rule of capacity.
    pub capacity: &'a Capacity,
    /// What can be seen.
    pub world: &'a World,
    /// What decides besides the load.
    pub rooms: &'a Rooms,
    /// The rule of offers for this conversation.
    pub offer: Offer,
    /// Which one.
    pub conversation: ConversationId,
}

/// What a desk would hold less.
#[derive(Clone, Copy, Debug, Default)]
struct Less {
    load: u64,
    active: u32,
}

impl Asked<'_> {
    /// Whether a desk has room for it.
    pub fn has_room(&self, desk: DeskId) -> bool {
        self.suits(desk) && self.fits(desk, Less::default())
    }

    /// Whether a desk would have room for it, were this conversation of the desk that awaits its customer, and shares limits
    /// with it, inactive.
    pub fn would_have_room(&self, desk: DeskId, silent: ConversationId) -> bool {
        let (channel, others) = (self.channel(), self.world.demand_of(silent).channel);
        let freed = others.weights.awaits_customer.saturating_sub(others.weights.inactive);
        let less = Less { load: freed.into(), active: u32::from(others.channel == channel.channel) };
        self.suits(desk) && self.fits(desk, less)
    }

    /// Whether a desk may take it, had it room.
    pub fn suits(&self, desk: DeskId) -> bool {
        let (world, rooms) = (self.world, self.rooms);
        world.desks.takes_new(desk)
            && rooms.kept_until(desk) <= world.now
            && !rooms.is_reserved(self.conversation)
            && !rooms.is_barred(self.conversation, desk)
            && self.offer.suits(world, rooms, desk)
            && match self.channel().takes {
                Takes::Slot => true,
                Takes::Agent => world.is_free(desk),
                Takes::Idle => is_idle(world, rooms, desk),
            }
    }

    /// Whether it fits onto a desk that would hold so much less.
    fn fits(&self, desk: DeskId, less: Less) -> bool {
        let (desks, channel) = (&self.world.desks, self.channel());
        let load = self.rooms.pooled(desk, self.demand()).unwrap_or(desks.load[desk.index()]).saturating_sub(less.load);
        let with = load + u64::from(channel.weights.needs_reply);
        let fits = with <= desks.limit(desk) || with <= desks.maximum(desk) && self.is_asked_for(desk);
        fits && self.is_below_most(desk, channel, less.active)
    }

    /// Whether the agent of a desk asks for one more than new work is offered.
    fn is_asked_for(&self, desk: DeskId) -> bool {
        self.capacity.asks() && is_idle(self.world, self.rooms, desk)
    }

    /// Whether a desk holds fewer conversations of the channel than it is offered, had it so many fewer.
    fn is_below_most(&self, desk: DeskId, channel: &ChannelView, fewer: u32) -> bool {
        let (Some(id), Some(most)) = (channel.channel, channel.at_most) else { return true };
        let held = self.rooms.held(desk, id).saturating_sub(fewer);
        u64::from(held) < u64::from(most) * u64::from(self.world.desks.servers[desk.index()])
    }

    fn demand(&self) -> DemandId {
        self.world.conversation(self.conversation).demand()
    }

    fn channel(&self) -> &ChannelView {
        &self.world.demand_of(self.conversation).channel
    }
}

/// Whether the agent of a desk has nothing in hand, and nothing waits for him.
pub(super) fn is_idle(world: &World, rooms: &Rooms, desk: DeskId) -> bool {
    world.is_free(desk) && rooms.inbox_is_empty(desk)
}

impl Capacity {
    /// Whether more than the load of a desk decides who has room, whatever the channels.
    pub fn needs_rooms(&self) -> bool {
        self.pool != Pool::Shared || self.asks() || self.paces()
    }

    /// Whether there are desks with room although they are loaded beyond the limit for new work.
    pub fn is_loose(&self) -> bool {
        self.pool != Pool::Shared || self.asks()
    }

    fn asks(&self) -> bool {
        self.on_request && self.ownership == Ownership::Agent
    }

    /// Whether new work comes at a certain pace.
    pub fn paces(&self) -> bool {
        (self.warm_up.is_some() || self.rate.is_some()) && self.ownership == Ownership::Agent
    }

    /// How many of the times at which a desk was chosen matter.
    pub fn remembered(&self) -> usize {
        self.rate.map_or(0, |rate| rate.at_most as usize)
    }

    /// Whether an agent who is chosen now begins to warm up with that.
    pub fn warms_up(&self, pace: &Pace, now: Time) -> bool {
        let idle = self.warm_up.and_then(|it| it.after_idle);
        idle.zip(pace.chosen).is_some_and(|(idle, chosen)| now.since(chosen) > idle)
    }

    /// When a desk gets new work again, as far as that depends on how it has come in.
    pub fn kept_until(&self, pace: &Pace) -> Time {
        let warm_up = self.warm_up.zip(pace.warming).zip(pace.chosen).filter(|((_, began), chosen)| chosen >= began);
        let warm_up = warm_up.map(|((it, began), chosen)| (chosen + it.every).min(began + it.lasts));
        let rate = self.rate.filter(|rate| pace.recent.len() >= rate.at_most as usize);
        let rate = rate.and_then(|rate| pace.recent.front().map(|first| *first + rate.per));
        [warm_up, rate].into_iter().flatten().fold(pace.paused, Time::max)
    }

    /// Whether silence makes a conversation of a channel weigh less.
    pub fn silence_frees(&self, channel: Option<ChannelId>) -> bool {
        let share = channel.and_then(|channel| self.channels.get(channel.index()));
        let weights = share.and_then(|share| share.weights).unwrap_or(self.weights);
        weights.inactive < weights.awaits_customer
    }
}
