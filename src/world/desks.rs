//! Desks and who has room: the columns that assignment compares, and an index of the desks by level of load.

use crate::units::{DeskId, TeamId, Time};

/// A set of desks, one bit each; it always knows its members in the order of their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskSet {
    words: Vec<u64>,
}

impl DeskSet {
    /// The empty set among so many desks.
    pub fn new(desks: usize) -> DeskSet {
        DeskSet { words: vec![0; desks.div_ceil(64)] }
    }

    /// Adds a desk.
    #[inline]
    pub fn insert(&mut self, desk: DeskId) {
        self.words[desk.index() / 64] |= 1 << (desk.0 % 64);
    }

    /// Takes a desk out.
    #[inline]
    pub fn remove(&mut self, desk: DeskId) {
        self.words[desk.index() / 64] &= !(1 << (desk.0 % 64));
    }

    /// Whether a desk is in the set.
    #[inline]
    pub fn contains(&self, desk: DeskId) -> bool {
        self.words[desk.index() / 64] & 1 << (desk.0 % 64) != 0
    }

    /// How many desks are in this set and in `mask`.
    #[inline]
    pub fn count(&self, mask: &DeskSet) -> u32 {
        self.words.iter().zip(&mask.words).map(|(a, b)| (a & b).count_ones()).sum()
    }

    /// Whether a desk is in this set and in `mask`.
    #[inline]
    pub fn meets(&self, mask: &DeskSet) -> bool {
        self.words.iter().zip(&mask.words).any(|(a, b)| a & b != 0)
    }

    /// The desk at a place, counted from 0, in the order of numbers, of those in this set and in `mask`.
    #[inline]
    pub fn select(&self, mask: &DeskSet, mut place: u32) -> Option<DeskId> {
        for (index, (a, b)) in self.words.iter().zip(&mask.words).enumerate() {
            let mut word = a & b;
            let ones = word.count_ones();
            if place < ones {
                for _ in 0..place {
                    word &= word - 1;
                }
                return Some(DeskId(index as u32 * 64 + word.trailing_zeros()));
            }
            place -= ones;
        }
        None
    }

    /// The desks in this set and in `mask`, in the order of numbers.
    pub fn iter<'a>(&'a self, mask: &'a DeskSet) -> impl Iterator<Item = DeskId> + 'a {
        self.words.iter().zip(&mask.words).enumerate().flat_map(|(index, (a, b))| {
            let mut word = a & b;
            std::iter::from_fn(move || {
                (word != 0).then(|| {
                    let bit = word.trailing_zeros();
                    word &= word - 1;
                    DeskId(index as u32 * 64 + bit)
                })
            })
        })
    }
}

/// What the index tells apart. Levels of load and of room need desks of at most one agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Desks by load.
    Load,
    /// Desks by room left.
    Spare,
    /// Nothing: only whether there is room.
    Room,
}

/// What a desk takes at present; the least is the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// New work, and whatever its own customers write.
    Open,
    /// Only what its own customers write.
    Own,
    /// What its own customers write, though nobody is there: it waits.
    Held,
    /// Nothing.
    Closed,
}

/// Whose a desk is, and the loads up to which one agent of it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Of which team.
    pub team: TeamId,
    /// The load that an agent should have.
    pub preferred: u32,
    /// The load up to which an agent gets new work.
    pub limit: u32,
    /// The load up to which an agent accepts a returning customer.
    pub maximum: u32,
}

/// All desks, column by column.
///
/// Loads are in thousandths of a slot. A desk is one agent's, or with team ownership a team's with several servers.
#[derive(Clone, Debug)]
pub struct Desks {
    /// The load of each desk.
    pub load: Vec<u64>,
    /// How many active conversations each holds.
    pub active: Vec<u32>,
    /// When each sent its last reply, or was signed in.
    pub replied: Vec<Time>,
    /// How many agents are signed in at each.
    pub servers: Vec<u32>,
    /// The team of each.
    pub team: Vec<TeamId>,
    /// Those with somebody signed in.
    staffed: DeskSet,
    /// What each takes.
    reach: Vec<Reach>,
    /// How many conversations each holds that take its agent whole.
    whole: Vec<u32>,
    /// What one agent of each may hold.
    limits: Vec<Bounds>,
    /// The load up to which one agent of each may have room.
    bound: Vec<u32>,
    slot: u32,
    level: Level,
    grain: u32,
    /// The level of each desk that has room.
    place: Vec<Option<u32>>,
    levels: Vec<DeskSet>,
    /// How many desks are on each level.
    counts: Vec<u32>,
}

/// More levels than this are not worth an index.
const MOST_LEVELS: u32 = 256;

impl Desks {
    /// Desks without agents. `slot` is the load of a new conversation; loads are multiples of `grain`. `loose`: more than
    /// the load decides, so that every desk that takes new work may have room.
    pub fn new(limits: Vec<Bounds>, slot: u32, grain: u32, level: Level, loose: bool) -> Desks {
        let desks = limits.len();
        let highest = limits.iter().map(|limits| limits.limit / grain).max().unwrap_or(0);
        let level = if highest >= MOST_LEVELS { Level::Room } else { level };
        let levels = if level == Level::Room { 1 } else { highest as usize + 1 };
        Desks {
            load: vec![0; desks],
            active: vec![0; desks],
            replied: vec![Time::START; desks],
            servers: vec![0; desks],
            team: limits.iter().map(|limits| limits.team).collect(),
            staffed: DeskSet::new(desks),
            reach: vec![Reach::Closed; desks],
            whole: vec![0; desks],
            bound: limits.iter().map(|limits| if loose { u32::MAX } else { limits.limit }).collect(),
            limits,
            slot,
            level,
            grain,
            place: vec![None; desks],
            levels: vec![DeskSet::new(desks); levels],
            counts: vec![0; levels],
        }
    }

