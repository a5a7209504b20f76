//! One agent with several conversations at once.

use super::{check, check_positive, erlang_b};

/// One agent whose slots are always full: a conversation that ends is replaced at once. The work on a reply is
/// exponential, the customer's time of any law.
///
/// This is the repairman's queue with the slots as machines: C. Palm, "The distribution of repairmen in servicing
/// automatic machines", Industritidningen Norden 75 (1947). As seen by the customers whose turn it is, the agent is a
/// stream of Poisson arrivals that are lost when all slots are with customers, so that the agent idles in the share
/// B(K, a) of time, with Erlang's B and a = p x mean time to think / mean work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FullSlots {
    slots: f64,
    continues: f64,
    mean_work: f64,
    /// a above.
    load: f64,
    utilisation: f64,
}

impl FullSlots {
    /// So many slots, the probability that a customer writes again after a reply, and the mean times of the work on a
    /// reply and of the customer's turn.
    ///
    /// # Panics
    /// If there is no slot, the customer's time is negative, the work not above 0, or the probability not between 0 and 1.
    pub fn new(slots: u32, continues: f64, mean_work: f64, mean_think: f64) -> Self {
        assert!(slots > 0, "an agent without slots");
        assert!((0.0..=1.0).contains(&continues), "a probability of {continues}");
        check_positive("a mean work", mean_work);
        check("a mean time to think", mean_think);
        let load = continues * mean_think / mean_work;
        Self { slots: f64::from(slots), continues, mean_work, load, utilisation: 1.0 - erlang_b(slots, load) }
    }

    /// The share of time in which the agent works: 1 - B(K, a).
    pub fn utilisation(&self) -> f64 {
        self.utilisation
    }

    /// Replies per unit of time.
    pub fn replies(&self) -> f64 {
        self.utilisation / self.mean_work
    }

    /// Conversations that end, per unit of time: the agent's capacity. Replies x (1 - p).
    pub fn completions(&self) -> f64 {
        self.replies() * (1.0 - self.continues)
    }

    /// The mean time from a customer's message to the reply, in the unit of time, both the wait for the agent and the
    /// work: the mean number who need a reply, K - a (1 - B(K, a)), over the replies (Little's law).
    pub fn mean_response(&self) -> f64 {
        (self.slots - self.load * self.utilisation) / self.replies()
    }
}
