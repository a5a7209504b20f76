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
//! agenda, civil        the event list; days, weeks and hours
//! closed_forms, random what queueing theory knows; random numbers by key, laws of durations and counts
//! stats                estimates with intervals, comparisons, when to stop, what to leave out
//! model                who writes, who answers, and when
//! facts                what happened, in the past tense, and who may listen
//! workload, world      the customers of a replication; what a platform can see
//! policy               the rules: each group asks one question and gives one answer
//! engine               what follows from what
//! metrics              the table of everything that is measured
//! recorder, trace      facts into measures; facts into a fingerprint or a journal
//! experiment           replications x policies, compared in pairs
//! textbook             which policies are a queue of the textbooks, and whether they come to the same
//! scenario             files into an experiment, with everything that is wrong in them at once
//! study                the same experiment at many points: sweeps; the steady state; the staffing that meets targets
//! report               results into tables, charts and words
//! cli                  the command line
//! ```
//!
//! `random` is above `maths` and `model` above `civil` because a law needs quantiles and a profile needs weekdays; `stats`
//! is above `random` because whoever resamples needs random numbers.
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
//! | visit | one stay of a customer until the matter is solved or the customer is gone |
//! | linked | a conversation that goes on with one that was closed too long ago to be reopened |
//! | event | brings customers on top of the usual, in a surge that rises, stays and decays |
//! | factor | multiplies the rate of a Poisson stream: known beforehand for a day or a month, or drawn for a day |
//! | backlog | customers who wrote before the run begins, and still wait |
//! | exchange | one message of the customer and the agent's reply to it |
//! | handling | agent work on one exchange: reading, looking up, typing |
//! | latency | from an agent's reply to the customer's next message |
//! | gap | the same as the platform sees it; smoothed: half the old value, half the new gap |
//! | mode | how present a customer is (engaged, intermittent); changes from exchange to exchange |
//! | patience | the longest a customer waits before giving up |
//! | ghosting | never answering again although the matter is open |
//! | told, silent | how a customer gives up: the platform sees it, or nobody knows |
//! | nudge | a message of a customer who waits, that says nothing new |
//! | drift | turning to something else after a long wait: the next mode is one slower |
//! | catch-up | reading what another agent wrote before |
//! | waiting, in hand, awaiting | needs a reply; an agent works on it; the customer's turn |
//! | active, inactive | counts as a slot; counts as the policy says |
//! | lapsed | counts as inactive though its customer waits |
//! | parked | awaits its customer, set aside by the agent for a while |
//! | owner, desk | whose a conversation is: an agent, or a team and its shared inbox; outlasts silence and closing |
//! | reactivation, reopening | the customer writes in an inactive, in a closed conversation |
//! | channel | on what customers write: messaging, chat, e-mail, calls; what a conversation takes of an agent |
//! | queue, inbox | conversations that wait for a desk; those of one desk that need a reply |
//! | lane | the part of the queue that the same desks serve; whoever waits for long may move on to one with more desks |
//! | preferred, maximum | the load up to which new, up to which returning conversations are accepted |
//! | offered, answered | came to the door; got a reply |
//! | signed in | at the desk |
//! | shift, stint | the hours of some agents on some days; one agent's presence on one day |
//! | pause | a time off the desk within a stint: a break or a meeting |
//! | overtime | the time after the end of a shift, until the agent leaves |
//! | reach | what a desk takes at present: new work, only what its own customers write, or nothing |
//! | released | owned by nobody any more |
//! | bot, contained | answers at the door; nobody else was needed |
//! | transferred, escalated | the matter goes on as another demand; because a rule of the policy asked for it |
//! | look | when a colleague with other work turns to messages |
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
//! What a policy can change is worked out when it happens, by the workload's [`Reactions`](workload::Reactions): a slower
//! mode after a long wait, going silently, coming again. The numbers that decide it are keyed like all others, so two
//! policies that do the same to a customer get the same answer.
//!
//! The **policy** sees what a platform can see, the [`world`]: past and present. The customer's truth (who ghosts, how
//! many exchanges are left, when the next message comes) stays in the engine.
//!
//! # One instant
//!
//! Time is integer microseconds. An instant runs in rounds until nothing is left in it. Within a phase: scheduled
//! first, first.
//!
//! 1. Replies are sent and wrap-ups end, those that hold their agent first. Then staff changes: counts in the order of
//!    the teams, then people in the order of their numbers. Of one agent: the shift ends, the next begins, return from a
//!    pause, a pause begins, the time without new work begins, a look.
//! 2. Timers of inactivity and of closing, and of whatever else there is. If both are due together: first inactive, then
//!    closed.
//! 3. Arrivals in the order of the workload, then messages in the order of the replies that they answer, then nudges,
//!    then customers who come again or from the bot, in the order in which that was settled.
//! 4. Routing, one conversation at a time, until nobody can be placed. Then starts of handling, desk by desk. Agents
//!    who share their time take up the new shares.
//! 5. Refusals at the door: those who found it full inside or closed, in the order of arrival; then those who would wait
//!    behind too many, the last first; then whom closing time clears out, by number. Then the patience of those who still wait, by deadline; nothing is routed in between.
//!
//! What a phase schedules for the same instant runs in this round if its phase is still to come, otherwise in the next
//! round. A customer of patience 0 is therefore served by a free agent, and leaves otherwise. The run ends at the end
//! of the cool-down: what would happen at that very instant does not.
//!
//! # Rules in detail
//!
//! **Clocks.** Every instant has a civil second in the zone of whoever it matters to: of the team for its agents, of the
//! demand for arrivals, for the nights in which customers sleep and for the days of a day factor, and of the run for all
//! else: opening hours, which are the operation's, and the intervals of the results, which are of equal elapsed time.
//! Where clocks are put, what repeats week by week is looked up anew: a day has 23 or 25 hours, a skipped hour does not
//! happen, one that is shown twice happens twice. The hours in which customers are drawn are those of universal time, so
//! that they stay the same wherever the clocks hang; without a zone local time is universal time.
//!
//! **Desks and load.** With ownership `agent` each agent is a desk; with ownership `team` each team is one, with the
//! slots of all who are signed in, and of the agents with nothing in hand the one starts who has been free longest. A
//! conversation that is waiting, in hand or awaiting weighs one slot, or what the policy says of its channel; an inactive
//! one `weights.inactive` of that, rounded down to a thousandth; any other nothing. A desk has room if one more fits into
//! preferred x agents signed in, and if it is open to new work.
//!
//! **Queue.** Every new conversation joins the queue and may be assigned in the same instant. Of the heads of all lanes
//! that have a desk with room, the least key is assigned; of equal keys those at the front, then who joined first. Keys
//! are fixed on joining. In the queue `waiting-longest` counts from the time of entry, in the inbox from the message.
//! `at = "front"` enters as if with the best time, which decides under `waiting-longest` and `newest`, and is first
//! among equals under any other order. Random orders are drawn by customer and passage: the passage that begins.
//!
//! **Scores.** An expression over the past and the present of a conversation, worked out in seconds and plain numbers, in
//! the order in which it is written; constants beforehand, which changes no bit. Both sides of a choice are worked out, only
//! the chosen one counts. Anything that is worked out from not-a-number is not a number, comparisons included. Zero has no
//! sign. Who entered at the front of the queue waits since the run began.
//!
//! **Assignment.** A list of keys narrows the desks with room from left to right; what is left goes to the lowest
//! number. A desk's idle time counts from its last reply or an agent's signing in, whichever is later. Cyclic turns
//! lane by lane: nobody else's customers move it on.
//!
//! **Handling.** The work is (handling + catch-up) x slowdown / speed + switch cost. Slowdown goes by the active
//! conversations of the desk at the start, this one included, and stays until the reply is sent; with team ownership by
//! their number per signed-in agent, rounded up. The switch cost is due if the agent last handled another conversation,
//! even one whose customer gave up in between; never the first time.
//!
//! **Catch-up.** Due when an agent answers who did not write the conversation's last reply, and exchanges lie behind:
//! `first` and `per_exchange` for each of them. Nobody has written in a linked conversation yet: it must be read.
//!
//! **Sharing.** An agent of a team with `sharing` works on everything that needs a reply at once. With n in hand and k
//! active conversations on the desk each gets sharing(k) x speed / n of work in unit time, as k and n are at the moment.
//! Slowdown and switch cost are part of such speeds, not on top. Who shares leaves when nothing is left in hand.
//!
//! **Wrap-up.** Follows a closing by the agent. It holds the agent and a slot until it ends: otherwise an agent who can
//! start nothing would look idle and attract work. Or it holds a slot only, or nothing, and is done beside the rest.
//!
//! **Endings.** With the last reply the matter is solved; nobody else knows, unless the agent recognises it and closes.
//! A confirmation closes at once where the platform reads it, and needs nobody. Any other message without content is a
//! message like any other, with closing work and without patience; the agent who has read it closes, which is no reply.
//! A platform that ignores it behaves as if it had not been written: no clock, no gap.
//!
//! **Closed threads.** A message in a closed conversation reopens it, up to the last instant of the thread window; later
//! it begins a linked conversation, new in all that the platform knows, at the door as any other. The customer goes on
//! where he was.
//!
//! **Coming again.** Every return is a visit of its own and a new conversation, offered like any other. `keep` comes with
//! the same exchanges from the first on, otherwise work and patience are drawn afresh; the person's tempo stays. The delay
//! counts from the reply that solved the matter, or from leaving, and is a second at least.
//!
//! **Smoothed gap.** Starts at `default_gap`; each new gap counts at most the largest maximum of the policy's adaptive
//! rules, or 30 minutes without one.
//!
//! **Timers.** A message, a nudge, a reply and a template start the clocks of a silence anew; what was set before is void.
//! After a reply they are set in this order: reminder, end of parking or inactivity, closing; after a message: inactivity,
//! closing, as far as they run on. What is due in the past is due now. With a sweep it takes effect at the next multiple,
//! counted from the beginning. By hand, each silence is noted or not by a draw of its own.
//!
//! **Clocks that run on.** `last-customer` and `last-any` run while a customer waits, too. On a desk, and with `unassigned`
//! in the queue, a conversation lapses then: it weighs what an inactive one weighs, and slows nobody down, until its
//! customer is heard or it is answered. Its place stays, and it is answered as ever. In the queue without `unassigned` the
//! moment passes. New work is offered where a whole conversation fits in, so that one agent in the morning may get all that
//! lapsed overnight, and is above the preferred capacity when they wake.
//!
//! **Parking.** With a reply (no template) after which the customer is awaited. Afterwards the conversation awaits its
//! customer on the same desk, whatever that holds, and silence is judged by its clock, which has gone on. Clocks of closing
//! go on. An agent who leaves everything behind leaves it, too.
//!
//! **Reminders.** At multiples of `every` after a reply or template, while the customer is awaited. They stop no clock. Who
//! has something to say and heeds one writes after a latency of the same mode, if he would not have written sooner; a ghost
//! who heeds it is none any more.
//!
//! **Requeueing.** Instead of being closed a conversation leaves its owner for the queue, and needs no reply there. Whoever
//! gets it awaits its customer: its silence is as old as it is, only closing counts from then, and lasts a second at least.
//! If its customer writes meanwhile it needs a reply, in the same place; his patience and the limit on waiting begin then.
//!
//! **Waits cut short.** Closing under a clock that runs on, if not only for those who are awaited, and the limit on waiting
//! in the queue. What is offered or in hand is left alone by the first. The customer was turned away, and may come again as
//! if the door had refused him. Nobody is closed in the past of a run; those limits begin with it.
//!
//! **Single demands.** What is written for a demand holds for its conversations instead. A demand on which a matter goes on
//! has rules of its own.
//!
//! **Inactivity.** Unless its clock runs on only an awaiting conversation goes inactive, and a timer that would fire after
//! the customer's next message does not. On demand: while a lane has somebody waiting and no desk with room, first the longest silent
//! conversation goes inactive whose desk then has room; if there is none, the longest silent of the desks where
//! somebody is signed in, and again, until there is room or nobody is left. With `weights.inactive = 1` nothing would be
//! gained, and nobody goes inactive on demand.
//!
//! **Reactivation.** The owner gets a conversation back only while signed in, or (`owner-always`) into an inbox that
//! waits for him. What is parked and what is closed may have rules of their own. With `bot` its customer, unless all is
//! said, meets the bot, which helps nobody then, and the wait begins with the hand-over; it stays inside. Below the
//! maximum means: fits in, not counting what this conversation weighs already. A message in an awaiting conversation
//! goes straight into the owner's inbox; if the owner has left, it follows the rule of reactivation (under
//! `owner-always` it stays in that inbox). A team's inbox takes it even with nobody there. Joining the queue forgets
//! the owner.
//!
//! **Night.** A message that would come while its customers are not awake, nudges and returns included, comes at the
//! second in which they awake. First messages come when the arrivals say.
//!
//! **Drift.** After a response of more than `after_wait` the mode in which the customer answers, once the transition has
//! been made, is one slower (never slower than the last), and later transitions start from there.
//!
//! **Nudges.** The rest of a burst, then nudges, as long as the same message is unanswered and its customer there. They
//! move the clocks of the customer's last message, and nothing else: order and patience go by the message.
//!
//! **Giving up.** The clock starts with the message and stops at `until`. With `until = "assigned"` the deadline counts
//! from the message whenever the conversation stands in the queue, also after it was handed over. With `until =
//! "reply"` a handling in hand stops, its time is wasted, and the agent is free at once. Who gave up, was refused or
//! saw the end recognised writes no more in that visit. A message written out of hours has the patience of out of hours,
//! whatever the hour at which it ends; the signals that the door gives multiply it once. Who leaves silently stays where
//! he is in the eyes of the platform: work in hand goes on to its end, work that starts later takes `gone_share` of
//! (handling + catch-up), the reply awaits a customer who never answers.
//!
//! **Backlog.** The clock of a run with a backlog starts with a past, in which nobody works: its customers write, join the
//! queue, and nudge. No door turns them away, and nobody gives up: that they still wait is what makes them the backlog.
//! When the run begins, agents sign in and patience begins, all of it. Order, waits and ages count from the message; and a
//! clock that started before `start` counts in no measure, theirs as little as anybody's.
//!
//! **Staffing.** A count per team, in which nobody is named. On a cut agents with nothing in hand leave, of those the
//! ones with the fewest active conversations and then the highest numbers; for the rest, whoever frees next. A rise
//! cancels pending departures first. Who leaves finishes the reply in hand. What waits on that desk joins the queue
//! with the time of its message; what is awaiting or inactive stays owned. A team's inbox stays where it is.
//!
//! **People.** A place in a shift is the same person every day, a shift at most a day long. Absence is drawn by team,
//! shift, place and day. Pauses are staggered evenly from the first place to the last. At the end of the shift an agent
//! with nothing in hand leaves, any other after the reply in hand; under `finish` not before the inbox is empty. From the
//! end of the shift on nothing new comes, and what is written meanwhile is for others, or (`hold`) waits. A break begins
//! after the reply in hand and lasts as long as planned; a meeting ends on time, and who would come too late does not go.
//! A pause that would begin during another one is left out; the end of the shift ends any pause. Shifts that follow each
//! other without a gap are one: nobody gets up at midnight. Who is still there when the next shift begins just goes on.
//!
//! **Leaving.** `hand-over`: what waits on the desk joins the queue with the time of its message; `-open`: what awaits its
//! customer is released besides; `-all`: what is inactive as well. `finish`, `hold`, `on-reply`: what waits stays in the
//! inbox until the agent is back. What is written to an owner who is not there goes by the rule of reactivation, as if
//! nobody owned it, except under `hold`: then it waits for the owner, whatever the load. With ownership `team` an agent
//! just leaves after the reply in hand: the inbox is always there. Agents of a count leave as before; there `finish` acts
//! as `hand-over`.
//!
//! **Who serves.** A conversation may move on through several lanes of its demand: each distinct delay of those who serve
//! opens one, and `fallback` the last. It begins in the first one with anybody signed in, or in the last if there is
//! nobody at all; it moves on after the delay in the queue, and when nobody is there any more. Its place in the order
//! stays. Of the desks with room only those of the best rank take part in the assignment.
//!
//! **Channels.** Work of a channel of higher rank goes first, in the queue and in the inbox, as soon as the reply in hand
//! is sent. A call needs an agent with nothing in hand, and until it is over that desk gets nothing new. An e-mail needs
//! an agent with nothing in hand and an empty inbox. Going back from a channel of higher rank costs `resume` instead of
//! the switch cost. Where a customer who leaves closes the page, nobody leaves silently, and a conversation ends when its
//! customer will write no more. After the reply window an agent can only send a template: work of its own, after which
//! the customer writes the same message again, with patience anew. On demand, those desks make room that could take the
//! conversation otherwise.
//!
//! **Bot.** Meets new conversations and those who come again, not linked or transferred ones, nor those whom it only
//! seemed to help before: they come again as the same visit. The wait, and everything that counts from the message,
//! begins with the hand-over; nobody loses patience with the bot, and it does not count as inside.
//!
//! **Passing on.** With a reply that does not solve the matter it may go on as another demand: the conversation is closed,
//! and a new one begins at once, in the queue, past the door. Its work, patience and urgency are drawn afresh. Escalation
//! comes before transfer. After a warm transfer the agent is held for the briefing, and nobody need read what was
//! written; after a cold one the team's wrap-up follows, and catch-up counts all exchanges so far.
//!
//! **Colleagues.** With `looks` an agent who has nothing in hand does work of his own. A look begins on signing in, on
//! coming back from a pause, and so long after the end of the last one (or whenever something comes); it lasts until
//! nothing is left to start. Its first message costs the interruption. A shared inbox is served by those who do nothing else.
//!
//! **Door.** `inside` counts open conversations at arrival, `waiting` the queue after routing. Who is turned away was
//! offered, not answered.
//!
//! **Clocks that count.** A customer metric belongs to the interval of the message that starts its clock, and counts if
//! that lies within the horizon; agent metrics belong to the time of the work. What becomes of a conversation once (it is
//! answered, given up, solved) belongs to its first message; what may happen to it several times has no clock and belongs
//! to the instant: nudges, requeues, closings for silence, reopenings, going inactive, coming back. Warm-up and cool-down
//! are simulated, not counted. A clock still running at the end of the run is in no mean and no quantile; in the share
//! within a span it counts as beyond it once it is older, and before that it does not count. A wrap-up that still goes on
//! then counts up to then. 0/0 is blank; a time of which nothing lies in opening hours is 0 there.
//!
//! **Teams.** What happens to a conversation belongs to the team on whose desk it is at that moment, a reply to the
//! agent's, and what comes to the door or waits in the queue to none. A team's shares of counts are over the
//! conversations assigned to it, each once.
//!
//! **Overtime.** Time signed in beyond what is scheduled. It is paid; utilisation, occupancy and fairness leave it and the
//! work in it out. With people it is what they stay after the end of the shift. With a count nobody knows whose time it
//! is: as many agents as are there beyond the count are in overtime, those with the highest numbers.
//!
//! **Paid time.** The shifts as they were planned, and overtime. What is scheduled is the shifts of those who come without
//! their planned pauses; who begins a break late works in it, and is signed in then, but not scheduled.
//!
//! **What a conversation counts as.** Everyone is offered anew: who comes again, goes on in another thread, or is passed
//! on to another demand. Whoever passed it on keeps what became of it so far, the new demand has what follows. Nobody is
//! asked to answer those whom the bot contains. With the bot a conversation is neither open nor needing a reply; its
//! first response counts from the hand-over, and once more from its creation. A template is a reply. What is released is
//! with nobody until its customer writes. Of a promise within opening hours only the time within them counts.
//!
//! **Steady state.** A run begins empty. Where nothing that comes from outside changes with time, what is left out of it is
//! what MSER-5 says of the conversations that need a reply, on average over the replications; under every policy the longest
//! that any of them needs. A policy under which they grow all along, or do not settle in the first half, has none. What is
//! left out is counted from the beginning, warm-up included, and averages belong to the rest as to any counted time.
//!
//! # Invariants
//!
//! - The engine knows no law, no statistic and no file. No group of a policy changes anything.
//! - Below `scenario` nobody reads or writes files. Constructors return `Result`.
//! - A run ends with a [`Summary`](engine::Summary), or with [`Halt`](engine::Halt) because somebody raised the stop
//!   flag or a score is not a number. A broken rule inside is a bug and panics with seed, replication and policy.
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
//!   its answer and in its sentences. From another crate: [a rule of your own](#a-rule-of-your-own).
//! - **A preset**: a file under `src/presets` with its sources and assumptions, and a line in
//!   [`PRESETS`](scenario::preset::PRESETS).
//! - **A variable of a score**: a line in [`policy::score::VARIABLES`] and an arm in its reader.
//! - **A metric**: a line in [`metrics::METRICS`]; if nothing records it yet, an arm in [`recorder`].
//! - **A law**: a constructor in `random::law::build` and a line in its catalogue; the scenario reader takes its keys
//!   from there.
//! - **A queue of the textbooks**: its formulas under [`closed_forms`], and in [`textbook`] what makes a policy exactly that
//!   queue, with the names of the metrics that must come to the same.
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
//! use quasisync::civil::{Weekly, Zone};
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
//! let frame = Frame { zone: Zone::new(0), warm_up, horizon, cool_down: warm_up, interval: warm_up };
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
//!     until: None,
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
//!
//! # A rule of your own
//!
//! A crate that uses this one adds keys to orders and assignments by [`OrderRule`](policy::OrderRule) and
//! [`AssignmentRule`](policy::AssignmentRule), and runs them beside the rules that are here. Short questions and long ones
//! wait in one queue. What does it change to answer the highest response ratio first?
//!
//! ```
//! use quasisync::metrics::Scope;
//! use quasisync::policy::{OrderKey, OrderRule, Policy};
//! use quasisync::scenario::{Disk, parse};
//! use quasisync::units::{ConversationId, DemandId};
//! use quasisync::world::World;
//! use std::{path::Path, sync::atomic::AtomicBool};
//!
//! /// The wait so far over the work to be expected (Brinch Hansen, "Operating System Principles", 1973).
//! #[derive(Debug)]
//! struct HighestResponseRatio;
//!
//! impl OrderRule for HighestResponseRatio {
//!     fn score(&self, world: &World, conversation: ConversationId) -> f64 {
//!         world.unanswered(conversation).as_seconds() / world.mean_handling(conversation).as_seconds()
//!     }
//! }
//!
//! let scenario = r#"
//!     time   = { warm_up = "1h", horizon = "1d", cool_down = "1h" }
//!     team   = [{ name = "desk", serves = ["short", "long"], agents = 3 }]
//!     policy = [{ name = "first come", capacity = { preferred = 1 } }]
//!     demand = [
//!         { name = "short", arrivals = { poisson = { per_hour = 70 } }, exchanges = { constant = 1 }, handling = { first = { exponential = { mean = "1m" } } } },
//!         { name = "long", arrivals = { poisson = { per_hour = 10 } }, exchanges = { constant = 1 }, handling = { first = { exponential = { mean = "9m" } } } },
//!     ]"#;
//! let mut experiment = parse(scenario, Path::new("mine.toml"), &Disk).expect("it can be read").experiment;
//! let queue = vec![OrderKey::custom(HighestResponseRatio)];
//! experiment.policies.push(Policy { name: "response ratio".into(), queue, ..experiment.policies[0].clone() });
//! let results = quasisync::experiment::run(&experiment, &(), &AtomicBool::new(false)).expect("nobody stops it");
//!
//! let change = |demand| {
//!     let row = results.comparison(1, Scope::Demand(DemandId(demand)), "wait", "mean").expect("both were measured");
//!     row.difference.interval.expect("there are several replications")
//! };
//! assert!(change(0).high < 0.0, "short questions wait less than under first come, first served");
//! assert!(change(1).low > 0.0, "at the expense of the long ones");
//! ```

pub mod agenda;
pub mod civil;
#[cfg(feature = "program")]
pub mod cli;
pub mod closed_forms;
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
pub mod study;
pub mod textbook;
pub mod trace;
pub mod units;
pub mod workload;
pub mod world;
