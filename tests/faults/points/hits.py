"""A worker is killed, or stopped past its lease and woken again, at each point of a message's way."""

from datetime import timedelta
from functools import partial

from tests.faults.arena import Arena
from tests.faults.points import point
from tests.faults.probe import Strike

HALF_MINUTE = timedelta(seconds=30)
PAST_THE_LEASE = timedelta(seconds=90)
WHERE = {
    "in the claim": Strike("sql UPDATE due SET"),
    "after the claim": Strike("claimed"),
    "while a message is made": Strike("building", 4),
    "before the send": Strike("sending plain", 3),
    "before the send, keys known": Strike("sending keyed", 3),
    "after the send": Strike("shown plain", 3),
    "after the send, keys known": Strike("shown keyed", 3),
    "after the send, keys known, less urgent due": Strike("shown keyed", 5),
    "in the record": Strike("sql INSERT INTO attempt", 2),
    "after the record": Strike("recorded", 3),
    "after a place was opened": Strike("opened"),
    "while planning": Strike("planning"),
    "before a plan is committed": Strike("sql INSERT INTO due"),
}


async def killed(arena: Arena, strike: Strike, away: timedelta = PAST_THE_LEASE) -> None:
    """kill -9. More falls due while it is away; afterwards another one is started."""
    await arena.plan("a")
    await arena.plan("b", after=HALF_MINUTE)
    arena.start_all(strike)
    (await arena.struck()).kill()
    await arena.passing(away)
    arena.start()


async def stopped(arena: Arena, strike: Strike) -> None:
    """SIGSTOP, and SIGCONT when its lease is over."""
    await arena.plan("a")
    await arena.plan("b", after=HALF_MINUTE)
    arena.start_all(strike)
    victim = await arena.struck()
    victim.stop()
    await arena.passing(PAST_THE_LEASE)
    victim.go_on()


for words, where in WHERE.items():
    point(f"killed {words}")(partial(killed, strike=where))
    point(f"stopped {words}")(partial(stopped, strike=where))
