"""The disk is full, or the user's quota is used up, between a send and its record and for what follows."""

import resource
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from tests.faults.arena import Arena
from tests.faults.disk import fill, free
from tests.faults.points import SQLITE, point

AT = 4  # messages shown
QUOTA = 64 * 1024
UNLIMITED = resource.RLIM_INFINITY


async def _full(arena: Arena, away: timedelta) -> None:
    folder = arena.folder / "disk"
    await _without_room(arena, away, partial(fill, folder), partial(free, folder))


async def _over_quota(arena: Arena, away: timedelta) -> None:
    """No file may grow past some bytes, which a file system over its quota refuses in much the same way."""

    def limit(size: int) -> None:
        for worker in arena.workers:
            resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (size, UNLIMITED))

    await _without_room(arena, away, partial(limit, QUOTA), partial(limit, UNLIMITED))


async def _without_room(
    arena: Arena, away: timedelta, fill_up: Callable[[], None], make_room: Callable[[], None]
) -> None:
    async def no_room() -> None:
        fill_up()
        arena.clock.move(arena.clock.now() + away)

    await arena.plan("a")
    await arena.plan("b", after=timedelta(minutes=4))
    await arena.plan("c", after=timedelta(minutes=15))
    arena.platform.after[AT] = no_room
    arena.start_all()
    await arena.until(arena.platform.over.is_set)
    await arena.until(lambda: "disk" in arena.log(arena.workers[0]))
    make_room()
    await arena.passing(timedelta(minutes=1))


for away, words in {timedelta(): "a moment", timedelta(seconds=90): "longer than a lease"}.items():
    point(f"disk full for {words}", SQLITE, small_disk=True)(partial(_full, away=away))
    point(f"quota used up for {words}", SQLITE)(partial(_over_quota, away=away))
