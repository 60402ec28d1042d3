"""Single findings, in files of a few rows."""

from pathlib import Path

import pytest

from bot.rules.applying import LONGEST_NAME, LONGEST_TEXT, Answers, Role
from bot.rules.importing import (
    Certainty,
    Defaults,
    Field,
    ImportRefused,
    Mapping,
    ProblemKind,
    Reading,
    guess_mapping,
    mapping_problems,
    read_applications,
    read_table,
)

ROOT = Path(__file__).parents[3]


def read(
    text: str, answers: dict[str, str] | None = None, defaults: Defaults | None = None, zones: str = ""
) -> Reading:
    table = read_table(text.encode())
    return read_applications(
        table,
        guess_mapping(table),
        defaults or Defaults("Europe/Helsinki"),
        answers=answers,
        zone_of=lambda words: words if words and words in zones.split() else "",
    )


def only(reading: Reading) -> Answers:
    (person,) = reading.people
    return person.answers


def test_an_unknown_role_is_asked_and_its_people_wait() -> None:
    text = "Name;Role\nAnna Ek;Volunteer\nBo Ek;mentor\nCia Ek;volunteer\nDan Ek;\n"
    reading = read(text)
    assert [person.row for person in reading.people] == [3]
    assert [(left.row, left.key) for left in reading.left_out] == [
        (row, "import-left-out-no-role") for row in (2, 4, 5)
    ]
    assert [(one.row, one.column, one.key, one.value) for one in reading.problems] == [
        (2, "Role", "import-problem-role", "Volunteer"),
        (4, "Role", "import-problem-role", "volunteer"),
        (5, "Role", "import-problem-role-empty", ""),
    ]
    (question,) = reading.questions
    assert (question.rows, question.options) == ((2, 4), ("mentor", "actor", "either"))
    answered = read(text, {question.id: "mentor"})
    assert [person.answers.role for person in answered.people] == [Role.MENTOR] * 3
    own_words = read(text, defaults=Defaults("UTC", role_words={"Volunteer": Role.ACTOR}))
    assert [person.answers.role for person in own_words.people] == [Role.ACTOR, Role.MENTOR, Role.ACTOR]


def test_unclear_consent_is_asked_and_none_is_left_out() -> None:
    text = "Name;Role;Consent\nAnna Ek;mentor;sure thing\nBo Ek;mentor;No\nCia Ek;mentor;Yes\n"
    reading = read(text)
    assert [left.key for left in reading.left_out] == ["import-left-out-consent-unclear", "import-left-out-no-consent"]
    (question,) = reading.questions
    assert len(read(text, {question.id: "yes"}).people) == 2
    assert read(text, {question.id: "no"}).left_out[0].key == "import-left-out-no-consent"


def test_without_a_column_for_consent_the_programme_answers() -> None:
    assert not only(read("Name;Role\nAnna Ek;mentor\n")).consent
    assert only(read("Name;Role\nAnna Ek;mentor\n", defaults=Defaults("UTC", consent=True))).consent


def test_the_later_answer_stands_with_its_consent() -> None:
    text = (
        "Name;Email;Role;Timestamp;Consent\n"
        "Anna Ek;Anna@example.org;mentor;2026-10-02 10:00;Yes\n"
        "Anna Ek;anna@example.org;actor;2026-10-01 10:00;Yes\n"
        "Bo Ek;bo@example.org;mentor;2026-10-01 10:00;Yes\n"
        "Bo Ek;bo@example.org;mentor;2026-10-03 10:00;No\n"
    )
    reading = read(text)
    assert only(reading).role is Role.MENTOR
    assert [(left.row, left.key) for left in reading.left_out] == [
        (3, "import-left-out-answered-again"),
        (4, "import-left-out-answered-again"),
        (5, "import-left-out-no-consent"),
    ]


def test_without_times_the_lower_row_stands_and_names_tell_people_apart() -> None:
    reading = read("Name;Role\nANNA EK;mentor\nEk, Anna;actor\n")
    assert only(reading).role is Role.ACTOR


