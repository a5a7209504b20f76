//! The rules of the policies, of the customers and of the agents, one file a group.

mod assignment;
mod capacity;
mod channels;
mod close;
mod desk;
mod disruption;
mod door;
mod endings;
mod front_desk;
mod gap;
mod handling;
mod inactivity;
mod inbox;
mod lanes;
mod looks;
mod passing;
mod patience;
mod pooling;
mod queue;
mod reactivation;
mod rings;
mod signals;
mod silent;
mod staffing;
mod tempo;
mod thread;
