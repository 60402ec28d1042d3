"""Slack's tokens in our database: one row a workspace, renewed by one process at a time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.oauth.installation_store import Bot, Installation
from sqlalchemy import func, select

from storage import SqlStore
from storage.installs import SqlInstalls, SqlStates, bots, states

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class Clock:
    at: datetime

    def now(self) -> datetime:
        return self.at


def installation(team: str = "T1", token: str = "xoxb-1", at: float = 1000.0, **more: object) -> Installation:
    return Installation(
        app_id="A1", team_id=team, team_name=f"Team {team}", bot_token=token, bot_id="B1", bot_user_id="U1",
        bot_scopes="chat:write,commands", user_id="U7", user_token="xoxp-of-a-person", installed_at=at, **more,
    )  # fmt: skip


@pytest.fixture
def installs(store: SqlStore) -> SqlInstalls:
    return SqlInstalls(store.engine, "111.222")


async def stored(installs: SqlInstalls, team: str = "T1") -> Bot:
    found = await installs.of(team)
    assert found
    return found


async def test_a_token_is_kept_as_it_came_and_what_is_of_the_installer_is_not(installs: SqlInstalls) -> None:
    await installs.async_save(installation(bot_refresh_token="xoxe-1", bot_token_expires_at=5000))
    bot = await stored(installs)
    assert (bot.bot_token, bot.bot_refresh_token, bot.bot_token_expires_at) == ("xoxb-1", "xoxe-1", 5000)
    assert bot.bot_scopes == ["chat:write", "commands"]
    async with installs.engine.connect() as connection:
        row = (await connection.execute(select(bots))).one()
    assert "U7" not in row
    assert "xoxp-of-a-person" not in row


async def test_installing_again_leaves_one_row_and_other_workspaces_alone(installs: SqlInstalls) -> None:
    for team, token, at in (("T1", "xoxb-1", 1.0), ("T2", "xoxb-2", 2.0), ("T1", "xoxb-3", 3.0)):
        await installs.async_save(installation(team, token, at))
    assert [(bot.team_id, bot.bot_token) for bot in await installs.installed()] == [("T1", "xoxb-3"), ("T2", "xoxb-2")]


async def test_another_app_on_the_same_database_is_not_seen(installs: SqlInstalls) -> None:
    await installs.async_save(installation())
    assert await SqlInstalls(installs.engine, "333.444").installed() == []
    assert await SqlInstalls(installs.engine, "333.444").of("T1") is None


async def test_net_01_a_renewal_is_one_process_own_until_its_time_is_over(installs: SqlInstalls) -> None:
    await installs.async_save(installation())
    bot, other = await stored(installs), SqlInstalls(installs.engine, "111.222")
    assert await installs.claim(bot, NOW, NOW + MINUTE)
    assert not await other.claim(bot, NOW + MINUTE / 2, NOW + 2 * MINUTE)
    assert await other.claim(bot, NOW + MINUTE, NOW + 2 * MINUTE), "whoever had it has died"
    await other.release(bot)
    assert await installs.claim(bot, NOW, NOW + MINUTE)


async def test_net_01_a_token_that_has_been_renewed_is_not_renewed_again(installs: SqlInstalls) -> None:
    await installs.async_save(installation())
    old = await stored(installs)
    assert await installs.claim(old, NOW, NOW + MINUTE)
    new = Bot(**old.to_dict_for_copying())
    new.bot_token, new.bot_refresh_token, new.bot_token_expires_at = "xoxb-2", "xoxe-2", 9000
    await installs.renew(old, new)
    now = await stored(installs)
    assert (now.bot_token, now.bot_refresh_token, now.bot_token_expires_at) == ("xoxb-2", "xoxe-2", 9000)
    assert not await installs.claim(old, NOW + 5 * MINUTE, NOW + 6 * MINUTE)
    assert await installs.claim(now, NOW, NOW + MINUTE), "the next renewal is free"
    await installs.renew(old, old)  # who was too late puts nothing back
    await installs.remove(old)
    assert (await stored(installs)).bot_token == "xoxb-2"
    await installs.remove(now)
    assert await installs.of("T1") is None


async def test_a_word_is_good_once_and_those_nobody_came_back_with_are_forgotten(store: SqlStore) -> None:
    clock = Clock(datetime.now(UTC))
    kept = SqlStates(store.engine, clock)
    first, second = await kept.async_issue(), await kept.async_issue()
    assert await kept.async_consume(first)
    assert not await kept.async_consume(first)
    assert not await kept.async_consume("never given out")
    clock.at += timedelta(minutes=11)
    await kept.async_issue()
    async with store.engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(states)) == 1
    assert not await kept.async_consume(second)
