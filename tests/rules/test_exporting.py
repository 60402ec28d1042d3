import csv
import json
from datetime import UTC, datetime
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.exporting import as_csv, as_json, as_markdown, entries, leaves
from bot.rules.spreadsheets import csv_bytes, neutral

HEADS = ("Kind", "Field", "Value")


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"))))


def test_era_05_text_that_begins_a_formula_is_neutral_headings_too_and_numbers_stay() -> None:
    data = {"@group": [{"answer": '=HYPERLINK("x")', "question": "+1 more?", "team": "@team", "score": -3}]}
    rows = cells(as_csv(data, ("=Kind", "Field", "Value")))
    assert rows[0][0] == "'=Kind"
    assert {row[0] for row in rows[1:]} == {"'@group"}
    assert [row[2] for row in rows[1:]] == ['\'=HYPERLINK("x")', "'+1 more?", "'@team", "-3"]


@given(st.text())
def test_era_05_no_text_cell_begins_a_formula(text: str) -> None:
    assert not str(neutral(text)).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")), min_size=1))
def test_a_csv_file_gives_back_what_was_put_in(texts: list[str]) -> None:
    assert [row[0] for row in cells(csv_bytes(["text"], [[text] for text in texts]))[1:]] == [
        str(neutral(text)) for text in texts
    ]


def test_every_value_has_a_path_and_none_is_lost() -> None:
    kept = [{"aims": "sing", "languages": ("fi", "sv"), "at": datetime(2026, 11, 2, tzinfo=UTC), "capacity": None}]
    assert list(leaves(kept)) == [
        ("1.aims", "sing"), ("1.languages.1", "fi"), ("1.languages.2", "sv"),
        ("1.at", "2026-11-02T00:00:00+00:00"), ("1.capacity", None),
    ]  # fmt: skip
    assert json.loads(as_json({"applications": kept}))["applications"][0]["languages"] == ["fi", "sv"]


def test_what_people_typed_is_never_markup() -> None:
    text = as_markdown({"you": {"name": "# <b>*Ann*</b>\n- x"}}, "Ann", {"you": "You"}, "Nothing").decode()
    assert "- name: # \\<b\\>\\*Ann\\*\\</b\\> - x" in text
    assert as_markdown({"you": []}, "Ann", {}, "Nothing").decode().splitlines()[-1] == "Nothing"


def test_entries_are_counted_as_people_count() -> None:
    assert [entries(kept) for kept in ([], None, {}, [1, 2], {"name": "Ann"})] == [0, 0, 0, 2, 1]
    assert entries({"answers": [], "made": []}) == 0
    assert entries({"answers": [1, 2], "made": [3]}) == 3
