"""What several tests begin with."""

from datetime import UTC, datetime

from tests.third_party.server import LocalSlack
from tests.wire.slack.things import Message

HELMI, ANNA, JUHO = "U1", "U2", "U3"
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


async def heard(there: LocalSlack, who: str, words: str) -> Message:
    """What somebody was told last with these words in it, once there is such a thing."""
    return await there.until(lambda: next((one for one in reversed(there.seen(who)) if words in one.words), None))


async def make_programme(there: LocalSlack) -> None:
    await there.slash(HELMI, "programme create")
    dates = {"First day": "2026-11-03", "Last day": "2027-06-08"}
    await there.submit(HELMI, {"Name": "Over the water", "Theme": "Reading", **dates})
    await there.press(HELMI, await heard(there, HELMI, "Over the water is ready"), "Open applications")
    await there.submit(HELMI, {"Last day to apply": "2026-11-30"})
    await heard(there, HELMI, "are open until")
