//! Joining the queue and the inboxes, and who is next in an inbox.

use super::Engine;
use crate::facts::Observer;
use crate::policy::changing::{Changing, Look, NoNumber, Place, Rank};
use crate::policy::order::{Joining, OrderKey, key};
use crate::policy::{Policy, Treatment};
use crate::units::{ConversationId, DeskId};
use crate::world::{Ticket, World};
use std::collections::BTreeMap;

/// The orders that are not fixed, and what conversations brought with them when they joined such a line.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) queue: Option<Changing>,
    inbox: Option<Changing>,
    places: BTreeMap<ConversationId, Place>,
}

impl Lines {
    pub(super) fn new(policy: &Policy) -> Lines {
        let changing = |order: &[OrderKey]| {
            let changing = Changing::new(order);
            let width: u32 = order.iter().map(OrderKey::width).sum();
            debug_assert!(changing.is_some() || width <= OrderKey::MOST, "a fixed order is {width} bits wide");
            changing
        };
        Lines { queue: changing(&policy.queue), inbox: changing(&policy.inbox), places: BTreeMap::new() }
    }

    /// A conversation stands in no such line any more.
    pub(super) fn forgets(&mut self, conversation: ConversationId) {
        self.places.remove(&conversation);
    }

    fn order(&self, look: Look) -> Option<&Changing> {
        match look {
            Look::Queue => self.queue.as_ref(),
            Look::Inbox(_) => self.inbox.as_ref(),
        }
    }
}

/// Whether inboxes go in the order of joining, and nothing else happens to what waits there. With rooms channels may
/// have ranks.
pub(super) fn are_plain(policy: &Policy, treatments: &[Treatment], world: &World) -> bool {
    let answers = treatments.iter().all(|it| it.unanswered.is_none());
    answers && world.rooms.is_none() && policy.inbox.iter().all(|key| *key == OrderKey::JoinedFirst)
}

impl<O: Observer<World>> Engine<'_, O> {
    /// A new ticket for a line.
    #[inline]
    pub(super) fn ticket(&mut self, conversation: ConversationId) -> Ticket {
        self.tickets = self.tickets.checked_add(1).expect("fewer than 2^32 places in lines are taken in a run");
        self.world.conversations[conversation.index()].ticket = self.tickets;
        self.tickets
    }

    /// Puts a conversation into the queue of its demand.
    #[inline(always)]
    pub(super) fn join_queue(&mut self, conversation: ConversationId, joining: Joining) {
        let key = self.queue_key(conversation, joining);
        let ticket = self.ticket(conversation);
        let demand = self.world.conversation(conversation).demand();
        let first = self.world.demands[demand.index()].lane;
        let lane = if self.world.stages.is_some() { self.enters(conversation, first, key) } else { first };
        self.world.lanes[lane].line.join(key, ticket, conversation);
        self.happened.arrival = true;
    }

    /// The key of a conversation that joins the queue now; nothing where the order is not fixed.
    #[inline]
    pub(super) fn queue_key(&mut self, conversation: ConversationId, joining: Joining) -> u128 {
        if self.lines.queue.is_none() {
            return key(&self.queue, &self.world, conversation, joining);
        }
        self.takes_place(conversation, joining, Look::Queue);
        0
    }

    /// Puts a conversation into the inbox of a desk.
    #[inline]
    pub(super) fn join_inbox(&mut self, conversation: ConversationId, desk: DeskId) {
        match self.plain_inboxes {
            true => self.joins_inbox(conversation, desk, 0),
            false => self.join_inbox_with_key(conversation, desk),
        }
    }

    #[inline(always)]
    fn joins_inbox(&mut self, conversation: ConversationId, desk: DeskId, key: u128) {
        let ticket = self.ticket(conversation);
        self.world.inboxes[desk.index()].join(key, ticket, conversation);
        self.ready.push(desk);
    }

    #[inline(never)]
    fn join_inbox_with_key(&mut self, conversation: ConversationId, desk: DeskId) {
        let key = self.inbox_key(conversation, desk);
        self.joins_inbox(conversation, desk, key);
        if self.unanswered {
            self.watches_answer(conversation, self.world.conversation(conversation).ticket);
        }
    }

    /// The key of a conversation that joins an inbox now; nothing where the order is not fixed.
    fn inbox_key(&mut self, conversation: ConversationId, desk: DeskId) -> u128 {
        if self.lines.inbox.is_none() {
            return key(&self.inbox, &self.world, conversation, Joining::Inbox);
        }
        self.takes_place(conversation, Joining::Inbox, Look::Inbox(desk));
        0
    }

    /// A conversation joins a line whose order is not fixed.
    #[cold]
    #[inline(never)]
    fn takes_place(&mut self, conversation: ConversationId, joining: Joining, look: Look) {
        let order = self.lines.order(look).expect("the order is not fixed");
        let place = order.place(&self.world, conversation, joining);
        self.lines.places.insert(conversation, place);
    }

    /// The first conversation in a desk's inbox, taken off.
    #[inline]
    pub(super) fn take_first(&mut self, desk: DeskId) -> Option<ConversationId> {
        if !self.plain_inboxes && self.lines.inbox.is_some() {
            return self.take_first_now(desk);
        }
        let World { inboxes, conversations, .. } = &mut self.world;
        let inbox = &mut inboxes[desk.index()];
        let (_, _, first) = inbox.first(|it, ticket| conversations[it.index()].ticket == ticket)?;
        inbox.pop();
        Some(first)
    }

    /// The same where the order is not fixed: looks at everybody.
    #[cold]
    #[inline(never)]
    fn take_first_now(&mut self, desk: DeskId) -> Option<ConversationId> {
        let World { inboxes, conversations, .. } = &mut self.world;
        let inbox = &mut inboxes[desk.index()];
        inbox.retain(|it, ticket| conversations[it.index()].ticket == ticket);
        let members: Vec<ConversationId> = inbox.members(|_, _| true).collect();
        let (_, _, first) = self.ranked(Look::Inbox(desk), members).into_iter().min()?;
        self.world.inboxes[desk.index()].retain(|it, _| it != first);
        self.lines.places.remove(&first);
        Some(first)
    }

    /// Where those who stand in a line are in an order that is not fixed, at this look.
    pub(super) fn ranked(&mut self, look: Look, members: Vec<ConversationId>) -> Vec<(Rank, Ticket, ConversationId)> {
        let (lines, world) = (&self.lines, &self.world);
        let order = lines.order(look).expect("the order is not fixed");
        let drawn = order.drawn(world, look);
        let mut no_number = None;
        let mut rank = |it: ConversationId| {
            let place = &lines.places[&it];
            let rank = order.rank(drawn, place, world, it).unwrap_or_else(|NoNumber(key)| {
                no_number.get_or_insert_with(|| (it, key.title(), key.sight(world, it, place.joining)));
                Rank::new()
            });
            (rank, world.conversation(it).ticket, it)
        };
        let mut ranked = Vec::with_capacity(members.len());
        // In the order of numbers, so that of several scores that are none the first is named.
        let mut members = members;
        members.sort_unstable();
        ranked.extend(members.into_iter().map(&mut rank));
        if let Some((conversation, rule, saw)) = no_number {
            let group = if look == Look::Queue { "queue" } else { "inbox" };
            self.has_no_number(conversation, group, rule, &saw);
        }
        ranked
    }
}