def test_one_address_for_two_names_and_one_name_for_two_addresses_are_pointed_out() -> None:
    reading = read("Name;Email;Role\nAnna Ek;x@example.org;mentor\nBo Ek;x@example.org;mentor\n")
    assert [(one.row, one.key, one.kind) for one in reading.problems] == [
        (2, "import-notice-same-email", ProblemKind.NOTICE)
    ]
    reading = read("Name;Email;Role\nAnna Ek;x@example.org;actor\nAnna Ek;y@example.org;actor\n")
    assert len(reading.people) == 2
    assert [one.key for one in reading.problems] == ["import-notice-same-name"] * 2


def test_one_s_own_name_is_ignored_unless_somebody_else_bears_it() -> None:
    header = "Name;Email;Role;Wishes;Avoid\n"
    reading = read(header + 'Anna Ek;x@example.org;actor;"Ek, Anna";"anna ek; Bo Ek"\n')
    assert (only(reading).wishes, only(reading).avoid) == ((), ("Bo Ek",))
    assert [one.column for one in reading.problems] == ["Wishes", "Avoid"]
    shared = read(header + "Anna Ek;x@example.org;actor;Anna Ek;\nAnna Ek;y@example.org;actor;;\n")
    assert shared.people[0].answers.wishes == ("Anna Ek",)


def test_more_wishes_than_three_are_reported() -> None:
    reading = read('Name;Role;Wishes\nAnna Ek;actor;"A B; C D; E F; G H"\n')
    assert only(reading).wishes == ("A B", "C D", "E F")
    assert [one.key for one in reading.problems] == ["import-problem-wishes"]


def test_capacity_problems_name_row_and_column() -> None:
    rows = "".join(f"P{number} Ek;mentor;{value}\n" for number, value in enumerate(("-1", "1,5", "two", "21", "0"), 1))
    reading = read("Name;Role;Capacity\n" + rows)
    assert [person.answers.capacity for person in reading.people] == [None, None, None, 20, 0]
    assert [(one.row, one.column, one.key.removeprefix("import-problem-capacity-")) for one in reading.problems] == [
        (2, "Capacity", "negative"),
        (3, "Capacity", "fraction"),
        (4, "Capacity", "text"),
        (5, "Capacity", "clipped"),
    ]
    assert reading.questions == ()


def test_nothing_is_cut_in_silence() -> None:
    reading = read(f"Name;Role;Aims\nAnna Ek;actor;{'x' * (LONGEST_TEXT + 1)}\n{'B' * (LONGEST_NAME + 1)};actor;x\n")
    assert only(reading).aims == ""
    assert [(one.row, one.key, one.arguments["length"]) for one in reading.problems] == [
        (2, "import-problem-too-long", LONGEST_TEXT + 1),
        (3, "import-problem-too-long", LONGEST_NAME + 1),
    ]
    assert [left.row for left in reading.left_out] == [3]


def test_words_for_a_zone_that_nobody_knows_are_asked_about_once() -> None:
    text = "Name;Role;Time zone\nAnna Ek;actor;IST\nBo Ek;actor;ist\nCia Ek;actor;\nDan Ek;actor;Asia/Kolkata\n"
    reading = read(text, zones="Asia/Kolkata")
    (question,) = reading.questions
    assert (question.rows, reading.without_zone) == ((2, 3), 1)
    answered = read(text, {question.id: "Asia/Kolkata"}, zones="Asia/Kolkata")
    assert (answered.open_questions, answered.without_zone) == ((), 1)
    assert read(text, {question.id: "nowhere"}, zones="Asia/Kolkata").open_questions == reading.questions


def test_loc_03_dates_of_unknown_order_are_reported_once() -> None:
    reading = read("Name;Role;Timestamp\nAnna Ek;actor;03/04/2026 10:00\nBo Ek;actor;05/06/2026 10:00\n")
    assert [person.answers.submitted_at for person in reading.people] == [None, None]
    assert [(one.row, one.key) for one in reading.problems] == [(0, "import-problem-date-order")]


def test_unreadable_cells_are_reported_and_the_person_stays() -> None:
    reading = read(
        "Name;Email;Role;Language;Meeting format;Topic: maps;Topic: art\n"
        "Anna Ek;nowhere;actor;Klingonese;by pigeon;1;maybe\n"
        "Bo Ek;bo@example.org;actor;sv;online;1;1\n"
    )
    assert [person.row for person in reading.people] == [2, 3]
    assert {one.key for one in reading.problems} == {
        "import-problem-email",
        "import-problem-language",
        "import-problem-format",
    }


