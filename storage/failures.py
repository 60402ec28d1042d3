"""The database's errors become ours at the door: one clear sentence for the admin, the cause kept for the log."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.errors import Conflict, StorageUnavailable

SENTENCES = {
    "database is locked": "The database is locked by another program. Close the program that uses it, then try again.",
    "readonly database": "The database cannot be written. Give this user the right to write the file and its folder.",
    "unable to open database file": "The database file cannot be opened. Check that its folder exists and is readable.",
    "file is not a database": "The file is not a database of Luotsi. Check the address in the settings.",
    "disk is full": "The disk is full. Make room, then try again: nothing that was confirmed is lost.",
    "disk i/o error": "The disk takes nothing more, or fails. Look at its room, its quota and its health.",
    "no such table": "The database has no tables yet. Run `luotsi migrate` once.",
    "password authentication failed": "The database server refuses the user or password. Check both in the settings.",
    "failed to resolve host": "The database server cannot be found. Check its address in the settings.",
    "connection refused": "The database server does not answer. Check its address and that it runs.",
    "the database system is": "The database server is starting or stopping. Wait a moment.",
    "does not exist": "The database is not there or has no tables yet. Create it, then run `luotsi migrate`.",
    "connection to server": "The database server does not answer. Check its address and that it runs.",
}


GONE = "The connection to the database was lost. It is opened again by itself; look at the server if this goes on."


def sentence_for(error: BaseException) -> str | None:
    """What an admin can do about a database error, or None for one that is our own mistake."""
    text = str(error).casefold()
    return next((sentence for part, sentence in SENTENCES.items() if part in text), None)


@contextmanager
def translated() -> Iterator[None]:
    """Raise Conflict for what another transaction did first, StorageUnavailable for what an admin can mend.

    Everything else stays what it is.
    """
    try:
        yield
    except IntegrityError as error:
        if "unique" not in str(error.orig).casefold():
            raise
        raise Conflict("a unique key was taken") from None  # the database's own words repeat what people wrote
    except DBAPIError as error:
        if "deadlock detected" in str(error):
            raise Conflict from error
        sentence = GONE if error.connection_invalidated else sentence_for(error.orig or error)
        if sentence is None:
            raise
        raise StorageUnavailable(sentence) from error
