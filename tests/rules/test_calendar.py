from datetime import UTC, date, datetime, timedelta, timezone
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.calendar import add_days, instant, is_holiday, is_working_day, local, monthly, weekly, working_days_after

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))
WALLS = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_tz_01_nine_in_berlin_stays_nine_when_summer_begins_and_ends():
    spring = [instant(datetime(day.year, day.month, day.day, 9), "Europe/Berlin") for day in three(date(2026, 3, 23))]
    autumn = [instant(datetime(day.year, day.month, day.day, 9), "Europe/Berlin") for day in three(date(2026, 10, 19))]
    assert spring == [at("2026-03-23T08:00Z"), at("2026-03-30T07:00Z"), at("2026-04-06T07:00Z")]
    assert autumn == [at("2026-10-19T07:00Z"), at("2026-10-26T08:00Z"), at("2026-11-02T08:00Z")]


def three(anchor: date) -> list[date]:
    return list(islice(weekly(anchor), 3))


@pytest.mark.parametrize(
    ("zone", "expected"), [("Asia/Kolkata", "2026-06-01T04:00Z"), ("Asia/Kathmandu", "2026-06-01T03:45Z")]
)
def test_tz_02_the_minutes_of_an_offset_are_kept(zone, expected):
    stored = instant(datetime(2026, 6, 1, 9, 30), zone)
    assert stored == at(expected)
    assert local(stored, zone).strftime("%H:%M") == "09:30"


def test_tz_03_a_time_that_comes_twice_is_taken_once_and_the_first():
    assert instant(datetime(2026, 11, 1, 1, 30), "America/New_York") == at("2026-11-01T05:30Z")
    assert instant(datetime(2026, 10, 25, 2, 30), "Europe/Berlin") == at("2026-10-25T00:30Z")
    assert instant(datetime(2026, 10, 25, 2, 30, fold=1), "Europe/Berlin") == at("2026-10-25T00:30Z")


def test_a_time_that_is_jumped_over_moves_on_by_the_gap():
    moved = instant(datetime(2027, 3, 28, 2, 30), "Europe/Berlin")
    assert moved == at("2027-03-28T01:30Z")
    assert local(moved, "Europe/Berlin").strftime("%H:%M") == "03:30"


def test_tz_05_every_thursday_is_thursday_in_los_angeles_after_summer_time_too():
    starts = [instant(datetime(d.year, d.month, d.day, 18), "America/Los_Angeles") for d in three(date(2026, 10, 22))]
    assert starts == [at("2026-10-23T01:00Z"), at("2026-10-30T01:00Z"), at("2026-11-06T02:00Z")]


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Pacific/Auckland", "Mon 15 Jun 08:00"),
        ("Pacific/Pago_Pago", "Sun 14 Jun 09:00"),
        ("Pacific/Kiritimati", "Mon 15 Jun 10:00"),
        ("Pacific/Chatham", "Mon 15 Jun 08:45"),
        ("Etc/GMT+12", "Sun 14 Jun 08:00"),
    ],
)
def test_tz_07_one_instant_is_two_dates(zone, expected):
    assert local(at("2026-06-14T20:00Z"), zone).strftime("%a %d %b %H:%M") == expected


def test_tz_15_the_hours_between_london_and_new_york_differ_for_a_week():
    meetings = [instant(datetime(2026, 3, day, 17), "Europe/London") for day in (23, 30)]
    assert [local(each, "America/New_York").hour for each in meetings] == [13, 12]


def test_db_06_naive_times_are_refused_where_an_instant_is_wanted_and_aware_ones_where_not():
    naive = datetime(2026, 6, 1, 9, 30)
    with pytest.raises(ValueError, match="no zone"):
        local(naive, "Europe/Helsinki")
    with pytest.raises(ValueError, match="no zone"):
        add_days(naive, 1, "Europe/Helsinki")
    with pytest.raises(ValueError, match="no zone"):
        working_days_after(naive, 5, "Europe/Helsinki")
    with pytest.raises(ValueError, match="without a zone"):
        instant(naive.replace(tzinfo=UTC), "Europe/Helsinki")


def test_db_06_any_aware_time_is_the_same_instant():
    india = datetime(2026, 6, 1, 9, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert local(india, "UTC") == at("2026-06-01T04:00Z")


def test_evt_10_monthly_on_the_31st_loses_no_month_and_never_its_day():
    days = list(islice(monthly(date(2026, 1, 31)), 14))
    assert days[:4] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    assert days[12:] == [date(2027, 1, 31), date(2027, 2, 28)]


def test_evt_11_every_other_week_is_counted_in_days():
    assert list(islice(weekly(date(2026, 12, 21), 2), 3)) == [date(2026, 12, 21), date(2027, 1, 4), date(2027, 1, 18)]


def test_every_no_weeks_is_refused():
    with pytest.raises(ValueError, match="no rhythm"):
        weekly(date(2026, 12, 21), 0)


def test_days_are_added_on_the_wall_not_in_hours():
    assert add_days(at("2026-10-24T06:00Z"), 1, "Europe/Helsinki") == at("2026-10-25T07:00Z")
    assert add_days(at("2026-10-25T07:00Z"), -1, "Europe/Helsinki") == at("2026-10-24T06:00Z")


@pytest.mark.parametrize(
    ("start", "country", "expected"),
    [
        ("2026-11-23T10:00Z", "FI", "2026-11-30T10:00Z"),  # Monday to Monday
        ("2026-11-27T10:00Z", "FI", "2026-12-04T10:00Z"),  # Friday to Friday
        ("2026-11-28T10:00Z", "FI", "2026-12-04T10:00Z"),  # a Saturday does not count
        ("2026-12-22T10:00Z", "FI", "2026-12-31T10:00Z"),  # 24 is a holiday in practice only, 25 by law
        ("2026-12-22T10:00Z", "", "2026-12-29T10:00Z"),
        ("2026-10-23T09:00Z", "FI", "2026-10-30T10:00Z"),  # noon stays noon over the change of the clocks
    ],
)
def test_the_veto_window_is_five_working_days(start, country, expected):
    assert working_days_after(at(start), 5, "Europe/Helsinki", country) == at(expected)


def test_holidays_are_a_countrys_own():
    assert is_holiday(date(2026, 12, 6), "FI")
    assert is_holiday(date(2026, 7, 14), "fr")
    assert not is_holiday(date(2026, 7, 14), "FI")
    assert not is_working_day(date(2026, 7, 14), "FR")
    assert is_working_day(date(2026, 7, 14), "FI")


@pytest.mark.parametrize("country", ["", "XX", "Finland"])
def test_a_country_not_known_has_no_holidays(country):
    assert not is_holiday(date(2026, 12, 25), country)


@given(WALLS, ZONES)
def test_a_local_time_comes_back_as_it_was_unless_it_does_not_exist(wall, zone):
    back = local(instant(wall, zone), zone).replace(tzinfo=None)
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1))
    gap = max(timedelta(), second - first)
    assert back - wall == gap


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 48))
def test_evt_10_each_month_once_and_as_near_the_anchor_day_as_it_has(anchor, turns):
    day = next(islice(monthly(anchor), turns, None))
    assert (day.year * 12 + day.month) - (anchor.year * 12 + anchor.month) == turns
    assert day.day == anchor.day or (day.day < anchor.day and (day + timedelta(days=1)).day == 1)
