"""A pair that has been introduced: where most dialogues of a mentor and an actor begin."""

from dataclasses import dataclass

from bot.entities import Meeting, Pairing, PairingState
from bot.message import Message
from tests.support.gatherings import running_programme
from tests.support.stage import Player, Stage, plain


@dataclass
class Cast:
    """Two people on the stage, with the ids of their programme and pair."""

    stage: Stage
    mentor: Player
    actor: Player
    programme: int
    pairing: int

    async def meetings(self) -> list[Meeting]:
        """The pair's meetings, in the order in which they begin."""
        async with self.stage.store.work(self.stage.community) as work:
            found = await work.all(Meeting, pairing_id=self.pairing)
        return sorted(found, key=lambda one: one.starts_at)

    def heard(self) -> tuple[str, str]:
        """What the mentor and the actor have been told since the last time."""
        return self.mentor.news_text(), self.actor.news_text()


async def introduced(stage: Stage, programme: int, mentor: Player, actor: Player) -> int:
    """Two people in a pair that begins now, so that all its steps follow; its id."""
    async with stage.store.work(stage.community) as work:
        now = stage.clock.now()
        made = Pairing(stage.community, programme, mentor.id, actor.id, PairingState.ACTIVE, introduced_at=now)
        return (await work.add(made)).id


async def cast(stage: Stage, *, mentor_zone: str = "", actor_zone: str = "", **programme: object) -> Cast:
    """Maija mentors Ann in a programme on international work."""
    maija = await stage.person("Maija Salo", zone=mentor_zone)
    ann = await stage.person("Ann Virtanen", zone=actor_zone)
    programme_id = await running_programme(stage, **{"theme": "international work", **programme})  # type: ignore[arg-type]  # attributes of a programme
    return Cast(stage, maija, ann, programme_id, await introduced(stage, programme_id, maija, ann))


async def plan(player: Player, when: str, *, length: str = "60", how: str = "online") -> Message:
    """Plan a meeting in one line, on the player's own clock."""
    answer = await player.says(f'meeting plan when:"{when}" length:{length} format:{how}')
    assert isinstance(answer, Message), plain(answer)
    return answer
