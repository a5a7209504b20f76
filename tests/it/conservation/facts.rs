//! What each fact may be, and what it changes.

use super::silence::What;
use super::{Audit, Found, State, Thread, WrapUp};
use quasisync::facts::{Cause, Fact};
use quasisync::model::Holds;
use quasisync::policy::{Contentless, To};
use quasisync::units::{AgentId, ConversationId, DemandId, TeamId};
use quasisync::workload::End;

const SILENCE: State = State::Closed(Cause::Silence);

impl Audit<'_> {
    pub(super) fn fact(&mut self, fact: Fact) {
        if !matches!(fact, Fact::CameBack { .. } | Fact::Linked { .. } | Fact::Transferred { .. }) {
            self.known();
        }
        let goes_on = matches!(fact, Fact::Queued { .. } | Fact::Reactivated { .. } | Fact::MetBot { .. });
        if !goes_on || fact.conversation() != self.written {
            self.stays();
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
                let it = self.thread(conversation);
                (it.quiet, it.ghost) = (true, true);
            }
            Fact::WentInactive { conversation } => {
                self.is(conversation, &[State::Awaiting]);
                self.turn(conversation, State::Inactive);
            }
            Fact::GaveUp { conversation, in_hand } => self.gave_up(conversation, in_hand),
            Fact::Transferred { conversation, earlier, escalated } => {
                self.transferred(conversation, earlier, escalated)
            }
            Fact::MetBot { conversation } => self.met_bot(conversation),
            Fact::Contained { conversation } => {
                self.is(conversation, &[State::WithBot]);
                self.turn(conversation, State::Leaving(Cause::Contained));
            }
            Fact::HandedOver { conversation } => {
                self.is(conversation, &[State::WithBot]);
                self.turn(conversation, State::AtTheDoor);
            }
            Fact::SentTemplate { conversation, agent } => {
                self.put_down(conversation, agent);
                self.check(!self.threads[conversation.index()].solved, "a template to thanks");
                self.counts.replied += 1;
                self.thread(conversation).replies += 1;
                self.thread(conversation).lapsed = false;
                self.turn(conversation, State::Awaiting);
            }
            Fact::Offered { conversation, desk } => self.offered(conversation, desk),
            Fact::Missed { conversation, desk } => self.missed(conversation, desk),
            Fact::TakenAway { conversation, desk } => self.taken_away(conversation, desk),
            Fact::Lapsed { conversation } => self.lapsed(conversation),
            Fact::Parked { conversation } => self.parked(conversation),
            Fact::Resumed { conversation } => self.resumed(conversation),
            Fact::Reminded { conversation } => self.reminded(conversation),
            Fact::Released { conversation } => {
                self.is(conversation, &[State::Awaiting, State::Inactive, State::Parked]);
                let owner = self.thread(conversation).owner.take();
                let gone = owner.is_some_and(|owner| self.signed_in(owner) == 0);
                self.check(gone, "released by an agent who is there");
            }
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
            Fact::SignedIn { agent, team } => self.comes(agent, team, false),
            Fact::Returned { agent, team } => self.comes(agent, team, true),
            Fact::SignedOut { agent, team } | Fact::WentAway { agent, team, .. } => {
                self.check(self.teams[agent.index()] == team, "of another team");
                let home = matches!(fact, Fact::SignedOut { .. });
                let was_away = self.agents[agent.index()].away;
                self.check(self.free(agent) || home && was_away, "leaves in the middle of something");
                let it = &mut self.agents[agent.index()];
                (it.here, it.away, it.over) = (false, !home, false);
            }
            Fact::ShiftEnded { agent, .. } | Fact::ShiftBegan { agent, .. } => {
                let over = matches!(fact, Fact::ShiftEnded { .. });
                let it = &self.agents[agent.index()];
                self.check(it.here && it.over != over, "no overtime begins or ends there");
                self.agents[agent.index()].over = over;
            }
        }
    }

    fn comes(&mut self, agent: AgentId, team: TeamId, back: bool) {
        self.check(self.teams[agent.index()] == team, "of another team");
        let it = &self.agents[agent.index()];
        self.check(!it.here && it.away == back, "signed in twice");
        let now = self.now;
        let it = &mut self.agents[agent.index()];
        (it.here, it.away, it.over, it.since) = (true, false, false, now);
        let desk = self.desk(agent);
        if !back {
            self.paused[desk.index()] = now;
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
            reserved: None,
            offered: None,
            taken: None,
            barred: Vec::new(),
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
            lapsed: false,
            ghost: false,
            cut_short: false,
            found: Found::Otherwise,
        });
    }

    fn came_back(&mut self, conversation: ConversationId, earlier: ConversationId) {
        let unknown = self.unknown.take();
        self.check(unknown == Some(conversation), "comes back and has not just arrived");
        let before = &self.threads[earlier.index()];
        let left =
            matches!(before.state, State::Closed(Cause::GaveUp | Cause::Refused | Cause::Contained)) || before.gone;
        let left = left || before.cut_short;
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

    fn transferred(&mut self, conversation: ConversationId, earlier: ConversationId, escalated: bool) {
        let unknown = self.unknown.take();
        self.check(unknown == Some(conversation), "goes on and has not just arrived");
        self.is(earlier, &[State::Closed(Cause::Transferred)]);
        let before = &self.threads[earlier.index()];
        self.check(!before.again && !before.solved && !before.gone, "there is nothing to go on with");
        let demand = &self.scenario.model.demands[before.demand.index()];
        let transfer = demand.transfer.filter(|_| !escalated);
        let to = if escalated { demand.escalates } else { transfer.map(|transfer| transfer.to) };
        let Some(to) = to else { return self.check(false, "there is nowhere to go") };
        let begun = self.now;
        if let Some(agent) = before.agent {
            let team = &self.scenario.model.teams[self.teams[agent.index()].index()];
            let holds = match transfer.and_then(|transfer| transfer.warm) {
                Some(_) if self.shares(agent) => Some(Holds::Slot),
                Some(_) => Some(Holds::Agent),
                None => team.wrap_up_holds(),
            };
            self.wrap_ups.extend(holds.map(|holds| WrapUp { conversation: earlier, agent, begun, holds }));
        }
        self.thread(earlier).again = true;
        self.thread(conversation).demand = to;
        self.counts.passed_on += 1;
    }

    /// Whoever wrote last is in the owner's inbox.
    pub(super) fn stays(&mut self) {
        let Some(conversation) = self.written.take() else { return };
        let owner = self.threads[conversation.index()].owner;
        let always = self.returns_by(conversation).to == To::OwnerAlways;
        let there = owner.is_some_and(|owner| self.shared() || self.signed_in(owner) > 0 || self.holds() || always);
        self.check(there, "waits for somebody who is not there");
        if always && owner.is_some_and(|owner| self.signed_in(owner) == 0) {
            self.happened(What::ToNobody);
        }
        self.turn(conversation, State::Waiting);
    }

    fn wrote(&mut self, conversation: ConversationId, mode: u8) {
        self.is(conversation, &[State::Awaiting, State::Inactive, State::Parked, State::Requeued, SILENCE]);
        self.may_write(conversation);
        let it = &self.threads[conversation.index()];
        let modes = self.scenario.model.demands[it.demand.index()].reply.modes.len();
        self.check(usize::from(mode) < modes, "there is no such mode");
        let state = it.state;
        if it.ghost {
            self.happened(What::Heeded);
        }
        let it = self.thread(conversation);
        // After the matter is solved there is one message at most.
        (it.quiet, it.ghost) = (it.solved, false);
        it.found = match state {
            State::Parked => Found::Parked,
            SILENCE => Found::Closed,
            _ => Found::Otherwise,
        };
        match state {
            SILENCE => {}
            State::Awaiting => self.written = Some(conversation),
            State::Requeued => {
                self.happened(What::WroteInQueue);
                self.turn(conversation, State::Queued);
            }
            _ => self.turn(conversation, State::Returning),
        }
    }

    /// The customer whom an agent awaited goes to the queue, or to the owner by the rule of reactivation: nobody takes the
    /// message as a matter of course.
    pub(super) fn comes_to_nobody(&mut self, conversation: ConversationId) {
        if self.written == Some(conversation) {
            self.written = None;
            let owner = self.threads[conversation.index()].owner;
            let stays = owner.is_some_and(|owner| self.shared() || self.surely_stays(owner));
            self.check(!stays, "taken from an agent who is there");
            self.turn(conversation, State::Returning);
        }
    }

    fn nudged(&mut self, conversation: ConversationId) {
        self.waits(conversation);
        let it = self.thread(conversation);
        it.lapsed = false;
        let wants = !it.gone && !it.solved;
        self.check(wants, "nudges and wants nothing");
    }

    fn concluded(&mut self, conversation: ConversationId) {
        self.is(conversation, &[State::Awaiting, State::Inactive, State::Parked, State::Requeued, SILENCE]);
        self.may_write(conversation);
        let close = self.treatment(conversation).close;
        self.check(close.on_confirmation || close.contentless == Contentless::Ignore, "somebody should read it");
        self.check(self.threads[conversation.index()].solved, "concluded before it is solved");
        self.thread(conversation).quiet = true;
    }

    #[track_caller]
    pub(super) fn waits(&self, conversation: ConversationId) {
        let state = self.threads[conversation.index()].state;
        let waits = matches!(state, State::Queued | State::Offered | State::Waiting | State::InHand(_));
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
        (it.replies, it.visit, it.lapsed) = (it.replies + 1, it.visit + 1, false);
        self.turn(conversation, State::Awaiting);
    }

    fn read(&mut self, conversation: ConversationId, agent: AgentId) {
        self.put_down(conversation, agent);
        self.check(self.threads[conversation.index()].solved, "content is read and not answered");
        self.counts.read += 1;
        self.thread(conversation).lapsed = false;
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
            None => self.is(conversation, &[State::Queued, State::Offered, State::Waiting]),
        }
        self.turn(conversation, State::Leaving(Cause::GaveUp));
    }

    fn closed(&mut self, conversation: ConversationId, cause: Cause) {
        if cause == Cause::Silence {
            self.closed_silent(conversation);
        }
        let it = &self.threads[conversation.index()];
        match cause {
            Cause::Recognised => {
                let end = it.customer.map(|it| self.scenario.workload.end(it));
                self.is(conversation, &[State::Awaiting]);
                self.check(it.solved && end.is_none_or(|it| it == End::Recognised), "nobody could recognise it");
            }
            Cause::Silence => {}
            Cause::WaitedTooLong => {
                self.is(conversation, &[State::Queued, State::Offered]);
                let limit = self.treatment(conversation).close.queue_wait;
                self.check(limit.is_some(), "nobody may wait for too long");
            }
            Cause::Confirmed => {
                self.is(conversation, &[State::Awaiting, State::Inactive, State::Parked, State::Requeued]);
                self.check(it.solved && it.quiet, "nobody confirmed it");
            }
            Cause::GaveUp | Cause::Refused | Cause::Thanked | Cause::Contained => {
                self.is(conversation, &[State::Leaving(cause)]);
            }
            Cause::Transferred => {
                self.is(conversation, &[State::AtTheDoor, State::Awaiting]);
                self.check((it.state == State::Awaiting) == it.agent.is_some(), "passed on by nobody");
            }
            Cause::Left => {
                self.is(conversation, &[State::Awaiting]);
                let channel = self.scenario.model.demands[it.demand.index()].channel;
                let page = channel.is_some_and(|channel| self.scenario.model.channels[channel.index()].page);
                self.check(page && (it.quiet || it.solved), "nobody left a page");
            }
        }
        if matches!(cause, Cause::Recognised | Cause::Thanked) {
            let agent = it.agent.expect("somebody was done with it");
            let holds = self.scenario.model.teams[self.teams[agent.index()].index()].wrap_up_holds();
            let begun = self.now;
            self.wrap_ups.extend(holds.map(|holds| WrapUp { conversation, agent, begun, holds }));
        }
        let it = self.thread(conversation);
        let waited = matches!(it.state, State::Queued | State::Offered | State::Waiting);
        (it.lapsed, it.cut_short) = (false, waited && matches!(cause, Cause::Silence | Cause::WaitedTooLong));
        if cause == Cause::WaitedTooLong {
            self.happened(What::WaitedTooLong);
        }
        let it = self.thread(conversation);
        if cause != Cause::Silence || it.cut_short {
            it.quiet = true;
        }
        self.turn(conversation, State::Closed(cause));
    }
}
