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
//! | inactivity after an exponential time, and a return that is never or through a queue (TOUT-e) or above the cap (TOUT-g) | rules of inactivity wait for a fixed or adapted time, never for a random one |
//! | priorities that interrupt | a message being answered is never interrupted |
//!
//! A server who takes breaks whenever idle is one who has less urgent work without end.

// References and rates are compared within a standard error: their last bits do not matter.
#![allow(clippy::disallowed_methods)]

mod abandonment;
mod again;
mod alone;
mod calendar;
mod classic;
mod delta;
mod desks;
mod exact;
mod identities;
mod ledger;
mod priorities;
mod probe;
mod reentrant;
mod runs;
mod setup;
mod sharing;
mod silent;
mod single_server;
mod tempers;
mod textbooks;
mod threads;
mod verdict;
mod wrap_up;
