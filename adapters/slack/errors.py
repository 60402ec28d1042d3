"""Every error of Slack that we can meet: what it means to delivery, and what an admin can do about it.

Codes are those of Slack's reference of `chat.postMessage`, `conversations.open`, `views.*` and `users.info`.
"""

from dataclasses import dataclass

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.ports import Outcome, Result


@dataclass(frozen=True, slots=True)
class Meaning:
    """How a send ends with this error, and one sentence for the admin where there is something to do."""

    result: Result
    advice: str = ""


REINSTALL = "Install the app in the workspace again, and put its new token into the settings."
INVITE = "Invite the app into the channel with /invite."
SCOPES = "Give the app the scopes that `luotsi slack-manifest` lists, and install it again."

ERRORS = {
    # the person
    "user_disabled": Meaning(Result.GONE),
    "user_not_found": Meaning(Result.GONE),
    "users_not_found": Meaning(Result.GONE),
    "user_not_visible": Meaning(Result.CLOSED),
    "cannot_dm_bot": Meaning(Result.GONE),
    "messages_tab_disabled": Meaning(
        Result.CLOSED, "Switch on the messages tab of the app's home in its settings: nobody can be written to without."
    ),
    "restricted_action_non_threadable_channel": Meaning(Result.CLOSED),
    # the place
    "channel_not_found": Meaning(Result.CLOSED, INVITE),
    "not_in_channel": Meaning(Result.CLOSED, INVITE),
    "is_archived": Meaning(Result.CLOSED, "Choose another channel for the programme: this one is archived."),
    "restricted_action": Meaning(Result.CLOSED, "Let the app post in this channel; the workspace restricts it."),
    "restricted_action_read_only_channel": Meaning(
        Result.CLOSED, "Let the app post in this channel; the workspace restricts it."
    ),
    # the token
    "account_inactive": Meaning(Result.REVOKED, REINSTALL),
    "token_revoked": Meaning(Result.REVOKED, REINSTALL),
    "token_expired": Meaning(Result.REVOKED, REINSTALL),
    "invalid_auth": Meaning(Result.REVOKED, REINSTALL),
    "not_authed": Meaning(Result.REVOKED, REINSTALL),
    "team_access_not_granted": Meaning(Result.REVOKED, REINSTALL),
    "org_login_required": Meaning(Result.REVOKED, REINSTALL),
    "missing_scope": Meaning(Result.REVOKED, SCOPES),
    "not_allowed_token_type": Meaning(Result.REVOKED, "Use the bot token, which begins with xoxb-."),
    # the moment
    "ratelimited": Meaning(Result.LIMITED),
    "rate_limited": Meaning(Result.LIMITED),
    "message_limit_exceeded": Meaning(Result.LIMITED),
    "fatal_error": Meaning(Result.UNKNOWN),
    "internal_error": Meaning(Result.UNKNOWN),
    "service_unavailable": Meaning(Result.FAILED),
    "team_added_to_org": Meaning(Result.FAILED),
}
"""What is not here is our own mistake, such as blocks that Slack refuses: the message has failed, and is tried again in
vain until it is given up and the facilitator sees it."""


def outcome_of(error: Exception) -> Outcome:
    """What a failed call means. Whether something that was cut off had been shown cannot be known (DUP-06)."""
    match error:
        case SlackApiError():
            return _answered(error)
        case ClientConnectorError():  # nothing was sent
            return Outcome(Result.FAILED, detail=type(error).__name__)
        case SlackClientError() | ClientError() | TimeoutError() | OSError():
            return Outcome(Result.UNKNOWN, detail=type(error).__name__)
        case _:
            raise error


def _answered(error: SlackApiError) -> Outcome:
    code, status = code_of(error), int(getattr(error.response, "status_code", 200))
    if code in ERRORS:
        wait = (getattr(error.response, "headers", None) or {}).get("Retry-After", 0)
        return Outcome(ERRORS[code].result, wait=float(wait), detail=code)
    if status >= 500:  # answered on the way: whether the message got through nobody tells
        return Outcome(Result.UNKNOWN, detail=f"http-{status}")
    return Outcome(Result.FAILED, detail=code or f"http-{status}")


def code_of(error: SlackApiError) -> str:
    """Slack's word for it, empty where the answer was none of Slack's."""
    try:
        return str(error.response["error"])
    except (KeyError, TypeError, ValueError):
        return ""


def advice_for(code: str) -> str:
    """What an admin can do, as one sentence; the code itself for what we know nothing about."""
    known = ERRORS.get(code)
    return known.advice if known and known.advice else f"Slack says “{code}”. Look it up in Slack's reference."
