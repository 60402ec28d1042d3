"""One time for all processes of a fault test, in a file that the parent writes."""

import os
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

_FORM = struct.Struct("<qq")  # microseconds since 1970, and how often the clock was moved
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SharedClock:
    """Implements `bot.ports.Clock`. It stands still until it is moved, and may go back, as real ones do."""

    def __init__(self, file: Path) -> None:
        self.file = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)

    def now(self) -> datetime:
        """Aware UTC."""
        return _EPOCH + timedelta(microseconds=self._read()[0])

    def moves(self) -> int:
        """How often it was moved: a worker that has ticked since then knows the new time."""
        return self._read()[1]

    def move(self, to: datetime) -> None:
        """Set the time, for every process at once."""
        moves = self.moves() + 1 if os.fstat(self.file).st_size else 1
        os.pwrite(self.file, _FORM.pack((to - _EPOCH) // timedelta(microseconds=1), moves), 0)

    def close(self) -> None:
        """Give the file back."""
        os.close(self.file)

    def _read(self) -> tuple[int, int]:
        at, moves = _FORM.unpack(os.pread(self.file, _FORM.size, 0))
        return at, moves
