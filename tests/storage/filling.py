"""A row for every table, made from the columns' own types: a new table is filled without a word here."""

from datetime import UTC, date, datetime, time

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, LargeBinary, Table, Time, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rules.applying import Answers, Role
from storage import installs, local, posted, tables  # noqa: F401  # the platforms' tables belong to the schema
from storage.columns import AnswersJson, Instant, Json, Word

MOMENT = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
ALL_TABLES = tuple(tables.metadata.sorted_tables)


def sample(column: "Column[object]") -> object:  # noqa: C901  # a case a type
    """Something that fits a column; a foreign key points at the first row of its parent."""
    match column.type:
        case AnswersJson():
            return Answers("Ann Ämmälä", "ann@library.example", Role.MENTOR)
        case Json():
            return column.type.load()
        case Word():
            return next(iter(column.type.kind))
        case Instant():
            return MOMENT
        case DateTime():  # slack_sdk's own: in UTC, without a zone
            return MOMENT.replace(tzinfo=None)
        case Boolean():
            return False
        case Integer():
            return 1
        case LargeBinary():
            return b"\x00\xff bytes"
        case Time():
            return time(8)
        case Date():
            return date(2026, 6, 1)
        case _:
            return "words äöå 👩‍👧‍👦"


async def fill(connection: AsyncConnection) -> None:
    """One row in each table."""
    for table in ALL_TABLES:
        await connection.execute(insert(table).values({column.name: sample(column) for column in table.columns}))


async def contents(connection: AsyncConnection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""

    async def rows(table: Table) -> list[tuple[object, ...]]:
        return [tuple(row) for row in (await connection.execute(select(table).order_by(table.c.id))).all()]

    return {table.name: await rows(table) for table in ALL_TABLES}
