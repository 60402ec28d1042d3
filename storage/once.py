"""Inserting what may be there already: the database decides, so two processes cannot both be first (DUP-01)."""

from collections.abc import Mapping

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(table: Table, *unique: str, returning: str) -> Mapping[str, Insert]:
    """An INSERT by the dialect's name that leaves rows alone whose unique columns are taken; gives a column of the new.

    Built once by whoever uses it: building one takes longer than running it.
    """
    return {
        name: dialect.insert(table).on_conflict_do_nothing(index_elements=list(unique)).returning(table.c[returning])
        for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
    }
