"""Who may do what. Rights are read from the store at every action, as they are at that moment (PRM-01, PRM-09)."""

from enum import StrEnum

from bot.entities import Grant, Pairing, Person, Programme, Right
from bot.errors import NotAllowed, NotFound
from bot.ports import Work


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


def require_member(pairing: Pairing, person: Person) -> None:
    """Raise NotFound unless the person is one of the pair: others are not told that it exists (PRM-02, PRM-03)."""
    if person.id not in pairing.members():
        raise NotFound("not-found-pairing")
