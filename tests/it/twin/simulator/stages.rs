//! Who may serve whom, and from when on: a demand's desks in stages, of which each admits all that the one before admits.

use super::Twin;
use super::events::Event;
use super::things::State;
use quasisync::model::{Serves, ServesFrom};
use quasisync::policy::Ownership;
use quasisync::units::{ChannelId, DemandId};

/// What demands have in common that share lanes: how each desk serves them, and their channel.
type Kind = (Vec<Option<Serves>>, Option<ChannelId>);

impl Twin<'_> {
    /// How a desk serves a demand, if it does.
    pub(super) fn serves(&self, desk: usize, demand: DemandId) -> Option<Serves> {
        let team = &self.model.teams[self.team_of(desk)];
        let own = self.particulars(desk).and_then(|it| it.serves.as_ref());
        own.unwrap_or(&team.serves).iter().find(|it| it.demand == demand).copied()
    }

    /// When the stages of a demand begin, in their order; the last may be that of those who stand in for the others.
    fn stages(&self, demand: DemandId) -> Vec<ServesFrom> {
        let serves = (0..self.desks()).filter_map(|desk| self.serves(desk, demand));
        let mut stages: Vec<ServesFrom> = serves.map(|it| it.from).collect();
        // Fallback is last.
        stages.sort();
        stages.dedup();
        stages
    }

    /// The desks that a stage of a demand admits.
    fn admitted(&self, demand: DemandId, stage: usize) -> Vec<usize> {
        let Some(&from) = self.stages(demand).get(stage) else { return Vec::new() };
        (0..self.desks()).filter(|&desk| self.serves(desk, demand).is_some_and(|it| it.from <= from)).collect()
    }

    /// The desks that a conversation in the queue may go to.
    pub(super) fn desks_for(&self, conversation: usize) -> Vec<usize> {
        self.admitted(self.conversations[conversation].person.demand, self.conversations[conversation].stage)
    }

    /// Where a conversation in the queue stands: the first demand of its kind, and the stage.
    pub(super) fn lane(&self, conversation: usize) -> (usize, usize) {
        let it = &self.conversations[conversation];
        let kind = self.kind(it.person.demand);
        let demands = (0..self.model.demands.len() as u32).map(DemandId);
        let first = demands.into_iter().position(|it| self.kind(it) == kind).expect("itself at least");
        (first, it.stage)
    }

    fn kind(&self, demand: DemandId) -> Kind {
        let anonymous = |it: Serves| Serves { demand: DemandId(0), ..it };
        let desks = (0..self.desks()).map(|desk| self.serves(desk, demand).map(anonymous)).collect();
        (desks, self.model.demands[demand.index()].channel.filter(|_| self.channels_matter()))
    }

    fn is_staffed(&self, demand: DemandId, stage: usize) -> bool {
        self.admitted(demand, stage).into_iter().any(|desk| !self.agents_at(desk).is_empty())
    }

    /// A conversation joins the queue at the first stage at which anybody is there, else at the last.
    pub(super) fn enter_first_stage(&mut self, conversation: usize) {
        self.conversations[conversation].queued = self.now;
        let demand = self.conversations[conversation].person.demand;
        let stages = self.stages(demand).len();
        let stage = (0..stages).find(|&it| self.is_staffed(demand, it)).unwrap_or(stages.saturating_sub(1));
        self.enter_stage(conversation, stage);
    }

    pub(super) fn enter_stage(&mut self, conversation: usize, stage: usize) {
        self.conversations[conversation].stage = stage;
        self.events.retain(|it| it.1 != Event::NextStage(conversation));
        let it = &self.conversations[conversation];
        if let Some(&ServesFrom::After(delay)) = self.stages(it.person.demand).get(stage + 1) {
            self.schedule(it.queued + delay, Event::NextStage(conversation));
        }
    }

    /// A conversation has been in the queue for long enough, offers included.
    pub(super) fn next_stage(&mut self, conversation: usize) {
        self.enter_stage(conversation, self.conversations[conversation].stage + 1);
        self.note_move(conversation);
    }

    /// More desks may serve somebody who is in the queue.
    fn note_move(&mut self, conversation: usize) {
        if self.conversations[conversation].state == State::Queued {
            self.happened.arrival = true;
        }
    }

    /// On to the next stage at which somebody is, if there is one.
    pub(super) fn pass_stage(&mut self, conversation: usize) {
        let it = &self.conversations[conversation];
        let (demand, stage) = (it.person.demand, it.stage);
        let next = (stage + 1..self.stages(demand).len()).find(|&it| self.is_staffed(demand, it));
        if let Some(next) = next {
            self.enter_stage(conversation, next);
        }
    }

    /// Where nobody is there any more, those who wait go on to the next stage at which somebody is.
    pub(super) fn pass_empty_stages(&mut self) {
        for conversation in self.queue() {
            let it = &self.conversations[conversation];
            let (demand, stage) = (it.person.demand, it.stage);
            let next = (stage..self.stages(demand).len()).find(|&it| self.is_staffed(demand, it));
            if let Some(next) = next.filter(|&it| it > stage) {
                self.enter_stage(conversation, next);
                self.note_move(conversation);
            }
        }
    }

    /// A conversation is no longer in the queue, or in the inbox, where it was.
    pub(super) fn leave_line(&mut self, conversation: usize) {
        self.events.retain(|it| !it.1.is_timer_of_passage(conversation) && it.1 != Event::Unanswered(conversation));
        self.conversations[conversation].waits_for = None;
    }

    pub(super) fn desks(&self) -> usize {
        if self.policy.capacity.ownership == Ownership::Agent { self.agents.len() } else { self.model.teams.len() }
    }
}
