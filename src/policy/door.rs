//! Whom the front door turns away, and what it tells those who wait.

use super::{Value, words};

/// The rule of the door. Only a new conversation is ever refused, a returning one never.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Door {
    /// The most conversations that may wait in the queue; a new one that still waits beyond it, once everybody who can
    /// be is assigned, is refused.
    pub waiting: Option<u32>,
    /// The most conversations that may be open; a new one beyond it is refused.
    pub inside: Option<u32>,
    /// The signs of life that those who wait are given.
    pub gives: Gives,
    /// The same for those who write out of hours; `None`: no others.
    pub gives_out_of_hours: Option<Gives>,
    /// Whether those whom a bot can help meet it first, at any hour.
    pub bot: bool,
    /// What becomes of a new conversation out of the opening hours of its demand.
    pub out_of_hours: OutOfHours,
    /// What becomes of those who are in the queue when their demand closes.
    pub at_closing: AtClosing,
}

/// What becomes of a new conversation out of opening hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutOfHours {
    /// It waits like any other.
    #[default]
    Queue,
    /// It is refused.
    Refuse,
    /// It meets the bot; whom that cannot help waits. Without a bot it waits.
    Bot,
}

/// What becomes of the queue at closing time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AtClosing {
    /// It stays.
    #[default]
    Keep,
    /// Whoever waits there for the first time is refused.
    Clear,
}

/// The names of what becomes of a new conversation out of hours, as a scenario writes them.
pub const OUT_OF_HOURS: &[(&str, OutOfHours)] =
    &[("queue", OutOfHours::Queue), ("refuse", OutOfHours::Refuse), ("bot", OutOfHours::Bot)];

/// The names of what becomes of the queue at closing time, as a scenario writes them.
pub const AT_CLOSING: &[(&str, AtClosing)] = &[("keep", AtClosing::Keep), ("clear", AtClosing::Clear)];

/// Signs of life. Each multiplies the customer's patience by a factor of his own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gives {
    /// "We got your message."
    pub acknowledgement: bool,
    /// "An agent is there."
    pub presence: bool,
    /// "It will take about four minutes."
    pub estimated_wait: bool,
    /// "... is typing": who would wait for the reply stops losing patience when the work on it begins.
    pub typing: bool,
}

/// The names of the signs of life, as a scenario writes them.
pub const SIGNALS: &[(&str, Gives)] = {
    const NONE: Gives = Gives { acknowledgement: false, presence: false, estimated_wait: false, typing: false };
    &[
        ("acknowledgement", Gives { acknowledgement: true, ..NONE }),
        ("presence", Gives { presence: true, ..NONE }),
        ("estimated-wait", Gives { estimated_wait: true, ..NONE }),
        ("typing", Gives { typing: true, ..NONE }),
    ]
};

impl Gives {
    /// What both give.
    pub fn and(self, other: Gives) -> Gives {
        Gives {
            acknowledgement: self.acknowledgement | other.acknowledgement,
            presence: self.presence | other.presence,
            estimated_wait: self.estimated_wait | other.estimated_wait,
            typing: self.typing | other.typing,
        }
    }
}

/// The names of the rule, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value {
        name: "waiting",
        parameters: "conversations",
        about: "refuse a new one that would wait behind so many in the queue",
    },
    Value { name: "inside", parameters: "conversations", about: "refuse a new one while so many are open" },
    Value {
        name: "signals",
        parameters: "[acknowledgement, presence, estimated-wait, typing]",
        about: "what those who wait are told: multiplies patience by the demand's factor for it; typing stops its clock",
    },
    Value {
        name: "signals_out_of_hours",
        parameters: "the same",
        about: "what those are told who write out of hours; default: the same",
    },
    Value {
        name: "bot",
        parameters: "true | false",
        about: "whether those whom a bot can help meet it first; default false",
    },
    Value {
        name: "out_of_hours",
        parameters: "queue | refuse | bot",
        about: "what becomes of a new conversation out of opening hours; default queue",
    },
    Value {
        name: "at_closing",
        parameters: "keep | clear",
        about: "whether the queue stays when a demand closes, or those who wait there for the first time are refused; \
                default keep",
    },
];

impl Gives {
    /// What is told, in words.
    fn phrase(self) -> String {
        let Gives { acknowledgement, presence, estimated_wait, typing } = self;
        let named = [
            (acknowledgement, "that the message has come"),
            (presence, "that an agent is there"),
            (estimated_wait, "how long it will take"),
            (typing, "when an agent is typing"),
        ];
        let told: Vec<String> = named.iter().filter(|(is, _)| *is).map(|(_, what)| (*what).to_owned()).collect();
        if told.is_empty() { "nothing".to_owned() } else { words::all(&told) }
    }
}

impl Door {
    /// The rule in sentences.
    pub fn sentences(&self) -> Vec<String> {
        let Door { waiting, inside, gives, gives_out_of_hours, bot, out_of_hours, at_closing } = *self;
        let turned_away = match (waiting, inside) {
            (None, None) => "Nobody is turned away for want of room.".to_owned(),
            (Some(waiting), None) => format!("Whoever would wait behind {waiting} others in the queue is turned away."),
            (None, Some(inside)) => format!("While {inside} conversations are open, new ones are turned away."),
            (Some(waiting), Some(inside)) => format!(
                "Whoever would wait behind {waiting} others in the queue is turned away, and so are new ones while \
                 {inside} conversations are open."
            ),
        };
        let told_out_of_hours = match gives_out_of_hours {
            None => "Those who write out of hours are told the same.".to_owned(),
            Some(gives) => format!("Those who write out of hours are told {}.", gives.phrase()),
        };
        let meets = match bot {
            true => "Whoever a bot can help meets it first.",
            false => "Nobody meets a bot at the door in hours.",
        };
        let late = match out_of_hours {
            OutOfHours::Queue => "Whoever comes out of hours waits.",
            OutOfHours::Refuse => "Whoever comes out of hours is turned away.",
            OutOfHours::Bot => "Whoever comes out of hours meets the bot, and waits if that cannot help.",
        };
        let closing = match at_closing {
            AtClosing::Keep => "At closing time the queue stays.",
            AtClosing::Clear => "At closing time those who wait in the queue for the first time are turned away.",
        };
        vec![
            turned_away,
            format!("Those who wait are told {}.", gives.phrase()),
            told_out_of_hours,
            meets.to_owned(),
            late.to_owned(),
            closing.to_owned(),
        ]
    }
}
