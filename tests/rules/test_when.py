import re
from contextlib import suppress
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules import when
from bot.rules.when import Unclear, parse_day, parse_length, parse_past, parse_time, parse_when, refuse_past

WEDNESDAY = datetime(2026, 10, 14, 6, tzinfo=UTC)  # 09:00 in Helsinki
HELSINKI = "Europe/Helsinki"
TEXTS = Path(when.__file__).parents[1] / "texts" / "en" / "when.ftl"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def key(text: str, locale: str = "en") -> str:
    with pytest.raises(Unclear) as caught:
        parse_when(text, WEDNESDAY, HELSINKI, locale)
    return caught.value.key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-20 18:30", "2026-10-20T15:30Z"),
        ("2026-10-20T18:30", "2026-10-20T15:30Z"),
        ("2026-10-20T18:30Z", "2026-10-20T18:30Z"),
        ("2026-10-20 18:30+05:30", "2026-10-20T13:00Z"),
        ("20.10.2026 18:30", "2026-10-20T15:30Z"),
        ("20.10. klo 18.30", "2026-10-20T15:30Z"),
        ("20.10.26, 18:30", "2026-10-20T15:30Z"),
        ("in 3 days 17:00", "2026-10-17T14:00Z"),
        ("in 1 week 17:00", "2026-10-21T14:00Z"),
        ("14 November 2026 at 5 pm", "2026-11-14T15:00Z"),
        ("Nov 14, 2026 17h30", "2026-11-14T15:30Z"),
        ("Tue, Oct 20, 2026 18:30", "2026-10-20T15:30Z"),
        ("18:30", "2026-10-14T15:30Z"),
        ("2027-03-28 03:30", "2027-03-28T01:30Z"),  # does not exist: the clocks go from 03:00 to 04:00
    ],
)
def test_days_and_times_are_read(text, expected):
    assert parse_when(text, WEDNESDAY, HELSINKI) == at(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yesterday", "2026-10-13T09:00Z"),
        ("eilen", "2026-10-13T09:00Z"),
        ("today", "2026-10-14T06:00Z"),  # noon is still to come
        ("today 8:00", "2026-10-14T05:00Z"),
        ("08:15", "2026-10-14T05:15Z"),
        ("Tuesday", "2026-10-13T09:00Z"),
        ("last Tuesday 18:00", "2026-10-13T15:00Z"),
        ("Wednesday 18:00", "2026-10-07T15:00Z"),  # today's is still to come
        ("20.10.", "2025-10-20T09:00Z"),
        ("12 October", "2026-10-12T09:00Z"),
        ("29 February", "2024-02-29T10:00Z"),
        ("3 days ago 17:00", "2026-10-11T14:00Z"),
        ("2026-10-01T18:30:00+00:00", "2026-10-01T18:30Z"),
        ("2026-10-20 18:30", "2026-10-20T15:30Z"),  # said plainly: whoever asked refuses it
    ],
)
def test_what_has_happened_is_told_looking_back(text, expected):
    assert parse_past(text, WEDNESDAY, HELSINKI, "fi" if text == "eilen" else "en") == at(expected)


def test_what_names_no_day_is_asked_back_looking_back_too():
    for text in ("long ago", "31 February", ""):
        with pytest.raises(Unclear, match="when-not-a-day"):
            parse_past(text, WEDNESDAY, HELSINKI)


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)), st.sampled_from(["Mon", "Friday 10:00", "1 May", "today"])
)
def test_whatever_names_no_year_is_never_to_come_looking_back(moment, text):
    now = moment.replace(tzinfo=UTC)
    assert parse_past(text, now, HELSINKI) <= now


def test_tz_06_today_and_tomorrow_are_where_the_person_is():
    monday_morning = at("2026-06-14T20:00Z")
    assert parse_when("today 18:00", monday_morning, "Pacific/Auckland") == at("2026-06-15T06:00Z")
    assert parse_when("tomorrow 09:00", monday_morning, "Pacific/Auckland") == at("2026-06-15T21:00Z")
    assert parse_day("today", monday_morning, "Pacific/Pago_Pago") == date(2026, 6, 14)


