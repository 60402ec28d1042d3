"""Column types that keep our promises whatever the database: aware UTC, words for states, values as JSON."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from sqlalchemy import Column, DateTime, Dialect, ForeignKey, Integer, String, Text
from sqlalchemy.types import TypeDecorator

from bot.rules.applying import Answers, Format, Role

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. SQLite drops the zone, so it is put back on reading (DB-06)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; a naive value is refused at the edge."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[E], Generic[E]):
    """A StrEnum by its value: partial indexes and people reading the table see a word."""

    impl = String(20)
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """The word."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        """The member."""
        return None if value is None else self.kind(value)


class Json(TypeDecorator[V], Generic[V]):
    """A small value as JSON text, the same on every database; `load` makes the Python value of it."""

    impl = Text
    cache_ok = True

    def __init__(self, load: Callable[..., V]) -> None:
        super().__init__()
        self.load = load

    def process_bind_param(self, value: V | None, dialect: Dialect) -> str | None:
        """Compact, in the people's own letters."""
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> V | None:
        """What was put in."""
        return None if value is None else self.load(json.loads(value))


class AnswersJson(TypeDecorator[Answers]):
    """An application's answers in one column: they are read and written whole."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Answers | None, dialect: Dialect) -> str | None:
        """JSON with ISO times."""
        return None if value is None else json.dumps(asdict(value), ensure_ascii=False, default=datetime.isoformat)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Answers | None:
        """The answers; fields of another release are left out."""
        return None if value is None else _answers(json.loads(value))


def _answers(kept: dict[str, object]) -> Answers:
    known = Answers.__dataclass_fields__
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in kept.items() if key in known}
    values["role"] = Role(str(kept["role"]))
    values["format"] = Format(str(kept["format"]))
    at = kept.get("submitted_at")
    values["submitted_at"] = datetime.fromisoformat(at) if isinstance(at, str) else None
    return Answers(**values)  # type: ignore[arg-type]  # the keys are the dataclass's own, the values what it gave


def identity() -> "Column[int]":
    """The id that storage gives."""
    return Column("id", Integer, primary_key=True, autoincrement=True)


def owner() -> "Column[int]":
    """The community that owns the row: every query names it."""
    return Column("community_id", ForeignKey("community.id", ondelete="CASCADE"), nullable=False)


def part_of(name: str, parent: str) -> "Column[int]":
    """A parent whose going takes this row along (DB-03)."""
    return Column(name, ForeignKey(f"{parent}.id", ondelete="CASCADE"), nullable=False)


def person(name: str = "person_id", *, nullable: bool = False) -> "Column[int]":
    """A column that points at a person: some feature must export and erase it, and a test looks (ERA-01)."""
    return Column(name, ForeignKey("person.id", ondelete="SET NULL" if nullable else "CASCADE"), nullable=nullable)


def instant(name: str, *, nullable: bool = True) -> "Column[datetime]":
    """An aware UTC moment."""
    return Column(name, Instant(), nullable=nullable)


def text(name: str, default: str | None = "") -> "Column[str]":
    """Text of any length, never null."""
    return Column(name, Text, nullable=False, server_default=default)


def word(name: str, kind: type[E]) -> "Column[E]":
    """A state."""
    return Column(name, Word(kind), nullable=False)


def json_of(name: str, load: Callable[..., V]) -> "Column[V]":
    """A small JSON value."""
    return Column(name, Json(load), nullable=False)
