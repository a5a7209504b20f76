//! What queueing theory asks of a law: whether it is exponential, and how much it varies.

use super::Law;
use super::kind::{Kind, sample_row};
use crate::maths::{exp_m1, ln_gamma};

impl Law {
    /// The mean of an exponential law; `None` for any other, truncated and clamped ones included.
    pub fn exponential_mean(&self) -> Option<f64> {
        match self.kind {
            Kind::Exponential { mean } if self.is_whole() => Some(mean),
            _ => None,
        }
    }

    /// The variance, from closed forms; `None` where it is infinite, and for a law that is truncated or clamped.
    ///
    /// N. L. Johnson, S. Kotz and N. Balakrishnan, Continuous Univariate Distributions 1 (2nd edition, 1994); of the
    /// log-logistic law C. Kleiber and S. Kotz, Statistical Size Distributions (2003), section 6.4.
    pub fn variance(&self) -> Option<f64> {
        if !self.is_whole() {
            return None;
        }
        let mean = self.mean();
        let Kind::Mixture(components) = &self.kind else { return self.kind.variance(mean) };
        let parts = components.iter().map(|component| {
            let away = component.law.mean() - mean;
            Some(component.weight * (component.law.variance()? + away * away))
        });
        parts.sum()
    }

    /// Whether nothing of it is cut off or moved to a bound.
    fn is_whole(&self) -> bool {
        (self.window_from, self.window_width, self.minimum, self.maximum) == (0.0, 1.0, 0.0, f64::INFINITY)
    }
}

impl Kind {
    /// The variance of all but mixtures, given the mean.
    fn variance(&self, mean: f64) -> Option<f64> {
        // What a squared coefficient of variation makes of the mean.
        let varied = |square: f64| mean * mean * square;
        Some(match self {
            Self::Constant(_) => 0.0,
            Self::Uniform { width, .. } => width * width / 12.0,
            Self::Triangular { width, mode, .. } => width * width * (1.0 - mode + mode * mode) / 18.0,
            Self::Exponential { .. } => varied(1.0),
            Self::Hyperexponential(law) => law.variance(mean),
            Self::Gamma { unit, scale } => scale * scale * unit.shape(),
            Self::LogNormal { ln_sd, .. } => varied(exp_m1(ln_sd * ln_sd)),
            Self::Weibull { shape_inverse, .. } => {
                varied(exp_m1(ln_gamma(1.0 + 2.0 * shape_inverse) - 2.0 * ln_gamma(1.0 + shape_inverse)))
            }
            // From shape 2 on downwards it is infinite.
            Self::Pareto { shape_inverse, .. } | Self::LogLogistic { shape_inverse, .. } if *shape_inverse >= 0.5 => {
                return None;
            }
            Self::Pareto { shape_inverse, .. } => varied(shape_inverse * shape_inverse / (1.0 - 2.0 * shape_inverse)),
            Self::LogLogistic { shape_inverse, .. } => {
                let ln_moment = |order: f64| ln_gamma(1.0 + order) + ln_gamma(1.0 - order);
                varied(exp_m1(ln_moment(2.0 * shape_inverse) - 2.0 * ln_moment(*shape_inverse)))
            }
            Self::Quantiles(rows) => variance_of_rows(rows.iter().copied(), mean),
            Self::Empirical(values) => variance_of_rows((0..values.len()).map(|index| sample_row(values, index)), mean),
            Self::Mixture(_) => return None,
        })
    }
}

/// Between two rows (probability, value) values are spread evenly.
fn variance_of_rows(rows: impl Iterator<Item = (f64, f64)> + Clone, mean: f64) -> f64 {
    let pairs = rows.clone().zip(rows.skip(1));
    let parts = pairs.map(|((from, low), (to, high))| {
        let (low, high) = (low - mean, high - mean);
        (to - from) * (low * low + low * high + high * high) / 3.0
    });
    parts.sum()
}
