//! Every mistake is found with its place, and no text whatever is too much for the reader.

use super::read;
use crate::policy::score::{FUNCTIONS, LONGEST, Names, Score, VARIABLES};
use crate::random::philox;

/// A text, the part of it that is wrong, and what is said of it; nothing if it is right.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("", "", "a value is missing at the end"),
    ("wait +", "", "a value is missing at the end"),
    ("* wait", "*", "a value is missing before `*`"),
    ("wait + and", "and", "a value is missing before `and`"),
    ("max(wait, )", ")", "a value is missing before `)`"),
    ("(wait", "(", "this bracket is not closed"),
    ("max(wait, 3s", "(", "this bracket is not closed"),
    ("wait)", ")", "this bracket was not opened"),
    ("wait, 3", ",", "a comma stands between"),
    ("(wait 3)", "3", "an operator or `)` is missing before `3`"),
    ("wait 3", "3", "an operator is missing before `3`"),
    ("wait + 1h 30m", "30m", "an operator is missing before `30m`"),
    ("max(wait 3s)", "3s", "an operator, `,` or `)` is missing before `3s`"),
    ("1 < exchanges < 3", "<", "comparisons do not follow each other"),
    ("1 + not first", "not", "`not` needs brackets"),
    ("wait && first", "&&", "there is no `&&`"),
    ("exchanges = 3", "=", "there is no `=`"),
    ("!first", "!", "there is no `!`"),
    ("wait ** 2", "**", "there is no `**`"),
    ("wait \u{1F600}", "\u{1F600}", "there is no"),
    ("class == 'vip", "'vip", "the text is not closed"),
    ("wait + 30x", "30x", "`30x` is not a span of time"),
    ("wait + 1month", "1month", "no definite length"),
    ("1.2.3 * exchanges", "1.2.3", "`1.2.3` is not a number"),
    ("1e999 * exchanges", "1e999", "1e999 is too large"),
    ("wiat / 1m", "wiat", "there is no variable `wiat`"),
    ("maximum(wait, 1m)", "maximum", "there is no function `maximum`"),
    ("wait(1)", "wait", "`wait` is a variable, not a function"),
    ("max + 1", "max", "`max` is a function"),
    ("nan + inf", "nan", "there is no variable `nan`"),
    ("if(class == 'vpi', 1, 2)", "vpi", "there is no class `vpi`"),
    ("if(demand == ('x'), 1, 2)", "x", "there is no demand `x`"),
    ("if(channel == vip, 1, 2)", "vip", "`vip` needs quotes"),
    ("if(class == 3, 1, 2)", "class == 3", "`==` takes two numbers"),
    ("if(class == demand, 1, 2)", "class == demand", "not a class and a demand"),
    ("if('a' == 'b', 1, 2)", "'a' == 'b'", "a text can only be compared"),
    ("if(wait == 'vip', 1, 2)", "'vip'", "a text can only be compared"),
    ("max('vip', 2)", "'vip'", "a text can only be compared"),
    ("100 + wait", "100 + wait", "`+` takes two numbers or two durations, not a number and a duration"),
    ("2 * (wait - 3)", "(wait - 3)", "`-` takes two numbers or two durations, not a duration and a number"),
    ("wait * wait", "wait * wait", "`*` takes two numbers, or a number and a duration"),
    ("100 / wait", "100 / wait", "`/` takes two numbers, two durations, or a duration and a number"),
    ("if(wait < 3, 1, 2)", "wait < 3", "`<` takes"),
    ("if(wait and first, 1, 2)", "wait and first", "`and` takes two conditions, not a duration and a condition"),
    ("if(not wait, 1, 2)", "not wait", "`not` takes a condition, not a duration"),
    ("-first", "-first", "`-` takes a number or a duration, not a condition"),
    ("-class", "-class", "`-` takes a number or a duration, not a class"),
    ("clamp(wait, 3s)", "clamp(wait, 3s)", "`clamp` takes 3 arguments, not 2"),
    ("min(wait) + 1s", "min(wait)", "`min` takes 2 to 16 arguments, not 1"),
    ("abs()", "abs()", "`abs` takes 1 argument, not 0"),
    ("min(wait, 3)", "min(wait, 3)", "`min` takes numbers only or durations only, not a duration and a number"),
    ("if(wait, 1, 2)", "if(wait, 1, 2)", "`if` takes a condition"),
    ("if(first, 1, 2s)", "if(first, 1, 2s)", "`if` takes a condition"),
    ("if(first, class, class)", "if(first, class, class)", "`if` takes a condition"),
    ("floor(wait)", "floor(wait)", "`floor` takes a number, not a duration"),
    ("wait > 3s", "wait > 3s", "a score is a number or a duration, not a condition"),
    ("class", "class", "a score is a number or a duration, not a class"),
    ("exchanges + 0 / 0", "0 / 0", "this is not a number"),
    ("exchanges + sqrt(1 - 2)", "sqrt(1 - 2)", "this is not a number"),
    ("exchanges + ln(-1)", "ln(-1)", "this is not a number"),
    ("exchanges + 1 / (2 - 2)", "1 / (2 - 2)", "this is infinite"),
    ("wait / 0", "", ""),
    ("1 + 2s / 1s", "1 + 2s / 1s", "this is the same for every conversation"),
    ("if(true, 3, exchanges)", "if(true, 3, exchanges)", "this is the same for every conversation"),
];

