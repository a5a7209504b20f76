//! Which timings each metric of times pools: those that have ended, and the ages of those that have not.

use super::Clock;
use super::measures::Timing;

pub(super) const FIRST: Clock =
    Clock { ended: &[Timing::PickupFirst, Timing::LostFirst, Timing::LeftFirst], open: &[Timing::WaitOpenFirst] };
pub(super) const LATER: Clock =
    Clock { ended: &[Timing::PickupLater, Timing::LostLater, Timing::LeftLater], open: &[Timing::WaitOpenLater] };
pub(super) const WAIT: Clock = Clock {
    ended: &[
        Timing::PickupFirst,
        Timing::PickupLater,
        Timing::LostFirst,
        Timing::LostLater,
        Timing::LeftFirst,
        Timing::LeftLater,
    ],
    open: &[Timing::WaitOpenFirst, Timing::WaitOpenLater],
};
pub(super) const WAIT_SEEN: Clock = Clock {
    ended: &[Timing::PickupFirst, Timing::PickupLater, Timing::PickupGone, Timing::LostFirst, Timing::LostLater],
    open: &[Timing::WaitOpenFirst, Timing::WaitOpenLater, Timing::WaitOpenGone],
};
pub(super) const PICKUP: Clock = Clock { ended: &[Timing::PickupFirst, Timing::PickupLater], open: WAIT.open };
pub(super) const PICKUP_FIRST: Clock = Clock { ended: &[Timing::PickupFirst], open: FIRST.open };
pub(super) const PICKUP_LATER: Clock = Clock { ended: &[Timing::PickupLater], open: LATER.open };
pub(super) const PICKUP_SEEN: Clock =
    Clock { ended: &[Timing::PickupFirst, Timing::PickupLater, Timing::PickupGone], open: WAIT_SEEN.open };
/// Of a conversation that met the bot, from the hand-over on.
pub(super) const RESPONSE_FIRST: Clock = Clock {
    ended: &[Timing::ResponseFirst, Timing::ResponseHandedOver],
    open: &[Timing::ResponseOpenFirst, Timing::ResponseOpenHandedOver],
};
/// From the creation on, with the time with the bot.
pub(super) const FIRST_RESPONSE: Clock = Clock {
    ended: &[Timing::ResponseFirst, Timing::ResponseCreated],
    open: &[Timing::ResponseOpenFirst, Timing::ResponseOpenCreated],
};
pub(super) const FIRST_RESPONSE_SEEN: Clock = Clock {
    ended: &[Timing::ResponseFirst, Timing::ResponseCreated, Timing::ResponseGoneFirst, Timing::ResponseGoneCreated],
    open: &[
        Timing::ResponseOpenFirst,
        Timing::ResponseOpenCreated,
        Timing::ResponseOpenGoneFirst,
        Timing::ResponseOpenGoneCreated,
    ],
};
pub(super) const FIRST_RESPONSE_HANDED_OVER: Clock =
    Clock { ended: &[Timing::ResponseHandedOver], open: &[Timing::ResponseOpenHandedOver] };
pub(super) const BOT: Clock = Clock { ended: &[Timing::BotTime], open: &[Timing::BotOpen] };
pub(super) const RESPONSE_ASSIGNED: Clock =
    Clock { ended: &[Timing::ResponseAssigned], open: &[Timing::ResponseOpenAssigned] };
pub(super) const RESPONSE_REOPENED: Clock =
    Clock { ended: &[Timing::ResponseReopened], open: &[Timing::ResponseOpenReopened] };
pub(super) const RESPONSE: Clock = Clock {
    ended: &[Timing::ResponseFirst, Timing::ResponseHandedOver, Timing::ResponseLater],
    open: &[Timing::ResponseOpenFirst, Timing::ResponseOpenHandedOver, Timing::ResponseOpenLater],
};
pub(super) const RESPONSE_LATER: Clock = Clock { ended: &[Timing::ResponseLater], open: &[Timing::ResponseOpenLater] };
pub(super) const RESPONSE_SEEN: Clock = Clock {
    ended: &[
        Timing::ResponseFirst,
        Timing::ResponseHandedOver,
        Timing::ResponseLater,
        Timing::ResponseGoneFirst,
        Timing::ResponseGoneHandedOver,
        Timing::ResponseGoneLater,
    ],
    open: &[
        Timing::ResponseOpenFirst,
        Timing::ResponseOpenHandedOver,
        Timing::ResponseOpenLater,
        Timing::ResponseOpenGoneFirst,
        Timing::ResponseOpenGoneHandedOver,
        Timing::ResponseOpenGoneLater,
    ],
};
pub(super) const QUEUE: Clock = Clock { ended: &[Timing::QueueTime], open: &[Timing::QueueOpen] };
pub(super) const QUEUE_SUMMED: Clock = Clock { ended: &[Timing::QueueSummed], open: &[Timing::QueueSummedOpen] };
pub(super) const ACCEPT: Clock = Clock { ended: &[Timing::AcceptTime], open: &[Timing::AcceptOpen] };
pub(super) const RESOLUTION: Clock = Clock { ended: &[Timing::ResolutionTime], open: &[Timing::ResolutionOpen] };
pub(super) const DURATION: Clock = Clock { ended: &[Timing::Steady, Timing::Duration], open: &[Timing::DurationOpen] };
pub(super) const CLOSE_LAG: Clock = Clock { ended: &[Timing::CloseLag], open: &[Timing::CloseLagOpen] };
pub(super) const EFFORT: Clock = Clock { ended: &[Timing::Effort, Timing::EffortBare], open: &[Timing::EffortOpen] };
pub(super) const EFFORT_WRAPPED: Clock =
    Clock { ended: &[Timing::Effort, Timing::EffortWrapped], open: &[Timing::EffortWrappedOpen] };
pub(super) const ASSIGNED: Clock =
    Clock { ended: &[Timing::Steady, Timing::Assigned, Timing::AssignedBare], open: &[Timing::AssignedOpen] };
pub(super) const ASSIGNED_WRAPPED: Clock =
    Clock { ended: &[Timing::Steady, Timing::Assigned, Timing::AssignedWrapped], open: &[Timing::AssignedWrappedOpen] };
pub(super) const ACTIVE: Clock =
    Clock { ended: &[Timing::Steady, Timing::Active, Timing::ActiveBare], open: &[Timing::ActiveOpen] };
pub(super) const ACTIVE_WRAPPED: Clock =
    Clock { ended: &[Timing::Steady, Timing::Active, Timing::ActiveWrapped], open: &[Timing::ActiveWrappedOpen] };
/// What was open when the run ended is told as a time of its own: what is left of it is known.
pub(super) const WAIT_OPEN: Clock = Clock { ended: WAIT.open, open: &[] };
pub(super) const RESPONSE_OPEN: Clock = Clock { ended: RESPONSE.open, open: &[] };
pub(super) const QUEUE_OPEN: Clock = Clock { ended: QUEUE.open, open: &[] };
pub(super) const RESOLUTION_OPEN: Clock = Clock { ended: RESOLUTION.open, open: &[] };
