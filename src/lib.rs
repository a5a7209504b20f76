//! quasisync: a discrete-event simulator for messaging workloads in customer service.
//!
//! One conversation moves along the spectrum from synchronous to asynchronous as its customer does: one sits in a café
//! and answers within seconds, another texts in the breaks of a workday. Agents serve several conversations at once,
//! customers go quiet and come back. Which conversation next, on whose desk, and when does a silent one stop holding a
//! slot?
//!
//! The README says how to use the program. This page says how it is built, and what exactly is simulated.
//!
//! # The way the data goes
//!
//! ```text
//! scenario file --scenario--> Model + policies = Experiment     text becomes types that cannot be wrong
//! Model --workload--> Workload                                  the customers, as far as no policy changes them
//! Model, Workload, Policy --engine--> facts                     a pure function: rules answer, the engine acts
//! facts --recorder--> Measures                                  streaming, integers, bounded memory
//! Measures x replications x policies --experiment--> Results    plan, share, merge; pairs on the same customers
//! Results --report--> tables, charts, text                      bytes first, then files
//! ```
//!
//! One direction. Who reads the modules in the order of the floors has understood the program.
//!
//! # Floors
//!
//! A module uses only modules on lines above its own, and its own children. A test reads this table.
//!
//! ```text
//! units, maths         integer time and identities; logarithms, exponentials, quantiles with the same bits everywhere
//! agenda, civil, stats the event list; days, weeks and hours; estimates with intervals
//! random               random numbers by key, laws of durations and counts
//! model                who writes, who answers, and when
//! facts                what happened, in the past tense, and who may listen
//! workload, world      the customers of a replication; what a platform can see
//! policy               the rules: each group asks one question and gives one answer
//! engine               what follows from what
//! metrics              the table of everything that is measured
//! recorder, trace      facts into measures; facts into a fingerprint or a journal
//! experiment           replications x policies, compared in pairs
//! scenario             files into an experiment, with everything that is wrong in them at once
//! report               results into tables, charts and words
//! cli                  the command line
//! ```
//!
//! `random` is above `maths` and `model` above `civil` because a law needs quantiles and a profile needs weekdays.
//! `recorder` is above `metrics` because the table says what to record. `scenario` is above `experiment`: an experiment
//! does not know that it came from a file, so a test or a program can build one in code.
//!
//! # Words
//!
//! One word for a thing, the same in code, scenario keys, tables, charts and README.
//!
//! | word | meaning |
//! |---|---|
//! | demand | one stream of customers with the same behaviour, such as "loans" |
//! | batch | customers of one demand who come at the same instant |
//! | customer, conversation | who writes, and the thread; a closed thread may be reopened |
//! | exchange | one message of the customer and the agent's reply to it |
//! | handling | agent work on one exchange: reading, looking up, typing |
//! | latency | from an agent's reply to the customer's next message |
//! | gap | the same as the platform sees it; smoothed: half the old value, half the new gap |
//! | mode | how present a customer is (engaged, intermittent); changes from exchange to exchange |
//! | patience | the longest a customer waits before giving up |
//! | ghosting | never answering again although the matter is open |
//! | waiting, in hand, awaiting | needs a reply; an agent works on it; the customer's turn |
//! | active, inactive | counts as a slot; counts as the policy says |
//! | owner, desk | whose a conversation is: an agent, or a team and its shared inbox; outlasts silence and closing |
//! | reactivation, reopening | the customer writes in an inactive, in a closed conversation |
//! | queue, inbox | conversations that wait for a desk; those of one desk that need a reply |
//! | lane | the part of the queue that the same set of teams serves |
//! | preferred, maximum | the load up to which new, up to which returning conversations are accepted |
//! | offered, answered | came to the door; got a reply |
//! | signed in | present |
//! | target | the promised time for the first and for later replies |
//! | policy | one complete set of rules; baseline: the one that the others are compared with |
//! | workload | what the customers of one replication will do, as far as no policy can change it |
//! | replication | one independent repetition, with customers of its own |
//!
//! # Two halves
//!
//! The **workload** is a function of the seed, the replication, the names of the demands and the place of each
//! customer, and of nothing else. Every policy meets the same customers. Draws are by inversion, so a changed parameter
//! moves each value a little and reshuffles none. Poisson customers are points of a field over time and rate: with 10 %
//! more volume everybody who was there before is still there. A point may bring a batch: the first of it is who would
//! have come alone, the others are known by point and place. Adding a demand, a team, a policy or a replication changes
//! nobody. Agents' speeds belong to team and place.
//!
//! The **policy** sees what a platform can see, the [`world`]: past and present. The customer's truth (who ghosts, how
//! many exchanges are left, when the next message comes) stays in the engine.
//!
//! # One instant
//!
//! Time is integer microseconds. An instant runs in rounds until nothing is left in it. Within a phase: scheduled
//! first, first.
//!
//! 1. Replies are sent and wrap-ups end. Then staff changes, of several teams in the order of the teams.
//! 2. Timers of inactivity and of closing. If both are due together: first inactive, then closed.
//! 3. Arrivals in the order of the workload, then messages in the order of the replies that they answer.
//! 4. Routing, one conversation at a time, until nobody can be placed. Then starts of handling, desk by desk.
//! 5. Refusals at the door: those who found it full inside, in the order of arrival; then those who would wait behind
//!    too many, the last first. Then the patience of those who still wait, by deadline; nothing is routed in between.
//!
//! What a phase schedules for the same instant runs in this round if its phase is still to come, otherwise in the next
//! round. A customer of patience 0 is therefore served by a free agent, and leaves otherwise. The run ends at the end
//! of the cool-down: what would happen at that very instant does not.
//!
//! # Rules in detail
//!
//! **Desks and load.** With ownership `agent` each agent is a desk; with ownership `team` each team is one, with the
//! slots of all who are signed in, and of the agents with nothing in hand the one starts who has been free longest. A
//! conversation that is waiting, in hand or awaiting weighs one slot, an inactive one `inactive_weight`, any other
//! nothing. A desk has room if one more slot fits into preferred x agents signed in.
//!
//! **Queue.** Every new conversation joins the queue and may be assigned in the same instant. Of the heads of all lanes
//! that have a desk with room, the least key is assigned; of equal keys those at the front, then who joined first. Keys
//! are fixed on joining. In the queue `waiting-longest` counts from the time of entry, in the inbox from the message.
//! `at = "front"` enters as if with the best time, which decides under `waiting-longest` and `newest`, and is first
//! among equals under any other order. Random orders are drawn by customer and passage: the passage that begins.
//!
//! **Assignment.** A list of keys narrows the desks with room from left to right; what is left goes to the lowest
//! number. A desk's idle time counts from its last reply or an agent's signing in, whichever is later. Cyclic turns
//! lane by lane: nobody else's customers move it on.
//!
//! **Handling.** The work is handling x slowdown / speed + switch cost. Slowdown goes by the active conversations of
//! the desk at the start, this one included, and stays until the reply is sent; with team ownership by their number per
//! signed-in agent, rounded up. The switch cost is due if the agent last handled another conversation, even one whose
//! customer gave up in between; never the first time.
//!
//! **Wrap-up.** Follows a closing that the agent recognised. It holds the agent and a slot until it ends: otherwise an
//! agent who can start nothing would look idle and attract work.
//!
//! **Smoothed gap.** Starts at `default_gap`; each new gap counts at most the largest maximum of the policy's adaptive
//! rules, or 30 minutes without one.
//!
//! **Inactivity.** Only an awaiting conversation goes inactive, and a timer that would fire after the customer's next
//! message does not. On demand: while a lane has somebody waiting and no desk with room, first the longest silent
//! conversation goes inactive whose desk then has room; if there is none, the longest silent of the desks where
//! somebody is signed in, and again, until there is room or nobody is left. With `inactive_weight = 1` nothing would be
//! gained, and nobody goes inactive on demand.
//!
//! **Coming back.** A message in a closed conversation reopens it. The owner gets it back only while signed in. Below
//! the maximum means: fits in, not counting what this conversation weighs already. A message in an awaiting
//! conversation goes straight into the owner's inbox; if the owner has left, it follows the rule of reactivation. A
//! team's inbox takes it even with nobody there. Joining the queue forgets the owner.
//!
//! **Giving up.** The clock starts with the message and stops at `until`. With `until = "assigned"` the deadline counts
//! from the message whenever the conversation stands in the queue, also after it was handed over. With `until =
//! "reply"` a handling in hand stops, its time is wasted, and the agent is free at once. Who gave up, was refused or
//! saw the end recognised writes no more.
//!
//! **Staffing.** A count per team, in which nobody is named. On a cut agents with nothing in hand leave, of those the
//! ones with the fewest active conversations and then the highest numbers; for the rest, whoever frees next. A rise
//! cancels pending departures first. Who leaves finishes the reply in hand. What waits on that desk joins the queue
//! with the time of its message; what is awaiting or inactive stays owned. A team's inbox stays where it is.
//!
//! **Door.** `inside` counts open conversations at arrival, `waiting` the queue after routing. Who is turned away was
//! offered, not answered.
//!
//! **Clocks that count.** A customer metric belongs to the interval of the message that starts its clock, and counts if
//! that lies within the horizon; agent metrics belong to the time of the work. Warm-up and cool-down are simulated, not
//! counted. 0/0 is blank.
//!
//! # Invariants
//!
//! - The engine knows no law, no statistic and no file. No group of a policy changes anything.
//! - Below `scenario` nobody reads or writes files. Constructors return `Result`.
//! - A run ends with a [`Summary`](engine::Summary), or with [`Halt`](engine::Halt) because somebody raised the stop
//!   flag. A broken rule inside is a bug and panics with seed, replication and policy.
//! - No floating-point clock, no global state, no hash maps, no strings as keys at run time, no `unsafe`.
//! - Whoever listens changes no result.
//!
//! # Determinism
//!
//! The same scenario and seed give the same bytes: on any number of threads, with any set and order of policies (each
//! policy's rows), with any observer. Time and sums are integers. Random numbers are Philox4x64-10 blocks keyed by what
//! they are for. Logarithms and exponentials come from [`maths`], never from the platform. Floats are folded once, in
//! the order of replications. Wall-clock times live in a file of their own. Each run has a fingerprint of its facts.
//!
//! # Extending
//!
//! - **A rule**: a variant in the file of its group under `policy`, its name and meaning in the tables there, an arm in
//!   its answer.
//! - **A metric**: a line in [`metrics::METRICS`]; if nothing records it yet, an arm in [`recorder`].
//! - **A law**: a constructor in `random::law::build` and a line in its catalogue; the scenario reader takes its keys
//!   from there.
//! - **An output**: a file under `report` that returns bytes, and a line in [`report::tables`].
//!
//! Tests then ask for the rest: the naive second simulator for the rule, pinned values for the law, the README for all
//! of them.
//!
//! # An experiment in code
//!
//! Sixty customers an hour, three messages each, five agents. What does it change to free the slot of a silent
//! customer?
//!
//! ```
//! use quasisync::civil::{Origin, Weekly};
//! use quasisync::experiment::{Experiment, run};
//! use quasisync::metrics::Scope;
//! use quasisync::model::{Arrivals, Demand, Frame, Model, Team};
//! use quasisync::policy::{Capacity, Clock, Inactivity, Policy};
//! use quasisync::random::{Count, Law};
//! use quasisync::units::{DemandId, Span};
//! use std::sync::atomic::AtomicBool;
//!
//! let hours = |hours: u64| Span(hours * Span::HOUR.0);
//! let (warm_up, horizon) = (hours(1), hours(8));
//! let frame = Frame { origin: Origin::new(0), warm_up, horizon, cool_down: warm_up, interval: warm_up };
//! let handling = Law::lognormal_median_p90(50.0, 150.0)?;
//! let latency = Law::lognormal_median_p90(60.0, 900.0)?;
//! let arrivals = Arrivals::Poisson(Weekly::constant(60.0));
//! let demand = Demand::new("questions", arrivals, Count::constant(3)?, handling, latency);
//! let team = Team::new("team", vec![DemandId(0)], Weekly::constant(5));
//! let policy = |name: &str, inactivity| Policy { inactivity, ..Policy::new(name, Capacity::uniform(1, 3, 4)) };
//! let timer = Inactivity::After { after: Span::MINUTE, clock: Clock::LastAgent };
//! let experiment = Experiment {
//!     model: Model::new(frame, vec![demand], vec![team]),
//!     policies: vec![policy("held", Inactivity::Never), policy("timer", timer)],
//!     baseline: 0,
//!     seed: 1,
//!     replications: 10,
//!     confidence: 0.95,
//! };
//! let results = run(&experiment, &(), &AtomicBool::new(false)).expect("nobody stops it");
//! let mean_wait = |policy: usize| {
//!     let row = results.policies[policy].row(Scope::Overall, "wait", "mean").expect("there is such a row");
//!     row.estimate.as_ref().expect("somebody waited").value
//! };
//! assert!(mean_wait(1) < mean_wait(0), "a slot that silence does not hold is free for somebody else");
//! # Ok::<(), quasisync::random::LawError>(())
//! ```

pub mod agenda;
pub mod civil;
#[cfg(feature = "program")]
pub mod cli;
pub mod engine;
pub mod experiment;
pub mod facts;
pub mod maths;
pub mod metrics;
pub mod model;
pub mod policy;
pub mod random;
pub mod recorder;
pub mod report;
pub mod scenario;
pub mod stats;
pub mod trace;
pub mod units;
pub mod workload;
pub mod world;
