"""The platform is away, answers nothing, or asks for silence; or the bot itself is away. No burst may follow."""

from datetime import timedelta
from functools import partial

from tests.faults.arena import Arena
from tests.faults.platform import Mood
from tests.faults.points import EVERYWHERE, point
from tests.faults.points.hits import WHERE, killed
from tests.faults.probe import Strike

TEN_MINUTES = timedelta(minutes=10)
WAVES = {"a": timedelta(), "b": timedelta(minutes=3), "c": timedelta(minutes=6), "d": timedelta(minutes=12)}
BEFORE = timedelta(minutes=1)


async def _waves(arena: Arena) -> None:
    for word, after in WAVES.items():
        await arena.plan(word, after=after)


async def _refuses(arena: Arena, length: timedelta) -> None:
    await _waves(arena)
    await arena.platform.leave()
    arena.start_all()
    await arena.passing(length, step=length / 60)
    await arena.platform.come()


point("platform refuses for ten minutes")(partial(_refuses, length=TEN_MINUTES))
point("platform refuses for three hours", *EVERYWHERE[:1])(partial(_refuses, length=timedelta(hours=3)))


async def _moody(arena: Arena, mood: Mood) -> None:
    await _waves(arena)
    arena.platform.mood, arena.platform.silence = mood, TEN_MINUTES.total_seconds()
    arena.start_all()
    await arena.passing(TEN_MINUTES)
    arena.platform.mood = Mood.WELL


@point("platform takes nothing and answers nothing for ten minutes")
async def _deaf(arena: Arena) -> None:
    await _moody(arena, Mood.DEAF)


@point("platform takes all and answers nothing for ten minutes")
async def _mute(arena: Arena) -> None:
    await _moody(arena, Mood.MUTE)


@point("platform asks for ten minutes of silence")
async def _limited(arena: Arena) -> None:
    await _moody(arena, Mood.LIMITED)


async def _away(arena: Arena, strike: Strike) -> None:
    """Every worker is killed, and one is back after ten minutes."""
    await _waves(arena)
    arena.start_all(strike)
    (await arena.struck()).kill()
    for worker in arena.workers:
        if worker.works:
            worker.kill()
    await arena.passing(TEN_MINUTES)
    arena.start_all()


for words in ("after the send", "after the send, keys known"):
    point(f"bot away for ten minutes, killed {words}")(partial(_away, strike=WHERE[words]))


@point("bot away for three days")
async def _days(arena: Arena) -> None:
    for day in range(3):
        await arena.plan(f"day {day}", after=timedelta(days=day))
    await arena.passing(timedelta(days=3, hours=1))
    arena.start_all()


@point("killed again and again, eight times", *EVERYWHERE[:2])
async def _crash_loop(arena: Arena) -> None:
    """As by a fault of the machine: whatever is in flight is in doubt each time."""
    await _waves(arena)
    for _ in range(8):
        arena.start(Strike("recorded", 4))
        (await arena.struck()).kill()
        await arena.passing(BEFORE + timedelta(seconds=1))
    arena.start_all()


@point("killed after the send, and whoever settles it as well")
async def _settler(arena: Arena) -> None:
    await killed(arena, WHERE["after the send"])
    if arena.replicas > 1:
        return  # the others have settled it
    arena.workers[-1].kill()
    arena.start(Strike("reaped"))
    (await arena.struck()).kill()
    arena.start()


@point("killed after the send, and again after the repeat", *EVERYWHERE[:2])
async def _twice(arena: Arena) -> None:
    """Never a third time: it ends as unknown, and the facilitator sees it."""
    await killed(arena, WHERE["after the send"])
    arena.workers[-1].kill()
    arena.start(Strike("shown plain"))
    (await arena.struck()).kill()
    await arena.passing(timedelta(seconds=90))
    arena.start()
