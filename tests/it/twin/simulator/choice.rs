//! Which desk.

use super::Twin;
use super::order::Part;
use super::things::State;
use crate::twin::scenario::knobs::Favour;
use quasisync::policy::{AssignmentKey, Ownership};
use quasisync::random::philox;
use quasisync::units::AgentId;

impl Twin<'_> {
    pub(super) fn desks_with_room(&self, conversation: usize) -> Vec<usize> {
        self.desks_for(conversation).into_iter().filter(|&desk| self.has_room(desk, conversation)).collect()
    }

    /// Those of the desks that have the least rank.
    pub(super) fn of_least_rank(&self, conversation: usize, desks: &[usize]) -> Vec<usize> {
        let demand = self.conversations[conversation].person.demand;
        let rank = |desk: usize| self.serves(desk, demand).expect("a desk that serves it").rank;
        let least = desks.iter().map(|&desk| rank(desk)).min();
        desks.iter().copied().filter(|&desk| Some(rank(desk)) == least).collect()
    }

    /// One of the desks. The keys narrow the choice one after the other; last, the lowest number.
    pub(super) fn choose(&self, conversation: usize, desks: &[usize]) -> usize {
        let mut desks = self.of_least_rank(conversation, desks);
        for key in &self.treatment(conversation).assignment {
            if *key == AssignmentKey::Random {
                let passages = self.conversations[conversation].passages.min(255);
                let bits = philox(self.workload.key(), [self.identity(conversation), passages, 0, 101])[0];
                desks = vec![desks[((u128::from(bits) * desks.len() as u128) >> 64) as usize]];
            }
            let part = |desk: usize| self.part(key, conversation, desk);
            let best = desks.iter().map(|&desk| part(desk)).min_by(|one, other| one.compare(*other));
            let best = best.expect("somebody has room");
            desks.retain(|&desk| part(desk).compare(best).is_eq());
        }
        desks[0]
    }

    fn part(&self, key: &AssignmentKey, conversation: usize, desk: usize) -> Part {
        let spare = self.preferred(desk).saturating_sub(self.load(desk));
        let count = self.desks();
        let owned = |states: &[State]| {
            let here = self.of_desk(desk).into_iter();
            here.filter(|&it| states.contains(&self.conversations[it].state)).count() as i128
        };
        use State::{Awaiting, InHand, Inactive, Offered, Parked, Waiting};
        let number = match key {
            AssignmentKey::LeastLoaded => i128::from(self.load(desk)),
            AssignmentKey::MostLoaded => -i128::from(self.load(desk)),
            AssignmentKey::MostSpare => -i128::from(spare),
            AssignmentKey::MostSpareShare => -i128::from(spare * 1_000_000 / self.preferred(desk)),
            AssignmentKey::LongestIdle => i128::from(self.idle_since[desk].0),
            AssignmentKey::Cyclic => {
                let last = self.last_assigned.get(&self.lane(conversation));
                last.map_or(desk, |&last| (desk + count - last - 1) % count) as i128
            }
            AssignmentKey::Random => 0,
            AssignmentKey::FewestOpen => owned(&[Offered, Waiting, InHand, Awaiting, Inactive, Parked]),
            AssignmentKey::FewestNeedingReply => owned(&[Offered, Waiting, InHand]),
            AssignmentKey::LeastRecentlyAssigned => {
                self.intake[desk].choices.last().map_or(-1, |choice| i128::from(choice.0))
            }
            AssignmentKey::FewestAssigned => self.intake[desk].choices.len() as i128,
            AssignmentKey::LastAgent => i128::from(self.last_desk(conversation) != Some(desk)),
            AssignmentKey::Fastest => {
                let agents_own = self.policy.capacity.ownership == Ownership::Agent;
                let speed = if agents_own { self.workload.speed(AgentId(desk as u32)) } else { 1.0 };
                return Part::Score(speed);
            }
            AssignmentKey::Custom(rule) => {
                return Part::Score(match Favour::named(&format!("{:?}", &**rule)) {
                    Favour::LightLoad => -(self.load(desk) as f64),
                    Favour::Neighbour => Favour::neighbour(conversation, desk),
                });
            }
        };
        Part::Number(number)
    }

    /// The desk of the agent who replied last, here or in the conversation before.
    fn last_desk(&self, conversation: usize) -> Option<usize> {
        let it = &self.conversations[conversation];
        let earlier = it.earlier.filter(|_| it.replies == 0);
        let author = it.author.or_else(|| self.conversations[earlier?].author);
        author.map(|agent| self.desk_of(agent))
    }
}
