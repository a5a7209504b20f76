//! The ends: of intervals, which are put away and packed; and of the run, when every conversation is settled and the whole
//! is added up.

use super::ledger::Marks;
use super::{NEVER, Place, Recorder, Slot, team_of};
use crate::metrics::measures::{Cell, Count, Level, Measures, Pack, TIMINGS, Timing, Work};
use crate::stats::Tally;
use crate::units::{ConversationId, Time};
use crate::world::{Conversation, State, World};

impl Recorder {
    /// Passes the ends of intervals, and the beginning of counted time, up to now.
    #[cold]
    pub(super) fn catch_up(&mut self, now: Time, world: &World) {
        while self.next_look <= now {
            if self.next_step < self.next_end {
                self.measures.course.push(self.peaks[Level::NeedingReply as usize].height);
                self.next_step = self.next_step + self.step;
                self.next_look = self.next_end.min(self.next_step);
                continue;
            }
            let at = self.next_end;
            self.account(at, world);
            let next = match self.present {
                None if at < self.window.end => Some(0),
                Some(interval) if interval + 1 < self.measures.intervals.len() => Some(interval + 1),
                _ => None,
            };
            (self.begun_before, self.present) = (self.begun, next);
            (self.begun, self.next_end) = match next {
                Some(interval) => (at, self.window.end_of(interval)),
                None => (NEVER, NEVER),
            };
            if next.is_none() {
                // Nobody adds to the last interval in the way of the present one any more.
                self.put_away(self.measures.intervals.len() - 1, 1);
                self.begun_before = NEVER;
                self.next_step = NEVER;
            }
            self.next_look = self.next_end.min(self.next_step);
        }
    }

    /// Accounts for everything that lasts, up to the end of the present interval.
    fn account(&mut self, at: Time, world: &World) {
        self.account_agents(at, world);
        self.account_levels(at);
        let Some(interval) = self.present else { return };
        self.measures.backlog[interval] = self.peaks[Level::NeedingReply as usize].height;
        let ages = self.ages(at, world);
        self.measures.ages.iter_mut().zip(&ages).for_each(|(sum, age)| *sum += age);
        self.measures.intervals[interval].ages = ages;
        let teams = self.work.len();
        let work = std::mem::replace(&mut self.work, vec![Work::default(); teams]);
        for (sum, more) in self.measures.intervals[interval].work.iter_mut().zip(&work) {
            sum.merge(more);
        }
        if let Some(before) = interval.checked_sub(1) {
            self.put_away(before, 1);
        }
        self.places.iter_mut().for_each(|place| place.cells.swap(0, 1));
    }

    /// Packs one of the two cells that every place has at hand.
    fn put_away(&mut self, interval: usize, which: usize) {
        let kept = &mut self.measures.intervals[interval].cells;
        for (kept, place) in kept.iter_mut().zip(&mut self.places) {
            let cell = &mut place.cells[which];
            let pack = Pack::from(&*cell);
            if pack != Pack::default() {
                match kept {
                    Some(kept) => kept.merge(&pack),
                    None => *kept = Some(Box::new(pack)),
                }
                place.whole.merge(cell);
                cell.clear();
            }
        }
    }

    /// Completes what is still going on at the end of the run, and adds up the whole.
    pub fn finish(mut self, world: &World, events: u64, fingerprint: u64, end: Time) -> Measures {
        self.catch_up(end, world);
        self.work_is_left(world, end);
        self.messages_are_left(world, end);
        self.settle(world, end);
        self.plan();
        let peaks = self.most();
        let mut measures = self.measures;
        for (cell, Place { whole, fine, .. }) in measures.cells.iter_mut().zip(self.places) {
            // What there is at the ends of intervals does not add up.
            *cell = Cell { counts: whole.counts, integrals: whole.integrals, ..Cell::new(0) };
            let timings = whole.timings.iter().zip(fine);
            cell.timings = timings.map(|(coarse, fine)| Tally::refined(coarse, fine)).collect();
        }
        for (team, work) in measures.work.iter_mut().enumerate() {
            measures.intervals.iter().for_each(|interval| work.merge(&interval.work[team]));
        }
        one_mode(&mut measures);
        Measures { peaks, events, fingerprint, ..measures }
    }

    /// Messages that nobody has answered, and conversations that wait in the queue.
    fn messages_are_left(&mut self, world: &World, end: Time) {
        for (conversation, it) in (0..).map(ConversationId).zip(&world.conversations) {
            if !it.state.needs_reply() {
                continue;
            }
            let team = team_of(it, world);
            if it.state == State::Queued {
                self.time(it.since, it.demand(), team, Timing::QueueOpen, end);
            }
            if self.ledger.known(conversation).has(Marks::CONTENTLESS | Marks::GONE) {
                continue;
            }
            if it.state != State::InHand {
                self.time(it.written, it.demand(), team, Timing::WaitOpen, end);
            }
            self.time(it.written, it.demand(), team, Timing::ResponseOpen, end);
            if self.promises[it.demand().index()].target(it).is_some_and(|target| end.since(it.written) > target) {
                self.count(it.written, it.demand(), None, Count::ResponsesPromised);
            }
        }
    }

