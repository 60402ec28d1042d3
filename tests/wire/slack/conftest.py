from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.wire.slack.echo import Echo, client_for
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.things import Channel, User


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """A fake Slack. The test fails at its end if anything was wrong, or if something it injected never happened."""
    async with FakeSlack() as fake:
        yield fake
    assert not fake.faults
    assert not [one for one in fake.injections if one.waited_for], "injected, but never met"


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    """slack_sdk's own client, with the app's token."""
    return client_for(slack)


@pytest.fixture
def anna(slack: FakeSlack) -> User:
    return slack.add_user("Anna Mäkelä", email="anna@library.example")


@pytest.fixture
def general(slack: FakeSlack, anna: User) -> Channel:
    return slack.add_channel("general", [anna])


@pytest.fixture(params=["socket", "http"])
async def echo(request: pytest.FixtureRequest, slack: FakeSlack) -> AsyncIterator[Echo]:
    """A bare Bolt app that listens in each of the two ways."""
    made = Echo(slack)
    async with made.by_socket(slack) if request.param == "socket" else made.by_http(slack):
        yield made