def test_a_tick_that_is_none_is_reported() -> None:
    table = read_table(b"Name;Role;Topic: maps\nAnna Ek;actor;maybe\n")
    mapping = guess_mapping(table).with_column(2, Field.TOPIC_FLAG, "maps")
    (problem,) = read_applications(table, mapping, Defaults("UTC")).problems
    assert (problem.key, problem.value, problem.column) == ("import-problem-tick", "maybe", "Topic: maps")


def test_doubtful_choices_are_asked_and_the_answer_is_used() -> None:
    text = "Name,Role,Topics\n" + "".join(
        f'P{number} Ek,actor,"{topics}"\n' for number, topics in enumerate(("a, b, c", "c, a, b", "c", "d", "d, c"), 1)
    )
    (question,) = read(text).questions
    assert (question.value, question.rows, question.options) == ("a, b", (2, 3), ("one", "several"))
    assert read(text).people[0].answers.wants == ("a", "b", "c")
    assert read(text, {question.id: "one"}).people[0].answers.wants == ("a, b", "c")


def test_what_the_guess_is_sure_of() -> None:
    table = read_table(
        "Nimi;Rooli;Sähköposti;Kenttä;Puhelin;Nimesi;Sovittu\n"
        "Anna Ek;mentori;ei ole;x@example.org;050;Anna;11.12.2026\n".encode()
    )
    columns = guess_mapping(table).columns
    assert [(column.field, column.certainty) for column in columns] == [
        (Field.NAME, Certainty.SURE),
        (Field.ROLE, Certainty.SURE),
        (Field.EMAIL, Certainty.DOUBTFUL),
        (Field.EMAIL, Certainty.DOUBTFUL),
        (Field.IGNORE, Certainty.DOUBTFUL),
        (Field.IGNORE, Certainty.DOUBTFUL),
        (Field.SUBMITTED_AT, Certainty.DOUBTFUL),
    ]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Start time", Field.IGNORE),
        ("E-postadress", Field.EMAIL),
        ("Vad kan du dela med dig av?", Field.OFFERS),
        ("Vem vill du inte bli parad med?", Field.AVOID),
        ("People you would not like to be paired with", Field.AVOID),
        ("Who would you rather not be paired with?", Field.AVOID),
        ("Jag vill delta som", Field.ROLE),
        ("Where do you work?", Field.EMPLOYER),
        ("Aiheet, joista haluan oppia", Field.WANTS),
        ("Aiheet, joista voin jakaa", Field.OFFERS),
        ("Kielet, joilla voit tavata", Field.LANGUAGES),
        ("In welchen Sprachen können wir sprechen?", Field.LANGUAGES),
        ("Nom de famille", Field.FAMILY_NAME),
        ("City and time zone", Field.LOCATION),
        ("How many years have you worked?", Field.IGNORE),
    ],
)
def test_headers(header: str, field: Field) -> None:
    table = read_table(f"{header};other\n;x\n".encode())
    assert guess_mapping(table).columns[0].field is field


def test_what_is_missing_or_twice_in_a_mapping() -> None:
    table = read_table(b"A;B;C\nx;y;z\n")
    mapping = guess_mapping(table)
    keys = {problem.key for problem in mapping_problems(mapping) if not problem.is_notice}
    assert keys == {"import-mapping-no-name", "import-mapping-no-role"}
    half = mapping.with_column(0, Field.FIRST_NAME).with_column(1, Field.ROLE).with_column(2, Field.ROLE)
    problems = {problem.key: problem.arguments for problem in mapping_problems(half) if not problem.is_notice}
    assert problems["import-mapping-two-columns"]["columns"] == "“B”, “C”"
    assert "import-mapping-half-name" in problems
    flag = half.with_column(2, Field.TOPIC_FLAG)
    assert "import-mapping-no-detail" in {problem.key for problem in mapping_problems(flag)}
    with pytest.raises(ImportRefused) as refused:
        read_applications(table, mapping, Defaults("UTC"))
    assert refused.value.key == "import-mapping-no-name"


@pytest.mark.parametrize(
    "data", [None, [], {}, {"columns": [{}]}, {"columns": [{"header": 1, "field": "name"}]}, {"columns": 3}]
)
def test_a_broken_saved_mapping_is_refused(data: object) -> None:
    with pytest.raises(ImportRefused) as refused:
        Mapping.from_dict(data)
    assert refused.value.key == "import-refused-mapping"
