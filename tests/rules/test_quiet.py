from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.quiet import Quiet, budget, earliest

NIGHT = Quiet("Europe/Helsinki", start=time(7), end=time(22), weekends=True)
OFFICE = Quiet("Europe/Helsinki", country="FI")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def helsinki(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Helsinki"))


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("2026-11-18 21:59", "2026-11-18 21:59"),
        ("2026-11-18 22:00", "2026-11-19 07:00"),
        ("2026-11-18 23:30", "2026-11-19 07:00"),
        ("2026-11-19 00:15", "2026-11-19 07:00"),
        ("2026-11-19 06:59", "2026-11-19 07:00"),
        ("2026-11-19 07:00", "2026-11-19 07:00"),
    ],
)
def test_tz_10_quiet_from_22_to_7(wanted, goes):
    assert earliest(helsinki(wanted), NIGHT) == helsinki(goes)


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("2026-11-18 12:00", "2026-11-18 12:00"),
        ("2026-11-18 18:00", "2026-11-19 08:00"),
        ("2026-11-20 17:59", "2026-11-20 17:59"),
        ("2026-11-20 18:00", "2026-11-23 08:00"),  # Friday evening: Monday
        ("2026-11-21 12:00", "2026-11-23 08:00"),  # Saturday
        ("2026-12-24 18:00", "2026-12-28 08:00"),  # Christmas, then a weekend
        ("2026-10-23 19:00", "2026-10-26 08:00"),  # over the end of summer time
        ("2026-03-27 19:00", "2026-03-30 08:00"),  # and over its beginning
    ],
)
def test_office_hours_weekends_and_the_persons_own_holidays(wanted, goes):
    assert earliest(helsinki(wanted), OFFICE) == helsinki(goes)


def test_holidays_are_kept_at_weekends_too_and_only_those_of_the_persons_country():
    christmas = helsinki("2026-12-25 12:00")
    assert earliest(christmas, Quiet("Europe/Helsinki", weekends=True)) == christmas
    assert earliest(christmas, Quiet("Europe/Helsinki", country="FI", weekends=True)) == helsinki("2026-12-27 08:00")


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("2026-11-18 23:00", "2026-11-18 23:00"),
        ("2026-11-19 01:59", "2026-11-19 01:59"),
        ("2026-11-19 02:00", "2026-11-19 20:00"),
    ],
)
def test_hours_over_midnight(wanted, goes):
    owl = Quiet("Europe/Helsinki", start=time(20), end=time(2), weekends=True)
    assert earliest(helsinki(wanted), owl) == helsinki(goes)


def test_hours_until_midnight_and_the_whole_day():
    until_midnight = Quiet("Europe/Helsinki", start=time(8), end=time(0), weekends=True)
    assert earliest(helsinki("2026-11-18 23:59"), until_midnight) == helsinki("2026-11-18 23:59")
    assert earliest(helsinki("2026-11-19 00:00"), until_midnight) == helsinki("2026-11-19 08:00")
    always = Quiet("Europe/Helsinki", start=time(8), end=time(8), weekends=True)
    assert earliest(helsinki("2026-11-19 03:00"), always) == helsinki("2026-11-19 03:00")


def test_the_hours_are_those_of_the_zone_as_it_is_now():
    evening = at("2026-11-18T17:00Z")
    assert earliest(evening, Quiet("Europe/Berlin")) == at("2026-11-19T07:00Z")
    assert earliest(evening, Quiet("America/New_York")) == evening


def test_hours_that_begin_in_a_gap_or_in_a_repeated_hour():
    early = Quiet("Europe/Berlin", start=time(2, 30), weekends=True)
    assert earliest(at("2027-03-28T00:00Z"), early) == at("2027-03-28T01:30Z")
    assert earliest(at("2026-10-24T23:00Z"), early) == at("2026-10-25T00:30Z")
    within_a_gap = Quiet("Europe/Berlin", start=time(2, 50), end=time(3, 10), weekends=True)
    assert earliest(at("2027-03-28T00:00Z"), within_a_gap) == at("2027-03-29T00:50Z")


def test_db_06_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="no zone"):
        earliest(datetime(2026, 11, 18, 12), OFFICE)


def test_two_nudges_a_week():
    now = at("2026-11-18T12:00Z")
    monday, tuesday = at("2026-11-16T12:00Z"), at("2026-11-17T12:00Z")
    assert budget([], now) is None
    assert budget([monday], now) is None
    assert budget([tuesday, monday], now) == monday + timedelta(days=7)
    assert budget([monday, tuesday], now, most=3) is None
    assert budget([monday, tuesday], now, most=1) == tuesday + timedelta(days=7)
    assert budget([monday, tuesday], monday + timedelta(days=7)) is None
    assert budget([monday, tuesday], now, days=1) is None
    with pytest.raises(ValueError, match="no nudge ever"):
        budget([], now, most=0)


ZONES = st.sampled_from(
    ["Europe/Helsinki", "America/New_York", "Asia/Kathmandu", "Pacific/Chatham", "Pacific/Kiritimati"]
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
QUIETS = st.builds(
    Quiet,
    ZONES,
    st.integers(3, 23).map(time),  # the hours in which clocks change are tested above
    st.integers(3, 23).map(time),
    st.sampled_from(["", "FI", "US"]),
    st.booleans(),
)


def may_go(moment: datetime, quiet: Quiet) -> bool:
    """The rule said once more, plainly, for one moment."""
    there = moment.astimezone(ZoneInfo(quiet.zone))
    clock, day = there.time(), there.date()
    if quiet.country and day in holidays.country_holidays(quiet.country, years=day.year):
        return False
    if not quiet.weekends and day.isoweekday() > 5:
        return False
    if quiet.start < quiet.end:
        return quiet.start <= clock < quiet.end
    return clock >= quiet.start or clock < quiet.end


@given(MOMENTS, QUIETS)
def test_a_message_goes_when_it_may_and_not_a_quarter_later_than_it_could(moment, quiet):
    goes = earliest(moment, quiet)
    assert goes.tzinfo is UTC
    assert goes >= moment
    assert may_go(goes, quiet)
    steps = int((goes - moment) / timedelta(minutes=15))
    assert not any(may_go(moment + step * timedelta(minutes=15), quiet) for step in range(steps))
    if goes > moment:
        assert not may_go(goes - timedelta(seconds=1), quiet)


@given(MOMENTS, QUIETS)
def test_asking_again_at_that_time_changes_nothing(moment, quiet):
    goes = earliest(moment, quiet)
    assert earliest(goes, quiet) == goes


@given(st.lists(st.integers(0, 60 * 24 * 30)), st.integers(1, 4), st.integers(1, 10))
def test_a_budget_that_is_kept_is_never_exceeded(minutes, most, days):
    sent: list[datetime] = []
    for minute in sorted(minutes):
        now = datetime.combine(date(2026, 11, 1), time(0), UTC) + timedelta(minutes=minute)
        if budget(sent, now, most, days) is None:
            sent.append(now)
    for first, later in zip(sent, sent[most:], strict=False):
        assert later - first >= timedelta(days=days)
