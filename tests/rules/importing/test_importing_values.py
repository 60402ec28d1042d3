from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.applying import MOST_ACTORS, Answers, Format, Role
from bot.rules.importing import identity
from bot.rules.importing.capacity import Capacity, read_capacity
from bot.rules.importing.choices import learn
from bot.rules.importing.languages import split_languages
from bot.rules.importing.moments import DayOrder, day_order, read_moment
from bot.rules.importing.names import find_address, split_names, tidy_name
from bot.rules.importing.places import find_place
from bot.rules.importing.words import find_format, find_role, find_yes


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("Söderberg, Fredrika", "Fredrika Söderberg"),
        ("  nour KINNUNEN ", "Nour Kinnunen"),
        ("Yusuf D'Angelo", "Yusuf D'Angelo"),
        ("O'Brien-Mia Laine", "O'Brien-Mia Laine"),
        ("o'brien-mia d’angelo", "O'Brien-Mia D’Angelo"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven"),
        ("LUDWIG VAN BEETHOVEN", "Ludwig van Beethoven"),
        ("von wright, georg", "Georg von Wright"),
        ("DI CAPRIO", "Di Caprio"),
        ("JP Virtanen", "JP Virtanen"),
        ("Anna K. McDonald", "Anna K. McDonald"),
        ("Thảo\u00a0Nguyễn", "Thảo Nguyễn"),
        ("A\u030asa Ek", "Åsa Ek"),
        ("John Smith, PhD", "John Smith, PhD"),
        ("李小龍", "李小龍"),
        ("", ""),
    ],
)
def test_names(written: str, tidy: str) -> None:
    assert tidy_name(written) == tidy
    assert tidy_name(tidy) == tidy


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Niina Kinnunen, Päivi Hämäläinen", ("Niina Kinnunen", "Päivi Hämäläinen")),
        ("Sini Salo; Salo, Sini", ("Sini Salo",)),
        ("Söderberg, Fredrika", ("Fredrika Söderberg",)),
        ("Aino Niemi\nMy boss", ("Aino Niemi", "My boss")),
        ("-", ()),
        ("ei ketään", ()),
        ("", ()),
    ],
)
def test_lists_of_names(written: str, names: tuple[str, ...]) -> None:
    assert split_names(written) == names


def test_addresses() -> None:
    assert find_address(" SAANA.T@EXAMPLE.ORG ") == "saana.t@example.org"
    assert find_address("Saana <saana@example.org>") == "saana@example.org"
    assert find_address("a@example.org, b@example.org") == ""
    assert find_address("not an address") == ""


def test_identity_is_the_address_or_else_the_name() -> None:
    assert identity(Answers("Anna", email=" Anna@Example.ORG")) == identity(Answers("Ann", email="anna@example.org"))
    assert identity(Answers("ÅSA  Ek")) == identity(Answers("a\u030asa ek"))
    assert identity(Answers("Åsa Ek")) != identity(Answers("Asa Ek"))


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("Mentoriksi", Role.MENTOR),
        ("Aktoriksi", Role.ACTOR),
        ("Kumpi vain", Role.EITHER),
        ("Kumpi vain käy", Role.EITHER),
        ("Mentor ", Role.MENTOR),
        ("adept", Role.ACTOR),
        ("adept/mentor", Role.EITHER),
        ("Mentee", Role.ACTOR),
        ("Either is fine", Role.EITHER),
        ("MENTOROITAVA", Role.ACTOR),
        ("I want a mentor", None),
        ("Haluan mentorin", None),
        ("Mentor, I need one", None),
        ("Volunteer", None),
        ("fine", None),
        ("", None),
    ],
)
def test_roles_are_understood_whole_or_not_at_all(written: str, role: Role | None) -> None:
    assert find_role(written, {}) is role


