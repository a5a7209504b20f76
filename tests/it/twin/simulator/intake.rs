//! What new work a desk has got, and when it gets more: pauses, a limited rate, warming up.

use super::Twin;
use quasisync::policy::Ownership;
use quasisync::units::{Span, Time};

#[derive(Default)]
pub(super) struct Intake {
    /// When it was chosen.
    pub(super) choices: Vec<Time>,
    /// How many of them were before its agent signed in last.
    before_signing_in: usize,
    /// When it began to warm up, and how many choices were before that.
    warming: Option<(Time, usize)>,
    paused_until: Time,
}

impl Twin<'_> {
    /// The agent of a desk begins a stint.
    pub(super) fn begin_intake(&mut self, desk: usize) {
        let (now, begins) = (self.now, self.policy.capacity.warm_up.is_some());
        let it = &mut self.intake[desk];
        it.before_signing_in = it.choices.len();
        it.warming = begins.then_some((now, it.choices.len()));
        it.paused_until = Time::START;
    }

    /// New work is for this desk.
    pub(super) fn note_choice(&mut self, desk: usize) {
        let (now, idle) = (self.now, self.policy.capacity.warm_up.and_then(|it| it.after_idle));
        let it = &mut self.intake[desk];
        let before = it.choices[it.before_signing_in..].last();
        if idle.is_some_and(|idle| before.is_some_and(|&before| now.since(before) > idle)) {
            it.warming = Some((now, it.choices.len()));
        }
        it.choices.push(now);
    }

    /// No new work for so long, unless it gets none for longer anyway.
    pub(super) fn pause(&mut self, desk: usize, pause: Span) {
        let until = self.now + pause;
        let it = &mut self.intake[desk];
        it.paused_until = it.paused_until.max(until);
    }

    /// Whether neither a pause nor its rate nor warming up keeps a desk from new work at an instant, if it gets none before.
    pub(super) fn gets_more(&self, desk: usize, at: Time) -> bool {
        if self.policy.capacity.ownership == Ownership::Team {
            return true;
        }
        let (it, capacity) = (&self.intake[desk], &self.policy.capacity);
        let below_rate = capacity.rate.is_none_or(|rate| {
            let recent = it.choices.iter().filter(|&&choice| choice + rate.per > at).count();
            recent < rate.at_most as usize
        });
        let warm = match (capacity.warm_up, it.warming) {
            (Some(rule), Some((begun, before))) if at < begun + rule.lasts => {
                it.choices[before..].last().is_none_or(|&last| last + rule.every <= at)
            }
            _ => true,
        };
        it.paused_until <= at && below_rate && warm
    }

    /// Whether a desk gets more from this instant on that got nothing before.
    pub(super) fn gets_more_again(&self, desk: usize, at: Time) -> bool {
        at > Time::START && self.gets_more(desk, at) && !self.gets_more(desk, Time(at.0 - 1))
    }

    /// When the desks get more again that get nothing now.
    pub(super) fn ends_of_holding_back(&self) -> Vec<Time> {
        let mut found = Vec::new();
        if self.policy.capacity.ownership == Ownership::Team {
            return found;
        }
        for (desk, it) in self.intake.iter().enumerate() {
            let mut ends = vec![it.paused_until];
            if let Some(rate) = self.policy.capacity.rate {
                ends.extend(it.choices.iter().map(|&choice| choice + rate.per));
            }
            if let (Some(rule), Some((begun, _))) = (self.policy.capacity.warm_up, it.warming) {
                ends.push(begun + rule.lasts);
                ends.extend(it.choices.last().map(|&choice| choice + rule.every));
            }
            found.extend(ends.into_iter().filter(|&end| end > self.now && self.gets_more_again(desk, end)));
        }
        found
    }
}
