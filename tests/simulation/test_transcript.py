import json
from collections import Counter
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from adapters.local.players.controls import Control
from adapters.local.players.hands import Filled, Pressed
from adapters.local.ports import LocalMessage, LocalPerson, LocalPlace, PlaceKind, private_place
from adapters.local.render import draw, speech
from adapters.local.scribe import Scribe
from bot.entities import (
    Agreement,
    Application,
    ApplicationState,
    Due,
    DueState,
    Meeting,
    MeetingState,
    Pairing,
    PulseAnswer,
    Rsvp,
    Session,
)
from bot.message import Button, Choice, Field, FieldKind, File, Form, Message, Option, Section
from tests.simulation.theatre import Play, played, whole

KEYS = [
    "applications", "people", "pairs", "left_over", "introductions", "agreements", "meetings_logged", "nudges",
    "sessions", "rsvps", "pulse_answers", "messages_sent", "messages_undeliverable", "report",
]  # fmt: skip
SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
MATCHED = 31  # days from the beginning, when the pairs have been published
AT = datetime(2026, 11, 2, 7, 5, tzinfo=UTC)
ANN = LocalPerson("p1", "Ann Virtanen", zone="Europe/Helsinki")
ZOE = LocalPerson("p2", "Zoë Smith", zone="America/Toronto")


@pytest.fixture(name="whole")
def _whole() -> Play:
    return whole()


# --- a whole play ----------------------------------------------------------------------------------------------------
def test_the_same_seed_gives_the_same_transcript(whole: Play) -> None:
    again = played(seed=7)
    assert again.text == whole.text
    assert again.report == whole.report


def test_another_seed_gives_another_transcript() -> None:
    assert played(seed=7, days=MATCHED).text != played(seed=8, days=MATCHED).text


def test_the_last_line_is_the_totals_and_nothing_else(whole: Play) -> None:
    last = json.loads(whole.text.splitlines()[-1])
    assert list(last) == KEYS
    assert {**last, "report": ""} == {**whole.figures, "report": ""}


def test_the_totals_are_what_the_database_says(whole: Play) -> None:
    applications, sent = whole.all(Application), [row for row in whole.all(Due) if row.state == DueState.SENT]
    states = Counter(row.state for row in whole.all(Due))
    agreed = {item.pairing_id for item in whole.all(Agreement) if item.mentor_agreed_at and item.actor_agreed_at}
    assert {key: value for key, value in whole.figures.items() if key != "report"} == {
        "applications": len(applications),
        "people": len({item.person_id for item in applications}),
        "pairs": sum(item.introduced_at is not None for item in whole.all(Pairing)),
        "left_over": sum(item.state == ApplicationState.WAITING for item in applications),
        "introductions": sum(row.kind == "pairing.introduction" for row in sent),
        "agreements": len(agreed),
        "meetings_logged": sum(item.state == MeetingState.HELD for item in whole.all(Meeting)),
        "nudges": sum(row.kind in whole.nudging for row in sent),
        "sessions": len(whole.all(Session)),
        "rsvps": len(whole.all(Rsvp)),
        "pulse_answers": len(whole.all(PulseAnswer)),
        "messages_sent": len({(row.person_id, row.place, row.reference, row.sent_at) for row in sent}),
        "messages_undeliverable": states[DueState.UNDELIVERABLE],
    }


def test_a_whole_programme_is_played(whole: Play) -> None:
    figures = whole.figures
    assert figures["people"] == 8
    assert figures["pairs"] == figures["introductions"]
    assert figures["sessions"] == 3
    assert all(figures[key] for key in ("pairs", "agreements", "meetings_logged", "rsvps", "pulse_answers", "nudges"))
    assert b"<html" in whole.report


def test_nothing_goes_wrong_on_the_way(whole: Play) -> None:
    for words in ("unexpected", "Something went wrong", "I do not know the command", "    ! "):
        assert words not in whole.text


@pytest.mark.parametrize(
    ("name", "people"), [("webropol-fi-40.csv", 39), ("google-forms-en-120.csv", 120), ("office-sv-24.csv", 24)]
)
def test_the_files_of_form_services_can_be_played(name: str, people: int) -> None:
    if not (SHARED / name).exists():
        pytest.skip("the shared files are not beside the project")
    play = played(seed=1, applications=(SHARED / name).read_bytes(), days=MATCHED)
    assert play.figures["people"] == people
    assert "can say no until" in " ".join(play.text.split())


