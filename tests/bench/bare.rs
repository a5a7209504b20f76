//! The bare loop: a messaging simulation with everything left out that can be left out. One rule each, hard-wired, nothing
//! validated, nothing recorded but one sum. It says what the model itself costs on this machine in this minute.
//!
//! Model: Poisson arrivals at load 0.85; exchanges geometric, mean 6, at most 60; handling lognormal(ln 3.5, 0.5) s; reply
//! latency lognormal(ln-mean, 0.8) s times a personal factor lognormal(0, 0.8); preferred capacity 4, maximum 6; a
//! returning customer goes to the owner below the maximum, else to the front of the queue; least-loaded assignment, ties at
//! random; inbox in the order of joining it; the agent closes with the last reply.

use rand::{RngExt, SeedableRng, rngs::SmallRng};
use rand_distr::{Exp1, StandardNormal};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::time::Instant;

const PREFERRED: usize = 4;
const MAXIMUM: u8 = 6;
const ARRIVES: u64 = 0;
const REPLIED: u64 = 1;
const WRITES: u64 = 2;
const LAPSES: u64 = 3;

/// What to run.
#[derive(Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) agents: usize,
    pub(crate) conversations: usize,
    pub(crate) ln_latency: f64,
    pub(crate) inactive_after: u64,
}

/// What it took, and what came out.
#[derive(Clone, Copy)]
pub(crate) struct Outcome {
    pub(crate) sampling: f64,
    pub(crate) looping: f64,
    pub(crate) events: u64,
    pub(crate) mean_pickup: f64,
    pub(crate) lapses: f64,
}

struct Conversation {
    first: u32,
    exchanges: u16,
    done: u16,
    agent: u32,
    active: bool,
    since: u64,
}

/// Agents in buckets by load, so that the least loaded one is found without a scan.
struct Loads {
    load: Vec<u8>,
    place: Vec<u32>,
    buckets: Vec<Vec<u32>>,
}

impl Loads {
    fn new(agents: usize) -> Self {
        let mut buckets = vec![Vec::new(); 64];
        buckets[0] = (0..agents as u32).collect();
        Loads { load: vec![0; agents], place: (0..agents as u32).collect(), buckets }
    }

    fn change(&mut self, agent: usize, to: u8) {
        let from = self.load[agent] as usize;
        let place = self.place[agent] as usize;
        let last = *self.buckets[from].last().unwrap();
        self.buckets[from].swap_remove(place);
        self.place[last as usize] = place as u32;
        self.place[agent] = self.buckets[to as usize].len() as u32;
        self.buckets[to as usize].push(agent as u32);
        self.load[agent] = to;
    }

    fn least_below(&self, limit: usize, random: &mut SmallRng) -> Option<usize> {
        let bucket = self.buckets[..limit].iter().find(|bucket| !bucket.is_empty())?;
        Some(bucket[random.random_range(0..bucket.len() as u32) as usize] as usize)
    }
}

struct Bare {
    agenda: BinaryHeap<Reverse<(u64, u64)>>,
    conversations: Vec<Conversation>,
    handling: Vec<u32>,
    latency: Vec<u32>,
    queue: VecDeque<u32>,
    inboxes: Vec<VecDeque<u32>>,
    busy: Vec<bool>,
    loads: Loads,
    inactive_after: u64,
    random: SmallRng,
    waited: f64,
    replies: u64,
    lapses: u64,
}

impl Bare {
    fn route(&mut self, now: u64) {
        while let Some(&it) = self.queue.front() {
            let Some(agent) = self.loads.least_below(PREFERRED, &mut self.random) else { return };
            self.queue.pop_front();
            self.loads.change(agent, self.loads.load[agent] + 1);
            let conversation = &mut self.conversations[it as usize];
            conversation.agent = agent as u32;
            conversation.active = true;
            self.inboxes[agent].push_back(it);
            self.start(agent, now);
        }
    }

    fn start(&mut self, agent: usize, now: u64) {
        if self.busy[agent] {
            return;
        }
        if let Some(it) = self.inboxes[agent].pop_front() {
            let conversation = &self.conversations[it as usize];
            self.waited += (now - conversation.since) as f64;
            self.replies += 1;
            self.busy[agent] = true;
            let work = u64::from(self.handling[conversation.first as usize + conversation.done as usize]);
            self.agenda.push(Reverse((now + work, REPLIED | u64::from(it) << 2)));
        }
    }

