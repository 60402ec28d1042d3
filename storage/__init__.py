"""The database: tables, mapping, the queries named for what they answer, and migrations."""

from storage.engine import connect
from storage.store import SqlStore

__all__ = ["SqlStore", "connect"]
