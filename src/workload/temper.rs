//! What the customers of a demand are like: a visit from its random numbers.

use super::Purpose;
use super::customer::{End, Exchange, MOST_WORK, NEVER, Turn};
use crate::model::Demand;
use crate::random::{Law, Philox, uniform, uniform32};
use crate::units::Span;

/// A demand with its probabilities added up, ready for inversion.
#[derive(Clone, Debug)]
pub(super) struct Temper<'m> {
    pub(super) demand: &'m Demand,
    starts: Vec<f64>,
    transitions: Vec<Vec<f64>>,
}

impl<'m> Temper<'m> {
    pub(super) fn new(demand: &'m Demand) -> Temper<'m> {
        let starts: Vec<f64> = demand.reply.modes.iter().map(|mode| mode.start).collect();
        Temper {
            demand,
            starts: sums(&starts),
            transitions: demand.reply.transitions.iter().map(|row| sums(row)).collect(),
        }
    }

    /// Draws a visit exchange by exchange, and says how many there are.
    #[inline]
    pub(super) fn visit(&self, philox: &Philox, identity: u64, visit: u64, mut each: impl FnMut(Exchange)) -> u16 {
        let draws = philox.block([identity, 0, visit, Purpose::Visit as u64]);
        let count = self.demand.exchanges.quantile(uniform(draws[0])) as u16;
        // A person is the same at every visit.
        let personal = if visit == 0 { self.factor(draws[1]) } else { self.personal(philox, identity) };
        let mut mode = cumulative(&self.starts, uniform32((draws[2] >> 32) as u32));
        for exchange in 0..count {
            let bits = philox.block([identity, u64::from(exchange), visit, Purpose::Exchange as u64]);
            if exchange > 0 {
                mode = self.transition(mode, bits[3]);
            }
            let mut it = self.exchange(exchange, mode, bits);
            if exchange + 1 == count {
                each(it.ending(self.end(draws[2], || self.latency(mode, personal, bits[1]))));
                break;
            }
            if self.answers(bits[3]) {
                it.turn.latency = self.latency_milliseconds(mode, personal, bits[1]);
            }
            each(it);
        }
        count
    }

    /// A person's factor on every latency.
    pub(super) fn personal(&self, philox: &Philox, identity: u64) -> f64 {
        self.factor(philox.block([identity, 0, 0, Purpose::Visit as u64])[1])
    }

    fn factor(&self, bits: u64) -> f64 {
        let deviation = self.demand.reply.personal_ln_sd;
        if deviation == 0.0 {
            return 1.0;
        }
        crate::maths::exp(deviation * crate::maths::normal_quantile(uniform(bits)))
    }

    /// The mode after this one, by the fourth number of an exchange.
    #[inline]
    pub(super) fn transition(&self, mode: usize, bits: u64) -> usize {
        match self.transitions.as_slice() {
            [_] => 0,
            rows => cumulative(&rows[mode], uniform32(bits as u32)),
        }
    }

    /// Whether the customer answers a reply that leaves the matter open, by the fourth number of the exchange.
    #[inline]
    fn answers(&self, bits: u64) -> bool {
        uniform32((bits >> 32) as u32) >= self.demand.ghosts
    }

    /// From a reply to the next message, by the second number of the exchange.
    #[inline]
    pub(super) fn latency(&self, mode: usize, personal: f64, bits: u64) -> Span {
        Span::milliseconds(u64::from(self.latency_milliseconds(mode, personal, bits)))
    }

    #[inline]
    fn latency_milliseconds(&self, mode: usize, personal: f64, bits: u64) -> u32 {
        milliseconds(self.demand.reply.modes[mode].latency.quantile(uniform(bits)) * personal)
    }

    /// How a visit ends, by the third number of the visit.
    #[inline]
    fn end(&self, bits: u64, latency: impl FnOnce() -> Span) -> End {
        let (uniform, ending) = (uniform32(bits as u32), &self.demand.ending);
        if uniform < ending.recognised {
            End::Recognised
        } else if uniform < ending.recognised + ending.confirms {
            End::Confirms(latency())
        } else if uniform < ending.recognised + ending.confirms + ending.thanks {
            End::Thanks(latency())
        } else {
            End::Silent
        }
    }

    /// Work, patience and mode of an exchange.
    #[inline]
    fn exchange(&self, exchange: u16, mode: usize, bits: [u64; 4]) -> Exchange {
        let demand = self.demand;
        let (handling, patience) = match exchange {
            0 => (&demand.handling_first, &demand.patience.first),
            _ => (&demand.handling_later, &demand.patience.later),
        };
        let work = milliseconds(handling.quantile(uniform(bits[0]))).min(MOST_WORK);
        Exchange {
            turn: Turn { work, latency: NEVER },
            patience: patience.as_ref().map_or(NEVER, |law| milliseconds(law.quantile(uniform(bits[2])))),
            mode: mode as u8,
        }
    }
}

/// A span of this law, by a random number.
pub(super) fn drawn(law: &Law, bits: u64) -> Span {
    Span::milliseconds(u64::from(milliseconds(law.quantile(uniform(bits)))))
}

/// Seconds to whole milliseconds, at most 49 days.
fn milliseconds(seconds: f64) -> u32 {
    // The conversion saturates, and no value may mean "never".
    ((seconds * 1000.0 + 0.5) as u32).min(NEVER - 1)
}

/// Running sums of probabilities; the last is 1 whatever the rounding.
fn sums(probabilities: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut sums: Vec<f64> = probabilities
        .iter()
        .map(|probability| {
            sum += probability;
            sum
        })
        .collect();
    if let Some(last) = sums.last_mut() {
        *last = 1.0;
    }
    sums
}

/// The first place whose running sum exceeds the uniform number: inversion, so that it is monotone in it.
fn cumulative(sums: &[f64], uniform: f64) -> usize {
    sums.iter().position(|&sum| uniform < sum).unwrap_or(0)
}
