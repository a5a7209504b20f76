//! What the names mean, and whether the kinds fit together: numbers with numbers, durations with durations.

use super::function::{Call, FUNCTIONS, One, Two};
use super::parse::{Form, Operator, Tree};
use super::variable::{Fact, Kind, VARIABLES, Variable};
use super::{Mistake, Names};
use std::ops::Range;

/// A part of an expression that makes sense.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
    pub(super) form: Meaning,
}

/// What a part means.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    Constant(f64),
    Fact(Fact),
    One(One, Box<Node>),
    Two(Two, Box<[Node; 2]>),
    /// A condition, and what holds if it is true and if not.
    Choose(Box<[Node; 3]>),
}

impl Node {
    fn new(kind: Kind, span: &Range<usize>, form: Meaning) -> Node {
        Node { kind, span: span.clone(), form }
    }

    fn two(kind: Kind, span: &Range<usize>, two: Two, left: Node, right: Node) -> Node {
        Node::new(kind, span, Meaning::Two(two, Box::new([left, right])))
    }

    /// Its value, if it is a constant.
    pub(super) fn constant(&self) -> Option<f64> {
        match self.form {
            Meaning::Constant(value) => Some(value),
            _ => None,
        }
    }
}

type Checked = Result<Node, Mistake>;

/// What a whole expression means: a number or a duration.
pub(super) fn score(tree: &Tree, names: &Names<'_>) -> Checked {
    let node = check(tree, names)?;
    let help = match node.kind {
        Kind::Number | Kind::Duration => return Ok(node),
        Kind::Condition => "write if(condition, 1, 0)",
        Kind::Class | Kind::Demand | Kind::Channel => "compare it with a name in quotes, and write if(condition, 1, 0)",
    };
    let message = format!("a score is a number or a duration, not {}", phrase(node.kind));
    Err(Mistake::new(&node.span, message, help))
}

/// A kind with its article.
fn phrase(kind: Kind) -> String {
    format!("a {}", kind.name())
}

/// Several kinds in words.
fn phrases(kinds: &[Kind]) -> String {
    let kinds: Vec<String> = kinds.iter().copied().map(phrase).collect();
    match kinds.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "nothing".to_owned(),
    }
}

fn check(tree: &Tree, names: &Names<'_>) -> Checked {
    let constant = |kind, value| Ok(Node::new(kind, &tree.span, Meaning::Constant(value)));
    match &tree.form {
        Form::Number(number) => constant(Kind::Number, *number),
        Form::Duration(span) => constant(Kind::Duration, span.as_seconds()),
        Form::Truth(truth) => constant(Kind::Condition, f64::from(u8::from(*truth))),
        Form::Text(_) => Err(lonely_text(&tree.span)),
        Form::Name(name) => match variable(name) {
            Some(variable) => Ok(Node::new(variable.kind, &tree.span, Meaning::Fact(variable.fact))),
            None => Err(unknown_variable(name, &tree.span)),
        },
        Form::Minus(operand) => {
            let operand = check(operand, names)?;
            let kind = operand.kind;
            if !kind.is_amount() {
                let message = format!("`-` takes a number or a duration, not {}", phrase(kind));
                return Err(Mistake::new(&tree.span, message, ""));
            }
            Ok(Node::new(kind, &tree.span, Meaning::One(One::Negative, Box::new(operand))))
        }
        Form::Not(operand) => {
            let operand = check(operand, names)?;
            if operand.kind != Kind::Condition {
                let message = format!("`not` takes a condition, not {}", phrase(operand.kind));
                return Err(Mistake::new(&tree.span, message, "compare it, for instance `not (wait > 5m)`"));
            }
            Ok(Node::new(Kind::Condition, &tree.span, Meaning::One(One::Not, Box::new(operand))))
        }
        Form::Two(operator @ (Operator::Equal | Operator::Differs), operands) => {
            equality(&tree.span, *operator, operands, names)
        }
        Form::Two(operator, operands) => {
            let [left, right] = &**operands;
            between(&tree.span, *operator, check(left, names)?, check(right, names)?)
        }
        Form::Call { name, name_span, arguments } => call(tree, name, name_span, arguments, names),
    }
}

fn variable(name: &str) -> Option<&'static Variable> {
    VARIABLES.iter().find(|variable| variable.name == name)
}