def test_tz_05_thursday_is_the_next_one_on_the_persons_calendar():
    wednesday_evening = at("2026-10-15T01:30Z")
    for text in ("thursday 18:00", "Thu 18:00", "next Thursday 18:00"):
        assert parse_when(text, wednesday_evening, "America/Los_Angeles") == at("2026-10-16T01:00Z")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wed 10:00", "2026-10-14T07:00Z"),  # still to come today
        ("wed 09:00", "2026-10-21T06:00Z"),  # over: next week
        ("next wed 10:00", "2026-10-21T07:00Z"),
        ("tue 17:00", "2026-10-20T14:00Z"),
    ],
)
def test_a_weekday_is_the_next_whose_time_is_to_come(text, expected):
    assert parse_when(text, WEDNESDAY, HELSINKI) == at(expected)


def test_a_weekday_over_the_change_of_the_clocks_keeps_its_time():
    sunday = at("2026-10-18T12:00Z")
    assert parse_when("sun 10:00", sunday, HELSINKI) == at("2026-10-25T08:00Z")


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("mardi 17:00", "fr", "2026-10-20T14:00Z"),
        ("mar. 17:00", "fr", "2026-10-20T14:00Z"),
        ("demain 17h30", "fr", "2026-10-15T14:30Z"),
        ("Di 9:30", "de", "2026-10-20T06:30Z"),
        ("Dienstag um 9 Uhr", "de_AT", "2026-10-20T06:00Z"),
        ("di 17:00", "fr", "2026-10-18T14:00Z"),  # dimanche, not Dienstag
        ("ti 17", "fi", "2026-10-20T14:00Z"),
        ("tiistaina klo 17", "fi-FI", "2026-10-20T14:00Z"),
        ("ti 20.10. klo 17.00", "fi", "2026-10-20T14:00Z"),
        ("huomenna klo 9", "fi", "2026-10-15T06:00Z"),
        ("3 päivän päästä 17:00", "fi", "2026-10-17T14:00Z"),
        ("om 3 dagar 17.00", "sv", "2026-10-17T14:00Z"),
        ("20 oktober kl. 17", "sv", "2026-10-20T14:00Z"),
        ("20. lokakuuta 17:00", "fi", "2026-10-20T14:00Z"),
        ("tue 17:00", "fi", "2026-10-20T14:00Z"),  # English is understood by everybody's bot
        ("tue 17:00", "nonsense", "2026-10-20T14:00Z"),
    ],
)
def test_loc_04_days_are_understood_in_the_persons_language(text, locale, expected):
    assert parse_when(text, WEDNESDAY, HELSINKI, locale) == at(expected)


