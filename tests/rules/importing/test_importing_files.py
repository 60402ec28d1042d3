"""Whole files of three shapes, from bytes to people: our own small ones, and the larger ones where they are at hand."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.rules.applying import Format, Role
from bot.rules.importing import (
    Certainty,
    Defaults,
    Field,
    ImportRefused,
    Mapping,
    ProblemKind,
    Reading,
    guess_mapping,
    identity,
    mapping_problems,
    read_applications,
    read_table,
)

OWN = Path(__file__).parents[2] / "data"
SHARED = Path(__file__).parents[4] / "shared" / "data"
HELSINKI = Defaults("Europe/Helsinki")
TOPIC_WITH_COMMAS = "communication, social media and visibility"


def zone_of(text: str) -> str:
    """A finder of zones that knows what stands in the files, and nothing else."""
    zones = {
        "Tampere, EET": "Europe/Helsinki",
        "Helsinki (UTC+2)": "Europe/Helsinki",
        "London GMT/BST": "Europe/London",
        "Stockholm, CET": "Europe/Stockholm",
        "Kathmandu +5:45": "Asia/Kathmandu",
        "Toronto, America/Toronto": "America/Toronto",
        "Tartu": "Europe/Tallinn",
        "Europe/Stockholm": "Europe/Stockholm",
    }
    return zones.get(text, "")


def read(path: Path, defaults: Defaults = HELSINKI, answers: dict[str, str] | None = None) -> Reading:
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the project")
    table = read_table(path.read_bytes())
    return read_applications(table, guess_mapping(table), defaults, answers=answers, zone_of=zone_of)


def roles(reading: Reading) -> tuple[int, int, int]:
    """Mentors, actors, either."""
    counts = Counter(person.answers.role for person in reading.people)
    return counts[Role.MENTOR], counts[Role.ACTOR], counts[Role.EITHER]


def mentors_capacity(reading: Reading) -> int:
    return sum(one.answers.capacity or 0 for one in reading.people if one.answers.role is Role.MENTOR)


def named(reading: Reading, name: str) -> object:
    return next(person.answers for person in reading.people if person.answers.name == name)


def test_shared_finnish_survey() -> None:
    reading = read(SHARED / "webropol-fi-40.csv")
    assert roles(reading) == (11, 26, 2)
    assert mentors_capacity(reading) == 22
    assert [(left.row, left.key) for left in reading.left_out] == [
        (5, "import-left-out-answered-again"),
        (28, "import-left-out-no-consent"),
    ]
    own_names = [
        one for one in reading.problems if one.key == "import-notice-own-name" and one.column.startswith("Kenen")
    ]
    assert sum(len(person.answers.avoid) for person in reading.people) + len(own_names) == 4
    assert len(own_names) == 1, "Lauri Holmström avoids himself"
    assert {problem.kind for problem in reading.problems} == {ProblemKind.NOTICE}


def test_shared_english_form() -> None:
    reading = read(SHARED / "google-forms-en-120.csv")
    assert roles(reading) == (39, 67, 14)
    assert {question.value: question.count for question in reading.questions} == {
        "as many as needed": 6,
        "2-3": 12,
        "": 9,
    }
    assert reading.open_questions == reading.questions
    assert reading.without_zone == 20
    assert reading.problems == () == reading.left_out
    topics = Counter(topic for one in reading.people for topic in (*one.answers.offers, *one.answers.wants))
    assert len(topics) == 8
    assert TOPIC_WITH_COMMAS in topics
    assert not any(one.answers.capacity for one in reading.people if one.answers.role is Role.ACTOR)


def test_shared_swedish_office_spreadsheet() -> None:
    reading = read(SHARED / "office-sv-24.csv")
    assert roles(reading) == (8, 11, 5)
    assert mentors_capacity(reading) == 17
    assert [(left.row, left.key) for left in reading.left_out] == [
        (1, "import-skipped-title"),
        (19, "import-skipped-empty"),
        (29, "import-skipped-totals"),
    ]
    assert reading.questions == ()
    assert "Åsa Söderberg" in {person.answers.name for person in reading.people}


@pytest.mark.parametrize("name", ["webropol-fi-40.csv", "google-forms-en-120.csv", "office-sv-24.csv"])
def test_every_column_of_the_shared_files_is_recognised(name: str) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project")
    mapping = guess_mapping(read_table(path.read_bytes()))
    assert {column.certainty for column in mapping.columns} == {Certainty.SURE}
    assert not mapping.has(Field.IGNORE)
    assert not [problem for problem in mapping_problems(mapping) if not problem.is_notice]


def test_finnish_survey() -> None:
    reading = read(OWN / "survey-fi.csv")
    assert roles(reading) == (1, 2, 1)
    aava, oula = reading.people[0].answers, reading.people[-1].answers
    assert aava.name == "Aava Meri"
    assert aava.aims == "Kaipaan keskustelukumppania; työni on muuttunut\nja sen mukana kaikki muukin."
    assert aava.wants == aava.offers == ("viestintä, some ja näkyvyys", "kokoelmat")
    assert aava.languages == ("fi", "en")
    assert aava.format is Format.ONLINE
    assert aava.wishes == ("Oula Tunturi", "Ilo D'Arc")
    assert aava.submitted_at == datetime(2026, 11, 18, 10, 13, tzinfo=UTC)
    assert aava.consent
    assert (oula.capacity, oula.employer, oula.avoid) == (3, "Inarin kirjasto", ())
    assert [left.text_arguments() for left in reading.left_out] == [
        {"row": 3, "name": "Oula Tunturi", "kept": 7},
        {"row": 5, "name": "Vieno Suo"},
    ]
    assert [(one.row, one.column) for one in reading.problems] == [(6, "Toiveesi parista (enintään 3 nimeä)")]
    assert [(one.key, one.rows) for one in reading.questions] == [("import-question-capacity-empty", (4,))]


def test_english_form() -> None:
    reading = read(OWN / "form-en.csv")
    june, nour, frida, thao, ivo, kim = (person.answers for person in reading.people)
    assert [one.name for one in (nour, frida, thao, ivo)] == [
        "Nour Berg",
        "Frida Lund",
        "Thảo O'Neil-Mia",
        "Ivo van der Meer",
    ]
    assert june.note == '=HYPERLINK("x")'
    assert frida.note == "@everyone hello"
    assert frida.languages == ("en", "sv", "ar")
    assert (frida.place, frida.time_zone) == ("London", "Europe/London")
    assert (thao.place, thao.employer) == ("Kathmandu", "University, library")
    assert thao.offers == ("collections", TOPIC_WITH_COMMAS, "open science")
    assert june.submitted_at == datetime(2026, 10, 5, 22, 10, 26, tzinfo=UTC)
    assert (nour.capacity, ivo.capacity, kim.capacity) == (1, None, None)
    assert reading.without_zone == 2
    assert {question.value: question.rows for question in reading.questions} == {
        "2-3": (4, 6),
        "as many as needed": (5,),
        "": (7,),
    }


def test_swedish_office_spreadsheet() -> None:
    reading = read(OWN / "office-sv.csv")
    assert roles(reading) == (2, 1, 1)
    assert mentors_capacity(reading) == 5
    assert [left.row for left in reading.left_out] == [1, 7, 9]
    orjan, nils = reading.people[1].answers, reading.people[-1].answers
    assert (orjan.name, orjan.languages, orjan.capacity, orjan.consent) == ("Örjan Ö", ("sv", "fi"), None, False)
    assert nils.languages == ("fi", "en")
    assert reading.people[0].answers.wants == ("internationellt arbete", "öppen vetenskap")
    assert reading.people[0].answers.time_zone == "Europe/Tallinn"
    assert [problem.key for problem in reading.problems] == ["import-notice-encoding"]


def test_answers_settle_questions() -> None:
    answers = {"capacity:2-3": "3", "capacity:as many as needed": "5", "capacity:": "none"}
    reading = read(OWN / "form-en.csv", answers=answers)
    assert reading.open_questions == ()
    assert [one.answers.capacity for one in reading.people] == [None, 1, 3, 5, 3, None]


def test_a_stated_default_settles_questions_within_a_range() -> None:
    reading = read(OWN / "form-en.csv", Defaults("Europe/Helsinki", capacity=4))
    assert reading.open_questions == ()
    assert [one.answers.capacity for one in reading.people] == [None, 1, 3, 4, 3, 4]


def test_an_impossible_answer_leaves_the_question_open() -> None:
    reading = read(OWN / "form-en.csv", answers={"capacity:2-3": "21", "capacity:": "-1"})
    assert len(reading.open_questions) == 3


def test_reading_twice_gives_the_same_people() -> None:
    first, second = read(OWN / "survey-fi.csv"), read(OWN / "survey-fi.csv")
    assert first == second
    identities = [identity(person.answers) for person in first.people]
    assert len(set(identities)) == len(identities) == 4


def test_a_mapping_comes_back_from_plain_data_and_fits_the_next_file() -> None:
    data = (OWN / "survey-fi.csv").read_bytes()
    table = read_table(data)
    mapping = guess_mapping(table)
    again = Mapping.from_dict(mapping.as_dict())
    assert again == mapping
    assert again.fits(read_table(data.replace(b"Aava", b"Ida")))
    assert not again.fits(read_table((OWN / "form-en.csv").read_bytes()))
    with pytest.raises(ImportRefused) as refusal:
        read_applications(read_table((OWN / "form-en.csv").read_bytes()), again, HELSINKI)
    assert refusal.value.key == "import-refused-other-headers"
