//! The rules of the policies, of the customers and of the agents, one file a group.

mod assignment;
mod backlog;
mod capacity;
mod close;
mod door;
mod endings;
mod gap;
mod handling;
mod inactivity;
mod inbox;
mod lanes;
mod patience;
mod pooling;
mod queue;
mod reactivation;
mod signals;
mod silent;
mod staffing;
mod tempo;
mod thread;
