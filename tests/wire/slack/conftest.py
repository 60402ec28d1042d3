from collections.abc import AsyncIterator

import pytest

from tests.wire.slack.fake import FakeSlack


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """A fake Slack. The test fails at its end if anything was wrong, or if something it injected never happened."""
    async with FakeSlack() as fake:
        yield fake
    assert not fake.faults
    assert not [one for one in fake.injections if one.waited_for], "injected, but never met"
