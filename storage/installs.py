"""Where the Slack app is installed, and by which token it acts there: slack_sdk's own store on our database.

Only the app's own token is kept. slack_sdk would also keep who installed it, with a token of theirs: nobody needs that.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import (
    AsyncSQLAlchemyInstallationStore,
    SQLAlchemyInstallationStore,
)
from slack_sdk.oauth.sqlalchemy_utils import normalize_datetime_for_db
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ports import Clock
from storage import tables
from storage.columns import instant
from storage.failures import translated

STATE_SECONDS = 600
"""How long an admin may take between our link and Slack's consent."""

bots = AsyncSQLAlchemyInstallationStore.build_bots_table(
    tables.metadata, AsyncSQLAlchemyInstallationStore.default_bots_table_name
)
bots.append_column(instant("renewing_until"))  # ours: who renews a token has it to itself until then
states = AsyncSQLAlchemyOAuthStateStore.build_oauth_states_table(
    tables.metadata, AsyncSQLAlchemyOAuthStateStore.default_table_name
)


class SqlInstalls(AsyncSQLAlchemyInstallationStore):
    """slack_sdk's store for one app, with what it lacks: one row a workspace, and a claim on renewing its token.

    Implements `adapters.slack.workspaces.Installs` as well. Moments of tokens are seconds since 1970, as in slack_sdk.
    """

    def __init__(self, engine: AsyncEngine, client_id: str) -> None:
        super().__init__(client_id, engine)
        self.bots = bots

    async def async_save(self, installation: Installation) -> None:
        """Keep the app's token; the installer's is not kept."""
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a workspace's token in the place of the one before."""
        with translated():
            async with self.engine.begin() as connection:
                await connection.execute(delete(bots).where(self._of(bot.team_id)))
                await connection.execute(insert(bots).values(client_id=self.client_id, **_row(bot)))

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Nothing is kept of an installer."""

    async def installed(self) -> Sequence[Bot]:
        """All workspaces, by their ids."""
        return await self._found(bots.c.client_id == self.client_id)

    async def of(self, team: str) -> Bot | None:
        """The newest installation in a workspace."""
        return next(reversed(await self._found(self._of(team))), None)

    async def claim(self, bot: Bot, now: datetime, until: datetime) -> bool:
        """Have the renewal of this very token to oneself until a time; False where it is another's, or done."""
        free = or_(bots.c.renewing_until.is_(None), bots.c.renewing_until <= now)
        return await self._change(bot, free, renewing_until=until)

    async def release(self, bot: Bot) -> None:
        """Let others try: it has not been renewed."""
        await self._change(bot, renewing_until=None)

    async def renew(self, old: Bot, new: Bot) -> None:
        """Put a new token in the place of an old one, if that is still there."""
        await self._change(old, renewing_until=None, **_row(new))

    async def remove(self, bot: Bot) -> None:
        """Forget a token. One that was given since stays."""
        with translated():
            async with self.engine.begin() as connection:
                await connection.execute(delete(bots).where(self._of(bot.team_id), bots.c.bot_token == bot.bot_token))

    def _of(self, team: str | None) -> ColumnElement[bool]:
        return and_(bots.c.client_id == self.client_id, bots.c.team_id == team)

    async def _found(self, which: ColumnElement[bool]) -> list[Bot]:
        statement = select(bots).where(which).order_by(bots.c.team_id, bots.c.installed_at, bots.c.id)
        with translated():
            async with self.engine.connect() as connection:
                rows = (await connection.execute(statement, execution_options={"only_reads": True})).mappings()
                return [SQLAlchemyInstallationStore.build_bot_entity(row) for row in rows]

    async def _change(self, bot: Bot, *also: ColumnElement[bool], **values: object) -> bool:
        statement = update(bots).where(self._of(bot.team_id), bots.c.bot_token == bot.bot_token, *also)
        with translated():
            async with self.engine.begin() as connection:
                return bool((await connection.execute(statement.values(values))).rowcount)


class SqlStates(AsyncSQLAlchemyOAuthStateStore):
    """The words by which we know a consent to be the answer to our own link, each good once and for ten minutes."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        super().__init__(STATE_SECONDS, engine)
        self.clock = clock

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        """A new word; those that nobody came back with are forgotten."""
        with translated():
            async with self.engine.begin() as connection:
                await connection.execute(delete(states).where(states.c.expire_at < _naive(self.clock.now())))
            return await super().async_issue(*args, **kwargs)


def _row(bot: Bot) -> dict[str, Any]:  # Any: slack_sdk's columns are of several types
    """An installation as its row, times as slack_sdk keeps them: in UTC, without a zone."""
    names = {column.name for column in bots.columns}
    values = {name: value for name, value in bot.to_dict().items() if name in names}
    return {name: _naive(value) if isinstance(value, datetime) else value for name, value in values.items()}


def _naive(moment: datetime) -> datetime | None:
    return normalize_datetime_for_db(moment)
