//! Constants worked out, and the rest as steps over a small stack: no names, no memory of its own.

use super::Mistake;
use super::check::{Meaning, Node};
use super::function::{One, Two, chosen};
use super::parse::too_deep;
use super::variable::{Fact, Sight};

/// How many values wait for others at most.
const DEPTH: usize = 32;

/// The steps of an expression, operands first.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Program {
    steps: Box<[Step]>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Constant(f64),
    Fact(Fact),
    One(One),
    Two(Two),
    /// With a constant on the right.
    With(Two, f64),
    Choose,
}

/// An expression with all constants in it worked out.
///
/// # Errors
/// A constant that is not a number, or infinite.
pub(super) fn folded(node: Node) -> Result<Node, Mistake> {
    let Node { kind, span, form } = node;
    let form = match form {
        Meaning::Constant(_) | Meaning::Fact(_) => form,
        Meaning::One(one, operand) => {
            let operand = folded(*operand)?;
            match operand.constant() {
                Some(value) => Meaning::Constant(one.of(value)),
                None => Meaning::One(one, Box::new(operand)),
            }
        }
        Meaning::Two(two, operands) => {
            let [left, right] = *operands;
            let (left, right) = (folded(left)?, folded(right)?);
            match (left.constant(), right.constant()) {
                (Some(left), Some(right)) => Meaning::Constant(two.of(left, right)),
                _ => Meaning::Two(two, Box::new([left, right])),
            }
        }
        Meaning::Choose(parts) => {
            let [condition, then, otherwise] = *parts;
            let (condition, then, otherwise) = (folded(condition)?, folded(then)?, folded(otherwise)?);
            match condition.constant() {
                Some(truth) => (if truth == 0.0 { otherwise } else { then }).form,
                None => Meaning::Choose(Box::new([condition, then, otherwise])),
            }
        }
    };
    if let Meaning::Constant(value) = form
        && !value.is_finite()
    {
        let message = if value.is_nan() { "this is not a number" } else { "this is infinite" };
        let help = "divide by something else than zero, and take no root or logarithm of a number below zero";
        return Err(Mistake::new(&span, message, help));
    }
    Ok(Node { kind, span, form })
}

impl Program {
    /// The steps of an expression.
    ///
    /// # Errors
    /// If too many values wait for others.
    pub(super) fn new(node: &Node) -> Result<Program, Mistake> {
        let mut steps = Vec::new();
        compile(node, 0, &mut steps)?;
        Ok(Program { steps: steps.into() })
    }

    /// Whether it asks for a fact.
    pub(super) fn asks(&self, fact: Fact) -> bool {
        self.steps.contains(&Step::Fact(fact))
    }

    /// The value of the expression. Both branches of a choice are worked out: nothing is lost, because a value has no
    /// effects, and there is nothing to guess for the processor.
    #[inline]
    pub(super) fn run(&self, sight: &Sight<'_>) -> f64 {
        // The last value is kept out of the stack.
        let (mut stack, mut height, mut last) = ([0.0; DEPTH], 0_usize, 0.0);
        for step in &self.steps {
            match *step {
                Step::Constant(value) => {
                    stack[height % DEPTH] = last;
                    (height, last) = (height.wrapping_add(1), value);
                }
                Step::Fact(fact) => {
                    stack[height % DEPTH] = last;
                    (height, last) = (height.wrapping_add(1), sight.fact(fact));
                }
                Step::One(one) => last = one.of(last),
                Step::With(two, right) => last = two.of(last, right),
                Step::Two(two) => {
                    height = height.wrapping_sub(1);
                    last = two.of(stack[height % DEPTH], last);
                }
                Step::Choose => {
                    height = height.wrapping_sub(2);
                    last = chosen(stack[height % DEPTH], stack[(height + 1) % DEPTH], last);
                }
            }
        }
        last
    }
}

/// Appends the steps of a node, while so many values wait.
fn compile(node: &Node, waiting: usize, steps: &mut Vec<Step>) -> Result<(), Mistake> {
    if waiting >= DEPTH {
        return Err(too_deep(&node.span));
    }
    match &node.form {
        Meaning::Constant(value) => steps.push(Step::Constant(*value)),
        Meaning::Fact(fact) => steps.push(Step::Fact(*fact)),
        Meaning::One(one, operand) => {
            compile(operand, waiting, steps)?;
            steps.push(Step::One(*one));
        }
        Meaning::Two(two, operands) => {
            let [left, right] = &**operands;
            compile(left, waiting, steps)?;
            match right.constant() {
                Some(right) => steps.push(Step::With(*two, right)),
                None => {
                    compile(right, waiting + 1, steps)?;
                    steps.push(Step::Two(*two));
                }
            }
        }
        Meaning::Choose(parts) => {
            for (place, part) in parts.iter().enumerate() {
                compile(part, waiting + place, steps)?;
            }
            steps.push(Step::Choose);
        }
    }
    Ok(())
}
