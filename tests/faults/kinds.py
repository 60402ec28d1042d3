"""The kinds of message that fault tests plan, one for each policy. Declared in workers only: a registry is global."""

from bot.command import Unknown, message_builder, planner
from bot.context import Context
from bot.entities import Account, Due, Programme
from bot.message import Message
from tests.faults.probe import Probe

NOTICE, NUDGE, ASIDE = "notice-of-test", "nudge-of-test", "aside-of-test"
LETTER, MEETING, ROUND = "letter-of-test", "pair-of-test", "round-of-test"
POLICIES = {
    NOTICE: Unknown.REPEAT,
    NUDGE: Unknown.DROP,
    ASIDE: Unknown.REPEAT,
    LETTER: Unknown.REPEAT,
    MEETING: Unknown.REPEAT,
    ROUND: Unknown.REPEAT,
}
URGENCIES = {NOTICE: 5, NUDGE: 5, LETTER: 4, MEETING: 3, ROUND: 6, ASIDE: 8}
PAIR = "pair-of-test"
"""The place key of a pair's own place, which the first message to it opens."""


def token(key: str) -> str:
    """How a due row is recognised in what the platform has shown, also in a merged message."""
    return f"<<{key}>>"


def declare(probe: Probe) -> None:
    """Declare the kinds, and the planner of the weekly round."""

    async def build(_: Context, due: Due) -> Message:
        probe.reach("building")
        return Message(token(due.key))

    async def opens(ctx: Context, _: Due) -> tuple[str, tuple[int, ...]]:
        accounts = await ctx.work.all(Account, external_id=("plain-0", "plain-1"))
        return "A pair", tuple(account.person_id for account in accounts)

    for kind, policy in POLICIES.items():
        wanted = opens if kind == MEETING else None
        message_builder(kind, urgency=URGENCIES[kind], unknown=policy, opens=wanted)(build)

    @planner
    async def weekly_round(ctx: Context, programme: Programme) -> None:
        week = f"{ctx.now:%G-W%V}"
        for number, account in enumerate(await ctx.work.all(Account)):
            if number == ROUND_STOPS_AT:
                probe.reach("planning")
            await ctx.tell(ROUND, programme.id, account.person_id, occurrence=week)


ROUND_STOPS_AT = 7


def key_of_round(programme_id: int, week: str, person_id: int) -> str:
    """The key that the planner's message for a person has."""
    return f"{ROUND}:{programme_id}:{week}:person:{person_id}"
