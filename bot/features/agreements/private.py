"""What is kept about a person in agreements: handed out and forgotten."""

from datetime import datetime

from bot.command import personal_data
from bot.entities import Agreement, Pairing, PairingState
from bot.people import pairings_of
from bot.ports import Work


async def _mine(work: Work, person_id: int) -> list[tuple[Agreement, bool]]:
    """All versions of a person's pairs, each with whether the person is the mentor."""
    pairs: dict[int, Pairing] = {one.id: one for one in await pairings_of(work, person_id, *PairingState)}
    agreements = await work.all(Agreement, pairing_id=set(pairs))
    return [(one, pairs[one.pairing_id].mentor_id == person_id) for one in agreements]


async def _export(work: Work, person_id: int) -> object:
    """The words are both people's, so both get them."""
    return [
        {
            "pair": one.pairing_id, "version": one.version, "points": one.points, "review_on": one.review_on,
            "ticked_at": one.mentor_agreed_at if is_mentor else one.actor_agreed_at,
        }
        for one, is_mentor in await _mine(work, person_id)
    ]  # fmt: skip


async def _erase(work: Work, person_id: int, _now: datetime) -> None:
    """The words stay with the partner, who agreed to them as well; the person's ticks are cleared."""
    for one, is_mentor in await _mine(work, person_id):
        if is_mentor:
            one.mentor_agreed_at = None
        else:
            one.actor_agreed_at = None


personal_data("agreements", export=_export, erase=_erase)
