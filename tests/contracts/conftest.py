"""The platforms that the contract runs over. A new one adds its class here and nothing else."""

from collections.abc import AsyncIterator

import pytest

from storage import SqlStore
from tests.contracts.discord import DiscordPlatform
from tests.contracts.local import LocalPlatform
from tests.contracts.platform import Platform
from tests.contracts.slack import SlackPlatform

PLATFORMS: list[type[Platform]] = [LocalPlatform, SlackPlatform, DiscordPlatform]


@pytest.fixture(params=PLATFORMS, ids=lambda one: one.name)
async def platform(request: pytest.FixtureRequest, store: SqlStore) -> AsyncIterator[Platform]:
    """Each platform in turn."""
    kind: type[Platform] = request.param
    async with kind.opened(store) as made:
        yield made
