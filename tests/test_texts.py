"""The texts: each one that the code asks for is there, each one that is there is asked for, and none is there twice."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import ast as ftl
from fluent.syntax import parse

from bot.app import load_features
from bot.i18n import DEFAULT, TEXTS, Reader, languages
from bot.message import DISCORD, LONGEST_LINE

ROOT = Path(__file__).parents[1]
KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9_]+)+")
# Whose first (or, for those with two, second) positional argument is the key of a text.
SAYS = {"t": 0, "has": 0, "Refusal": 0, "NotFound": 0, "NotAllowed": 0, "Unclear": 0, "ImportRefused": 0,
        "BadArgument": 1, "Refused": 1}  # fmt: skip


@dataclass
class Found:
    """What the code says about keys: those it spells out, those it puts together, and those it surely asks for."""

    literal: set[str] = field(default_factory=set)
    built: set[str] = field(default_factory=set)
    asked: dict[str, str] = field(default_factory=dict)
    asked_built: dict[str, str] = field(default_factory=dict)


def pattern_of(node: ast.JoinedStr) -> str:
    """An f-string as a pattern of keys; empty unless it begins with a prefix of its own, such as `match-state-{…}`."""
    parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9_-]*" for part in node.values]
    first = node.values[0] if node.values else None
    prefix = str(first.value) if isinstance(first, ast.Constant) else ""
    return "".join(parts) if re.fullmatch(r"[a-z][a-z0-9_-]*-[a-z0-9_-]*", prefix) else ""


def keys_in(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """Every key in an expression: spelled out (true) or built (false)."""
    inside_f = {id(part) for each in ast.walk(node) if isinstance(each, ast.JoinedStr) for part in each.values}
    for each in ast.walk(node):
        if isinstance(each, ast.JoinedStr) and (pattern := pattern_of(each)):
            yield pattern, False
        elif isinstance(each, ast.Constant) and id(each) not in inside_f and KEY.fullmatch(str(each.value)):
            yield str(each.value), True


def none(found: list[str]) -> None:
    """Fail with each on a line of its own."""
    assert not found, "\n" + "\n".join(sorted(found))


def calls_in(tree: ast.AST) -> Iterator[ast.expr]:
    """The argument that is a key, of every call that takes one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in SAYS and len(node.args) > SAYS[name]:
                yield node.args[SAYS[name]]


