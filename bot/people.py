"""Who may do what. Rights are read from the store at every action, as they are at that moment (PRM-01, PRM-09)."""

from collections.abc import Iterable
from enum import StrEnum

from bot.entities import (
    GOING_ON,
    Account,
    Application,
    ApplicationState,
    Community,
    Grant,
    Pairing,
    PairingState,
    Person,
    Programme,
    Reach,
    Right,
)
from bot.errors import NotAllowed, NotFound
from bot.ports import Work
from bot.rules.applying import Role
from bot.rules.quiet import Quiet


class Who(StrEnum):
    """Whom a command is for."""

    ANYONE = "anyone"
    FACILITATOR = "facilitator"
    ADMIN = "admin"


async def rights_of(work: Work, person: Person) -> list[Grant]:
    """Everything a person has been granted in this community."""
    return list(await work.all(Grant, person_id=person.id))


async def may_facilitate(work: Work, person: Person, programme_id: int | None = None) -> bool:
    """Whether a person may run a programme; without one, whether they may run any."""
    for grant in await rights_of(work, person):
        if grant.right == Right.ADMIN and grant.programme_id is None:
            return True
        if grant.right == Right.FACILITATOR and (programme_id is None or grant.programme_id in {None, programme_id}):
            return True
    return False


async def is_admin(work: Work, person: Person) -> bool:
    """Whether a person looks after the whole community."""
    return any(grant.right == Right.ADMIN for grant in await rights_of(work, person))


async def require(work: Work, person: Person, who: Who, programme_id: int | None = None) -> None:
    """Raise NotAllowed unless the person may do what `who` names, in this programme if one is given."""
    if who == Who.ADMIN and not await is_admin(work, person):
        raise NotAllowed("not-allowed-admin")
    if who == Who.FACILITATOR and not await may_facilitate(work, person, programme_id):
        raise NotAllowed("not-allowed-facilitator")


async def facilitators_of(work: Work, programme: Programme) -> list[Person]:
    """Those who run a programme: its own facilitators, else the community's, else its admins."""
    grants = await work.all(Grant, programme_id=programme.id, right=Right.FACILITATOR)
    grants = grants or await work.all(Grant, programme_id=None, right=Right.FACILITATOR)
    grants = grants or await work.all(Grant, programme_id=None, right=Right.ADMIN)
    return [await work.get(Person, grant.person_id) for grant in grants]


async def pairings_of(work: Work, person_id: int, *states: PairingState) -> list[Pairing]:
    """A person's pairs in these states, on either side, by id."""
    led = await work.all(Pairing, mentor_id=person_id, state=states)
    followed = await work.all(Pairing, actor_id=person_id, state=states)
    return sorted([*led, *followed], key=lambda pairing: pairing.id)


async def paired_in(work: Work, programme_id: int) -> set[int]:
    """Who is in a pair of a programme that is proposed or goes on. An application does not tell: pairs end."""
    pairings = await work.all(Pairing, programme_id=programme_id, state=(PairingState.PROPOSED, *GOING_ON))
    return {member for pairing in pairings for member in pairing.members()}


async def partner_of(work: Work, pairing: Pairing, person_id: int) -> Person:
    """The other one of a pair."""
    return await work.get(Person, pairing.partner_of(person_id))


def require_member(pairing: Pairing, person: Person) -> None:
    """Raise NotFound unless the person is one of the pair: others are not told that it exists (PRM-02, PRM-03)."""
    if person.id not in pairing.members():
        raise NotFound("not-found-pairing")


async def participants_of(work: Work, programme_id: int) -> dict[int, Role]:
    """Who takes part in a programme: in a pair that goes on, or waiting for one. By person id, each with their side.

    Who waits, and who is a mentor in one pair and an actor in another, counts for neither side.
    """
    pairings = await work.all(Pairing, programme_id=programme_id, state=GOING_ON)
    waiting = await work.all(Application, programme_id=programme_id, state=ApplicationState.WAITING)
    mentors = {pairing.mentor_id for pairing in pairings}
    actors = {pairing.actor_id for pairing in pairings}
    sides = dict.fromkeys({application.person_id for application in waiting}, Role.EITHER)
    sides |= dict.fromkeys(mentors - actors, Role.MENTOR) | dict.fromkeys(actors - mentors, Role.ACTOR)
    return sides | dict.fromkeys(mentors & actors, Role.EITHER)


def hours_of(person: Person, community: Community) -> Quiet:
    """When messages may go to a person: their own hours, on their own clock and calendar or else the community's."""
    zone, country = person.time_zone or community.time_zone, person.country or community.country
    return Quiet(zone, person.quiet_until, person.quiet_from, country)


async def gone(work: Work, people: Iterable[int]) -> set[int]:
    """Which of these people are here no more: erased, or gone from every space that they were in (MAT-14)."""
    ids = tuple(people)
    erased = {item.id for item in await work.all(Person, id=ids) if item.erased_at}
    accounts = await work.all(Account, person_id=ids)
    here = {item.person_id for item in accounts if item.reach != Reach.GONE}
    return erased | ({item.person_id for item in accounts} - here)


async def absent(work: Work, people: Iterable[int]) -> set[int]:
    """Whom nothing new can be asked of: those who are gone, and those who stopped messages (MAT-06)."""
    ids = tuple(people)
    stopped = {item.id for item in await work.all(Person, id=ids) if item.stopped_at}
    return stopped | await gone(work, ids)
