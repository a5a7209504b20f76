//! Expressions drawn at random, with their values worked out beside them.

use super::{at, read, world};
use crate::policy::score::check;
use crate::policy::score::parse::tree;
use crate::policy::score::program::{Program, folded};
use crate::policy::score::variable::Sight;
use crate::policy::score::{Kind, Names};
use crate::random::philox;
use crate::units::ConversationId;

/// A text and its value; conditions are 1 or 0, and not-a-number is not a number.
type Drawn = (String, f64);

struct Dice(u64, u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.1 += 1;
        philox([11, self.0], [self.1, 0, 0, 0])[0] % limit
    }
}

/// An expression of a kind for the second conversation of the tests' world, which entered its line at 990 s.
fn drawn(dice: &mut Dice, kind: Kind, depth: u32) -> Drawn {
    match kind {
        _ if depth == 0 => leaf(dice, kind),
        Kind::Condition => condition(dice, depth - 1),
        kind => amount(dice, kind, depth - 1),
    }
}

fn leaf(dice: &mut Dice, kind: Kind) -> Drawn {
    let leaves: &[(&str, f64)] = match kind {
        Kind::Number => &[("0", 0.0), ("1", 1.0), ("2.5", 2.5), ("exchanges", 1.0), ("queue_length", 7.0)],
        Kind::Duration => &[("0s", 0.0), ("30s", 30.0), ("1h30m", 5400.0), ("wait", 10.0), ("own_gap", 80.0)],
        _ => {
            &[("true", 1.0), ("false", 0.0), ("first", 0.0), ("class == \"standard\"", 1.0), ("'chat' != channel", 1.0)]
        }
    };
    let (text, value) = leaves[dice.below(leaves.len() as u64) as usize];
    (format!("({text})"), value)
}

/// Not a number if any of the values is not.
fn truth(values: &[f64], answer: bool) -> f64 {
    match values.iter().any(|value| value.is_nan()) {
        true => f64::NAN,
        false => f64::from(u8::from(answer)),
    }
}

fn condition(dice: &mut Dice, depth: u32) -> Drawn {
    let case = dice.below(10);
    let kind = match case {
        0..=3 => Kind::Condition,
        _ if dice.below(2) == 0 => Kind::Number,
        _ => Kind::Duration,
    };
    let (a, x) = drawn(dice, kind, depth);
    let (b, y) = drawn(dice, kind, depth);
    match case {
        0 => (format!("(not {a})"), truth(&[x], x == 0.0)),
        1 => (format!("({a} and {b})"), if x == 0.0 { 0.0 } else { truth(&[x, y], y != 0.0) }),
        2 => (format!("({a} or {b})"), if x == 1.0 { 1.0 } else { truth(&[x, y], y != 0.0) }),
        3 | 4 => (format!("({a} == {b})"), truth(&[x, y], x == y)),
        5 => (format!("({a} != {b})"), truth(&[x, y], x != y)),
        6 => (format!("({a} < {b})"), truth(&[x, y], x < y)),
        7 => (format!("({a} > {b})"), truth(&[x, y], x > y)),
        8 => (format!("({a} <= {b})"), truth(&[x, y], x <= y)),
        _ => (format!("({a} >= {b})"), truth(&[x, y], x >= y)),
    }
}

/// The least or the largest, or not a number.
fn extreme(x: f64, y: f64, least: bool) -> f64 {
    match (x.is_nan() || y.is_nan(), (x < y) == least) {
        (true, _) => f64::NAN,
        (_, true) => x,
        (_, false) => y,
    }
}

fn amount(dice: &mut Dice, kind: Kind, depth: u32) -> Drawn {
    let mut of = |kind: Kind| drawn(dice, kind, depth);
    let (a, x) = of(kind);
    let (b, y) = of(kind);
    let (c, z) = of(Kind::Condition);
    let (n, m) = of(Kind::Number);
    match dice.below(12) {
        0 => (format!("({a} + {b})"), x + y),
        1 => (format!("{a} - {b}"), x - y).bracketed(),
        2 => (format!("({n} * {a})"), m * x),
        3 => (format!("({a} / {n})"), x / m),
        4 if kind == Kind::Number => {
            let ((d, v), (e, w)) = (drawn(dice, Kind::Duration, depth), drawn(dice, Kind::Duration, depth));
            (format!("({d} / {e})"), v / w)
        }
        4 | 5 => (format!("(-{a})"), -x),
        6 => (format!("min({a}, {b})"), extreme(x, y, true)),
        7 => (format!("max({a}, {b})"), extreme(x, y, false)),
        8 => {
            let value = if z.is_nan() {
                f64::NAN
            } else if z == 1.0 {
                x
            } else {
                y
            };
            (format!("if({c}, {a}, {b})"), value)
        }
        9 => (format!("abs({a})"), x.abs()),
        10 if kind == Kind::Number => (format!("floor({a})"), x.floor()),
        11 if kind == Kind::Number => (format!("sqrt({a})"), x.sqrt()),
        _ => (format!("clamp({a}, {b}, {b} + {a})"), extreme(extreme(x, y, false), y + x, true)),
    }
}

trait Bracketed {
    fn bracketed(self) -> Self;
}

impl Bracketed for Drawn {
    fn bracketed(self) -> Drawn {
        (format!("({})", self.0), self.1)
    }
}

fn same(one: f64, other: f64) -> bool {
    one == other || one.is_nan() && other.is_nan()
}

#[test]
fn values_are_those_that_are_worked_out_by_hand() {
    let (world, mut right, mut not_numbers) = (world(), 0, 0);
    for number in 0..20_000 {
        let mut dice = Dice(number, 0);
        let (depth, kind) = (dice.below(5) as u32, [Kind::Number, Kind::Duration][dice.below(2) as usize]);
        let (text, expected) = drawn(&mut dice, kind, depth);
        // A constant that is no number, or too much of everything.
        let Ok(score) = read(&text) else { continue };
        let found = score.value(&world, ConversationId(1), at(990));
        assert!(same(found, expected), "{text}: {found}, not {expected}");
        right += 1;
        not_numbers += u32::from(found.is_nan());
    }
    assert!(right > 4_000 && not_numbers > 50, "{right}, of them {not_numbers} no numbers");
}

#[test]
fn working_constants_out_beforehand_changes_nothing() {
    let classes = ["vip", "gold", "standard"].map(str::to_owned);
    let channels = ["chat", "app"].map(str::to_owned);
    let names = Names { classes: &classes, demands: &[], channels: &channels };
    let (world, mut checked) = (world(), 0);
    for number in 0..20_000 {
        let mut dice = Dice(number, 1 << 40);
        let (depth, kind) = (dice.below(5) as u32, [Kind::Number, Kind::Duration][dice.below(2) as usize]);
        let (text, _) = drawn(&mut dice, kind, depth);
        let Ok(tree) = tree(&text) else { continue };
        let plain = check::score(&tree, &names).expect("it is well made");
        let (Ok(folded), Ok(plain)) = (folded(plain.clone()), Program::new(&plain)) else { continue };
        let folded = Program::new(&folded).expect("not deeper than before");
        let sight = Sight::new(&world, ConversationId(1), at(990));
        assert!(same(plain.run(&sight), folded.run(&sight)), "{text}");
        checked += 1;
    }
    assert!(checked > 5_000, "{checked}");
}
