//! What tells the platforms apart, a test for each subject: the same few customers under all presets, and which of them
//! show the same. What each of them shows is what its vendor says; where a vendor leaves it to administrators, what the
//! preset says that it assumes.

mod coming_back;
mod operation;
mod order;
mod room;
mod timers;

use super::{LONG, Scale, differ, run, under, until, with_slots};
use crate::table::{Letter, Run, Table};

/// All presets.
const ALL: &str = "amazon-connect chatwoot erlang-chat flex-leave flex-pause freshchat genesys intercom kustomer liveperson \
                   quiq rocketchat salesforce-status salesforce-tab zendesk zendesk-count-inactive";

/// A table without what would only blur a comparison of something else: nobody warms up, and nobody snoozes by chance.
fn plain(mut table: Table) -> Table {
    table.policy.capacity.warm_up = None;
    if table.policy.silence.parking.is_some_and(|it| it.probability < 1.0) {
        table.policy.silence.parking = None;
    }
    table
}

/// What becomes of a conversation after a word of its story, which is in it once or several times: from the last time on.
fn after(story: &str, word: &str) -> String {
    let (_, rest) = story.rsplit_once(word).unwrap_or_else(|| panic!("no {word} in {story}"));
    rest.trim_start_matches([';', ',', ' ']).to_owned()
}

/// The second of the first part of a story that has a word; `None` if none has.
fn second_of(story: &str, word: &str) -> Option<String> {
    let part = story.split("; ").find(|part| part.contains(word))?;
    Some(part.split(':').next().expect("a part begins with its second").to_owned())
}

/// The conversation that goes on with another one, if there is one.
fn linked(run: &Run) -> Option<String> {
    run.everything().into_iter().find(|story| story.contains("goes on with"))
}

/// Which way somebody's second message goes: back to the desk of the owner, or through the queue to a desk, as the same
/// conversation or as a new one.
fn way(run: &Run, customer: Letter) -> String {
    let desk = |story: &str| story.split("assigned ").nth(1).map_or("nobody".to_owned(), |desk| desk[..1].to_owned());
    if let Some(story) = linked(run) {
        return format!("new, then {}", desk(&story));
    }
    let story = after(&run.story(customer), "wrote");
    match story.contains("queued") {
        true => format!("queued, then {}", desk(&story)),
        false => "back to 0".to_owned(),
    }
}
