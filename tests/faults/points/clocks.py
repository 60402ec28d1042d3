"""The clock jumps while messages are in flight, as when a laptop wakes up or a machine's time is put right."""

from datetime import timedelta
from functools import partial

from tests.faults.arena import Arena
from tests.faults.points import point

HOUR = timedelta(hours=1)
AT = 3  # messages shown


async def _jumps(arena: Arena, by: timedelta, back: timedelta = timedelta()) -> None:
    """After the platform has shown a message and before it answers; and perhaps back, a minute later."""

    async def jump() -> None:
        arena.clock.move(arena.clock.now() + by)

    await arena.plan("a")
    await arena.plan("b", after=timedelta(minutes=1))
    arena.platform.after[AT] = jump
    arena.start_all()
    await arena.until(arena.platform.over.is_set)
    await arena.passing(timedelta(minutes=2))
    if back:
        arena.clock.move(arena.clock.now() - back)
        await arena.passing(timedelta(minutes=2))


point("clock jumps three hours forward")(partial(_jumps, by=3 * HOUR))
point("clock jumps into the night")(partial(_jumps, by=10 * HOUR))
point("clock jumps an hour back")(partial(_jumps, by=-HOUR))
point("clock jumps three hours forward, and back")(partial(_jumps, by=3 * HOUR, back=3 * HOUR))
