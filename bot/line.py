"""Reading and writing a command line: words in order, `name:value`, and quotes around what holds spaces."""

import re
from dataclasses import dataclass

_WORD = re.compile(r'(?P<empty>[a-z_]+):(?=\s|$)|(?:(?P<name>[a-z_]+):)?(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<bare>\S+))')
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
PREFIX = "mentoring"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line, where it begins, and the parameter it names, if it names one."""

    text: str
    name: str = ""
    start: int = 0


def words_of(line: str, names: frozenset[str] = frozenset()) -> list[Word]:
    """The words of a line. Only names that the command has are names: `10:30` and `https://…` are plain words."""
    words = []
    for match in _WORD.finditer(line):
        name = match["name"] or match["empty"] or ""
        if name and name not in names:
            words.append(Word(match[0].replace('"', "") if match["quoted"] else match[0], "", match.start()))
        else:
            text = match["quoted"].replace('""', '"') if match["quoted"] is not None else match["bare"] or ""
            words.append(Word(text, name, match.start()))
    return words


def quoted(text: str) -> str:
    """A text as one word of a line: between quotes if it must be, its own quotes doubled."""
    return '"' + text.replace('"', '""') + '"' if re.search(r'[\s"]', text) else text


def storable(text: str) -> str:
    """A text without what no database can keep: the character NUL, and halves of characters."""
    return _NOT_STORABLE.sub("", text)


def without_prefix(line: str) -> str:
    """The line without `/` and the name all our commands begin with."""
    line = line.strip().removeprefix("/").strip()
    first, _, rest = line.partition(" ")
    return rest.strip() if first.casefold() == PREFIX else line
