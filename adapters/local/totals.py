"""How much there was of everything in a community, counted in the database."""

from bot.command import Registry
from bot.entities import (
    Agreement,
    Application,
    ApplicationState,
    Due,
    DueState,
    Meeting,
    MeetingState,
    Pairing,
    PulseAnswer,
    Rsvp,
    Session,
)
from bot.ports import Store

INTRODUCTION = "pairing.introduction"


async def totals(store: Store, community_id: int, registry: Registry) -> dict[str, int]:
    """The figures of a community. A pair counts once introduced, an agreement once both have agreed to a version."""
    async with store.work(community_id) as work:
        applications = await work.all(Application)
        sent = await work.all(Due, state=DueState.SENT)
        nudges = {kind for kind, builder in registry.builders.items() if builder.nudge}
        return {
            "applications": len(applications),
            "people": len({one.person_id for one in applications}),
            "pairs": sum(one.introduced_at is not None for one in await work.all(Pairing)),
            "left_over": sum(one.state == ApplicationState.WAITING for one in applications),
            "introductions": sum(row.kind == INTRODUCTION for row in sent),
            "agreements": len({one.pairing_id for one in await work.all(Agreement) if one.agreed}),
            "meetings_logged": await work.count(Meeting, state=MeetingState.HELD),
            "nudges": sum(row.kind in nudges for row in sent),
            "sessions": await work.count(Session),
            "rsvps": await work.count(Rsvp),
            "pulse_answers": await work.count(PulseAnswer),
            "messages_sent": len({_message(row) for row in sent}),
            "messages_undeliverable": await work.count(Due, state=DueState.UNDELIVERABLE),
        }


def _message(row: Due) -> tuple[object, ...]:
    """Rows that went together are one message, and have these in common."""
    return row.space_id, row.person_id, row.place, row.reference, row.sent_at