fn unknown_variable(name: &str, span: &Range<usize>) -> Mistake {
    if let Some(function) = FUNCTIONS.iter().find(|function| function.name == name) {
        let help = format!("write {name}({})", function.parameters);
        return Mistake::new(span, format!("`{name}` is a function"), help);
    }
    Mistake::new(span, format!("there is no variable `{name}`"), "").among(VARIABLES.iter().map(|it| it.name))
}

fn lonely_text(span: &Range<usize>) -> Mistake {
    let message = "a text can only be compared with a class, a demand or a channel";
    Mistake::new(span, message, "write for instance class == 'vip'")
}

/// What an operator takes, in words.
fn takes(operator: Operator) -> &'static str {
    match operator {
        Operator::Add | Operator::Subtract => "two numbers or two durations",
        Operator::Multiply => "two numbers, or a number and a duration",
        Operator::Divide => "two numbers, two durations, or a duration and a number",
        Operator::Equal | Operator::Differs => "two numbers, two durations, two conditions, or a name in quotes",
        Operator::Less | Operator::AtMost | Operator::More | Operator::AtLeast => "two numbers or two durations",
        Operator::And | Operator::Or => "two conditions",
    }
}

/// The kinds do not go together.
fn mismatch(span: &Range<usize>, operator: Operator, kinds: [Kind; 2]) -> Mistake {
    let mixed = kinds.contains(&Kind::Number) && kinds.contains(&Kind::Duration);
    let help = match operator {
        Operator::Divide if mixed => "turn it round, or divide a duration: 1m / mean_handling",
        Operator::Multiply if kinds == [Kind::Duration; 2] => "make one of them a number: wait * (own_gap / 1m)",
        Operator::And | Operator::Or => "",
        _ if mixed => "write a duration with its unit, for instance 100s, or make it a number: wait / 1m",
        _ => "",
    };
    let message = format!("`{}` takes {}, not {}", operator.sign(), takes(operator), phrases(&kinds));
    Mistake::new(span, message, help)
}

/// Two values with an operator between them that is not an equality.
fn between(span: &Range<usize>, operator: Operator, left: Node, right: Node) -> Checked {
    use Kind::{Condition, Duration, Number};
    let kinds = [left.kind, right.kind];
    let alike = left.kind == right.kind;
    let (two, kind) = match operator {
        Operator::Add => (Two::Add, (alike && left.kind.is_amount()).then_some(left.kind)),
        Operator::Subtract => (Two::Subtract, (alike && left.kind.is_amount()).then_some(left.kind)),
        Operator::Multiply => match kinds {
            [Number, Number] => (Two::Multiply, Some(Number)),
            [Number, Duration] | [Duration, Number] => (Two::Multiply, Some(Duration)),
            _ => (Two::Multiply, None),
        },
        Operator::Divide => match kinds {
            [Number, Number] | [Duration, Duration] => (Two::Divide, Some(Number)),
            [Duration, Number] => (Two::Divide, Some(Duration)),
            _ => (Two::Divide, None),
        },
        Operator::Less | Operator::More => (Two::Less, (alike && left.kind.is_amount()).then_some(Condition)),
        Operator::AtMost | Operator::AtLeast => (Two::AtMost, (alike && left.kind.is_amount()).then_some(Condition)),
        Operator::Equal => (Two::Equal, (alike && left.kind.is_value()).then_some(Condition)),
        Operator::Differs => (Two::Differs, (alike && left.kind.is_value()).then_some(Condition)),
        Operator::And => (Two::And, (kinds == [Condition; 2]).then_some(Condition)),
        Operator::Or => (Two::Or, (kinds == [Condition; 2]).then_some(Condition)),
    };
    let kind = kind.ok_or_else(|| mismatch(span, operator, kinds))?;
    // What is more than something is something that is less.
    let turned = matches!(operator, Operator::More | Operator::AtLeast);
    let (left, right) = if turned { (right, left) } else { (left, right) };
    Ok(Node::two(kind, span, two, left, right))
}

/// Two values that are the same or not: also a class, demand or channel and its name.
fn equality(span: &Range<usize>, operator: Operator, operands: &[Tree; 2], names: &Names<'_>) -> Checked {
    let [left, right] = operands;
    let (text, other) = match (&left.form, &right.form) {
        (Form::Text(_), Form::Text(_)) => return Err(lonely_text(span)),
        (Form::Text(text), _) => ((text, &left.span), right),
        (_, Form::Text(text)) => ((text, &right.span), left),
        _ => {
            without_quotes(left, right, names)?;
            return between(span, operator, check(left, names)?, check(right, names)?);
        }
    };
    let other = check(other, names)?;
    let (what, known) = match other.kind {
        Kind::Class => ("class", names.classes),
        Kind::Demand => ("demand", names.demands),
        Kind::Channel => ("channel", names.channels),
        _ => return Err(lonely_text(text.1)),
    };
    let Some(place) = known.iter().position(|name| name == text.0) else {
        return Err(unknown_name(what, text.0, text.1, known));
    };
    let number = Node::new(other.kind, text.1, Meaning::Constant(place as f64));
    let two = if operator == Operator::Equal { Two::Equal } else { Two::Differs };
    Ok(Node::two(Kind::Condition, span, two, other, number))
}

