"""What matching keeps about a person, with the way to hand it out and the way to forget it."""

from datetime import datetime

from bot.command import personal_data
from bot.entities import Forbid, PairingState
from bot.people import pairings_of
from bot.ports import Work


async def _export(work: Work, person_id: int) -> object:
    """Every pair that the person knows of, without scores: those are the facilitator's aid and speak of two people."""
    return [
        {
            "programme": one.programme_id,
            "side": "mentor" if one.mentor_id == person_id else "actor",
            "state": one.state.value,
            "proposed": one.proposed_at and one.proposed_at.isoformat(),
            "introduced": one.introduced_at and one.introduced_at.isoformat(),
            "paused_until": one.paused_until and one.paused_until.isoformat(),
            "ended": one.ended_at and one.ended_at.isoformat(),
            "reason": one.end_reason if one.ended_by == person_id else "",
        }
        for one in await pairings_of(work, person_id, *PairingState)
        if one.state != PairingState.DRAFT
    ]


async def _erase(work: Work, person_id: int, _now: datetime) -> None:
    """Drafts and bans go. A pair stays for the partner, with a person who has no name any more, and without words."""
    for one in await pairings_of(work, person_id, *PairingState):
        if one.state == PairingState.DRAFT:
            await work.delete(one)
            continue
        one.reasons = []
        if one.ended_by == person_id:
            one.ended_by, one.end_reason = None, ""
        if one.paused_by == person_id:
            one.paused_by = None
    for side in ("first_id", "second_id"):
        for ban in await work.all(Forbid, **{side: person_id}):
            await work.delete(ban)


personal_data(
    "pairings",
    "Pairing.mentor_id",
    "Pairing.actor_id",
    "Pairing.paused_by",
    "Pairing.ended_by",
    "Forbid.first_id",
    "Forbid.second_id",
    export=_export,
    erase=_erase,
)
