from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.calendar import instant, local
from bot.rules.meetings import clock_moved, remind_at, same_occasion, series, time_left
from bot.rules.quiet import Quiet, earliest

HELSINKI = "Europe/Helsinki"


def at(year: int, month: int, day: int, hour: int = 10, zone: str = HELSINKI) -> datetime:
    return instant(datetime(year, month, day, hour), zone)


def test_tz_01_a_weekly_series_keeps_its_local_time_when_the_clocks_change() -> None:
    first = at(2026, 3, 23, 9, "Europe/Berlin")
    following = series(first, 7, date(2026, 4, 6), "Europe/Berlin")
    assert following == (datetime(2026, 3, 30, 7, tzinfo=UTC), datetime(2026, 4, 6, 7, tzinfo=UTC))
    autumn = series(at(2026, 10, 19, 9, "Europe/Berlin"), 7, date(2026, 10, 26), "Europe/Berlin")
    assert autumn == (datetime(2026, 10, 26, 8, tzinfo=UTC),)


def test_tz_01_a_monthly_series_keeps_its_local_time_when_the_clocks_change() -> None:
    following = series(at(2027, 3, 15), 30, date(2027, 5, 31), HELSINKI)
    assert following == (datetime(2027, 4, 15, 7, tzinfo=UTC), datetime(2027, 5, 17, 7, tzinfo=UTC))


def test_who_begins_on_a_working_day_meets_on_working_days_and_who_chose_a_sunday_on_sundays() -> None:
    monthly = series(at(2026, 11, 6), 30, date(2027, 2, 28), HELSINKI, "FI")
    # 6 December is Finland's Independence Day and a Sunday, 6 January is Epiphany, 6 February a Saturday.
    assert [local(each, HELSINKI).date() for each in monthly] == [date(2026, 12, 7), date(2027, 1, 7), date(2027, 2, 8)]
    weekly = series(at(2026, 11, 8), 7, date(2026, 11, 22), HELSINKI, "FI")
    assert [local(each, HELSINKI).day for each in weekly] == [15, 22]


def test_evt_10_a_series_from_the_31st_never_loses_its_day() -> None:
    following = series(at(2026, 1, 31), 30, date(2026, 6, 30), HELSINKI)
    days = [local(each, HELSINKI).date() for each in following]
    assert days == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)]


@pytest.mark.parametrize(("cadence", "days"), [(14, [8, 22]), (20, [15])])
def test_another_rhythm_is_counted_in_days(cadence: int, days: list[int]) -> None:
    following = series(at(2026, 5, 25), cadence, date(2026, 6, 30), HELSINKI)
    assert [local(each, HELSINKI).day for each in following] == days


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), st.integers(7, 92))
def test_a_series_goes_forward_at_one_local_time_and_ends_in_time(first: datetime, cadence: int) -> None:
    start, until = instant(first, HELSINKI), date(2028, 6, 1)
    following = series(start, cadence, until, HELSINKI)
    assert sorted(set(following)) == list(following)
    assert len(following) <= 12
    assert all(start < each and local(each, HELSINKI).date() <= until for each in following)


@given(st.integers(0, 24 * 28))
def test_a_reminder_is_never_held_by_the_quiet_hours_until_after_the_meeting(hours: int) -> None:
    quiet = Quiet(HELSINKI, time(8), time(18), "FI")
    starts = at(2026, 12, 10) + timedelta(hours=hours)  # over Christmas
    assert earliest(remind_at(starts, 24, quiet), quiet) < starts


def test_a_reminder_goes_a_day_before_or_before_the_weekend() -> None:
    quiet = Quiet(HELSINKI)
    assert remind_at(at(2026, 11, 5), 24, quiet) == at(2026, 11, 4)
    assert remind_at(at(2026, 11, 8), 24, quiet) == at(2026, 11, 6)
    assert remind_at(at(2026, 11, 9), 24, quiet) == at(2026, 11, 6)  # not on Monday morning, two hours before
    assert remind_at(at(2026, 11, 9, 20), 24, quiet) == at(2026, 11, 8, 20)  # by Monday morning that is still in time


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (40, ("minutes", 40)),
        (1, ("minutes", 1)),
        (120, ("hours", 2)),
        (24 * 60, ("hours", 24)),
        (3 * 1440, ("days", 3)),
    ],
)
def test_mis_02_how_long_it_is_until_a_meeting(minutes: int, said: tuple[str, int]) -> None:
    now = at(2026, 11, 5)
    assert time_left(now, now + timedelta(minutes=minutes)) == said


def test_tz_15_the_clocks_of_two_zones_change_on_different_days() -> None:
    before, after = at(2026, 3, 23, 17, "Europe/London"), at(2026, 3, 30, 17, "Europe/London")
    assert clock_moved(before, after, "America/New_York", "Europe/London")
    assert not clock_moved(before, after, "Europe/London", "America/New_York")
    assert not clock_moved(before, before + timedelta(hours=2), "America/New_York", "Europe/London")


def test_both_sides_mean_one_meeting_when_they_begin_on_one_day() -> None:
    assert same_occasion(at(2026, 11, 5, 10), at(2026, 11, 5, 18))
    assert not same_occasion(at(2026, 11, 5), at(2026, 11, 6))
