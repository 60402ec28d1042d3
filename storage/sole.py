"""One process on one SQLite file: SQLite has one writer, and our queue in memory knows nothing of another process."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout
from sqlalchemy import URL, make_url

from bot.errors import StorageUnavailable

IN_USE = (
    "Another Luotsi is running on this database file. Stop that one first, or use PostgreSQL, which serves several: "
    "{file}"
)


@contextmanager
def sole_user(url: str | URL) -> Iterator[None]:
    """Hold a SQLite file for this process until the block ends, also if the process is killed; nothing on a server.

    Raises StorageUnavailable where another process holds it. The lock is a file beside the database, `<file>.lock`.
    """
    address = make_url(url)
    file = address.database or ""
    if address.get_backend_name() != "sqlite" or file in {"", ":memory:"}:
        yield
        return
    lock = FileLock(f"{file}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StorageUnavailable(IN_USE.format(file=file)) from None
    try:
        yield
    finally:
        lock.release()
