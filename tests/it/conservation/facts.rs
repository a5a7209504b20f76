//! What each fact may be, and what it changes.

use super::{Audit, State, Thread, WrapUp};
use quasisync::facts::{Cause, Fact};
use quasisync::policy::{Contentless, To};
use quasisync::units::{AgentId, ConversationId, DemandId, DeskId};
use quasisync::workload::End;

const SILENCE: State = State::Closed(Cause::Silence);

impl Audit<'_> {
    pub(super) fn fact(&mut self, fact: Fact) {
        if !matches!(fact, Fact::CameBack { .. } | Fact::Linked { .. }) {
            self.known();
        }
        match fact {
            Fact::Arrived { conversation } => self.arrived(conversation),
            Fact::CameBack { conversation, earlier } => self.came_back(conversation, earlier),
            Fact::Linked { conversation, earlier } => self.linked(conversation, earlier),
            Fact::Wrote { conversation, mode } => self.wrote(conversation, mode),
            Fact::Nudged { conversation } => self.nudged(conversation),
            Fact::Concluded { conversation } => self.concluded(conversation),
            Fact::Reopened { conversation } => {
                self.is(conversation, &[SILENCE]);
                self.turn(conversation, State::Returning);
            }
            Fact::Reactivated { conversation, desk } => self.reactivated(conversation, desk),
            Fact::Queued { conversation } => self.queued(conversation),
            Fact::Assigned { conversation, desk } => self.assigned(conversation, desk),
            Fact::Started { conversation, agent } => self.started(conversation, agent),
            Fact::Replied { conversation, agent } => self.replied(conversation, agent),
            Fact::Read { conversation, agent } => self.read(conversation, agent),
            Fact::Resolved { conversation } => self.resolved(conversation),
            Fact::Ghosted { conversation } => {
                self.is(conversation, &[State::Awaiting]);
                self.still_there(conversation);
                self.thread(conversation).quiet = true;
            }
            Fact::WentInactive { conversation } => {
                self.is(conversation, &[State::Awaiting]);
                self.turn(conversation, State::Inactive);
            }
            Fact::GaveUp { conversation, in_hand } => self.gave_up(conversation, in_hand),
            Fact::Transferred { .. }
            | Fact::MetBot { .. }
            | Fact::Contained { .. }
            | Fact::HandedOver { .. }
            | Fact::SentTemplate { .. }
            | Fact::WentAway { .. }
            | Fact::Returned { .. }
            | Fact::ShiftEnded { .. }
            | Fact::ShiftBegan { .. }
            | Fact::Released { .. } => self.check(false, "no scenario of these tests has it"),
            Fact::LeftSilently { conversation } => {
                self.waits(conversation);
                self.still_there(conversation);
                let it = self.thread(conversation);
                (it.gone, it.quiet) = (true, true);
            }
            Fact::Refused { conversation } => {
                self.is(conversation, &[State::AtTheDoor, State::Queued]);
                self.check(self.threads[conversation.index()].replies == 0, "a returning customer is refused");
                self.turn(conversation, State::Leaving(Cause::Refused));
            }
            Fact::Closed { conversation, cause } => self.closed(conversation, cause),
            Fact::WrappedUp { conversation, agent, took } => {
                let found = |it: &WrapUp| it.conversation == conversation && it.agent == agent;
                let place = self.wrap_ups.iter().position(found);
                let begun = place.map(|place| self.wrap_ups.remove(place).begun);
                self.check(begun.is_some_and(|begun| begun + took == self.now), "no such wrap-up ends");
            }
            Fact::SignedIn { agent, team } => {
                self.check(self.teams[agent.index()] == team, "of another team");
                self.check(!self.agents[agent.index()].here, "signed in twice");
                self.agents[agent.index()].here = true;
            }
            Fact::SignedOut { agent, team } => {
                self.check(self.teams[agent.index()] == team, "of another team");
                self.check(self.free(agent), "leaves in the middle of something");
                self.agents[agent.index()].here = false;
            }
        }
    }

    // Who writes.

    fn arrived(&mut self, conversation: ConversationId) {
        self.check(conversation.index() == self.threads.len(), "not the next number");
        self.counts.arrivals += 1;
        self.unknown = Some(conversation);
        self.threads.push(Thread {
            state: State::AtTheDoor,
            owner: None,
            since: self.now,
            demand: DemandId(0),
            customer: None,
            replies: 0,
            visit: 0,
            agent: None,
            solved: false,
            gone: false,
            quiet: false,
            again: false,
        });
    }

    fn came_back(&mut self, conversation: ConversationId, earlier: ConversationId) {
        let unknown = self.unknown.take();
        self.check(unknown == Some(conversation), "comes back and has not just arrived");
        let before = &self.threads[earlier.index()];
        let left = matches!(before.state, State::Closed(Cause::GaveUp | Cause::Refused)) || before.gone;
        self.check(left || before.solved, "comes back and never left");
        self.check(!before.again, "comes back twice from one conversation");
        let demand = before.demand;
        self.thread(earlier).again = true;
        self.thread(conversation).demand = demand;
        self.counts.came_back += 1;
    }

    fn linked(&mut self, conversation: ConversationId, earlier: ConversationId) {
        let unknown = self.unknown.take();
        self.check(unknown == Some(conversation), "goes on and has not just arrived");
        self.is(earlier, &[SILENCE]);
        self.may_write(earlier);
        let before = self.thread(earlier);
        before.quiet = true;
        let (demand, customer, visit, solved) = (before.demand, before.customer, before.visit, before.solved);
        let it = self.thread(conversation);
        (it.demand, it.customer, it.visit, it.solved, it.quiet) = (demand, customer, visit, solved, solved);
        self.counts.linked += 1;
    }

    fn wrote(&mut self, conversation: ConversationId, mode: u8) {
        self.is(conversation, &[State::Awaiting, State::Inactive, SILENCE]);
        self.may_write(conversation);
        let it = &self.threads[conversation.index()];
        let modes = self.scenario.model.demands[it.demand.index()].reply.modes.len();
        self.check(usize::from(mode) < modes, "there is no such mode");
        let (state, owner) = (it.state, it.owner.expect("somebody replied"));
        let stays = state == State::Awaiting && (self.shared() || self.signed_in(owner) > 0);
        let it = self.thread(conversation);
        // After the matter is solved there is one message at most.
        it.quiet = it.solved;
        match state {
            SILENCE => {}
            _ => self.turn(conversation, if stays { State::Waiting } else { State::Returning }),
        }
    }

    fn nudged(&mut self, conversation: ConversationId) {
        self.waits(conversation);
        let it = &self.threads[conversation.index()];
        self.check(!it.gone && !it.solved, "nudges and wants nothing");
    }

    fn concluded(&mut self, conversation: ConversationId) {
        self.is(conversation, &[State::Awaiting, State::Inactive, SILENCE]);
        self.may_write(conversation);
        let close = &self.scenario.policy.close;
        self.check(close.on_confirmation || close.contentless == Contentless::Ignore, "somebody should read it");
        self.check(self.threads[conversation.index()].solved, "concluded before it is solved");
        self.thread(conversation).quiet = true;
    }

    #[track_caller]
    fn waits(&self, conversation: ConversationId) {
        let state = self.threads[conversation.index()].state;
        let waits = matches!(state, State::Queued | State::Waiting | State::InHand(_));
        self.check(waits, "waits for nothing");
    }

    #[track_caller]
    fn may_write(&self, conversation: ConversationId) {
        self.check(!self.threads[conversation.index()].quiet, "somebody writes who never would");
    }

    #[track_caller]
    fn still_there(&self, conversation: ConversationId) {
        let it = &self.threads[conversation.index()];
        self.check(!it.gone && !it.solved, "somebody who left, or has no matter any more");
    }

    // Where it goes.

    fn reactivated(&mut self, conversation: ConversationId, desk: DeskId) {
        self.is(conversation, &[State::Returning]);
        self.check(self.threads[conversation.index()].owner == Some(desk), "not the owner");
        self.check(self.signed_in(desk) > 0, "the owner is away");
        let maximum = self.scenario.policy.capacity.limits[self.team(desk).index()].maximum;
        match self.scenario.policy.reactivation.to {
            To::OwnerAlways => {}
            To::OwnerBelowMaximum => self.check(self.fits(desk, maximum), "above the maximum"),
            To::Queue => self.check(false, "the policy sends everybody to the queue"),
        }
        self.turn(conversation, State::Waiting);
    }

    fn queued(&mut self, conversation: ConversationId) {
        self.is(conversation, &[State::AtTheDoor, State::Waiting, State::Returning]);
        if self.threads[conversation.index()].state == State::Waiting {
            let owner = self.threads[conversation.index()].owner.expect("it is in an inbox");
            self.check(self.signed_in(owner) == 0, "taken away from an agent who is there");
        }
        self.thread(conversation).owner = None;
        self.turn(conversation, State::Queued);
    }

    fn assigned(&mut self, conversation: ConversationId, desk: DeskId) {
        self.is(conversation, &[State::Queued]);
        self.check(self.fits(desk, self.preferred(desk)), "assigned beyond the preferred capacity");
        let serves = &self.scenario.model.teams[self.team(desk).index()].serves;
        self.check(
            serves.iter().any(|it| it.demand == self.threads[conversation.index()].demand),
            "assigned to who does not serve it",
        );
        self.thread(conversation).owner = Some(desk);
        self.turn(conversation, State::Waiting);
    }

    // What agents do.

    fn started(&mut self, conversation: ConversationId, agent: AgentId) {
        self.is(conversation, &[State::Waiting]);
        self.check(self.threads[conversation.index()].owner == Some(self.desk(agent)), "from another desk");
        self.check(self.able(agent), "an agent does two things at once");
        self.agents[agent.index()].in_hand.push(conversation);
        self.counts.works += 1;
        self.turn(conversation, State::InHand(agent));
    }

    fn put_down(&mut self, conversation: ConversationId, agent: AgentId) {
        self.is(conversation, &[State::InHand(agent)]);
        self.agents[agent.index()].in_hand.retain(|&it| it != conversation);
        self.thread(conversation).agent = Some(agent);
    }

    fn replied(&mut self, conversation: ConversationId, agent: AgentId) {
        self.put_down(conversation, agent);
        self.check(!self.threads[conversation.index()].solved, "a reply to thanks");
        self.counts.replied += 1;
        let it = self.thread(conversation);
        (it.replies, it.visit) = (it.replies + 1, it.visit + 1);
        self.turn(conversation, State::Awaiting);
    }

    fn read(&mut self, conversation: ConversationId, agent: AgentId) {
        self.put_down(conversation, agent);
        self.check(self.threads[conversation.index()].solved, "content is read and not answered");
        self.counts.read += 1;
        self.turn(conversation, State::Leaving(Cause::Thanked));
    }

    fn resolved(&mut self, conversation: ConversationId) {
        self.is(conversation, &[State::Awaiting]);
        self.still_there(conversation);
        let it = &self.threads[conversation.index()];
        let (customers, visit) = (&self.scenario.workload, it.visit);
        let ends = it.customer.map(|it| (customers.customers[it].count(), customers.end(it)));
        self.check(ends.is_none_or(|it| it.0 == visit), "resolved before the last reply");
        let it = self.thread(conversation);
        it.solved = true;
        it.quiet = ends.is_some_and(|it| matches!(it.1, End::Silent | End::Recognised));
    }

    fn gave_up(&mut self, conversation: ConversationId, in_hand: Option<AgentId>) {
        self.still_there(conversation);
        match in_hand {
            Some(agent) => {
                self.put_down(conversation, agent);
                self.counts.aborted += 1;
            }
            None => self.is(conversation, &[State::Queued, State::Waiting]),
        }
        self.turn(conversation, State::Leaving(Cause::GaveUp));
    }

    fn closed(&mut self, conversation: ConversationId, cause: Cause) {
        let it = &self.threads[conversation.index()];
        match cause {
            Cause::Recognised => {
                let end = it.customer.map(|it| self.scenario.workload.end(it));
                self.is(conversation, &[State::Awaiting]);
                self.check(it.solved && end.is_none_or(|it| it == End::Recognised), "nobody could recognise it");
            }
            Cause::Silence => self.is(conversation, &[State::Awaiting, State::Inactive]),
            Cause::Confirmed => {
                self.is(conversation, &[State::Awaiting, State::Inactive]);
                self.check(it.solved && it.quiet, "nobody confirmed it");
            }
            Cause::GaveUp | Cause::Refused | Cause::Thanked => self.is(conversation, &[State::Leaving(cause)]),
            Cause::Contained | Cause::Transferred | Cause::Left => {
                self.check(false, "no scenario of these tests has it")
            }
        }
        if matches!(cause, Cause::Recognised | Cause::Thanked) {
            let agent = it.agent.expect("somebody was done with it");
            let holds = self.scenario.model.teams[self.teams[agent.index()].index()].wrap_up_holds();
            let begun = self.now;
            self.wrap_ups.extend(holds.map(|holds| WrapUp { conversation, agent, begun, holds }));
        }
        if cause != Cause::Silence {
            self.thread(conversation).quiet = true;
        }
        self.turn(conversation, State::Closed(cause));
    }
}
