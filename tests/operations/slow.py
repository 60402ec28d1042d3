"""A program whose platform takes its time, to be stopped in the middle: `python -m tests.operations.slow DATABASE`."""

import asyncio
import sys
from collections.abc import Sequence

from adapters.cli.stopping import told_to_stop
from adapters.wiring import SystemClock, house, ticking
from bot.command import message_builder
from bot.config import DatabaseSettings, Settings
from bot.context import Context
from bot.entities import Account, Due, Person, Place, Space
from bot.message import Message
from bot.ports import Outcome, Result
from bot.rules.pacing import Rate

PEOPLE = 15
SECONDS = 0.4


@message_builder("test.slow")
async def slow(_ctx: Context, _due: Due) -> Message:
    return Message("slowly")


class SlowPlatform:
    """Says when a send begins and when it has arrived."""

    rate: Rate | None = None
    at_once = 1

    async def send(self, _space: Space, account: Account, _message: Message, _key: str) -> Outcome:
        print(f"begins {account.external_id}", flush=True)  # noqa: T201  # the test reads it
        await asyncio.sleep(SECONDS)
        print(f"arrived {account.external_id}", flush=True)  # noqa: T201
        return Outcome(Result.SENT, "1")

    async def post(self, _space: Space, _place: Place, _message: Message, _key: str) -> Outcome:
        raise NotImplementedError

    async def open(self, _space: Space, _name: str, _members: Sequence[Account], _key: str) -> Outcome:
        raise NotImplementedError

    async def find(self, _space: Space, _name: str, _email: str) -> str:
        raise NotImplementedError


async def main(database: str) -> None:
    settings = Settings(database=DatabaseSettings(url=f"sqlite+aiosqlite:///{database}"))
    with told_to_stop() as stop:
        async with house(settings, SystemClock()) as made:
            made.bot.delivery.messengers = {"local": SlowPlatform()}
            community, now = made.the_page.space.community_id, made.clock.now()
            async with made.store.work(community) as work:
                for number in range(PEOPLE):
                    person = await work.add(Person(community, f"Person {number}"))
                    await work.add(Account(community, made.the_page.space.id, person.id, f"p{number}"))
                    row = Due(
                        community, made.the_page.space.id, str(number), "test.slow", 1, now, now, person_id=person.id
                    )
                    row.skips_quiet = True
                    await work.outbox.plan(row)
            async with ticking(made):
                await stop.wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
