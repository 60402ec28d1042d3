"""A person's data as files: JSON for machines, a table for spreadsheets, Markdown for reading."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from enum import Enum

from bot.rules.spreadsheets import csv_bytes

_MARKS = re.compile(r"([\\`*_\[\]<>|~&])")
Leaf = str | int | float | bool | None


def plain_value(value: object) -> object:
    """What JSON has no word for: times in ISO 8601, enumerations by their value, everything else as text."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, set | frozenset) else str(value)


def as_json(data: Mapping[str, object]) -> bytes:
    """Indented, in the people's own letters."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=plain_value).encode()


def as_csv(data: Mapping[str, object], heads: Sequence[str]) -> bytes:
    """Three columns: the kind of data, the path to a value (`1.aims`), the value. No cell is run (ERA-05)."""
    return csv_bytes(heads, ((kind, path, value) for kind, kept in data.items() for path, value in leaves(kept)))


def as_markdown(data: Mapping[str, object], title: str, names: Mapping[str, str], nothing: str) -> bytes:
    """A chapter for each kind of data, a line for each value; what people typed is never markup."""
    lines = [f"# {escaped(title)}", ""]
    for kind, kept in data.items():
        lines += [f"## {escaped(names.get(kind, kind))}", ""]
        lines += [f"- {escaped(path)}: {escaped(_words(value))}" for path, value in leaves(kept)] or [nothing]
        lines.append("")
    return "\n".join(lines).encode()


def entries(kept: object) -> int:
    """How many things an export holds: the length of a list, of the lists of a mapping, else one or nothing."""
    if isinstance(kept, Mapping) and all(isinstance(item, list | tuple) for item in kept.values()):
        return sum(map(entries, kept.values()))
    return len(kept) if isinstance(kept, list | tuple) else int(bool(kept))


def leaves(value: object, path: str = "") -> Iterator[tuple[str, Leaf]]:
    """Every single value with the path to it, entries of lists counted from one."""
    if isinstance(value, Mapping):
        items = ((str(name), item) for name, item in value.items())
    elif isinstance(value, list | tuple | set | frozenset):
        items = ((str(number), item) for number, item in enumerate(value, start=1))
    else:
        yield path, value if isinstance(value, str | int | float) or value is None else str(plain_value(value))
        return
    for name, item in items:
        yield from leaves(item, f"{path}.{name}" if path else name)


def _words(value: Leaf) -> str:
    return "" if value is None else str(value)


def escaped(text: str) -> str:
    """Text as Markdown that shows it as it is, on one line; for anywhere but the beginning of a line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