    fn let_go(&mut self, it: usize, now: u64) {
        let agent = self.conversations[it].agent as usize;
        self.conversations[it].active = false;
        self.loads.change(agent, self.loads.load[agent] - 1);
        self.route(now);
    }

    fn replied(&mut self, it: usize, now: u64) {
        let conversation = &mut self.conversations[it];
        let agent = conversation.agent as usize;
        let latency = u64::from(self.latency[conversation.first as usize + conversation.done as usize]);
        conversation.done += 1;
        self.busy[agent] = false;
        if conversation.done == conversation.exchanges {
            self.let_go(it, now);
        } else {
            self.agenda.push(Reverse((now + latency, WRITES | (it as u64) << 2)));
            if latency > self.inactive_after {
                self.lapses += 1;
                self.agenda.push(Reverse((now + self.inactive_after, LAPSES | (it as u64) << 2)));
            }
        }
        self.start(agent, now);
    }

    fn writes(&mut self, it: usize, now: u64) {
        let conversation = &mut self.conversations[it];
        let agent = conversation.agent as usize;
        conversation.since = now;
        if !conversation.active {
            if self.loads.load[agent] >= MAXIMUM {
                self.queue.push_front(it as u32);
                return self.route(now);
            }
            conversation.active = true;
            self.loads.change(agent, self.loads.load[agent] + 1);
        }
        self.inboxes[agent].push_back(it as u32);
        self.start(agent, now);
    }

    fn run(&mut self, arrivals: &[u64]) -> u64 {
        self.agenda.push(Reverse((arrivals[0], ARRIVES)));
        let (mut events, mut next) = (0, 0);
        while let Some(Reverse((now, event))) = self.agenda.pop() {
            events += 1;
            let it = (event >> 2) as usize;
            match event & 3 {
                ARRIVES => {
                    self.conversations[next].since = now;
                    self.queue.push_back(next as u32);
                    next += 1;
                    if next < arrivals.len() {
                        self.agenda.push(Reverse((arrivals[next], ARRIVES)));
                    }
                    self.route(now);
                }
                REPLIED => self.replied(it, now),
                WRITES => self.writes(it, now),
                _ => self.let_go(it, now),
            }
        }
        events
    }
}

/// Samples and runs it once.
pub(crate) fn run(settings: Settings) -> Outcome {
    let Settings { agents, conversations: count, ln_latency, inactive_after } = settings;
    let mut random = SmallRng::seed_from_u64(1);
    let sampling = Instant::now();
    let per_microsecond = 0.85 * agents as f64 / (6.0 * 37.5242) / 1e6;
    let (mut arrivals, mut conversations) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let (mut handling, mut latency) = (Vec::new(), Vec::new());
    let mut clock = 0.0;
    for _ in 0..count {
        let gap: f64 = random.sample(Exp1);
        clock += gap / per_microsecond;
        arrivals.push(clock as u64);
        let mut exchanges = 1u16;
        while exchanges < 60 && random.random::<f64>() > 1.0 / 6.0 {
            exchanges += 1;
        }
        let first = handling.len() as u32;
        conversations.push(Conversation { first, exchanges, done: 0, agent: u32::MAX, active: false, since: 0 });
        let tempo: f64 = random.sample(StandardNormal);
        for _ in 0..exchanges {
            let (work, reply): (f64, f64) = (random.sample(StandardNormal), random.sample(StandardNormal));
            handling.push((exp(3.5 + 0.5 * work) * 1e6).min(4e9) as u32);
            latency.push((exp(ln_latency + 0.8 * tempo + 0.8 * reply) * 1e6).min(4e9) as u32);
        }
    }
    let sampling = sampling.elapsed().as_secs_f64();
    let mut bare = Bare {
        agenda: BinaryHeap::new(),
        conversations,
        handling,
        latency,
        queue: VecDeque::new(),
        inboxes: vec![VecDeque::new(); agents],
        busy: vec![false; agents],
        loads: Loads::new(agents),
        inactive_after,
        random: SmallRng::seed_from_u64(2),
        waited: 0.0,
        replies: 0,
        lapses: 0,
    };
    let looping = Instant::now();
    let events = bare.run(&arrivals);
    Outcome {
        sampling,
        looping: looping.elapsed().as_secs_f64(),
        events,
        mean_pickup: bare.waited / bare.replies as f64 / 1e6,
        lapses: bare.lapses as f64 / bare.replies as f64,
    }
}

/// The platform's own exponential: the bare loop does without reproducibility too.
#[allow(clippy::disallowed_methods)]
fn exp(x: f64) -> f64 {
    x.exp()
}