    /// What every conversation says as a whole, interval by interval of its first message.
    fn settle(&mut self, world: &World, end: Time) {
        let mut present = None;
        for (conversation, it) in (0..).map(ConversationId).zip(&world.conversations) {
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
    }

    fn is_over(&mut self, conversation: ConversationId, it: &Conversation, world: &World, end: Time) {
        let (known, spells) = (self.ledger.known(conversation), self.ledger.spells(conversation));
        let closed = it.state == State::Closed;
        if !closed {
            self.count_of(it, Count::OpenAtEnd);
        }
        if let (Some((target, _)), false) = (self.promises[it.demand().index()].target, known.has(Marks::EMPTY)) {
            // Answered, gone, or late already: decided. Otherwise nobody can say yet.
            let seen = it.exchange > 0 || closed || end.since(it.created) > target;
            if seen {
                self.count_of(it, Count::PromisedSeen);
            }
            if seen || known.has(Marks::GONE) {
                self.count_of(it, Count::Promised);
            }
        }
        let team = team_of(it, world);
        let queued_in_hours = self.ledger.queued_in_hours.get(conversation);
        let concluded = self.ledger.concluded.get(conversation);
        let Some(mut slot) = self.slot(it.created, it.demand(), team) else { return };
        if !known.has(Marks::CONTENTLESS | Marks::OVER) {
            slot.span(Timing::ResolutionOpen, it.created, end);
        }
        if it.passages > 0 && it.state != State::Queued {
            slot.time(Timing::QueueSummed, spells.queued);
            if slot.hours.is_some() {
                slot.add(TIMINGS + Timing::QueueSummed as usize, queued_in_hours);
            }
        }
        if !closed {
            return;
        }
        let duration = spells.assigned().filter(|_| known.has(Marks::SOLVED));
        let times = self.handled(conversation, it);
        let Some(mut slot) = self.slot(it.created, it.demand(), team) else { return };
        if duration.is_some() {
            slot.span(Timing::CloseLag, it.heard.max(it.replied).max(concluded), it.since);
        }
        match (duration.map(|after| it.created + after), times) {
            (Some(from), Some(Handled { owned, active, wrapped: 0, effort }))
                if owned == active && owned == it.since.since(from).0 =>
            {
                slot.span(Timing::Steady, from, it.since);
                slot.time(Timing::Effort, effort);
            }
            (from, times) => {
                from.into_iter().for_each(|from| slot.span(Timing::Duration, from, it.since));
                times.into_iter().for_each(|times| slot.handled(times));
            }
        }
    }

    /// What it took to handle a conversation that is closed, if it was answered.
    fn handled(&self, conversation: ConversationId, it: &Conversation) -> Option<Handled> {
        let spells = self.ledger.spells(conversation);
        let owned = || it.since.since(it.created).0 - spells.queued - self.ledger.gaps.get(conversation);
        (it.exchange > 0).then(|| Handled {
            effort: self.ledger.known(conversation).effort(),
            owned: owned(),
            active: owned() - spells.inactive,
            wrapped: self.ledger.wrapped.get(conversation),
        })
    }

    /// How many agents were planned, and what those who came cost.
    fn plan(&mut self) {
        for (team, planned) in self.planned.iter().enumerate() {
            let cost = self.measures.layout.costs[team];
            for (number, interval) in self.measures.intervals.iter_mut().enumerate() {
                let from = Time(self.window.start.0 + number as u64 * self.window.interval);
                let work = &mut interval.work[team];
                work.scheduled = planned.between(from, self.window.end_of(number));
                match cost {
                    Some(cost) => work.cost = u128::from(work.signed_in) * u128::from(cost),
                    None => work.unpriced = work.signed_in,
                }
            }
        }
    }
}

/// What it took to handle a conversation. Microseconds.
struct Handled {
    effort: u64,
    /// With an owner.
    owned: u64,
    active: u64,
    wrapped: u64,
}

impl Slot<'_> {
    fn handled(&mut self, Handled { effort, owned, active, wrapped }: Handled) {
        let bare = match wrapped {
            0 => [Timing::Effort, Timing::Assigned, Timing::Active],
            _ => [Timing::EffortBare, Timing::AssignedBare, Timing::ActiveBare],
        };
        bare.into_iter().zip([effort, owned, active]).for_each(|(timing, time)| self.time(timing, time));
        if wrapped > 0 {
            let all = [Timing::EffortWrapped, Timing::AssignedWrapped, Timing::ActiveWrapped];
            let times = [effort, owned, active].map(|time| time + wrapped);
            all.into_iter().zip(times).for_each(|(timing, time)| self.time(timing, time));
        }
    }
}

/// With a single mode the tempo in it is that of the demand.
fn one_mode(measures: &mut Measures) {
    let Measures { layout, cells, tempo, .. } = measures;
    for (place, cell) in cells.iter().enumerate() {
        if let [only] = tempo[layout.at(place).0.index()].as_mut_slice() {
            only.merge(cell.timings[Timing::TempoRatio as usize].milliseconds());
        }
    }
}
