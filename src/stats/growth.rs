//! Does a level grow all along, as a queue does that gets more work than can be done?
//!
//! Averages over such a run only say how long it lasted, so a report has to tell. The test asks three questions of the
//! counted time, cut into blocks (four quarters, or fewer and then whole cycles, see [`GrowthTest::cycle`]):
//!
//! 1. Did the mean level rise from each block to the next? Each rise is tested by Student's t across the replications,
//!    one-sided. All have to pass, so the risk of a false alarm is at most that of a single test, and no correction for
//!    their number is due (intersection-union test: Berger, "Multiparameter hypothesis testing and acceptance
//!    sampling", Technometrics 24, 1982). A queue that only fills up to its usual level passes the first, not the last.
//! 2. Does the growth matter? Over the counted time it must come to a share of all arrivals. A queue in balance ends
//!    within chance of where it began; one at load 1.2 keeps a sixth of its arrivals.
//! 3. Is it not just the time of day? With a cycle given and at least two of them counted, blocks are whole cycles.
//!
//! How high the level is compared with its beginning is not asked: after a long warm-up an unstable queue is long at
//! the beginning already.

use super::estimate::mean;
use crate::maths;

/// The most blocks into which the counted time is cut.
const BLOCKS: usize = 4;
/// With a single replication nothing can be tested, and the share of arrivals must be this many times as large.
const UNTESTED: f64 = 5.0;

/// What makes a rise of the level a growth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GrowthTest {
    /// The confidence of each one-sided test.
    pub confidence: f64,
    /// The least growth over the counted time, as a share of the arrivals in it.
    pub share_of_arrivals: f64,
    /// After how many intervals the world repeats itself (a day, or a week), if it does. An incomplete cycle at the
    /// beginning is left out. With fewer than two cycles the quarters are compared: the question is then about this
    /// stretch of the cycle only.
    pub cycle: Option<usize>,
}

impl Default for GrowthTest {
    /// 99 per cent confidence, 1 per cent of arrivals, no cycle.
    fn default() -> Self {
        Self { confidence: 0.99, share_of_arrivals: 0.01, cycle: None }
    }
}

/// How a level developed over the counted time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// The mean level in the first block.
    pub first: f64,
    /// The mean level in the last block.
    pub last: f64,
    /// The rise from first to last block, drawn out to the whole time, as a share of arrivals; 0 without arrivals.
    pub share_of_arrivals: f64,
    /// Whether the level grows all along.
    pub grows: bool,
}

impl GrowthTest {
    /// Judges the levels at the ends of equal intervals of the counted time, one series per replication, with the
    /// arrivals of each replication in that time. `None` with no replications or fewer than four intervals.
    ///
    /// # Panics
    /// If series differ in length, there is not one number of arrivals for each, or the cycle has no intervals.
    pub fn judge(&self, levels: &[Vec<f64>], arrivals: &[u64]) -> Option<Growth> {
        assert_eq!(levels.len(), arrivals.len(), "levels and arrivals of the same replications");
        let intervals = levels.first()?.len();
        assert!(levels.iter().all(|level| level.len() == intervals), "levels at the same instants");
        if intervals < BLOCKS {
            return None;
        }
        let bounds = self.bounds(intervals);
        let blocks: Vec<Vec<f64>> = levels.iter().map(|level| block_means(level, &bounds)).collect();
        let over = |block: usize| blocks.iter().map(|means| means[block]).sum::<f64>() / blocks.len() as f64;
        let (count, arrived) = (bounds.len() - 1, arrivals.iter().sum::<u64>() as f64 / arrivals.len() as f64);
        let (first, last) = (over(0), over(count - 1));
        // The middles of the first and the last block are one block less than the whole time apart.
        let whole = (last - first) * count as f64 / (count - 1) as f64;
        let share_of_arrivals = if arrived > 0.0 { whole / arrived } else { 0.0 };
        let least = self.share_of_arrivals * if levels.len() > 1 { 1.0 } else { UNTESTED };
        let rises = (1..count).all(|block| {
            let rises: Vec<_> = blocks.iter().map(|means| Some(means[block] - means[block - 1])).collect();
            self.rises(&rises)
        });
        Some(Growth { first, last, share_of_arrivals, grows: rises && share_of_arrivals > least })
    }

    /// Where blocks begin, and where the last one ends.
    fn bounds(&self, intervals: usize) -> Vec<usize> {
        let (unit, units) = match self.cycle {
            Some(cycle) if intervals / cycle >= 2 => (cycle, intervals / cycle),
            _ => (1, intervals),
        };
        let (skipped, blocks) = (intervals - units * unit, units.min(BLOCKS));
        (0..=blocks).map(|block| skipped + block * units / blocks * unit).collect()
    }

    /// Whether these rises, one per replication, are above 0 beyond chance.
    fn rises(&self, rises: &[Option<f64>]) -> bool {
        let Some(rise) = mean(rises) else { return false };
        let margin = rise
            .standard_error()
            .map_or(0.0, |error| error * maths::student_t_quantile(self.confidence, (rise.informed - 1) as f64));
        rise.value - margin > 0.0
    }
}

