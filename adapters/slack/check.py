"""Whether an installation on Slack can work, in one sentence each: what is right, or what to do."""

from collections.abc import AsyncIterator

from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import client_for, identity_of
from adapters.slack.errors import NO_ANSWER, advice_for, code_of
from adapters.slack.errors import SCOPES as GIVE_SCOPES
from adapters.slack.founding import channel_of
from adapters.slack.installing import link_of
from adapters.slack.manifest import SCOPES
from adapters.slack.workspaces import Workspaces
from bot.config import SlackSettings
from bot.errors import Unreachable


async def checked(settings: SlackSettings, channel: str) -> AsyncIterator[tuple[bool, str]]:
    """What is found, step by step: whether it is right, and a sentence. Raises Unreachable where nothing works."""
    client = client_for(settings, settings.bot_token)
    owner = await identity_of(client)
    yield True, f"Slack: the bot token is of the workspace {owner.team}."
    lacking = await _lacking(client)
    if lacking:
        yield False, f"Slack: scopes are missing: {', '.join(lacking)}. {GIVE_SCOPES}"
    else:
        yield True, "Slack: the app has every scope that it needs, and none that reads messages."
    yield await _app_token(settings)
    yield await _channel(client, channel)


async def checked_installs(settings: SlackSettings, workspaces: Workspaces) -> AsyncIterator[tuple[bool, str]]:
    """The same for an app that workspaces install themselves: where it is, and whether each token works."""
    installed = await workspaces.installs.installed()
    where = "may be installed elsewhere as well" if installed else "is installed nowhere yet. Install it"
    yield True, f"Slack: the app {where} at {link_of(settings)}"
    for bot in installed:
        yield await _installed(workspaces, bot)
    yield await _app_token(settings)


async def _installed(workspaces: Workspaces, bot: Bot) -> tuple[bool, str]:
    name = bot.team_name or bot.team_id
    try:
        client = await workspaces.client(bot.team_id or "")
        await identity_of(client)
        lacking = await _lacking(client)
    except SlackApiError as error:
        return False, f"Slack: installed in {name}, but its token cannot be renewed. {advice_for(code_of(error))}"
    except (Unreachable, *NO_ANSWER) as error:
        return False, f"Slack: installed in {name}, but its token does not work. {error}"
    if lacking:
        return False, f"Slack: installed in {name}, but scopes are missing: {', '.join(lacking)}. Install it again."
    return True, f"Slack: installed in {name}, and its token works."


async def _lacking(client: AsyncWebClient) -> list[str]:
    """Slack tells the scopes of a token in a header of every answer."""
    answer = await client.auth_test()
    headers = {name.casefold(): value for name, value in dict(answer.headers or {}).items()}
    given = {scope.strip() for scope in str(headers.get("x-oauth-scopes", "")).split(",")}
    return [scope for scope in SCOPES if scope not in given] if given != {""} else []


async def _app_token(settings: SlackSettings) -> tuple[bool, str]:
    if not settings.app_token:
        if settings.signing_secret:
            return True, "Slack: without an app token, Slack has to reach the address in the manifest by HTTP."
        return False, "Slack: put an app token with connections:write into [slack] app_token."
    try:
        await client_for(settings, settings.app_token).apps_connections_open(app_token=settings.app_token)
    except SlackApiError as error:
        return False, f"Slack: the app token is refused. {advice_for(code_of(error))}"
    except NO_ANSWER:
        return False, "Slack: no connection can be opened. Check the network."
    return True, "Slack: the app token opens connections."


async def _channel(client: AsyncWebClient, channel: str) -> tuple[bool, str]:
    try:
        found = await channel_of(client, channel)
    except SlackApiError as error:
        return False, f"Slack: channels cannot be listed. {advice_for(code_of(error))}"
    if found is None:
        return False, f"Slack: there is no channel {channel} that the app can see. Make it, or /invite the app."
    if not found[1]:
        return False, f"Slack: the app is not in the channel {channel}. Invite it there with /invite."
    return True, f"Slack: announcements can go to the channel {channel}."
