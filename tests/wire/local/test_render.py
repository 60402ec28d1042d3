"""How messages and forms become what the page draws, within the limits of the page."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.local.ports import LocalMessage, LocalPerson
from adapters.local.render import draw, draw_entry, draw_form, file_data, files_of
from bot.message import LOCAL, Choice, Message, Option
from bot.rules.text import shorten
from tests.wire.local.scripted import FORM, START

FAMILY = "👩‍👩‍👧‍👦"


@pytest.mark.parametrize("tail", [FAMILY, "👍🏽", "e\u0301", "❤️", "नि"])
def test_lim_07_text_is_cut_before_what_belongs_together_never_inside(tail: str) -> None:
    for most in range(2, len(tail) + 6):
        cut = shorten("abcd" + tail + "z", most)
        assert len(cut) <= most
        assert cut in {"abcd" + tail + "z", "abcd" + tail + "…", *("abcd"[:end] + "…" for end in range(5))}


def test_lim_07_a_flag_is_never_halved() -> None:
    cuts = {shorten("ab🇫🇮🇸🇪", most) for most in range(1, 7)}
    assert cuts == {"…", "a…", "ab…", "ab🇫🇮…", "ab🇫🇮🇸🇪"}


@given(st.text(max_size=60), st.integers(2, 40))
def test_lim_07_shortened_text_fits_and_begins_as_it_did(text: str, most: int) -> None:
    cut = shorten(text, most)
    assert len(cut) <= most
    assert cut == text or (len(text) > most and text.startswith(cut.removesuffix("…")))


def test_lim_03_options_with_the_same_beginning_stay_distinguishable() -> None:
    same = "A" * LOCAL.option_label
    choice = Choice("Mentor", "m", (Option("1", same + "1"), Option("2", same + "2"), Option("3", "Short")))
    drawn = draw(Message("Who?", choice=choice))["choice"]
    assert isinstance(drawn, dict)
    labels = [option["label"] for option in drawn["options"]]
    assert len(set(labels)) == 3
    assert labels[2] == "Short"


def test_lim_05_a_text_too_long_for_a_screen_goes_along_whole_as_a_file() -> None:
    text = "ä" * (LOCAL.text + 1)
    said = LocalMessage("news", START, draw(Message(text)), id=1, version=1)
    assert len(str(said.payload["text"])) == LOCAL.text
    (file,) = files_of(said)
    assert file_data(file).decode() == text


def test_a_line_of_the_conversation_names_its_author_and_hides_the_bytes_of_files() -> None:
    said = LocalMessage("news", START, draw(Message("x" * (LOCAL.text + 1))), "anna", "anna", id=4, version=6)
    line = draw_entry(said, {"anna": LocalPerson("anna", "Anna")}, "anna & co")
    assert line["author"] == {"account": "anna", "name": "Anna"}
    assert (line["private"], line["changed"], line["at"]) == (True, True, "2026-03-02T08:00:00+00:00")
    message = line["message"]
    assert isinstance(message, dict)
    assert message["files"] == [{"name": "message.txt", "size": 40_001, "address": "/files/4/0?as=anna+%26+co"}]


def test_a_form_is_drawn_in_pages_within_the_limits() -> None:
    long = replace(FORM, title="T" * 500, errors={"name": "Wrong"})
    drawn = draw_form(long)
    assert len(str(drawn["title"])) == LOCAL.form_title
    assert drawn["errors"] == {"name": "Wrong"}
    assert isinstance(drawn["pages"], list)
    assert [len(page) for page in drawn["pages"]] == [5, 3]
