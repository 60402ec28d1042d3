"""What an option offers while it is typed."""

from adapters.discord.listen import PLATFORM
from bot.entities import Programme, ProgrammeState
from bot.errors import UnknownSpace
from bot.ports import Store
from bot.rules.text import shorten

MOST, NAME = 25, 100  # Discord's reference of autocomplete


class Programmes:
    """The programmes of a server's community, by what somebody has typed of a name."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def named(self, server: str, typed: str) -> list[tuple[str, str]]:
        """Names and ids, those that go on first and the newest first among them."""
        try:
            async with self.store.origin(PLATFORM, server, "") as origin:
                programmes = await origin.work.all(Programme)
        except UnknownSpace:
            return []
        fitting = [one for one in programmes if typed.strip().casefold() in one.name.casefold()]
        fitting.sort(key=lambda one: (one.state == ProgrammeState.ENDED, -one.id))
        return [(shorten(one.name, NAME), str(one.id)) for one in fitting[:MOST]]
