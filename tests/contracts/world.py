"""A community in which every kind of thing is there once, so that every command has something to speak of."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.entities import (
    Agreement,
    Announcement,
    Application,
    ApplicationState,
    Concern,
    Due,
    DueState,
    Meeting,
    Pairing,
    PairingState,
    Programme,
    ProgrammeState,
    Pulse,
    PulseMode,
    Right,
    Rsvp,
    Session,
)
from bot.rules.applying import Answers, Role
from tests.support.stage import START, Player, Stage

HOSTILE = '_x*y* <!channel> & @everyone [link](https://x.example) `"\u202eihsom'
LONG_NAME = "Anna-Maria Wilhelmiina " * 4


@dataclass
class World:
    """A stage with everything on it, and who plays which part."""

    stage: Stage
    facilitator: Player
    mentor: Player
    actor: Player
    member: Player
    programme: int
    pairing: int

    def players(self) -> dict[str, Player]:
        """Everybody a command may come from; somebody never seen before among them."""
        stranger = Player(self.stage, "Nobody Yet", f"new {len(self.stage.players)}")
        return {
            "stranger": stranger, "member": self.member, "mentor": self.mentor, "actor": self.actor,
            "facilitator": self.facilitator,
        }  # fmt: skip


async def furnished(stage: Stage, state: ProgrammeState = ProgrammeState.RUNNING) -> World:
    """A programme under way with a pair, a session, a pulse, and what else a community may hold."""
    facilitator = await stage.person("Helmi Laine", right=Right.ADMIN)
    mentor, actor = await stage.person(HOSTILE), await stage.person(LONG_NAME)
    member, waiting = await stage.person("Ann Virtanen"), await stage.person("Wilma Waiting")
    cid, day = stage.community, timedelta(days=1)
    async with stage.store.work(cid) as work:
        programme = await work.add(
            Programme(
                cid, "Over the water", "international work", "Find out what we need", topics=("open access", HOSTILE),
                starts_on=date(2026, 10, 1), ends_on=date(2027, 6, 1), apply_until=date(2026, 12, 1), state=state,
                opened_at=START - 40 * day, started_at=START - 20 * day, contact_id=member.id,
            )
        )  # fmt: skip
        for player, role, place in (
            (mentor, Role.MENTOR, ApplicationState.PLACED), (actor, Role.ACTOR, ApplicationState.PLACED),
            (waiting, Role.ACTOR, ApplicationState.WAITING),
        ):  # fmt: skip
            answers = Answers(player.name[:100], role=role, aims=HOSTILE, languages=("en",))
            await work.add(Application(cid, programme.id, player.id, answers, place, queued_at=START, changed_at=START))
        pairing = await work.add(
            Pairing(cid, programme.id, mentor.id, actor.id, PairingState.ACTIVE, introduced_at=START - 10 * day)
        )
        await work.add(Pairing(cid, programme.id, mentor.id, waiting.id, PairingState.DRAFT))
        await work.add(Meeting(cid, pairing.id, START + 2 * day))
        await work.add(Agreement(cid, pairing.id, 1, {"aims": HOSTILE}))
        session = await work.add(Session(cid, programme.id, "Kick-off", START + 5 * day, "Europe/Helsinki"))
        await work.add(Rsvp(cid, session.id, actor.id, "going", 1))
        await work.add(Announcement(cid, programme.id, HOSTILE, START + day, author_id=facilitator.id))
        pulse = Pulse(cid, programme.id, "first", PulseMode.TOTALS, START - day, START + 9 * day)
        pulse.questions, pulse.invited = ("trust", "progress", "workload"), 2
        await work.add(pulse)
        await work.add(Concern(cid, programme.id, actor.id, HOSTILE, told_at=START))
        lost = Due(cid, stage.space.id, "lost", "pulse.ask", pulse.id, START, START, person_id=actor.id)
        lost.state, lost.reason = DueState.UNDELIVERABLE, "50007"
        await work.outbox.plan(lost)
    return World(stage, facilitator, mentor, actor, member, programme.id, pairing.id)
