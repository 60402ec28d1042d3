"""Copies of a SQLite database while it is in use, checked; and putting one in the place of the database.

A PostgreSQL server has its own programs for both.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from alembic.script import ScriptDirectory
from sqlalchemy import URL, make_url

from bot.errors import StorageUnavailable
from storage import tables
from storage.failures import sentence_for
from storage.migrate import MIGRATIONS, TOO_NEW

NOT_SQLITE = "This database is on a server. Use PostgreSQL's pg_dump and pg_restore, as docs/operations.md says."
NOTHING_THERE = "There is no database at {file} yet."
THERE_ALREADY = "{file} is there already. Choose another name: no backup is written over."
NOT_A_COPY = "{file} is not a database of Luotsi's."
BROKEN = "{file} is damaged ({why}). Nothing was changed; take another backup."
UNLIKE = "The copy of {file} is not the same as what was copied. Nothing was changed; check the disk."
IN_USE = "The database is in use. Stop whatever has it open, then try again: {file}"
STAMP = "%Y%m%dT%H%M%SZ"
SIDES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied."""

    tables: int
    rows: int
    size: int
    revision: str


def file_of(url: str | URL) -> Path:
    """The file of a SQLite database. Raises StorageUnavailable for one that is on a server or in memory."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or address.database in {None, "", ":memory:"}:
        raise StorageUnavailable(NOT_SQLITE)
    return Path(str(address.database).removeprefix("file:"))


def copy(source: Path, target: Path) -> Copied:
    """Copy a database, which may be in use, by SQLite's own way; then check the copy whole and count its rows.

    The copy is one file that only its owner reads, for it holds what people wrote. Raises StorageUnavailable, and
    leaves nothing behind, if the source is not ours or is damaged, if the target is there already, or the disk is full.
    """
    if not source.is_file():
        raise StorageUnavailable(NOTHING_THERE.format(file=source))
    if target.exists():
        raise StorageUnavailable(THERE_ALREADY.format(file=target))
    part = target.with_name(f"{target.name}.part")
    try:
        with _said(target):
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)
        made = _copied(source, part)
        with _said(target):
            _to_disk(part)
            part.rename(target)
    finally:
        for left in (part, *_sides(part)):
            left.unlink(missing_ok=True)
    return made


def _copied(source: Path, part: Path) -> Copied:
    with _said(source), closing(_reader(source)) as old, closing(sqlite3.connect(part, isolation_level=None)) as new:
        old.execute("BEGIN")  # what is counted here is what is copied, whatever is written meanwhile
        revision = _revision(old, source)
        before = _counts(old)
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, without another beside it that could be forgotten
        _require_whole(new, source)
        if _counts(new) != before:
            raise StorageUnavailable(UNLIKE.format(file=source))
    return Copied(len(before), sum(before.values()), part.stat().st_size, revision)


def require_known(made: Copied) -> None:
    """Raise StorageUnavailable for a copy of a release newer than this one: what it holds cannot be understood."""
    if made.revision not in _known():
        raise StorageUnavailable(TOO_NEW)


def copy_before_migrating(url: str | URL, now: datetime) -> Path | None:
    """A copy of a SQLite database whose tables are about to be changed (DB-04); None where there is nothing to copy."""
    if make_url(url).get_backend_name() != "sqlite":
        return None
    file = file_of(url)
    with _said(file):
        if not file.is_file() or not file.stat().st_size:
            return None
        with closing(_reader(file)) as connection:
            if not _is_ours(connection):
                return None
            revision = _revision(connection, file)
    if revision not in _known() or revision == ScriptDirectory(str(MIGRATIONS)).get_current_head():
        return None
    kept = file.with_name(f"{file.name}.before-{now:{STAMP}}")
    copy(file, kept)
    return kept


def put_in_place(new: Path, place: Path, now: datetime) -> Path | None:
    """Make a copy the database, at once or not at all; where the one that was there is kept, None if there was none.

    Raises StorageUnavailable if another program has it open.
    """
    with _said(place):
        if not place.exists():
            new.replace(place)
            return None
        _close_up(place)
        kept = place.with_name(f"{place.name}.replaced-{now:{STAMP}}")
        _as_it_was(place, new)
        try:
            os.link(place, kept)
        except OSError:  # not every file system has links
            shutil.copy2(place, kept)
        for side in _sides(place):  # only a damaged database has them still: they belong to the old one
            if side.exists():
                side.rename(f"{kept}{side.name.removeprefix(place.name)}")
        new.replace(place)
        return kept


def numbers_of(place: Path) -> tuple[int, set[tuple[int, int]]]:
    """The largest number that a person has in a database, and who is erased there: community and person.

    Nothing where it cannot be read: a database is also replaced because it is damaged.
    """
    name = tables.people.name
    try:
        with closing(_reader(place)) as connection:
            largest = connection.execute(f"SELECT max(id) FROM {name}").fetchone()[0]
            erased = connection.execute(f"SELECT community_id, id FROM {name} WHERE erased_at IS NOT NULL").fetchall()
            return int(largest or 0), {(int(community), int(person)) for community, person in erased}
    except sqlite3.Error:
        return 0, set()


def _reader(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True, isolation_level=None)


def _known() -> set[str]:
    return {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def _is_ours(connection: sqlite3.Connection) -> bool:
    return {tables.community.name, "alembic_version"} <= set(_tables(connection))


def _revision(connection: sqlite3.Connection, file: Path) -> str:
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone() if _is_ours(connection) else None
    if found is None:
        raise StorageUnavailable(NOT_A_COPY.format(file=file))
    return str(found[0])


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return [str(row[0]) for row in rows]


def _counts(connection: sqlite3.Connection) -> Mapping[str, int]:
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in _tables(connection)}


def _require_whole(connection: sqlite3.Connection, file: Path) -> None:
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise StorageUnavailable(BROKEN.format(file=file, why=" ".join(str(found).split())))


def _close_up(place: Path) -> None:
    """Bring all into the one file, which only works while nobody else has it open."""
    with closing(sqlite3.connect(place, timeout=1, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise StorageUnavailable(IN_USE.format(file=place)) from None
        except sqlite3.DatabaseError:
            return  # damaged: perhaps that is why another is put in its place


def _as_it_was(place: Path, new: Path) -> None:
    """Whoever could use the old file can use the new one: a copy is put in place by root, and used by the service."""
    old = place.stat()
    new.chmod(old.st_mode)
    with suppress(PermissionError):
        os.chown(new, old.st_uid, old.st_gid)


def _sides(file: Path) -> list[Path]:
    return [file.with_name(f"{file.name}{side}") for side in SIDES]


def _to_disk(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


@contextmanager
def _said(file: Path) -> Iterator[None]:
    """Raise what a person can mend as one sentence."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        sentence = sentence_for(error)
        if sentence is None:
            sentence = BROKEN.format(file=file, why=error)
        raise StorageUnavailable(sentence) from error
    except OSError as error:
        raise StorageUnavailable(f"{file} cannot be used: {error.strerror}.") from error
