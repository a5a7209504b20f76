//! The tree of an expression, before anybody asks what its names mean.

use super::Mistake;
use super::token::{Placed, Token, tokens};
use crate::units::Span;
use std::ops::Range;

/// A part of an expression, and where it is.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub(super) form: Form,
    pub(super) span: Range<usize>,
}

/// What a part can be.
#[derive(Clone, Debug)]
pub(super) enum Form {
    Number(f64),
    Duration(Span),
    Truth(bool),
    Text(String),
    Name(String),
    Minus(Box<Tree>),
    Not(Box<Tree>),
    Two(Operator, Box<[Tree; 2]>),
    Call { name: String, name_span: Range<usize>, arguments: Vec<Tree> },
}

/// What stands between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Equal,
    Differs,
    Less,
    AtMost,
    More,
    AtLeast,
    And,
    Or,
}

/// The operators, those that bind least first.
const LEVELS: &[&[(&str, Operator)]] = &[
    &[("or", Operator::Or)],
    &[("and", Operator::And)],
    &[
        ("==", Operator::Equal),
        ("!=", Operator::Differs),
        ("<", Operator::Less),
        ("<=", Operator::AtMost),
        (">", Operator::More),
        (">=", Operator::AtLeast),
    ],
    &[("+", Operator::Add), ("-", Operator::Subtract)],
    &[("*", Operator::Multiply), ("/", Operator::Divide)],
];

/// The level of the comparisons; `not` binds just less than they do.
const COMPARISONS: usize = 2;

/// Nobody reads what is nested deeper than this.
const DEEPEST: usize = 40;

impl Operator {
    /// As it is written.
    pub(super) fn sign(self) -> &'static str {
        let row = LEVELS.iter().copied().flatten().find(|(_, operator)| *operator == self);
        row.expect("each has its level").0
    }
}

type Parsed = Result<Tree, Mistake>;

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Placed<'t>>,
    next: usize,
    depth: usize,
}

