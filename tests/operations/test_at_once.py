"""Everybody at the same moment: the database lets each wait a little, and refuses nobody (DB-01, DB-05)."""

import asyncio

import pytest
from sqlalchemy import URL

from bot.app import Bot
from bot.context import Request
from bot.entities import Application, Due, DueState, Pairing, PairingState, Programme, ProgrammeState, Right, Rsvp
from bot.message import Answer
from bot.ports import Outcome, Result
from bot.rules.applying import Answers, Role
from storage import SqlStore, connect
from tests.support.gatherings import cohort, running_programme
from tests.support.stage import Player, Stage, plain

SEATS = 20


async def somebody_applies(stage: Stage, programme: int, name: str, role: Role) -> None:
    player = await stage.person(name)
    async with stage.store.work(stage.community) as work:
        given = Answers(name, role=role, languages=("fi",), consent=True)
        await work.add(Application(stage.community, programme, player.id, given, queued_at=stage.clock.now()))


@pytest.fixture
async def helmi(stage: Stage) -> Player:
    """A facilitator with one programme under way, whose session twenty people are asked to, and one to be paired."""
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    await cohort(stage, await running_programme(stage), SEATS // 2)
    await helmi.says('session create name:"Kick-off" when:"Thu 2026-11-05 10:00"')
    async with stage.store.work(stage.community) as work:
        second = await work.add(Programme(stage.community, "Second round", state=ProgrammeState.CLOSED))
    for number in range(6):
        await somebody_applies(stage, second.id, f"Applicant {number}", Role.MENTOR if number % 2 else Role.ACTOR)
    return helmi


async def test_db_01_twenty_answers_a_round_and_a_report_at_once(
    stage: Stage, helmi: Player, database_url: URL
) -> None:
    """By two bots on one database, since reports are also made by a command beside the program that runs."""
    other = SqlStore(connect(database_url))
    bots = (stage.bot, Bot(other, stage.clock, {"local": stage.messenger}, stage.wakeups))

    async def asks(player: Player, line: str, number: int) -> Answer:
        return await bots[number % 2].handle(Request("local", stage.space.external_id, player.account, line))

    people = [one for one in stage.players.values() if one.name.startswith(("Mentor", "Actor"))]
    answers = await asyncio.gather(
        *(asks(one, "rsvp session:1 answer:going", number) for number, one in enumerate(people)),
        asks(helmi, 'match draft programme:"Second round"', 0),
        asks(helmi, 'report programme:"Over the water"', 1),
        stage.bot.deliver(stage.space.id),
        bots[1].plan(),
    )
    said = [plain(answer) for answer in answers if answer is not None and not isinstance(answer, int)]
    assert [words for words in said if "went wrong" in words or "database" in words] == []
    async with stage.store.work(stage.community) as work:
        assert await work.count(Rsvp, state="going") == len(people) == SEATS
        assert await work.count(Pairing, state=PairingState.DRAFT) == 3
    await other.close()


async def test_db_05_of_twenty_messages_sent_at_once_one_fails_and_nineteen_arrive(stage: Stage, helmi: Player) -> None:
    """Four workers drain one lane; each has a session of its own, so what fails in one is rolled back there only."""
    people = [one for one in stage.players.values() if one.name.startswith(("Mentor", "Actor"))]
    for one in people:
        one.news()
    stage.messenger.failures = {people[3].account: [Outcome(Result.FAILED, detail="500")]}
    line = 'session create name:"Half-way" when:"Thu 2026-11-12 10:00" programme:1'
    await stage.bot.handle(Request("local", stage.space.external_id, helmi.account, line))  # nothing goes out yet
    await asyncio.gather(*(stage.bot.deliver(stage.space.id) for _ in range(4)))
    assert [len(one.news()) for one in people] == [1, 1, 1, 0] + [1] * (SEATS - 4)
    async with stage.store.work(stage.community) as work:
        (left,) = await work.all(Due, person_id=people[3].id, state=DueState.PLANNED, reason="500")
    assert left.failures == 1
    await stage.later(minutes=5)
    assert len(people[3].news()) == 1
