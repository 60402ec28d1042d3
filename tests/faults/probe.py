"""A worker's line to its parent: where it is, and a place at which it waits to be killed or stopped."""

import json
import socket
from dataclasses import dataclass

SQL = "sql "


@dataclass(frozen=True, slots=True)
class Strike:
    """The n-th time that a worker reaches a point.

    A point is a word of `tests.faults.parts`, or `sql ` and a part of a statement that has just been executed.
    """

    point: str
    nth: int = 1


class Probe:
    """Tells the parent what this worker does. All of it is quick, except at the strike."""

    def __init__(self, path: str, worker: int, strike: Strike | None) -> None:
        self.strike = strike
        self.reached = 0
        self.busy = 0
        self.line = socket.socket(socket.AF_UNIX)
        self.line.connect(path)
        self.line.sendall(f"{worker}\n".encode())

    def reach(self, point: str) -> None:
        """At the strike: stand still, event loop and all, until the parent says go on, if it ever does."""
        if self.strike is None or self.strike.point != point:
            return
        self.reached += 1
        if self.reached == self.strike.nth:
            self._say(struck=point)
            self.line.recv(1)

    def executed(self, statement: str) -> None:
        """A statement has been executed, and its transaction is still open."""
        if self.strike and self.strike.point.startswith(SQL) and self.strike.point.removeprefix(SQL) in statement:
            self.reach(self.strike.point)

    def work(self, more: int) -> None:
        """One more thing, or one less, is being done."""
        self.busy += more
        self._say(busy=self.busy)

    def ticked(self, moves: int) -> None:
        """A tick is over that began when the clock had been moved so often."""
        self._say(ticked=moves)

    def _say(self, **words: object) -> None:
        self.line.sendall(json.dumps(words).encode() + b"\n")