    /// How many desks there are.
    pub fn len(&self) -> usize {
        self.load.len()
    }

    /// Whether there is no desk at all.
    pub fn is_empty(&self) -> bool {
        self.load.is_empty()
    }

    /// What the index tells apart.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The load that a desk should have, all its agents together.
    #[inline]
    pub fn preferred(&self, desk: DeskId) -> u64 {
        u64::from(self.limits[desk.index()].preferred) * u64::from(self.servers[desk.index()])
    }

    /// The load up to which a desk gets new work, all its agents together.
    #[inline]
    pub fn limit(&self, desk: DeskId) -> u64 {
        u64::from(self.limits[desk.index()].limit) * u64::from(self.servers[desk.index()])
    }

    /// The load up to which a desk accepts a returning customer, all its agents together.
    #[inline]
    pub fn maximum(&self, desk: DeskId) -> u64 {
        u64::from(self.limits[desk.index()].maximum) * u64::from(self.servers[desk.index()])
    }

    /// The room that a desk has left for new work.
    #[inline]
    pub fn spare(&self, desk: DeskId) -> u64 {
        self.preferred(desk).saturating_sub(self.load[desk.index()])
    }

    /// Whether a desk has room for one more, of those that weigh least; where more than the load decides: whether it may.
    #[inline]
    pub fn has_room(&self, desk: DeskId) -> bool {
        let bound = u64::from(self.bound[desk.index()]) * u64::from(self.servers[desk.index()]);
        self.load[desk.index()] + u64::from(self.slot) <= bound && self.takes_new(desk)
    }

    /// Whether a desk takes new work at all, had it room.
    #[inline]
    pub fn takes_new(&self, desk: DeskId) -> bool {
        self.reach[desk.index()] == Reach::Open && self.whole[desk.index()] == 0
    }

    /// The desks with somebody signed in.
    pub fn staffed(&self) -> &DeskSet {
        &self.staffed
    }

    /// What a desk takes at present.
    #[inline]
    pub fn reach(&self, desk: DeskId) -> Reach {
        self.reach[desk.index()]
    }

    /// Whether a desk takes what its own customers write.
    #[inline]
    pub fn takes_own(&self, desk: DeskId) -> bool {
        self.reach[desk.index()] != Reach::Closed
    }

    /// Sets what a desk takes.
    pub fn set_reach(&mut self, desk: DeskId, reach: Reach) {
        self.reach[desk.index()] = reach;
        self.update(desk);
    }

    /// Sets how many conversations a desk holds that take its agent whole.
    pub fn set_whole(&mut self, desk: DeskId, whole: u32) {
        self.whole[desk.index()] = whole;
        self.update(desk);
    }

    /// How many conversations a desk holds that take its agent whole.
    pub fn whole(&self, desk: DeskId) -> u32 {
        self.whole[desk.index()]
    }

    /// Sets load and active conversations of a desk. Constant time.
    #[inline]
    pub fn set_load(&mut self, desk: DeskId, load: u64, active: u32) {
        self.load[desk.index()] = load;
        self.active[desk.index()] = active;
        self.update(desk);
    }

    /// Sets how many agents are signed in at a desk.
    pub fn set_servers(&mut self, desk: DeskId, servers: u32) {
        self.servers[desk.index()] = servers;
        match servers {
            0 => self.staffed.remove(desk),
            _ => self.staffed.insert(desk),
        }
        self.update(desk);
    }

    #[inline]
    fn update(&mut self, desk: DeskId) {
        let place = self.has_room(desk).then(|| match self.level {
            Level::Load => self.load[desk.index()] as u32 / self.grain,
            Level::Spare => self.spare(desk) as u32 / self.grain,
            Level::Room => 0,
        });
        let before = std::mem::replace(&mut self.place[desk.index()], place);
        if before == place {
            return;
        }
        if let Some(before) = before {
            self.levels[before as usize].remove(desk);
            self.counts[before as usize] -= 1;
        }
        if let Some(place) = place {
            self.levels[place as usize].insert(desk);
            self.counts[place as usize] += 1;
        }
    }

    /// Whether any desk of `mask` has room.
    #[inline]
    pub fn any_room(&self, mask: &DeskSet) -> bool {
        self.levels_with(mask).next().is_some()
    }

    /// The sets of desks with room, from the lowest level up, that meet `mask`.
    #[inline]
    pub fn levels_with<'a>(&'a self, mask: &'a DeskSet) -> impl DoubleEndedIterator<Item = &'a DeskSet> + 'a {
        let occupied = self.levels.iter().zip(&self.counts).filter(|(_, count)| **count > 0);
        occupied.map(|(level, _)| level).filter(|level| level.meets(mask))
    }
}
