//! Which conversation next: lines and the keys of their orders.

use super::Twin;
use crate::twin::scenario::knobs::Whim;
use quasisync::policy::OrderKey;
use quasisync::random::{philox, uniform};
use quasisync::units::Time;
use std::cmp::{Ordering, Reverse};

/// What decides: the least number, or the highest score.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Number(i128),
    Score(f64),
}

impl Part {
    pub(super) fn compare(self, other: Part) -> Ordering {
        match (self, other) {
            (Part::Number(one), Part::Number(other)) => one.cmp(&other),
            (Part::Score(one), Part::Score(other)) => other.partial_cmp(&one).expect("numbers"),
            _ => unreachable!("the same key on both sides"),
        }
    }
}

/// A line of those who wait.
#[derive(Clone, Copy)]
pub(super) enum Line {
    Queue,
    Inbox(usize),
}

/// A place in a line.
#[derive(Clone, Default)]
pub(super) struct Place {
    /// Since when it counts; `None` is the front of the queue.
    entry: Option<Time>,
    pub(super) ticket: u64,
    /// For each order that the line may go by: the numbers that are fixed on joining; `None` where they are not.
    fixed: Vec<Vec<Option<i128>>>,
}

impl Twin<'_> {
    /// The place of a conversation that joins a line now.
    pub(super) fn new_place(&mut self, line: Line, conversation: usize, entry: Option<Time>) -> Place {
        self.tickets += 1;
        let order = match line {
            Line::Queue => &self.policy.queue,
            Line::Inbox(_) => &self.policy.inbox,
        };
        let numbers = |order: &[OrderKey]| order.iter().map(|key| self.fixed(key, line, conversation, entry)).collect();
        let fixed = match &order[..] {
            [OrderKey::Blend(members)] => members.iter().map(|(_, order)| numbers(order)).collect(),
            order => vec![numbers(order)],
        };
        Place { entry, ticket: self.tickets, fixed }
    }

    /// Conversations of a line, next first.
    pub(super) fn in_order(&self, line: Line, conversations: Vec<usize>) -> Vec<usize> {
        let (number, order) = self.order_now(line);
        let keyed = |it: usize| (self.key(number, order, it), it);
        let mut keyed: Vec<(Vec<Part>, usize)> = conversations.into_iter().map(keyed).collect();
        let rank = |it: usize| Reverse(self.channel_rank(it));
        let ticket = |it: usize| self.conversations[it].place.ticket;
        keyed.sort_by(|(one, a), (other, b)| {
            let parts = || one.iter().zip(other).map(|(one, other)| one.compare(*other));
            let keys = || parts().find(|it| it.is_ne()).unwrap_or(Ordering::Equal);
            rank(*a).cmp(&rank(*b)).then_with(keys).then_with(|| ticket(*a).cmp(&ticket(*b)))
        });
        keyed.into_iter().map(|it| it.1).collect()
    }

    /// The order by which a line goes at this instant, and its number among those that it may go by.
    fn order_now(&self, line: Line) -> (usize, &[OrderKey]) {
        let (order, place) = match line {
            Line::Queue => (&self.policy.queue, 0),
            Line::Inbox(desk) => (&self.policy.inbox, desk as u64 + 1),
        };
        let [OrderKey::Blend(members)] = &order[..] else { return (0, order) };
        let drawn = uniform(philox(self.workload.key(), [self.now.0, place, 0, 106])[0]);
        let sum: f64 = members.iter().map(|it| it.0).sum();
        let mut below = 0.0;
        let exceeds = |(share, _): &(f64, Vec<OrderKey>)| {
            below += share;
            drawn < below / sum
        };
        let number = members.iter().position(exceeds).unwrap_or(members.len() - 1);
        (number, &members[number].1)
    }

    /// All parts as they are now. Last, whoever is at the front before the others.
    fn key(&self, number: usize, order: &[OrderKey], conversation: usize) -> Vec<Part> {
        let place = &self.conversations[conversation].place;
        let part = |(key, fixed): (&OrderKey, &Option<i128>)| match fixed {
            Some(number) => Part::Number(*number),
            None => Part::Score(self.score(key, conversation)),
        };
        let parts = order.iter().zip(&place.fixed[number]).map(part);
        parts.chain([Part::Number(i128::from(place.entry.is_some()))]).collect()
    }

    /// What a key is on joining; `None` if it changes with the time.
    fn fixed(&self, key: &OrderKey, line: Line, conversation: usize, entry: Option<Time>) -> Option<i128> {
        let it = &self.conversations[conversation];
        let demand = self.demand(it.person);
        let came_back = it.replies > 0;
        let time = |at: Time| i128::from(at.0);
        let number = match key {
            OrderKey::JoinedFirst => 0,
            OrderKey::WaitingLongest => entry.map_or(0, time),
            OrderKey::Newest => entry.map_or(i128::MIN, |entry| -time(entry)),
            OrderKey::Class => i128::from(self.class(it.person)),
            OrderKey::Deadline => demand
                .target
                .map_or(i128::MAX, |target| time(it.wrote + if came_back { target.later } else { target.first })),
            OrderKey::RepliesFirst | OrderKey::ReactivatedFirst => i128::from(!came_back),
            OrderKey::ReactivatedLast | OrderKey::FirstMessagesFirst => i128::from(came_back),
            OrderKey::Adaptive(adaptive) => time(it.wrote + super::rules::adapted(adaptive, it.gap)),
            OrderKey::MostEngaged => i128::from(it.gap),
            OrderKey::Random => {
                let (number, purpose) = match line {
                    Line::Queue => (it.passages.min(255), 102),
                    Line::Inbox(_) => (u64::from(it.replies), 103),
                };
                let drawn = philox(self.workload.key(), [self.identity(conversation), number, 0, purpose])[0];
                i128::from(drawn >> 32)
            }
            OrderKey::Oldest => time(it.created),
            OrderKey::UnansweredLongest => time(it.wrote),
            OrderKey::Quietest => time(it.heard.max(it.replied)),
            OrderKey::Freshest => -time(it.heard),
            OrderKey::FewestExchanges => i128::from(it.replies),
            OrderKey::NeedsReplyFirst => i128::from(it.only_needs_an_agent),
            OrderKey::ShortestExpected => {
                let law = if came_back { &demand.handling_later } else { &demand.handling_first };
                i128::from(quasisync::units::Span::seconds(law.mean()).0)
            }
            OrderKey::HeadStart(starts) => {
                let start = starts[usize::from(self.class(it.person)).min(starts.len() - 1)];
                entry.map_or(0, time) - i128::from(start.0)
            }
            OrderKey::Accumulating(_) | OrderKey::Score(_) | OrderKey::Custom(_) => return None,
            OrderKey::Blend(_) => unreachable!("a blend stands alone"),
        };
        Some(number)
    }

    /// What a key is now; the highest is next.
    fn score(&self, key: &OrderKey, conversation: usize) -> f64 {
        let it = &self.conversations[conversation];
        match key {
            OrderKey::Accumulating(rates) => {
                let rate = rates[usize::from(self.class(it.person)).min(rates.len() - 1)];
                rate * self.now.since(it.place.entry.unwrap_or(Time::START)).0 as f64
            }
            OrderKey::Custom(rule) => match Whim::named(&format!("{:?}", &**rule)) {
                Whim::Unheard => self.now.since(it.heard).0 as f64,
                Whim::ShortGap => -(it.gap as f64),
            },
            // Scores have tests of their own: no scenario is drawn with one.
            OrderKey::Score(_) => unreachable!("no scenario is drawn with a score"),
            _ => unreachable!("a key that is fixed on joining"),
        }
    }
}
