"""Who has been erased, in a file apart from the database, so that no backup brings them back (ERA-06).

A line holds the numbers of a community and a person, and nothing of theirs.
"""

import asyncio
import os
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, func, insert, make_url, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.entities import Person
from bot.errors import StorageUnavailable
from storage import tables
from storage.failures import translated
from storage.mapping import TABLES

Erased = tuple[int, int]
"""A community's number and a person's."""
UNNAMED = "luotsi"
_LINE = re.compile(r"community (\d+) person (\d+) erased")  # its last word says that the line was written whole
_SKIP = """SELECT setval(sequence, greatest(:n, nextval(sequence)))
FROM (SELECT pg_get_serial_sequence('person', 'id') AS sequence) AS found"""
_person = TABLES[Person].c


def list_beside(url: str | URL) -> "ErasedList":
    """The list of a database: beside its file, or in the working directory and by its name where it is on a server."""
    name = str(make_url(url).database or UNNAMED).removeprefix("file:")
    return ErasedList(Path(f"{name}.erased"))


class ErasedList:
    """Implements `bot.ports.Erasures`. Lines are only ever added; a line that was not written whole does not count."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self) -> set[Erased]:
        """Everybody on the list. Raises StorageUnavailable if it cannot be read."""
        try:
            lines = self.file.read_text("ascii", "replace").splitlines() if self.file.exists() else []
        except OSError as error:
            raise StorageUnavailable(f"{self.file} cannot be read: {error.strerror}.") from error
        found = (_LINE.fullmatch(line) for line in lines)
        return {(int(one[1]), int(one[2])) for one in found if one}

    def add(self, people: Iterable[Erased]) -> None:
        """Add those who are not on it, and have them on the disk. Raises StorageUnavailable."""
        new = sorted(set(people) - self.read())
        if not new:
            return
        lines = "".join(f"\ncommunity {community} person {person} erased" for community, person in new)
        try:
            with os.fdopen(os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a") as opened:
                opened.write(f"{lines}\n")
                opened.flush()
                os.fsync(opened.fileno())
        except OSError as error:
            raise StorageUnavailable(f"{self.file} cannot be written: {error.strerror}.") from error

    def set_aside(self) -> None:
        """Take it out of the way of a new database, whose people have the same numbers."""
        if self.file.exists():
            self.file.replace(self.file.with_name(f"{self.file.name}.of-another"))

    async def note(self, people: Iterable[Erased]) -> None:
        """The same, without keeping others waiting."""
        await asyncio.to_thread(self.add, people)


async def reserve(engine: AsyncEngine, largest: int, now: datetime) -> None:
    """See to it that nobody new gets a number up to `largest`: it is somebody's who joined after the backup was made.

    SQLite gives the number after the largest there is, so a person without anything keeps the place.
    """
    with translated():
        async with engine.begin() as connection:
            if largest <= (await connection.scalar(select(func.max(_person.id))) or 0):
                return
            if engine.dialect.name == "postgresql":
                await connection.execute(text(_SKIP), {"n": largest})
            else:
                await _keep_the_place(connection, largest, now)


async def _keep_the_place(connection: AsyncConnection, number: int, now: datetime) -> None:
    community = await connection.scalar(select(func.min(tables.community.c.id)))
    if community is None:
        return
    nobody = Person(community, "", erased_at=now)
    values = {column.name: getattr(nobody, column.name) for column in tables.people.columns}
    await connection.execute(insert(tables.people).values(values | {"id": number}))
