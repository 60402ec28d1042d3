"""Files prepared for storing, and who in them is known already."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.applying import Answers
from bot.rules.importing import Applicant, Certainty, Defaults, Field, ImportRefused, identity
from bot.rules.importing.prepared import decided, prepare
from bot.rules.importing.recognising import Known, recognise

DEFAULTS = Defaults("Europe/Helsinki", consent=True)
FILE = b"Name;Role;How many at once?;Number;Yes\nAnn Aalto;coach;2-3;1;x\nBo Berg;actor;;2;\n"
NAMES = st.sampled_from(["Ann Aalto", "ann  aalto", "Bo Berg", "Cilla Ceder"])
EMAILS = st.sampled_from(["", "a@example.org", "A@example.org", "b@example.org", "c@example.org"])


def zone_of(_: str) -> str:
    return ""


def test_answers_may_be_given_by_the_doubtful_value_and_reach_what_they_bring_up() -> None:
    prepared = prepare(FILE, DEFAULTS, zone_of, answers={"COACH": "mentor", "2-3": "3", "7": "1"})
    assert [(one.name, one.capacity) for one in prepared.people] == [("Ann Aalto", 3), ("Bo Berg", None)]
    assert prepared.unused == ("7",)
    assert prepared.capacity == 3


def test_columns_are_changed_by_number_or_header_and_a_flag_says_what_it_stands_for() -> None:
    changes = {"4": "ignore", " yes ": "topic_flag:Open science"}
    prepared = prepare(FILE, DEFAULTS, zone_of, changes=changes, answers={"coach": "mentor"})
    assert [one.offers for one in prepared.people] == [("Open science",), ()]
    assert prepared.mapping.columns[4].detail == "Open science"
    for column, meaning in (("0", "name"), ("6", "name"), ("Nope", "name"), ("²", "name"), ("1", "colour")):
        with pytest.raises(ImportRefused):
            decided(prepared.mapping, column, meaning)


def test_without_what_every_person_needs_nobody_is_read_and_it_is_said_why() -> None:
    prepared = prepare(FILE, DEFAULTS, zone_of, changes={"Role": "ignore"})
    assert prepared.reading is None
    assert prepared.people == prepared.left_out == ()
    assert (prepared.capacity, prepared.avoid_entries) == (0, 0)
    assert [problem.key for problem in prepared.obstacles] == ["import-mapping-no-role"]


def test_a_saved_mapping_serves_the_same_headers_and_no_others() -> None:
    saved = prepare(FILE, DEFAULTS, zone_of, changes={"Number": "note"}).mapping
    again = prepare(FILE.replace(b"Bo", b"Beata"), DEFAULTS, zone_of, saved=saved)
    assert again.remembered
    assert again.mapping.columns[3].field is Field.NOTE
    assert {column.certainty for column in again.mapping.columns} == {Certainty.SURE}
    other = prepare(FILE.replace(b"Number", b"Count"), DEFAULTS, zone_of, saved=saved)
    assert not other.remembered
    assert not prepare(FILE, DEFAULTS, zone_of, chosen=saved).remembered


def row(number: int, name: str, email: str = "") -> Applicant:
    return Applicant(number, Answers(name, email=email, submitted_at=datetime(2026, 11, 2, tzinfo=UTC)))


def test_the_address_comes_before_the_name() -> None:
    known = (Known(1, "Ann Aalto", "B@example.org"), Known(2, "Bo Berg"))
    found = recognise((row(2, "Bo Berg", "b@example.org"), row(3, "Bo Berg")), known)
    assert found == {2: (1,), 3: (2,)}


def test_a_namesake_with_another_address_is_somebody_else() -> None:
    assert recognise((row(2, "Bo Berg", "b@example.org"),), (Known(1, "Bo Berg", "other@example.org"),)) == {2: ()}


def test_of_several_namesakes_the_one_who_applied_is_meant_else_it_is_unclear() -> None:
    twins = (Known(1, "Bo Berg", "b1@example.org"), Known(2, "bo berg", "b2@example.org"))
    assert recognise((row(2, "Bo Berg"),), twins) == {2: (1, 2)}
    assert recognise((row(2, "Bo Berg"),), (twins[0], Known(2, "bo berg", applied=True))) == {2: (2,)}


def test_two_in_the_file_who_could_be_the_same_known_person_are_two_new_ones() -> None:
    rows = (row(2, "Bo Berg", "b1@example.org"), row(3, "Bo Berg", "b2@example.org"))
    assert recognise(rows, (Known(1, "Bo Berg"),)) == {2: (), 3: ()}


@given(st.lists(st.tuples(NAMES, EMAILS), max_size=6), st.lists(st.tuples(NAMES, EMAILS), max_size=4))
def test_storing_a_file_and_reading_it_again_finds_the_same_people(
    written: list[tuple[str, str]], here: list[tuple[str, str]]
) -> None:
    distinct = {identity(Answers(name, email=email)): (name, email.lower()) for name, email in written}
    rows = [row(number, name, email) for number, (name, email) in enumerate(distinct.values(), 2)]
    known = [Known(number, name, email) for number, (name, email) in enumerate(here, 1)]
    first = recognise(rows, known)
    stored = {one.id: one for one in known}
    meant: dict[int, int] = {}
    for one in rows:
        if len(first[one.row]) > 1:
            continue
        number = first[one.row][0] if first[one.row] else len(stored) + 1
        old = stored.get(number, Known(number, one.answers.name))
        stored[number] = Known(number, old.name, old.email or one.answers.email, applied=True)
        meant[one.row] = number
    assert len(set(meant.values())) == len(meant), "nobody is found twice"
    again = recognise(rows, list(stored.values()))
    assert {number: again[number] for number in meant} == {number: (person,) for number, person in meant.items()}