# --- how it is written -----------------------------------------------------------------------------------------------
@pytest.fixture
def out() -> StringIO:
    return StringIO()


@pytest.fixture
def scribe(out: StringIO) -> Scribe:
    return Scribe(out, [ANN, ZOE], "Europe/Helsinki")


def said(message: Message, place: str, *, author: str = "", private_to: str = "", number: int = 1) -> LocalMessage:
    payload = speech(message.text) if author else draw(message)
    return LocalMessage(place, AT, payload, author, private_to, id=number, version=number)


def test_a_message_stands_with_its_time_its_place_and_its_buttons(scribe: Scribe, out: StringIO) -> None:
    section = Section("Facts", facts=(("Theme", "Water"),), buttons=(Button("More", "help"),))
    file = File("plan.txt", "text/plain", b"abc")
    choice = Choice("Which?", "rsvp", (Option("1", "One"), Option("2", "Two")))
    message = Message("Hello.", "Welcome", (section,), (Button("Go on", "help"),), choice, (file,))
    scribe.hears(said(message, private_place("p1")))
    scribe.close()
    assert out.getvalue().split("\n") == [
        "", "=== Monday 2 November 2026 ===", "", "09:05  [Ann Virtanen & Luotsi]  Luotsi",
        "        ** Welcome **", "        Hello.", "        * Facts", "        Theme: Water", "        [More]",
        "        [Go on]", "        Which?: One | Two", "        [file: plan.txt, 3 bytes]", "",
    ]  # fmt: skip


def test_an_answer_that_one_person_sees_says_so_and_a_pair_space_has_its_name(scribe: Scribe, out: StringIO) -> None:
    scribe.hears(LocalPlace("pair:1", PlaceKind.PAIR, "Ann and Zoë", members=frozenset({"p1", "p2"})))
    scribe.hears(said(Message("Ticked."), "pair:1", private_to="p1"))
    scribe.close()
    assert "09:05  [Ann and Zoë]  Luotsi (only Ann Virtanen sees this)" in out.getvalue()


def test_whoever_lives_elsewhere_has_their_own_time_beside_it(scribe: Scribe, out: StringIO) -> None:
    scribe.hears(said(Message("Hello."), private_place("p2")))
    scribe.close()
    assert "[Zoë Smith & Luotsi, 02:05 there]" in out.getvalue()


def test_the_same_words_to_several_people_are_written_once(scribe: Scribe, out: StringIO) -> None:
    scribe.hears(said(Message("Hello."), private_place("p1")))
    scribe.hears(said(Message("Hello."), private_place("p2"), number=2))
    scribe.hears(said(Message("Goodbye."), private_place("p2"), number=3))
    scribe.close()
    assert out.getvalue().count("Hello.") == 1
    assert "[Ann Virtanen & Luotsi] [Zoë Smith & Luotsi, 02:05 there]  Luotsi" in out.getvalue()


def test_what_is_typed_pressed_and_filled_in_is_written_too(scribe: Scribe, out: StringIO) -> None:
    fields = (
        Field("when", "Day and time"),
        Field("format", "How?", FieldKind.ONE, options=(Option("online", "Online"),)),
        Field("note", "Note", required=False),
    )
    form = Form("meeting plan", "Plan a meeting", fields, "Send", errors={"when": "That day is past."})
    scribe.hears(said(Message("/mentoring mine"), private_place("p1"), author="p1"))
    scribe.sees(Pressed(AT, ANN, "general", Control("Plan it", "meeting plan").label))
    scribe.sees(Filled(AT, ANN, "general", form, {"when": "2026-12-01 10:00", "format": "online", "note": ""}))
    scribe.close()
    text = out.getvalue()
    assert "[Ann Virtanen & Luotsi]  Ann Virtanen\n        /mentoring mine" in text
    assert "[#general]  Ann Virtanen presses [Plan it]" in text
    assert "fills in “Plan a meeting”\n        ! That day is past.\n        Day and time: 2026-12-01 10:00" in text
    assert text.endswith("        How?: Online\n")


def test_nothing_that_people_type_moves_the_cursor(scribe: Scribe, out: StringIO) -> None:
    scribe.hears(said(Message("\x1b[2JGone\u202e"), private_place("p1"), author="p1"))
    scribe.close()
    assert "        [2JGone\n" in out.getvalue()