/// The tree of a text.
pub(super) fn tree(text: &str) -> Parsed {
    let mut parser = Parser { text, tokens: tokens(text)?, next: 0, depth: 0 };
    let tree = parser.level(0)?;
    match parser.peek() {
        Token::End => Ok(tree),
        _ => Err(parser.stranger("")),
    }
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Token<'t> {
        self.tokens[self.next].token
    }

    fn span(&self) -> Range<usize> {
        self.tokens[self.next].span.clone()
    }

    /// The next word; the end stays the end.
    fn advance(&mut self) {
        self.next = (self.next + 1).min(self.tokens.len() - 1);
    }

    /// Passes over a sign or word, if it is the next one.
    fn takes(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Token::Sign(word) | Token::Name(word) if word == wanted);
        if found {
            self.advance();
        }
        found
    }

    /// The next word as it is written.
    fn written(&self) -> &'t str {
        &self.text[self.span()]
    }

    /// The operator of a level, if it is the next word.
    fn operator(&self, level: usize) -> Option<Operator> {
        let (Token::Sign(word) | Token::Name(word)) = self.peek() else { return None };
        LEVELS[level].iter().find(|(sign, _)| *sign == word).map(|(_, operator)| *operator)
    }

    /// Values between operators that bind at least as much as those of a level.
    fn level(&mut self, level: usize) -> Parsed {
        if level == LEVELS.len() {
            return self.prefixed();
        }
        let start = self.span().start;
        if level == COMPARISONS && self.takes("not") {
            let operand = self.deeper(start, |parser| parser.level(COMPARISONS))?;
            let span = start..operand.span.end;
            return Ok(Tree { form: Form::Not(Box::new(operand)), span });
        }
        let mut left = self.level(level + 1)?;
        while let Some(operator) = self.operator(level) {
            self.advance();
            let right = self.level(level + 1)?;
            let span = left.span.start..right.span.end;
            left = Tree { form: Form::Two(operator, Box::new([left, right])), span };
            if level == COMPARISONS && self.operator(level).is_some() {
                let help = "write for instance a < b and b < c";
                return Err(Mistake::new(&self.span(), "comparisons do not follow each other", help));
            }
        }
        Ok(left)
    }

    fn deeper(&mut self, start: usize, read: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(too_deep(&(start..self.span().end)));
        }
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn prefixed(&mut self) -> Parsed {
        let start = self.span().start;
        if self.takes("-") {
            let operand = self.deeper(start, Self::prefixed)?;
            let span = start..operand.span.end;
            return Ok(Tree { form: Form::Minus(Box::new(operand)), span });
        }
        self.value()
    }

    fn value(&mut self) -> Parsed {
        let span = self.span();
        let form = match self.peek() {
            Token::Number(number) => Form::Number(number),
            Token::Duration(duration) => Form::Duration(duration),
            Token::Text(text) => Form::Text(text.to_owned()),
            Token::Name("true") => Form::Truth(true),
            Token::Name("false") => Form::Truth(false),
            Token::Name("not") => {
                return Err(Mistake::new(&span, "`not` needs brackets here", "write (not ...)"));
            }
            Token::Name(word @ ("and" | "or")) => return Err(self.nothing(&format!("before `{word}`"))),
            Token::Name(name) => {
                self.advance();
                return match self.takes("(") {
                    true => self.call(name, span),
                    false => Ok(Tree { form: Form::Name(name.to_owned()), span }),
                };
            }
            Token::Sign("(") => {
                self.advance();
                let inner = self.deeper(span.start, |parser| parser.level(0))?;
                let end = self.close(&span, " or `)`")?;
                // A name in quotes keeps its own place.
                let is_text = matches!(inner.form, Form::Text(_));
                return Ok(Tree { span: if is_text { inner.span } else { span.start..end }, ..inner });
            }
            Token::Sign(sign) => return Err(self.nothing(&format!("before `{sign}`"))),
            Token::End => return Err(self.nothing("at the end")),
        };
        self.advance();
        Ok(Tree { form, span })
    }

    /// The arguments of a function, after the opening bracket.
    fn call(&mut self, name: &str, name_span: Range<usize>) -> Parsed {
        let opening = self.tokens[self.next - 1].span.clone();
        let mut arguments = Vec::new();
        if !matches!(self.peek(), Token::Sign(")")) {
            loop {
                arguments.push(self.deeper(name_span.start, |parser| parser.level(0))?);
                if !self.takes(",") {
                    break;
                }
            }
        }
        let end = self.close(&opening, ", `,` or `)`")?;
        let span = name_span.start..end;
        Ok(Tree { form: Form::Call { name: name.to_owned(), name_span, arguments }, span })
    }

    /// Where the closing bracket ends; `others` says what could stand there instead of an operator.
    fn close(&mut self, opening: &Range<usize>, others: &str) -> Result<usize, Mistake> {
        let end = self.span().end;
        if self.takes(")") {
            return Ok(end);
        }
        match self.peek() {
            Token::End => Err(Mistake::new(opening, "this bracket is not closed", "write `)` where it ends")),
            _ => Err(self.stranger(others)),
        }
    }

    /// A value is missing at the next word.
    fn nothing(&self, place: &str) -> Mistake {
        Mistake::new(&self.span(), format!("a value is missing {place}"), "write a number, a duration or a variable")
    }

    /// The next word stands where only an operator can, or something else that `others` names.
    fn stranger(&self, others: &str) -> Mistake {
        let span = self.span();
        let help = match self.peek() {
            Token::Sign(")") => return Mistake::new(&span, "this bracket was not opened", "write `(` where it begins"),
            Token::Sign(",") => {
                let help = "write one expression; the arguments of a function follow its opening bracket";
                return Mistake::new(&span, "a comma stands between the arguments of a function only", help);
            }
            Token::Duration(_) => "there are no spaces in a duration: 1h30m",
            _ => "write for instance `+`, `*` or `and`",
        };
        Mistake::new(&span, format!("an operator{others} is missing before `{}`", self.written()), help)
    }
}

/// There is more nested than anybody reads.
pub(super) fn too_deep(span: &Range<usize>) -> Mistake {
    Mistake::new(span, "this is nested too deeply", "write it with fewer brackets")
}
