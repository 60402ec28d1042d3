"""Installing the app in a workspace by OAuth, and its end there.

Whoever installs it becomes an admin of the community. So the link to begin with has a key in it, which `luotsi check`
and `luotsi run` tell: who has not got it from the admin cannot begin, and Slack's consent alone is not taken.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin

import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from adapters.slack.app import client_for
from adapters.slack.errors import NO_ANSWER, outcome_of
from adapters.slack.founding import entrust, read_by_all, space_of
from adapters.slack.listen import PLATFORM
from adapters.slack.manifest import SCOPES
from adapters.slack.workspaces import Workspaces
from bot.config import SlackSettings
from bot.entities import Community, Space
from bot.errors import Conflict, UnknownSpace, Unreachable
from bot.ports import Result, Store

INSTALL, INSTALLED = "/slack/install", "/slack/installed"
WRONG_LINK = "This link is not whole. Ask whoever runs Luotsi for the one that `luotsi check` tells."
_log = structlog.get_logger(__name__)


def link_of(settings: SlackSettings) -> str:
    """Where an installation begins. Who has it can become an admin of the community."""
    return f"{settings.public_url.rstrip('/')}{INSTALL}?key={_key(settings)}"


def _key(settings: SlackSettings) -> str:
    return hmac.new(settings.client_secret.encode(), INSTALL.encode(), hashlib.sha256).hexdigest()[:32]


class Installing:
    """Both pages of an installation, and what becomes of a workspace when it begins and ends."""

    def __init__(
        self, settings: SlackSettings, workspaces: Workspaces, store: Store, community: Callable[[], Community],
        channel: str,
    ) -> None:  # fmt: skip
        self.settings = settings
        self.workspaces = workspaces
        self.store = store
        self.community = community
        self.channel = channel

    # --- its beginning -------------------------------------------------------------------------------------------
    def routes(self, tokens: AsyncInstallationStore, states: AsyncOAuthStateStore) -> list[BaseRoute]:
        """What a browser asks for: the way to Slack's consent, and back from it."""
        flow = self._flow(tokens, states)

        async def install(request: Request) -> Response:
            if not hmac.compare_digest(request.query_params.get("key", "").encode(), _key(self.settings).encode()):
                return PlainTextResponse(WRONG_LINK, status_code=403)
            return to_starlette_response(await flow.handle_installation(to_async_bolt_request(request, b"")))

        async def installed(request: Request) -> Response:
            return to_starlette_response(await flow.handle_callback(to_async_bolt_request(request, b"")))

        return [Route(INSTALL, install, methods=["GET"]), Route(INSTALLED, installed, methods=["GET"])]

    def _flow(self, tokens: AsyncInstallationStore, states: AsyncOAuthStateStore) -> AsyncOAuthFlow:
        settings = AsyncOAuthSettings(
            client_id=self.settings.client_id,
            client_secret=self.settings.client_secret,
            scopes=SCOPES,
            user_scopes=(),
            redirect_uri=f"{self.settings.public_url.rstrip('/')}{INSTALLED}",
            install_path=INSTALL,
            redirect_uri_path=INSTALLED,
            install_page_rendering_enabled=False,  # the link leads straight to Slack's own page
            authorization_url=urljoin(self.settings.api_url, "/oauth/v2/authorize"),
            installation_store=tokens,
            installation_store_bot_only=True,
            state_store=states,
            callback_options=AsyncCallbackOptions(self._succeeded, _failed),
        )
        return AsyncOAuthFlow(client=client_for(self.settings, None), settings=settings)

    async def _succeeded(self, args: AsyncSuccessArgs) -> BoltResponse:
        """The token is stored; the workspace becomes a space, and its installer an admin."""
        bot = args.installation.to_bot()
        try:
            advice = await self.begin(bot, args.installation.user_id or "")
        except Unreachable as error:
            advice = str(error)
        if advice:
            return BoltResponse(
                status=200, body=f"Luotsi is installed. {advice}", headers={"Content-Type": "text/plain"}
            )
        return await args.default.success(args)

    async def begin(self, bot: Bot, installer: str) -> str:
        """Make a workspace a space with an admin, once; what an admin has to do, empty when all is well.

        Raises Unreachable. Harmless when it is done again: where the app is installed anew what waited goes out.
        """
        client = client_for(self.settings, bot.bot_token)
        space = await self._space(bot)
        await entrust(self.store, client, space, installer)
        try:
            return await read_by_all(self.store, client, space, self.channel)
        except NO_ANSWER as error:
            raise Unreachable(f"Its channels cannot be listed ({type(error).__name__}).") from None

    async def _space(self, bot: Bot) -> Space:
        team, name = bot.team_id or "", bot.team_name or ""
        try:
            return await space_of(self.store, team, name, self.community())
        except Conflict:  # two were at it: it is there now
            return await space_of(self.store, team, name, self.community())

    async def begin_all(self) -> None:
        """Begin with those workspaces whose beginning was cut short: stored, and no space yet."""
        for bot in await self.workspaces.installs.installed():
            try:
                async with self.store.origin(PLATFORM, bot.team_id or "", ""):
                    continue
            except UnknownSpace:
                pass
            try:
                await self.begin(await self.workspaces.bot(bot.team_id or ""), "")
            except (Unreachable, *NO_ANSWER) as error:
                _log.warning("a workspace cannot be begun with", team=bot.team_id, reason=type(error).__name__)

    # --- its end -------------------------------------------------------------------------------------------------
    def hang_on(self, app: AsyncApp) -> None:
        """Be told when the app is taken out of a workspace."""
        app.event("app_uninstalled")(self.ended)
        app.event("tokens_revoked")(self.ended)

    async def ended(self, body: Mapping[str, Any]) -> None:  # Any: JSON as Slack's reference of events describes it
        """Forget the token and hold the space's lane. Told late, after another installation, it says nothing."""
        team = body["team_id"]
        bot = await self.workspaces.installs.of(team)
        if bot is None or not await _revoked(client_for(self.settings, bot.bot_token)):
            return
        await self.workspaces.installs.remove(bot)
        try:
            async with self.store.origin(PLATFORM, team, "") as origin:
                origin.space.connected = False
        except UnknownSpace:
            return


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    return await args.default.failure(args)


async def _revoked(client: AsyncWebClient) -> bool:
    """Whether Slack says that a token is good no longer. Where it says nothing, the next message finds out."""
    try:
        await client.auth_test()
    except SlackApiError as error:
        return outcome_of(error).result == Result.REVOKED
    except NO_ANSWER:
        return False
    return False