def test_the_programme_s_own_words_for_roles_go_first() -> None:
    assert find_role(" Luotsi ", {"luotsi": Role.MENTOR}) is Role.MENTOR


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2", Capacity(2)),
        (" 2,0", Capacity(2)),
        ("2.00", Capacity(2)),
        ("0", Capacity(0)),
        ("–", Capacity()),
        ("", Capacity()),
        ("2-3", Capacity(options=(2, 3), is_range=True)),
        ("2 – 4", Capacity(options=(2, 3, 4), is_range=True)),
        ("2 tai 3", Capacity(options=(2, 3), is_range=True)),
        ("max 2", Capacity(options=(2,))),
        ("as many as needed", Capacity(options=(2, 3, 5, MOST_ACTORS))),
        ("Så många som behövs", Capacity(options=(2, 3, 5, MOST_ACTORS))),
        ("-1", Capacity(problem="import-problem-capacity-negative")),
        ("1,5", Capacity(problem="import-problem-capacity-fraction")),
        ("two", Capacity(problem="import-problem-capacity-text")),
        ("2.3.2026", Capacity(problem="import-problem-capacity-text")),
        ("50 %", Capacity(problem="import-problem-capacity-text")),
        ("21", Capacity(MOST_ACTORS, problem="import-problem-capacity-clipped")),
        ("9" * 400, Capacity(problem="import-problem-capacity-text")),
        ("²", Capacity(problem="import-problem-capacity-text")),
    ],
)
def test_capacity(written: str, found: Capacity) -> None:
    assert read_capacity(written) == found


@given(st.text(max_size=30))
def test_capacity_is_never_a_crash_and_never_above_the_most(written: str) -> None:
    found = read_capacity(written)
    assert found.number is None or 0 <= found.number <= MOST_ACTORS
    assert all(option <= MOST_ACTORS for option in found.options)


@pytest.mark.parametrize(
    ("written", "codes", "unknown"),
    [
        ("English, Finnish", ("en", "fi"), ()),
        ("svenska/finska", ("sv", "fi"), ()),
        ("sv, en", ("sv", "en"), ()),
        ("suomi; ruotsi ja englanti", ("fi", "sv", "en"), ()),
        ("English (fluent), Arabic", ("en", "ar"), ()),
        ("finska och engelska", ("fi", "en"), ()),
        ("Deutsch, français", ("de", "fr"), ()),
        ("Finnish, Klingonese", ("fi",), ("Klingonese",)),
        ("–", (), ()),
    ],
)
def test_languages(written: str, codes: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    assert split_languages(written) == (codes, unknown)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Etänä", Format.ONLINE),
        ("Kasvokkain", Format.IN_PERSON),
        ("Molemmat käyvät", Format.EITHER),
        ("In person", Format.IN_PERSON),
        ("Online, In person", Format.EITHER),
        ("på distans", Format.ONLINE),
        ("by pigeon", None),
    ],
)
def test_formats(written: str, found: Format | None) -> None:
    assert find_format(written) is found


def test_consent_words() -> None:
    assert all(find_yes(word) is True for word in ("Kyllä", "Yes", "Ja", "1", "x", "TRUE", "Suostun."))
    assert all(find_yes(word) is False for word in ("", " ", "Ei", "No", "Nej", "0"))
    assert find_yes("I agree that you keep this", "I agree that you keep this") is True
    assert find_yes("only my e-mail") is None


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("18.11.2026 12:13", datetime(2026, 11, 18, 10, 13, tzinfo=UTC)),
        ("18.11.2026 klo 9.36", datetime(2026, 11, 18, 7, 36, tzinfo=UTC)),
        ("1.7.2026", datetime(2026, 6, 30, 21, 0, tzinfo=UTC)),
        ("2026/10/06 12:10:26 am EET", datetime(2026, 10, 5, 22, 10, 26, tzinfo=UTC)),
        ("2026/10/06 12:10:26 pm EEST", datetime(2026, 10, 6, 9, 10, 26, tzinfo=UTC)),
        ("2026-10-06T12:10:26Z", datetime(2026, 10, 6, 12, 10, 26, tzinfo=UTC)),
        ("2026-10-06 12:10+05:45", datetime(2026, 10, 6, 6, 25, tzinfo=UTC)),
        ("2026-10-06 12:10:26.123 GMT+2", datetime(2026, 10, 6, 10, 10, 26, tzinfo=UTC)),
    ],
)
def test_moments(written: str, at: datetime) -> None:
    assert read_moment(written, "Europe/Helsinki").at == at


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", ""),
        ("yesterday", "import-problem-date"),
        ("31.2.2026", "import-problem-date"),
        ("2026-10-06 13:10 pm", "import-problem-date"),
        ("0001-01-01", "import-problem-date"),
        ("2026-10-06 12:10 IST", "import-problem-date-zone"),
        ("03/04/2026 10:00", "import-problem-date-order"),
    ],
)
def test_moments_that_cannot_be_read(written: str, problem: str) -> None:
    moment = read_moment(written, "Europe/Helsinki")
    assert (moment.at, moment.problem) == (None, problem)


