"""A programme with people who have applied, for the tests of matching and of pairs."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.entities import (
    Application,
    ApplicationState,
    Meeting,
    MeetingState,
    Pairing,
    PairingState,
    Person,
    Programme,
    ProgrammeState,
    Right,
)
from bot.rules.applying import Answers, Role
from tests.support.stage import Player, Stage


@dataclass
class Harbour:
    """The stage, its facilitator Helmi, and the programme. Who applies later stands later in the queue."""

    stage: Stage
    helmi: Player
    programme: int
    applied: int = field(default=0)

    @classmethod
    async def open(cls, stage: Stage) -> "Harbour":
        helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
        async with stage.store.work(stage.community) as work:
            programme = Programme(stage.community, "Over the water", ends_on=date(2027, 9, 30))
            programme.state = ProgrammeState.CLOSED
            await work.add(programme)
        return cls(stage, helmi, programme.id)

    async def applies(self, name: str, role: Role, **answers: object) -> Player:
        player = await self.stage.person(name)
        self.applied += 1
        given = Answers(name, role=role, languages=("fi",), consent=True, **answers)  # type: ignore[arg-type]
        item = Application(self.stage.community, self.programme, player.id, given)
        item.queued_at = self.stage.clock.now() + timedelta(minutes=self.applied)
        async with self.stage.store.work(self.stage.community) as work:
            await work.add(item)
        return player

    async def mentor(self, name: str, *offers: str, **answers: object) -> Player:
        return await self.applies(name, Role.MENTOR, offers=offers, **answers)

    async def actor(self, name: str, *wants: str, **answers: object) -> Player:
        return await self.applies(name, Role.ACTOR, wants=wants, **answers)

    async def pairings(self, *states: PairingState) -> list[Pairing]:
        async with self.stage.store.work(self.stage.community) as work:
            return list(await work.all(Pairing, programme_id=self.programme, state=states or tuple(PairingState)))

    async def state_of(self, player: Player) -> ApplicationState:
        async with self.stage.store.work(self.stage.community) as work:
            item = await work.one(Application, programme_id=self.programme, person_id=player.id)
        assert item is not None
        return item.state

    async def change(self, player: Player, **values: object) -> None:
        """Change a person's attributes, such as stopped_at."""
        async with self.stage.store.work(self.stage.community) as work:
            person = await work.get(Person, player.id)
            for name, value in values.items():
                setattr(person, name, value)

    async def introduced(self, mentor: Player, actor: Player) -> int:
        """Draft, publish and let the time to say no pass; the id of the pair of these two."""
        await self.helmi.says("match draft")
        await self.helmi.says("match publish")
        await self.stage.later(days=9)
        pairs = await self.pairings(PairingState.ACTIVE)
        found = [one.id for one in pairs if one.members() == (mentor.id, actor.id)]
        assert len(found) == 1
        return found[0]

    async def meets(self, pairing: int, at: datetime, state: MeetingState = MeetingState.PLANNED) -> int:
        async with self.stage.store.work(self.stage.community) as work:
            return (await work.add(Meeting(self.stage.community, pairing, at, state=state))).id

    async def meeting(self, key: int) -> MeetingState:
        async with self.stage.store.work(self.stage.community) as work:
            return (await work.get(Meeting, key)).state
