"""A programme that runs, and those who take part in it, put straight into the store."""

from datetime import date

from bot.entities import Pairing, PairingState, Programme, ProgrammeState
from tests.support.stage import Player, Stage


async def running_programme(stage: Stage, name: str = "Over the water", **values: object) -> int:
    """A programme that started on the stage's first day; its id."""
    async with stage.store.work(stage.community) as work:
        programme = Programme(
            stage.community, name, state=ProgrammeState.RUNNING, started_at=stage.clock.now(),
            starts_on=stage.clock.now().date(), ends_on=date(2027, 9, 30),
        )  # fmt: skip
        for attribute, value in values.items():
            setattr(programme, attribute, value)
        return (await work.add(programme)).id


async def pair(stage: Stage, programme: int, mentor: Player, actor: Player) -> int:
    """Two people in an active pair; its id. The day of their introduction is not known, so none of its steps follow."""
    async with stage.store.work(stage.community) as work:
        return (await work.add(Pairing(stage.community, programme, mentor.id, actor.id, PairingState.ACTIVE))).id


async def cohort(stage: Stage, programme: int, pairs: int, prefix: str = "", **more: str) -> list[Player]:
    """So many pairs, mentor and actor by turns."""
    players: list[Player] = []
    for number in range(pairs):
        mentor = await stage.person(f"{prefix}Mentor {number + 1}", **more)
        actor = await stage.person(f"{prefix}Actor {number + 1}", **more)
        await pair(stage, programme, mentor, actor)
        players += [mentor, actor]
    return players
