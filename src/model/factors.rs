//! Factors on a rate that are known beforehand.

use crate::civil::month;
use std::fmt;

/// Factors on the rate of a Poisson stream: of the twelve months, and of single days such as holidays.
#[derive(Clone, Debug, PartialEq)]
pub struct Factors {
    /// (days since 1970-01-01, factor), ascending.
    days: Vec<(i64, f64)>,
    months: [f64; 12],
}

/// Why some numbers are no factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorsError {
    /// This place of the days is another one again, or has no finite factor of at least zero.
    Day(usize),
    /// This month has no finite factor of at least zero.
    Month(usize),
}

impl fmt::Display for FactorsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FactorsError::Day(place) => write!(formatter, "day {place} is there twice or has no factor"),
            FactorsError::Month(place) => write!(formatter, "month {place} has no factor"),
        }
    }
}

impl std::error::Error for FactorsError {}

impl Factors {
    /// Factors of single days (days since 1970-01-01) and of the months from January on. Other days have factor 1.
    ///
    /// # Errors
    /// The first day or month that is wrong.
    pub fn new(days: &[(i64, f64)], months: [f64; 12]) -> Result<Factors, FactorsError> {
        let good = |factor: f64| factor.is_finite() && factor >= 0.0;
        if let Some(month) = months.iter().position(|&factor| !good(factor)) {
            return Err(FactorsError::Month(month));
        }
        let mut order: Vec<usize> = (0..days.len()).collect();
        order.sort_by_key(|&place| days[place].0);
        let again = order.windows(2).find(|pair| days[pair[0]].0 == days[pair[1]].0).map(|pair| pair[1]);
        match again.or_else(|| days.iter().position(|day| !good(day.1))) {
            Some(place) => Err(FactorsError::Day(place)),
            None => Ok(Factors { days: order.into_iter().map(|place| days[place]).collect(), months }),
        }
    }

    /// The factor of a civil day, in days since 1970-01-01: that of its month times its own.
    pub fn of(&self, day: i64) -> f64 {
        let own = self.days.binary_search_by_key(&day, |it| it.0).map_or(1.0, |place| self.days[place].1);
        self.months[month(day) as usize] * own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_the_factor_of_its_month_and_its_own() {
        let mut months = [1.0; 12];
        months[1] = 0.5;
        let factors = Factors::new(&[(40, 3.0), (20, 2.0)], months).expect("factors");
        assert_eq!([0, 20, 30, 31, 40, 58, 59].map(|day| factors.of(day)), [1.0, 2.0, 1.0, 0.5, 1.5, 0.5, 1.0]);
        assert_eq!(Factors::new(&[(1, 1.0), (2, 1.0), (1, 3.0)], months), Err(FactorsError::Day(2)));
        assert_eq!(Factors::new(&[(1, 1.0), (2, -1.0)], months), Err(FactorsError::Day(1)));
        assert_eq!(Factors::new(&[], [f64::NAN; 12]), Err(FactorsError::Month(0)));
    }
}
