//! What makes the small cases lively. Spans are 0, 1 or 2 milliseconds here too; whatever takes a second (coming again,
//! waking up) happens to all at the same instant.

use super::Setting;
use quasisync::civil::{WEEK, Weekly, second_of_week};
use quasisync::model::{Burst, CatchUp, ComesBack, Demand, Drift, Holds, Mode, Nudges, Return, Signals, Team, WrapUp};
use quasisync::policy::{Contentless, Gives, Ownership};
use quasisync::random::{Count, Law, philox};
use quasisync::units::Span;
use quasisync::workload::End;

/// Chooses by a number that mixes well.
struct Knobs {
    number: u64,
    turned: u64,
}

impl Knobs {
    fn below(&mut self, count: u64) -> usize {
        self.turned += 1;
        (philox([self.number, 1], [self.turned, 0, 0, 0])[0] % count) as usize
    }

    fn of<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.below(values.len() as u64)].clone()
    }

    fn law(&mut self) -> Law {
        Law::constant(self.of(&[0.0, 0.001, 0.002])).expect("a span")
    }

    fn maybe<T>(&mut self, value: impl FnOnce(&mut Knobs) -> T) -> Option<T> {
        (self.below(3) == 0).then(|| value(self))
    }
}

/// A plain setting made lively in the way of a number.
pub(super) fn setting(number: u64, mut it: Setting) -> Setting {
    let knobs = &mut Knobs { number, turned: 0 };
    it.model.frame.horizon = Span::milliseconds(2100);
    it.model.demands.iter_mut().for_each(|it| demand(knobs, it));
    it.model.teams.iter_mut().for_each(|it| team(knobs, it));
    let close = &mut it.policy.close;
    close.thread_window = knobs.of(&[None, None, Some(Span::ZERO), Some(Span::milliseconds(1))]);
    close.on_confirmation = knobs.of(&[true, false]);
    close.contentless = knobs.of(&[Contentless::Handle, Contentless::Handle, Contentless::Ignore]);
    let signal = knobs.below(4);
    it.policy.door.gives =
        Gives { acknowledgement: signal == 1, presence: signal == 1, estimated_wait: signal == 2, typing: signal == 3 };
    if it.model.teams.iter().any(Team::shares) {
        it.policy.capacity.ownership = Ownership::Agent;
    }
    let millisecond = Span::milliseconds(1);
    it.ends = knobs.of(&[
        [End::Silent, End::Recognised],
        [End::Confirms(millisecond), End::Thanks(millisecond)],
        [End::Confirms(Span::ZERO), End::Thanks(Span::milliseconds(2))],
        [End::Thanks(Span::ZERO), End::Recognised],
    ]);
    it
}

fn demand(knobs: &mut Knobs, it: &mut Demand) {
    // From the second second of the run on: everything before is out of hours, and in the night.
    let first = second_of_week(0);
    let hours = Weekly::from_pieces(&[(first + 1, WEEK, true)], false).expect("one piece");
    it.awake = knobs.maybe(|_| hours.clone());
    it.open = knobs.maybe(|_| hours);
    it.patience.out_of_hours = knobs.maybe(Knobs::law);
    it.patience.silent = knobs.of(&[0.0, 0.0, 0.5, 1.0]);
    it.patience.gone_share = knobs.of(&[1.0, 0.0, 0.5]);
    let factor = knobs.of(&[1.0, 0.0, 0.5, 2.0]);
    it.patience.signals = Signals { acknowledgement: factor, presence: 2.0, estimated_wait: 0.5 };
    it.burst = knobs.maybe(|knobs| Burst { messages: Count::constant(2).expect("a count"), gap: knobs.law() });
    it.nudges = knobs.maybe(|knobs| Nudges { after: knobs.law(), at_most: 2 });
    it.handling_closing = knobs.maybe(Knobs::law);
    let after = Law::constant(1.0).expect("a span");
    let mut again = |keep| knobs.maybe(|_| Return { probability: 0.7, after: after.clone(), keep });
    it.comes_back = ComesBack { solved: again(false), gave_up: again(true), refused: again(false) };
    it.handling_first = knobs.law();
    let modes = [0.0, 0.001].map(|latency| Mode {
        name: latency.to_string(),
        start: 0.5,
        latency: Law::constant(latency).expect("a span"),
    });
    it.reply.modes = modes.to_vec();
    it.reply.transitions = vec![vec![0.5, 0.5], vec![0.5, 0.5]];
    it.reply.drift = knobs.maybe(|knobs| Drift { after_wait: Span::milliseconds(knobs.below(2) as u64), slower: 0.7 });
}

fn team(knobs: &mut Knobs, it: &mut Team) {
    let millisecond = Span::milliseconds(1);
    it.catch_up = knobs.of(&[
        CatchUp::default(),
        CatchUp { first: millisecond, per_exchange: Span::ZERO },
        CatchUp { first: Span::ZERO, per_exchange: millisecond },
    ]);
    it.sharing = knobs.of(&[vec![], vec![], vec![1.0], vec![1.0, 2.0, 3.0], vec![1.0, 1.5]]);
    it.wrap_up = knobs
        .of(&[None, Some(Holds::Agent), Some(Holds::Slot), Some(Holds::Nothing)])
        .map(|holds| WrapUp { law: knobs.law(), holds });
}
