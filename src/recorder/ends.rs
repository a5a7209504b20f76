//! The ends: of intervals, which are put away and packed; and of the run, when every conversation is settled and the whole
//! is added up.

use super::batch::Steady;
use super::handled::Handled;
use super::hours::Cumulated;
use super::ledger::Marks;
use super::passing::is_released;
use super::{NEVER, Recorder, team_of};
use crate::metrics::measures::{Count, Draft, Level, Measures, Timing};
use crate::units::{ConversationId, Time};
use crate::world::{Conversation, DemandView, State, World};

impl Recorder<'_> {
    /// Passes the ends of intervals, and the beginning of counted time, up to now.
    #[cold]
    pub(super) fn catch_up(&mut self, now: Time, world: &World) {
        while self.next_look <= now {
            if self.next_duty <= self.next_end.min(self.next_step) {
                self.settle_duties(world);
            } else if self.next_step < self.next_end {
                self.measures.course.push(self.peaks[Level::NeedingReply as usize].height);
                self.next_step = self.next_step + self.step;
            } else {
                self.interval_ends(world);
            }
            self.next_look = self.next_end.min(self.next_step).min(self.next_duty);
        }
    }

    /// The present interval ends, if there is one, and the next one begins, if there is one.
    fn interval_ends(&mut self, world: &World) {
        let at = self.next_end;
        self.account(at, world);
        let next = match self.present {
            None if at < self.window.end => Some(0),
            Some(interval) if interval + 1 < self.intervals.len() => Some(interval + 1),
            _ => None,
        };
        (self.begun_before, self.present) = (self.begun, next);
        (self.begun, self.next_end) = match next {
            Some(interval) => (at, self.window.end_of(interval)),
            None => (NEVER, NEVER),
        };
        self.members_begin();
        self.reweighs = world.demands.iter().any(reweighs);
        if next.is_none() {
            // Nobody adds to the last interval in the way of the present one any more.
            self.put_away(self.intervals.len() - 1, 1);
            self.begun_before = NEVER;
            self.next_step = NEVER;
        }
    }

    /// Accounts for everything that lasts, up to the end of the present interval.
    fn account(&mut self, at: Time, world: &World) {
        (0..self.places.len()).for_each(|place| self.answers_add_up(place));
        self.account_agents(at, world);
        self.account_levels(at);
        let peaks = self.most();
        let Some(interval) = self.present else { return };
        self.measures.backlog[interval] = self.peaks[Level::NeedingReply as usize].height;
        let ages = self.ages(at, world);
        self.measures.ages.iter_mut().zip(&ages).for_each(|(sum, age)| *sum += age);
        let (mut work, fairness) = (self.work_adds_up(), self.fairness());
        self.sheet.whole(peaks.map(u64::from), &ages, &fairness);
        for (team, work) in work.iter_mut().enumerate() {
            self.sheet.work(team, work);
            self.measures.work[team].merge(work);
        }
        self.intervals[interval].add(&mut self.sheet);
        let whole = &mut self.measures.peaks;
        whole.iter_mut().zip(peaks).for_each(|(most, peak)| *most = peak.max(*most));
        if let Some(before) = interval.checked_sub(1) {
            self.put_away(before, 1);
        }
        self.places.iter_mut().for_each(|place| place.running.swap(0, 1));
    }

    /// Packs one of the two intervals that every place has at hand.
    fn put_away(&mut self, interval: usize, which: usize) {
        for (number, place) in self.places.iter_mut().enumerate() {
            place.steady_add_up();
            place.put_on(&mut self.sheet, number, which);
        }
        self.intervals[interval].add(&mut self.sheet);
    }

    /// Completes what is still going on at the end of the run, and adds up the whole.
    pub fn finish(mut self, world: &World, events: u64, fingerprint: u64, end: Time) -> Measures {
        self.catch_up(end, world);
        self.work_is_left(world, end);
        let left = self.settle(world, end);
        self.messages_are_left(world, &left, end);
        self.plan();
        let mut measures = self.measures;
        let intervals = self.intervals.into_iter().map(Draft::finish).collect();
        measures.cells = self.places.into_iter().map(|place| place.whole.cell()).collect();
        one_mode(&mut measures);
        Measures { intervals, events, fingerprint, ..measures }
    }

    /// What every conversation says as a whole, interval by interval of its first message. Gives back those that wait for a
    /// reply, are in the queue or with the bot.
    fn settle(&mut self, world: &World, end: Time) -> Vec<ConversationId> {
        let (mut present, mut left) = (None, Vec::new());
        for (conversation, it) in (0..).map(ConversationId).zip(&world.conversations) {
            if it.state.needs_reply() || it.state == State::New {
                left.push(conversation);
            }
            if !self.window.counts(it.created) {
                continue;
            }
            let interval = self.window.interval(it.created);
            if present != Some(interval) {
                present.into_iter().for_each(|before| self.put_away(before, 0));
                present = Some(interval);
                self.begun = Time(self.window.start.0 + interval as u64 * self.window.interval);
            }
            self.is_over(conversation, it, world, end);
        }
        present.into_iter().for_each(|before| self.put_away(before, 0));
        self.begun = NEVER;
        left
    }

    fn is_over(&mut self, conversation: ConversationId, it: &Conversation, world: &World, end: Time) {
        let (known, spells) = (self.ledger.known(conversation), self.ledger.spells(conversation));
        let (team, in_hours) = (team_of(it, world), self.ledger.in_hours.get(conversation));
        let assigned = spells.assigned().filter(|_| known.has(Marks::SOLVED)).map(|after| it.created + after);
        let last = it.heard.max(it.replied).max(self.ledger.concluded.get(conversation));
        let times = (it.exchange > 0).then(|| self.handled(conversation, it, end));
        if let (Some(from), Some(times)) = (assigned, &times)
            && it.state == State::Closed
            && self.hours.is_empty()
            && times.is_steady(it.since.since(from))
        {
            let (lag, lasted) = (it.since.since(last).0, it.since.since(from).0);
            let steady = Steady { queued: spells.queued, lag, lasted, effort: times.effort };
            return self.places[self.measures.layout.place(it.demand(), team)].has_steady(steady);
        }
        let Some(mut slot) = self.slot(it.created, it.demand(), team) else { return };
        if it.passages > 0 {
            slot.queued(it, &spells, &in_hours, end);
        }
        // Who is there may write again, also after closing.
        if !known.has(Marks::CONTENTLESS | Marks::OVER) {
            slot.span(Timing::ResolutionOpen, it.created, end);
        }
        if it.state != State::Closed {
            slot.count(Count::OpenAtEnd);
            return slot.still_open(assigned.map(|from| (from, last)), times, end);
        }
        if assigned.is_some() {
            slot.span(Timing::CloseLag, last, it.since);
        }
        match (assigned, times) {
            (Some(from), Some(times)) if times.is_steady(it.since.since(from)) => {
                slot.span(Timing::Steady, from, it.since);
                slot.time(Timing::Effort, times.effort);
            }
            (from, times) => {
                from.into_iter().for_each(|from| slot.span(Timing::Duration, from, it.since));
                times.into_iter().for_each(|times| slot.handled(&times));
            }
        }
    }

    /// What it took to handle a conversation that was answered, or has taken so far.
    fn handled(&self, conversation: ConversationId, it: &Conversation, end: Time) -> Handled {
        let (spells, in_hours) = (self.ledger.spells(conversation), self.ledger.in_hours.get(conversation));
        // Up to here it had an owner, apart from what is taken off.
        let until = match it.state {
            State::Closed | State::Queued | State::Offered | State::New => it.since,
            _ if is_released(it) => self.ledger.released.get(conversation),
            _ => end,
        };
        let not_active_since = self.not_active_since(conversation, it);
        let inactive = not_active_since.map_or(0, |since| end.since(since).0);
        let owned = until.since(it.created).0 - spells.queued - self.ledger.gaps.get(conversation);
        let hours = self.hours.get(it.demand().index());
        let inside = |hours: &Cumulated| {
            let owned = hours.between(it.created, until) - in_hours.queued - in_hours.gaps;
            let inactive = not_active_since.map_or(0, |since| hours.between(since, end));
            (owned, owned - in_hours.inactive - inactive)
        };
        Handled {
            effort: self.ledger.known(conversation).effort(),
            owned,
            active: owned - spells.inactive - inactive,
            in_hours: hours.map(inside),
            wrapped: self.ledger.wrapped.get(conversation).until(end),
        }
    }
}

/// Whether conversations of a demand weigh less, or more, while they await their customers than while they need a reply.
fn reweighs(demand: &DemandView) -> bool {
    demand.channel.weights.needs_reply != demand.channel.weights.awaits_customer
}

/// With a single mode the tempo in it is that of the demand.
fn one_mode(measures: &mut Measures) {
    let Measures { layout, cells, tempo, .. } = measures;
    for (place, cell) in cells.iter().enumerate() {
        if let [only] = tempo[layout.at(place).0.index()].as_mut_slice() {
            only.merge(cell.timings[0][Timing::TempoRatio as usize].milliseconds());
        }
    }
}