/// The mean of each block of a series.
fn block_means(series: &[f64], bounds: &[usize]) -> Vec<f64> {
    let mean = |bounds: &[usize]| {
        let block = &series[bounds[0]..bounds[1]];
        block.iter().sum::<f64>() / block.len() as f64
    };
    bounds.windows(2).map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::tests::Generator;

    const INTERVALS: usize = 40;

    /// The number in an M/M/1 system at the ends of intervals, and its arrivals. Service takes 1 on average, and the
    /// load may depend on the interval.
    fn queue(generator: &mut Generator, intervals: usize, load: impl Fn(usize) -> f64) -> (Vec<f64>, u64) {
        let (mut level, mut arrivals, mut levels) = (0_u64, 0, Vec::new());
        for interval in 0..intervals {
            let (load, mut now) = (load(interval), 0.0);
            loop {
                now += generator.exponential() / (load + 1.0);
                if now > 50.0 {
                    break;
                }
                if generator.uniform() < load / (load + 1.0) {
                    level += 1;
                    arrivals += 1;
                } else {
                    level = level.saturating_sub(1);
                }
            }
            levels.push(level as f64);
        }
        (levels, arrivals)
    }

    /// How many of 300 experiments of ten replications are judged to grow.
    fn judged_to_grow(test: GrowthTest, intervals: usize, load: impl Fn(usize) -> f64 + Copy) -> usize {
        let mut generator = Generator(7);
        let experiment = |_: &usize| {
            let (levels, arrivals): (Vec<_>, Vec<_>) = (0..10).map(|_| queue(&mut generator, intervals, load)).unzip();
            test.judge(&levels, &arrivals).expect("enough intervals").grows
        };
        (0..300).filter(experiment).count()
    }

    /// False alarms that a risk of 1 per cent explains: the mean of the binomial plus three standard deviations.
    const ALARMS: usize = 8;

    #[test]
    fn an_overloaded_queue_grows_and_a_busy_one_does_not() {
        assert_eq!(judged_to_grow(GrowthTest::default(), INTERVALS, |_| 1.2), 300);
        assert!(judged_to_grow(GrowthTest::default(), INTERVALS, |_| 1.1) >= 285);
        assert!(judged_to_grow(GrowthTest::default(), INTERVALS, |_| 0.9) <= ALARMS);
        assert_eq!(judged_to_grow(GrowthTest::default(), INTERVALS, |_| 0.5), 0);
    }

    #[test]
    fn a_daily_cycle_is_no_growth_but_one_that_is_never_worked_off_is() {
        let day = GrowthTest { cycle: Some(24), ..GrowthTest::default() };
        // Overloaded by day, idle by night: 0.75 on average.
        let cycle = |interval: usize| if (8..20).contains(&(interval % 24)) { 1.2 } else { 0.3 };
        for days in [2, 3, 7] {
            assert!(judged_to_grow(day, days * 24, cycle) <= ALARMS, "{days} days");
        }
        assert_eq!(judged_to_grow(day, 5 * 24, |interval| cycle(interval) + 0.4), 300);
    }

    #[test]
    fn a_level_that_drops_to_nothing_at_the_end_of_each_cycle_needs_the_cycle() {
        // Seven days in quarters: each quarter has another part of the day once more than the others have.
        let sawtooth: Vec<f64> = (0..7 * 24).map(|interval| (interval % 24 * 10) as f64).collect();
        let levels = vec![sawtooth; 5];
        let day = GrowthTest { cycle: Some(24), ..GrowthTest::default() };
        assert!(GrowthTest::default().judge(&levels, &[1000; 5]).unwrap().grows);
        let growth = day.judge(&levels, &[1000; 5]).unwrap();
        assert_eq!((growth.first, growth.last, growth.grows), (115.0, 115.0, false));
    }

    #[test]
    fn constant_levels_do_not_grow() {
        for level in [0.0, 12.0] {
            let growth = GrowthTest::default().judge(&vec![vec![level; 8]; 5], &[100; 5]).unwrap();
            assert_eq!(growth, Growth { first: level, last: level, share_of_arrivals: 0.0, grows: false });
        }
        assert!(!GrowthTest::default().judge(&vec![vec![0.0; 8]; 5], &[0; 5]).unwrap().grows);
    }

    #[test]
    fn a_steady_slope_is_measured_over_the_whole_time() {
        let slope: Vec<f64> = (0..80).map(|interval| 500.0 + f64::from(interval)).collect();
        let growth = GrowthTest::default().judge(&vec![slope.clone(); 3], &[1000; 3]).unwrap();
        assert!(growth.grows && (growth.share_of_arrivals - 0.08).abs() < 1e-12);
        // A single replication is believed only if the growth is large.
        assert!(growth.share_of_arrivals > UNTESTED * 0.01);
        assert!(GrowthTest::default().judge(std::slice::from_ref(&slope), &[1000]).unwrap().grows);
        assert!(!GrowthTest::default().judge(&[slope], &[2000]).unwrap().grows);
    }

    #[test]
    fn too_little_to_judge_is_blank() {
        assert_eq!(GrowthTest::default().judge(&[], &[]), None);
        assert_eq!(GrowthTest::default().judge(&[vec![1.0, 2.0, 3.0]], &[10]), None);
    }
}