#[test]
fn every_mistake_is_found_with_its_place() {
    for &(text, wrong, message) in MISTAKES {
        let found = read(text);
        if message.is_empty() {
            assert!(found.is_ok(), "{text}: {found:?}");
            continue;
        }
        let mistake = found.map(|score| score.text).expect_err(text);
        assert!(mistake.message.contains(message), "{text}: {mistake:?}");
        assert_eq!(&text[mistake.span.clone()], wrong, "{text}: {mistake:?}");
    }
}

#[test]
fn names_that_nothing_has_come_with_those_that_there_are() {
    let known = |text: &str| read(text).map(|_| ()).expect_err(text).known;
    assert_eq!(known("if(class == 'vpi', 1, 2)"), ["vip", "gold", "standard"]);
    assert_eq!(known("if(channel == 'vip', 1, 2)"), ["chat", "app"]);
    assert_eq!(known("wiat").len(), VARIABLES.len());
    assert_eq!(known("maximum(1, 2)").len(), FUNCTIONS.len());
    let found = Score::new("if(class == 'vip', 1, 2)", &Names::default()).map(|_| ()).expect_err("no classes");
    assert!(found.message == "there are no classes" && found.help.contains("classes = [\"vip\"]"), "{found:?}");
}

#[test]
fn long_and_deep_texts_are_refused_and_break_nothing() {
    for (piece, end) in [("(", ""), ("-", "1"), ("if(", ""), ("max(wait,", ""), ("wait+", "wait"), ("not ", "first")] {
        let pieces = (LONGEST - end.len()) / piece.len();
        let found = read(&(piece.repeat(pieces) + end));
        assert!(found.is_err() || piece == "wait+", "{piece}");
    }
    let long = read(&"(".repeat(LONGEST + 1)).map(|_| ()).expect_err("too long");
    assert!(long.message.contains("too long"));
    // Each level leaves several values waiting.
    let level = "if(first, 1, 1 + exchanges * ";
    let nested = level.repeat(12) + "exchanges" + &")".repeat(12);
    let found = read(&nested).map(|_| ()).expect_err("too deep");
    assert!(found.message.contains("nested too deeply"), "{found:?}");
    let nested = level.repeat(7) + "exchanges" + &")".repeat(7);
    assert!(read(&nested).is_ok());
}

#[test]
fn no_text_whatever_is_too_much() {
    let pieces: Vec<&str> = VARIABLES
        .iter()
        .map(|it| it.name)
        .chain(FUNCTIONS.iter().map(|it| it.name))
        .chain(["(", "(", ")", ")", ",", ",", "+", "-", "*", "/", "<", "<=", "==", "!=", ">", " ", " and ", " or "])
        .chain(["not ", "true", "'", "\"", "'vip'", "\"loans\"", "0", "1", "2.5", "1e3", "1e", "30s", "1h30m", "0s"])
        .chain(["é", "\0", "\u{202e}", ".", "_", "\\", "\n", "=", "!", "&", "9999999999999999999999w", "1m", "1us"])
        .collect();
    let mut right = 0;
    for number in 0..60_000_u64 {
        let dice = philox([7, number], [0; 4]);
        let length = dice[0] % 24;
        let piece = |place: u64| pieces[(philox([8, number], [place, 0, 0, 0])[0] % pieces.len() as u64) as usize];
        let text: String = (0..length).map(piece).collect();
        match read(&text) {
            Ok(score) => {
                right += 1;
                super::values(&score.text);
            }
            Err(mistake) => {
                assert!(text.get(mistake.span.clone()).is_some(), "{text:?}: {mistake:?}");
                assert!(!mistake.message.is_empty());
            }
        }
    }
    assert!(right > 100, "{right} of them were scores");
}
