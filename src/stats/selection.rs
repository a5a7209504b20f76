//! Select the best of several policies with an indifference zone: the fully sequential procedure of Kim and Nelson.
//!
//! S.-H. Kim and B. L. Nelson, "A fully sequential procedure for indifference-zone selection in simulation", ACM
//! Transactions on Modeling and Computer Simulation 11 (2001), with the triangular region (c = 1) that they recommend. It
//! allows common random numbers: only the differences of policies in the same replication count.
//!
//! The policies race. After a first stage of n0 replications, which gives the variance S^2 of the difference of each pair,
//! every further replication drops the policies that are behind another one by more than
//! W = max(0, h^2 S^2 / (2 r d) - d / 2) after r replications, with the indifference zone d,
//! h^2 = 2 eta (n0 - 1) and eta = ((2 alpha / (k - 1))^(-2 / (n0 - 1)) - 1) / 2. When one is left it is selected. If the
//! best is better than all others by at least d, it is selected with at least the confidence 1 - alpha. That is proven for
//! normal observations, such as means of many customers nearly are.

use crate::maths;

/// Which of two values is the better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// As of waits and costs.
    Smaller,
    /// As of shares that are served in time.
    Larger,
}

impl Better {
    /// The value, or its negative, so that larger is better.
    pub(super) fn orient(self, value: f64) -> f64 {
        match self {
            Self::Smaller => -value,
            Self::Larger => value,
        }
    }
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Selection {
    /// The probability with which the best is selected, at least.
    pub confidence: f64,
    /// Differences up to this one do not matter, in the unit of the observations.
    pub indifference: f64,
    /// Which values are good.
    pub better: Better,
}

/// The policies that may still be the best.
#[derive(Clone, Debug, PartialEq)]
pub struct Race {
    better: Better,
    indifference: f64,
    replications: u64,
    /// The sums of the observations, larger is better.
    sums: Vec<f64>,
    /// h^2 S^2 / d of each pair, row by row.
    spans: Vec<f64>,
    survivors: Vec<usize>,
    at_most: u64,
}

impl Selection {
    /// The race after its first stage: by policy, one observation per replication, the same replications for all.
    /// Ten replications or more are usual. Observations may be those of an estimate that is no mean
    /// ([`Estimate::observations`](super::Estimate::observations)); the race goes on with [`Race::screen`] then.
    ///
    /// # Panics
    /// If there are no policies, fewer than two replications or not as many for each, the confidence is not below 1 and
    /// above 1 / the number of policies, or the indifference zone not above 0.
    pub fn begin(&self, first_stage: &[Vec<f64>]) -> Race {
        let policies = first_stage.len();
        let first = first_stage.first().expect("there are policies").len();
        assert!(first >= 2, "a first stage of {first} replications");
        assert!(first_stage.iter().all(|it| it.len() == first), "observations of the same replications");
        assert!(self.indifference > 0.0, "an indifference zone of {}", self.indifference);
        assert!(
            self.confidence < 1.0 && (policies == 1 || self.confidence * policies as f64 > 1.0),
            "a confidence of {}",
            self.confidence
        );
        let squared = if policies > 1 { squared_constant(self.confidence, policies, first) } else { 0.0 };
        let pairs = first_stage.iter().flat_map(|a| first_stage.iter().map(move |b| variance_of_difference(a, b)));
        let spans: Vec<f64> = pairs.map(|variance| squared * variance / self.indifference).collect();
        let longest = spans.iter().copied().fold(0.0, f64::max) / self.indifference;
        let mut race = Race {
            better: self.better,
            indifference: self.indifference,
            replications: first as u64,
            sums: first_stage.iter().map(|it| self.better.orient(it.iter().sum())).collect(),
            spans,
            survivors: (0..policies).collect(),
            at_most: (longest.floor() as u64).saturating_add(1).max(first as u64),
        };
        race.drop_those_behind();
        race
    }
}

impl Race {
    /// The policies that are left, by their place.
    pub fn survivors(&self) -> &[usize] {
        &self.survivors
    }

    /// The policy that is selected, once it is the only one left.
    pub fn selected(&self) -> Option<usize> {
        match self.survivors[..] {
            [selected] => Some(selected),
            _ => None,
        }
    }

    /// How many replications have been observed.
    pub fn replications(&self) -> u64 {
        self.replications
    }

    /// The number of replications with which the race ends at the latest: 1 + the largest h^2 S^2 / d^2.
    pub fn at_most(&self) -> u64 {
        self.at_most
    }

    /// One more replication: an observation per policy. Those of policies that were dropped do not matter.
    ///
    /// # Panics
    /// If there is not one for each policy.
    pub fn observe(&mut self, observations: &[f64]) {
        assert_eq!(observations.len(), self.sums.len(), "an observation for each policy");
        for &policy in &self.survivors {
            self.sums[policy] += self.better.orient(observations[policy]);
        }
        self.replications += 1;
        self.drop_those_behind();
    }

    /// The present estimates after so many replications in all: for estimates that are no means, and whenever several
    /// replications are added at once. Looking more seldom does not make an error more probable.
    ///
    /// # Panics
    /// If there is not one for each policy, or there are fewer replications than before.
    pub fn screen(&mut self, replications: u64, estimates: &[f64]) {
        assert_eq!(estimates.len(), self.sums.len(), "an estimate for each policy");
        assert!(replications >= self.replications, "{replications} replications after {}", self.replications);
        for &policy in &self.survivors {
            self.sums[policy] = self.better.orient(estimates[policy]) * replications as f64;
        }
        self.replications = replications;
        self.drop_those_behind();
    }

    fn drop_those_behind(&mut self) {
        let policies = self.sums.len();
        let narrowing = self.indifference * self.replications as f64;
        let behind = |policy: usize, other: usize| {
            let margin = ((self.spans[policy * policies + other] - narrowing) / 2.0).max(0.0);
            self.sums[policy] < self.sums[other] - margin
        };
        let mut left = self.survivors.clone();
        left.retain(|&policy| !self.survivors.iter().any(|&other| behind(policy, other)));
        // Those that are left at the end are equally good.
        if self.replications >= self.at_most {
            left.truncate(1);
        }
        self.survivors = left;
    }
}

/// h^2.
fn squared_constant(confidence: f64, policies: usize, first_stage: usize) -> f64 {
    let degrees = (first_stage - 1) as f64;
    let risk = 2.0 * (1.0 - confidence) / (policies - 1) as f64;
    // 2 eta = risk^(-2 / (n0 - 1)) - 1.
    maths::exp_m1(-2.0 / degrees * maths::ln(risk)) * degrees
}

/// S^2: the sample variance of the differences.
fn variance_of_difference(a: &[f64], b: &[f64]) -> f64 {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    let count = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / count;
    differences.iter().map(|difference| (difference - mean) * (difference - mean)).sum::<f64>() / (count - 1.0)
}
