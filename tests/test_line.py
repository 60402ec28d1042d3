"""Lines: what is typed is read as it was meant, and what is written can be read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import load_features
from bot.arguments import texts_of
from bot.command import Command, Kind, Param
from bot.forms import line_of
from bot.line import Word, quoted, storable, without_prefix, words_of
from bot.message import Message


async def nothing(*_: object, **__: object) -> Message:
    return Message("")


NOTE = Command("note", nothing, (Param("to"), Param("when"), Param("text", Kind.LONG)))
NAMES = frozenset(param.name for param in NOTE.params)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("/mentoring apply", "apply"),
        ("mentoring apply", "apply"),
        ("/apply", "apply"),
        ("apply", "apply"),
        ("  /Mentoring   apply  ", "apply"),
        ("/mentoring", ""),
        ("", ""),
        ("/", ""),
        ("mentoring-like word", "mentoring-like word"),
    ],
)
def test_a_command_is_ours_with_or_without_the_prefix(line: str, rest: str) -> None:
    assert without_prefix(line) == rest


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("ann 10:30 hello there", {"to": "ann", "when": "10:30", "text": "hello there"}),
        ('"Ann Virtanen" "tomorrow 9" hello', {"to": "Ann Virtanen", "when": "tomorrow 9", "text": "hello"}),
        ("when:10:30 to:ann hello", {"to": "ann", "when": "10:30", "text": "hello"}),
        ('text:"two words" ann 9', {"to": "ann", "when": "9", "text": "two words"}),
        ("ann 9 see https://x.example now", {"to": "ann", "when": "9", "text": "see https://x.example now"}),
        ("ann 9 one\ntwo\n\nthree", {"to": "ann", "when": "9", "text": "one\ntwo\n\nthree"}),
        ('ann 9 she said "yes" twice', {"to": "ann", "when": "9", "text": 'she said "yes" twice'}),
        ("other:x 9", {"to": "other:x", "when": "9"}),
        ("to: 9", {"to": "", "when": "9"}),
        ("", {}),
    ],
)
def test_words_go_where_they_were_meant(rest: str, expected: dict[str, str]) -> None:
    assert texts_of(NOTE, rest, None) == expected


def test_a_form_wins_over_its_line() -> None:
    assert texts_of(NOTE, "to:ann when:9", {"when": "10", "text": "hello"}) == {
        "to": "ann", "when": "10", "text": "hello",
    }  # fmt: skip


@given(st.dictionaries(st.sampled_from(sorted(NAMES)), st.text(max_size=40)))
def test_what_is_written_is_read_back(given_texts: dict[str, str]) -> None:
    kept = {name: storable(text) for name, text in given_texts.items()}
    line = line_of(NOTE, kept)
    assert texts_of(NOTE, line.removeprefix("note"), None) == {name: text for name, text in kept.items() if text}


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_any_line_can_be_read(line: str) -> None:
    words = words_of(line, NAMES)
    assert all(isinstance(word, Word) and 0 <= word.start <= len(line) for word in words)
    for text in texts_of(NOTE, line, None).values():
        text.encode("utf-8")
        assert "\0" not in text


@given(st.text(max_size=40))
def test_a_quoted_text_is_one_word(text: str) -> None:
    assert [word.text for word in words_of(quoted(text) if text.strip() else "x")] == [text if text.strip() else "x"]


def test_the_longest_name_of_a_command_wins() -> None:
    registry = load_features()
    for name in registry.commands:
        found, rest = registry.find(f"{name.upper()} one two")
        assert found
        assert (found.name, rest) == (name, "one two")
    assert registry.find("nothing of ours") == (None, "nothing of ours")