def test_loc_03_the_whole_column_tells_day_from_month() -> None:
    assert day_order(["03/04/2026", "25/04/2026 10:00"]) is DayOrder.DAY_FIRST
    assert day_order(["03/04/2026", "04/25/2026"]) is DayOrder.MONTH_FIRST
    assert day_order(["03/04/2026", "3/5/2026"]) is DayOrder.UNKNOWN
    assert day_order(["25/04/2026", "04/25/2026"]) is DayOrder.UNKNOWN
    assert read_moment("03/04/2026", "UTC", DayOrder.DAY_FIRST).at == datetime(2026, 4, 3, tzinfo=UTC)
    assert read_moment("05/05/2026", "UTC").at == datetime(2026, 5, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Tampere, EET", "Tampere"),
        ("London GMT/BST", "London"),
        ("Kathmandu +5:45", "Kathmandu"),
        ("Helsinki (UTC+2)", "Helsinki"),
        ("Toronto, America/Toronto", "Toronto"),
        ("Stockholm, CET", "Stockholm"),
        ("Tartu", "Tartu"),
        ("Saint-Jean UTC-3", "Saint-Jean"),
        ("EET", ""),
    ],
)
def test_places_without_their_zone(written: str, place: str) -> None:
    assert find_place(written) == place


LONG = "communication, social media and visibility"


def test_a_choice_with_a_comma_is_found_from_the_whole_column() -> None:
    cells = [f"{LONG}, collections", f"open science, {LONG}", LONG, "collections, open science", "open science"]
    splitter = learn(cells)
    assert splitter.split(cells[0]) == (LONG, "collections")
    assert splitter.split(cells[1]) == ("open science", LONG)
    assert splitter.doubtful == ()


def test_pieces_that_stand_alone_somewhere_are_choices() -> None:
    cells = ["a, b", "a, b, c", "c, a, b", "a"]
    assert learn(cells).split("a, b, c") == ("a", "b", "c")


def test_pieces_in_another_order_are_choices() -> None:
    assert learn(["a, b", "c, a, b", "b, a", "a, b, c"]).split("a, b") == ("a", "b")


def test_a_choice_of_three_pieces() -> None:
    cells = ["x, y, z", "q, x, y, z", "x, y, z, q", "q"]
    assert learn(cells).split("q, x, y, z") == ("q", "x, y, z")


def test_little_evidence_is_asked_about_where_boxes_were_ticked() -> None:
    cells = ["a, b, c", "c, a, b", "c", "d", "d, c"]
    splitter = learn(cells)
    assert splitter.doubtful == (("a", "b"),)
    assert splitter.split("a, b, c") == ("a", "b", "c")
    assert splitter.with_joints(splitter.doubtful).split("a, b, c") == ("a, b", "c")


def test_freely_written_lists_are_not_asked_about() -> None:
    assert learn(["reading, writing", "cats, dogs", "maps"]).doubtful == ()


def test_known_choices_stay_whole() -> None:
    assert learn([f"{LONG}, maps"], known=[LONG]).split(f"{LONG}, maps") == (LONG, "maps")


def test_slashes_separate_where_nothing_else_does() -> None:
    assert learn(["internationellt arbete/öppen vetenskap", "ledarskap"]).split("a/b") == ("a", "b")
    assert learn(["TV/radio, maps"]).split("TV/radio, maps") == ("TV/radio", "maps")
    assert learn(["print and/or web"]).split("print and/or web") == ("print and/or web",)


CHOICES = ("collections", "open science", "leading yourself", "staff exchange", LONG, "maps, plans and globes")


@given(st.lists(st.lists(st.sampled_from(CHOICES), min_size=1, unique=True), max_size=30))
def test_ticked_choices_come_back_whatever_else_was_ticked(ticked: list[list[str]]) -> None:
    """With each choice known to have stood alone or beside each other one, the joined cells can be read."""
    surroundings = [[one] for one in CHOICES] + [[one, other] for one in CHOICES for other in CHOICES if one != other]
    splitter = learn(", ".join(choices) for choices in [*surroundings, *ticked])
    assert [splitter.split(", ".join(choices)) for choices in ticked] == [tuple(choices) for choices in ticked]


@given(st.lists(st.text(alphabet="ab ,;/\n", max_size=20), max_size=10))
def test_splitting_loses_no_letter(cells: list[str]) -> None:
    splitter = learn(cells)
    for cell in cells:
        letters = {letter for choice in splitter.split(cell) for letter in choice if letter.isalpha()}
        assert letters == {letter for letter in cell if letter.isalpha()}