fn unknown_name(what: &str, name: &str, span: &Range<usize>, known: &[String]) -> Mistake {
    // Without its quotes.
    let inside = span.start + 1..span.end - 1;
    if known.is_empty() {
        let help = match what {
            "class" => format!("declare them at the top of the file, the most urgent first: classes = [\"{name}\"]"),
            _ => format!("write for instance {what} = \"{name}\" in a demand"),
        };
        let plural = if what == "class" { "classes".to_owned() } else { format!("{what}s") };
        return Mistake::new(&inside, format!("there are no {plural}"), help);
    }
    Mistake::new(&inside, format!("there is no {what} `{name}`"), "").among(known.iter().map(String::as_str))
}

/// Refuses a name without the quotes that it needs.
fn without_quotes(left: &Tree, right: &Tree, names: &Names<'_>) -> Result<(), Mistake> {
    let all = || [names.classes, names.demands, names.channels].into_iter().flatten();
    for side in [left, right] {
        if let Form::Name(name) = &side.form
            && variable(name).is_none()
            && all().any(|known| known == name)
        {
            return Err(Mistake::new(&side.span, format!("`{name}` needs quotes"), format!("write '{name}'")));
        }
    }
    Ok(())
}

fn call(tree: &Tree, name: &str, name_span: &Range<usize>, arguments: &[Tree], names: &Names<'_>) -> Checked {
    let Some(function) = FUNCTIONS.iter().find(|function| function.name == name) else {
        if variable(name).is_some() {
            let help = "write it without brackets";
            return Err(Mistake::new(name_span, format!("`{name}` is a variable, not a function"), help));
        }
        let mistake = Mistake::new(name_span, format!("there is no function `{name}`"), "");
        return Err(mistake.among(FUNCTIONS.iter().map(|it| it.name)));
    };
    let form = format!("{name}({})", function.parameters);
    if !(function.least..=function.most).contains(&arguments.len()) {
        let wanted = match (function.least, function.most) {
            (1, 1) => "1 argument".to_owned(),
            (least, most) if least == most => format!("{least} arguments"),
            (least, most) => format!("{least} to {most} arguments"),
        };
        let message = format!("`{name}` takes {wanted}, not {}", arguments.len());
        return Err(Mistake::new(&tree.span, message, format!("write {form}")));
    }
    let nodes = arguments.iter().map(|argument| check(argument, names)).collect::<Result<Vec<Node>, Mistake>>()?;
    let kinds: Vec<Kind> = nodes.iter().map(|node| node.kind).collect();
    let Some(kind) = function.form.kind(&kinds) else {
        let message = format!("`{name}` takes {}, not {}", function.form.takes(), phrases(&kinds));
        let help = match kinds.contains(&Kind::Duration) && kinds.contains(&Kind::Number) || name != "if" {
            true => "a duration by a duration is a number: wait / 1m",
            false => "",
        };
        return Err(Mistake::new(&tree.span, message, help));
    };
    Ok(called(function.form, kind, &tree.span, nodes))
}

/// A function of arguments that are right.
fn called(form: Call, kind: Kind, span: &Range<usize>, nodes: Vec<Node>) -> Node {
    let two = |two: Two| move |left: Node, right: Node| Node::two(kind, span, two, left, right);
    let mut nodes = nodes.into_iter();
    let mut next = || nodes.next().expect("the number of arguments is right");
    match form {
        Call::Choose => {
            let parts = [next(), next(), next()];
            Node::new(kind, span, Meaning::Choose(Box::new(parts)))
        }
        Call::Clamp => {
            let (value, least, most) = (next(), next(), next());
            two(Two::Minimum)(two(Two::Maximum)(value, least), most)
        }
        Call::Keeps(one) | Call::Plain(one) => Node::new(kind, span, Meaning::One(one, Box::new(next()))),
        Call::Fold(fold) => {
            let first = next();
            nodes.fold(first, two(fold))
        }
    }
}
