from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import URL

from adapters.wiring import House, house, listening
from bot.config import CommunitySettings, DatabaseSettings, Settings
from scheduling.timelapse import MovableClock
from storage import SqlStore, connect
from storage.tables import metadata
from tests.contracts.slack import SlackPlatform
from tests.wire.slack.browser import INSTALLER, Browser, running
from tests.wire.slack.echo import Echo, client_for
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.listening import settings_for
from tests.wire.slack.things import Channel, Team, User

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


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


@pytest.fixture
def helmi(slack: FakeSlack, general: Channel) -> User:
    """The workspace's primary owner, who is the first facilitator."""
    made = slack.add_user("Helmi Laine", is_primary_owner=True)
    general.members.add(made.id)
    return made


@pytest.fixture
def settings(slack: FakeSlack, helmi: User, anna: User, tmp_path: Path) -> Settings:
    """What an admin sets, with a database of its own."""
    return Settings(
        database=DatabaseSettings(url=f"sqlite+aiosqlite:///{tmp_path / 'luotsi.db'}"),
        community=CommunitySettings(country=""),
        slack=settings_for(slack),
    )


@pytest.fixture
async def quiet(settings: Settings) -> AsyncIterator[House]:
    """The program, composed as it runs, with a clock that stands; it does not listen yet."""
    async with house(settings, MovableClock(MONDAY)) as made:
        yield made


@pytest.fixture
async def luotsi(quiet: House) -> AsyncIterator[House]:
    """The program, listening."""
    async with listening(quiet):
        yield quiet


@pytest.fixture
async def desk_store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    """A store for the desk: of one kind only, as which it is makes no difference to Slack."""
    made = SqlStore(connect(URL.create("sqlite+aiosqlite", database=str(tmp_path / "desk.db"))))
    async with made.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield made
    await made.close()


@pytest.fixture
async def desk(desk_store: SqlStore) -> AsyncIterator[SlackPlatform]:
    """The adapter alone, with a core that says what it is told to."""
    async with SlackPlatform.opened(desk_store) as made:
        yield made


@pytest.fixture
def clock() -> MovableClock:
    """It begins now: slack_sdk reckons a new token's end by the machine's own clock."""
    return MovableClock(datetime.now(UTC))


@pytest.fixture
async def browser(slack: FakeSlack, database_url: URL, clock: MovableClock) -> AsyncIterator[Browser]:
    async with running(slack, database_url, clock) as made:
        yield made


@pytest.fixture
def archive(slack: FakeSlack) -> Team:
    team = slack.add_team("T0002", "Archive", installed=False)
    slack.add_channel("general", [slack.add_user("Aino Niemi", INSTALLER, team)], team=team)
    return team


@pytest.fixture
def library(slack: FakeSlack) -> Team:
    slack.add_channel("general", [slack.add_user("Helmi Laine", INSTALLER, slack.team)])
    return slack.team