@pytest.mark.parametrize("locale", ["en", "en_US", "en_GB", "fi"])
def test_loc_03_day_and_month_are_asked_back_with_both_readings(locale):
    with pytest.raises(Unclear) as caught:
        parse_when("03/04/2026 10:00", WEDNESDAY, HELSINKI, locale)
    assert caught.value.key == "when-day-or-month"
    assert caught.value.arguments == {"first": date(2026, 4, 3), "second": date(2026, 3, 4)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("05.03.2026", date(2026, 3, 5)),
        ("31/12", date(2026, 12, 31)),
        ("12/31", date(2026, 12, 31)),
        ("12/31/2027", date(2027, 12, 31)),
        ("5/5", date(2027, 5, 5)),
        ("2026/12/31", date(2026, 12, 31)),
        ("14.10.", date(2026, 10, 14)),
        ("13.10.", date(2027, 10, 13)),
        ("29.2.", date(2028, 2, 29)),
        ("Wednesday", date(2026, 10, 14)),
        ("next Wednesday", date(2026, 10, 21)),
    ],
)
def test_loc_03_what_can_be_read_in_one_way_is(text, expected):
    assert parse_day(text, WEDNESDAY, HELSINKI) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nonsense", "when-not-a-day"),
        ("", "when-not-a-day"),
        ("30.2.2026 10:00", "when-not-a-day"),
        ("2026-13-01 10:00", "when-not-a-day"),
        ("13/13 10:00", "when-not-a-day"),
        ("Mon 20.10.2026 10:00", "when-not-a-day"),  # a Tuesday
        ("9999-12-31 23:59", "when-not-a-day"),
        ("tomorrow 25:00", "when-not-a-time"),
        ("tomorrow 13 pm", "when-not-a-time"),
        ("tomorrow", "when-no-time"),
        ("2026-10-20", "when-no-time"),
        ("Oct 14", "when-no-time"),
        ("in 3 days", "when-no-time"),
        ("5/10 10:00", "when-day-or-month"),
        ("5/10", "when-day-or-month"),
    ],
)
def test_what_cannot_be_read_says_what_is_missing(text, expected):
    assert key(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18:30", time(18, 30)),
        ("18.30", time(18, 30)),
        ("9", time(9)),
        ("klo 9.05", time(9, 5)),
        ("17h", time(17)),
        ("17h30", time(17, 30)),
        ("5pm", time(17)),
        ("5:30 p.m.", time(17, 30)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("9 Uhr", time(9)),
        ("00:00", time(0)),
    ],
)
def test_times_of_day(text, expected):
    assert parse_time(text) == expected


@pytest.mark.parametrize("text", ["", "24:00", "18:60", "0 am", "noonish", "18:3", "-1", "183"])
def test_what_is_no_time_of_day(text):
    with pytest.raises(Unclear, match="when-not-a-time"):
        parse_time(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45),
        ("1 h", 60),
        ("1h30", 90),
        ("90 min", 90),
        ("1:30", 90),
        ("1.5 h", 90),
        ("1,5 t", 90),
        ("1 h 15 min", 75),
        ("2 tuntia", 120),
        ("1 timme", 60),
        ("2 hours", 120),
        ("24 h", 1440),
    ],
)
def test_lengths(text, minutes):
    assert parse_length(text) == minutes


@pytest.mark.parametrize("text", ["", "0", "1.5", "h", "25 h", "1441", "-5", "long", "9" * 400, "9" * 400 + " h"])
def test_what_is_no_length(text):
    with pytest.raises(Unclear, match="when-not-a-length"):
        parse_length(text)


def test_evt_13_a_past_instant_is_refused_and_said_in_local_time():
    later = at("2026-10-14T06:01Z")
    assert refuse_past(later, WEDNESDAY, HELSINKI) == later
    with pytest.raises(Unclear) as caught:
        refuse_past(WEDNESDAY, WEDNESDAY, HELSINKI)
    assert caught.value.key == "when-past"
    assert caught.value.arguments["at"].strftime("%H:%M") == "09:00"


def test_every_key_has_an_english_text():
    used = set(re.findall(r'"(when-[a-z-]+)"', Path(when.__file__).read_text(encoding="utf-8")))
    written = set(re.findall(r"^(when-[a-z-]+) =", TEXTS.read_text(encoding="utf-8"), re.MULTILINE))
    assert used == written


WORDS = st.sampled_from(
    "in 3 days next tue ti 14.10. 31/12 5/5 03/04 2026-10-14 18:30 9 pm klo , today . T 0 99".split()
)


@given(
    st.text(max_size=30) | st.lists(WORDS, max_size=6).map(" ".join), st.sampled_from(["en", "fi", "de", "zh", "??"])
)
@example("0001-01-01T00:00+14:00", "en")
@example("9999-12-31T23:59-12:00", "en")
def test_any_text_gives_an_instant_or_says_what_is_unclear(text, locale):
    with suppress(Unclear):
        assert parse_when(text, WEDNESDAY, HELSINKI, locale).tzinfo is UTC


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.sampled_from(["%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"]))
def test_what_is_written_without_doubt_is_read_as_written(wall, style):
    written = wall.replace(second=0, microsecond=0)
    assert parse_when(wall.strftime(style), WEDNESDAY, "UTC").replace(tzinfo=None) == written
