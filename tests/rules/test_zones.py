import csv
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.zones import Candidates, Zone, certain_zone, find_zone

WINTER = datetime(2026, 11, 20, 12, tzinfo=UTC)
SUMMER = datetime(2026, 7, 20, 12, tzinfo=UTC)
APPLICATIONS = Path(__file__).parents[2] / ".." / "shared" / "data" / "google-forms-en-120.csv"


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("IST", {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"}),
        ("ist", {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"}),
        ("CST", {"America/Chicago", "Asia/Shanghai", "America/Havana"}),
        ("BST", {"Europe/London", "Asia/Dhaka"}),
        ("EST", {"America/New_York", "America/Panama"}),
        ("EET", {"Europe/Helsinki", "Europe/Tallinn", "Europe/Athens"}),
        ("CET", {"Europe/Stockholm", "Europe/Berlin"}),
        ("MET", {"Europe/Stockholm", "Europe/Berlin"}),
        ("GMT", {"Europe/London", "Africa/Accra"}),
        ("+5.5", {"Asia/Kolkata", "Asia/Colombo"}),
        ("UTC+2", {"Europe/Helsinki", "Europe/Kyiv"}),
    ],
)
def test_tz_08_abbreviations_and_offsets_are_never_guessed(text, some):
    found = find_zone(text, WINTER)
    assert isinstance(found, Candidates)
    assert some <= set(found.names)
    assert certain_zone(text, WINTER) == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("asia/kolkata", "Asia/Kolkata"),
        ("EUROPE/KIEV", "Europe/Kyiv"),
        ("US/Eastern", "America/New_York"),
        ("Iceland", "Atlantic/Reykjavik"),
        ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
        ("Europe/Stockholm", "Europe/Stockholm"),
        ("America/New York", "America/New_York"),
        ("utc", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_tz_08_old_names_and_any_case_become_the_canonical_name(text, name):
    assert find_zone(text, WINTER) == Zone(name)


@pytest.mark.parametrize("text", ["+5:45", "UTC+5:45", "+0545", "+5.75", "gmt +5:45", "utc+05:45"])
def test_tz_02_an_offset_keeps_its_minutes(text):
    assert find_zone(text, WINTER) == Candidates(("Asia/Kathmandu",))


def test_a_lone_offset_is_the_offset_of_now():
    assert "Europe/Helsinki" in find_zone("UTC+3", SUMMER).names
    assert "Europe/Helsinki" not in find_zone("UTC+3", WINTER).names
    assert find_zone("+13:45", WINTER) == Candidates(("Pacific/Chatham",))
    assert find_zone("+13:45", SUMMER) == Candidates(("Pacific/Chatham",))  # nobody has it now, and one place at times


@pytest.mark.parametrize("now", [WINTER, SUMMER])
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("London GMT/BST", "Europe/London"),
        ("Stockholm, CET", "Europe/Stockholm"),
        ("Kathmandu +5:45", "Asia/Kathmandu"),
        ("Helsinki (UTC+2)", "Europe/Helsinki"),
        ("helsinki utc+2", "Europe/Helsinki"),
        ("Toronto, America/Toronto", "America/Toronto"),
        ("Toronto, Canada", "America/Toronto"),
        ("Tampere, Finland", "Europe/Helsinki"),
        ("India (IST)", "Asia/Kolkata"),
        ("Dublin IST", "Europe/Dublin"),
        ("são paulo", "America/Sao_Paulo"),
        ("New York EST", "America/New_York"),
        ("Porto-Novo", "Africa/Porto-Novo"),
        ("Lisbon - Portugal", "Europe/Lisbon"),
    ],
)
def test_a_city_or_country_with_a_hint_that_agrees_is_certain(text, name, now):
    assert find_zone(text, now) == Zone(name)
    assert certain_zone(text, now) == name


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("Tampere, EET", "Europe/Helsinki"),
        ("London, Ontario", "Europe/London"),  # the other London: its zone is for the person to say
        ("Helsinki UTC+5", "Europe/Helsinki"),  # the two do not agree
        ("Stockholm, Helsinki", "Europe/Stockholm"),
        ("Canada", "America/Halifax"),
    ],
)
def test_what_leaves_a_doubt_gives_candidates(text, some):
    found = find_zone(text, WINTER)
    assert isinstance(found, Candidates)
    assert some in found.names
    assert certain_zone(text, WINTER) == ""


@pytest.mark.parametrize("text", ["", "   ", "-", "Tartu", "nonsense", "Atlanta, Georgia", "+99", "on the moon"])
def test_what_names_no_zone_finds_none(text):
    assert find_zone(text, WINTER) is None
    assert certain_zone(text, WINTER) == ""


def test_cities_are_known_in_the_persons_language():
    assert find_zone("Tukholma", WINTER, "fi") == Zone("Europe/Stockholm")
    assert find_zone("Suomi", WINTER, "fi-FI") == Zone("Europe/Helsinki")
    assert find_zone("London", WINTER, "fi") == Zone("Europe/London")
    assert find_zone("Tukholma", WINTER, "xx") is None


def test_tz_07_every_zone_is_accepted_and_canonical_names_stay():
    for name in available_timezones() - {"Factory", "localtime"}:
        found = find_zone(name, WINTER)
        assert found is not None, name
        if isinstance(found, Zone):
            assert ZoneInfo(found.name).utcoffset(WINTER) == ZoneInfo(name).utcoffset(WINTER), name
            assert find_zone(found.name, WINTER) == found
        else:
            assert "/" not in name


@pytest.mark.parametrize("name", ["Pacific/Kiritimati", "Pacific/Chatham", "Pacific/Pago_Pago", "Etc/GMT+12"])
def test_tz_07_the_ends_of_the_world(name):
    assert find_zone(name, WINTER) == Zone(name)


@pytest.mark.skipif(not APPLICATIONS.exists(), reason="the shared sample data is not beside the project")
def test_the_sample_applications_are_found_or_asked_back():
    with APPLICATIONS.open(encoding="utf-8", newline="") as file:
        texts = {row["Where are you? (city, time zone)"] for row in csv.DictReader(file)}
    assert {text: certain_zone(text, WINTER) for text in texts} == {
        "Kathmandu +5:45": "Asia/Kathmandu",
        "Toronto, America/Toronto": "America/Toronto",
        "Helsinki (UTC+2)": "Europe/Helsinki",
        "Stockholm, CET": "Europe/Stockholm",
        "London GMT/BST": "Europe/London",
        "Tampere, EET": "",
        "Tartu": "",
        "": "",
    }


@given(st.text(max_size=40) | st.text("UTCGMEST+-:/0123456789, ()", max_size=20))
def test_any_text_gives_zones_that_exist_or_none(text):
    found = find_zone(text, WINTER)
    names = [] if found is None else [found.name] if isinstance(found, Zone) else found.names
    assert all(ZoneInfo(name) for name in names)
    assert list(names) == sorted(set(names))
