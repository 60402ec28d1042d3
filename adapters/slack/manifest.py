"""The app's manifest: what an admin pastes into Slack, made from what the program declares."""

from typing import Any

from adapters.slack.listen import COMMAND
from bot.i18n import Reader

SCOPES = (
    "commands",  # /mentoring
    "chat:write",  # answers, announcements, messages to people
    "im:write",  # a person's own conversation with the app
    "mpim:write",  # a pair's conversation
    "groups:write",  # a programme's private channel
    "channels:read",  # which channels there are, for `luotsi check`
    "users:read",  # names, languages, time zones, and who has left
    "files:write",  # reports, calendar files and exports
)
"""No scope that reads messages, ever."""
EVENTS = (
    "app_home_opened",
    "user_change",  # who has left, or has another name
)
"""Ordinary talk never reaches us."""


def manifest(
    name: str, redirect: str = "", events: str = ""
) -> dict[str, Any]:  # Any: JSON as Slack's reference has it
    """An app with this name. With `events`, the address of the HTTP mode; without, Socket Mode, which needs none.

    `redirect` is where Slack sends an admin back who installs the app in another workspace.
    """
    reader = Reader()
    settings: dict[str, Any] = {
        "interactivity": {"is_enabled": True, **({"request_url": events} if events else {})},
        "event_subscriptions": {
            "bot_events": list(EVENTS),
            **({"request_url": events} if events else {}),
        },
        "socket_mode_enabled": not events,
        "org_deploy_enabled": False,
        "token_rotation_enabled": bool(redirect),
    }
    command = {"command": COMMAND, "description": reader.t("slack-command"), "usage_hint": reader.t("slack-hint"),
               "should_escape": True, **({"url": events} if events else {})}  # fmt: skip
    oauth: dict[str, Any] = {"scopes": {"bot": list(SCOPES)}}
    return {
        "display_information": {"name": name, "description": reader.t("slack-about"), "background_color": "#17455c"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True,
                         "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": name, "always_online": True},
            "slash_commands": [command],
        },
        "oauth_config": oauth | ({"redirect_urls": [redirect]} if redirect else {}),
        "settings": settings,
    }  # fmt: skip
