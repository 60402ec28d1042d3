"""The points: each is one thing that goes wrong, on one or more set-ups."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from tests.faults.arena import Arena
from tests.faults.world import Tables


@dataclass(frozen=True, slots=True)
class Setup:
    """A database, and how many workers use it."""

    database: str
    replicas: int


SQLITE, POSTGRES, THREE = Setup("sqlite", 1), Setup("postgres", 1), Setup("postgres", 3)
EVERYWHERE = (SQLITE, POSTGRES, THREE)
Act = Callable[[Arena], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Point:
    """What goes wrong. `own_server` and `small_disk`: on one of its own, which it stops or fills up."""

    name: str
    act: Act
    setups: tuple[Setup, ...]
    tables: Tables = Tables.CURRENT
    own_server: bool = False
    small_disk: bool = False


POINTS: list[Point] = []


def point(
    name: str, *setups: Setup, tables: Tables = Tables.CURRENT, own_server: bool = False, small_disk: bool = False
) -> Callable[[Act], Act]:
    """Declare a point. What it leaves behind is let finish afterwards, and then counted."""

    def declare(act: Act) -> Act:
        POINTS.append(Point(name, act, setups or EVERYWHERE, tables, own_server, small_disk))
        return act

    return declare


def load_points() -> list[Point]:
    """All points. The list of files is the folder itself."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return POINTS