@cache
def code() -> Found:
    """What is found in the whole program."""
    found = Found()
    for folder in ("bot", "adapters", "storage", "scheduling"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            tree, where = ast.parse(file.read_text("utf-8")), str(file.relative_to(ROOT))
            for key, literal in keys_in(tree):
                (found.literal if literal else found.built).add(key)
            for argument in calls_in(tree):
                if isinstance(argument, ast.Constant) and re.fullmatch("[a-z]+", str(argument.value)):
                    found.asked[str(argument.value)] = where  # a key of one word
                for key, literal in keys_in(argument):
                    (found.asked if literal else found.asked_built)[key] = where
    for file in [*(ROOT / "adapters").rglob("*.*"), *(ROOT / "bot").rglob("*.*")]:
        if file.suffix in {".js", ".html", ".md"}:
            text = file.read_text("utf-8")
            found.literal |= {match[0] for match in KEY.finditer(text)}
            found.built |= {f"{match[1]}[a-z0-9_-]*" for match in re.finditer(r"`([a-z]+(?:-[a-z]+)*-)\$\{", text)}
    return found


def messages(language: str = DEFAULT) -> list[tuple[str, str]]:
    """The key and file of every text of a language, in order."""
    return [
        (entry.id.name, file.name)
        for file in sorted((TEXTS / language).glob("*.ftl"))
        for entry in parse(file.read_text("utf-8")).body
        if isinstance(entry, ftl.Message)
    ]


def declared() -> set[str]:
    """The keys that follow from the declared commands."""
    keys = set()
    for command in load_features().commands.values():
        labels = {f"{command.key}-{param.name.replace('_', '-')}" for param in command.params}
        keys |= {command.key, f"{command.key}-title"} | labels | {f"{label}-hint" for label in labels}
        keys |= {f"option-{option}" for param in command.params for option in param.options}
    return keys


ALL = {key for key, _ in messages()}


@pytest.mark.parametrize("language", languages())
def test_every_file_can_be_read_whole(language: str) -> None:
    junk = [
        (file.name, entry.content)
        for file in sorted((TEXTS / language).glob("*.ftl"))
        for entry in parse(file.read_text("utf-8")).body
        if isinstance(entry, ftl.Junk)
    ]
    assert junk == []


@pytest.mark.parametrize("language", languages())
def test_no_key_is_there_twice(language: str) -> None:
    counted = Counter(key for key, _ in messages(language))
    none([f"{key} in {file}" for key, file in messages(language) if counted[key] > 1])


@pytest.mark.parametrize("language", languages()[1:])
def test_loc_02_no_language_lacks_or_invents_a_text(language: str) -> None:
    theirs = {key for key, _ in messages(language)}
    assert (sorted(ALL - theirs), sorted(theirs - ALL)) == ([], [])


def test_every_text_that_is_asked_for_is_there() -> None:
    missing = [f"{key} ({where})" for key, where in code().asked.items() if key not in ALL]
    none(missing)


def test_every_key_that_is_put_together_can_be_a_text() -> None:
    empty = [
        f"{key} ({where})" for key, where in code().asked_built.items() if not any(re.fullmatch(key, k) for k in ALL)
    ]
    none(empty)


def test_every_text_that_is_there_is_asked_for() -> None:
    found, known = code(), declared()
    patterns = [re.compile(pattern) for pattern in sorted(found.built) if not pattern.startswith(("cmd-", "option-"))]
    used = {key for key in ALL if key in found.literal or key in found.asked or key in known}
    used |= {key for key in ALL - used if any(pattern.fullmatch(key) for pattern in patterns)}
    options = {f"option-{value.replace(' ', '-')}" for value in words()}
    unused = [f"{key} in {file}" for key, file in messages() if key not in used | options]
    none(unused)


def words() -> set[str]:
    """Every short word in the code: what an option of a field may be called."""
    trees = (ast.parse(file.read_text("utf-8")) for file in (ROOT / "bot").rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {
        node.value for node in nodes if isinstance(node.value, str) and re.fullmatch(r"[a-z0-9_]{1,30}", node.value)
    }


def test_the_scanner_sees_what_it_should() -> None:
    tree = ast.parse(
        'ctx.t("one-two" if x else f"three-four-{y}"); raise BadArgument("p", "five-six"); t(f"{z}-seven")'
    )
    assert {key for argument in calls_in(tree) for key, _ in keys_in(argument)} == {
        "one-two", r"three\-four\-[a-z0-9_-]*", "five-six",
    }  # fmt: skip


def test_labels_of_fields_fit_every_platform() -> None:
    reader, labels = Reader(), {}
    for command in load_features().commands.values():
        for param in command.params:
            key = f"{command.key}-{param.name.replace('_', '-')}"
            labels[key] = reader.t(key) if reader.has(key) else ""
    none([f"{key}: {len(text)} characters" for key, text in labels.items() if len(text) > DISCORD.field_label])


def test_every_button_line_in_the_code_fits_where_it_is_short() -> None:
    assert max(len(name) for name in load_features().commands) + len(" programme:9999999999") <= LONGEST_LINE


def test_what_is_not_found_is_said_for_everything_that_a_command_may_name() -> None:
    entities = {p.entity for one in load_features().commands.values() for p in one.params if p.entity}
    assert [e.__name__ for e in entities if f"not-found-{e.__name__.casefold()}" not in ALL] == []
