"""The database server is restarted, or stopped for longer than a lease, between a send and its record."""

from datetime import timedelta
from functools import partial

from tests.faults.arena import Arena
from tests.faults.databases import Server
from tests.faults.points import POSTGRES, THREE, point

AT = 4  # messages shown


def _server(arena: Arena) -> Server:
    assert arena.server
    return arena.server


async def _restarted(arena: Arena, crash: bool) -> None:
    """After the platform has shown a message and before it answers, and once more at any moment."""
    await arena.plan("a")
    await arena.plan("b", after=timedelta(minutes=4))
    arena.platform.after[AT] = partial(_server(arena).restart, crash=crash)
    arena.start_all()
    await arena.until(arena.platform.over.is_set)
    await arena.passing(timedelta(seconds=20))
    await _server(arena).restart(crash=crash)
    await arena.passing(timedelta(seconds=20))


for crash, words in {True: "crashes and is restarted", False: "is restarted"}.items():
    point(f"database {words}", POSTGRES, THREE, own_server=True)(partial(_restarted, crash=crash))


@point("database away for longer than a lease", POSTGRES, THREE, own_server=True)
async def _away(arena: Arena) -> None:
    async def stop() -> None:
        await _server(arena).stop()
        arena.clock.move(arena.clock.now() + timedelta(seconds=90))

    await arena.plan("a")
    await arena.plan("b", after=timedelta(minutes=4))
    arena.platform.after[AT] = stop
    arena.start_all()
    await arena.until(arena.platform.over.is_set)
    await arena.until(lambda: "database" in arena.log(arena.workers[0]).casefold())
    await _server(arena).start()
