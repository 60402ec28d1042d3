"""What a facilitator and participants do on Slack before a test begins."""

from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.things import Channel, User

PROGRAMME = {
    "Name": "Over the water", "Theme": "Reading", "Aims": "To learn", "First day": "2026-12-08",
    "Last day": "2027-09-08", "languages": "en",
}  # fmt: skip
APPLICATION = {"role": "actor", "languages": ["en"]}
"""What the first page of an application must have."""


async def created(slack: FakeSlack, helmi: User, general: Channel) -> None:
    """A programme, made by a form."""
    await slack.slash(helmi, general, "programme create")
    await slack.until(lambda: slack.modal(helmi))
    await slack.submit(helmi, PROGRAMME)
    await slack.until(lambda: "Over the water" in str(slack.last(helmi, general)))


async def opened(slack: FakeSlack, helmi: User, general: Channel) -> None:
    """A programme that takes applications."""
    await created(slack, helmi, general)
    await slack.slash(helmi, general, "programme open until:2026-11-30")
    await slack.until(lambda: "are open until" in str(slack.seen(helmi, general)))
