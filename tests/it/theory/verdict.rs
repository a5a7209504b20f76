//! Whether simulation and theory agree: within four standard errors, where a standard error is small.

use quasisync::stats::Estimate;
use std::fmt::Write;

/// An estimate may be off by so many standard errors.
const STANDARD_ERRORS: f64 = 4.0;
/// The largest standard error of a main value, as a share of the reference.
const PRECISE: f64 = 0.01;
/// References are written down with about 12 digits, and times are measured in microseconds.
const ROUNDING: f64 = 1e-7;

/// Collects what was compared; [`Verdict::holds`] fails with the whole table if anything was off.
#[derive(Debug)]
pub(super) struct Verdict {
    table: String,
    problems: usize,
}

impl Verdict {
    /// Nothing compared yet.
    pub(super) fn on(case: &str) -> Verdict {
        Verdict { table: format!("{case}\n"), problems: 0 }
    }

    /// A main value: its standard error is at most 1 per cent of the reference.
    #[must_use]
    pub(super) fn value(self, name: &str, estimate: Estimate, reference: f64) -> Verdict {
        self.rough(name, estimate, reference, PRECISE)
    }

    /// A value whose standard error is at most a share `precision` of the reference.
    #[must_use]
    pub(super) fn rough(mut self, name: &str, estimate: Estimate, reference: f64, precision: f64) -> Verdict {
        let error = estimate.standard_error().expect("several replications");
        let scale = reference.abs().max(f64::MIN_POSITIVE);
        let off = (estimate.value - reference).abs();
        let close = off <= STANDARD_ERRORS * error + ROUNDING * scale;
        let precise = error <= precision * scale;
        let score = if error > 0.0 { (estimate.value - reference) / error } else { 0.0 };
        let remark = match (close, precise) {
            (true, true) => "",
            (false, _) => "  <- OFF",
            (true, false) => "  <- NOT PRECISE",
        };
        self.problems += usize::from(!(close && precise));
        let share = 100.0 * error / scale;
        let value = estimate.value;
        writeln!(self.table, "  {name:<34} {value:>14.8} {reference:>14.8} {share:>7.3} % {score:>6.2}{remark}")
            .expect("a string takes everything");
        self
    }

    /// Two estimates from the same replications of one and the same number: an identity. `precision` bounds the
    /// standard error of the difference, as a share of the number.
    #[must_use]
    pub(super) fn same(self, name: &str, a: &Estimate, b: &Estimate, precision: f64) -> Verdict {
        assert_eq!(a.influence.len(), b.influence.len(), "estimates from the same replications");
        // As far as both are pulled the same way, their difference does not scatter.
        let influence = a.influence.iter().zip(&b.influence).map(|(a, b)| a - b).collect();
        let together = Estimate { value: a.value, influence, informed: a.informed.min(b.informed) };
        self.rough(name, together, b.value, precision)
    }

    /// A number without chance.
    #[must_use]
    pub(super) fn exact(mut self, name: &str, value: f64, reference: f64, tolerance: f64) -> Verdict {
        let close = (value - reference).abs() <= tolerance;
        self.problems += usize::from(!close);
        let remark = if close { "" } else { "  <- OFF" };
        writeln!(self.table, "  {name:<34} {value:>14.8} {reference:>14.8}  exact{remark}")
            .expect("a string takes everything");
        self
    }

    /// The end: all is as the theory says.
    pub(super) fn holds(self) {
        println!("{}", self.table);
        assert!(self.problems == 0, "simulation and theory differ (value, theory, standard error, z)\n{}", self.table);
    }
}
