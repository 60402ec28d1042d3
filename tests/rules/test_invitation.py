from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from bot.rules.invitation import Invitation, calendar_file

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
KICK_OFF = Invitation("6f1c", "Kick-off", datetime(2026, 9, 23, 10, 0, tzinfo=UTC), 180, 0, "Over the water")
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=120)


def event_of(data: bytes) -> Event:
    events = Calendar.from_ical(data).walk("VEVENT")
    assert len(events) == 1
    return events[0]


@pytest.mark.parametrize(("hour", "utc"), [(12, "20260923T100000Z"), (13, "20260923T110000Z")])
def test_ics_01_times_are_in_utc_without_the_name_of_a_zone(hour: int, utc: str) -> None:
    paris = datetime(2026, 9, 23, hour, 0, tzinfo=timezone(timedelta(hours=2)))
    data = calendar_file(replace(KICK_OFF, starts_at=paris), NOW).decode()
    assert f"DTSTART:{utc}" in data
    assert "TZID" not in data


def test_ics_02_a_move_keeps_uid_and_organiser_and_has_a_higher_sequence() -> None:
    first = event_of(calendar_file(KICK_OFF, NOW))
    moved = replace(KICK_OFF, starts_at=KICK_OFF.starts_at + timedelta(days=1), revision=1)
    data = calendar_file(moved, NOW + timedelta(minutes=5))
    second = event_of(data)
    assert first["uid"] == second["uid"]
    assert first["organizer"] == second["organizer"]
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert second["dtstamp"].dt > first["dtstamp"].dt
    assert b"METHOD:REQUEST\r\n" in data


def test_ics_03_a_cancellation_says_so_in_the_file_the_entry_and_the_media_type() -> None:
    cancelled = replace(KICK_OFF, cancelled=True, revision=2)
    data = calendar_file(cancelled, NOW)
    assert b"METHOD:CANCEL\r\n" in data
    assert event_of(data)["status"] == "CANCELLED"
    assert event_of(data)["uid"] == event_of(calendar_file(KICK_OFF, NOW))["uid"]
    assert cancelled.media_type.endswith("method=CANCEL")


@given(title=TEXTS, where=TEXTS, description=TEXTS)
def test_ics_04_texts_come_back_as_they_were(title: str, where: str, description: str) -> None:
    event = event_of(calendar_file(replace(KICK_OFF, title=title, where=where, description=description), NOW))
    assert (event["summary"], event.get("location", ""), event.get("description", "")) == (title, where, description)


def test_ics_04_a_text_cannot_end_the_entry() -> None:
    nasty = replace(KICK_OFF, title="Lunch, Q&A; tips\\", description="Come\nEND:VEVENT\nBEGIN:VALARM\\")
    event = event_of(calendar_file(nasty, NOW))
    assert event["summary"] == nasty.title
    assert event["description"] == nasty.description


@pytest.mark.parametrize(
    "title", ["x" * 63 + "👨‍👩‍👧‍👦" * 10, "Příliš žluťoučký kůň úpěl ďábelské ódy a ještě jednou " * 2]
)
def test_ics_05_lines_are_at_most_75_octets_and_never_cut_a_character(title: str) -> None:
    data = calendar_file(replace(KICK_OFF, title=title), NOW)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    for line in data.split(b"\r\n"):
        line.decode("utf-8")
    assert event_of(data)["summary"] == title


@pytest.mark.parametrize("name", ["Laine, Helmi", 'The "Water": a programme', "Two\nlines"])
def test_ics_06_a_name_with_marks_does_not_break_the_file(name: str) -> None:
    event = event_of(calendar_file(replace(KICK_OFF, organiser=name), NOW))
    assert event["organizer"].params["CN"] == name.replace('"', "'").replace("\n", " ")
