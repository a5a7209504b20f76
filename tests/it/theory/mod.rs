//! Closed forms and exact numerical results, reproduced by simulation.
//!
//! Every test builds a model whose answer the theory knows, runs about 100 independent replications and compares:
//! an estimate may be off by four standard errors, and a standard error may be no more than 1 per cent of the
//! reference (a few tails and heavily loaded queues say that they are rougher). Seeds are fixed by the names of the
//! tests. References without a closed form were computed from the Markov chain of the model, to 10 digits or more.
//!
//! What the theory has and these features cannot express:
//!
//! | model | why not |
//! |---|---|
//! | M/G/1 processor sharing | an agent handles one message at a time; nothing shares |
//! | total rate by the number of conversations (Luo and Zhang 2013, Tezcan and Zhang 2014) | the same: there the rate of the work in hand changes with every arrival, here `slowdown` is fixed when it begins |
//! | inactivity after an exponential time, and a return through a queue or above the cap | rules of inactivity wait for a fixed or adapted time, never for a random one |
//! | priorities that interrupt | a message being answered is never interrupted |
//!
//! A server who takes breaks whenever idle is one who has less urgent work without end.

// References and rates are compared within a standard error: their last bits do not matter.
#![allow(clippy::disallowed_methods)]

mod abandonment;
mod alone;
mod calendar;
mod classic;
mod delta;
mod desks;
mod exact;
mod identities;
mod priorities;
mod probe;
mod reentrant;
mod runs;
mod setup;
mod single_server;
mod verdict;
