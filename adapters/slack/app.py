"""A Bolt app on our settings, and the two ways that Slack reaches it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from adapters.slack.errors import NO_ANSWER, advice_for, code_of
from adapters.slack.listen import SlackListener
from bot.config import SlackSettings
from bot.errors import Unreachable

STOPPING_SECONDS = 5.0


def client_for(settings: SlackSettings, token: str | None) -> AsyncWebClient:
    """A client that does each call once: a retry of its own would be a second message (DUP-06)."""
    return AsyncWebClient(token=token, base_url=settings.api_url, retry_handlers=[], timeout=20)


async def identity_of(client: AsyncWebClient) -> AuthorizeResult:
    """Whose token it is. Raises Unreachable with a sentence for the admin."""
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        raise Unreachable(f"Slack refuses the bot token: {advice_for(code_of(error))}") from None
    except NO_ANSWER as error:
        raise Unreachable(f"Slack cannot be reached ({type(error).__name__}). Check the network.") from None
    return AuthorizeResult(
        enterprise_id=answer.get("enterprise_id"),
        team_id=answer["team_id"],
        team=answer.get("team"),
        bot_user_id=answer.get("user_id"),
        bot_id=answer.get("bot_id"),
        bot_token=client.token,
    )


def app_for(settings: SlackSettings, client: AsyncWebClient, owner: AuthorizeResult) -> AsyncApp:
    """A Bolt app for one workspace, that asks Slack nothing by itself: whose token it is has been asked already."""

    async def authorize(_team: str) -> AuthorizeResult:
        return owner

    return app_of_all(settings, client, authorize)


def app_of_all(
    settings: SlackSettings, client: AsyncWebClient, authorized: Callable[[str], Awaitable[AuthorizeResult | None]]
) -> AsyncApp:
    """A Bolt app for several workspaces, each with what `authorized` says of its id."""

    async def authorize(team_id: str | None) -> AuthorizeResult | None:
        return await authorized(team_id or "")

    return AsyncApp(
        client=client,
        signing_secret=settings.signing_secret or "unused-in-socket-mode",
        authorize=authorize,  # type: ignore[arg-type]  # nobody's is None, as Bolt's own say it
        process_before_response=False,
    )


def routes(app: AsyncApp) -> list[BaseRoute]:
    """The HTTP mode: Slack reaches us here, through whatever stands before us; the signature says that it is Slack."""
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    return [Route("/slack/events", events, methods=["POST"])]


@asynccontextmanager
async def connected(settings: SlackSettings, app: AsyncApp, listener: SlackListener) -> AsyncIterator[None]:
    """Listen by Socket Mode until the block ends; what is under way is let finish."""
    handler = AsyncSocketModeHandler(app, settings.app_token)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]  # as Bolt has it
    except SlackApiError as error:
        raise Unreachable(f"Slack refuses the app token: {advice_for(code_of(error))}") from None
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # as Bolt has it
        await listener.finish(STOPPING_SECONDS)
