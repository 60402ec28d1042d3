"""What is kept about a person in meetings: handed out and forgotten."""

from datetime import datetime

from bot.command import personal_data
from bot.entities import Meeting, PairingState
from bot.people import pairings_of
from bot.ports import Work


async def _export(work: Work, person_id: int) -> object:
    mine = {pairing.id for pairing in await pairings_of(work, person_id, *PairingState)}
    return [
        {
            "pair": meeting.pairing_id, "starts": meeting.starts_at, "minutes": meeting.minutes,
            "format": meeting.format, "size": meeting.size, "on_theme": meeting.on_theme, "state": meeting.state,
            "logged_by_me": meeting.logged_by == person_id,
        }
        for meeting in await work.all(Meeting, pairing_id=mine)
    ]  # fmt: skip


async def _erase(work: Work, person_id: int, _now: datetime) -> None:
    """Dates and lengths stay with the pair, because the partner's hours count on; who logged them is forgotten."""
    for meeting in await work.all(Meeting, logged_by=person_id):
        meeting.logged_by = None


personal_data("meetings", "Meeting.logged_by", export=_export, erase=_erase)
